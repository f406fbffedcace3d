import { DiscoError } from "../../error.js";
import type { Engine, NextLogits, Prefix } from "../engine.js";
import { logSum } from "../token-law.js";
import { letterTokens, type UserCandidate, whoWrote } from "./question.js";

/** What a model answers of one text, in all orders together. */
export interface Asked {
  /** Of each candidate: log probability of its letter, averaged over the orders. */
  readonly scores: readonly number[];
  /** Of each letter: the same over whoever stood behind it, minus the mean of all letters. */
  readonly letters: readonly number[];
  /** Orders whose likeliest candidate is not that of `scores`. */
  readonly swayed: number;
  /** The least probability that an order gives all letters together. */
  readonly mass: number;
}

/**
 * Asks of each text who of the candidates wrote it, with every rotation of them over the letters. Each candidate has each letter once, so what a model
 * adds to a letter's log probability is the same for all in the average. @throws as `letterTokens`; DiscoError, refused, where letters have no
 * probability. Cost: texts x candidates prompts, in batches of what the engine holds.
 */
export async function askWho(
  engine: Engine,
  texts: readonly string[],
  candidates: readonly UserCandidate[],
  key: string,
  signal?: AbortSignal,
): Promise<readonly Asked[]> {
  const tokens = letterTokens(engine, candidates.length);
  const prefixes = texts.flatMap((text, t) =>
    candidates.map((_, r) => ({
      key: `${key}/${t}/${r}`,
      tokens: engine.chat([whoWrote(text, rotated(candidates, r))]),
    })),
  );
  const told = await inBatches(engine, prefixes, tokens.flat(), signal);
  return texts.map((_, t) => {
    const own = told.slice(t * candidates.length, (t + 1) * candidates.length);
    return summed(own.map((law) => letterLogs(law, tokens)));
  });
}

/** The k-th letter goes to the candidate `by` places further on. */
function rotated<T>(list: readonly T[], by: number): readonly T[] {
  return list.map((_, k) => list[(k + by) % list.length]);
}

async function inBatches(
  engine: Engine,
  prefixes: readonly Prefix[],
  also: readonly number[],
  signal?: AbortSignal,
): Promise<readonly NextLogits[]> {
  const size = engine.sequences ?? prefixes.length;
  const told: NextLogits[] = [];
  for (let at = 0; at < prefixes.length; at += size) {
    const batch = prefixes.slice(at, at + size);
    try {
      told.push(...(await engine.next(batch, { top: 1, also }, signal)));
    } finally {
      await engine.forget(batch.map(({ key }) => key));
    }
  }
  return told;
}

/** Log probability of each letter, however it is spelt. */
function letterLogs({ ids, logits, logZ }: NextLogits, letters: readonly (readonly number[])[]): readonly number[] {
  const logOf = (token: number) => {
    const at = ids === undefined ? token : ids.indexOf(token);
    return (logits[at] ?? -Infinity) - logZ;
  };
  return letters.map((tokens) => logSum(Float64Array.from(tokens, logOf)));
}

/** `answers[r][k]`: order r, letter k, behind which candidate (k + r) mod K stands. */
function summed(answers: readonly (readonly number[])[]): Asked {
  const count = answers.length;
  const mass = Math.min(...answers.map((logs) => Math.exp(logSum(Float64Array.from(logs)))));
  if (!(mass > 0)) {
    const next = "who writes cannot be asked of this model: give the probabilities yourself";
    throw new DiscoError({ who: "users", wrong: "the model gives the letters no probability", next }, "refused");
  }
  const mean = (of: (r: number) => number) => answers.reduce((sum, _, r) => sum + of(r), 0) / count;
  const scores = answers.map((_, u) => mean((r) => answers[r][(u - r + count) % count]));
  const letters = answers.map((_, k) => mean((r) => answers[r][k]));
  const middle = letters.reduce((sum, one) => sum + one, 0) / count;
  const likeliest = placeOfMost(scores);
  const swayed = answers.filter((logs, r) => (placeOfMost(logs) + r) % count !== likeliest).length;
  return { scores, letters: letters.map((one) => one - middle), swayed, mass };
}

const placeOfMost = (list: readonly number[]) => list.indexOf(Math.max(...list));
