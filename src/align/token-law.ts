import { DiscoError } from "../error.js";
import type { NextLogits, Vocabulary } from "./engine.js";
import { fastExp } from "./fast-exp.js";

/** A law over the tokens of a vocabulary, in logarithms; or what is told of one. */
export interface TokenLaw {
  readonly vocabulary: Vocabulary;
  /** The tokens that are told, ascending; absent: all. */
  readonly ids?: Int32Array;
  /** Log probability of each, -Infinity: impossible. */
  readonly logs: Float64Array;
  /** Their exponentials, where these have been worked out already. */
  readonly probabilities?: Float64Array;
  /** Log probability of all tokens together that are not told; -Infinity where there are none. */
  readonly rest: number;
}

/** A law made of weights, with the logarithm of what they added up to. */
export interface Normalised extends TokenLaw {
  readonly logZ: number;
}

/**
 * What an engine said of the next token, as a law. Cost: O(tokens told), sorted where they are some of the vocabulary only. A law of all tokens is written
 * into `room` where that is given and has their number: fresh memory costs more than the subtraction.
 */
export function lawOf({ ids, logits, logZ }: NextLogits, vocabulary: Vocabulary, room?: Float64Array): TokenLaw {
  if (!Number.isFinite(logZ)) throw noLaw(vocabulary, `log Z is ${logZ}`);
  if (ids === undefined) {
    if (logits.length !== vocabulary.size) throw noLaw(vocabulary, `${logits.length} logits`);
    const logs = room?.length === logits.length ? room : new Float64Array(logits.length);
    for (let i = 0; i < logs.length; i++) logs[i] = logits[i] - logZ;
    return { vocabulary, logs, rest: -Infinity };
  }
  const order = Array.from(ids.keys()).sort((a, b) => ids[a] - ids[b]);
  const logs = Float64Array.from(order, (k) => logits[k] - logZ);
  let told = 0;
  for (const log of logs) told += Math.exp(log);
  const rest = told < 1 ? Math.log1p(-Math.min(told, 1)) : -Infinity;
  return { vocabulary, ids: Int32Array.from(order, (k) => ids[k]), logs, rest };
}

/**
 * A law from weights that need not add up to 1, in logarithms; the array becomes the law's, and `room` that of its probabilities.
 * @throws DiscoError where nothing is possible
 */
export function normalised(
  vocabulary: Vocabulary,
  ids: Int32Array | undefined,
  weights: Float64Array,
  room?: Float64Array,
): Normalised {
  let most = -Infinity;
  for (let i = 0; i < weights.length; i++) if (weights[i] > most) most = weights[i];
  const probabilities = room?.length === weights.length ? room : new Float64Array(weights.length);
  let sum = 0;
  if (Number.isFinite(most)) {
    for (let i = 0; i < weights.length; i++) {
      const p = fastExp(weights[i] - most);
      probabilities[i] = p;
      sum += p;
    }
  }
  const total = Number.isFinite(most) ? most + Math.log(sum) : most;
  if (!Number.isFinite(total)) {
    throw new DiscoError(
      {
        who: "fusion",
        wrong:
          total === -Infinity
            ? "no token is possible under all factors"
            : "a weight is no number: a power is too large",
        next: "give a floor (--floor 1e-8), a smaller power, or leave out the factor or mask that forbids the others' tokens",
      },
      "refused",
    );
  }
  const share = 1 / sum;
  for (let i = 0; i < weights.length; i++) {
    weights[i] -= total;
    probabilities[i] *= share;
  }
  return { vocabulary, ...(ids ? { ids } : {}), logs: weights, probabilities, rest: -Infinity, logZ: total };
}

/** log of the sum of exp(values), without overflow; -Infinity for none. */
export function logSum(values: Float64Array | Float32Array): number {
  let most = -Infinity;
  for (let i = 0; i < values.length; i++) if (values[i] > most) most = values[i];
  if (!Number.isFinite(most)) return most;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += fastExp(values[i] - most);
  return most + Math.log(sum);
}

/** Log probability of one token; undefined where it is not told. Cost: O(log tokens told). */
export function logOf({ ids, logs }: TokenLaw, token: number): number | undefined {
  if (ids === undefined) return logs[token];
  const at = placeOf(ids, token);
  return at < 0 ? undefined : logs[at];
}

function placeOf(ids: Int32Array, token: number): number {
  let [low, high] = [0, ids.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (ids[middle] === token) return middle;
    if (ids[middle] < token) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** A token with its log probability. */
export interface LikelyToken {
  readonly token: number;
  readonly log: number;
}

/** The `count` likeliest tokens, of equal ones the lower number first. Cost: O(tokens x log count). */
export function likeliest({ ids, logs }: TokenLaw, count: number): readonly LikelyToken[] {
  const best: LikelyToken[] = [];
  if (count < 1) return best;
  for (let i = 0; i < logs.length; i++) {
    const log = logs[i];
    if (log === -Infinity || (best.length === count && !(log > best[count - 1].log))) continue;
    let at = best.length;
    while (at > 0 && best[at - 1].log < log) at--;
    best.splice(at, 0, { token: ids ? ids[i] : i, log });
    if (best.length > count) best.pop();
  }
  return best;
}

/** The token at which the distribution function, tokens in their order, first exceeds `uniform` (from 0, below 1). */
export function tokenAt({ ids, logs, probabilities }: TokenLaw, uniform: number): number {
  let [sum, last] = [0, -1];
  for (let i = 0; i < logs.length; i++) {
    if (logs[i] === -Infinity) continue;
    last = i;
    sum += probabilities ? probabilities[i] : Math.exp(logs[i]);
    if (sum > uniform) break;
  }
  return ids ? ids[last] : last;
}

/**
 * KL(one || other) in nats, over the tokens that both tell; Infinity where something is possible under `one` and impossible under `other`. Of
 * laws that tell some tokens only it is the part of the divergence that lies in these.
 */
export function divergence(one: TokenLaw, other: TokenLaw): number {
  const { ids, logs, probabilities = logs.map((log) => Math.exp(log)) } = one;
  const whole = other.ids === undefined && ids === undefined;
  let sum = 0;
  for (let i = 0; i < logs.length; i++) {
    const p = probabilities[i];
    if (p === 0) continue;
    const there = whole ? other.logs[i] : logOf(other, ids ? ids[i] : i);
    if (there !== undefined) sum += p * (logs[i] - there);
  }
  return sum;
}

function noLaw({ id }: Vocabulary, given: string): DiscoError {
  return new DiscoError({
    who: "engine",
    wrong: "what it says of the next token is no law over its vocabulary",
    given: `${given} (vocabulary ${id})`,
    next: "this is a fault of the engine or of the model file",
  });
}
