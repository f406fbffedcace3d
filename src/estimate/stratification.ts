import { DiscoError } from "../error.js";
import { normalQuantile } from "../num/normal.js";
import { firstFew } from "../num/say-names.js";
import type { Remark } from "../query/answer.js";
import { standardError } from "./influence.js";
import type { EstimateParts } from "./parts.js";
import type { Problem } from "./problem.js";
import { waldInterval } from "./scores.js";
import { coveredBy, type Strata, strataOf } from "./stratification/strata.js";

/** How to stratify. */
export interface StratificationOptions {
  /** What makes a stratum: quantiles of the propensity (the default), or being equal in every covariate. */
  readonly on?: "propensity" | "covariates";
  /** Quantile strata; default 5. */
  readonly strata?: number;
  /** Confidence level; default .95. */
  readonly level?: number;
}

/**
 * Average effect by strata: the difference of the arms within each stratum, weighted by the stratum's share of the target (Cochran 1968;
 * Rosenbaum & Rubin, JASA 79, 1984). Strata are quantiles of the propensity among the target, ties staying together, or groups of equal
 * covariates. Assumes exogeneity given the covariates and both arms in each stratum; within a stratum of the propensity what is left of
 * confounding stays in the answer. The variance is that of the population's effect: within arms and strata (s^2 with n - 1) and of effects
 * between strata; strata are taken as known; clusters are heeded.
 * @throws DiscoError for options that do not fit and the target "overlap"; refused where a stratum lacks an arm, naming strata and counts
 * Cost: O(entries log entries).
 */
export function stratification(problem: Problem, options: StratificationOptions = {}): EstimateParts {
  const { on = "propensity", strata: asked = 5, level = 0.95 } = options;
  check(problem, on, asked);
  const strata = strataOf(problem, on, asked);
  refuseGaps(problem, on, strata);
  const { value, influence, within } = byStrata(problem, strata);
  const se = standardError(influence, problem);
  const estimate = { value, ...(se === undefined ? {} : { se, influence }) };
  const interval = waldInterval(estimate, level);
  const made = strata[0].labels.length;
  return {
    estimate,
    ...(interval ? { interval } : {}),
    method:
      on === "propensity"
        ? `Stratification on ${made} quantiles of the propensity: differences within strata, weighted by the target's share in each.`
        : `Stratification on ${made} groups of equal covariates: differences within groups, weighted by the target's share in each.`,
    assumptions: assumptionsOf(problem, on),
    warnings: on === "propensity" ? remaining(made, asked) : [],
    diagnostics: {
      stratifiedOn: on,
      strata: made,
      ...(on === "propensity" ? { strataAsked: asked } : {}),
      ...(problem.law ? {} : { withinStrataSe: within, fewestInStratum: fewest(strata) }),
    },
  };
}

function check({ target, study }: Problem, on: string, asked: number): void {
  if (target === "overlap") {
    throw new DiscoError({
      who: "stratification",
      wrong: "it has no answer about the individuals whom either arm could have had",
      given: "target overlap",
      next: "ask for ate, att or atc, or take the overlap-weighted estimate",
    });
  }
  if (!Number.isInteger(asked) || asked < 1) {
    throw new DiscoError({
      who: "stratification: strata",
      wrong: "not a whole number of at least 1",
      given: String(asked),
      next: "5 is usual",
    });
  }
  if (on === "covariates" && study.given.length === 0) {
    throw new DiscoError({
      who: "stratification",
      wrong: "there are no covariates to stratify on",
      next: "name covariates with --given, or take the plain difference if the arms were assigned at random",
    });
  }
}

/** Observations of an arm in the stratum where it has the fewest, of the strata and arms that count. */
function fewest(strata: readonly [Strata, Strata]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const w of [0, 1] as const) {
    strata[w].mass[w].forEach((mass, s) => {
      if (strata[w].target[s] > 0) least = Math.min(least, mass);
    });
  }
  return least;
}

/** Strata named in a message. */
const SHOWN = 5;

