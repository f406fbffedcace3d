import { DiscoError } from "../../error.js";
import { exp } from "../../num/elementary.js";
import { BLOCK } from "../../num/noise.js";
import type { Request } from "../request.js";
import { makeSampler, planBatches } from "./batches.js";
import type { Program } from "./program.js";

/** So many blocks tell well enough which evidence is the rare one. */
const BLOCKS = 8;

/** Evidence that is an exact value of something calculated, if there is any. */
export function exactingEvidence(request: Request, seed: number): string | undefined {
  const { probes } = mostProbableCase(request, seed);
  return probes.find(({ exacting }) => exacting)?.text;
}

/**
 * The piece of evidence at which the rows' effective number falls most, in the most probable case of the dial; undefined when there is only
 * one piece. Cost: a few blocks.
 */
export function rarestEvidence(request: Request, seed: number): string | undefined {
  const program = mostProbableCase(request, seed);
  const { probes, weights } = program;
  if (probes.length < 2 || weights === undefined) return undefined;
  const effective = new Float64Array(probes.length + 1);
  effective[0] = BLOCKS * BLOCK;
  try {
    for (let block = 0; block < BLOCKS; block++) watch(program, weights, block, effective);
  } catch (error) {
    // A row that was not drawn before may meet a law that is none: then there is only less to say.
    if (error instanceof DiscoError) return undefined;
    throw error;
  }
  let rarest = 0;
  const loss = (probe: number) => effective[probe + 1] / effective[probe];
  probes.forEach((_, probe) => {
    if (loss(probe) < loss(rarest)) rarest = probe;
  });
  return probes[rarest].text;
}

/** Draws a block, and adds its effective number after each piece of evidence. */
function watch(
  { probes, steps, memory }: Program,
  weights: Float64Array,
  block: number,
  effective: Float64Array,
): void {
  let next = 0;
  for (let step = 0; step <= steps.length; step++) {
    for (; next < probes.length && probes[next].step === step; next++) {
      effective[next + 1] += probes[next].varied ? effectiveSize(weights) : BLOCK;
    }
    if (step < steps.length) steps[step](memory, BLOCK, block);
  }
}

function mostProbableCase(request: Request, seed: number): Program {
  const plan = planBatches(request, 1);
  const probabilities = plan.cases.map(({ probability }) => probability);
  return makeSampler(request, plan, seed).programOf(probabilities.indexOf(Math.max(...probabilities)));
}

/** (sum w)^2 / sum w^2 of a block. */
function effectiveSize(logs: Float64Array): number {
  let top = -Infinity;
  for (const log of logs) if (log > top) top = log;
  let [sum, squares] = [0, 0];
  for (const log of logs) {
    const weight = log > -Infinity ? exp(log - top) : 0;
    sum += weight;
    squares += weight * weight;
  }
  return sum === 0 ? 0 : (sum * sum) / squares;
}
