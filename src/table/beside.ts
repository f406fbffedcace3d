import { renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { DiscoError } from "../error.js";

/**
 * Lets `write` make a file beside its final name and renames it when complete, so that nobody ever sees half a file.
 * What was begun is removed when `write` fails, and when the process is interrupted (exit 130). Throws a DiscoError when
 * the folder is missing or cannot be written to.
 */
export async function writeBeside(given: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const path = resolve(given);
  const folder = dirname(path);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new DiscoError({ who: "output", wrong: "there is no such folder", given, next: "make it first" });
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new DiscoError({ who: "output", wrong: "this is a folder", given, next: "give the name of a file" });
  }
  const temporary = join(folder, `.${basename(path)}.${process.pid}.tmp`);
  const remove = () => rmSync(temporary, { force: true });
  const interrupted = () => {
    remove();
    process.exit(130);
  };
  process.once("SIGINT", interrupted);
  process.once("SIGTERM", interrupted);
  try {
    await write(temporary);
    renameSync(temporary, path);
  } catch (error) {
    remove();
    if (error instanceof Error && /Permission denied|EACCES|EROFS|Read-only/i.test(error.message)) {
      throw new DiscoError({ who: "output", wrong: "this may not be written", given, next: "choose another place" });
    }
    throw error;
  } finally {
    process.off("SIGINT", interrupted);
    process.off("SIGTERM", interrupted);
  }
}
