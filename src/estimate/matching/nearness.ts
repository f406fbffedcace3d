/**
 * Writes into `out` the points of an arm nearest to point p: as many as hold `need` observations, and all that are as near as the last of
 * them, none farther than `within`. Returns how many points; `out` grows as needed.
 */
export type Search = (p: number, need: number, within: number, out: number[]) => number;

/** Distances that differ by less than this share are one: rounding must not decide between neighbours at the same distance. */
export const TIE = 1e-9;
/** Standard deviations (or units of the logit) that are nothing. */
export const NOTHING = 1e-11;
