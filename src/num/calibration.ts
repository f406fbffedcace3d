/** Observations whose probabilities are alike, and how many of them came true. */
export interface CalibrationBin {
  /** Smallest and largest probability here. */
  readonly from: number;
  readonly to: number;
  readonly observations: number;
  /** Average probability, and the share that came true with Wilson's interval for it (none for an exact law). */
  readonly predicted: number;
  readonly came: number;
  readonly interval?: readonly [number, number];
}

/** A number with its standard error (0 for an exact law). */
export interface Measured {
  readonly value: number;
  readonly se: number;
}

/**
 * Brier's score in parts that add up to it exactly: reliability - resolution + uncertainty + spread - covariance (Murphy 1973; the last two are what
 * is left within the bins: Stephenson, Coelho & Jolliffe 2008).
 */
export interface BrierParts {
  readonly score: number;
  readonly reliability: number;
  readonly resolution: number;
  readonly uncertainty: number;
  readonly spread: number;
  readonly covariance: number;
}

/** How probabilities compare with what came. */
export interface Calibration {
  readonly observations: number;
  /** Average probability, and the share that came true. */
  readonly predicted: number;
  readonly came: number;
  /** From the smallest probabilities to the largest, about a tenth of the observations each. */
  readonly bins: readonly CalibrationBin[];
  /**
   * log odds of what came = intercept + slope x log odds of the probability (Cox 1958): 0 and 1 where calibrated. A slope below 1: probabilities too
   * near to 0 and 1; above: too near to each other. Absent where all probabilities are the same or tell what came without exception.
   */
  readonly intercept?: Measured;
  readonly slope?: Measured;
  /** The intercept where the slope is held at 1 (calibration in the large); absent where only one outcome came. */
  readonly shift?: Measured;
  /** Of calibration, by four smooth ways to be off; absent for an exact law and where fewer than five outcomes were in doubt. */
  readonly test?: { readonly statistic: number; readonly freedom: number; readonly p: number };
  /**
   * Average distance between probability and share come true, over the bins: as it is; less the most of what chance adds (Kumar, Liang & Ma 2019; it
   * may be a little below 0); and what chance alone would show were the probabilities right.
   */
  readonly error: { readonly plain: number; readonly debiased: number; readonly byChance: number };
  readonly brier: BrierParts;
  /** Minus the mean log-likelihood; null where something came that had probability 0. */
  readonly logLoss: number | null;
  /** Observations with a probability of 0 or 1, and those of them for which the other came. */
  readonly certain: number;
  readonly wrong: number;
}
