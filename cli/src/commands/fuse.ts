import { existsSync, realpathSync } from "node:fs";
import { Command } from "commander";
import type { Engine, Expression, FactorPrompt, FusionAnswer, Step } from "discoscm/align";
import { printable, usage } from "../errors.js";
import { addOptions } from "../options.js";
import { claimOutput } from "../output.js";
import { type Progress, startProgress } from "../progress.js";
import { defined } from "../table-options.js";
import { type Style, tellAnswer } from "../tell.js";
import { write } from "../terminal.js";
import { readText } from "../text-file.js";
import { planFactors, promptsOf } from "./fuse/factors.js";
import { type FuseFlags, fuseOptions, namedNumbers, namedPatterns } from "./fuse/flags.js";

const EXAMPLES = `
Examples:
  Half as much again of what "You talk to a seven-year-old." changes
    $ disco fuse --model smollm2.gguf --prompt "Explain black holes" \\
        --factor kid="You talk to a seven-year-old." \\
        --expression "ref * (kid / ref)^1.5" --explain

  As far as the words to kid may move each token's law: 0.1 nats
    $ disco fuse --model smollm2.gguf --prompt "Explain black holes" \\
        --factor kid="You talk to a seven-year-old." \\
        --expression "ref * (kid / ref)^budget(0.1)" --report answer.html

  A published recipe; the model that is told nothing is ref, or plain
    $ disco fuse --model smollm2.gguf --prompt "Explain black holes" --recipe cos \\
        --set lambda=0.5 --factor context="You talk to a seven-year-old."

  A model: disco model fetch smollm2

Exit codes:
  0 answered, 2 bad usage or bad input, 3 refused (no token is possible), 1 a bug`;

/** `disco fuse`: an answer of a language model under several factors at once. */
export function fuseCommand(): Command {
  const command = new Command("fuse")
    .summary("steer a language model by an expression over factors, without training it")
    .description(
      "Answers a prompt with a language model that is told several things at once: what each of them would say of the next token is fused by an expression. The text comes out as it is made.",
    )
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action((flags: FuseFlags, self: Command) => fuse(self.args, flags));
  return addOptions(command, fuseOptions());
}

async function fuse(rest: readonly string[], flags: FuseFlags): Promise<void> {
  const { model, prompt } = flags;
  checkUsage(rest, flags);
  if (model === undefined) throw usage("disco fuse", "no model", undefined, "name one: --model smollm2.gguf");
  if (prompt === undefined) throw usage("disco fuse", "no prompt", undefined, 'write what is asked: --prompt "..."');
  const taken = existsSync(model) ? [realpathSync(model)] : [];
  const report = flags.report === undefined ? undefined : claimOutput("--report", flags.report, [".html"], taken);
  // Loaded only now: help and complaints about options should not wait for an engine.
  const align = await import("discoscm/align");
  const recipe = flags.recipe === undefined ? undefined : align.recipeNamed(flags.recipe);
  const numbers = namedNumbers("--set", flags.set);
  const expression = align.parseExpression(recipe?.expression(numbers) ?? flags.expression ?? "ref");
  const setsAt = recipe?.setsAt(numbers);
  const named = align.namesOf(align.productOf(expression)).laws;
  const { reference } = flags;
  const patterns = namedPatterns("--mask", flags.mask);
  const plan = planFactors(flags, [...new Set([...named, ...(reference === undefined ? [] : [reference])])]);
  const question = prompt === "-" ? (await readText("-", { who: "prompt", next: "write it" })).text.trim() : prompt;
  const { loadEngine } = await import("../engine-options.js");
  const progress = startProgress(process.stderr, flags.quiet === true);
  progress.update("loading the model");
  const { threads, context: contextSize } = flags;
  const engine = await loadEngine({
    model,
    sequences: plan.plans.length,
    lora: plan.lora,
    ...defined({ threads, contextSize }),
  }).finally(progress.done);
  try {
    const { factors, record } = promptsOf(engine, plan, flags.system, question);
    const { seed = 1, floor, stop, topP, temperature } = flags;
    const most = await roomFor(flags, engine, factors);
    const settings = defined({ temperature, topP, top: flags.top, recipe: flags.recipe });
    const asked = {
      question,
      expression,
      factors: record,
      provenance: { seed, ...settings },
      ...defined({ reference, stops: stop, floor }),
    };
    const sets = new Map([...patterns].map(([name, pattern]) => [name, align.tokensMatching(engine, pattern)]));
    const masks = patterns.size > 0 ? { sets } : {};
    const decoding = { factors, expression, most, seed, ...masks, ...defined({ reference, floor, setsAt }) };
    const told = { engine, flags, align, asked, decoding, progress };
    const answer = flags.level === "sequence" ? await wholeTexts(told) : await tokenByToken(told);
    const { fusionJson, fusionPage, fusionText } = await import("discoscm/report");
    const behind = flags.explain === true || flags.more === true;
    const forms = {
      json: () => fusionJson(answer),
      text: (style: Style) =>
        behind ? behindText(fusionText(answer, { ...style, told: true, explain: flags.explain === true })) : "",
      page: () => fusionPage(answer),
      warnings: answer.warnings,
    };
    // The text has been told; without --explain or --more its warnings have not.
    if (!behind && !flags.json && !flags.quiet) await tellWarnings(answer);
    await tellAnswer(forms, flags, report);
  } finally {
    progress.done();
    await engine.close();
  }
}

