import type { Calibration } from "../num/calibration.js";

/** Whether what an answer's models say is what happens: probabilities of rows that the models had not seen, held against what came. */
export interface CalibrationAnswer extends Calibration {
  /** Whose probabilities: "propensity", "retained = 1, given subsidy = 1". */
  readonly of: string;
  /** What was found: plain sentences, the verdict first. */
  readonly sentences: readonly string[];
}
