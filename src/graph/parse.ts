import { DiscoError } from "../error.js";
import { shown, visible } from "../num/complaint.js";
import type { Graph } from "./graph.js";
import { formatOf } from "./parse/detect.js";
import { readDot } from "./parse/dot.js";
import { newDraft } from "./parse/draft.js";
import { readJson } from "./parse/json.js";
import { readLines } from "./parse/lines.js";
import { newNotes } from "./parse/notes.js";

/** Who a text belongs to. */
export interface GraphTextOptions {
  /** Who complains: the name of the file, "graph" when absent. */
  readonly name?: string;
}

/** A graph that was read, and sentences about what its text says beside: positions, colours, attributes that mean nothing here. */
export interface ReadGraph {
  readonly graph: Graph;
  readonly notes: readonly string[];
}

const LONGEST = 10_000_000;

/**
 * The graph that a text describes. Its format is found out: lines (`A -> B; U [latent]`), dagitty (`dag { ... }`), DOT (`digraph { ... }`) or
 * JSON; `printGraph` is the inverse. Variables are in the order in which they are first named.
 * @throws DiscoError pointing at the place for what the format does not have; for formats that are recognised and not read, texts of more than
 *   10,000,000 characters, more than a million edges and braces nested more than 100 deep; and whatever `makeGraph` refuses
 * Cost: O(text), and the number of edges.
 */
export function parseGraph(text: string, options: GraphTextOptions = {}): Graph {
  return parseGraphWithNotes(text, options).graph;
}

/** As `parseGraph`, with sentences about what was read over. */
export function parseGraphWithNotes(text: string, { name = "graph" }: GraphTextOptions = {}): ReadGraph {
  const source = { who: visible(name), text };
  if (text.length > LONGEST) throw tooLong(source);
  const draft = newDraft(source.who);
  const notes = newNotes();
  const format = formatOf(source);
  if (format === "lines") readLines(source, draft);
  else if (format === "dot") readDot(source, draft, notes);
  else readJson(source, draft, notes);
  return { graph: draft.graph(), notes: notes.all() };
}

function tooLong({ who, text }: { readonly who: string; readonly text: string }): DiscoError {
  return new DiscoError({
    who,
    wrong: "the text is longer than 10,000,000 characters",
    given: `${text.length} characters, beginning ${shown(text.slice(0, 30))}`,
    next: "give a graph of fewer variables",
  });
}
