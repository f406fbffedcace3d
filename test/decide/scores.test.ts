import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeScored } from "../../src/decide/make-scored.js";
import type { ThreeViews } from "../../src/decide/scored.js";
import type { Nuisances } from "../../src/learn/nuisances.js";
import type { Benefit } from "../../src/query/decision.js";
import { type Kind, lawRows, sampleOf } from "../support/samples.js";

/** Wrong by so much: what the models say of a kind instead of the truth. */
interface Error {
  readonly e: number;
  readonly p1: number;
  readonly p0: number;
}

/** The exact law of some kinds, with nuisances that are off by `size` times an error for each kind. */
function learntOf(kinds: readonly Kind[], errors: readonly Error[], size: number) {
  const sample = sampleOf(
    lawRows(kinds, ({ name }) => name),
    { weights: "law" },
  );
  const rows = kinds.flatMap((kind, k) => Array.from({ length: 4 }, () => ({ kind, error: errors[k] })));
  const by = (of: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, of);
  const mean = (values: Float64Array) => ({ mean: values, sum: values, product: values });
  const learnt: Nuisances = {
    entries: {
      ...{ folds: 1, single: false, total: 1, count: sample.weights!.values },
      row: Int32Array.from(rows, (_, i) => i),
      fold: new Uint8Array(rows.length),
      rowHash: new Uint32Array(rows.length),
    },
    t: sample.treatment.values,
    y: sample.outcome.values,
    e: by(({ kind, error }) => kind.pt + size * error.e),
    m: [
      mean(by(({ kind, error }) => kind.p0 + size * error.p0)),
      mean(by(({ kind, error }) => kind.p1 + size * error.p1)),
    ],
    notes: [],
  };
  return { sample, learnt };
}

/** The average benefit of the kinds, and its least and most over all joint laws, from the shares of types one by one. */
function truthOf(kinds: readonly Kind[], benefit: Benefit) {
  const total = { value: 0, low: 0, high: 0 };
  for (const { weight, p1, p0 } of kinds) {
    const at = (defier: number) =>
      benefit.defier * defier +
      benefit.always * (p0 - defier) +
      benefit.complier * (p1 - p0 + defier) +
      benefit.never * (1 - p1 - defier);
    const ends = [at(Math.max(0, p0 - p1)), at(Math.min(p0, 1 - p1))];
    total.value += weight * at((1 - p1) * p0);
    total.low += weight * Math.min(...ends);
    total.high += weight * Math.max(...ends);
  }
  return total;
}

const chance = fc.double({ min: 0.1, max: 0.9, noNaN: true });
const kind = fc.record({ weight: chance, pt: chance, p0: chance, p1: chance });
const crowd = fc.array(kind, { minLength: 1, maxLength: 4 }).map((kinds) => {
  const all = kinds.reduce((sum, { weight }) => sum + weight, 0);
  return kinds.map((one, k): Kind => ({ ...one, weight: one.weight / all, name: `k${k}` }));
});
const small = fc.double({ min: -0.05, max: 0.05, noNaN: true });
const errors = fc.array(fc.record({ e: small, p1: small, p0: small }), { minLength: 4, maxLength: 4 });
const worth = fc.double({ min: -10, max: 10, noNaN: true });
const benefits = fc.record({ complier: worth, always: worth, never: worth, defier: worth });
const VIEWS = ["value", "low", "high"] as const satisfies readonly (keyof ThreeViews)[];

/** Averages over the exact law of the score, by view. */
function averages(kinds: readonly Kind[], off: readonly Error[], size: number, benefit: Benefit) {
  const { sample, learnt } = learntOf(kinds, off, size);
  const { score, count } = makeScored(sample, learnt, benefit, false);
  return Object.fromEntries(VIEWS.map((view) => [view, score[view].reduce((sum, s, j) => sum + count[j] * s, 0)]));
}

describe("doubly robust scores of the benefit", () => {
  it("average to the benefit and its bounds where the models are right", () => {
    fc.assert(
      fc.property(crowd, errors, benefits, (kinds, off, benefit) => {
        const truth = truthOf(kinds, benefit);
        const found = averages(kinds, off, 0, benefit);
        for (const view of VIEWS) expect(found[view]).toBeCloseTo(truth[view], 9);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("are moved by wrong models to second order only", () => {
    fc.assert(
      fc.property(crowd, errors, benefits, (kinds, off, benefit) => {
        // Where the models' error crosses a kink of the bounds these are not smooth.
        fc.pre(kinds.every(({ p1, p0 }) => Math.abs(p1 - p0) > 0.11 && Math.abs(p1 + p0 - 1) > 0.11));
        const h = 1e-3;
        const [up, down] = [averages(kinds, off, h, benefit), averages(kinds, off, -h, benefit)];
        for (const view of VIEWS) expect(Math.abs(up[view] - down[view]) / (2 * h)).toBeLessThan(1e-5);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("are right with a wrong propensity, where the benefit is linear in the two chances", () => {
    fc.assert(
      fc.property(crowd, errors, worth, worth, worth, (kinds, off, complier, always, never) => {
        const benefit = { complier, always, never, defier: always + never - complier };
        const onlyPropensity = off.map(({ e }) => ({ e, p1: 0, p0: 0 }));
        const found = averages(kinds, onlyPropensity, 1, benefit);
        expect(found["value"]).toBeCloseTo(truthOf(kinds, benefit).value, 9);
        const onlyMeans = off.map(({ p1, p0 }) => ({ e: 0, p1, p0 }));
        expect(averages(kinds, onlyMeans, 1, benefit)["value"]).toBeCloseTo(truthOf(kinds, benefit).value, 9);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
