// The exact engine where random models seldom go: long evidence, dense graphs, many worlds on one noise, mechanisms that break when set.
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import { ask } from "../../src/model/ask.js";
import { defineModel } from "../../src/model/define.js";

function complaint(run: () => unknown): DiscoError {
  try {
    run();
  } catch (error) {
    if (error instanceof DiscoError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("long evidence", () => {
  const names = Array.from({ length: 600 }, (_, i) => `V${i}`);
  const model = defineModel({
    units: [
      { name: "rare", weight: 1, p: 0.01 },
      { name: "common", weight: 1, p: 0.02 },
    ],
    variables: Object.fromEntries(names.map((name) => [name, { bernoulli: "p" }])),
  });
  it("whose probability is below the smallest double is still told apart", () => {
    // 0.01^600 is 1e-1200. The posterior odds are (1/2)^600.
    const question = `P(unit=rare | ${names.map((name) => `${name}=1`).join(", ")})`;
    const { value } = ask(model, question);
    expect(Math.abs(Math.log2(value!) + 600)).toBeLessThan(1e-9);
  });
  it("keeps the unit's own value", () => {
    const seen = names.slice(1).map((name) => `${name}=1`);
    const { posterior, value } = ask(model, `P(V0[]=1 | ${seen.join(", ")})`);
    expect(value).toBeCloseTo(0.02, 12);
    expect(posterior!.map((unit) => unit.value)).toEqual([0.01, 0.02].map((p) => expect.closeTo(p, 12)));
  });
});

describe("graphs", () => {
  const chain = (length: number) =>
    defineModel({
      variables: Object.fromEntries(
        Array.from({ length }, (_, i) => [`V${i}`, { bernoulli: i === 0 ? 0.5 : `V${i - 1} == 1 ? 0.9 : 0.2` }]),
      ),
    });
  it("a chain of 3,000 variables, against the closed form of its two states", () => {
    // The chain forgets: P(V_n=1) = 2/3 + (1/2 - 2/3) 0.7^n.
    expect(ask(chain(3000), "P(V2999=1)").value).toBeCloseTo(2 / 3, 12);
    expect(ask(chain(10), "P(V9=1)").value).toBeCloseTo(2 / 3 + (1 / 2 - 2 / 3) * 0.7 ** 9, 12);
  });
  it("60 variables that all depend on all before are refused exactly, with the size", () => {
    const names = Array.from({ length: 60 }, (_, i) => `V${i}`);
    const dense = defineModel({
      variables: Object.fromEntries(
        names.map((name, i) => [name, { bernoulli: i === 0 ? 0.5 : `(1 + ${names.slice(0, i).join(" + ")}) / 62` }]),
      ),
    });
    const error = complaint(() => ask(dense, "P(V59=1 | V0=1)", { method: "exact" }));
    expect(error.kind).toBe("refused");
    expect(error.message).toMatch(/its table would have [\d,]+ rows/);
  });
  it("a grid too wide to eliminate is refused, and one that is not is answered", () => {
    const grid = (side: number) => {
      const at = (row: number, column: number) => `G${row}_${column}`;
      const cells = Array.from({ length: side * side }, (_, i) => [Math.floor(i / side), i % side] as const);
      return defineModel({
        variables: Object.fromEntries(
          cells.map(([row, column]) => {
            const parents = [row > 0 ? at(row - 1, column) : "", column > 0 ? at(row, column - 1) : ""].filter(Boolean);
            return [at(row, column), { bernoulli: `0.1 + 0.4 * (${parents.join(" + ") || "1"})` }];
          }),
        ),
      });
    };
    expect(complaint(() => ask(grid(30), "P(G29_29=1)", { method: "exact" })).message).toMatch(/too dense/);
    expect(ask(grid(6), "P(G5_5=1 | G0_0=1)").value).toBeGreaterThan(0);
  });
});

describe("many worlds on one noise", () => {
  // Each arm has its own threshold: with one noise, the worlds' successes are nested.
  const model = defineModel({
    coupling: 1,
    variables: {
      T: { categorical: { values: [0, 1, 2, 3, 4, 5, 6, 7], weights: [1, 1, 1, 1, 1, 1, 1, 1] } },
      Z: { bernoulli: "0.1 + 0.1 * T" },
      Y: { categorical: { values: [0, 1, 2], weights: ["1 + T", "1 + Z", "2 + T * Z"] } },
    },
  });
  it("is the smallest of the thresholds, through cells or through one table", () => {
    expect(ask(model, "P(Z[T=7]=1, Z[T=3]=1, Z[T=5]=1)").value).toBeCloseTo(0.4, 12);
    expect(ask(model, "P(Z[T=7]=1, Z[T=3]=0)").value).toBeCloseTo(0.4, 12);
    // Factual T with eight values and three worlds: the joint table would be large, so the noise's cells are used.
    const worlds = [1, 2, 3, 4, 5].map((t) => `Y[T=${t}]=0`);
    const all = ask(model, `P(${worlds.join(", ")}, Y=0)`).value!;
    // Oracle: 200,000 equally spaced noises for Y, Z exactly by its cells.
    const share = (t: number, z: number) => (1 + t) / (1 + t + 1 + z + 2 + t * z);
    let sum = 0;
    const cuts = [0, ...Array.from({ length: 8 }, (_, t) => 0.1 + 0.1 * t), 1];
    for (let k = 0; k + 1 < cuts.length; k++) {
      const middle = (cuts[k] + cuts[k + 1]) / 2;
      const z = (t: number) => (middle < 0.1 + 0.1 * t ? 1 : 0);
      for (let t = 0; t < 8; t++) {
        const lowest = Math.min(...[1, 2, 3, 4, 5, t].map((one) => share(one, z(one))));
        sum += ((cuts[k + 1] - cuts[k]) * lowest) / 8;
      }
    }
    expect(all).toBeCloseTo(sum, 12);
  });
});

describe("mechanisms that break", () => {
  const model = defineModel({
    variables: { A: { bernoulli: 0.5 }, B: { equals: "1 - A" }, Y: { bernoulli: "A + B - 0.5" } },
  });
  it("matter only where the question gets", () => {
    expect(ask(model, "P(Y=1)").value).toBe(0.5);
    const error = complaint(() => ask(model, "P(Y[B=1]=1)"));
    expect(error.message).toMatch(/variables\.Y\.bernoulli.*outside \[0, 1\] when A = 1 and B = 1/);
  });
});

describe("calculated variables", () => {
  it("may be set to what they never are, and so may what depends on them", () => {
    const model = defineModel({ variables: { A: { bernoulli: 0.5 }, B: { equals: "1 + A" }, C: { equals: "2 * B" } } });
    expect(ask(model, "P(C[B=7]=14)").value).toBe(1);
    expect(ask(model, "E[C[B=7]]").value).toBe(14);
    expect(ask(model, "P(C=14)").value).toBe(0);
  });
});

describe("impossible evidence", () => {
  const model = defineModel({
    units: [{ name: "only", weight: 1 }],
    variables: { A: { bernoulli: 0 }, B: { bernoulli: 0.5 }, C: { equals: "B" } },
  });
  it("names the event that never happens", () => {
    const error = complaint(() => ask(model, "P(C=1 | B=1, A=1)"));
    expect(error.kind).toBe("input");
    expect(error.complaint.given).toBe("A=1");
  });
  it("names the event that cannot go with those before it", () => {
    const error = complaint(() => ask(model, "P(A=0 | B=1, C=0)"));
    expect(error.message).toMatch(/never happens together with B=1/);
  });
  it("is told for one individual too", () => {
    expect(complaint(() => ask(model, "P(B=1 | A=1; unit=only)")).message).toMatch(/impossible/);
  });
});

describe("words", () => {
  const model = defineModel({
    units: { segment: { categorical: { values: ["new", "old"], weights: [1, 3] } } },
    variables: {
      colour: { categorical: { values: ["red", "blue"], weights: ['segment == "new" ? 3 : 1', 1] } },
      Y: { bernoulli: 'colour == "red" ? 0.8 : 0.4' },
    },
  });
  it("label values and label attributes", () => {
    expect(ask(model, "P(colour=red)").value).toBeCloseTo(0.25 * 0.75 + 0.75 * 0.5, 12);
    expect(ask(model, "P(colour=red; segment=new)").value).toBeCloseTo(0.75, 12);
    expect(ask(model, "P(segment=new | colour=red)").value).toBeCloseTo((0.25 * 0.75) / 0.5625, 12);
    expect(ask(model, "ATE(colour=red vs blue -> Y)").value).toBeCloseTo(0.4, 12);
    expect(complaint(() => ask(model, "P(colour=green)")).message).toMatch(/red, blue/);
    expect(complaint(() => ask(model, "E[colour]")).message).toMatch(/labels have no average/);
    expect(complaint(() => ask(model, "P(colour>red)")).message).toMatch(/no order/);
  });
});

describe("names", () => {
  const model = defineModel({
    units: [{ name: "Loyal", p: 0.5 }],
    variables: { T: { bernoulli: "p" }, Y: { bernoulli: 0.5 } },
  });
  it.each([
    ["P(Z=1)", /no such variable.*T, Y/],
    ["P(T=2)", /never has this value.*0, 1/],
    ["P(Y[p=1]=1)", /cannot be set/],
    ["P(p[T=1]=0.5)", /does not change from world to world/],
    ["P(unit=Nobody)", /no such unit.*Loyal/],
    ["P(Y=1; T=1)", /after the semicolon/i],
    ["P(Y[T=0, T=1]=1)", /two values/],
    ["P(Y)", /none is given/],
    ["ATE(T -> T)", /same variable/],
    ["ATE(T -> Y | do(Y=1))", /no place in a named question/],
    ["SHARES(T=1, Y=1) + 1", /several numbers/],
  ])("%s", (question, pattern) => {
    expect(complaint(() => ask(model, question)).message).toMatch(pattern);
  });
});

describe("rounding", () => {
  it.each([
    ["0.1 + 0.2", "0.3"],
    ["1 - 0.9", "0.1"],
  ])("%s and %s are one threshold", (one, other) => {
    const model = defineModel({
      coupling: 1,
      variables: { X: { bernoulli: 0.5 }, Y: { bernoulli: `X == 1 ? ${one} : ${other}` } },
    });
    expect(complaint(() => ask(model, "P(X=1 | Y[X=1]=1, Y[X=0]=0)")).message).toMatch(/impossible/);
    expect(complaint(() => ask(model, "P(X=1 | Y[X=1]=0, Y[X=0]=1)")).message).toMatch(/impossible/);
  });
  it("leaves honestly tiny overlaps alone", () => {
    const model = defineModel({
      coupling: 1,
      variables: { X: { bernoulli: 0.5 }, Y: { bernoulli: "X == 1 ? 1e-20 : 3e-20" } },
    });
    expect(ask(model, "P(Y[X=1]=1 | Y[X=0]=1)").value).toBeCloseTo(1 / 3, 12);
  });
});
