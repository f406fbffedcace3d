import { createReadStream, existsSync, realpathSync, statSync } from "node:fs";
import type { Option } from "commander";
import { usage } from "./errors.js";
import { number, oneOf, option, text } from "./options.js";
import { claimOutput, type Output } from "./output.js";
import { defined } from "./table-options.js";

const METHODS = ["auto", "exact", "sampled"] as const;

/** What every question about a model may be told, as commander hands it over. */
export interface ModelFlags {
  method?: (typeof METHODS)[number];
  draws?: number;
  seed?: number;
  level?: number;
  rate?: number;
  report?: string;
  json?: true;
  more?: true;
  quiet?: true;
}

/** Options of `ask` and `compare`; the defaults told here are those of the library. `asked` and `computed` are the command's own. */
export function modelOptions(asked: readonly Option[], computed: readonly Option[] = []): Record<string, Option[]> {
  return {
    "What is asked:": [
      ...asked,
      option("--rate <share>", "VARIANCE: share treated in the imagined trial (default 0.5)", (flag) =>
        number(flag, { low: 0, high: 1, open: true, example: "0.5" }),
      ),
      option("--level <level>", "confidence level of a sampled answer's interval (default 0.95)", (flag) =>
        number(flag, { low: 0, high: 1, open: true, example: "0.95" }),
      ),
    ],
    "How it is computed:": [
      option("--method <name>", "auto (default: exact where possible), exact or sampled", (flag) =>
        oneOf(flag, METHODS),
      ),
      option("--draws <n>", "draws of a sampled answer (default 1,000,000)", (flag) =>
        number(flag, { low: 1, high: 1e12, whole: true, example: "4_000_000" }),
      ),
      seedOption("the same seed gives the same sampled answer (default 1)"),
      ...computed,
    ],
    "What comes out:": [
      option("--report <file>", "a page to look at (.html)", text),
      option("--json", "one JSON document on standard output, and nothing else there"),
      option("--more", "assumptions and details too"),
      option("--quiet", "no progress and no remarks beside the answer"),
    ],
  };
}

/** `--seed`, alike everywhere. */
export function seedOption(description: string): Option {
  return option("--seed <n>", description, (flag) =>
    number(flag, { low: 0, high: 2 ** 32 - 1, whole: true, example: "1" }),
  );
}

/** `--workers`, alike everywhere. */
export function workersOption(description: string): Option {
  return option("--workers <k>", description, (flag) => number(flag, { low: 1, high: 256, whole: true, example: "4" }));
}

/** What the library is told of them. */
export function askOptions({ method, draws, seed, level, rate }: ModelFlags) {
  return defined({ method, draws, seed, level, rate });
}

/** The page's file, claimed before anything is computed. */
export function claimReport(model: string, { report }: ModelFlags): Output | undefined {
  if (report === undefined) return undefined;
  const taken = model !== "-" && existsSync(model) ? [realpathSync(model)] : [];
  return claimOutput("--report", report, [".html"], taken);
}

/** No model is anywhere near as large; a table given by mistake may be larger than memory. */
const LARGEST = 64 * 2 ** 20;

/** The text of a model file, "-" for standard input, and the name that complaints call it by. */
export async function readModelText(path: string): Promise<{ readonly text: string; readonly name: string }> {
  const name = path === "-" ? "standard input" : path;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    if (path !== "-" && statSync(path).isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
    for await (const chunk of path === "-" ? process.stdin : createReadStream(path)) {
      size += (chunk as Buffer).length;
      if (size > LARGEST) throw usage("model", "it is too large for a model", path, "name a .disco.json file");
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    throw cannotRead(path, error);
  }
  return { text: Buffer.concat(chunks).toString("utf8"), name };
}

function cannotRead(path: string, error: unknown): unknown {
  const reasons: Record<string, string> = {
    ENOENT: "there is no such file",
    EISDIR: "this is a folder",
    ENOTDIR: "a file stands where its folder should be",
    EACCES: "no permission to read it",
    EPERM: "no permission to read it",
    ENAMETOOLONG: "the name is too long",
  };
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? ""];
  return reason === undefined
    ? error
    : usage("model", reason, path, "name a .disco.json file, or - for standard input");
}
