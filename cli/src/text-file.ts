import { createReadStream, statSync } from "node:fs";
import { usage } from "./errors.js";

/** No model or graph is anywhere near as large; a table given by mistake may be larger than memory. */
const LARGEST = 64 * 2 ** 20;

/** A text that was read, and the name that complaints call it by. */
export interface NamedText {
  readonly text: string;
  readonly name: string;
}

/** What kind of text it should be: `who` complains, and `next` says what to name. */
export interface Wanted {
  readonly who: string;
  readonly next: string;
}

/** Reads a text file, "-" for standard input. */
export async function readText(path: string, { who, next }: Wanted): Promise<NamedText> {
  const name = path === "-" ? "standard input" : path;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    if (path !== "-" && statSync(path).isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
    for await (const chunk of path === "-" ? process.stdin : createReadStream(path)) {
      size += (chunk as Buffer).length;
      if (size > LARGEST) throw usage(who, `it is too large for a ${who}`, path, next);
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ""];
    throw reason === undefined ? error : usage(who, reason, path, `${next}, or - for standard input`);
  }
  return { text: Buffer.concat(chunks).toString("utf8"), name };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "this is a folder",
  ENOTDIR: "a file stands where its folder should be",
  EACCES: "no permission to read it",
  EPERM: "no permission to read it",
  ENAMETOOLONG: "the name is too long",
};
