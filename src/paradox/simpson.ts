import { DiscoError } from "../error.js";
import { edgesOf, type Graph } from "../graph/graph.js";
import { shown } from "../num/complaint.js";
import type { Strata, StrataTable } from "../num/strata.js";
import { ENGINE } from "../query/engine.js";
import type { ScannedStrata, SimpsonCheck, SimpsonFinding } from "../query/simpson.js";
import { type Cells, comparableCells } from "./simpson/cells.js";
import { contrastAt, contrastOf } from "./simpson/contrast.js";
import { leadsOf } from "./simpson/decompose.js";
import { differenceOf, findingOf } from "./simpson/finding.js";
import { assumptionsOf, warningsOf } from "./simpson/remarks.js";
import { placeIn } from "./simpson/roles.js";
import { wordsOf } from "./simpson/say.js";
import type { Judged } from "./simpson/score.js";
import { apparentReversal, exactVerdict, judgeOf, type Verdict, verdictOf } from "./simpson/verdict.js";

/** How to look for Simpson's paradox. */
export interface CheckStrataOptions {
  /** The chance of any false finding; default .05. */
  readonly level?: number;
  /** What causes what; without it the readings stand side by side. */
  readonly graph?: Graph;
}

/** A set of columns that was compared. */
interface Tried {
  readonly strata: Strata;
  readonly cells: Cells;
  readonly own: number;
  readonly verdict: Verdict;
}

/** Strata that compare fewer of the observations than this say too little of everybody. */
const LEAST_COMPARED = 0.5;
/** Reversals that chance can have made, of which the farthest are told. */
const MOST_UNSECURED = 3;
/** A pair with the kind of one of its columns is news where it moves the raw difference by so much more. */
const NEWS = 1.25;

/**
 * Does the difference between two arms turn, vanish or grow when strata are held fixed (Simpson's paradox)? Every stratifier and every pair in the
 * table is tried, each kind is secured by tests (`verdictOf`), and the level is shared: all sets together say anything false with at most that
 * probability (Bonferroni; where there are pairs, single columns and pairs have half of it each). The raw difference has a part in every set, which the
 * correction does not count on: where nothing differs at all, false findings are rarer than the level. A graph says which number answers what.
 * @throws DiscoError for nothing to stratify by, an arm without observations, a treatment that is the outcome, a level outside (0, 1), and a graph without
 *   the treatment or the outcome
 * Cost: O(strata) of each set, some fifty times.
 */
