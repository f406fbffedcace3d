// The oracle is a Map from the row, written as JSON, to its number.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Column } from "../../src/num/columns.js";
import { hashRows } from "../../src/num/hash.js";
import { patternsOf } from "../../src/num/patterns.js";

type Row = readonly [number, string, number];

function columnsOf(rows: readonly Row[]): Column[] {
  const levels = ["unused", "b", "a", "c"];
  return [
    { kind: "numeric", name: "x", values: Float64Array.from(rows, (row) => row[0]) },
    { kind: "categorical", name: "g", codes: Int32Array.from(rows, (row) => levels.indexOf(row[1])), levels },
    { kind: "numeric", name: "z", values: Float64Array.from(rows, (row) => row[2]) },
  ];
}

function oracle(rows: readonly Row[]): { id: number[]; first: number[] } {
  const number = new Map<string, number>();
  const first: number[] = [];
  const id = rows.map((row, i) => {
    const text = JSON.stringify(row);
    if (!number.has(text)) {
      number.set(text, first.length);
      first.push(i);
    }
    return number.get(text)!;
  });
  return { id, first };
}

function check(rows: readonly Row[], hashes?: Uint32Array): void {
  const { id, first } = patternsOf(columnsOf(rows), rows.length, hashes);
  expect({ id: [...id], first: [...first] }).toEqual(oracle(rows));
}

const tables = fc.array(
  fc.tuple(
    fc.constantFrom(-1, 0, 0.1, 0.30000000000000004, 0.3),
    fc.constantFrom("a", "b", "c"),
    fc.integer({ min: 0, max: 3 }),
  ),
  { maxLength: 80 },
);

describe("patterns", () => {
  it("are numbered in the order of first appearance", () => {
    check([
      [1, "b", 0],
      [1, "a", 0],
      [1, "b", 0],
      [0, "b", 0],
      [1, "a", 0],
    ]);
  });
  it("agree with a Map on random tables", () => {
    fc.assert(
      fc.property(tables, (rows) => check(rows)),
      { seed: 4, numRuns: 300 },
    );
  });
  it("agree with a Map when every hash is the same", () => {
    fc.assert(
      fc.property(tables, fc.constantFrom(0, 1, 15, 16, 0x7fffffff, 0x80000000, 0xffffffff), (rows, hash) => {
        check(rows, new Uint32Array(rows.length).fill(hash));
      }),
      { seed: 5, numRuns: 300 },
    );
  });
  it("agree with a Map when hashes have two values only, or differ in their high bits only", () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const hashes = hashRows(columnsOf(rows), rows.length);
        check(
          rows,
          hashes.map((hash) => hash & 1),
        );
        check(
          rows,
          hashes.map((hash) => hash & 0xfff00000),
        );
      }),
      { seed: 6, numRuns: 200 },
    );
  });
  it("hold for more distinct rows than any first table size", () => {
    const rows = Array.from({ length: 5000 }, (_, i): Row => [i % 1700, "abc"[i % 3], i % 2]);
    check(rows);
    check(rows.slice(0, 1500), new Uint32Array(1500).fill(7));
  });
  it("take 0 and -0 as one", () => {
    const columns: Column[] = [{ kind: "numeric", name: "x", values: Float64Array.from([0, -0, 1]) }];
    expect([...patternsOf(columns, 3).id]).toEqual([0, 0, 1]);
  });
  it("of no columns are one; of no rows there are none", () => {
    expect([...patternsOf([], 3).id]).toEqual([0, 0, 0]);
    expect([...patternsOf([], 3).first]).toEqual([0]);
    expect(patternsOf(columnsOf([]), 0).first.length).toBe(0);
  });
});
