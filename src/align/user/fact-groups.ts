import type { UserFact } from "./profile.js";

/** Facts that are right or wrong together, because one source said them and is believed as much. */
export interface FactGroup {
  /** Of the factor that is told them: `facts_1`, `facts_2`, in the order of the file. */
  readonly name: string;
  readonly source: string;
  /** Above 0 and below 1. */
  readonly confidence: number;
  readonly texts: readonly string[];
}

/**
 * The facts in doubt, by source and confidence. One source is one factor, since what has one source and is fused as two counts twice (THEORY 6.3).
 * Facts of confidence 1 are in no group, they are told always; those of 0 are told never.
 */
export function factGroups(facts: readonly UserFact[]): readonly FactGroup[] {
  const groups = new Map<string, { source: string; confidence: number; texts: string[] }>();
  for (const { text, source, confidence } of facts) {
    if (confidence === 0 || confidence === 1) continue;
    const key = JSON.stringify([source, confidence]);
    const group = groups.get(key) ?? { source, confidence, texts: [] };
    group.texts.push(text);
    groups.set(key, group);
  }
  return [...groups.values()].map((group, k) => ({ name: `facts_${k + 1}`, ...group }));
}
