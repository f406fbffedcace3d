// How often the intervals of the uplift and Qini curves and of their areas hold the truth: the tables into docs/truth.md. RUNS (default 1000)
// tables each of 500 and 2000 rows; about two minutes on one core. The ranking is given, nuisances are the true ones: what is seen alone is
// the interval, in which the ranks' own sampling has its part.
import { it } from "vitest";
import { decisionCurves } from "../../src/decide/curves.js";
import type { Uncertain } from "../../src/query/heterogeneity.js";
import { type Trial, trialOf } from "../decide/curves-worlds.js";
import { putTable } from "../support/truth-page.js";

const RUNS = Number(process.env["RUNS"] ?? 1000);

interface World {
  readonly name: string;
  readonly trial: Trial;
  /** Gain when the first q are treated; the ranking is by x, which is uniform. */
  readonly gain: (q: number) => number;
  /** Does the Qini curve estimate it too? */
  readonly onePropensity: boolean;
}

const tau = (x: number) => 0.6 * x - 0.2;
/** Integral of tau from 1 - q to 1. */
const gain = (q: number) => 0.3 * (1 - (1 - q) ** 2) - 0.2 * q;

const worlds: readonly World[] = [
  { name: "trial", trial: { tau, e: () => 0.4 }, gain, onePropensity: true },
  { name: "propensities 0.1 to 0.9", trial: { tau, e: (x) => 0.1 + 0.8 * x }, gain, onePropensity: false },
  {
    name: "trial, the order reversed",
    trial: { tau, e: () => 0.4, rank: (x) => -x },
    // Integral of tau from 0 to q.
    gain: (q) => 0.3 * q * q - 0.2 * q,
    onePropensity: true,
  },
  {
    name: "trial, four predictions only",
    trial: { tau, e: () => 0.4, rank: (x) => Math.floor(4 * x) },
    // Straight between the quarters.
    gain: (q) => {
      const k = Math.min(3, Math.floor(4 * q));
      return gain(k / 4) + (4 * q - k) * (gain((k + 1) / 4) - gain(k / 4));
    },
    onePropensity: true,
  },
];

/** By Simpson's rule on the quarters, exact for what is quadratic there. */
function integral(of: (q: number) => number): number {
  let sum = 0;
  for (let k = 0; k < 4; k++) sum += (of(k / 4) + 4 * of((k + 0.5) / 4) + of((k + 1) / 4)) / 24;
  return sum;
}

it("curves of decisions", () => {
  const lines = [
    "| world | rows | quantity | truth | coverage % | bias / sd | mean se / sd |",
    "| --- | ---: | --- | ---: | ---: | ---: | ---: |",
  ];
  for (const { name, trial, gain: truth, onePropensity } of worlds) {
    const area = integral(truth) - truth(1) / 2;
    for (const rows of [500, 2000]) {
      const seen = new Map<string, { truth: number; values: number[]; ses: number[]; held: number }>();
      const look = (what: string, value: number, { value: found, interval }: Uncertain) => {
        const one = seen.get(what) ?? { truth: value, values: [], ses: [], held: 0 };
        one.values.push(found);
        one.ses.push((interval![1] - interval![0]) / 2 / 1.959964);
        if (interval![0] <= value && value <= interval![1]) one.held++;
        seen.set(what, one);
      };
      for (let run = 0; run < RUNS; run++) {
        const curves = decisionCurves(trialOf(trial, rows, 10_000 * rows + run, 5), { level: 0.95 });
        for (const share of [0.2, 0.5]) {
          const at = (curve: typeof curves.uplift) => curve.find((p) => Math.abs(p.share - share) < 1e-9)!.gain;
          look(`uplift at ${share}`, truth(share), at(curves.uplift));
          if (onePropensity) look(`Qini at ${share}`, truth(share), at(curves.qini));
        }
        look("AUUC", area, curves.auuc);
        if (onePropensity) look("Qini area", area, curves.qiniArea);
      }
      for (const [what, one] of seen) {
        const mean = one.values.reduce((a, b) => a + b, 0) / RUNS;
        const sd = Math.sqrt(one.values.reduce((s, v) => s + (v - mean) ** 2, 0) / (RUNS - 1));
        const se = one.ses.reduce((a, b) => a + b, 0) / RUNS;
        lines.push(
          `| ${name} | ${rows} | ${what} | ${one.truth.toFixed(4)} | ${((100 * one.held) / RUNS).toFixed(1)} | ${((mean - one.truth) / sd).toFixed(2)} | ${(se / sd).toFixed(2)} |`,
        );
      }
    }
  }
  putTable("decide curves", lines);
});
