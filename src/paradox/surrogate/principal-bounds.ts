import type { Range } from "../../query/answer.js";
import type { PrincipalEffect } from "../../query/surrogate.js";

/** A randomised trial of two-valued surrogate and outcome: P(S=1), P(S=1, Y=1) and P(S=0, Y=1) in the reference arm, then the treated. */
export type Cells = readonly [q0: number, high0: number, low0: number, q1: number, high1: number, low1: number];

/**
 * Sharp bounds of E[Y(1) - Y(0)] in a principal stratum, from a trial's law alone. With t = P(S(0)=1, S(1)=1) the four strata have masses, and given
 * these each arm's outcomes can be dealt out freely within what its cells hold; for each t that leaves a ratio of piecewise linear functions of t,
 * whose extremes lie where a piece ends. So the linear program over the 16 response types is solved by looking at a dozen points.
 * `monotone`: nobody's surrogate is moved against the average, so t is as large as it can be. Undefined where the stratum may be, or is, empty
 * in every case. Cost: constant. Source: Frangakis & Rubin 2002; Zhang & Rubin 2003 (the same by trimming).
 */
export function principalRange(
  cells: Cells,
  stratum: PrincipalEffect["stratum"],
  monotone: boolean,
): Range | undefined {
  const [q0, high0, low0, q1, high1, low1] = cells;
  const [least, most] = [Math.max(0, q0 + q1 - 1), Math.min(q0, q1)];
  const points = monotone ? [most] : turningPoints(cells, least, most);
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const t of points) {
    const [raised, lowered] = [q1 - t, q0 - t];
    const never = 1 - q0 - q1 + t;
    // Each: mass of the stratum, the mass it shares its cell with, and the cell's outcomes, in both arms.
    const always = [t, dealt(t, high1, raised), dealt(t, high0, lowered)] as const;
    const nevers = [never, dealt(never, low1, lowered), dealt(never, low0, raised)] as const;
    const up = [raised, dealt(raised, high1, t), dealt(raised, low0, never)] as const;
    const down = [lowered, dealt(lowered, low1, never), dealt(lowered, high0, t)] as const;
    const changed = q1 >= q0 ? up : down;
    const parts = { always: [always], never: [nevers], unchanged: [always, nevers], changed: [changed] }[stratum];
    const mass = parts.reduce((sum, [m]) => sum + m, 0);
    if (mass <= 1e-12) continue;
    low = Math.min(low, parts.reduce((sum, [, one, zero]) => sum + one[0] - zero[1], 0) / mass);
    high = Math.max(high, parts.reduce((sum, [, one, zero]) => sum + one[1] - zero[0], 0) / mass);
  }
  return low <= high ? [low, high] : undefined;
}

/** How many of a cell's outcomes can belong to a stratum of this mass, when `others` share the cell. */
function dealt(mass: number, outcomes: number, others: number): Range {
  return [Math.max(0, outcomes - others), Math.min(mass, outcomes)];
}

function turningPoints([q0, high0, low0, q1, high1, low1]: Cells, least: number, most: number): number[] {
  const none = q0 + q1 - 1;
  const turns = [high1, high0, q1 - high1, q0 - high0, none + low1, none + low0, q0 - low1, q1 - low0];
  // An empty stratum has no effect; as near to empty as can be it has the one that is meant.
  const near = (most - least) * 1e-9;
  return [least, least + near, most - near, most, ...turns.filter((t) => t > least && t < most)];
}

/** Shares of the strata: for `changed` of those moved along the average. */
export function principalShare([q0, , , q1]: Cells, stratum: PrincipalEffect["stratum"], monotone: boolean): Range {
  const most = Math.min(q0, q1);
  const least = monotone ? most : Math.max(0, q0 + q1 - 1);
  const share = (t: number): number =>
    ({ always: t, never: 1 - q0 - q1 + t, unchanged: 1 - q0 - q1 + 2 * t, changed: Math.max(q0, q1) - t })[stratum];
  const ends = [share(least), share(most)].map((end) => Math.min(1, Math.max(0, end)));
  return [Math.min(...ends), Math.max(...ends)];
}
