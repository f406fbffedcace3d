// Evidence of every kind against closed forms.
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../../src/error.js";
import { type AskOptions, ask } from "../../../src/model/ask.js";
import { modelOf } from "../../../src/model/file/read.js";
import { normalCdf } from "../../../src/num/normal.js";

type File = Parameters<typeof modelOf>[0];

const make = (variables: object, units?: object) =>
  modelOf({ disco: 1, ...(units === undefined ? {} : { units }), variables } as File);

function sampled(model: ReturnType<typeof make>, question: string, options: AskOptions = {}) {
  return ask(model, question, { method: "sampled", draws: 100_000, ...options });
}

/** Within four standard errors. */
function near(model: ReturnType<typeof make>, question: string, exact: number, options: AskOptions = {}): void {
  const { value, diagnostics } = sampled(model, question, options);
  const error = diagnostics["standardError"] as number;
  expect(Math.abs(value! - exact), `${question}: ${value} against ${exact}, standard error ${error}`).toBeLessThan(
    4 * error + 1e-12,
  );
}

const density = (x: number, mean: number, sd: number) =>
  Math.exp(-(((x - mean) / sd) ** 2) / 2) / (sd * Math.sqrt(2 * Math.PI));

describe("a normal variable", () => {
  const model = make(
    { T: { bernoulli: "0.5" }, Y: { normal: { mean: "ability + 10*T", sd: 2 } } },
    { ability: { normal: { mean: 0, sd: 1 } } },
  );
  it("exact: the posterior of the treatment and of the attribute", () => {
    // Y given T is N(10 T, 5).
    const [one, none] = [density(4, 10, Math.sqrt(5)), density(4, 0, Math.sqrt(5))];
    near(model, "P(T=1 | Y=4)", one / (one + none));
    near(model, "E[ability | Y=4, T=0]", 4 / 5);
  });
  it("exact, and other worlds of the same noise", () => {
    expect(sampled(model, "E[Y[T=1] | T=0, Y=3]", { coupling: 1 }).value).toBeCloseTo(13, 9);
    near(model, "E[Y[T=1] | T=0, Y=3]", 10 + 3 / 5, { coupling: 0 });
  });
  it("a range: its probability is the evidence", () => {
    const sd = Math.sqrt(5);
    const p = normalCdf(4 / sd) - normalCdf(1 / sd);
    const answer = sampled(model, "E[ability | T=0, Y>1, Y<4]");
    expect(Math.abs((answer.diagnostics["evidence"] as number) / (0.5 * p) - 1)).toBeLessThan(0.01);
    // E[Y | 1 < Y < 4] of N(0, 5), and ability is a fifth of it.
    const mean = (sd * (density(1 / sd, 0, 1) - density(4 / sd, 0, 1))) / p;
    near(model, "E[ability | T=0, Y>1, Y<4]", mean / 5);
    near(model, "E[Y | T=0, Y>1, Y<4]", mean);
  });
  it("a range far out in either tail", () => {
    // 8 and more standard deviations; the mean of the tail by Mills' ratio.
    const plain = make({ Z: { normal: { mean: 0, sd: 1 } } });
    const mean = density(8, 0, 1) / normalCdf(-8);
    near(plain, "E[Z | Z>8]", mean);
    near(plain, "E[Z | Z<-8]", -mean);
    expect(sampled(plain, "E[Z | Z>8]").diagnostics["evidence"] as number).toBeCloseTo(normalCdf(-8), 20);
  });
  it("ranges of two worlds with one noise meet", () => {
    // Coupling 1: Y[T=1] = Y[T=0] + 10, so both ranges together are 0 < Y[T=0] < 1.
    const answer = sampled(model, "P(Y[T=0]<0.5 | Y[T=0]>0, Y[T=1]<11)", { coupling: 1 });
    const cdf = (x: number) => normalCdf(x / Math.sqrt(5));
    const exact = (cdf(0.5) - cdf(0)) / (cdf(1) - cdf(0));
    expect(Math.abs(answer.value! - exact)).toBeLessThan(4 * (answer.diagnostics["standardError"] as number));
    expect(answer.diagnostics["evidence"] as number).toBeCloseTo(cdf(1) - cdf(0), 3);
  });
  it("a range and an exact value with one noise", () => {
    near(model, "P(T=1 | Y=4, Y[T=1]>13)", 0, { coupling: 1 });
    near(model, "P(T=0 | Y=4, Y[T=1]>5)", 1, { coupling: 1 });
  });
});

