import type { Range } from "../../query/answer.js";
import type { Problem } from "../problem.js";

/**
 * Sharp bounds on a difference for two-valued outcomes under the marginal sensitivity model, as a function of lambda: those of Hajek's weights
 * let the hidden cause change the covariates' balance, which the data exclude. With m the learnt mean of an arm, those of the other arms would on average
 * have there between rho- = max(m/lambda, 1 - lambda (1 - m)) and rho+ = min(lambda m, 1 - (1 - m)/lambda). The score
 * Y, or rho, with the residual of h(Y) = lambda Y or 1 - (1 - Y)/lambda (whichever has mean rho+) weighted by the odds of the other arms, is
 * AIPW's at lambda 1; its bounds hold (though wider) when only the propensities are right, and are sharp when both are.
 * Undefined for other outcomes and for the overlap target. Cost: O(entries) for each lambda.
 * Source: J. Dorn, K. Guo & N. Kallus, JASA 2024 (Doubly-valid/doubly-sharp sensitivity analysis); J. Dorn & K. Guo, JASA 118, 2023.
 */
export function sharpRange(problem: Problem): ((lambda: number) => Range) | undefined {
  const { target, study } = problem;
  if (study.outcome.kind !== "binary" || target === "overlap") return undefined;
  return (lambda) => {
    const [reference, arm] = [boundsOf(problem, 0, lambda), boundsOf(problem, 1, lambda)];
    return [arm[0] - reference[1], arm[1] - reference[0]];
  };
}

/** The least and the largest average outcome of the target population in an arm. */
function boundsOf({ target, arm, y, e, m, count }: Problem, own: 0 | 1, lambda: number): Range {
  const group = target === "att" ? 1 : target === "atc" ? 0 : undefined;
  let [low, high, mass] = [0, 0, 0];
  for (let j = 0; j < y.length; j++) {
    const mean = m[own][j];
    const inTarget = group === undefined || arm[j] === group;
    if (inTarget) mass += count[j];
    const [least, most] = [
      Math.max(mean / lambda, 1 - lambda * (1 - mean)),
      Math.min(lambda * mean, 1 - (1 - mean) / lambda),
    ];
    if (arm[j] !== own) {
      if (!inTarget) continue;
      low += count[j] * least;
      high += count[j] * most;
      continue;
    }
    if (inTarget) {
      low += count[j] * y[j];
      high += count[j] * y[j];
    }
    if (group === own) continue;
    // h is the branch that rho is.
    const odds = (count[j] * (group === undefined ? 1 - e[own][j] : e[group][j])) / e[own][j];
    low += odds * ((least === mean / lambda ? y[j] / lambda : 1 - lambda * (1 - y[j])) - least);
    high += odds * ((most === lambda * mean ? lambda * y[j] : 1 - (1 - y[j]) / lambda) - most);
  }
  return [low / mass, high / mass];
}
