import { describe, expect, it } from "vitest";
import { ladderText } from "../../../src/report/index.ts";
import { displayWidth } from "../../../src/report/terminal/width.ts";
import { both, four, hostile } from "./fixtures.ts";

describe("the ladder in a terminal", () => {
  it("is a table for each rung: both models beside each other, and where they part", () => {
    const text = ladderText(both);
    const [doing] = both.rungs[0].pairs[0].rows.filter(({ layer }) => layer === 2);
    const [one, other] = doing.values.map((value) => value.toFixed(4));
    expect(text).toContain(
      `  doing: here they part\n    ≠ P(Y=1 | do(T=1))  ${one}  ${other}  <- the first difference\n`,
    );
    expect(text.match(/seeing: they agree/g)).toHaveLength(2);
    expect(text.match(/<-/g)).toHaveLength(2);
    expect(text).toContain("  imagining: here they part\n    ≠ PNS(T -> Y)");
    expect(text.replace(/\s+/g, " ")).toContain(
      "of 100 random pairs that agree on layer 1, none agrees on P(Y=1 | do(T=1));",
    );
    expect(text).toContain("from seeing to doing: a graph of causes (disco identify)");
  });

  it("has the theorem, fractions, the models and what it rests on when asked for more", () => {
    const text = ladderText(both, { more: true });
    const [row] = both.rungs[0].pairs[0].rows.filter(({ layer }) => layer === 2);
    expect(text).toContain(`P(Y=1 | do(T=1)): ${row.exact[0]} and ${row.exact[1]}; anywhere from`);
    expect(text).toContain("Lebesgue measure");
    expect(text).toMatch(/The first model\n {4}a: weight 0\.\d+, takes 0\.\d+, with 0\.\d+, without 0\.\d+/);
    expect(text).toContain("Y is 1 with probability T ? with : without");
    expect(text).toContain("coupling 0");
  });

  it.each([40, 60, 80, 100])("stays within %i columns", (width) => {
    for (const answer of [both, four, hostile]) {
      for (const more of [false, true]) {
        const lines = ladderText(answer, { width, more }).split("\n");
        expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(width);
      }
    }
  });

  it("numbers several pairs, and lets nothing through to the terminal", () => {
    expect(ladderText(four)).toContain("Pair 2 of 2: the same table, all effect or all confounding");
    expect(ladderText(hostile)).not.toContain("\u001b");
    expect(ladderText(both, { color: true })).toContain("\u001b[33m");
  });
});
