import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../../src/error.js";
import { panelOf, unitsOf } from "../../../src/estimate/panel/panel.js";
import type { Study } from "../../../src/num/study.js";
import { type PanelRow, panelStudy, prop99 } from "../../support/panels.js";

/** Rows of units by their starts (Infinity: never), outcomes made of the place. */
function rowsOf(starts: Readonly<Record<string, number>>, times: readonly (number | string)[]): PanelRow[] {
  return Object.entries(starts).flatMap(([unit, start], u) =>
    times.map((time, t) => ({ unit, time, on: t >= start ? (1 as const) : (0 as const), y: 10 * u + t * t })),
  );
}

const small = () => rowsOf({ a: Infinity, b: 2, c: Infinity }, [1, 2, 3]);

function refusal(study: Study): { readonly kind: string; readonly message: string } {
  try {
    panelOf(study);
  } catch (error) {
    if (error instanceof DiscoError) return { kind: error.kind, message: error.message };
    throw error;
  }
  throw new Error("not refused");
}

describe("panelOf", () => {
  it("reads Proposition 99: 39 states, 31 years, California from 1989", () => {
    const panel = panelOf(prop99());
    expect(panel.units.length).toBe(39);
    expect(panel.times).toEqual(Array.from({ length: 31 }, (_, t) => 1970 + t));
    const california = panel.units.indexOf("California");
    expect([...panel.start].map((s, u) => (u === california ? s === 19 : s === 31)).every(Boolean)).toBe(true);
    // The first and last of California's numbers in the file.
    expect(panel.y[california * 31]).toBeCloseTo(123, 6);
    expect(panel.y[california * 31 + 30]).toBeCloseTo(41.6, 5);
  });

  it("puts every outcome at its unit and period, whatever the order of rows and the names of units", () => {
    const rows = small();
    const names = ["x", "y", "z", "a", "m", "b"];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(rows, { minLength: rows.length }),
        fc.shuffledSubarray(names, { minLength: 3 }),
        (order, fresh) => {
          const rename = new Map(["a", "b", "c"].map((name, i) => [name, fresh[i]]));
          const panel = panelOf(panelStudy(order.map((row) => ({ ...row, unit: rename.get(row.unit)! }))));
          for (const row of rows) {
            const u = panel.units.indexOf(rename.get(row.unit)!);
            expect(panel.y[u * 3 + panel.times.indexOf(row.time)]).toBe(row.y);
          }
          // The order of units is one of contents: start first, then outcomes.
          expect([...panel.start]).toEqual([2, 3, 3]);
          expect([...panel.y]).toEqual([10, 11, 14, 0, 1, 4, 20, 21, 24]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("takes labels in their sorted order, and labels that are numbers by their size", () => {
    const labels = panelOf(panelStudy(rowsOf({ a: Infinity, b: 1 }, ["2001-q1", "2001-q2", "2001-q3"]).reverse()));
    expect(labels.times).toEqual(["2001-q1", "2001-q2", "2001-q3"]);
    const numbers = panelOf(panelStudy(rowsOf({ a: Infinity, b: 2 }, ["9", "10", "11"]).reverse()));
    expect(numbers.times).toEqual([9, 10, 11]);
    expect(Math.min(...numbers.start)).toBe(2);
  });

  it("keeps always-treated units, marked by a start of 0, for the methods to leave out aloud", () => {
    const panel = panelOf(panelStudy(rowsOf({ a: Infinity, b: 2, c: 0 }, [1, 2, 3])));
    expect([...panel.start]).toEqual([0, 2, 3]);
    const kept = unitsOf(panel, (u) => panel.start[u] > 0);
    expect(kept.units).toEqual(["b", "a"]);
    expect([...kept.y]).toEqual([10, 11, 14, 0, 1, 4]);
  });

  it("takes several starts without a never-treated unit", () => {
    expect([...panelOf(panelStudy(rowsOf({ a: 1, b: 2 }, [1, 2, 3]))).start]).toEqual([1, 2]);
  });
});

describe("panelOf refuses what is no panel, with what and how many", () => {
  const without = (key: "unit" | "time"): Study => {
    const { [key]: _, ...rest } = panelStudy(small());
    return rest;
  };
  const cases: readonly (readonly [string, () => Study, string, string])[] = [
    [
      "no unit",
      () => without("unit"),
      "input",
      "panel: nothing says which unit a row belongs to; name the column of the units with --unit",
    ],
    [
      "no time",
      () => without("time"),
      "input",
      "panel: nothing says which period a row is about; name the column of the periods with --time",
    ],
    [
      "a repeated unit and period",
      () => panelStudy([...small(), { ...small()[4], y: 7 }]),
      "input",
      "panel: 1 row repeats a unit and period that an earlier row already has (given: b in 2: rows 5 and 10); keep one row for each unit and period; average them first if a row is a person and the unit a group",
    ],
    [
      "missing rows",
      () => panelStudy(small().filter((_, i) => i !== 4 && i !== 8)),
      "input",
      "panel: 2 of the 9 pairs of a unit and a period have no row, and every unit must be seen in every period (given: first missing: b in 2); fill in what is missing, or leave out the units or periods that are not complete",
    ],
    [
      "a treatment that ends",
      () =>
        panelStudy(
          rowsOf({ a: Infinity, b: 0, c: Infinity }, [1, 2, 3]).map((row) =>
            row.unit === "b" && row.time !== 2 ? { ...row, on: 0 } : row,
          ),
        ),
      "refused",
      "panel: in 1 unit the treatment is switched off again, and these methods know only treatments that last (given: first: b in 3); leave out those units, or the periods after the treatment ended; or code the column as 1 from the first treated period on, and read the effect as that of having ever been treated",
    ],
    [
      "nobody treated",
      () => panelStudy(rowsOf({ a: Infinity, b: Infinity }, [1, 2])),
      "refused",
      "panel: no unit is ever treated (given: 2 units of unit); check the treatment column, or which of its labels means treated",
    ],
    [
      "treated units that were always treated",
      () => panelStudy(rowsOf({ a: Infinity, b: 0 }, [1, 2])),
      "refused",
      "panel: every treated unit is treated from the first period on, so none is seen before its treatment (given: 2 units of unit); add earlier periods, or compare the arms as if they were no panel (leave out --time)",
    ],
    [
      "nobody to compare with",
      () => panelStudy(rowsOf({ a: 1, b: 1, c: 0 }, [1, 2, 3])),
      "refused",
      "panel: every unit starts to be treated in the same period, 2, so nobody shows what would have happened without (given: 3 units of unit); add units that are never treated, or treated later",
    ],
    [
      "one period",
      () => panelStudy(rowsOf({ a: Infinity, b: 0 }, [5])),
      "input",
      '--time "time": a panel needs at least two periods, one before the treatment and one after (given: only 5); add rows of other periods, or leave out --time',
    ],
    [
      "three arms",
      () => ({
        ...panelStudy(small()),
        treatment: { kind: "arms", name: "dose", arms: ["0", "1", "2"], codes: new Int32Array(9) },
      }),
      "input",
      '--treatment "dose": a panel needs a treatment of two arms, off and on (given: 3 arms); keep two arms, or derive a column that is 1 in the periods in which a unit is treated and 0 in all others',
    ],
    [
      "a numeric treatment",
      () => ({ ...panelStudy(small()), treatment: { kind: "numeric", name: "dose", values: new Float64Array(9) } }),
      "input",
      '--treatment "dose": a panel needs a treatment of two arms, off and on (given: numbers); keep two arms, or derive a column that is 1 in the periods in which a unit is treated and 0 in all others',
    ],
    [
      "weights",
      () => ({ ...panelStudy(small()), weights: { name: "w", kind: "counts", values: new Float64Array(9).fill(2) } }),
      "input",
      "panel: rows carry weights, and in a panel a row is one unit in one period (given: --weight w); leave the weights out, or give each unit its own name and one row in each period",
    ],
  ];
  it.each(cases)("%s", (_, study, kind, message) => {
    expect(refusal(study())).toEqual({ kind, message });
  });
});
