import { expect, expectTypeOf, it } from "vitest";
import { bernoulli, categorical, cauchy, defineModel, equals, normal, uniform } from "../../../src/model/define.js";
import { readModel } from "../../../src/model/file/read.js";

it("makes what a file of the same content makes", () => {
  const built = defineModel({
    about: "all laws",
    coupling: 0.5,
    units: [
      { name: "a", weight: 1, p: 0.2 },
      { name: "b", weight: 3, p: 0.4 },
    ],
    variables: {
      X: bernoulli("p"),
      C: categorical(["low", "high"], ["1 - p", "p"]),
      N: normal("2*X", 1),
      U: uniform(0, 'C == "low" ? 1 : 2'),
      K: cauchy("N", 0.5),
      E: equals("U + K"),
    },
  });
  const read = readModel(`{
    "disco": 1, "about": "all laws", "coupling": 0.5,
    "units": [{ "name": "a", "weight": 1, "p": 0.2 }, { "name": "b", "weight": 3, "p": 0.4 }],
    "variables": {
      "X": { "bernoulli": "p" },
      "C": { "categorical": { "values": ["low", "high"], "weights": ["1 - p", "p"] } },
      "N": { "normal": { "mean": "2*X", "sd": 1 } },
      "U": { "uniform": { "low": 0, "high": "C == \\"low\\" ? 1 : 2" } },
      "K": { "cauchy": { "location": "N", "scale": 0.5 } },
      "E": { "equals": "U + K" }
    } }`);
  expect(built).toEqual(read);
  expectTypeOf(built.variables[0].name).toEqualTypeOf<"X" | "C" | "N" | "U" | "K" | "E">();
});

it("takes units with laws, and a file as it is read", () => {
  const drawn = defineModel({
    units: { ability: normal(500, "sqrt(8000)") },
    variables: { score: normal("ability", "sqrt(2000)") },
  });
  expect(drawn.types).toBeUndefined();
  expectTypeOf(drawn.variables[0].name).toEqualTypeOf<"score">();
  expect(defineModel(drawn.file)).toEqual(drawn);
});

it("says what is wrong, at its place", () => {
  expect(() => defineModel({ variables: { X: bernoulli("Y"), Y: equals("X") } }, { name: "circle" })).toThrow(
    "circle, variables.Y: variables go round in a circle: Y -> X -> Y",
  );
  // @ts-expect-error: a law takes an expression, which is a number or a text
  expect(() => defineModel({ variables: { X: bernoulli(true) } })).toThrow(
    "variables.X.bernoulli: an expression was expected",
  );
  // @ts-expect-error: NaN is a number to the compiler, and a text is not a weight
  expect(() => defineModel({ units: [{ name: "a", weight: "1" }], variables: { X: bernoulli(Number.NaN) } })).toThrow(
    "there are 2 defects",
  );
});
