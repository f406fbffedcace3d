import { type EdgeKind, edgesOf, type Graph } from "../graph.js";
import { printedDot } from "./dot-name.js";

const ATTRIBUTES: Readonly<Record<EdgeKind, string>> = { "->": "", "<->": " [dir=both]", "--": " [dir=none]" };

/** A graph as DOT that Graphviz draws; roles are in an attribute of ours, `role`. */
export function printDot(graph: Graph): string {
  const nodes = graph.nodes.map(({ name, roles }) => {
    return `  ${printedDot(name)}${roles.length === 0 ? "" : ` [role="${roles.join(",")}"]`}`;
  });
  const edges = edgesOf(graph).map(({ from, to, kind }) => {
    return `  ${printedDot(from)} -> ${printedDot(to)}${ATTRIBUTES[kind]}`;
  });
  return ["digraph {", ...nodes, ...edges, "}"].join("\n");
}
