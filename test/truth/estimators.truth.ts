// Every estimator of averages on drawn tables whose effect is known: the table into docs/truth.md. The command is `npm run truth -- estimators`;
// it takes a quarter of an hour on one core.
import { it } from "vitest";
import type { Target } from "../../src/query/effect.js";
import { effectWorlds } from "../support/effect-worlds.js";
import { repeated } from "../support/estimator-study.js";
import { putTable } from "../support/truth-page.js";

/** Tables drawn by the number of rows. */
const PLAN = [
  { rows: 500, runs: 1000 },
  { rows: 2000, runs: 1000 },
  { rows: 10_000, runs: 400 },
];
/** Which world, and whose average. */
const ASKED: readonly (readonly [number, Target])[] = [
  [0, "ate"],
  [0, "att"],
  [0, "overlap"],
  [3, "ate"],
  [1, "ate"],
  [2, "ate"],
];

it("the estimators of effects", async () => {
  const lines = [
    `| world | target | estimator | ${PLAN.map(({ rows }) => `bias / sd, n = ${rows.toLocaleString("en-US")}`).join(" | ")} | ${PLAN.map(({ rows }) => `coverage %, n = ${rows.toLocaleString("en-US")}`).join(" | ")} | sd x sqrt(n), smallest n to largest |`,
    `| --- | --- | --- |${" ---: |".repeat(2 * PLAN.length)} --- |`,
  ];
  for (const [place, target] of ASKED) {
    const world = effectWorlds[place];
    const found = [];
    // One deal of the folds: what averaging several of them adds is not what is measured here, and takes five times as long.
    for (const { rows, runs } of PLAN)
      found.push(await repeated(world, rows, runs, { target, learner: "linear", folds: rows <= 1000 ? 2 : 5 }));
    for (const method of Object.keys(found[0]) as (keyof (typeof found)[0])[]) {
      const of = found.map((one) => one[method]!);
      if (method === "dml-partial" || method === "least-squares") continue;
      const rates = of.map(({ sd }, k) => (sd * Math.sqrt(PLAN[k].rows)).toFixed(2)).join(", ");
      lines.push(
        `| ${world.name} | ${method === "overlap" ? "overlap" : target} | ${method} | ${of.map(({ bias }) => bias.toFixed(2)).join(" | ")} | ${of.map(({ coverage }) => (100 * coverage).toFixed(1)).join(" | ")} | ${rates} |`,
      );
    }
  }
  putTable("estimators", lines);
}, 7_200_000);
