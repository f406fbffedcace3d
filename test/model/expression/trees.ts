import fc from "fast-check";
import {
  BINARY,
  type Expression,
  FUNCTIONS,
  type FunctionName,
  type Slot,
} from "../../../src/model/expression/expression.js";

/** Numbers as people write them, and as doubles can be. */
const size = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 0.5, 0.25, 10, 1e-7, 1e21),
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
);

const functions = Object.keys(FUNCTIONS) as FunctionName[];

/** Any expression over the given leaves. Left edges are sometimes long. */
function treesOver<Reference>(leaf: fc.Arbitrary<Expression<Reference>>): fc.Arbitrary<Expression<Reference>> {
  const { tree } = fc.letrec<{ tree: Expression<Reference> }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "medium", withCrossShrink: true },
      leaf,
      fc.record({ kind: fc.constant("unary" as const), operator: fc.constantFrom("-" as const, "!"), of: tie("tree") }),
      fc.record({
        kind: fc.constant("binary" as const),
        operator: fc.constantFrom(...BINARY),
        left: tie("tree"),
        right: tie("tree"),
      }),
      fc
        .tuple(tie("tree"), fc.array(fc.tuple(fc.constantFrom(...BINARY), leaf), { minLength: 1, maxLength: 50 }))
        .map(([first, links]) =>
          links.reduce<Expression<Reference>>(
            (left, [operator, right]) => ({ kind: "binary", operator, left, right }),
            first,
          ),
        ),
      fc.record({ kind: fc.constant("choice" as const), test: tie("tree"), yes: tie("tree"), no: tie("tree") }),
      fc
        .tuple(fc.constantFrom(...functions), tie("tree"), tie("tree"), fc.array(tie("tree"), { maxLength: 2 }))
        .map(([name, first, second, others]) => ({
          kind: "call" as const,
          name,
          args: FUNCTIONS[name] === 1 ? [first] : [first, second, ...others],
        })),
    ),
  }));
  return tree;
}

const numberLeaf = size.map((value) => ({ kind: "number" as const, value }));

/** Expressions as the parser makes them: no number below 0, any names and labels. */
export const writtenTrees: fc.Arbitrary<Expression<string>> = treesOver<string>(
  fc.oneof(
    numberLeaf,
    fc.constantFrom("X", "Y", "年龄", "a1", "_", "exp", "and").map((to) => ({ kind: "reference" as const, to })),
    fc.string().map((to) => ({ kind: "reference" as const, to })),
    fc.oneof(fc.constantFrom("red", 'a "b" \\'), fc.string()).map((value) => ({ kind: "label" as const, value })),
  ),
);

/** Formulas over three variables and two attributes. */
export const formulas: fc.Arbitrary<Expression<Slot>> = treesOver<Slot>(
  fc.oneof(
    numberLeaf,
    fc
      .constantFrom<Slot>({ variable: 0 }, { variable: 1 }, { variable: 2 }, { attribute: 0 }, { attribute: 1 })
      .map((to) => ({ kind: "reference" as const, to })),
  ),
);
