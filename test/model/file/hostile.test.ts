import { describe, expect, it } from "vitest";
import { DiscoError } from "../../../src/error.js";
import { sizeOf } from "../../../src/model/expression/spine.js";
import { checkModel, readModel } from "../../../src/model/file/read.js";
import type { Model } from "../../../src/model/model.js";

// None of these may hang, overflow the stack or fill the memory. How long they take is for perf/ to say: vitest's own limit catches a hang.

type Laws = Record<string, object>;

function read(variables: Laws, units?: object): Model {
  return readModel(JSON.stringify({ disco: 1, units, variables }));
}

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof DiscoError) return error.message;
    throw error;
  }
  return "not refused";
}

/** V0, V1, ...: each made of the one before. */
function chain(length: number, law: (before: string | undefined, i: number) => object): Laws {
  return Object.fromEntries(Array.from({ length }, (_, i) => [`V${i}`, law(i === 0 ? undefined : `V${i - 1}`, i)]));
}

/** V0, V1, ...: each made of all before. */
function dense(length: number, law: (before: readonly string[]) => object): Laws {
  const names = Array.from({ length }, (_, i) => `V${i}`);
  return Object.fromEntries(names.map((name, i) => [name, law(names.slice(0, i))]));
}

describe("large models", () => {
  it.each([
    [5000, "Bernoulli", (before?: string) => ({ bernoulli: before ? `0.2 + 0.5*${before}` : 0.5 })],
    [
      5000,
      "of which intervals prove nothing",
      (before?: string) => ({ bernoulli: before ? `${before} - ${before} + 0.5` : 0.5 }),
    ],
    [5000, "deterministic", (before?: string) => ({ equals: before ? `1 - ${before}` : 1 })],
    [5000, "normal", (before?: string) => ({ normal: { mean: before ? `0.9*${before}` : 0, sd: 1 } })],
    [20_000, "searched", (before?: string) => ({ normal: { mean: 0, sd: before ? `abs(${before})` : 1 } })],
  ])("a chain of %i, %s", (length, _, law) => {
    const { order, variables } = read(chain(length, law));
    expect(order[length - 1]).toBe(length - 1);
    expect(variables[length - 1].parents).toEqual([length - 2]);
  });

  it("a chain written from its end, and one that closes", () => {
    const backward = chain(20_000, (_, i) => ({ bernoulli: i === 19_999 ? 0.5 : `0.1 + 0.8*V${i + 1}` }));
    expect(read(backward).order[0]).toBe(19_999);
    const ring = chain(20_000, (_, i) => ({ bernoulli: `V${(i + 1) % 20_000}` }));
    expect(refusal(() => read(ring))).toMatch(
      /variables go round in a circle: V19999 -> V19998 -> .* -> \.\.\. -> V19999/,
    );
  });

  it("a dense network of sixty", () => {
    const mean = read(
      dense(60, (before) => ({ bernoulli: `(1 + ${["0", ...before].join("+")}) / ${before.length + 2}` })),
    );
    expect(mean.variables[59].parents).toHaveLength(59);
    read(
      dense(60, (before) => ({
        bernoulli: `0.5 + (0${before.map((b) => `+${b}`).join("")}) - (0${before.map((b) => `+${b}`).join("")})`,
      })),
    );
    const sums = read(
      dense(60, (before) => (before.length % 3 === 0 ? { bernoulli: 0.5 } : { equals: before.join("+") })),
    );
    expect(sums.variables[58].domain).toBeUndefined();
    expect(
      refusal(() => read(dense(60, (before) => ({ bernoulli: before.length < 59 ? 0.5 : before.join("+") })))),
    ).toContain("the probability is");
  });

  it("ten thousand units", () => {
    const units = Array.from({ length: 10_000 }, (_, i) => ({ name: `u${i}`, p: i / 20_000, q: 0.3 + i / 20_000 }));
    const variables = {
      X: { bernoulli: "p" },
      Y: { bernoulli: "X == 1 ? q : p" },
      Z: { bernoulli: "p*q - q*p + 0.1*X" },
    };
    expect(read(variables, units).types).toHaveLength(10_000);
    const odd = units.map((unit, i) => (i === 9_000 ? { ...unit, q: 1.1 } : unit));
    expect(refusal(() => read(variables, odd))).toContain("the probability is 1.1 when X = 1 for unit 'u9000'");
    const gaps = units.map(({ name }, i) => ({ name, [`k${i}`]: i }));
    expect(refusal(() => read(variables, gaps))).toContain("there are 10005 defects");
  });

  it("many variables with many cases each: some domains are not listed, and nothing is refused", () => {
    const bits = chain(14, () => ({ bernoulli: 0.5 }));
    const names = Object.keys(bits);
    const sum = names.join("+");
    const doubtful = Array.from({ length: 1000 }, (_, i) => [`E${i}`, { bernoulli: `0.5+${sum}-(${sum})` }]);
    read({ ...bits, ...Object.fromEntries(doubtful) });
    const listed = Array.from({ length: 10_000 }, (_, i) => [`E${i}`, { equals: sum }]);
    const { variables } = read({ ...bits, ...Object.fromEntries(listed) });
    expect(variables[14].domain).toHaveLength(15);
    expect(variables[10_013].domain).toBeUndefined();
  });

  it("copies of a long list of values", () => {
    const values = Array.from({ length: 20_000 }, (_, i) => i);
    const copies = Array.from({ length: 10_000 }, (_, i) => [`E${i}`, { equals: i === 0 ? "C" : `E${i - 1}` }]);
    const { variables } = read({
      C: { categorical: { values, weights: values.map(() => 1) } },
      ...Object.fromEntries(copies),
    });
    const kept = variables.reduce((sum, { domain }) => sum + (domain?.length ?? 0), 0);
    expect(variables[1].domain).toHaveLength(20_000);
    expect(kept).toBeLessThan(10_000_000);
  });

  it("populations that would branch without end", () => {
    const values = Array.from({ length: 5000 }, (_, i) => i);
    const first = (name: string) => values.map((i) => (i === 0 ? "1" : `0*${name}`));
    const units = {
      a: { categorical: { values, weights: values.map(() => 1) } },
      b: { categorical: { values, weights: first("a") } },
      c: { categorical: { values, weights: first("b") } },
    };
    read({ X: { bernoulli: 0.5 } }, units);
    read(
      { X: { bernoulli: 0.5 } },
      Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`a${i}`, { bernoulli: 0.5 }])),
    );
  });
});

