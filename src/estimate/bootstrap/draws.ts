import type { Column } from "../../num/columns.js";
import { hashNumber, hashRows, hashText, mix } from "../../num/hash.js";
import { patternsOf } from "../../num/patterns.js";
import type { ArmStudy } from "../../num/study.js";

/** What the weights of a replication are functions of: who the row is, and nothing of where it stands. */
export interface Drawing {
  /** By row: a hash of its unit, or of its content and of its number among identical rows. */
  readonly keys: Uint32Array;
  /** How many observations each row stands for; absent: one each. */
  readonly counts?: Float64Array;
  readonly seed: number;
}

/** Keys for every row. With units all rows of a unit have one key, so that they are drawn together. Cost: O(rows x columns). */
export function drawingOf(study: ArmStudy, seed: number): Drawing {
  const { unit, weights, rows } = study;
  const counts = weights === undefined ? {} : { counts: weights.values };
  if (unit !== undefined) {
    const hashes = unit.labels.map((label) => (typeof label === "number" ? hashNumber(label) : hashText(label)));
    return { keys: Uint32Array.from(unit.codes, (code) => hashes[code]), seed, ...counts };
  }
  const { treatment, outcome } = study;
  const columns: Column[] = [
    ...study.given,
    { kind: "numeric", name: "arm", values: Float64Array.from(treatment.codes) },
    { kind: "numeric", name: "outcome", values: outcome.values },
  ];
  const hashes = hashRows(columns, rows);
  const { id, first } = patternsOf(columns, rows, hashes);
  const met = new Uint32Array(first.length);
  return { keys: hashes.map((hash, i) => mix(hash, met[id[i]]++)), seed, ...counts };
}

/** Counts beyond this many are drawn from the normal law that their sum of exponentials is close to. */
const MOST = 200;

/**
 * Weights of one replication of the Bayesian bootstrap (Rubin 1981): a standard exponential for each observation (each unit), the sum of as
 * many for a row that stands for several. Functions of seed, replication and key, never of the order of rows. Cost: O(observations).
 */
export function drawWeights({ keys, counts, seed }: Drawing, replication: number, out: Float64Array): void {
  const salt = mix(mix(seed, 0x626f6f74), replication);
  for (let i = 0; i < keys.length; i++) {
    const count = counts === undefined ? 1 : counts[i];
    if (count === 1) out[i] = exponential(mix(keys[i], salt));
    else if (count > MOST) out[i] = Math.max(0, count + Math.sqrt(count) * normal(keys[i], salt));
    else {
      let sum = 0;
      for (let copy = 0; copy < count; copy++) sum += exponential(mix(mix(keys[i], salt), copy + 1));
      out[i] = sum;
    }
  }
}

function exponential(hash: number): number {
  return -Math.log((hash + 0.5) / 4294967296);
}

function normal(key: number, salt: number): number {
  const angle = (2 * Math.PI * mix(key, salt ^ 0x9e37)) / 4294967296;
  return Math.sqrt(2 * exponential(mix(key, salt))) * Math.cos(angle);
}
