import type { CalibrationAnswer } from "../query/calibration.js";

/** What is said above them. */
export const CALIBRATION_TITLE = "Do the probabilities come true?";

/** One line for each model: whose probabilities, the verdict, the worst part and the highest. */
export function calibrationTexts(calibration: readonly CalibrationAnswer[] | undefined): string[] {
  return (calibration ?? []).map(
    ({ of, sentences }) => `${of.charAt(0).toUpperCase()}${of.slice(1)}: ${sentences.join(" ")}`,
  );
}
