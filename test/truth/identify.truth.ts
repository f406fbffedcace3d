// `npm run truth`: 20,000 random graphs and as many questions about several worlds, and the intervals of formulas, into docs/truth.md.
// Takes about 7 minutes on one core; GRAPHS names another number of them.
import { expect, it } from "vitest";
import { checkCounterfactual, checkEffect, emptyTally, type Tally } from "../identify/oracle/against.js";
import { intervalCoverage, WAYS } from "../identify/oracle/interval-coverage.js";
import { putTable } from "../support/truth-page.js";

const GRAPHS = Number(process.env.GRAPHS ?? 20_000);
const row = (name: string, { identified, worst, witnessed, impossible, faults }: Tally) =>
  `| ${name} | ${identified} | ${worst.toExponential(1)} | ${witnessed} | ${impossible} | ${faults.length} |`;

it("formulas and pairs of models", async () => {
  const [effects, counterfactuals] = [emptyTally(), emptyTally()];
  for (let seed = 1; seed <= GRAPHS; seed++) {
    await checkEffect(seed, effects);
    await checkCounterfactual(seed, counterfactuals);
  }
  putTable("identify", [
    "| questions | identified | largest error | not identified, with a checked pair of models | given what cannot happen | wrong or without a pair |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    row("effects, also conditional", effects),
    row("several worlds, also nested and conditional", counterfactuals),
  ]);
  expect([...effects.faults, ...counterfactuals.faults]).toEqual([]);
});

it("intervals of formulas", async () => {
  const lines: string[] = [];
  for (const way of Object.keys(WAYS) as (keyof typeof WAYS)[]) {
    for (const n of [500, 2000, 10_000]) {
      const { truth, covered, runs, bias, ratio } = await intervalCoverage(way, n, 1000);
      lines.push(
        `| ${way} | ${n} | ${truth.toFixed(4)} | ${((100 * covered) / runs).toFixed(1)} | ${bias.toFixed(2)} | ${ratio.toFixed(2)} |`,
      );
    }
  }
  const head = [
    "| P(Y=1 \\| do(X=1)) by | rows | truth | coverage % | bias / sd | mean se / sd |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
  ];
  putTable("identify intervals", [...head, ...lines]);
});