describe("hostile texts", () => {
  it("expressions deep and long", () => {
    const nested = `${"(".repeat(10_000)}1${")".repeat(10_000)}`;
    expect(refusal(() => read({ X: { bernoulli: nested } }))).toContain(
      "this is nested more than 100 deep, at character 102",
    );
    const sum = Array(20_000).fill("X").join("+");
    const { variables } = read({ X: { bernoulli: 0.5 }, Y: { equals: sum } });
    expect(variables[1].domain).toEqual([0, 20_000]);
    const { mechanism } = variables[1];
    expect(mechanism.kind === "equals" && sizeOf(mechanism.value)).toBe(39_999);
    expect(refusal(() => read({ X: { bernoulli: "1+".repeat(500_000) } }))).not.toBe("not refused");
  });

  it("names and labels that nobody knows, by the thousand", () => {
    const unknown = Array.from({ length: 5000 }, (_, i) => `q${i}`).join("+");
    expect(refusal(() => read({ X: { equals: unknown } }))).toContain("there are 5000 defects");
    expect(refusal(() => read(chain(5000, (_, i) => ({ bernoulli: `unknown${i}` }))))).toContain(
      "there are 5000 defects",
    );
    const labels = chain(3000, (before, i) => ({
      equals: before === undefined ? '"a"' : `B == 1 ? ${before} : "b${i}"`,
    }));
    expect(read({ B: { bernoulli: 0.5 }, ...labels }).labels).toHaveLength(3000);
  });

  it("JSON that is not a model", () => {
    expect(refusal(() => readModel("[".repeat(1_000_000)))).toContain("nested more than 64 deep");
    expect(refusal(() => readModel("@ ".repeat(1_000_000)))).toContain("something stands here that is not JSON");
    expect(refusal(() => readModel(`"${"\\u0000".repeat(500_000)}"`))).toContain("this is not a model");
    expect(refusal(() => readModel(`{"${"k".repeat(1_000_000)}": 1}`)).length).toBeLessThan(1000);
    const variables = Array.from({ length: 100_001 }, (_, i) => `"V${i}": {}`).join();
    expect(refusal(() => readModel(`{"disco": 1, "variables": {${variables}}}`))).toContain(
      "there are 100001 variables",
    );
    const repeated = `{"disco": 1, "variables": {${Array(20_000).fill('"X": {"bernoulli": 0.5}').join()}}}`;
    expect(checkModel(repeated)).toHaveLength(200);
  });
});
