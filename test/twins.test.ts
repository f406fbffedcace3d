// Twins: both potential outcomes are known, so the bounds can be held against the truth (docs/twins.md).
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { attribute } from "../src/attribute/attribute.js";
import type { Column } from "../src/num/columns.js";
import type { Sample } from "../src/num/sample.js";

const path = new URL("../examples/twins/twins.csv.gz", import.meta.url);
const [header, ...lines] = gunzipSync(readFileSync(path)).toString().trim().split(/\r?\n/);
const names = header.split(",");
const rows = lines.map((line) => line.split(",").map(Number));
const column = (name: string) => Float64Array.from(rows, (row) => row[names.indexOf(name)]);

const notCovariates = new Set(["", "T", "y0", "y1", "yf", "y_cf"]);
const given: Column[] = names.flatMap((name, j) =>
  notCovariates.has(name)
    ? []
    : [{ kind: "numeric", name: `${name} ${j}`, values: Float64Array.from(rows, (row) => row[j]) }],
);
const t = Uint8Array.from(column("T"));
const yf = column("yf");
const sample: Sample = {
  rows: rows.length,
  treatment: { name: "T", values: t, labels: { yes: 1, no: 0 } },
  outcome: { kind: "binary", name: "yf", values: yf, labels: { yes: 1, no: 0 } },
  given,
  data: { source: "twins.csv.gz", read: rows.length, used: rows.length, missing: {}, notes: [] },
};

/** Among the pairs where this twin was looked at and had this outcome: did the other twin have it too? */
function truth(arm: number, outcome: number): number {
  const other = column(arm === 1 ? "y0" : "y1");
  const seen = rows.flatMap((_, i) => (t[i] === arm && yf[i] === outcome ? [other[i] === outcome ? 1 : 0] : []));
  return seen.reduce<number>((a, b) => a + b, 0) / seen.length;
}

describe("would the lighter twin who died have died if it had been the heavier?", () => {
  it("the truth lies within the bounds of every event, and far above the independent value", async () => {
    expect(rows).toHaveLength(11_984);
    expect(given).toHaveLength(76);
    // Half of each arm's fits suffices for bounds, so no need for five folds here.
    const { answer } = await attribute(sample, { learner: "linear", folds: 2 });
    for (const one of answer.evidence) {
      const expected = truth(one.treated ? 1 : 0, one.success ? 1 : 0);
      const [low, high] = one.shares.anyway.bounds!;
      expect(expected, JSON.stringify(one.given)).toBeGreaterThan(low);
      expect(expected, JSON.stringify(one.given)).toBeLessThan(high);
    }
    const died = answer.evidence.find((one) => !one.treated && one.success)!;
    expect(truth(0, 1)).toBeCloseTo(0.7, 3);
    // Twins share a womb: their noise is not independent, and the independent value says so by missing by far.
    expect(died.shares.anyway.interval![1]).toBeLessThan(0.6);
  });
});