export function checkStrata(table: StrataTable, options: CheckStrataOptions = {}): SimpsonCheck {
  const { level = 0.05, graph } = options;
  refuse(table, level);
  const { treatment, outcome, law } = table;
  const placed = graph && placeIn(graph, treatment.name, outcome.name);
  const binary = outcome.kind === "binary";
  const judge = judgeOf(binary);
  const whole = comparableCells(table.whole, binary, law);
  const raw = judge(whole, { raw: 1 });
  const share = sharesOfLevel(table, level);
  const tried = table.strata.map((strata): Tried => {
    const cells = comparableCells(strata, binary, law);
    const own = share(strata);
    const compare = reasonAgainst(cells) === undefined;
    const verdict = !compare
      ? NOTHING
      : law
        ? exactVerdict(cells, raw.value)
        : verdictOf(cells, raw, judge, { own, level });
    return { strata, cells, own, verdict };
  });
  const covered = new Map(tried.map((one) => [one, coveredBy(one, tried)]));
  const moved = tried.map(({ cells, verdict }) => (verdict.kind === null ? 0 : Math.abs(valueIn(cells, "everybody"))));
  const words = wordsOf(table, Math.max(sizeOf(whole, raw), ...moved));
  const about = { table, whole, judge, words, level, placed, secured: true };
  const findings = tried
    .filter((one) => one.verdict.kind !== null && covered.get(one) === undefined)
    .map((one) => findingOf(one, about))
    .sort(byStrength);
  const unsecured = law
    ? []
    : tried
        .filter(
          ({ strata, cells, verdict }) => strata.by.length === 1 && verdict.kind === null && !reasonAgainst(cells),
        )
        .flatMap((one) => {
          const verdict = apparentReversal(one.cells, raw, judge);
          return verdict === undefined ? [] : [findingOf({ ...one, verdict }, { ...about, secured: false })];
        })
        .sort(byStrength)
        .slice(0, MOST_UNSECURED);
  const skipped = table.stratifiers
    .filter(({ left }) => left !== undefined)
    .map(
      ({ name, left, values }): ScannedStrata => ({
        by: [name],
        kind: null,
        reason: left!,
        strata: values,
        raw: null,
        standardised: null,
      }),
    );
  const scanned = [...tried.map((one) => scannedOf(one, covered.get(one), law, judge, level)), ...skipped];
  return Object.freeze({
    question: `Does the association of ${treatment.name} with ${outcome.name} turn, vanish or grow within strata?`,
    treatment: { name: treatment.name, treated: String(treatment.labels.yes), untreated: String(treatment.labels.no) },
    outcome: {
      name: outcome.name,
      kind: outcome.kind,
      ...(outcome.kind === "binary" && { success: String(outcome.labels.yes) }),
    },
    raw: differenceOf(whole, "raw", law ? undefined : judge, level),
    findings,
    unsecured,
    scanned,
    ...(graph && { graph: { nodes: graph.nodes, edges: edgesOf(graph) } }),
    level,
    advice: [
      ...new Set([
        ...findings.flatMap((one) => one.advice),
        ...onTheWhole([findings, unsecured], scanned, graph !== undefined),
      ]),
    ],
    assumptions: assumptionsOf(table),
    warnings: warningsOf([...findings, ...unsecured], scanned),
    data: table.data,
    provenance: {
      engine: ENGINE,
      correction: "Bonferroni",
      tests: tried.filter(({ cells }) => reasonAgainst(cells) === undefined).length,
      ...(law && { weights: "law" }),
    },
  });
}

const NOTHING: Verdict = { kind: null, p: null };

function refuse({ treatment, outcome, whole, strata, stratifiers }: StrataTable, level: number): void {
  const who = "check";
  if (!(level > 0 && level < 1)) {
    const next = "give a number between 0 and 1";
    throw new DiscoError({ who: "level", wrong: "must be between 0 and 1", given: String(level), next });
  }
  if (treatment.name === outcome.name) {
    const wrong = "the treatment is the outcome";
    throw new DiscoError({ who, wrong, given: shown(treatment.name), next: "name two different columns" });
  }
  const arms = [whole.count[0] ?? 0, whole.count[1] ?? 0];
  if (!(arms[0] > 0 && arms[1] > 0)) {
    const label = arms[0] > 0 ? treatment.labels.yes : treatment.labels.no;
    const given = shown(`${treatment.name} = ${String(label)}`);
    throw new DiscoError(
      { who, wrong: "an arm has no observations", given, next: "give a table with both arms" },
      "refused",
    );
  }
  if (strata.length > 0) return;
  const why = stratifiers.slice(0, 5).map(({ name, left }) => `${shown(name)}: ${left ?? "not tried"}`);
  throw new DiscoError({
    who,
    wrong: "there is no column to stratify by",
    ...(why.length > 0 && { given: why.join("; ") }),
    next: "name other columns with --by, or let the table have some beside treatment, outcome and weight",
  });
}

/** Why a set compares nothing; undefined where it does. Depends on how many observations there are, never on their outcomes. */
function reasonAgainst({ places, lone, left }: Cells): string | undefined {
  if (places.length + lone.length < 2) return "one stratum";
  if (places.length === 0) return "no stratum has both arms";
  if (left > LEAST_COMPARED) return "too thin: most observations are in strata with one arm";
  return undefined;
}

