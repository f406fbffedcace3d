/** Items of a batch at most. */
export const BATCH = 512;

/** Hidden layers where none were asked for. */
export function defaultHidden(observations: number): readonly number[] {
  return observations > 5000 ? [32] : [16];
}

// Weights that sum to one are the cells of an exact law.
const LAW = 1 + 1e-6;

/** Worth of the prior on each weight, in observations: an exact law has no chance to guard against. */
export function priorWorth(penalty: number, observations: number): number {
  return observations <= LAW ? 0 : penalty;
}
