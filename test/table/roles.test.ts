import { describe, expect, test } from "vitest";
import { readSample } from "../../src/table/index.js";
import { asRows, complaint, file, pathOf, plain, prepare, roles } from "./helpers.js";

const table = (...rows: string[]) => file("small.csv", `t,y,x\n${rows.join("\n")}\n`);

describe("treatment", () => {
  test.each([
    [["1", "0", "1"], 1, 0],
    [["1.0", "0.0", "1"], 1, 0],
    [["true", "false", "true"], true, false],
    [["Yes", "No", "Yes"], "Yes", "No"],
    [["y", "n", "y"], "y", "n"],
    [["T", "F", "T"], "T", "F"],
    [["treated", "control", "treated"], "treated", "control"],
    [["Treatment", "Control", "Treatment"], "Treatment", "Control"],
    [["drug", "placebo", "drug"], "drug", "placebo"],
    [["active", "placebo", "active"], "active", "placebo"],
  ])("%j", async (t, yes, no) => {
    const sample = await readSample(table(...t.map((v, i) => `${v},${i},${i}`)), roles("x"), asRows);
    expect(sample.treatment).toMatchObject({ name: "t", labels: { yes, no } });
    expect([...sample.treatment.values]).toEqual([1, 0, 1]);
  });

  test("the treated value can be said, by its text", async () => {
    const numbers = table("1,0,1", "2,1,1", "1,1,0");
    expect([...(await readSample(numbers, { ...roles(), treated: "1.0" }, asRows)).treatment.values]).toEqual([
      1, 0, 1,
    ]);
    const flipped = table("1,0,1", "0,1,1", "1,1,0");
    expect((await readSample(flipped, { ...roles(), treated: "0" }, asRows)).treatment.labels).toEqual({
      yes: 0,
      no: 1,
    });
    const dates = table("2020-01-01,0,1", "2021-01-01,1,1");
    const sample = await readSample(dates, { ...roles(), treated: "2021-01-01" }, asRows);
    expect(sample.treatment.labels).toEqual({ yes: "2021-01-01", no: "2020-01-01" });
  });

  test("refused", async () => {
    const read = (path: string, extra = {}) => complaint(readSample(path, { ...roles("x"), ...extra }, asRows));
    expect(await read(table("1,0,1", "1,1,2"))).toMatchInlineSnapshot(
      `"--treatment: every row has 1, so there is nothing to compare (given: 't'); an effect needs rows with and without the treatment; name another column or add the other rows"`,
    );
    expect(await read(table("1,0,1", "2,1,2", "3,1,2"))).toMatchInlineSnapshot(
      `"--treatment: the treatment must have two values and has 3 values: 1, 2, 3 (given: 't'); make it two-valued, for example --derive "treated = t = 3" and then --treatment treated"`,
    );
    expect(await read(table(..."abcdefgh".split("").map((c, i) => `${c},${i},1`)))).toMatchInlineSnapshot(
      `"--treatment: the treatment must have two values and has more than five values: 'a', 'b', 'c', 'd', 'e', … (given: 't'); make it two-valued, for example --derive "treated = t = 'e'" and then --treatment treated"`,
    );
    expect(await read(table("a,0,1", "b,1,2"))).toMatchInlineSnapshot(
      `"--treatment: the values are 'a' and 'b', and it cannot be told which means treated (given: 't'); say which means treated: --treated a or --treated b"`,
    );
    expect(await read(table("1,0,1", "2,1,2"))).toMatchInlineSnapshot(
      `"--treatment: the values are 1 and 2, and it cannot be told which means treated (given: 't'); say which means treated: --treated 1 or --treated 2"`,
    );
    expect(await read(table("a,0,1", "b,1,2"), { treated: "A" })).toMatchInlineSnapshot(
      `"--treated: no row of 't' has this value; its values are 'a' and 'b' (given: 'A'); give one of the two"`,
    );
  });
});

