/** Settings of boosting; what is absent depends on how much there is to learn from. */
export interface BoostOptions {
  /** Most rounds; early stopping ends sooner. Default 300, and 100 above 50,000 observations. */
  readonly trees?: number;
  /** Most splits between root and leaf. Default 3 up to 10,000 observations, then more, 6 at a million. */
  readonly depth?: number;
  /** Most leaves of a tree; when it binds, the leaf of largest gain is split first. Default: as many as the depth allows. */
  readonly leaves?: number;
  /** Default 0.1. */
  readonly learningRate?: number;
  /** Least observations (weight) in a leaf. Default: half the root of their number, but 10 to 100. */
  readonly minLeaf?: number;
  /** Ridge on leaf values, in observations' worth of curvature. Default 3. */
  readonly l2?: number;
  /** Early stopping: the share of the training rows held out, and the rounds without a gain. Default 0.2 (0.1 above 50,000) and 10. */
  readonly stop?: { readonly fraction: number; readonly patience: number } | false;
  /** What the trees start from: the linear learner's fit (the default), so that they learn what it misses, or the mean. */
  readonly base?: "linear" | "mean";
  /**
   * By name of a numeric column: 1 where the prediction may only rise with it, -1 where it may only fall (all else equal, gaps apart). The trees then start
   * from the mean.
   */
  readonly monotone?: Readonly<Record<string, 1 | -1>>;
  /** Share of the rows that each tree learns from. Default 0.7, and 0.4 above 200,000 observations. */
  readonly subsample?: number;
}

/** Settings with nothing left open. */
export interface Settings {
  readonly trees: number;
  readonly depth: number;
  readonly leaves: number;
  readonly rate: number;
  readonly minLeaf: number;
  readonly l2: number;
  readonly subsample: number;
  /** Equal parts into which the rows are dealt for early stopping; 0: no early stopping. */
  readonly parts: number;
  /** Parts that are held out in turn; the fits without them are averaged. */
  readonly models: number;
  readonly patience: number;
}

/** Depth of the trees where there is most to learn from. */
const DEEPEST = 6;

/**
 * Fills in what the options leave open, by the number of observations. Chosen by the squared error of a fitted probability in six worlds
 * (linear, step, product, either, smooth, nothing) at 400 to 10,000 observations, with the trees starting from the mean; between those
 * sizes and above them the formulas interpolate, checked at 100,000 by one draw (perf/boost-defaults.mjs prints such tables). What
 * mattered most is to hold out every part in turn and to average the fits: a quarter less error at 800 than one split and a refit.
 * `law`: the rows are an exact law, in which there is no chance to guard against.
 */
export function settle(options: BoostOptions, observations: number, law: boolean): Settings {
  const n = law ? 1e6 : observations;
  const stop = options.stop ?? { fraction: n > 50_000 ? 0.1 : 0.2, patience: 10 };
  const parts = stop === false || (law && options.stop === undefined) ? 0 : Math.max(2, Math.round(1 / stop.fraction));
  const depth = options.depth ?? between(3, Math.round(3 + 1.5 * Math.log10(n / 10_000)), DEEPEST);
  return {
    trees: options.trees ?? (n > 50_000 && !law ? 100 : 300),
    depth,
    leaves: options.leaves ?? 2 ** depth,
    rate: options.learningRate ?? 0.1,
    minLeaf: options.minLeaf ?? (law ? 0 : between(10, Math.round(Math.sqrt(n) / 2), 100)),
    l2: options.l2 ?? (law ? 0 : 3),
    subsample: options.subsample ?? (law ? 1 : n > 200_000 ? 0.4 : 0.7),
    parts,
    models: Math.min(parts, between(1, Math.round(50_000 / n), 5)),
    patience: stop === false ? 0 : stop.patience,
  };
}

/** The largest trees that the options allow, whatever the number of observations. */
export function deepest({ depth = DEEPEST, leaves }: BoostOptions): {
  readonly depth: number;
  readonly leaves: number;
} {
  return { depth, leaves: leaves ?? 2 ** depth };
}

function between(low: number, x: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}
