import type { Answer, Range } from "../../../src/query/answer.ts";
import type { ComparedPolicy, DecidedGroup, Decision, Fairness } from "../../../src/query/decision.ts";
import type { CurvePoint, DecisionCurves } from "../../../src/query/decision-curves.ts";
import type { PolicyTree } from "../../../src/query/policy-tree.ts";

const answer = (value: number | null, interval?: Range, bounds?: Range): Answer => ({
  query: "E[benefit]",
  value,
  ...(interval ? { interval, level: 0.95 } : {}),
  ...(bounds ? { bounds } : {}),
  layer: 3,
  method: "doubly robust scores",
  assumptions: [],
  warnings: [],
  diagnostics: {},
  provenance: {},
});

const policy = (
  name: ComparedPolicy["name"],
  treated: number,
  benefit: Answer,
  success: number,
  difference?: Answer,
): ComparedPolicy => ({ name, treated, benefit, success: answer(success), ...(difference ? { difference } : {}) });

const group = (
  reason: string,
  text: string,
  treat: boolean,
  rows: number,
  of: number,
  benefit: Answer,
): DecidedGroup => ({
  ...{ reason, text, treat, rows, benefit },
  share: rows / of,
});

const point = (share: number, value: number, half?: number): CurvePoint => ({
  share,
  gain: half === undefined ? { value } : { value, interval: [value - half, value + half], level: 0.95 },
});

/** Gains most at two fifths: 2.5 q (1 - 1.25 q) + 0.2 q. */
const shares = Array.from({ length: 21 }, (_, k) => k / 20);
const bend = (q: number) => 2.7 * q - 3.125 * q * q;

const curves: DecisionCurves = {
  uplift: shares.map((q) => point(q, bend(q), 0.2 * Math.sqrt(q))),
  auuc: { value: 0.521, interval: [0.402, 0.64], level: 0.95, p: 0.0001 },
  qini: shares.filter((q) => q !== 0.05).map((q) => point(q, 0.2 * q, 0.05)),
  qiniArea: { value: 0.043, interval: [0.021, 0.065], level: 0.95, p: 0.001 },
  rate: {
    autoc: { value: 1.214, interval: [0.9, 1.528], level: 0.95, p: 0.0001 },
    qini: { value: 0.521, interval: [0.402, 0.64], level: 0.95, p: 0.0001 },
  },
  ties: 120,
  notes: [{ id: "qini-propensities", text: "Propensities differ between individuals. Read the uplift curve." }],
};

const tree: PolicyTree = {
  depth: 2,
  grown: 2000,
  judged: 3000,
  treated: 0.18,
  benefit: { value: 0.39, interval: [0.31, 0.47], level: 0.95 },
  leaves: [
    {
      conditions: [{ covariate: "age", atMost: 40 }],
      treat: false,
      benefit: { value: -0.9, interval: [-1.2, -0.6], level: 0.95 },
      rows: 1500,
    },
    {
      conditions: [
        { covariate: "age", above: 40 },
        { covariate: "region", among: ["north"] },
      ],
      treat: true,
      benefit: { value: 2.17, interval: [1.7, 2.64], level: 0.95 },
      rows: 540,
    },
    {
      conditions: [
        { covariate: "age", above: 40 },
        { covariate: "region", among: ["south", "west"] },
      ],
      treat: false,
      rows: 960,
    },
  ],
};

const fairness: Fairness = {
  column: "sex",
  groups: [
    { group: "f", rows: 2600, treated: 0.25, benefitOfTreated: 2.4, benefit: 0.11, threshold: 1.2 },
    { group: "m", rows: 2400, treated: 0.146, benefitOfTreated: 2.1, benefit: -0.24, threshold: 1.2 },
  ],
  difference: 0.104,
  ratio: 0.584,
};

