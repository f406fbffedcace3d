import { DiscoError } from "../error.js";
import { uniformStream } from "../num/random.js";
import { type DecodeOptions, decode, type FactorPrompt } from "./decode.js";
import { drawPlace } from "./draw-place.js";
import type { Engine } from "./engine.js";
import { namesOf, productOf } from "./product.js";
import { lawOf, logOf } from "./token-law.js";
import { type ScoredText, type TextWeights, weighTexts } from "./weigh-texts.js";

// A mask that follows from the laws of a step is none of whole texts.
export interface ResampleOptions extends Omit<DecodeOptions, "temperature" | "topP" | "top" | "explain" | "setsAt"> {
  /** How many texts are drawn. */
  readonly candidates: number;
  /** What they are drawn from: a factor by its name, or the fusion token by token (default), which as a rule is nearest. */
  readonly from?: string;
  readonly onCandidate?: (done: number, of: number) => void;
}

/** One text that was drawn and scored. */
export interface Candidate extends ScoredText {
  readonly tokens: readonly number[];
  /** It came to its end, and was not cut at the longest length. */
  readonly ended: boolean;
}

export interface Resampled extends TextWeights {
  readonly candidates: readonly Candidate[];
  /** Which candidate was chosen, with its weight as its probability. */
  readonly chosen: number;
}

/**
 * An answer at the *sequence level*: texts are drawn from a proposal, scored whole under every factor, and one is chosen by its self-normalised weight
 * (sampling importance resampling, Rubin 1987). It converges to the fusion of whole texts as candidates grow; the effective sample size says how far it
 * can be relied on. Texts are those of at most `most` tokens: what was cut counts as a text.
 * Cost: candidates x tokens batches of the engine, and as many again where texts are drawn from one factor.
 */
export async function resample(engine: Engine, options: ResampleOptions): Promise<Resampled> {
  const { candidates: count, from, seed = 1, key = "text", onCandidate, ...rest } = options;
  if (!(Number.isInteger(count) && count >= 1 && count <= 10_000)) {
    throw new DiscoError({
      who: "candidates",
      wrong: "it should be a whole number from 1 to 10,000",
      given: String(count),
      next: "give some ten to a hundred",
    });
  }
  const product = productOf(options.expression);
  const names = namesOf(product).laws;
  const expression = from === undefined ? options.expression : ({ kind: "name", name: from } as const);
  const candidates: Candidate[] = [];
  for (let k = 0; k < count; k++) {
    const draw = { ...rest, expression, seed: seed + k, key: `${key} ${k}` };
    const tokens: number[] = [];
    let drawn = 0;
    let ended = false;
    const logs = Object.fromEntries(names.map((name) => [name, 0]));
    for await (const step of decode(engine, draw)) {
      tokens.push(step.token);
      drawn += step.log;
      ended = step.ends;
      for (const { name, log = -Infinity } of step.factors) if (name in logs) logs[name] += log;
    }
    const own =
      from === undefined ? logs : await scoreText(engine, pick(options.factors, names), tokens, options.signal);
    const keeps = [...(options.sets ?? [])].flatMap(([name, set]) =>
      tokens.every((token) => set.has(token)) ? [name] : [],
    );
    candidates.push({ tokens, ended, logs: own, drawn, keeps });
    onCandidate?.(k + 1, count);
  }
  const weighed = weighTexts(product, candidates);
  return { ...weighed, candidates, chosen: drawPlace(weighed.weights, uniformStream(seed, 1)()) };
}

/**
 * Log probability of a whole text under each factor. @throws DiscoError where the engine does not tell a token. Cost: one batch of the engine a token
 */
export async function scoreText(
  engine: Engine,
  factors: Readonly<Record<string, FactorPrompt>>,
  tokens: readonly number[],
  signal?: AbortSignal,
): Promise<Record<string, number>> {
  const names = Object.keys(factors);
  const prefixes = names.map((name) => ({ ...factors[name], key: `score/${name}`, tokens: [...factors[name].tokens] }));
  const logs: Record<string, number> = Object.fromEntries(names.map((name) => [name, 0]));
  try {
    for (const token of tokens) {
      const told = await engine.next(prefixes, { top: 1, also: [token] }, signal);
      names.forEach((name, k) => {
        const log = logOf(lawOf(told[k], engine.vocabulary), token);
        if (log === undefined) {
          throw new DiscoError({
            who: engine.name,
            wrong: "it does not tell how likely a given token is",
            given: `token ${token}`,
            next: "use an engine that scores texts",
          });
        }
        logs[name] += log;
      });
      for (const prefix of prefixes) prefix.tokens.push(token);
    }
  } finally {
    await engine.forget(prefixes.map(({ key }) => key));
  }
  return logs;
}

function pick(factors: DecodeOptions["factors"], names: readonly string[]): DecodeOptions["factors"] {
  return Object.fromEntries(names.map((name) => [name, factors[name]]));
}
