// What must hold of every model, whatever its numbers. The models and questions are the oracle's generators'.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import { ask } from "../../src/model/ask.js";
import { readModel } from "../../src/model/file/read.js";
import { event, inside, probability } from "./oracle/build.js";
import { type OracleCase, randomCase } from "./oracle/cases.js";
import { domainsOf } from "./oracle/cells.js";
import { type Draw, draws } from "./oracle/draw.js";
import { fileOf, type OracleModel } from "./oracle/model.js";
import { type Event, layerOf, type OracleQuestion, questionText } from "./oracle/question.js";
import { exogenousModel, randomModel } from "./oracle/random-models.js";

const SMALL = { fewest: 2, most: 4, cells: 100 };

/** Cases are functions of a seed; a smaller seed is no simpler case, so that there is nothing to shrink. */
const seeds = fc.noShrink(fc.integer({ min: 0, max: 2 ** 31 - 1 }));

/** A property says false where there was nothing to check; that must be the exception. */
function holds(runs: number, property: (draw: Draw, seed: number) => false | undefined): void {
  let idle = 0;
  const of = fc.property(seeds, (seed) => {
    if (property(draws(seed ^ 0x5bd1e995), seed) === false) idle++;
  });
  fc.assert(of, { numRuns: runs, seed: 20260117 });
  expect(idle, "runs with nothing to check").toBeLessThan(runs / 2);
}

/** A case on one of the layers whose condition can happen. */
function possible(seed: number, ...layers: readonly (1 | 2 | 3)[]): OracleCase {
  for (let next = seed; ; next = (next * 5 + 1) % 2 ** 31) {
    const one = randomCase(next, SMALL);
    if (one.answer.possible && (layers.length === 0 || layers.includes(layerOf(one.model, one.question)))) return one;
  }
}

function value(model: OracleModel, question: OracleQuestion | string, coupling = 0): number {
  const text = typeof question === "string" ? question : questionText(question);
  const found = ask(readModel(fileOf(model)), text, { coupling }).value;
  expect(found, text).not.toBeNull();
  return found!;
}

/** As `value`, but nothing when the condition cannot happen. */
function orNothing<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof DiscoError && error.message.includes("is impossible")) return undefined;
    throw error;
  }
}

function near(found: number, expected: number, within: number, what: string): void {
  const gap = Math.abs(found - expected) / Math.max(1, Math.abs(expected));
  expect(gap, `${found} against ${expected}: ${what}`).toBeLessThanOrEqual(within);
}

function expectProbability(found: number): void {
  expect(found).toBeGreaterThanOrEqual(0);
  expect(found).toBeLessThanOrEqual(1);
}

/** How an event about a variable and a value of it is drawn, in no world yet. */
function drawEvent(draw: Draw, model: OracleModel): Event {
  const at = draw.below(model.variables.length);
  return event(model.variables[at].name, draw.one(domainsOf(model)[at]), draw.one(["=", "!="] as const));
}

describe("the dial", () => {
  it("does not move seeing and doing", () => {
    holds(150, (_, seed) => {
      const { model, question } = possible(seed, 1, 2);
      const still = value(model, question, 0);
      for (const coupling of [0.3, 1]) near(value(model, question, coupling), still, 1e-12, questionText(question));
    });
  });

  it("at 0 makes an individual's worlds independent: the joint is the product", () => {
    holds(150, (draw) => {
      const model = randomModel(draw, SMALL);
      const individual = draw.one(model.units).name;
      const domains = domainsOf(model);
      const [one, other] = draw.some([...model.variables.keys()], 2);
      // A fresh occasion, and two worlds, one of them on its second occasion.
      const worlds = [
        { set: {}, occasion: 1 },
        { set: { [model.variables[one].name]: draw.one(domains[one]) }, occasion: 2 },
        { set: { [model.variables[other].name]: draw.one(domains[other]) }, occasion: 1 },
      ];
      const events = worlds.map(({ set, occasion }): Event => {
        const { term, comparison, value: to } = drawEvent(draw, model);
        return event(inside(term.name, set, occasion), to, comparison);
      });
      const joint = value(model, probability(events, [], { individual }));
      const product = events.reduce((all, one) => all * value(model, probability([one], [], { individual })), 1);
      near(joint, product, 1e-14, questionText(probability(events, [], { individual })));
    });
  });

  it("at 1 brings the observed outcome back: PC is 1", () => {
    holds(100, (draw) => {
      const model = randomModel(draw, SMALL);
      const [one, other] = draw.some([...model.variables.keys()], 2);
      const domains = domainsOf(model);
      const T = `${model.variables[one].name}=${draw.one(domains[one])}`;
      const Y = `${model.variables[other].name}=${draw.one(domains[other])}`;
      const found = orNothing(() => value(model, `PC(${T}, ${Y})`, 1));
      if (found === undefined) return false;
      near(found, 1, 1e-14, `PC(${T}, ${Y})`);
    });
  });
});

