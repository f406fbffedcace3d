import { expect, it } from "vitest";
import { caseText, randomCase } from "./cases.js";
import { decimal, written } from "./fraction.js";
import { oracle } from "./oracle.js";
import { variableTerms, worldKey, worldsOf } from "./question.js";

it("the oracle's thrift changes nothing: every vector of every world, in every combination, gives the same fractions", () => {
  let checked = 0;
  for (let seed = 0; checked < 300; seed++) {
    const one = randomCase(seed, { fewest: 2, most: 3, cells: 12 });
    const { model, question, lambda, answer } = one;
    if (new Set(variableTerms(model, question).flatMap(worldsOf).map(worldKey)).size > 2) continue;
    checked++;
    const plain = oracle(model, question, decimal(lambda), { plain: true });
    const text = (all: typeof answer) =>
      all.possible ? [written(all.value), ...all.units.map((unit) => written(unit.posterior))] : "impossible";
    expect(text(plain), caseText(one)).toEqual(text(answer));
  }
});
