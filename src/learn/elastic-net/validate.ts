import { linearPredictor } from "../../num/gram.js";
import { logisticLoss, rawOf } from "./binomial.js";
import type { NetDesign } from "./design.js";
import type { NetSolver, NetState } from "./gaussian.js";
import type { Penalty } from "./quadratic.js";

/** One part held out: a solver of the rest, and the part (aligned: rows, outcomes, weights). */
export interface HeldOut {
  readonly solver: NetSolver;
  readonly rows: Int32Array;
  readonly y: Float64Array;
  readonly weight: Float64Array;
}

export interface Chosen {
  readonly lambda: number;
  /** Mean held-out loss at the chosen penalty (deviance / 2, or half the squared error), and its standard error across the parts. */
  readonly loss: number;
  readonly error: number;
  /** Average over the parts of the fits at the chosen penalty: near to where a fit to all rows will be. */
  readonly near: NetState;
}

/** Penalties without a new best after which smaller ones are not looked at. */
const PATIENCE = 8;

/** Accuracy of the fits that are only compared, of the largest pull: the loss is off by its square. */
const COARSE = 1e-4;

/** Losses nearer than this are one: then the stronger penalty is taken, and rounding decides nothing. */
const TIE = 1e-9;

function lossOf(net: NetDesign, kind: "binary" | "numeric", part: HeldOut, state: NetState): number {
  const eta = linearPredictor(net.design, rawOf(net.scale, state), part.rows);
  let sum = 0;
  for (let i = 0; i < eta.length; i++) {
    const one = kind === "binary" ? logisticLoss(eta[i], part.y[i]) : (part.y[i] - eta[i]) ** 2 / 2;
    sum += part.weight[i] * one;
  }
  return sum;
}

/**
 * Chooses the penalty by what it costs on rows held out: the minimum, or the strongest penalty within one standard error of it (Breiman et al.
 * 1984). All parts go down the path together, each from its own fit before, until eight penalties have brought nothing new.
 * @param lambdas from strong to weak
 */
export function choosePenalty(
  net: NetDesign,
  kind: "binary" | "numeric",
  parts: readonly HeldOut[],
  lambdas: readonly number[],
  penaltyOf: (lambda: number) => Penalty,
  rule: "minimum" | "one-standard-error",
): Chosen {
  const masses = parts.map(({ weight }) => weight.reduce((a, b) => a + b, 0));
  const mass = masses.reduce((a, b) => a + b, 0);
  const path: { readonly states: NetState[]; readonly loss: number; readonly error: number }[] = [];
  let best = 0;
  for (const [k, lambda] of lambdas.entries()) {
    const states = parts.map(({ solver }) => solver.at(penaltyOf(lambda), COARSE));
    const losses = parts.map((part, f) => lossOf(net, kind, part, states[f]) / masses[f]);
    const loss = losses.reduce((sum, one, f) => sum + (masses[f] / mass) * one, 0);
    const spread = losses.reduce((sum, one, f) => sum + (masses[f] / mass) * (one - loss) ** 2, 0);
    path.push({ states, loss, error: Math.sqrt(spread / Math.max(1, parts.length - 1)) });
    if (loss < path[best].loss * (1 - TIE)) best = k;
    else if (k - best >= PATIENCE) break;
  }
  const limit = path[best].loss + path[best].error;
  const at = rule === "minimum" ? best : path.findIndex(({ loss }) => loss <= limit);
  const { states, loss, error } = path[at];
  const average = (of: (state: NetState) => number) => states.reduce((sum, s) => sum + of(s), 0) / states.length;
  const b = states[0].b.map((_, j) => average((state) => state.b[j]));
  return { lambda: lambdas[at], loss, error, near: { intercept: average((s) => s.intercept), b, converged: true } };
}