describe("a uniform variable", () => {
  const model = make({ X: { uniform: { low: 0, high: 1 } }, Y: { uniform: { low: "X", high: "X + 1" } } });
  it("exact and in a range", () => {
    near(model, "E[X | Y=0.5]", 1 / 4);
    near(model, "E[X | Y>1.5]", 5 / 6);
    near(model, "P(Y<1.6 | Y>1.5)", 1 - (0.4 / 0.5) ** 2);
    expect(sampled(model, "E[X | Y>1.5]").diagnostics["evidence"] as number).toBeCloseTo(1 / 8, 2);
  });
  it("weighs by its own width", () => {
    const wide = make({ T: { bernoulli: 0.5 }, Y: { uniform: { low: 0, high: "1 + T" } } });
    near(wide, "P(T=1 | Y=0.5)", 1 / 3);
    near(wide, "P(T=1 | Y=1.5)", 1);
  });
});

describe("a Cauchy variable", () => {
  const model = make({ Y: { cauchy: { location: "m", scale: "s" } } }, [
    { name: "a", weight: 1, m: 0, s: 1 },
    { name: "b", weight: 3, m: 2, s: 2 },
  ]);
  const at = (x: number, m: number, s: number) => 1 / (Math.PI * s * (1 + ((x - m) / s) ** 2));
  const below = (x: number, m: number, s: number) => 0.5 + Math.atan((x - m) / s) / Math.PI;
  it("exact and in a range", () => {
    const [a, b] = [at(1.5, 0, 1), 3 * at(1.5, 2, 2)];
    near(model, "P(unit=a | Y=1.5)", a / (a + b));
    const [c, d] = [1 - below(3, 0, 1), 3 * (1 - below(3, 2, 2))];
    near(model, "P(unit=a | Y>3)", c / (c + d));
    near(model, "P(Y>5 | Y>3; unit=a)", (1 - below(5, 0, 1)) / c);
  });
  it("keeps its noise in other worlds", () => {
    const treated = make({ T: { bernoulli: 0.5 }, Y: { cauchy: { location: "3*T", scale: 1 } } });
    near(treated, "P(Y[T=1]>7.999 | T=0, Y=5)", 1, { coupling: 1 });
    near(treated, "P(Y[T=1]>8.001 | T=0, Y=5)", 0, { coupling: 1 });
  });
});

describe("labels", () => {
  const model = make(
    {
      C: { categorical: { values: ["red", "green", "blue"], weights: [1, "w", 2] } },
      Y: { bernoulli: 'C == "red" ? 0.9 : C == "green" ? 0.5 : 0.2' },
    },
    [
      { name: "a", w: 1 },
      { name: "b", w: 3 },
    ],
  );
  it("with a gap between those left", () => {
    // Not green: a 3/4, b 1/2; red then 1/3 of the rest.
    near(model, "P(unit=a | C!=green)", 0.75 / 1.25);
    near(model, 'P(C=red | C!="green")', 1 / 3);
    near(model, "P(Y=1 | C!=green)", 0.9 / 3 + 0.4 / 3);
  });
  it("seen in the effect", () => {
    const p = (w: number) => [0.9, 0.5 * w, 0.4].map((x) => x / (3 + w));
    const [red, green, blue] = [0, 1, 2].map((k) => p(1)[k] + p(3)[k]);
    near(model, "P(C=green | Y=1)", green / (red + green + blue));
  });
});

