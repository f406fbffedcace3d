// Times pieces of code in one process, and says on which machine.
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
