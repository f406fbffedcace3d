import { DiscoError } from "../error.js";
import type { Uniform } from "../num/random.js";
import { bernoulliFamily } from "./bernoulli.js";
import { betaFamily } from "./beta.js";
import { type Categorical, categoricalFamily } from "./categorical.js";
import { type Cauchy, cauchyFamily } from "./cauchy.js";
import { type CauchyProduct, cauchyProductFamily } from "./cauchy-product.js";
import { empiricalFamily } from "./empirical.js";
import { type Family, need, type Outcome, type Outcomes } from "./family.js";
import { gammaFamily } from "./gamma.js";
import { type MixtureOf, mixtureFamily } from "./mixture.js";
import { normalFamily } from "./normal.js";
import { uniformFamily } from "./uniform.js";

/** Every family but mixtures, by the `kind` of its records. A new law is a file and a line here. */
const FAMILIES = {
  bernoulli: bernoulliFamily,
  categorical: categoricalFamily,
  empirical: empiricalFamily,
  normal: normalFamily,
  uniform: uniformFamily,
  beta: betaFamily,
  gamma: gammaFamily,
  cauchy: cauchyFamily,
  "cauchy-product": cauchyProductFamily,
};

type LawOf<F> = F extends Family<infer L> ? L : never;
/** A law that is not a mixture. */
export type Part = LawOf<(typeof FAMILIES)[keyof typeof FAMILIES]>;
/** A weighted average of laws with densities. */
export type Mixture = MixtureOf<Part>;
/** A probability law: a plain record, made by the function of its name, told apart by `kind`. */
export type Law = Part | Mixture;
/** Laws whose outcomes may be names. */
type MayBeNamed = Categorical;
/** Laws that may lack a mean, for their heavy tails or because their outcomes are names. */
type MayLackMean = Categorical | Cauchy | CauchyProduct | Mixture;
/** What a law comes out as. */
export type OutcomeOf<L extends Law> = L extends MayBeNamed ? Outcome : number;

function partFamily(part: Part): Family<Part> {
  const family = FAMILIES[part?.kind] as unknown as Family<Part> | undefined;
  if (family !== undefined) return family;
  const given = String(JSON.stringify(part)).slice(0, 40);
  throw new DiscoError({ who: "law", wrong: "this is not a law", given, next: "make one, for instance normal(0, 1)" });
}
const mixtures = mixtureFamily(partFamily);

/** What is known of the law's family. */
export function familyOf<L extends Law>(law: L): Family<L> {
  return (law?.kind === "mixture" ? mixtures : partFamily(law)) as unknown as Family<L>;
}

/** The outcomes of a finite law and their log probabilities; undefined for a law with a density. */
export function outcomesOf(law: Law): Outcomes | undefined {
  return familyOf(law).outcomes?.(law);
}

/**
 * Logarithm of the probability of x, or of the density at x; -Infinity where there is none. It stays finite far out, where the density itself
 * would round to zero. @throws DiscoError when x is a name that is not among the law's outcomes
 */
export function logDensity<L extends Law>(law: L, x: OutcomeOf<L>): number {
  return familyOf(law).logDensity(law, outcome(law, x));
}

/**
 * P(X <= x). Outcomes with names are ordered as they are listed.
 * @throws DiscoError when x is a name that is not among the law's outcomes
 */
export function cdf<L extends Law>(law: L, x: OutcomeOf<L>): number {
  return familyOf(law).cdf(law, outcome(law, x));
}

/** P(X > x), with all its digits where 1 - cdf has lost them. @throws DiscoError as `cdf` */
export function survival<L extends Law>(law: L, x: OutcomeOf<L>): number {
  return familyOf(law).survival(law, outcome(law, x));
}

/** The smallest x with cdf(x) >= p; at 0 and 1 the ends of the support, perhaps infinite. @throws DiscoError unless 0 <= p <= 1 */
export function quantile<L extends Law>(law: L, p: number): OutcomeOf<L> {
  need(p >= 0 && p <= 1, "quantile", "p must be a probability", p, "give a number from 0 to 1");
  return familyOf(law).quantile(law, p) as OutcomeOf<L>;
}

/**
 * One draw, from one number of the stream: the quantile at it (Bernoulli: 1 when it is below p; categorical: in the order listed, as in model
 * files; mixture: it chooses the part, then draws from it).
 */
export function sample<L extends Law>(law: L, uniform: Uniform): OutcomeOf<L> {
  const family = familyOf(law);
  // A stream gives 0 once in 2^53 draws, where quantiles are infinite.
  const e = uniform() || 2 ** -54;
  return (family.drawAt ?? family.quantile)(law, e) as OutcomeOf<L>;
}

/** What a moment's type is: laws of heavy tails or of names may have none. */
type Moment<L> = L extends MayLackMean ? number | undefined : number;

/** The mean; undefined where there is none: outcomes with names, Cauchy laws, mixtures with one. */
export function mean<L extends Law>(law: L): Moment<L> {
  return familyOf(law).mean(law) as Moment<L>;
}

/** The variance (of the sample itself for an empirical law); undefined where there is no mean, Infinity where there is only a mean. */
export function variance<L extends Law>(law: L): Moment<L> {
  return familyOf(law).variance(law) as Moment<L>;
}

/** Names are for finite laws only. */
function outcome(law: Law, x: Outcome): Outcome {
  if (typeof x === "number" || outcomesOf(law) !== undefined) return x;
  const given = JSON.stringify(x);
  throw new DiscoError({ who: law.kind, wrong: "this law is about numbers, not names", given, next: "give a number" });
}
