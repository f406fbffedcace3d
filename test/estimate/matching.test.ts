// Oracles: all pairs of observations written out one by one with the formulas of Abadie & Imbens (2006, 2011); Imbens's own log of his
// programme on the NSW data; simulation with known truth. Copies stand for counts.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { standardError } from "../../src/estimate/influence.js";
import { fittedProblem } from "../../src/estimate/make-problem.js";
import { type MatchingOptions, matchedPairs, matching } from "../../src/estimate/matching.js";
import { fitArmModels } from "../../src/learn/arm-models.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { copied, draw, labels, numeric, type Parts, problemOf, reordered, shuffled, solve } from "./matching/worlds.js";

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Covariates as columns of numbers: labels as indicators of all levels but the first. */
function columns({ given = [] }: Parts): number[][] {
  return given.flatMap((column) =>
    column.kind === "numeric"
      ? [Array.from(column.values)]
      : column.levels.slice(1).map((_, k) => Array.from(column.codes, (code) => (code === k + 1 ? 1 : 0))),
  );
}

/** Distance of two observations, as a table: |logit - logit|, Mahalanobis by the inverse covariance, or 0 for equals and infinity. */
function distances(parts: Parts, on: string): number[][] {
  const { arm, e } = parts;
  if (on === "propensity") {
    const z = e!.map((p) => Math.log(p / (1 - p)));
    return z.map((a) => z.map((b) => Math.abs(a - b)));
  }
  const x = columns(parts);
  if (on === "exact") {
    return arm.map((_, i) =>
      arm.map((_, j) => (x.every((column) => column[i] === column[j]) ? 0 : Number.POSITIVE_INFINITY)),
    );
  }
  const covariance = x.map((a) => x.map((b) => mean(a.map((v, i) => (v - mean(a)) * (b[i] - mean(b))))));
  return arm.map((_, i) =>
    arm.map((_, j) => {
      const d = x.map((column) => column[i] - column[j]);
      return Math.sqrt(
        Math.max(
          0,
          solve(covariance, d).reduce((sum, v, k) => sum + v * d[k], 0),
        ),
      );
    }),
  );
}

/** Those of `among` as near as the M-th nearest, within `limit`. */
function nearest(row: readonly number[], among: readonly number[], many: number, limit: number): number[] {
  const sorted = among.map((j) => row[j]).sort((a, b) => a - b);
  const last = sorted[Math.min(many, sorted.length) - 1];
  return among.filter((j) => row[j] <= last + 1e-9 && row[j] <= limit + 1e-9 && Number.isFinite(row[j]));
}

/** Matching with replacement by all pairs; single observations only. */
function slow(parts: Parts, options: MatchingOptions, limit = Number.POSITIVE_INFINITY) {
  const { arm, y, target = "ate" } = parts;
  const { on = "propensity", neighbours = 1, biasAdjusted = on === "covariates" } = options;
  const table = distances(parts, on);
  const everybody = arm.map((_, j) => j);
  const opposite = (i: number) =>
    nearest(
      table[i],
      everybody.filter((j) => arm[j] !== arm[i]),
      neighbours,
      limit,
    );
  const asked = everybody.filter((i) => target === "ate" || arm[i] === (target === "att" ? 1 : 0));
  const sets = new Map(asked.map((i) => [i, opposite(i)]));
  const kept = asked.filter((i) => sets.get(i)!.length > 0);
  const used = everybody.map(() => 0);
  const squares = everybody.map(() => 0);
  for (const i of kept) {
    for (const j of sets.get(i)!) {
      used[j] += 1 / sets.get(i)!.length;
      squares[j] += 1 / sets.get(i)!.length ** 2;
    }
  }
  // Least squares in the donors of each arm, by the number of times they are used.
  const x = columns(parts);
  const row = (j: number) => [1, ...x.map((column) => column[j])];
  const lines = [0, 1].map((w) => {
    const donors = everybody.filter((j) => arm[j] === w && used[j] > 0);
    if (!biasAdjusted || donors.length === 0) return () => 0;
    const of = (a: number, b: (j: number) => number) => donors.reduce((sum, j) => sum + used[j] * row(j)[a] * b(j), 0);
    const beta = solve(
      row(0).map((_, a) => row(0).map((_, b) => of(a, (j) => row(j)[b]))),
      row(0).map((_, a) => of(a, (j) => y[j])),
    );
    return (j: number) => row(j).reduce((sum, v, k) => sum + v * beta[k], 0);
  });
  const effects = kept.map((i) => {
    const line = lines[1 - arm[i]];
    const other = mean(sets.get(i)!.map((j) => y[j] + line(i) - line(j)));
    return arm[i] === 1 ? y[i] - other : other - y[i];
  });
  const value = mean(effects);
  const noiseTable = on === "exact" ? distances(parts, "covariates") : table;
  const noise = (j: number) => {
    const same = nearest(
      noiseTable[j],
      everybody.filter((k) => k !== j && arm[k] === arm[j]),
      4,
      Number.POSITIVE_INFINITY,
    );
    return (same.length / (same.length + 1)) * (y[j] - mean(same.map((k) => y[k]))) ** 2;
  };
  let sum = effects.reduce((total, one) => total + (one - value) ** 2, 0);
  for (const j of everybody) {
    const own = kept.includes(j) ? 1 : 0;
    if (used[j] > 0) sum += ((own + used[j]) ** 2 - own - squares[j]) * noise(j);
  }
  return { value, se: Math.sqrt(sum) / kept.length, unmatched: asked.length - kept.length, used, effects, kept, noise };
}

