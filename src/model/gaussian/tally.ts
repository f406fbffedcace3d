import { exp } from "../../num/elementary.js";
/**
 * Weighted sums over the cases of one individual (sharing of noise, configurations of discrete variables). A weight is
 * probability * exp(log), a density in `dimensions` dimensions.
 */
export interface Tally {
  /** Of the densities; Infinity before the first one. */
  dimensions: number;
  /** What weights are relative to, so that densities of many values do not underflow. */
  log: number;
  mass: number;
  readonly sums: Float64Array;
}

/** What one case gives. */
export interface Weighed {
  readonly dimensions: number;
  readonly probability: number;
  readonly log: number;
  /** Means of the measures. */
  readonly values: readonly number[];
}

export function makeTally(measures: number): Tally {
  return { dimensions: Infinity, log: -Infinity, mass: 0, sums: new Float64Array(measures) };
}

/**
 * Adds a case. Exact values that are less of a coincidence in one case than in another (with the noise kept, score = 700 twice is one
 * coincidence, otherwise two) make the other infinitely less probable: only cases with the fewest dimensions count.
 */
export function addTo(tally: Tally, { dimensions, probability, log, values }: Weighed): void {
  if (dimensions > tally.dimensions || probability === 0 || log === -Infinity) return;
  if (dimensions < tally.dimensions) {
    tally.dimensions = dimensions;
    tally.log = log;
    tally.mass = 0;
    tally.sums.fill(0);
  } else if (log > tally.log) {
    const shrunk = exp(tally.log - log);
    tally.log = log;
    tally.mass *= shrunk;
    for (let m = 0; m < values.length; m++) tally.sums[m] *= shrunk;
  }
  const weight = probability * exp(log - tally.log);
  tally.mass += weight;
  for (let m = 0; m < values.length; m++) tally.sums[m] += weight * values[m];
}
