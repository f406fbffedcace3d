import { closeSync, existsSync, openSync, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { usage } from "./errors.js";

/** A file that the command is going to write. */
export interface Output {
  readonly flag: string;
  /** As the person wrote it. */
  readonly path: string;
  /** Where it really is, behind links. */
  readonly target: string;
  /** Beside the target, so that renaming is one step. */
  readonly temporary: string;
}

/** Checks that the file can be written, now rather than after a long computation. Touches no file that exists. */
export function claimOutput(flag: string, path: string, endings: readonly string[], taken: readonly string[]): Output {
  if (!endings.some((ending) => path.toLowerCase().endsWith(ending))) {
    throw usage(
      flag,
      "the name's ending says what to write, and this one is not known",
      path,
      `end it with ${endings.join(" or ")}`,
    );
  }
  const folder = dirname(path);
  if (!existsSync(folder)) throw usage(flag, "the folder does not exist", path, `make it first: mkdir -p ${folder}`);
  const target = existsSync(path) ? realpathSync(path) : join(realpathSync(folder), basename(path));
  if (existsSync(target) && !statSync(target).isFile()) {
    throw usage(flag, "there is something of that name which is not a file", path, "choose another name");
  }
  if (taken.includes(target)) {
    throw usage(flag, "the same file is the table or another output", path, "choose another name");
  }
  const temporary = join(dirname(target), `.disco-${process.pid}-${basename(target)}`);
  try {
    closeSync(openSync(temporary, "wx"));
    rmSync(temporary);
  } catch (error) {
    throw cannotWrite(flag, path, error);
  }
  return { flag, path, target, temporary };
}

/**
 * Lets `write` fill a temporary file and gives it its name once it is complete; whatever stops it, also a signal, leaves
 * no half-written file. Signals are caught only while there is one: elsewhere their usual action is right, and at once.
 */
export async function fillOutput(output: Output, write: (temporary: string) => Promise<void>): Promise<void> {
  const { temporary, target } = output;
  const handlers = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => {
    const handler = () => {
      rmSync(temporary, { force: true });
      // With our handler gone the signal's usual action ends the process, and the shell sees 130 for Ctrl-C.
      process.removeListener(signal, handler);
      process.kill(process.pid, signal);
    };
    process.on(signal, handler);
    return { signal, handler };
  });
  try {
    await write(temporary);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw cannotWrite(output.flag, output.path, error);
  } finally {
    for (const { signal, handler } of handlers) process.removeListener(signal, handler);
  }
}

/** The file system's complaints are the person's to solve; anything else is passed on as it is. */
function cannotWrite(flag: string, path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  const reasons: Record<string, string> = {
    EACCES: "no permission to write there",
    EPERM: "no permission to write there",
    EROFS: "that disk can only be read",
    ENOTDIR: "a file stands where its folder should be",
    ENOSPC: "the disk is full",
    ENAMETOOLONG: "the name is too long",
  };
  return usage(flag, `cannot write the file: ${reasons[code] ?? code}`, path, "choose another place");
}
