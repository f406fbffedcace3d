import { expect, it } from "vitest";
import { decode } from "../../src/align/decode.js";
import { markovEngine } from "../../src/align/markov.js";
import { parseExpression } from "../../src/align/parse-expression.js";
import { tokensMatching } from "../../src/align/token-set.js";

const symbols = ["one", "1", "22", " ", "x1", "."];
const engine = markovEngine({ symbols, ends: ["."], laws: { "": () => [0.4, 0.1, 0.1, 0.1, 0.2, 0.1] } });

it("has the tokens whose whole text matches, and those that end an answer", () => {
  expect([...tokensMatching(engine, /\d+/)].sort()).toEqual([1, 2, 5]);
  expect([...tokensMatching(engine, /X|ONE/gi)].sort()).toEqual([0, 5]);
  expect([...tokensMatching(engine, /one|x/)].sort()).toEqual([0, 5]);
});

it("has no token that is a part of a letter", () => {
  const torn = { ...engine, bytes: (token: number) => (token === 0 ? Uint8Array.of(0xf0, 0x9f) : engine.bytes(token)) };
  expect([...tokensMatching(torn, /.*/s)].sort()).toEqual([1, 2, 3, 4, 5]);
});

it("keeps an answer to it", async () => {
  const factors = { ref: { tokens: engine.chat([]) } };
  const sets = new Map([["digits", tokensMatching(engine, /\d+/)]]);
  for (let seed = 1; seed <= 30; seed++) {
    const steps = decode(engine, { factors, sets, seed, expression: parseExpression("ref * mask(digits)"), most: 5 });
    for await (const { token } of steps) expect([1, 2, 5]).toContain(token);
  }
});
