import type { CurvePoint, EffectAnswer } from "../../../src/query/effect.ts";
import { balanceRow, byMethod, check, estimate, without } from "./builders.ts";
import { hostileEffect } from "./hostile.ts";

const noInstrument = "no instrument was named; name one with --instrument.";
const noTime = "the table is no panel: no time was named.";

/** The estimate that is left when what was left out explains this much of the treatment and of the outcome (a surface, not a fit). */
const grid = (estimated: number, robust: number): Record<string, number>[] => {
  const steps = Array.from({ length: 21 }, (_, i) => i / 40);
  const strength = (t: number, y: number): number => Math.sqrt((y * t) / (1 - t));
  const least = strength(robust, robust);
  return steps.flatMap((withTreatment) =>
    steps.map((withOutcome) => ({
      withTreatment,
      withOutcome,
      estimate: estimated * (1 - strength(withTreatment, withOutcome) / least),
    })),
  );
};

/** What the fixtures share. */
const base = {
  target: "ate",
  contrast: "difference",
  given: [],
  sensitivity: [],
  assumptions: [
    {
      id: "exchangeable",
      text: "Among people with the same covariates, who got treat = 1 had nothing to do with re78.",
    },
    { id: "positivity", text: "Everybody could have been in either arm." },
  ],
  warnings: [],
  provenance: { engine: "discoscm 0.1.0", seed: 1, folds: 1, learner: "linear" },
} as const satisfies Partial<EffectAnswer>;

const table = (source: string, rows: number): EffectAnswer["data"] => ({
  source,
  read: rows,
  used: rows,
  missing: {},
  notes: [],
});

