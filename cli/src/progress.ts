import { widthOf } from "./terminal.js";

/** How far a long computation has come. */
export interface Progress {
  /** `fraction` is of this stage, 0 to 1; nobody may know it yet. */
  readonly update: (stage: string, fraction?: number) => void;
  /** Leaves the screen as it was found. */
  readonly done: () => void;
}

/** A bar that comes at once would only flicker when the answer is there in a moment. */
const BAR_AFTER_MS = 200;
const BAR_EVERY_MS = 50;
const LINES_AFTER_MS = 1000;

/** A bar where somebody watches; in a log file one line a stage, and only once the whole takes over a second. */
export function startProgress(stream: NodeJS.WriteStream, quiet: boolean): Progress {
  if (quiet) return { update: () => {}, done: () => {} };
  return stream.isTTY ? bar(stream) : lines(stream);
}

function bar(stream: NodeJS.WriteStream): Progress {
  const start = performance.now();
  let drawn = 0;
  let shown = "";
  return {
    update(stage, fraction = 0) {
      const now = performance.now();
      if (now - start < BAR_AFTER_MS || (stage === shown && now - drawn < BAR_EVERY_MS)) return;
      drawn = now;
      shown = stage;
      stream.write(`\r\x1b[2K${barText(stage, fraction, widthOf(stream) - 1)}`);
    },
    done() {
      if (shown !== "") stream.write("\r\x1b[2K");
      shown = "";
    },
  };
}

/** One line no wider than the terminal: a wrapped bar cannot be wiped away. */
function barText(stage: string, fraction: number, width: number): string {
  const share = Math.min(1, Math.max(0, fraction));
  const percent = `${Math.floor(100 * share)}%`.padStart(4);
  const cells = Math.min(30, width - stage.length - percent.length - 2);
  if (cells < 5) return `${stage.slice(0, Math.max(0, width - percent.length - 1))} ${percent}`;
  const full = Math.round(cells * share);
  return `${stage} ${"█".repeat(full)}${"░".repeat(cells - full)} ${percent}`;
}

function lines(stream: NodeJS.WriteStream): Progress {
  const start = performance.now();
  let told = "";
  return {
    update(stage) {
      if (stage === told || performance.now() - start < LINES_AFTER_MS) return;
      told = stage;
      stream.write(`${stage} ...\n`);
    },
    done() {},
  };
}
