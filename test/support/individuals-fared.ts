import { heterogeneityOf } from "../../src/estimate/heterogeneity/heterogeneity-of.js";
import { individualEffects } from "../../src/estimate/heterogeneity/individual-effects.js";
import { effectLearnerOf, pairOfArms } from "../../src/estimate/heterogeneity/learn-effects.js";
import { crossFittedProblem } from "../../src/estimate/make-problem.js";
import { fitArmNuisances } from "../../src/learn/arm-nuisances.js";
import type { ArmEffectFit } from "../../src/learn/effects/arm-effect-fit.js";
import type { Learner } from "../../src/learn/learner.js";
import { linear } from "../../src/learn/linear.js";
import type { ArmStudy } from "../../src/num/study.js";
import type { EffectLeaf, HeterogeneityLearner, Uncertain } from "../../src/query/heterogeneity.js";
import { type EffectLaw, effectTask, type KnownTask, type Who } from "./effect-task.js";

/** How individual effects and what was said of them fared over repeated draws; shares of intervals that held the truth. */
export interface IndividualsFared {
  /** Root mean squared error of the effects. */
  readonly error: number;
  readonly pointwise: number;
  readonly p1: number;
  readonly p0: number;
  /** Chances of the response types under independent noises, each type for itself and averaged. */
  readonly types: number;
  /** Lower limits below the low bound's truth, upper limits above the high bound's, and both at once. */
  readonly least: number;
  readonly most: number;
  readonly both: number;
  /** Of the average true effect of the rows in the lowest and the highest fifth. */
  readonly lowest: number;
  readonly highest: number;
  /** Share of draws in which a difference between individuals was found. */
  readonly found: number;
  /** Share of draws in which the gain of the ranking was significantly above 0 (one-sided, 5 %). */
  readonly gains: number;
  /** Of the true average effect in the leaves of the tree, over the population. */
  readonly leaves: number;
  readonly slope: number;
}

/** A study like the task's, for estimators that learn everything themselves. */
function studyOf({ task }: KnownTask): ArmStudy {
  const { rows, given, y, outcome } = task;
  return {
    rows,
    treatment: { kind: "arms", name: "t", arms: ["0", "1"], codes: Int32Array.from(task.t) },
    outcome:
      outcome === "binary"
        ? { kind: "binary", name: "y", values: y, labels: { yes: 1, no: 0 } }
        : { kind: "numeric", name: "y", values: y },
    given,
    instruments: [],
    mediators: [],
    data: { source: "made", read: rows, used: rows, missing: {}, notes: [] },
  };
}

const holds = ({ interval }: Uncertain, truth: number) =>
  interval !== undefined && interval[0] <= truth && truth <= interval[1];
const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Everybody, on a grid: the population of `effectTask`. */
const population: readonly Who[] = Array.from({ length: 100 }, (_, a) =>
  Array.from({ length: 100 }, (_b, b) =>
    ([0, 1, 2] as const).map((group): Who => ({ x: -1 + (a + 0.5) / 50, z: -1 + (b + 0.5) / 50, group })),
  ),
).flat(2);

/** Average true effect in a leaf; leaves cut by pure noise hold a fair part of everybody. */
function leafTruth(law: EffectLaw, { conditions }: EffectLeaf): number {
  const inside = population.filter((who) =>
    conditions.every(({ covariate, above, atMost, among }) => {
      if (covariate === "noise") return true;
      if (among) return among.includes("abc"[who.group]);
      const value = covariate === "x" ? who.x : who.z;
      return !(value <= above!) && !(value > atMost!);
    }),
  );
  return average(inside.map(law.tau));
}

