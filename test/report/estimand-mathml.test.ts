import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { Estimand } from "../../src/query/estimand.ts";
import { estimandMath } from "../../src/report/estimand-mathml.ts";
import { law, quotient, slot, sum } from "./identify/builders.ts";

const markup = (estimand: Estimand, left?: Estimand | string) => estimandMath(estimand, left).html.trim();
const textOf = (estimand: Estimand) => markup(estimand).replace(/<[^>]*>/g, "");
const number = (value: number): Estimand => ({ kind: "number", value });
const arithmetic = (operator: "+" | "-" | "*" | "/" | "^", left: Estimand, right: Estimand): Estimand => ({
  kind: "arithmetic",
  operator,
  left,
  right,
});

describe("a formula in MathML", () => {
  it("writes laws, indices, primes, values and what is set", () => {
    expect(markup(law("Y", "X1'"))).toBe(
      '<math displaystyle="true"><mrow><mi>P</mi><mo stretchy="false" lspace="0" rspace="0">(</mo><mi>Y</mi>' +
        '<mo stretchy="false" lspace="0.3em" rspace="0.3em">|</mo>' +
        "<msup><mrow><msub><mi>X</mi><mn>1</mn></msub></mrow><mo>′</mo></msup>" +
        '<mo stretchy="false" lspace="0" rspace="0">)</mo></mrow></math>',
    );
    expect(textOf(law("Y", "Z=-1", "X=1"))).toBe("P(Y|do(X=1),Z=−1)");
    expect(textOf({ kind: "mean", of: "score", given: [slot("X")], origin: { do: [], population: "target" } })).toBe(
      "E*[score|X]",
    );
  });

  it("writes sums with what they are over below, and tests of values", () => {
    const over = [
      { sign: { variable: "Y", mark: 0 }, where: [{ comparison: ">=" as const, value: 5 }] },
      { sign: { variable: "Z", mark: 0 } },
    ];
    const html = markup({ kind: "sum", over, of: law("Y", "Z") });
    expect(html).toContain(
      '<munder><mo movablelimits="false">∑</mo><mrow><mi>Y</mi><mo lspace="0.25em" rspace="0.25em">≥</mo><mn>5</mn>',
    );
  });

  it("lets lines end between factors and before signs, and nowhere inside of a fraction or brackets", () => {
    const pieces = (estimand: Estimand) => markup(estimand).match(/<math/g)!.length;
    const inner = sum("W", law("Y", "X, W"), law("W"));
    expect(pieces(inner)).toBe(2);
    expect(pieces(quotient(inner, inner))).toBe(1);
    expect(pieces(arithmetic("-", law("Y", "X=1"), law("Y", "X=0")))).toBe(2);
    expect(pieces(law("a_long_outcome", "a_long_treatment, a_long_covariate"))).toBe(3);
  });

  it("has the brackets of the other notations", () => {
    const [a, b] = [law("A"), law("B")];
    expect(textOf({ kind: "product", factors: [sum("A", a), b] })).toBe("P(B) ∑AP(A)");
    expect(textOf({ kind: "product", factors: [sum("A", a), sum("B", b)] })).toBe("(∑AP(A)) ∑BP(B)");
    expect(textOf(arithmetic("-", a, arithmetic("-", b, a)))).toBe("P(A)  − (P(B) − P(A))");
    expect(textOf(arithmetic("*", arithmetic("+", a, b), number(2)))).toBe("(P(A) + P(B)) 2");
    expect(textOf({ kind: "product", factors: [quotient(a, b), a] })).toBe("P(A)P(B) P(A)");
    expect(textOf(arithmetic("^", arithmetic("+", a, b), number(2)))).toBe("(P(A) + P(B))2");
  });

  it("stands behind the question", () => {
    expect(markup(law("Y"), "ATE(X -> Y)")).toContain(
      '<mtext>ATE(X -&gt; Y)\u00a0</mtext><mo lspace="0.25em" rspace="0.25em">=</mo>',
    );
    expect(markup(law("Y"), law("Y", "", "X")).split("<math").length - 1).toBe(2);
  });

  it("is sound markup, whatever the names", () => {
    const evil = "</mi></math><script>alert(1)</script>\n";
    const tree: Estimand = {
      kind: "law",
      of: [{ variable: evil, at: { value: evil } }],
      given: [{ variable: evil, at: { sign: { variable: evil, mark: 2 } } }],
      origin: { do: [] },
    };
    const { document } = parseHTML(`<main>${markup(tree, evil)}</main>`);
    expect(document.querySelectorAll("script")).toHaveLength(0);
    const inside = [...document.querySelectorAll("main > *")].map(({ tagName }) => tagName.toLowerCase());
    expect(new Set(inside)).toEqual(new Set(["math"]));
  });
});
