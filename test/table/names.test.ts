import { describe, expect, test } from "vitest";
import { readSample } from "../../src/table/index.js";
import { asRows, complaint, file, pathOf, plain, roles } from "./helpers.js";

const HOSTILE = [
  'a"b',
  "a,b",
  "<script>alert(1)</script>",
  "x".repeat(200),
  "'; DROP TABLE held; --",
  "",
  " t",
  "__proto__",
  "k0",
  "select",
  "$& $1 $'",
  "日本",
];
const cell = (name: string) => `"${name.replaceAll('"', '""')}"`;

describe("names", () => {
  test("hostile column names are read, and stay what they are", async () => {
    const header = ["t", "y", ...HOSTILE].map(cell).join(",");
    const path = file(
      "hostile.csv",
      `${header}\n1,0,${HOSTILE.map((_, i) => i).join(",")}\n0,1,${HOSTILE.map((_, i) => (i === 7 ? "" : 2 * i)).join(",")}\n`,
    );
    const names = HOSTILE.map((name) => name || "column7");
    const sample = await readSample(path, roles(...names), { ...asRows, missing: "indicator" });
    expect(sample.given.filter((g) => g.name !== "__proto__ (missing)").map((g) => g.name)).toEqual(names);
    expect(Object.entries(sample.data.missing)).toEqual([["__proto__", 1]]);
    expect(plain(sample.given[3])).toEqual([3, 6]);
  });

  test("a hostile treatment and outcome, compressed too", async () => {
    const path = file("hostile2.csv", `"t"" or 1=1","y'","c;"\n${'yes,1,"a\'b"\nno,0,"a""b"\n'.repeat(1000)}`);
    const sample = await readSample(path, { treatment: 't" or 1=1', outcome: "y'", given: ["c;"] });
    expect(sample.rows).toBe(2);
    expect(sample.given[0]).toMatchObject({ levels: ['a"b', "a'b"] });
  });

  test("a header with a name three times is readable, and tells when the name is used", async () => {
    const path = file("births.csv", "t,gestatcat1,y,gestatcat1,gestatcat1\n1,1,0,11,21\n0,2,1,12,22\n");
    expect((await readSample(path, roles(), asRows)).data.notes).toEqual([]);
    const sample = await readSample(path, roles("gestatcat1", "gestatcat1_2"), asRows);
    expect(sample.given.map(plain)).toEqual([
      [1, 2],
      [21, 22],
    ]);
    expect(sample.data.notes).toMatchInlineSnapshot(`
      [
        "3 columns of births.csv share the name 'gestatcat1': the first was used; the others are called 'gestatcat1_1' and 'gestatcat1_2' here.",
      ]
    `);
  });

  test("capitals tell columns apart", async () => {
    const path = file("case.csv", "t,T,y,Y\n1,5,0,6\n0,7,1,8\n");
    const sample = await readSample(path, roles("T", "Y"), asRows);
    expect(sample.given.map(plain)).toEqual([
      [5, 7],
      [6, 8],
    ]);
    expect(sample.data.notes).toEqual([]);
    expect(await complaint(readSample(path, roles("z"), { derive: ["z = T > 5"] }))).toMatchInlineSnapshot(
      `"--derive: several columns are called 'T' when capitals are ignored, as SQL does (given: z = T > 5); write "T_1" for this one"`,
    );
    const derived = await readSample(path, roles("z"), { ...asRows, derive: ["z = T_1 > 5"] });
    expect(plain(derived.given[0])).toEqual([0, 1]);
  });

  test("names that are not there", async () => {
    const path = file("jobs.csv", "treat,re78,age,education\n1,5,3,4\n0,7,1,8\n");
    const read = (treatment: string, outcome: string, ...given: string[]) =>
      complaint(readSample(path, { treatment, outcome, given }));
    expect(await read("Treat", "re78")).toMatchInlineSnapshot(
      `"--treatment: there is no such column; did you mean 'treat'? (given: 'Treat'); the columns are 'treat', 're78', 'age', 'education'"`,
    );
    expect(await read("treat", "re87")).toMatchInlineSnapshot(
      `"--outcome: there is no such column; did you mean 're78'? (given: 're87'); the columns are 'treat', 're78', 'age', 'education'"`,
    );
    expect(await read("treat", "re78", "educatoin")).toMatchInlineSnapshot(
      `"--given: there is no such column; did you mean 'education'? (given: 'educatoin'); the columns are 'treat', 're78', 'age', 'education'"`,
    );
    expect(await read("treat", "re78", "<script>")).toMatchInlineSnapshot(
      `"--given: there is no such column (given: '<script>'); the columns are 'treat', 're78', 'age', 'education'"`,
    );
    const many = Array.from({ length: 40 }, (_, i) => `column_number_${i}`);
    file("many.csv", `${many.join(",")}\n${many.map(() => 1).join(",")}\n`);
    expect(await complaint(readSample(pathOf("many.csv"), roles()))).toMatchInlineSnapshot(
      `"--treatment: there is no such column (given: 't'); the columns are 'column_number_0', 'column_number_1', 'column_number_2', 'column_number_3', 'column_number_4', 'column_number_5', 'column_number_6', 'column_number_7', 'column_number_8', 'column_number_9', 'column_number_10', 'column_number_11' and 28 more"`,
    );
  });

  test("one column in two roles", async () => {
    const path = file("roles.csv", "t,y,a,u\n1,5,3,1\n0,7,1,2\n1,8,1,2\n");
    const read = (extra: object) => complaint(readSample(path, { ...roles("a"), ...extra }));
    expect(await read({ outcome: "t" })).toMatchInlineSnapshot(
      `"--outcome: the same column is already the treatment (given: 't'); name two different columns"`,
    );
    expect(await read({ given: ["a", "t"] })).toMatchInlineSnapshot(
      `"--given: this column is the treatment (given: 't'); leave it out of --given"`,
    );
    expect(await read({ given: ["y"] })).toMatchInlineSnapshot(
      `"--given: this column is the outcome (given: 'y'); leave it out of --given"`,
    );
    expect(await read({ given: ["a", "u"], unit: "u" })).toMatchInlineSnapshot(
      `"--given: this column is the unit, which is the individual already (given: 'u'); leave it out of --given"`,
    );
    expect(await read({ weight: "a" })).toMatchInlineSnapshot(
      `"--given: this column is the weight (given: 'a'); leave it out of --given"`,
    );
    expect(await read({ unit: "t" })).toMatchInlineSnapshot(
      `"--unit: the same column is already the treatment (given: 't'); name two different columns"`,
    );
    const twice = await readSample(path, roles("a", "a"), asRows);
    expect(twice.given).toHaveLength(1);
    expect(twice.data.notes).toMatchInlineSnapshot(`
      [
        "The covariate 'a' was named more than once and used once.",
      ]
    `);
  });
});

