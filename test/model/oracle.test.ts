// The engine against the oracle: enumeration in exact fractions over individuals and cells of noise, written without the engine's code.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ask } from "../../src/model/ask.js";
import { readModel } from "../../src/model/file/read.js";
import { differences, expectNone, named, namedDifferences } from "./oracle/against.js";
import { caseOf, caseText, gap, LAMBDAS, randomCase, SIZE } from "./oracle/cases.js";
import { draws } from "./oracle/draw.js";
import { randomEffect } from "./oracle/effects.js";
import { exam, layers, subsidy, surrogate } from "./oracle/examples.js";
import { decimal, divided, isZero, plus } from "./oracle/fraction.js";
import { fileOf } from "./oracle/model.js";
import { oracle } from "./oracle/oracle.js";
import { layerOf, questionText } from "./oracle/question.js";
import { randomModel } from "./oracle/random-models.js";

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

  for (const [name, model] of Object.entries({ exam, layers, subsidy, surrogate })) {
    it(`on the example ${name}, its table written by hand`, () => {
      const file = readFileSync(new URL(`../../examples/models/${name}.disco.json`, import.meta.url), "utf8");
      const failures: string[] = [];
      for (let seed = 0; seed < 100; seed++) {
        const one = caseOf(draws(seed), model, seed);
        const lines = differences(one, file);
        if (lines.length > 0) failures.push([...lines, caseText(one)].join("\n"));
      }
      expectNone(failures, 100);
    });
  }

  it("on arithmetic of questions", () => {
    const failures: string[] = [];
    let asked = 0;
    for (let seed = 0; seed < 200; seed++) {
      const draw = draws(seed);
      const model = randomModel(draw, SIZE);
      const lambda = draw.one(LAMBDAS);
      const questions = [0, 1].map(() => caseOf(draw, model, seed).question);
      const [a, b] = questions.map((question) => oracle(model, question, decimal(lambda)));
      if (!a.possible || !b.possible || isZero(b.value)) continue;
      asked++;
      const [one, other] = questions.map(questionText);
      const text = `2 * ${one} - ${one} / -${other}`;
      const found = ask(readModel(fileOf(model)), text, { method: "exact", coupling: lambda });
      const layer = Math.max(...questions.map((question) => layerOf(model, question)));
      const lines = [
        named("value", gap(found.value, plus(plus(a.value, a.value), divided(a.value, b.value)))),
        found.layer === layer ? undefined : `layer: ${found.layer} against ${layer}`,
      ].filter((line) => line !== undefined);
      if (lines.length > 0) failures.push([...lines, `${text} at coupling ${lambda}`, fileOf(model)].join("\n"));
    }
    expectNone(failures, asked);
    expect(asked).toBeGreaterThan(150);
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
