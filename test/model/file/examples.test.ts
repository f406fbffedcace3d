import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { evaluate } from "../../../src/model/expression/compile.js";
import { formulasOf } from "../../../src/model/file/mechanism.js";
import { readModel } from "../../../src/model/file/read.js";
import type { Model } from "../../../src/model/model.js";

const folder = new URL("../../../examples/models/", import.meta.url);
const read = (name: string): Model => readModel(readFileSync(new URL(`${name}.disco.json`, folder), "utf8"));

/** E[last variable] of a model of Bernoulli variables, those in `set` held: every case added up, in the order of the file. */
function mean({ variables, types = [] }: Model, set: Readonly<Record<string, number>> = {}): number {
  const over = (values: readonly number[], attributes: readonly number[]): number => {
    const { name, mechanism } = variables[values.length];
    const p = set[name] ?? evaluate(formulasOf(mechanism)[0], values, attributes);
    if (values.length === variables.length - 1) return p;
    return (1 - p) * over([...values, 0], attributes) + p * over([...values, 1], attributes);
  };
  return types.reduce((sum, { weight, attributes }) => sum + weight * over([], attributes), 0);
}

it("each example has its line in SOURCE.md", () => {
  const source = readFileSync(new URL("SOURCE.md", folder), "utf8");
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  expect(files.filter((name) => !source.includes(`\`${name}\``))).toEqual([]);
});

it.each([
  ["exam", {}, 27 / 100],
  ["subsidy", {}, 371 / 1000],
  ["subsidy", { subsidy: 1 }, 49 / 100],
  ["subsidy", { subsidy: 0 }, 7 / 25],
  ["layers", { X: 1 }, 73 / 100],
  ["layers", { X: 0 }, 153 / 500],
  ["surrogate", { X: 1 }, 41 / 100],
  ["surrogate", { X: 0 }, 47 / 100],
  ["berkson", {}, 1137 / 10_000],
  ["useless", { T: 1 }, 1 / 2],
  ["useless", { T: 0 }, 1 / 2],
  ["mediation", { course: 1 }, 39 / 50],
  ["mediation", { course: 0 }, 1 / 5],
])("%s, held %j: %d (THEORY 9, SOURCE.md)", (name, set, expected) => {
  expect(mean(read(name), set)).toBeCloseTo(expected, 14);
});

it("outcomes: the marginal law (THEORY 9, G5 c)", () => {
  const { types = [], variables } = read("outcomes");
  const law = formulasOf(variables[0].mechanism).map((weight) =>
    types.reduce((sum, type) => sum + type.weight * evaluate(weight, [], type.attributes), 0),
  );
  [3 / 10, 17 / 40, 11 / 40].forEach((p, i) => {
    expect(law[i]).toBeCloseTo(p, 14);
  });
});
