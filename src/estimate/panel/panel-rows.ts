import { DiscoError } from "../../error.js";
import { shown } from "../../num/complaint.js";
import type { Study } from "../../num/study.js";

/** What rows say before units are put in order: everything by unit code and period. */
export interface Laid {
  readonly labels: readonly string[];
  readonly row: Int32Array;
  readonly periods: number;
}

/** One row for each unit and period, or a complaint that says how many are too many or missing. */
export function layOut(study: Study, place: Int32Array, times: readonly (number | string)[]): Laid {
  const unit = study.unit!;
  const periods = times.length;
  const used = new Int32Array(unit.labels.length).fill(-1);
  for (let i = 0; i < study.rows; i++) used[unit.codes[i]] = 0;
  const labels = unit.labels.filter((_, code) => used[code] === 0).map(String);
  for (let code = 0, next = 0; code < used.length; code++) if (used[code] === 0) used[code] = next++;
  const row = new Int32Array(labels.length * periods).fill(-1);
  const number = (i: number) => study.rowNumbers?.[i] ?? i + 1;
  let repeated = 0;
  let first: readonly [number, number] | undefined;
  for (let i = 0; i < study.rows; i++) {
    const cell = used[unit.codes[i]] * periods + place[i];
    if (row[cell] < 0) row[cell] = i;
    else {
      repeated++;
      first ??= [row[cell], i];
    }
  }
  if (first) {
    const [one, other] = first;
    throw new DiscoError({
      who: "panel",
      wrong: `${repeated} ${repeated === 1 ? "row repeats" : "rows repeat"} a unit and period that an earlier row already has`,
      given: `${shown(String(unit.labels[unit.codes[one]]))} in ${times[place[one]]}: rows ${number(one)} and ${number(other)}`,
      next: "keep one row for each unit and period; average them first if a row is a person and the unit a group",
    });
  }
  const missing = row.reduce((sum, i) => sum + (i < 0 ? 1 : 0), 0);
  if (missing > 0) {
    const byName = labels.map((_, u) => u).sort((a, b) => (labels[a] < labels[b] ? -1 : 1));
    const at = byName.find((u) => row.subarray(u * periods, (u + 1) * periods).includes(-1))!;
    const period = row.subarray(at * periods, (at + 1) * periods).indexOf(-1);
    throw new DiscoError({
      who: "panel",
      wrong: `${missing} of the ${row.length} pairs of a unit and a period have no row, and every unit must be seen in every period`,
      given: `first missing: ${shown(labels[at])} in ${times[period]}`,
      next: "fill in what is missing, or leave out the units or periods that are not complete",
    });
  }
  return { labels, row, periods };
}

/** First treated period of each unit; refuses a treatment that ends. */
export function startsOf(
  { labels, row, periods }: Laid,
  codes: Int32Array,
  times: readonly (number | string)[],
): Int32Array {
  const start = new Int32Array(labels.length).fill(periods);
  const ended: string[] = [];
  for (let u = 0; u < labels.length; u++) {
    for (let t = 0; t < periods; t++) {
      const on = codes[row[u * periods + t]] === 1;
      if (on && start[u] === periods) start[u] = t;
      if (on || start[u] === periods) continue;
      ended.push(`${shown(labels[u])} in ${times[t]}`);
      break;
    }
  }
  if (ended.length > 0) {
    throw new DiscoError(
      {
        who: "panel",
        wrong: `in ${ended.length} ${ended.length === 1 ? "unit" : "units"} the treatment is switched off again, and these methods know only treatments that last`,
        given: `first: ${ended.sort()[0]}`,
        next: "leave out those units, or the periods after the treatment ended; or code the column as 1 from the first treated period on, and read the effect as that of having ever been treated",
      },
      "refused",
    );
  }
  return start;
}
