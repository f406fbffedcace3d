// How often the check for Simpson's paradox says something false, and how often it finds what was planted: the tables into docs/simpson.md.
// The command is `npm run truth -- simpson`; it takes about five minutes on one core.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { it } from "vitest";
import { BORDER, PLANTED, tally } from "../support/simpson-study.js";

const PAGE = new URL("../../docs/simpson.md", import.meta.url);
const RUNS = Number(process.env["RUNS"] ?? 1000);

it("false alarms and what is found", () => {
  const lines = [
    "| nothing is left within strata | rows | tables | any false statement % |",
    "| --- | ---: | ---: | ---: |",
  ];
  for (const world of BORDER) {
    const { falseAlarms } = tally(world, RUNS);
    lines.push(`| ${world.name} | ${count(world.rows)} | ${count(RUNS)} | ${percent(falseAlarms)} |`);
    console.log(lines[lines.length - 1]);
  }
  lines.push(
    "",
    "| a reversal is planted | rows | tables | found % | any false statement % |",
    "| --- | ---: | ---: | ---: | ---: |",
  );
  for (const world of PLANTED) {
    const { found, falseAlarms } = tally(world, RUNS);
    lines.push(
      `| ${world.name} | ${count(world.rows)} | ${count(RUNS)} | ${percent(found)} | ${percent(falseAlarms)} |`,
    );
    console.log(lines[lines.length - 1]);
  }
  if (process.env["RUNS"] === undefined) put(lines);
});

function percent(number: number): string {
  return ((100 * number) / RUNS).toFixed(1);
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}

function put(lines: readonly string[]): void {
  const [start, end] = ["<!-- planted -->", "<!-- end planted -->"];
  const page = readFileSync(PAGE, "utf8");
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < 0) throw new Error("docs/simpson.md has no place for the tables");
  writeFileSync(`${PAGE.pathname}.tmp`, `${page.slice(0, from)}${start}\n${lines.join("\n")}\n${page.slice(to)}`);
  renameSync(`${PAGE.pathname}.tmp`, PAGE);
}
