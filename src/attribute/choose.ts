import { DiscoError } from "../error.js";
import { checkUnitWeights } from "../estimate/study-checks.js";
import { chooseLearner } from "../learn/choose.js";
import type { Learner } from "../learn/learner.js";
import type { Sample } from "../num/sample.js";
import type { Settings } from "./options.js";

/** The learner asked for. */
export function learnerFor(sample: Sample, settings: Settings): Learner {
  const { rows, given, treatment, weights } = sample;
  const { learner, ...others } = settings;
  if (learner === "classes") throw new Error("latent classes are a law of the individual, not a learner of means");
  // A penalty worth one observation keeps small arms from separating; tables of exact frequencies are taken at their word.
  const ridge = weights?.name !== undefined || weights?.kind === "law" ? 0 : 1;
  return chooseLearner(
    { rows, given, codes: treatment.values, arms: 2, ...(weights ? { weights } : {}) },
    learner === undefined ? others : { ...others, learner },
    ridge,
  );
}

/** Fewest rows of an arm worth splitting. */
const FEWEST = 10;

/** @throws DiscoError when an arm has too few rows, or when options and data cannot go together */
export function checkSample(sample: Sample, settings: Settings): void {
  const { treatment, outcome, weights } = sample;
  const count = [0, 0];
  for (let i = 0; i < sample.rows; i++)
    count[treatment.values[i]] += weights?.kind === "counts" ? weights.values[i] : 1;
  if (weights?.kind !== "law" && Math.min(...count) < FEWEST) {
    throw new DiscoError({
      who: sample.data.source,
      wrong: `each arm needs at least ${FEWEST} rows`,
      given: `${count[1]} with ${treatment.name} = ${treatment.labels.yes}, ${count[0]} with ${treatment.name} = ${treatment.labels.no}`,
      next: "give more rows; with so few, nothing can be split",
    });
  }
  if (outcome.kind === "numeric" && settings.coupling !== 0) {
    throw new DiscoError({
      who: "coupling",
      wrong:
        "the dial is for two-valued outcomes: how a number's noise would carry over is not settled by one uniform draw",
      given: `coupling ${settings.coupling} with numeric ${outcome.name}`,
      next: `leave the coupling at 0, or make the outcome two-valued with --derive 'high = ${outcome.name} > 0'`,
    });
  }
  for (const option of ["fourWay", "variance"] as const) {
    if (settings.target === "ate" || !settings[option]) continue;
    throw new DiscoError({
      who: option,
      wrong: "this looks at everybody, so both arms must be comparable everywhere",
      given: `target ${settings.target}`,
      next: "leave it out, or ask with target ate",
    });
  }
  if (settings.variance !== undefined && outcome.kind === "numeric") {
    throw new DiscoError({
      who: "variance",
      wrong: "variance shares are for two-valued outcomes",
      given: `numeric ${outcome.name}`,
      next: `leave it out, or make the outcome two-valued with --derive 'high = ${outcome.name} > 0'`,
    });
  }
  if (weights?.kind === "law" && settings.folds !== undefined && settings.folds > 1) {
    throw new DiscoError({
      who: "folds",
      wrong: "an exact law has no sampling error to guard against by cross-fitting",
      given: String(settings.folds),
      next: "leave folds out, or give whole-number frequencies as weights",
    });
  }
  checkUnitWeights(sample);
}
