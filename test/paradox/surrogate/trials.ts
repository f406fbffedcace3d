import type { Column } from "../../../src/num/columns.ts";
import { uniformStream } from "../../../src/num/random.ts";
import type { Study } from "../../../src/num/study.ts";

/** Rows of a trial: arm, surrogate, outcome, how many, covariates. */
export interface TrialRows {
  readonly x: readonly number[];
  readonly s: readonly number[];
  readonly y: readonly number[];
  readonly count?: readonly number[];
  readonly kind?: "counts" | "law";
  readonly given?: readonly Column[];
  readonly numericOutcome?: boolean;
  readonly names?: { readonly x?: string; readonly s?: string; readonly y?: string };
}

export function studyOf({
  x,
  s,
  y,
  count,
  kind = "counts",
  given = [],
  numericOutcome = false,
  names = {},
}: TrialRows): Study {
  const values = Float64Array.from(y);
  const outcome = names.y ?? "Y";
  return {
    rows: x.length,
    treatment: { kind: "arms", name: names.x ?? "X", arms: ["0", "1"], codes: Int32Array.from(x) },
    outcome: numericOutcome
      ? { kind: "numeric", name: outcome, values }
      : { kind: "binary", name: outcome, values, labels: { yes: 1, no: 0 } },
    given,
    instruments: [],
    mediators: [{ kind: "numeric", name: names.s ?? "S", values: Float64Array.from(s) }],
    ...(count && { weights: { kind, values: Float64Array.from(count) } }),
    data: { source: "a test", read: x.length, used: x.length, missing: {}, notes: [] },
  };
}

/** A trial drawn by hand: two covariates, a surrogate of two values or a number, an outcome likewise. */
export function drawnTrial(
  seed: number,
  rows: number,
  { numericS = false, numericY = false, weak = false } = {},
): TrialRows {
  const u = uniformStream(seed, 3);
  const [x, s, y, age, sex]: number[][] = [[], [], [], [], []];
  for (let i = 0; i < rows; i++) {
    const [z, w] = [u() * 2 - 1, u() < 0.4 ? 1 : 0];
    const arm = u() < 1 / (1 + Math.exp(-0.4 * z + (weak ? 0 : 0.2))) ? 1 : 0;
    const lean = 0.8 * arm + 0.5 * z - 0.3 * w;
    const surrogate = numericS ? lean + 2 * (u() + u() + u() - 1.5) : u() < 1 / (1 + Math.exp(-lean)) ? 1 : 0;
    const mean = 0.6 * surrogate - 0.3 * arm + 0.4 * z + 0.2 * w - 0.2;
    age.push(z);
    sex.push(w);
    x.push(arm);
    s.push(surrogate);
    y.push(numericY ? mean + u() + u() - 1 : u() < 1 / (1 + Math.exp(-mean)) ? 1 : 0);
  }
  const given: Column[] = [
    { kind: "numeric", name: "age", values: Float64Array.from(age) },
    { kind: "categorical", name: "sex", codes: Int32Array.from(sex), levels: ["f", "m"] },
  ];
  return { x, s, y, given, numericOutcome: numericY };
}

/** The trial of examples/surrogate, as exact fractions of the model G13, 16 cells: type, X, S, Y. */
export function g13Cells(): {
  readonly type: number;
  readonly x: number;
  readonly s: number;
  readonly y: number;
  readonly p: number;
}[] {
  const types = [
    { s: [0.2, 0.8], y: [0.5, 0.3] },
    { s: [0.3, 0.3], y: [0.3, 0.9] },
  ];
  return types.flatMap((own, type) =>
    [0, 1].flatMap((x) =>
      [0, 1].flatMap((s) =>
        [0, 1].map((y) => ({
          type,
          x,
          s,
          y,
          p: 0.5 * 0.5 * (s === 1 ? own.s[x] : 1 - own.s[x]) * (y === 1 ? own.y[s] : 1 - own.y[s]),
        })),
      ),
    ),
  );
}
