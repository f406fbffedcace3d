import type { Answer, Range } from "../../src/query/answer.ts";
import type { Cloud, Evidence } from "../../src/query/attribution.ts";

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

/** An answer with a 95 % interval. */
export const sampled = (value: number | null, interval: Range, bounds?: Range): Answer =>
  answerOf(value, { interval, level: 0.95, ...(bounds === undefined ? {} : { bounds }) });

interface Cell {
  readonly treated: boolean;
  readonly success: boolean;
  readonly rows: number;
  readonly anyway: Answer;
  readonly policy: Answer;
  readonly again: readonly [number, Range];
}

/** Evidence of the job-training trial, seen through covariates only. */
export function binaryEvidence(cell: Cell): Evidence {
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

/** A cloud of made-up individuals: `scale` and `base` turn probabilities into amounts. */
export function cloudOf(size: number, of: number, effect: number, scale = 1, base = 0): Cloud {
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
