import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { DiscoError } from "../../../src/error.js";
import { modelOf, readModel } from "../../../src/model/file/read.js";
import type { Model } from "../../../src/model/model.js";

const folder = new URL("../../../examples/models/", import.meta.url);

const variables = { X: { bernoulli: 0.5 } };
/** A model of the parts that a test is about. */
const model = (parts: object): Model => modelOf({ disco: 1, variables, ...parts });

describe("readModel", () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith(".json")))(
    "reads %s, and again what it keeps of it",
    (name) => {
      const text = readFileSync(new URL(name, folder), "utf8");
      const read = readModel(text, { name });
      expect(read.file).toEqual(JSON.parse(text));
      expect(modelOf(JSON.parse(JSON.stringify(read.file)))).toEqual(read);
    },
  );

  it("resolves names, sorts parents and lists values (G2)", () => {
    const { types, attributes, variables, order, coupling, labels } = readModel(
      readFileSync(new URL("subsidy.disco.json", folder), "utf8"),
    );
    expect(types?.map(({ name, weight }) => [name, weight])).toEqual([
      ["Loyal", 0.2],
      ["Sensitive", 0.3],
      ["Drifter", 0.5],
    ]);
    expect(types?.[1].attributes).toEqual([0.5, 0.2, 0.7]);
    expect(attributes).toEqual([
      { name: "pt", domain: [0.2, 0.5, 0.6], labelled: false },
      { name: "p0", domain: [0.1, 0.2, 0.85], labelled: false },
      { name: "p1", domain: [0.2, 0.7, 0.9], labelled: false },
    ]);
    expect([order, coupling, labels]).toEqual([[0, 1], 0, []]);
    expect(variables[0]).toEqual({
      name: "subsidy",
      mechanism: { kind: "bernoulli", p: { kind: "reference", to: { attribute: 0 } } },
      parents: [],
      domain: [0, 1],
      labelled: false,
    });
    expect(variables[1].parents).toEqual([0]);
    expect(variables[1].mechanism).toMatchObject({
      p: { kind: "choice", test: { left: { to: { variable: 0 } } }, yes: { to: { attribute: 2 } } },
    });
  });

  it("normalises weights, and takes 1 for a weight that is not given", () => {
    expect(model({ units: [{ name: "a" }, { name: "b", weight: 3 }] }).types).toEqual([
      { name: "a", weight: 0.25, attributes: [] },
      { name: "b", weight: 0.75, attributes: [] },
    ]);
  });

  it("has one individual where units are not given", () => {
    expect(model({}).types).toEqual([{ name: "everyone", weight: 1, attributes: [] }]);
    expect(model({}).attributes).toEqual([]);
  });

  it("puts parents before children, in the order of the file where that does", () => {
    const chain = { C: { equals: "B" }, A: { bernoulli: 0.5 }, B: { equals: "1 - A" }, D: { bernoulli: "A*C*0.5" } };
    const { order, variables } = model({ variables: chain });
    expect(order).toEqual([1, 2, 0, 3]);
    expect(variables.map(({ name, parents }) => [name, parents])).toEqual([
      ["C", [2]],
      ["A", []],
      ["B", [1]],
      ["D", [0, 1]],
    ]);
  });

  it("lists the values of equals by all cases of its parents", () => {
    const { variables } = model({
      units: [
        { name: "a", u: 2 },
        { name: "b", u: 0 },
      ],
      variables: {
        X: { categorical: { values: [3, 1], weights: [1, 1] } },
        Y: { equals: "X*u - 1" },
        N: { normal: { mean: 0, sd: 1 } },
        free: { equals: "2*N" },
        above: { equals: "N > 0" },
        clipped: { equals: "N > 0 ? (N > 1 ? Y : -5) : 10" },
      },
    });
    const domain = Object.fromEntries(variables.map((one) => [one.name, one.domain]));
    expect(domain["X"]).toEqual([3, 1]);
    expect(domain["Y"]).toEqual([-1, 1, 5]);
    expect(domain["N"]).toBeUndefined();
    expect(domain["free"]).toBeUndefined();
    expect(domain["above"]).toEqual([0, 1]);
    expect(domain["clipped"]).toEqual([-5, -1, 1, 5, 10]);
  });

  it("leaves out a value that is no number where X = 1 cannot be met", () => {
    const { variables } = model({ variables: { X: { bernoulli: 0 }, Y: { equals: "1/(X - 1)" } } });
    expect(variables[1].domain).toEqual([-1]);
  });

  it("does not list the values of too many cases", () => {
    const parents = Array.from({ length: 17 }, (_, i) => `B${i}`);
    const bits = Object.fromEntries(parents.map((name) => [name, { bernoulli: 0.5 }]));
    const sum = (some: readonly string[]) => ({ equals: some.join(" + ") });
    const { variables } = model({ variables: { ...bits, few: sum(parents.slice(1)), many: sum(parents) } });
    expect(variables[17].domain).toHaveLength(17);
    expect(variables[18].domain).toBeUndefined();
  });

  it("gives labels codes", () => {
    const { labels, variables } = model({
      variables: {
        mood: { equals: 'colour == "red" ? "angry" : colour == "blue" ? "sad" : colour' },
        colour: { categorical: { values: ["blue", "red", "green"], weights: [1, 2, 1] } },
        other: { categorical: { values: ["red", "black"], weights: [1, 1] } },
        same: { equals: "colour == other" },
        X: { bernoulli: 'mood != "angry" ? 0.2 : 0.4' },
      },
    });
    expect(labels).toEqual(["blue", "red", "green", "black", "angry", "sad"]);
    const found = Object.fromEntries(variables.map((one) => [one.name, one]));
    expect(found["colour"]).toMatchObject({ labelled: true, domain: [0, 1, 2], mechanism: { values: [0, 1, 2] } });
    expect(found["other"]).toMatchObject({ labelled: true, domain: [1, 3] });
    expect(found["mood"]).toMatchObject({ labelled: true, domain: [2, 4, 5] });
    expect(found["same"]).toMatchObject({ labelled: false, domain: [0, 1] });
    expect(found["X"].mechanism).toMatchObject({ p: { test: { right: { kind: "number", value: 4 } } } });
  });

  it("reads every law, numbers as expressions", () => {
    const { variables } = model({
      variables: {
        n: { normal: { mean: -1, sd: "2" } },
        u: { uniform: { low: "n - 1", high: "n + 1" } },
        c: { cauchy: { location: "u", scale: 0.5 } },
        e: { equals: "c" },
      },
    });
    expect(variables.map(({ mechanism }) => mechanism.kind)).toEqual(["normal", "uniform", "cauchy", "equals"]);
    expect(variables[0].mechanism).toEqual({
      kind: "normal",
      mean: { kind: "unary", operator: "-", of: { kind: "number", value: 1 } },
      sd: { kind: "number", value: 2 },
    });
  });

  it("freezes all of it", () => {
    const seen: unknown[] = [model({ units: [{ name: "a", p: 1 }], variables: { X: { bernoulli: "p/2" } } })];
    for (const one of seen) {
      expect(Object.isFrozen(one)).toBe(true);
      for (const inner of Object.values(one as object))
        if (typeof inner === "object" && inner !== null) seen.push(inner);
    }
    expect(seen.length).toBeGreaterThan(20);
  });

  it("takes names of JavaScript's own for names like others", () => {
    const text = `{ "disco": 1, "units": [{ "name": "u", "constructor": 0.5 }],
      "variables": { "__proto__": { "bernoulli": "constructor" }, "toString": { "bernoulli": "__proto__ == 1 ? 0.2 : 0.3" },
                     "hasOwnProperty": { "equals": "toString" } } }`;
    const read = readModel(text);
    expect(read.variables.map(({ name }) => name)).toEqual(["__proto__", "toString", "hasOwnProperty"]);
    expect(read.variables[1].parents).toEqual([0]);
    expect(JSON.stringify(read.file)).toBe(JSON.stringify(JSON.parse(text)));
    expect(modelOf(JSON.parse(text))).toEqual(read);
    expect(Object.getPrototypeOf(read.file.variables)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)["bernoulli"]).toBeUndefined();
  });

  it("names the file in the error", () => {
    const complaint = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        return (error as DiscoError).complaint.who;
      }
      return "nothing";
    };
    expect(complaint(() => readModel("{}", { name: "a.disco.json" }))).toBe("a.disco.json");
    expect(complaint(() => modelOf(3))).toBe("model");
  });
});

