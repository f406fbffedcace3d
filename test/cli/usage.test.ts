import { describe, expect, it } from "vitest";
import { disco, JOBS, QUESTION } from "./disco.ts";

const SMOKING = "examples/graphs/smoking.dag";

/** Everything that is wrong before the table is opened: what is said is part of the product, so it is written out here. */
const COMPLAINTS: [words: string[], said: string][] = [
  [
    ["atribute"],
    "disco: there is no such command (given: atribute); did you mean attribute? `disco --help` lists them all",
  ],
  [[JOBS], `disco: a table stands where a command should (given: ${JOBS}); write \`disco attribute ${JOBS} ...\``],
  [
    [SMOKING],
    `disco: a graph stands where a command should (given: ${SMOKING}); write \`disco identify ${SMOKING} "..."\``,
  ],
  [["identify"], 'disco identify: no graph; name one: `disco identify smoking.dag "P(cancer | do(smoking))"`'],
  [["attribute"], "disco attribute: no table; name one: `disco attribute jobs.csv ...`"],
  [
    ["attribute", "jobs.csv"],
    "disco attribute: no treatment; name the column whose effect is asked about: --treatment COLUMN",
  ],
  [
    ["attribute", "jobs.csv", "--treatment", "t"],
    "disco attribute: no outcome; name the column of what happened: --outcome COLUMN",
  ],
  [
    ["attribute", "jobs.csv", "--treatmnt", "t"],
    "disco: there is no such option (given: --treatmnt); did you mean --treatment? `disco attribute --help` lists them all",
  ],
  [["attribute", "jobs.csv", "--treatment"], "--treatment: a value should follow; write --treatment <column>"],
  [
    ["attribute", "jobs.csv", "--treatment", "--outcome", "y"],
    "--treatment: a value should follow, not another option (given: --outcome); write --treatment VALUE",
  ],
  [
    ["attribute", "jobs.csv", "more.csv", "--treatment", "t"],
    "disco attribute: more than the table is given (given: more.csv); put quotes around what has spaces",
  ],
  [["attribute", "--folds", "0"], "--folds: it should be a whole number from 1 to 50 (given: 0); write --folds 5"],
  [["attribute", "--folds", "2.5"], "--folds: it should be a whole number from 1 to 50 (given: 2.5); write --folds 5"],
  [
    ["attribute", "--folds", "five"],
    "--folds: it should be a whole number from 1 to 50 (given: five); write --folds 5",
  ],
  [
    ["attribute", "--seed", "-1"],
    "--seed: it should be a whole number from 0 to 4294967295 (given: -1); write --seed 1",
  ],
  [
    ["attribute", "--level", "95"],
    "--level: it should be a number strictly between 0 and 1 (given: 95); write --level 0.95",
  ],
  [
    ["attribute", "--coupling", "1.5"],
    "--coupling: it should be a number from 0 to 1 (given: 1.5); write --coupling 0.5",
  ],
  [["attribute", "--seed", "1", "--seed", "2"], "--seed: it stands twice (given: 1 and 2); keep one of them"],
  [
    ["attribute", "--learner", "oracle"],
    "--learner: there is no such choice (given: oracle); choose one of auto, cells, linear, elastic-net, boost, forest, network, stack, classes",
  ],
  [
    ["attribute", "--given", "a,,b"],
    "--given: a name is empty (given: a,,b); write names with commas between: age,education",
  ],
  [["attribute", "--given", "a,b", "--given", "b"], "--given: a name stands twice (given: b); keep one of them"],
  [
    ["attribute", "--given", 'a,b"c'],
    '--given: a quotation mark is not where it belongs (given: a,b"c); write it as in CSV: --given \'age,"income, net"\'',
  ],
];

describe("what is said about a slip of the pen", () => {
  it.each(COMPLAINTS)("%j", (words, said) => {
    expect(disco(words)).toEqual({ code: 2, out: "", err: `${said}\n` });
  });

  it("is said before the table is read, whatever else is there", () => {
    const { code, err } = disco([...QUESTION, "--report", "no-such-folder/jobs.html"]);
    expect([code, err]).toEqual([
      2,
      "--report: the folder does not exist (given: no-such-folder/jobs.html); make it first: mkdir -p no-such-folder\n",
    ]);
  });
});

describe("help", () => {
  it("comes on standard output, with examples", () => {
    const { code, out, err } = disco(["--help"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out.match(/\$ disco/g)).toHaveLength(7);
  });

  it("of attribute has headings for what the options are for, examples, and the exit codes", () => {
    const { code, out } = disco(["attribute", "--help"]);
    expect(code).toBe(0);
    const headings = [
      "What the columns are:",
      "Reading the table:",
      "What is asked:",
      "How it is learned:",
      "What comes out:",
    ];
    for (const heading of headings) expect(out).toContain(`\n${heading}\n`);
    expect(out.match(/\$ disco/g)).toHaveLength(3);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(90);
  });

  it("comes for nothing at all too, but as a complaint", () => {
    const { code, out, err } = disco([]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("Usage: disco");
  });

  it("has a version", () => {
    expect(disco(["--version"])).toEqual({ code: 0, out: "0.1.0\n", err: "" });
  });
});
