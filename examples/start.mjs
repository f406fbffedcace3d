// `npm start`: one real question, from the table to the page, with the command shown so that it can be changed.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const question = [
  ["attribute", "examples/jobs/nsw_dw.csv"],
  ["--derive", "employed = re78 > 0"],
  ["--treatment", "treat", "--outcome", "employed"],
  ["--given", "age,education,black,hispanic,married,nodegree,re74,re75"],
  ["--report", "out/jobs.html"],
];

const shown = question.map((line) => line.map((word) => (word.includes(" ") ? `'${word}'` : word)).join(" "));
console.log(`$ npx disco ${shown.join(" \\\n    ")}\n`);
mkdirSync(new URL("../out", import.meta.url), { recursive: true });
// The terminal is passed through: colour, width, progress and Ctrl-C behave as they do when one types the command.
const { status, signal } = spawnSync(process.execPath, ["cli/bin/disco.js", ...question.flat()], {
  cwd: root,
  stdio: "inherit",
});
if (signal) process.kill(process.pid, signal);
else process.exitCode = status ?? 1;
