import { betaTails } from "../../num/special-beta.js";
import type { Design } from "./design.js";

/** Rows on both sides of the cutoff at equal distances, and how unlikely such an imbalance is by a fair coin. */
export interface Balance {
  readonly window: number;
  /** Below the cutoff, and at or above it (or the other way round, as the rule has it). */
  readonly untreated: number;
  readonly treated: number;
  readonly p: number;
}

/** Rows that are looked at: few enough to be close to the cutoff, enough to show a heap. */
const LOOKED_AT = 100;

/**
 * Are there as many rows just on one side of the cutoff as just on the other? Where nobody can choose their side to a hair, each row close to
 * the cutoff falls on either with about equal chance: an exact two-sided binomial test in the smallest symmetric window with 100 rows, none
 * wider than `most` (in the spirit of McCrary 2008; Cattaneo, Titiunik & Vazquez-Bare 2017). A steep density leans too, and who moves in
 * both directions is not seen. Cost: O(rows).
 */
export function densityAt({ sides, rule }: Design, most: number): Balance {
  // Values that lie on the cutoff belong to one side: the other side's window ends with a value, this one's before it.
  const closed = rule === ">=" || rule === "<=" ? 1 : 0;
  const inside = (s: number, window: number) => {
    const { x, mass } = sides[s];
    let sum = 0;
    for (let k = 0; k < x.length; k++) {
      const away = Math.abs(x[k]);
      if (s === closed ? away < window : away <= window) sum += mass[k];
      else break;
    }
    return sum;
  };
  const ends = [...new Set(sides.flatMap(({ x }) => Array.from(x.subarray(0, LOOKED_AT + 1), Math.abs)))].sort(
    (a, b) => a - b,
  );
  const enough = ends.find((end) => end > 0 && inside(0, end) + inside(1, end) >= LOOKED_AT);
  const window = Math.min(most, enough ?? most);
  const [untreated, treated] = [inside(0, window), inside(1, window)];
  const [n, least] = [untreated + treated, Math.min(untreated, treated)];
  // P(X <= least) for a fair coin is I_{1/2}(n - least, least + 1).
  const p = n === 0 ? 1 : Math.min(1, 2 * betaTails(n - least, least + 1, 0.5).lower);
  return { window, untreated, treated, p };
}
