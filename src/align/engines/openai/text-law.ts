import type { Vocabulary } from "../../engine.js";
import type { TokenLaw } from "../../token-law.js";

/** A token of a hosted model: its number is not told, its text is. */
export interface TextToken {
  readonly text: string;
  /** Of its text; two tokens may hold half a character each. */
  readonly bytes?: readonly number[];
}

/** The likeliest tokens of a law, by their texts: all that a hosted model tells. */
export interface TextLaw {
  /** The likeliest first. */
  readonly tokens: readonly (TextToken & { readonly log: number })[];
  /** Log probability of all tokens together that are not told. */
  readonly rest: number;
}

/** A law of what was told; a token that was told twice counts once. Cost: O(tokens x log tokens) */
export function textLaw(told: readonly (TextToken & { readonly log: number })[]): TextLaw {
  const byKey = new Map<string, TextToken & { readonly log: number }>();
  for (const token of told) byKey.set(keyOf(token), token);
  const tokens = [...byKey.values()].sort((a, b) => b.log - a.log);
  const sum = tokens.reduce((all, { log }) => all + Math.exp(log), 0);
  return { tokens, rest: sum < 1 ? Math.log1p(-sum) : -Infinity };
}

/** Log probability of a token; undefined where it is not told. Cost: O(tokens told) */
export function logOfText(law: TextLaw, token: TextToken): number | undefined {
  const key = keyOf(token);
  return law.tokens.find((one) => keyOf(one) === key)?.log;
}

/** The bytes where they are told, since halves of a character have the same text. */
export function keyOf({ text, bytes }: TextToken): string {
  return bytes === undefined ? encoder.encode(text).join() : bytes.join();
}

const encoder = new TextEncoder();

/** Truncated laws over one list of token texts, for `evaluate`. */
export interface SharedTexts {
  readonly laws: ReadonlyMap<string, TokenLaw>;
  /** What the token numbers of these laws mean. */
  readonly texts: readonly TextToken[];
}

/**
 * Laws of token texts as laws of token numbers, over the texts that any of them tells. They are sparse: `evaluate` leaves out what one of them does not
 * tell, or puts a stated floor there and counts it. Texts are matched as they are written, so that the models should have one tokenizer.
 * Cost: O(tokens told)
 */
export function tokenLaws(laws: Readonly<Record<string, TextLaw>>): SharedTexts {
  const place = new Map<string, number>();
  const texts: TextToken[] = [];
  for (const { tokens } of Object.values(laws)) {
    for (const token of tokens) {
      if (place.has(keyOf(token))) continue;
      place.set(keyOf(token), texts.length);
      texts.push(token.bytes ? { text: token.text, bytes: token.bytes } : { text: token.text });
    }
  }
  const vocabulary: Vocabulary = { id: "token texts that were told", size: texts.length };
  const numbered = Object.entries(laws).map(([name, { tokens, rest }]) => {
    const pairs = tokens
      .map((token) => [place.get(keyOf(token))!, token.log] as const)
      .sort(([one], [other]) => one - other);
    const ids = Int32Array.from(pairs, ([id]) => id);
    return [name, { vocabulary, ids, logs: Float64Array.from(pairs, ([, log]) => log), rest }] as const;
  });
  return { laws: new Map(numbered), texts };
}
