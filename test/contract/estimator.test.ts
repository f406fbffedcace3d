import { describe, expect, it } from "vitest";
import { effect } from "../../src/estimate/effect.js";
import { partOfStudy } from "../../src/estimate/part-of-study.js";
import type { ArmStudy } from "../../src/num/study.js";
import type { Answer } from "../../src/query/answer.js";
import type { Method } from "../../src/query/effect.js";
import { effectWorlds } from "../support/effect-worlds.js";
import { type Fared, repeated } from "../support/estimator-study.js";

/** What each estimator of an average effect claims; the covariates are all that matter in these worlds. */
interface Claim {
  readonly method: Method;
  /** Right when both models are, when the propensity's is, when the outcome's is. */
  readonly unbiased: "never" | "both" | "propensity" | "outcome" | "either";
  /** Does its interval claim its level (where it is unbiased and both models are right)? */
  readonly covers: boolean;
  /** Does a constant added to the outcome change nothing? */
  readonly shifts: boolean;
}

// One line an estimator.
const CLAIMS: readonly Claim[] = [
  { method: "difference", unbiased: "never", covers: false, shifts: true },
  { method: "regression", unbiased: "outcome", covers: true, shifts: true },
  { method: "horvitz-thompson", unbiased: "propensity", covers: true, shifts: false },
  { method: "hajek", unbiased: "propensity", covers: true, shifts: true },
  { method: "overlap", unbiased: "propensity", covers: true, shifts: true },
  { method: "stratification", unbiased: "never", covers: false, shifts: true },
  { method: "matching", unbiased: "both", covers: true, shifts: true },
  { method: "aipw", unbiased: "either", covers: true, shifts: true },
  { method: "tmle", unbiased: "either", covers: true, shifts: true },
];

const [RIGHT, PROPENSITY, OUTCOME, BINARY] = effectWorlds;
const RUNS = 120;

/** Beyond this many standard errors chance has no part in it: of about 60 comparisons one in two thousand runs of this file would be wrong. */
const FAR = 4.5;

const memo = new Map<string, Promise<Partial<Record<Method, Fared>>>>();
function fared(world: (typeof effectWorlds)[number], rows: number): Promise<Partial<Record<Method, Fared>>> {
  const key = `${world.name} ${rows}`;
  const found = memo.get(key) ?? repeated(world, rows, RUNS, { learner: "linear", folds: 2 });
  memo.set(key, found);
  return found;
}

/** Bias in standard errors of the average over the runs. */
const biasOf = ({ bias, runs }: Fared) => Math.abs(bias) * Math.sqrt(runs);

describe.each(CLAIMS)("$method", ({ method, unbiased, covers, shifts }) => {
  for (const world of unbiased === "never" ? [] : [RIGHT, BINARY]) {
    it(`is unbiased and covers: ${world.name}`, async () => {
      const own = (await fared(world, 500))[method]!;
      // Ratios of averages and fitted logits are off by the order of 1/n, a tenth of a standard deviation at most here.
      expect(biasOf(own)).toBeLessThan(FAR + 0.1 * Math.sqrt(RUNS));
      if (!covers) return;
      expect(Math.abs(own.coverage - 0.95)).toBeLessThan(FAR * Math.sqrt((0.95 * 0.05) / RUNS));
      expect(Math.abs(own.seOverSd - 1)).toBeLessThan(FAR / Math.sqrt(2 * RUNS) + 0.05);
    }, 60_000);
  }

  it("is right when only the models it needs are, and not otherwise", async () => {
    const [byPropensity, byOutcome] = [(await fared(PROPENSITY, 1001))[method]!, (await fared(OUTCOME, 1001))[method]!];
    const close = (one: Fared) => biasOf(one) < FAR + 0.15 * Math.sqrt(RUNS);
    const right = {
      propensity: [true, false],
      outcome: [false, true],
      either: [true, true],
      both: [],
      never: [false, false],
    };
    const [one, other] = right[unbiased];
    // Strata and overlap weights are off by too little here for a few hundred draws to tell.
    const told = method !== "stratification" && method !== "overlap";
    if (one !== undefined && (one || told)) expect(close(byPropensity), "propensity right").toBe(one);
    if (other !== undefined && (other || told)) expect(close(byOutcome), "outcome right").toBe(other);
  }, 60_000);

  it("changes with the outcome's units, and not with the order of rows or with what is hidden", async () => {
    const study = RIGHT.draw(300, 12);
    const value = async (one: ArmStudy) => {
      const { estimates } = await effect(one, { learner: "linear", folds: 2, method, refute: false });
      return estimates[method] as Answer & { value: number };
    };
    const [plain, turned] = [await value(study), await value(reversed(study))];
    expect(turned.value).toBeCloseTo(plain.value, 9);
    expect(Number(turned.diagnostics.se)).toBeCloseTo(Number(plain.diagnostics.se), 9);
    const scaled = await value(withOutcome(study, (y) => 3 * y));
    expect(scaled.value).toBeCloseTo(3 * plain.value, 7);
    expect(Number(scaled.diagnostics.se)).toBeCloseTo(3 * Number(plain.diagnostics.se), 7);
    // What no estimator may look at: columns with another part to play, and where rows stood.
    const hidden = {
      kind: "numeric",
      name: "hidden",
      values: study.outcome.values.map((y, i) => y * (i % 3)),
    } as const;
    const beside: ArmStudy = {
      ...study,
      negativeOutcome: hidden,
      rowNumbers: Int32Array.from({ length: 300 }, (_, i) => 7 * i),
    };
    expect((await value(beside)).value).toBe(plain.value);
    const moved = await value(withOutcome(study, (y) => y + 1000));
    if (shifts) expect(moved.value).toBeCloseTo(plain.value, 6);
    else expect(Math.abs(moved.value - plain.value)).toBeGreaterThan(1e-3);
  });

  it("has the opposite sign when the arms change their names", async () => {
    const study = RIGHT.draw(300, 13);
    const codes = study.treatment.codes.map((code) => 1 - code);
    const swapped: ArmStudy = { ...study, treatment: { ...study.treatment, arms: ["1", "0"], codes } };
    const options = { learner: "linear", folds: 2, method, refute: false } as const;
    const [one, other] = [await effect(study, options), await effect(swapped, options)];
    const [a, b] = [one, other].map(({ estimates }) => estimates[method]!);
    expect(b.value).toBeCloseTo(-a.value!, 7);
    expect(Number(b.diagnostics.se)).toBeCloseTo(Number(a.diagnostics.se), 7);
  });
});

function reversed(study: ArmStudy): ArmStudy {
  const { rowNumbers: _, ...turned } = partOfStudy(
    study,
    Int32Array.from({ length: study.rows }, (_, i) => study.rows - 1 - i),
  );
  return turned;
}

function withOutcome(study: ArmStudy, change: (y: number) => number): ArmStudy {
  return { ...study, outcome: { ...study.outcome, values: study.outcome.values.map(change) } };
}
