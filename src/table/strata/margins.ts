import type { Strata } from "../../num/strata.js";
import type { Levels } from "./levels.js";

/** Some cells of a block of columns, each combination once: the code in every column, the arm, and what was added up. */
export interface Cells {
  readonly rows: number;
  readonly arm: ArrayLike<number>;
  readonly codes: readonly ArrayLike<number>[];
  /** Count, sum and squares, each as a high and a low part (where there is one); of a two-valued outcome the count. */
  readonly measures: readonly (ArrayLike<number> | undefined)[];
}

/** The strata of none, one or two of a block's columns, being summed over the others. */
export interface Margin {
  readonly levels: readonly Levels[];
  /** Where the columns stand in the block. */
  readonly places: readonly number[];
  /** Of each stratum and arm: count, sum and squares, high and low. */
  readonly sums: Float64Array;
}

/** A margin in which nothing is counted yet. */
export function emptyMargin(levels: readonly Levels[], places: readonly number[]): Margin {
  const size = levels.reduce((product, { labels }) => product * labels.length, 1);
  return { levels, places, sums: new Float64Array(12 * size) };
}

/**
 * Adds cells to a margin. Every part is added without rounding (exact-parts.ts), so the order of the cells changes nothing. `binary`: the outcome
 * is two-valued and part of the arm, arm + 2 outcome. Cost: O(cells).
 */
export function addCells(
  { levels, places, sums }: Margin,
  { rows, arm, codes, measures }: Cells,
  binary: boolean,
): void {
  const width = places.length < 2 ? 0 : levels[1].labels.length;
  const first = places.length > 0 ? codes[places[0]] : undefined;
  const second = places.length > 1 ? codes[places[1]] : undefined;
  for (let r = 0; r < rows; r++) {
    const stratum = second ? first![r] * width + second[r] : first ? first[r] : 0;
    const at = 12 * stratum + 6 * (arm[r] & 1);
    for (let m = 0; m < measures.length; m++) {
      const of = measures[m];
      if (of === undefined) continue;
      sums[at + m] += of[r];
      if (!binary || arm[r] < 2) continue;
      // Ones are their own squares.
      sums[at + 2 + m] += of[r];
      sums[at + 4 + m] += of[r];
    }
  }
}

/** The strata that occur, in the order of their labels. */
export function strataFrom({ levels, sums }: Margin): Strata {
  const kept: number[] = [];
  for (let s = 0; s < sums.length / 12; s++) if (sums[12 * s] + sums[12 * s + 6] > 0) kept.push(s);
  const [count, sum, squares] = [0, 2, 4].map((measure) => {
    const values = new Float64Array(2 * kept.length);
    for (let i = 0; i < values.length; i++) {
      const at = 12 * kept[i >> 1] + 6 * (i & 1) + measure;
      values[i] = sums[at] + sums[at + 1];
    }
    return values;
  });
  const by = levels.map(({ stratifier }) => stratifier.name);
  return { by, labels: kept.map((s) => labelsOf(s, levels)), count, sum, squares };
}

function labelsOf(stratum: number, levels: readonly Levels[]): string[] {
  if (levels.length < 2) return levels.map(({ labels }) => labels[stratum]);
  const width = levels[1].labels.length;
  return [levels[0].labels[Math.floor(stratum / width)], levels[1].labels[stratum % width]];
}