/** A budget, everything there is. */
export const budgeted: Decision = {
  question: "DECIDE subsidy for retained: whom is it worth treating?",
  treatment: { name: "subsidy", treated: "1", reference: "0" },
  outcome: { name: "retained", success: "1" },
  benefit: { complier: 10, always: -2, never: -1, defier: -8 },
  rule: "expected",
  budget: 0.2,
  gainEquality: false,
  groups: [
    group(
      "gain",
      "worth it even at worst, whatever the noises",
      true,
      700,
      5000,
      answer(2.61, [2.2, 3.02], [1.9, 3.1]),
    ),
    group(
      "undecided",
      "may be worth it or not, and the rule says yes",
      true,
      300,
      5000,
      answer(1.1, [0.6, 1.6], [-0.2, 2]),
    ),
    group(
      "budget",
      "worth it, but the budget was spent before",
      false,
      900,
      5000,
      answer(0.4, [-0.1, 0.9], [-0.5, 1.1]),
    ),
    group("loss", "not worth it even at best", false, 3100, 5000, answer(-1.3, [-1.6, -1], [-2.4, -0.3])),
  ],
  policies: [
    policy("chosen", 0.2, answer(0.43, [0.35, 0.51], [0.25, 0.55]), 0.48),
    policy("nobody", 0, answer(0, [0, 0], [0, 0]), 0.4, answer(0.43, [0.35, 0.51], [0.25, 0.55])),
    policy("everybody", 1, answer(-0.31, [-0.5, -0.12], [-1, 0.3]), 0.51, answer(0.74, [0.55, 0.93], [0.1, 1.4])),
    policy("by effect", 0.2, answer(0.4, [0.32, 0.48], [0.2, 0.52]), 0.49, answer(0.03, [-0.02, 0.08], [-0.1, 0.2])),
  ],
  individuals: { name: "row", count: 5000 },
  treated: 0.2,
  threshold: 0.9123,
  spent: 0.2,
  ...{ curves, tree, fairness },
  assumptions: [
    { id: "contrast", text: "A benefit is counted from not treating, which is worth 0." },
    {
      id: "exogeneity",
      text: "Among individuals alike in age and region, who was in which arm was as good as random.",
    },
  ],
  warnings: [{ id: "overlap", text: "12 rows have a propensity below 0.02." }],
  data: { source: "users.csv", read: 5000, used: 5000, missing: {}, notes: [] },
  provenance: { engine: "discoscm 0.1.0", seed: 1, level: 0.95, rule: "expected" },
};

/** Nobody is sure to gain. */
export const nobody: Decision = {
  ...budgeted,
  rule: "maximin",
  treated: 0,
  spent: 0,
  threshold: null,
  groups: [
    group(
      "undecided",
      "may be worth it or not, and the rule says no",
      false,
      5000,
      5000,
      answer(0.1, [-0.1, 0.3], [-2, 2]),
    ),
  ],
  policies: [
    policy("chosen", 0, answer(0, [0, 0], [0, 0]), 0.4),
    policy("nobody", 0, answer(0, [0, 0], [0, 0]), 0.4, answer(0, [0, 0], [0, 0])),
    policy("everybody", 1, answer(0.1, [-0.1, 0.3], [-2, 2]), 0.41, answer(-0.1, [-0.3, 0.1], [-2, 2])),
  ],
  ...{ tree: { ...tree, leaves: [{ conditions: [], treat: false, rows: 3000 }], treated: 0 }, warnings: [] },
};

/** The benefit is known without the noises, everybody gains, nobody costs more than others. */
export const everybody: Decision = {
  ...budgeted,
  benefit: { complier: 1, always: 0, never: 0, defier: -1 },
  gainEquality: true,
  treated: 1,
  spent: 1,
  cost: { each: 0.25 },
  budget: 0.5,
  explore: 0.1,
  groups: [group("gain", "worth it", true, 5000, 5000, answer(0.31, [0.28, 0.34], [0.31, 0.31]))],
  policies: [
    policy("chosen", 1, answer(0.31, [0.28, 0.34], [0.31, 0.31]), 0.71),
    policy("nobody", 0, answer(0, [0, 0], [0, 0]), 0.4, answer(0.31, [0.28, 0.34], [0.31, 0.31])),
  ],
  fairness: { ...fairness, difference: 0, ratio: 1, price: 0.0123 },
};

