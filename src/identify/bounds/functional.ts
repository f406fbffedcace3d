import type { Sign } from "../../query/estimand.js";
import { type Mechanism, mechanisms } from "../counterfactual/ancestral.js";
import { settled, signMaker } from "../counterfactual/conjunction.js";
import type { Event, Meaning } from "../counterfactual/event.js";
import { byDistrict } from "../counterfactual/id-star.js";
import { unnested } from "../counterfactual/unnest.js";
import { keyOf } from "../estimand/walk.js";
import type { FactorValue } from "./factors.js";
import { refuseHuge, Unsolved } from "./limits.js";
import { combinations, placeOf, type Space } from "./space.js";

/** What one mechanism does: with its causes in one combination of their values (by `placeOf`), the node has one value (by its code). */
export interface Response {
  readonly node: number;
  readonly causes: number;
  readonly value: number;
}

/** `weight` P(all of these responses). */
export interface Product {
  readonly weight: number;
  readonly responses: readonly Response[];
}

/** A number, and probabilities of responses that the law does not identify. */
export interface Functional {
  readonly constant: number;
  readonly products: ReadonlyMap<string, Product>;
}

/** More combinations of what the events do not say are refused. */
const MOST_COMBINATIONS = 2 ** 18;

/**
 * The probability of some events, of whatever worlds, as a functional of what is unknown: the sum over what upstream variables may be of the
 * product over districts of the probability of their mechanisms (Correa, Lee & Bareinboim 2021, theorems 2 and 3), in which identified
 * factors are numbers.
 * @throws Unsolved
 * Cost: combinations of the upstream variables' values, and an evaluation for each factor that differs.
 */
export function functionalOf(space: Space, factorValue: FactorValue, events: readonly Event[]): Functional {
  const { graph } = space;
  const fresh = signMaker();
  const apart = settled(graph, unnested(graph, events, new Map(), fresh));
  const all = apart && mechanisms(graph, apart, fresh);
  const products = new Map<string, Product>();
  if (all === undefined) return { constant: 0, products };
  for (const { node } of all.events) refuseHuge(combinations(space, graph.parents[node]));
  const groups = byDistrict(graph, all.events);
  let constant = 0;
  eachAssignment(
    space,
    [...all.bounds.values()].map(({ sign }) => sign),
    (assigned) => {
      let weight = 1;
      const open: Response[] = [];
      for (const group of groups) {
        const own = atValues(space, group, assigned);
        if (own === undefined) return;
        const value = factorValue([...own.values()]);
        if (value === undefined) open.push(...[...own.values()].map((one) => responseOf(space, one)));
        else weight *= value;
      }
      if (weight === 0) return;
      if (open.length === 0) constant += weight;
      else addProduct(products, { weight, responses: open });
    },
  );
  return { constant, products };
}

/** The sum of functionals, each with a weight. */
export function weighted(parts: readonly (readonly [number, Functional])[]): Functional {
  const products = new Map<string, Product>();
  let constant = 0;
  for (const [weight, one] of parts) {
    constant += weight * one.constant;
    for (const product of one.products.values()) addProduct(products, { ...product, weight: weight * product.weight });
  }
  return { constant, products };
}

function addProduct(products: Map<string, Product>, { weight, responses }: Product): void {
  const sorted = [...responses].sort((a, b) => a.node - b.node || a.causes - b.causes);
  const key = sorted.map(({ node, causes, value }) => `${node}[${causes}]=${value}`).join();
  products.set(key, { weight: weight + (products.get(key)?.weight ?? 0), responses: sorted });
}

function eachAssignment(
  space: Space,
  signs: readonly Sign[],
  visit: (assigned: ReadonlyMap<string, Meaning>) => void,
): void {
  const nodes = signs.map(({ variable }) => space.graph.numbers.get(variable)!);
  const count = combinations(space, nodes);
  if (count > MOST_COMBINATIONS) {
    throw new Unsolved(
      `The question sums over ${count} combinations of the values of ${new Set(nodes).size} variables, too many for a linear program.`,
    );
  }
  const assigned = new Map<string, Meaning>();
  const walk = (from: number): void => {
    if (from === signs.length) visit(assigned);
    else
      for (const value of space.values[nodes[from]]) {
        assigned.set(keyOf(signs[from]), { value });
        walk(from + 1);
      }
  };
  walk(0);
}

/** Mechanisms with values for their signs, each once; undefined where one would have to do two things at once. */
function atValues(
  space: Space,
  group: readonly Mechanism[],
  assigned: ReadonlyMap<string, Meaning>,
): ReadonlyMap<string, Mechanism> | undefined {
  const to = (meaning: Meaning): Meaning =>
    "sign" in meaning ? (assigned.get(keyOf(meaning.sign)) ?? meaning) : meaning;
  const found = new Map<string, Mechanism>();
  for (const one of group) {
    const own = { ...one, at: to(one.at), set: new Map([...one.set].map(([parent, at]) => [parent, to(at)])) };
    const { node, causes, value } = responseOf(space, own);
    const key = `${node}[${causes}]`;
    const before = found.get(key);
    if (before !== undefined && responseOf(space, before).value !== value) return undefined;
    found.set(key, own);
  }
  return found;
}

function responseOf(space: Space, { node, set, at }: Mechanism): Response {
  const codeOf = (one: number, meaning: Meaning) =>
    "value" in meaning ? space.values[one].indexOf(meaning.value) : -1;
  const causes = placeOf(space, space.graph.parents[node], (parent) => codeOf(parent, set.get(parent)!));
  return { node, causes, value: codeOf(node, at) };
}
