import { DiscoError } from "../error.js";
import { uniformStream } from "../num/random.js";
import { type ChoiceOptions, chooseToken } from "./choose-token.js";
import type { Engine, NextLogits, Prefix, Wanted } from "./engine.js";
import { type Evaluated, type EvaluateOptions, evaluate } from "./evaluate.js";
import type { Expression } from "./expression.js";
import { namesOf, productOf } from "./product.js";
import { divergence, type LikelyToken, lawOf, likeliest, logOf, type TokenLaw } from "./token-law.js";

/** What a factor is told before the answer begins. */
export type FactorPrompt = Omit<Prefix, "key" | "answer">;

export interface DecodeOptions extends Partial<ChoiceOptions>, Pick<EvaluateOptions, "sets" | "floor"> {
  /** By the names that the expression uses. */
  readonly factors: Readonly<Record<string, FactorPrompt>>;
  readonly expression: Expression;
  /** The factor that divergences are told from; default `ref`, or the first. */
  readonly reference?: string;
  /** Tokens of the answer at most. */
  readonly most: number;
  /** The same seed gives the same answer; default 1. */
  readonly seed?: number;
  /** Only so many of the likeliest tokens of each factor are asked for; absent: the whole vocabulary, which is exact. */
  readonly top?: number;
  /** How many tokens that each factor wanted are told with every step; default none. */
  readonly explain?: number;
  /** Tells texts apart that one engine works on at once; default "answer". */
  readonly key?: string;
  /** Sets that follow from the laws of each step, by the names that masks use: the plausible tokens of one law, as in a recipe's `setsAt`. */
  readonly setsAt?: (laws: ReadonlyMap<string, TokenLaw>) => ReadonlyMap<string, ReadonlySet<number>>;
  readonly signal?: AbortSignal;
}

/** What one factor had to do with a token. */
export interface FactorStep {
  readonly name: string;
  /** Its log probability of the token that was chosen; absent: it did not tell. */
  readonly log?: number;
  readonly wanted: readonly LikelyToken[];
}

/** One token of an answer. */
export interface Step extends Omit<Evaluated, "law"> {
  readonly token: number;
  /** Its log probability under the fused law, before temperature. */
  readonly log: number;
  /** KL(fused law || reference), nats. */
  readonly divergence: number;
  readonly fused: readonly LikelyToken[];
  readonly factors: readonly FactorStep[];
  /** The token ends the answer. */
  readonly ends: boolean;
}

/**
 * An answer, token by token: at each step the laws of the next token under every factor are fused, one is chosen, and all factors are told it. This is
 * the *token level*: fast, and an approximation of the fusion of whole texts, of which it drops a normaliser at each step (`logZ`; `resample` takes it
 * into account). @throws DiscoError as `evaluate` does, and for a name without a factor; the signal's reason when it is aborted
 * Cost: one batch of the engine a token.
 */
export async function* decode(engine: Engine, options: DecodeOptions): AsyncGenerator<Step, void> {
  const { expression, factors, most, explain = 0, key = "answer", signal, floor, setsAt } = options;
  const choice = settled(options);
  const product = productOf(expression);
  const names = namesOf(product).laws;
  const reference = options.reference ?? defaultReference(names);
  const used = [...new Set([...names, ...(reference === undefined ? [] : [reference])])];
  checkFactors(used, factors);
  const uniform = uniformStream(options.seed ?? 1);
  const wanted: Wanted = options.top === undefined ? {} : { top: options.top };
  const prefixes = used.map((name) => ({
    ...factors[name],
    key: `${key}/${name}`,
    answer: key,
    tokens: [...factors[name].tokens],
  }));
  // Laws live for one step: their memory is used again.
  const newRoom = () => new Float64Array(wanted.top === undefined ? engine.vocabulary.size : 0);
  const rooms = used.map(newRoom);
  const room = [newRoom(), newRoom()] as const;
  let spent = 0;
  try {
    for (let count = 0; count < most; count++) {
      const told = await engine.next(prefixes, wanted, signal);
      const laws = lawsOf(used, told, engine, rooms);
      const sets = setsAt ? new Map([...(options.sets ?? []), ...setsAt(laws)]) : options.sets;
      const { law, ...rest } = evaluate(product, {
        laws,
        spent,
        room,
        ...(sets ? { sets } : {}),
        ...(floor ? { floor } : {}),
      });
      spent += rest.budget?.spent ?? 0;
      const token = chooseToken(law, choice, uniform());
      const ends = engine.ends.has(token);
      yield {
        ...rest,
        token,
        ends,
        log: logOf(law, token)!,
        divergence: divergence(law, laws.get(reference!)!),
        fused: likeliest(law, explain),
        factors: used.map((name) => factorStep(name, laws.get(name)!, token, explain)),
      };
      if (ends) return;
      for (const { tokens } of prefixes) tokens.push(token);
    }
  } finally {
    await engine.forget(prefixes.map((prefix) => prefix.key));
  }
}

/** The factor that divergences are told from where nobody says which; of the names of a product's laws. */
export function defaultReference(names: readonly string[]): string | undefined {
  return names.includes("ref") ? "ref" : names[0];
}

function lawsOf(
  names: readonly string[],
  told: readonly NextLogits[],
  { vocabulary }: Engine,
  rooms: readonly Float64Array[],
): Map<string, TokenLaw> {
  return new Map(names.map((name, k) => [name, lawOf(told[k], vocabulary, rooms[k])]));
}

function factorStep(name: string, law: TokenLaw, token: number, explain: number): FactorStep {
  const log = logOf(law, token);
  return { name, ...(log === undefined ? {} : { log }), wanted: likeliest(law, explain) };
}

function settled({ temperature = 1, topP = 1 }: DecodeOptions): ChoiceOptions {
  const complain = (who: string, wrong: string, given: number, next: string) =>
    new DiscoError({ who, wrong, given: String(given), next });
  if (!(temperature >= 0 && temperature <= 100)) {
    throw complain(
      "temperature",
      "it should be a number from 0 to 100",
      temperature,
      "0 always takes the likeliest, 1 is the law itself",
    );
  }
  if (!(topP > 0 && topP <= 1))
    throw complain("top-p", "it should be above 0 and at most 1", topP, "1 takes all tokens");
  return { temperature, topP };
}

function checkFactors(names: readonly string[], factors: DecodeOptions["factors"]): void {
  if (names.length === 0) {
    throw new DiscoError({ who: "fusion", wrong: "the expression names no factor", next: "name one, as in ref" });
  }
  const missing = names.find((name) => !Object.hasOwn(factors, name));
  if (missing === undefined) return;
  throw new DiscoError({
    who: "fusion",
    wrong: "the expression names a factor that is not there",
    given: missing,
    next: `those that are: ${Object.keys(factors).join(", ") || "none"}; add one with --factor ${missing}="You ..."`,
  });
}