describe("outcome", () => {
  test("binary, numeric", async () => {
    const binary = await readSample(table("1,no,1", "0,yes,2"), roles(), asRows);
    expect(binary.outcome).toMatchObject({ kind: "binary", labels: { yes: "yes", no: "no" } });
    const said = await readSample(table("1,10,1", "0,20,2"), { ...roles(), success: "10" }, asRows);
    expect(said.outcome).toMatchObject({ kind: "binary", labels: { yes: 10, no: 20 } });
    const numeric = await readSample(table("1,10,1", "0,20.5,2", "1,3,3"), roles(), asRows);
    expect(numeric.outcome).toEqual({ kind: "numeric", name: "y", values: Float64Array.of(10, 20.5, 3) });
    const date = await readSample(table("1,1970-01-02,1", "0,1970-01-03,2", "1,1970-01-05,3"), roles(), asRows);
    expect(date.data.notes).toMatchInlineSnapshot(`
      [
        "The outcome is a date, read as days since 1970-01-01.",
      ]
    `);
  });

  test("refused", async () => {
    const read = (path: string, extra = {}) => complaint(readSample(path, { ...roles("x"), ...extra }, asRows));
    expect(await read(table("1,7,1", "0,7,2"))).toMatchInlineSnapshot(
      `"--outcome: every row has 7, so there is nothing to explain (given: 'y'); name an outcome that differs between rows"`,
    );
    expect(await read(table("1,10,1", "0,20,2"))).toMatchInlineSnapshot(
      `"--outcome: the values are 10 and 20, and it cannot be told which means success (given: 'y'); say which means success: --success 10 or --success 20"`,
    );
    expect(await read(table("1,10,1", "0,20,2", "0,30,1"), { success: "30" })).toMatchInlineSnapshot(
      `"--success: the outcome 'y' is numeric with more than two values (10, 20, 30), so no single one is success (given: '30'); leave it out, or use --derive "success = y = 30" and then --outcome success"`,
    );
    expect(await read(table("1,low,1", "0,mid,2", "0,high,1"))).toMatchInlineSnapshot(
      `"--outcome: the outcome is text with more than two values: 'high', 'low', 'mid' (given: 'y'); make it two-valued or numeric, for example --derive "success = y = 'mid'" and then --outcome success"`,
    );
    expect(await read(table("1,low,1", "0,high,2"), { success: "HIGH" })).toMatchInlineSnapshot(
      `"--success: no row of 'y' has this value; its values are 'high' and 'low' (given: 'HIGH'); give one of the two"`,
    );
  });
});

describe("weights", () => {
  const weighted = (...w: (string | number)[]) =>
    file("w.csv", `t,y,w\n${w.map((v, i) => `${i % 2},${(i >> 1) % 2},${v}`).join("\n")}\n`);
  const read = (path: string, options = {}) => readSample(path, { ...roles(), weight: "w" }, options);

  test("counts and laws", async () => {
    const counts = await read(weighted(3, 0, 5, 2, 1));
    expect(counts.weights).toEqual({ name: "w", kind: "counts", values: Float64Array.of(3, 5, 2, 1) });
    expect(counts.data).toMatchObject({ read: 5, used: 4 });
    expect(counts.data.notes).toMatchInlineSnapshot(`
      [
        "1 row of weight 0 was left out.",
        "The 4 rows stand for 11 observations (column 'w').",
      ]
    `);
    const law = await read(weighted(0.1, 0.2, 0.3, 0.4));
    expect(law.weights).toMatchObject({ kind: "law" });
    expect(law.data.notes).toEqual([]);
  });

  test("refused", async () => {
    expect(await complaint(read(weighted(0.1, 0.2, 0.3, 0.5)))).toMatchInlineSnapshot(
      `"--weight: the weights are not all whole numbers and sum to 1.1, not to 1 (given: 'w'); give counts (whole numbers) or probabilities of distinct rows (which sum to 1)"`,
    );
    expect(await complaint(read(weighted(3, -1, 2, 2)))).toMatchInlineSnapshot(
      `"--weight: there is a negative weight, -1 (given: 'w'); give counts (whole numbers) or probabilities of distinct rows (which sum to 1)"`,
    );
    expect(await complaint(read(weighted(3, "NA", 2, 2)))).toMatchInlineSnapshot(
      `"table: there are missing values (of 4 rows): 'w' 1 (given: w.csv); use --missing drop to leave those rows out"`,
    );
    expect(await complaint(read(weighted("a", "b", "c", "d")))).toMatchInlineSnapshot(
      `"--weight: weights must be numbers, and column 'w' holds text (given: 'w'); name a column of counts or probabilities"`,
    );
  });
});

describe("units", () => {
  const read = (path: string) => readSample(path, { ...roles(), unit: "x" }, {});

  test("labels are sorted, and the order of rows changes nothing", async () => {
    const sample = await read(table("1,0,10", "0,1,9", "1,1,10", "0,0,-2"));
    expect(sample.unit).toEqual({ name: "x", codes: Int32Array.of(2, 1, 2, 0), labels: [-2, 9, 10] });
    const text = await read(table("1,0,b", "0,1,a", "1,1,b"));
    expect(text.unit).toEqual({ name: "x", codes: Int32Array.of(1, 0, 1), labels: ["a", "b"] });
  });

  test("long and padded identifiers keep their digits", async () => {
    const long = await read(table("1,0,9007199254740993", "0,1,9007199254740992"));
    expect(long.unit?.labels).toEqual(["9007199254740992", "9007199254740993"]);
    const padded = await read(table("1,0,007", "0,1,7"));
    expect(padded.unit?.labels).toEqual(["007", "7"]);
    await prepare(
      "COPY (SELECT i % 2 AS t, i AS y, 9007199254740992 + i AS x FROM range(4) r(i)) TO '$dir/ids.parquet'",
    );
    expect((await read(pathOf("ids.parquet"))).unit?.labels).toHaveLength(4);
  });

  test("many units", async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `${i % 2},${i % 3},u${(i * 7) % 2500}`);
    const { unit } = await read(table(...rows));
    expect(unit?.labels).toHaveLength(2500);
    expect([...(unit?.codes ?? [])].map((c) => unit?.labels[c])).toEqual(rows.map((_, i) => `u${(i * 7) % 2500}`));
  });
});

