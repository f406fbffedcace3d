import type { Nuisances } from "../learn/nuisances.js";
import type { Sample } from "../num/sample.js";

/** Repeated occasions of the same individuals: what the U-statistics of THEORY 3.8 are sums of, and how much of it there is. */
export interface Replicates {
  /** By arm: units seen there twice or more, and units (and rows) seen there once. */
  readonly repeated: readonly [number, number];
  readonly once: readonly [number, number];
  /** Units seen in both arms. */
  readonly both: number;
  /** Fewest and most rows a unit has. */
  readonly fewest: number;
  readonly most: number;
  /** Is entry j the first of its unit? (Sums of a unit are booked there.) */
  readonly leads: Uint8Array;
  /** Occasions by unit and arm (units x 2). */
  readonly occasions: Float64Array;
}

/** Fewer repeated units than this say too little for an interval. */
const ENOUGH = 5;

/** Counts the occasions of each unit; undefined when no arm has enough units seen twice. */
export function countReplicates(sample: Sample, learnt: Nuisances): Replicates | undefined {
  const { unit } = sample;
  if (!unit) return undefined;
  const units = unit.labels.length;
  const occasions = new Float64Array(2 * units);
  const leads = new Uint8Array(learnt.t.length);
  const met = new Uint8Array(units);
  for (let j = 0; j < learnt.t.length; j++) {
    const u = unit.codes[learnt.entries.row[j]];
    if (!met[u]) leads[j] = 1;
    met[u] = 1;
    occasions[2 * u + learnt.t[j]]++;
  }
  const repeated: [number, number] = [0, 0];
  const once: [number, number] = [0, 0];
  let both = 0;
  let fewest = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let u = 0; u < units; u++) {
    const rows = occasions[2 * u] + occasions[2 * u + 1];
    if (rows === 0) continue;
    fewest = Math.min(fewest, rows);
    most = Math.max(most, rows);
    if (occasions[2 * u] > 0 && occasions[2 * u + 1] > 0) both++;
    for (const t of [0, 1] as const) {
      if (occasions[2 * u + t] > 1) repeated[t]++;
      else if (occasions[2 * u + t] === 1) once[t]++;
    }
  }
  if (Math.max(repeated[0], repeated[1]) < ENOUGH) return undefined;
  return { repeated, once, both, fewest, most, leads, occasions };
}

/** Are there enough units seen twice in arm t? */
export function repeatsIn(replicates: Replicates | undefined, t: 0 | 1): boolean {
  return replicates !== undefined && replicates.repeated[t] >= ENOUGH;
}

/** Are there enough units seen in both arms? */
export function crosses(replicates: Replicates | undefined): boolean {
  return replicates !== undefined && replicates.both >= ENOUGH;
}

/** Sums over one unit's occasions, booked on its first entry. */
export interface PairSums {
  /** Pairs of different occasions in arm t: the event on one, the response on the other, per partner (units x 1); and its event count. */
  readonly pairs: Float64Array;
  readonly pairEvents: Float64Array;
  /** The event in arm t times the average response in the other arm; and its event count among units seen in both. */
  readonly cross: Float64Array;
  readonly crossEvents: Float64Array;
}

/**
 * Per unit: sum over ordered pairs j != k of arm t's occasions of S_j h_k / (m - 1), and sum of S_j times the mean of h in the other arm.
 * Ratios of their totals to the event counts are E[h(t) | T=t, S] and E[h(other) | T=t, S] by fresh occasions of the same individual
 * (THEORY 3.8; units count by their occasions in arm t, as the evidence does). Cost: O(entries).
 */
export function pairSums(
  sample: Sample,
  learnt: Nuisances,
  { occasions }: Replicates,
  t: 0 | 1,
  event: (entry: number) => number,
  response: (entry: number) => number,
): PairSums {
  const { codes, labels } = sample.unit!;
  const units = labels.length;
  const s = new Float64Array(units);
  const h = new Float64Array(units);
  const sh = new Float64Array(units);
  const elsewhere = new Float64Array(units);
  for (let j = 0; j < learnt.t.length; j++) {
    const u = codes[learnt.entries.row[j]];
    if (learnt.t[j] === t) {
      s[u] += event(j);
      h[u] += response(j);
      sh[u] += event(j) * response(j);
    } else {
      elsewhere[u] += response(j);
    }
  }
  const sums: PairSums = {
    pairs: new Float64Array(units),
    pairEvents: new Float64Array(units),
    cross: new Float64Array(units),
    crossEvents: new Float64Array(units),
  };
  for (let u = 0; u < units; u++) {
    const m = occasions[2 * u + t];
    const others = occasions[2 * u + 1 - t];
    if (m > 1) {
      sums.pairs[u] = (s[u] * h[u] - sh[u]) / (m - 1);
      sums.pairEvents[u] = s[u];
    }
    if (m > 0 && others > 0) {
      sums.cross[u] = (s[u] * elsewhere[u]) / others;
      sums.crossEvents[u] = s[u];
    }
  }
  return sums;
}

/**
 * Books the sums of entry j's unit on the unit's first entry: pairs, their events, crossings, theirs, at z[at] to z[at + 3]; zeros elsewhere.
 * Averaged like any score, their ratios are the U-statistics.
 */
export function bookPairs(
  { sample, learnt, replicates }: { sample: Sample; learnt: Nuisances; replicates: Replicates },
  sums: PairSums,
  entry: number,
  z: Float64Array,
  at: number,
): void {
  const leads = replicates.leads[entry] === 1;
  const u = leads ? sample.unit!.codes[learnt.entries.row[entry]] : 0;
  z[at] = leads ? sums.pairs[u] : 0;
  z[at + 1] = leads ? sums.pairEvents[u] : 0;
  z[at + 2] = leads ? sums.cross[u] : 0;
  z[at + 3] = leads ? sums.crossEvents[u] : 0;
}
