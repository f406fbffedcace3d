import { existsSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { usage } from "../errors.js";
import { seedOption } from "../model-options.js";
import { addOptions, number, option, text } from "../options.js";
import { claimOutput, fillOutput, type Output } from "../output.js";
import { defined } from "../table-options.js";
import { type Style, tellAnswer } from "../tell.js";
import { write } from "../terminal.js";

const EXAMPLES = `
Examples:
  Two models that look alike and act otherwise, and two that act alike and differ
  in what would have been
    $ disco ladder

  Another pair for the first rung, as files to ask yourself, and a page
    $ disco ladder --rung 1 --seed 7 --models pairs --report ladder.html

Exit codes:
  0 answered, 2 bad usage or bad input, 1 a bug`;

interface Flags {
  seed?: number;
  rung?: 1 | 2;
  pairs?: number;
  models?: string;
  report?: string;
  json?: true;
  more?: true;
  quiet?: true;
}

/** `disco ladder`: models that agree below and part above, so that the hierarchy is seen. */
export function ladderCommand(): Command {
  const command = new Command("ladder")
    .summary("models that agree on what is seen and part on what is done, or imagined")
    .description(
      "Draws pairs of models. For the first rung they agree on everything that is seen and part on what follows when something is done. For the second they agree on that too and part on what would have been. Every number is exact.",
    )
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action((flags: Flags, self: Command) => drawLadder(self.args, flags));
  return addOptions(command, {
    "What is drawn:": [
      option("--rung <n>", "1: from seeing to doing; 2: from doing to imagining (default: both)", rungOf),
      option("--pairs <n>", "pairs for each rung, of more than one make (default 1)", (flag) =>
        number(flag, { low: 1, high: 100, whole: true, example: "2" }),
      ),
      seedOption("the same seed gives the same models (default 1)"),
    ],
    "What comes out:": [
      option("--models <folder>", "write the models there, as .disco.json files", text),
      option("--report <file>", "a page to look at (.html)", text),
      option("--json", "one JSON document on standard output, and nothing else there"),
      option("--more", "every question as a fraction, the models, the theorem"),
      option("--quiet", "no remarks beside the answer"),
    ],
  });
}

function rungOf(flag: string): (value: string, previous: 1 | 2 | undefined) => 1 | 2 {
  return (value, previous) => {
    if (previous !== undefined) throw usage(flag, "it stands twice", `${previous} and ${value}`, "keep one of them");
    if (value.trim() === "1") return 1;
    if (value.trim() === "2") return 2;
    const why =
      value.trim() === "3" ? "layer 3, imagining, is the top: no rung leads above it" : "there is no such rung";
    throw usage(
      flag,
      why,
      value === "" ? '""' : value,
      "write --rung 1 (from seeing to doing) or --rung 2 (from doing to imagining)",
    );
  };
}

async function drawLadder(rest: readonly string[], flags: Flags): Promise<void> {
  if (rest.length > 0) {
    throw usage("disco ladder", "it takes no table and no model", rest.join(" "), "it draws its own: leave this away");
  }
  const report = flags.report === undefined ? undefined : claimOutput("--report", flags.report, [".html"], []);
  const places = flags.models === undefined ? [] : claimModels(flags.models, flags);
  // Loaded only now: help and complaints about options should not wait for an engine.
  const { ladder } = await import("discoscm");
  const answer = ladder(defined({ seed: flags.seed, rung: flags.rung, pairs: flags.pairs }));
  const models = answer.rungs.flatMap(({ pairs }) => pairs.flatMap((pair) => pair.models));
  for (const [i, place] of places.entries()) {
    await fillOutput(place, (temporary) => writeFile(temporary, `${JSON.stringify(models[i], null, 2)}\n`));
  }
  const { ladderJson, ladderPage, ladderText } = await import("discoscm/report");
  const forms = {
    json: () => ladderJson(answer),
    text: (style: Style) => ladderText(answer, style),
    page: () => ladderPage(answer),
    warnings: answer.warnings,
  };
  await tellAnswer(forms, flags, report);
  if (places.length > 0 && !flags.quiet) {
    const [first] = places;
    await write(process.stderr, `wrote ${places.length} models to ${flags.models}, the first as ${first.path}\n`);
  }
}

/** The files that the models go to, in their order; none of them may be there already. */
function claimModels(folder: string, { rung, pairs = 1 }: Flags): readonly Output[] {
  if (!existsSync(folder)) {
    throw usage("--models", "the folder does not exist", folder, `make it first: mkdir -p ${folder}`);
  }
  if (!statSync(folder).isDirectory()) throw usage("--models", "this is a file, not a folder", folder, "name a folder");
  const rungs = rung === undefined ? [1, 2] : [rung];
  const names = rungs.flatMap((one) =>
    Array.from({ length: pairs }, (_, i) =>
      ["first", "second"].map((which) => `rung${one}-pair${i + 1}-${which}`),
    ).flat(),
  );
  return names.map((name) => {
    const path = join(folder, `${name}.disco.json`);
    if (existsSync(path)) {
      throw usage("--models", "a file of that name is there already", path, "name an empty folder, or move it away");
    }
    return claimOutput("--models", path, [".disco.json"], []);
  });
}
