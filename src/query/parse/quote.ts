import { inQuotes } from "../../num/quote.js";

/** A name or label that needs no quotes. */
const PLAIN = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;

/** A name in backticks, a label in double quotes; neither where it is plain. Unprintable characters are escaped. */
export function quoted(text: string, quote: "`" | '"'): string {
  return PLAIN.test(text) ? text : inQuotes(text, quote);
}
