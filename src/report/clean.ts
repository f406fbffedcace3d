// Control and format characters: an escape sequence in a column name must not reach a terminal, nor a bidirectional
// override turn a sentence around. The two joiners stay, emoji and several scripts need them.
const UNPRINTABLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A name or sentence that is safe to print: white space becomes a space, what cannot be printed becomes U+FFFD. */
export function cleanText(text: string): string {
  return text.replace(/[\t\n\r]+/g, " ").replace(UNPRINTABLE, "\ufffd");
}

/** The same record with every string, and every key, made printable (for people; the JSON keeps the original). Cost: one pass. */
export function cleanDeep<T>(value: T): T {
  return cleaned(value) as T;
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return typeof value[0] === "number" ? value : value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key), cleaned(inner)]));
}
