import type { Expression } from "./expression.js";
import { type Base, type Product, productOf } from "./product.js";

/**
 * The shortest expression of the same law: every law once, what is multiplied in first, then what is taken out, then masks and a budget.
 * `ref * (kid / ref)^1.5` becomes `kid^1.5 / ref^0.5`. A law to the power 0 stays, because its support does. @throws as `productOf`
 */
export function simplify(expression: Expression): Expression {
  return expressionOf(productOf(expression));
}

function expressionOf({ factors, masks, budget }: Product): Expression {
  const above = factors.filter(({ weight, binds }) => weight > 0 || (weight === 0 && binds));
  const below = factors.filter(({ weight }) => weight < 0);
  // What was multiplied in somewhere keeps its support when it is taken out on the whole.
  const bound = below.filter(({ binds }) => binds).map(({ base }) => toPower(lawOf(base), 0));
  const multiplied: Expression[] = [
    ...above.map(({ base, weight }) => toPower(lawOf(base), weight)),
    ...bound,
    ...masks.map((set): Expression => ({ kind: "mask", set })),
    ...(budget
      ? [
          {
            kind: "power",
            base: expressionOf(budget.product),
            power: { epsilon: budget.epsilon, over: budget.over },
          } satisfies Expression,
        ]
      : []),
  ];
  const start = multiplied.length > 0 ? multiplied : [{ kind: "uniform" } satisfies Expression];
  const product = start.reduce((left, right) => ({ kind: "fuse", left, right }));
  return below.reduce<Expression>(
    (left, { base, weight }) => ({ kind: "divide", left, right: toPower(lawOf(base), -weight) }),
    product,
  );
}

function lawOf(base: Base): Expression {
  if (base.kind === "name") return base;
  return { kind: "mix", parts: base.parts.map(({ weight, product }) => ({ weight, law: expressionOf(product) })) };
}

const toPower = (base: Expression, power: number): Expression => (power === 1 ? base : { kind: "power", base, power });