/** An exact law: no intervals, mass for counts. */
export const law: Decision = {
  ...budgeted,
  groups: [
    group("gain", "worth it even at worst", true, 0.3, 1, answer(2.15, undefined, [1.7, 2.4])),
    group("loss", "not worth it even at best", false, 0.7, 1, answer(-1, undefined, [-1.4, -0.7])),
  ],
  policies: [
    policy("chosen", 0.3, answer(0.645, undefined, [0.51, 0.72]), 0.44),
    policy("everybody", 1, answer(-0.055, undefined, [-0.47, 0.23]), 0.49, answer(0.7, undefined, [0.49, 0.98])),
  ],
  individuals: { name: "row", count: 1 },
  treated: 0.3,
  curves: {
    ...curves,
    uplift: shares.map((q) => point(q, bend(q))),
    qini: shares.map((q) => point(q, 0.2 * q)),
    ...{
      auuc: { value: 0.521 },
      qiniArea: { value: 0.043 },
      rate: { autoc: { value: 1.214 }, qini: { value: 0.521 } },
    },
    ...{ ties: 0, notes: [] },
  },
  tree: {
    ...{ depth: 1, grown: 1, judged: 1, treated: 0.3, benefit: { value: 0.645 } },
    leaves: [
      { conditions: [{ covariate: "user", among: ["Sensitive"] }], treat: true, benefit: { value: 2.15 }, rows: 0.3 },
      {
        conditions: [{ covariate: "user", among: ["Drifter, Loyal"] }],
        treat: false,
        benefit: { value: -1 },
        rows: 0.7,
      },
    ],
  },
  provenance: { ...budgeted.provenance, weights: "law" },
};

const name = `<script>alert(1)</script>${"&'\"x".repeat(44)}`;
const red = "\u001b[31mred\u202e";

/** Names as an enemy would choose them, and many of everything. */
export const hostile: Decision = {
  ...budgeted,
  question: `DECIDE ${red}</title><script>alert(2)</script>`,
  treatment: { name, treated: red, reference: name },
  outcome: { name: red, success: name },
  cost: { column: name },
  groups: budgeted.groups.map((one) => ({ ...one, rows: 123456789, text: `${one.text} ${red}` })),
  policies: budgeted.policies.map((one) => ({ ...one, benefit: answer(1e9, [-1e12, 1e12], [-5e12, 5e12]) })),
  tree: {
    ...tree,
    leaves: tree.leaves.map((leaf) => ({
      ...leaf,
      conditions: [
        { covariate: name, among: [red, name] },
        { covariate: red, above: 1 / 3 },
      ],
    })),
  },
  fairness: {
    ...fairness,
    column: name,
    groups: Array.from({ length: 80 }, (_, i) => ({ ...fairness.groups[0], group: `${name}${i}` })),
    ratio: null,
  },
  data: { source: "</script><script>alert(3)</script>", read: 10, used: 9, missing: { [name]: 1 }, notes: [name] },
  warnings: [{ id: "w", text: name }],
};

/** Nothing but what every decision has. */
export const bare: Decision = {
  ...Object.fromEntries(
    Object.entries(budgeted).filter(([key]) => !["curves", "tree", "fairness", "budget"].includes(key)),
  ),
  policies: [policy("chosen", 0.2, answer(null, undefined, [-1, 2]), 0.4)],
  threshold: null,
  warnings: [],
} as unknown as Decision;

export const decisions = { budgeted, nobody, everybody, law, hostile, bare };
