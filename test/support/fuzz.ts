// Random texts for a parser: without sense, or right ones damaged. Each is read or refused, and soon.
import { expect } from "vitest";
import { uniformStream } from "../../src/num/random.js";

/** Texts of a run; DISCO_FUZZ=1000000 tries a million. */
export const COUNT = Number(process.env["DISCO_FUZZ"] ?? 20_000);
const SLOW = 10;

/** What a parser's texts are made of, and what each goes through. */
export interface Fuzzed {
  /** Texts that are right. */
  readonly texts: readonly string[];
  readonly pieces: readonly string[];
  /** What texts without sense begin with. */
  readonly openings?: readonly string[];
  /** Reads a text, or refuses it as it should; throws what is a bug. */
  readonly tried: (text: string) => "read" | "refused";
}

/** Every text is read or refused, each in under 10 ms, and enough are read to mean something. */
export function fuzz({ texts, pieces, openings = [""], tried }: Fuzzed): void {
  const uniform = uniformStream(20260117);
  const below = (count: number) => Math.floor(uniform() * count);
  const pick = <One>(all: readonly One[]) => all[below(all.length)];
  /** Pieces in any order, now and then many. */
  const soup = (): string => {
    const length = below(20) === 0 ? below(3000) : below(40);
    const piece = () => (below(8) === 0 ? String.fromCharCode(below(0x10000)) : pick(pieces));
    return pick(openings) + Array.from({ length }, piece).join("");
  };
  /** A right text with a few letters taken out, put in, doubled or moved, or with the end of another. */
  const damaged = (): string => {
    let text = pick(texts);
    for (let i = below(5); i >= 0; i--) {
      const at = below(text.length + 1);
      const to = at + below(6);
      const change = below(5);
      if (change === 0) text = text.slice(0, at) + text.slice(to);
      else if (change === 1) text = text.slice(0, at) + pick(pieces) + text.slice(at);
      else if (change === 2) text = text.slice(0, to) + text.slice(at);
      else if (change === 3) text = text.slice(0, at) + pick(texts).slice(below(40));
      else text = text.slice(0, at) + text.slice(to, to + 3) + text.slice(at, to) + text.slice(to + 3);
    }
    return text;
  };
  const timed = (text: string): number => {
    const start = performance.now();
    tried(text);
    return performance.now() - start;
  };
  let worst = { took: 0, text: "" };
  const ends = { read: 0, refused: 0 };
  for (const text of texts) expect(tried(text)).toBe("read");
  for (let i = 0; i < COUNT; i++) {
    const text = i % 2 === 0 ? soup() : damaged();
    let took: number;
    try {
      const start = performance.now();
      ends[tried(text)]++;
      took = performance.now() - start;
    } catch (error) {
      throw new Error(`text ${i}, ${JSON.stringify(text)}`, { cause: error });
    }
    // The machine may have been busy with something else.
    for (let again = 0; took > SLOW / 10 && again < 5; again++) took = Math.min(took, timed(text));
    if (took > worst.took) worst = { took, text };
  }
  if (process.env["DISCO_FUZZ"] !== undefined) {
    console.log(
      `${JSON.stringify(ends)}, slowest ${worst.took.toFixed(2)} ms: ${JSON.stringify(worst.text.slice(0, 200))}`,
    );
  }
  expect(ends.read).toBeGreaterThan(COUNT / 100);
  expect(worst.took, worst.text).toBeLessThan(SLOW);
}
