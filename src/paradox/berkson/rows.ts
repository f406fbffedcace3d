import { type Four, four } from "./four.js";

/** Rows by what is known of them: the group of four (first + 2 second; -1 where a value is missing), selected or not, and how many they stand for. */
export interface PairRows {
  readonly group: Int8Array;
  readonly selected: Uint8Array;
  /** Observations, or probability. */
  readonly mass: Float64Array;
  readonly law: boolean;
}

/** The counts of the four groups among the rows that `holds` picks. */
export function countsOf({ group, mass }: PairRows, holds: (row: number) => boolean): Four {
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < group.length; i++) if (group[i] >= 0 && holds(i)) counts[group[i]] += mass[i];
  return four((g) => counts[g]);
}

/** The mass of the rows that `holds` picks. */
export function massOf({ mass }: PairRows, holds: (row: number) => boolean): number {
  let sum = 0;
  for (let i = 0; i < mass.length; i++) if (holds(i)) sum += mass[i];
  return sum;
}