/** Few values, so that much ties: two numbers, one label, propensities of few values; counts from 1 to 3. */
function tied(n: number, seed: number): Parts {
  const uniform = uniformStream(seed);
  const whole = (most: number) => Math.floor(most * uniform());
  const arm = Array.from({ length: n }, (_, j) => (j < 2 ? j : whole(2)));
  const x = arm.map((a) => whole(4) + a);
  return {
    arm,
    y: arm.map((a, j) => Math.round(10 * (x[j] + a + 3 * uniform())) / 10),
    given: [
      numeric("x", x),
      numeric(
        "z",
        arm.map(() => whole(3)),
      ),
      labels(
        "g",
        arm.map(() => "abc"[whole(3)]),
      ),
    ],
    e: x.map((one) => 0.2 + 0.1 * one + 0.05 * whole(2)),
    count: arm.map(() => 1 + whole(3)),
  };
}

const targets = ["ate", "att", "atc"] as const;

describe("matching", () => {
  it("is what all pairs say, with ties and counts as copies, in all its ways", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.constantFrom(...targets),
        fc.constantFrom("propensity" as const, "covariates" as const, "exact" as const),
        fc.constantFrom(1, 2, 3),
        (seed, target, on, neighbours) => {
          const parts = { ...tied(24, seed), target };
          // The inverse covariance of the slow side has no way with columns that others say.
          fc.pre(new Set(columns(parts).map(String)).size === 4);
          const expected = slow(copied(parts), {
            on,
            neighbours: on === "exact" ? 1 : neighbours,
            biasAdjusted: false,
          });
          if (expected.kept.length === 0) {
            expect(() => matching(problemOf(parts), { on })).toThrow(/nobody has a match/);
            return;
          }
          const { estimate, diagnostics } = matching(problemOf(parts), { on, neighbours, biasAdjusted: false });
          expect(estimate.value).toBeCloseTo(expected.value, 8);
          expect(estimate.se).toBeCloseTo(expected.se, 8);
          expect(diagnostics.unmatched).toBe(expected.unmatched);
        },
      ),
      { numRuns: 150, seed: 5 },
    );
  });

  it("has the variance of Abadie & Imbens (2006), theorems 6 and 7, where nothing ties", () => {
    for (const neighbours of [1, 3]) {
      for (const target of ["ate", "att"] as const) {
        const parts = { ...draw(120, 3 + neighbours), target };
        const { effects, value, noise, kept, used } = slow(parts, { neighbours, biasAdjusted: false });
        const m = neighbours;
        const n = kept.length;
        let literal = effects.reduce((sum, one) => sum + (one - value) ** 2, 0) / n;
        for (const [j, share] of used.entries()) {
          const k = Math.round(share * m);
          if (k === 0) continue;
          const factor = target === "ate" ? (k / m) ** 2 + (((2 * m - 1) / m) * k) / m : (k * (k - 1)) / m ** 2;
          literal += (factor * noise(j)) / n;
        }
        const { estimate } = matching(problemOf(parts), { neighbours });
        expect(estimate.se).toBeCloseTo(Math.sqrt(literal / n), 10);
      }
    }
  });

  it("adjusts for the distance left by least squares on the matched", () => {
    for (const target of targets) {
      const parts = { ...draw(90, 17), target };
      const expected = slow(parts, { on: "covariates", neighbours: 2 });
      const { estimate, diagnostics } = matching(problemOf(parts), { on: "covariates", neighbours: 2 });
      expect(diagnostics.biasAdjusted).toBe(true);
      expect(estimate.value).toBeCloseTo(expected.value, 8);
      expect(estimate.se).toBeCloseTo(expected.se, 8);
      const plain = slow(parts, { on: "covariates", neighbours: 2, biasAdjusted: false });
      expect(Math.abs(plain.value - expected.value)).toBeGreaterThan(1e-3);
    }
  });

  it("gives the numbers of G. Imbens's log of 3 February 2004 on the NSW data (stata7/lalonde_exper)", () => {
    const path = new URL("../../examples/jobs/nsw_dw.csv", import.meta.url);
    const [head, ...rows] = readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .map((line) => line.trim().split(","));
    const column = (name: string) => rows.map((row) => Number(row[head.indexOf(name)]));
    const nsw = (...names: string[]) =>
      problemOf({ arm: column("treat"), y: column("re78"), given: names.map((name) => numeric(name, column(name))) });
    const options = { on: "covariates", metric: "variances", biasAdjusted: false } as const;
    // The log has earnings rounded to a tenth of a dollar or so: match re78 t age; match re78 t age educ re74 re75.
    expect(Math.abs(matching(nsw("age"), options).estimate.value - 1785.191)).toBeLessThan(0.01);
    const four = matching(nsw("age", "education", "re74", "re75"), options);
    expect(Math.abs(four.estimate.value - 1714.407)).toBeLessThan(0.01);
  });

  it("covers the truth in about 95 of 100 tables or more, hardly biased", () => {
    for (const [n, runs] of [
      [500, 100],
      [2000, 30],
    ]) {
      const ways = targets.flatMap((target) => (["propensity", "covariates"] as const).map((on) => ({ target, on })));
      const found = ways.map(() => ({ covered: 0, sum: 0, se: 0 }));
      for (let r = 0; r < runs; r++) {
        const world = draw(n, 7000 + r);
        for (const [k, { target, on }] of ways.entries()) {
          const { estimate, interval } = matching(problemOf({ ...world, target }), { on });
          const truth = world.truth[target];
          found[k].sum += (estimate.value - truth) / runs;
          found[k].se += estimate.se! / runs;
          if (interval![0] <= truth && truth <= interval![1]) found[k].covered++;
        }
      }
      for (const { covered, sum, se } of found) {
        expect(covered / runs).toBeGreaterThan(n === 500 ? 0.91 : 0.88);
        expect(Math.abs(sum)).toBeLessThan(0.12 * se + (3 * se) / Math.sqrt(runs));
      }
      // Six ways on the same tables: together they are tighter than each.
      const all = found.reduce((total, { covered }) => total + covered, 0) / (runs * found.length);
      expect(all).toBeGreaterThan(0.935);
      expect(all).toBeLessThan(0.995);
    }
  });

  it("knows, for everybody's effect, that the propensity was learnt (Abadie & Imbens 2016)", () => {
    const runs = 160;
    for (const noise of [0, 12]) {
      let [covered, sum, square, se, unknowing] = [0, 0, 0, 0, 0];
      for (let r = 0; r < runs; r++) {
        const world = draw(500, 40_000 + r, true);
        const normal = normalStream(uniformStream(r, 3));
        const more = Array.from({ length: noise }, (_, k) =>
          numeric(
            `n${k}`,
            world.arm.map(() => normal()),
          ),
        );
        const { study } = problemOf({ ...world, given: [...world.given!, ...more] });
        const two = { ...study, treatment: { ...study.treatment, arms: ["0", "1"] } };
        const { fits, ...known } = fittedProblem({ study: two, arm: 1, target: "ate", seed: 1 }, fitArmModels(two, 1));
        const { estimate, diagnostics } = matching({ ...known, fits });
        expect(diagnostics.variance).toBe("Abadie-Imbens 2016");
        const error = estimate.value - world.truth.ate;
        sum += error / runs;
        square += error ** 2 / runs;
        se += estimate.se! / runs;
        unknowing += matching(known).estimate.se! / runs;
        if (Math.abs(error) < 1.96 * estimate.se!) covered++;
        if (r > 0 || noise > 0) continue;
        const moved = { ...two, outcome: { ...two.outcome, values: two.outcome.values.map((y) => 3 - 2 * y) } };
        const affine = fittedProblem({ study: moved, arm: 1, target: "ate", seed: 1 }, fitArmModels(moved, 1));
        expect(matching(affine).estimate.se).toBeCloseTo(2 * estimate.se!, 8);
      }
      const spread = Math.sqrt(square - sum ** 2);
      // The spread of 160 estimates is known to within a tenth or so; what the fit takes off here is a tenth of the standard error and more.
      expect(Math.abs(se / spread - 1)).toBeLessThan(0.14);
      expect(unknowing / se).toBeGreaterThan(1.07);
      expect(covered / runs).toBeGreaterThan(0.915);
      expect(covered / runs).toBeLessThan(0.985);
    }
  });

  it("does not change with the order of rows, the seed or repeated covariates; follows an affine outcome and swapped arms", () => {
    for (const on of ["propensity", "covariates", "exact"] as const) {
      const base = tied(60, 40);
      const { estimate } = matching(problemOf(base), { on });
      const doubled = { ...base, given: [...base.given!, { ...base.given![0], name: "again" }] };
      for (const other of [reordered(base, shuffled(60, 9)), { ...base, seed: 99 }, doubled]) {
        const again = matching(problemOf(other), { on }).estimate;
        expect(again.value).toBeCloseTo(estimate.value, 8);
        expect(again.se).toBeCloseTo(estimate.se!, 8);
      }
      const moved = matching(problemOf({ ...base, y: base.y.map((y) => 5 - 2 * y) }), { on }).estimate;
      expect(moved.value).toBeCloseTo(-2 * estimate.value, 8);
      expect(moved.se).toBeCloseTo(2 * estimate.se!, 8);
      const att = matching(problemOf({ ...base, target: "att" }), { on }).estimate;
      const swapped = { ...base, arm: base.arm.map((a) => 1 - a), e: base.e!.map((p) => 1 - p) };
      const atc = matching(problemOf({ ...swapped, target: "atc" }), { on }).estimate;
      expect(atc.value).toBeCloseTo(-att.value, 8);
      expect(atc.se).toBeCloseTo(att.se!, 8);
    }
  });

  it("leaves out who has no match within the caliper, and says how many and that the answer is about the others", () => {
    const parts = { ...draw(150, 23), target: "att" as const };
    const z = parts.e!.map((p) => Math.log(p / (1 - p)));
    const spread = (a: number) => {
      const own = z.filter((_, j) => parts.arm[j] === a);
      return mean(own.map((v) => (v - mean(own)) ** 2));
    };
    const caliper = 0.004;
    const expected = slow(parts, {}, caliper * Math.sqrt((spread(0) + spread(1)) / 2));
    expect(expected.unmatched).toBeGreaterThan(3);
    expect(expected.kept.length).toBeGreaterThan(3);
    const { estimate, warnings, method, diagnostics } = matching(problemOf(parts), { caliper });
    expect(estimate.value).toBeCloseTo(expected.value, 9);
    expect(estimate.se).toBeCloseTo(expected.se, 9);
    expect(diagnostics.unmatched).toBe(expected.unmatched);
    expect(warnings[0].id).toBe("unmatched");
    expect(warnings[0].text).toContain(
      `${expected.unmatched} of ${parts.arm.filter((a) => a === 1).length} observations`,
    );
    expect(method).toBe(
      "Matching with replacement to the nearest neighbour by the logit of the propensity of the other arm, none farther than 0.004 standard deviations of the logit, ties sharing.",
    );
    expect(() => matching(problemOf(parts), { caliper: 1e-9 })).toThrow(/nobody has a match.*widen the caliper/);
  });

  it("imputes both outcomes of who is in a third arm when everybody is asked about", () => {
    const arm = [0, 0, 1, 1, -1];
    const y = [1, 5, 10, 20, 1e9];
    const problem = problemOf({ arm, y });
    const p0 = Float64Array.from([0.6, 0.2, 0.3, 0.21, 0.58]);
    const p1 = Float64Array.from([0.3, 0.45, 0.6, 0.4, 0.32]);
    // By P(reference): rows 2, 3, 4 stand nearest to rows 1, 1, 0. By P(arm): rows 0, 1, 4 nearest to rows 3, 3, 3 (on the logit).
    const effects = [20 - 1, 20 - 5, 10 - 5, 20 - 5, 20 - 1];
    const { estimate } = matching({ ...problem, e: [p0, p1] });
    expect(estimate.value).toBeCloseTo(mean(effects), 10);
    // Who is in the third arm tells nothing of the effect on the treated.
    const att = matching({ ...problem, target: "att", e: [p0, p1] });
    expect(Math.abs(att.estimate.value)).toBeLessThan(20);
  });

  it("is exact on an exact law, with no standard error", () => {
    const parts = {
      arm: [0, 1, 0, 1],
      y: [1, 4, 5, 4],
      count: [0.4, 0.1, 0.15, 0.35],
      e: [0.2, 0.2, 0.7, 0.7],
      law: true,
      given: [numeric("a", [0, 0, 1, 1])],
    };
    for (const on of ["propensity", "covariates", "exact"] as const) {
      const { estimate, interval } = matching(problemOf(parts), { on });
      expect(estimate.value).toBeCloseTo(1, 12);
      expect(estimate.se).toBeUndefined();
      expect(interval).toBeUndefined();
      expect(matching(problemOf({ ...parts, target: "att" }), { on, neighbours: 3 }).estimate.value).toBeCloseTo(
        -1 / 9,
        12,
      );
    }
  });

  it("heeds clusters: what a cluster has in common widens the interval, and clusters of one change it little", () => {
    const runs = 110;
    for (const on of ["propensity", "covariates"] as const) {
      let [covered, blind, sum] = [0, 0, 0];
      for (let r = 0; r < runs; r++) {
        // Eight rows a cluster, treated or not together more often than not, with a common part as large as the noise.
        const uniform = uniformStream(60_000 + r);
        const normal = normalStream(uniform);
        const [x, arm, y, p]: number[][] = [[], [], [], []];
        for (let c = 0; c < 60; c++) {
          const [common, lean, shock] = [normal(), normal(), normal()];
          for (let k = 0; k < 8; k++) {
            const one = 0.7 * lean + 0.7 * normal();
            const chance = 1 / (1 + Math.exp(-0.8 * one));
            // Within a cluster the same uniform number decides for half of the rows.
            const t = (k % 2 === 0 ? (Math.abs(shock) * 7919) % 1 : uniform()) < chance ? 1 : 0;
            x.push(one);
            p.push(chance);
            arm.push(t);
            y.push(one + t + common + normal());
          }
        }
        const problem = problemOf({ arm, y, e: p, given: [numeric("x", x)] });
        const cluster = Int32Array.from(arm, (_, j) => Math.floor(j / 8));
        const { estimate, interval } = matching({ ...problem, cluster, clusters: 60 }, { on, neighbours: 2 });
        expect(standardError(estimate.influence!, { ...problem, cluster, clusters: 60 })).toBe(estimate.se);
        sum += (estimate.value - 1) / runs;
        if (interval![0] <= 1 && 1 <= interval![1]) covered++;
        const plain = matching(problem, { on, neighbours: 2 });
        if (plain.interval![0] <= 1 && 1 <= plain.interval![1]) blind++;
        if (r > 0) continue;
        const ones = matching(
          { ...problem, cluster: Int32Array.from(arm.keys()), clusters: 480 },
          { on, neighbours: 2 },
        );
        expect(Math.abs(ones.estimate.se! / plain.estimate.se! - 1)).toBeLessThan(0.1);
      }
      expect(covered / runs).toBeGreaterThan(0.9);
      expect(covered / runs).toBeGreaterThan(blind / runs + 0.04);
      expect(Math.abs(sum)).toBeLessThan(0.08);
    }
  });

  it("warns of one observation that stands in for many, and has no interval where nothing tells its noise", () => {
    const lonely = {
      arm: [0, ...Array(30).fill(1)],
      y: Array.from({ length: 31 }, (_, j) => j),
      target: "att" as const,
    };
    const out = matching(problemOf(lonely));
    expect(out.warnings.map(({ id }) => id)).toEqual(["match-overused", "no-match-variance"]);
    expect(out.estimate.value).toBeCloseTo(15.5, 12);
    expect(out.estimate.se).toBeUndefined();
    expect(out.interval).toBeUndefined();
  });

  it("refuses what it cannot do", () => {
    const problem = problemOf(draw(40, 2));
    expect(() => matching({ ...problem, target: "overlap" })).toThrow(/target overlap/);
    expect(() => matching(problem, { neighbours: 0 })).toThrow(/neighbours: not a whole number/);
    expect(() => matching(problem, { caliper: 0 })).toThrow(/caliper: not a positive number/);
    expect(() => matching(problem, { replace: false })).toThrow(/without replacement.*att or atc/);
    expect(() => matching(problemOf({ arm: [0, 1], y: [0, 1] }), { on: "exact" })).toThrow(/no covariates to match on/);
    const certain = problemOf({ arm: [0, 1, 1], y: [0, 1, 2], e: [0.5, 0.5, 1] });
    expect(() => matching(certain)).toThrow(/propensity of exactly 0 or 1/);
    const apart = problemOf({ arm: [0, 1], y: [0, 1], given: [numeric("x", [0, 1])] });
    expect(() => matching(apart, { on: "exact" })).toThrow(/nobody has a match.*on exact/);
  });
});

