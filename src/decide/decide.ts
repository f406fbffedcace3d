import { keep } from "../attribute/attribute.js";
import { checkSample, learnerFor } from "../attribute/choose.js";
import type { NamedColumn } from "../attribute/individuals.js";
import { type Settings, settle } from "../attribute/options.js";
import { word } from "../attribute/wording.js";
import { DiscoError } from "../error.js";
import { calibrationRemarks, modelsCalibration } from "../estimate/calibrated.js";
import { checkOverlap, insideTrim, overlapOf } from "../estimate/overlap.js";
import { watch } from "../estimate/study-nuisances.js";
import { defaultFolds } from "../learn/choose.js";
import { fitNuisances, type Nuisances } from "../learn/nuisances.js";
import type { Sample } from "../num/sample.js";
import type { Remark } from "../query/answer.js";
import type { Decision } from "../query/decision.js";
import { ENGINE } from "../query/engine.js";
import { decisionAssumptions } from "./assumptions.js";
import { isGainEqual } from "./benefit.js";
import { chooseTreated } from "./choose.js";
import type { DecideContext } from "./context.js";
import { decisionCurves } from "./curves.js";
import { decidedGroups } from "./decided-groups.js";
import { fairnessOf, thresholdOf } from "./fairness.js";
import { makeScored } from "./make-scored.js";
import { type DecideOptions, type DecideSettings, isCostly, settleDecision } from "./options.js";
import { peopleOf } from "./people.js";
import { comparedPolicies, shareTreated } from "./policies.js";
import { checkUnitName, policyColumns } from "./policy-columns.js";
import { reasonsOf, reasonWords } from "./reasons.js";
import { grownPolicy } from "./tree.js";
import { decisionWarnings } from "./warnings.js";

/** The answer, and the policy: a line for each individual, by columns. */
export interface Decided {
  readonly answer: Decision;
  readonly policy: readonly NamedColumn[];
}

/**
 * Whom to treat, when it is worth different amounts to treat an individual who succeeds only if treated (complier), always, never, or only if not
 * treated (defier). Each individual's benefit comes from its two chances of success: a value under independent noises, and bounds whatever the
 * noises (THEORY 4.6; Li & Pearl 2019). The rule and the budget choose; doubly robust scores judge the choice.
 *
 * @param sample a table with its roles and a two-valued outcome; costs and groups among its covariates or beside them
 * @returns the answer, JSON-ready, and the policy: a line for each unit (its rows averaged), or for each row where there is no unit
 * @throws DiscoError `input` for options or data that cannot be used, `refused` where the arms cannot be compared
 * Cost: about 25 fits of the learner at 5 folds; then O(rows log rows).
 */
export async function decide(sample: Sample, options: DecideOptions): Promise<Decided> {
  const settings = settleDecision(options);
  const learning = settle(learningOptions(settings));
  checkDecidable(sample, settings);
  checkSample(sample, learning);
  const learner = learnerFor(sample, learning);
  // Folds are dealt once, also for few rows: whoever decides about a row must not have seen those that are judged with it.
  const learnt = await fitNuisances(sample, {
    learner,
    folds: settings.folds ?? defaultFolds(sample, learner.name),
    seed: learning.seed,
    onFit: watch(learning, `learning (${learner.name})`),
  });
  settings.onProgress?.("deciding", 1);
  return decideFrom(sample, learnt, settings, { ...learning, learnerName: learner.name });
}

