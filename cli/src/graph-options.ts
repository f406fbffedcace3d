import { existsSync } from "node:fs";
import type { Graph } from "discoscm";
import { readText } from "./text-file.js";

/** Does a text look like a graph and not like the name of a file? */
const LOOKS_LIKE_EDGES = /->|<-|--|[→←↔]|^\s*(di)?graph\b|^\s*(p?dag|mag)\b.*\{/;

/** The graph of an argument: a file, "-" for standard input, the text itself, or a model, whose graph is meant. */
export async function readGraph(argument: string): Promise<Graph> {
  const isText = argument !== "-" && !existsSync(argument) && LOOKS_LIKE_EDGES.test(argument);
  const { text, name } = isText
    ? { text: argument, name: "graph" }
    : await readText(argument, { who: "graph", next: "name a file of edges such as X -> Y, dagitty or DOT text" });
  const { graphOf, parseGraph, readModel } = await import("discoscm");
  return isModel(text) ? graphOf(readModel(text, { name })) : parseGraph(text, { name });
}

/** A model file is JSON with a key that says so. */
function isModel(text: string): boolean {
  if (!/^\s*\{/.test(text) || !text.includes('"disco"')) return false;
  try {
    const { disco, variables } = JSON.parse(text) as { disco?: unknown; variables?: unknown };
    return disco !== undefined && variables !== undefined;
  } catch {
    return false;
  }
}