/** What each set may spend of the level. */
function sharesOfLevel(table: StrataTable, level: number): (strata: Strata) => number {
  const binary = table.outcome.kind === "binary";
  const compared = table.strata.filter(
    (strata) => reasonAgainst(comparableCells(strata, binary, table.law)) === undefined,
  );
  const pairs = compared.filter(({ by }) => by.length > 1).length;
  const singles = compared.length - pairs;
  const half = singles > 0 && pairs > 0 ? level / 2 : level;
  return ({ by }) => half / Math.max(1, by.length > 1 ? pairs : singles);
}

/** The column of a pair that says as much alone: the same kind, and the raw difference moved nearly as far. */
function coveredBy(one: Tried, tried: readonly Tried[]): string | undefined {
  const { strata, verdict } = one;
  if (strata.by.length < 2 || verdict.kind === null) return undefined;
  const moved = ({ cells }: Tried) => Math.abs(valueIn(cells, "raw") - valueIn(cells, "everybody"));
  return tried.find(
    (other) =>
      other.strata.by.length === 1 &&
      strata.by.includes(other.strata.by[0]) &&
      other.verdict.kind === verdict.kind &&
      moved(one) < NEWS * moved(other),
  )?.strata.by[0];
}

function valueIn(cells: Cells, mix: "raw" | "everybody"): number {
  return contrastAt(contrastOf(cells, { [mix]: 1 }), cells.mean);
}

/** The strongest first: reversals before what only shrinks or grows, then by how far the difference moves. */
function byStrength(a: SimpsonFinding, b: SimpsonFinding): number {
  const rank = ["reversal", "vanishing", "masking", "attenuation", "amplification"];
  const moved = ({ decomposition }: SimpsonFinding) => Math.abs(decomposition[0].composition);
  return rank.indexOf(a.kind) - rank.indexOf(b.kind) || moved(b) - moved(a);
}

function scannedOf(
  { strata: { by }, cells, own, verdict: { kind, p } }: Tried,
  covered: string | undefined,
  law: boolean,
  judge: ReturnType<typeof judgeOf>,
  level: number,
): ScannedStrata {
  const strata = cells.places.length + cells.lone.length;
  const reason = reasonAgainst(cells);
  if (reason !== undefined) return { by, kind: null, reason, strata, raw: null, standardised: null, left: cells.left };
  return {
    by,
    kind,
    ...(covered !== undefined && { covered }),
    strata,
    raw: valueIn(cells, "raw"),
    standardised: valueIn(cells, "everybody"),
    ...(!law && (by.length === 1 || kind !== null) && { interval: judge(cells, { everybody: 1 }).interval(own) }),
    confidence: 1 - own,
    leads: leadsOf(cells),
    left: cells.left,
    p,
    adjusted: p === null ? null : Math.min(1, (p * level) / own),
  };
}

/** The largest difference that sentences tell: it decides their digits. */
function sizeOf({ variance, arms }: Cells, { value }: Judged): number {
  // Where nothing differs, a tenth of a standard deviation.
  const spread = Math.sqrt(Math.max(variance[0], variance[1]) / (arms[0] + arms[1] > 1 ? 100 : 1));
  return Math.max(Math.abs(value), spread);
}

/** Advice that belongs to no finding alone. */
function onTheWhole(
  [findings, unsecured]: readonly [readonly SimpsonFinding[], readonly SimpsonFinding[]],
  scanned: readonly ScannedStrata[],
  drawn: boolean,
): readonly string[] {
  const texts: string[] = [];
  const compared = scanned.filter(({ reason }) => reason === undefined).length;
  if (compared === 0) texts.push("Nothing could be compared: no column makes strata that have both arms.");
  if (unsecured.length > 0)
    texts.push(
      "A reversal that chance can have made is no finding. More rows would tell; which number to use is the same question as ever.",
    );
  if (compared > 0 && findings.length === 0)
    texts.push(
      "Finding nothing does not make the raw difference an effect: what is not in the table may still turn it.",
    );
  if (findings.length > 1)
    texts.push("Several columns move the association. Read them together: what one shows may be another's doing.");
  if (!drawn && findings.length + unsecured.length > 0)
    texts.push("Strata are no cure by themselves: adjusting for what comes after the treatment makes bias of its own.");
  return texts;
}
