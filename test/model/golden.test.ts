// The golden numbers that concern models, each asked the way a user would. Exact fractions worked by hand, and the sources beside them.
import { describe, expect, it } from "vitest";
import { ask } from "../../src/model/ask.js";
import { compare } from "../../src/model/compare.js";
import type { Answer } from "../../src/query/answer.js";
import { fraction, load, TABLES } from "./golden-table.js";

/** Absolute, except that a rounded decimal is known to half its last digit. */
function near(found: number | null | undefined, expected: string | number, within = 1e-12): void {
  const value = typeof expected === "number" ? expected : fraction(expected);
  expect(Math.abs((found ?? Number.NaN) - value), `${found} against ${expected}`).toBeLessThanOrEqual(within);
}

function table(name: string, within?: number): void {
  const model = load(name);
  for (const [question, expected, options] of TABLES[name]) {
    it(`${question}${options?.coupling === undefined ? "" : `, coupling ${options.coupling}`} = ${expected}`, () => {
      near(ask(model, question, options).value, expected, within);
    });
  }
}

describe("G1 exam", () => {
  const repeats = (k: number) => Array.from({ length: k - 1 }, (_, i) => `passed[#${i + 2}]=1`);
  const repeatedly = (k: number) => `P(passed[]=1 | ${["passed=1", ...repeats(k)].join(", ")})`;
  table("exam");
  // Moments of p over the three kinds: E[p^(k+1)] / E[p^k].
  const moment = (k: number) => 0.1 * 0.9 ** k + 0.3 * 0.5 ** k + 0.6 * 0.05 ** k;
  const exam = load("exam");
  for (const [k, decimal] of [
    [2, 0.7014285714],
    [3, 0.7636456212],
    [5, 0.8451924895],
  ] as const) {
    it(`next success repeatedly ${k}`, () => {
      near(ask(exam, repeatedly(k)).value, moment(k + 1) / moment(k));
      near(ask(exam, repeatedly(k)).value, decimal, 5e-11);
    });
  }
  it("variance of ability and intraclass correlation", () => {
    near(ask(exam, "Var[p]").value, 0.0846);
    near(ask(exam, "Var[p] / (E[p] * (1 - E[p]))").value, 0.4292237442922, 5e-14);
  });
  it("an outcome alone: base, individual, chance", () => {
    const answer = ask(exam, "SHARES(passed=1)");
    const { base, individual, chance } = answer.shares as unknown as Record<string, Answer>;
    near(base.value, "27/100");
    near(individual.value, 7 / 12 - 0.27);
    near(chance.value, "5/12");
  });
});

