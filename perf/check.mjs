// What a scan of 50 stratifiers and all their pairs costs on a million rows: the counting, and the whole of `disco check`.
//   npm run build && node perf/check.mjs [RUNS] [ROWS] [PART-OF-NAME]
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { machine, showRuns, timedCommand } from "./stopwatch.mjs";

const runs = Number(process.argv[2] ?? 3);
const rows = Number(process.argv[3] ?? 1e6);
const only = process.argv[4] ?? "";
const folder = join(tmpdir(), "disco-perf");
mkdirSync(folder, { recursive: true });

/** A number in [0, 1) that depends on the row and on k alone. */
const uniform = (k) => `(hash(i * 1000 + ${k}) % 1000003) / 1000003.0`;
const label = (k, levels) => `'level ' || CAST(floor(${uniform(k)} * ${levels}) AS INT)`;
const whole = (k, values) => `CAST(floor(${uniform(k)} * ${values}) AS INT)`;
const number = (k) => `round(${uniform(k)} * 2 + ${uniform(k + 100)}, 6)`;

const cases = [
  {
    name: "mixed: 20 of 2 to 20 labels, 15 of 2 to 10 numbers, 15 of 820,000 numbers",
    column: (k) =>
      k < 20 ? label(k, [2, 3, 5, 10, 20][k % 5]) : k < 35 ? whole(k, [2, 4, 6, 8, 10][k % 5]) : number(k),
    outcome: "y",
  },
  { name: "50 of 820,000 numbers, the outcome a number too", column: number, outcome: "z" },
  { name: "50 of 50 labels (3 million strata)", column: (k) => label(k, 50), outcome: "y" },
];

async function makeTable({ column }, file) {
  const begun = file.replace(/\.csv$/, ".part.csv");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const columns = Array.from({ length: 50 }, (_, k) => `${column(k)} AS c${k}`);
  // The treatment is likelier where c0 is large, and so is the outcome: there is something to find.
  const high = `CAST(${uniform(0)} > 0.5 AS INT)`;
  const treated = `CAST(${uniform(201)} < 0.3 + 0.4 * ${high} AS INT) AS t`;
  const outcomes = `CAST(${uniform(202)} < 0.2 + 0.4 * ${high} AS INT) AS y, round(${uniform(203)} * 100 + ${high}, 4) AS z`;
  await connection.run(
    `COPY (SELECT ${[...columns, treated, outcomes].join(", ")} FROM range(${rows}) r(i)) TO '${begun}'`,
  );
  connection.closeSync();
  instance.closeSync();
  renameSync(begun, file);
}

const reading = (file, by, outcome) =>
  `import { readStrata } from "discoscm/table"; await readStrata(${JSON.stringify(file)}, { treatment: "t", outcome: "${outcome}", by: ${JSON.stringify(by)} });`;

console.log(`${rows} rows, 50 stratifiers, 1,225 pairs. ${machine(runs)}`);
const disco = fileURLToPath(new URL("../cli/bin/disco.js", import.meta.url));
for (const [k, one] of cases.entries()) {
  if (!one.name.includes(only)) continue;
  const file = join(folder, `strata-${k}-${rows}.csv`);
  if (!existsSync(file)) await makeTable(one, file);
  const by = Array.from({ length: 50 }, (_, c) => `c${c}`);
  const command = [disco, "check", file, "--treatment", "t", "--outcome", one.outcome, "--by", by.join(","), "--quiet"];
  const works = spawnSync("node", [disco, "check", "--help"]).status === 0;
  const [counts, wholes] = [[], []];
  for (let run = 0; run < runs; run++) {
    counts.push(await timedCommand("node", ["--input-type=module", "-e", reading(file, by, one.outcome)]));
    if (works) wholes.push(await timedCommand("node", [...command, "--json"]));
  }
  console.log(one.name);
  console.log(`  readStrata    ${showRuns(counts)}`);
  if (works) console.log(`  disco check   ${showRuns(wholes)}`);
}
