import { atan, log } from "../../num/elementary.js";
import { drawNormalBetween, normalBetween, weighNormalBetween } from "./between.js";
import { toRegister } from "./columns.js";
import { calculate, type Draft, rowWeights, weighBy } from "./draft.js";
import type { Constraint } from "./evidence.js";
import { type Calculation, call, choice, column, negative, number, operation } from "./formulas.js";
import { cumulative, type Law } from "./laws.js";
import { drawUniform } from "./noises.js";
import { type Operand, type Place, release } from "./registers.js";
import type { NoiseName } from "./sites.js";

/** A law and what the evidence says of its value. */
export interface Weighed {
  readonly law: Law;
  readonly constraint: Constraint;
}

const HALF_LOG_TWO_PI = 0.5 * log(2 * Math.PI);

/**
 * Likelihood weighting (Fung & Chang 1990; Shachter & Peot 1990): rows are weighed by how probable the evidence about one noise is, given
 * what was drawn before, and the noise is drawn to agree with it. Sites that share it all bear upon it.
 * @param wanted whether anybody needs the noise itself
 * @returns the noise, as `drawNoise` would give it
 */
export function weigh(draft: Draft, weighed: readonly Weighed[], noise: NoiseName, wanted: boolean): Place | undefined {
  const [{ law, constraint }] = weighed;
  if (constraint.kind === "exact") return weighExact(draft, law, constraint.value, wanted);
  const { low, high } = endsOf(draft, weighed);
  if (law.site.mechanism.kind === "normal") {
    const uniform = wanted ? drawUniform(draft, noise) : undefined;
    if (typeof low === "number" && typeof high === "number") {
      weighBy(draft, { operand: log(normalBetween(low, high)), own: false });
      if (uniform !== undefined) drawNormalBetween(draft, low, high, uniform);
    } else weighNormalBetween(draft, rowWeights(draft), low, high, uniform);
    return uniform;
  }
  const width = calculate(draft, operation(column(high), "-", column(low)));
  // Not below 0: worlds that share the noise may contradict each other.
  const possible = call("max", number(0), column(width.operand));
  weighBy(draft, calculate(draft, call("log", possible)));
  if (!wanted) return undefined;
  const uniform = drawUniform(draft, noise);
  const inside = operation(column(low), "+", operation(column(uniform), "*", column(width.operand)));
  const drawn = toRegister(calculate(draft, inside), draft);
  draft.registers.give(uniform);
  release(draft, width);
  return drawn;
}

/** The part of the noise that agrees with all of the evidence. */
function endsOf(draft: Draft, weighed: readonly Weighed[]): { readonly low: Operand; readonly high: Operand } {
  const lows: Operand[] = [];
  const highs: Operand[] = [];
  for (const { law, constraint } of weighed) {
    if (constraint.kind === "values") {
      lows.push(cumulative(draft, law, constraint.first).operand);
      highs.push(cumulative(draft, law, constraint.last + 1).operand);
    } else if (constraint.kind === "range") {
      if (constraint.low > -Infinity) lows.push(noiseAt(draft, law, constraint.low));
      if (constraint.high < Infinity) highs.push(noiseAt(draft, law, constraint.high));
    }
  }
  const normal = weighed[0].law.site.mechanism.kind === "normal";
  const most = (ends: readonly Operand[], name: "min" | "max", otherwise: number): Operand => {
    const all = normal && ends.length > 0 ? ends : [otherwise, ...ends];
    return all.length === 1 ? all[0] : calculate(draft, call(name, ...all.map(column))).operand;
  };
  return { low: most(lows, "max", normal ? -Infinity : 0), high: most(highs, "min", normal ? Infinity : 1) };
}

/** The noise with which a continuous variable has this value: the distribution function, for normal laws before it is made uniform. */
function noiseAt(draft: Draft, { site, parameters: [a, b], whole }: Law, value: number): Operand {
  switch (site.mechanism.kind) {
    case "normal":
      return calculate(draft, standardised(value, a, b)).operand;
    case "uniform":
      return calculate(draft, standardised(value, a, whole)).operand;
    case "cauchy": {
      const held = calculate(draft, standardised(value, a, b));
      if (typeof held.operand === "number") return cauchyNoise(held.operand);
      const out = toRegister(held, draft);
      draft.steps.push((memory, rows) => {
        for (let i = out.at; i < out.at + rows; i++) memory[i] = cauchyNoise(memory[i]);
      });
      return out;
    }
    default:
      throw new Error("this law is not continuous");
  }
}

function standardised(value: number, middle: Operand, scale: Operand): Calculation {
  return operation(operation(number(value), "-", column(middle)), "/", column(scale));
}

function cauchyNoise(t: number): number {
  return 0.5 + atan(t) / Math.PI;
}

/** An exact value of a continuous variable: weighed by its density, and the noise is what gives it. */
function weighExact(draft: Draft, law: Law, value: number, wanted: boolean): Place | undefined {
  const {
    site,
    parameters: [a, b],
    whole,
  } = law;
  const noise = noiseAt(draft, law, value);
  const at = column(noise);
  switch (site.mechanism.kind) {
    case "normal": {
      const square = operation(number(-0.5), "*", operation(at, "*", at));
      const scale = operation(call("log", column(b)), "+", number(HALF_LOG_TWO_PI));
      weighBy(draft, calculate(draft, operation(square, "-", scale)));
      break;
    }
    case "uniform": {
      const inside = operation(operation(at, ">=", number(0)), "&&", operation(at, "<=", number(1)));
      const density = negative(call("log", column(whole)));
      weighBy(draft, calculate(draft, choice(inside, density, number(-Infinity))));
      break;
    }
    default: {
      const t = standardised(value, a, b);
      const spread = operation(number(1), "+", operation(t, "*", t));
      const density = operation(number(Math.PI), "*", operation(column(b), "*", spread));
      weighBy(draft, calculate(draft, negative(call("log", density))));
    }
  }
  if (!wanted) return undefined;
  return toRegister({ operand: noise, own: typeof noise !== "number" }, draft);
}
