import { Command } from "commander";
import type { UserProfile } from "discoscm/align";
import { usage } from "../errors.js";
import { seedOption } from "../model-options.js";
import { addOptions, names, number, oneOf, option, text } from "../options.js";
import { claimOutput, type Output } from "../output.js";
import { startProgress } from "../progress.js";
import { defined } from "../table-options.js";
import { readText } from "../text-file.js";

const EXAMPLES = `
Examples:
  A model on this machine that knows whom it talks with
    $ disco chat --model smollm2.gguf --user profiles/ana.json

  One of two people may be at the keyboard: the answer that is best on average
    $ disco chat --model smollm2.gguf --users ana.json,ben.json --reduce geometric

  Questions from a file, an answer for each line
    $ disco chat --model smollm2.gguf --user ana.json --quiet < questions.txt

While it runs:
  /who         who is likely to be writing, and why
  /expression  what is fused, and what each factor is told
  /quit        ends; Ctrl-C stops an answer, and once more ends

Exit codes:
  0 ended, 2 bad usage or bad input, 3 refused, 130 ended by Ctrl-C, 1 a bug`;

interface Flags {
  model?: string;
  threads?: number;
  context?: number;
  user?: string;
  users?: string[];
  reduce?: "geometric" | "mixture";
  who?: "asked" | "written";
  expression?: string;
  temperature?: number;
  topP?: number;
  top?: number;
  most?: number;
  seed?: number;
  explain?: true;
  save?: string;
  quiet?: true;
}

/** `disco chat --model M`: a conversation in the terminal, or an answer for each line of standard input. */
export function chatCommand(): Command {
  const command = new Command("chat")
    .summary("talk with a model that takes account of who you are")
    .description(
      "Answers line by line. A profile says what is known of a person and how to answer; what it marks private is told to nobody. Nothing is kept unless --save says so.",
    )
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action((flags: Flags, self: Command) => chat(self.args, flags));
  const whole = (low: number, high: number, example: string) => (flag: string) =>
    number(flag, { low, high, whole: true, example });
  return addOptions(command, {
    "Who answers:": [
      option("--model <file>", "a .gguf file, or markov:FILE.json, a table model that needs no weights", text),
      option("--threads <k>", "of a .gguf model (default: the machine's cores)", whole(1, 256, "4")),
      option("--context <tokens>", "longest text of a .gguf model, answer included", whole(16, 1e7, "4096")),
    ],
    "Whom it answers:": [
      option("--user <file>", "a profile, .user.json", text),
      option("--users <files>", "several, with commas between: one of them is writing", names),
      option("--reduce <how>", "what is in doubt: geometric (default), one policy; mixture, draw and answer", (flag) =>
        oneOf(flag, ["geometric", "mixture"] as const),
      ),
      option("--who <how>", "who writes: asked (default), the model is asked; written, what each would write", (flag) =>
        oneOf(flag, ["asked", "written"] as const),
      ),
      option("--expression <text>", "in place of what the profiles make: 'ref * (user / ref)^2'", text),
    ],
    "How it answers:": [
      option("--temperature <t>", "0: the likeliest token, 1: the law itself (default 1)", (flag) =>
        number(flag, { low: 0, high: 100, example: "0.7" }),
      ),
      option(
        "--top-p <share>",
        "only the likeliest tokens that together have this probability (default 1: all)",
        (flag) => number(flag, { low: 1e-9, high: 1, example: "0.9" }),
      ),
      option(
        "--top <n>",
        "of each factor its n likeliest tokens alone: faster, and no longer exact",
        whole(1, 1e6, "64"),
      ),
      option("--most <tokens>", "tokens of an answer (default 256)", whole(1, 1e5, "256")),
      seedOption("the same seed gives the same answers (default 1); each turn has one of its own"),
    ],
    "What comes out:": [
      option("--explain", "a row a token: what each factor wanted; the answer then comes as a whole"),
      option("--save <file>", "the conversation as .json, after every answer; without what is private", text),
      option("--quiet", "the answers alone"),
    ],
  });
}

async function chat(rest: readonly string[], flags: Flags): Promise<void> {
  const who = "disco chat";
  if (rest.length > 0) throw usage(who, "it takes options alone", rest.join(" "), "write what to say once it runs");
  const { model, threads, context: contextSize } = flags;
  if (model === undefined) {
    throw usage(who, "no model", undefined, "name one: --model smollm2.gguf, or --model markov:FILE.json");
  }
  checkTogether(flags);
  const save = flags.save === undefined ? undefined : claimSave(flags.save);
  // Loaded only now: help and complaints about options should not wait for an engine.
  const align = await import("discoscm/align");
  const { user, users = user === undefined ? [] : [user], expression } = flags;
  const profiles: UserProfile[] = [];
  for (const path of users) {
    const { text: written, name } = await readText(path, { who: "profile", next: "name a .user.json file" });
    const profile = align.readUserProfile(written, { name });
    if (profiles.some((one) => one.name === profile.name)) {
      throw usage("--users", "two profiles have one name", profile.name, 'give each a "name" of its own');
    }
    profiles.push(profile);
  }
  const wish = {
    profiles,
    reduction: flags.reduce ?? "geometric",
    evidence: flags.who ?? "asked",
    seed: flags.seed ?? 1,
    most: flags.most ?? 256,
    explain: flags.explain === true,
    quiet: flags.quiet === true,
    ...defined({ temperature: flags.temperature, topP: flags.topP, top: flags.top, save }),
    ...(expression === undefined ? {} : { expression: align.parseExpression(expression) }),
  } as const;
  const [{ loadEngine }, { startSession }, { talk }] = await Promise.all([
    import("../engine-options.js"),
    import("./chat/session.js"),
    import("./chat/talk.js"),
  ]);
  const progress = startProgress(process.stderr, wish.quiet);
  progress.update("loading the model");
  // A text for each factor stays in memory.
  const factors = profiles.reduce((sum, one) => sum + Object.keys(align.factorsOf(one, []).told).length - 1, 1);
  const sequences = Math.max(4, Math.min(factors, 16));
  const engine = await loadEngine({ model, sequences, ...defined({ threads, contextSize }) }).finally(progress.done);
  try {
    await talk(startSession({ align, engine, model, ...wish }));
  } finally {
    await engine.close();
  }
}

function checkTogether({ user, users, reduce, who, expression }: Flags): void {
  if (user !== undefined && users !== undefined) {
    throw usage(
      "--users",
      "--user stands beside it",
      users.join(", "),
      "give one file to --user, or several to --users",
    );
  }
  if (users?.length === 1) throw usage("--users", "one is no choice", users[0], `write --user ${users[0]}`);
  if (who !== undefined && users === undefined) {
    throw usage("--who", "nobody is in doubt", who, "it is about --users");
  }
  if (reduce === undefined) return;
  if (user === undefined && users === undefined) {
    throw usage("--reduce", "nothing is in doubt", reduce, "it is about --users, or the doubtful facts of --user");
  }
  if (expression !== undefined) {
    throw usage("--reduce", "--expression says already what is fused", reduce, "keep one of them");
  }
}

function claimSave(path: string): Output {
  return claimOutput("--save", path, [".json"], []);
}
