import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { disco, JOBS, QUESTION, root, startDisco } from "./disco.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "disco-cli-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The question with one of its words replaced. */
const instead = (old: string, word: string) => QUESTION.map((one) => (one === old ? word : one));

describe("an answer", () => {
  it("is told in words on standard output, without colour in a pipe", () => {
    const { code, out, err } = disco([...QUESTION, "--given", "age,education"]);
    expect(code).toBe(0);
    expect(out).toContain("employed");
    expect(out + err).not.toContain("\x1b");
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("is one JSON document and nothing else with --json, the same every time", () => {
    const words = [...QUESTION, "--given", "age,education", "--json"];
    const [one, two] = [disco(words), disco(words)];
    expect(one.code).toBe(0);
    const answer = JSON.parse(one.out);
    expect(answer.evidence).toHaveLength(4);
    expect(answer.data.read).toBe(445);
    // Whoever reads the document by a program should still see the warnings.
    expect(one.err.split("\n").filter((line) => !/^$|^warning: | \.\.\.$/.test(line))).toEqual([]);
    expect(one.err.match(/^warning: /gm) ?? []).toHaveLength(answer.warnings.length);
    expect(two.out).toBe(one.out);
  });

  it("needs no --given", () => {
    expect(disco(QUESTION).code).toBe(0);
  });

  it("takes from a graph what to adjust for, and warns of what should not be", () => {
    const graph = "age -> treat -> employed; age -> employed; treat -> re75 -> employed";
    const chosen = JSON.parse(disco([...QUESTION, "--graph", graph, "--json", "--quiet"]).out);
    expect(chosen.assumptions[0]).toMatchObject({ id: "graph-adjustment" });
    expect(chosen.individual).toContain("age");
    expect(chosen.warnings.map(({ id }: { id: string }) => id)).not.toContain("adjusts-for-mediator");
    const { code, out } = disco([...QUESTION, "--given", "age,re75", "--graph", graph, "--json", "--quiet"]);
    const [{ id, text }] = JSON.parse(out).warnings;
    expect([code, id]).toEqual([0, "adjusts-for-mediator"]);
    expect(text).toContain("Adjusting for re75, the average effect (ATE) is 0.1");
    expect(text).toContain(`without, ${Number(chosen.effect.ate.value.toPrecision(3))} (95 % interval`);
  });

  it("refuses a graph by which no covariates adjust, in words", () => {
    const front = "treat -> re75 -> employed; treat <-> employed";
    const { code, out, err } = disco([...QUESTION, "--graph", front, "--quiet"]);
    expect([code, out]).toEqual([3, ""]);
    expect(err).toBe(
      "--graph: no measured covariates adjust for all common causes, and shares need that (the effect can be had by the front door) (given: treat -> employed); disco effect with the same graph answers for the average effect\n",
    );
  });

  it("comes with files, and says so", () => {
    const [page, people] = [join(folder, "jobs.html"), join(folder, "people.csv")];
    const { code, err } = disco([...QUESTION, "--given", "age,education", "--report", page, "--individuals", people]);
    expect(code).toBe(0);
    expect(err).toContain(`wrote ${page}\nwrote ${people}\n`);
    expect(readdirSync(folder).sort()).toEqual(["jobs.html", "people.csv"]);
    expect(readFileSync(page, "utf8")).toMatch(/^<!doctype html>/i);
    const rows = readFileSync(people, "utf8").trimEnd().split("\n");
    expect(rows).toHaveLength(1 + 445);
    expect(rows[0]).toMatch(/\bp1\b.*\bp0\b/);
  });

  it("says nothing beside itself with --quiet", () => {
    expect(disco([...QUESTION, "--quiet", "--report", join(folder, "jobs.html")])).toMatchObject({ code: 0, err: "" });
  });

  it("takes every option", () => {
    const { code, out, err } = disco([
      ...QUESTION,
      ...["--given", 'age,"education"', "--given", "black", "--treated", "1", "--success", "true", "--missing", "drop"],
      ...["--delimiter", ",", "--quote", '"', "--encoding", "utf-8", "--na", "NA,-999", "--learner", "linear"],
      ...["--folds", "2", "--seed", "7", "--level", "0.9", "--coupling", "0.5", "--target", "ate", "--trim", "0.01"],
      ...["--four-way", "--variance", "0.4", "--json"],
    ]);
    expect(code, err).toBe(0);
    const answer = JSON.parse(out);
    expect(answer.coupling).toBe(0.5);
    expect(answer.effect.ett.level).toBe(0.9);
    expect(answer.evidence[0].fourWay).toBeDefined();
    expect(answer.variance.randomised.rate).toBe(0.4);
  });

  it("is about the treated alone with --target att", () => {
    const { out } = disco([...QUESTION, "--target", "att", "--json"]);
    const answer = JSON.parse(out);
    expect(answer.evidence.map(({ treated }: { treated: boolean }) => treated)).toEqual([true, true]);
    expect(answer.effect.ate.value).toBeNull();
  });

  it("is not mourned when nobody listens: `disco | true`", () => {
    const script = `node cli/bin/disco.js "$@" | true; echo "\${PIPESTATUS[0]}"`;
    const page = join(folder, "jobs.html");
    const { stdout, stderr } = spawnSync("bash", ["-c", script, "disco", ...QUESTION, "--quiet", "--report", page], {
      cwd: root,
      encoding: "utf8",
    });
    expect([stdout, stderr]).toEqual(["0\n", ""]);
    expect(readdirSync(folder)).toEqual(["jobs.html"]);
  });
});

describe("bad input", () => {
  const cases: [what: string, words: () => string[], said: RegExp, code: number][] = [
    ["a table that is not there", () => instead(JOBS, "jbs.csv"), /jbs\.csv/, 2],
    ["a table that is a folder", () => instead(JOBS, "examples"), /examples/, 2],
    ["a treatment that is not there", () => instead("treat", "traet"), /traet.*treat/, 2],
    ["an outcome that is not there", () => instead("employed", "employd"), /employd.*employed/, 2],
    ["a covariate that is not there", () => [...QUESTION, "--given", "age,educaton"], /educaton.*education/, 2],
    ["a treatment of many values", () => instead("treat", "age"), /age/, 2],
    ["a derived column that cannot be", () => instead("employed = re78 > 0", "employed = re78 >"), /employed/, 2],
    ["a treated value that is not there", () => [...QUESTION, "--treated", "yes"], /yes/, 2],
    ["a column in two roles", () => [...QUESTION, "--given", "treat"], /treat/, 2],
  ];
  it.each(cases)("%s", (_, words, said, code) => {
    const ran = disco([...words(), "--json"]);
    expect(ran).toMatchObject({ code, out: "" });
    expect(ran.err).toMatch(said);
    expect(ran.err).not.toMatch(/bug in Disco/);
  });

  it("a constant treatment, an empty table, a table of one arm and one row: never a bug of ours", () => {
    const tables = {
      constant: "t,y\n1,0\n1,1\n1,1\n",
      empty: "t,y\n",
      nothing: "",
      short: "t,y\n1,0\n0,1\n",
      flat: "t,y\n1,1\n0,1\n1,1\n0,1\n",
    };
    for (const [name, text] of Object.entries(tables)) {
      const path = join(folder, `${name}.csv`);
      writeFileSync(path, text);
      const { code, err } = disco(["attribute", path, "--treatment", "t", "--outcome", "y", "--json"]);
      expect([name, code], err).toEqual([name, name === "short" || name === "flat" ? code : 2]);
      expect([0, 2, 3]).toContain(code);
    }
  });
});

it("Ctrl-C in the middle ends it at once and leaves no file", async () => {
  const table = join(folder, "big.csv");
  const rows = Array.from(
    { length: 200_000 },
    (_, i) => `${i % 2},${(i * 7919) % 3 === 0 ? 1 : 0},${(i * 104_729) % 1009},${(i * 31) % 997}`,
  );
  writeFileSync(table, `t,y,a,b\n${rows.join("\n")}\n`);
  const child = startDisco([
    ...[
      "attribute",
      table,
      "--treatment",
      "t",
      "--outcome",
      "y",
      "--given",
      "a,b",
      "--learner",
      "boost",
      "--trees",
      "5000",
    ],
    ...["--report", join(folder, "big.html"), "--individuals", join(folder, "big.parquet")],
  ]);
  const ended = new Promise((resolve) => child.once("exit", (_code, signal) => resolve(signal)));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  child.kill("SIGINT");
  expect(await ended).toBe("SIGINT");
  expect(readdirSync(folder)).toEqual(["big.csv"]);
});
