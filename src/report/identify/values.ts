import { listed } from "../../num/say-names.js";
import type { Range } from "../../query/answer.js";
import { atValues } from "../../query/at-values.js";
import type { Identification, ValueAt } from "../../query/identification.js";
import type { Question } from "../../query/question.js";
import { percent, rangeText, type Scale } from "../format.js";
import { asksProbability } from "../model/asked.js";
import { aloneText, numbersLike, probability } from "../model/numbers.js";
import { holdsText } from "../model/terms.js";
import type { NumberRow } from "../rows.js";

/** How the numbers of the answer are written: probabilities with four decimals, others with the digits that matter. */
export function scaleOf(answer: Identification, question: Question | undefined): Scale {
  if (asksProbability(question)) return probability;
  const { value, interval, bounds, sharper = [], values = [] } = answer;
  const ends = [
    interval,
    bounds,
    ...sharper.map((one) => one.bounds),
    ...values.flatMap((one) => [one.interval, one.bounds]),
  ];
  return numbersLike([value ?? 0, ...values.map((one) => one.value ?? 0), ...ends.flatMap((range) => range ?? [])]);
}

/** The number that the question asks for, as it stands alone; undefined where it is not one number, or there are no data. */
export function numberText({ value }: Identification, question: Question | undefined): string | undefined {
  return value === undefined || value === null ? undefined : aloneText(value, asksProbability(question));
}

/** The question at the values that its number or bounds are for. */
export function questionAt({ at = {} }: Identification, question: Question): Question {
  return atValues(question, at);
}

/** "95 % interval". */
export function intervalName({ level }: Identification): string {
  return level === undefined ? "interval" : `${percent.text(level)} interval`;
}

/** "[0.21 to 0.73]": brackets tell bounds from intervals. */
export function boundsText(bounds: Range, scale: Scale): string {
  return `[${rangeText(bounds, scale)}]`;
}

/** The numbers at each value of what the question left open, at most `most` of them. */
export function valueRows({ values = [] }: Identification, scale: Scale, most: number): readonly NumberRow[] {
  // Where nothing was left open the number has been told.
  if (values.length === 1 && Object.keys(values[0].at).length === 0) return [];
  return values.slice(0, most).map((one): NumberRow => {
    const { value, interval, bounds, reason } = one;
    const why = reason === undefined ? "" : ` (${reason})`;
    return {
      name: "",
      meaning: `${atText(one)}${why}`,
      value: value === null ? "not known" : scale.text(value),
      interval: interval === undefined ? "" : rangeText(interval, scale),
      bounds: bounds === undefined ? "" : boundsText(bounds, scale),
      stratified: "",
    };
  });
}

/** "smoking = 1, cancer = 0". */
function atText({ at }: ValueAt): string {
  const texts = Object.entries(at).map(([name, value]) => holdsText(name, value));
  return texts.length === 0 ? "overall" : texts.join(", ");
}

/** What is known, one line for each set of assumptions: without any more of them first. */
export interface BoundsRow {
  readonly assumption: string;
  readonly bounds: Range;
}

/** The values that the bounds are for, where the question left some open: ", at X = 1 and Y = 1". */
export function boundsAt({ bounds, at = {} }: Identification): string {
  const texts = Object.entries(at).map(([name, value]) => holdsText(name, value));
  return bounds === undefined || texts.length === 0 ? "" : `, at ${listed(texts)}`;
}

export function boundsRows({ bounds, sharper = [] }: Identification): readonly BoundsRow[] {
  return [
    ...(bounds === undefined ? [] : [{ assumption: "with no further assumption", bounds }]),
    ...sharper.map(({ assumption, bounds: sharp }) => ({ assumption: assumption.text, bounds: sharp })),
  ];
}

/** The axis on which bounds are drawn: what the number could be at all, or a little more than the bounds. */
export function boundsAxis(rows: readonly BoundsRow[], question: Question | undefined): Range {
  const ends = rows.flatMap(({ bounds }) => bounds).filter(Number.isFinite);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  if (asksProbability(question)) return [0, 1];
  if (low >= -1 && high <= 1) return [-1, 1];
  const margin = (high - low || 1) * 0.1;
  return [low - margin, high + margin];
}
