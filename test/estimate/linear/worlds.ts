import { normalStream, uniformStream } from "../../../src/num/random.js";
import type { Table } from "./tables.js";

/** Everything that the confounded worlds below hold; the effect of `t` (and of `arm`) on `y` (and on `byArm`) is 2. */
export const EFFECT = 2;

/** A measured cause of treatment and outcome, of both kinds of column; spreads that grow with it. No hidden cause. */
export function measuredWorld(n: number, seed: number): Table {
  const uniform = uniformStream(seed, 11);
  const normal = normalStream(uniform);
  const rows = Array.from({ length: n }, () => {
    const w = normal();
    const kind = uniform() < 0.3 ? "a" : uniform() < 0.6 ? "b" : "c";
    const push = kind === "a" ? 1 : kind === "b" ? -0.5 : 0;
    const t = 0.4 * w + 0.5 * push + normal() * (0.7 + 0.5 * Math.abs(w));
    const arm = uniform() < 1 / (1 + Math.exp(-0.6 * w - push)) ? "yes" : "no";
    const noise = normal() * (0.5 + Math.abs(t));
    const rest = 1 + 1.5 * w + 2 * push + noise;
    return { w, kind, t, arm, y: EFFECT * t + rest, byArm: EFFECT * (arm === "yes" ? 1 : 0) + rest };
  });
  const column = <K extends keyof (typeof rows)[number]>(name: K) => rows.map((row) => row[name]);
  return {
    w: column("w"),
    kind: column("kind"),
    t: column("t"),
    arm: column("arm"),
    y: column("y"),
    byArm: column("byArm"),
  };
}

/** A hidden cause of treatment and outcome, and instruments; `strength` moves the treatment. */
export function hiddenWorld(n: number, seed: number, strength = 0.8): Table {
  const uniform = uniformStream(seed, 12);
  const normal = normalStream(uniform);
  const rows = Array.from({ length: n }, () => {
    const [w, u] = [normal(), normal()];
    const z1 = 0.5 * w + normal();
    const z2 = uniform() < 0.5 ? 1 : 0;
    const t = strength * (z1 + z2) + 0.5 * w + u + normal() * (0.6 + 0.4 * Math.abs(z1));
    const y = EFFECT * t + w + 2 * u + normal() * (0.6 + 0.4 * Math.abs(z1));
    return { w, z1, z2, t, y };
  });
  return {
    w: rows.map((row) => row.w),
    z1: rows.map((row) => row.z1),
    z2: rows.map((row) => row.z2),
    t: rows.map((row) => row.t),
    y: rows.map((row) => row.y),
  };
}

/** A draft lottery: compliers gain EFFECT, always-takers 5, never-takers 9; always-takers start higher. Returns arms "in" and "out". */
export function lotteryWorld(n: number, seed: number): Table {
  const uniform = uniformStream(seed, 14);
  const normal = normalStream(uniform);
  const rows = Array.from({ length: n }, () => {
    const u = uniform();
    const z = uniform() < 0.4 ? 1 : 0;
    const [always, complier] = [u < 0.2, u >= 0.2 && u < 0.7];
    const inside = always || (complier && z === 1);
    const gain = always ? 5 : complier ? EFFECT : 9;
    return { z, t: inside ? "in" : "out", y: (always ? 3 : 0) + (inside ? gain : 0) + normal() * (always ? 2 : 1) };
  });
  return { z: rows.map((row) => row.z), t: rows.map((row) => row.t), y: rows.map((row) => row.y) };
}

/** A normal treatment, a fifth of its variance told by the covariates; the outcome's dependence on them is not linear. */
export function normalWorld(n: number, seed: number, slope = 0.5): Table {
  const normal = normalStream(uniformStream(seed, 15));
  const rows = Array.from({ length: n }, () => {
    const w = normal();
    const t = slope * w + normal();
    return { w, t, y: EFFECT * t + w + 0.5 * w * w * w + normal() };
  });
  return { w: rows.map((row) => row.w), t: rows.map((row) => row.t), y: rows.map((row) => row.y) };
}

/** Groups of `size` rows that share part of treatment, instrument and outcome's noise. */
export function groupedWorld(groups: number, size: number, seed: number): Table {
  const normal = normalStream(uniformStream(seed, 13));
  const rows = Array.from({ length: groups }, (_, g) => {
    const [a, b, c] = [normal(), normal(), normal()];
    return Array.from({ length: size }, () => {
      const w = normal();
      const u = normal();
      const z = b + 0.5 * normal();
      const d = a + 0.4 * w + 0.5 * normal();
      const t = z + 0.4 * w + u + a;
      return {
        g: `g${g}`,
        w,
        z,
        d,
        t,
        y: EFFECT * t + w + 2 * u + 2 * c + normal(),
        yd: EFFECT * d + w + 2 * c + normal(),
      };
    });
  }).flat();
  return Object.fromEntries(
    (["g", "w", "z", "d", "t", "y", "yd"] as const).map((name) => [name, rows.map((row) => row[name])]),
  );
}

export interface Hits {
  readonly covered: number;
  readonly bias: number;
  readonly sd: number;
  readonly se: number;
}

/** Share of the runs whose interval holds the truth, with the mean error, the spread of the estimates and the average standard error. */
export async function hits(
  runs: number,
  truth: number,
  one: (
    run: number,
  ) =>
    | { estimate: { value: number; se?: number }; interval?: readonly [number, number] }
    | Promise<{ estimate: { value: number; se?: number }; interval?: readonly [number, number] }>,
): Promise<Hits> {
  let covered = 0;
  const values: number[] = [];
  let se = 0;
  for (let run = 0; run < runs; run++) {
    const { estimate, interval } = await one(run);
    if (interval![0] <= truth && truth <= interval![1]) covered++;
    values.push(estimate.value);
    se += estimate.se! / runs;
  }
  const mean = values.reduce((a, b) => a + b, 0) / runs;
  const sd = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (runs - 1));
  return { covered: covered / runs, bias: mean - truth, sd, se };
}

/** Three and a half standard deviations of the covered share of `runs` 95 % intervals. */
export function tolerance(runs: number): number {
  return 3.5 * Math.sqrt((0.95 * 0.05) / runs);
}
