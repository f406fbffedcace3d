import { DiscoError } from "../error.js";
import { type ClassFit, type ClassOptions, latentClasses } from "../learn/classes.js";
import type { LearnNote } from "../learn/learner.js";
import type { Sample } from "../num/sample.js";
import type { PosteriorEntry } from "../query/attribution.js";
import type { Context } from "./context.js";
import { fromClasses, type LawAverages } from "./law/averages.js";
import { lawEvidence } from "./law/evidence.js";
import {
  assemble,
  contextOf,
  countEvent,
  individualsOf,
  type LawAttributed,
  type Named,
  type Parts,
  type RowLaw,
} from "./law/frame.js";
import { lawReliability, NUMERIC_PLACES, numericAverages, numericLawEvidence } from "./law/numeric.js";
import { lawCausation, lawEffects, lawTypes } from "./law/population.js";
import { lawVariance } from "./law/variance.js";
import { type LawWords, wordsOf } from "./law/words.js";
import type { Settings } from "./options.js";

const ARMS = { ate: [1, 0], att: [1], atc: [0] } as const;

function refuse(who: string, wrong: string, given: string, next: string): never {
  throw new DiscoError({ who, wrong, given, next });
}

function checkSettings(settings: Settings): void {
  const { trim, folds } = settings;
  if (trim !== undefined) {
    refuse("trim", "a law of the individual has no rows to leave out by propensity", `trim ${trim}`, "leave it out");
  }
  if (folds !== undefined && folds > 1) {
    refuse(
      "folds",
      "a law of the individual is fitted to all rows at once; its intervals count what that costs",
      `folds ${folds}`,
      "leave folds out",
    );
  }
}

function binaryParts(context: Context, averages: LawAverages, words: LawWords, kinds: ClassFit): Parts {
  const { settings } = context;
  const evidence = ARMS[settings.target].flatMap((t) =>
    ([1, 0] as const).map((y) => {
      const rows = countEvent(context, t, y);
      const one = lawEvidence(context, averages, words, t, y, rows);
      return rows > 0 ? { ...one, posterior: posteriorOf(kinds, t, y) } : one;
    }),
  );
  const effect = lawEffects(context, averages, words);
  if (settings.target !== "ate") return { effect, evidence };
  const causes = lawCausation(context, averages, words);
  return {
    effect,
    evidence,
    ...(causes ? { causation: causes } : {}),
    responses: lawTypes(context, averages, words),
    ...(settings.variance === undefined ? {} : { variance: lawVariance(context, averages, words, settings.variance) }),
  };
}

/** Which classes the individuals behind an event were (abduction), counted by rows. */
function posteriorOf({ law, occasions, byPattern }: ClassFit, t: 0 | 1, y: 0 | 1): PosteriorEntry[] {
  const { classes, mean } = law;
  const inArm = new Float64Array(classes);
  const all = new Float64Array(classes);
  for (let j = 0; j < occasions.size; j++) {
    for (let k = 0; k < classes; k++) {
      const w = occasions.count[j] * byPattern[j * classes + k];
      inArm[k] += w * occasions.seen[t][j];
      all[k] += w * (occasions.seen[0][j] + occasions.seen[1][j]);
    }
  }
  const shown = inArm.map((mass, k) => mass * (y === 1 ? mean[t][k] : 1 - mean[t][k]));
  const total = shown.reduce((a, b) => a + b, 0);
  return Array.from(all, (mass, k) => ({
    individual: { class: k + 1 },
    prior: mass / occasions.rows,
    posterior: total > 0 ? shown[k] / total : 0,
    p0: mean[0][k],
    p1: mean[1][k],
  })).sort((a, b) => b.prior - a.prior);
}

/** Means and propensity of each row's individual after all rows of its unit. */
function rowLawOf(sample: Sample, { law, posterior }: ClassFit): RowLaw {
  const [m0, m1, e] = [0, 1, 2].map(() => new Float64Array(sample.rows));
  for (let i = 0; i < sample.rows; i++) {
    const at = sample.unit!.codes[i] * law.classes;
    for (let k = 0; k < law.classes; k++) {
      m0[i] += posterior[at + k] * law.mean[0][k];
      m1[i] += posterior[at + k] * law.mean[1][k];
      e[i] += posterior[at + k] * law.treated[k];
    }
  }
  return { m0, m1, e };
}

/**
 * How much of an observed outcome was the individual, the policy, chance, with latent classes as the law of the individual: shares,
 * recurrence and causation by abduction, valuation and reduction (THEORY 2.4, 5.1) over classes. Recurrence has a value, since the model
 * says what the individual is. Intervals are by units (influence of each on shares and classes alike, the law being allowed to be only an
 * approximation); that the number of classes was chosen from the same rows is not in them.
 *
 * Assumes what `answer.assumptions` says: a unit keeps its class, its rows are independent given the class, no carry-over, the arm as good
 * as random given the class. Covariates that are the unit's own move the weights of the classes and nothing else.
 * @param named the words that the sample alone decides
 * @throws DiscoError as `latentClasses` does; for trim and for folds above 1. Cost: that of `latentClasses`, then O(patterns) an interval.
 */
export function attributeByClasses(
  sample: Sample,
  settings: Settings,
  named: Named,
  options: ClassOptions = {},
): LawAttributed {
  checkSettings(settings);
  const fit = latentClasses(sample, { seed: settings.seed, ...options });
  const numeric = sample.outcome.kind === "numeric";
  const facts = {
    classes: fit.law.classes,
    byClass: fit.arms === "by-class",
    numeric,
    covariates: fit.covariates,
  };
  const words = wordsOf(facts);
  const rowLaw = rowLawOf(sample, fit);
  const context = contextOf(sample, settings, facts, rowLaw, "classes");
  const notes = [...fit.notes, ...chosen(fit, options)];
  if (!numeric) {
    const parts = binaryParts(context, fromClasses(fit), words, fit);
    return { answer: assemble(context, named, facts, parts, notes), individuals: individualsOf(context, rowLaw) };
  }
  const averages = numericAverages(sample, fit);
  const parts = {
    effect: lawEffects(context, averages, words, NUMERIC_PLACES),
    evidence: ARMS[settings.target].flatMap((t) =>
      [true, false].map((above) => numericLawEvidence(context, averages, words, t, above)),
    ),
    reliability: {
      treated: lawReliability(context, averages, words, 1),
      control: lawReliability(context, averages, words, 0),
    },
  };
  return { answer: assemble(context, named, facts, parts, notes), individuals: individualsOf(context, rowLaw) };
}

function chosen({ law, bic }: ClassFit, { classes }: ClassOptions): LearnNote[] {
  if (classes !== undefined || bic.length < 2) return [];
  const best = bic.find((one) => one.classes === law.classes)!;
  const next = bic.filter((one) => one !== best).sort((a, b) => a.bic - b.bic)[0];
  return [
    {
      id: "classes-chosen",
      text: `The number of classes, ${law.classes}, was chosen by BIC from these rows (next best ${next.classes}, worse by ${(next.bic - best.bic).toPrecision(3)}); intervals take it as known.`,
    },
  ];
}
