import { UNPRINTABLE } from "../../num/complaint.js";
import { type Edge, edgesOf, type Graph, type Node } from "../graph.js";

/** A graph as plain records, for JSON. */
export interface GraphRecord {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

/** The variables and edges of a graph as plain records. */
export function graphJson(graph: Graph): GraphRecord {
  return { nodes: graph.nodes, edges: edgesOf(graph) };
}

/** A graph as JSON, a variable or edge a line. Nothing in it plays with a terminal. */
export function printJson(graph: Graph): string {
  const { nodes, edges } = graphJson(graph);
  return `{\n  "nodes": ${list(nodes)},\n  "edges": ${list(edges)}\n}`;
}

function list(items: readonly (Node | Edge)[]): string {
  if (items.length === 0) return "[]";
  return `[\n${items.map((item) => `    ${visibleJson(JSON.stringify(item))}`).join(",\n")}\n  ]`;
}

/** Unprintable characters by their codes, as JSON writes them. */
function visibleJson(text: string): string {
  const code = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return text.replace(UNPRINTABLE, (character) => character.replace(/[\s\S]/g, code));
}
