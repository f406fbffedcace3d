import { type Cells, columnOf } from "../../num/cells.js";
import type { Value } from "../../query/question.js";
import type { Setting } from "../counterfactual/event.js";
import { type Asked, atomsOf } from "./asked.js";

/** The values of a variable, by name. */
export type ValuesOf = (variable: string) => readonly Value[];

/**
 * The values that variables have: those in the table, or else those that the question names, filled up so that there are two: 0 and 1 where it
 * names no others, the next whole number, or "other". Cost: O(question).
 */
export function valuesFor(asked: Asked, names: readonly string[], cells: Cells | undefined): ValuesOf {
  const named = mentioned(asked, names);
  return (variable) =>
    columnOf(cells ?? { columns: [], mass: new Float64Array(), kind: "law" }, variable)?.values ??
    filled(named.get(variable));
}

function filled(named: ReadonlySet<Value> | undefined): readonly Value[] {
  const values = [...(named ?? [])];
  if (values.every((value) => value === 0 || value === 1)) return [0, 1];
  const numbers = values.filter((value) => typeof value === "number").sort((a, b) => a - b);
  if (numbers.length < values.length) return values.length > 1 ? values : ["other", ...values];
  return [...numbers, Math.floor(numbers[numbers.length - 1]) + 1];
}

/** The values that a question names, by variable. */
function mentioned(asked: Asked, names: readonly string[]): ReadonlyMap<string, ReadonlySet<Value>> {
  const found = new Map<string, Set<Value>>();
  const add = (variable: string, value: Value) => {
    const values = found.get(variable) ?? new Set();
    found.set(variable, values.add(value));
  };
  const walk = (set: Setting): void => {
    for (const [node, to] of set) {
      if ("value" in to) add(names[node], to.value);
      else if ("node" in to) walk(to.set);
    }
  };
  for (const { events, bounds } of atomsOf(asked)) {
    for (const { node, set, at } of events) {
      if ("value" in at) add(names[node], at.value);
      walk(set);
    }
    for (const { sign, where = [] } of bounds.values()) for (const { value } of where) add(sign.variable, value);
  }
  return found;
}
