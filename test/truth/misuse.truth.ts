// How often weights are said not to average to 1, where the model is right (false alarms) and where it is not: the table into
// docs/estimate/weights.md. The command is `npm run truth -- misuse`; it takes some minutes on one core.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { it } from "vitest";
import { evidenceWeightRemarks } from "../../src/attribute/evidence-weights.js";
import { crossFittedProblem, fittedProblem } from "../../src/estimate/make-problem.js";
import { weightsOfProblem } from "../../src/estimate/misuse/propensity-weights.js";
import { fitArmModels } from "../../src/learn/arm-models.js";
import { fitArmNuisances } from "../../src/learn/arm-nuisances.js";
import { linear } from "../../src/learn/linear.js";
import { binarySample, drawTreated, evidenceContext, lines, rare, steep, threshold } from "../support/misuse-worlds.js";

const PAGE = new URL("../../docs/estimate/weights.md", import.meta.url).pathname;
const WORLDS = { lines, steep, rare, threshold };

it("weights that do not average to 1", async () => {
  const head = "propensity, rows, idle covariates, tables, across folds, all rows, treated only, individuals";
  const table = [`| ${head.replaceAll(", ", " | ")} |`, `| --- |${" ---: |".repeat(7)}`];
  for (const [name, e] of Object.entries(WORLDS)) {
    for (const rows of [200, 1000, 4000]) {
      for (const idle of [0, 15]) {
        const runs = rows === 4000 ? 100 : 200;
        const told = [0, 0, 0, 0];
        for (let run = 0; run < runs; run++) {
          const study = drawTreated(rows, 1000 * run + rows, e, idle);
          const nuisances = await fitArmNuisances(study, { learner: linear(), folds: 5, seed: 1 });
          const asked = (target: "ate" | "att") => ({ study, arm: 1, target, seed: 1 });
          const found = [
            weightsOfProblem(crossFittedProblem(asked("ate"), nuisances), 1, "crossFitted").remarks,
            weightsOfProblem(fittedProblem(asked("ate"), fitArmModels(study, 1)), 1, "fitted").remarks,
            weightsOfProblem(crossFittedProblem(asked("att"), nuisances), 1, "crossFitted").remarks,
            evidenceWeightRemarks(await evidenceContext(binarySample(study))),
          ];
          found.forEach((remarks, k) => {
            told[k] += remarks.length > 0 ? 1 : 0;
          });
        }
        const shares = told.map((count) => ((100 * count) / runs).toFixed(1));
        table.push(`| ${[name, rows, idle, runs, ...shares].join(" | ")} |`);
        console.log(table.at(-1));
      }
    }
  }
  const page = readFileSync(PAGE, "utf8");
  const [start, end] = ["<!-- misuse -->", "<!-- end misuse -->"];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < 0) throw new Error(`${PAGE} has no place for the table`);
  writeFileSync(`${PAGE}.tmp`, `${page.slice(0, from)}${start}\n${table.join("\n")}\n${page.slice(to)}`);
  renameSync(`${PAGE}.tmp`, PAGE);
}, 7_200_000);
