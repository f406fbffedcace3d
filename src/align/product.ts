import { DiscoError } from "../error.js";
import type { Budget, Expression } from "./expression.js";

/** A law to a power, and whether what is impossible under it is impossible in the product. */
export interface Factor {
  readonly base: Base;
  readonly weight: number;
  /** It was multiplied in somewhere, and not only taken out: its support is the product's. */
  readonly binds: boolean;
}

export type Base = { readonly kind: "name"; readonly name: string } | MixBase;

export interface MixBase {
  readonly kind: "mix";
  readonly parts: readonly { readonly weight: number; readonly product: Product }[];
}

/** The one form of a product of powers (THEORY 6.4): each law once, with the sum of its powers. */
export interface Product {
  readonly factors: readonly Factor[];
  /** Sets outside of which nothing is possible. */
  readonly masks: readonly string[];
  /** A product whose power is found. */
  readonly budget?: Budget & { readonly product: Product };
}

const NOTHING: Product = { factors: [], masks: [] };

/**
 * The product of powers that an expression is: powers of products go to their factors, and powers of one law are added. A law whose powers add up to
 * 0 stays, with weight 0: what it thinks impossible stays impossible. Laws keep the order in which they first stand.
 * @throws DiscoError for a mask that is taken out, two budgets in one product, a budget to a power
 */
export function productOf(expression: Expression): Product {
  switch (expression.kind) {
    case "name":
      return { ...NOTHING, factors: [{ base: expression, weight: 1, binds: true }] };
    case "uniform":
      return NOTHING;
    case "mask":
      return { ...NOTHING, masks: [expression.set] };
    case "mix": {
      const whole = expression.parts.reduce((sum, { weight }) => sum + weight, 0);
      const parts = expression.parts
        .filter(({ weight }) => weight > 0)
        .map(({ weight, law }) => ({ weight: weight / whole, product: productOf(law) }));
      // A mixture of one is that one.
      if (parts.length === 1) return parts[0].product;
      return { ...NOTHING, factors: [{ base: { kind: "mix", parts }, weight: 1, binds: true }] };
    }
    case "fuse":
      return joined(productOf(expression.left), productOf(expression.right));
    case "divide":
      return joined(productOf(expression.left), toPower(productOf(expression.right), -1));
    case "power":
      return typeof expression.power === "number"
        ? toPower(productOf(expression.base), expression.power)
        : { ...NOTHING, budget: { ...expression.power, product: unbudgeted(productOf(expression.base)) } };
  }
}

function unbudgeted(product: Product): Product {
  if (product.budget === undefined) return product;
  throw refusal("a budget stands inside what another budget is for", "keep one of the two");
}

function toPower(product: Product, power: number): Product {
  if (product.masks.length > 0 && power < 0) {
    throw refusal(
      "a mask is taken out, and what it forbids cannot come back",
      "leave the mask out, or multiply with it",
    );
  }
  if (product.budget !== undefined && power !== 1) {
    throw refusal(
      "a power stands over a budget, which finds its power by itself",
      "put the power inside: (a^2)^budget(0.1)",
    );
  }
  return {
    ...product,
    factors: product.factors.map(({ base, weight, binds }) => ({
      base,
      weight: weight * power,
      // The limit of small powers still forbids what the law forbids; only what is taken out does not.
      binds: power >= 0 && binds,
    })),
  };
}

function joined(one: Product, other: Product): Product {
  if (one.budget !== undefined && other.budget !== undefined) {
    throw refusal("two budgets stand in one product", "put what both are for into one: (a * b)^budget(0.1)");
  }
  const factors = [...one.factors];
  const place = new Map(factors.map(({ base }, at) => [keyOf(base), at]));
  for (const factor of other.factors) {
    const at = place.get(keyOf(factor.base));
    if (at === undefined) {
      place.set(keyOf(factor.base), factors.length);
      factors.push(factor);
    } else {
      const { base, weight, binds } = factors[at];
      factors[at] = { base, weight: weight + factor.weight, binds: binds || factor.binds };
    }
  }
  const budget = one.budget ?? other.budget;
  return { factors, masks: [...new Set([...one.masks, ...other.masks])], ...(budget ? { budget } : {}) };
}

/** The same for bases that are the same law. */
function keyOf(base: Base): string {
  return base.kind === "name" ? `n${base.name}` : `m${JSON.stringify(base.parts)}`;
}

/** The names of the laws and of the sets that a product is made of, each once. */
export function namesOf(product: Product): { readonly laws: readonly string[]; readonly sets: readonly string[] } {
  const laws = new Set<string>();
  const sets = new Set<string>();
  const visit = ({ factors, masks, budget }: Product) => {
    for (const set of masks) sets.add(set);
    for (const { base } of factors) {
      if (base.kind === "name") laws.add(base.name);
      else for (const part of base.parts) visit(part.product);
    }
    if (budget) visit(budget.product);
  };
  visit(product);
  return { laws: [...laws], sets: [...sets] };
}

function refusal(wrong: string, next: string): DiscoError {
  return new DiscoError({ who: "expression", wrong, next });
}
