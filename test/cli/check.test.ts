import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disco } from "./disco.ts";

const BERKELEY = ["examples/admissions/admissions.csv", "--weight", "count"];
const SHOP = "examples/shop/days.csv";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "disco-check-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("disco check --graph", () => {
  it("answers 0 though the graph is contradicted, and says what and how to mend it", () => {
    const { code, out, err } = disco(["check", ...BERKELEY, "--graph", "sex -> department -> admitted"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("The data contradict the graph: the one independence it claims does not hold.");
    expect(out).toContain("To mend it, add sex -> admitted or sex <-> admitted.");
    expect(out).toContain("With 4,526 rows and 1 test");
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("takes the graph of a file, numbers and labels as they are, and writes a page", () => {
    const page = join(folder, "check.html");
    const words = ["check", SHOP, "--graph", "examples/shop/believed.dag", "--report", page, "--quiet"];
    const { code, out, err } = disco(words);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("3 of the 6 independencies");
    expect(readFileSync(page, "utf8")).toContain('id="disco-answer"');
  });

  it("prints one JSON document (DESIGN 4.5), the same for the same seed", () => {
    const words = ["check", SHOP, "--graph", "examples/shop/mended.dag", "--json", "--quiet", "--seed", "7"];
    const [first, again] = [disco(words), disco(words)];
    expect([first.code, first.err]).toEqual([0, ""]);
    expect(again).toEqual(first);
    const check = JSON.parse(first.out);
    expect(check).toMatchObject({ findings: [], inseparable: [], level: 0.05, provenance: { seed: 7, tests: 4 } });
    expect(Object.keys(check)).toEqual([
      "question",
      "graph",
      "findings",
      "scanned",
      "inseparable",
      "level",
      "advice",
      "assumptions",
      "warnings",
      "data",
      "provenance",
    ]);
    expect(check.scanned).toHaveLength(4);
  });

  it("knows an exact law, a model's graph, and latent variables that the table lacks", () => {
    const law = disco([
      ...["check", "examples/smoking/primer.csv", "--weight", "share"],
      ...["--graph", "smoking -> tar -> cancer; smoking <-> cancer; diet [latent]; diet -> cancer"],
    ]);
    expect(law.code).toBe(0);
    expect(law.out).toContain("The graph claims no independence that data could contradict.");
    const model = disco(["check", SHOP, "--graph", "examples/shop/shop.disco.json", "--quiet"]);
    expect(model.out).toContain("Nothing in the data contradicts the graph: all 4 independencies it claims hold");
  });

  it("reads numbers as names where that is said, drops rows with gaps, derives columns", () => {
    const rows = Array.from(
      { length: 300 },
      (_, i) => `${(i * 7) % 12},${i % 3 === 0 ? "a" : "b"},${i === 5 ? "" : i % 2}`,
    );
    const table = join(folder, "codes.csv");
    writeFileSync(table, `code,kind,x\n${rows.join("\n")}\n`);
    const words = ["check", table, "--graph", "code; kind; y", "--derive", "y = x + 1", "--missing", "drop", "--json"];
    const check = JSON.parse(disco([...words, "--labels", "code"]).out);
    expect(check.data).toMatchObject({ read: 300, used: 299, missing: { y: 1 } });
    expect(check.scanned[0]).toMatchObject({
      one: "code",
      other: "kind",
      test: "chi-square",
      freedom: 11,
    });
  });
});

it.each([
  [["check"], "disco check: no table; name one: `disco check jobs.csv --graph jobs.dag`"],
  [
    ["check", SHOP],
    "disco check: it is not said what to check; say what may be misleading: --treatment and --outcome, --pair A,B, or --graph FILE",
  ],
  [
    ["check", SHOP, "more.csv", "--graph", "a -> b"],
    "disco check: more than the table is given (given: more.csv); put quotes around what has spaces",
  ],
  [
    ["check", SHOP, "--graph", "no.dag"],
    "graph: there is no such file (given: no.dag); name a file of edges such as X -> Y, dagitty or DOT text, or - for standard input",
  ],
  [
    ["check", SHOP, "--graph", "sales -> weekend -> sales"],
    "graph: there is a cycle of causes (given: sales -> weekend -> sales); take one of its edges out: a cause comes before its effect",
  ],
  [
    ["check", SHOP, "--graph", "adds -> sales"],
    "column: there is no such column; did you mean 'ads'? (given: 'adds'); the columns are 'weekend', 'temperature', 'ads', 'visits', 'sales' (what nobody measured is marked latent in a graph)",
  ],
  [
    ["check", SHOP, "--graph", "ads -- sales"],
    "graph: separation is known only where every edge has a direction (given: ads -- sales); give it a direction",
  ],
  [
    ["check", SHOP, "--graph", "ads; sales", "--level", "5"],
    "--level: it should be a number strictly between 0 and 1 (given: 5); write --level 0.05",
  ],
  [
    ["check", SHOP, "--graph", "ads; sales", "--missing", "indicator"],
    "--missing: there is no such choice (given: indicator); choose one of refuse, drop",
  ],
  [
    ["check", SHOP, "--graph", "ads; sales", "--treatment", "ads"],
    "disco check: no outcome; name the column of what happened: --outcome COLUMN",
  ],
  [
    ["check", SHOP, "--graph", "ads; sales", "--report", SHOP],
    `--report: the name's ending says what to write, and this one is not known (given: ${SHOP}); end it with .html`,
  ],
])("%j", (words, said) => {
  expect(disco([...words, "--quiet"])).toEqual({ code: 2, out: "", err: `${said}\n` });
});
