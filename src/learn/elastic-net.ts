import { DiscoError } from "../error.js";
import { linearPredictor } from "../num/gram.js";
import { mix } from "../num/hash.js";
import { constantFit, trainingWeights } from "./constant.js";
import { binomialSolver, rawOf } from "./elastic-net/binomial.js";
import { type NetColumn, type NetDesign, netDesign } from "./elastic-net/design.js";
import { gaussianSolver, type NetSolver, type NetState, sumsOf, without } from "./elastic-net/gaussian.js";
import type { Penalty } from "./elastic-net/quadratic.js";
import { choosePenalty, type HeldOut } from "./elastic-net/validate.js";
import type { Fitted, Learner, LearnNote, Task } from "./learner.js";
import { contentKeys, dealParts, massOf, partsFor, splitsOf } from "./stack/deal.js";

export interface ElasticNetOptions {
  /** Share of the penalty on absolute values, 0 (ridge) to 1 (lasso). Default 0.5. */
  readonly alpha?: number;
  /** The penalty, for one observation; absent: chosen by cross-validation. 0: none. */
  readonly lambda?: number;
  /** Penalties tried, evenly spaced on the log scale over four decades. Default 40. */
  readonly lambdas?: number;
  /** Parts of the cross-validation. Default 5; fewer where a part would have less than 5 observations. */
  readonly folds?: number;
  /** Least held-out loss (the default), or the strongest penalty within a standard error of it: fewer columns, a little less accurate. */
  readonly rule?: "minimum" | "one-standard-error";
}

/** A coefficient, for one standard deviation of the column (of the indicator, where there is a level). */
export interface NetCoefficient extends NetColumn {
  readonly value: number;
}

/** A fit with what it is made of; without it where the mean is the same everywhere. */
export interface ElasticNetFitted extends Fitted {
  readonly net?: {
    readonly lambda: number;
    readonly alpha: number;
    /** Those that are not 0. */
    readonly coefficients: readonly NetCoefficient[];
    /** Held-out loss at the chosen penalty and its standard error; absent where the penalty was given. */
    readonly validated?: { readonly loss: number; readonly error: number };
  };
}

/** Where the path of penalties ends, of where it begins. */
const END = 1e-4;

/** Accuracy of the fit that is handed out, of the largest pull. */
const FINE = 1e-11;

/** Fewest observations of a part. */
const LEAST = 5;

/** Without an l1 penalty no penalty is strong enough to leave all columns out; the path then begins as if a thousandth of it were one. */
const LITTLE = 1e-3;

const SALT = 0x656e6574;

/** Rows on which the penalty is chosen where there are twice as many or more. */
const PART = 10_000;

function fewNote(mass: number): LearnNote {
  return {
    id: "elastic-net-few-rows",
    text: `${mass} rows are too few to choose the penalty of an elastic net by cross-validation; the average stood in for it in some fit.`,
  };
}

function separatedNote(): LearnNote {
  return {
    id: "separation",
    text: "In some fit the covariates tell the outcome or the arm exactly (perfect separation); the elastic net's penalty keeps its probabilities away from 0 and 1. Look for a covariate that is decided after the arm or the outcome, drop it or group its levels.",
  };
}

function stoppedNote(): LearnNote {
  return {
    id: "elastic-net-not-converged",
    text: "An elastic net stopped before the conditions of its minimum held to the accuracy asked for; covariates that nearly repeat each other make it slow. Leave some of them out.",
  };
}

/** One training set, aligned with its rows. */
interface Training {
  readonly rows: Int32Array;
  readonly y: Float64Array;
  readonly weight: Float64Array;
}

function partOf({ rows, y }: Training, places: Int32Array, weight: Float64Array): Training {
  return { rows: Int32Array.from(places, (i) => rows[i]), y: Float64Array.from(places, (i) => y[i]), weight };
}

const varies = ({ y }: Training) => y.some((value) => value !== y[0]);

