import { edgesOf, type Graph } from "../graph.js";
import { printedDot } from "./dot-name.js";

/** A graph as dagitty prints it; a graph with `--` is a `pdag` there. Roles that dagitty does not know are attributes to it. */
export function printDagitty(graph: Graph): string {
  const word = graph.neighbours.some(({ length }) => length > 0) ? "pdag" : "dag";
  const nodes = graph.nodes.map(({ name, roles }) => {
    return `${printedDot(name)}${roles.length === 0 ? "" : ` [${roles.join(",")}]`}`;
  });
  const edges = edgesOf(graph).map(({ from, to, kind }) => `${printedDot(from)} ${kind} ${printedDot(to)}`);
  return [`${word} {`, ...nodes, ...edges, "}"].join("\n");
}
