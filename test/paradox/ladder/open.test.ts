import fc from "fast-check";
import { expect, it } from "vitest";
import { uniformStream } from "../../../src/num/random.ts";
import { openRanges } from "../../../src/paradox/ladder/open.ts";
import { sameDone } from "../../../src/paradox/ladder/same-done.ts";
import { sameSeen } from "../../../src/paradox/ladder/same-seen.ts";
import type { Type } from "../../../src/paradox/ladder/types.ts";
import {
  approximately,
  compare,
  divided,
  type Fraction,
  minus,
  ONE,
  plus,
  reduced,
  times,
  ZERO,
} from "../../model/oracle/fraction.ts";
import { answers, decided, lowerLayers, type Person, same } from "./oracle.ts";

const NAMES = { treatment: "T", outcome: "Y" };
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

const people = (types: readonly Type[]): readonly Person[] => types;

/** What is known of the two groups from layers 1 and 2: P(T=t), and P(Y(1)=1 | T=t), P(Y(0)=1 | T=t). */
function groupsOf(of: readonly Person[]) {
  const { seeing, doing } = lowerLayers(of);
  const [c00, c01, c10, c11] = seeing;
  const [untreated, treated] = [plus(c00, c01), plus(c10, c11)];
  return [
    { size: untreated, with: divided(minus(doing[0], c11), untreated), without: divided(c01, untreated) },
    { size: treated, with: divided(c11, treated), without: divided(minus(doing[1], c01), treated) },
  ].map((group) => ({
    size: reduced(group.size),
    with: reduced(group.with),
    without: reduced(group.without),
  }));
}

/** A joint law of two events of these probabilities: `both` says how probable they are together. */
function joint(a: Fraction, b: Fraction, both: Fraction): (y1: 0 | 1, y0: 0 | 1) => Fraction {
  const table = { 11: both, 10: minus(a, both), "01": minus(b, both), "00": plus(minus(minus(ONE, a), b), both) };
  return (y1, y0) => table[`${y1}${y0}` as "11"];
}

const larger = (a: Fraction, b: Fraction): Fraction => (compare(a, b) < 0 ? b : a);
const smaller = (a: Fraction, b: Fraction): Fraction => (compare(a, b) < 0 ? a : b);

it("PNS, PN and recurrence reach both ends, in models with the same layers 1 and 2", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 0, max: 1 }), (seed, index) => {
      const [types] = sameDone(uniformStream(seed), index).types;
      const open = openRanges(types, 2, NAMES);
      const groups = groupsOf(people(types));
      // Everybody is decided, and in each group the two outcomes go together as little, or as much, as they can (Fréchet).
      const ends = [true, false].map((together) => {
        const laws = groups.map(({ with: a, without: b }) =>
          joint(a, b, together ? smaller(a, b) : larger(ZERO, minus(plus(a, b), ONE))),
        );
        return decided((t, y1, y0) => times(groups[t].size, laws[t](y1, y0)));
      });
      // Everybody in a group is alike.
      const alike = groups.map((group, t) => ({ ...group, weight: group.size, takes: t === 1 ? ONE : ZERO }));
      for (const model of [...ends, alike]) {
        const [one, other] = [lowerLayers(model), lowerLayers(people(types))];
        expect(same([...one.seeing, ...one.doing], [...other.seeing, ...other.doing])).toBe(true);
      }
      const [low, high] = ends.map((model) => answers(model).map(approximately));
      const wanted = { "PNS(T -> Y)": [low[7], high[7]], "PN(T -> Y)": [low[8], high[8]] };
      for (const [query, range] of Object.entries(wanted)) {
        for (const i of [0, 1]) expect(open.get(query)![i]).toBeCloseTo(range[i], 12);
      }
      expect(open.get("PC(T=1, Y=1)")![0]).toBeCloseTo(approximately(answers(alike)[9]), 12);
      expect([open.get("PC(T=1, Y=1)")![1], low[9]]).toEqual([1, 1]);
    }),
    { seed: 1, numRuns: 100 },
  );
});

it("P(Y | do(T)) and the effect reach both ends, in models with the same layer 1", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 0, max: 1 }), (seed, index) => {
      const [types] = sameSeen(uniformStream(seed), index).types;
      const open = openRanges(types, 1, NAMES);
      const { seeing } = lowerLayers(people(types));
      const [c00, c01, c10, c11] = seeing;
      const [untreated, treated] = [plus(c00, c01), plus(c10, c11)];
      // Each group fares as it was seen to, and in the other arm always, or never.
      const model = (withElsewhere: Fraction, withoutElsewhere: Fraction): readonly Person[] => [
        { weight: untreated, takes: ZERO, with: withElsewhere, without: divided(c01, untreated) },
        { weight: treated, takes: ONE, with: divided(c11, treated), without: withoutElsewhere },
      ];
      const [best, worst] = [model(ONE, ZERO), model(ZERO, ONE)];
      for (const one of [best, worst]) expect(same(lowerLayers(one).seeing, seeing)).toBe(true);
      const [high, low] = [best, worst].map((one) => answers(one).map(approximately));
      const wanted = {
        "P(Y=1 | do(T=1))": [low[4], high[4]],
        "P(Y=1 | do(T=0))": [high[5], low[5]],
        "ATE(T -> Y)": [low[6], high[6]],
      };
      for (const [query, range] of Object.entries(wanted)) {
        for (const i of [0, 1]) expect(open.get(query)![i]).toBeCloseTo(range[i], 12);
      }
    }),
    { seed: 1, numRuns: 100 },
  );
});
