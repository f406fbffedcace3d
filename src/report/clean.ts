// Control and format characters: an escape sequence in a column name must not reach a terminal, nor a bidirectional
// override turn a sentence around. The two joiners stay, emoji and several scripts need them.
const UNPRINTABLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A name or sentence that is safe to print: white space becomes a space, what cannot be printed becomes U+FFFD. */
export function cleanText(text: string): string {
  return text.replace(/[\t\n\r]+/g, " ").replace(UNPRINTABLE, "\ufffd");
}

/** What rounding leaves of a zero must not become "prevents" or "because of". */
const NOTHING = 1e-12;

/**
 * The same record for people: every string, and every key, printable, and what is zero but for rounding zero (the JSON keeps the
 * original); `nothing` is how much rounding may leave, 0 where very small numbers are meant. Cost: one pass.
 */
export function cleanDeep<T>(value: T, nothing = NOTHING): T {
  return cleaned(value, nothing) as T;
}

function cleaned(value: unknown, nothing: number): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value === "number") return Math.abs(value) < nothing ? 0 : value;
  if (Array.isArray(value)) return typeof value[0] === "number" ? value : value.map((one) => cleaned(one, nothing));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key), cleaned(inner, nothing)]));
}
