import type { Answer, Range } from "../../src/query/answer.ts";
import type { Attribution, Cloud, Evidence, Overlap } from "../../src/query/attribution.ts";

type Extra = Partial<Omit<Answer, "query" | "value">>;

/** An answer with everything that must be there; what matters to a test is given. */
export function answerOf(value: number | null, extra: Extra = {}): Answer {
  return {
    query: "SHARES(treat=1, employed=1)",
    value,
    layer: 3,
    coupling: 0,
    method: "cross-fitted orthogonal score",
    assumptions: [],
    warnings: [],
    diagnostics: {},
    provenance: {},
    ...extra,
  };
}

const sampled = (value: number | null, interval: Range, bounds?: Range): Answer =>
  answerOf(value, { interval, level: 0.95, ...(bounds === undefined ? {} : { bounds }) });

interface Cell {
  readonly treated: boolean;
  readonly success: boolean;
  readonly rows: number;
  readonly anyway: Answer;
  readonly policy: Answer;
  readonly again: readonly [number, Range];
}

function binaryEvidence(cell: Cell): Evidence {
  const [again, [low, high]] = cell.again;
  return {
    given: { treat: cell.treated ? 1 : 0, employed: cell.success ? 1 : 0 },
    treated: cell.treated,
    success: cell.success,
    rows: cell.rows,
    total: 1,
    shares: {
      anyway: cell.anyway,
      policy: cell.policy,
      chance: sampled(1 - again, [1 - high, 1 - low], [0, 1 - again]),
    },
    recurrence: sampled(null, [low, high], [again, 1]),
  };
}

/** Numbers in [0, 1) that are the same everywhere. */
function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function cloudOf(size: number, of: number, effect: number, scale = 1, base = 0): Cloud {
  const next = stream(7);
  const p0: number[] = [];
  const p1: number[] = [];
  const treated: boolean[] = [];
  const outcome: number[] = [];
  for (let i = 0; i < size; i++) {
    const middle = 0.35 + (0.5 * (next() + next() + next())) / 3 + 0.06;
    const low = Math.min(0.98, middle);
    const high = Math.min(0.99, Math.max(0.02, low + effect + 0.22 * (next() + next() - 1)));
    const arm = next() < 0.42;
    p0.push(base + scale * low);
    p1.push(base + scale * high);
    treated.push(arm);
    const mean = arm ? high : low;
    outcome.push(scale === 1 ? Number(next() < mean) : Math.max(0, base + scale * (mean + 0.8 * (next() - 0.5))));
  }
  return { p0, p1, treated, outcome, of };
}

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

const hostileName = `<script>alert(1)</script>${"&'\"x".repeat(44)}`;

/** Names and labels as an enemy would choose them. */
export const hostile: Attribution = {
  ...jobs,
  question: `Why ${hostileName}?`,
  treatment: { name: hostileName, treated: "</style><img src=x onerror=alert(2)>", control: "\u001b[31mred\u202e" },
  outcome: { kind: "binary", name: `${hostileName}Y`, success: "--></svg>", failure: "x".repeat(200) },
  individual: hostileName,
  data: {
    source: "</script><script>alert(3)</script>",
    read: 445,
    used: 440,
    missing: { [hostileName]: 5 },
    notes: [hostileName],
  },
  warnings: [{ id: "w", text: hostileName }],
};

function numericEvidence(treated: boolean, success: boolean, rows: number, parts: readonly number[]): Evidence {
  const [anyway, policy, chance] = parts;
  const near = (value: number, by: number): Answer => sampled(value, [value - by, value + by]);
  return {
    given: { treat: treated ? 1 : 0, re78: `${success ? "above" : "not above"} ${treated ? 6349.14 : 4554.8}` },
    treated,
    success,
    rows,
    total: anyway + policy + chance,
    shares: { anyway: near(anyway, 612.4), policy: near(policy, 803.2), chance: near(chance, 421.7) },
    recurrence: near(anyway + policy, 598.2),
  };
}

/** The same trial with earnings in dollars: shares in the outcome's units. */
export const earnings: Attribution = {
  ...without(jobs, "causation", "responses"),
  question: "How much of re78 is due to treat? SHARES(treat=1, re78)",
  outcome: { kind: "numeric", name: "re78" },
  effect: {
    ate: sampled(1612.43, [312.2, 2912.66]),
    ett: sampled(1749.1, [398.7, 3099.5]),
    naive: sampled(1794.34, [551.6, 3037.1]),
  },
  evidence: [
    numericEvidence(true, true, 73, [5211.37, 1794.52, 6022.68]),
    numericEvidence(true, false, 112, [4430.2, 1511.7, -3970.9]),
    numericEvidence(false, true, 105, [6604.4, -1702.1, 4722.8]),
    numericEvidence(false, false, 155, [6012.9, -1466.3, -3702.2]),
  ],
  cloud: cloudOf(445, 445, 0.11, 9000, 500),
};

function without<K extends keyof Attribution>(answer: Attribution, ...keys: readonly K[]): Omit<Attribution, K> {
  const copy = { ...answer };
  for (const key of keys) delete copy[key];
  return copy;
}

/** Individuals seen several times: recurrence and chance are estimates, not limits. */
export const replicates: Attribution = {
  ...jobs,
  individual: "nurse (repeated 2 to 9 times)",
  evidence: jobs.evidence.map((evidence) => {
    const { anyway, policy } = evidence.shares;
    const again = anyway.value! + policy.value!;
    return {
      ...evidence,
      shares: {
        anyway: sampled(anyway.value, anyway.interval!),
        policy,
        chance: sampled(1 - again, [0.95 - again, 1.05 - again]),
      },
      recurrence: sampled(again, [again - 0.05, again + 0.05]),
    };
  }),
};

/** One evidence has no rows and another is not identified. */
export const unknown: Attribution = {
  ...jobs,
  evidence: jobs.evidence.map((evidence, i) => {
    if (i > 1) return evidence;
    const reason = i === 0 ? "no row with treat = 0 looks like these" : "no rows show it";
    const none = answerOf(null, { identified: false, reason });
    return {
      ...evidence,
      rows: i === 0 ? 140 : 0,
      shares: { anyway: none, policy: none, chance: none },
      recurrence: none,
    };
  }),
};

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