function refuseGaps(problem: Problem, on: "propensity" | "covariates", strata: readonly [Strata, Strata]): void {
  // One observation does not tell how much chance there is.
  const least = problem.law ? Number.MIN_VALUE : 2;
  const gaps: string[] = [];
  const { arms } = problem.study.treatment.kind === "arms" ? problem.study.treatment : { arms: ["0", "1"] };
  const shared = strata[0] === strata[1];
  for (const w of [0, 1] as const) {
    const { labels, mass, target } = strata[w];
    for (const [s, label] of labels.entries()) {
      if (target[s] === 0 || (mass[w][s] >= least && !(shared && mass[1 - w][s] < least))) continue;
      if (!shared) gaps.push(`${label}: ${mass[w][s]} in ${w === 1 ? "the arm" : "the reference"}`);
      else if (w === 0) gaps.push(`${label}: ${mass[1][s]} and ${mass[0][s]}`);
    }
  }
  if (gaps.length === 0) return;
  throw new DiscoError(
    {
      who: "stratification",
      wrong: `${gaps.length} of ${strata[0].labels.length + (shared ? 0 : strata[1].labels.length)} strata have ${problem.law ? "only one arm" : "fewer than two observations of an arm"}, so there is nothing to compare in them`,
      given: `observations${shared ? ` of ${arms.length === 2 ? `'${arms[1]}' and '${arms[0]}'` : "the arm and of the reference"}` : ""} in ${gaps.slice(0, SHOWN).join("; ")}${gaps.length > SHOWN ? `; and ${gaps.length - SHOWN} more` : ""}`,
      next:
        on === "propensity"
          ? "ask for fewer strata, or leave out propensities near 0 and 1 with --trim 0.05 (the answer is then about the rest)"
          : "stratify on the propensity, or give fewer covariates or coarser ones",
    },
    "refused",
  );
}

function byStrata(problem: Problem, strata: readonly [Strata, Strata]) {
  const { arm, y, count, total } = problem;
  const influence = new Float64Array(y.length);
  let value = 0;
  let within = 0;
  for (const w of [0, 1] as const) {
    const { id, mass, target } = strata[w];
    const whole = target.reduce((a, b) => a + b, 0);
    const sign = w === 1 ? 1 : -1;
    const mean = new Float64Array(target.length);
    for (let j = 0; j < y.length; j++) if (arm[j] === w) mean[id[j]] += (count[j] * y[j]) / mass[w][id[j]];
    const average = target.reduce((sum, held, s) => sum + (held > 0 ? (held / whole) * mean[s] : 0), 0);
    value += sign * average;
    for (let j = 0; j < y.length; j++) {
      const s = id[j];
      if (s < 0 || target[s] === 0) continue;
      let phi = coveredBy(problem, j) ? (total / whole) * (mean[s] - average) : 0;
      if (arm[j] === w) {
        const n = mass[w][s];
        const own = (total / n) * (target[s] / whole) * (y[j] - mean[s]) * (problem.law ? 1 : Math.sqrt(n / (n - 1)));
        phi += own;
        within += count[j] * own * own;
      }
      influence[j] += sign * phi;
    }
  }
  return { value, influence, within: Math.sqrt(within) / total };
}

function assumptionsOf({ study, target }: Problem, on: "propensity" | "covariates"): Remark[] {
  const names = study.given.map((column) => column.name);
  const list = firstFew(names);
  const who = target === "ate" ? "individual" : target === "att" ? "treated" : "untreated";
  return [
    {
      id: "exogeneity",
      text:
        names.length === 0
          ? "No covariates were given, so the arms are taken to be alike: the arm was assigned at random."
          : `Among individuals alike in ${list}, who was in which arm was as good as random: nothing else drove both the arm and the outcome.`,
    },
    { id: "overlap", text: `Every kind of ${who} could have been in the other arm as well.` },
    ...(on === "propensity"
      ? [
          {
            id: "alike-in-strata",
            text: "Within a stratum of the propensity the arms are alike enough to be compared as they are.",
          },
        ]
      : []),
    {
      id: "no-interference",
      text: "One individual's arm does not change another's outcome, and there is one version of each arm.",
    },
  ];
}

/**
 * Share of the bias that equally likely strata of a normal covariate take away when the outcome is linear in it: the share of its variance
 * between strata, K times the sum of (phi(z_{k-1}) - phi(z_k))^2 (Cochran 1968, section 3).
 */
export function biasRemoved(strata: number): number {
  const density = (k: number) => Math.exp(-(normalQuantile(k / strata) ** 2) / 2) / Math.sqrt(2 * Math.PI);
  let sum = 0;
  for (let k = 1; k <= strata; k++) sum += (density(k - 1) - density(k)) ** 2;
  return strata * sum;
}

function remaining(made: number, asked: number): Remark[] {
  const out = [
    {
      id: "bias-within-strata",
      text: `Within strata the propensity still varies. ${made === 1 ? "One stratum takes away none of the bias" : `${made} strata take away about ${Math.round(100 * biasRemoved(made))} % of the bias where the outcome is linear in a normally distributed score (Cochran 1968)`}; the rest is in the answer, and more rows do not shrink it.`,
    },
  ];
  if (made < asked) {
    out.push({
      id: "fewer-strata",
      text: `The propensity has so few distinct values that its quantiles make ${made} strata and not ${asked}.`,
    });
  }
  return out;
}
