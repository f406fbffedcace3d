import { uniformStream } from "../../src/num/random.js";
import type { Sample } from "../../src/num/sample.js";
import { type Kind, type Row, sampleOf, subsidy } from "./samples.js";

/** A panel whose units are of a few kinds; each occasion has its own arm. */
export interface ClassWorld {
  readonly name: string;
  readonly kinds: readonly Kind[];
  /** Rows a unit. */
  readonly occasions: readonly number[];
}

export const classWorlds: readonly ClassWorld[] = [
  { name: "subsidy", kinds: subsidy, occasions: [6, 12] },
  {
    name: "trial",
    kinds: [
      { name: "low", weight: 0.5, pt: 0.5, p0: 0.1, p1: 0.25 },
      { name: "high", weight: 0.5, pt: 0.5, p0: 0.6, p1: 0.85 },
    ],
    occasions: [4, 8],
  },
];

function drawKind(kinds: readonly Kind[], at: number): Kind {
  let reached = 0;
  for (const kind of kinds) {
    reached += kind.weight;
    if (at < reached) return kind;
  }
  return kinds[kinds.length - 1];
}

/** Units of a world, drawn with their kinds, `occasions` rows each. */
export function drawPanel(
  { kinds }: Pick<ClassWorld, "kinds">,
  units: number,
  occasions: number,
  seed: number,
): Sample {
  const uniform = uniformStream(seed);
  const rows: Row[] = [];
  for (let unit = 0; unit < units; unit++) {
    const kind = drawKind(kinds, uniform());
    for (let k = 0; k < occasions; k++) {
      const t = uniform() < kind.pt ? 1 : 0;
      rows.push({ w: {}, t, y: uniform() < (t === 1 ? kind.p1 : kind.p0) ? 1 : 0, unit });
    }
  }
  return sampleOf(rows);
}

/** The true values by the formulas of THEORY 2.4, 3.4, 4.2, summed over kinds one by one. */
export function panelTruth({ kinds }: Pick<ClassWorld, "kinds">): Record<string, number> {
  const out: Record<string, number> = { PNS: 0, ATE: 0 };
  for (const { weight, p1, p0 } of kinds) {
    out.PNS += weight * p1 * (1 - p0);
    out.ATE += weight * (p1 - p0);
  }
  for (const t of [1, 0]) {
    for (const y of [1, 0]) {
      const sum = { seen: 0, again: 0, anyway: 0, complier: 0 };
      for (const { weight, pt, p1, p0 } of kinds) {
        const like = (p: number) => (y === 1 ? p : 1 - p);
        const [own, other] = t === 1 ? [p1, p0] : [p0, p1];
        const behind = weight * (t === 1 ? pt : 1 - pt) * like(own);
        sum.seen += behind;
        sum.again += behind * like(own);
        sum.anyway += behind * like(other);
        sum.complier += behind * p1 * (1 - p0);
      }
      out[`recurrence ${t}${y}`] = sum.again / sum.seen;
      out[`anyway ${t}${y}`] = sum.anyway / sum.seen;
      out[`policy ${t}${y}`] = (sum.again - sum.anyway) / sum.seen;
      out[`complier ${t}${y}`] = sum.complier / sum.seen;
    }
  }
  return out;
}

function choose(n: number, k: number): number {
  let c = 1;
  for (let i = 1; i <= k; i++) c = (c * (n - k + i)) / i;
  return c;
}

/**
 * The exact law of a panel: a unit for each number of treated rows and of successes in either arm, its rows sharing its probability.
 * `turns`: how many rows are treated, where that is fixed and not drawn.
 */
export function exactPanel({ kinds }: Pick<ClassWorld, "kinds">, occasions: number, turns?: number): Sample {
  const rows: Row[] = [];
  const binomial = (n: number, s: number, p: number) => choose(n, s) * p ** s * (1 - p) ** (n - s);
  for (let n1 = turns ?? 0; n1 <= (turns ?? occasions); n1++) {
    for (let s1 = 0; s1 <= n1; s1++) {
      for (let s0 = 0; s0 <= occasions - n1; s0++) {
        let probability = 0;
        for (const { weight, pt, p1, p0 } of kinds) {
          const arms = turns === undefined ? binomial(occasions, n1, pt) : 1;
          probability += weight * arms * binomial(n1, s1, p1) * binomial(occasions - n1, s0, p0);
        }
        for (let k = 0; k < occasions; k++) {
          const t = k < n1 ? 1 : 0;
          const y = (t === 1 ? k < s1 : k - n1 < s0) ? 1 : 0;
          rows.push({ w: {}, t, y, unit: `${n1} ${s1} ${s0}`, weight: probability / occasions });
        }
      }
    }
  }
  return sampleOf(rows, { weights: "law" });
}