describe("matching without replacement", () => {
  /** Greedy, those least like the other arm first, each the nearest left. */
  function greedy(parts: Parts, on: string, w: 0 | 1) {
    const { arm, e } = parts;
    const table = distances(parts, on);
    const free = new Set([...arm.keys()].filter((j) => arm[j] === w));
    const like = (j: number) => (w === 0 ? e![j] : 1 - e![j]);
    const asking = [...arm.keys()].filter((j) => arm[j] === 1 - w).sort((a, b) => like(b) - like(a));
    return new Map(
      asking.flatMap((i): [number, number][] => {
        if (free.size === 0) return [];
        const j = [...free].reduce((a, b) => (table[i][b] < table[i][a] ? b : a));
        free.delete(j);
        return [[i, j]];
      }),
    );
  }

  it("gives each the nearest one left, greedily, and the variance of the pairs' differences", () => {
    for (const on of ["propensity", "covariates"] as const) {
      for (const target of ["att", "atc"] as const) {
        const parts = { ...draw(140, 31), target };
        const pairs = greedy(parts, on, target === "att" ? 0 : 1);
        const differences = [...pairs].map(([i, j]) => (target === "att" ? 1 : -1) * (parts.y[i] - parts.y[j]));
        const value = mean(differences);
        const { estimate, diagnostics } = matching(problemOf(parts), { on, replace: false, biasAdjusted: false });
        expect(estimate.value).toBeCloseTo(value, 10);
        expect(estimate.se).toBeCloseTo(
          Math.sqrt(differences.reduce((sum, d) => sum + (d - value) ** 2, 0)) / differences.length,
          10,
        );
        expect(diagnostics.matched).toBe(pairs.size);
        const found = matchedPairs(problemOf(parts), { on });
        const [own, other] = target === "att" ? [found.treated, found.control] : [found.control, found.treated];
        expect(new Map([...own].map((i, k) => [i, other[k]]))).toEqual(new Map([...pairs].sort(([a], [b]) => a - b)));
      }
    }
  });

  it("pairs a treated with an untreated, nobody twice, and not outside the caliper", () => {
    const parts = draw(400, 6);
    const all = matchedPairs(problemOf(parts));
    const near = matchedPairs(problemOf(parts), { caliper: 0.1 });
    for (const { treated, control } of [all, near]) {
      expect(treated.every((j) => parts.arm[j] === 1)).toBe(true);
      expect(control.every((j) => parts.arm[j] === 0)).toBe(true);
      expect(new Set(treated).size).toBe(treated.length);
      expect(new Set(control).size).toBe(control.length);
    }
    expect(near.treated.length).toBeLessThan(all.treated.length);
    const logit = (j: number) => Math.log(parts.e![j] / (1 - parts.e![j]));
    expect(near.treated.every((j, k) => Math.abs(logit(j) - logit(near.control[k])) < 0.12)).toBe(true);
  });

  it("pairs equals only, as often as their counts allow", () => {
    const parts = { arm: [1, 0, 1, 0], y: [1, 2, 3, 4], count: [3, 2, 1, 5], given: [numeric("x", [0, 0, 1, 1])] };
    const { treated, control } = matchedPairs(problemOf(parts), { on: "exact" });
    expect([...treated].map((t, k) => `${t}-${control[k]}`).sort()).toEqual(["0-1", "0-1", "2-3"]);
    const { warnings, estimate } = matching(problemOf({ ...parts, target: "att" }), { on: "exact", replace: false });
    expect(estimate.value).toBeCloseTo(-1, 12);
    expect(warnings[0].text).toContain("1 of 4 observations");
  });

  it("decides ties by content and seed, not by the order of rows", () => {
    const parts = { ...tied(50, 77), target: "att" as const };
    for (const on of ["propensity", "covariates", "exact"] as const) {
      const { estimate } = matching(problemOf(parts), { on, replace: false, neighbours: 1, biasAdjusted: false });
      const again = matching(problemOf(reordered(parts, shuffled(50, 3))), { on, replace: false, biasAdjusted: false });
      expect(again.estimate.value).toBeCloseTo(estimate.value, 10);
    }
  });
});
