import { existsSync, realpathSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { Command, type Option } from "commander";
import type { Attribution, EffectPlan, Individuals } from "discoscm";
import { DiscoError } from "discoscm/error";
import type { Roles } from "discoscm/table";
import { usage } from "../errors.js";
import { readGraph } from "../graph-options.js";
import { type LearnerFlags, learnerOptions, levelOption } from "../learner-options.js";
import { addOptions, number, oneOf, option, text } from "../options.js";
import { claimOutput, fillOutput, type Output } from "../output.js";
import { startProgress } from "../progress.js";
import { defined, readOptionsOf, rolesOf, type TableFlags, tableOptions } from "../table-options.js";
import { type Style, tell } from "../tell.js";
import { write } from "../terminal.js";

const EXAMPLES = `
Examples:
  Who found work because of the training? The outcome is made from a number.
    $ disco attribute jobs.csv --derive 'employed = re78 > 0' --treatment treat \\
        --outcome employed --given age,education,re74,re75

  Individuals seen several times, with a page to show and a file of individuals
    $ disco attribute shifts.parquet --treatment bonus --outcome stayed --unit nurse \\
        --report shifts.html --individuals nurses.csv

  Words as labels, a number as the outcome, one JSON document for another program
    $ disco attribute sales.csv --treatment arm --treated new --outcome revenue \\
        --given region,age --json

Exit codes:
  0 answered, 2 bad usage or bad input, 3 data or graph refuse an assumption, 1 a bug`;

const TARGETS = ["ate", "att", "atc"] as const;

interface Flags extends TableFlags, Omit<LearnerFlags, "learner"> {
  learner?: LearnerFlags["learner"] | "classes";
  classes?: number;
  graph?: string;
  target?: (typeof TARGETS)[number];
  coupling?: number;
  fourWay?: true;
  variance?: number | true;
  report?: string;
  individuals?: string;
  json?: true;
  more?: true;
  quiet?: true;
}

/** `disco attribute TABLE`: what would have been anyway, what the policy changed, what was chance. */
export function attributeCommand(): Command {
  const command = new Command("attribute")
    .summary("split an outcome into what would have been anyway, what the policy changed, and chance")
    .description(
      "Of those who were treated and succeeded: how many would have anyway, how many because of the treatment, how many by chance? The other three combinations, likewise.",
    )
    .argument("<table>", "CSV, Parquet or JSON lines, or a DuckDB file with --table")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action((table: string, flags: Flags, self: Command) => attributeTable(table, self.args.slice(1), flags));
  const { "What the columns are:": columns, ...reading } = tableOptions();
  const graph = option("--graph <graph>", "what to adjust for, by a graph: a file, -, or the edges", text);
  return addOptions(command, { "What the columns are:": [...columns, graph], ...reading, ...ownOptions() });
}

/** The defaults told here are those of `attribute`. */
function ownOptions(): Record<string, Option[]> {
  return {
    "What is asked:": [
      option("--target <who>", "average over all (ate, default), treated (att) or untreated (atc)", (flag) =>
        oneOf(flag, TARGETS),
      ),
      option("--coupling <c>", "noise of the other world: 0 drawn afresh (default) to 1 the same (Pearl)", (flag) =>
        number(flag, { low: 0, high: 1, example: "0.5" }),
      ),
      option("--four-way", "the split into base, policy, individual and chance as well"),
      option(
        "--variance [rate]",
        "shares of the variance as well, in a trial treating this share (default 0.5)",
        (flag) => number(flag, { low: 0, high: 1, open: true, example: "0.5" }),
      ),
      levelOption(),
    ],
    "How it is learned:": [
      ...learnerOptions("", ["classes"]),
      option("--classes <k>", "classes: how many (default: as many as fit best, up to 6)", (flag) =>
        number(flag, { low: 1, high: 20, whole: true, example: "3" }),
      ),
    ],
    "What comes out:": [
      option("--report <file>", "a page to look at (.html)", text),
      option("--individuals <file>", "a line for each individual (.csv or .parquet)", text),
      option("--json", "one JSON document on standard output, and nothing else there"),
      option("--more", "assumptions and details too"),
      option("--quiet", "no progress and no remarks beside the answer"),
    ],
  };
}

async function attributeTable(table: string, rest: readonly string[], flags: Flags): Promise<void> {
  if (rest.length > 0) {
    throw usage("disco attribute", "more than the table is given", rest.join(" "), "put quotes around what has spaces");
  }
  const named = rolesOf("disco attribute", flags);
  const outputs = claimOutputs(table, flags);
  const plan = flags.graph === undefined ? undefined : await planOf(flags.graph, named, flags);
  const roles = plan === undefined ? named : { ...named, given: plan.given };
  const progress = startProgress(process.stderr, flags.quiet === true);
  let result: { readonly answer: Attribution; readonly individuals: Individuals };
  try {
    // Loaded only now: help and complaints about options should not wait for an engine.
    const [{ readSample }, { attribute }] = await Promise.all([import("discoscm/table"), import("discoscm")]);
    // A line for each individual needs the rows as they are; otherwise equal rows may be counted and held once.
    const compress = flags.individuals === undefined ? "auto" : "never";
    const sample = await readSample(table, roles, { ...readOptionsOf(flags), compress, onProgress: progress.update });
    const guard = plan === undefined ? {} : { guard: plan.guard };
    const found = await attribute(sample, { ...attributeOptions(flags), ...guard, onProgress: progress.update });
    result = plan === undefined ? found : withNotes(found, plan);
  } finally {
    progress.done();
  }
  try {
    await writeFiles(result.answer, result.individuals, outputs);
  } finally {
    // The answer is told even when a disk is full; a long computation should not be lost.
    const { answer } = result;
    const { attributionJson, attributionText } = await import("discoscm/report");
    const forms = { json: () => attributionJson(answer), text: (style: Style) => attributionText(answer, style) };
    await tell({ ...forms, warnings: answer.warnings }, flags);
  }
  if (flags.quiet) return;
  for (const output of Object.values(outputs)) if (output) await write(process.stderr, `wrote ${output.path}\n`);
}

/** Which covariates stand for the individual, and what the graph has against them. Nothing but adjusting for covariates is done here. */
async function planOf(argument: string, { treatment, outcome }: Roles, flags: Flags): Promise<EffectPlan> {
  const graph = await readGraph(argument, flags.quiet === true);
  const { effectPlan } = await import("discoscm");
  const plan = await effectPlan(graph, { treatment, outcome, ...defined({ given: flags.given }) });
  if (plan.way === "adjustment") return plan;
  throw new DiscoError(
    {
      who: "--graph",
      wrong: `no measured covariates adjust for all common causes, and shares need that (the effect can be had by ${plan.way === "instrument" ? "an instrument" : "the front door"})`,
      given: `${treatment} -> ${outcome}`,
      next: "disco effect with the same graph answers for the average effect",
    },
    "refused",
  );
}

function withNotes<T extends { readonly answer: Attribution }>(result: T, { notes }: EffectPlan): T {
  return { ...result, answer: { ...result.answer, assumptions: [...notes, ...result.answer.assumptions] } };
}

function attributeOptions(flags: Flags) {
  const { learner, classes, calibrate, folds, seed, level, coupling, target, trim, fourWay, trees, depth } = flags;
  const variance = flags.variance === true ? 0.5 : flags.variance;
  return defined({
    learner,
    classes,
    calibrate,
    folds,
    seed,
    level,
    coupling,
    target,
    trim,
    fourWay,
    variance,
    trees,
    depth,
  });
}

interface Outputs {
  readonly report: Output | undefined;
  readonly individuals: Output | undefined;
}

function claimOutputs(table: string, flags: Flags): Outputs {
  const taken = [table, flags.graph ?? ""].flatMap((path) => (existsSync(path) ? [realpathSync(path)] : []));
  const report = flags.report === undefined ? undefined : claimOutput("--report", flags.report, [".html"], taken);
  if (report !== undefined) taken.push(report.target);
  const individuals =
    flags.individuals === undefined
      ? undefined
      : claimOutput("--individuals", flags.individuals, [".csv", ".parquet"], taken);
  return { report, individuals };
}

async function writeFiles(answer: Attribution, individuals: Individuals, outputs: Outputs): Promise<void> {
  if (outputs.report !== undefined) {
    const { attributionPage } = await import("discoscm/report");
    const page = await attributionPage(answer);
    await fillOutput(outputs.report, (temporary) => writeFile(temporary, page));
  }
  if (outputs.individuals !== undefined) {
    const [{ writeRows }, { individualColumns }] = await Promise.all([import("discoscm/table"), import("discoscm")]);
    // Makes its file beside the name and renames it by itself.
    await writeRows(outputs.individuals.target, individualColumns(individuals));
  }
}
