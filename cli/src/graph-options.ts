import { existsSync } from "node:fs";
import type { Graph } from "discoscm";
import { printable } from "./errors.js";
import { write } from "./terminal.js";
import { readText } from "./text-file.js";

/** Signs that stand in graphs and hardly ever in the name of a file. */
const LOOKS_LIKE_EDGES = /[<>{};\n→←↔]|--/;

/** The graph of an argument: a file, "-" for standard input, the text itself, or a model, whose graph is meant. Tells what was read over. */
export async function readGraph(argument: string, quiet = false): Promise<Graph> {
  const isText =
    argument.trim() === "" || (argument !== "-" && !existsSync(argument) && LOOKS_LIKE_EDGES.test(argument));
  const { text, name } = isText
    ? { text: argument, name: "graph" }
    : await readText(argument, { who: "graph", next: "name a file of edges such as X -> Y, dagitty or DOT text" });
  const { graphOf, parseGraphWithNotes, readModel } = await import("discoscm");
  if (isModel(text)) return graphOf(readModel(text, { name }));
  const { graph, notes } = parseGraphWithNotes(text, { name });
  if (!quiet) for (const note of notes) await write(process.stderr, `${printable(name)}: ${printable(note)}\n`);
  return graph;
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
