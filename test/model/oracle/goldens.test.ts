import { describe, expect, it } from "vitest";
import { event, inside, mean, probability, variance } from "./build.js";
import { exam, layers, subsidy, surrogate } from "./examples.js";
import { approximately, decimal, fraction, minus, written } from "./fraction.js";
import type { OracleModel } from "./model.js";
import { oracle } from "./oracle.js";
import type { OracleQuestion } from "./question.js";

/** The oracle's answer as the tables of THEORY 9 write it. */
function exactly(model: OracleModel, question: OracleQuestion, lambda = 0): string {
  const answer = oracle(model, question, decimal(lambda));
  return answer.possible ? written(answer.value) : "impossible";
}

function posterior(model: OracleModel, question: OracleQuestion): readonly string[] {
  const answer = oracle(model, question);
  return answer.possible ? answer.units.map((one) => written(one.posterior)) : [];
}

describe("the oracle says what THEORY 9 says", () => {
  it("G1, exam", () => {
    const passed = event("passed", 1);
    const again = (occasion: number) => event(inside("passed", {}, occasion), 1);
    expect(exactly(exam, probability([passed]))).toBe("27/100");
    expect(posterior(exam, probability([passed], [passed]))).toEqual(["1/3", "5/9", "1/9"]);
    expect([0, 0.25, 0.5, 1].map((lambda) => exactly(exam, probability([again(1)], [passed]), lambda))).toEqual([
      "7/12",
      "11/16",
      "19/24",
      "1",
    ]);
    // Between-individual variance: Cov of two occasions.
    const both = oracle(exam, probability([passed, again(1)]));
    if (both.possible) expect(approximately(minus(both.value, fraction(729, 10000)))).toBeCloseTo(0.0846, 14);
    const next = (k: number) => {
      const seen = [passed, ...Array.from({ length: k - 1 }, (_, i) => again(i + 1))];
      const answer = oracle(exam, probability([again(k)], seen));
      return answer.possible ? approximately(answer.value) : Number.NaN;
    };
    expect(next(2)).toBeCloseTo(0.7014285714, 10);
    expect(next(3)).toBeCloseTo(0.7636456212, 10);
    expect(next(5)).toBeCloseTo(0.8451924895, 10);
  });

  it("G2, subsidy: seeing, doing, who it is", () => {
    const t = (value: number) => event("subsidy", value);
    const y = (value: number) => event("retained", value);
    const had = (subsidy: number, value: number) => event(inside("retained", { subsidy }), value);
    const say = (question: OracleQuestion) => exactly(subsidy, question);
    expect(say(probability([t(1)]))).toBe("37/100");
    expect([11, 10, 1, 0].map((k) => say(probability([t(k > 1 ? 1 : 0), y(k % 2)])))).toEqual([
      "233/1000",
      "137/1000",
      "69/500",
      "123/250",
    ]);
    expect(say(probability([y(1)], [t(1)]))).toBe("233/370");
    expect(say(probability([y(1)], [t(0)]))).toBe("23/105");
    expect(say(probability([y(1)], [], { set: [{ variable: "subsidy", to: 1 }] }))).toBe("49/100");
    expect(say(probability([had(0, 1)]))).toBe("7/25");
    expect(posterior(subsidy, probability([event("unit", "Loyal")], [t(1), y(1)]))).toEqual([
      "108/233",
      "105/233",
      "20/233",
    ]);
    const twice = [t(1), y(1), event(inside("subsidy", {}), 0), event(inside("retained", {}), 0)];
    expect(posterior(subsidy, probability([event("unit", "Loyal")], twice))).toEqual(["27/262", "175/262", "30/131"]);
    const units = ["Loyal", "Sensitive", "Drifter"];
    const pns = units.map((individual) => say(probability([had(1, 1), had(0, 0)], [], { individual })));
    expect(pns).toEqual(["27/200", "14/25", "9/50"]);
    const pn = units.map((individual) => say(probability([had(0, 0)], [t(1), y(1)], { individual })));
    expect(pn).toEqual(["3/20", "4/5", "9/10"]);
  });

  it("G2, subsidy: imagining", () => {
    const t = (value: number) => event("subsidy", value);
    const y = (value: number) => event("retained", value);
    const had = (subsidy: number, value: number) => event(inside("retained", { subsidy }), value);
    const say = (question: OracleQuestion) => exactly(subsidy, question);
    const seen = [t(1), y(1)];
    const difference = {
      kind: "arithmetic",
      operator: "-",
      left: { kind: "term", term: inside("retained", { subsidy: 1 }) },
      right: { kind: "term", term: inside("retained", { subsidy: 0 }) },
    } as const;
    expect(say(mean(difference))).toBe("21/100");
    expect(say(mean(difference, [t(1)]))).toBe("91/370");
    expect(say(mean(difference, seen))).toBe("599/2330");
    expect(say(probability([had(1, 1)], seen))).toBe("1747/2330");
    expect(say(probability([had(0, 1)], seen))).toBe("574/1165");
    expect(say(probability([had(0, 1)], [t(0), y(1)]))).toBe("113/230");
    expect(say(probability([had(1, 0)], [t(1), y(0)]))).toBe("787/1370");
    expect(say(probability([had(0, 0)], [t(0), y(0)]))).toBe("703/820");
    expect(say(probability([had(0, 0)], seen))).toBe("591/1165");
    expect(say(probability([had(1, 1)], [t(0), y(0)]))).toBe("139/410");
    expect(say(probability([had(1, 1), had(0, 0)]))).toBe("57/200");
    expect(say(probability([had(1, 0), had(0, 1)]))).toBe("3/40");
    expect(say(probability([had(1, 1), had(0, 1)]))).toBe("41/200");
    expect(say(probability([had(1, 0), had(0, 0)]))).toBe("87/200");
    expect(say(probability([had(1, 1), had(0, 0)], seen))).toBe("3849/11650");
    // One noise in both arms is the comonotone split.
    expect(exactly(subsidy, probability([had(0, 0)], seen), 1)).toBe("91/233");
    expect(exactly(subsidy, probability([had(0, 1)], seen), 1)).toBe("142/233");
  });

  it("G3, layers", () => {
    const y = (X: number, value = 1) => event(inside("Y", { X }), value);
    const say = (x: number, given: readonly [number, number] | [number], lambda: number) => {
      const [arm, ...outcome] = given;
      const evidence = [event("X", arm), ...outcome.map((value) => event("Y", value))];
      return exactly(layers, probability([y(x)], evidence), lambda);
    };
    for (const lambda of [0, 0.25, 1]) {
      expect(exactly(layers, probability([y(1)]), lambda)).toBe("73/100");
      expect(exactly(layers, probability([y(0)]), lambda)).toBe("153/500");
      expect(say(0, [1], lambda)).toBe("279/850");
      expect(say(1, [0], lambda)).toBe("121/175");
    }
    expect([say(1, [1, 1], 0), say(1, [1, 1], 1)]).toEqual(["12781/16300", "1"]);
    expect([say(0, [1, 1], 0), say(0, [1, 1], 1)]).toEqual(["5517/16300", "279/652"]);
    expect([say(1, [0, 0], 0), say(1, [0, 0], 1)]).toEqual(["4223/6275", "143/251"]);
    expect([say(0, [0, 0], 0), say(0, [0, 0], 1)]).toEqual(["3411/12550", "0"]);
  });

  it("G13, surrogate", () => {
    const had = (name: string, set: Record<string, number>) => exactly(surrogate, mean(inside(name, set)));
    expect([had("S", { X: 1 }), had("S", { X: 0 })]).toEqual(["11/20", "1/4"]);
    expect([had("Y", { S: 1 }), had("Y", { S: 0 })]).toEqual(["3/5", "2/5"]);
    expect([had("Y", { X: 1 }), had("Y", { X: 0 })]).toEqual(["41/100", "47/100"]);
    expect(exactly(surrogate, mean({ name: "Y" }, [event("S", 1)]))).toBe("21/40");
    expect(exactly(surrogate, mean({ name: "Y" }, [event("S", 0)]))).toBe("23/60");
    expect(exactly(surrogate, variance({ name: "S" }))).toBe("6/25");
  });

  it("nested worlds by hand", () => {
    // S keeps the value it has at X = 0, which gives S = 1 with s0, and then Y with y1 or y0.
    const nested = mean(inside("Y", { X: 1, S: inside("S", { X: 0 }) }));
    expect(exactly(surrogate, nested)).toBe("47/100");
    // Of those whose S is 1 in world [X=0] the nested S is 1 as well, for it is the same world.
    const same = mean(inside("S", { X: 1, S: inside("S", { X: 0 }) }), [event(inside("S", { X: 0 }), 1)]);
    expect(exactly(surrogate, same)).toBe("1");
    // Another occasion of [X=0] is another draw: moved 1/5 * 2/5, unmoved 3/10 * 3/5 of the evidence.
    const other = mean(inside("S", { X: 1, S: inside("S", { X: 0 }, 2) }), [event(inside("S", { X: 0 }), 1)]);
    expect(exactly(surrogate, other)).toBe("13/50");
  });

  it("an impossible event is one whose probability is 0", () => {
    const never = [event(inside("X", { X: 1 }), 0)];
    expect(exactly(layers, probability([event("Y", 1)], never))).toBe("impossible");
    expect(exactly(layers, probability(never))).toBe("0");
  });
});
