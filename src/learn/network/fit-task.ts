import { DiscoError } from "../../error.js";
import type { Column } from "../../num/columns.js";
import type { NetworkFamily } from "./action.js";

/** What a network of both arms is learnt from. */
export interface NetworkTask {
  readonly rows: number;
  readonly given: readonly Column[];
  /** 1: the arm asked about, 0: the reference. */
  readonly t: Uint8Array;
  readonly outcome: "binary" | "numeric";
  readonly y: Float64Array;
  /** How many observations each row stands for; absent: one each. Not with `unit`. */
  readonly weight?: Float64Array;
  /** Unit of each row: rows of one unit share their individual. Absent: each row is an individual of its own. */
  readonly unit?: Int32Array;
  /** Rows to learn from, ascending; absent: all. Predictions are for all rows. */
  readonly train?: Int32Array;
  /** A hash of the content of each row: what must be random is a function of it and of `seed`, never of row order. */
  readonly rowHash: Uint32Array;
  readonly seed: number;
}

export interface NetworkFitOptions {
  /** The law of U and of the noise. Default `gaussian`. */
  readonly family?: NetworkFamily;
  /** Dimension of U; more than one for Gaussian rows that are their own units. Default 1. */
  readonly dims?: number;
  /** Neurons of the hidden layers; none: a linear abduction. Default: one layer of 16 up to 5,000 observations, of 32 above. */
  readonly hidden?: readonly number[];
  /** Scale of U given the covariates: learnt from them, one for all, or given. Default `covariates`. */
  readonly spread?: "covariates" | "constant" | number;
  /** Numeric outcomes: one noise for both arms, or each arm's own. Default `shared`. */
  readonly noise?: "shared" | "own";
  /** Worth of the prior on each standardised weight, in observations. Default 1. */
  readonly penalty?: number;
}

function refuse(wrong: string, given: string, next: string): never {
  throw new DiscoError({ who: "network", wrong, given, next });
}

/** Refuses options that do not go together. */
export function checkOptions({ weight, unit }: NetworkTask, options: NetworkFitOptions): void {
  const { dims = 1, family = "gaussian", spread } = options;
  if (!Number.isInteger(dims) || dims < 1 || dims > 5) {
    refuse("an individual has one to five dimensions", String(dims), "use dims 1 or 2");
  }
  if (dims > 1 && family === "cauchy") {
    refuse("a Cauchy individual has one dimension", `dims ${dims}`, "use the Gaussian family, or dims 1");
  }
  if (dims > 1 && unit) {
    refuse("rows of a unit are put together in one dimension only", `dims ${dims}`, "use dims 1, or leave out unit");
  }
  if (family === "cauchy" && unit) {
    refuse("rows of a unit are put together for the Gaussian family only", family, "use gaussian, or leave out unit");
  }
  if (unit && weight) {
    refuse(
      "rows of units cannot stand for several observations",
      "weight and unit",
      "give each observation its own row",
    );
  }
  if (typeof spread === "number" && !(spread >= 0 && Number.isFinite(spread))) {
    refuse("the scale of U is a number from 0 on", String(spread), "use 1, or let it be learnt");
  }
}

/** Refuses rows that cannot be learnt from. */
export function checkRows({ outcome, weight, t, y }: NetworkTask, rows: Int32Array): void {
  const seen = [false, false];
  const values = new Set<number>();
  for (const row of rows) {
    if (weight && !(weight[row] > 0)) continue;
    seen[t[row]] = true;
    if (values.size < 2) values.add(y[row]);
    if (outcome === "binary" ? y[row] !== 0 && y[row] !== 1 : !Number.isFinite(y[row])) {
      const wrong = outcome === "binary" ? "a two-valued outcome is neither 0 nor 1" : "an outcome is not a number";
      refuse(wrong, String(y[row]), "leave out the row, or say which value is a success");
    }
  }
  if (!seen[0] || !seen[1]) {
    refuse(
      "both arms must have rows to learn from",
      `none in the ${seen[0] ? "arm" : "reference"}`,
      "choose other arms",
    );
  }
  if (values.size < 2) refuse("the outcome never varies", String([...values][0]), "there is nothing to learn");
}
