import type { Answer } from "../../src/query/answer.ts";
import type { Attribution, Evidence } from "../../src/query/attribution.ts";
import { answerOf, cloudOf, sampled } from "./builders.ts";
import { jobs } from "./jobs.ts";

export { answerOf } from "./builders.ts";
export { jobs } from "./jobs.ts";
export { law } from "./law.ts";

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
