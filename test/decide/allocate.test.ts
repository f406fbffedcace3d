import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Queue, spend, spendEqually, spendInLanes, sumTreated } from "../../src/decide/allocate.js";
import { rankingKeys } from "../../src/decide/rule.js";
import { orderOf } from "../../src/num/order.js";

interface Candidate {
  readonly net: number;
  readonly cost: number;
}

const candidate = fc.record({
  net: fc.double({ min: -5, max: 10, noNaN: true }),
  cost: fc.double({ min: 0.01, max: 5, noNaN: true }),
});
const none = (size: number) => new Uint32Array(size);

function queueOf(people: readonly Candidate[], limit: number, equal = false): Queue {
  const net = Float64Array.from(people, ({ net }) => net);
  const price = Float64Array.from(people, ({ cost }) => (equal ? 1 : cost));
  const keys = rankingKeys(net, price).map((key) => -key);
  return {
    ...{ net, price, limit },
    order: orderOf(keys, none(people.length)),
    mass: new Float64Array(people.length).fill(1),

    apart: new Uint8Array(people.length),
  };
}

/** The best of all sets that the limit allows. */
function best(people: readonly Candidate[], limit: number, equal = false): number {
  let most = 0;
  for (let set = 0; set < 2 ** people.length; set++) {
    let [gain, cost] = [0, 0];
    people.forEach((one, i) => {
      if (((set >> i) & 1) === 0) return;
      gain += one.net;
      cost += equal ? 1 : one.cost;
    });
    if (cost <= limit + 1e-12) most = Math.max(most, gain);
  }
  return most;
}

const gainOf = (queue: Queue, treat: Float64Array) => sumTreated(treat, queue.mass, queue.net);

