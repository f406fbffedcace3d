import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { difference } from "../../src/estimate/difference.js";
import { uniformStream } from "../../src/num/random.js";
import { lawRows, subsidy } from "../support/samples.js";

const ones = (n: number) => ({ count: new Float64Array(n).fill(1), total: n, law: false });
const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const spread = (values: readonly number[]) => average(values.map((value) => (value - average(values)) ** 2));

/** The National Supported Work experiment as used by Dehejia & Wahba (1999): 185 treated, 260 not. */
function jobs(): { t: Uint8Array; y: Float64Array } {
  const text = readFileSync(new URL("../../examples/jobs/nsw_dw.csv", import.meta.url), "utf8");
  const [head, ...lines] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  const [treat, earnings] = [head.indexOf("treat"), head.indexOf("re78")];
  return {
    t: Uint8Array.from(lines, (line) => Number(line[treat])),
    y: Float64Array.from(lines, (line) => Number(line[earnings])),
  };
}

describe("the difference of the arms' averages", () => {
  it("is $1,794.34 on the Dehejia-Wahba sample, as printed there", () => {
    const { t, y } = jobs();
    expect([t.length, t.reduce((a, b) => a + b, 0)]).toEqual([445, 185]);
    const { value, se } = difference(t, y, ones(t.length));
    expect(value.toFixed(2)).toBe("1794.34");
    const [treated, control] = [1, 0].map((arm) => [...y].filter((_, i) => t[i] === arm));
    expect(value).toBeCloseTo(average(treated) - average(control), 8);
    expect(se!).toBeCloseTo(Math.sqrt(spread(treated) / 185 + spread(control) / 260), 4);
  });
  it("has the interval of two independent means, whatever the sizes of the arms", () => {
    const uniform = uniformStream(4);
    for (const treated of [3, 20, 55]) {
      const y = Float64Array.from({ length: 60 }, () => 10 * uniform());
      const t = Uint8Array.from(y, (_, i) => (i < treated ? 1 : 0));
      const [a, b] = [[...y].slice(0, treated), [...y].slice(treated)];
      const { value, se } = difference(t, y, ones(60));
      expect(value).toBeCloseTo(average(a) - average(b), 12);
      expect(Math.abs(se! / Math.sqrt(spread(a) / a.length + spread(b) / b.length) - 1)).toBeLessThan(1e-6);
    }
  });
  it("counts rows by their counts", () => {
    const [t, y, counts] = [
      [1, 1, 0, 0, 0],
      [5, 1, 2, 0, 7],
      [2, 3, 1, 4, 2],
    ];
    const each = counts.flatMap((count, j) => Array.from({ length: count }, () => j));
    const rows = { count: Float64Array.from(counts), total: each.length, law: false };
    const counted = difference(Uint8Array.from(t), Float64Array.from(y), rows);
    const written = difference(
      Uint8Array.from(each, (j) => t[j]),
      Float64Array.from(each, (j) => y[j]),
      ones(each.length),
    );
    expect(counted.value).toBeCloseTo(written.value, 12);
    expect(counted.se!).toBeCloseTo(written.se!, 9);
  });
  it("does not move when the outcome moves, and scales when it scales", () => {
    const { t, y } = jobs();
    const plain = difference(t, y, ones(t.length));
    const moved = difference(
      t,
      y.map((value) => 1e6 + value / 10),
      ones(t.length),
    );
    expect(moved.value).toBeCloseTo(plain.value / 10, 6);
    expect(moved.se!).toBeCloseTo(plain.se! / 10, 3);
  });
  it("on THEORY G2's exact law is 233/370 - 23/105, which is not the effect, with no standard error", () => {
    const law = lawRows(subsidy);
    const rows = { count: Float64Array.from(law, (row) => row.weight!), total: 1, law: true };
    const { value, se } = difference(
      Uint8Array.from(law, (row) => row.t),
      Float64Array.from(law, (row) => row.y),
      rows,
    );
    expect(value).toBeCloseTo(233 / 370 - 23 / 105, 12);
    expect(se).toBeUndefined();
  });
});
