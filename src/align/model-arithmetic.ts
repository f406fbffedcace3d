import { DiscoError } from "../error.js";
import { complaintAt, tokenize } from "../query/tokens.js";
import type { Expression } from "./expression.js";
import { printName } from "./print-expression.js";
import { productOf } from "./product.js";

/**
 * Reads a formula of Model Arithmetic (Dekoninck, Fischer, Beurer-Kellner & Vechev, ICLR 2024): a weighted sum of laws, `ref + 1.5 kid - 0.5 * plain`, which
 * means the law proportional to the product of powers, each weight divided by the *sum of the weights*. @throws DiscoError where they add up to 0 or less
 */
export function fromModelArithmetic(text: string): Expression {
  const tokens = tokenize(text, { symbols: ["+", "-", "*"], who: "formula" });
  const complain = (at: number, wrong: string, next: string) => complaintAt({ who: "formula", text, at }, wrong, next);
  const terms: { name: string; weight: number }[] = [];
  let k = 0;
  while (tokens[k].kind !== "end") {
    let sign = 1;
    const signed = tokens[k].kind === "symbol" && tokens[k].text !== "*";
    if (signed) sign = tokens[k++].text === "-" ? -1 : 1;
    else if (terms.length > 0) throw complain(tokens[k].at, "a sign between two terms is missing", "write + or -");
    let weight = 1;
    if (tokens[k].kind === "number") {
      weight = tokens[k++].value!;
      if (tokens[k].kind === "symbol" && tokens[k].text === "*") k++;
    }
    const token = tokens[k++];
    if (token.kind !== "name") {
      throw complain(token.at, "the name of a law should stand here", "as in ref + 1.5 kid - 0.5 plain");
    }
    terms.push({ name: token.text, weight: sign * weight });
  }
  const sum = terms.reduce((total, { weight }) => total + weight, 0);
  if (!(sum > 0)) {
    throw new DiscoError({
      who: "formula",
      wrong: "its weights are divided by their sum, which is not above 0",
      given: terms.length === 0 ? "an empty formula" : `a sum of ${sum}`,
      next: "give weights that add up to more than 0",
    });
  }
  return terms
    .map(({ name, weight }): Expression => {
      const law: Expression = { kind: "name", name };
      return weight === sum ? law : { kind: "power", base: law, power: weight / sum };
    })
    .reduce((left, right) => ({ kind: "fuse", left, right }));
}

/** A formula of Model Arithmetic, and the temperature at which it is the law that was asked for. */
export interface ModelArithmetic {
  readonly formula: string;
  readonly temperature: number;
}

/**
 * The product of powers as a formula of Model Arithmetic. There the weights are divided by their sum s, which makes the law's power 1/s: sampling at
 * temperature 1/s takes that back. @throws DiscoError for mixtures, masks and budgets, which are not of this form, and where the powers add up to 0 or less
 */
export function toModelArithmetic(expression: Expression): ModelArithmetic {
  const { factors, masks, budget } = productOf(expression);
  const refuse = (wrong: string, next: string) => new DiscoError({ who: "expression", wrong, next });
  if (masks.length > 0 || budget !== undefined || factors.some(({ base }) => base.kind === "mix")) {
    throw refuse("a mixture, a mask or a budget is no weighted sum", "export products and powers of named laws only");
  }
  const sum = factors.reduce((total, { weight }) => total + weight, 0);
  if (!(sum > 0))
    throw refuse(`the powers add up to ${sum}, and weights are divided by their sum`, "add a reference law");
  const formula = factors
    .filter(({ weight }) => weight !== 0)
    .map(({ base, weight }, k) => {
      const name = base.kind === "name" ? printName(base.name) : "";
      const size = Math.abs(weight) === 1 ? name : `${Math.abs(weight)} ${name}`;
      return k === 0 ? (weight < 0 ? `-${size}` : size) : `${weight < 0 ? "-" : "+"} ${size}`;
    })
    .join(" ");
  return { formula, temperature: 1 / sum };
}
