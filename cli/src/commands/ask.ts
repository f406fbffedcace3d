import { Command } from "commander";
import { usage } from "../errors.js";
import {
  askOptions,
  claimReport,
  type ModelFlags,
  modelOptions,
  readModelText,
  workersOption,
} from "../model-options.js";
import { addOptions, number, option } from "../options.js";
import { defined } from "../table-options.js";
import { type Style, tellAnswer } from "../tell.js";

const EXAMPLES = `
Questions (a comma is "and"; Y[T=0] is Y had T been 0):
  P(Y=1 | T=1)                 seeing             E[Y | T=1], Var[Y], SD[Y]
  P(Y=1 | do(T=1))             doing              ATE(T -> Y), ETT(T -> Y)
  P(Y[T=0]=1 | T=1, Y=1)       imagining          PN(T -> Y), PS, PNS, TYPES
  P(unit=Loyal | T=1, Y=1)     who is it?         SHARES(T=1, Y=1), PC(T=1, Y=1)

Examples:
  Of those who got the subsidy and stayed: would they have stayed without it?
    $ disco ask subsidy.disco.json "P(retained[subsidy=0]=1 | subsidy=1, retained=1)"

  What was theirs anyway, what did the subsidy change, what was luck? A page as well
    $ disco ask subsidy.disco.json "SHARES(subsidy=1, retained=1)" --report shares.html

  Pearl's counterfactual instead of a fresh occasion, for another program
    $ disco ask subsidy.disco.json "PN(subsidy -> retained)" --coupling 1 --json

Exit codes:
  0 answered, 2 bad usage or bad input, 3 refused (too few draws agree), 1 a bug`;

interface Flags extends ModelFlags {
  coupling?: number;
  workers?: number;
}

/** `disco ask MODEL QUESTION`: one question about a model, on any of the three layers. */
export function askCommand(): Command {
  const command = new Command("ask")
    .summary("ask a model: what is seen, what happens if it is done, what would have been")
    .description(
      "Asks a model of individuals one question: what we see, what happens if we do something, what would have been. Shows who the individuals are, what holds for each, and the average.",
    )
    .argument("<model>", "a .disco.json file, or - for standard input")
    .argument("<question>", "in quotation marks, as below")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action((model: string, question: string, flags: Flags, self: Command) =>
      askModel(model, question, self.args.slice(2), flags),
    );
  const coupling = option(
    "--coupling <c>",
    "noise of the other worlds: 0 drawn afresh to 1 the same, Pearl's (default: as the model says, or 0)",
    (flag) => number(flag, { low: 0, high: 1, example: "0.5" }),
  );
  return addOptions(
    command,
    modelOptions([coupling], [workersOption("threads for a sampled answer; the numbers stay the same")]),
  );
}

async function askModel(path: string, question: string, rest: readonly string[], flags: Flags): Promise<void> {
  if (rest.length > 0) {
    throw usage(
      "disco ask",
      "more than the model and the question is given",
      rest.join(" "),
      "put the whole question in quotation marks",
    );
  }
  const report = claimReport(path, flags);
  const { text, name } = await readModelText(path);
  // Loaded only now: help and complaints about options should not wait for an engine.
  const { readModel, ask, askParallel } = await import("discoscm");
  const model = readModel(text, { name });
  const options = { ...askOptions(flags), ...defined({ coupling: flags.coupling }) };
  const { workers = 1 } = flags;
  const answer =
    workers > 1 ? await askParallel(model, question, { ...options, workers }) : ask(model, question, options);
  const { modelAnswerJson, modelAnswerPage, modelAnswerText } = await import("discoscm/report");
  const forms = {
    json: () => modelAnswerJson(answer),
    text: (style: Style) => modelAnswerText(answer, style),
    page: () => modelAnswerPage(answer),
    warnings: answer.warnings,
  };
  await tellAnswer(forms, flags, report);
}
