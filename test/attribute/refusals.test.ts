// What data and options get when they cannot be used: who, what was wrong, what was given, what to do next.
import { describe, expect, it } from "vitest";
import { attribute } from "../../src/attribute/attribute.js";
import type { AttributeOptions } from "../../src/attribute/options.js";
import { DiscoError } from "../../src/error.js";
import { uniformStream } from "../../src/num/random.js";
import type { Sample } from "../../src/num/sample.js";
import { lawRows, type Row, sampleOf, subsidy } from "../support/samples.js";
import { drawSample, worlds } from "../support/worlds.js";

async function complaint(sample: Sample, options: AttributeOptions = {}): Promise<DiscoError> {
  try {
    await attribute(sample, options);
  } catch (error) {
    if (error instanceof DiscoError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

const good = () => drawSample(worlds[0], 400, 1);

/** Treated exactly when x > 0. */
function separated(): Sample {
  const uniform = uniformStream(2);
  return sampleOf(
    Array.from({ length: 400 }, (): Row => {
      const x = 2 * uniform() - 1;
      return { w: { x }, t: x > 0 ? 1 : 0, y: uniform() < 0.5 ? 1 : 0 };
    }),
  );
}

/** Untreated rows far from the treated ones: everybody treated has a likeness among the untreated, not the reverse. */
function oneSided(): Sample {
  const uniform = uniformStream(3);
  return sampleOf(
    Array.from({ length: 3000 }, (): Row => {
      const x = 6 * uniform() - 5;
      return { w: { x }, t: uniform() < 1 / (1 + Math.exp(-2.5 * x)) ? 1 : 0, y: uniform() < 0.5 ? 1 : 0 };
    }),
  );
}

describe("options", () => {
  it.each([
    [{ folds: 0 }, "folds"],
    [{ folds: 2.5 }, "folds"],
    [{ level: 1 }, "level"],
    [{ coupling: -0.1 }, "coupling"],
    [{ trim: 0.6 }, "trim"],
    [{ seed: -1 }, "seed"],
    [{ variance: 1 }, "variance"],
    [{ learner: "oracle" as never }, "learner"],
  ] satisfies [AttributeOptions, string][])("%o names %s", async (options, who) => {
    const error = await complaint(good(), options);
    expect(error.kind).toBe("input");
    expect(error.complaint.who).toBe(who);
    expect(error.complaint.next).not.toBe("");
  });
});

describe("too little data", () => {
  it("5 rows", async () => {
    const rows = [0, 1, 0, 1, 1].map((t, i): Row => ({ w: { x: i }, t: t as 0 | 1, y: i % 2 }));
    expect((await complaint(sampleOf(rows))).message).toMatchInlineSnapshot(
      `"rows: each arm needs at least 10 rows (given: 3 with T = 1, 2 with T = 0); give more rows; with so few, nothing can be split"`,
    );
  });
  it("an event that no row shows is said to be empty, the others are answered", async () => {
    const rows = Array.from(
      { length: 200 },
      (_, i): Row => ({ w: {}, t: i % 2 === 0 ? 1 : 0, y: i % 2 === 0 || i % 3 === 0 ? 1 : 0 }),
    );
    const { answer } = await attribute(sampleOf(rows));
    const [e11, e10] = answer.evidence;
    expect(e11.shares.anyway.value).not.toBeNull();
    expect(e10.rows).toBe(0);
    expect(e10.shares.anyway).toMatchObject({ value: null, identified: false });
    expect(e10.shares.anyway.reason).toContain("no row shows");
  });
});

describe("no overlap", () => {
  it("is refused with the propensities and the ways out", async () => {
    const error = await complaint(separated());
    expect(error.kind).toBe("refused");
    expect(error.message).toContain("propensity quartiles: treated");
    expect(error.message).toContain("--trim");
    expect(error.message).toContain("--target att");
  });
  for (const learner of ["linear", "boost", "cells"] as const) {
    it(`a covariate that is the arm itself (${learner})`, async () => {
      const uniform = uniformStream(4);
      const rows = Array.from({ length: 300 }, (): Row => {
        const t = uniform() < 0.4 ? 1 : 0;
        return { w: { x: t, z: uniform() < 0.5 ? "a" : "b" }, t, y: uniform() < 0.5 ? 1 : 0 };
      });
      expect((await complaint(sampleOf(rows), { learner })).kind).toBe("refused");
    });
    it(`a level that only the treated have (${learner})`, async () => {
      const uniform = uniformStream(6);
      const rows = Array.from({ length: 600 }, (): Row => {
        const g = uniform() < 0.2 ? "treated only" : uniform() < 0.5 ? "a" : "b";
        const t = g === "treated only" || uniform() < 0.4 ? 1 : 0;
        return { w: { g }, t, y: uniform() < 0.5 ? 1 : 0 };
      });
      expect((await complaint(sampleOf(rows), { learner })).kind).toBe("refused");
    });
  }
  it("on one side leaves the treated's question answerable", async () => {
    expect((await complaint(oneSided())).kind).toBe("refused");
    const { answer } = await attribute(oneSided(), { target: "att" });
    expect(answer.evidence.map((one) => one.treated)).toEqual([true, true]);
    expect(answer.effect.ate).toMatchObject({ value: null, identified: false });
    expect(Number.isFinite(answer.effect.ett.value)).toBe(true);
    for (const one of answer.evidence) expect(Number.isFinite(Number(one.shares.anyway.diagnostics.se))).toBe(true);
  });
  it("trimmed says how many rows were left out", async () => {
    const { answer } = await attribute(oneSided(), { trim: 0.05 });
    expect(answer.data.notes.join(" ")).toMatch(/\d+ rows with a propensity below 0.05/);
    const out = Number(/(\d+) rows with/.exec(answer.data.notes.join(" "))![1]);
    expect(answer.data.used).toBe(3000 - out);
    expect(answer.evidence.reduce((sum, one) => sum + one.rows, 0)).toBe(3000 - out);
  });
  it("in an exact law is refused too", async () => {
    const kinds = [...subsidy, { name: "Never", weight: 0.1, pt: 0, p0: 0.5, p1: 0.5 }];
    const rows = lawRows(kinds, (kind) => kind.name)
      .filter((row) => row.weight! > 0)
      .map((row) => ({ ...row, weight: row.weight! / 1.1 }));
    expect((await complaint(sampleOf(rows, { weights: "law" }))).kind).toBe("refused");
  });
});

describe("perfect separation of the outcome", () => {
  it("is a warning with an answer", async () => {
    const uniform = uniformStream(5);
    const rows = Array.from({ length: 300 }, (): Row => {
      const x = uniform();
      return { w: { x }, t: uniform() < 0.5 ? 1 : 0, y: x > 0.5 ? 1 : 0 };
    });
    const { answer } = await attribute(sampleOf(rows), { learner: "linear" });
    expect(answer.warnings.map((warning) => warning.id)).toContain("separation");
    // Everybody's outcome is settled by x alone: it recurs, and the arm changes nothing.
    expect(answer.evidence[0].recurrence.bounds![0]).toBeGreaterThan(0.9);
    expect(Math.abs(answer.evidence[0].shares.policy.value!)).toBeLessThan(0.05);
  });
});

describe("work that is stopped", () => {
  it("stops at the next fit", async () => {
    const controller = new AbortController();
    const steps: number[] = [];
    const work = attribute(good(), {
      learner: "linear",
      signal: controller.signal,
      onProgress: (_, fraction) => {
        steps.push(fraction);
        if (steps.length === 3) controller.abort();
      },
    });
    await expect(work).rejects.toThrow("aborted");
    expect(steps).toHaveLength(3);
  });
});
