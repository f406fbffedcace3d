import { DiscoError } from "../error.js";
import type { Nuisances } from "../learn/nuisances.js";
import { hashNumber, hashText, mix } from "../num/hash.js";
import { indices } from "../num/indices.js";
import { patternsOf } from "../num/patterns.js";
import type { Sample } from "../num/sample.js";
import { costsOf, type Groups, groupsOf } from "./beside.js";
import type { DecideSettings } from "./options.js";
import type { Scored, ThreeViews } from "./scored.js";

/** Those who are decided about, one by one: the units, or the rows where there is no unit, in the order in which they first stand in the table. */
export interface People {
  readonly size: number;
  /** Name of the unit's column, or "row". */
  readonly name: string;
  readonly ids: readonly (string | number)[] | Int32Array;
  /** Which individual each row of the sample is. */
  readonly ofRow: Int32Array;
  /** How many individuals each stands for; 0 for those who were trimmed, about whom nothing is decided. */
  readonly mass: Float64Array;
  readonly total: number;
  /** Does each stand for itself alone? Then nobody is treated in part. */
  readonly single: boolean;
  /** The fold that each is in; all in one where rows that stand for many are in several. */
  readonly fold: Uint8Array;
  readonly folds: number;
  /** A hash of who it is, which draws lots: never of the order of rows. */
  readonly hash: Uint32Array;
  /** Averages over an individual's rows. */
  readonly p1: Float64Array;
  readonly p0: Float64Array;
  /** Chance of a complier, under independent noises or without defiers. */
  readonly complier: Float64Array;
  readonly benefit: ThreeViews;
  readonly cost: Float64Array;
  readonly groups?: Groups;
}

/**
 * Gathers rows to individuals. A unit's predictions and costs are averages over its rows.
 * @param all every entry, so that those who were trimmed have predictions too
 * @param kept the entries that are decided about
 * @throws DiscoError for columns of costs and groups that cannot be used, and for a unit in two groups
 * Cost: O(rows x columns), for the hashes.
 */
export function peopleOf(
  sample: Sample,
  learnt: Nuisances,
  all: Scored,
  kept: Scored,
  settings: DecideSettings,
): People {
  const { ofRow, first } = firstSeen(sample);
  const size = first.length;
  const plain = learnt.entries.single && sample.unit === undefined;
  const mass = new Float64Array(size);
  for (let j = 0; j < kept.row.length; j++) mass[ofRow[kept.row[j]]] += kept.count[j];
  const weight = new Float64Array(size);
  for (let j = 0; j < all.row.length; j++) weight[ofRow[all.row[j]]] += all.count[j];
  const average = (values: Float64Array) => {
    // One entry a row, a row an individual: nothing to be averaged.
    if (plain) return values;
    const out = new Float64Array(size);
    for (let j = 0; j < values.length; j++) out[ofRow[all.row[j]]] += all.count[j] * values[j];
    for (let i = 0; i < size; i++) out[i] /= weight[i];
    return out;
  };
  const [p0, p1] = all.p;
  const monotone = settings.assume === "monotone";
  const complier = new Float64Array(p1.length);
  for (let j = 0; j < complier.length; j++) complier[j] = monotone ? p1[j] - p0[j] : p1[j] * (1 - p0[j]);
  const each = settings.cost ?? 0;
  const byRow = settings.costColumn === undefined ? undefined : costsOf(sample, settings.costColumn);
  const groups = settings.fair === undefined ? undefined : groupsOfPeople(sample, settings.fair, ofRow, first);
  return {
    ...{ size, ofRow, mass },
    name: sample.unit?.name ?? "row",
    ids: idsOf(sample, first),
    total: kept.total,
    single: sample.weights === undefined,
    ...foldsOf(sample, learnt, all, ofRow, size),
    hash: hashesOf(sample, learnt, first),
    p1: average(p1),
    p0: average(p0),
    complier: average(complier),
    benefit: { value: average(all.benefit.value), low: average(all.benefit.low), high: average(all.benefit.high) },
    cost:
      byRow === undefined
        ? new Float64Array(size).fill(each)
        : average(plain ? byRow : Float64Array.from(all.row, (i) => byRow[i])),
    ...(groups === undefined ? {} : { groups }),
  };
}

