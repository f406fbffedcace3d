import { calibrationRemarks, modelsCalibration } from "../estimate/calibrated.js";
import { refusedWith } from "../estimate/misuse/graph-remarks.js";
import { checkOverlap, insideTrim, overlapOf } from "../estimate/overlap.js";
import type { ScoreRows } from "../estimate/scores.js";
import { watch } from "../estimate/study-nuisances.js";
import { dealsFor, defaultFolds } from "../learn/choose.js";
import { fitNuisances, type Nuisances } from "../learn/nuisances.js";
import type { Sample } from "../num/sample.js";
import type { Attribution, Evidence } from "../query/attribution.js";
import type { CalibrationAnswer } from "../query/calibration.js";
import { ENGINE } from "../query/engine.js";
import { assumptionsOf, individualWords } from "./assumptions.js";
import { binaryEvidence } from "./binary.js";
import { attributeByClasses } from "./by-law.js";
import { checkSample, learnerFor } from "./choose.js";
import { cloudOf } from "./cloud.js";
import type { Context } from "./context.js";
import { effects } from "./effects.js";
import { evidenceWeightRemarks, propensityWeightRemarks } from "./evidence-weights.js";
import { guarded } from "./guarded.js";
import { type Individuals, individualsOf } from "./individuals.js";
import { numericEvidence, reliability } from "./numeric.js";
import { type AttributeOptions, type Settings, settle } from "./options.js";
import { causation, populationScores, populationTypes } from "./population.js";
import { posteriorOf } from "./posterior.js";
import { countReplicates } from "./replicates.js";
import { observedVariance, randomisedVariance } from "./variance.js";
import { attributionWarnings } from "./warnings.js";
import { word } from "./wording.js";

/** The answer, and the individuals behind it. */
export interface Attributed {
  readonly answer: Attribution;
  readonly individuals: Individuals;
}

/** The entries kept, and nothing of the others. */
export function keep(learnt: Nuisances, kept: Int32Array): Nuisances {
  const pick = (values: Float64Array) => Float64Array.from(kept, (j) => values[j]);
  const { entries, m, above } = learnt;
  const count = pick(entries.count);
  const row = Int32Array.from(kept, (j) => entries.row[j]);
  const arm = (t: 0 | 1) => ({ mean: pick(m[t].mean), sum: pick(m[t].sum), product: pick(m[t].product) });
  return {
    ...learnt,
    entries: {
      ...entries,
      row,
      count,
      fold: Uint8Array.from(kept, (j) => entries.fold[j]),
      total: count.reduce((a, b) => a + b, 0),
    },
    t: Uint8Array.from(kept, (j) => learnt.t[j]),
    y: pick(learnt.y),
    e: pick(learnt.e),
    m: [arm(0), arm(1)],
    ...(above ? { above: [pick(above[0]), pick(above[1])] as const } : {}),
  };
}

function scoreRows(sample: Sample, learnt: Nuisances): ScoreRows {
  const { entries } = learnt;
  const base = { count: entries.count, total: entries.total, law: sample.weights?.kind === "law" };
  if (!sample.unit) return base;
  const { codes, labels } = sample.unit;
  const copies = new Float64Array(labels.length).fill(1);
  if (sample.weights?.kind === "counts") {
    const { values } = sample.weights;
    for (let i = 0; i < sample.rows; i++) copies[codes[i]] = values[i];
  }
  return { ...base, cluster: Int32Array.from(entries.row, (row) => codes[row]), copies };
}

const ARMS = { ate: [1, 0], att: [1], atc: [0] } as const;

function evidenceOf(context: Context): Evidence[] {
  const { sample, learnt, settings } = context;
  return ARMS[settings.target].flatMap((t) =>
    ([1, 0] as const).map((y) => {
      if (sample.outcome.kind === "numeric") return numericEvidence(context, t, y === 1);
      const evidence = binaryEvidence(context, t, y);
      const posterior =
        evidence.rows > 0 ? posteriorOf(context, (j) => learnt.t[j] === t && learnt.y[j] === y) : undefined;
      return posterior ? { ...evidence, posterior } : evidence;
    }),
  );
}

function twoValued(
  context: Context,
  evidence: readonly Evidence[],
): Pick<Attribution, "causation" | "responses" | "variance"> {
  const { settings, sample } = context;
  if (sample.outcome.kind === "numeric" || settings.target !== "ate") return {};
  const scores = populationScores(context);
  // Probabilities of causation are stated under independent noises whatever the dial says.
  const fresh = settings.coupling === 0 ? evidence : evidenceOf({ ...context, settings: { ...settings, coupling: 0 } });
  const causes = causation(context, scores, fresh);
  return {
    ...(causes ? { causation: causes } : {}),
    responses: populationTypes(context, scores),
    ...(settings.variance === undefined
      ? {}
      : {
          variance: { observed: observedVariance(context), randomised: randomisedVariance(context, settings.variance) },
        }),
  };
}

/**
 * How much of an observed outcome was the individual, the policy, chance (THEORY 5.1, estimated from rows as in section 12).
 *
 * @param sample a table with its roles; covariates (and the unit, where rows repeat it) stand for the individual
 * @returns the answer, JSON-ready, and the fitted individuals
 * @throws DiscoError `input` for options or data that cannot be used, `refused` where the arms cannot be compared
 * Cost: about 25 fits of the learner at 5 folds; then O(rows). Twice that where a graph says that covariates are there by mistake.
 */
