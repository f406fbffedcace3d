import type { Column } from "../../num/columns.js";

/** The periods of a panel, ascending, and where in them each row stands. */
export interface Periods {
  readonly times: readonly (number | string)[];
  readonly place: Int32Array;
}

/**
 * The distinct values of a time column in their order: numbers by size, labels by their text, unless every label is a number written out
 * ("2", "10"). Levels that no row has are no period. Cost: O(rows + periods log periods).
 */
export function periodsOf(time: Column, rows: number): Periods {
  if (time.kind === "numeric") {
    const times = Float64Array.from(new Set(time.values.subarray(0, rows))).sort();
    const at = new Map(Array.from(times, (value, t) => [value, t]));
    // A zero may have a sign, and a map does not mind.
    return { times: [...times], place: Int32Array.from(time.values.subarray(0, rows), (value) => at.get(value)!) };
  }
  const { codes, levels } = time;
  const used = [...new Set(codes.subarray(0, rows))].filter((code) => code >= 0);
  const counted = used.every((code) => levels[code].trim() !== "" && Number.isFinite(Number(levels[code])));
  const distinct = counted && new Set(used.map((code) => Number(levels[code]))).size === used.length;
  used.sort((a, b) => (distinct ? Number(levels[a]) - Number(levels[b]) : levels[a] < levels[b] ? -1 : 1));
  const at = new Int32Array(levels.length).fill(-1);
  used.forEach((code, t) => {
    at[code] = t;
  });
  return {
    times: used.map((code) => (distinct ? Number(levels[code]) : levels[code])),
    place: codes.subarray(0, rows).map((code) => at[code]),
  };
}
