import type { Column } from "../num/columns.js";
import { hashNumber, hashRows, hashText, mix } from "../num/hash.js";
import { indices } from "../num/indices.js";
import { patternsOf } from "../num/patterns.js";
import type { Sample } from "../num/sample.js";

/**
 * Observations by fold. Entry j stands for `count[j]` observations of row `row[j]` in fold `fold[j]`; a row of weight 7 may have entries in
 * several folds. Without weights there is one entry a row, in the order of the rows.
 */
export interface Entries {
  readonly folds: number;
  readonly row: Int32Array;
  readonly fold: Uint8Array;
  readonly count: Float64Array;
  /** Is entry j row j, standing for itself alone? */
  readonly single: boolean;
  /** Sum of `count`: observations, or 1 for an exact law. */
  readonly total: number;
  /** Content hash of each row of the sample. */
  readonly rowHash: Uint32Array;
}

/** Places of the values among the distinct ones, so that a change of units moves no row to another fold. */
function ranks(values: Float64Array): Float64Array {
  const place = new Map<number, number>();
  for (const value of Float64Array.from(values).sort()) if (!place.has(value)) place.set(value, place.size);
  return values.map((value) => place.get(value)!);
}

/**
 * Deals one observation of a row after the other into folds. The fold is a hash of the covariates (and of the place of a numeric outcome),
 * of how many observations are identical to this one and of its number among them: nothing in it knows how arms and outcomes are called.
 */
function dealer(
  sample: Sample,
  rowHash: Uint32Array,
  ones: Float64Array,
  folds: number,
  seed: number,
): (row: number) => number {
  const { rows, treatment, outcome } = sample;
  const arm: Column = { kind: "numeric", name: "arm", values: Float64Array.from(treatment.values) };
  const y: Column = { kind: "numeric", name: "outcome", values: outcome.values };
  const hashes = rowHash.map((hash, i) => mix(hash, mix(treatment.values[i], hashNumber(outcome.values[i]))));
  const { id, first } = patternsOf([...sample.given, arm, y], rows, hashes);
  const alike = new Float64Array(first.length);
  for (let i = 0; i < rows; i++) alike[id[i]] += ones[i];
  const place = outcome.kind === "numeric" ? ranks(outcome.values) : undefined;
  const met = new Uint32Array(first.length);
  return (row) => {
    const content = place ? mix(rowHash[row], place[row]) : rowHash[row];
    return mix(mix(content, seed), mix(met[id[row]]++, alike[id[row]])) % folds;
  };
}

/**
 * Deals observations into folds by a hash of the unit, so that rows of one unit never part; without units by a hash of the row's content
 * and of its number among identical rows. Neither row order, nor repeated or reordered covariates, nor the names of arms and outcomes
 * move an observation. One fold: no cross-fitting. Cost: O(rows x columns), plus O(observations) when rows carry counts.
 */
export function assignFolds(sample: Sample, folds: number, seed: number): Entries {
  const { rows, unit, weights } = sample;
  const rowHash = hashRows(sample.given, rows, weights?.values);
  const identity = () => indices(rows);
  const ones = weights ? weights.values : new Float64Array(rows).fill(1);
  const total = ones.reduce((a, b) => a + b, 0);
  const law = weights?.kind === "law";
  const single = weights === undefined;
  if (folds === 1 || law) {
    return {
      folds: 1,
      single,
      row: identity(),
      fold: new Uint8Array(rows),
      count: ones,
      total: law ? 1 : total,
      rowHash,
    };
  }
  if (unit) {
    const foldOf = unit.labels.map(
      (label) => mix(typeof label === "number" ? hashNumber(label) : hashText(label), seed) % folds,
    );
    return {
      folds,
      single,
      row: identity(),
      fold: Uint8Array.from(unit.codes, (code) => foldOf[code]),
      count: ones,
      total,
      rowHash,
    };
  }
  const foldOf = dealer(sample, rowHash, ones, folds, seed);
  if (!weights) {
    return {
      folds,
      single,
      row: identity(),
      fold: dealt(foldOf, rows),
      count: ones,
      total,
      rowHash,
    };
  }
  const row: number[] = [];
  const fold: number[] = [];
  const count: number[] = [];
  const share = new Float64Array(folds);
  for (let i = 0; i < rows; i++) {
    share.fill(0);
    for (let copy = 0; copy < ones[i]; copy++) share[foldOf(i)]++;
    for (let k = 0; k < folds; k++) {
      if (share[k] === 0) continue;
      row.push(i);
      fold.push(k);
      count.push(share[k]);
    }
  }
  return {
    folds,
    row: Int32Array.from(row),
    fold: Uint8Array.from(fold),
    count: Float64Array.from(count),
    single,
    total,
    rowHash,
  };
}

function dealt(foldOf: (row: number) => number, rows: number): Uint8Array {
  const folds = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) folds[i] = foldOf(i);
  return folds;
}
