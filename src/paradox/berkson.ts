import { DiscoError } from "../error.js";
import type { Frame } from "../num/frame.js";
import type {
  BerksonCheck,
  BerksonFinding,
  BerksonIdentity,
  PairGroup,
  PairWho,
  RatioEstimate,
} from "../query/berkson.js";
import { ENGINE } from "../query/engine.js";
import { boundsOf, explainOf } from "./berkson/bounds.js";
import { chanceRatio, chancesOf } from "./berkson/chances.js";
import { checkOptions } from "./berkson/check-options.js";
import { type TwoValued, twoValued } from "./berkson/columns.js";
import { correctionsOf } from "./berkson/corrections.js";
import { findingOf } from "./berkson/findings.js";
import { crossRatio, type Four, sumOf } from "./berkson/four.js";
import { selectionInGraph } from "./berkson/in-graph.js";
import { modeOf } from "./berkson/mode.js";
import { oddsRatio } from "./berkson/odds-ratio.js";
import type { BerksonOptions } from "./berkson/options.js";
import { adviceOf, assumptionsOf, type Outcome, scannedOf } from "./berkson/remarks.js";
import { countsOf, massOf, type PairRows } from "./berkson/rows.js";
import { quoted } from "./berkson/say.js";
import { warningsOf } from "./berkson/warnings.js";

/**
 * Is an association made, hidden or turned by who got into the data (Berkson's paradox)? Where the table has others too, the odds ratio in the
 * whole table, among the selected and the others, the chances of being selected and the identity OR(A,B | selected) = OR(A,B) h11 h00 /
 * (h10 h01) (THEORY 8.3). Where it has selected rows only, what is known of the selection gives the population's odds ratio or bounds.
 * Rows may have weights: counts, or an exact law.
 * @throws DiscoError for columns that are not two-valued, chances outside (0, 1], and values that are missing where they are needed
 * Cost: O(rows); with `given` that of a logistic regression.
 */
export function checkSelection(frame: Frame, options: BerksonOptions): BerksonCheck {
  checkOptions(options);
  const { pair, selected, level = 0.05, seed = 1, between, graph, given = [], yes = {} } = options;
  const [first, second] = pair.map((name) => twoValued(frame, name, "--pair", yes[name], false));
  const selection = selected === undefined ? null : twoValued(frame, selected, "--selected", yes[selected], true);
  const rows = rowsOf(frame, first, second, selection);
  const { mode, told, unused } = modeOf(rows, [first, second], selection, given);
  const { law } = rows;
  const isSelected = (i: number): boolean => rows.selected[i] === 1;
  const inside = countsOf(rows, isSelected);
  const whole = mode === "whole" ? countsOf(rows, () => true) : undefined;
  const total = massOf(rows, () => true);
  const groups =
    whole === undefined
      ? [groupOf("selected", inside, total, level, law)]
      : [
          groupOf("population", whole, total, level, law),
          groupOf("selected", inside, total, level, law),
          groupOf(
            "others",
            countsOf(rows, (i) => !isSelected(i)),
            total,
            level,
            law,
          ),
        ];
  const among = groups.find(({ who }) => who === "selected")!.oddsRatio;
  const ratio = whole && chanceRatio(inside, whole, level, law);
  const corrected = correctionsOf(frame, rows, inside, options);
  const drawn = graph === undefined ? null : selectionInGraph(graph, pair, selected, given);
  // Nothing is left open where the population is there, is had by a correction, or has by the graph the odds ratio of the selected.
  const known = mode === "whole" || corrected.length > 0 || drawn?.kind === "one-sided";
  const outcome: Outcome = {
    mode,
    pair: [shownColumn(first), shownColumn(second)],
    selection: selection && shownColumn(selection),
    groups,
    chances:
      whole && ratio
        ? { from: "table", groups: chancesOf(inside, whole, level, law), ratio }
        : options.chances
          ? { from: "given", groups: givenChances(options.chances), ratio: corrected[0].ratio }
          : null,
    bounds: known ? null : boundsOf(among, between),
    explain: known ? null : explainOf(among),
    graph: drawn,
    findings: findings(groups, ratio, corrected, among, options, level),
    corrected,
    selected: among,
    options,
    level,
    law,
    unused,
  };
  return Object.freeze({
    question: questionOf(frame, options),
    mode,
    told,
    pair: outcome.pair,
    selection: outcome.selection,
    share: rows.selected.includes(0) ? massOf(rows, isSelected) / total : null,
    groups,
    chances: outcome.chances,
    identity: whole && ratio ? identityOf(whole, inside, ratio) : null,
    corrections: corrected.map(({ correction }) => correction),
    bounds: outcome.bounds,
    explain: outcome.explain,
    graph: outcome.graph,
    findings: outcome.findings,
    scanned: scannedOf(outcome),
    level,
    advice: adviceOf(outcome),
    assumptions: assumptionsOf(outcome),
    warnings: warningsOf(outcome),
    data: frame.data,
    provenance: { engine: ENGINE, seed, ...(frame.weights && { weights: frame.weights.kind }) },
  });
}