describe("populations and individuals", () => {
  it("the population is the weighted average of individuals", () => {
    holds(150, (_, seed) => {
      const { model, question, lambda } = possible(seed);
      const asked = { target: question.target, given: [], ...(question.set ? { set: question.set } : {}) };
      if (asked.target.kind === "Var") return false;
      const total = model.units.reduce((sum, { weight }) => sum + weight, 0);
      const average = model.units.reduce((sum, { name, weight }) => {
        return sum + (weight / total) * value(model, { ...asked, individual: name }, lambda);
      }, 0);
      near(value(model, asked, lambda), average, 1e-13, questionText(asked));
    });
  });

  it("names and order of units, and the order of variables, do not matter", () => {
    holds(150, (draw, seed) => {
      const { model, question, lambda } = possible(seed);
      const names = new Map(model.units.map(({ name }) => [name, `${name.toUpperCase()}x`]));
      const other: OracleModel = {
        ...model,
        units: draw.some(model.units, 4).map((unit) => ({ ...unit, name: names.get(unit.name)! })),
        listed: draw.some(model.listed, model.listed.length),
      };
      let text = questionText(question);
      for (const [from, to] of names) text = text.replaceAll(from, to);
      near(value(other, text, lambda), value(model, question, lambda), 1e-14, text);
    });
  });

  it("the order of the evidence does not matter, neither for the value nor for who it is", () => {
    holds(150, (draw, seed) => {
      const { model, question, lambda } = possible(seed);
      const read = readModel(fileOf(model));
      const shuffled = { ...question, given: draw.some(question.given, question.given.length) };
      const [one, other] = [question, shuffled].map((which) => ask(read, questionText(which), { coupling: lambda }));
      near(other.value!, one.value!, 1e-14, questionText(shuffled));
      for (const [at, unit] of (one.posterior ?? []).entries())
        near(other.posterior![at].posterior, unit.posterior, 1e-14, unit.unit);
    });
  });

  it("two occasions fused, with the prior taken out once, are the joint abduction (THEORY 6.6)", () => {
    holds(150, (draw) => {
      const model = randomModel(draw, SMALL);
      const read = readModel(fileOf(model));
      const [e1, e2] = [0, 1].map(() => Array.from({ length: 1 + draw.below(2) }, () => drawEvent(draw, model)));
      const again = e2.map(({ term, comparison, value: to }) => event(inside(term.name, {}, 2), to, comparison));
      const who = event("unit", model.units[0].name);
      const posterior = (given: readonly Event[]) => ask(read, questionText(probability([who], given))).posterior!;
      const found = orNothing(() => [posterior(e1), posterior(e2), posterior([...e1, ...again])] as const);
      if (found === undefined) return false;
      const [first, second, joint] = found;
      const products = first.map(({ prior, posterior: p1 }, at) =>
        prior === 0 ? 0 : (p1 * second[at].posterior) / prior,
      );
      const total = products.reduce((sum, one) => sum + one, 0);
      for (const [at, unit] of joint.entries()) near(unit.posterior, products[at] / total, 1e-12, unit.unit);
    });
  });
});

describe("shares, bounds and probabilities", () => {
  it("a probability is in [0, 1] and a variance not below 0", () => {
    holds(200, (_, seed) => {
      const { model, question, lambda } = possible(seed);
      const found = ask(readModel(fileOf(model)), questionText(question), { coupling: lambda });
      if (question.target.kind === "P") expectProbability(found.value!);
      if (question.target.kind === "Var") expect(found.value).toBeGreaterThanOrEqual(0);
    });
  });

  it("priors, likelihoods and posteriors are probabilities, and posteriors add up to 1", () => {
    holds(150, (_, seed) => {
      const { model, question, lambda } = possible(seed);
      const { posterior } = ask(readModel(fileOf(model)), questionText(question), { coupling: lambda });
      if (posterior === undefined) return false;
      for (const unit of posterior)
        for (const of of ["prior", "likelihood", "posterior"] as const) expectProbability(unit[of]);
      near(
        posterior.reduce((sum, unit) => sum + unit.posterior, 0),
        1,
        1e-14,
        questionText(question),
      );
    });
  });

  it("shares sum to 1", () => {
    holds(150, (draw) => {
      const model = exogenousModel(draw);
      const read = readModel(fileOf(model));
      const text = `SHARES(T=${draw.below(2)}, Y=${draw.below(2)})`;
      const coupling = draw.one([0, 0.25, 1]);
      const found = orNothing(() => ask(read, text, { coupling }));
      if (found === undefined) return false;
      const shares = found.shares!;
      if (!("anyway" in shares)) throw new Error(`${text} has no share named anyway`);
      near(shares.anyway.value! + shares.policy.value! + shares.chance.value!, 1, 1e-14, text);
      const alone = orNothing(() => ask(read, "SHARES(Y=1)", { coupling }));
      if (alone === undefined) return false;
      const other = alone.shares!;
      if (!("base" in other)) throw new Error("SHARES(Y=1) has no share named base");
      near(other.base.value! + other.individual.value! + other.chance.value!, 1, 1e-14, "SHARES(Y=1)");
    });
  });

  it("independent-noise values lie inside the stratified bounds, and those inside Tian and Pearl's (THEORY 4.3, 4.4)", () => {
    holds(200, (draw) => {
      const model = exogenousModel(draw);
      const name = draw.one(["PN", "PS", "PNS"]);
      const found = orNothing(() => ask(readModel(fileOf(model)), `${name}(T -> Y)`, { coupling: 0 }));
      if (found === undefined) return false;
      const [low, high] = found.bounds!;
      const [lower, higher] = found.stratified!;
      const ends = [0, low, lower, found.value!, higher, high, 1];
      for (const [at, end] of ends.slice(1).entries()) {
        expect(end, `${name}: ${ends.join(" <= ")}\n${fileOf(model)}`).toBeGreaterThanOrEqual(ends[at] - 1e-12);
      }
    });
  });
});
