// Writes a seeded CSV: node perf/make-table.mjs FILE ROWS numeric|labels

import { once } from "node:events";
import { createWriteStream } from "node:fs";

const [, , file, rowsText, kind] = process.argv;
const rows = Number(rowsText);
let state = 12345;
// Numerical Recipes' linear congruential generator: good enough for made-up tables, and fast.
const uniform = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 4294967296;
};
const logistic = (eta) => 1 / (1 + Math.exp(-eta));
const out = createWriteStream(file);
const LEVELS = [2, 3, 5, 10, 20];
const names =
  kind === "numeric" ? Array.from({ length: 20 }, (_, j) => `x${j + 1}`) : LEVELS.map((_, j) => `c${j + 1}`);
out.write(`${[...names, "treated", "success"].join(",")}\n`);
let buffer = [];
for (let i = 0; i < rows; i++) {
  let cells;
  let eta;
  if (kind === "numeric") {
    const x = names.map(() => Math.round((uniform() + uniform() + uniform() - 1.5) * 2e6) / 1e6);
    eta = 0.5 * x[0] - 0.4 * x[1] + 0.3 * x[2] * x[3] + (x[4] > 0.5 ? 0.5 : 0);
    cells = x;
  } else {
    const codes = LEVELS.map((levels) => Math.floor(uniform() * levels));
    eta = codes.reduce((sum, code, j) => sum + (0.6 * code) / LEVELS[j], -1.5);
    cells = codes.map((code, j) => `level${j}_${code}`);
  }
  const t = uniform() < logistic(0.6 * eta) ? 1 : 0;
  const y = uniform() < logistic(eta + 0.4 * t) ? 1 : 0;
  buffer.push(`${cells.join(",")},${t},${y}\n`);
  if (buffer.length === 20000 || i === rows - 1) {
    if (!out.write(buffer.join(""))) await once(out, "drain");
    buffer = [];
  }
}
out.end();
await once(out, "finish");
