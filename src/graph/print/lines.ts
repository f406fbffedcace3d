import { inQuotes } from "../../num/quote.js";
import { type Edge, edgesOf, type Graph } from "../graph.js";
import { isPlainName } from "../parse/lines-tokens.js";

/** A graph as lines: its edges, then the variables that have roles or no edges. Where this would change their order a group of all is first. */
export function printLines(graph: Graph): string {
  const edges = edgesOf(graph);
  const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const named = [...linked, ...graph.nodes.map(({ name }) => name).filter((name) => !linked.has(name))];
  const isInOrder = graph.nodes.every(({ name }, node) => name === named[node]);
  const group = isInOrder ? [] : [`{${graph.nodes.map(({ name }) => printed(name)).join(", ")}}`];
  const alone = graph.nodes.filter(({ name, roles }) => roles.length > 0 || (isInOrder && !linked.has(name)));
  return [
    ...group,
    ...edges.map(lineOf),
    ...alone.map(({ name, roles }) => `${printed(name)}${roles.length === 0 ? "" : ` [${roles.join(", ")}]`}`),
  ].join("\n");
}

function lineOf({ from, kind, to }: Edge): string {
  return `${printed(from)} ${kind} ${printed(to)}`;
}

function printed(name: string): string {
  return isPlainName(name) ? name : inQuotes(name, '"');
}
