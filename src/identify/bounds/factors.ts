import type { NodeSet } from "../../graph/graph.js";
import { less } from "../../graph/sets.js";
import type { Estimand } from "../../query/estimand.js";
import type { Mechanism } from "../counterfactual/ancestral.js";
import { signMaker } from "../counterfactual/conjunction.js";
import { meaningText } from "../counterfactual/event.js";
import { factorOf } from "../counterfactual/factor.js";
import { evaluate } from "../estimand/evaluate.js";
import { type Identified, id } from "../id.js";
import type { Space } from "./space.js";

/** The probability of the mechanisms of one district, at values; undefined where it is not identified, or not from this table. */
export type FactorValue = (mechanisms: readonly Mechanism[]) => number | undefined;

/** Evaluates identified factors on the table of a space, each once. */
export function factorValues({ graph, cells }: Space): FactorValue {
  const values = new Map<string, number | undefined>();
  const laws = new Map<string, Identified>();
  const all = new Set(graph.nodes.keys());
  const factor = (district: NodeSet): Identified => {
    const key = [...district].sort().join();
    const found = laws.get(key) ?? id(graph, district, less(all, district));
    laws.set(key, found);
    return found;
  };
  return (mechanisms) => {
    const key = mechanisms.map(textOf).sort().join("; ");
    if (values.has(key)) return values.get(key);
    const found = factorOf(mechanisms, { graph, fresh: signMaker(), factor });
    const value = "estimand" in found ? numberOf(found.estimand, cells) : undefined;
    values.set(key, value);
    return value;
  };
}

/**
 * The number that a formula without open signs gives; undefined where it needs what no row shows. Signs that it does not depend on may be
 * left in it: the first of their values at which it has a meaning will do.
 */
export function numberOf(estimand: Estimand, cells: Space["cells"]): number | undefined {
  return evaluate(estimand, { observed: cells }).grid.data.find((value) => !Number.isNaN(value));
}

function textOf({ node, set, at }: Mechanism): string {
  return `${node}[${[...set].map(([parent, to]) => `${parent}=${meaningText(to)}`).join()}]=${meaningText(at)}`;
}
