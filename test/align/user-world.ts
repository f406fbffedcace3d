// A model of language that answers "who wrote this?" by rules that a test knows: letters are symbols, and its law reads the whole question.
import type { Engine } from "../../src/align/engine.js";
import { markovEngine } from "../../src/align/markov.js";

const SYMBOLS = ["\n", ...Array.from({ length: 95 }, (_, k) => String.fromCharCode(32 + k))];

export interface Mind {
  /** Log odds that a text gives whoever is described so; any constant may be added. */
  readonly believes: (text: string, describes: string) => number;
  /** Nats by which it likes each letter. */
  readonly likes: Readonly<Record<string, number>>;
  /** Probability of the letters together. */
  readonly mass: number;
}

/** Its answer to a question is a softmax of what it believes and of what it likes. */
export function whoEngine({ believes, likes, mass }: Mind): Engine {
  const law = (soFar: readonly number[]): readonly number[] => {
    const prompt = soFar.map((token) => SYMBOLS[token]).join("");
    const text = prompt.split('"""\n')[1].slice(0, -1);
    const options = [
      ...prompt
        .split('"""\n')
        .at(-1)!
        .matchAll(/^([A-H]): (.*)$/gm),
    ];
    const weights = options.map(([, letter, describes]) => Math.exp(believes(text, describes) + likes[letter]));
    const sum = weights.reduce((a, b) => a + b, 0);
    const probabilities = new Map(options.map(([, letter], k) => [letter, (mass * weights[k]) / sum]));
    return SYMBOLS.map((symbol) => probabilities.get(symbol) ?? (symbol === "." ? 1 - mass : 0));
  };
  return markovEngine({ symbols: SYMBOLS, laws: { "": law } });
}

/** Everything that an engine is told, as text and as tokens that it was asked about. */
export function overheard(engine: Engine): { readonly engine: Engine; readonly heard: string[] } {
  const heard: string[] = [];
  const told = (tokens: readonly number[]) =>
    Buffer.concat(tokens.map((token) => engine.bytes(token))).toString("utf8");
  return {
    heard,
    engine: {
      ...engine,
      tokenize: (text) => {
        heard.push(text);
        return engine.tokenize(text);
      },
      chat: (messages) => {
        heard.push(...messages.map(({ content }) => content));
        return engine.chat(messages);
      },
      next: (prefixes, wanted, signal) => {
        heard.push(...prefixes.flatMap(({ key, tokens }) => [key, told(tokens)]));
        return engine.next(prefixes, wanted, signal);
      },
    },
  };
}

/** A model that writes letter by letter, each by itself, as whoever it is told to write as. */
export function writingEngine(letters: Readonly<Record<string, Readonly<Record<string, number>>>>): Engine {
  const law = (soFar: readonly number[]): readonly number[] => {
    const prompt = soFar.map((token) => SYMBOLS[token]).join("");
    const describes = /^Write one message as (.*) would write it\./.exec(prompt)![1];
    return SYMBOLS.map((symbol) => letters[describes][symbol] ?? 0);
  };
  return markovEngine({ symbols: SYMBOLS, laws: { "": law } });
}
