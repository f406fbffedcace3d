import { DiscoError } from "../../error.js";
import type { Column } from "../../num/columns.js";
import type { Sample } from "../../num/sample.js";

/** What is known of each unit beside its occasions: a constant and its covariates, numbers in standard deviations, labels as indicators. */
export interface UnitDesign {
  readonly width: number;
  /** Units x width, in the order of the sample's unit labels. */
  readonly values: Float64Array;
  /** Covariates that go in, and those that are not the unit's own: they vary between its rows. */
  readonly names: readonly string[];
  readonly varying: readonly string[];
}

/** More columns than this and the weights of a few classes are harder to fit than the classes. */
const WIDEST = 100;

/** The row that each unit is first seen in; -1 without rows. */
function firstRows({ unit, rows }: Sample): Int32Array {
  const first = new Int32Array(unit!.labels.length).fill(-1);
  for (let i = rows - 1; i >= 0; i--) first[unit!.codes[i]] = i;
  return first;
}

function varies(column: Column, { unit, rows }: Sample, first: Int32Array): boolean {
  const value = (i: number) => (column.kind === "numeric" ? column.values[i] : column.codes[i]);
  for (let i = 0; i < rows; i++) if (value(i) !== value(first[unit!.codes[i]])) return true;
  return false;
}

/** A numeric covariate less its average over units, in standard deviations; nothing where it never varies. */
function standardised(values: Float64Array, present: Int32Array): Float64Array | undefined {
  // Added in the order of their size, so that the order of units does not show in the last digit.
  const sorted = Float64Array.from(present, (u) => values[u]).sort();
  const mean = sorted.reduce((a, b) => a + b, 0) / sorted.length;
  const sd = Math.sqrt(sorted.reduce((a, b) => a + (b - mean) ** 2, 0) / sorted.length);
  if (!(sd > 1e-12 * Math.abs(mean))) return undefined;
  return values.map((value) => (value - mean) / sd);
}

/**
 * The covariates of units as a design of multinomial logits. Covariates that vary within a unit say nothing of who it is and stay out.
 * @throws DiscoError where a covariate has missing values, or there are too many columns. Cost: O(rows x covariates).
 */
export function unitDesign(sample: Sample): UnitDesign {
  const { given, unit } = sample;
  const units = unit!.labels.length;
  const first = firstRows(sample);
  const present = Int32Array.from(first.keys()).filter((u) => first[u] >= 0);
  const columns: Float64Array[] = [new Float64Array(units).fill(1)];
  const names: string[] = [];
  const varying: string[] = [];
  for (const column of given) {
    if (column.kind === "numeric" && column.gaps) {
      throw new DiscoError({
        who: column.name,
        wrong: "weights of latent classes need every covariate of every unit",
        given: `${column.gaps} missing values`,
        next: "leave the covariate out, or fill its gaps first",
      });
    }
    if (varies(column, sample, first)) {
      varying.push(column.name);
      continue;
    }
    names.push(column.name);
    if (column.kind === "numeric") {
      const values = standardised(
        Float64Array.from(first, (i) => (i < 0 ? 0 : column.values[i])),
        present,
      );
      if (values) columns.push(values);
      continue;
    }
    const used = [...new Set(Array.from(present, (u) => column.codes[first[u]]))];
    // The first label by name stands for the rest; nothing rests on which one it is but rounding.
    used.sort((a, b) => (column.levels[a] < column.levels[b] ? -1 : 1));
    for (const level of used.slice(1)) {
      columns.push(Float64Array.from(first, (i) => (i >= 0 && column.codes[i] === level ? 1 : 0)));
    }
  }
  if (columns.length > WIDEST) {
    throw new DiscoError({
      who: "classes",
      wrong: `covariates of classes may have at most ${WIDEST - 1} columns, a label counting as many as it has levels less one`,
      given: `${columns.length - 1} columns from ${names.join(", ")}`,
      next: "give fewer covariates, or coarser labels",
    });
  }
  const values = new Float64Array(units * columns.length);
  columns.forEach((column, c) => {
    for (let u = 0; u < units; u++) values[u * columns.length + c] = column[u];
  });
  return { width: columns.length, values, names, varying };
}
