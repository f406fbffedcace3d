import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ask, DiscoError, type LadderPair, ladder, readModel } from "../../../src/index.ts";
import { approximately, written } from "../../model/oracle/fraction.ts";
import { answers, peopleOf, sharesOf } from "./oracle.ts";

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const all = ({ rungs }: ReturnType<typeof ladder>): readonly LadderPair[] => rungs.flatMap(({ pairs }) => pairs);

describe("every pair that is shown", () => {
  it("has the numbers of the model files, enumerated exactly, and of the engine", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        for (const pair of all(ladder({ seed, pairs: 2, surveyed: 10 }))) {
          const people = pair.models.map(peopleOf);
          const exact = people.map((one) => answers(one));
          pair.rows.forEach((row, i) => {
            expect(row.exact).toEqual(exact.map((one) => written(one[i])));
            expect(row.same).toBe(row.exact[0] === row.exact[1]);
            for (const which of [0, 1]) expect(row.values[which]).toBeCloseTo(approximately(exact[which][i]), 13);
            for (const value of row.open === undefined ? [] : row.values) {
              expect(value).toBeGreaterThanOrEqual(row.open![0] - 1e-12);
              expect(value).toBeLessThanOrEqual(row.open![1] + 1e-12);
            }
          });
          pair.shares.forEach(({ anyway, policy, chance }, which) => {
            const wanted = sharesOf(people[which]).map(approximately);
            for (const [i, share] of [anyway, policy, chance].entries()) expect(share).toBeCloseTo(wanted[i], 12);
          });
          expect(pair.checked.largest).toBeLessThan(1e-15);
          // The dial: PNS, PN and recurrence with the noise drawn afresh, and kept.
          const ends = ([0, 1] as const).map((coupling) => answers(people[0], coupling).slice(7, 10));
          pair.dial?.forEach(({ values }, i) => {
            for (const end of [0, 1]) expect(values[end]).toBeCloseTo(approximately(ends[end][i]), 12);
          });
        }
      }),
      { seed: 1, numRuns: 6 },
    );
  });

  it("agrees on the rung's layers and parts on the next, in questions the engine takes for that layer", () => {
    for (const { rung, pairs } of ladder({ seed: 5, pairs: 2 }).rungs) {
      for (const { rows, parts, models, dial } of pairs) {
        const model = readModel(JSON.stringify(models[0]));
        expect(rows.map(({ query }) => ask(model, query).layer)).toEqual(rows.map(({ layer }) => layer));
        expect(rows.filter(({ layer }) => layer <= rung).every((row) => row.same)).toBe(true);
        expect(rows.find((row) => row.query === parts)?.layer).toBe(rung + 1);
        expect(dial === undefined).toBe(rung === 1);
      }
    }
  });

  it("has noise as one more thing that layers 1 and 2 cannot see", () => {
    for (const pair of ladder({ rung: 2, pairs: 2, seed: 3 }).rungs[0].pairs) {
      const model = readModel(JSON.stringify(pair.models[0]));
      for (const { query } of pair.rows.filter(({ layer }) => layer < 3)) {
        expect(ask(model, query, { coupling: 1 }).value).toBe(ask(model, query, { coupling: 0 }).value);
      }
      // In an SCM what happened happens again (THEORY 2.5).
      expect(pair.dial?.find(({ query }) => query.startsWith("PC"))?.values[1]).toBeCloseTo(1, 14);
    }
  });
});

