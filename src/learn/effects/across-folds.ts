import { indices } from "../../num/indices.js";
import type { LearnNote } from "../learner.js";
import type { ArmEffectAt, ArmEffectFit } from "./arm-effect-fit.js";
import type { EffectRun, EffectTask } from "./effect-learner.js";
import { importanceOf, withShuffled } from "./permutation-importance.js";

/** The effect at any row of the task, as learnt from some of them. */
export type EffectOfRows = (at: Int32Array, errors: boolean) => ArmEffectAt;

/** A way to learn effects: prepares once, then learns from some rows. */
export type EffectPlan = (
  about: EffectTask,
  say: (notes: readonly LearnNote[]) => void,
) => (rows: Int32Array) => EffectOfRows;

/**
 * Learns effects across the folds of the task: each row's comes from the rows of the other folds (with one fold, from all). What each
 * covariate tells of the effects is seen by shuffling it among rows held out. Cost: `folds` times the plan.
 */
export async function acrossFolds(
  task: EffectTask,
  run: EffectRun | undefined,
  plan: EffectPlan,
  errorBy?: string,
): Promise<ArmEffectFit> {
  const notes = new Map<string, LearnNote>();
  const say = (these: readonly LearnNote[]) => {
    for (const note of these) notes.set(note.id, note);
  };
  const shuffled = withShuffled(task);
  const learn = plan(shuffled.about, say);
  const effect = new Float64Array(shuffled.about.rows);
  const columns: Collected = {};
  for (let k = 0; k < task.folds; k++) {
    await run?.onFit?.(k, task.folds);
    const learnt = indices(task.rows).filter((i) => task.folds === 1 || task.fold[i] !== k);
    const held = indices(task.rows).filter((i) => task.fold[i] === k);
    const said = learn(learnt);
    const at = said(held, true);
    put(effect, held, at.effect);
    collect(columns, task.rows, held, at);
    const copies = shuffled.copiesOf(k);
    if (copies.length > 0) put(effect, copies, said(copies, false).effect);
  }
  await run?.onFit?.(task.folds, task.folds);
  const importance = importanceOf(task, shuffled, effect);
  const { error, m0, m1, error0, error1 } = columns;
  return {
    effect: effect.slice(0, task.rows),
    ...(error ? { error, ...(errorBy ? { errorBy } : {}) } : {}),
    ...(m0 && m1 ? { arms: { m: [m0, m1], ...(error0 && error1 ? { error: [error0, error1] } : {}) } } : {}),
    ...(importance ? { importance } : {}),
    notes: [...notes.values()],
  };
}

interface Collected {
  error?: Float64Array;
  m0?: Float64Array;
  m1?: Float64Array;
  error0?: Float64Array;
  error1?: Float64Array;
}

function collect(into: Collected, rows: number, held: Int32Array, { error, arms }: ArmEffectAt): void {
  const parts = { error, m0: arms?.m[0], m1: arms?.m[1], error0: arms?.error?.[0], error1: arms?.error?.[1] };
  for (const [name, values] of Object.entries(parts) as [keyof Collected, Float64Array | undefined][]) {
    if (values === undefined) continue;
    into[name] ??= new Float64Array(rows);
    put(into[name], held, values);
  }
}

function put(into: Float64Array, rows: Int32Array, values: Float64Array): void {
  for (let i = 0; i < rows.length; i++) into[rows[i]] = values[i];
}
