import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readFrame } from "../../src/table/table.ts";

const folder = mkdtempSync(join(tmpdir(), "disco-gaps-"));
const file = join(folder, "gaps.csv");
writeFileSync(file, "number,label,truth,full\n1,a,true,5\n,,,6\n0,b,false,\n");
afterAll(() => rmSync(folder, { recursive: true }));

it("leaves the gaps of the columns asked for open, whatever they hold", async () => {
  const gaps = ["number", "label", "truth"];
  const { columns, data } = await readFrame(file, gaps, { gaps });
  const column = (name: string) => columns.find((one) => one.name === name)!;
  expect(column("number")).toMatchObject({ kind: "numeric", gaps: 1, values: new Float64Array([1, Number.NaN, 0]) });
  expect(column("label")).toMatchObject({ kind: "categorical", gaps: 1, levels: ["a", "b"] });
  expect([...(column("label") as { codes: Int32Array }).codes]).toEqual([0, -1, 1]);
  expect(column("truth")).toMatchObject({ levels: ["false", "true"], gaps: 1 });
  expect([...(column("truth") as { codes: Int32Array }).codes]).toEqual([1, -1, 0]);
  expect(data).toMatchObject({ read: 3, used: 3, missing: { number: 1, label: 1, truth: 1 } });
});

it("refuses gaps elsewhere, or drops their rows, and counts these only", async () => {
  const names = ["number", "full"];
  await expect(readFrame(file, names, { gaps: ["number"] })).rejects.toThrow(/missing values \(of 3 rows\): 'full' 1 /);
  const { rows, columns } = await readFrame(file, names, { gaps: ["number"], missing: "drop" });
  expect(rows).toBe(2);
  expect(columns.find(({ name }) => name === "number")).toMatchObject({ gaps: 1 });
});