/** Solvers of all rows, and of all but each part. */
function solversOf(
  net: NetDesign,
  kind: Task["kind"],
  all: Training,
  parts: readonly (readonly [Training, Training])[],
) {
  if (kind === "binary") {
    const solver = binomialSolver(net, all.rows, all.y, all.weight);
    const held = parts
      .filter(([learnt]) => varies(learnt))
      .map(([learnt, judged]): HeldOut => {
        return { solver: binomialSolver(net, learnt.rows, learnt.y, learnt.weight), ...judged };
      });
    return { solver, held };
  }
  // Without the average the sums lose no digits to it; of the parts' sums the rest's follow by subtraction.
  const sums = sumsOf(net, all.rows, all.y, all.weight);
  const held = parts.map(([, judged]): HeldOut => {
    const rest = without(sums, sumsOf(net, judged.rows, judged.y, judged.weight));
    return { solver: gaussianSolver(net, rest), ...judged };
  });
  return { solver: gaussianSolver(net, sums), held };
}

interface Best {
  readonly state: NetState;
  readonly lambda: number;
  readonly validated?: { readonly loss: number; readonly error: number };
}

/** A given penalty; where it is none and there is no maximum, or no single one, the fit is held by a ridge worth one observation. */
function fitAt(solver: NetSolver, lambda: number, penalty: Penalty, mass: number): Best {
  const state = solver.at(penalty, FINE);
  if (state.converged || lambda > 0) return { state, lambda };
  return { state: solver.at({ l1: 0, l2: mass > 2 ? 1 / mass : 1e-3 }, FINE), lambda };
}

/**
 * The penalty chosen on a part of very many rows, a part taken by content; noise, and with it the penalty that keeps it out, falls with the root
 * of the rows.
 */
function chosenOnPart(net: NetDesign, task: Task, options: ElasticNetOptions): ElasticNetFitted["net"] {
  const among = Math.floor(task.rows.length / PART);
  if (among < 2 || options.lambda !== undefined) return undefined;
  const rows = task.rows.filter((row) => mix(task.rowHash[row], task.seed ^ SALT) % among === 0);
  if (rows.length < PART / 2 || rows.length > 2 * PART) return undefined;
  const { net: chosen } = fitTask(net, { ...task, rows }, options);
  return chosen && { ...chosen, lambda: chosen.lambda * Math.sqrt(rows.length / task.rows.length) };
}

