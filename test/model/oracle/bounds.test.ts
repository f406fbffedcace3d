// Bounds on the probabilities of causation: the engine's against THEORY 4.1 and 4.4 in exact fractions.
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../../src/error.js";
import { readModel } from "../../../src/model/file/read.js";
import { answerOf, expectNone, named } from "./against.js";
import { tianPearl } from "./bounds.js";
import { event, inside, probability } from "./build.js";
import { gap, SIZE } from "./cases.js";
import { draws } from "./draw.js";
import { type Fraction, isZero, sum, times } from "./fraction.js";
import { fileOf, type OracleModel } from "./model.js";
import { oracle } from "./oracle.js";
import { randomModel } from "./random-models.js";

describe("bounds", () => {
  it("are Tian and Pearl's for the population, and averaged over individuals", () => {
    const failures: string[] = [];
    let asked = 0;
    for (let seed = 10_000; seed < 10_400; seed++) {
      const draw = draws(seed);
      const model = randomModel(draw, { ...SIZE, most: 4 });
      const binary = model.variables.filter(({ law }) => law.kind === "bernoulli").map(({ name }) => name);
      const [T, Y] = draw.some(binary, 2);
      if (Y === undefined) continue;
      asked++;
      const lines = boundsDifferences(model, draw.one(["PN", "PS", "PNS"] as const), T, Y);
      if (lines.length > 0) failures.push([...lines, `seed ${seed}, ${T} -> ${Y}`, fileOf(model)].join("\n"));
    }
    expectNone(failures, asked);
    expect(asked).toBeGreaterThan(150);
  });
});

function boundsDifferences(model: OracleModel, name: "PN" | "PS" | "PNS", T: string, Y: string): readonly string[] {
  const found = answerOf(readModel(fileOf(model)), `${name}(${T} -> ${Y})`, 0);
  const exact = boundsOf(model, name, T, Y);
  if (found instanceof DiscoError) return exact === undefined ? [] : [`${name} complains: ${found.message}`];
  if (exact === undefined) return [`${name} is answered, though its condition is impossible`];
  const ends = [0, 1] as const;
  return (["bounds", "stratified"] as const)
    .flatMap((which) =>
      ends.map((end) => named(`${name}, ${which} ${end}`, gap(found[which]?.[end], exact[which][end]))),
    )
    .filter((line) => line !== undefined);
}

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
