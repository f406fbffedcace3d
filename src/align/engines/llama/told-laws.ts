import type { NextLogits } from "../../engine.js";
import type { Told } from "./peer.js";

/** The logits of all tokens; log Z is added up here, in 64 bits. Cost: O(vocabulary) */
export function denseLaw({ logits }: Told, size: number): NextLogits {
  const all = new Float32Array(size).fill(-Infinity);
  let [most, sum] = [-Infinity, 0];
  for (const [token, logit] of logits!) {
    all[token] = logit;
    if (most === -Infinity) most = logit;
    sum += Math.exp(logit - most);
  }
  return { logits: all, logZ: most + Math.log(sum) };
}

/** The law on these tokens only, which are all told. */
export function lawOn(tokens: Int32Array, logits: ReadonlyMap<number, number>, logZ: number): NextLogits {
  return { ids: tokens, logits: Float32Array.from(tokens, (token) => logits.get(token)!), logZ };
}

/** log Z of what was told sparsely: its largest logit is the vocabulary's. */
export function logZOf({ logits, totalLogitWeight }: Told): number {
  const [largest] = logits!.values();
  return largest + Math.log(totalLogitWeight!);
}

/** The tokens that every law of an answer has to tell: the `top` likeliest of each, and others that were asked for. */
export function unionOf(
  laws: readonly ReadonlyMap<number, number>[],
  top: number,
  also: readonly number[],
): Set<number> {
  const union = new Set(also);
  for (const logits of laws) {
    let count = 0;
    for (const token of logits.keys()) {
      if (count++ >= top) break;
      union.add(token);
    }
  }
  return union;
}

/** Tokens that all of the laws tell, ascending. */
export function commonTokens(laws: readonly ReadonlyMap<number, number>[]): Int32Array {
  const [first, ...rest] = laws;
  const common: number[] = [];
  for (const token of first.keys()) if (rest.every((logits) => logits.has(token))) common.push(token);
  return Int32Array.from(common).sort();
}
