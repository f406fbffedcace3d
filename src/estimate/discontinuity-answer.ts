import { DiscoError } from "../error.js";
import type { Study } from "../num/study.js";
import type { EffectAnswer } from "../query/effect.js";
import { ENGINE } from "../query/engine.js";
import { aboutStudy } from "./about-study.js";
import { effectAnswer } from "./effect-answer.js";
import type { EffectSettings } from "./effect-options.js";
import { regressionDiscontinuity } from "./regression-discontinuity.js";

/** The answer where a rule cuts a running variable at one value. @throws DiscoError as `regressionDiscontinuity` does */
export function discontinuityAnswer(study: Study, settings: EffectSettings): EffectAnswer {
  const { treatment, outcome, running } = study;
  const { cutoff, bandwidth, level } = settings;
  if (cutoff === undefined || treatment.kind !== "arms" || running === undefined) {
    throw new DiscoError({
      who: "--cutoff",
      wrong: "a regression discontinuity needs two arms, a running variable, and where the rule cuts it",
      given: `treatment ${treatment.name}, running ${running?.name ?? "(none)"}, cutoff ${cutoff ?? "(none)"}`,
      next: "name them: --treatment COLUMN --running COLUMN --cutoff VALUE",
    });
  }
  const parts = regressionDiscontinuity(study, { cutoff, level, ...(bandwidth === undefined ? {} : { bandwidth }) });
  const provenance = { engine: ENGINE, source: study.data.source, cutoff, bandwidth: parts.discontinuity.bandwidth };
  const [from, to] = treatment.arms;
  const query = `E[${outcome.name}[${treatment.name}=${to}] - ${outcome.name}[${treatment.name}=${from}] | ${running.name}=${cutoff}]`;
  const answer = effectAnswer({ query, layer: 3, ...parts }, settings, provenance);
  return {
    question: `What does ${treatment.name} change in ${outcome.name}, for those at ${running.name} = ${cutoff}?`,
    target: settings.target,
    contrast: settings.contrast,
    treatment: { kind: "arms", name: treatment.name, arms: treatment.arms, reference: from },
    ...aboutStudy(study),
    recommended: "regression-discontinuity",
    recommendation: {
      method: "regression-discontinuity",
      because: [`A running variable was named (${running.name}): those just beside the cutoff differ in nothing else.`],
      otherwise: ["Without --running, the estimators that adjust for covariates."],
    },
    estimates: { "regression-discontinuity": answer },
    discontinuity: parts.discontinuity,
    sensitivity: [],
    assumptions: parts.assumptions,
    warnings: parts.warnings,
    data: study.data,
    provenance,
  };
}
