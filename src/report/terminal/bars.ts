import type { Evidence } from "../../query/attribution.js";
import { limitOf } from "../lines.js";

/** The three shares as steps that lead from nothing to the total, one strip of `width` characters each. */
export interface Steps {
  readonly anyway: string;
  readonly policy: string;
  readonly chance: string;
}

/**
 * Each strip starts where the one above ends, so the eye adds them up. Solid: is there; ◂ leads back: the policy worked against it;
 * shaded: a chance that may be as large as that.
 */
export function steps(evidence: Evidence, width: number): Steps | undefined {
  const { anyway, policy, chance } = evidence.shares;
  if (anyway.value === null || policy.value === null || chance.value === null || width < 1) return undefined;
  const ends = [0, anyway.value, anyway.value + policy.value, anyway.value + policy.value + chance.value];
  const low = Math.min(...ends);
  const high = Math.max(...ends);
  if (!(high > low)) return undefined;
  const at = (value: number): number => Math.round(((value - low) / (high - low)) * width);
  const strip = (from: number, to: number, glyph: string): string => {
    const [start, end] = [at(Math.min(from, to)), at(Math.max(from, to))];
    return (" ".repeat(start) + (to < from ? "◂" : glyph).repeat(end - start)).padEnd(width);
  };
  return {
    anyway: strip(ends[0], ends[1], "▇"),
    policy: strip(ends[1], ends[2], "▇"),
    chance: strip(ends[2], ends[3], limitOf(chance) === "at most" ? "░" : "▇"),
  };
}
