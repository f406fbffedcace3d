import { DiscoError } from "../../error.js";
import { closingQuote, past, pastSpace, type Source } from "./source.js";

const HEADER = /(?:digraph|graph|dag|pdag|cpdag|mag|pag)(?![\p{L}\p{N}_.])/iuy;
const STRICT = /strict(?![\p{L}\p{N}_.])/iuy;
const NAME = /[\p{L}\p{N}_.-]+/uy;
const SPACE = /\s+/y;
/** What people write in place of a key in double quotes. */
const BAD_KEY = /[\p{L}_]+|'[^'\n]{0,200}'/uy;

/** Formats that are met often and not read, by how they begin. */
const OTHERS: readonly (readonly [beginning: RegExp, what: string, advice?: string])[] = [
  [/^graph\s*\[\s*(?:directed|multigraph|comment|label|id|node)\b/i, "GML"],
  [/^<(?:\?xml|!DOCTYPE|graphml|gexf)\b/i, "XML"],
  [/^(?:graph|flowchart)[ \t]+(?:TD|TB|BT|LR|RL)\b/, "Mermaid"],
  [/^Graph (?:Nodes|Edges):/, "a listing of Tetrad's"],
  [
    /^\[[\p{L}\p{N}_.:|]*[\p{L}_][\p{L}\p{N}_.:|]*\]\s*(?:\[|$)/u,
    "a model string of bnlearn's",
    "bnlearn's write.dot writes DOT",
  ],
  [
    /^[^\n"`]*\s[\dEOAU]+\s+@-?[\d.]+,-?[\d.]+/,
    "the format that dagitty had before its version 2",
    "dagitty.net and the R package read it and write dag { ... }",
  ],
];

/**
 * Which format a text is in: by its first words, so that a text with a slip is complained of as what it was meant to be.
 * @throws DiscoError for formats that are recognised and not read
 */
export function formatOf(source: Source): "lines" | "dot" | "json" {
  const { text } = source;
  const at = pastSpace(text, 0, { inLine: false });
  if (isBraced(text, at)) return "dot";
  const beginning = text.slice(at, at + 300);
  for (const [pattern, what, advice] of OTHERS) if (pattern.test(beginning)) throw notRead(source, what, advice);
  return isJson(text, at) ? "json" : "lines";
}

/** Is there a list, or a brace with a key and a colon behind it, which no group of variables has? */
function isJson(text: string, at: number): boolean {
  if (text[at] !== "{") return text[at] === "[";
  const key = past(SPACE, text, at + 1);
  if (text[key] === "}") return true;
  const behind = text[key] === '"' ? closingQuote(text, key) + 1 : past(BAD_KEY, text, key);
  return text[past(SPACE, text, behind)] === ":";
}

/** Is there the head of a graph in braces: `digraph {`, `strict graph "a name" {`, `dag name {`? */
function isBraced(text: string, at: number): boolean {
  const skip = (from: number) => pastSpace(text, from, { inLine: false });
  const strict = skip(past(STRICT, text, at));
  const header = past(HEADER, text, strict);
  if (header === strict) return false;
  let behind = skip(header);
  if (text[behind] === '"') behind = skip(closingQuote(text, behind) + 1 || text.length);
  else behind = skip(past(NAME, text, behind));
  return text[behind] === "{";
}

function notRead({ who }: Source, what: string, advice?: string): DiscoError {
  return new DiscoError({
    who,
    wrong: "this format is not read",
    given: what,
    next: `write the graph as lines (X -> Y), as dagitty, DOT or JSON${advice === undefined ? "" : `; ${advice}`}`,
  });
}
