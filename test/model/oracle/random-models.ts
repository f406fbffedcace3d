import { cellsOf, domainsOf } from "./cells.js";
import type { Draw } from "./draw.js";
import { both, choice, clamped, digits, largest, linear, named, operate, ratio, smallest, test } from "./exact.js";
import type { Exact, Law, OracleModel, OracleUnit, OracleVariable, Value } from "./model.js";

export interface ModelSize {
  readonly fewest: number;
  readonly most: number;
  /** The noise vector of an individual has at most this many cells. */
  readonly cells: number;
}

const NAMES = ["T", "X", "Z", "Y", "W", "M"];
const UNITS = ["Ann", "Bob", "Cid", "Dee"];
const CATEGORIES: readonly (readonly Value[])[] = [
  [0, 1, 2],
  [0, 1, 2],
  [2, 0, 1],
  [-1, 0.5, 3],
  ["red", "green", "blue"],
];

/** What a law may be made of: attributes of the unit, and variables before it with what they can be. */
interface Known {
  readonly draw: Draw;
  readonly parents: readonly { readonly name: string; readonly domain: readonly Value[] }[];
}

/** A model with 2 to 4 units, attributes g (0, 1, 2), p and q (probabilities), and variables in no order. */
export function randomModel(draw: Draw, size: ModelSize): OracleModel {
  for (;;) {
    const model = anyModel(draw, size.fewest + draw.below(size.most - size.fewest + 1));
    const domains = domainsOf(model);
    const widest = Math.max(
      ...model.units.map((unit) => cellsOf(model, unit, domains).reduce((all, { widths }) => all * widths.length, 1)),
    );
    if (widest <= size.cells && domains.every(({ length }) => length <= 5)) return model;
  }
}

function anyModel(draw: Draw, count: number): OracleModel {
  const units = draw.some(UNITS, 2 + draw.below(3)).map((name) => randomUnit(draw, name));
  // Somebody must be there.
  if (units.every(({ weight }) => weight === 0)) return anyModel(draw, count);
  let model: OracleModel = { units, variables: [], listed: [] };
  for (const name of draw.some(NAMES, count)) {
    const domains = domainsOf(model);
    const before = model.variables.map((variable, at) => ({ name: variable.name, domain: domains[at] }));
    const parents = draw.some(before, draw.one([0, 1, 1, 2, 2, 2, 3]));
    const variable: OracleVariable = {
      name,
      parents: parents.map((one) => one.name),
      law: randomLaw({ draw, parents }),
    };
    model = { units, variables: [...model.variables, variable], listed: [] };
  }
  return { ...model, listed: draw.some(model.variables, count).map(({ name }) => name) };
}

function randomUnit(draw: Draw, name: string): OracleUnit {
  const weight = draw.chance(0.04) ? 0 : draw.chance(0.5) ? 1 + draw.below(4) : (1 + draw.below(19)) / 20;
  return { name, weight, attributes: { g: draw.below(3), p: someChance(draw), q: someChance(draw) } };
}

/** A probability, now and then 0 or 1. */
function someChance(draw: Draw): number {
  return draw.chance(0.12) ? draw.below(2) : (1 + draw.below(19)) / 20;
}

function randomLaw(known: Known): Law {
  const { draw, parents } = known;
  const kind = draw.below(20);
  if (kind < 4 && parents.length > 0) return { kind: "equals", value: randomValue(known) };
  if (kind < 9) {
    const values = draw.one(CATEGORIES);
    // One weight is never 0, so that there is always something to draw.
    const sure = draw.below(values.length);
    return { kind: "categorical", values, weights: values.map((_, k) => randomWeight(known, k === sure)) };
  }
  return { kind: "bernoulli", p: randomProbability(known) };
}

function leaf(draw: Draw): Exact {
  const form = draw.below(5);
  if (form === 0) return named(draw.one(["p", "q"]));
  if (form === 1) return ratio(draw.below(17), 16);
  if (form === 2) return ratio(1 + draw.below(9), 10);
  return digits(someChance(draw));
}

