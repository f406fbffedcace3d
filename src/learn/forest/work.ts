import type { Ground } from "./ground.js";
import { growBags } from "./grow.js";
import type { Packed } from "./packed.js";
import { type EffectsAt, predictEffects } from "./predict-effect.js";
import type { OutOfBag } from "./predict-mean.js";
import type { Settings } from "./settings.js";
import { makeSpace, type Space } from "./space.js";
import type { Walked } from "./walk.js";

/** What every worker is made with. */
export interface ForestSetup {
  readonly ground: Ground;
  readonly settings: Settings;
}

/** Bags to grow, or rows whose effects are wanted. */
export type ForestTask =
  | { readonly kind: "grow"; readonly from: number; readonly to: number }
  | {
      readonly kind: "predict";
      readonly packed: Packed;
      readonly walked: Walked;
      readonly rows: Int32Array;
      readonly oob?: Omit<OutOfBag, "ground">;
    };

/** One thread's side of the work; its buffers are made with the first tree. */
export function forestWork({ ground, settings }: ForestSetup): (task: ForestTask) => Packed | EffectsAt {
  let space: Space | undefined;
  return (task) => {
    if (task.kind === "grow") {
      space ??= makeSpace(ground.size, ground.features.length);
      return growBags(ground, settings, task.from, task.to, space);
    }
    // No more trees: what they needed is given back.
    space = undefined;
    return predictEffects(task.packed, task.walked, task.rows, task.oob && { ...task.oob, ground });
  };
}
