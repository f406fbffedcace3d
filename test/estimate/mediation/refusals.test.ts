import { describe, expect, it } from "vitest";
import { DiscoError } from "../../../src/error.js";
import { frontDoor } from "../../../src/estimate/front-door.js";
import { naturalEffects } from "../../../src/estimate/natural-effects.js";
import { cells } from "../../../src/learn/cells.js";
import { linear } from "../../../src/learn/linear.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";
import type { Study } from "../../../src/num/study.js";
import { type MediatedRow, studyOf } from "./studies.js";

const whole = { learner: cells(), folds: 1, seed: 1 };

async function complaintOf(asked: Promise<unknown>): Promise<DiscoError> {
  const thrown = await asked.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(DiscoError);
  return thrown as DiscoError;
}

/** Probabilities by "tmy", as an exact law. */
function lawOf(shares: Readonly<Record<string, number>>): Study {
  const rows = Object.entries(shares).map(([key, weight]): MediatedRow => {
    const [t, m, y] = [...key].map(Number);
    return { m: { m: `m${m}` }, t: t as 0 | 1, y, weight };
  });
  return studyOf(rows, { weights: "law" });
}

/** The mediator is 2 for some of the treated, never for the untreated. */
const oneSided = lawOf({
  "000": 0.1,
  "001": 0.15,
  "010": 0.1,
  "011": 0.15,
  "100": 0.1,
  "111": 0.15,
  "120": 0.1,
  "121": 0.15,
});

describe("what cannot be used", () => {
  const good = oneSided;
  it.each<[string, Study, string]>([
    [
      "a dose",
      { ...good, treatment: { kind: "numeric", name: "dose", values: new Float64Array(good.rows) } },
      "natural effects: compares two arms (given: dose, a number); cut it into two groups",
    ],
    [
      "three arms",
      { ...good, treatment: { kind: "arms", name: "T", arms: ["a", "b", "c"], codes: new Int32Array(good.rows) } },
      "natural effects: compares two arms (given: T: a, b, c); keep the rows of two of them",
    ],
    [
      "an arm without rows",
      { ...good, treatment: { kind: "arms", name: "T", arms: ["a", "b"], codes: new Int32Array(good.rows) } },
      "natural effects: an arm has no rows (given: T = b); choose arms that occur",
    ],
    [
      "no mediator",
      { ...good, mediators: [] },
      "natural effects: needs a mediator (given: none); name what T acts through",
    ],
  ])("%s", async (_, study, message) => {
    const error = await complaintOf(naturalEffects(study, whole));
    expect(error.message).toBe(message);
    expect(error.kind).toBe("input");
    const other = await complaintOf(frontDoor(study, whole));
    expect(other.message).toBe(message.replace("natural effects", "front door"));
  });

  it.each([0, 1.5, 51, Number.NaN])("%d folds", async (folds) => {
    const error = await complaintOf(frontDoor(good, { ...whole, folds }));
    expect(error.message).toBe(
      `folds: must be a whole number from 1 to 50 (given: ${folds}); give a whole number from 1 to 50`,
    );
  });

  it("folds that leave an arm without rows", async () => {
    const rows = Array.from(
      { length: 20 },
      (_, i): MediatedRow => ({ m: { m: i % 2 }, t: i < 10 ? 1 : 0, y: i % 3, unit: i < 10 ? 1 : 2 + i }),
    );
    const error = await complaintOf(naturalEffects(studyOf(rows), { ...whole, folds: 3 }));
    expect(error.message).toMatch(
      /^folds: a training set has no rows with T = yes \(given: 3 folds\); use fewer folds/,
    );
  });
});

