import fc from "fast-check";
import type { Expression } from "../../src/align/expression.js";

export const NAMES = ["ref", "kid", "plain", "two words"] as const;

/** Random expressions over four names, without budgets and masks. */
export function anyExpression(powers: fc.Arbitrary<number> = fc.integer({ min: -6, max: 6 }).map((k) => k / 4)) {
  return fc.letrec<{ law: Expression }>((tie) => ({
    law: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom(...NAMES).map((name): Expression => ({ kind: "name", name })),
      fc.record({
        kind: fc.constantFrom("fuse", "divide"),
        left: tie("law"),
        right: tie("law"),
      }) as fc.Arbitrary<Expression>,
      fc.record({ base: tie("law"), power: powers }).map((one): Expression => ({ kind: "power", ...one })),
      fc
        .array(fc.record({ weight: fc.integer({ min: 1, max: 9 }).map((k) => k / 10), law: tie("law") }), {
          minLength: 1,
          maxLength: 3,
        })
        .map((parts): Expression => ({ kind: "mix", parts })),
      fc.constant<Expression>({ kind: "uniform" }),
    ),
  })).law;
}

/** The obvious way: probabilities, normalised at every step. */
export function slowly(expression: Expression, laws: Readonly<Record<string, readonly number[]>>): number[] {
  const size = Object.values(laws)[0].length;
  const scaled = (weights: readonly number[]) => {
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.map((w) => w / sum);
  };
  const of = (one: Expression) => slowly(one, laws);
  switch (expression.kind) {
    case "name":
      return [...laws[expression.name]];
    case "uniform":
      return Array.from({ length: size }, () => 1 / size);
    case "fuse": {
      const [a, b] = [of(expression.left), of(expression.right)];
      return scaled(a.map((p, i) => p * b[i]));
    }
    case "divide": {
      const [a, b] = [of(expression.left), of(expression.right)];
      return scaled(a.map((p, i) => p / b[i]));
    }
    case "power": {
      const base = of(expression.base);
      return scaled(base.map((p) => p ** (expression.power as number)));
    }
    case "mix": {
      const parts = expression.parts.map(({ weight, law }) => ({ weight, p: of(law) }));
      const all = parts.reduce((sum, { weight }) => sum + weight, 0);
      return Array.from({ length: size }, (_, i) =>
        parts.reduce((sum, { weight, p }) => sum + (weight / all) * p[i], 0),
      );
    }
    case "mask":
      throw new Error("no masks here");
  }
}
