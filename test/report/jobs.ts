import type { Attribution } from "../../src/query/attribution.ts";
import type { Overlap } from "../../src/query/effect.ts";
import { answerOf, binaryEvidence, cloudOf, sampled } from "./builders.ts";

const overlap: Overlap = {
  lowest: 0.214,
  highest: 0.688,
  outside: 0,
  threshold: 0.1,
  edges: [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7],
  treated: [0.01, 0.04, 0.13, 0.24, 0.25, 0.16, 0.09, 0.05, 0.02, 0.01],
  control: [0.03, 0.09, 0.2, 0.27, 0.21, 0.11, 0.05, 0.03, 0.01, 0],
};

/** The job-training trial: 445 people, 185 trained; the outcome is having any earnings in 1978. */
export const jobs: Attribution = {
  question: "Of those with treat = 1 and employed = 1, who would have had it anyway? SHARES(treat=1, employed=1)",
  treatment: { name: "treat", treated: "1", control: "0" },
  outcome: { kind: "binary", name: "employed", success: "1", failure: "0" },
  individual: "age, education, black, hispanic, married, nodegree, re74, re75",
  coupling: 0,
  effect: {
    ate: sampled(0.1127, [0.0279, 0.1975]),
    ett: sampled(0.1204, [0.0331, 0.2077]),
    naive: sampled(0.1106, [0.026, 0.1952]),
  },
  evidence: [
    binaryEvidence({
      treated: true,
      success: true,
      rows: 140,
      anyway: sampled(0.6221, [0.5532, 0.691], [0.5071, 0.8312]),
      policy: sampled(0.1389, [0.0472, 0.2306]),
      again: [0.761, [0.7291, 0.7929]],
    }),
    binaryEvidence({
      treated: true,
      success: false,
      rows: 45,
      anyway: sampled(0.4012, [0.3187, 0.4837], [0.2104, 0.5911]),
      policy: sampled(-0.1148, [-0.2261, -0.0035]),
      again: [0.2864, [0.2391, 0.3337]],
    }),
    binaryEvidence({
      treated: false,
      success: true,
      rows: 168,
      anyway: sampled(0.7683, [0.6935, 0.8431], [0.6422, 0.9127]),
      policy: sampled(-0.1062, [-0.1938, -0.0186]),
      again: [0.6621, [0.6274, 0.6968]],
    }),
    binaryEvidence({
      treated: false,
      success: false,
      rows: 92,
      anyway: sampled(0.2622, [0.1907, 0.3337], [0.1103, 0.4218]),
      policy: sampled(0.1191, [0.0202, 0.218]),
      again: [0.3813, [0.3294, 0.4332]],
    }),
  ],
  causation: {
    pn: { ...answerOf(0.3779, { bounds: [0.1463, 0.4929] }), stratified: [0.1832, 0.4201] },
    ps: { ...answerOf(0.7378, { bounds: [0.313, 1] }), stratified: [0.3319, 0.8897] },
    pns: { ...answerOf(0.2862, { bounds: [0.1106, 0.3538] }), stratified: [0.1291, 0.3187] },
  },
  responses: {
    complier: answerOf(0.2862, { bounds: [0.1106, 0.3538] }),
    always: answerOf(0.4712),
    never: answerOf(0.069),
    defier: answerOf(0.1736),
  },
  overlap,
  cloud: cloudOf(445, 445, 0.11),
  assumptions: [
    {
      id: "exchangeable",
      text: "Among people with the same covariates, who got treat = 1 had nothing to do with employed.",
    },
    { id: "overlap", text: "Everybody could have been in either arm." },
    {
      id: "fresh-noise",
      text: "Luck in the imagined world is drawn afresh and does not depend on the luck that was seen.",
    },
  ],
  warnings: [
    {
      id: "small-cell",
      text: "Only 45 rows have treat = 1 and employed = 0; their shares are uncertain. Ask about the other evidences first.",
    },
    {
      id: "covariates-only",
      text: "Each person was seen once, so chance is an upper bound. Repeated observations (--unit) would tell it.",
    },
  ],
  data: { source: "lalonde.csv", read: 445, used: 445, missing: {}, notes: [] },
  provenance: { seed: 1, folds: 5, learner: "linear", version: "0.1.0" },
};