describe("drawing", () => {
  it("gives the same pair whatever else is drawn, and another for another seed", () => {
    const [one, other] = [ladder({ pairs: 2, surveyed: 5 }), ladder({ rung: 2, surveyed: 5 })];
    expect(other.rungs[0].pairs[0]).toEqual(one.rungs[1].pairs[0]);
    expect(JSON.stringify(ladder({ pairs: 2, surveyed: 5 }))).toBe(JSON.stringify(one));
    expect(ladder({ seed: 2, surveyed: 5 }).rungs[0].pairs[0].models).not.toEqual(one.rungs[0].pairs[0].models);
    expect(one.rungs.map(({ pairs }) => pairs.map(({ kind }) => kind))).toEqual([
      ["mixed", "pure"],
      ["split", "joined"],
    ]);
  });

  it("takes any names that a model takes, also those of its own attributes", () => {
    const { rungs } = ladder({ treatment: "with", outcome: "Erfolg", rung: 1, surveyed: 5 });
    expect(rungs[0].pairs[0].rows[4].query).toBe("P(Erfolg=1 | do(with=1))");
  });

  it("says in its sentences what the numbers say", () => {
    const { rungs } = ladder({ pairs: 2 });
    const [mixed, pure, split, joined] = rungs.flatMap(({ pairs }) => pairs);
    const has = (pair: LadderPair, query: string, which: 0 | 1) =>
      pair.rows.find((row) => row.query === query)!.values[which].toFixed(2);
    expect(mixed.text).toContain(`higher by ${has(mixed, "P(Y=1 | T=1) - P(Y=1 | T=0)", 0)} where T=1`);
    expect(mixed.text).toContain(`by ${has(mixed, "ATE(T -> Y)", 1)} in the second`);
    expect(pure.text).toContain("the whole difference is the effect of T");
    expect(split.text).toContain(`${(100 * split.rows[9].values[1]).toFixed(0)}\u00a0% in the second`);
    expect(joined.text).toContain(`${has(joined, "PNS(T -> Y)", 0)} in the first and ${has(joined, "PNS(T -> Y)", 1)}`);
  });
});

it("surveys random pairs, none of which agrees", () => {
  const { rungs } = ladder({ surveyed: 20_000 });
  for (const { survey } of rungs) {
    expect([survey.pairs, survey.agree]).toEqual([20_000, 0]);
    expect(survey.smallest).toBeGreaterThan(0);
    expect(survey.smallest).toBeLessThan(0.0001);
    expect(survey.median).toBeGreaterThan(survey.smallest);
  }
  const { median } = rungs[0].survey;
  expect(median).toBeCloseTo(medianByModels(20_000), 2);
});

/** The same survey from whole models, drawn with another generator and compared by enumeration in doubles. */
function medianByModels(count: number): number {
  let state = 12345;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const differences = Array.from({ length: count }, () => {
    const people = Array.from({ length: random() < 0.5 ? 2 : 3 }, () => ({ w: random(), e: random(), p: random() }));
    const total = people.reduce((sum, { w }) => sum + w, 0);
    const [i, j] = people.map((_, k) => ({ k, at: random() })).sort((a, b) => a.at - b.at);
    const [a, b] = [people[i.k], people[j.k]];
    // The partner's success with treatment: any p for the one that leaves the other between 0 and 1, P(T=1, Y=1) being as it was.
    const other = (p: number): number => b.p + ((a.p - p) * a.w * a.e) / (b.w * b.e);
    const ends = [0, 1].map((p) => Math.min(1, Math.max(0, other(p))));
    const back = ends.map((q) => a.p + ((b.p - q) * b.w * b.e) / (a.w * a.e));
    const p = back[0] + (back[1] - back[0]) * random();
    return Math.abs(a.w * (p - a.p) + b.w * (other(p) - b.p)) / total;
  });
  return differences.sort((x, y) => x - y)[count / 2];
}

describe("bad input, in words", () => {
  it.each([
    [
      { rung: 3 as 1 },
      "rung: there are two rungs: 1 from seeing to doing, 2 from doing to imagining (given: 3); give 1 or 2, or leave it away for both",
    ],
    [{ pairs: 0 }, "pairs: it should be a whole number from 1 to 100 (given: 0); give 1"],
    [{ pairs: 1.5 }, "pairs: it should be a whole number from 1 to 100 (given: 1.5); give 1"],
    [{ seed: -1 }, "seed: it should be a whole number from 0 to 4294967295 (given: -1); give 1"],
    [{ surveyed: 0 }, "surveyed: it should be a whole number from 1 to 1000000 (given: 0); give 1000"],
    [{ treatment: "Y" }, "outcome: it has the name of the treatment (given: Y); give the two different names"],
  ])("%j", (options, message) => {
    expect(() => ladder(options)).toThrow(DiscoError);
    expect(() => ladder(options)).toThrow(message);
  });

  it.each(["", "two words", "unit", "1st"])("refuses %j as a name", (treatment) => {
    expect(() => ladder({ treatment })).toThrow(DiscoError);
  });
});
