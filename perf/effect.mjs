// Whole runs of `disco effect`: every estimator on 100,000 x 20, AIPW on 1,000,000 x 20 beside EconML, DoubleML and DoWhy (perf/effect.py; those that
// are installed), and 1,000 bootstrap replications of Hajek's estimate on 100,000 x 10.
//   npm run build && [PYTHON=python3] node perf/effect.mjs [RUNS] [PART-OF-NAME]
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { machine, median, showRuns, timedCommand } from "./stopwatch.mjs";

const runs = Number(process.argv[2] ?? 3);
const only = process.argv[3] ?? "";
const python = process.env.PYTHON;
const folder = join(tmpdir(), "disco-perf");
mkdirSync(folder, { recursive: true });
const columns = (count) => Array.from({ length: count }, (_, j) => `x${j + 1}`).join(",");
const cases = [
  { name: "all estimators, 100,000 x 20", rows: 100_000, given: columns(20), flags: [] },
  {
    name: "AIPW, logistic, 1,000,000 x 20",
    rows: 1_000_000,
    given: columns(20),
    flags: ["--method", "aipw", "--learner", "linear", "--folds", "3"],
    peers: ["econml", "doubleml", "dowhy"],
  },
  {
    name: "AIPW, logistic, 100,000 x 20",
    rows: 100_000,
    given: columns(20),
    flags: ["--method", "aipw", "--learner", "linear", "--folds", "3"],
    peers: ["econml", "doubleml", "dowhy"],
  },
  {
    name: "Hajek, 1,000 bootstrap replications, 100,000 x 10, two workers",
    rows: 100_000,
    given: columns(10),
    flags: ["--method", "hajek", "--learner", "linear", "--folds", "1", "--bootstrap", "1000", "--workers", "2"],
  },
];

console.log(machine(runs));
for (const { name, rows, given, flags, peers = [] } of cases) {
  if (!name.includes(only)) continue;
  const table = join(folder, `numeric-${rows}.csv`);
  if (!existsSync(table))
    spawnSync(process.execPath, ["perf/make-table.mjs", table, String(rows), "numeric"], { stdio: "inherit" });
  const words = [
    "cli/bin/disco.js",
    "effect",
    table,
    "--treatment",
    "treated",
    "--outcome",
    "success",
    "--given",
    given,
  ];
  const ours = [];
  const theirs = new Map(peers.map((peer) => [peer, []]));
  for (let run = 0; run < runs; run++) {
    ours.push(await timedCommand(process.execPath, [...words, "--quiet", ...flags]));
    for (const [peer, list] of theirs) {
      if (!python) continue;
      try {
        list.push(await timedCommand(python, ["perf/effect.py", table, peer]));
      } catch {
        theirs.delete(peer);
        console.log(`  ${peer}: not here, or it failed`);
      }
    }
  }
  console.log(`${name}: ${showRuns(ours)}`);
  for (const [peer, list] of theirs) {
    if (list.length === 0) continue;
    const ratios = list.map((one, i) => one.seconds / ours[i].seconds);
    console.log(`  ${peer}: ${showRuns(list)}; ${median(ratios).toFixed(1)} times ours`);
  }
}
if (!python) console.log("no peers: set PYTHON to one that has econml, doubleml or dowhy");
