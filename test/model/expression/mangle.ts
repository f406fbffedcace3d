import type { Uniform } from "../../../src/num/random.js";

/** How many inputs a fuzz test tries: DISCO_FUZZ, or a number that keeps the test short. */
export function fuzzCount(otherwise = 20_000): number {
  return Number(process.env["DISCO_FUZZ"] ?? otherwise);
}

export function pick<T>(random: Uniform, from: ArrayLike<T>): T {
  return from[Math.floor(random() * from.length)];
}

/** A text with up to four slips in it: pieces left out, doubled, put elsewhere, swapped for one of `pieces`, or cut short. */
export function mangle(random: Uniform, text: string, pieces: readonly string[]): string {
  let result = text;
  for (let slips = Math.floor(random() * 5); slips > 0; slips--) {
    const at = Math.floor(random() * (result.length + 1));
    const length = Math.floor(random() ** 3 * 12);
    const [before, piece, after] = [result.slice(0, at), result.slice(at, at + length), result.slice(at + length)];
    result = pick(random, [
      before + after,
      before + piece + piece + after,
      before + pick(random, pieces) + after,
      before + pick(random, pieces) + piece + after,
      piece + before + after,
      before + String.fromCharCode(Math.floor(random() * (random() < 0.9 ? 128 : 65_536))) + after,
      random() < 0.2 ? before : before + after,
    ]);
  }
  return result;
}

/**
 * Runs `code` on each input and gives the longest time in ms. Anything thrown but what `isFine` allows ends it, with the input; so does what
 * `check` says of a result (that is not timed).
 */
export function worstTime<T>(
  count: number,
  input: (i: number) => string,
  code: (text: string) => T,
  isFine: (error: unknown) => boolean,
  check: (result: T) => void,
): { readonly ms: number; readonly text: string } {
  let worst = { ms: 0, text: "" };
  for (let i = 0; i < count; i++) {
    const text = input(i);
    let result: { readonly value: T } | undefined;
    const timed = () => {
      const start = performance.now();
      try {
        result = { value: code(text) };
      } catch (error) {
        if (!isFine(error)) throw new Error(`input ${i}: ${JSON.stringify(text)}`, { cause: error });
      }
      return performance.now() - start;
    };
    let ms = timed();
    // A slow one is timed again: the pause may have been the machine's.
    if (ms > worst.ms) ms = Math.min(ms, timed(), timed());
    if (ms > worst.ms) worst = { ms, text };
    if (result !== undefined) check(result.value);
  }
  return worst;
}
