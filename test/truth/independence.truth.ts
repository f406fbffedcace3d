// How often the tests of independence cry wolf, and how often they find what is there: the tables into docs/truth.md. The command is
// `npm run truth -- independence`; it takes some hours on one core. WORLDS and ROWS name parts of it (texts that a world's name holds), RUNS
// another number of data sets under independence; a part is printed and does not go into the page.
import { it } from "vitest";
import { falseAlarms, type GraphData, rejections } from "../support/independence-study.js";
import { independenceWorlds } from "../support/independence-worlds.js";
import { putTable } from "../support/truth-page.js";

/** Data sets under independence, and under dependence, by the number of rows. */
const PLAN = [
  { rows: 200, none: 1000, some: 300 },
  { rows: 1000, none: 1000, some: 100 },
  { rows: 5000, none: 300, some: 30 },
];
const { WORLDS, ROWS, RUNS } = process.env;
const part = WORLDS !== undefined || ROWS !== undefined || RUNS !== undefined;
const worlds = independenceWorlds.filter(({ name }) => WORLDS?.split(",").some((w) => name.includes(w)) ?? true);
const plan = PLAN.filter(({ rows }) => ROWS?.split(",").includes(String(rows)) ?? true).map((one) => ({
  ...one,
  none: Number(RUNS ?? one.none),
}));

const percent = (count: number, runs: number) => ((100 * count) / runs).toFixed(1);

function write(place: string, lines: readonly string[]): void {
  if (part) console.log(lines.join("\n"));
  else putTable(place, lines);
}

it("the tests of independence", async () => {
  const sizes = plan.map(({ rows }) => rows.toLocaleString("en-US"));
  const lines = [
    `| data | world | ${sizes.map((n) => `false alarms, n = ${n}`).join(" | ")} | ${sizes.map((n) => `found, n = ${n}`).join(" | ")} |`,
    `| --- | --- |${" ---: |".repeat(2 * plan.length)}`,
  ];
  for (const world of worlds) {
    const cells: string[] = [];
    for (const { rows, none } of plan) cells.push(percent(await rejections(world, rows, 0, none), none));
    for (const { rows, some } of plan) cells.push(percent(await rejections(world, rows, world.link, some), some));
    lines.push(`| ${world.kind} | ${world.name}${world.hard ? " (hard)" : ""} | ${cells.join(" | ")} |`);
    console.log(lines[lines.length - 1]);
  }
  write("independence", lines);
});

it("graphs held against data that fit them", async () => {
  const lines = ["| data | rows | graphs | any false alarm % |", "| --- | ---: | ---: | ---: |"];
  for (const kind of ["discrete", "Gaussian", "mixed"] satisfies GraphData[]) {
    for (const { rows, none } of plan.filter((one) => one.rows < 5000)) {
      const graphs = none / 2;
      lines.push(`| ${kind} | ${rows} | ${graphs} | ${percent(await falseAlarms(kind, rows, graphs), graphs)} |`);
      console.log(lines[lines.length - 1]);
    }
  }
  write("graph checks", lines);
});
