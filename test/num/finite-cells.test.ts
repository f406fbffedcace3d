import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import type { Column } from "../../src/num/columns.js";
import { finiteCells } from "../../src/num/finite-cells.js";
import type { Frame } from "../../src/num/frame.js";

const data = { source: "t", read: 0, used: 0, missing: {}, notes: [] };
const numbers = (name: string, ...values: number[]): Column => ({
  kind: "numeric",
  name,
  values: Float64Array.from(values),
});
const labels = (name: string, levels: readonly string[], ...codes: number[]): Column => ({
  kind: "categorical",
  name,
  levels,
  codes: Int32Array.from(codes),
});
const frame = (rows: number, columns: readonly Column[], weights?: Frame["weights"]): Frame => ({
  rows,
  columns,
  data,
  ...(weights && { weights }),
});

describe("cells of a frame", () => {
  it("have the distinct values in order and equal rows merged", () => {
    const cells = finiteCells(
      frame(5, [numbers("x", 10, 9, 10, -1, 10), labels("c", ["z", "unused", "a"], 0, 2, 0, 2, 2)]),
    );
    expect(cells.columns.map(({ name, values }) => [name, ...values])).toEqual([
      ["x", -1, 9, 10],
      ["c", "a", "z"],
    ]);
    expect(cells.columns.map(({ codes }) => [...codes])).toEqual([
      [0, 1, 2, 2],
      [0, 0, 0, 1],
    ]);
    expect([...cells.mass]).toEqual([1, 1, 1, 2]);
    expect(cells.kind).toBe("counts");
  });

  it("sort labels by code point, where JavaScript's own order differs", () => {
    const levels = ["\u{1f600}", "\uffee", "a", "ab", ""];
    const { columns } = finiteCells(frame(5, [labels("c", levels, 0, 1, 2, 3, 4)]));
    expect(columns[0].values).toEqual(["", "a", "ab", "\uffee", "\u{1f600}"]);
  });

  it("add up weights, as counts or as a law", () => {
    const columns = [numbers("x", 1, 0, 1)];
    const counts = finiteCells(frame(3, columns, { kind: "counts", values: Float64Array.of(5, 7, 1) }));
    expect([counts.kind, ...counts.mass]).toEqual(["counts", 7, 6]);
    const law = finiteCells(frame(3, columns, { kind: "law", values: Float64Array.of(0.5, 0.25, 0.25) }));
    expect([law.kind, ...law.mass]).toEqual(["law", 0.25, 0.75]);
  });

  it("take 0 and -0 for one number", () => {
    expect(finiteCells(frame(2, [numbers("x", 0, -0)])).columns[0].values).toEqual([0]);
  });

  it("are refused of a column with too many values", () => {
    const many = frame(101, [numbers("income", ...Array.from({ length: 101 }, (_, i) => i))]);
    expect(() => finiteCells(many)).toThrow(DiscoError);
    expect(() => finiteCells(many)).toThrowErrorMatchingInlineSnapshot(
      `[DiscoError: column 'income': it has 101 distinct values, and 100 are the most that can be told apart here; make few of them with --derive, for example 'high = income > 30000' or 'decade = floor(age / 10)']`,
    );
    expect(finiteCells(many, { mostValues: 101 }).mass).toHaveLength(101);
    const words = frame(3, [labels("city", ["a", "b", "c"], 0, 1, 2)]);
    expect(() => finiteCells(words, { mostValues: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[DiscoError: column 'city': it has 3 distinct values, and 2 are the most that can be told apart here; group them with --derive, for example "north = region IN ('Oslo', 'Bergen')"]`,
    );
  });
});
