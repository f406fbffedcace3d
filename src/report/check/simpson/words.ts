import type { Range } from "../../../query/answer.js";
import type { Difference, Measured, ScannedStrata, SimpsonCheck, SimpsonFinding } from "../../../query/simpson.js";
import { dataText } from "../../data-text.js";
import { amounts, countText, fixed, percent, points, rangeText, type Scale } from "../../format.js";
import { shorten } from "../../words.js";

const NAME = 48;

/** How rates or averages, and differences of them, are written in one check. */
export interface Scales {
  readonly level: Scale;
  readonly gap: Scale;
}

/** Percent and points for two values; of numbers the digits that the spread of the strata asks for. */
export function scalesOf({ outcome, raw, findings, unsecured }: SimpsonCheck): Scales {
  if (outcome.kind === "binary") {
    const bare = (value: number) => fixed(100 * value, 1);
    return { level: { text: (value) => `${bare(value)}\u00a0%`, bare }, gap: points };
  }
  const all = [...findings, ...unsecured].flatMap(({ raw, standardised }) => [raw, standardised.everybody]);
  const size = Math.max(...[raw, ...all].map(({ value }) => Math.abs(value)));
  return { level: amounts(size), gap: amounts(size, true) };
}

/** The answer in one sentence. */
export function headline({ findings, unsecured, scanned, treatment, outcome }: SimpsonCheck): string {
  const first = findings[0] ?? unsecured[0];
  if (first !== undefined) return tied(first.claim);
  const tried = scanned.filter(({ reason }) => reason === undefined).length;
  if (tried === 0) return "Nothing could be compared.";
  const sets = tried === 1 ? "the one set of strata" : `any of ${countText(tried)} sets of strata`;
  return `The association of ${shorten(treatment.name, NAME)} with ${shorten(outcome.name, NAME)} does not turn, vanish or grow within ${sets} that ${tried === 1 ? "was" : "were"} tried.`;
}

/** The numbers of a finding as sentences: its text without the claim. */
export function detailText({ text, claim }: SimpsonFinding): string {
  return tied(text.startsWith(claim) ? text.slice(claim.length).trim() : text);
}

/** "department", "department with age". */
export function byText(by: readonly string[], length = NAME): string {
  return by.map((name) => shorten(name, length)).join(" with ");
}

/** "male", or "drug = 1" where the label says nothing by itself. */
export function armName({ treatment }: SimpsonCheck, treated: boolean, length = 24): string {
  const label = treated ? treatment.treated : treatment.untreated;
  const mute = /^(yes|no|true|false|t|f|y|n|[-+]?[\d.]+(e[-+]?\d+)?)$/i.test(label);
  return mute
    ? `${shorten(treatment.name, Math.max(3, length - 3 - label.length))} = ${label}`
    : shorten(label, length);
}

/** "admitted = yes", or the name of the numbers. */
export function outcomeName({ outcome }: SimpsonCheck): string {
  const name = shorten(outcome.name, NAME);
  return outcome.success === undefined ? `average ${name}` : `${name} = ${shorten(outcome.success, 24)}`;
}

/** One line of the standardised numbers. */
export interface MixRow {
  readonly name: string;
  readonly treated: string;
  readonly untreated: string;
  readonly gap: string;
  readonly interval: string;
}

/** Raw, and standardised to each mix. */
export function mixRows(check: SimpsonCheck, { raw, compared, standardised, by }: SimpsonFinding): readonly MixRow[] {
  const { level, gap } = scalesOf(check);
  const row = (name: string, { value, interval, treated, untreated }: Difference): MixRow => ({
    name,
    treated: level.text(treated),
    untreated: level.text(untreated),
    gap: gap.text(value),
    interval: interval === undefined ? "" : rangeText(interval, gap),
  });
  const same = `same ${byText(by, 20)}`;
  return [
    row("all, raw", raw),
    ...(compared === undefined ? [] : [row("in strata with both", compared)]),
    row(same, standardised.everybody),
    row(`with the mix of ${armName(check, true, 16)}`, standardised.treated),
    row(`with the mix of ${armName(check, false, 16)}`, standardised.untreated),
  ];
}

