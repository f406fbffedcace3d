import { mix } from "../../num/hash.js";
import { indices } from "../../num/indices.js";
import { gammaTails } from "../../num/special-gamma.js";
import type { Study } from "../../num/study.js";
import type { Sensitivity } from "../../query/effect.js";
import { partOfStudy } from "../part-of-study.js";
import type { Estimate } from "../scores.js";
import { type AgainOptions, attempt, type Reestimate } from "./again.js";
import { binomial, drawsOfUnits, streamsOf } from "./draws.js";
import { hasEveryArm, withCounts } from "./rows.js";
import { chance, percent, plain } from "./say.js";

export interface SubsetOptions extends AgainOptions {
  /** How many subsets; default 5. */
  readonly draws?: number;
  /** Probability of each observation (each unit, where there are units) to be in one; default .8. */
  readonly share?: number;
  /** Called before each re-estimation with the share done; may throw to stop. */
  readonly onDraw?: (done: number, of: number) => Promise<void> | void;
}

/** Spread beyond this is said to be more than the standard error explains. */
const RARE = 0.01;

/**
 * Estimates again on random parts of the observations (whole units, where there are units). An estimate from a share f of them differs
 * from that of all by its standard error times sqrt(1/f - 1), so the sum of the squared differences in that measure is about chi-squared
 * with as many degrees of freedom as subsets. Undefined for an exact law. Subsets in which an arm is empty or the estimator refuses are
 * counted. Cost: `draws` re-estimations. Source: D. Politis, J. Romano & M. Wolf, Subsampling, 1999.
 */
export async function subset(
  study: Study,
  original: Estimate,
  reestimate: Reestimate,
  options: SubsetOptions,
): Promise<Sensitivity | undefined> {
  if (study.weights?.kind === "law") return undefined;
  const { method, seed, draws = 5, share = 0.8, onDraw } = options;
  const values: number[] = [];
  let refused = 0;
  const part = parts(study, share);
  for (let draw = 0; draw < draws; draw++) {
    await onDraw?.(draw, draws);
    const some = part(mix(seed, draw + 1));
    const found = hasEveryArm(some) ? await attempt(reestimate, some) : undefined;
    if (found === undefined || found instanceof Error) refused++;
    else values.push(found.value);
  }
  const step = original.se === undefined ? undefined : original.se * Math.sqrt(1 / share - 1);
  const known = step !== undefined && step > 0 && values.length > 0;
  const squares = known ? values.reduce((sum, value) => sum + ((value - original.value) / step) ** 2, 0) : 0;
  const p = known ? gammaTails(values.length / 2, squares / 2).upper : undefined;
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const passed = refused === 0 && (p === undefined || p >= RARE);
  return {
    id: "subset",
    name: "Random subsets",
    method,
    finding: finding({ original, share, draws, refused, lowest, highest, count: values.length, p }),
    can: "It can show that an estimate hangs on few rows, or that its standard error is too small.",
    cannot: "It cannot show bias: what is wrong with all the rows is wrong with most of them.",
    values: {
      original: original.value,
      draws,
      share,
      refused,
      ...(values.length > 0 ? { lowest, highest } : {}),
      ...(known ? { spread: Math.sqrt(squares / values.length), p: p! } : {}),
      ...(p === undefined && refused === 0 ? {} : { passed }),
    },
    rows: values.map((value, draw) => ({ draw: draw + 1, value })),
  };
}

function finding(told: {
  readonly original: Estimate;
  readonly share: number;
  readonly draws: number;
  readonly refused: number;
  readonly lowest: number;
  readonly highest: number;
  readonly count: number;
  readonly p: number | undefined;
}): string {
  const { original, share, draws, refused, lowest, highest, count, p } = told;
  const failed =
    refused === 0 ? "" : ` ${refused} of ${draws} subsets had no estimate (an arm without rows, or no overlap).`;
  if (count === 0) return `No random subset of ${percent(share)} had an estimate.${failed}`;
  const judged =
    p === undefined
      ? ""
      : p < RARE
        ? `; that is more than the standard error explains (p ${chance(p)})`
        : "; the standard error explains that";
  return `On ${count} random subsets of ${percent(share)} the estimate goes from ${plain(lowest)} to ${plain(highest)}, about ${plain(original.value)} on all${judged}.${failed}`;
}

/**
 * A part of the study for every seed: each observation with probability `share`, whole units where there are units; a row that stands for
 * several may lose some of them.
 */
export function parts(study: Study, share: number): (seed: number) => Study {
  const { unit, weights, rows } = study;
  const all = indices(rows);
  if (unit) {
    return (seed) => {
      const drawn = drawsOfUnits(unit.labels, seed);
      return partOfStudy(
        study,
        all.filter((row) => drawn[unit.codes[row]] < share),
      );
    };
  }
  const streamOf = streamsOf(study);
  return (seed) => {
    if (weights === undefined)
      return partOfStudy(
        study,
        all.filter((row) => streamOf(row, seed)() < share),
      );
    const counts = weights.values.map((count, row) => binomial(streamOf(row, seed), count, share));
    const left = all.filter((row) => counts[row] > 0);
    return withCounts(
      study,
      left,
      Float64Array.from(left, (row) => counts[row]),
    );
  };
}
