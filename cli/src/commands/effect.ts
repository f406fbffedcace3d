import { existsSync, realpathSync } from "node:fs";
import { Command, type Option } from "commander";
import type { EffectAnswer, EffectPlan, NamedColumn } from "discoscm";
import type { StudyRoles } from "discoscm/table";
import { usage } from "../errors.js";
import { readGraph } from "../graph-options.js";
import { type LearnerFlags, learnerOptions, levelOption } from "../learner-options.js";
import { addOptions, names, number, oneOf, option, text } from "../options.js";
import { claimOutput, type Output } from "../output.js";
import { startProgress } from "../progress.js";
import { defined, readOptionsOf, rolesOf, type TableFlags, tableOptions } from "../table-options.js";
import { type Style, tellAnswer } from "../tell.js";
import { write } from "../terminal.js";

const EXAMPLES = `
Examples:
  What did the training do to earnings? Every estimator, side by side
    $ disco effect jobs.csv --treatment treat --outcome re78 \\
        --given age,education,re74,re75

  A graph says what to adjust for
    $ disco effect jobs.csv --graph jobs.dag --treatment treat --outcome re78

  The treated only, one estimator, a page to show
    $ disco effect jobs.csv --treatment treat --outcome re78 --given age,re75 \\
        --target att --method tmle --report effect.html

  States over years, some of them treated from some year on
    $ disco effect panel.csv --unit state --time year --treatment treated \\
        --outcome packs

Exit codes:
  0 answered, 2 bad usage or bad input, 3 the data or the graph refuse an assumption, 1 a bug`;

const HETEROGENEITY = ["forest", "dr", "r", "x", "t", "s"] as const;
const TARGETS = ["ate", "att", "atc", "overlap"] as const;
const CONTRASTS = ["difference", "ratio", "odds-ratio"] as const;
const METHODS = [
  "difference",
  "regression",
  "horvitz-thompson",
  "hajek",
  "stabilised",
  "overlap",
  "stratification",
  "matching",
  "aipw",
  "tmle",
  "dml",
  "dml-partial",
  "least-squares",
  "two-stage-least-squares",
  "wald",
  "front-door",
  "natural-direct",
  "natural-indirect",
  "did",
  "synthetic-control",
  "synthetic-did",
  "regression-discontinuity",
] as const;

interface Flags extends TableFlags, LearnerFlags {
  graph?: string;
  instrument?: string[];
  mediator?: string[];
  running?: string;
  cutoff?: number;
  bandwidth?: number;
  time?: string;
  negativeOutcome?: string;
  negativeTreatment?: string;
  refute?: true;
  reference?: string;
  target?: (typeof TARGETS)[number];
  contrast?: (typeof CONTRASTS)[number];
  method?: (typeof METHODS)[number];
  bootstrap?: number;
  workers?: number;
  replications?: number;
  heterogeneity?: (typeof HETEROGENEITY)[number];
  individuals?: string;
  report?: string;
  json?: true;
  more?: true;
  quiet?: true;
}

/** `disco effect TABLE`: what a treatment changes, by every estimator that applies. */
export function effectCommand(): Command {
  const command = new Command("effect")
    .summary("what a treatment changes, by every estimator that applies")
    .description(
      "The average effect of a treatment: the recommended estimate and beside it every other estimator's, with intervals, overlap, balance and sensitivity.",
    )
    .argument("<table>", "CSV, Parquet or JSON lines, or a DuckDB file with --table")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action((table: string, flags: Flags, self: Command) => effectOf(table, self.args.slice(1), flags));
  return addOptions(command, ownOptions());
}

/** The defaults told here are those of `effect`. */
function ownOptions(): Record<string, Option[]> {
  const { "What the columns are:": columns, "Reading the table:": reading } = tableOptions();
  return {
    "What the columns are:": [
      ...columns.map((one) =>
        one.long === "--treatment"
          ? option("--treatment <column>", "the column whose effect is asked about: arms, or a dose", text)
          : one.long === "--given"
            ? option("--given <columns>", 'what to adjust for: age,"income, net"; may be repeated', names)
            : one,
      ),
      option("--reference <value>", "the arm that the others are compared with", text),
      option("--graph <graph>", "a graph that says what to adjust for: a file, -, or the edges", text),
      option("--instrument <columns>", "what moves the treatment and touches the outcome by nothing else", names),
      option("--mediator <columns>", "what the treatment acts through", names),
      option("--negative-outcome <column>", "what the treatment cannot touch: an effect on it is bias", text),
      option("--negative-treatment <column>", "a treatment that can touch nothing: an effect of it is bias", text),
      option("--time <column>", "the period, in panels", text),
      option("--running <column>", "what a rule cuts at --cutoff to decide who is treated", text),
      option("--cutoff <value>", "where it cuts", (flag) => number(flag, { low: -1e300, high: 1e300, example: "50" })),
    ],
    "What is asked:": [
      option("--target <who>", "average over all (ate, default), treated (att), untreated (atc), or overlap", (flag) =>
        oneOf(flag, TARGETS),
      ),
      option("--contrast <how>", "difference (default), ratio or odds-ratio", (flag) => oneOf(flag, CONTRASTS)),
      option("--method <name>", "only this estimator (default: all that apply)", (flag) => oneOf(flag, METHODS)),
      option("--heterogeneity <how>", "who gains more: individual effects by forest, dr, r, x, t or s", (flag) =>
        oneOf(flag, HETEROGENEITY),
      ),
      levelOption(),
    ],
    "How it is learned:": [
      option("--refute", "estimate again on changed tables too (default up to 20,000 rows)"),
      ...learnerOptions(", for the doubly robust"),
      option("--bandwidth <h>", "regression discontinuity: how far from the cutoff (default: found)", (flag) =>
        number(flag, { low: 0, high: 1e300, open: true, example: "10" }),
      ),
      option("--bootstrap <n>", "intervals from so many replications, where models are fitted to all rows", (flag) =>
        number(flag, { low: 20, high: 1e6, whole: true, example: "1000" }),
      ),
      option("--workers <n>", "threads for very many rows and for the bootstrap (default 2)", (flag) =>
        number(flag, { low: 1, high: 64, whole: true, example: "2" }),
      ),
      option("--replications <n>", "placebo draws for the error of synthetic controls (default 200)", (flag) =>
        number(flag, { low: 2, high: 1e6, whole: true, example: "200" }),
      ),
    ],
    "Reading the table:": reading,
    "What comes out:": [
      option("--report <file>", "a page to look at (.html)", text),
      option("--individuals <file>", "with --heterogeneity: a line for each individual (.csv or .parquet)", text),
      option("--json", "one JSON document on standard output, and nothing else there"),
      option("--more", "assumptions and details too"),
      option("--quiet", "no progress and no remarks beside the answer"),
    ],
  };
}

