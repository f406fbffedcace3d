import { DiscoError } from "../error.js";
import type { Sample } from "../num/sample.js";
import { type UnitDesign, unitDesign } from "./classes/covariates.js";
import { climb, type EmFit, type EmOptions } from "./classes/em.js";
import { type ClassLaw, orderLaw } from "./classes/law.js";
import { type Occasions, occasionsOf } from "./classes/occasions.js";
import { posterior } from "./classes/posterior.js";
import { apart, countSeen, remarksOf } from "./classes/remarks.js";
import { bestClimb, onFloor, pool } from "./classes/starts.js";
import type { LearnNote } from "./learner.js";

export interface ClassOptions {
  /** How many classes; absent: the number of 1 to 6 with the best BIC (units are what is counted). */
  readonly classes?: number;
  /**
   * `by-class`: each class has its own probability of treatment on an occasion, so that the arm may go with who the individual is.
   * `at-random`: the arm says nothing of the class. Default: by class, unless hardly any unit is seen in both arms.
   */
  readonly arms?: "by-class" | "at-random";
  /** `logit`: weights of the classes go with the sample's covariates (the default where there are any); `constant`: the same for everybody. */
  readonly weights?: "logit" | "constant";
  /** Starts of the search, default 20; more never hurt. */
  readonly starts?: number;
  readonly seed?: number;
}

/** A fitted mixture, and what it says of each unit. */
export interface ClassFit {
  readonly law: ClassLaw;
  readonly arms: "by-class" | "at-random";
  readonly status: "converged" | "not-converged";
  readonly logLikelihood: number;
  /** -2 log likelihood + parameters x log(units), for each number of classes tried; empty for an exact law. */
  readonly bic: readonly { readonly classes: number; readonly bic: number }[];
  /** P(class | all rows of the unit), units x classes in the order of the sample's unit labels; the weights for a unit without rows. */
  readonly posterior: Float64Array;
  readonly occasions: Occasions;
  /** Penalty on the slopes of class weights, in units. */
  readonly ridge: number;
  /** Covariates that class weights go with. */
  readonly covariates: readonly string[];
  /** P(class | occasions), patterns x classes. */
  readonly byPattern: Float64Array;
  readonly notes: readonly LearnNote[];
}

const MOST = 6;
/** Units' worth of penalty on each slope of the class weights: keeps small classes from separating, and vanishes as units come. */
const RIDGE = 1;
/** Log likelihood per unit that a further class must add where the law is exact and nothing is due to chance. */
const EXACT = 1e-7;
function check(options: ClassOptions): void {
  const { classes, starts } = options;
  if (classes !== undefined && !(Number.isInteger(classes) && classes >= 1 && classes <= 50)) {
    throw new DiscoError({
      who: "classes",
      wrong: "must be a whole number from 1 to 50",
      given: String(classes),
      next: "give how many kinds of individuals there are, or leave it out to have it chosen",
    });
  }
  if (starts !== undefined && !(Number.isInteger(starts) && starts >= 1)) {
    throw new DiscoError({
      who: "starts",
      wrong: "must be a whole number from 1 up",
      given: String(starts),
      next: "give how often the search starts, 20 for instance",
    });
  }
}

function parameters(law: ClassLaw, arms: ClassFit["arms"]): number {
  const width = law.logit ? law.logit.length / law.classes : 1;
  return width * (law.classes - 1) + law.classes * (law.sd ? 4 : 2) + (arms === "by-class" ? law.classes : 1);
}

/**
 * Latent classes of a panel: a finite mixture of individuals whose occasions, given the class, are independent (THEORY 1.2 with finitely
 * many kinds), by maximum likelihood. P(u) is `law.weight`, P(T=1 | u) `law.treated`, P(Y | t; u) `law.mean` (and `sd`: normal).
 *
 * Assumes a unit keeps its class, occasions neither learn from nor disturb one another, and (by class) that the arm of each occasion is as
 * good as random given the class. Two-valued outcomes need units seen 2 K - 1 times (THEORY 3.8; both arms together where units cross them,
 * because a policy that does nothing makes them one arm; otherwise in one arm); notes say where they are not. Covariates that are the
 * unit's own move the weights of the classes by a multinomial logit (concomitant variables; Dayton & Macready 1988) and nothing else: given
 * the class they say no more of arms and outcomes. Classes are in the order of their effects. Nothing depends on the order of rows or units.
 *
 * @throws DiscoError `input` without a unit, with weights that differ within a unit, or with unusable options; `refused` where no unit is
 * seen twice. Cost: O(rows) to count; then O(patterns x classes) for each of some hundred to some thousand steps.
 * Source: A. Dempster, N. Laird and D. Rubin, JRSS B 39, 1977; G. McLachlan and D. Peel, *Finite mixture models*, 2000.
 */
