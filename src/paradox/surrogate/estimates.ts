import { cholesky, choleskySolve } from "../../num/cholesky.js";
import { gammaTails } from "../../num/special-gamma.js";
import { type Arms, armMean, armRegression, balanceArms, wholeRegression } from "./arms.js";
import { type Levels, levelsOf } from "./levels.js";
import { covarianceOf, type Linked, linked, minus, over } from "./linked.js";
import type { Trial } from "./trial.js";

/** Everything that the check is made of, each number with its influences. */
export interface Estimates {
  readonly arms: Arms;
  readonly levels: Levels;
  /** Averages by arm, reference first. */
  readonly surrogate: readonly [Linked, Linked];
  readonly outcome: readonly [Linked, Linked];
  readonly onSurrogate: Linked;
  readonly onOutcome: Linked;
  /** Absent where an arm's average outcome is not above 0. */
  readonly ratio?: Linked;
  /** Slope of the outcome in the surrogate within each arm; undefined where it never varies there. */
  readonly slopes: readonly [Linked | undefined, Linked | undefined];
  /** The same, of both arms together: given the arm, and not given it. */
  readonly within: Linked;
  readonly marginal: Linked;
  /** `within` without the covariates. */
  readonly unadjusted: Linked;
  /** The slope averaged over the arms by their size: E[b] where nothing confounds it. */
  readonly b: Linked;
  /** What is left of the effect on the outcome, given the surrogate. */
  readonly left: Linked;
  /** Average outcome at each level of the surrogate in each arm, alike in covariates; undefined where nobody is. */
  readonly levelMeans: readonly (readonly [Linked | undefined, Linked | undefined])[];
  /** The same as they are in the weighted arms, covariates and all: P(s | arm) times these adds up to the arm's average. */
  readonly cellMeans: readonly (readonly [Linked | undefined, Linked | undefined])[];
  /** Observations behind them. */
  readonly levelCounts: readonly (readonly [number, number])[];
}

/** Cost: some eight regressions on all rows. */
export function estimatesOf(trial: Trial, bins: number): Estimates {
  const { x, s, y, rows, count } = trial;
  const arms = balanceArms(trial);
  const { covariates } = arms;
  const treated = Float64Array.from(x);
  const surrogate = [armMean(arms, 0, s), armMean(arms, 1, s)] as const;
  const outcome = [armMean(arms, 0, y), armMean(arms, 1, y)] as const;
  const given = wholeRegression(trial, "linear", [treated, s, ...covariates]);
  const plain = covariates.length === 0 ? given : wholeRegression(trial, "linear", [treated, s]);
  const within = given.coefficient(2);
  const slopes = [slopeIn(arms, 0), slopeIn(arms, 1)] as const;
  const levels = levelsOf(s, count, bins);
  const places = ([0, 1] as const).map((arm) => levelMeansIn(arms, arm, levels, covariates));
  const cells = covariates.length === 0 ? places : ([0, 1] as const).map((arm) => levelMeansIn(arms, arm, levels, []));
  const ratio = outcome[0].value > 0 && outcome[1].value > 0 ? over(outcome[1], outcome[0]) : undefined;
  const massOf = (arm: number, level: number) => {
    let mass = 0;
    for (let i = 0; i < rows; i++) if (x[i] === arm && levels.code[i] === level) mass += count[i];
    return mass;
  };
  return {
    arms,
    levels,
    surrogate,
    outcome,
    onSurrogate: minus(surrogate[1], surrogate[0]),
    onOutcome: minus(outcome[1], outcome[0]),
    ...(ratio && { ratio }),
    slopes,
    within,
    marginal: wholeRegression(trial, "linear", [s, ...covariates]).coefficient(1),
    unadjusted: plain.coefficient(2),
    b: averageSlope(trial, slopes, within),
    left: given.coefficient(1),
    levelMeans: levels.labels.map((_, level) => [places[0][level], places[1][level]]),
    cellMeans: levels.labels.map((_, level) => [cells[0][level], cells[1][level]]),
    levelCounts: levels.labels.map((_, level) => [massOf(0, level), massOf(1, level)]),
  };
}

function slopeIn(arms: Arms, arm: 0 | 1): Linked | undefined {
  const { fit, coefficient } = armRegression(arms, arm, "linear", [arms.trial.s, ...arms.covariates]);
  if (fit.kept[1] === 0) return undefined;
  const along = new Float64Array(arms.covariates.length + 2);
  along[1] = 1;
  return coefficient(along);
}

function averageSlope({ x, count, total }: Trial, [reference, treated]: Estimates["slopes"], within: Linked): Linked {
  if (reference === undefined || treated === undefined) return reference ?? treated ?? within;
  let share = 0;
  for (let i = 0; i < x.length; i++) share += (count[i] * x[i]) / total;
  const difference = treated.value - reference.value;
  // The arms' sizes are a sample as well, where nobody fixed them.
  const shares: Linked = { value: share, influence: Float64Array.from(x, (arm) => (arm - share) / total) };
  return linked(share * treated.value + (1 - share) * reference.value, [
    [share, treated],
    [1 - share, reference],
    [difference, shares],
  ]);
}

/** Average outcome of an arm at each level, were everybody's covariates there: cell averages where there are none. */
function levelMeansIn(
  arms: Arms,
  arm: 0 | 1,
  { code, labels }: Levels,
  covariates: readonly Float64Array[],
): (Linked | undefined)[] {
  const { trial } = arms;
  const { x, count, total, rows } = trial;
  const present = labels.map((_, level) => code.some((c, i) => c === level && x[i] === arm && count[i] > 0));
  const used = labels.flatMap((_, level) => (present[level] ? [level] : []));
  const indicators = used.slice(1).map((level) => Float64Array.from(code, (c) => (c === level ? 1 : 0)));
  const { coefficient } = armRegression(arms, arm, "linear", [...indicators, ...covariates]);
  const centre = covariates.map((column) => column.reduce((sum, v, i) => sum + count[i] * v, 0) / total);
  return labels.map((_, level) => {
    if (!present[level]) return undefined;
    const along = new Float64Array(1 + indicators.length + covariates.length);
    along[0] = 1;
    const place = used.indexOf(level);
    if (place > 0) along[place] = 1;
    along.set(centre, 1 + indicators.length);
    const mean = coefficient(along);
    // The centre of the covariates is that of a sample.
    const influence = new Float64Array(rows);
    for (let k = 0; k < covariates.length; k++) {
      const unit = new Float64Array(along.length);
      unit[1 + indicators.length + k] = 1;
      const slope = coefficient(unit).value;
      for (let i = 0; i < rows; i++) influence[i] += (slope * (covariates[k][i] - centre[k])) / total;
    }
    return { value: mean.value, influence: mean.influence.map((v, i) => v + influence[i]) };
  });
}

/** Are all of these 0? The chi-square of Wald's test; numbers that others determine do not count. */
export function jointTest(numbers: readonly Linked[], trial: Trial): { readonly freedom: number; readonly p?: number } {
  const size = numbers.length;
  if (trial.law) return { freedom: size };
  const matrix = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) matrix[a * size + b] = covarianceOf(numbers[a], numbers[b], trial);
  }
  const factor = cholesky(matrix, size);
  const freedom = factor.kept.reduce((a, b) => a + b, 0);
  if (freedom === 0) return { freedom: 0 };
  const values = Float64Array.from(numbers, ({ value }) => value);
  const solved = choleskySolve(factor, values);
  const statistic = values.reduce((sum, value, k) => sum + value * solved[k], 0);
  return { freedom, p: gammaTails(freedom / 2, statistic / 2).upper };
}
