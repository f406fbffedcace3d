import type { Column } from "../../src/num/columns.js";

/** Text or numbers as a column, the slow obvious way: numbers stay numbers, anything else is labels in their sorted order. */
export function columnOf(name: string, values: readonly unknown[]): Column {
  if (values.every((value) => typeof value === "number")) {
    return { kind: "numeric", name, values: Float64Array.from(values as number[]) };
  }
  const levels = [...new Set(values.map(String))].sort();
  return {
    kind: "categorical",
    name,
    codes: Int32Array.from(values, (value) => levels.indexOf(String(value))),
    levels,
  };
}