function rowsOf(frame: Frame, first: TwoValued, second: TwoValued, selection: TwoValued | null): PairRows {
  const { rows, weights } = frame;
  const group = new Int8Array(rows);
  const selected = new Uint8Array(rows).fill(1);
  for (let i = 0; i < rows; i++) {
    const [a, b] = [first.values[i], second.values[i]];
    group[i] = a < 0 || b < 0 ? -1 : a + 2 * b;
    if (selection !== null) selected[i] = selection.values[i] === 1 ? 1 : 0;
  }
  if (selection !== null && selection.gaps > 0) {
    const next = "say of every row whether it was selected";
    const wrong = `it is missing in ${selection.gaps} rows`;
    throw new DiscoError({ who: "--selected", wrong, given: quoted(selection.name), next });
  }
  return { group, selected, mass: weights?.values ?? new Float64Array(rows).fill(1), law: weights?.kind === "law" };
}

function groupOf(who: PairWho, counts: Four, total: number, level: number, law: boolean): PairGroup {
  const [neither, first, second, both] = counts;
  const share = (part: number, all: number): number | null => (all === 0 ? null : part / all);
  return {
    who,
    counts: { neither, first, second, both },
    share: sumOf(counts) / total,
    withFirst: share(both, first + both),
    withoutFirst: share(second, neither + second),
    oddsRatio: oddsRatio(counts, level, law),
  };
}

/** Both sides of the identity from their own counts (THEORY 8.3); null where a ratio is zero, infinite or undefined. */
function identityOf(whole: Four, inside: Four, { value: ratio }: RatioEstimate): BerksonIdentity | null {
  const [population, selected] = [crossRatio(whole), crossRatio(inside)];
  if (ratio === null || ![population, selected, ratio].every((one) => one > 0 && one < Infinity)) return null;
  const product = population * ratio;
  return { population, ratio, product, selected, difference: product - selected };
}

/** By the whole table where it is there, else by the correction that is known best. */
function findings(
  groups: readonly PairGroup[],
  ratio: RatioEstimate | undefined,
  corrected: ReturnType<typeof correctionsOf>,
  selected: RatioEstimate,
  { pair, selected: by = "being in the table" }: BerksonOptions,
  level: number,
): readonly BerksonFinding[] {
  const whole = groups.find(({ who }) => who === "population")?.oddsRatio;
  const [best] = corrected;
  const sides =
    whole && ratio
      ? { population: whole, selected, ratio }
      : best && { population: best.correction.oddsRatio, selected, ratio: best.ratio };
  const where = whole ? "in the whole table" : "in the population, by the correction";
  const found = sides && findingOf(sides, { pair, by, where }, level);
  return found === undefined ? [] : [found];
}

function givenChances(chances: Four) {
  return chances.map((value, group) => ({ first: (group & 1) as 0 | 1, second: (group >> 1) as 0 | 1, value }));
}

function shownColumn({ name, yes, no }: TwoValued) {
  return { name, yes, no };
}

function questionOf({ data }: Frame, { pair, selected }: BerksonOptions): string {
  const [a, b] = pair.map(quoted);
  const by = selected === undefined ? "being in the table" : quoted(selected);
  return `Is an association of ${a} and ${b} made by selection (${by}) in ${data.source}?`;
}
