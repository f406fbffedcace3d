// Coverage of the intervals of `disco check --pair`, and how often it finds what is there and what is not: the tables of docs/berkson.md.
// `npx vitest run --config vitest.truth.config.ts test/truth/berkson.truth.ts`; RUNS another number of tables. About a minute.
import { it } from "vitest";
import { studyWeighted, studyWhole, wholeWorlds } from "../paradox/berkson-study.js";

const RUNS = Number(process.env.RUNS ?? 20_000);
const percent = (share: number) => (100 * share).toFixed(1);

it("the whole table", () => {
  console.log("| world | rows | population % | selected % | ratio of chances % | findings % |");
  console.log("| --- | ---: | ---: | ---: | ---: | ---: |");
  for (const world of wholeWorlds) {
    for (const rows of [200, 600, 3000]) {
      const { population, selected, ratio, found } = studyWhole(world, rows, RUNS, rows);
      const cells = [population, selected, ratio, found].map(percent).join(" | ");
      console.log(`| ${world.name} | ${rows} | ${cells} |`);
    }
  }
});

it("corrections", () => {
  console.log("| correction | people | truth | coverage % | bias / sd | mean se / sd | uncorrected coverage % |");
  console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
  for (const people of [500, 2000, 8000]) {
    for (const { name, truth, covered, bias, error, naive } of studyWeighted(people, RUNS / 10, people)) {
      const cells = [truth.toFixed(3), percent(covered), bias.toFixed(2), error.toFixed(2), percent(naive)].join(" | ");
      console.log(`| ${name} | ${people} | ${cells} |`);
    }
  }
});
