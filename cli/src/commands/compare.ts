import { Command } from "commander";
import { usage } from "../errors.js";
import { askOptions, claimReport, type ModelFlags, modelOptions, readModelText } from "../model-options.js";
import { addOptions, number, option } from "../options.js";
import { defined } from "../table-options.js";
import { type Style, tellAnswer } from "../tell.js";

const EXAMPLES = `
Examples:
  Would those who stayed stay again? Only a fresh occasion leaves room for luck
    $ disco compare subsidy.disco.json "P(retained[subsidy=1]=1 | subsidy=1, retained=1)"

  The three shares at every setting of the dial, as a page
    $ disco compare subsidy.disco.json "SHARES(subsidy=1, retained=1)" --report dial.html

Exit codes:
  0 answered, 2 bad usage or bad input, 3 refused (too few draws agree), 1 a bug`;

interface Flags extends ModelFlags {
  points?: number;
}

/** `disco compare MODEL QUESTION`: one question under SCM, potential outcomes and DiscoSCM. */
export function compareCommand(): Command {
  const command = new Command("compare")
    .summary("one question under SCM, potential outcomes and DiscoSCM, and the dial between them")
    .description(
      "Answers one question under three semantics side by side, says where they part and why, and draws the dial between a fresh occasion (0, DiscoSCM) and the same noise (1, SCM).",
    )
    .argument("<model>", "a .disco.json file, or - for standard input")
    .argument("<question>", "in quotation marks; `disco ask --help` shows what can be asked")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action((model: string, question: string, flags: Flags, self: Command) =>
      compareModel(model, question, self.args.slice(2), flags),
    );
  const points = option("--points <n>", "points of the dial (default 11)", (flag) =>
    number(flag, { low: 2, high: 1001, whole: true, example: "21" }),
  );
  return addOptions(command, modelOptions([points]));
}

async function compareModel(path: string, question: string, rest: readonly string[], flags: Flags): Promise<void> {
  if (rest.length > 0) {
    throw usage(
      "disco compare",
      "more than the model and the question is given",
      rest.join(" "),
      "put the whole question in quotation marks",
    );
  }
  const report = claimReport(path, flags);
  const { text, name } = await readModelText(path);
  // Loaded only now: help and complaints about options should not wait for an engine.
  const { readModel, compare } = await import("discoscm");
  const model = readModel(text, { name });
  const comparison = compare(model, question, { ...askOptions(flags), ...defined({ points: flags.points }) });
  const { comparisonJson, comparisonPage, comparisonText } = await import("discoscm/report");
  const forms = {
    json: () => comparisonJson(comparison),
    text: (style: Style) => comparisonText(comparison, style),
    page: () => comparisonPage(comparison),
    warnings: comparison.disco.warnings,
  };
  await tellAnswer(forms, flags, report);
}