describe("units with laws", () => {
  const units = {
    segment: { categorical: { values: ["young", "old"], weights: [1, 3] } },
    risk: { bernoulli: 'segment == "old" ? 0.5 : 0' },
    score: { equals: "10*risk + 1" },
  };

  it("are a list of types where all attributes are discrete; what cannot happen is left out", () => {
    const { types, attributes, labels } = model({ units, variables: { X: { bernoulli: "risk == 1 ? 0.1 : 0.2" } } });
    expect(labels).toEqual(["young", "old"]);
    expect(types).toEqual([
      { name: "segment=young, risk=0, score=1", weight: 0.25, attributes: [0, 0, 1] },
      { name: "segment=old, risk=0, score=1", weight: 0.375, attributes: [1, 0, 1] },
      { name: "segment=old, risk=1, score=11", weight: 0.375, attributes: [1, 1, 11] },
    ]);
    expect(attributes).toEqual([
      { name: "segment", labelled: true, domain: [0, 1] },
      { name: "risk", labelled: false, domain: [0, 1] },
      { name: "score", labelled: false, domain: [1, 11] },
    ]);
  });

  it("stay laws where one attribute is continuous (G6), or there are over ten thousand types", () => {
    const bits = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`a${i}`, { bernoulli: 0.5 }]));
    const continuous = model({ units: { ...units, height: { normal: { mean: "170 + risk", sd: 10 } } } });
    expect(continuous.types).toBeUndefined();
    expect(continuous.attributes.map(({ name, domain, mechanism }) => [name, domain, mechanism?.kind])).toEqual([
      ["segment", [0, 1], "categorical"],
      ["risk", [0, 1], "bernoulli"],
      ["score", undefined, "equals"],
      ["height", undefined, "normal"],
    ]);
    expect(model({ units: bits(13) }).types).toHaveLength(8192);
    expect(model({ units: bits(14) }).types).toBeUndefined();
  });
});
