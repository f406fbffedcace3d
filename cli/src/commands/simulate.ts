import { existsSync, realpathSync } from "node:fs";
import { Command } from "commander";
import { usage } from "../errors.js";
import { readModelText, seedOption, workersOption } from "../model-options.js";
import { addOptions, number, option, text } from "../options.js";
import { claimOutput, type Output } from "../output.js";
import { startProgress } from "../progress.js";
import { csvText, jsonText, type Rows } from "../rows.js";
import { defined } from "../table-options.js";
import { write } from "../terminal.js";

const EXAMPLES = `
Examples:
  A thousand individuals and what happened to them, as CSV
    $ disco simulate subsidy.disco.json -n 1000 > rows.csv

  Ten million rows in which everybody is treated, on two threads
    $ disco simulate subsidy.disco.json -n 10_000_000 --do 'subsidy=1' \\
        --out rows.parquet --workers 2

Exit codes:
  0 written, 2 bad usage or bad input, 1 a bug`;

interface Flags {
  n?: number;
  do?: string;
  seed?: number;
  workers?: number;
  out?: string;
  json?: true;
  quiet?: true;
}

/** `disco simulate MODEL`: rows drawn from a model, as they come or with something set. */
export function simulateCommand(): Command {
  const command = new Command("simulate")
    .summary("draw rows from a model, as they come or with something set")
    .description(
      "Draws individuals and what happens to them. Row i is the same individual on the same day for every number of rows and of threads, and whatever is set.",
    )
    .argument("<model>", "a .disco.json file, or - for standard input")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action((model: string, flags: Flags, self: Command) => simulateModel(model, self.args.slice(1), flags));
  return addOptions(command, {
    "What is drawn:": [
      option("-n <rows>", "how many rows: 1000, 1e6, 10_000_000", (flag) =>
        number(flag, { low: 1, high: 1e12, whole: true, example: "1000" }),
      ),
      option("--do <settings>", "what is set, 'T=1, Z=0'; the noise stays", text),
      seedOption("the same seed gives the same rows (default 1)"),
      workersOption("threads; the rows stay the same (default 1)"),
    ],
    "What comes out:": [
      option("--out <file>", ".parquet, .csv or .jsonl (default: CSV on standard output)", text),
      option("--json", "one JSON document on standard output: the rows, or with --out what was written"),
      option("--quiet", "no progress and no remarks"),
    ],
  });
}

async function simulateModel(path: string, rest: readonly string[], flags: Flags): Promise<void> {
  const who = "disco simulate";
  if (rest.length > 0) {
    throw usage(who, "more than the model is given", rest.join(" "), "put quotes around what has spaces");
  }
  const { n: rows, workers, seed = 1 } = flags;
  if (rows === undefined) throw usage(who, "it is not said how many rows", undefined, "write -n 1000");
  const output = claimRows(path, flags);
  const { text: model, name } = await readModelText(path);
  // Loaded only now: help and complaints about options should not wait for an engine.
  const { parseSettings, readModel, simulate } = await import("discoscm");
  const set = flags.do === undefined ? {} : settingsOf(parseSettings(flags.do), flags.do);
  const simulation = simulate(readModel(model, { name }), { rows, seed, set, reuse: true, ...defined({ workers }) });
  // Rows on a terminal are their own progress.
  const progress = startProgress(process.stderr, flags.quiet === true || (!output && process.stdout.isTTY));
  const counted: Rows = { columns: simulation.columns, chunks: count(simulation.chunks) };
  try {
    if (output !== undefined) {
      const { writeStream } = await import("discoscm/table");
      await writeStream(output.target, counted.columns, counted.chunks);
    } else {
      for await (const part of flags.json ? jsonText(counted) : csvText(counted)) await write(process.stdout, part);
    }
  } finally {
    progress.done();
  }
  if (output === undefined) return;
  if (flags.json) {
    const written = { rows, columns: simulation.columns.map((column) => column.name), seed, set, out: output.path };
    await write(process.stdout, `${JSON.stringify(written, null, 2)}\n`);
  }
  if (!flags.quiet) await write(process.stderr, `wrote ${output.path}: ${rows.toLocaleString("en-US")} rows\n`);

  async function* count(chunks: Rows["chunks"]): Rows["chunks"] {
    for await (const chunk of chunks) {
      progress.update("drawing", chunk.from / rows!);
      yield chunk;
    }
    if (output !== undefined) progress.update("writing");
  }
}

function claimRows(model: string, { out }: Flags): Output | undefined {
  if (out === undefined) return undefined;
  const taken = model !== "-" && existsSync(model) ? [realpathSync(model)] : [];
  return claimOutput("--out", out, [".parquet", ".csv", ".jsonl"], taken);
}

type Settings = readonly { readonly variable: string; readonly to: number | string | object }[];

/** Plain values only: a row is one world, and a nested intervention needs another. */
function settingsOf(settings: Settings, given: string): Record<string, number | string> {
  const set = new Map<string, number | string>();
  for (const { variable, to } of settings) {
    if (typeof to === "object")
      throw usage("--do", "a value is needed, not another world's", given, "write --do 'T=1'");
    if (set.has(variable)) throw usage("--do", "a variable stands twice", variable, "keep one of them");
    set.set(variable, to);
  }
  return Object.fromEntries(set);
}
