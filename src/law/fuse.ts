import { DiscoError } from "../error.js";
import type { Bernoulli } from "./bernoulli.js";
import { type Beta, fuseBetas } from "./beta.js";
import type { Categorical } from "./categorical.js";
import type { Cauchy } from "./cauchy.js";
import { type CauchyProduct, fuseCauchys } from "./cauchy-product.js";
import type { Empirical } from "./empirical.js";
import { need, type Term } from "./family.js";
import { type FiniteTerm, fuseFinite } from "./fuse-finite.js";
import { fuseGammas, type Gamma } from "./gamma.js";
import { type Law, outcomesOf } from "./law.js";
import { fuseNormals, type Normal } from "./normal.js";
import { fuseUniforms, type UniformLaw } from "./uniform.js";

/** Laws with finitely many outcomes. */
export type FiniteLaw = Bernoulli | Categorical | Empirical;
/** Laws that can be fused: finite ones on the same outcomes, others within their family. */
export type Fusible = FiniteLaw | Normal | Beta | Gamma | UniformLaw | Cauchy | CauchyProduct;
/** What laws of type L are fused to. */
export type Fused<L extends Fusible> = L extends Cauchy | CauchyProduct
  ? Cauchy | CauchyProduct
  : L extends Empirical
    ? Categorical
    : L;

/** What the laws have in common and must not be counted twice: one of the two, or neither. */
export type FuseOptions<L> =
  /** The prior of all of them: they are posteriors, each from evidence of its own, independent given what they are about. */
  | { readonly prior: L; readonly commonSource?: never }
  /** The background that each analyst started from. The same formula, seen from the other side. */
  | { readonly commonSource: L; readonly prior?: never };

/**
 * Fuses laws: the normalised product of probabilities or densities (THEORY 6.1). It is not idempotent: a source given twice is counted twice.
 *
 * `fuse(a, b, ...)` treats the laws as independent sources of opinion, each from scratch. `fuse([p1, p2], { prior })` is for posteriors that
 * share a prior: p1 (.) p2 (.) prior^-(n-1), the posterior given all evidence (THEORY 6.6). `fuse([f1, f2], { commonSource })` is
 * S (.) (f1 (.) S*) (.) (f2 (.) S*), which is the same law. With a prior and no posterior the answer is the prior.
 *
 * Finite laws on the same outcomes, in log space: outcomes impossible under one law are impossible in the result, and listed in its `zeros`.
 * Normal, beta, gamma: natural parameters add. Uniform: the intersection. Cauchy: a law given by normaliser and quadrature.
 * @throws DiscoError for laws of different families, different outcomes (named), disjoint supports, or a result that is not a law
 */
export function fuse<L extends Fusible>(first: L, ...more: readonly L[]): Fused<L>;
export function fuse<L extends Fusible>(laws: readonly L[], common: FuseOptions<NoInfer<L>>): Fused<L>;
export function fuse(first: Fusible | readonly Fusible[], ...more: readonly (Fusible | FuseOptions<Fusible>)[]): Law {
  if (!isList(first))
    return product(
      "fuse",
      [first, ...(more as readonly Fusible[])].map((law) => ({ law, power: 1 })),
    );
  const options = more[0] as FuseOptions<Fusible> | undefined;
  const shared = options?.prior ?? options?.commonSource;
  if (shared === undefined) {
    throw new DiscoError({
      who: "fuse",
      wrong: "a list of laws was given, but not what they share",
      given: `${first.length} laws`,
      next: "name it, fuse(laws, { prior }), or write fuse(a, b, ...) if they share nothing",
    });
  }
  const name = options?.prior ? "the prior" : "the common source";
  return product(
    "fuse",
    first.map((law) => ({ law, power: 1 })),
    { law: shared, power: 1 - first.length, name },
  );
}

function isList(value: Fusible | readonly Fusible[]): value is readonly Fusible[] {
  return Array.isArray(value);
}

/**
 * The law that undoes this one: fuse(law, inverse(law)) is uniform (THEORY 6.2). Finite positive laws always have one, densities hardly
 * ever (beta laws with a and b below 2); to take a law out of another use `fusePowers([whole, part], [1, -1])`.
 * @throws DiscoError naming an outcome of probability zero, or when the inverse cannot be normalised
 */
export function inverse<L extends Fusible>(law: L): Fused<L> {
  return product("inverse", [{ law, power: -1 }]) as Fused<L>;
}

/**
 * The law with probability or density proportional to this one's power `alpha`: below 1 flatter, above 1 sharper, 1/temperature in
 * Boltzmann's words (THEORY 6.4). Zeros stay zeros. @throws DiscoError when that is not a law
 */
export function power<L extends Fusible>(law: L, alpha: number): Fused<L> {
  return fusePowersAs("power", [law], [alpha]) as Fused<L>;
}

/**
 * The product of laws, each to its power: the geometric (logarithmic) pool when the powers add up to 1, and every other combination that
 * `fuse`, `inverse` and `power` can make, without steps in between that would not be laws.
 * @throws DiscoError as `fuse`, and unless there is one finite power for each law
 */
export function fusePowers<L extends Fusible>(laws: readonly L[], powers: readonly number[]): Fused<L> {
  return fusePowersAs("fusePowers", laws, powers) as Fused<L>;
}

function fusePowersAs(who: string, laws: readonly Fusible[], powers: readonly number[]): Law {
  const lengths = `${laws.length} and ${powers.length}`;
  need(laws.length === powers.length, who, "laws and powers differ in number", lengths, "give one power for each law");
  const bad = powers.find((one) => !Number.isFinite(one));
  need(bad === undefined, who, "a power is not a finite number", bad, "give finite numbers");
  return product(
    who,
    laws.map((law, i) => ({ law, power: powers[i] })),
  );
}

type Closed = (who: string, terms: readonly Term<never>[]) => Law;

/** Families in which a product of powers can be computed, by the kinds that belong together. */
const CLOSED: readonly { readonly kinds: readonly Law["kind"][]; readonly fuse: Closed }[] = [
  { kinds: ["normal"], fuse: fuseNormals },
  { kinds: ["beta"], fuse: fuseBetas },
  { kinds: ["gamma"], fuse: fuseGammas },
  { kinds: ["uniform"], fuse: fuseUniforms },
  { kinds: ["cauchy", "cauchy-product"], fuse: fuseCauchys },
];

function product(who: string, given: readonly Term<Fusible>[], shared?: FiniteTerm): Law {
  const terms: readonly FiniteTerm[] = given.map((term, i) => ({ ...term, name: `law ${i + 1}` }));
  const all = shared ? [...terms, shared] : terms;
  need(all.length > 0, who, "there is nothing to fuse", "no laws", "give at least one law");
  if (all.every(({ law }) => outcomesOf(law) !== undefined)) return fuseFinite(who, terms, shared);
  const kinds = new Set(all.map(({ law }) => law.kind));
  const closed = CLOSED.find((one) => [...kinds].every((kind) => one.kinds.includes(kind)));
  need(
    closed !== undefined,
    who,
    "there is no closed form for this product",
    [...kinds].join(", "),
    "fuse laws of one family (normal, beta, gamma, uniform, Cauchy), or finite laws; a mixture part by part",
  );
  return closed.fuse(who, all as readonly unknown[] as readonly Term<never>[]);
}
