import { noisy, type Product, type Sum } from "./bits.js";
import { type Decoration, openBits, plainBits } from "./decoration.js";
import type { Kernel } from "./kernel.js";
import type { Task } from "./task.js";

/**
 * The decoration with everything taken out, in turn, that is not needed to keep it `good`: what was grown at random becomes readable.
 * Cost: two to four rounds over all parts of it.
 */
export function shrunk(task: Task, kernel: Kernel, start: Decoration, good: (one: Decoration) => boolean): Decoration {
  let now = start;
  for (;;) {
    const smaller = firstGood(smallerOnes(task, kernel, now), good);
    if (smaller === undefined) return now;
    now = smaller;
  }
}

function firstGood(candidates: Iterable<Decoration>, good: (one: Decoration) => boolean): Decoration | undefined {
  for (const one of candidates) if (isWhole(one) && good(one)) return one;
  return undefined;
}

function* smallerOnes(task: Task, kernel: Kernel, now: Decoration): Generator<Decoration> {
  for (const [node, bits] of now) {
    const least = plainBits(task, kernel, node);
    if (sizeOf(least) < sizeOf(bits)) yield new Map(now).set(node, least);
  }
  for (const [node, bits] of now) {
    if (bits.length > plainBits(task, kernel, node).length) yield new Map(now).set(node, bits.slice(0, -1));
    for (const at of openBits(kernel, node, bits)) {
      for (const sum of smallerSums(bits[at])) {
        const changed = bits.map((one, bit) => (bit === at ? noisy(node, sum) : one));
        if (sizeOf(changed) < sizeOf(bits)) yield new Map(now).set(node, changed);
      }
    }
  }
}

function* smallerSums(sum: Sum): Generator<Sum> {
  for (const product of sum) yield sum.filter((one) => one !== product);
  for (const product of sum) {
    if (product.length < 2) continue;
    for (const leaf of product) {
      const rest: Product = product.filter((one) => one !== leaf);
      yield sum.map((one) => (one === product ? rest : one));
    }
  }
}

function sizeOf(bits: readonly Sum[]): number {
  return bits.reduce((size, sum) => size + 1 + sum.length + sum.flat().length, 0);
}

/** Is every bit there that others read? */
function isWhole(decoration: Decoration): boolean {
  for (const bits of decoration.values()) {
    for (const leaf of bits.flat(2)) {
      if ("node" in leaf && (decoration.get(leaf.node)?.length ?? 0) <= leaf.bit) return false;
    }
  }
  return true;
}