/** Odds ratios in a sentence; nothing for numbers. */
export function oddsText({ mantelHaenszel }: SimpsonFinding): string {
  if (mantelHaenszel === null) return "";
  const { rawOddsRatio, oddsRatio } = mantelHaenszel;
  const said = ({ value, interval }: Measured): string => {
    if (value === null) return "not known (a zero count)";
    return `${fixed(value, 2)}${interval === undefined ? "" : ` (${ratioRange(interval)})`}`;
  };
  return `Odds ratio: ${said(rawOddsRatio)} raw, ${said(oddsRatio)} within strata (Mantel and Haenszel, who weigh strata by what they can tell).`;
}

function ratioRange(range: Range): string {
  return `${fixed(range[0], 2)} to ${fixed(range[1], 2)}`.replaceAll(" ", "\u00a0");
}

/** "reversal, p = 0.032"; of an exact law the kind alone. */
function kindText({ kind, adjusted }: ScannedStrata): string {
  if (kind === null) return "–";
  return adjusted === null || adjusted === undefined ? kind : `${kind}, ${pText(adjusted)}`;
}

function pText(p: number): string {
  if (p < 1e-16) return "p\u00a0<\u00a01e-16";
  return `p\u00a0=\u00a0${p < 0.001 ? p.toExponential(1) : p.toFixed(3)}`;
}

/** One line of what was tried. */
export interface TriedRow {
  readonly by: string;
  readonly strata: string;
  readonly within: string;
  readonly verdict: string;
  readonly found: boolean;
}

/** Everything that was tried: what was found first, then by how far the difference moves, then what compared nothing. */
export function triedRows(check: SimpsonCheck): readonly TriedRow[] {
  const { gap } = scalesOf(check);
  const moved = ({ raw, standardised }: ScannedStrata) =>
    raw === null || standardised === null ? -1 : Math.abs(raw - standardised);
  const unsecured = ({ by }: ScannedStrata) =>
    check.unsecured.some((finding) => finding.by.length === by.length && finding.by.every((name, i) => name === by[i]));
  const rank = (one: ScannedStrata) => (one.kind === null ? 2 : one.covered === undefined ? 0 : 1);
  return [...check.scanned]
    .sort((a, b) => rank(a) - rank(b) || moved(b) - moved(a))
    .map((one) => ({
      by: byText(one.by, 20),
      strata: countText(one.strata),
      within: one.standardised === null ? "–" : gap.text(one.standardised),
      verdict:
        one.reason !== undefined
          ? `not tried: ${one.reason}`
          : one.kind === null && unsecured(one)
            ? "reverses, and chance can have made it"
            : one.covered === undefined
              ? kindText(one)
              : `as ${shorten(one.covered, 20)} alone`,
      found: one.kind !== null && one.covered === undefined,
    }));
}

/** What the verdict is held against, and the data, as named facts. */
export function basisFacts({ level, provenance, data, scanned }: SimpsonCheck): readonly (readonly [string, string])[] {
  const law = provenance["weights"] === "law";
  const tests = Number(provenance["tests"]);
  const sets = scanned.filter(({ reason }) => reason === undefined).length;
  const corrected = tests > 1 ? ` (corrected for ${countText(sets)} sets of strata, Bonferroni)` : "";
  const text = law
    ? "no sampling error: differences are compared as they are"
    : `${String(level)}: so often would anything false be found${corrected}`;
  return [
    [law ? "Exact law" : "Level", text],
    ["Data", dataText(data)],
  ];
}

/** "95 % interval"; intervals that are corrected are wider, and say so. */
export function intervalHead({ confidence }: SimpsonFinding): string {
  return `${confidence > 0.99 ? `${Number((100 * confidence).toPrecision(4))}\u00a0%` : percent.text(confidence)} interval`;
}

/** A number and its unit are not torn apart at the end of a line. */
export function tied(text: string): string {
  return text.replace(/(\d) (%|points?\b)/g, "$1\u00a0$2").replace(/\bp = (?=[\d.])/g, "p\u00a0=\u00a0");
}

/** Advice that no finding has told already. */
export function adviceBeside({ advice, findings }: SimpsonCheck): readonly string[] {
  const told = new Set(findings.flatMap((finding) => finding.advice));
  return advice.filter((text) => !told.has(text));
}
