import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { disco, JOBS } from "./disco.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "disco-cli-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const BENEFIT = "complier=10,always=-2,never=-1,defier=-8";
const QUESTION = [
  ...["decide", JOBS, "--derive", "employed = re78 > 0", "--treatment", "treat", "--outcome", "employed"],
  ...["--given", "age,education"],
];

/** A table with hostile names and a cost and a group that are no covariates. */
function writeCrowd(): string {
  const file = join(folder, "crowd.csv");
  const lines = ['"pay; ""me""","<b>y</b>",x,price,region'];
  for (let i = 0; i < 400; i++) {
    const x = (i % 10) / 10;
    const t = (i * 7) % 2;
    const y = (i * 13) % 10 < 3 + 3 * t * x ? "yes" : "no";
    lines.push(`${t === 1 ? "on" : "off"},${y},${x},${1 + (i % 4)},${["north", "south", '"=1+1"'][i % 3]}`);
  }
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

const crowdQuestion = (file: string) => [
  ...["decide", file, "--treatment", 'pay; "me"', "--treated", "on", "--outcome", "<b>y</b>", "--success", "yes"],
  ...["--given", "x", "--benefit", BENEFIT, "--quiet"],
];

describe("a policy", () => {
  it("is told in words, with its file and its page", () => {
    const [policy, page] = [join(folder, "policy.csv"), join(folder, "decide.html")];
    const { code, out, err } = disco([
      ...[...QUESTION, "--benefit", BENEFIT, "--budget", "0.2", "--out", policy, "--report", page],
    ]);
    expect(code, err).toBe(0);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(err).toContain(`wrote ${page}\nwrote ${policy}\n`);
    expect(readdirSync(folder).sort()).toEqual(["decide.html", "policy.csv"]);
    expect(readFileSync(page, "utf8")).toMatch(/^<!doctype html>/i);
    const [header, ...lines] = readFileSync(policy, "utf8").trimEnd().split("\n");
    expect(header).toBe(
      "row,p1,p0,effect,complier,always,never,defier,benefit,benefit_low,benefit_high,cost,priority,treat,reason",
    );
    expect(lines).toHaveLength(445);
    // A fifth of 445.
    expect(lines.filter((line) => line.split(",")[13] === "1")).toHaveLength(89);
  });

  it("is one JSON document with --json, the same every time", () => {
    const words = [...QUESTION, "--benefit", BENEFIT, "--budget", "0.2", "--json", "--quiet"];
    const [one, two] = [disco(words), disco(words)];
    expect(one).toMatchObject({ code: 0, err: "" });
    expect(two.out).toBe(one.out);
    const answer = JSON.parse(one.out);
    expect(answer).toMatchObject({
      benefit: { complier: 10, always: -2, never: -1, defier: -8 },
      rule: "expected",
      budget: 0.2,
      treated: 0.2,
      individuals: { name: "row", count: 445 },
    });
    expect(answer.policies.map(({ name }: { name: string }) => name).slice(0, 4)).toEqual([
      ...["chosen", "nobody", "everybody", "by effect"],
    ]);
  });

  it("takes every option, costs and groups that are no covariates, and hostile names", () => {
    const file = writeCrowd();
    const out = join(folder, "policy.parquet");
    const ran = disco([
      ...crowdQuestion(file),
      ...["--rule", "regret", "--budget", "0.5", "--cost-column", "price", "--fair", "region", "--fair-equal"],
      ...["--explore", "0.1", "--tree", "1", "--level", "0.9", "--folds", "2", "--seed", "3", "--learner", "linear"],
      ...["--out", out, "--json"],
    ]);
    expect(ran.code, ran.err).toBe(0);
    const answer = JSON.parse(ran.out);
    expect(answer).toMatchObject({ rule: "regret", cost: { column: "price" }, explore: 0.1 });
    expect(answer.fairness.groups.map(({ group }: { group: string }) => group).sort()).toEqual([
      "=1+1",
      "north",
      "south",
    ]);
    expect(answer.spent).toBeLessThanOrEqual(0.5);
    expect(readdirSync(folder).sort()).toEqual(["crowd.csv", "policy.parquet"]);
  });

  it("may assume that nobody is a defier", () => {
    const { code, out, err } = disco([...QUESTION, "--benefit", BENEFIT, "--assume", "monotone", "--json", "--quiet"]);
    expect(code, err).toBe(0);
    const answer = JSON.parse(out);
    expect(answer.assume).toBe("monotone");
    expect(answer.policies[0].benefit.bounds).toEqual(Array(2).fill(answer.policies[0].benefit.value));
  });
});

describe("what is wrong with a benefit", () => {
  const example = "write --benefit complier=10,always=-2,never=-1,defier=-8";
  const complaints: [given: string, said: string][] = [
    [
      "complyer=1,always=0,never=0,defier=0",
      "--benefit: there is no such response type (given: complyer); the four are complier, always, never, defier",
    ],
    [
      "complier=1,always=0",
      "--benefit: it is not said what never, defier are worth (given: complier=1,always=0); add never=0,defier=0 if treating one is worth no more than not treating it",
    ],
    [
      "complier=much,always=0,never=0,defier=0",
      `--benefit: the worth of complier should be a number (given: complier=much); ${example}`,
    ],
    [
      "complier,always=0,never=0,defier=0",
      `--benefit: the worth of complier should be a number (given: complier); ${example}`,
    ],
    [
      "complier=1=2,always=0,never=0,defier=0",
      `--benefit: the worth of complier should be a number (given: complier=1=2); ${example}`,
    ],
    [
      "complier=1,complier=2,always=0,never=0,defier=0",
      "--benefit: complier stands twice (given: complier=1,complier=2,always=0,never=0,defier=0); keep one of them",
    ],
    [
      "complier=Infinity,always=0,never=0,defier=0",
      `--benefit: the worth of complier should be a number (given: complier=Infinity); ${example}`,
    ],
  ];
  it.each(complaints)("%s", (given, said) => {
    expect(disco([...QUESTION, "--benefit", given])).toEqual({ code: 2, out: "", err: `${said}\n` });
  });

  it("not given, or given twice", () => {
    expect(disco(QUESTION).err).toBe(
      "disco decide: no benefit; say what treating each kind is worth: --benefit complier=10,always=-2,never=-1,defier=-8\n",
    );
    const twice = disco([...QUESTION, "--benefit", BENEFIT, "--benefit", BENEFIT]);
    expect(twice).toMatchObject({
      code: 2,
      err: `--benefit: it stands twice (given: ${BENEFIT}); put all four numbers into one\n`,
    });
  });
});

describe("what cannot be decided", () => {
  const asked = [...QUESTION, "--benefit", BENEFIT, "--quiet"];
  it.each([
    [["--budget", "-0.1"], /^--budget: it should be a number from 0 to/],
    [["--budget", "1.5"], /^budget: without costs it is a share of individuals, and more than all cannot be treated/],
    [["--cost", "1", "--cost-column", "re74"], /^cost: there is a cost for everybody and a column of costs/],
    [["--fair-equal"], /^fair-equal: it is not said between which groups/],
    [["--fair", "balck"], /^--fair: there is no such column; did you mean 'black'\?/],
    [["--fair", "treat"], /^--fair: the same column is already the treatment/],
    [["--fair", "re74"], /^fair: these are too many groups to be compared/],
    [["--rule", "hope"], /^--rule: there is no such choice \(given: hope\); choose one of expected, maximin, regret/],
    [["--out", "policy.txt"], /^--out: the name's ending says what to write/],
    [["--success", "true", "--weight", "re75"], /^--weight/],
  ])("%j", (more, said) => {
    const { code, out, err } = disco([...asked, ...more]);
    expect(err).toMatch(said);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });

  it("a column of costs that are labels", () => {
    const { code, err } = disco([...crowdQuestion(writeCrowd()), "--cost-column", "region"]);
    expect(err).toMatch(/^cost-column: costs should be numbers, and this column holds labels \(given: region\)/);
    expect(code).toBe(2);
  });

  it("arms that cannot be compared: exit 3", () => {
    const file = join(folder, "apart.csv");
    const rows = Array.from({ length: 200 }, (_, i) => `${i < 100 ? 0 : 1},${i % 3 === 0 ? 1 : 0},${i}`);
    writeFileSync(file, `t,y,x\n${rows.join("\n")}\n`);
    const { code, err } = disco([
      ...["decide", file, "--treatment", "t", "--outcome", "y", "--given", "x", "--benefit", BENEFIT, "--quiet"],
    ]);
    expect(err).toMatch(/^overlap: the arms cannot be compared/);
    expect(code).toBe(3);
  });
});
