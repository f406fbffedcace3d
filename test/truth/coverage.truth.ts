// `npm run truth`: 1,000 data sets a world and learner, the tables into docs/truth.md. Takes about 40 minutes on one core; WORLDS and
// LEARNERS name parts of it, RUNS another number of data sets.
import { it } from "vitest";
import { type Coverage, coverageOf } from "../support/coverage.js";
import { putTable } from "../support/truth-page.js";
import { bent, worlds } from "../support/worlds.js";

const RUNS = Number(process.env.RUNS ?? 1000);
const N = 2000;

const percent = (x: number) => (100 * x).toFixed(1);

function table(world: string, learner: string, rows: readonly Coverage[]): readonly string[] {
  const lines = rows.map(
    ({ quantity, truth, covered, runs, bias, se, sd }) =>
      `| ${quantity.replace(/ (\d)(\d)$/, " of T=$1, Y=$2")} | ${truth.toFixed(4)} | ${percent(covered / runs)} | ${(bias / sd).toFixed(2)} | ${(se / sd).toFixed(2)} |`,
  );
  return [
    `### ${world} effect, ${learner}`,
    "",
    "| quantity | truth | coverage % | bias / sd | mean se / sd |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...lines,
  ];
}

const NAMES = { linear: "logistic nuisances", boost: "boosting nuisances" } as const;
const asked = (process.env.LEARNERS ?? "linear,boost").split(",") as (keyof typeof NAMES)[];

const all = [...worlds, bent];
const chosen = process.env.WORLDS?.split(",") ?? all.map((world) => world.name);

for (const learner of asked) {
  for (const world of all.filter(({ name }) => chosen.includes(name))) {
    it(`${world.name}, ${learner}`, async () => {
      // Each table replaces its own place, so a study can be run in parts.
      const rows = await coverageOf(world, { learner }, N, RUNS);
      putTable(`${learner} ${world.name}`, table(world.name, NAMES[learner], rows));
    });
  }
}