/** Which individual each row is, and the first row of each. */
function firstSeen({ unit, rows }: Sample): { readonly ofRow: Int32Array; readonly first: Int32Array } {
  if (unit === undefined) {
    const own = indices(rows);
    return { ofRow: own, first: own };
  }
  const place = new Int32Array(unit.labels.length).fill(-1);
  const first = new Int32Array(unit.labels.length);
  const ofRow = new Int32Array(rows);
  let met = 0;
  for (let i = 0; i < rows; i++) {
    const code = unit.codes[i];
    if (place[code] < 0) {
      first[met] = i;
      place[code] = met++;
    }
    ofRow[i] = place[code];
  }
  return { ofRow, first: first.slice(0, met) };
}

function foldsOf({ weights }: Sample, { entries }: Nuisances, { row, fold }: Scored, ofRow: Int32Array, size: number) {
  const out = new Uint8Array(size);
  if (weights !== undefined) return { fold: out, folds: 1 };
  for (let j = 0; j < row.length; j++) out[ofRow[row[j]]] = fold[j];
  return { fold: out, folds: entries.folds };
}

function idsOf({ unit, rowNumbers }: Sample, first: Int32Array): People["ids"] {
  if (unit !== undefined) return Array.from(first, (row) => unit.labels[unit.codes[row]]);
  if (rowNumbers !== undefined) return rowNumbers;
  const out = new Int32Array(first.length);
  for (let i = 0; i < out.length; i++) out[i] = first[i] + 1;
  return out;
}

/**
 * Lots that do not depend on the order of rows: of a unit its label; of a row its content and its number among rows alike in everything, so that
 * whoever is like another in the covariates has its own lot, which arm and outcome say nothing about.
 */
function hashesOf(sample: Sample, { entries }: Nuisances, first: Int32Array): Uint32Array {
  const { unit, given, treatment, outcome, rows } = sample;
  const out = new Uint32Array(first.length);
  if (unit !== undefined) {
    const { codes, labels } = unit;
    for (let i = 0; i < out.length; i++) {
      const label = labels[codes[first[i]]];
      out[i] = typeof label === "number" ? hashNumber(label) : hashText(label);
    }
    return out;
  }
  const seen = [
    { kind: "numeric" as const, name: "arm", values: Float64Array.from(treatment.values) },
    { kind: "numeric" as const, name: "outcome", values: outcome.values },
  ];
  for (let i = 0; i < rows; i++) {
    out[i] = mix(entries.rowHash[i], mix(treatment.values[i], outcome.values[i]));
  }
  const { id, first: shown } = patternsOf([...given, ...seen], rows, out);
  const met = new Uint32Array(shown.length);
  for (let i = 0; i < rows; i++) out[i] = mix(out[i], met[id[i]]++);
  return out;
}

function groupsOfPeople(sample: Sample, name: string, ofRow: Int32Array, first: Int32Array): Groups {
  const groups = groupsOf(sample, name);
  const codes = Int32Array.from(first, (row) => groups.codes[row]);
  for (let i = 0; i < ofRow.length; i++) {
    if (codes[ofRow[i]] === groups.codes[i]) continue;
    const { unit } = sample;
    const [one, two] = [codes[ofRow[i]], groups.codes[i]].map((code) => groups.labels[code]);
    throw new DiscoError({
      who: "fair",
      wrong: "an individual is in two groups, so nobody can say which it is treated with",
      given: `${unit!.name} = ${unit!.labels[unit!.codes[i]]} is in ${one} and ${two}`,
      next: "name a column that is the same in all rows of an individual",
    });
  }
  return { ...groups, codes };
}
