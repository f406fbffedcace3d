import { DiscoError } from "../error.js";
import { cholesky, choleskySolve } from "../num/cholesky.js";
import type { Column } from "../num/columns.js";
import { type DesignColumns, type LogisticData, rowsOfDesign } from "../num/gram.js";
import { indices } from "../num/indices.js";
import { sharedMemory } from "../num/shared-memory.js";
import { checkFinite, designWithTerms, type Term } from "./linear/design.js";
import { type LinearFit, logistic, logisticSteps } from "./linear/irls.js";
import { lazyDesign } from "./linear/lazy.js";
import { startLooks } from "./linear/looks.js";

export interface LogisticOptions {
  /** How many observations each row stands for; default one each. */
  readonly weight?: Float64Array;
  /** How near to the maximum of the likelihood each coefficient (of a standardised column) must be; default 1e-10. */
  readonly tolerance?: number;
  /** Threads; default 2. The numbers do not depend on it. */
  readonly workers?: number;
  readonly signal?: AbortSignal;
}

/** One coefficient: of the intercept, of a number in its own units, or of a level against the most frequent one of its column. */
export interface Coefficient {
  readonly name: string;
  readonly level?: string;
  readonly base?: string;
  readonly value: number;
  /** Standard error from the information at the maximum; to five digits where rows are many. */
  readonly error: number;
}

/** A logistic regression by maximum likelihood. Columns that say nothing new have no coefficient. */
export interface LogisticRegression {
  readonly coefficients: readonly Coefficient[];
  readonly status: LinearFit["status"];
}

/** Rows above which a fit to a part of them is where the whole starts from. */
const LARGE = 100_000;
const PART = 30_000;

/** Standardised coefficients from those at the maximum so far that standard errors must be looked at again. */
const FAR = 1e-5;

/** Rows of that part that stand side by side: a line of the cache. */
const RUN = 8;

/**
 * Logistic regression of a two-valued outcome by maximum likelihood, on several threads where rows are many.
 *
 * @param y 0 or 1, by row
 * @throws DiscoError where y has other values or one value only, where a covariate has an infinite one, and as `linearDesign` does
 * Cost: O(rows x columns^2) once or twice, then O(rows x columns) a step.
 */
export async function logisticRegression(
  given: readonly Column[],
  y: Float64Array,
  options: LogisticOptions = {},
): Promise<LogisticRegression> {
  checkOutcome(y);
  const rows = y.length;
  const { weight = new Float64Array(sharedMemory(8 * rows)).fill(1), tolerance = 1e-10, workers = 2, signal } = options;
  const opening = startLooks(rows, workers);
  let data: LogisticData;
  let terms: readonly Term[];
  let write: ((part: number) => void) | undefined;
  let start: LinearFit | undefined;
  try {
    const some = rows > LARGE ? spread(rows) : undefined;
    const lazy = some && lazyDesign(given, rows, some, options.weight);
    const made = lazy ?? designWithTerms(given, rows, options.weight);
    write = lazy?.write;
    data = { design: made.design, rows: indices(rows, sharedMemory(4 * rows)), y, weight };
    terms = made.terms;
    start = some && startOf(data, some, lazy?.ofSome ?? rowsOfDesign(data.design, some));
  } catch (error) {
    opening.cancel(error);
    throw error;
  }
  const looks = opening.open(data, write);
  try {
    const steps = logisticSteps({ ...data, ridge: 0, tolerance, ownCurvature: true, ...(start ? { start } : {}) });
    let next = steps.next();
    let place: Float64Array | undefined;
    while (!next.done) {
      signal?.throwIfAborted();
      if (next.value.wantGram) place = next.value.beta.slice();
      next = steps.next(await looks.look(next.value));
    }
    const fit = next.value;
    // Columns that are written while others look have not been looked at before.
    if (!fit.beta.every(Number.isFinite))
      for (const column of given) if (column.kind === "numeric") checkFinite(column);
    if (fit.status === "converged" && place?.some((value, j) => Math.abs(value - fit.beta[j]) > FAR)) {
      signal?.throwIfAborted();
      const { gram } = await looks.look({ beta: fit.beta, wantGram: true });
      return {
        coefficients: coefficientsOf({ ...fit, curvature: cholesky(gram!, fit.beta.length) }, terms),
        status: fit.status,
      };
    }
    return { coefficients: coefficientsOf(fit, terms), status: fit.status };
  } finally {
    looks.close();
  }
}

function checkOutcome(y: Float64Array): void {
  let ones = 0;
  let wrong: number | undefined;
  for (let i = 0; i < y.length; i++) {
    if (y[i] === 1) ones++;
    else if (y[i] !== 0) wrong ??= y[i];
  }
  if (wrong !== undefined) {
    throw new DiscoError({
      who: "logistic regression",
      wrong: "the outcome must be 0 or 1",
      given: String(wrong),
      next: "code its two values as 0 and 1",
    });
  }
  if (ones === 0 || ones === y.length) {
    throw new DiscoError({
      who: "logistic regression",
      wrong: "the outcome must take both values",
      given: y.length === 0 ? "no rows" : `${y[0]} in every row`,
      next: "check which column is the outcome",
    });
  }
}

/** Places of some of very many rows. */
function spread(rows: number): Int32Array {
  const runs = Math.floor(PART / RUN);
  const every = Math.floor(rows / runs);
  return indices(runs * RUN).map((k) => Math.floor(k / RUN) * every + (k % RUN));
}

/** A fit to some of very many rows, from which that to all of them is near. */
function startOf({ y, weight }: LogisticData, places: Int32Array, design: DesignColumns): LinearFit | undefined {
  const some = (values: Float64Array) => new Float64Array(places.length).map((_, k) => values[places[k]]);
  const part = { design, rows: indices(places.length), y: some(y), weight: some(weight) };
  if (!part.y.includes(0) || !part.y.includes(1)) return undefined;
  const fit = logistic({ ...part, ridge: 0 });
  return fit.status === "converged" ? fit : undefined;
}

/** From standardised columns back to the covariates' own units. */
function coefficientsOf({ beta, curvature }: LinearFit, terms: readonly Term[]): Coefficient[] {
  // The value of what is reported is `along' beta`, and its variance along' I^-1 along.
  const told = (along: Float64Array) => ({
    value: along.reduce((sum, a, j) => sum + a * beta[j], 0),
    error: Math.sqrt(choleskySolve(curvature, along).reduce((sum, a, j) => sum + a * along[j], 0)),
  });
  const unit = (j: number, by: number) => {
    const along = new Float64Array(beta.length);
    along[j] = by;
    return along;
  };
  const intercept = unit(0, 1);
  terms.forEach((term, k) => {
    if (term.kind === "numeric") intercept[k + 1] = -term.mean / term.sd;
  });
  const kept = terms.flatMap((term, k) => (curvature.kept[k + 1] === 1 ? [{ term, at: k + 1 }] : []));
  return [
    { name: "intercept", ...told(intercept) },
    ...kept.map(({ term, at }) =>
      term.kind === "numeric"
        ? { name: term.name, ...told(unit(at, 1 / term.sd)) }
        : { name: term.name, level: term.level, base: term.base, ...told(unit(at, 1)) },
    ),
  ];
}
