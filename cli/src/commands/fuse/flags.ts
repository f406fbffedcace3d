import type { Option } from "commander";
import { usage } from "../../errors.js";
import { seedOption } from "../../model-options.js";
import { number, oneOf, option, several, text } from "../../options.js";

/** What `disco fuse` may be told, as commander hands it over. */
export interface FuseFlags {
  model?: string;
  prompt?: string;
  system?: string;
  factor?: string[];
  lora?: string[];
  expression?: string;
  recipe?: string;
  set?: string[];
  reference?: string;
  mask?: string[];
  level?: "token" | "sequence";
  candidates?: number;
  from?: string;
  most?: number;
  temperature?: number;
  topP?: number;
  seed?: number;
  stop?: string[];
  top?: number;
  floor?: number;
  threads?: number;
  context?: number;
  explain?: true;
  report?: string;
  json?: true;
  more?: true;
  quiet?: true;
}

export function fuseOptions(): Record<string, Option[]> {
  const whole = (low: number, high: number, example: string) => (flag: string) =>
    number(flag, { low, high, whole: true, example });
  return {
    "What is asked:": [
      option("--model <file>", "a .gguf file, or markov:FILE.json, a table model that needs no weights", text),
      option("--prompt <text>", "what the user says; - for standard input", text),
      option("--system <text>", "what every factor is told first", text),
    ],
    "What is fused:": [
      option(
        "--factor <name=text>",
        'kid="You talk to a child."; ref is the model told nothing; may be repeated',
        several,
      ),
      option(
        "--lora <name=file>",
        "a factor that is a low-rank adapter, poet=poet.gguf@0.7 at a scale; may be repeated",
        several,
      ),
      option("--expression <e>", '"ref * (kid / ref)^1.5": * fuses, / takes out, ^ is a power', text),
      option("--recipe <name>", "a published expression instead: cfg, cos, ... (a wrong name lists them)", text),
      option("--set <name=number>", "a parameter of the recipe, gamma=1.5; may be repeated", several),
      option("--reference <name>", "the factor that divergences are told from (default ref)", text),
      option("--mask <name=pattern>", "tokens that a mask allows, digits='[0-9 ]+'; may be repeated", several),
      option("--floor <p>", "probability that stands in for an impossible token that is divided by", (flag) =>
        number(flag, { low: 0, high: 1, open: true, example: "1e-8" }),
      ),
    ],
    "How the answer is made:": [
      option(
        "--level <level>",
        "token (default): fast, approximate; sequence: whole texts weighed and one drawn",
        (flag) => oneOf(flag, ["token", "sequence"] as const),
      ),
      option("--candidates <n>", "texts at the level sequence (default 16)", whole(1, 10_000, "16")),
      option("--from <factor>", "what they are drawn from (default: the fusion token by token)", text),
      option("--most <tokens>", "longest answer (default 128)", whole(1, 1e6, "128")),
      option("--temperature <t>", "0: always the likeliest token; 1 (default): the law itself", (flag) =>
        number(flag, { low: 0, high: 100, example: "0" }),
      ),
      option("--top-p <p>", "only the likeliest tokens of this probability together (default 1)", (flag) =>
        number(flag, { low: 1e-6, high: 1, example: "0.95" }),
      ),
      seedOption("the same seed gives the same answer (default 1)"),
      option("--stop <text>", "ends the answer, and is no part of it; may be repeated", several),
    ],
    "How it is computed:": [
      option(
        "--top <n>",
        "only so many of each factor's likeliest tokens: faster (default: all, exact)",
        whole(1, 1e6, "64"),
      ),
      option("--threads <k>", "of a .gguf model (default: the machine's cores)", whole(1, 1024, "2")),
      option(
        "--context <tokens>",
        "longest text of a .gguf model, answer included (default 4096)",
        whole(16, 1e7, "4096"),
      ),
    ],
    "What comes out:": [
      option("--explain", "for each token what every factor wanted, and the divergence"),
      option("--report <file>", "the answer as a heat map, a page to look at (.html)", text),
      option("--json", "one JSON document on standard output, and nothing else there"),
      option("--more", "assumptions and details too"),
      option("--quiet", "no progress and no remarks beside the answer"),
    ],
  };
}

/** `name=text`, of an option that may be repeated; a name stands once. */
export function namedTexts(flag: string, given: readonly string[] = []): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  for (const one of given) {
    const at = one.indexOf("=");
    const name = one.slice(0, Math.max(0, at)).trim();
    if (name === "") throw usage(flag, "a name and = are missing", one, `write ${flag} name=...`);
    if (named.has(name)) throw usage(flag, "a name stands twice", name, "keep one of them");
    named.set(name, one.slice(at + 1));
  }
  return named;
}

/** `name=pattern`, a regular expression. */
export function namedPatterns(flag: string, given: readonly string[] = []): ReadonlyMap<string, RegExp> {
  const read = (name: string, source: string): RegExp => {
    try {
      return new RegExp(source, "su");
    } catch {
      throw usage(flag, "this is no regular expression", `${name}=${source}`, `write ${flag} ${name}='[0-9 ]+'`);
    }
  };
  return new Map([...namedTexts(flag, given)].map(([name, source]) => [name, read(name, source)]));
}

/** `name=number`. */
export function namedNumbers(flag: string, given: readonly string[] = []): Readonly<Record<string, number>> {
  const entries = [...namedTexts(flag, given)].map(([name, value]) => {
    const parsed = value.trim() === "" ? Number.NaN : Number(value);
    if (Number.isFinite(parsed)) return [name, parsed] as const;
    throw usage(flag, "a number should follow", `${name}=${value}`, `write ${flag} ${name}=1.5`);
  });
  return Object.fromEntries(entries);
}
