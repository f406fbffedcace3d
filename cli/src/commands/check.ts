import { Command, type Option } from "commander";
import { usage } from "../errors.js";
import { seedOption } from "../model-options.js";
import { addOptions, names, number, oneOf, option, several, text } from "../options.js";
import { tableOptions } from "../table-options.js";
import type { CheckFlags } from "./check/flags.js";
import { checkAgainst } from "./check/graph.js";
import { checkSelection } from "./check/selection.js";
import { checkStrata } from "./check/strata.js";
import { checkSurrogate } from "./check/surrogate.js";

const EXAMPLES = `
Graphs are files of edges (A -> B, A <-> B for an unmeasured common cause), dagitty or
DOT text, or the text itself. U [latent] is not measured.

Examples:
  Does the association turn within departments (Simpson's paradox)? With --graph, what that means
    $ disco check admissions.csv --treatment sex --outcome admitted --weight count

  Are two illnesses associated only because both bring people to hospital (Berkson)?
    $ disco check hospital.csv --pair A,B --selected hospitalised

  May a drug be judged by what it does to an arrhythmia (surrogate paradox)?
    $ disco check trial.csv --treatment drug --surrogate arrhythmia --outcome death

  The same in a model, whose individuals are known
    $ disco check surrogate.disco.json --treatment X --surrogate S --outcome Y

  Which of the independencies that the graph claims do the data contradict?
    $ disco check jobs.csv --graph jobs.dag

Exit codes:
  0 answered, found or not; 2 bad usage or bad input, 3 the data refuse an assumption, 1 a bug`;

/** `disco check TABLE`: is a paradox about to fool you, and do the data contradict the graph? */
export function checkCommand(): Command {
  const command = new Command("check")
    .summary("paradoxes in a table (Simpson, Berkson, surrogate), and whether data contradict a graph")
    .description(
      "With --treatment and --outcome: does the association turn within strata? With --surrogate: may the surrogate stand for the outcome? With --pair: does selection make an association? With --graph alone: which independencies of the graph do the data contradict?",
    )
    .argument("<table>", "CSV, Parquet or JSON lines, or a DuckDB file with --table")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action((table: string, flags: CheckFlags, self: Command) => checkTable(table, self.args.slice(1), flags));
  return addOptions(command, ownOptions());
}

/** The defaults told here are those of the library. */
function ownOptions(): Record<string, Option[]> {
  // A mark of missing values would be one more column, and no variable of the graph.
  const reading = tableOptions()["Reading the table:"].filter(({ long }) => long !== "--missing");
  return {
    "What is checked:": [
      option("--treatment <column>", "the two-valued column whose association with the outcome may turn", text),
      option("--outcome <column>", "what happened: two values, or numbers", text),
      option("--by <columns>", "stratifiers to try (default: every other column); may be repeated", names),
      option("--surrogate <column>", "what is measured in place of the outcome", text),
      option("--pair <columns>", "two two-valued columns whose association selection may have made: A,B", names),
      option("--selected <column>", "who got into the data, where others are in the table too", text),
      option("--selection-probability <column>", "each row's probability of being selected, where it is known", text),
      option("--chances <numbers>", "known chances of being selected: neither, A only, B only, both", text),
      option("--chances-between <low,high>", "all four chances lie between these two", text),
      option("--given <columns>", "covariates: what selection or the surrogate share with the outcome", names),
      option("--graph <graph>", "the graph: a file, - for standard input, or the edges themselves", text),
      option("--level <level>", "chance of any false alarm (default 0.05)", (flag) =>
        number(flag, { low: 0, high: 1, open: true, example: "0.05" }),
      ),
    ],
    "What the columns are:": [
      option("--weight <column>", "how many observations, or what probability, a row stands for", text),
      option("--treated <value>", "the value that means treated", text),
      option("--success <value>", "the value that means success", text),
      option(
        "--yes <column=value>",
        "the value of a column of --pair or --selected that means yes; may be repeated",
        several,
      ),
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
      option("--bins <n>", "numbers with more values than this are cut into so many bins (default 5)", (flag) =>
        number(flag, { low: 2, high: 50, whole: true, example: "5" }),
      ),
      seedOption("the same seed gives the same answer (default 1)"),
      option("--seconds <s>", "how long to go on (default: until everything is tested)", (flag) =>
        number(flag, { low: 0, high: 1e6, example: "60" }),
      ),
    ],
    "What comes out:": [
      option("--report <file>", "a page to look at (.html)", text),
      option("--json", "one JSON document on standard output, and nothing else there"),
      option("--more", "everything that was tried and how, assumptions and details"),
      option("--quiet", "no progress and no remarks beside the answer"),
    ],
  };
}

async function checkTable(table: string, rest: readonly string[], flags: CheckFlags): Promise<void> {
  if (rest.length > 0) {
    const next = "put quotes around what has spaces";
    throw usage("disco check", "more than the table is given", rest.join(" "), next);
  }
  const { graph, pair, selected, surrogate, treatment, outcome } = flags;
  if (pair !== undefined || selected !== undefined) return checkSelection(table, flags);
  if (surrogate !== undefined) return checkSurrogate(table, flags);
  if (treatment !== undefined || outcome !== undefined) return checkStrata(table, flags);
  if (graph !== undefined) return checkAgainst(graph, table, flags);
  const next = "say what may be misleading: --treatment and --outcome, --pair A,B, or --graph FILE";
  throw usage("disco check", "it is not said what to check", undefined, next);
}