describe("equal rows", () => {
  const rows = Array.from({ length: 2400 }, (_, i) =>
    [i % 2, (i >> 1) % 2, "abc"[i % 3], i % 5 === 0 ? "NA" : i % 2].join(","),
  );
  const path = (order = rows) => file("equal.csv", `t,y,c,m\n${order.join("\n")}\n`);

  test("are counted, and the order of the file changes nothing", async () => {
    const counted = await readSample(path(), roles("c"));
    expect(counted.rows).toBe(12);
    expect(counted.weights).toMatchObject({ kind: "counts" });
    expect(counted.weights?.name).toBeUndefined();
    expect(counted.weights?.values.reduce((a, b) => a + b)).toBe(2400);
    expect(counted.data).toMatchObject({ read: 2400, used: 2400 });
    const backwards = await readSample(path([...rows].reverse()), roles("c"));
    expect(backwards).toEqual(counted);
  });

  test("give the same rows as without counting", async () => {
    for (const missing of ["drop", "indicator"] as const) {
      const counted = await readSample(path(), roles("c", "m"), { missing });
      const kept = await readSample(path(), roles("c", "m"), { missing, ...asRows });
      expect(kept.weights).toBeUndefined();
      const lines = (s: typeof counted) =>
        Array.from(
          { length: s.rows },
          (_, i) =>
            [
              `${s.treatment.values[i]} ${s.outcome.values[i]} ${s.given
                .map((g) => plain(g)[i])
                .map((v) => (typeof v === "number" ? v.toFixed(9) : v))
                .join(" ")}`,
              s.weights?.values[i] ?? 1,
            ] as const,
        );
      const total = new Map<string, number>();
      for (const [line, n] of lines(kept)) total.set(line, (total.get(line) ?? 0) + n);
      expect(new Map(lines(counted))).toEqual(total);
      expect(counted.data).toEqual(kept.data);
    }
    expect(await complaint(readSample(path(), roles("m")))).toMatchInlineSnapshot(
      `"table: there are missing values (of 2400 rows): 'm' 480 (given: equal.csv); use --missing drop to leave those rows out, or --missing indicator to keep them and mark the gaps"`,
    );
  });

  test("many combinations are counted when the file is long enough for them", async () => {
    const many = Array.from(
      { length: 100_000 },
      (_, i) => `${i % 2},${(i * 7919) % 3},a${(i * 31) % 50},b${(i * 17) % 60}`,
    );
    const sample = await readSample(file("many.csv", `t,y,a,b\n${many.join("\n")}\n`), roles("a", "b"));
    expect(sample.rows).toBeLessThan(20_000);
    expect(sample.data.used).toBe(100_000);
  });

  test("are kept when there is a unit, a weight, or nothing repeats", async () => {
    expect((await readSample(path(), { ...roles(), unit: "c" })).rows).toBe(2400);
    const numbers = Array.from({ length: 100 }, (_, i) => `${i % 2},${i % 3},${i / 7}`);
    expect((await readSample(table(...numbers), roles("x"))).weights).toBeUndefined();
  });
});

test("progress is told by stages", async () => {
  const stages: string[] = [];
  await readSample(table("1,0,1", "0,1,1"), roles("x"), { onProgress: (stage) => stages.push(stage) });
  expect(stages[0]).toBe("reading small.csv");
});

test("rows keep their numbers of the file when others are left out", async () => {
  const lines = ["0,0,1", "1,1,NA", "1,0,3", "0,1,4", "1,1,5"];
  const path = file("gaps.csv", `t,y,x\n${lines.join("\n")}\n`);
  const dropped = await readSample(path, roles("x"), { missing: "drop", ...asRows });
  expect(dropped.rowNumbers).toEqual(Int32Array.of(1, 3, 4, 5));
  const marked = await readSample(path, roles("x"), { missing: "indicator", ...asRows });
  expect(marked.rowNumbers).toBeUndefined();
});