describe("G2 subsidy and retention", () => {
  const e = "subsidy=1, retained=1";
  table("subsidy");
  const subsidy = load("subsidy");
  it("bounds of PN, PS and PNS", () => {
    const expected = {
      PNS: ["21/100", "97/200", "21/100", "17/50"],
      PN: ["91/233", "228/233", "91/233", "143/233"],
      PS: ["119/492", "257/492", "119/492", "197/492"],
    };
    for (const [name, [low, high, lowest, highest]] of Object.entries(expected)) {
      const answer = ask(subsidy, `${name}(subsidy -> retained)`);
      near(answer.bounds?.[0], low);
      near(answer.bounds?.[1], high);
      near(answer.stratified?.[0], lowest);
      near(answer.stratified?.[1], highest);
    }
  });
  it("response types, with bounds that follow those of PNS", () => {
    const { types } = ask(subsidy, "TYPES(subsidy -> retained)");
    near(types?.complier.value, "57/200");
    near(types?.defier.value, "3/40");
    near(types?.always.value, "41/200");
    near(types?.never.value, "87/200");
    near(types?.defier.bounds?.[0], 0);
    near(types?.defier.bounds?.[1], 97 / 200 - 21 / 100);
  });
  it("unit selection: payoffs along the line of PNS (THEORY 4.6)", () => {
    const answer = ask(subsidy, "BENEFIT(subsidy -> retained, complier=1, always=-1, never=-2, defier=-3)");
    near(answer.value, 57 / 200 - 41 / 200 - (2 * 87) / 200 - (3 * 3) / 40);
    const sigma = 1 + 1 + 2 - 3;
    const rest = (-1 + 3) * 0.49 - 3 * 0.28 - 2 * 0.72;
    near(answer.bounds?.[0], rest + sigma * 0.21);
    near(answer.bounds?.[1], rest + sigma * 0.485);
  });
  it("shares of (1,1)", () => {
    const answer = ask(subsidy, "SHARES(subsidy=1, retained=1)");
    const { anyway, policy, chance } = answer.shares as unknown as Record<string, Answer>;
    near(anyway.value, "574/1165");
    near(policy.value, "599/2330");
    near(chance.value, "583/2330");
    near(anyway.bounds?.[0], "90/233");
    near(anyway.bounds?.[1], "142/233");
    near(answer.fourWay?.base.value, "7/25");
    near(answer.fourWay?.policy.value, "10883/46600");
    near(answer.fourWay?.individual.value, "11009/46600");
    near(answer.fourWay?.chance.value, "583/2330");
    near(answer.comonotone?.caused.value, "91/233");
    near(answer.comonotone?.anyway.value, "142/233");
    near(answer.recurrence?.value, "1747/2330");
  });
  it("shares on the dial add up, and chance is (1 - lambda) of what it was (THEORY 5.4)", () => {
    const answer = ask(subsidy, "SHARES(subsidy=1, retained=1)", { coupling: 0.5 });
    const { anyway, policy, chance } = answer.shares as unknown as Record<string, Answer>;
    near(chance.value, 583 / 4660);
    near(anyway.value, (574 / 1165 + 142 / 233) / 2);
    near(anyway.value! + policy.value! + chance.value!, 1, 1e-15);
  });
  it("shares of the variance, as seen and in a trial", () => {
    const { observed, randomised } = ask(subsidy, "VARIANCE(subsidy -> retained)").variance!;
    near(observed.treatment.value, "10182481/60439981");
    near(observed.individual.value, "16976000/60439981");
    near(observed.chance.value, "128500/233359");
    near(randomised.treatment.value, "21/451");
    near(randomised.individual.value, "3440/9471");
    near(randomised.chance.value, "5590/9471");
    near(randomised.main.value, "3076/9471");
    near(randomised.interaction.value, "52/1353");
  });
  it("bounds of one observed case, whatever the noise, in any form of the question", () => {
    const boundsFor = (question: string) => ask(subsidy, question).bounds;
    const close = (found: readonly number[] | undefined, low: string, high: string) => {
      near(found?.[0], low);
      near(found?.[1], high);
    };
    close(boundsFor(`P(retained[subsidy=0]=1 | ${e})`), "90/233", "142/233");
    close(boundsFor(`P(retained[subsidy=0]=0 | ${e})`), "91/233", "143/233");
    close(boundsFor("P(retained[subsidy=1]=1 | subsidy=0, retained=0)"), "119/492", "197/492");
    // Loyal 9/10 -> 8/9, Sensitive 7/10 -> 4/7, Drifter 1/5 -> 0.
    near(boundsFor(`P(retained[subsidy=1]=1 | ${e})`)?.[0], ((108 * 8) / 9 + (105 * 4) / 7) / 233);
    expect(boundsFor(`P(retained[subsidy=1]=1 | ${e})`)?.[1]).toBe(1);
    expect(boundsFor("P(retained=1 | subsidy=1)")).toBe(undefined);
  });
  it("three steps: abduction, valuation, reduction", () => {
    const { steps } = ask(subsidy, `P(retained[subsidy=0]=1 | ${e})`);
    expect(steps?.abduction.map(({ unit }) => unit)).toEqual(["Loyal", "Sensitive", "Drifter"]);
    near(steps?.abduction[0].likelihood, 0.54);
    near(steps?.valuation[0].value, 0.85);
    near(steps?.valuation[1].value, 0.2);
    near(steps?.reduction.value, "574/1165");
  });
  it("the three semantics side by side", () => {
    const same = compare(subsidy, `P(retained[subsidy=1]=1 | ${e})`);
    near(same.scm.value, 1);
    near(same.potentialOutcomes?.value, 1);
    near(same.disco.value, "1747/2330");
    expect(same.agree).toBe(false);
    const other = compare(subsidy, `P(retained[subsidy=0]=1 | ${e})`, { points: 5 });
    near(other.scm.value, "142/233");
    near(other.potentialOutcomes?.value, "574/1165");
    expect(other.dial.map(({ coupling }) => coupling)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(compare(subsidy, "P(retained=1 | do(subsidy=1))").agree).toBe(true);
  });
});

describe("G3 layers", () => {
  table("layers");
});

describe("G5 three values", () => {
  table("outcomes");
});

describe("G6 the Gaussian exam", () => {
  const score = load("score");
  table("score", 1e-9);
  it("one standard deviation above", () => {
    near(ask(score, "P(score[]>600 | score>600)").value, 0.6154004778, 1e-10);
  });
  it("500 for everybody, 160 the individual's own, 40 luck", () => {
    const answer = ask(score, "SHARES(score=700)");
    const { base, individual, chance } = answer.shares as unknown as Record<string, Answer>;
    near(base.value, 500, 1e-9);
    near(individual.value, 160, 1e-9);
    near(chance.value, 40, 1e-9);
    expect(answer.total).toBe(700);
  });
});

describe("G9 a useless policy", () => {
  table("useless");
  it("policy 0, chance 1/2", () => {
    const { shares } = ask(load("useless"), "SHARES(T=1, Y=1)");
    const { policy, chance } = shares as unknown as Record<string, Answer>;
    near(policy.value, 0);
    near(chance.value, 0.5);
  });
});

describe("G12 Berkson", () => {
  table("berkson");
});

describe("G13 surrogate paradox", () => {
  table("surrogate");
});
