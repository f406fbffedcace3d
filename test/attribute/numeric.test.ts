// Numeric outcomes: the last line of THEORY 5.1, with known means.
import { describe, expect, it } from "vitest";
import { attribute } from "../../src/attribute/attribute.js";
import { DiscoError } from "../../src/error.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { type Row, sampleOf } from "../support/samples.js";

/** Three kinds with means m0, m1 and unit-variance noise; the kind is seen. Arm by a coin that depends on the kind. */
const kinds = [
  { name: "a", weight: 0.5, pt: 0.3, m0: 0, m1: 1 },
  { name: "b", weight: 0.3, pt: 0.5, m0: 2, m1: 2 },
  { name: "c", weight: 0.2, pt: 0.7, m0: 1, m1: 4 },
];

function rows(n: number, seed: number): Row[] {
  const uniform = uniformStream(seed);
  const normal = normalStream(uniform);
  return Array.from({ length: n }, (): Row => {
    const draw = uniform();
    const kind = draw < 0.5 ? kinds[0] : draw < 0.8 ? kinds[1] : kinds[2];
    const t = uniform() < kind.pt ? 1 : 0;
    return { w: { kind: kind.name }, t, y: (t === 1 ? kind.m1 : kind.m0) + normal(), unit: undefined as never };
  }).map(({ w, t, y }) => ({ w, t, y }));
}

/** The split of an event by brute force over a very large sample in which the kind is known. */
function truth(t: 0 | 1, above: boolean, cut: number, big: readonly Row[]) {
  const seen = big.filter((row) => row.t === t && row.y > cut === above);
  const mean = (f: (row: Row) => number) => seen.reduce((sum, row) => sum + f(row), 0) / seen.length;
  const kindOf = (row: Row) => kinds.find((kind) => kind.name === row.w.kind)!;
  const same = mean((row) => (t === 1 ? kindOf(row).m1 : kindOf(row).m0));
  const other = mean((row) => (t === 1 ? kindOf(row).m0 : kindOf(row).m1));
  const total = mean((row) => row.y);
  return { anyway: other, policy: same - other, chance: total - same };
}

describe("a numeric outcome", () => {
  const sample = sampleOf(rows(20_000, 4), { numeric: true });
  const big = rows(600_000, 5);
  for (const learner of ["cells", "linear"] as const) {
    it(`splits each arm's high and low rows (${learner})`, async () => {
      const { answer } = await attribute(sample, { learner });
      expect(answer.evidence).toHaveLength(4);
      expect(answer.causation).toBeUndefined();
      for (const one of answer.evidence) {
        const t = one.treated ? 1 : 0;
        const own = [...sample.outcome.values].filter((_, i) => sample.treatment.values[i] === t);
        const cut = own.reduce((a, b) => a + b, 0) / own.length;
        const expected = truth(t, one.success, cut, big);
        for (const share of ["anyway", "policy", "chance"] as const) {
          const found = one.shares[share];
          // 4.5 standard errors of the sample, and the brute-force truth's own error (below .01)
          expect(Math.abs(found.value! - expected[share]), share).toBeLessThan(
            4.5 * Number(found.diagnostics.se) + 0.01,
          );
        }
        const { anyway, policy, chance } = one.shares;
        expect(anyway.value! + policy.value! + chance.value!).toBeCloseTo(one.total, 9);
      }
    });
  }
  it("moves with the outcome's units", async () => {
    const small = sampleOf(rows(1000, 6), { numeric: true });
    const scaled = { ...small, outcome: { ...small.outcome, values: small.outcome.values.map((y) => 1000 * y + 5e6) } };
    const a = (await attribute(small, { learner: "linear" })).answer;
    const b = (await attribute(scaled, { learner: "linear" })).answer;
    expect(b.effect.ate.value! / 1000).toBeCloseTo(a.effect.ate.value!, 5);
    expect(b.evidence[0].shares.policy.value! / 1000).toBeCloseTo(a.evidence[0].shares.policy.value!, 5);
    expect(Number(b.effect.naive.diagnostics.se) / 1000).toBeCloseTo(Number(a.effect.naive.diagnostics.se), 5);
  });
  it("refuses the dial, and says what to do", async () => {
    await expect(attribute(sample, { coupling: 0.5 })).rejects.toThrow(DiscoError);
  });
});