async function effectOf(table: string, rest: readonly string[], flags: Flags): Promise<void> {
  if (rest.length > 0) {
    throw usage("disco effect", "more than the table is given", rest.join(" "), "put quotes around what has spaces");
  }
  const named = studyRolesOf(flags);
  const { report, individuals: file } = claimOutputs(table, flags);
  const plan = flags.graph === undefined ? undefined : await planOf(flags.graph, named, flags);
  const progress = startProgress(process.stderr, flags.quiet === true);
  let answer: EffectAnswer;
  let individuals: readonly NamedColumn[] = [];
  try {
    // Loaded only now: help and complaints about options should not wait for an engine.
    const [{ readStudy }, { effect }] = await Promise.all([import("discoscm/table"), import("discoscm")]);
    const { given, instruments, mediators } = plan ?? {};
    const roles = { ...named, ...defined({ given, instruments, mediators }) };
    // A line for each individual needs the rows as they are; otherwise equal rows may be counted and held once.
    const reading = { ...readOptionsOf(flags), ...(file === undefined ? {} : { compress: "never" as const }) };
    const study = await readStudy(table, roles, { ...reading, onProgress: progress.update });
    const way = plan === undefined ? {} : { way: plan.way, guard: plan.guard };
    const options = { ...effectOptions(flags), ...way, onProgress: progress.update };
    let found: EffectAnswer;
    if (file === undefined) found = await effect(study, options);
    else ({ answer: found, individuals } = await effect(study, { ...options, individuals: true }));
    answer = plan === undefined ? found : { ...found, assumptions: [...plan.notes, ...found.assumptions] };
  } finally {
    progress.done();
  }
  const { effectJson, effectPage, effectText } = await import("discoscm/report");
  const forms = {
    json: () => effectJson(answer),
    text: (style: Style) => effectText(answer, style),
    page: () => effectPage(answer),
    warnings: answer.warnings,
  };
  try {
    if (file !== undefined) {
      const { writeRows } = await import("discoscm/table");
      // Makes its file beside the name and renames it by itself.
      await writeRows(file.target, individuals);
    }
  } finally {
    // The answer is told even when a disk is full; a long computation should not be lost.
    await tellAnswer(forms, flags, report);
  }
  if (file !== undefined && !flags.quiet) await write(process.stderr, `wrote ${file.path}\n`);
}

function studyRolesOf(flags: Flags): StudyRoles {
  const { instrument, mediator, running, time, reference, negativeOutcome, negativeTreatment } = flags;
  if (running !== undefined && flags.cutoff === undefined) {
    throw usage("--running", "it is not said where the rule cuts", running, "name the value: --cutoff VALUE");
  }
  const columns = { instruments: instrument, mediators: mediator, running, time, negativeOutcome, negativeTreatment };
  return { ...rolesOf("disco effect", flags), ...defined({ ...columns, reference }) };
}

/** What the graph says is to be read from the table. */
async function planOf(argument: string, roles: StudyRoles, flags: Flags): Promise<EffectPlan> {
  const graph = await readGraph(argument, flags.quiet === true);
  const { effectPlan } = await import("discoscm");
  const { treatment, outcome, instruments, mediators } = roles;
  return effectPlan(graph, { treatment, outcome, ...defined({ given: flags.given, instruments, mediators }) });
}

function effectOptions(flags: Flags) {
  const { target, contrast, method, level, learner, calibrate, folds, trees, depth, trim, seed } = flags;
  const { cutoff, bandwidth, bootstrap, workers, replications, refute, heterogeneity } = flags;
  return defined({
    ...{ target, contrast, method, level, learner, calibrate, folds, trees, depth },
    ...{ trim, seed, cutoff, bandwidth, bootstrap, workers, replications, refute, heterogeneity },
  });
}

interface Outputs {
  readonly report: Output | undefined;
  readonly individuals: Output | undefined;
}

function claimOutputs(table: string, { report, individuals, graph, heterogeneity }: Flags): Outputs {
  if (individuals !== undefined && heterogeneity === undefined) {
    throw usage(
      "--individuals",
      "it is not said how their effects are to be learnt",
      individuals,
      "add --heterogeneity dr",
    );
  }
  const taken = [table, graph ?? ""].flatMap((path) => (existsSync(path) ? [realpathSync(path)] : []));
  const page = report === undefined ? undefined : claimOutput("--report", report, [".html"], taken);
  if (page !== undefined) taken.push(page.target);
  const lines = individuals && claimOutput("--individuals", individuals, [".csv", ".parquet"], taken);
  return { report: page, individuals: lines || undefined };
}
