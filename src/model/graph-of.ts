import { type Edge, type Graph, makeGraph, type Node } from "../graph/graph.js";
import { visit } from "./expression/spine.js";
import { formulasOf } from "./file/mechanism.js";
import type { Model, Variable } from "./model.js";

/**
 * The graph of a model: an arrow from each parent, and from a latent root, U, that stands for who the individual is, to whatever depends on
 * an attribute of it. Noises of different variables are independent in a model, so there is no bidirected edge.
 * Cost: O(formulas).
 */
export function graphOf(model: Model): Graph {
  const { variables } = model;
  const names = new Set(variables.map(({ name }) => name));
  const individual = ["U", "individual"].find((name) => !names.has(name)) ?? freeName(names);
  const personal = variables.filter(dependsOnIndividual);
  const nodes: Node[] = variables.map(({ name }) => ({ name, roles: [] }));
  if (personal.length > 0) nodes.push({ name: individual, roles: ["latent", "individual"] });
  const edges = [
    ...variables.flatMap(({ name, parents }) =>
      parents.map((from): Edge => ({ from: variables[from].name, to: name, kind: "->" })),
    ),
    ...personal.map(({ name }): Edge => ({ from: individual, to: name, kind: "->" })),
  ];
  return makeGraph(nodes, edges);
}

function dependsOnIndividual({ mechanism }: Variable): boolean {
  let found = false;
  for (const formula of formulasOf(mechanism)) {
    visit(formula, (one) => {
      if (one.kind === "reference" && "attribute" in one.to) found = true;
    });
  }
  return found;
}

function freeName(names: ReadonlySet<string>): string {
  let number = 1;
  while (names.has(`U${number}`)) number++;
  return `U${number}`;
}
