import { normalCdf, normalQuantile } from "../../num/normal.js";
import { type Uniform, uniformStream } from "../../num/random.js";
import type { Budget } from "./combinations.js";
import type { Fault } from "./mechanism.js";
import { isContinuous, type Runner } from "./runner.js";

/** Something drawn before the law in question: an attribute with a law, or a variable. */
export interface Drawn {
  readonly runner: Runner;
  readonly kind: "variable" | "attribute";
  readonly index: number;
}

/** "One in a million": as far out as a case may be to count as possible. */
const FAR = 1e-6;
const MOST_AXES = 200;
const MOST_AXIS_POINTS = 1000;
const MOST_CORNERS = 256;
/** What a quantile takes, in steps of evaluating a formula. */
const QUANTILE_STEPS = 16;
const RANDOM_POINTS = 4000;

/**
 * Looks for a possible case in which `law` is at fault: every continuous ancestor at its middle, one after the other far out, corners as
 * far out together, then random draws; discrete ancestors at random among their possible values. Nothing is placed exactly in the middle
 * or at one distance: a law that fails only where two draws are equal never fails. Deterministic. Stops when the budget is spent.
 * @param ancestors parents first
 * @param rows attributes of the types, one of which is taken at random each time; `[room.drawn]` when attributes are drawn
 * @returns the fault and the row; `room` holds the variables and drawn attributes of the case
 */
export function searchFault(
  law: Runner,
  ancestors: readonly Drawn[],
  rows: readonly ArrayLike<number>[],
  room: { readonly values: Float64Array; readonly drawn: Float64Array },
  seed: number,
  budget: Budget,
): { readonly fault: Fault; readonly row: number } | undefined {
  const random = uniformStream(0x5ea2c4, seed);
  const continuous = ancestors.filter(({ runner }) => isContinuous(runner.mechanism)).length;
  const cost =
    law.uses.size + continuous * QUANTILE_STEPS + ancestors.reduce((sum, { runner }) => sum + runner.uses.size + 1, 0);
  for (const noise of noises(continuous, ancestors.length - continuous + rows.length - 1, random)) {
    if (!budget.spend(cost)) return undefined;
    const row = Math.floor(random() * rows.length);
    const attributes = rows[row];
    if (!draw(ancestors, noise, attributes, room, random)) continue;
    const fault = law.faultAt(room.values, attributes);
    if (fault !== undefined) return { fault, row };
  }
  return undefined;
}

/** False when the law of an ancestor fails on the way: then that one is to blame. */
function draw(
  ancestors: readonly Drawn[],
  noise: Float64Array,
  attributes: ArrayLike<number>,
  { values, drawn }: { readonly values: Float64Array; readonly drawn: Float64Array },
  random: Uniform,
): boolean {
  let used = 0;
  for (const { runner, kind, index } of ancestors) {
    if (runner.faultAt(values, attributes) !== undefined) return false;
    let value: number;
    if (isContinuous(runner.mechanism)) value = runner.quantile(noise[used++]);
    else {
      const support = runner.support();
      value = support[Math.floor(random() * support.length)].value;
    }
    if (kind === "variable") values[index] = value;
    else drawn[index] = value;
  }
  return true;
}

/** Noises of the continuous ancestors, point after point. `others`: how much else is drawn, so that points are worth repeating. */
function* noises(continuous: number, others: number, random: Uniform): Generator<Float64Array> {
  const noise = new Float64Array(continuous);
  const axes = Math.min(continuous, MOST_AXES);
  const repeats = others > 0 ? Math.max(2, Math.min(16, Math.floor(MOST_AXIS_POINTS / axes))) : 1;
  const middle = () => 0.48 + 0.02 * random();
  const far = (e: number, high: boolean) => {
    const jittered = e * (1 + 0.1 * random());
    return high ? 1 - jittered : jittered;
  };
  if (continuous > 0) {
    for (let i = 0; i < repeats; i++) yield fill(noise, middle);
    for (let axis = 0; axis < axes; axis++) {
      for (let i = 0; i < 2 * repeats; i++) {
        fill(noise, middle)[axis] = far(FAR, i % 2 === 1);
        yield noise;
      }
    }
    // A corner is no farther from the middle than a point on an axis: with many ancestors, all of them far out is not one in a million.
    const e = normalCdf(normalQuantile(FAR) / Math.sqrt(continuous));
    const corners = continuous === 1 ? 0 : Math.min(2 ** continuous * repeats, MOST_CORNERS * Math.min(4, repeats));
    for (let corner = 0; corner < corners; corner++) {
      const bits = continuous < 8 ? corner : Math.floor(random() * 2 ** 32);
      let j = 0;
      yield fill(noise, () => far(e, continuous < 32 ? ((bits >> j++) & 1) === 1 : random() < 0.5));
    }
  }
  for (let i = 0; i < RANDOM_POINTS; i++) yield fill(noise, () => Math.max(2 ** -53, random()));
}

function fill(noise: Float64Array, value: () => number): Float64Array {
  for (let i = 0; i < noise.length; i++) noise[i] = value();
  return noise;
}
