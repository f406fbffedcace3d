import { DiscoError } from "../../error.js";
import type { Column } from "../../num/columns.js";
import { shown } from "../../num/complaint.js";
import type { Study } from "../../num/study.js";
import { type Laid, layOut, startsOf } from "./panel-rows.js";
import { periodsOf } from "./periods.js";

/**
 * Every unit in every period, and when each unit starts to be treated. Units stand in an order of their contents (start, outcomes,
 * covariates), so neither the order of rows nor the units' names move a number.
 */
export interface Panel {
  /** Names of the columns. */
  readonly unit: string;
  readonly time: string;
  /** Names of the units. */
  readonly units: readonly string[];
  /** Periods, ascending. */
  readonly times: readonly (number | string)[];
  /** Outcomes, row-major units x times. */
  readonly y: Float64Array;
  /** First treated period of each unit, counted from 0; the number of periods for units that are never treated. */
  readonly start: Int32Array;
  /** Row of the study, row-major units x times. */
  readonly row: Int32Array;
  readonly given: readonly Column[];
}

function need(study: Study): {
  unit: NonNullable<Study["unit"]>;
  time: Column;
  arms: readonly string[];
  codes: Int32Array;
} {
  const { unit, time, treatment, weights } = study;
  if (!unit) {
    throw new DiscoError({
      who: "panel",
      wrong: "nothing says which unit a row belongs to",
      next: "name the column of the units with --unit",
    });
  }
  if (!time) {
    throw new DiscoError({
      who: "panel",
      wrong: "nothing says which period a row is about",
      next: "name the column of the periods with --time",
    });
  }
  if (treatment.kind !== "arms" || treatment.arms.length > 2) {
    throw new DiscoError({
      who: `--treatment "${shown(treatment.name)}"`,
      wrong: "a panel needs a treatment of two arms, off and on",
      given: treatment.kind === "arms" ? `${treatment.arms.length} arms` : "numbers",
      next: "keep two arms, or derive a column that is 1 in the periods in which a unit is treated and 0 in all others",
    });
  }
  if (weights?.kind === "law" || weights?.values.some((value) => value !== 1)) {
    throw new DiscoError({
      who: "panel",
      wrong: "rows carry weights, and in a panel a row is one unit in one period",
      given: weights.name === undefined ? "rows that stand for several" : `--weight ${shown(weights.name)}`,
      next: "leave the weights out, or give each unit its own name and one row in each period",
    });
  }
  return { unit, time, arms: treatment.arms, codes: treatment.codes };
}

function refuseWithoutComparison({ unit, units, times, start }: Panel): void {
  const say = (wrong: string, next: string) => {
    throw new DiscoError({ who: "panel", wrong, given: `${units.length} units of ${shown(unit)}`, next }, "refused");
  };
  const started = [...new Set(start)].filter((t) => t < times.length);
  const late = started.filter((t) => t > 0);
  if (started.length === 0)
    say("no unit is ever treated", "check the treatment column, or which of its labels means treated");
  if (late.length === 0)
    say(
      "every treated unit is treated from the first period on, so none is seen before its treatment",
      "add earlier periods, or compare the arms as if they were no panel (leave out --time)",
    );
  if (late.length === 1 && !start.includes(times.length))
    say(
      `every unit starts to be treated in the same period, ${times[late[0]]}, so nobody shows what would have happened without`,
      "add units that are never treated, or treated later",
    );
}

/**
 * The panel in a study: the outcomes of every unit in every period, and when each unit starts to be treated. Units that are treated from
 * the first period on are part of it (`start` 0); the methods leave them out and say so.
 * @param study with a unit, a time (numbers, or labels in their sorted order) and a treatment of two arms, the reference first
 * @throws DiscoError `input`: no unit or time, no two arms, weights, one period, a repeated unit and period, a missing one;
 * `refused`: a treatment that ends, nobody treated, nobody seen before treatment, nobody to compare with
 * Cost: O(rows + units log units x periods).
 */
export function panelOf(study: Study): Panel {
  const { unit, time, codes } = need(study);
  const { times, place } = periodsOf(time, study.rows);
  if (times.length < 2) {
    throw new DiscoError({
      who: `--time "${shown(time.name)}"`,
      wrong: "a panel needs at least two periods, one before the treatment and one after",
      given: `${times.length === 0 ? "no period" : `only ${times[0]}`}`,
      next: "add rows of other periods, or leave out --time",
    });
  }
  const laid = layOut(study, place, times);
  const start = startsOf(laid, codes, times);
  const order = contentOrder(study, laid, start);
  const periods = times.length;
  const row = new Int32Array(laid.row.length);
  order.forEach((from, to) => {
    row.set(laid.row.subarray(from * periods, (from + 1) * periods), to * periods);
  });
  const panel: Panel = {
    unit: unit.name,
    time: time.name,
    units: Array.from(order, (u) => laid.labels[u]),
    times,
    y: Float64Array.from(row, (i) => study.outcome.values[i]),
    start: Int32Array.from(order, (u) => start[u]),
    row,
    given: study.given,
  };
  refuseWithoutComparison(panel);
  return panel;
}

function contentOrder(study: Study, { labels, row, periods }: Laid, start: Int32Array): Int32Array {
  const { values } = study.outcome;
  const compare = (a: number, b: number): number => {
    if (start[a] !== start[b]) return start[a] - start[b];
    for (let t = 0; t < periods; t++) {
      const gap = values[row[a * periods + t]] - values[row[b * periods + t]];
      if (gap !== 0) return gap;
    }
    for (const column of study.given) {
      for (let t = 0; t < periods; t++) {
        const [i, j] = [row[a * periods + t], row[b * periods + t]];
        if (column.kind === "numeric") {
          if (column.values[i] !== column.values[j]) return column.values[i] - column.values[j];
        } else if (column.codes[i] !== column.codes[j]) {
          return column.levels[column.codes[i]] < column.levels[column.codes[j]] ? -1 : 1;
        }
      }
    }
    return labels[a] < labels[b] ? -1 : 1;
  };
  return Int32Array.from(labels, (_, u) => u).sort(compare);
}

/** The panel of the units that `keep` accepts, in the same order. */
export function unitsOf(panel: Panel, keep: (unit: number) => boolean): Panel {
  const kept = panel.units.flatMap((_, u) => (keep(u) ? [u] : []));
  const periods = panel.times.length;
  const y = new Float64Array(kept.length * periods);
  const row = new Int32Array(kept.length * periods);
  kept.forEach((from, to) => {
    y.set(panel.y.subarray(from * periods, (from + 1) * periods), to * periods);
    row.set(panel.row.subarray(from * periods, (from + 1) * periods), to * periods);
  });
  return {
    ...panel,
    units: kept.map((u) => panel.units[u]),
    y,
    row,
    start: Int32Array.from(kept, (u) => panel.start[u]),
  };
}

/** The covariates of the given units in one period, a row for each unit. */
export function covariatesAt(panel: Panel, units: Int32Array, period: number): Column[] {
  const rows = units.map((u) => panel.row[u * panel.times.length + period]);
  return panel.given.map((column) =>
    column.kind === "numeric"
      ? { ...column, values: Float64Array.from(rows, (i) => column.values[i]) }
      : { ...column, codes: rows.map((i) => column.codes[i]) },
  );
}
