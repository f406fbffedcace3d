import { UNPRINTABLE } from "../../num/complaint.js";

/** A name that both DOT and dagitty take without quotes. */
const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/;
const WORDS = /^(?:strict|graph|digraph|subgraph|node|edge)$/i;
/** A backslash that would escape the quote behind it, and an & that would begin a code; neither format has an escape for them. */
const UNSAID = /\\(?="|$)|&(?=#)/g;

/** A name as DOT and dagitty take it. What they cannot say is written by its code, as in `&#10;`, which Graphviz shows as the character. */
export function printedDot(name: string): string {
  if (PLAIN.test(name) && !WORDS.test(name)) return name;
  const inside = name.replace(UNSAID, code).replace(UNPRINTABLE, code).replaceAll('"', '\\"');
  return `"${inside}"`;
}

function code(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
