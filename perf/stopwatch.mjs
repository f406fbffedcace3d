// Times pieces of code in one process, and says on which machine.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import os from "node:os";

export const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];

export const machine = (runs) =>
  `${os.cpus()[0].model}, ${os.cpus().length} cores, Node ${process.version}, ${runs} runs`;

/** Runs `run` so often, and prints the first time (a cold process), the median, and what the last run said, if it is text. */
export function time(what, runs, run) {
  let said;
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    said = run();
    return performance.now() - start;
  });
  console.log(
    `${what.padEnd(76)} first ${times[0].toFixed(1).padStart(7)} ms   median ${median(times).toFixed(2).padStart(7)} ms   ${typeof said === "string" ? said : ""}`.trimEnd(),
  );
}

/** Wall seconds and peak memory (MB, the largest seen of the process; Linux only) of one command. */
export async function timedCommand(command, args) {
  const start = performance.now();
  const child = spawn(command, args, { stdio: "ignore" });
  let peak = 0;
  const watch = setInterval(() => {
    try {
      const line = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"));
      if (line) peak = Number(line[1]) / 1024;
    } catch {}
  }, 20);
  const code = await new Promise((resolve) => child.on("close", resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${command} ${args[0]} ended with ${code}`);
  return { seconds: (performance.now() - start) / 1000, peak };
}

/** Median, all runs, and the largest memory of several. */
export const showRuns = (results) =>
  `${median(results.map((r) => r.seconds)).toFixed(1)} s (${results.map((r) => r.seconds.toFixed(1)).join(", ")}), ${Math.max(...results.map((r) => r.peak)).toFixed(0)} MB`;
