import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markovEngine } from "../../src/align/markov.js";
import { readMarkovModel } from "../../src/align/markov-file.js";

const good = {
  markov: 1,
  about: "a test",
  symbols: ["a", "b", "ab", "."],
  ends: ["."],
  laws: {
    "": [
      { next: { a: 1, b: 3 } },
      { after: ["a"], next: { b: 1 } },
      { after: ["b", "a"], next: { ".": 0.25, ab: 0.75 } },
    ],
    told: [{ after: [], next: { ".": 1e-300 } }],
  },
};
const read = (file: unknown) => readMarkovModel(JSON.stringify(file), { name: "t.json" });

describe("a table model's file", () => {
  it("gives the laws it says: the longest row that fits counts, weights add up to 1", () => {
    const { symbols, ends, laws } = read(good);
    expect([symbols, ends, Object.keys(laws)]).toEqual([good.symbols, ["."], ["", "told"]]);
    expect(laws[""]([])).toEqual([0.25, 0.75, 0, 0]);
    expect(laws[""]([0, 1])).toEqual([0.25, 0.75, 0, 0]);
    expect(laws[""]([0])).toEqual([0, 1, 0, 0]);
    expect(laws[""]([3, 0])).toEqual([0, 1, 0, 0]);
    expect(laws[""]([1, 0])).toEqual([0, 0, 0.75, 0.25]);
    expect(laws["told"]([1, 0])).toEqual([0, 0, 0, 1]);
  });

  it("finds the same row as looking at all of them, whatever their order", () => {
    const symbols = ["a", "b", "c"];
    const text = fc.array(fc.constantFrom(...symbols), { maxLength: 3 });
    fc.assert(
      fc.property(
        fc.uniqueArray(text, { selector: (after) => after.join(""), maxLength: 8 }),
        fc.array(fc.constantFrom(0, 1, 2), { maxLength: 6 }),
        (afters, soFar) => {
          const rows = [[], ...afters.filter(({ length }) => length > 0)].map((after, i) => ({
            after,
            next: { a: i + 1, b: 1 },
          }));
          const { laws } = read({ markov: 1, symbols, laws: { "": rows } });
          const told = soFar.map((token) => symbols[token]).join("");
          const fitting = rows.filter(({ after }) => told.endsWith(after.join("")));
          const best = fitting.reduce((one, row) => (row.after.length > one.after.length ? row : one));
          expect(laws[""](soFar)[0]).toBeCloseTo(best.next.a / (best.next.a + 1), 14);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it("is the model of examples/language", () => {
    const path = "examples/language/sky.markov.json";
    const engine = markovEngine(readMarkovModel(readFileSync(path, "utf8"), { name: path }));
    expect(engine.tokenize("Because air scatters")).toHaveLength(3);
    expect(engine.ends.size).toBe(1);
  });

  it.each<[wrong: string, file: unknown]>([
    ["no object", [1]],
    ["another version", { ...good, markov: 2 }],
    ["an unknown key", { ...good, law: {} }],
    ["no symbols", { ...good, symbols: [] }],
    ["a symbol twice", { ...good, symbols: ["a", "a"] }],
    ["an empty symbol", { ...good, symbols: ["a", ""] }],
    ["an end that is no symbol", { ...good, ends: ["!"] }],
    ["no laws", { ...good, laws: {} }],
    ["a law without rows", { ...good, laws: { "": [] } }],
    ["a law without a row for the rest", { ...good, laws: { "": [{ after: ["a"], next: { a: 1 } }] } }],
    ["a row twice", { ...good, laws: { "": [{ next: { a: 1 } }, { after: [], next: { b: 1 } }] } }],
    ["an unknown symbol before", { ...good, laws: { x: [{ after: ["z"], next: { a: 1 } }] } }],
    ["an unknown symbol next", { ...good, laws: { x: [{ next: { z: 1 } }] } }],
    ["a weight below 0", { ...good, laws: { x: [{ next: { a: -1 } }] } }],
    ["a weight that is a text", { ...good, laws: { x: [{ next: { a: "1" } }] } }],
    ["nothing possible", { ...good, laws: { x: [{ next: { a: 0 } }] } }],
    ["a row with more", { ...good, laws: { x: [{ next: { a: 1 }, order: 2 }] } }],
  ])("%s is refused with its place", (wrong, file) => {
    let said = "";
    try {
      read(file);
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said, wrong).toMatchSnapshot();
  });

  it("that is no JSON is refused", () => {
    expect(() => readMarkovModel("{", { name: "t.json" })).toThrow(/^t\.json: it is not JSON/);
  });
});
