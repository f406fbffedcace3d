// The engine against the oracle: enumeration in exact fractions over individuals and cells of noise, written without the engine's code.
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import { ask } from "../../src/model/ask.js";
import { readModel } from "../../src/model/file/read.js";
import type { Model } from "../../src/model/model.js";
import type { ModelAnswer } from "../../src/query/model-answer.js";
import { tianPearl } from "./oracle/bounds.js";
import { event, inside, probability } from "./oracle/build.js";
import { caseText, gap, LAMBDAS, type OracleCase, randomCase, SIZE } from "./oracle/cases.js";
import { draws } from "./oracle/draw.js";
import { type NamedQuestion, randomEffect } from "./oracle/effects.js";
import { decimal, type Fraction, isZero, sum, times } from "./oracle/fraction.js";
import { fileOf, type OracleModel } from "./oracle/model.js";
import { type OracleAnswer, oracle } from "./oracle/oracle.js";
import { eventText, layerOf, questionText } from "./oracle/question.js";
import { randomModel } from "./oracle/random-models.js";

/** What the engine said, or the complaint of a user's mistake. Anything else that is thrown is a bug, and is thrown on. */
function answerOf(model: Model, text: string, coupling: number | undefined): ModelAnswer | DiscoError {
  try {
    return ask(model, text, { method: "exact", ...(coupling === undefined ? {} : { coupling }) });
  } catch (error) {
    if (error instanceof DiscoError) return error;
    throw error;
  }
}

/** How the engine differs from the oracle in one case; empty when it does not. */
function differences(one: OracleCase): readonly string[] {
  const { model, question, lambda, answer, seed } = one;
  // The dial is set by the file or by the option; the option is the one that counts.
  const byFile = seed % 2 === 0;
  const read = readModel(fileOf(model, byFile ? lambda : 1 - lambda));
  const found = answerOf(read, questionText(question), byFile ? undefined : lambda);
  if (found instanceof DiscoError) return complaints(found, question.given.map(eventText), answer);
  if (!answer.possible) return [`answered ${found.value} though the condition is impossible`];
  const layer = layerOf(model, question);
  const said = [
    named("value", gap(found.value, answer.value)),
    found.layer === layer ? undefined : `layer: ${found.layer} against ${layer}`,
    // Without evidence there is nobody to find.
    ...(question.given.length === 0 ? [] : posteriorDifferences(found, answer, question.target.kind === "Var")),
  ];
  return said.filter((line) => line !== undefined);
}

function complaints(error: DiscoError, conjuncts: readonly string[], answer: OracleAnswer): readonly string[] {
  if (answer.possible) return [`complained though the condition is possible: ${error.message}`];
  const names = conjuncts.some((text) => error.message.includes(text));
  return names ? [] : [`the complaint names no conjunct: ${error.message}`];
}

function posteriorDifferences(
  found: ModelAnswer,
  answer: Extract<OracleAnswer, { possible: true }>,
  isVariance: boolean,
): readonly (string | undefined)[] {
  if (found.posterior === undefined) return ["no posterior"];
  return answer.units.flatMap((unit) => {
    const same = found.posterior!.find((one) => one.unit === unit.unit);
    if (same === undefined) return [`${unit.unit} is not in the posterior`];
    return [
      named(`prior of ${unit.unit}`, gap(same.prior, unit.prior)),
      named(`likelihood of ${unit.unit}`, gap(same.likelihood, unit.likelihood)),
      named(`posterior of ${unit.unit}`, gap(same.posterior, unit.posterior)),
      unit.value === undefined
        ? same.value === null
          ? undefined
          : `value of ${unit.unit}: ${same.value} though the condition is impossible for it`
        : isVariance
          ? undefined
          : named(`value of ${unit.unit}`, gap(same.value, unit.value)),
    ];
  });
}

function named(what: string, difference: string | undefined): string | undefined {
  return difference === undefined ? undefined : `${what}: ${difference}`;
}

/** Says how many cases differ and shows the first few. */
function expectNone(failures: readonly string[], of: number): void {
  const shown = failures.slice(0, 300).join("\n\n");
  expect(failures.length, `${failures.length} of ${of} differ\n\n${shown}\n`).toBe(0);
}

describe("the engine agrees with the oracle", () => {
  it("on 2,000 random models, a random question each", () => {
    const failures: string[] = [];
    const seen = { possible: 0, 1: 0, 2: 0, 3: 0 };
    for (let seed = 0; seed < 2000; seed++) {
      const one = randomCase(seed);
      if (one.answer.possible) seen.possible++;
      seen[layerOf(one.model, one.question)]++;
      const lines = differences(one);
      if (lines.length > 0) failures.push([...lines, caseText(one)].join("\n"));
    }
    expectNone(failures, 2000);
    // The generators make what they are meant to make.
    expect(seen.possible).toBeGreaterThan(1800);
    expect(seen.possible).toBeLessThan(1999);
    for (const layer of [1, 2, 3] as const) expect(seen[layer]).toBeGreaterThan(200);
  });

  it("on named questions", () => {
    const failures: string[] = [];
    for (let seed = 0; seed < 600; seed++) {
      const draw = draws(seed);
      const model = randomModel(draw, { ...SIZE, fewest: 3 });
      const question = randomEffect(draw, model);
      const lambda = draw.one(LAMBDAS);
      const lines = namedDifferences(model, question, lambda);
      if (lines.length === 0) continue;
      failures.push([...lines, `seed ${seed}: ${question.text} at coupling ${lambda}`, fileOf(model)].join("\n"));
    }
    expectNone(failures, 600);
  });
});

