// How often the intervals of `disco check --surrogate` hold the truth, and what it finds where: the table into docs/truth.md. The command is
// `npm run truth -- surrogate`; it takes some minutes on one core.
import { it } from "vitest";
import { surrogateCoverage, surrogateWorlds } from "../support/surrogate-study.js";
import { putTable } from "../support/truth-page.js";

const RUNS = 2000;
const NAMES: Readonly<Record<string, string>> = {
  onSurrogate: "effect on the surrogate",
  onOutcome: "effect on the outcome",
  left: "left, given the surrogate",
  implied: "implied covariance",
  freedman: "share, Freedman",
  "freedman-difference": "share, Freedman in differences",
  "wang-taylor": "share, Wang-Taylor",
  "wang-taylor-treated": "share, Wang-Taylor by the treated",
};

it("intervals and findings of a surrogate", () => {
  const lines = [
    "| world | number | truth | n = 500: % | Fieller % | n = 2,000: % | Fieller % |",
    "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
  ];
  const found = [
    "| world | rows | reversal % | direct effect % | not explained % |",
    "| --- | ---: | ---: | ---: | ---: |",
  ];
  const percent = (share: number) => (100 * share).toFixed(1);
  for (const world of surrogateWorlds) {
    const runs = [500, 2000].map((rows) => ({ rows, ...surrogateCoverage(world, rows, RUNS) }));
    for (const { key, truth } of runs[0].coverage) {
      const cells = runs.flatMap(({ coverage }) => {
        const { delta, fieller } = coverage.find((one) => one.key === key)!;
        const isShare = key.includes("freedman") || key.includes("wang");
        return [percent(delta), isShare ? percent(fieller) : ""];
      });
      lines.push(`| ${world.name} | ${NAMES[key]} | ${truth.toFixed(4)} | ${cells.join(" | ")} |`);
    }
    for (const { rows, findings } of runs) {
      const rate = (kind: string) => percent((findings[kind] ?? 0) / RUNS);
      found.push(
        `| ${world.name} | ${rows} | ${rate("reversal")} | ${rate("direct effect")} | ${rate("not explained")} |`,
      );
    }
    console.log([...lines.slice(2), ...found.slice(2)].join("\n"));
  }
  putTable("surrogate", lines);
  putTable("surrogate findings", found);
});