describe("derived columns", () => {
  const path = () =>
    file("derive.csv", "treat,re78,age,d\n1,0,30,2020-01-01\n0,9.5,20,2020-02-01\n1,8,40,2020-03-01\n");
  const who = { treatment: "treat", outcome: "employed" };

  test("are made in order, and may use one another", async () => {
    const derive = [
      "employed = re78 > 0",
      'my "x" = age / 10 -- decades',
      "both = employed AND age >= 40",
      "late = d > DATE '2020-01-15'",
    ];
    const sample = await readSample(path(), { ...who, given: ['my "x"', "both", "late"] }, { ...asRows, derive });
    expect(sample.outcome).toMatchObject({ kind: "binary", labels: { yes: true, no: false } });
    expect([...sample.outcome.values]).toEqual([0, 1, 1]);
    expect(sample.given.map(plain)).toEqual([
      [3, 2, 4],
      [0, 0, 1],
      [0, 1, 1],
    ]);
  });

  test("work when types are found only later in the file", async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => `${i % 2},${i === 29_000 ? "none" : i % 5}`).join("\n");
    const sample = await readSample(
      file("late.csv", `t,x\n${rows}\n`),
      { treatment: "t", outcome: "y", given: [] },
      {
        ...asRows,
        derive: ["y = x = 'none' OR x = '3'"],
      },
    );
    expect(sample.outcome.values[29_000]).toBe(1);
  });

  test.each([
    "employed",
    "= re78 > 0",
    "employed = ",
    "a == 3",
    "age = re78",
    "AGE = re78",
    "employed = (SELECT 1)",
    "employed = age IN (SELECT age FROM data)",
    "employed = EXISTS (FROM read_csv('/etc/passwd'))",
    "employed = 1) FROM read_csv('/etc/passwd') --",
    "employed = 1); DROP TABLE held; SELECT (1",
    "employed = 1), (2",
    "employed = unnest([1, 2])",
    "employed = random() > 0.5",
    "employed = COLUMNS(*) > 0",
    "employed = re78 >",
    "employed = re87 > 0",
    "employed = zzzzzz > 0",
    "employed = 1); SELECT (1",
    "employed = nosuch(re78)",
    "employed = avg(re78)",
    "employed = age + 'x' || [1]",
    "employed = ?",
    "employed = read_text('/etc/passwd')",
  ])("%s is refused", async (derive) => {
    expect(await complaint(readSample(path(), { ...who, given: [] }, { derive: [derive] }))).toMatchSnapshot();
  });
});
