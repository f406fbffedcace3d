import type { Column } from "../../num/columns.js";
import { indices } from "../../num/indices.js";
import { sortNumbers } from "../../num/sort.js";

/** A covariate cut into few ordered bins; a split sends the first bins one way and the others the other. */
export interface TreeFeature {
  readonly covariate: string;
  /** Bin of every entry. */
  readonly bin: Uint8Array;
  readonly bins: number;
  /** Numbers: the value that the split after each bin is made at. */
  readonly cuts?: Float64Array;
  /** Labels by bin, in the order of the bins; of a number that takes two values these. */
  readonly labels?: readonly string[];
  /** Rows without a value are in the first bin. */
  readonly gaps: boolean;
}

/** Quantiles at which a number may be cut. */
const PARTS = 16;

/** Most levels that can be told apart; the rest go with the last. */
const MOST_LEVELS = 64;

/**
 * Cuts covariates at quantiles of the entries that a tree is grown on; labels are ordered by their average score, which for one split loses
 * nothing (Breiman et al. 1984, theorem 4.5). Covariates that do not vary there make no feature.
 */
export function treeFeatures(
  given: readonly Column[],
  grown: Int32Array,
  score: (entry: number) => readonly [gain: number, mass: number],
): TreeFeature[] {
  return given.flatMap((column) => {
    const feature =
      column.kind === "numeric" ? numeric(column.name, column.values, grown) : labels(column, grown, score);
    return feature.bins > 1 ? [feature] : [];
  });
}

function numeric(covariate: string, values: Float64Array, grown: Int32Array): TreeFeature {
  const taken = new Float64Array(grown.length);
  for (let i = 0; i < grown.length; i++) taken[i] = values[grown[i]];
  // Sorted, with what is not a number at the end.
  const sorted = sortNumbers(taken);
  const seen = sorted.subarray(0, firstAbove(sorted, Number.POSITIVE_INFINITY));
  const [least, most] = [seen[0], seen[seen.length - 1]];
  if (seen.every((value) => value === least || value === most) && values.every((v) => v === least || v === most)) {
    const bin = Uint8Array.from(values, (value) => (value > least ? 1 : 0));
    return { covariate, bin, bins: most > least ? 2 : 1, labels: [String(least), String(most)], gaps: false };
  }
  const cuts: number[] = [];
  for (let part = 1; part < PARTS; part++) {
    const low = seen[Math.floor((part * seen.length) / PARTS) - 1];
    if (low === undefined || !(low < most)) continue;
    if (cuts.length > 0 && !(low > cuts[cuts.length - 1])) continue;
    const next = seen[firstAbove(seen, low)];
    cuts.push(roundBetween(low, next));
  }
  const gaps = values.some(Number.isNaN);
  const bin = new Uint8Array(values.length);
  for (let j = 0; j < values.length; j++) {
    const value = values[j];
    if (Number.isNaN(value)) continue;
    let below = 0;
    while (below < cuts.length && value > cuts[below]) below++;
    bin[j] = below + (gaps ? 1 : 0);
  }
  // A bin of their own in front of the others, so that the first split sets the gaps apart.
  const shown = gaps ? [Number.NEGATIVE_INFINITY, ...cuts] : cuts;
  return { covariate, bin, bins: shown.length + 1, cuts: Float64Array.from(shown), gaps };
}

/** Place of the first that is not up to `value`, which what is not a number is not either. */
function firstAbove(sorted: Float64Array, value: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle] <= value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The number with the fewest digits from `low` up to, but not at, `high`: both sides of it are the same rows. */
export function roundBetween(low: number, high: number): number {
  for (let digits = 1; digits < 17; digits++) {
    for (const value of [low, (low + high) / 2]) {
      const round = Number(value.toPrecision(digits));
      if (round >= low && round < high) return round;
    }
  }
  return low;
}

function labels(
  { name, codes, levels }: Extract<Column, { kind: "categorical" }>,
  grown: Int32Array,
  score: (entry: number) => readonly [gain: number, mass: number],
): TreeFeature {
  const [gain, mass] = [new Float64Array(levels.length), new Float64Array(levels.length)];
  for (const j of grown) {
    const [g, m] = score(j);
    gain[codes[j]] += g;
    mass[codes[j]] += m;
  }
  const average = (level: number) => (mass[level] > 0 ? gain[level] / mass[level] : Number.POSITIVE_INFINITY);
  const order = indices(levels.length).sort((a, b) => average(a) - average(b));
  const used = order.filter((level) => mass[level] > 0).slice(0, MOST_LEVELS);
  const place = new Uint8Array(levels.length).fill(Math.max(0, used.length - 1));
  used.forEach((level, b) => {
    place[level] = b;
  });
  const grouped = Array.from({ length: used.length }, (_, b) => levels.filter((_level, k) => place[k] === b));
  const bin = new Uint8Array(codes.length);
  for (let j = 0; j < codes.length; j++) bin[j] = place[codes[j]];
  return {
    covariate: name,
    bin,
    bins: used.length,
    labels: grouped.map((names) => names.join(", ")),
    gaps: false,
  };
}
