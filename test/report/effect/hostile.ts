import type { Range } from "../../../src/query/answer.ts";
import type { EffectAnswer, Method } from "../../../src/query/effect.ts";
import { byMethod, check, estimate, without } from "./builders.ts";

const BAD = "\u001b[31m<script>alert(1)</script>\u202e\u0000";
const LONG = `${BAD}${"x".repeat(200)}`;
const BREAK = "שלום & </style></svg></script><img src=x onerror=alert(2)>";
const names = [LONG, BREAK, "`]]>\"'\\\uffff\ud800", "__proto__", "constructor", ""];
const many = (count: number, name: string): string[] => Array.from({ length: count }, (_, i) => `${name}${i}`);

/** Refused, with names, labels and sentences as an enemy would choose them wherever a text can stand, and many of everything. */
export const hostileEffect: EffectAnswer = {
  question: BREAK,
  target: "att",
  contrast: "difference",
  treatment: { kind: "arms", name: LONG, arms: [BREAK, BAD, ...names.slice(2)], reference: BREAK },
  outcome: { kind: "numeric", name: BREAK },
  given: [...names, ...many(60, LONG)],
  recommended: "aipw",
  recommendation: { method: "aipw", because: [BAD, LONG], otherwise: [BREAK] },
  estimates: {
    ...byMethod(without("aipw", BREAK), without("tmle", BAD), estimate("hajek", 1e6, 3e6), estimate("did", -2, 1)),
    matching: { ...estimate("matching", 4, 1, { warnings: [{ id: BAD, text: BREAK }] }), bounds: [-1e6, 1e6] },
    wald: { ...estimate("wald", -3e-9), interval: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], level: 0.95 },
    [LONG as Method]: estimate("hajek", 5, 1),
  },
  others: many(30, BAD).map((arm, i) => ({
    arm,
    reference: BREAK,
    estimates: i % 2 === 0 ? byMethod(without("aipw", LONG)) : byMethod(estimate("hajek", i, 1)),
  })),
  overlap: {
    lowest: 0,
    highest: 1,
    outside: 4.5,
    threshold: 0.1,
    edges: [0, 0.5, 1],
    treated: [0, 1],
    control: [1, 0],
  },
  balance: {
    weights: LONG,
    rows: [...names, ...many(60, BREAK)].map((covariate, i) => ({
      covariate,
      before: i === 3 ? Number.POSITIVE_INFINITY : 2 - i / 20,
      after: i / 30,
    })),
    effective: [1e6, 0.2],
  },
  sensitivity: [
    check("partial-r2", BAD, BREAK, {
      can: LONG,
      cannot: BAD,
      rows: [0, 0.1, 0.2].flatMap((withTreatment) =>
        [0, 0.1, 0.2].map((withOutcome) => ({
          withTreatment,
          withOutcome,
          estimate: 5 - 300 * withTreatment * withOutcome,
        })),
      ),
      yardsticks: names.map((name, i) => ({ name, withTreatment: i / 30, withOutcome: 0.2 - i / 40 })),
    }),
    check("marginal-sensitivity", LONG, BAD, {
      rows: [
        { lambda: 1, low: 5, high: 5 },
        { lambda: 2, low: -7, high: 1e6 },
      ],
    }),
    check("manski", BREAK, LONG, { bounds: [-1, 1] as Range, values: { [BREAK]: BAD } }),
  ],
  panel: {
    unit: BREAK,
    time: LONG,
    units: 90,
    times: ["before", BAD, LONG, BREAK],
    treated: many(40, LONG).map((unit) => ({ units: [unit, BAD, BREAK, LONG, LONG], start: BAD })),
    paths: { [BREAK]: { treated: [1, 2, 3, 4], control: [1e6, 2, 3, -4] } },
    weights: {
      [LONG]: {
        units: many(40, LONG).map((name, i) => ({ name, weight: i === 0 ? -0.1 : 1 / 40 })),
        times: [{ name: BREAK, weight: 1 }],
      },
    },
    event: [
      { at: -1, value: 0 },
      { at: 0, value: 3, band: [-1e6, 1e6] },
    ],
    groups: [{ start: BAD, time: LONG, value: 1, se: null }],
  },
  discontinuity: {
    running: BREAK,
    cutoff: -1.5,
    bandwidth: 2,
    bins: [{ at: -2, mean: 1, rows: 3 }],
    left: [],
    right: [[-1.5, 4]],
  },
  assumptions: [{ id: BAD, text: BREAK }],
  warnings: [
    { id: "w", text: LONG },
    { id: "v", text: BREAK },
  ],
  data: { source: BREAK, read: 10, used: 9, missing: { [BREAK]: 1 }, notes: [BAD] },
  provenance: { [BAD]: BREAK },
};
