import type { Column } from "../num/columns.js";
import { hashNumber, hashRows, hashText, mix } from "../num/hash.js";
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
  /** Sum of `count`: observations, or 1 for an exact law. */
  readonly total: number;
  /** Content hash of each row of the sample. */
  readonly rowHash: Uint32Array;
}

/**
 * Names the two labels by the data, not by their coding: the rarer label is 1; a tie is broken by the covariates that go with it. So
 * swapping the labels leaves the folds, and with them every answer, where they were.
 */
function unlabelled(values: ArrayLike<number>, weight: Float64Array | undefined, rowHash: Uint32Array): Float64Array {
  const mass = [0, 0];
  const mark = [0, 0];
  for (let i = 0; i < values.length; i++) {
    mass[values[i]] += weight ? weight[i] : 1;
    mark[values[i]] = (mark[values[i]] + Math.imul(rowHash[i], weight ? weight[i] : 1)) >>> 0;
  }
  const swap = mass[1] > mass[0] || (mass[1] === mass[0] && mark[1] > mark[0]);
  return Float64Array.from({ length: values.length }, (_, i) => (swap ? 1 - values[i] : values[i]));
}

/** Places of the values among the distinct ones, so that a change of units moves no row to another fold. */
function ranks(values: Float64Array): Float64Array {
  const place = new Map<number, number>();
  for (const value of Float64Array.from(values).sort()) if (!place.has(value)) place.set(value, place.size);
  return values.map((value) => place.get(value)!);
}

/** Everything that makes two rows the same observation, apart from how the arms and outcomes are called. */
function contentColumns(sample: Sample, rowHash: Uint32Array): Column[] {
  const { treatment, outcome, weights } = sample;
  const arm = unlabelled(treatment.values, weights?.values, rowHash);
  const y = outcome.kind === "binary" ? unlabelled(outcome.values, weights?.values, rowHash) : ranks(outcome.values);
  return [
    ...sample.given,
    { kind: "numeric", name: "\u0000arm", values: arm },
    { kind: "numeric", name: "\u0000outcome", values: y },
  ];
}

/**
 * Deals observations into folds by a hash of the unit, so that rows of one unit never part; without units by a hash of the row's content
 * and of its number among identical rows. Neither row order, nor repeated or reordered covariates, nor the names of arms and outcomes
 * move an observation. One fold: no cross-fitting. Cost: O(rows x columns), plus O(observations) when rows carry counts.
 */
export function assignFolds(sample: Sample, folds: number, seed: number): Entries {
  const { rows, unit, weights } = sample;
  const rowHash = hashRows(sample.given, rows, weights?.values);
  const identity = () => Int32Array.from({ length: rows }, (_, i) => i);
  const ones = weights ? weights.values : new Float64Array(rows).fill(1);
  const total = ones.reduce((a, b) => a + b, 0);
  const law = weights?.kind === "law";
  if (folds === 1 || law) {
    return { folds: 1, row: identity(), fold: new Uint8Array(rows), count: ones, total: law ? 1 : total, rowHash };
  }
  if (unit) {
    const foldOf = unit.labels.map(
      (label) => mix(typeof label === "number" ? hashNumber(label) : hashText(label), seed) % folds,
    );
    return {
      folds,
      row: identity(),
      fold: Uint8Array.from(unit.codes, (code) => foldOf[code]),
      count: ones,
      total,
      rowHash,
    };
  }
  const content = contentColumns(sample, rowHash);
  const contentHash = hashRows(content, rows, weights?.values);
  const { id, first } = patternsOf(content, rows, contentHash);
  const met = new Uint32Array(first.length);
  const foldOf = (row: number) => mix(mix(contentHash[row], seed), met[id[row]]++) % folds;
  if (!weights) {
    return {
      folds,
      row: identity(),
      fold: Uint8Array.from({ length: rows }, (_, i) => foldOf(i)),
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
    total,
    rowHash,
  };
}
