import { fillUniform, noiseStream } from "../../num/noise.js";
import { fillNormal } from "../../num/ziggurat.js";
import type { Mechanism } from "../model.js";
import type { Bench, Place } from "./registers.js";
import type { NoiseName } from "./sites.js";

/**
 * Noise is kept as it is drawn: standard normal for normal laws, uniform in [0, 1) for all others. Both are the `e` of DESIGN 4.1, since all
 * sites with one noise have laws of one kind.
 */
export function drawNoise(
  draft: Bench & { readonly seed: number },
  kind: Mechanism["kind"],
  { name, vector }: NoiseName,
): Place {
  const out = draft.registers.take();
  const stream = noiseStream(draft.seed, name, vector);
  const fill = kind === "normal" ? fillNormal : fillUniform;
  draft.steps.push((memory, rows, block) => fill(memory.subarray(out.at, out.at + rows), rows, stream, block));
  return out;
}

/** The same row's uniform number, whatever the law. */
export function drawUniform(draft: Bench & { readonly seed: number }, noise: NoiseName): Place {
  return drawNoise(draft, "uniform", noise);
}
