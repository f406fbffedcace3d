import { type Cholesky, cholesky, choleskySolve } from "../../num/cholesky.js";
import {
  crossProduct,
  type DesignColumns,
  gram,
  type LogisticPass,
  linearPredictor,
  logisticPass,
} from "../../num/gram.js";
import { takeNumbers } from "../../num/take-column.js";

/** Coefficients with the curvature they were found with, so that a neighbouring fit can start from both. */
export interface LinearFit {
  readonly beta: Float64Array;
  readonly curvature: Cholesky;
  /** Sum of the weights behind `curvature`. */
  readonly mass: number;
  readonly status: "converged" | "separated" | "not-converged";
  /** Largest |x'beta| met in the training rows. */
  readonly extreme: number;
}

/** What one fit needs; everything but the design is aligned with `rows`. */
export interface LinearTask {
  readonly design: DesignColumns;
  readonly rows: Int32Array;
  readonly y: Float64Array;
  readonly weight: Float64Array;
  readonly ridge: number;
  readonly start?: LinearFit;
  /** Take the curvature of these rows at the start and not the start's own: it is better, and others will start from this fit. */
  readonly ownCurvature?: boolean;
  /** The rows are the start's own, only weighted anew, so its curvature is good as it is. */
  readonly sameRows?: boolean;
  /** How near to the maximum each standardised coefficient must be; default a ten-thousandth of a standard error where rows are very many. */
  readonly tolerance?: number;
}

/** What a fit wants to know next: a look at the data at these coefficients. */
export interface Look {
  readonly beta: Float64Array;
  readonly wantGram: boolean;
}

/** Probabilities closer to 0 or 1 than exp(-SEPARATED) may mean that the maximum is not inside the space of coefficients. */
const SEPARATED = 17;

function penalised(matrix: Float64Array, size: number, ridge: number): Cholesky {
  for (let j = 1; j < size; j++) matrix[j * size + j] += ridge;
  return cholesky(matrix, size);
}

/** Weighted ridge least squares. Cost: one Gram matrix. */
export function leastSquares(task: LinearTask): LinearFit {
  const { design, rows, y, weight, ridge } = task;
  const curvature = penalised(gram(design, weight, rows), design.size, ridge);
  const beta = choleskySolve(
    curvature,
    crossProduct(
      design,
      y.map((value, i) => value * weight[i]),
      rows,
    ),
  );
  // One step of iterative refinement: the normal equations alone lose half the digits.
  const fitted = linearPredictor(design, beta, rows);
  const rest = crossProduct(
    design,
    fitted.map((value, i) => (y[i] - value) * weight[i]),
    rows,
  );
  for (let j = 1; j < beta.length; j++) rest[j] -= ridge * beta[j];
  const correction = choleskySolve(curvature, rest);
  for (let j = 0; j < beta.length; j++) beta[j] += correction[j];
  return { beta, curvature, mass: 0, status: "converged", extreme: 0 };
}

/** Rows that as a rule show already all that a start saw. */
const GLANCE = 20_480;

/** How many of them stand side by side. */
const RUN = 512;

/**
 * A start may know directions that these rows do not show (a level they lack, two columns that they do not tell apart). A penalty takes such
 * a direction back to 0; without one nothing would, and what the start learnt there, perhaps from the very rows to be predicted, would
 * stay. So an unpenalised fit starts only where its own rows see all that the start saw: as a rule some of them do already, and the start's
 * curvature will do; else all are looked at, and have their own.
 */
function* safeStart(task: LinearTask, start: LinearFit): Generator<Look, Start | undefined, LogisticPass> {
  const { design, rows, y, weight, ridge } = task;
  if (task.sameRows || (ridge > 0 && !task.ownCurvature)) return { fit: start };
  const seesAll = (own: Cholesky) => own.kept.every((kept, j) => kept >= start.curvature.kept[j]);
  if (!task.ownCurvature && rows.length > GLANCE) {
    const places = runsOfPlaces(rows.length);
    const some = places.map((k) => rows[k]);
    const glanced = { design, rows: some, y: takeNumbers(y, places), weight: takeNumbers(weight, places) };
    const { gram: glance } = logisticPass(glanced, start.beta, true);
    if (seesAll(penalised(glance!, design.size, ridge))) return { fit: start };
  }
  let mass = 0;
  for (let i = 0; i < weight.length; i++) mass += weight[i];
  const beta = task.tolerance === undefined ? start.beta : yield* nearer(task, start, mass);
  const first = yield { beta, wantGram: true };
  const curvature = penalised(first.gram!, design.size, ridge);
  return seesAll(curvature) ? { fit: { ...start, beta, curvature, mass }, first } : undefined;
}

/** Steps with a start's curvature before a fit takes its own. */
const STEPS_BEFORE = 3;

/**
 * Coefficients nearer to the maximum than the start, by steps with the start's own curvature, for a fit whose last digits are wanted. A Gram
 * matrix costs three looks without one; near the maximum it makes the steps after it shrink so much faster, and standard errors better. Where
 * steps do not shrink at once the start stays as it is.
 */
function* nearer({ ridge }: LinearTask, start: LinearFit, mass: number): Generator<Look, Float64Array, LogisticPass> {
  let { beta } = start;
  let last = 0.5;
  for (let k = 0; k < STEPS_BEFORE; k++) {
    const { gradient } = yield { beta, wantGram: false };
    for (let j = 1; j < beta.length; j++) gradient[j] -= ridge * beta[j];
    const step = choleskySolve(start.curvature, gradient).map((by) => (by * start.mass) / mass);
    const length = step.reduce((most, by) => Math.max(most, Math.abs(by)), 0);
    if (!(length < 0.5 * last)) return start.beta;
    beta = beta.map((value, j) => value + step[j]);
    last = length;
  }
  return beta;
}

