import { DiscoError } from "../../error.js";
import type { Column } from "../../num/columns.js";
import { indices } from "../../num/indices.js";
import { sharedMemory } from "../../num/shared-memory.js";
import { binColumns } from "../bins/binned.js";
import { schemeOf } from "../forest/bins.js";
import { type Hands, openHands } from "../forest/crew.js";
import { type EffectForest, effectsAt, toldEffects } from "../forest/effect-forest.js";
import { groundOf } from "../forest/ground.js";
import { splitImportance } from "../forest/importance.js";
import { joinPacked, type Packed } from "../forest/packed.js";
import { type EffectsAt, predictEffects } from "../forest/predict-effect.js";
import type { OutOfBag } from "../forest/predict-mean.js";
import { type ForestOptions, settle } from "../forest/settings.js";
import type { ForestTask } from "../forest/work.js";
import type { LearnNote } from "../learner.js";
import type { EffectAt, EffectFit, EffectLearner, EffectRun, EffectTask } from "./effect-learner.js";

export type { ForestOptions } from "../forest/settings.js";

/** What the causal forest learnt, with the forest itself. */
export interface CausalForestFit extends EffectFit {
  readonly forest: EffectForest;
  readonly predict: (given: readonly Column[], rows: number) => EffectAt;
}

/** The causal forest as a learner of effects. */
export interface CausalForest extends EffectLearner {
  readonly fit: (task: EffectTask, run?: EffectRun) => Promise<CausalForestFit>;
}

/** Bags that are grown as one task (of very many rows one, so that work can be seen to go on), and rows that are predicted as one. */
const BAGS = 5;
const MANY = 100_000;
const ROWS = 8192;

/** Trees times observations below which workers would start for longer than they work. */
const LITTLE = 50_000;

/**
 * Honest causal forest (Wager & Athey 2018; Athey, Tibshirani & Wager 2019, section 6): outcome and treatment are centred by what was learnt of
 * each row from other folds; trees are split where the effect differs most, on half of a half-sample, and filled by its other half; what is said of
 * a row comes from trees whose half-sample does not hold it (nor its cluster); standard errors come from little bags of trees. Each leaf's splitting half has
 * at least `leaf` observations of either arm. A covariate's missing values go to the side where they gain most.
 *
 * Assumes what the task's `e` and `m` assume: no unseen confounding and overlap. Errors presume that trees are many (with fewer than some
 * hundred they are too large) and that leaves shrink faster than chance: where the effect bends sharply the bias of the forest is not in them.
 *
 * Throws where the settings are out of range, or where the treatment does not vary given the covariates. Cost: O(trees n p log n) time;
 * some 10 bytes an observation in the splitting half of each tree; results do not depend on the number of workers.
 */
export function causalForest(options: ForestOptions = {}): CausalForest {
  const trees = options.trees ?? 2000;
  settle(options, 2000, 1, 0);
  return {
    name: "forest",
    words: `a causal forest of ${trees.toLocaleString("en-US")} trees`,
    fit: (task, run = {}) => fitForest(options, task, run),
  };
}

