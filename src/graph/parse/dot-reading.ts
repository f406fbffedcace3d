import { shown } from "../../num/complaint.js";
import type { Cursor, Token } from "./cursor.js";
import type { Arrows } from "./dot-attributes.js";
import type { Draft } from "./draft.js";
import type { Notes } from "./notes.js";

/** What a text of DOT or dagitty is read with. */
export interface Reading {
  readonly cursor: Cursor;
  readonly draft: Draft;
  readonly notes: Notes;
  /** The word the text begins with, in small letters. */
  readonly type: string;
  /** Every variable as often as it is named, in order: those of a group are a piece of it. */
  readonly mentions: number[];
  /** How many mentions in groups were looked at until now. */
  looked: number;
}

/** Braces, and what holds in them. */
export interface Scope {
  readonly opening: Token;
  readonly depth: number;
  /** What `edge [...]` said of arrowheads. */
  arrows: Arrows;
}

/** The variables on one side of an edge: from here to there in the mentions. */
export interface Ends {
  readonly from: number;
  readonly to: number;
  readonly at: Token;
}

const DOT_WORDS: ReadonlySet<string> = new Set(["graph", "digraph", "subgraph", "strict", "node", "edge"]);
const DAGITTY_WORDS: ReadonlySet<string> = new Set(["graph", "node"]);

/** The word of the format that a token is; undefined for a name. DOT's words count in capitals too, and dagitty has but two. */
export function wordOf({ type }: Reading, { kind, text, quoted }: Token): string | undefined {
  if (kind !== "name" || quoted) return undefined;
  const isDot = type === "digraph" || type === "graph";
  const word = isDot ? text.toLowerCase() : text;
  return (isDot ? DOT_WORDS : DAGITTY_WORDS).has(word) ? word : undefined;
}

/** Reads a variable, and over its port where it has one, into the mentions. */
export function variableAt(reading: Reading): void {
  const { cursor, draft, mentions, notes } = reading;
  const token = cursor.peek();
  if (token.kind === "html") {
    throw cursor.fail(token, "a name in angle brackets is not understood here", "put the name in double quotes");
  }
  if (token.kind !== "name") throw cursor.expected("a variable", "write edges as in X -> Y");
  if (wordOf(reading, token) !== undefined) {
    const advice = `a variable of this name goes in double quotes, as in "${token.text}"`;
    throw cursor.fail(token, `${token.text} is a word of the format`, advice);
  }
  cursor.next();
  mentions.push(draft.node(token.text));
  while (cursor.take(":")) {
    if (cursor.peek().kind !== "name") throw cursor.expected("a port after :", "a name with : goes in double quotes");
    cursor.next();
    notes.skip("the port", "variable", token.text);
  }
}

/** "the attribute beta", and dagitty's `pos` by its meaning. */
export function sayAttribute(key: string): string {
  return key === "pos" ? "the position" : `the attribute ${shown(key)}`;
}
