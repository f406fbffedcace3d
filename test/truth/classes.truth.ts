// Coverage of the intervals that latent classes give (docs/learn/classes.md holds the tables). `npx vitest run --config vitest.truth.config.ts
// test/truth/classes.truth.ts`; RUNS another number of data sets, WORLDS names some of them, FIXED takes the number of classes
// as known. About a minute for fifty data sets of all.
import { it } from "vitest";
import { attribute } from "../../src/attribute/attribute.js";
import type { Answer } from "../../src/query/answer.js";
import { type ClassWorld, classWorlds, drawPanel, panelTruth } from "../support/class-panels.js";

const RUNS = Number(process.env.RUNS ?? 500);

interface Tally {
  covered: number;
  values: number[];
  ses: number[];
}

async function study(
  world: ClassWorld,
  units: number,
  occasions: number,
  classes: number | undefined,
): Promise<string[]> {
  const truth = panelTruth(world);
  const tally = new Map<string, Tally>();
  const count = (name: string, answer: Answer) => {
    const one = tally.get(name) ?? { covered: 0, values: [], ses: [] };
    tally.set(name, one);
    const [low, high] = answer.interval!;
    if (low <= truth[name] && truth[name] <= high) one.covered++;
    one.values.push(answer.value!);
    one.ses.push(Number(answer.diagnostics.se));
  };
  const chosen = new Map<unknown, number>();
  for (let run = 0; run < RUNS; run++) {
    const sample = drawPanel(world, units, occasions, 1_000_003 * occasions + 7919 * units + run);
    const options = { learner: "classes", ...(classes === undefined ? {} : { classes }) } as const;
    const { answer } = await attribute(sample, options);
    chosen.set(answer.provenance.classes, (chosen.get(answer.provenance.classes) ?? 0) + 1);
    for (const one of answer.evidence) {
      const event = `${one.treated ? 1 : 0}${one.success ? 1 : 0}`;
      count(`anyway ${event}`, one.shares.anyway);
      count(`policy ${event}`, one.shares.policy);
      count(`recurrence ${event}`, one.recurrence);
      count(`complier ${event}`, one.responses!.complier);
    }
    count("PNS", answer.causation!.pns);
    count("ATE", answer.effect.ate);
  }
  const percent = (x: number) => (100 * x).toFixed(1);
  const lines = [...tally].map(([name, { covered, values, ses }]) => {
    const mean = values.reduce((a, b) => a + b, 0) / RUNS;
    const sd = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (RUNS - 1));
    const se = ses.reduce((a, b) => a + b, 0) / RUNS;
    return `| ${name} | ${truth[name].toFixed(4)} | ${percent(covered / RUNS)} | ${((mean - truth[name]) / sd).toFixed(2)} | ${(se / sd).toFixed(2)} |`;
  });
  const counts = [...chosen]
    .sort((a, b) => Number(a[0]) - Number(b[0]))
    .map(([k, n]) => `${k}: ${percent(n / RUNS)} %`);
  return [
    `### ${world.name}, ${units} units of ${occasions} rows, classes ${classes ?? `by BIC (${counts.join(", ")})`}`,
    "",
    "| quantity | truth | coverage % | bias / sd | mean se / sd |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...lines,
    "",
  ];
}

const asked = process.env.WORLDS?.split(",");
for (const world of classWorlds.filter(({ name }) => asked?.includes(name) ?? true)) {
  for (const units of [500, 2000]) {
    for (const occasions of world.occasions) {
      it(`${world.name}, ${units} units of ${occasions}`, async () => {
        const classes = process.env.FIXED ? world.kinds.length : undefined;
        process.stdout.write(`${(await study(world, units, occasions, classes)).join("\n")}\n`);
      });
    }
  }
}