/** `X == 1 ? ... : ...`, one question for each parent at most. */
function table({ draw, parents }: Known, last: () => Exact): Exact {
  if (parents.length === 0) return draw.chance(0.2) ? choice(test("g", "==", draw.below(3)), last(), last()) : last();
  const [parent, ...others] = parents;
  const rest = () => table({ draw, parents: draw.chance(0.7) ? others : [] }, last);
  return choice(someTest(draw, parent), rest(), rest());
}

function someTest(draw: Draw, { name, domain }: Known["parents"][number]): Exact {
  const value = draw.one(domain);
  if (typeof value === "string") return test(name, draw.one(["==", "!="] as const), value);
  return test(name, draw.one(["==", "==", "!=", ">", "<="] as const), value);
}

function numeric({ parents }: Known): readonly string[] {
  return parents.filter(({ domain }) => domain.every((value) => typeof value === "number")).map(({ name }) => name);
}

function randomProbability(known: Known): Exact {
  const { draw } = known;
  const names = numeric(known);
  const form = draw.below(6);
  if (form === 0 && names.length > 0) {
    const terms = [...names, "g"].map((name) => [1 + draw.below(3), name] as const);
    return clamped(linear(draw.below(4), terms, draw.one([8, 10, 16])));
  }
  if (form === 1)
    return operate(
      "*",
      leaf(draw),
      table(known, () => leaf(draw)),
    );
  if (form === 2)
    return operate(
      "-",
      ratio(1),
      table(known, () => leaf(draw)),
    );
  return table(known, () => leaf(draw));
}

function randomWeight(known: Known, sure: boolean): Exact {
  const { draw } = known;
  const lowest = sure ? 1 : 0;
  const form = draw.below(4);
  if (form === 0) return table(known, () => ratio(lowest + draw.below(4)));
  if (form === 1)
    return operate(
      "+",
      ratio(1),
      table(known, () => leaf(draw)),
    );
  if (form === 2) return linear(1, [[1, "g"]]);
  return ratio(lowest + draw.below(4));
}

function randomValue(known: Known): Exact {
  const { draw } = known;
  const names = numeric(known);
  const form = draw.below(7);
  if (names.length === 0 || form === 0) {
    const [first, second = first] = draw.some(known.parents, 2);
    const holds = someTest(draw, first);
    return draw.chance(0.5) ? holds : both(holds, someTest(draw, second));
  }
  const [x, y = "g"] = draw.some(names, 2);
  if (form === 1) return operate("*", named(x), named(y));
  if (form === 2) return largest(named(x), named(y));
  if (form === 3) return smallest(named(x), linear(1, [[1, "g"]]));
  if (form === 4) return operate("-", ratio(1), named(x));
  if (form === 5) return operate("/", linear(0, [[1, x]]), ratio(2));
  return linear(draw.below(2), [
    [1, x],
    [1 + draw.below(2), y],
  ]);
}

/** A model where T and Y have no common cause but the individual: T -> M -> Y and T -> Y. */
export function exogenousModel(draw: Draw): OracleModel {
  const units = draw
    .some(UNITS, 2 + draw.below(3))
    .map((name) => ({ ...randomUnit(draw, name), weight: 1 + draw.below(4) }));
  const arm = { name: "T", domain: [0, 1] };
  const between = { name: "M", domain: [0, 1] };
  const p = (parents: Known["parents"]): Law => ({ kind: "bernoulli", p: randomProbability({ draw, parents }) });
  return {
    units,
    variables: [
      { name: "T", parents: [], law: p([]) },
      { name: "M", parents: ["T"], law: p([arm]) },
      { name: "Y", parents: ["T", "M"], law: p(draw.one([[arm], [arm, between]])) },
    ],
    listed: draw.some(["T", "M", "Y"], 3),
  };
}
