import { DiscoError } from "../error.js";
import type { Remark } from "../query/answer.js";
import type { Overlap, Target } from "../query/effect.js";

/** Propensities beyond this are called out; more than a twentieth of the rows beyond it is no overlap. */
const THRESHOLD = 0.01;
const TOLERATED = 0.05;
const BINS = 20;

/** Who was treated (1; 0 if not; anything else is neither), how likely that was, and how many observations each entry stands for. */
export interface Propensities {
  readonly t: ArrayLike<number>;
  readonly e: Float64Array;
  readonly count: Float64Array;
}

/** Does a propensity leave the other arm out of sight, for those asked about? Overlap weights ask about nobody of that kind. */
function beyond(e: number, target: Target, threshold: number): boolean {
  if (target === "overlap") return false;
  return (target !== "att" && e < threshold) || (target !== "atc" && e > 1 - threshold);
}

/**
 * The entries whose propensity lies inside [trim, 1 - trim] on the sides that matter.
 * @throws DiscoError (refused) when an arm is left without rows
 */
export function insideTrim(learnt: Propensities, target: Target, trim: number): Int32Array {
  const kept: number[] = [];
  const left = [0, 0];
  for (let j = 0; j < learnt.e.length; j++) {
    if (beyond(learnt.e[j], target === "overlap" ? "ate" : target, trim)) continue;
    kept.push(j);
    left[learnt.t[j]]++;
  }
  if (Math.min(...left) === 0) {
    throw new DiscoError(
      {
        who: "trim",
        wrong: `no ${left[1] === 0 ? "treated" : "untreated"} row has a propensity between ${trim} and ${1 - trim}, so nothing can be compared`,
        given: `propensity quartiles: treated ${quantiles(learnt, 1)}; untreated ${quantiles(learnt, 0)}`,
        next: "give fewer covariates: one of them says who was treated",
      },
      "refused",
    );
  }
  return Int32Array.from(kept);
}

/** Where the arms can be compared, as numbers and as the two histograms of a picture. Cost: O(entries). */
export function overlapOf({ e, t, count }: Propensities, target: Target): Overlap {
  const edges = Array.from({ length: BINS + 1 }, (_, k) => k / BINS);
  const arms = [new Float64Array(BINS), new Float64Array(BINS)];
  const mass = [0, 0];
  let lowest = 1;
  let highest = 0;
  let outside = 0;
  for (let j = 0; j < e.length; j++) {
    lowest = Math.min(lowest, e[j]);
    highest = Math.max(highest, e[j]);
    if (beyond(e[j], target, THRESHOLD)) outside += count[j];
    const arm = t[j];
    if (arm !== 0 && arm !== 1) continue;
    arms[arm][Math.min(BINS - 1, Math.floor(e[j] * BINS))] += count[j];
    mass[arm] += count[j];
  }
  const share = (arm: number) => Array.from(arms[arm], (sum) => sum / mass[arm]);
  return { lowest, highest, outside, threshold: THRESHOLD, edges, treated: share(1), control: share(0) };
}

function quantiles(learnt: Propensities, arm: 0 | 1): string {
  const values = learnt.e.filter((_, j) => learnt.t[j] === arm).sort();
  const at = (p: number) => values[Math.min(values.length - 1, Math.floor(p * values.length))].toPrecision(2);
  return [0, 0.25, 0.5, 0.75, 1].map(at).join(", ");
}

/** Do the covariates tell the arms apart without a single exception? */
function toldApart({ e, t }: Propensities): boolean {
  let untreated = 0;
  let treated = 1;
  for (let j = 0; j < e.length; j++) {
    if (t[j] === 1) treated = Math.min(treated, e[j]);
    else if (t[j] === 0) untreated = Math.max(untreated, e[j]);
  }
  return treated > untreated;
}

/**
 * Refuses what cannot be compared and warns of what barely can.
 * @param targets whom else the command can be asked about, so that what to do next names only these
 * @throws DiscoError (refused) listing the propensities by arm, with the trimmed and one-sided alternatives
 */
export function checkOverlap(
  learnt: Propensities,
  overlap: Overlap,
  target: Target,
  total: number,
  targets: readonly Target[],
): Remark[] {
  const impossible = learnt.e.some(
    (e, j) =>
      (target !== "atc" && learnt.t[j] === 0 && e === 1) ||
      (target !== "att" && learnt.t[j] === 1 && e === 0) ||
      !Number.isFinite(e),
  );
  const certain = target === "ate" && learnt.e.some((e) => e === 0 || e === 1);
  const apart = toldApart(learnt);
  if (overlap.outside > TOLERATED * total || impossible || certain || apart) {
    const outside = apart
      ? "every treated row has a higher propensity than every untreated one"
      : `${share(overlap.outside, total)} of the rows have a propensity below ${THRESHOLD} or above ${1 - THRESHOLD}`;
    throw new DiscoError(
      {
        who: "overlap",
        wrong: `the arms cannot be compared: ${outside}`,
        given: `propensity quartiles: treated ${quantiles(learnt, 1)}; untreated ${quantiles(learnt, 0)}`,
        next: [
          "leave those rows out with --trim 0.05 (the answer is then about the rest)",
          ...(target === "ate" && targets.includes("att")
            ? ["ask about the treated only with --target att (needs untreated rows like the treated, not the reverse)"]
            : []),
          ...(target !== "overlap" && targets.includes("overlap") && !apart
            ? ["ask about those whom either arm could have had with --target overlap"]
            : []),
          "or give fewer covariates if one of them nearly says who was treated",
        ].join(", "),
      },
      "refused",
    );
  }
  if (overlap.outside === 0) return [];
  return [
    {
      id: "weak-overlap",
      text: `Propensities reach from ${overlap.lowest.toPrecision(2)} to ${overlap.highest.toPrecision(2)}; ${share(overlap.outside, total)} of the rows lie beyond ${THRESHOLD} or ${1 - THRESHOLD}, so a few rows speak for many. Compare with --trim 0.05, which leaves them out.`,
    },
  ];
}

function share(part: number, total: number): string {
  return `${((100 * part) / total).toPrecision(2)} %`;
}
