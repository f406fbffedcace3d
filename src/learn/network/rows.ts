import { hashNumber, mix } from "../../num/hash.js";
import { splitByContent } from "../boost/folds.js";
import type { NetworkInputs } from "./inputs.js";
import type { Observations } from "./likelihood.js";

/** Rows to learn from, as the caller has them. */
export interface RawRows {
  readonly inputs: NetworkInputs;
  readonly rows: Int32Array;
  readonly t: Uint8Array;
  readonly y: Float64Array;
  readonly weight: Float64Array | undefined;
  readonly rowHash: Uint32Array;
  readonly seed: number;
}

/** Observations in an order that only their contents decide, equal ones made one, and a hash of each. */
export interface ContentRows extends Observations {
  readonly keys: Uint32Array;
}

function compareInputs({ dense, numbers, codes, labels }: NetworkInputs, a: number, b: number): number {
  for (let k = 0; k < numbers; k++) {
    const gap = dense[a * numbers + k] - dense[b * numbers + k];
    if (gap !== 0) return gap;
  }
  for (let c = 0; c < labels; c++) {
    const gap = codes[a * labels + c] - codes[b * labels + c];
    if (gap !== 0) return gap;
  }
  return 0;
}

/** What decides the fate of each row in training: its content, its arm, its outcome and the seed. */
function contentKeys({ rows, rowHash, t, y, seed }: RawRows): Uint32Array {
  return Uint32Array.from(rows, (row) => mix(mix(mix(rowHash[row], hashNumber(y[row])), t[row]), seed));
}

/** Order of two rows by content alone; 0 where nothing that is learnt from tells them apart. */
function comparer({ inputs, rows, t, y }: RawRows, keys: Uint32Array) {
  return (a: number, b: number) =>
    keys[a] - keys[b] || y[rows[a]] - y[rows[b]] || t[rows[a]] - t[rows[b]] || compareInputs(inputs, rows[a], rows[b]);
}

/**
 * Puts rows into the order of their contents and makes rows of equal content one that weighs as much: training then is the same bits in any
 * order of rows, and a row of weight k is k rows. Rows of weight zero are nobody. Cost: O(n log n).
 */
export function contentRows(raw: RawRows): ContentRows {
  const { inputs, rows, t, y, weight } = raw;
  const keys = contentKeys(raw);
  const compare = comparer(raw, keys);
  const counts = (i: number) => (weight ? weight[rows[i]] : 1);
  const order = Int32Array.from(rows, (_, i) => i)
    .filter((i) => counts(i) > 0)
    .sort(compare);
  const kept: number[] = [];
  const mass: number[] = [];
  for (const i of order) {
    const last = kept.length - 1;
    if (last >= 0 && compare(kept[last], i) === 0) mass[last] += counts(i);
    else {
      kept.push(i);
      mass.push(counts(i));
    }
  }
  return {
    inputs,
    row: Int32Array.from(kept, (i) => rows[i]),
    t: Uint8Array.from(kept, (i) => t[rows[i]]),
    y: Float64Array.from(kept, (i) => y[rows[i]]),
    mass: Float64Array.from(mass),
    keys: Uint32Array.from(kept, (i) => keys[i]),
  };
}

/** Rows by unit: unit u has those from `from[u]` to `from[u + 1]`. `mass`: by unit. */
export interface UnitRows extends Observations {
  readonly keys: Uint32Array;
  readonly from: Int32Array;
}

/** Units in an order that only their contents decide, and their rows within them. `unit`: by row of the table. Cost: O(n log n). */
export function contentUnits(raw: RawRows, unit: Int32Array): UnitRows {
  const { inputs, rows, t, y } = raw;
  const keys = contentKeys(raw);
  const compare = comparer(raw, keys);
  const members = new Map<number, number[]>();
  for (const i of Int32Array.from(rows, (_, k) => k).sort(compare)) {
    const own = members.get(unit[rows[i]]);
    if (own) own.push(i);
    else members.set(unit[rows[i]], [i]);
  }
  const units = [...members.values()].map((own) => ({ own, key: own.reduce((h, i) => mix(h, keys[i]), own.length) }));
  const compareUnits = (a: readonly number[], b: readonly number[]) => {
    for (let j = 0; j < Math.min(a.length, b.length); j++) {
      const gap = compare(a[j], b[j]);
      if (gap !== 0) return gap;
    }
    return a.length - b.length;
  };
  units.sort((a, b) => a.key - b.key || compareUnits(a.own, b.own));
  const from = new Int32Array(units.length + 1);
  for (let u = 0; u < units.length; u++) from[u + 1] = from[u] + units[u].own.length;
  const flat = units.flatMap(({ own }) => own);
  return {
    inputs,
    row: Int32Array.from(flat, (i) => rows[i]),
    t: Uint8Array.from(flat, (i) => t[rows[i]]),
    y: Float64Array.from(flat, (i) => y[rows[i]]),
    mass: new Float64Array(units.length).fill(1),
    keys: Uint32Array.from(units, ({ key }) => key),
    from,
  };
}

/** Fewer observations than this and none is held out. */
const FEW = 40;

/** Shares of each item's mass that are held out, for each of `models` fits; none where there is too little, or where the mass is an exact law's. */
export function heldOut(keys: Uint32Array, mass: Float64Array, models: number): readonly Float64Array[] {
  const total = mass.reduce((a, b) => a + b, 0);
  if (total < FEW) return [];
  // Masses that are no counts have no whole observations to deal out.
  const whole = mass.every(Number.isInteger) ? mass : undefined;
  const shares = splitByContent(keys, whole, PARTS, models);
  return whole ? shares : shares.map((share) => share.map((held, i) => held * mass[i]));
}

/** Equal parts of the data, each held out in turn. */
const PARTS = 5;
