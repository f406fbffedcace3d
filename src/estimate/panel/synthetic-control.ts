import { type Block, noiseOf, type Weigh } from "./block.js";
import { sparseFrankWolfe } from "./simplex.js";
import { unitProblem } from "./synthetic-did.js";

/** Penalty of the unit weights, in units of the noise: only so much that they are unique. */
const ETA = 1e-6;

/**
 * Weights of the synthetic control (Abadie, Diamond & Hainmueller 2010, on outcomes only, in the form of Arkhangelsky et al. 2021): control
 * units mixed, without an intercept, to follow the treated's average before the start; the gap before it is not taken away. Needs at
 * least two periods before the start. Cost: as `syntheticDid`.
 */
export function syntheticControl(block: Block): Weigh {
  const noise = noiseOf(block);
  return (among, start) => ({
    omega: sparseFrankWolfe(unitProblem(among, { zeta: ETA * noise, noise, intercept: false }), start?.omega).x,
    lambda: new Float64Array(among.before),
  });
}
