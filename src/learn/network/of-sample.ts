import { hashRows } from "../../num/hash.js";
import type { Sample } from "../../num/sample.js";
import { fitNetwork, type NetworkFit, type NetworkFitOptions } from "./fit.js";

/**
 * Fits an abduction-action network to a sample: `fitNetwork` with the sample's roles. Rows of one unit, where the sample has units, share their individual.
 * @throws DiscoError as `fitNetwork` does. Cost: that of `fitNetwork`.
 */
export function abductionNetwork(
  { rows, treatment, outcome, given, unit, weights }: Sample,
  options: NetworkFitOptions & { readonly seed?: number } = {},
): NetworkFit {
  const { seed = 1, ...rest } = options;
  const task = { rows, given, t: treatment.values, outcome: outcome.kind, y: outcome.values, seed };
  return fitNetwork(
    {
      ...task,
      rowHash: hashRows(given, rows, weights?.values),
      ...(unit ? { unit: unit.codes } : {}),
      ...(weights ? { weight: weights.values } : {}),
    },
    rest,
  );
}
