import type { Range } from "../../src/query/answer.ts";
import type { Attribution, Evidence } from "../../src/query/attribution.ts";
import { answerOf } from "./builders.ts";
import { jobs } from "./jobs.ts";

/** The exact law of THEORY 9, G2: three kinds of customers, a subsidy, retention. */
export const law: Attribution = {
  ...jobs,
  question: "SHARES(subsidy=1, retained=1)",
  treatment: { name: "subsidy", treated: "1", control: "0" },
  outcome: { kind: "binary", name: "retained", success: "1", failure: "0" },
  individual: "kind",
  effect: { ate: answerOf(0.21), ett: answerOf(91 / 370), naive: answerOf(233 / 370 - 23 / 105) },
  evidence: [
    lawEvidence(true, true, 0.233, 574 / 1165, 1747 / 2330, [90 / 233, 142 / 233]),
    lawEvidence(true, false, 0.137, 0.7007, 787 / 1370),
    lawEvidence(false, true, 0.138, 0.6638, 113 / 230),
    lawEvidence(false, false, 0.492, 0.661, 703 / 820),
  ],
  causation: {
    pn: { ...answerOf(591 / 1165, { bounds: [91 / 233, 228 / 233] }), stratified: [91 / 233, 143 / 233] },
    ps: { ...answerOf(139 / 410, { bounds: [119 / 492, 257 / 492] }), stratified: [119 / 492, 197 / 492] },
    pns: { ...answerOf(57 / 200, { bounds: [0.21, 0.485] }), stratified: [0.21, 0.34] },
  },
  responses: { complier: answerOf(0.285), always: answerOf(0.205), never: answerOf(0.435), defier: answerOf(0.075) },
  variance: {
    observed: { treatment: answerOf(0.168473), individual: answerOf(0.280874), chance: answerOf(0.550654) },
    randomised: {
      treatment: answerOf(0.046563),
      individual: answerOf(0.363214),
      chance: answerOf(0.590223),
      rate: 0.5,
      main: answerOf(0.324781),
      interaction: answerOf(0.038433),
    },
  },
  overlap: {
    lowest: 0.2,
    highest: 0.6,
    outside: 0,
    threshold: 0.1,
    edges: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    treated: [0, 0, 0.27, 0, 0, 0.405, 0.325, 0, 0, 0],
    control: [0, 0, 0.635, 0, 0, 0.238, 0.127, 0, 0, 0],
  },
  cloud: {
    p0: [0.85, 0.2, 0.1, 0.85, 0.2, 0.1],
    p1: [0.9, 0.7, 0.2, 0.9, 0.7, 0.2],
    treated: [true, true, true, false, false, false],
    outcome: [1, 1, 0, 1, 0, 0],
    of: 6,
  },
  warnings: [],
  data: { source: "subsidy.csv", read: 12, used: 12, missing: {}, notes: ["mass is a column of probabilities"] },
  provenance: { weights: "law", version: "0.1.0" },
};

function lawEvidence(
  treated: boolean,
  success: boolean,
  rows: number,
  anyway: number,
  again: number,
  bounds?: Range,
): Evidence {
  const evidence: Evidence = {
    given: { subsidy: treated ? 1 : 0, retained: success ? 1 : 0 },
    treated,
    success,
    rows,
    total: 1,
    shares: {
      anyway: answerOf(anyway, bounds === undefined ? {} : { bounds }),
      policy: answerOf(again - anyway),
      chance: answerOf(1 - again, { bounds: [0, 1 - again] }),
    },
    recurrence: answerOf(null, { bounds: [again, 1] }),
  };
  if (!(treated && success)) return evidence;
  return {
    ...evidence,
    fourWay: {
      base: answerOf(7 / 25),
      policy: answerOf(10883 / 46600),
      individual: answerOf(11009 / 46600),
      chance: answerOf(583 / 2330, { bounds: [0, 583 / 2330] }),
    },
    posterior: [
      { individual: { kind: "Loyal" }, prior: 0.2, posterior: 108 / 233, p0: 0.85, p1: 0.9 },
      { individual: { kind: "Sensitive" }, prior: 0.3, posterior: 105 / 233, p0: 0.2, p1: 0.7 },
      { individual: { kind: "Drifter" }, prior: 0.5, posterior: 20 / 233, p0: 0.1, p1: 0.2 },
    ],
  };
}
