import type { GraphCheck, TestedIndependence } from "../../query/graph-check.js";
import { dataText } from "../data-text.js";
import { countText } from "../format.js";
import { shorten } from "../words.js";

const NAME = 48;
/** What rounding leaves of a law that factorises. */
const NOTHING = 1e-9;

/** The answer in one sentence: is the graph contradicted, and by how much of what it claims? */
export function headline({ findings, scanned }: GraphCheck): string {
  if (scanned.length === 0) return "The graph claims no independence that data could contradict.";
  const open = scanned.filter(({ test }) => test === "none").length;
  const tried = scanned.length - open;
  if (tried === 0) return `Nothing could be tested of the ${independencies(open)} that the graph claims.`;
  const which = open === 0 ? "it claims" : "that could be tested";
  const rest = open === 0 ? "" : ` (${countText(open)} could not)`;
  if (findings.length > 0) {
    const verb = findings.length === 1 ? "does" : "do";
    const of = tried === 1 ? "the one independence" : `${countText(findings.length)} of the ${independencies(tried)}`;
    return `The data contradict the graph: ${of} ${which} ${verb} not hold${rest}.`;
  }
  const all = ["", "the one independence", "both independencies"][tried] ?? `all ${independencies(tried)}`;
  return `Nothing in the data contradicts the graph: ${all} ${which} ${tried === 1 ? "holds" : "hold"} up${rest}.`;
}

/** "1 independence", "12 independencies". */
function independencies(count: number): string {
  return `${countText(count)} ${count === 1 ? "independence" : "independencies"}`;
}

/** "tar ⊥ cancer | smoking", as the field writes it. */
function claimText({ one, other, given }: TestedIndependence): string {
  const [a, b, ...rest] = [one, other, ...given].map((name) => shorten(name, NAME));
  return `${a} ⊥ ${b}${rest.length === 0 ? "" : ` | ${rest.join(", ")}`}`;
}

/** "0.021", "3.4e-9"; never a plain 0. */
function pText(p: number): string {
  if (p < 1e-16) return "<1e-16";
  return p < 0.001 ? p.toExponential(1) : p.toFixed(3);
}

/** One line of what was tested. */
export interface TestedRow {
  readonly claim: string;
  readonly strength: string;
  /** The p-value, or what would have to move. */
  readonly evidence: string;
  readonly test: string;
  readonly contradicted: boolean;
}

/** Everything that was tested, what is most doubtful first, then what could not be tested. */
export function testedRows({ scanned, findings }: GraphCheck): readonly TestedRow[] {
  const found = new Set(findings.map(claimKey));
  const doubt = (test: TestedIndependence): number => {
    if (test.test === "none") return 2;
    return test.adjusted ?? -(test.statistic ?? 0);
  };
  return [...scanned]
    .sort((a, b) => doubt(a) - doubt(b) || (b.strength ?? 0) - (a.strength ?? 0))
    .map((test) => ({
      claim: claimText(test),
      strength: test.strength === null ? "–" : test.strength.toFixed(2),
      evidence: evidenceText(test),
      test: test.reason === undefined ? test.test : `not tested: ${test.reason}`,
      contradicted: found.has(claimKey(test)),
    }));
}

/** The p-value; of an exact law the probability that would have to move. */
function evidenceText({ adjusted, statistic, test }: TestedIndependence): string {
  if (adjusted !== null) return pText(adjusted);
  if (test !== "exact law" || statistic === null) return "–";
  return statistic > NOTHING ? statistic.toPrecision(2) : "0";
}

function claimKey({ one, other }: TestedIndependence): string {
  return JSON.stringify([one, other]);
}

/** What the last number of a row is. */
export function evidenceHead({ provenance }: GraphCheck): string {
  if (provenance["weights"] === "law") return "must move";
  return Number(provenance["tests"]) > 1 ? "p, corrected" : "p";
}

/** What the verdict is held against, and the data, as named facts. */
export function basisFacts(check: GraphCheck): readonly (readonly [string, string])[] {
  const { level, provenance } = check;
  const law = provenance["weights"] === "law";
  const text = law
    ? "no sampling error: where more than 1e-9 of the probability would have to move, the graph is contradicted"
    : `${String(level)}: so often would a right graph be contradicted anywhere (Holm's correction)`;
  const tried = law || Number(provenance["tests"]) > 0;
  return [...(tried ? [[law ? "Exact law" : "Level", text] as const] : []), ["Data", dataText(check.data)]];
}

/** What would mend a contradiction, in a sentence; edges stay in one piece. */
export function repairText(repairs: readonly string[]): string {
  const edges = repairs.map((edge) => edge.replaceAll(" ", "\u00a0"));
  return `To mend it, add ${edges.slice(0, -1).join(", ")}${edges.length > 1 ? " or " : ""}${edges[edges.length - 1]}.`;
}

/** For a page, whose lines may end behind any hyphen: arrows and minus signs in place of them. A graph file may have either arrow. */
export function unbroken(text: string): string {
  const arrows = text.replaceAll("\u00a0<->\u00a0", "\u00a0↔\u00a0").replaceAll("\u00a0->\u00a0", "\u00a0→\u00a0");
  return arrows.replace(/(?<=\de)-(?=\d)/g, "\u2212");
}

/** A number and what it is of are not torn apart at the end of a line. */
export function tied(text: string): string {
  return text.replace(/\b(p|V|correlation|strength) (=|<)? ?(?=[\d.]+)/g, (_, name, sign) =>
    [name, sign, ""].filter((part) => part !== undefined).join("\u00a0"),
  );
}
