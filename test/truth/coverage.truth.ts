// `npm run truth`: 1,000 data sets a world and learner, the tables into docs/truth.md. Takes about 40 minutes on one core; WORLDS and
// LEARNERS name parts of it (elastic-net, forest, network and stack take longer and are asked for by name), RUNS another number of data sets.
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
// These take longer, are asked for by name, and have a line a world.
const OTHERS = ["elastic-net", "forest", "network", "stack"] as const;
const asked = (process.env.LEARNERS ?? "linear,boost").split(",");

const all = [...worlds, bent];
const names = process.env.WORLDS?.split(",") ?? all.map((world) => world.name);
const chosen = all.filter(({ name }) => names.includes(name));

for (const learner of ["linear", "boost"] as const) {
  if (!asked.includes(learner)) continue;
  for (const world of chosen) {
    it(`${world.name}, ${learner}`, async () => {
      // Each table replaces its own place, so a study can be run in parts.
      const rows = await coverageOf(world, { learner }, N, RUNS);
      putTable(`${learner} ${world.name}`, table(world.name, NAMES[learner], rows));
    });
  }
}

/** The lowest and the highest coverage of all quantities of a world, which they are, and the effect's own. */
function line(world: string, rows: readonly Coverage[]): string {
  const share = ({ covered, runs }: Coverage) => covered / runs;
  const sorted = rows.toSorted((a, b) => share(a) - share(b));
  const told = (row: Coverage) => `${percent(share(row))} (${row.quantity.replace(/ (\d)(\d)$/, " of T=$1, Y=$2")})`;
  const ate = rows.find(({ quantity }) => quantity === "ATE")!;
  const middle = rows.reduce((sum, row) => sum + share(row), 0) / rows.length;
  return `| ${world} | ${percent(middle)} | ${told(sorted[0])} | ${told(sorted.at(-1)!)} | ${percent(share(ate))} |`;
}

for (const learner of OTHERS) {
  if (!asked.includes(learner)) continue;
  it(learner, async () => {
    const lines: string[] = [];
    for (const world of chosen) lines.push(line(world.name, await coverageOf(world, { learner }, N, RUNS)));
    putTable(`others ${learner}`, [
      `### ${learner}, ${RUNS} data sets a world`,
      "",
      "| effect | average coverage % | lowest | highest | of the ATE |",
      "| --- | ---: | ---: | ---: | ---: |",
      ...lines,
    ]);
  });
}
