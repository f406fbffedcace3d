import { DiscoError } from "../../error.js";
import type { LearnNote } from "../../learn/learner.js";
import type { Frame } from "../../num/frame.js";
import type { BerksonCorrection, RatioEstimate } from "../../query/berkson.js";
import { columnOf } from "./columns.js";
import { estimateSelection } from "./estimated.js";
import { crossRatio, type Four } from "./four.js";
import { oddsRatio } from "./odds-ratio.js";
import type { BerksonOptions, FourChances } from "./options.js";
import type { PairRows } from "./rows.js";
import { quoted } from "./say.js";
import { weightedOddsRatio } from "./weighted.js";

/** A correction with what selection multiplied the odds ratio by, and what is to be said of how it was made. */
export interface Corrected {
  readonly correction: BerksonCorrection;
  readonly ratio: RatioEstimate;
  readonly notes: readonly LearnNote[];
  /** Share of all rows for which no selected row can stand. */
  readonly unseen: number;
}

/** Every correction that what is known allows, the best known first. `counts`: of the selected rows. */
export function correctionsOf(
  frame: Frame,
  rows: PairRows,
  counts: Four,
  { probability, chances, given = [], level = 0.05, seed = 1 }: BerksonOptions,
): readonly Corrected[] {
  const plain = { notes: [], unseen: 0 };
  const made: Corrected[] = [];
  if (chances !== undefined) made.push({ ...plain, ...byChances(counts, chances, level, rows.law) });
  if (probability !== undefined) {
    const { oddsRatio, ratio, weights } = weightedOddsRatio(rows, probabilitiesOf(frame, rows, probability), level);
    const text = `each selected row weighted by one over its probability (${quoted(probability)})`;
    made.push({ ...plain, ratio, correction: { from: "probabilities", text, oddsRatio, weights } });
  }
  if (given.length > 0) {
    const columns = given.map((name) => columnOf(frame, name, "--given"));
    const fit = estimateSelection(columns, rows, seed);
    const { oddsRatio, ratio, weights } = weightedOddsRatio(rows, fit.probability, level, fit.movedBy);
    const text = `each selected row weighted by one over its probability, learnt from ${given.map(quoted).join(", ")}`;
    const correction = { from: "covariates" as const, text, oddsRatio, weights };
    made.push({ correction, ratio, notes: fit.notes, unseen: fit.unseen });
  }
  return made;
}

/** OR(A,B) = OR(A,B | selected) / (h11 h00 / (h10 h01)), the chances without error (THEORY 8.3). */
function byChances(
  counts: Four,
  chances: FourChances,
  level: number,
  law: boolean,
): Pick<Corrected, "correction" | "ratio"> {
  const factor = crossRatio(chances);
  // A population's odds ratio of 1 is one of `factor` among the selected.
  const { value, interval, ...rest } = oddsRatio(counts, level, law, factor);
  const over = (end: number | null): number | null => (end === null ? null : end / factor);
  const range = interval === undefined ? {} : { interval: [interval[0] / factor, over(interval[1])] as const };
  const ratio: RatioEstimate = { value: factor, state: "finite", p: null, method: "given chances" };
  const text = "the odds ratio of the selected over the ratio of the four chances that were given";
  return { correction: { from: "chances", text, oddsRatio: { ...rest, value: over(value), ...range } }, ratio };
}

/** The column's probabilities. @throws DiscoError where a selected row has none, or one outside (0, 1] */
function probabilitiesOf(frame: Frame, { selected }: PairRows, name: string): Float64Array {
  const who = "--selection-probability";
  const column = columnOf(frame, name, who);
  if (column.kind !== "numeric") {
    const next = "name a column of numbers between 0 and 1";
    throw new DiscoError({ who, wrong: "the column holds labels", given: quoted(name), next });
  }
  for (let i = 0; i < selected.length; i++) {
    const value = column.values[i];
    if (selected[i] !== 1 || (value > 0 && value <= 1)) continue;
    const next = "every selected row had some chance of being selected: give it, above 0 and at most 1";
    const wrong = `a selected row has ${Number.isNaN(value) ? "no value" : String(value)}`;
    throw new DiscoError({ who, wrong, given: quoted(name), next });
  }
  return column.values;
}
