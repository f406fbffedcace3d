import { describe, expect, it } from "vitest";
import type { DiscoError } from "../../../src/error.js";
import type { Expression } from "../../../src/model/expression/expression.js";
import { parseExpression } from "../../../src/model/expression/parse.js";

/** An expression with all its parentheses. */
function full(one: Expression<string>): string {
  switch (one.kind) {
    case "number":
      return String(one.value);
    case "label":
      return JSON.stringify(one.value);
    case "reference":
      return one.to;
    case "unary":
      return `(${one.operator}${full(one.of)})`;
    case "binary":
      return `(${full(one.left)} ${one.operator} ${full(one.right)})`;
    case "choice":
      return `(${full(one.test)} ? ${full(one.yes)} : ${full(one.no)})`;
    case "call":
      return `${one.name}(${one.args.map(full).join(", ")})`;
  }
}

describe("parseExpression", () => {
  it.each([
    ["1 + 2 * 3", "(1 + (2 * 3))"],
    ["1 * 2 + 3", "((1 * 2) + 3)"],
    ["1 - 2 - 3", "((1 - 2) - 3)"],
    ["1 / 2 / 3", "((1 / 2) / 3)"],
    ["1 / 2 * 3", "((1 / 2) * 3)"],
    ["2^3^2", "(2 ^ (3 ^ 2))"],
    ["-2^2", "(-(2 ^ 2))"],
    ["2^-1", "(2 ^ (-1))"],
    ["2^-1^2", "(2 ^ (-(1 ^ 2)))"],
    ["-2*3", "((-2) * 3)"],
    ["2*-3", "(2 * (-3))"],
    ["a - -b", "(a - (-b))"],
    ["!a == b", "((!a) == b)"],
    ["!!a", "(!(!a))"],
    ["a + 1 < b * 2", "((a + 1) < (b * 2))"],
    ["a < b && c >= d", "((a < b) && (c >= d))"],
    ["a && b || c && d", "((a && b) || (c && d))"],
    ["a || b ? c : d", "((a || b) ? c : d)"],
    ["a ? b : c ? d : e", "(a ? b : (c ? d : e))"],
    ["a ? b ? c : d : e", "(a ? (b ? c : d) : e)"],
    ["a ? b : c + 1", "(a ? b : (c + 1))"],
    ["(a ? b : c) + 1", "((a ? b : c) + 1)"],
    ["(a == b) == c", "((a == b) == c)"],
    ["max(a, b + 1, 3) * min(1, 2)", "(max(a, (b + 1), 3) * min(1, 2))"],
    ["logistic(-x)", "logistic((-x))"],
    ['colour == "dark red" ? 1.5e-3 : .5', '((colour == "dark red") ? 0.0015 : 0.5)'],
    ["exp + max", "(exp + max)"],
    [" \n\ta\r\n", "a"],
    ["年龄 * Größe_2", "(年龄 * Größe_2)"],
  ])("%s", (text, expected) => {
    expect(full(parseExpression(text))).toBe(expected);
  });

  it("says what is wrong and what to do, at a character", () => {
    const wrong = `1 + | * 2 | a b | 2x | 2(x) | (1 + 2 | 1 + 2) | () | a = 1 | a === 1 | a & b | a and b | not a | a < b < c
      | a == b != c | a ** 2 | a ? b | a ? b c | pow(a, 2) | sin(a) | exp() | exp(a, b) | min(a) | max(a, b | max(a, )
      | 1.2.3 | +a | a <> b | 2 ^ | - - | a "b"`;
    const messages = ["", ...wrong.split(/\s+\|\s+/)].map((text) => {
      try {
        parseExpression(text);
        return `${text}  is fine`;
      } catch (error) {
        const { wrong, next } = (error as DiscoError).complaint;
        const [first, ...others] = wrong.split("\n");
        return `${text}  ${others.at(-1)?.trim()}: ${first}; ${next}`;
      }
    });
    expect(messages.join("\n")).toMatchInlineSnapshot(`
      "  at character 1: a value was expected and the expression ends here; write a number, a name, a label in double quotes or a function
      1 +  at character 4: a value was expected and the expression ends here; write a number, a name, a label in double quotes or a function
      * 2  at character 1: a value was expected before '*'; write a number, a name, a label in double quotes or a function
      a b  at character 3: an operator was expected before 'b'; join two values with one, such as + * == or &&
      2x  at character 2: an operator was expected before 'x'; write * to multiply
      2(x)  at character 2: an operator was expected before '('; write * to multiply
      (1 + 2  at character 7: a ')' was expected; close the parenthesis
      1 + 2)  at character 6: this ')' closes nothing; take it out, or open a parenthesis before
      ()  at character 2: a value was expected before ')'; write a number, a name, a label in double quotes or a function
      a = 1  at character 3: an operator was expected before '='; write == to compare
      a === 1  at character 5: a value was expected before '='; write == to compare
      a & b  at character 3: an operator was expected before '&'; write && for 'and'
      a and b  at character 3: an operator was expected before 'and'; write && for 'and'
      not a  at character 5: an operator was expected before 'a'; write ! for 'not'
      a < b < c  at character 7: comparisons do not chain; join two comparisons with &&, as in a < b && b < c
      a == b != c  at character 8: comparisons do not chain; join two comparisons with &&, as in a < b && b < c
      a ** 2  at character 4: a value was expected before '*'; write ^ for a power
      a ? b  at character 6: a ':' was expected; write test ? value if true : value if false
      a ? b c  at character 7: a ':' was expected; write test ? value if true : value if false
      pow(a, 2)  at character 1: there is no function 'pow'; write a ^ b
      sin(a)  at character 1: there is no function 'sin'; the functions are exp, log, sqrt, abs, logistic, min, max
      exp()  at character 5: a value was expected before ')'; write a number, a name, a label in double quotes or a function
      exp(a, b)  at character 1: 'exp' takes one value and has 2; write exp(x)
      min(a)  at character 1: 'min' takes two values or more and has 1; write min(x, y)
      max(a, b  at character 9: a ')' was expected; close the parenthesis
      max(a, )  at character 8: a value was expected before ')'; write a number, a name, a label in double quotes or a function
      1.2.3  at character 4: an operator was expected before '.3'; join two values with one, such as + * == or &&
      +a  at character 1: a value was expected before '+'; leave out the plus
      a <> b  at character 4: a value was expected before '>'; write != for 'not equal'
      2 ^  at character 4: a value was expected and the expression ends here; write a number, a name, a label in double quotes or a function
      - -  at character 4: a value was expected and the expression ends here; write a number, a name, a label in double quotes or a function
      a "b"  at character 3: an operator was expected before 'b'; join two values with one, such as + * == or &&"
    `);
  });

  it.each([
    ["1e999", 1],
    ['a == "red', 6],
    ["a == 'red'", 6],
    ["a; b", 2],
    ["a.b", 2],
    ["a[1]", 2],
  ])("%s: what is no word of the grammar is found at its place", (text, character) => {
    expect(() => parseExpression(text)).toThrow(`at character ${character};`);
  });

  it("points at the character", () => {
    expect(() => parseExpression("subsidy == 1 ? p1 : + p0")).toThrowErrorMatchingInlineSnapshot(`
      [DiscoError: expression: a value was expected before '+'
          subsidy == 1 ? p1 : + p0
                              ^
        at character 21; leave out the plus]
    `);
    expect(() => parseExpression("subsidy = 1 ? p1 : p0")).toThrowErrorMatchingInlineSnapshot(`
      [DiscoError: expression: an operator was expected before '='
          subsidy = 1 ? p1 : p0
                  ^
        at character 9; write == to compare]
    `);
  });

  it("lets a hundred levels pass and no more", () => {
    for (const [open, close] of [
      ["(", ")"],
      ["-", ""],
      ["!", ""],
      ["2^", ""],
      ["1?1:", ""],
      ["1?", ":1"],
      ["exp(", ")"],
      ["max(1,", ")"],
    ]) {
      const nested = (levels: number) => `${open.repeat(levels)}1${close.repeat(levels)}`;
      expect(() => parseExpression(nested(100))).not.toThrow();
      expect(() => parseExpression(nested(101)), open).toThrow("nested more than 100 deep");
      expect(() => parseExpression(nested(10_000)), open).toThrow("nested more than 100 deep");
    }
  });

  it("reads chains of ten thousand", () => {
    for (const operator of ["+", "-", "*", "/", "&&", "||"]) {
      let [tree, links] = [parseExpression(Array(10_000).fill("X").join(operator)), 0];
      for (; tree.kind === "binary"; tree = tree.left) links++;
      expect(links).toBe(9_999);
    }
  });
});
