import { DiscoError } from "../../error.js";
import type { Graph } from "../../graph/graph.js";
import { type Cells, columnOf } from "../../num/cells.js";
import { printName, printValue } from "../../query/print.js";
import type { Value } from "../../query/question.js";
import type { Setting } from "../counterfactual/event.js";
import { type Asked, atomsOf } from "./asked.js";

/** Values in a message; a column may have a hundred. */
const SHOWN = 8;

/**
 * Does every value that the question names occur in the table?
 * @throws DiscoError for the first that does not, with those that do
 */
export function refuseUnseen(asked: Asked, { nodes }: Graph, cells: Cells): void {
  const check = (node: number, value: Value): void => {
    const { name } = nodes[node];
    const values = columnOf(cells, name)?.values;
    if (values === undefined || values.includes(value)) return;
    const list = values.slice(0, SHOWN).map(printValue).join(", ");
    const twin = values.find((one) => String(one) === String(value));
    throw new DiscoError({
      who: "question",
      wrong: `${printName(name)} never has this value in the table`,
      given: `${printName(name)}=${printValue(value)}`,
      next:
        twin === undefined
          ? `its values are ${list}${values.length > SHOWN ? ", ..." : ""}`
          : `it is ${typeof twin === "string" ? "text" : "a number"} there: write ${printName(name)}=${printValue(twin)}`,
    });
  };
  const walk = (set: Setting): void => {
    for (const [node, to] of set) {
      if ("value" in to) check(node, to.value);
      else if ("node" in to) walk(to.set);
    }
  };
  for (const { events } of atomsOf(asked)) {
    for (const { node, set, at } of events) {
      if ("value" in at) check(node, at.value);
      walk(set);
    }
  }
}

/**
 * Are the values of all that is averaged numbers?
 * @throws DiscoError for the first variable that has labels
 */
export function refuseLabels(asked: Asked, cells: Cells): void {
  for (const { quantity, bounds } of atomsOf(asked)) {
    if (quantity === undefined) continue;
    for (const { sign } of bounds.values()) {
      const label = columnOf(cells, sign.variable)?.values.find((value) => typeof value === "string");
      if (label === undefined) continue;
      const name = printName(sign.variable);
      throw new DiscoError({
        who: "question",
        wrong: `${name} has labels, which have no average`,
        given: printValue(label),
        next: `ask for a probability, as in P(${name}=${printValue(label)} | ...)`,
      });
    }
  }
}