/** What stands behind the answer, one line apart from it. */
function behindText(text: string): string {
  return text.replace(/^\n*/, "\n");
}

/** How long the answer may be: as long as was asked, or what is left of the context, which is said. */
async function roomFor(
  flags: FuseFlags,
  engine: Engine,
  factors: Readonly<Record<string, FactorPrompt>>,
): Promise<number> {
  const { most = 128, quiet } = flags;
  const longest = Math.max(...Object.values(factors).map(({ tokens }) => tokens.length));
  const room = Math.max(1, engine.most + 1 - longest);
  if (room >= most) return most;
  const remark = `the context has room for an answer of ${room} tokens, not ${most}; --context makes it larger\n`;
  if (!quiet) await write(process.stderr, remark);
  return room;
}

interface Asking {
  readonly engine: Engine;
  readonly flags: FuseFlags;
  readonly align: typeof import("discoscm/align");
  readonly asked: {
    readonly question: string;
    readonly expression: Expression;
    readonly stops?: readonly string[];
  } & Parameters<typeof import("discoscm/align").answerOfSteps>[1];
  readonly decoding: Parameters<typeof import("discoscm/align").decode>[1];
  readonly progress: Progress;
}

/** How many tokens of every factor are told with each token that was chosen. */
const WANTED = 5;

async function tokenByToken({ engine, flags, align, asked, decoding }: Asking): Promise<FusionAnswer> {
  const { temperature, topP, top, explain, report, json } = flags;
  const wanted = explain || report !== undefined || json ? { explain: WANTED } : {};
  const stream = align.textStream(asked.stops ?? []);
  const say = teller(flags);
  const steps: Step[] = [];
  for await (const step of align.decode(engine, { ...decoding, ...wanted, ...defined({ temperature, topP, top }) })) {
    steps.push(step);
    if (!step.ends) await say(stream.push(engine.bytes(step.token)));
    if (stream.stopped()) break;
  }
  await say(`${stream.end()}\n`);
  return align.answerOfSteps(engine, asked, steps);
}

async function wholeTexts({ engine, flags, align, asked, decoding, progress }: Asking): Promise<FusionAnswer> {
  const { from } = flags;
  const { setsAt: _, ...whole } = decoding;
  const found = await align.resample(engine, {
    ...whole,
    candidates: flags.candidates ?? 16,
    onCandidate: (done, of) => progress.update("drawing texts", done / of),
    ...defined({ from }),
  });
  progress.done();
  const answer = align.answerOfCandidates(engine, { ...asked, ...defined({ from }) }, found);
  await teller(flags)(`${answer.text}\n`);
  return answer;
}

/** Tells text on standard output as it comes; on a terminal without what must not reach one. With --json that is for the document alone. */
function teller({ json }: FuseFlags): (text: string) => Promise<void> {
  if (json) return async () => {};
  const { stdout } = process;
  return async (text) => {
    if (text !== "") await write(stdout, stdout.isTTY ? printable(text) : text);
  };
}

async function tellWarnings({ warnings }: FusionAnswer): Promise<void> {
  for (const { text } of warnings) await write(process.stderr, `warning: ${printable(text)}\n`);
}

function checkUsage(rest: readonly string[], flags: FuseFlags): void {
  if (rest.length > 0) {
    const next = 'put the prompt in quotation marks: --prompt "..."';
    throw usage("disco fuse", "something stands beside the options", rest.join(" "), next);
  }
  const { expression, recipe, set, factor, lora, level, candidates, from, temperature, topP, top } = flags;
  if (expression !== undefined && recipe !== undefined) {
    throw usage("--recipe", "an expression is given too", recipe, "keep one: a recipe is an expression");
  }
  if (recipe === undefined && set !== undefined) {
    throw usage("--set", "it is about a recipe, and none is given", set.join(", "), "write --recipe NAME");
  }
  if (recipe === undefined && expression === undefined && (factor ?? lora) !== undefined) {
    const next = 'say how they are fused: --expression "ref * (kid / ref)^1.5"';
    throw usage("disco fuse", "there are factors, and no expression", undefined, next);
  }
  if (level !== "sequence") {
    const idle = candidates !== undefined ? "--candidates" : from !== undefined ? "--from" : undefined;
    if (idle !== undefined) throw usage(idle, "it is about whole texts", undefined, "write --level sequence too");
    return;
  }
  const idle = Object.entries({ "--temperature": temperature, "--top-p": topP, "--top": top }).find(
    ([, one]) => one !== undefined,
  );
  if (idle !== undefined) {
    throw usage(
      idle[0],
      "whole texts are drawn from the law itself",
      String(idle[1]),
      "leave it away, or --level sequence",
    );
  }
}
