import { describe, expect, it } from "vitest";
import { comparedRows } from "../../../src/estimate/linear/compared.js";
import { ownTreatment } from "../../../src/estimate/linear/determined.js";
import { regressors, residual } from "../../../src/estimate/linear/regressors.js";
import { slowFit, withIntercept } from "./slow.js";
import { studyOf, type Table } from "./tables.js";
import { measuredWorld } from "./worlds.js";

const world = measuredWorld(120, 1);
const w = world.w as number[];
const dummies = ["a", "b"].map((level) => world.kind.map((one) => (one === level ? 1 : 0)));
const ones = new Float64Array(120).fill(1);
const given = (table: Table, names: readonly string[]) =>
  studyOf(table, { treatment: "t", outcome: "y", given: names }).given;

describe("regressors", () => {
  it("leaves of a column what a regression with whole matrices leaves", () => {
    const y = world.y as number[];
    const { e } = slowFit(withIntercept(w, ...dummies), y);
    const left = residual(Float64Array.from(y), regressors(given(world, ["w", "kind"]), 120, ones));
    e.forEach((one, i) => {
      expect(left[i]).toBeCloseTo(one, 10);
    });
  });
  it("keeps its digits where columns are far from 0 and on different scales", () => {
    const far = w.map((one) => 1e6 + one);
    const curved = w.map((one) => 1e-6 * one * one);
    const y = (world.y as number[]).map((one) => 1e6 + one);
    const { e } = slowFit(
      withIntercept(
        w,
        w.map((one) => one * one),
      ),
      y.map((one) => one - 1e6),
    );
    const left = residual(
      Float64Array.from(y),
      regressors(given({ ...world, far, curved }, ["far", "curved"]), 120, ones),
    );
    e.forEach((one, i) => {
      expect(left[i]).toBeCloseTo(one, 6);
    });
  });
  it("names what never varies or repeats others, numbers and labels, and leaves the same of any column", () => {
    const table = {
      ...world,
      flat: w.map(() => 3),
      alone: w.map(() => "x"),
      twice: w.map((one) => 7 - 2 * one),
      coarse: world.kind.map((kind) => (kind === "a" ? "left" : "right")),
      isA: dummies[0],
    };
    const lean = regressors(given(table, ["w", "kind"]), 120, ones);
    const fat = regressors(given(table, ["w", "flat", "twice", "kind", "alone", "coarse"]), 120, ones);
    expect(lean.repeats).toEqual([]);
    expect([...fat.repeats].sort()).toEqual(["alone", "coarse", "flat", "twice"]);
    expect(fat.columns).toBe(lean.columns);
    const y = Float64Array.from(world.y as number[]);
    const [a, b] = [residual(y, lean), residual(y, fat)];
    a.forEach((one, i) => {
      expect(b[i]).toBeCloseTo(one, 10);
    });
    // Numbers stand before labels: the level that the number already says is the one left out.
    const levels = regressors(given(table, ["isA", "kind"]), 120, ones);
    expect(levels.columns).toBe(3);
    expect(levels.repeats.length).toBe(1);
    expect(levels.repeats[0]).toMatch(/^kind = [abc]$/);
  });
  it("refuses labels that would make thousands of columns, by name", () => {
    const many = Array.from({ length: 3000 }, (_, i) => `id${i}`);
    const numbers = many.map((_, i) => i % 7);
    const columns = given({ many, t: numbers, y: numbers }, ["many"]);
    expect(() => regressors(columns, 3000, new Float64Array(3000).fill(1))).toThrow(
      'covariate "many": levels would make more than 2000 columns of a regression (given: 3000 levels); name it with --unit',
    );
  });
});

describe("a treatment that the covariates determine", () => {
  const own = (table: Table, names: readonly string[]) => {
    const study = studyOf(table, { treatment: "t", outcome: "y", given: names });
    const compared = comparedRows(study);
    return ownTreatment(compared, regressors(study.given, study.rows, compared.count));
  };
  it("is refused with the name of the covariate that equals it", () => {
    const copy = (world.t as number[]).map((one) => 32 + 1.8 * one);
    expect(() => own({ ...world, copy }, ["w", "copy", "kind"])).toThrow(
      'covariate "copy": it says exactly what the treatment "t" was, so no two rows alike in it differ in treatment (given: --treatment t --given w,copy,kind); leave it out of --given',
    );
  });
  it("is refused with the names of those that determine it together, and no other", () => {
    const t = w.map((one, i) => one + 3 * dummies[0][i]);
    expect(() => own({ ...world, t, other: world.y }, ["other", "w", "kind"])).toThrow(
      'covariates "w" and "kind": together they say exactly what the treatment "t" was',
    );
  });
  it("is refused when it has one value", () => {
    expect(() => own({ ...world, t: w.map(() => 4) }, ["w"])).toThrow('treatment "t": it has one value in all rows');
  });
  it("is let through when a hundred-thousandth of its spread is its own", () => {
    const t = w.map((one, i) => one + 1e-4 * Math.sin(i));
    expect(own({ ...world, t }, ["w"]).some((one) => Math.abs(one) > 1e-5)).toBe(true);
  });
});