describe("spending a budget", () => {
  it("is the best of all sets where all cost the same", () => {
    fc.assert(
      fc.property(
        fc.array(candidate, { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 0, max: 10 }),
        (people, limit) => {
          const queue = queueOf(people, limit, true);
          expect(gainOf(queue, spend(queue))).toBeCloseTo(best(people, limit, true), 9);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it("stays within the budget and loses at most one individual's benefit where costs differ", () => {
    fc.assert(
      fc.property(
        fc.array(candidate, { minLength: 1, maxLength: 10 }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (people, limit) => {
          const queue = queueOf(people, limit);
          const treat = spend(queue);
          expect(sumTreated(treat, queue.mass, queue.price)).toBeLessThanOrEqual(limit * (1 + 1e-8));
          const lost = best(people, limit) - gainOf(queue, treat);
          expect(lost).toBeLessThanOrEqual(Math.max(0, ...people.map(({ net }) => net)) + 1e-9);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it("treats nobody for nothing, and everybody worth it without a limit", () => {
    const people = [2, -1, 0, 3].map((net) => ({ net, cost: 1 }));
    expect([...spend(queueOf(people, 0))]).toEqual([0, 0, 0, 0]);
    expect([...spend(queueOf(people, Number.POSITIVE_INFINITY))]).toEqual([1, 0, 0, 1]);
  });

  it("is not misled by rounding of the limit", () => {
    const people = Array.from({ length: 100 }, (_, i) => ({ net: 1 + i, cost: 1 }));
    expect(0.29 * 100).toBeLessThan(29);
    expect(
      sumTreated(spend(queueOf(people, 0.29 * 100)), new Float64Array(100).fill(1), new Float64Array(100).fill(1)),
    ).toBe(29);
  });

  it("passes over whoever costs more than all there is", () => {
    expect([
      ...spend(
        queueOf(
          [
            { net: 100, cost: 10 },
            { net: 1, cost: 2 },
          ],
          5,
        ),
      ),
    ]).toEqual([0, 1]);
  });

  it("treats lines that stand for many in part, by whole individuals or to the last bit", () => {
    const queue = {
      ...queueOf(
        [
          { net: 2, cost: 1 },
          { net: 1, cost: 1 },
        ],
        6.5,
      ),
      mass: Float64Array.of(4, 10),
    };
    expect([...spend(queue, "whole")]).toEqual([1, 0.2]);
    expect(spend(queue, "any")[1]).toBeCloseTo(0.25, 8);
  });
});

describe("a limit for each lane", () => {
  it("is met to the last bit in each, by whoever comes first there", () => {
    const people = [9, 8, 7, 6, 5, -1].map((net) => ({ net, cost: 1 }));
    const lane = [0, 0, 0, 1, 1, 1];
    const treat = spendInLanes(queueOf(people, 10), lane, Float64Array.of(1.5, 0.25));
    expect([...treat]).toEqual([1, 0.5, 0, 0.25, 0, 0]);
    expect([...spendInLanes(queueOf(people, 10), lane, Float64Array.of(9, 9))]).toEqual([1, 1, 1, 1, 1, 0]);
  });

  it("keeps out nobody who costs nothing, and everybody who costs more than all there is", () => {
    const people = [
      { net: 1, cost: 0 },
      { net: 2, cost: 1 },
    ];
    expect([...spendInLanes(queueOf(people, 5), [0, 0], Float64Array.of(0))]).toEqual([1, 0]);
    expect([...spendInLanes(queueOf(people, 0.5), [0, 0], Float64Array.of(0.5))]).toEqual([1, 0]);
    expect([...spend(queueOf(people, 0))]).toEqual([1, 0]);
  });
});

describe("equal shares", () => {
  const people = fc.array(
    fc.record({ net: fc.double({ min: -5, max: 5, noNaN: true }), group: fc.integer({ min: 0, max: 2 }) }),
    {
      minLength: 1,
      maxLength: 24,
    },
  );

  it("are the best of all shares that the limit allows, as near to equal as whole individuals are", () => {
    fc.assert(
      fc.property(people, fc.integer({ min: 0, max: 24 }), (crowd, limit) => {
        const codes = Int32Array.from(crowd, ({ group }) => group);
        const queue = queueOf(
          crowd.map(({ net }) => ({ net, cost: 1 })),
          limit,
          true,
        );
        const treat = spendEqually(queue, codes, 3, (places) => orderOf(places, none(places.length)));
        const groups = [0, 1, 2].map((group) =>
          crowd
            .filter((one) => one.group === group)
            .map(({ net }) => net)
            .sort((a, b) => b - a),
        );
        let most = 0;
        for (const share of groups.flatMap((nets) => nets.map((_, k) => (k + 1) / nets.length))) {
          const counts = groups.map((nets) => nets.filter((_, k) => (k + 1) / nets.length <= share).length);
          if (counts.reduce((a, b) => a + b, 0) > limit) continue;
          most = Math.max(
            most,
            groups.reduce((sum, nets, g) => sum + nets.slice(0, counts[g]).reduce((a, b) => a + b, 0), 0),
          );
        }
        expect(gainOf(queue, treat)).toBeCloseTo(most, 9);
        const present = groups.filter((nets) => nets.length > 0);
        const shares = groups.flatMap((nets, group) =>
          nets.length === 0
            ? []
            : [crowd.reduce((sum, one, i) => sum + (one.group === group ? treat[i] : 0), 0) / nets.length],
        );
        const apart = Math.max(...shares) - Math.min(...shares);
        expect(apart).toBeLessThan(Math.max(...present.map((nets) => 1 / nets.length)) + 1e-9);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe("a budget that ends where somebody's mass ends", () => {
  it("leaves nobody a part made of rounding", () => {
    const queue = {
      order: Int32Array.of(0, 1, 2),
      net: Float64Array.of(3, 2, 1),
      mass: Float64Array.of(0.1, 0.2, 0.7),
      price: Float64Array.of(1, 1, 1),
      apart: new Uint8Array(3),
    };
    // .1 + .2 is not .3, and neither are .29999 and .30001.
    expect([...spend({ ...queue, limit: 0.3 }, "any")]).toEqual([1, 1, 0]);
    expect(spend({ ...queue, limit: 0.30001 }, "any")[2]).toBeCloseTo(0.00001 / 0.7, 8);
    expect(spend({ ...queue, limit: 0.29999 }, "any")[1]).toBeCloseTo(0.19999 / 0.2, 8);
  });
});

describe("orderOf", () => {
  it("sorts as a plain sort does, ties by the second key, then by place", () => {
    const number = fc.oneof(
      fc.double(),
      fc.constantFrom(0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(number, fc.nat(3))), (pairs) => {
        const values = Float64Array.from(pairs, ([value]) => value);
        const tie = Uint32Array.from(pairs, ([, own]) => own * 1_000_000_000);
        const size = (value: number) => (Number.isNaN(value) ? [1, 0] : [0, value]);
        const naive = pairs
          .map((_, i) => i)
          .sort((a, b) => {
            const [[nan, x], [none, y]] = [size(values[a]), size(values[b])];
            return nan - none || (x < y ? -1 : x > y ? 1 : 0) || tie[a] - tie[b] || a - b;
          });
        expect([...orderOf(values, tie)]).toEqual(naive);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