describe("who it is", () => {
  const model = make({ Y: { normal: { mean: "m", sd: 1 } } }, [
    { name: "low", weight: 3, m: 0 },
    { name: "high", weight: 1, m: 2 },
    { name: "higher", weight: 1, m: 3 },
  ]);
  it("the posterior adds up, and each individual has its value and likelihood", () => {
    const { posterior, value } = sampled(model, "E[Y[] | Y=1.5]");
    const likelihood = [0, 2, 3].map((m) => density(1.5, m, 1));
    const joint = likelihood.map((one, u) => one * [0.6, 0.2, 0.2][u]);
    const total = joint.reduce((a, b) => a + b);
    posterior!.forEach((unit, u) => {
      expect(unit.prior).toBeCloseTo([0.6, 0.2, 0.2][u], 12);
      expect(Math.abs(unit.likelihood / likelihood[u] - 1)).toBeLessThan(0.05);
      expect(Math.abs(unit.posterior - joint[u] / total)).toBeLessThan(0.01);
      expect(Math.abs(unit.value! - [0, 2, 3][u])).toBeLessThan(0.05);
    });
    expect(posterior!.reduce((sum, unit) => sum + unit.posterior, 0)).toBeCloseTo(1, 12);
    expect(posterior!.reduce((sum, unit) => sum + unit.posterior * unit.value!, 0)).toBeCloseTo(value!, 9);
  });
  it("attributes and the unit itself are looked up, and cost no draws", () => {
    const answer = sampled(model, "P(unit=high | m>1)");
    expect(answer.diagnostics["effectiveSize"]).toBe(100_000);
    expect(answer.diagnostics["evidence"]).toBeCloseTo(0.4, 12);
    near(model, "P(unit=high | m>1)", 0.5);
    near(model, "E[Y | unit!=low, m<3]", 2);
    near(model, "E[Y; unit=higher]", 3);
  });
});

describe("what is calculated", () => {
  const model = make({
    X: { normal: { mean: 0, sd: 1 } },
    Kept: { equals: "max(0, X)" },
    Twice: { equals: "2 * X" },
    Big: { equals: "X > 1" },
    Y: { normal: { mean: "Kept", sd: 1 } },
  });
  it("ranges, truths and points that have a probability are found", () => {
    near(model, "P(X>2 | Big=1)", normalCdf(-2) / normalCdf(-1));
    near(model, "P(X<-1 | Kept=0)", normalCdf(-1) / 0.5);
    near(model, "P(X>2 | Twice>2)", normalCdf(-2) / normalCdf(-1));
  });
  it("values that come of a strange setting only are possible there", () => {
    const calculated = make({ T: { bernoulli: 0.5 }, S: { equals: "2*T" }, W: { equals: "S + 1" } });
    near(calculated, "P(T=1 | W[S=0.25]>1.2, W[S=0.25]<1.3)", 0.5);
  });
  it("points that have none are refused with the reason", () => {
    for (const question of ["E[Y | Twice=2]", "E[Y | Kept=0.5]"]) {
      expect(() => sampled(model, question)).toThrow(/is an exact value of something that the model calculates/);
    }
  });
  it("two exact values of one noise contradict each other, or agree", () => {
    const shifted = make({ T: { bernoulli: 0.3 }, Y: { normal: { mean: "1 + 0.1*T", sd: "1 + T" } } });
    near(shifted, "P(T=1 | Y=1.7, Y[T=1]=1.7)", 1, { coupling: 1 });
    expect(() => sampled(shifted, "P(T=1 | Y=1.7, Y[T=1]=1.8, T=1)", { coupling: 1 })).toThrow(/is an exact value/);
  });
});