function learningOptions(settings: DecideSettings) {
  const { learner, calibrate, folds, seed, level, trim, trees, depth, onProgress, signal } = settings;
  const given = { learner, calibrate, folds, seed, level, trim, trees, depth, onProgress, signal };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function checkDecidable(sample: Sample, settings: DecideSettings): void {
  const { outcome, weights } = sample;
  checkUnitName(sample.unit?.name);
  if (outcome.kind === "numeric") {
    throw new DiscoError({
      who: "outcome",
      wrong: "benefits are counted by response types, which only two-valued outcomes have",
      given: `numeric ${outcome.name}`,
      next: `make it two-valued: --derive 'high = ${outcome.name} > 0'`,
    });
  }
  const single = (settings.explore ?? 0) > 0 ? "explore" : settings.fairEqual === true ? "fair-equal" : undefined;
  if (weights === undefined || single === undefined) return;
  throw new DiscoError({
    who: single,
    wrong: "this is decided for one individual after the other, and a row of this table stands for several",
    given: weights.name === undefined ? "rows that were counted" : `weights ${weights.name}`,
    next: "give a table with a row for each individual",
  });
}

/** What `decide` does once the models are fitted. Cost: O(rows log rows). */
export function decideFrom(
  sample: Sample,
  fitted: Nuisances,
  settings: DecideSettings,
  learning: Settings & { readonly learnerName: string },
): Decided {
  const { benefit, rule, budget, trim } = settings;
  const { level, seed } = learning;
  const monotone = settings.assume === "monotone";
  const propensities = ({ t, e, entries }: Nuisances) => ({ t, e, count: entries.count });
  const learnt = trim === undefined ? fitted : keep(fitted, insideTrim(propensities(fitted), "ate", trim));
  const overlap = overlapOf(propensities(learnt), "ate");
  const weak = checkOverlap(propensities(learnt), overlap, "ate", learnt.entries.total, ["ate"]);
  const scored = makeScored(sample, learnt, benefit, monotone);
  const all = learnt === fitted ? scored : makeScored(sample, fitted, benefit, monotone);
  const people = peopleOf(sample, fitted, all, scored, settings);
  const choice = chooseTreated(people, settings, seed, scored.law);
  const reasons = reasonsOf(people, choice);
  const alone = sample.unit === undefined && learnt.entries.single && learnt === fitted;
  const person = scored.row.map((row) => people.ofRow[row]);
  const costly = isCostly(settings);
  const price = costly ? people.cost : undefined;
  const assumptions = decisionAssumptions(sample, settings);
  const gainEquality = isGainEqual(benefit);
  const provenance = {
    ...{
      engine: ENGINE,
      source: sample.data.source,
      learner: learning.learnerName,
      folds: scored.folds,
      seed,
      level,
      rule,
    },
    ...(sample.weights ? { weights: sample.weights.kind } : {}),
  };
  const context: DecideContext = {
    ...{ scored, level, assumptions, provenance },
    ...(alone ? {} : { person }),
    cost: alone ? people.cost : Float64Array.from(person, (i) => people.cost[i]),
    closed: gainEquality || monotone,
  };
  const taken = costly ? { cost: context.cost } : {};
  const curves = decisionCurves(scored, { level, ...taken });
  const grown =
    settings.tree === 0
      ? undefined
      : grownPolicy(scored, {
          ...{ level, depth: settings.tree, lots: Uint32Array.from(person, (i) => people.hash[i]) },
          ...taken,
          ...(budget === undefined ? {} : { budget }),
        });
  const policies = comparedPolicies(context, sample, people, choice, { seed, tree: grown });
  const fairness = fairnessOf(people, choice, price);
  const trimmed = fitted.entries.total - learnt.entries.total;
  const answer: Decision = {
    ...named(sample),
    ...{ benefit, rule, gainEquality },
    ...(budget === undefined ? {} : { budget }),
    ...(settings.cost === undefined && settings.costColumn === undefined ? {} : { cost: costOf(settings) }),
    ...(monotone ? { assume: "monotone" as const } : {}),
    individuals: { name: people.name, count: people.total },
    groups: decidedGroups(context, people, choice, reasons),
    policies,
    treated: shareTreated(people, choice.treat),
    threshold: thresholdOf(choice, price, () => true),
    spent: spentOf(people, choice.treat, price),
    curves,
    ...(grown === undefined ? {} : { tree: grown.tree }),
    ...(fairness === undefined ? {} : { fairness }),
    ...(settings.explore === undefined ? {} : { explore: settings.explore }),
    assumptions: [...assumptions.values()],
    warnings: [
      ...weak,
      ...fitted.notes,
      ...calibrationOf(sample, learnt),
      ...decisionWarnings(settings, people, choice, policies, scored),
    ],
    data: {
      ...sample.data,
      used: sample.data.used - (fitted.entries.single ? trimmed : 0),
      notes: [...sample.data.notes, ...notesOf(sample, settings, trimmed)],
    },
    provenance,
  };
  return { answer, policy: policyColumns(people, choice, reasonWords(people, reasons, settings)) };
}

function costOf({ cost, costColumn }: DecideSettings): NonNullable<Decision["cost"]> {
  return costColumn === undefined ? { each: cost ?? 0 } : { column: costColumn };
}

/** Per individual: the share treated, or what that costs. */
function spentOf(
  { mass, total, size }: { mass: Float64Array; total: number; size: number },
  treat: Float64Array,
  price: Float64Array | undefined,
): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += mass[i] * treat[i] * (price === undefined ? 1 : price[i]);
  return sum / total;
}

function notesOf({ unit }: Sample, { trim, costColumn }: DecideSettings, trimmed: number): string[] {
  return [
    ...(unit === undefined
      ? []
      : [
          `An individual is a ${unit.name}: its rows are averaged${costColumn === undefined ? "" : ", costs too"}, and it counts once however many rows it has.`,
        ]),
    ...(trim === undefined
      ? []
      : [
          `${trimmed} rows with a propensity below ${trim} or above ${1 - trim} were left out: nothing was decided about them, and budgets are shares of the others.`,
        ]),
  ];
}

function calibrationOf({ treatment, outcome, given, unit }: Sample, { t, y, e, m, entries }: Nuisances): Remark[] {
  if (entries.folds === 1 || given.length === 0) return [];
  const { labels, name } = treatment;
  const arms = [String(labels.no), String(labels.yes)] as const;
  const found = modelsCalibration({
    ...{ treatment: name, arms, outcome, arm: t, y, e, count: entries.count },
    m: [m[0].mean, m[1].mean],
  });
  return calibrationRemarks(found, unit !== undefined);
}

function named({ treatment, outcome }: Sample): Pick<Decision, "question" | "treatment" | "outcome"> {
  const { labels } = treatment;
  return {
    question: `DECIDE ${word(treatment.name)} for ${word(outcome.name)}: whom is it worth treating?`,
    treatment: { name: treatment.name, treated: String(labels.yes), reference: String(labels.no) },
    outcome: { name: outcome.name, success: outcome.kind === "binary" ? String(outcome.labels.yes) : "" },
  };
}
