// What a witness claims, looked at from outside: its files are read as models and asked by the exact engine.
import type { Graph } from "../../../src/graph/graph.ts";
import { ask } from "../../../src/model/ask.ts";
import { modelOf } from "../../../src/model/file/read.ts";
import type { Model } from "../../../src/model/model.ts";
import type { Witness } from "../../../src/query/identification.ts";
import { type Draw, pick } from "../oracle/random-graph.ts";

/** So many cells of the joint law are compared; small laws are compared whole. */
const CELLS = 8;

/** What does not hold of a witness; nothing, as a rule. Names of the graph are such as files can hold. */
export function faultsOf(graph: Graph, witness: Witness, draw: Draw): readonly string[] {
  const models = witness.files.map((file) => modelOf(file));
  const value = (model: Model, question: string) => ask(model, question, { coupling: 1, method: "exact" }).value!;
  const faults = models.flatMap((model) => structureFaults(graph, model));
  models.forEach((model, i) => {
    const asked = value(model, witness.question);
    if (!(Math.abs(asked - witness.values[i]) < 1e-12))
      faults.push(`model ${i + 1}: ${asked}, not ${witness.values[i]}`);
  });
  for (const cell of cellsOf(graph, models[0], draw)) {
    const [one, other] = models.map((model) => value(model, cell));
    if (!(Math.abs(one - other) < 1e-14)) faults.push(`${cell} is ${one} and ${other}`);
    if (!(one > 0)) faults.push(`${cell} is never seen`);
  }
  return faults;
}

/** A mechanism listens to parents in the graph, and to variables that only it, or it and one of its siblings, listen to. */
function structureFaults(graph: Graph, { variables }: Model): string[] {
  const numbers = variables.map(({ name }) => graph.numbers.get(name));
  const readers = variables.map((): number[] => []);
  const faults: string[] = [];
  variables.forEach(({ name, parents }, at) => {
    const node = numbers[at];
    if (node === undefined && parents.length > 0) faults.push(`${name} has causes`);
    for (const parent of parents) {
      const cause = numbers[parent];
      if (cause === undefined) readers[parent].push(node!);
      else if (!graph.parents[node!].includes(cause)) faults.push(`${variables[parent].name} -> ${name} is no edge`);
    }
  });
  readers.forEach((list, at) => {
    if (list.length > 2) faults.push(`${variables[at].name} has ${list.length} effects`);
    if (list.length === 2 && !graph.siblings[list[0]].includes(list[1]))
      faults.push(`${variables[at].name} is no edge`);
  });
  return faults;
}

function cellsOf(graph: Graph, model: Model, draw: Draw): readonly string[] {
  const domains = graph.nodes.map(({ name }) => {
    const { domain, labelled } = model.variables.find((one) => one.name === name)!;
    return domain!.map((value) => (labelled ? JSON.stringify(model.labels[value]) : String(value)));
  });
  const write = (values: readonly string[]) =>
    `P(${graph.nodes.map(({ name }, i) => `${name}=${values[i]}`).join(", ")})`;
  if (domains.reduce((cells, { length }) => cells * length, 1) > CELLS) {
    return Array.from({ length: CELLS }, () => write(domains.map((domain) => pick(draw, domain))));
  }
  return domains
    .reduce((rows: string[][], domain) => rows.flatMap((row) => domain.map((value) => [...row, value])), [[]])
    .map(write);
}
