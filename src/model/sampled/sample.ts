import type { Request, Result, Unable } from "../request.js";
import { makeSampler, planBatches } from "./batches.js";
import { combine } from "./combine.js";
import { exactingEvidence, rarestEvidence } from "./rarest.js";

/** How much is drawn. */
export interface SampleOptions {
  /** Rows drawn over all cases of the dial, at least 1; a case gets at least a hundred. */
  readonly draws: number;
  /** Whole number, 0 to 2^32 - 1. */
  readonly seed: number;
}

/** A sampled result, and which piece of evidence most rows fail at. */
export interface Sampled extends Result {
  readonly rarest?: string;
}

/**
 * Answers by drawing: individuals, the factual world and the counterfactual ones, weighted by how probable the evidence is for each
 * (likelihood weighting). Exact values of continuous variables weigh by their densities. Noise is a function of seed, individual,
 * variable and world, so that the same seed gives the same bits everywhere.
 * @returns in words why not, when the evidence is an exact value of something that is itself calculated from continuous variables
 * @throws DiscoError when a mechanism is none (a probability outside [0, 1]) for values that were drawn
 * Cost: draws x sites of the unrolled worlds, some 10 ns each; memory for a few blocks.
 */
export function sample(request: Request, options: SampleOptions): Sampled | Unable {
  const refusal = refuse(request);
  if (refusal !== undefined) return refusal;
  const plan = planBatches(request, options.draws);
  const sampler = makeSampler(request, plan, options.seed);
  return finish(request, combine(request, plan, plan.batches.map(sampler.draw)), options);
}

/** What cannot be sampled at all. */
export function refuse({ coupling }: Request): Unable | undefined {
  if (coupling.kind === "arms")
    return { unable: "potential outcomes are compared in models with finitely many values only" };
  return undefined;
}

/** Says what is to be said of evidence that few or no rows agree with. */
export function finish(request: Request, result: Result, { seed }: SampleOptions): Sampled | Unable {
  const { effectiveSize, draws } = result.sampling!;
  if (effectiveSize === 0) {
    const exacting = exactingEvidence(request, seed);
    if (exacting !== undefined) {
      return {
        unable: `${exacting} is an exact value of something that the model calculates from continuous variables, which no draw ever hits`,
      };
    }
  }
  const rarest = effectiveSize < draws / 20 ? rarestEvidence(request, seed) : undefined;
  return rarest === undefined ? result : { ...result, rarest };
}
