import { existsSync, realpathSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { Command, type Option } from "commander";
import type { Benefit, Decided } from "discoscm";
import { usage } from "../errors.js";
import { type LearnerFlags, learnerOptions, levelOption } from "../learner-options.js";
import { addOptions, number, oneOf, option, text } from "../options.js";
import { claimOutput, fillOutput, type Output } from "../output.js";
import { startProgress } from "../progress.js";
import { defined, readOptionsOf, rolesOf, type TableFlags, tableOptions } from "../table-options.js";
import { type Style, tell } from "../tell.js";
import { write } from "../terminal.js";

const EXAMPLES = `
Who is who: a complier succeeds only if treated, a defier only if not; always and never
succeed or fail either way. A benefit is what treating one of them is worth, counted
from not treating it.

Examples:
  Who should get the subsidy, if one in five can? A line for each user in the file
    $ disco decide users.csv --treatment subsidy --outcome retained \\
        --given visits,age,region --budget 0.2 \\
        --benefit complier=10,always=-2,never=-1,defier=-8 --out policy.parquet

  Only where it pays even at worst, with a cost, and with equal shares in all regions
    $ disco decide users.csv --treatment subsidy --outcome retained --given visits,age \\
        --benefit complier=10,always=0,never=0,defier=-10 --cost 0.5 --rule maximin \\
        --fair region --fair-equal --report decide.html

Exit codes:
  0 answered, 2 bad usage or bad input, 3 the data refuse an assumption, 1 a bug`;

const RULES = ["expected", "maximin", "regret"] as const;
const TYPES = ["complier", "always", "never", "defier"] as const;

interface Flags extends TableFlags, LearnerFlags {
  benefit?: Benefit;
  rule?: (typeof RULES)[number];
  budget?: number;
  cost?: number;
  costColumn?: string;
  assume?: "monotone";
  fair?: string;
  fairEqual?: true;
  explore?: number;
  tree?: number;
  out?: string;
  report?: string;
  json?: true;
  more?: true;
  quiet?: true;
}

/** `disco decide TABLE`: whom is it worth treating, and what is that policy worth? */
export function decideCommand(): Command {
  const command = new Command("decide")
    .summary("whom to treat: benefits by response type, bounds, budgets, and what the policy is worth")
    .description(
      "Treating somebody who succeeds only if treated is worth one thing, treating somebody who succeeds anyway another. Who should be treated, within the budget, and what does that bring?",
    )
    .argument("<table>", "CSV, Parquet or JSON lines, or a DuckDB file with --table")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action((table: string, flags: Flags, self: Command) => decideTable(table, self.args.slice(1), flags));
  return addOptions(command, { ...tableOptions(), ...ownOptions() });
}

/** The defaults told here are those of `decide`. */
function ownOptions(): Record<string, Option[]> {
  return {
    "What is decided:": [
      option("--benefit <values>", "complier=10,always=-2,never=-1,defier=-8: worth of treating each", benefit),
      option("--rule <name>", "expected (default), maximin (the worst that noises allow) or regret", (flag) =>
        oneOf(flag, RULES),
      ),
      option("--budget <b>", "share that may be treated; with costs, what may be spent per individual", (flag) =>
        number(flag, { low: 0, high: 1e12, example: "0.2" }),
      ),
      option("--cost <c>", "what it costs to treat one, in the unit of the benefit (default 0)", (flag) =>
        number(flag, { low: 0, high: 1e12, example: "0.5" }),
      ),
      option("--cost-column <column>", "the column with what it costs to treat each", text),
      option("--assume <what>", "monotone: nobody is a defier", (flag) => oneOf(flag, ["monotone"] as const)),
      option("--fair <column>", "compare the treatment of these groups", text),
      option("--fair-equal", "treat the same share of each of them"),
      option("--explore <share>", "draw the treatment of this share by lot, so that more can be learnt", (flag) =>
        number(flag, { low: 0, high: 1, example: "0.05" }),
      ),
      option("--tree <depth>", "how deep the policy tree is (default 2; 0: none)", (flag) =>
        number(flag, { low: 0, high: 3, whole: true, example: "2" }),
      ),
      levelOption(),
    ],
    "How it is learned:": learnerOptions(""),
    "What comes out:": [
      option("--out <file>", "the policy, a line for each individual (.csv or .parquet)", text),
      option("--report <file>", "a page to look at (.html)", text),
      option("--json", "one JSON document on standard output, and nothing else there"),
      option("--more", "assumptions and details too"),
      option("--quiet", "no progress and no remarks beside the answer"),
    ],
  };
}

/** The four numbers of `complier=10,always=-2,never=-1,defier=-8`, in any order. */
function benefit(flag: string): (value: string, previous: unknown) => Benefit {
  const example = "write --benefit complier=10,always=-2,never=-1,defier=-8";
  const read = text(flag);
  return (value, previous) => {
    if (previous !== undefined) throw usage(flag, "it stands twice", value, "put all four numbers into one");
    const found: Partial<Record<(typeof TYPES)[number], number>> = {};
    for (const part of read(value, undefined).split(",")) {
      const [name, worth, ...rest] = part.split("=").map((one) => one.trim());
      const type = TYPES.find((one) => one === name);
      if (type === undefined) {
        throw usage(flag, "there is no such response type", name, `the four are ${TYPES.join(", ")}`);
      }
      if (found[type] !== undefined) throw usage(flag, `${type} stands twice`, value, "keep one of them");
      const parsed = worth === undefined || worth === "" ? Number.NaN : Number(worth);
      if (rest.length > 0 || !Number.isFinite(parsed)) {
        throw usage(flag, `the worth of ${type} should be a number`, part.trim(), example);
      }
      found[type] = parsed;
    }
    const missing = TYPES.filter((type) => found[type] === undefined);
    if (missing.length > 0) {
      const next = `add ${missing.map((type) => `${type}=0`).join(",")} if treating one is worth no more than not treating it`;
      throw usage(
        flag,
        `it is not said what ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} worth`,
        value,
        next,
      );
    }
    return found as Benefit;
  };
}

async function decideTable(table: string, rest: readonly string[], flags: Flags): Promise<void> {
  if (rest.length > 0) {
    throw usage("disco decide", "more than the table is given", rest.join(" "), "put quotes around what has spaces");
  }
  const roles = { ...rolesOf("disco decide", flags), ...defined({ fair: flags.fair, cost: flags.costColumn }) };
  if (flags.benefit === undefined) {
    const next = "say what treating each kind is worth: --benefit complier=10,always=-2,never=-1,defier=-8";
    throw usage("disco decide", "no benefit", undefined, next);
  }
  const options = decideOptions(flags, flags.benefit);
  const outputs = claimOutputs(table, flags);
  const progress = startProgress(process.stderr, flags.quiet === true);
  let decided: Decided;
  try {
    // Loaded only now: help and complaints about options should not wait for an engine.
    const [{ readSample }, { decide, settleDecision }] = await Promise.all([
      import("discoscm/table"),
      import("discoscm"),
    ]);
    // What cannot be done should be said before a long read.
    settleDecision(options);
    // Individuals are decided about one by one, so equal rows are not counted and held once.
    const reading = { ...readOptionsOf(flags), compress: "never" as const, onProgress: progress.update };
    decided = await decide(await readSample(table, roles, reading), { ...options, onProgress: progress.update });
  } finally {
    progress.done();
  }
  try {
    await writeFiles(decided, outputs);
  } finally {
    // The answer is told even when a disk is full; a long computation should not be lost.
    const { answer } = decided;
    const { decisionJson, decisionText } = await import("discoscm/report");
    const forms = { json: () => decisionJson(answer), text: (style: Style) => decisionText(answer, style) };
    await tell({ ...forms, warnings: answer.warnings }, flags);
  }
  if (flags.quiet) return;
  for (const output of Object.values(outputs)) if (output) await write(process.stderr, `wrote ${output.path}\n`);
}

function decideOptions(flags: Flags, worth: Benefit) {
  const { rule, budget, cost, costColumn, assume, fair, fairEqual, explore, tree, level } = flags;
  const { learner, calibrate, folds, seed, trim, trees, depth } = flags;
  return {
    benefit: worth,
    ...defined({ rule, budget, cost, costColumn, assume, fair, fairEqual, explore, tree, level }),
    ...defined({ learner, calibrate, folds, seed, trim, trees, depth }),
  };
}

interface Outputs {
  readonly report: Output | undefined;
  readonly out: Output | undefined;
}

function claimOutputs(table: string, flags: Flags): Outputs {
  const taken = existsSync(table) ? [realpathSync(table)] : [];
  const report = flags.report === undefined ? undefined : claimOutput("--report", flags.report, [".html"], taken);
  if (report !== undefined) taken.push(report.target);
  const out = flags.out === undefined ? undefined : claimOutput("--out", flags.out, [".csv", ".parquet"], taken);
  return { report, out };
}

async function writeFiles({ answer, policy }: Decided, outputs: Outputs): Promise<void> {
  if (outputs.report !== undefined) {
    const { decisionPage } = await import("discoscm/report");
    const page = await decisionPage(answer);
    await fillOutput(outputs.report, (temporary) => writeFile(temporary, page));
  }
  if (outputs.out !== undefined) {
    const { writeRows } = await import("discoscm/table");
    // Makes its file beside the name and renames it by itself.
    await writeRows(outputs.out.target, policy);
  }
}
