import { type ArmNuisances, fitArmNuisances } from "../learn/arm-nuisances.js";
import { dealsFor } from "../learn/choose.js";
import type { Learner } from "../learn/learner.js";
import type { ArmStudy } from "../num/study.js";

/** What is told of long work, and how it is stopped. */
export interface Watched {
  readonly onProgress?: (stage: string, fraction: number) => void;
  readonly signal?: AbortSignal;
}

/** Between two steps: tells how far a stage is, lets others run, and stops when that was asked for. */
export function watch({ onProgress, signal }: Watched, stage: string): (done: number, of: number) => Promise<void> {
  return async (done, of) => {
    onProgress?.(stage, done / of);
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
  };
}

/** Propensities and means of a study across folds, by the settings of a call. Cost: that of `fitArmNuisances`. */
export function studyNuisances(
  study: ArmStudy,
  learner: Learner,
  folds: number,
  settings: Watched & { readonly seed: number; readonly workers?: number },
): Promise<ArmNuisances> {
  const { seed, workers } = settings;
  return fitArmNuisances(study, {
    learner,
    folds,
    deals: dealsFor(study.rows),
    seed,
    ...(workers === undefined ? {} : { workers }),
    onFit: watch(settings, `learning (${learner.name})`),
  });
}