/** Where a fit starts, and the look at its own data there, when it had to be taken. */
interface Start {
  readonly fit: LinearFit;
  readonly first?: LogisticPass;
}

/** Places spread over all rows, in runs: rows side by side are read faster than as many single ones. */
function runsOfPlaces(rows: number): Int32Array {
  const runs = Math.floor(GLANCE / RUN);
  const every = Math.floor(rows / runs);
  return Int32Array.from({ length: runs * RUN }, (_, k) => Math.floor(k / RUN) * every + (k % RUN));
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, j) => sum + value * b[j], 0);
}

/**
 * Ridge logistic regression by iteratively reweighted least squares (Newton's method on the penalised likelihood; the intercept is not
 * penalised). With a `start` its curvature is reused while steps keep shrinking fast, so that a fold costs gradients, not Gram matrices.
 * Cost: O(iterations x rows x columns^2), from a start O(rows x columns) each.
 */
export function logistic(task: LinearTask): LinearFit {
  const steps = logisticSteps(task);
  let next = steps.next();
  while (!next.done) next = steps.next(logisticPass(task, next.value.beta, next.value.wantGram));
  return next.value;
}

/** The same fit, for whoever looks at the data in another way: it asks for one look after the other and ends with the fit. */
export function* logisticSteps(task: LinearTask): Generator<Look, LinearFit, LogisticPass> {
  const { design, rows, y, weight, ridge } = task;
  const safe = task.start && (yield* safeStart(task, task.start));
  const start = safe?.fit;
  let first = safe?.first;
  const size = design.size;
  let mass = 0;
  let mean = 0;
  for (let i = 0; i < rows.length; i++) {
    mass += weight[i];
    mean += weight[i] * y[i];
  }
  mean /= mass;
  const beta = start ? Float64Array.from(start.beta) : new Float64Array(size);
  if (!start) beta[0] = Math.log(mean / (1 - mean));
  let curvature = start?.curvature;
  let scale = start ? mass / start.mass : 1;
  let curvatureMass = start ? start.mass : mass;
  // With many rows a ten-thousandth of a standard error (of a standardised column's coefficient, at least 2 / sqrt(rows)) is near enough; for
  // one of many replications, whose spread is what counts, a thousandth.
  const near = task.tolerance ?? (task.sameRows ? 2e-3 / Math.sqrt(mass) : mass > 1e5 ? 2e-4 / Math.sqrt(mass) : 1e-9);
  let last = Number.POSITIVE_INFINITY;
  let extreme = 0;
  let taken: Float64Array | undefined;
  let rise = 0;
  let halvings = 0;
  let steps = 0;
  for (let iteration = 0; iteration < 60; iteration++) {
    // The look at a start that came with a Gram matrix is where its curvature belongs.
    const own = first !== undefined;
    const pass = first ?? (yield { beta, wantGram: curvature === undefined });
    first = undefined;
    extreme = pass.extreme;
    const { gradient } = pass;
    for (let j = 1; j < size; j++) gradient[j] -= ridge * beta[j];
    // The likelihood is concave along a step: where it falls at the step's end half as steeply as it rose at its start, the step went too far.
    if (taken !== undefined && dot(gradient, taken) < -0.5 * rise && halvings < 30) {
      for (let j = 0; j < size; j++) {
        taken[j] /= 2;
        beta[j] -= taken[j];
      }
      rise /= 2;
      halvings++;
      continue;
    }
    const borrowed = curvature !== undefined;
    if (pass.gram && !borrowed) {
      curvature = penalised(pass.gram, size, ridge);
      scale = 1;
      curvatureMass = mass;
    }
    const step = choleskySolve(curvature!, gradient);
    let length = 0;
    for (let j = 0; j < size; j++) {
      step[j] /= scale;
      length = Math.max(length, Math.abs(step[j]));
    }
    // Where a column (or a sum of them) tells the sides apart, steps along it stay as long as they were: there is no maximum to come near to.
    if (ridge === 0 && extreme > SEPARATED && steps > 8 && length > 0.5 * last) break;
    // A wild first step from a flat start is halved until it is one the logistic curve can follow.
    const damp = length > 8 ? 8 / length : 1;
    for (let j = 0; j < size; j++) {
      step[j] *= damp;
      beta[j] += step[j];
    }
    rise = dot(gradient, step);
    taken = step;
    halvings = 0;
    steps++;
    // What is left after this step: with its own curvature Newton's error squares, with a borrowed one it shrinks as the last step did.
    const left = borrowed && !own ? length * Math.min(1, length / last) : length * length;
    if (length < 1e-3 && left < (borrowed ? near : 1e-15)) {
      return { beta, curvature: curvature!, mass: curvatureMass, status: "converged", extreme };
    }
    // Fresh curvature each time without a start; with one, only when the borrowed curvature stops paying.
    if (!start || length > 0.3 * last) curvature = undefined;
    last = length;
  }
  const status = extreme > SEPARATED ? "separated" : "not-converged";
  return { beta, curvature: curvature ?? cholesky(new Float64Array(size * size), size), mass, status, extreme };
}
