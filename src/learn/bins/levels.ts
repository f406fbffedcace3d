import type { CategoricalColumn } from "../../num/columns.js";
import type { LearnNote } from "../learner.js";

/** Levels of a categorical column that have a bin of their own; the others, if any, share one more. */
const OWN_BINS = 254;

/** Bins of a categorical column. */
export interface LevelBins {
  readonly bins: number;
  /** Bin of each level; of a level that no row uses, 0. */
  readonly binOfLevel: Uint8Array;
  readonly note?: LearnNote;
}

/**
 * One bin per level that some row uses, in the order of `levels`; when there are more than 254 of them, the 254 of the largest mass have a
 * bin each and the rarest share the last. Ties go by label, never by row order. Cost: O(n + levels log levels).
 * @param who what the note says tells the levels apart
 */
export function levelBins(column: CategoricalColumn, mass?: Float64Array, who = "boosting"): LevelBins {
  const { codes, levels, name } = column;
  const masses = new Float64Array(levels.length);
  const seen = new Uint8Array(levels.length);
  for (let i = 0; i < codes.length; i++) {
    masses[codes[i]] += mass === undefined ? 1 : mass[i];
    seen[codes[i]] = 1;
  }
  const used: number[] = [];
  for (let l = 0; l < levels.length; l++) if (seen[l] === 1) used.push(l);
  const binOfLevel = new Uint8Array(levels.length);
  if (used.length <= OWN_BINS) {
    for (let b = 0; b < used.length; b++) binOfLevel[used[b]] = b;
    return { bins: used.length, binOfLevel };
  }
  const byMass = used.slice().sort((a, b) => masses[b] - masses[a] || (levels[a] < levels[b] ? -1 : 1));
  const own = byMass.slice(0, OWN_BINS).sort((a, b) => a - b);
  const rare = byMass.slice(OWN_BINS);
  for (let b = 0; b < own.length; b++) binOfLevel[own[b]] = b;
  for (const l of rare) binOfLevel[l] = OWN_BINS;
  let rows = 0;
  for (let i = 0; i < codes.length; i++) if (binOfLevel[codes[i]] === OWN_BINS) rows++;
  const text = `"${name}" has ${used.length} levels; ${who} tells ${OWN_BINS} of them apart, and the ${rare.length} rarest (${rows} of ${codes.length} rows) share one bin`;
  return { bins: OWN_BINS + 1, binOfLevel, note: { id: "levels-shared", text } };
}