async function fitForest(options: ForestOptions, task: EffectTask, run: EffectRun): Promise<CausalForestFit> {
  const { rows, given, weight, cluster } = task;
  const binned = binColumns(given, rows, weight, "a forest");
  const settings = settle(options, 2000, binned.features.length, task.seed);
  const target = centred(task);
  const overall = slope(target, weight);
  const { ground, groupOf } = groundOf({
    binned,
    rows: indices(rows),
    rowHash: task.rowHash,
    target,
    ...(weight ? { weight } : {}),
    ...(cluster ? { cluster } : {}),
  });
  const grow: ForestTask[] = [];
  const together = ground.size > MANY ? 1 : BAGS;
  for (let from = 0; from < settings.bags; from += together) {
    grow.push({ kind: "grow", from, to: Math.min(from + together, settings.bags) });
  }
  const parts = Math.ceil(ground.size / ROWS);
  const of = grow.length + parts;
  let done = 0;
  const onDone = async () => {
    await run.onFit?.(++done, of);
  };
  await run.onFit?.(0, of);
  const little = ground.size * settings.bags * settings.bag < LITTLE;
  const hands = await openHands({ ground, settings }, little ? 1 : Math.min(run.workers ?? 2, grow.length));
  try {
    const packed = joinPacked(await hands.all<Packed>(grow, onDone));
    // Rows that are one observation to the learner have one prediction.
    const walked = { rows: ground.size, bins: ground.bins };
    const own = new Int32Array(sharedMemory(4 * ground.size));
    for (let g = 0; g < own.length; g++) own[g] = g;
    const oob = { seed: settings.seed, groupOf: own };
    const found = await predictAll(hands, packed, walked, own, oob, onDone);
    const notes: LearnNote[] = binned.notes.map(({ id, text }) => ({ id, text: `Covariate ${text}.` }));
    const inside = fillInside(packed, walked, found);
    const forest: EffectForest = { packed, scheme: schemeOf(given, binned), overall };
    const { untold, ...at } = toldEffects(found, overall);
    if (untold > 0) {
      const text = `For ${untold} observations the trees do not tell the effect; it is said to be everybody's, without an error.`;
      notes.push({ id: "untold", text });
    }
    if (inside > 0) {
      const text = `${inside} observations were in the half-sample of every tree; all trees speak of them.`;
      notes.push({ id: "in-bag", text });
    }
    if (!ground.whole) {
      const text =
        "The rows are an exact law: every tree saw all of it, so nothing is out of bag and there are no errors.";
      notes.push({ id: "exact-law", text });
    }
    const spread = (values: Float64Array) => Float64Array.from(groupOf, (g) => values[g]);
    const importance = new Float64Array(given.length);
    let split = false;
    for (const [j, share] of splitImportance(packed, binned.features.length).entries()) {
      importance[binned.columns[j]] = share;
      split ||= share > 0;
    }
    return {
      effect: spread(at.effect),
      ...(ground.whole ? { error: spread(at.error!), errorBy: "little bags of trees" } : {}),
      ...(split ? { importance } : {}),
      predict: (columns, count) => effectsAt(forest, columns, count),
      notes,
      forest,
    };
  } finally {
    hands.close();
  }
}

async function predictAll(
  hands: Hands,
  packed: Packed,
  walked: { rows: number; bins: Uint8Array },
  rows: Int32Array,
  oob: Omit<OutOfBag, "ground">,
  onDone: () => Promise<void>,
): Promise<EffectsAt> {
  const tasks: ForestTask[] = [];
  for (let from = 0; from < rows.length; from += ROWS) {
    tasks.push({ kind: "predict", packed, walked, rows: rows.subarray(from, Math.min(from + ROWS, rows.length)), oob });
  }
  const parts = await hands.all<EffectsAt>(tasks, onDone);
  const effect = new Float64Array(rows.length);
  const variance = new Float64Array(rows.length);
  parts.forEach((part, k) => {
    effect.set(part.effect, k * ROWS);
    variance.set(part.variance, k * ROWS);
  });
  return { effect, variance };
}

/** Outcome and treatment less what was learnt of them from other rows. */
function centred({ rows, t, y, e, m }: EffectTask) {
  const z = new Float64Array(rows);
  const rest = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    z[i] = t[i] - e[i];
    rest[i] = y[i] - (e[i] * m[1][i] + (1 - e[i]) * m[0][i]);
  }
  return { kind: "effect" as const, y: rest, z, arm: t };
}

/** The effect if it were the same for all (Robinson 1988): the slope of the centred outcome on the centred treatment. */
function slope({ y, z }: { y: Float64Array; z: Float64Array }, weight: Float64Array | undefined): number {
  let zy = 0;
  let zz = 0;
  for (let i = 0; i < y.length; i++) {
    const w = weight === undefined ? 1 : weight[i];
    zy += w * z[i] * y[i];
    zz += w * z[i] * z[i];
  }
  if (!(zz > 1e-12)) {
    throw new DiscoError({
      who: "causal forest",
      wrong: "given the covariates the treatment does not vary, so no effect can be learnt",
      next: "leave out covariates that decide the treatment, or ask where both arms occur",
    });
  }
  return zy / zz;
}

/** Rows that every bag holds are spoken of by all trees; returns how many there are. */
function fillInside(packed: Packed, walked: { rows: number; bins: Uint8Array }, found: EffectsAt): number {
  const rows = indices(walked.rows).filter((g) => Number.isNaN(found.effect[g]));
  const all = predictEffects(packed, walked, rows);
  rows.forEach((g, i) => {
    found.effect[g] = all.effect[i];
    found.variance[g] = all.variance[i];
  });
  return rows.length;
}
