import type { ArmStudy, Study } from "../num/study.js";
import type { Overlap, Recommendation, Target } from "../query/effect.js";
import type { EffectSettings } from "./effect-options.js";

/** Where a propensity would leave those asked about without a counterpart. */
const NEAR: Readonly<Record<Target, string>> = { ate: "0 or 1", att: "1", atc: "0", overlap: "0 or 1" };

/** Two-stage least squares, and what would be far more precise if the covariates told all. */
export function recommendInstrument(
  { instruments, treatment }: Study,
  { way }: EffectSettings,
  precise: string,
): Recommendation {
  const names = instruments.map(({ name }) => name).join(", ");
  const because =
    way === "instrument"
      ? `By the graph nothing that was measured adjusts for all common causes, and ${names} moves ${treatment.name} and touches the outcome by nothing else.`
      : `An instrument was named (${names}), which helps where the covariates do not tell all that decided ${treatment.name}.`;
  return {
    method: "two-stage-least-squares",
    because: [because],
    otherwise: [`If the covariates told all of it, ${precise} would be far more precise.`],
  };
}

/**
 * Which estimator is shown first where the treatment has arms: the rule of docs/effect.md.
 *
 * 1. The one that was asked for.
 * 2. Without covariates the plain difference.
 * 3. With instruments, those: whoever names one holds that the covariates do not suffice.
 * 4. AIPW, because it needs only one of its two models to be right; TMLE where propensities come near 0 or 1, because its averages cannot leave
 *    the outcome's range.
 */
export function recommendArms(study: ArmStudy, settings: EffectSettings, overlap: Overlap): Recommendation {
  const { given, instruments } = study;
  if (settings.method !== undefined) {
    return { method: settings.method, because: ["It was asked for."], otherwise: ["Leave --method out to see all."] };
  }
  if (settings.way === "front-door") {
    return {
      method: "front-door",
      because: [
        "By the graph nothing that was measured adjusts for all common causes, and all of the effect goes through the mediators.",
      ],
      otherwise: ["If the covariates told all common causes, AIPW would be shown."],
    };
  }
  if (instruments.length > 0) return recommendInstrument(study, settings, "AIPW");
  if (given.length === 0) {
    return {
      method: "difference",
      because: ["No covariates were named, so the arms are compared as they are, which is right after a lottery."],
      otherwise: [
        "Name with --given what decided who was treated and matters for the outcome, and the arms are adjusted.",
      ],
    };
  }
  const why = "It is right when either the model of who was treated or that of the outcome is.";
  if (overlap.outside > 0 && settings.target !== "overlap") {
    return {
      method: "tmle",
      because: [
        why,
        `Some propensities are beyond ${overlap.threshold} or ${1 - overlap.threshold}, and its averages cannot leave the outcome's range, as those of AIPW can there.`,
      ],
      otherwise: ["With better overlap (--trim 0.05, or --target overlap) AIPW would be shown."],
    };
  }
  if (settings.target === "overlap") {
    return {
      method: "aipw",
      because: [
        "It weighs as overlap weights do, so that rows without a counterpart count for next to nothing, and models of the outcome make it more precise.",
      ],
      otherwise: ["About everybody (--target ate), where the arms overlap, it would be right when either model is."],
    };
  }
  return {
    method: "aipw",
    because: [why, `No propensity comes near ${NEAR[settings.target]}, so no few rows speak for many.`],
    otherwise: [
      "With propensities below 0.01 or above 0.99 TMLE would be shown.",
      "With an instrument (--instrument) two-stage least squares; without covariates the plain difference.",
    ],
  };
}