describe("what cannot be compared", () => {
  it("refuses the front door where a mediator is seen in one arm only", async () => {
    const error = await complaintOf(frontDoor(oneSided, whole));
    expect(error.kind).toBe("refused");
    expect(error.message).toBe(
      "overlap of the mediators: the arms cannot be compared at the same m: somewhere only one value of T is seen (given: P(T=yes | m) reaches from 0.29 to 1.0); group the values of the mediators, leave out one that nearly says what T is, or use a learner that sees across combinations",
    );
  });

  it("still has the natural effects that need no such comparison, and says which one is missing", async () => {
    const found = await naturalEffects(oneSided, whole);
    // E[Y | T=1, m] is 0 at m0 and 1 at m1, each the mediator of half the untreated, of whom .6 have y = 1; .6 of the treated do.
    expect(found.direct.estimate.value).toBeCloseTo(0.5 - 0.6, 12);
    expect(found.indirect.estimate.value).toBeCloseTo(0.6 - 0.5, 12);
    expect(found.pureIndirect).toBeUndefined();
    const warning = found.indirect.warnings.find(({ id }) => id === "no-pure-indirect");
    expect(warning?.text).toMatch(/only one value of T is seen \(P\(T=yes \| m\) reaches from 0.29 to 1.0\)/);
    // What the learner said of the combination that the untreated lack is passed on.
    expect(found.direct.warnings.map(({ id }) => id)).toEqual(["empty-cells"]);
  });

  it("refuses them where the treated never have the mediators of the untreated", async () => {
    const { treatment } = oneSided;
    const codes = treatment.kind === "arms" ? treatment.codes.map((t) => 1 - t) : new Int32Array();
    const error = await complaintOf(
      naturalEffects({ ...oneSided, treatment: { kind: "arms", name: "T", arms: ["yes", "no"], codes } }, whole),
    );
    expect(error.kind).toBe("refused");
    expect(error.message).toMatch(/^overlap of the mediators: /);
  });

  /** A mediator that lies `apart` from arm to arm, in standard deviations. */
  function shifted(n: number, apart: number, w = 0): Study {
    const uniform = uniformStream(11);
    const normal = normalStream(uniform);
    const rows = Array.from({ length: n }, (): MediatedRow => {
      const age = normal();
      const t = uniform() < 1 / (1 + Math.exp(-w * age)) ? 1 : 0;
      const m = apart * t + normal();
      return { w: { age }, m: { m }, t, y: m + t + normal() };
    });
    return studyOf(rows);
  }

  const crossed = { learner: linear(), folds: 3, seed: 1 };

  it("warns with the numbers where few rows speak for many", async () => {
    const { warnings, diagnostics } = await frontDoor(shifted(2000, 1.7), crossed);
    const weak = warnings.find(({ id }) => id === "weak-mediator-overlap")!;
    const outside = Number(diagnostics["outside"]);
    expect(outside).toBeGreaterThan(0);
    expect(outside).toBeLessThan(0.05);
    expect(weak.text).toContain(`${(100 * outside).toPrecision(2)} % of the observations lie beyond 0.01 or 0.99`);
    expect(Number(diagnostics["effectiveSize"])).toBeLessThan(1000);
    expect(warnings.filter(({ id }) => id === "weak-overlap")).toEqual([]);
  });

  it("looks only on the side that the question needs", async () => {
    const { direct, pureIndirect } = await naturalEffects(shifted(2000, 1.7), crossed);
    const textOf = (from: typeof direct | undefined) =>
      from?.warnings.find(({ id }) => id === "weak-mediator-overlap")?.text;
    expect(textOf(direct)).toMatch(/ of the observations lie below 0.01, so a few rows speak for many/);
    expect(textOf(pureIndirect)).toMatch(/ of the observations lie above 0.99, so a few rows speak for many/);
  });

  it("refuses where most do", async () => {
    const error = await complaintOf(frontDoor(shifted(1000, 5), crossed));
    expect(error.kind).toBe("refused");
    expect(error.message).toMatch(/^overlap of the mediators: the arms cannot be compared at the same m, age: .* %/);
    const natural = await complaintOf(naturalEffects(shifted(1000, 5), crossed));
    expect(natural.kind).toBe("refused");
  });

  it("refuses where covariates nearly say who was treated", async () => {
    const error = await complaintOf(naturalEffects(shifted(1000, 0.5, 8), crossed));
    expect(error.kind).toBe("refused");
    expect(error.message).toMatch(/^overlap: the arms cannot be compared at the same age: /);
  });

  it("refuses a mediator that is the treatment", async () => {
    const rows = Array.from(
      { length: 200 },
      (_, i): MediatedRow => ({ m: { m: i % 2 }, t: i % 2 === 1 ? 1 : 0, y: i % 7 }),
    );
    const error = await complaintOf(frontDoor(studyOf(rows), crossed));
    expect(error.kind).toBe("refused");
  });
});

it("says what the numbers rest on", async () => {
  const rows = Array.from(
    { length: 80 },
    (_, i): MediatedRow => ({ w: { age: i % 3 }, m: { dose: (i * 7) % 5 }, t: i % 2 === 0 ? 1 : 0, y: (i * 5) % 11 }),
  );
  const options = { learner: linear(), folds: 2, seed: 1 };
  const { direct, indirect } = await naturalEffects(studyOf(rows), options);
  expect(direct.assumptions.map(({ id }) => id)).toEqual([
    "exogeneity",
    "mediator-exogeneity",
    "cross-worlds",
    "overlap",
    "no-interference",
  ]);
  expect(direct.assumptions[1].text).toBe(
    "Nothing unmeasured drives both dose and Y among individuals alike in age with the same T, and nothing that T changes does, measured or not.",
  );
  expect(indirect.assumptions).toEqual(direct.assumptions);
  const { assumptions, diagnostics } = await frontDoor(studyOf(rows), options);
  expect(assumptions[0]).toEqual({ id: "full-mediation", text: "T touches Y through dose and through nothing else." });
  expect(diagnostics).toMatchObject({ learner: "linear", folds: 2, seed: 1 });
});

describe("weights", () => {
  it("are called out where the two propensities do not agree", async () => {
    // A probability of treatment that is right at the mediators and wrong (.8 for .5) without them.
    const half = lawOf({
      "000": 0.1,
      "001": 0.2,
      "010": 0.1,
      "011": 0.1,
      "100": 0.1,
      "101": 0.1,
      "110": 0.1,
      "111": 0.2,
    });
    const disagreeing = {
      name: "disagreeing",
      prepare: (...given: Parameters<ReturnType<typeof cells>["prepare"]>) => {
        const right = cells().prepare(...given);
        return {
          ...right,
          fit: (task: Parameters<typeof right.fit>[0]) =>
            given[0].length > 0 || task.kind === "numeric"
              ? right.fit(task)
              : { ...right.fit(task), predict: (rows: Int32Array) => new Float64Array(rows.length).fill(0.8) },
        };
      },
    };
    const found = await naturalEffects(half, { ...whole, learner: disagreeing });
    // (1 - r) / r averages 1 over the treated's half; e / (1 - e) / e = 5 in the place of 2.
    expect(found.direct.warnings.map(({ id }) => id)).toEqual(["mediator-weights"]);
    expect(found.direct.warnings[0].text).toMatch(
      /^The weights that give yes the mediators of no average 2.50 and should average 1/,
    );
    expect((await naturalEffects(half, whole)).direct.warnings).toEqual([]);
    const front = await frontDoor(half, { ...whole, learner: disagreeing });
    expect(front.warnings.map(({ id }) => id)).toEqual(["mediator-weights"]);
  });
});
