import { tanPi } from "../../num/elementary.js";
import { toRegister } from "./columns.js";
import { calculate, type Draft } from "./draft.js";
import { column, operation } from "./formulas.js";
import type { Law } from "./laws.js";
import { makePicker } from "./picker.js";
import { type Held, type Operand, type Place, release } from "./registers.js";

/** The value of a site, from its law and its noise: the inverse distribution function (DESIGN 4.1). */
export function valueAt(draft: Draft, { site, parameters, whole, held }: Law, noise: Place | undefined): Held {
  const { mechanism } = site;
  const [a, b] = parameters;
  if (mechanism.kind === "equals") {
    // A mere reference is copied: what it refers to may be given back earlier.
    const [{ own, operand }] = held;
    return typeof operand === "number" || own ? held[0] : { operand: toRegister(held[0], draft), own: true };
  }
  if (noise === undefined) throw new Error("a value is calculated before its noise is drawn");
  switch (mechanism.kind) {
    case "bernoulli":
      return calculate(draft, operation(column(noise), "<", column(a)));
    case "categorical":
      return pick(draft, mechanism.values, parameters, whole, noise);
    case "normal":
      return scaled(draft, a, b, noise);
    case "uniform":
      return scaled(draft, a, whole, noise);
    case "cauchy": {
      const out = draft.registers.take();
      draft.steps.push((memory, rows) => {
        for (let i = 0; i < rows; i++) memory[out.at + i] = tanPi(memory[noise.at + i] - 0.5);
      });
      const spread = scaled(draft, a, b, out);
      draft.registers.give(out);
      return spread;
    }
  }
}

/** start + scale * noise. */
function scaled(draft: Draft, start: Operand, scale: Operand, noise: Place): Held {
  return calculate(draft, operation(column(start), "+", operation(column(scale), "*", column(noise))));
}

/** The first value whose part of the whole reaches beyond the noise; parts are in listed order. */
function pick(
  draft: Draft,
  values: readonly number[],
  weights: readonly Operand[],
  whole: Operand,
  noise: Place,
): Held {
  const out = draft.registers.take();
  if (weights.every((weight) => typeof weight === "number")) {
    const find = makePicker(weights);
    draft.steps.push((memory, rows) => {
      for (let i = 0; i < rows; i++) memory[out.at + i] = values[find(memory[noise.at + i])];
    });
    return { operand: out, own: true };
  }
  const level = calculate(draft, operation(column(noise), "*", column(whole)));
  const [to, levels] = [out.at, (level.operand as Place).at];
  draft.steps.push((memory, rows) => {
    memory.fill(values[0], to, to + rows);
  });
  let reached: Held = { operand: weights[0], own: false };
  for (let k = 1; k < values.length; k++) {
    const value = values[k];
    const { operand } = reached;
    draft.steps.push(
      typeof operand === "number"
        ? (memory, rows) => {
            for (let i = 0; i < rows; i++) if (memory[levels + i] >= operand) memory[to + i] = value;
          }
        : (memory, rows) => {
            const { at } = operand;
            for (let i = 0; i < rows; i++) if (memory[levels + i] >= memory[at + i]) memory[to + i] = value;
          },
    );
    const further = calculate(draft, operation(column(operand), "+", column(weights[k])));
    release(draft, reached);
    reached = further;
  }
  release(draft, reached);
  release(draft, level);
  return { operand: out, own: true };
}