export function latentClasses(sample: Sample, options: ClassOptions = {}): ClassFit {
  check(options);
  const design =
    options.weights !== "constant" && sample.unit && sample.given.length > 0 ? unitDesign(sample) : undefined;
  const occasions = occasionsOf(sample, design);
  const seen = countSeen(occasions);
  if (seen.repeated === 0) {
    throw new DiscoError(
      {
        who: "classes",
        wrong: "no individual is seen twice, so nothing tells kinds of individuals from chance",
        given: `${sample.unit!.name}: ${sample.rows} rows, each a unit of its own`,
        next: "give a table with several rows a unit, or use a learner of covariates",
      },
      "refused",
    );
  }
  const arms = options.arms ?? (apart(seen) ? "at-random" : "by-class");
  const pooled = pool(occasions);
  const em: EmOptions = {
    arms,
    steps: 3000,
    tolerance: occasions.law ? 1e-12 : 1e-9,
    floor: 1e-3 * pooled.spread,
    spread: pooled.spread,
    ridge: occasions.law || !occasions.covariates ? 0 : RIDGE,
  };
  if (occasions.kind === "numeric" && !(pooled.spread > 0)) {
    throw new DiscoError({
      who: sample.outcome.name,
      wrong: "all outcomes are the same number in each arm, so there is nothing to split",
      next: "name a column that varies",
    });
  }
  const search = { starts: options.starts ?? 20, seed: options.seed ?? 1 };
  // To compare numbers of classes, each worth log(units) and more, the likelihood need not be known to its last digit.
  const rough = occasions.law ? em : { ...em, tolerance: 1e-6, gain: 0.02, steps: 600 };
  const climbTo = (classes: number) => bestClimb(occasions, classes, pooled, rough, search);
  const { fit, bic } = choose(occasions, em, climbTo, options.classes);
  const law = orderLaw(fit.law);
  const byPattern = new Float64Array(occasions.size * law.classes);
  const logLikelihood = posterior(occasions, law, byPattern);
  const notes = [
    ...remarksOf(occasions, law, byPattern, seen, em.floor),
    ...(design ? leftOut(design, sample.unit!.name) : []),
  ];
  if (!fit.converged) {
    notes.push({
      id: "classes-not-converged",
      text: `The search for ${law.classes} classes was still moving after ${fit.steps} steps; the likelihood is nearly flat there, so take the classes as one of several that fit about as well.`,
    });
  }
  if (options.classes === undefined && law.classes === MOST) {
    notes.push({
      id: "many-classes",
      text: `${MOST} classes fit best, the most that were tried: individuals may differ by degree rather than kind.`,
    });
  }
  return {
    law,
    arms,
    status: fit.converged ? "converged" : "not-converged",
    logLikelihood,
    bic,
    posterior: spreadOut(occasions, law, byPattern),
    occasions,
    ridge: em.ridge ?? 0,
    covariates: occasions.covariates ? design!.names : [],
    byPattern,
    notes,
  };
}

/** Covariates that class weights cannot go with. */
function leftOut({ varying }: UnitDesign, unit: string): LearnNote[] {
  if (varying.length === 0) return [];
  return [
    {
      id: "covariates-vary",
      text: `${varying.join(", ")} ${varying.length === 1 ? "changes" : "change"} between rows of one ${unit}, so it says nothing of who the unit is; class weights do not go with it.`,
    },
  ];
}

/** The number of classes asked for, or the best by BIC (Schwarz 1978); of an exact law the fewest that fit it. */
function choose(
  occasions: Occasions,
  em: EmOptions,
  climbTo: (classes: number) => EmFit,
  asked: number | undefined,
): { fit: EmFit; bic: ClassFit["bic"] } {
  const { arms, floor } = em;
  const price = (fit: EmFit) => -2 * fit.logLikelihood + parameters(fit.law, arms) * Math.log(occasions.units);
  const polish = (fit: EmFit) => climb(occasions, fit.law, em);
  if (asked !== undefined) {
    const fit = polish(climbTo(asked));
    return { fit, bic: occasions.law ? [] : [{ classes: asked, bic: price(fit) }] };
  }
  let best = climbTo(1);
  const bic = [{ classes: 1, bic: price(best) }];
  for (let classes = 2; classes <= MOST; classes++) {
    const fit = climbTo(classes);
    if (occasions.law) {
      if (fit.logLikelihood - best.logLikelihood < EXACT * occasions.units) break;
      best = fit;
      continue;
    }
    bic.push({ classes, bic: price(fit) });
    // Where a class shrinks onto one value the likelihood has no maximum, and its height says nothing.
    const shrunk = onFloor(fit.law, floor) && !onFloor(best.law, floor);
    if (!shrunk && price(fit) < price(best)) best = fit;
    // Two classes more than the best so far and no better: the rest would only cost time.
    else if (classes >= best.law.classes + 2) break;
  }
  const fit = polish(best);
  const exactly = bic.map((one) => (one.classes === fit.law.classes ? { ...one, bic: price(fit) } : one));
  return { fit, bic: occasions.law ? [] : exactly };
}

function spreadOut({ patternOf }: Occasions, law: ClassLaw, byPattern: Float64Array): Float64Array {
  const { classes, weight } = law;
  const out = new Float64Array(patternOf.length * classes);
  for (let u = 0; u < patternOf.length; u++) {
    const j = patternOf[u];
    out.set(j < 0 ? weight : byPattern.subarray(j * classes, (j + 1) * classes), u * classes);
  }
  return out;
}
