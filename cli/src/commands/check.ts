import { existsSync, realpathSync } from "node:fs";
import { Command, type Option } from "commander";
import type { Graph, GraphCheck } from "discoscm";
import { usage } from "../errors.js";
import { readGraph } from "../graph-options.js";
import { seedOption } from "../model-options.js";
import { addOptions, names, number, oneOf, option, several, text } from "../options.js";
import { claimOutput, type Output } from "../output.js";
import { startProgress } from "../progress.js";
import { defined, readOptionsOf, type TableFlags, tableOptions } from "../table-options.js";
import { type Style, tellAnswer } from "../tell.js";

const EXAMPLES = `
Graphs are files of edges (A -> B, A <-> B for an unmeasured common cause), dagitty or
DOT text, or the text itself. U [latent] is not measured.

Examples:
  Which of the independencies that the graph claims do the data contradict?
    $ disco check jobs.csv --graph jobs.dag

  Equal rows counted in a column; a page to show
    $ disco check admissions.csv --graph "sex -> department -> admitted" \\
        --weight people --report check.html

Exit codes:
  0 answered, contradicted or not; 2 bad usage or bad input, 1 a bug`;

interface Flags extends TableFlags {
  graph?: string;
  labels?: string[];
  level?: number;
  seed?: number;
  seconds?: number;
  report?: string;
  json?: true;
  more?: true;
  quiet?: true;
}

/** `disco check TABLE --graph GRAPH`: do the data contradict the graph? */
export function checkCommand(): Command {
  const command = new Command("check")
    .summary("do the data contradict a graph of causes?")
    .description(
      "Holds a graph against a table: every independence that the graph claims is tested, and what does not hold is told with what would mend it.",
    )
    .argument("<table>", "CSV, Parquet or JSON lines, or a DuckDB file with --table")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action((table: string, flags: Flags, self: Command) => checkTable(table, self.args.slice(1), flags));
  return addOptions(command, ownOptions());
}

/** The defaults told here are those of `checkGraph`. */
function ownOptions(): Record<string, Option[]> {
  // A mark of missing values would be one more column, and no variable of the graph.
  const reading = tableOptions()["Reading the table:"].filter(({ long }) => long !== "--missing");
  return {
    "What is checked:": [
      option("--graph <graph>", "the graph: a file, - for standard input, or the edges themselves", text),
      option("--level <level>", "chance of any false alarm, were the graph right (default 0.05)", (flag) =>
        number(flag, { low: 0, high: 1, open: true, example: "0.05" }),
      ),
    ],
    "What the columns are:": [
      option("--weight <column>", "how many observations, or what probability, a row stands for", text),
      option("--labels <columns>", "numbers that are only names, as codes of regions; may be repeated", names),
      option("--derive <expression>", "a new column, 'old = age > 60'; may be repeated", several),
    ],
    "Reading the table:": [
      option("--missing <what>", "missing values: refuse (default), or drop the row", (flag) =>
        oneOf(flag, ["refuse", "drop"]),
      ),
      ...reading,
    ],
    "How it is tested:": [
      seedOption("the same seed gives the same answer (default 1)"),
      option("--seconds <s>", "how long to go on (default: until everything is tested)", (flag) =>
        number(flag, { low: 0, high: 1e6, example: "60" }),
      ),
    ],
    "What comes out:": [
      option("--report <file>", "a page to look at (.html)", text),
      option("--json", "one JSON document on standard output, and nothing else there"),
      option("--more", "every test and how it was made, assumptions and details"),
      option("--quiet", "no progress and no remarks beside the answer"),
    ],
  };
}

async function checkTable(table: string, rest: readonly string[], flags: Flags): Promise<void> {
  if (rest.length > 0) {
    const next = "put quotes around what has spaces";
    throw usage("disco check", "more than the table is given", rest.join(" "), next);
  }
  if (flags.graph === undefined) {
    const next = "name the graph that the table is held against: --graph FILE";
    throw usage("disco check", "it is not said what to check", undefined, next);
  }
  await checkAgainst(flags.graph, table, flags);
}

/** The mode of `--graph`. */
async function checkAgainst(argument: string, table: string, flags: Flags): Promise<void> {
  const report = claimPage(table, argument, flags);
  const graph = await readGraph(argument, flags.quiet === true);
  const progress = startProgress(process.stderr, flags.quiet === true);
  const onProgress = progress.update;
  // Loaded only now: help and complaints about options should not wait for an engine.
  const [{ readFrame }, { budgetOf, checkGraph }] = await Promise.all([import("discoscm/table"), import("discoscm")]);
  const { level, seed, seconds, weight, labels } = flags;
  const reading = { ...readOptionsOf(flags), ...defined({ weight, labels }), onProgress };
  let check: GraphCheck;
  try {
    const frame = await readFrame(table, measured(graph), reading);
    const limit = seconds === undefined ? {} : { budget: budgetOf(seconds) };
    check = await checkGraph(frame, graph, { ...defined({ level, seed }), ...limit, onProgress });
  } finally {
    progress.done();
  }
  const { graphCheckJson, graphCheckPage, graphCheckText } = await import("discoscm/report");
  const forms = {
    json: () => graphCheckJson(check),
    text: (style: Style) => graphCheckText(check, style),
    page: () => graphCheckPage(check),
    warnings: check.warnings,
  };
  await tellAnswer(forms, flags, report);
}

/** The variables that are columns: not the latent ones, and not those by which the rows were selected, which all have. */
function measured({ nodes }: Graph): readonly string[] {
  const hidden = ["latent", "individual", "selected"] as const;
  return nodes.filter(({ roles }) => !hidden.some((role) => roles.includes(role))).map(({ name }) => name);
}

function claimPage(table: string, graph: string, { report }: Flags): Output | undefined {
  if (report === undefined) return undefined;
  const taken = [table, graph].flatMap((path) => (existsSync(path) ? [realpathSync(path)] : []));
  return claimOutput("--report", report, [".html"], taken);
}
