import { DiscoError } from "../../error.js";
import type { VarianceShares } from "../../query/attribution.js";
import type { Measured, Result } from "../request.js";
import { armIs, ask, CONTROL_WORLD, type Contrast, outcomeMeasure, TREATED_WORLD } from "./contrast.js";
import { answerFor, frame, type Planned, type Setting } from "./plan.js";

/** One arm of one type of individual: P(arm, u), E[Y | arm; u], Var[Y | arm; u]. */
interface Cell {
  readonly weight: number;
  readonly mean: number;
  readonly variance: number;
}

/**
 * Shares of the outcome's variance (THEORY 5.3b): what goes with the arm, what with the individual inside an arm, and the rest; as seen, and in
 * a trial that treats at random. The trial's individual part is split into what does not depend on the arm and what does.
 * @throws DiscoError when the population is not a list of types, or there are more than two arms
 */
export function planVariance(setting: Setting, contrast: Contrast): Planned {
  const { treatment, treated, control } = contrast;
  const { name } = setting.model.variables[treatment];
  const refuse = (wrong: string, next: string) => new DiscoError({ who: "VARIANCE", wrong, given: name, next });
  if (!contrast.twoArms) throw refuse("the treatment must have exactly two values", "ask about a variable with two");
  if (setting.model.types === undefined) {
    throw refuse("the individuals of this model are a continuum", "ask for Var[...] questions, or list types of units");
  }
  const moments = (world: number): Measured[] => {
    const outcome = outcomeMeasure(contrast, world);
    return [outcome, { kind: "arithmetic", operator: "*", left: outcome, right: outcome }];
  };
  const requests = [
    ask(setting, contrast, [armIs(contrast, treated)], moments(0)),
    ask(setting, contrast, [armIs(contrast, control)], moments(0)),
    ask(setting, contrast, [], [...moments(TREATED_WORLD), ...moments(CONTROL_WORLD)]),
  ];
  return {
    requests,
    finish: (results) => {
      const [inTreated, inControl, imagined] = results;
      const seen = inTreated.evidence + inControl.evidence;
      const observed = sharesOf([
        cellsOf(inTreated, inTreated.evidence / seen, 0),
        cellsOf(inControl, inControl.evidence / seen, 0),
      ]);
      const { rate } = setting;
      const trialArms = [cellsOf(imagined, rate, 0), cellsOf(imagined, 1 - rate, 2)];
      const trial = sharesOf(trialArms);
      const main = mainEffect(trialArms, rate) / trial.total;
      const answer = (layer: 1 | 2 | 3, what: string, value: number) =>
        answerFor(setting, results, () => value, { layer, query: `${what} in ${setting.query}` });
      const three = (layer: 1 | 2 | 3, shares: typeof trial): VarianceShares => ({
        treatment: answer(layer, "treatment", shares.treatment),
        individual: answer(layer, "individual", shares.individual),
        chance: answer(layer, "chance", shares.chance),
      });
      return {
        ...frame(setting, results, { layer: 3 }),
        total: 1,
        variance: {
          observed: three(1, observed),
          randomised: {
            ...three(2, trial),
            rate,
            main: answer(2, "individual, whatever the arm", main),
            interaction: answer(2, "individual by arm", trial.individual - main),
          },
        },
      };
    },
  };
}

function cellsOf({ units }: Result, arm: number, first: number): readonly Cell[] {
  return units!.map(({ posterior, values }) => ({
    weight: posterior > 0 ? arm * posterior : 0,
    mean: values[first],
    variance: values[first + 1] - values[first] * values[first],
  }));
}

/** Var E[Y|T] + E Var(E[Y|T,U] | T) + E Var(Y|T,U), each as a share of their sum. */
function sharesOf(arms: readonly (readonly Cell[])[]) {
  const sum = (cells: readonly Cell[], f: (cell: Cell) => number) =>
    cells.reduce((total, cell) => (cell.weight > 0 ? total + cell.weight * f(cell) : total), 0);
  const weights = arms.map((cells) => sum(cells, () => 1));
  const means = arms.map((cells, arm) => sum(cells, ({ mean }) => mean) / weights[arm]);
  const mean = means.reduce((total, one, arm) => total + weights[arm] * one, 0);
  const between = means.reduce((total, one, arm) => total + weights[arm] * square(one - mean), 0);
  const within = arms.reduce((total, cells, arm) => total + sum(cells, (cell) => square(cell.mean - means[arm])), 0);
  const noise = arms.reduce((total, cells) => total + sum(cells, ({ variance }) => variance), 0);
  const total = between + within + noise;
  return { treatment: between / total, individual: within / total, chance: noise / total, total };
}

/** Var over individuals of their average over both arms. */
function mainEffect([treated, control]: readonly (readonly Cell[])[], rate: number): number {
  const cells = treated.map(({ weight, mean }, u) => ({
    weight: weight + control[u].weight,
    mean: rate * mean + (1 - rate) * control[u].mean,
  }));
  const counted = cells.filter(({ weight }) => weight > 0);
  const mean = counted.reduce((total, cell) => total + cell.weight * cell.mean, 0);
  return counted.reduce((total, cell) => total + cell.weight * square(cell.mean - mean), 0);
}

function square(x: number): number {
  return x * x;
}
