// `npm run truth -- decide`: policies chosen by their worst case in 200 populations with known individual types, and how often intervals of a
// policy's value hold the truth in 1,000 tables a world; the tables into docs/truth.md. About ten minutes on one core; RUNS another number of tables.
import { it } from "vitest";
import {
  drawPopulation,
  faredByWorst,
  type Held,
  heldByCells,
  heldByLinear,
  pointsOf,
} from "../support/decide-study.js";
import { putTable } from "../support/truth-page.js";
import { worlds } from "../support/worlds.js";

const RUNS = Number(process.env["RUNS"] ?? 1000);
const POPULATIONS = 200;

const percent = (x: number) => (100 * x).toFixed(1);

it("chosen by the worst case", async () => {
  const lines: string[] = [];
  for (const [n, what] of [
    [0, "exact law"],
    [4000, "4,000 individuals"],
  ] as const) {
    for (const other of ["nobody", "everybody"] as const) {
      let [sure, worse, least] = [0, 0, Number.POSITIVE_INFINITY];
      for (let seed = 0; seed < POPULATIONS; seed++) {
        const fared = (await faredByWorst(drawPopulation(seed), n, seed))[other];
        if (!fared.sure) continue;
        sure++;
        least = Math.min(least, fared.ahead);
        if (fared.ahead < -1e-12) worse++;
      }
      lines.push(`| ${what} | ${other} | ${sure} of ${POPULATIONS} | ${worse} | ${least.toFixed(3)} |`);
    }
  }
  putTable("decide worst", [
    "| seen | against treating | the bounds guarantee it | worse in truth | least lead among those |",
    "| --- | --- | ---: | ---: | ---: |",
    ...lines,
  ]);
});

function table(what: string, tables: readonly (readonly Held[])[]): string[] {
  const quantities = tables[0].map(({ quantity }) => quantity);
  const lines = quantities.map((quantity, k) => {
    const held = tables.map((one) => one[k]);
    const off = held.map(({ estimate, truth }) => estimate - truth);
    const bias = off.reduce((a, b) => a + b, 0) / off.length;
    const sd = Math.sqrt(off.reduce((sum, x) => sum + (x - bias) ** 2, 0) / (off.length - 1));
    const se = held.reduce((sum, one) => sum + one.se, 0) / held.length;
    const covered = held.filter((one, i) => Math.abs(off[i]) <= 1.959964 * one.se).length / held.length;
    return `| ${quantity} | ${percent(covered)} | ${(bias / sd).toFixed(2)} | ${(se / sd).toFixed(2)} |`;
  });
  return [
    `### ${what}, ${tables.length} tables`,
    "",
    "| quantity | coverage % | bias / sd | mean se / sd |",
    "| --- | ---: | ---: | ---: |",
    ...lines,
  ];
}

it("values, averages within kinds", async () => {
  const tables: Held[][] = [];
  for (let run = 0; run < RUNS; run++) tables.push(await heldByCells(2000, run));
  putTable("decide cells", table("Value of a policy, averages within twelve kinds", tables));
});

it("values, logistic regressions", async () => {
  const points = pointsOf(worlds[1], 10_000);
  const tables: Held[][] = [];
  for (let run = 0; run < RUNS; run++) tables.push(await heldByLinear(worlds[1], points, 2000, run));
  putTable("decide linear", table("Value of a policy, logistic regressions, heterogeneous effect", tables));
});
