import { compileFormula, type Evaluator } from "../expression/compile.js";
import type { Mechanism } from "../model.js";

/**
 * A mechanism over finite values as a division of the noise's unit interval (DESIGN 4.1): value k holds when e is in [low k, high k).
 * Bernoulli is 1 when e < p; categories follow one another in listed order; `equals` holds for every e.
 */
export interface Division {
  /** Values in the order of the mechanism; absent for `equals`, whose values depend on the parents. */
  readonly values?: readonly number[];
  /**
   * Writes the ends and widths of each value's interval for these parents, and says whether the mechanism is one (probabilities in [0, 1],
   * weights that add up to something positive).
   */
  readonly divide: (
    variables: ArrayLike<number>,
    attributes: ArrayLike<number>,
    into: { readonly low: Float64Array; readonly high: Float64Array; readonly width: Float64Array },
  ) => boolean;
  /** For `equals`: the one value. */
  readonly value?: Evaluator;
}

/** @returns undefined for a mechanism over a continuum */
export function divisionOf(mechanism: Mechanism): Division | undefined {
  switch (mechanism.kind) {
    case "bernoulli": {
      const p = compileFormula(mechanism.p);
      return {
        values: [0, 1],
        divide: (variables, attributes, { low, high, width }) => {
          const chance = p(variables, attributes);
          if (!(chance >= 0 && chance <= 1)) return false;
          low[0] = chance;
          high[0] = 1;
          width[0] = 1 - chance;
          low[1] = 0;
          high[1] = chance;
          width[1] = chance;
          return true;
        },
      };
    }
    case "categorical": {
      const weights = mechanism.weights.map(compileFormula);
      return {
        values: mechanism.values,
        divide: (variables, attributes, { low, high, width }) => {
          let total = 0;
          for (let k = 0; k < weights.length; k++) {
            const weight = weights[k](variables, attributes);
            if (!(weight >= 0)) return false;
            width[k] = weight;
            total += weight;
          }
          if (!(total > 0 && total < Number.POSITIVE_INFINITY)) return false;
          let sum = 0;
          for (let k = 0; k < weights.length; k++) {
            low[k] = sum / total;
            sum += width[k];
            high[k] = sum / total;
            width[k] /= total;
          }
          return true;
        },
      };
    }
    case "equals":
      return {
        divide: () => {
          throw new Error("equals has no noise to divide");
        },
        value: compileFormula(mechanism.value),
      };
    default:
      return undefined;
  }
}
