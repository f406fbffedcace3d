import { crossProduct, gram, linearPredictor } from "../../num/gram.js";
import { type NetDesign, someColumns } from "./design.js";
import type { NetSolver, NetState } from "./gaussian.js";
import { minimise, type Penalty, quadraticAt, violation } from "./quadratic.js";

/** With so few columns all are fitted at once; with more, only those that may enter (the strong rule of Tibshirani et al. 2012). */
const FEW = 48;

/** Steps of Newton's method before a fit is given up. */
const MOST_STEPS = 100;

type Columns = Pick<NetDesign, "design" | "scale">;

/** Coefficients of the columns as they are, the intercept first. */
export function rawOf(scale: Float64Array, { intercept, b }: Pick<NetState, "intercept" | "b">): Float64Array {
  const beta = new Float64Array(1 + b.length);
  beta[0] = intercept;
  for (let j = 0; j < b.length; j++) beta[1 + j] = b[j] / scale[j];
  return beta;
}

/** log(1 + exp(eta)) - y eta: minus the log-likelihood of one outcome. */
export function logisticLoss(eta: number, y: number): number {
  return Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta))) - y * eta;
}

interface Look {
  /** Minus the mean log-likelihood. */
  readonly loss: number;
  readonly p: Float64Array;
  /** X'w(y - p), the intercept first. */
  readonly slope: Float64Array;
}

/**
 * Logistic regression under the penalty of an elastic net, on minus the mean log-likelihood: Newton's method with the penalised quadratic
 * solved at each step (Friedman, Hastie & Tibshirani 2010, section 3). A curvature is kept as long as steps from it pay. `y` and `weight` are
 * aligned with `rows`; both outcomes must occur. Cost: O(rows x columns) a step, and O(rows x columns^2 / 2) where the curvature is taken anew,
 * in both of the columns that may enter only.
 */
export function binomialSolver(net: NetDesign, rows: Int32Array, y: Float64Array, weight: Float64Array): NetSolver {
  const width = net.scale.length;
  const mass = weight.reduce((a, b) => a + b, 0);
  const mean = y.reduce((sum, value, i) => sum + weight[i] * value, 0) / mass;
  const look = (columns: Columns, state: Pick<NetState, "intercept" | "b">): Look => {
    const p = linearPredictor(columns.design, rawOf(columns.scale, state), rows);
    const residual = new Float64Array(p.length);
    let loss = 0;
    for (let i = 0; i < p.length; i++) {
      loss += weight[i] * logisticLoss(p[i], y[i]);
      p[i] = 1 / (1 + Math.exp(-p[i]));
      residual[i] = weight[i] * (y[i] - p[i]);
    }
    return { loss: loss / mass, p, slope: crossProduct(columns.design, residual, rows) };
  };
  const restOf = ({ scale }: Columns, slope: Float64Array) => scale.map((s, j) => slope[1 + j] / (mass * s));

  const start = { intercept: Math.log(mean / (1 - mean)), b: new Float64Array(width) };
  const atStart = restOf(net, look(net, start).slope);
  const reach = atStart.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const wanted = new Uint8Array(width);
  let part: { columns: Int32Array; net: Columns; curvature?: Float64Array } = {
    columns: new Int32Array(0),
    net: someColumns(net, new Int32Array(0)),
  };
  const widen = () => {
    const columns = Int32Array.from(wanted.keys()).filter((j) => wanted[j] === 1);
    if (columns.length > part.columns.length) part = { columns, net: someColumns(net, columns) };
  };
  if (width <= FEW) wanted.fill(1);

  // The next penalty starts where this one ended, so what was seen there need not be looked at again.
  let lately: { readonly state: NetState; readonly own: Columns; readonly seen: Look } | undefined;
  /** Fits the columns of `part` from where they are. */
  const fitPart = (from: NetState, penalty: Penalty, tolerance: number): NetState => {
    const { columns, net: own } = part;
    const known = from === lately?.state && own === lately.own;
    let state = { intercept: from.intercept, b: Float64Array.from(columns, (j) => from.b[j]) };
    const priced = ({ loss }: Look, b: Float64Array) =>
      loss + b.reduce((sum, v) => sum + penalty.l1 * Math.abs(v) + (penalty.l2 / 2) * v * v, 0);
    const missed = ({ slope }: Look, b: Float64Array) =>
      Math.max(Math.abs(slope[0]) / mass, violation(restOf(own, slope), b, penalty));
    let seen = known ? lately!.seen : look(own, state);
    let miss = missed(seen, state.b);
    let fresh = false;
    for (let step = 0; step < MOST_STEPS && miss > tolerance; step++) {
      if (!part.curvature) {
        const spread = seen.p.map((p, i) => weight[i] * p * (1 - p));
        part.curvature = gram(own.design, spread, rows);
        fresh = true;
      }
      const matrix = part.curvature;
      if (!(matrix[0] > 0)) break;
      const target = Float64Array.from(state.b);
      minimise(quadraticAt(matrix, seen.slope, own.scale, mass, state.b), penalty, target, 0.01 * tolerance);
      let shift = seen.slope[0] / matrix[0];
      for (let j = 0; j < target.length; j++)
        shift -= ((target[j] - state.b[j]) / own.scale[j]) * (matrix[(j + 1) * (target.length + 1)] / matrix[0]);
      const before = priced(seen, state.b);
      const along = (share: number) => ({
        intercept: state.intercept + share * shift,
        b: share === 1 ? target : target.map((to, j) => state.b[j] + share * (to - state.b[j])),
      });
      // Rounding is not a rise; near the minimum it hides a fall, and the conditions tell more.
      const better = (there: Look, b: Float64Array) =>
        priced(there, b) <= before + 1e-14 * Math.abs(before) || missed(there, b) < 0.5 * miss;
      let share = 1;
      let next = along(share);
      let there = look(own, next);
      for (; fresh && share > 1e-12 && !better(there, next.b); there = look(own, next)) {
        share /= 2;
        next = along(share);
      }
      if (!better(there, next.b)) {
        if (fresh) break;
        delete part.curvature;
        continue;
      }
      const now = missed(there, next.b);
      if (now > 0.2 * miss || share < 1) delete part.curvature;
      fresh = false;
      [state, seen, miss] = [next, there, now];
    }
    const b = new Float64Array(width);
    for (let k = 0; k < columns.length; k++) b[columns[k]] = state.b[k];
    const reached = { intercept: state.intercept, b, converged: miss <= tolerance };
    lately = { state: reached, own, seen };
    return reached;
  };

  let last: NetState = { ...start, converged: true };
  let before = reach;
  return {
    reach,
    at(penalty, tolerance, from = last) {
      const within = tolerance * reach;
      let state = from;
      if (width > FEW) {
        const rest = state.b.some((v) => v !== 0) ? restOf(net, look(net, state).slope) : atStart;
        for (let j = 0; j < width; j++) {
          if (state.b[j] !== 0 || Math.abs(rest[j]) >= 2 * penalty.l1 - before) wanted[j] = 1;
        }
      }
      for (let round = 0; round <= width; round++) {
        widen();
        state = fitPart(state, penalty, within);
        if (part.columns.length === width) break;
        const rest = restOf(net, look(net, state).slope);
        const missing = rest.findIndex((r, j) => wanted[j] === 0 && Math.abs(r) > penalty.l1 + within);
        if (missing < 0) break;
        for (let j = 0; j < width; j++) if (Math.abs(rest[j]) > penalty.l1 + within) wanted[j] = 1;
      }
      before = penalty.l1;
      last = state;
      return state;
    },
  };
}
