import { describe, expect, it } from "vitest";
import { estimandLatex } from "../../src/query/estimand/latex.ts";
import { estimandText } from "../../src/query/estimand/text.ts";
import type { Estimand } from "../../src/query/estimand.ts";

const law = (of: string, ...given: readonly string[]): Estimand => {
  const slot = (variable: string) => ({ variable, at: { sign: { variable, mark: 0 } } });
  return { kind: "law", of: [slot(of)], given: given.map(slot), origin: { do: [] } };
};
const [a, b, c] = [law("A"), law("B", "C"), law("C")];
const sum: Estimand = { kind: "sum", over: [{ sign: { variable: "C", mark: 0 } }], of: b };
const quotient: Estimand = { kind: "quotient", top: a, bottom: b };
const product = (...factors: readonly Estimand[]): Estimand => ({ kind: "product", factors });
const arithmetic = (operator: "+" | "-" | "^", left: Estimand, right: Estimand): Estimand => ({
  kind: "arithmetic",
  operator,
  left,
  right,
});

describe("a formula as text, and as LaTeX", () => {
  it.each<[Estimand, string, string]>([
    [b, "P(B | C)", "P(B \\mid C)"],
    [{ ...sum, of: product(b, c) } as Estimand, "Σ_C P(B | C) P(C)", "\\sum_{C} P(B \\mid C) P(C)"],
    [product(sum, a), "P(A) Σ_C P(B | C)", "P(A) \\sum_{C} P(B \\mid C)"],
    [product(sum, sum), "(Σ_C P(B | C)) Σ_C P(B | C)", "\\left(\\sum_{C} P(B \\mid C)\\right) \\sum_{C} P(B \\mid C)"],
    [
      arithmetic("-", a, arithmetic("+", b, c)),
      "P(A) - (P(B | C) + P(C))",
      "P(A) - \\left(P(B \\mid C) + P(C)\\right)",
    ],
    [arithmetic("-", a, quotient), "P(A) - P(A) / P(B | C)", "P(A) - \\frac{P(A)}{P(B \\mid C)}"],
    [
      arithmetic("^", arithmetic("+", a, c), { kind: "number", value: 2 }),
      "(P(A) + P(C))^2",
      "\\left(P(A) + P(C)\\right)^{2}",
    ],
  ])("%#: has brackets where they are needed, and nowhere else", (estimand, text, latex) => {
    expect(estimandText(estimand)).toBe(text);
    expect(estimandLatex(estimand)).toBe(latex);
  });

  it("puts a fraction in brackets beside other factors where it is written in a line", () => {
    expect(estimandText(product(quotient, c))).toBe("(P(A) / P(B | C)) P(C)");
    expect(estimandLatex(product(quotient, c))).toBe("\\frac{P(A)}{P(B \\mid C)} P(C)");
  });

  it("quotes names, and escapes what LaTeX would take for a command", () => {
    const odd = law("100% sure_{x}");
    expect(estimandText(odd)).toBe("P(`100% sure_{x}`)");
    expect(estimandLatex(odd)).toBe("P(\\mathit{100\\% sure\\_\\{x\\}})");
  });
});
