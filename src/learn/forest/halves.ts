import { mix } from "../../num/hash.js";

/** Coins thrown one by one; of more, this many decide for all. */
const COINS = 1024;

function ones(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  v = (v + (v >>> 4)) & 0x0f0f0f0f;
  return Math.imul(v, 0x01010101) >>> 24;
}

function heads(count: number, hash: number): number {
  let sum = 0;
  for (let from = 0; from < count; from += 32) {
    const left = count - from;
    const word = from === 0 ? hash : mix(hash, from);
    sum += ones(left >= 32 ? word : word & ((1 << left) - 1));
  }
  return sum;
}

/**
 * How many of `count` observations fall into a half when each throws a fair coin: a function of `hash` alone, so that a half need not be
 * stored. Binomial up to 1,024; beyond, a rounded normal of the same mean and variance. Cost: O(min(count, 1,024) / 32).
 */
export function halfOf(count: number, hash: number): number {
  if (count <= COINS) return heads(count, hash);
  const z = (heads(COINS, hash) - COINS / 2) / (Math.sqrt(COINS) / 2);
  return Math.min(count, Math.max(0, Math.round(count / 2 + (z * Math.sqrt(count)) / 2)));
}