/** Draws, learns with nuisances across folds, judges, and counts. `slope`: the true slope of the best line in x. */
export async function individualsFared(
  law: EffectLaw,
  rows: number,
  how: HeterogeneityLearner,
  runs: number,
  slope?: number,
  learner: Learner = linear(),
): Promise<IndividualsFared> {
  const all: Record<keyof IndividualsFared, number[]> = {
    ...{
      error: [],
      pointwise: [],
      p1: [],
      p0: [],
      types: [],
      least: [],
      most: [],
      both: [],
      lowest: [],
      highest: [],
      found: [],
      gains: [],
      leaves: [],
      slope: [],
    },
  };
  for (let run = 0; run < runs; run++) {
    const known = effectTask(law, rows, 31 * run + rows);
    const study = studyOf(known);
    const nuisances = await fitArmNuisances(study, { learner, folds: 5, seed: 1 });
    const problem = crossFittedProblem({ study, arm: 1, target: "ate", seed: 1 }, nuisances);
    const pair = pairOfArms(problem, nuisances.entries);
    const effectLearner = effectLearnerOf(how, learner);
    const fit: ArmEffectFit = await effectLearner.fit(pair.task);
    const { groups, finding, targeting, tree, projection } = heterogeneityOf(pair.rows, fit, {
      ...{ arm: "1", reference: "0", learner: how, words: effectLearner.words },
    });
    const { truth } = known;
    all.error.push(average([...fit.effect].map((tau, i) => (tau - truth[i]) ** 2)));
    const cover = (values: Float64Array, error: Float64Array | undefined, true_: Float64Array) =>
      error ? [average([...values].map((v, i) => (Math.abs(v - true_[i]) <= 1.959964 * error[i] ? 1 : 0)))] : [];
    const chance = (values: Float64Array, error: Float64Array | undefined, true_: Float64Array) => {
      const logit = values.map((p) => Math.log(p / (1 - p)));
      return cover(
        logit,
        error?.map((e, i) => e / (values[i] * (1 - values[i]))),
        true_.map((p) => Math.log(p / (1 - p))),
      );
    };
    all.pointwise.push(...cover(fit.effect, fit.error, truth));
    if (fit.arms?.error && law.binary) {
      all.p0.push(...chance(fit.arms.m[0], fit.arms.error[0], known.m[0]));
      all.p1.push(...chance(fit.arms.m[1], fit.arms.error[1], known.m[1]));
      const held = typesHeld(fit, known);
      for (const key of ["types", "least", "most", "both"] as const) all[key].push(held[key]);
    }
    const own = groupTruths(fit.effect, pair.task.fold, truth);
    all.lowest.push(holds(groups.groups[0].effect, own[0]) ? 1 : 0);
    all.highest.push(holds(groups.groups[4].effect, own[4]) ? 1 : 0);
    all.found.push(finding.found ? 1 : 0);
    if (targeting) all.gains.push(targeting.autoc.p! < 0.05 ? 1 : 0);
    for (const leaf of tree?.leaves ?? [])
      if (leaf.effect) all.leaves.push(holds(leaf.effect, leafTruth(law, leaf)) ? 1 : 0);
    const x = projection?.slopes.find(({ covariate }) => covariate === "x");
    if (x && slope !== undefined) all.slope.push(holds(x.slope, slope) ? 1 : 0);
  }
  const shares = Object.fromEntries(Object.entries(all).map(([key, values]) => [key, average(values)]));
  return { ...(shares as unknown as IndividualsFared), error: Math.sqrt(shares["error"]) };
}

/** Of the limits that a file of individuals has, how many held, over rows and types; the truth is multiplied and bounded here. */
function typesHeld(fit: ArmEffectFit, { m }: KnownTask): Pick<IndividualsFared, "types" | "least" | "most" | "both"> {
  const columns = individualEffects({ effect: fit, arms: fit.arms!, binary: true, level: 0.95 });
  const of = (name: string) => columns.find((column) => column.name === name)!.values as Float64Array;
  const sums = { types: 0, least: 0, most: 0, both: 0 };
  const truths = { complier: [1, 0], always: [1, 1], never: [0, 0], defier: [0, 1] } as const;
  for (const [type, [with1, with0]] of Object.entries(truths)) {
    const [from, to, least, most] = ["from", "to", "least", "most"].map((end) => of(`${type}_${end}`));
    m[0].forEach((p0, i) => {
      const a = with1 === 1 ? m[1][i] : 1 - m[1][i];
      const b = with0 === 1 ? p0 : 1 - p0;
      const [low, high] = [least[i] <= Math.max(0, a + b - 1), Math.min(a, b) <= most[i]];
      sums.types += from[i] <= a * b && a * b <= to[i] ? 1 : 0;
      sums.least += low ? 1 : 0;
      sums.most += high ? 1 : 0;
      sums.both += low && high ? 1 : 0;
    });
  }
  const share = (sum: number) => sum / (4 * m[0].length);
  return { types: share(sums.types), least: share(sums.least), most: share(sums.most), both: share(sums.both) };
}

/** The average true effect of each fifth of the rows, sorted by predicted effect within their folds. */
function groupTruths(effect: Float64Array, fold: Uint8Array, truth: Float64Array): number[] {
  const groups: number[][] = [[], [], [], [], []];
  for (const k of new Set(fold)) {
    const order = Array.from(effect, (_, i) => i)
      .filter((i) => fold[i] === k)
      .sort((a, b) => effect[a] - effect[b]);
    order.forEach((i, at) => {
      groups[Math.floor((5 * (at + 0.5)) / order.length)].push(truth[i]);
    });
  }
  return groups.map(average);
}