function fitTask(net: NetDesign, task: Task, options: ElasticNetOptions): ElasticNetFitted {
  const weight = trainingWeights(task);
  const constant = constantFit(task, weight);
  if (constant || net.design.size === 1) return constant ?? constantFit(task, weight, true)!;
  const { kind, rows } = task;
  const { alpha = 0.5, lambdas = 40, rule = "minimum" } = options;
  const y = Float64Array.from(rows, (row) => task.y[row]);
  const { mass, law } = massOf(weight);
  const middle = kind === "numeric" ? y.reduce((sum, value, i) => sum + weight[i] * value, 0) / mass : 0;
  const all: Training = { rows, y: y.map((value) => value - middle), weight };
  // In an exact law there is no chance to guard against.
  const part = law ? undefined : chosenOnPart(net, task, options);
  const given = law ? 0 : (options.lambda ?? part?.lambda);
  const count = given === undefined ? partsFor(mass, options.folds ?? 5, LEAST) : 0;
  const parts =
    count > 1
      ? splitsOf(dealParts(contentKeys(task, y, weight), weight, count, SALT), weight).map(
          (split) =>
            [partOf(all, split.learnt, split.learntWeight), partOf(all, split.judged, split.judgedWeight)] as const,
        )
      : [];
  const { solver, held } = solversOf(net, kind, all, parts);
  const penaltyOf = (lambda: number): Penalty => ({ l1: alpha * lambda, l2: (1 - alpha) * lambda });
  const average = (notes: readonly LearnNote[] = []): Fitted => ({ ...constantFit(task, weight, true)!, notes });
  if (solver.reach === 0) return average();
  let best: Best;
  if (given !== undefined) best = fitAt(solver, given, penaltyOf(given), mass);
  else if (held.length < 2) return average([fewNote(mass)]);
  else {
    const top = solver.reach / Math.max(alpha, LITTLE);
    const path = Array.from({ length: lambdas }, (_, k) => top * END ** (k / Math.max(1, lambdas - 1)));
    const { near, lambda, ...validated } = choosePenalty(net, kind, held, path, penaltyOf, rule);
    best = { state: solver.at(penaltyOf(lambda), FINE, near), lambda, validated };
  }
  const { state, lambda, validated: kept = part?.validated } = best;
  const beta = rawOf(net.scale, state);
  beta[0] += middle;
  const predict = (asked: Int32Array) => {
    const eta = linearPredictor(net.design, beta, asked);
    return kind === "numeric" ? eta : eta.map((value) => 1 / (1 + Math.exp(-value)));
  };
  const notes: LearnNote[] = state.converged ? [] : [stoppedNote()];
  const apart =
    kind === "binary" && linearPredictor(net.design, beta, rows).every((eta, i) => (y[i] === 1 ? eta > 0 : eta < 0));
  if (apart) notes.push(separatedNote());
  const coefficients = net.columns.flatMap((column, j) => (state.b[j] === 0 ? [] : [{ ...column, value: state.b[j] }]));
  return {
    predict,
    status: !state.converged ? "not-converged" : apart ? "separated" : "converged",
    notes,
    net: { lambda, alpha, coefficients, ...(kept ? { validated: kept } : {}) },
  };
}

function check({ alpha = 0.5, lambda = 0, lambdas = 40, folds = 5 }: ElasticNetOptions): void {
  const refuse = (wrong: string, given: number, next: string) => {
    throw new DiscoError({ who: "elastic net", wrong, given: String(given), next });
  };
  if (!(alpha >= 0 && alpha <= 1)) refuse("alpha is a share", alpha, "give a number from 0 (ridge) to 1 (lasso)");
  if (!(lambda >= 0)) refuse("lambda is a penalty", lambda, "give 0 or more, or leave it out to have it chosen");
  if (!(lambdas >= 1)) refuse("there must be a penalty to try", lambdas, "give a whole number of lambdas from 1");
  if (!(folds >= 2)) refuse("cross-validation needs two parts", folds, "give 2 folds or more, or a lambda");
}

/**
 * Elastic net (Zou & Hastie 2005): logistic regression or least squares under the penalty lambda (alpha |b|_1 + (1 - alpha) / 2 |b|^2) on the
 * coefficients of standardised columns, the intercept free. It minimises the mean of the squared error / 2, or of minus the log-likelihood, so
 * lambda is glmnet's. Labels: an indicator for each level, none left out; two levels are one column. Standard deviations are those of all the
 * rows prepared, by their weights. Lambda is chosen by cross-validation on parts dealt by content. A `task.penalty` changes nothing: the data
 * choose the penalty, and where a column tells the outcome they choose a small one. From 20,000 rows it is chosen on 10,000 of them, taken by
 * content, and scaled by the root of their share. An exact law is fitted without penalty.
 * Cost of a fit: O(rows x columns^2) for numbers; for two-valued outcomes about a thousand looks at the rows, O(rows x columns) each.
 * Source: J. Friedman, T. Hastie and R. Tibshirani, Journal of Statistical Software 33(1), 2010.
 * @throws DiscoError when an option makes no sense, or labels make more than 2,000 columns
 */
export function elasticNet(options: ElasticNetOptions = {}): Learner {
  check(options);
  return {
    name: "elastic-net",
    prepare(given, rows, weight) {
      const net = netDesign(given, rows, weight);
      return { notes: [], warm: false, fit: (task) => fitTask(net, task, options) };
    },
  };
}
