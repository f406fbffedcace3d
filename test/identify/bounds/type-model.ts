// Models given by response types, in which everything is an enumeration: nothing of src/identify/bounds.
import type { Graph } from "../../../src/graph/graph.ts";
import type { Setting } from "../../../src/identify/counterfactual/event.ts";
import type { Instance } from "../../../src/identify/instance.ts";
import type { Draw } from "../oracle/random-graph.ts";

/** What each node of a district does: by node, its value for each combination of its parents (in the order of the graph's list, the last fastest). */
export interface ResponseType {
  readonly mass: number;
  readonly tables: ReadonlyMap<number, readonly number[]>;
}

/** One independent choice among response types for each district. */
export interface TypeModel {
  readonly graph: Graph;
  readonly cards: readonly number[];
  readonly districts: readonly (readonly ResponseType[])[];
}

/** Some types of each district, drawn with replacement; few, so that laws are often extreme. */
export function randomTypeModel(
  draw: Draw,
  graph: Graph,
  cards: readonly number[],
  districts: readonly ReadonlySet<number>[],
  count: number,
): TypeModel {
  const law = (nodes: ReadonlySet<number>): ResponseType[] => {
    const raw = Array.from({ length: count }, () => draw() ** 2);
    const total = raw.reduce((a, b) => a + b, 0);
    return raw.map((one) => ({
      mass: one / total,
      tables: new Map([...nodes].map((node) => [node, randomTable(node)])),
    }));
  };
  const randomTable = (node: number) =>
    Array.from({ length: graph.parents[node].reduce((product, one) => product * cards[one], 1) }, () =>
      Math.floor(draw() * cards[node]),
    );
  return { graph, cards, districts: districts.map(law) };
}

/** Visits every combination of the districts' types: its mass, and what every node does. */
function eachType(
  model: TypeModel,
  visit: (mass: number, tables: ReadonlyMap<number, readonly number[]>) => void,
): void {
  const walk = (i: number, mass: number, tables: ReadonlyMap<number, readonly number[]>): void => {
    if (i === model.districts.length) visit(mass, tables);
    else
      for (const one of model.districts[i])
        if (one.mass > 0) walk(i + 1, mass * one.mass, new Map([...tables, ...one.tables]));
  };
  walk(0, 1, new Map());
}

/** What a node is in a world. */
function valueIn(model: TypeModel, tables: ReadonlyMap<number, readonly number[]>, node: number, set: Setting): number {
  const to = set.get(node);
  if (to !== undefined) {
    if ("node" in to) return valueIn(model, tables, to.node, to.set);
    return "value" in to ? Number(to.value) : Number.NaN;
  }
  const causes = model.graph.parents[node].reduce(
    (place, parent) => place * model.cards[parent] + valueIn(model, tables, parent, set),
    0,
  );
  return tables.get(node)![causes];
}

/** The law of all nodes, dense, the last running fastest. */
export function lawOf(model: TypeModel): Float64Array {
  const law = new Float64Array(model.cards.reduce((a, b) => a * b, 1));
  eachType(model, (mass, tables) => {
    law[model.cards.reduce((entry, card, node) => entry * card + valueIn(model, tables, node, new Map()), 0)] += mass;
  });
  return law;
}

/** The value of a question; NaN where what is given has no mass. */
export function valueOfQuestion(model: TypeModel, { terms }: Instance): number {
  let [top, bottom] = [0, 0];
  eachType(model, (mass, tables) => {
    const holds = (events: Instance["terms"][number]["events"]) =>
      events.every(({ node, set, at }) => "value" in at && valueIn(model, tables, node, set) === at.value);
    if (holds(terms[0].events.filter(({ part }) => part === "given"))) bottom += mass;
    for (const { weight, events } of terms) if (holds(events)) top += weight * mass;
  });
  return bottom === 0 ? Number.NaN : top / bottom;
}
