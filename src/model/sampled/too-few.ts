import type { Complaint } from "../../error.js";
import type { Result } from "../request.js";
import type { Sampled } from "./sample.js";

/** Fewer rows than this are no basis for an answer. */
const FEWEST_EFFECTIVE = 100;

/** More draws than this are no advice: some minutes. */
const MOST_DRAWS = 1e9;

/**
 * What to say when too few draws agree with the evidence for an answer to be worth anything; undefined when all is well. The advice names
 * the rare piece of evidence, where one stands out, and the number of draws that would do.
 */
export function tooFew(result: Result | Sampled): Complaint | undefined {
  if (result.sampling === undefined) return undefined;
  const { draws, effectiveSize } = result.sampling;
  if (effectiveSize >= FEWEST_EFFECTIVE) return undefined;
  const rarest =
    "rarest" in result && result.rarest !== undefined ? `; it is ${result.rarest} that few draws agree with` : "";
  const enough = roundUp((draws * FEWEST_EFFECTIVE * 2) / effectiveSize);
  const more = enough <= MOST_DRAWS ? `draw more (--draws ${enough} should do)` : "hold less";
  return {
    who: "ask",
    wrong: `too few draws agree with what the question holds to tell anything: they are worth ${say(effectiveSize)} of ${draws}, and ${FEWEST_EFFECTIVE} are needed${rarest}`,
    next: `${more}, or hold a range instead of an exact value`,
  };
}

/** To one digit, upwards. */
function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / unit) * unit;
}

function say(size: number): string {
  return size < 10 ? size.toFixed(1) : String(Math.floor(size));
}
