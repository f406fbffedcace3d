import { tanPi } from "../../num/elementary.js";
import { normalQuantile } from "../../num/normal.js";
import { compileFormula, type Evaluator } from "../expression/compile.js";
import type { Mechanism } from "../model.js";
import { type Uses, usesOf } from "./combinations.js";
import { type Fault, faultOf, formulasOf } from "./mechanism.js";

export interface Outcome {
  readonly value: number;
  readonly probability: number;
}

/** A mechanism ready to run, for the checks. */
export interface Runner {
  readonly mechanism: Mechanism;
  readonly uses: Uses;
  /** Evaluates the parameters; tells what is wrong with them. */
  readonly faultAt: (variables: ArrayLike<number>, attributes: ArrayLike<number>) => Fault | undefined;
  /** Values of positive probability, at the parameters last evaluated, in the law's order. Discrete laws and `equals` only. */
  readonly support: () => readonly Outcome[];
  /** The quantile, at the parameters last evaluated. Continuous laws only. */
  readonly quantile: (e: number) => number;
}

export function runnerOf(mechanism: Mechanism): Runner {
  const formulas = formulasOf(mechanism);
  const parameters = new Float64Array(formulas.length);
  let code: readonly Evaluator[] | undefined;
  return {
    mechanism,
    uses: usesOf(formulas),
    faultAt: (variables, attributes) => {
      code ??= formulas.map(compileFormula);
      for (let i = 0; i < code.length; i++) parameters[i] = code[i](variables, attributes);
      return faultOf(mechanism, parameters);
    },
    support: () => supportOf(mechanism, parameters),
    quantile: (e) => quantileOf(mechanism, parameters, e),
  };
}

export function isContinuous({ kind }: Mechanism): boolean {
  return kind === "normal" || kind === "uniform" || kind === "cauchy";
}

function supportOf(mechanism: Mechanism, parameters: Float64Array): readonly Outcome[] {
  switch (mechanism.kind) {
    case "bernoulli": {
      const [p] = parameters;
      return [
        { value: 0, probability: 1 - p },
        { value: 1, probability: p },
      ].filter(({ probability }) => probability > 0);
    }
    case "categorical": {
      const total = parameters.reduce((sum, weight) => sum + weight, 0);
      return mechanism.values
        .map((value, i) => ({ value, probability: parameters[i] / total }))
        .filter((_, i) => parameters[i] > 0);
    }
    case "equals":
      return [{ value: parameters[0], probability: 1 }];
    default:
      throw new Error(`${mechanism.kind} has no list of values`);
  }
}

/** The inverse distribution function at e (DESIGN 4.1). */
function quantileOf({ kind }: Mechanism, [a, b]: Float64Array, e: number): number {
  switch (kind) {
    case "normal":
      return a + b * normalQuantile(e);
    case "uniform":
      return a + (b - a) * e;
    case "cauchy":
      return a + b * tanPi(e - 0.5);
    default:
      throw new Error(`${kind} is not continuous`);
  }
}
