// Parsing and printing are inverse, for every tree there is, and no bracket is printed that could be left out.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import { parseQuestion, parseSettings } from "../../src/query/parse.js";
import {
  printEvent,
  printName,
  printQuestion,
  printSetting,
  printTerm,
  printValue,
  printWorld,
} from "../../src/query/print.js";
import type { Question, Setting } from "../../src/query/question.js";
import { question, setting } from "./trees.js";

const seed = 20260117;

/** As `printQuestion`, but with parentheses around every operation, and an atom printed alone. */
function spelled(node: Question): string {
  switch (node.kind) {
    case "number":
      return `(${node.value < 0 ? "-" : ""}${Math.abs(node.value)})`;
    case "negative":
      return `(-(${spelled(node.of)}))`;
    case "arithmetic":
      return `(${spelled(node.left)}${node.operator}${spelled(node.right)})`;
    default:
      return printQuestion(node);
  }
}

function parsed(text: string): Question | undefined {
  try {
    return parseQuestion(text);
  } catch {
    return undefined;
  }
}

/** All texts with one pair of parentheses left out, quoted ones and those of operations aside. */
function withoutOnePair(text: string): string[] {
  const found: string[] = [];
  const open: number[] = [];
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (quote !== "") {
      if (sign === "\\") i++;
      else if (sign === quote) quote = "";
    } else if (sign === "`" || sign === '"') quote = sign;
    else if (sign === "(") open.push(i);
    else if (sign === ")") {
      const at = open.pop()!;
      if (!/[\p{L}`]/u.test(text[at - 1] ?? "")) {
        found.push(text.slice(0, at) + text.slice(at + 1, i) + text.slice(i + 1));
      }
    }
  }
  return found;
}

describe("a printed question", () => {
  it("is read as the same tree", () => {
    const same = (tree: Question) => {
      expect(parseQuestion(printQuestion(tree))).toStrictEqual(tree);
    };
    fc.assert(fc.property(question, same), { numRuns: 3000, seed });
  });
  it("is printed the same when it was read, on one line and with nothing that plays with a terminal", () => {
    const same = (tree: Question) => {
      const text = printQuestion(tree);
      expect(printQuestion(parseQuestion(text))).toBe(text);
      expect(text).not.toMatch(/[\p{Cc}\u202e\u2028]/u);
    };
    fc.assert(fc.property(question, same), { numRuns: 1000, seed });
  });
  it("has the precedence that parentheses around every operation spell out", () => {
    const same = (tree: Question) => {
      expect(parseQuestion(spelled(tree))).toStrictEqual(tree);
    };
    fc.assert(fc.property(question, same), { numRuns: 1000, seed });
  });
  it("has no parentheses that could be left out", () => {
    let pairs = 0;
    const needed = (tree: Question) => {
      const text = printQuestion(tree);
      for (const shorter of withoutOnePair(text)) {
        pairs++;
        expect(parsed(shorter), `${text} and ${shorter}`).not.toEqual(tree);
      }
    };
    fc.assert(fc.property(question, needed), { numRuns: 2000, seed });
    expect(pairs).toBeGreaterThan(300);
  });
  it.each([
    "P(retained=1 | subsidy=1)",
    "P(retained=1 | do(subsidy=1))",
    "P(retained[subsidy=0]=1 | subsidy=1, retained=1)",
    "P(Y[T=1]=1, Y[T=0]=0)",
    "P(Y[T=1]=1; unit=Loyal)",
    "P(unit=Loyal | T=1, Y=1)",
    "P(score[]>500 | score>500, score[#2]<=500; ability=600)",
    "P(cancer | do(smoking))",
    "P(Y[T=1, #2]=1)",
    'P(`my var`="North West" | `a\\`b`=-1.5)',
    "E[score | T!=high]",
    "E[Y[T=1] - Y[T=0] | Z=1]",
    "E[Y[T=1]] - E[Y[T=0]]",
    "E[Y[X=1, Z=Z[X=0]]]",
    "Var[p] / (E[p] * (1 - E[p]))",
    "-2^2 + (-2)^2 - 2^-1 * 2^3^2",
    "1 - 2 - (3 - 4) - 5 / 6 / (7 / 8)",
    "ATE(T -> Y)",
    "PN(T=2 vs 0 -> Y=1 | Z=1; unit=Loyal)",
    "BENEFIT(T -> Y, complier=1, always=0, never=0, defier=-1)",
    "PC(passed=1)",
    "SHARES(T=2 vs 0, Y=1)",
    "SHARES(T=1, Y=1 | Z=0; unit=Loyal)",
  ])("%s stays as it is", (text) => {
    expect(printQuestion(parseQuestion(text))).toBe(text);
  });
  it("is finite", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => printQuestion({ kind: "number", value })).toThrow(DiscoError);
      expect(() => printValue(value)).toThrow(/no number that a question can hold/);
    }
  });
  it("may be a sum of ten thousand terms that a program made", () => {
    let sum: Question = { kind: "number", value: 0 };
    for (let i = 1; i < 10_000; i++) {
      sum = { kind: "arithmetic", operator: "-", left: sum, right: { kind: "number", value: i } };
    }
    expect(printQuestion(sum)).toBe(Array.from({ length: 10_000 }, (_, i) => i).join(" - "));
  });
});

describe("parts of a question", () => {
  const term = { kind: "term", name: "my var", world: { set: [{ variable: "T", to: "high" }], occasion: 2 } } as const;
  it("are printed alone", () => {
    expect(printTerm(term)).toBe("`my var`[T=high, #2]");
    expect(printWorld(term.world)).toBe("[T=high, #2]");
    expect(printWorld({ set: [], occasion: 1 })).toBe("[]");
    expect(printSetting({ variable: "Z", to: term })).toBe("Z=`my var`[T=high, #2]");
    expect(printEvent({ term, test: { comparison: ">=", value: -0.5 } })).toBe("`my var`[T=high, #2]>=-0.5");
    expect(printEvent({ term: { kind: "term", name: "Y" } })).toBe("Y");
    expect(["a b", "\n", "\u001b", "a_1", "ß", "`"].map(printName)).toEqual([
      "`a b`",
      "`\\n`",
      "`\\u{1b}`",
      "a_1",
      "ß",
      "`\\``",
    ]);
    expect([1e21, 1e-7, "a", "a b", "1", 'x"y'].map(printValue)).toEqual([
      "1e+21",
      "1e-7",
      "a",
      '"a b"',
      '"1"',
      '"x\\"y"',
    ]);
  });
  it("settings are read again", () => {
    const same = (settings: readonly Setting[]) => {
      expect(parseSettings(settings.map(printSetting).join(", "))).toStrictEqual(structuredClone(settings));
    };
    fc.assert(fc.property(fc.array(setting, { minLength: 1, maxLength: 3 }), same), { numRuns: 300, seed });
  });
});