describe("weights", () => {
  it("of many densities do not vanish", () => {
    // 50 observations ten standard deviations to either side: densities of 1e-22, their product 1e-1090.
    const names = Array.from({ length: 50 }, (_, i) => `V${i}`);
    const model = make(Object.fromEntries(names.map((name) => [name, { normal: { mean: "ability", sd: 0.5 } }])), {
      ability: { normal: { mean: 0, sd: 0.2 } },
    });
    const seen = names.map((name, i) => `${name}=${i % 2 === 0 ? 5.1 : -4.9}`).join(", ");
    // Normal prior and likelihood: precisions 25 and 200, mean of the observations 0.1.
    near(model, `E[ability | ${seen}]`, (200 * 0.1) / 225);
    expect(sampled(model, `E[ability | ${seen}]`).diagnostics["evidence"]).toBe(0);
  });
  it("give the effective size and the largest share", () => {
    const model = make({ T: { bernoulli: "p" } }, [
      { name: "a", weight: 1, p: 0.1 },
      { name: "b", weight: 1, p: 0.9 },
    ]);
    const { diagnostics } = sampled(model, "P(unit=a | T=1)");
    // (E p)^2 / E p^2 = 0.25 / 0.41.
    expect(diagnostics["effectiveSize"] as number).toBeCloseTo((100_000 * 0.25) / 0.41, -3);
    expect(diagnostics["largestShare"] as number).toBeCloseTo(0.9 / 50_000, 6);
    expect(diagnostics["draws"]).toBe(100_000);
    expect(sampled(model, "P(T=1)").diagnostics["effectiveSize"]).toBe(100_000);
  });
  it("that are worth too little are refused, with advice", () => {
    const model = make({
      A: { normal: { mean: 0, sd: 1 } },
      B: { normal: { mean: "A", sd: 0.000001 } },
      C: { bernoulli: 0.5 },
    });
    try {
      sampled(model, "E[A | B=2, C=1]", { draws: 20_000 });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(DiscoError);
      expect((error as DiscoError).kind).toBe("refused");
      expect((error as DiscoError).message).toMatch(
        /too few draws agree .* of 20000, and 100 are needed; it is B=2 that few draws agree with/,
      );
    }
  });
});

describe("a law that is none where it was drawn", () => {
  const fails = (model: ReturnType<typeof make>, question: string) => {
    try {
      sampled(model, question);
    } catch (error) {
      return (error as Error).message;
    }
    return "no complaint";
  };
  // What a file says is tried out when it is read; so it takes an intervention to get there.
  const base = { X: { uniform: { low: 0, high: 1 } }, Z: { uniform: { low: 0, high: 1 } } };
  it("is named with the values that made it so", () => {
    const bernoulli = make({ ...base, Y: { bernoulli: "X * Z" } });
    expect(fails(bernoulli, "P(Y=1)")).toBe("no complaint");
    expect(fails(bernoulli, "P(Y[X=3]=1)")).toMatch(
      /^variables\.Y\.bernoulli: the probability is [12]\.\d+ when X = 3 and Z = 0\.\d+, which was drawn; it must stay between 0 and 1: change the expression/,
    );
    expect(fails(make({ ...base, Y: { bernoulli: "X" } }), "P(Y[X=3]=1)")).toMatch(/the probability is 3 when X = 3/);
    for (const [law, complaint] of [
      [{ normal: { mean: 0, sd: "X + Z" } }, /the sd is -/],
      [{ normal: { mean: "sqrt(X + Z)", sd: 1 } }, /the mean is NaN when X = -1/],
      [{ cauchy: { location: 0, scale: "X + Z" } }, /the scale is -/],
      [{ uniform: { low: "-X", high: "Z" } }, /low is 1 and high is 0/],
      [{ categorical: { values: [1, 2], weights: ["X + Z", 3] } }, /the weight is -/],
      [{ equals: "log(X + Z)" }, /the value is NaN/],
    ] as const) {
      expect(fails(make({ ...base, Y: law }), "P(Y[X=-1]>0)")).toMatch(complaint);
    }
  });
  it("names the individual", () => {
    const model = make({ ...base, Y: { bernoulli: "a * X + 0*Z" } }, [
      { name: "fine", a: 0.1 },
      { name: "odd", a: 0.6 },
    ]);
    expect(fails(model, "P(Y[X=2]=1)")).toMatch(
      /the probability is 1\.2 when X = 2 and Z = \S+ and a = 0\.6 and the unit is odd/,
    );
    expect(fails(model, "P(Y[X=2]=1; unit=fine)")).toBe("no complaint");
  });
  it("does not matter where the evidence rules the row out before", () => {
    const model = make({ ...base, Y: { bernoulli: "X * Z" } });
    expect(fails(model, "P(Y[X=2]=1 | Z[X=2]<0.5)")).toBe("no complaint");
    expect(fails(model, "P(Y[X=2]=1 | Z[X=2]<0.6)")).toMatch(/the probability is 1/);
  });
});