export async function attribute(sample: Sample, options: AttributeOptions = {}): Promise<Attributed> {
  const { guard, ...plain } = options;
  if (guard === undefined) return attributeUnguarded(sample, plain);
  const found = await attributeUnguarded(sample, plain).catch((error: unknown) => {
    throw refusedWith(error, guard);
  });
  const again = async (other: Sample) => (await attributeUnguarded(other, plain)).answer;
  return { ...found, answer: await guarded(sample, guard, found.answer, again) };
}

async function attributeUnguarded(sample: Sample, options: AttributeOptions): Promise<Attributed> {
  const settings = settle(options);
  checkSample(sample, settings);
  if (settings.learner === "classes") {
    settings.onProgress?.("learning (classes)", 0);
    return attributeByClasses(sample, settings, named(sample), {
      ...(settings.classes === undefined ? {} : { classes: settings.classes }),
    });
  }
  const learner = learnerFor(sample, settings);
  const folds = settings.folds ?? defaultFolds(sample, learner.name);
  const fitted = await fitNuisances(sample, {
    learner,
    folds,
    deals: dealsFor(sample.rows),
    seed: settings.seed,
    onFit: watch(settings, `learning (${learner.name})`),
  });
  settings.onProgress?.("splitting", 1);
  const propensities = ({ t, e, entries }: Nuisances) => ({ t, e, count: entries.count });
  const learnt =
    settings.trim === undefined
      ? fitted
      : keep(fitted, insideTrim(propensities(fitted), settings.target, settings.trim));
  const replicates = countReplicates(sample, learnt);
  const rows = scoreRows(sample, learnt);
  const overlap = overlapOf(propensities(learnt), settings.target);
  const weak = checkOverlap(propensities(learnt), overlap, settings.target, learnt.entries.total, ["ate", "att"]);
  const context: Context = {
    sample,
    settings,
    learnt,
    rows,
    ...(replicates ? { replicates } : {}),
    assumptions: assumptionsOf(sample, settings, replicates),
    provenance: provenanceOf(sample, settings, learner.name, learnt.entries.folds),
  };
  const evidence = evidenceOf(context);
  const calibration = learnt.entries.folds > 1 && sample.given.length > 0 ? calibrationOf(sample, learnt) : [];
  const trimmed = fitted.entries.total - learnt.entries.total;
  const answer: Attribution = {
    ...named(sample),
    individual: individualWords(sample, replicates),
    coupling: settings.coupling,
    effect: effects(context),
    evidence,
    ...twoValued(context, evidence),
    ...(sample.outcome.kind === "numeric" && replicates
      ? { reliability: { treated: reliability(context, 1), control: reliability(context, 0) } }
      : {}),
    overlap,
    ...(calibration.length > 0 ? { calibration } : {}),
    cloud: cloudOf(context),
    assumptions: [...context.assumptions.values()],
    warnings: [
      ...weak,
      ...propensityWeightRemarks(context),
      ...evidenceWeightRemarks(context),
      ...calibrationRemarks(calibration, sample.unit !== undefined),
      ...attributionWarnings(context, evidence),
    ],
    data: {
      ...sample.data,
      used: sample.data.used - (fitted.entries.single ? trimmed : 0),
      notes: [...sample.data.notes, ...(settings.trim === undefined ? [] : [trimNote(trimmed, settings)])],
    },
    provenance: context.provenance,
  };
  const recurrence = (treated: boolean) => {
    const found = evidence.find((one) => one.treated === treated && one.success)?.recurrence;
    return found?.value ?? found?.bounds?.[0] ?? Number.NaN;
  };
  return { answer, individuals: individualsOf({ ...context, learnt: fitted }, [recurrence(false), recurrence(true)]) };
}

function calibrationOf({ treatment, outcome }: Sample, { t, y, e, m, entries }: Nuisances): CalibrationAnswer[] {
  const { labels, name } = treatment;
  const arms = [String(labels.no), String(labels.yes)] as const;
  return modelsCalibration({
    ...{ treatment: name, arms, outcome, arm: t, y, e, count: entries.count },
    m: [m[0].mean, m[1].mean],
  });
}

function trimNote(trimmed: number, settings: Settings): string {
  return `${trimmed} rows with a propensity below ${settings.trim} or above ${1 - settings.trim!} were left out; the answer is about the others.`;
}

function provenanceOf(sample: Sample, settings: Settings, learner: string, folds: number): Context["provenance"] {
  return {
    engine: ENGINE,
    source: sample.data.source,
    learner,
    folds,
    seed: settings.seed,
    ...(sample.weights ? { weights: sample.weights.kind } : {}),
  };
}

function named(sample: Sample): Pick<Attribution, "question" | "treatment" | "outcome"> {
  const { treatment, outcome } = sample;
  const { labels } = treatment;
  return {
    question: `SHARES of ${word(outcome.name)} by ${word(treatment.name)}: how much was the individual, the policy, chance?`,
    treatment: { name: treatment.name, treated: String(labels.yes), control: String(labels.no) },
    outcome:
      outcome.kind === "binary"
        ? {
            kind: "binary",
            name: outcome.name,
            success: String(outcome.labels.yes),
            failure: String(outcome.labels.no),
          }
        : { kind: "numeric", name: outcome.name },
  };
}
