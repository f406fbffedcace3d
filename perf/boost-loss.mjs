// Held-out log loss of boosting beside scikit-learn's HistGradientBoostingClassifier with the same settings and the same folds, on two real tables and
// a planted one: node perf/boost-loss.mjs CARD.csv CPS.csv, after a build. PYTHON=/path/to/python with scikit-learn and pandas.
// CARD.csv: Card's college table (https://vincentarelbundock.github.io/Rdatasets, wooldridge/card); CPS.csv: cps_controls of LaLonde's study (CC0).
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { boost } from "../dist/learn/boost.js";
import { hashRows } from "../dist/num/hash.js";
import { normalStream, uniformStream } from "../dist/num/random.js";

const FOLDS = 5;
const SETTINGS = {
  trees: 100,
  leaves: 31,
  depth: 30,
  minLeaf: 20,
  l2: 1,
  learningRate: 0.1,
  stop: false,
  subsample: 1,
  base: "mean",
};

function read(file) {
  const [head, ...lines] = readFileSync(file, "utf8").trim().replaceAll('"', "").split("\n");
  const cells = lines.map((line) => line.split(","));
  return Object.fromEntries(
    head
      .split(",")
      .map((name, j) => [name, Float64Array.from(cells, (row) => (row[j] === "" ? Number.NaN : Number(row[j])))]),
  );
}

const numeric = (name, values) => {
  const gaps = values.reduce((sum, v) => sum + (Number.isNaN(v) ? 1 : 0), 0);
  return { kind: "numeric", name, values, ...(gaps > 0 ? { gaps } : {}) };
};

function card(file) {
  const table = read(file);
  const names =
    "nearc2 nearc4 age fatheduc motheduc momdad14 sinmom14 step14 reg661 reg662 reg663 reg664 reg665 reg666 reg667 reg668 reg669 south66 black smsa66 kww iq libcrd14";
  return {
    y: table.educ.map((v) => (v > 12 ? 1 : 0)),
    given: names.split(" ").map((name) => numeric(name, table[name])),
  };
}

function cps(file) {
  const { re78, treat: _, ...rest } = read(file);
  return {
    y: re78.map((v) => (v > 15_000 ? 1 : 0)),
    given: Object.entries(rest).map(([name, values]) => numeric(name, values)),
  };
}

function planted(n) {
  const uniform = uniformStream(1, 1);
  const normal = normalStream(uniformStream(1, 2));
  const x = Array.from({ length: 9 }, () => Float64Array.from({ length: n }, () => normal()));
  const codes = Int32Array.from({ length: n }, () => Math.floor(12 * uniform()));
  const score = (i) => x[0][i] + x[1][i] * x[2][i] - (x[3][i] > 0 ? 0.8 : 0) + ((codes[i] * 5) % 12 < 4 ? 0.9 : -0.3);
  const y = Float64Array.from({ length: n }, (_, i) => (uniform() < 1 / (1 + Math.exp(-score(i))) ? 1 : 0));
  const levels = Array.from({ length: 12 }, (_, l) => `l${l}`);
  return {
    y,
    given: [...x.map((values, j) => numeric(`x${j}`, values)), { kind: "categorical", name: "c", codes, levels }],
  };
}

function ours({ y, given }, fold, options) {
  const n = y.length;
  const rowHash = hashRows(given, n);
  const prepared = boost(options).prepare(given, n);
  let loss = 0;
  for (let k = 0; k < FOLDS; k++) {
    const rows = Int32Array.from({ length: n }, (_, i) => i);
    const held = rows.filter((i) => fold[i] === k);
    const p = prepared
      .fit({ kind: "binary", y, rows: rows.filter((i) => fold[i] !== k), rowHash, seed: 1 })
      .predict(held);
    held.forEach((i, j) => {
      loss -= Math.log(y[i] === 1 ? p[j] : 1 - p[j]) / n;
    });
  }
  return loss;
}

function theirs({ y, given }, fold, folder) {
  const file = join(folder, "table.csv");
  const text = (column, i) =>
    column.kind === "numeric" ? String(column.values[i]).replace("NaN", "") : column.codes[i];
  const lines = Array.from(y, (v, i) => [fold[i], v, ...given.map((column) => text(column, i))].join(","));
  writeFileSync(file, `${["fold", "y", ...given.map((c) => `${c.kind}:${c.name}`)].join(",")}\n${lines.join("\n")}\n`);
  return execFileSync(process.env.PYTHON, ["perf/boost-loss.py", file]).toString().trim().split(" ").map(Number);
}

const [cardFile, cpsFile] = process.argv.slice(2);
const tables = {
  planted: () => planted(40_000),
  card: cardFile && (() => card(cardFile)),
  cps: cpsFile && (() => cps(cpsFile)),
};
const folder = mkdtempSync(join(tmpdir(), "boost-loss-"));
for (const [name, make] of Object.entries(tables)) {
  if (!make) continue;
  const table = make();
  const uniform = uniformStream(3, 1);
  const fold = Array.from(table.y, () => Math.floor(FOLDS * uniform()));
  const [same, usual] = [ours(table, fold, SETTINGS), ours(table, fold, {})];
  console.log(
    `${name} (${table.y.length} x ${table.given.length}): same settings ${same.toFixed(5)}, defaults ${usual.toFixed(5)}`,
  );
  if (!process.env.PYTHON) continue;
  const [peer, stopped] = theirs(table, fold, folder);
  console.log(
    `  scikit-learn: same settings ${peer.toFixed(5)} (ratio ${(same / peer).toFixed(4)}), early stopping ${stopped.toFixed(5)} (ratio of defaults ${(usual / stopped).toFixed(4)})`,
  );
}
rmSync(folder, { recursive: true });
