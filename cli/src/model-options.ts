import { existsSync, realpathSync } from "node:fs";
import type { Option } from "commander";
import { number, oneOf, option, text } from "./options.js";
import { claimOutput, type Output } from "./output.js";
import { defined } from "./table-options.js";
import { type NamedText, readText } from "./text-file.js";

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

/** The text of a model file, "-" for standard input, and the name that complaints call it by. */
export function readModelText(path: string): Promise<NamedText> {
  return readText(path, { who: "model", next: "name a .disco.json file" });
}