/** The experiment of LaLonde: numbers of the estimators as published in the table, the rest invented. */
export const lalonde: EffectAnswer = {
  ...base,
  question: "What is the average effect of treat on re78?",
  treatment: { kind: "arms", name: "treat", arms: ["0", "1"], reference: "0" },
  outcome: { kind: "numeric", name: "re78" },
  given: ["age", "educ", "black", "hisp", "married", "nodegr", "re74", "re75"],
  recommended: "aipw",
  recommendation: {
    method: "aipw",
    because: [
      "Covariates were given, and both arms have rows nearly everywhere.",
      "It stays right when either the model of the treatment or that of the outcome is wrong.",
    ],
    otherwise: ["With propensities outside 5 to 95 % it would be overlap weights."],
  },
  estimates: byMethod(
    estimate("difference", 1794.34, 632.85),
    estimate("horvitz-thompson", 1613.13, 699.2),
    estimate("hajek", 1641.32, 672.4),
    estimate("regression", 1621.58, 668.1),
    estimate("aipw", 1619.05, 671.56, { diagnostics: { se: 671.56 } }),
    estimate("tmle", 1617.4, 670.9),
    estimate("overlap", 1650.2, 660.3),
    estimate("matching", 1530.9, 742.1, {
      warnings: [{ id: "ties", text: "12 rows were matched more than five times." }],
    }),
    estimate("least-squares", 1676.34, 638.68),
    without("two-stage-least-squares", noInstrument),
    without("wald", noInstrument),
    without("did", noTime),
    without("synthetic-control", noTime),
  ),
  overlap: {
    lowest: 0.2134,
    highest: 0.7466,
    outside: 0,
    threshold: 0.05,
    edges: [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
    treated: [0.05, 0.35, 0.35, 0.15, 0.06, 0.04],
    control: [0.08, 0.47, 0.31, 0.1, 0.03, 0.01],
  },
  balance: {
    weights: "inverse probability",
    rows: [
      balanceRow("age", 0.107, 0.004),
      balanceRow("educ", 0.141, -0.011),
      balanceRow("black", 0.044, 0.002),
      balanceRow("hisp", -0.175, 0.008),
      balanceRow("married", 0.094, 0.013),
      balanceRow("nodegr", -0.304, 0.021),
      balanceRow("re74", -0.002, -0.017),
      balanceRow("re75", 0.084, 0.006),
    ],
    effective: [252.3, 171.9],
  },
  sensitivity: [
    check("e-value", "E-value", "It would take something that doubles both to explain the effect away.", {
      values: { point: 2.03, limit: 1.31 },
      rows: [
        { withTreatment: 1.7, withOutcome: 2.71 },
        { withTreatment: 2.71, withOutcome: 1.7 },
      ],
    }),
    check(
      "partial-r2",
      "Partial R2",
      "Something that explains 12.3 % of what is left of treatment and outcome would bring the effect to 0.",
      {
        method: "least-squares",
        values: { partialR2: 0.0159, robustness: 0.123, share: 1 },
        rows: grid(1676.34, 0.123),
        yardsticks: [
          { name: "black", withTreatment: 0.0021, withOutcome: 0.0142 },
          { name: "nodegr", withTreatment: 0.0201, withOutcome: 0.0098 },
          { name: "educ", withTreatment: 0.004, withOutcome: 0.0101 },
        ],
      },
    ),
    check(
      "marginal-sensitivity",
      "Marginal sensitivity",
      "The range includes 0 once odds of treatment may be wrong by a factor of 1.21.",
      {
        method: "hajek",
        values: { lambda: 1.5, smallest: 1.21, beyond: false },
        rows: Array.from({ length: 11 }, (_, i) => {
          const lambda = 1 + i / 10;
          return { lambda, low: 1641.32 - 8600 * Math.log(lambda), high: 1641.32 + 9100 * Math.log(lambda) };
        }),
      },
    ),
    check("manski", "Without any assumption", "The effect lies between -28,900 and 31,400.", {
      bounds: [-28900, 31400],
    }),
    check("monotone", "Response is monotone", "The effect lies between 0 and 31,400.", { bounds: [0, 31400] }),
  ],
  data: table("nswre74.csv", 445),
};

/** A ratio of a two-valued outcome for the treated, whose interval includes 1. */
export const ratio: EffectAnswer = {
  ...lalonde,
  question: "By what factor does drug change recovered for those with drug = yes?",
  target: "att",
  contrast: "ratio",
  treatment: { kind: "arms", name: "drug", arms: ["no", "yes"], reference: "no" },
  outcome: { kind: "binary", name: "recovered", success: "1", failure: "0" },
  given: ["sex"],
  recommended: "tmle",
  recommendation: { method: "tmle", because: ["It keeps probabilities between 0 and 1."], otherwise: [] },
  estimates: byMethod(
    estimate("hajek", 1.21, 0.13),
    estimate("tmle", 1.19, 0.11),
    // So uncertain that it would hide the others.
    estimate("horvitz-thompson", 2.9, 1.6),
    without("dml-partial", "it has no ratio."),
  ),
  overlap: { ...lalonde.overlap!, lowest: 3e-27, highest: 0.981, outside: 7, threshold: 0.025 },
  balance: { weights: "like the treated", rows: [balanceRow("sex = f", 0.52, 0.13)], effective: [31.4, 40] },
  sensitivity: [],
  warnings: [
    { id: "overlap", text: "7 observations with drug = yes have hardly a counterpart with drug = no." },
    { id: "missing", text: "3 rows without sex were left out." },
  ],
  data: { source: "trial.parquet", read: 83, used: 80, missing: { sex: 3 }, notes: [] },
};

/** Four arms: the others beside the first. */
export const arms: EffectAnswer = {
  ...ratio,
  question: "What is the average effect of dose on recovered?",
  target: "ate",
  contrast: "difference",
  treatment: { kind: "arms", name: "dose", arms: ["none", "low", "middle", "high"], reference: "none" },
  recommended: "aipw",
  recommendation: { ...lalonde.recommendation, otherwise: [] },
  estimates: byMethod(estimate("difference", -0.04, 0.03), estimate("aipw", -0.062, 0.021)),
  others: [
    {
      arm: "middle",
      reference: "none",
      estimates: byMethod(estimate("difference", 0.01, 0.03), estimate("aipw", 0.051, 0.024)),
    },
    {
      arm: "high",
      reference: "none",
      estimates: byMethod(without("aipw", "no row with dose = none looks like these")),
    },
  ],
  warnings: [],
};

const years = Array.from({ length: 31 }, (_, i) => 1970 + i);
const treatedPacks = years.map((year) => (year < 1989 ? 120 - (year - 1970) * 1.6 : 88 - (year - 1989) * 4.2));

/** Proposition 99: one treated state, three estimators of panels, two with weights. */
export const synthetic: EffectAnswer = {
  ...base,
  question: "What was the effect of treated on packs for those treated?",
  target: "att",
  treatment: { kind: "arms", name: "treated", arms: ["0", "1"], reference: "0" },
  outcome: { kind: "numeric", name: "packs" },
  recommended: "synthetic-did",
  recommendation: {
    method: "synthetic-did",
    because: ["One unit is treated, at one time, and there are many others."],
    otherwise: ["With several times of start it would be difference in differences by group."],
  },
  estimates: byMethod(
    estimate("did", -27.349, 3.2),
    estimate("synthetic-control", -19.62),
    estimate("synthetic-did", -15.604, 8.4),
    without("aipw", "the table is a panel: rows of a unit are not independent"),
  ),
  panel: {
    unit: "state",
    time: "year",
    units: 39,
    times: years,
    treated: [{ units: ["California"], start: 1989 }],
    paths: {
      "synthetic-control": {
        treated: treatedPacks,
        control: treatedPacks.map((value, i) => value + (i < 19 ? 1.5 * (-1) ** i : 19.62)),
      },
      "synthetic-did": {
        treated: treatedPacks,
        control: treatedPacks.map((value, i) => value + 12 + (i < 19 ? 1.2 * (-1) ** i : 15.6)),
      },
    },
    weights: {
      "synthetic-control": {
        units: [
          ["Utah", 0.334],
          ["Nevada", 0.234],
          ["Montana", 0.199],
          ["Colorado", 0.164],
          ["Connecticut", 0.069],
          ["Wyoming", 0],
        ].map(([name, weight]) => ({ name: String(name), weight: Number(weight) })),
      },
      "synthetic-did": {
        units: Array.from({ length: 20 }, (_, i) => ({ name: `State ${i + 1}`, weight: (20 - i) / 210 })),
        times: [
          { name: "1988", weight: 0.43 },
          { name: "1986", weight: 0.37 },
          { name: "1987", weight: 0.2 },
        ],
      },
    },
  },
  data: table("prop99.csv", 1209),
};

const event: CurvePoint[] = [-4, -3, -2, -1, 0, 1, 2, 3].map((at) => {
  const value = at < 0 ? 0.01 * (-1) ** at : -0.03 * (at + 1);
  return { at, value, interval: [value - 0.024, value + 0.024], band: [value - 0.035, value + 0.035] };
});

/** Groups that start at several times, with an event study. */
export const staggered: EffectAnswer = {
  ...base,
  target: "att",
  treatment: { kind: "arms", name: "treated", arms: ["0", "1"], reference: "0" },
  data: table("mpdta.csv", 2500),
  question: "What was the effect of mandate on teen employment for those treated?",
  outcome: { kind: "numeric", name: "lemp" },
  recommended: "did",
  recommendation: { method: "did", because: ["Counties started at several times."], otherwise: [] },
  estimates: byMethod(estimate("did", -0.0398, 0.0122)),
  panel: {
    unit: "county",
    time: "year",
    units: 500,
    times: [2003, 2004, 2005, 2006, 2007],
    treated: [
      { units: Array.from({ length: 20 }, (_, i) => `county ${i}`), start: 2004 },
      { units: Array.from({ length: 40 }, (_, i) => `county ${100 + i}`), start: 2006 },
    ],
    paths: {},
    weights: {},
    event,
    groups: [
      { start: 2004, time: 2004, value: -0.0105, se: 0.0233 },
      { start: 2004, time: 2005, value: -0.0704, se: 0.031 },
      { start: 2006, time: 2006, value: -0.0046, se: null },
    ],
  },
};

/** A rule that cuts at one value. */
export const discontinuity: EffectAnswer = {
  ...base,
  question: "What is the effect of elected on share at the cutoff?",
  data: table("senate.csv", 1390),
  treatment: { kind: "arms", name: "elected", arms: ["0", "1"], reference: "0" },
  outcome: { kind: "numeric", name: "share" },
  recommended: "regression-discontinuity",
  recommendation: { method: "regression-discontinuity", because: ["margin decides who is treated."], otherwise: [] },
  estimates: byMethod(estimate("regression-discontinuity", 7.41, 1.46)),
  discontinuity: {
    running: "margin",
    cutoff: 0,
    bandwidth: 17.7,
    bins: Array.from({ length: 16 }, (_, i) => {
      const at = -17 + (i * 34) / 15;
      return { at, mean: 45 + at * 0.35 + (at > 0 ? 7.4 : 0) + (i % 3) - 1, rows: 40 + 10 * (i % 4) };
    }),
    left: [
      [-17.7, 38.8],
      [0, 45],
    ],
    right: [
      [0, 52.4],
      [17.7, 58.6],
    ],
  },
};

/** A dose with an instrument. */
export const dose: EffectAnswer = {
  ...base,
  data: table("card.csv", 3010),
  question: "What is the effect of educ on lwage?",
  treatment: { kind: "numeric", name: "educ" },
  outcome: { kind: "numeric", name: "lwage" },
  given: ["exper", "expersq", "black", "south", "smsa"],
  recommended: "two-stage-least-squares",
  recommendation: { method: "two-stage-least-squares", because: ["nearc4 was named as an instrument."], otherwise: [] },
  estimates: byMethod(
    estimate("least-squares", 0.074693, 0.003498),
    estimate("two-stage-least-squares", 0.131504, 0.054964, { diagnostics: { "first-stage F": 13.256 } }),
    { ...estimate("wald", 0.188), interval: [0.04, Number.POSITIVE_INFINITY], level: 0.95 },
  ),
};

/** No overlap: refused, with what is offered in place of it. */
export const refused: EffectAnswer = {
  ...lalonde,
  recommendation: {
    method: "aipw",
    because: ["It is what was asked for."],
    otherwise: ["The effect on the treated, overlap weights and trimming need no overlap on both sides."],
  },
  estimates: byMethod(
    without("aipw", "propensities go down to 2.5e-27: for 1,861 of 2,675 rows nobody with treat = 1 is alike."),
    estimate("overlap", 1102.4, 1180.2),
  ),
  sensitivity: [],
};

export const effects = {
  lalonde,
  ratio,
  arms,
  synthetic,
  staggered,
  discontinuity,
  dose,
  refused,
  hostile: hostileEffect,
};

/** Drawings that each page has, counted by hand. */
export const drawings: ReadonlyMap<EffectAnswer, number> = new Map([
  [lalonde, 5],
  [ratio, 3],
  [arms, 3],
  [synthetic, 5],
  [staggered, 2],
  [discontinuity, 2],
  [dose, 1],
  [refused, 3],
  [hostileEffect, 9],
]);
