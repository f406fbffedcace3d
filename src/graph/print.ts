import type { Graph } from "./graph.js";
import { printDagitty } from "./print/dagitty.js";
import { printDot } from "./print/dot.js";
import { graphJson, printJson } from "./print/json.js";
import { printLines } from "./print/lines.js";

export { graphJson };

/** The formats that a graph is printed in; all of them are read. */
export type GraphFormat = "lines" | "dagitty" | "dot" | "json";

/**
 * A graph as text; `parseGraph` reads the same graph from it, variables in their order, roles and edges. On the format: lines are for people,
 * dagitty for dagitty.net and R, DOT for Graphviz, JSON for programs. There is no line end behind the last line.
 * Cost: O(nodes + edges).
 */
export function printGraph(graph: Graph, format: GraphFormat): string {
  switch (format) {
    case "lines":
      return printLines(graph);
    case "dagitty":
      return printDagitty(graph);
    case "dot":
      return printDot(graph);
    case "json":
      return printJson(graph);
  }
}
