// The public names of `discoscm/law`. Everything here runs in a browser as well as in Node.
export { type Uniform, uniformStream } from "../num/random.js";
export { type Bernoulli, bernoulli, bernoulliFromLogOdds } from "./bernoulli.js";
export { type Beta, beta } from "./beta.js";
export { type Categorical, categorical, type SoftmaxOptions, softmax, uniformOver } from "./categorical.js";
export { type Cauchy, cauchy } from "./cauchy.js";
export type { CauchyProduct } from "./cauchy-product.js";
export { probabilityGreater } from "./comparison.js";
export { type Empirical, empirical } from "./empirical.js";
export { expectation } from "./expectation.js";
export type { Outcome } from "./family.js";
export {
  type FiniteLaw,
  type Fused,
  type FuseOptions,
  type Fusible,
  fuse,
  fusePowers,
  inverse,
  power,
} from "./fuse.js";
export { type Gamma, gamma } from "./gamma.js";
export { entropy, kl, totalVariation } from "./information.js";
export {
  cdf,
  type Law,
  logDensity,
  type Mixture,
  mean,
  type OutcomeOf,
  quantile,
  sample,
  survival,
  variance,
} from "./law.js";
export { type Mixed, mix } from "./mix.js";
export { type Normal, normal } from "./normal.js";
export { type Optimum, type OptimumOptions, regularisedOptimum } from "./optimum.js";
export { type UniformLaw, uniform } from "./uniform.js";
