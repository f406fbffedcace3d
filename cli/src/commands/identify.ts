import { existsSync, realpathSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { Command, type Option } from "commander";
import type { Graph, Identification, IdentifyOptions, Loaded, Question } from "discoscm";
import { usage } from "../errors.js";
import { readGraph } from "../graph-options.js";
import { addOptions, names, number, option, several, text } from "../options.js";
import { claimOutput, fillOutput, type Output } from "../output.js";
import { defined, readOptionsOf, type TableFlags, tableOptions } from "../table-options.js";
import { type Style, tellAnswer } from "../tell.js";
import { write } from "../terminal.js";

const EXAMPLES = `
Graphs are files of edges (A -> B, A <-> B for an unmeasured common cause), dagitty or
DOT text, the text itself, or a model whose graph is meant. U [latent] is not measured.

Examples:
  Is the effect identified, by which formula, and why?
    $ disco identify smoking.dag "P(cancer | do(smoking))"

  And the number, from a table of finitely many values
    $ disco identify "Z -> X -> Y; Z -> Y" "ATE(X -> Y)" --data t.csv

  A counterfactual, an effect through a mediator, a page with the graph
    $ disco identify g.dag "E[Y[X=1, M=M[X=0]]] - E[Y[X=0]]" --report direct.html

Exit codes:
  0 identified, 3 not identified (the answer says why), 2 bad usage or bad input, 1 a bug`;

interface Flags extends TableFlags {
  data?: string;
  experiment?: string[];
  experimentData?: string[];
  target?: string[];
  targetData?: string;
  individual?: string;
  sets?: number;
  seconds?: number;
  level?: number;
  report?: string;
  svg?: string;
  models?: string;
  json?: true;
  more?: true;
  quiet?: true;
}

/** `disco identify GRAPH QUESTION`: is it identified, by which formula, and with data which number? */
export function identifyCommand(): Command {
  const command = new Command("identify")
    .summary("can a question be answered from what is measured, and by which formula?")
    .description(
      "From a graph of causes and a question to the formula that answers it, with its derivation; or to the reason why there is none, two models that show it, and bounds.",
    )
    .argument("<graph>", "a file, - for standard input, or the edges themselves")
    .argument("[question]", "in quotation marks; default P(outcome | do(treatment))")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action((graph: string, question: string | undefined, flags: Flags, self: Command) =>
      identifyQuestion(graph, question, self.args.slice(2), flags),
    );
  return addOptions(command, ownOptions());
}

/** The defaults told here are those of `identify`. */
function ownOptions(): Record<string, Option[]> {
  const reading = tableOptions()["Reading the table:"];
  return {
    "What is asked:": [
      option("--treatment <variable>", "what is set, where no question is written", text),
      option("--outcome <variable>", "what is asked about, where no question is written", text),
      option("--individual <node>", "the latent root that stands for who the individual is (default: U)", text),
    ],
    "What is known:": [
      option("--data <table>", "a table of the population studied, for the number", text),
      option("--weight <column>", "how many observations, or what probability, a row stands for", text),
      option("--derive <expression>", "a new column, 'old = age > 60'; may be repeated", several),
      option("--experiment <variables>", "an experiment that set these; may be repeated", several),
      option("--experiment-data <table>", "its table; one for each experiment, in order", several),
      option("--target <variables>", "measured in the population asked about, where nodes are marked [differs]", names),
      option("--target-data <table>", "its table", text),
    ],
    "Reading the table:": reading,
    "How far to look:": [
      option("--sets <n>", "adjustment sets to list (default 20)", (flag) =>
        number(flag, { low: 0, high: 1e6, whole: true, example: "100" }),
      ),
      option("--seconds <s>", "how long to search (default 10)", (flag) =>
        number(flag, { low: 0, high: 1e6, example: "60" }),
      ),
      option("--level <level>", "confidence level of the intervals (default 0.95)", (flag) =>
        number(flag, { low: 0, high: 1, open: true, example: "0.95" }),
      ),
    ],
    "What comes out:": [
      option("--report <file>", "a page to look at (.html)", text),
      option("--svg <file>", "the graph as a drawing (.svg)", text),
      option("--models <file>", "not identified: the two models, as NAME-1 and NAME-2 (.disco.json)", text),
      option("--json", "one JSON document on standard output, and nothing else there"),
      option("--more", "assumptions and details too"),
      option("--quiet", "no progress and no remarks beside the answer"),
    ],
  };
}

async function identifyQuestion(
  argument: string,
  question: string | undefined,
  rest: readonly string[],
  flags: Flags,
): Promise<void> {
  if (rest.length > 0) {
    const next = "put the whole question in quotation marks";
    throw usage("disco identify", "more than the graph and the question is given", rest.join(" "), next);
  }
  const outputs = claimOutputs(argument, flags);
  const graph = await readGraph(argument, flags.quiet === true);
  const { identify } = await import("discoscm");
  const options = await optionsOf(graph, flags);
  const answer = await identify(graph, question ?? questionOf(graph, flags), options);
  const { identificationJson, identificationPage, identificationSvg, identificationText } = await import(
    "discoscm/report"
  );
  const forms = {
    json: () => identificationJson(answer),
    text: (style: Style) => identificationText(answer, style),
    page: () => identificationPage(answer),
    warnings: answer.warnings,
  };
  try {
    await writeFiles(outputs, answer, () => identificationSvg(answer));
  } finally {
    await tellAnswer(forms, flags, outputs.report);
  }
  if (!flags.quiet) for (const { path } of written(outputs, answer)) await write(process.stderr, `wrote ${path}\n`);
  if (!answer.identified) process.exitCode = 3;
}

/** The question of a treatment and an outcome: those of the flags, or those that the graph marks. */
function questionOf({ nodes }: Graph, { treatment, outcome }: Flags): Question {
  const marked = (role: "exposure" | "outcome") =>
    nodes.filter(({ roles }) => roles.includes(role)).map(({ name }) => name);
  const set = treatment === undefined ? marked("exposure") : [treatment];
  const asked = outcome === undefined ? marked("outcome") : [outcome];
  if (set.length === 0 || asked.length === 0) {
    const next = 'ask as in "P(Y | do(X))", or name --treatment and --outcome';
    throw usage("disco identify", "no question", undefined, next);
  }
  const term = (name: string) => ({ kind: "term", name }) as const;
  return {
    kind: "probability",
    events: asked.map((name) => ({ term: term(name) })),
    given: { do: set.map((variable) => ({ variable })), events: [], individual: [] },
  };
}

async function optionsOf(graph: Graph, flags: Flags): Promise<IdentifyOptions> {
  const { individual, sets, seconds, level, target, data } = flags;
  const experiments = (flags.experiment ?? []).map((list) => names("--experiment")(list, undefined));
  const base = defined({ unit: individual, sets, seconds, level, target });
  const known = { ...base, ...(experiments.length === 0 ? {} : { experiments }) };
  if (data === undefined) {
    refuseWithoutData(flags);
    return known;
  }
  const { columnNames } = await import("discoscm/table");
  const all = graph.nodes.map(({ name }) => name);
  const columns = await columnNames(data, all, readOptionsOf(flags));
  const measured = all.filter((name) => columns.includes(name));
  if (measured.length === 0) {
    const next = `its columns are ${columns.slice(0, 20).join(", ")}`;
    throw usage("--data", "the table has none of the graph's variables", all.slice(0, 20).join(", "), next);
  }
  return { ...known, measured, load: (variables) => loadTables(variables, measured, experiments, flags) };
}

/** Tables beside the first one say nothing without it. */
function refuseWithoutData(flags: Flags): void {
  const [flag] = (["weight", "derive", "experimentData", "targetData"] as const).filter(
    (one) => flags[one] !== undefined,
  );
  if (flag === undefined) return;
  const name = `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw usage(
    name,
    "there is no table that it goes with",
    undefined,
    "name the table of the population studied: --data TABLE",
  );
}

/** The needed columns of every table; a reason in place of tables that have too many values. */
async function loadTables(
  variables: readonly string[],
  measured: readonly string[],
  experiments: readonly (readonly string[])[],
  flags: Flags,
): Promise<Loaded> {
  const [{ readFrame }, { finiteCells, DiscoError }] = await Promise.all([
    import("discoscm/table"),
    import("discoscm"),
  ]);
  const wanted = variables.filter((name) => measured.includes(name));
  const options = { ...readOptionsOf(flags), ...defined({ weight: flags.weight }) };
  const frame = await readFrame(flags.data!, wanted, options);
  const others = flags.experimentData ?? [];
  if (others.length > experiments.length) {
    const next = "name what each of them set: --experiment X --experiment-data trial.csv";
    throw usage("--experiment-data", "there are more tables than experiments", others.join(", "), next);
  }
  try {
    const cells = async (path: string, columns: readonly string[]) =>
      finiteCells(await readFrame(path, columns, options));
    return {
      data: frame.data,
      tables: {
        observed: finiteCells(frame),
        ...(flags.targetData === undefined ? {} : { target: await cells(flags.targetData, flags.target ?? wanted) }),
        experiments: await Promise.all(
          others.map(async (path, i) => ({ set: experiments[i], cells: await cells(path, wanted) })),
        ),
      },
    };
  } catch (error) {
    if (!(error instanceof DiscoError) || !error.complaint.who.startsWith("column")) throw error;
    return { reason: `There is no number: ${error.message}.` };
  }
}

interface Outputs {
  readonly report: Output | undefined;
  readonly svg: Output | undefined;
  readonly models: readonly [Output, Output] | undefined;
}

function claimOutputs(graph: string, { data, report, svg, models }: Flags): Outputs {
  const taken = [graph, data].flatMap((path) => (path !== undefined && existsSync(path) ? [realpathSync(path)] : []));
  const claim = (flag: string, path: string, ending: string): Output => {
    const output = claimOutput(flag, path, [ending], taken);
    taken.push(output.target);
    return output;
  };
  const numbered = (i: number) => models!.replace(/(\.disco\.json)$/i, `-${i}$1`);
  return {
    report: report === undefined ? undefined : claim("--report", report, ".html"),
    svg: svg === undefined ? undefined : claim("--svg", svg, ".svg"),
    models:
      models === undefined
        ? undefined
        : [claim("--models", numbered(1), ".disco.json"), claim("--models", numbered(2), ".disco.json")],
  };
}

/** The outputs beside the page that there is something for. */
function written({ svg, models }: Outputs, { witness }: Identification): readonly Output[] {
  return [...(svg === undefined ? [] : [svg]), ...(models === undefined || witness === undefined ? [] : models)];
}

async function writeFiles(outputs: Outputs, answer: Identification, draw: () => Promise<string>): Promise<void> {
  if (outputs.svg !== undefined) {
    const drawing = await draw();
    await fillOutput(outputs.svg, (temporary) => writeFile(temporary, drawing));
  }
  for (const [i, output] of (outputs.models ?? []).entries()) {
    if (answer.witness === undefined) break;
    const model = JSON.stringify(answer.witness.files[i], null, 2);
    await fillOutput(output, (temporary) => writeFile(temporary, `${model}\n`));
  }
}
