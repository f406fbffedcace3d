import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearestName } from "../../src/num/nearest.js";

/** Fewest slips from one word to another, by trying them all: the last letters are the same, or one of four slips made them differ. */
function slips(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  const [a1, b1] = [a.slice(0, -1), b.slice(0, -1)];
  const ways = [slips(a1, b1) + (a.at(-1) === b.at(-1) ? 0 : 1), slips(a1, b) + 1, slips(a, b1) + 1];
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)) {
    ways.push(slips(a.slice(0, -2), b.slice(0, -2)) + 1);
  }
  return Math.min(...ways);
}

describe("the nearest name", () => {
  it.each<[string, readonly string[], string | undefined]>([
    ["re87", ["treat", "re78", "age"], "re78"],
    ["educatoin", ["treat", "education"], "education"],
    ["TREAT", ["treated", "treat"], "treat"],
    ["agee", ["age", "ages"], "age"],
    ["income", ["age", "treat"], undefined],
    ["", ["age"], undefined],
    ["age", [], undefined],
  ])("to %j among %j is %j", (asked, names, nearest) => {
    expect(nearestName(asked, names)).toBe(nearest);
  });

  it("is the first with the fewest slips, when these are at most a third of the letters", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });
    const agrees = (asked: string, names: readonly string[]) => {
      const counts = names.map((name) => slips(asked, name));
      const least = Math.min(...counts);
      const isNear = least <= Math.max(1, Math.floor(asked.length / 3));
      expect(nearestName(asked, names)).toBe(isNear ? names[counts.indexOf(least)] : undefined);
    };
    fc.assert(fc.property(word, fc.array(word, { maxLength: 5 }), agrees), { numRuns: 500, seed: 20260120 });
  });

  it("of one letter may be another letter, unless told otherwise", () => {
    expect(nearestName("x", ["ab", "y"])).toBe("y");
    expect(nearestName("x", ["ab", "y"], { strangers: false })).toBeUndefined();
    expect(nearestName("x", ["y", "X"], { strangers: false })).toBe("X");
    expect(nearestName("x", ["y", "xy"], { strangers: false })).toBe("xy");
  });

  it("is looked for among the first names and in the first letters only, when told so", () => {
    const names = ["one", "two", "three"];
    expect(nearestName("thre", names)).toBe("three");
    expect(nearestName("thre", names, { names: 2 })).toBeUndefined();
    const long = "a".repeat(150);
    expect(nearestName(`${long}b`, [long])).toBe(long);
    expect(nearestName(`${long}b`, [long], { letters: 100 })).toBeUndefined();
    expect(nearestName("a".repeat(1_000_000), [long, "a".repeat(200)])).toBe("a".repeat(200));
  });
});
