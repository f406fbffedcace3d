// G2 as 200,000 sampled rows: every number of the table within 4 standard errors.
import { describe, expect, it } from "vitest";
import { attribute } from "../../src/attribute/attribute.js";
import { uniformStream } from "../../src/num/random.js";
import type { Answer } from "../../src/query/answer.js";
import { type Row, sampleOf, subsidy } from "../support/samples.js";

function draw(n: number, seed: number): Row[] {
  const uniform = uniformStream(seed);
  return Array.from({ length: n }, (): Row => {
    const pick = uniform();
    const kind = pick < 0.2 ? subsidy[0] : pick < 0.5 ? subsidy[1] : subsidy[2];
    const t = uniform() < kind.pt ? 1 : 0;
    return { w: { kind: kind.name }, t, y: uniform() < (t === 1 ? kind.p1 : kind.p0) ? 1 : 0 };
  });
}

function near(name: string, answer: Answer, expected: number, of: "value" | "lower" = "value") {
  const se = Number(answer.diagnostics.se);
  const found = of === "value" ? answer.value! : answer.bounds![0];
  expect(se, name).toBeGreaterThan(0);
  expect(se, name).toBeLessThan(0.01);
  expect(Math.abs(found - expected), name).toBeLessThan(4 * se);
}

describe("G2, 200,000 rows", () => {
  const sample = sampleOf(draw(200_000, 9));
  for (const learner of ["cells", "linear"] as const) {
    it(`every number within 4 standard errors (${learner})`, async () => {
      const { answer } = await attribute(sample, { learner, fourWay: true, variance: 0.5 });
      const [e11, e10, e01, e00] = answer.evidence;
      near("ate", answer.effect.ate, 21 / 100);
      near("ett", answer.effect.ett, 91 / 370);
      near("naive", answer.effect.naive, 233 / 370 - 23 / 105);
      near("anyway", e11.shares.anyway, 574 / 1165);
      near("policy", e11.shares.policy, 599 / 2330);
      near("chance", e11.shares.chance, 583 / 2330);
      near("recurrence 11", e11.recurrence, 1747 / 2330, "lower");
      near("recurrence 10", e10.recurrence, 787 / 1370, "lower");
      near("recurrence 01", e01.recurrence, 113 / 230, "lower");
      near("recurrence 00", e00.recurrence, 703 / 820, "lower");
      near("pn", answer.causation!.pn, 591 / 1165);
      near("ps", answer.causation!.ps, 139 / 410);
      near("pns", answer.causation!.pns, 57 / 200);
      near("defier", answer.responses!.defier, 3 / 40);
      near("always", answer.responses!.always, 41 / 200);
      near("never", answer.responses!.never, 87 / 200);
      near("complier given success", e11.responses!.complier, 3849 / 11650);
      near("four-way base", e11.fourWay!.base, 7 / 25);
      near("four-way policy", e11.fourWay!.policy, 10883 / 46600);
      near("four-way individual", e11.fourWay!.individual, 11009 / 46600);
      near("variance T", answer.variance!.observed.treatment, 10182481 / 60439981);
      near("variance U", answer.variance!.observed.individual, 16976000 / 60439981);
      near("trial T", answer.variance!.randomised.treatment, 21 / 451);
      near("trial U", answer.variance!.randomised.main, 3076 / 9471);
      near("trial TxU", answer.variance!.randomised.interaction, 52 / 1353);
      // Bounds carry no standard error of their own; theirs is that of a difference of frequencies, below .003 here.
      for (const [found, expected] of [
        [answer.causation!.pns.bounds, [21 / 100, 97 / 200]],
        [answer.causation!.pn.bounds, [91 / 233, 228 / 233]],
        [answer.causation!.ps.bounds, [119 / 492, 257 / 492]],
        [answer.causation!.pns.stratified, [21 / 100, 17 / 50]],
        [answer.causation!.pn.stratified, [91 / 233, 143 / 233]],
        [answer.causation!.ps.stratified, [119 / 492, 197 / 492]],
        [e11.shares.anyway.bounds, [90 / 233, 142 / 233]],
      ] as const) {
        expect(Math.abs(found![0] - expected[0])).toBeLessThan(4 * 0.005);
        expect(Math.abs(found![1] - expected[1])).toBeLessThan(4 * 0.005);
      }
    });
  }
});
