// What the abduction-action network finds of planted models at sizes that the tests do not have time for. The command is
// `npm run truth -- network`; it takes some minutes and prints two tables, which docs/learn/network.md quotes.
import { it } from "vitest";
import { fitNetwork } from "../../src/learn/network/fit.js";
import { normalCdf } from "../../src/num/normal.js";
import { bayesLoss, fittedLoss, type Planted, type PlantedRows, plant, planted } from "../support/planted-network.js";

const TEST = 20_000;
const all = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

it("the log loss of planted models", () => {
  const sizes = [1000, 5000, 20_000, 100_000];
  console.log(`| model | ${sizes.map((n) => `n = ${n.toLocaleString("en-US")}`).join(" | ")} |`);
  console.log(`| --- |${" ---: |".repeat(sizes.length)}`);
  for (const model of planted) {
    const cells = sizes.map((n) => {
      const rows = plant(model, n + TEST, 1);
      const fit = fitNetwork({ ...rows.task, train: all(n) }, { family: model.family });
      const test = all(n + TEST).subarray(n);
      return (100 * (fittedLoss(fit, rows.task, test) / bayesLoss(model, rows, test) - 1)).toFixed(2);
    });
    console.log(`| ${model.name} | ${cells.join(" | ")} |`);
  }
});

/** Recurrence E[m1^2] / E[m1] over all rows (for numbers of being above 0). */
function recurrence(model: Planted, { u }: PlantedRows): number {
  const scale = model.outcome === "binary" ? 1 : model.noise[1];
  const p = u.map((value) => normalCdf((model.a[1] * value + model.b[1]) / scale));
  return mean(p.map((value) => value * value)) / mean(p);
}

it("the split between individual and chance", () => {
  console.log("| model | rows | rows a unit | share | found | recurrence | found |");
  console.log(`| --- |${" ---: |".repeat(6)}`);
  for (const model of planted.filter(({ family }) => family === "gaussian")) {
    for (const [n, each] of [
      [40_000, 1],
      [5000, 2],
      [20_000, 2],
      [20_000, 5],
    ]) {
      const rows = plant(model, n, 2, each);
      const fit = fitNetwork(rows.task);
      const v = rows.s.map((s) => (model.a[1] * s) ** 2);
      const share = mean(v.map((value) => value / (value + model.noise[1] ** 2)));
      const { m1, m11 } = model.outcome === "binary" ? fit.moments! : fit.above!(0);
      const numbers = [share, fit.split.share[1], recurrence(model, rows), mean(m11) / mean(m1)];
      console.log(
        `| ${model.name} | ${n.toLocaleString("en-US")} | ${each} | ${numbers.map((x) => x.toFixed(3)).join(" | ")} |`,
      );
    }
  }
});