function namedDifferences(model: OracleModel, question: NamedQuestion, lambda: number): readonly string[] {
  const whom = question.individual === undefined ? {} : { individual: question.individual };
  const evidence = oracle(model, probability([], question.given, whom));
  const found = answerOf(readModel(fileOf(model)), question.text, lambda);
  if (found instanceof DiscoError) return complaints(found, question.given.map(eventText), evidence);
  if (!evidence.possible) return [`answered ${found.value} though the condition is impossible`];
  const lines = Object.entries(question.parts).map(([path, value]) => {
    const exact = value((part) => {
      const answer = oracle(model, part, decimal(lambda));
      if (!answer.possible) throw new RangeError("possible, and yet not");
      return answer.value;
    });
    return named(path, gap(partAt(found, path).value, exact));
  });
  const layer = found.layer === question.layer ? undefined : `layer: ${found.layer} against ${question.layer}`;
  return [...lines, layer].filter((line) => line !== undefined);
}

/** The answer found at `shares.anyway` and the like. */
function partAt(answer: ModelAnswer, path: string): { readonly value?: number | null } {
  if (path === "value") return answer;
  let at: unknown = answer;
  for (const step of path.split(".")) at = (at as Record<string, unknown> | undefined)?.[step];
  return (at as { value?: number } | undefined) ?? {};
}

describe("bounds", () => {
  it("are Tian and Pearl's for the population, and averaged over individuals", () => {
    const failures: string[] = [];
    for (let seed = 0; seed < 200; seed++) {
      const draw = draws(10_000 + seed);
      const model = randomModel(draw, { ...SIZE, fewest: 2, most: 4 });
      const pair = model.variables.filter(({ law }) => law.kind === "bernoulli");
      if (pair.length < 2) continue;
      const [T, Y] = draw.some(pair, 2).map(({ name }) => name);
      const name = draw.one(["PN", "PS", "PNS"] as const);
      const found = answerOf(readModel(fileOf(model)), `${name}(${T} -> ${Y})`, 0);
      const expected = boundsOf(model, name, T, Y);
      const context = `seed ${seed}: ${name}(${T} -> ${Y})\n${fileOf(model)}`;
      if (expected === undefined || found instanceof DiscoError) {
        if (expected !== undefined || !(found instanceof DiscoError)) failures.push(`one of two complains, ${context}`);
        continue;
      }
      const lines = (["bounds", "stratified"] as const).flatMap((which) =>
        [0, 1].map((end) => named(`${which} ${end}`, gap(found[which]?.[end], expected[which][end]))),
      );
      const said = lines.filter((line) => line !== undefined);
      if (said.length > 0) failures.push([...said, context].join("\n"));
    }
    expectNone(failures, 200);
  });
});

/** Nothing when the condition of PN or PS is impossible. */
function boundsOf(model: OracleModel, name: "PN" | "PS" | "PNS", T: string, Y: string) {
  const arms = { PN: [1, 1], PS: [0, 0], PNS: [] }[name];
  const given = arms.length === 0 ? [] : [event(T, arms[0]), event(Y, arms[1])];
  const posterior = oracle(model, probability([], given));
  if (!posterior.possible) return undefined;
  const margins = (individual?: string) => {
    const say = (...events: Parameters<typeof probability>[0]): Fraction => {
      const answer = oracle(model, probability(events, [], individual === undefined ? {} : { individual }));
      if (!answer.possible) throw new RangeError("nothing is conditioned on");
      return answer.value;
    };
    return {
      had1: say(event(inside(Y, { [T]: 1 }), 1)),
      had0: say(event(inside(Y, { [T]: 0 }), 1)),
      xy: say(event(T, 1), event(Y, 1)),
      xNoty: say(event(T, 1), event(Y, 0)),
      notxY: say(event(T, 0), event(Y, 1)),
      notxNoty: say(event(T, 0), event(Y, 0)),
    };
  };
  const there = posterior.units.filter((unit) => !isZero(unit.posterior));
  const each = there.map((unit) => ({ unit, range: tianPearl(name, margins(unit.unit)) }));
  const average = (end: 0 | 1) => sum(each.map(({ unit, range }) => times(unit.posterior, range[end])));
  return { bounds: tianPearl(name, margins()), stratified: [average(0), average(1)] } as const;
}
