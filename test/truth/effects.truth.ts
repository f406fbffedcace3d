// Individual effects on drawn tables whose effects are known, everything learnt across folds as `effect` does: the table into
// docs/effect-individuals.md. The command is `npm run truth -- effects`; it takes a quarter of an hour on one core.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { it } from "vitest";
import type { HeterogeneityLearner } from "../../src/query/heterogeneity.js";
import { chances, type EffectLaw, lines, nothing } from "../support/effect-task.js";
import { individualsFared } from "../support/individuals-fared.js";

const PAGE = new URL("../../docs/effect-individuals.md", import.meta.url).pathname;

/** A hinge and a wave, which no line follows. The best line in x of max(0, 2x) on (-1, 1) has slope 1. */
const bent: EffectLaw = {
  ...lines,
  m0: ({ x, z }) => 2 + Math.sin(3 * x) - 0.5 * z,
  tau: ({ x, group }) => 1 + Math.max(0, 2 * x) - (group === 1 ? 1 : 0),
};

/** Where the outcome is a line in each arm, the linear S and X are T. */
const WORLDS: readonly (readonly [string, EffectLaw, readonly HeterogeneityLearner[], number?])[] = [
  ["lines", lines, ["t", "r", "dr", "forest"], 1.5],
  ["no effect", nothing, ["t", "r", "dr", "forest"], 0],
  ["bent", bent, ["t", "r", "dr", "forest"], 1],
  ["chances", chances, ["t", "s", "x", "r", "dr"]],
];

it("individual effects", async () => {
  const percent = (share: number) => (Number.isNaN(share) ? "–" : (100 * share).toFixed(1));
  const head =
    "world, rows, learner, runs, error, one effect, p1, p0, types, low ends, high ends, both ends, lowest fifth, highest fifth, leaves, slope, difference found, AUTOC above 0";
  const table = [`| ${head.replaceAll(", ", " | ")} |`, `| --- | ---: | --- |${" ---: |".repeat(15)}`];
  for (const [name, law, learners, slope] of WORLDS) {
    for (const rows of [500, 2000]) {
      for (const how of learners) {
        const runs = (how === "forest" ? 20 : 400) / (rows > 1000 ? 2 : 1);
        const f = await individualsFared(law, rows, how, runs, slope);
        const ofTypes = [f.types, f.least, f.most, f.both];
        const ofGroups = [f.lowest, f.highest, f.leaves, f.slope, f.found, f.gains];
        const shares = [f.pointwise, f.p1, f.p0, ...ofTypes, ...ofGroups].map(percent);
        table.push(`| ${[name, rows, how, runs, f.error.toFixed(3), ...shares].join(" | ")} |`);
        console.log(table.at(-1));
      }
    }
  }
  const page = readFileSync(PAGE, "utf8");
  const [start, end] = ["<!-- effects -->", "<!-- end effects -->"];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < 0) throw new Error(`${PAGE} has no place for the table`);
  writeFileSync(`${PAGE}.tmp`, `${page.slice(0, from)}${start}\n${table.join("\n")}\n${page.slice(to)}`);
  renameSync(`${PAGE}.tmp`, PAGE);
}, 7_200_000);
