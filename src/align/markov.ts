import { DiscoError } from "../error.js";
import type { Engine, Message, NextLogits, Prefix } from "./engine.js";

/** A table-driven model of language: exact, small, and an engine like any other. */
export interface MarkovModel {
  /** One text each; their numbers are the tokens. */
  readonly symbols: readonly string[];
  /** Symbols that end an answer. */
  readonly ends?: readonly string[];
  /**
   * The laws by the name of what the model is told (the first system message): given the symbols so far, the probability of each symbol next. "" is what
   * it says when it is told nothing.
   */
  readonly laws: Readonly<Record<string, (soFar: readonly number[]) => readonly number[]>>;
}

/**
 * An engine of a table. What it is told is one token beyond the symbols, the first of a prefix, so that `chat` works as with a model of language: the
 * system message names the law. For tests, teaching and exact checks. Cost: one call of the law a prefix.
 */
export function markovEngine({ symbols, ends = [], laws }: MarkovModel): Engine {
  const told = Object.keys(laws);
  const place = new Map(symbols.map((symbol, token) => [symbol, token]));
  const longest = Math.max(...symbols.map(({ length }) => length));
  const encoder = new TextEncoder();
  const lawNamed = (name: string): number => {
    const at = told.indexOf(name);
    if (at >= 0) return symbols.length + at;
    throw new DiscoError({
      who: "markov engine",
      wrong: "the model has no law of this name",
      given: name,
      next: `those it has: ${told.join(", ")}`,
    });
  };
  const tokenize = (text: string): readonly number[] => {
    const tokens: number[] = [];
    for (let at = 0; at < text.length; ) {
      let size = Math.min(longest, text.length - at);
      while (size > 0 && !place.has(text.slice(at, at + size))) size--;
      if (size === 0) {
        throw new DiscoError({
          who: "markov engine",
          wrong: "no symbol of the model begins here",
          given: text.slice(at, at + 20),
          next: `its symbols: ${symbols.join(" ")}`,
        });
      }
      tokens.push(place.get(text.slice(at, at + size))!);
      at += size;
    }
    return tokens;
  };
  const one = ({ tokens }: Prefix): NextLogits => {
    const [first, ...rest] = tokens;
    const known = first !== undefined && first >= symbols.length;
    const law = laws[known ? told[first - symbols.length] : ""];
    const probabilities = law?.(known ? rest : tokens);
    if (probabilities === undefined) lawNamed("");
    return { logits: Float64Array.from(probabilities!, Math.log), logZ: 0 };
  };
  return {
    name: "markov",
    vocabulary: { id: `markov ${symbols.join(" ")}`, size: symbols.length },
    ends: new Set(ends.map((end) => place.get(end)!)),
    most: 10_000,
    tokenize,
    bytes: (token) => encoder.encode(symbols[token] ?? ""),
    chat: (messages: readonly Message[]) => {
      const system = messages.filter(({ role }) => role === "system").map(({ content }) => content);
      const said = messages.filter(({ role }) => role !== "system").map(({ content }) => content);
      return [lawNamed(system.at(-1) ?? ""), ...tokenize(said.join(""))];
    },
    next: async (prefixes, _wanted, signal) => {
      signal?.throwIfAborted();
      return prefixes.map(one);
    },
    forget: async () => {},
    close: async () => {},
  };
}
