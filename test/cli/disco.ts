import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const program = fileURLToPath(new URL("../../cli/bin/disco.js", import.meta.url));
export const JOBS = "examples/jobs/nsw_dw.csv";
/** A question about the job-training experiment that is answered in a moment. */
export const QUESTION = [
  "attribute",
  JOBS,
  "--derive",
  "employed = re78 > 0",
  "--treatment",
  "treat",
  "--outcome",
  "employed",
];

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function environment(extra: Record<string, string>): NodeJS.ProcessEnv {
  const { NO_COLOR, FORCE_COLOR, DISCO_DEBUG, ...rest } = process.env;
  return { ...rest, ...extra };
}

/** The built command, as somebody in the checkout would run it, with its streams in pipes. */
export function disco(words: readonly string[], extra: Record<string, string> = {}, cwd = root): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    cwd,
    encoding: "utf8",
    env: environment(extra),
    maxBuffer: 2 ** 28,
  });
  return { code: status, out: stdout, err: stderr };
}

/** The same, still running. */
export function startDisco(words: readonly string[]) {
  return spawn(process.execPath, [program, ...words], { cwd: root, env: environment({}) });
}
