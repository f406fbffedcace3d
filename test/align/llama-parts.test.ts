import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { inTurn } from "../../src/align/engines/in-turn.js";
import { lawsOf } from "../../src/align/engines/llama/laws-of.js";
import type { Asked, Context, Sequence, Told } from "../../src/align/engines/llama/peer.js";
import { openPool } from "../../src/align/engines/llama/pool.js";
import { tokenBytes } from "../../src/align/engines/llama/token-bytes.js";
import { llamaEngine } from "../../src/align/engines/llama.js";
import { hasPeer } from "./real-model.js";

// The parts of the llama engine that need no weights.

const folder = await mkdtemp(join(tmpdir(), "disco-llama-test-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const SIZE = 40;

/** The logits of a made-up model: any function of the whole text will do. */
function logitsAfter(tokens: readonly number[]): number[] {
  let state = 7;
  for (const token of tokens) state = (state * 31 + token * 17 + 3) % 100_003;
  return Array.from({ length: SIZE }, (_, token) => (((state * (token + 11) * 7919) % 10_007) / 10_007) * 12 - 6);
}

/** What llama.cpp would tell, in its own order and with its own ways of leaving out. */
function tell(tokens: readonly number[], { logits }: Asked): Told {
  const all = logitsAfter(tokens);
  const sorted = [...all.entries()].sort((a, b) => b[1] - a[1]);
  const weight = all.reduce((sum, one) => sum + Math.exp(one - sorted[0][1]), 0);
  if (logits === true) return { logits: new Map(sorted), totalLogitWeight: weight };
  const { tokens: also, includeTop = 0 } = logits.filter;
  const kept = [...sorted.slice(0, includeTop), ...sorted.filter(([token]) => also.includes(token))];
  return { logits: new Map(kept), totalLogitWeight: weight };
}

/** A context whose sequences hold lists of tokens, and states in files that are lists of tokens too. */
function fakeContext({ breaks = false, copies = true } = {}) {
  const files = new Map<string, number[]>();
  const counts = { evaluated: 0, copied: 0 };
  const getSequence = (): Sequence => {
    let held: number[] = [];
    return {
      get nextTokenIndex() {
        return held.length;
      },
      get contextTokens() {
        return [...held];
      },
      needsCheckpoints: false,
      eraseContextTokenRanges: async ([{ start, end }]) => {
        held = [...held.slice(0, start), ...held.slice(end)];
      },
      clearHistory: async () => {
        held = [];
      },
      evaluateWithoutGeneratingNewTokens: async (tokens) => {
        counts.evaluated += tokens.length;
        held.push(...tokens);
      },
      controlledEvaluate: async (input) => {
        if (breaks && input.length > 3) throw new Error("the machine is on fire");
        counts.evaluated += input.length;
        return input.map((one) => {
          held.push(typeof one === "number" ? one : one[0]);
          return typeof one === "number" ? undefined : { next: tell(held, one[1].generateNext) };
        });
      },
      saveStateToFile: async (path) => {
        files.set(path, [...held]);
        return { fileSize: held.length };
      },
      loadStateFromFile: async (path) => {
        if (!copies) throw new Error("no space left on device");
        counts.copied++;
        held = [...files.get(path)!];
      },
    };
  };
  const context: Context = { contextSize: 1000, getSequence, dispose: async () => {} };
  let count = 0;
  return { context, counts, temporary: async () => join(folder, `${count++}`) };
}

const DENSE: Asked = { logits: true };

describe("sequences as slots for texts", () => {
  // Texts that begin alike now and then, some of them longer than what is worth copying.
  const text = fc
    .record({
      start: fc.integer({ min: 0, max: 2 }),
      shared: fc.integer({ min: 0, max: 400 }),
      own: fc.array(fc.nat(SIZE - 1), { minLength: 1, maxLength: 6 }),
    })
    .map(({ start, shared, own }) => [
      ...Array.from({ length: shared }, (_, k) => (start * 13 + k * k) % SIZE),
      ...own,
    ]);
  const call = fc
    .uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 3 })
    .chain((keys) => fc.tuple(...keys.map((key) => text.map((tokens) => ({ key: `k${key}`, tokens, asked: DENSE })))));

  it("tells of every text what a fresh evaluation tells, whatever was held before", async () => {
    const check = async (
      calls: readonly (readonly { key: string; tokens: number[]; asked: Asked }[])[],
      copies: boolean,
    ) => {
      const { context, temporary } = fakeContext({ copies });
      const pool = openPool(context, 3, temporary);
      for (const [k, texts] of calls.entries()) {
        const told = await pool.evaluate(texts);
        expect(told).toEqual(texts.map(({ tokens }) => tell(tokens, DENSE)));
        if (k % 3 === 1) pool.forget([texts[0].key]);
      }
    };
    await fc.assert(fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 8 }), fc.boolean(), check), {
      seed: 1,
      numRuns: 100,
    });
  });

  it("evaluates one token where a text grows by one", async () => {
    const { context, counts, temporary } = fakeContext();
    const pool = openPool(context, 2, temporary);
    const tokens = Array.from({ length: 300 }, (_, k) => k % SIZE);
    await pool.evaluate([{ key: "a", tokens, asked: DENSE }]);
    expect(counts.evaluated).toBe(300);
    await pool.evaluate([{ key: "a", tokens: [...tokens, 5], asked: DENSE }]);
    expect(counts.evaluated).toBe(301);
    // The same once more: only its last token.
    await pool.evaluate([{ key: "a", tokens: [...tokens, 5], asked: DENSE }]);
    expect(counts.evaluated).toBe(302);
  });

  it("evaluates a long beginning once for all texts that share it", async () => {
    const { context, counts, temporary } = fakeContext();
    const pool = openPool(context, 3, temporary);
    const shared = Array.from({ length: 500 }, (_, k) => (k * 3) % SIZE);
    const texts = [1, 2, 3].map((own) => ({ key: `${own}`, tokens: [...shared, own, own], asked: DENSE }));
    await pool.evaluate(texts);
    expect(counts).toEqual({ evaluated: 500 + 3 * 2, copied: 2 });
    expect(await readdir(folder)).toEqual([]);
  });

  it("uses what is nobody's any more for the text that begins like it, before it makes room", async () => {
    const { context, counts, temporary } = fakeContext();
    const pool = openPool(context, 2, temporary);
    const one = Array.from({ length: 20 }, (_, k) => k);
    await pool.evaluate([{ key: "a", tokens: one, asked: DENSE }]);
    await pool.evaluate([{ key: "b", tokens: [39, 38], asked: DENSE }]);
    pool.forget(["a", "b"]);
    await pool.evaluate([{ key: "c", tokens: [...one, 21, 22], asked: DENSE }]);
    expect(counts.evaluated).toBe(20 + 2 + 2);
  });

  it("relies on nothing that it held once something has broken", async () => {
    const { context, temporary } = fakeContext({ breaks: true });
    const pool = openPool(context, 2, temporary);
    await pool.evaluate([{ key: "a", tokens: [1, 2], asked: DENSE }]);
    await expect(pool.evaluate([{ key: "a", tokens: [1, 2, 3, 4, 5, 6, 7], asked: DENSE }])).rejects.toThrow("on fire");
    const told = await pool.evaluate([{ key: "a", tokens: [9, 8], asked: DENSE }]);
    expect(told).toEqual([tell([9, 8], DENSE)]);
  });

  it("stops between chunks when it is told to, and goes on from there", async () => {
    const { context, counts, temporary } = fakeContext();
    const pool = openPool(context, 1, temporary);
    const stop = new AbortController();
    const tokens = Array.from({ length: 900 }, (_, k) => (k * 7) % SIZE);
    const work = pool.evaluate([{ key: "a", tokens, asked: DENSE }], stop.signal);
    stop.abort(new Error("enough"));
    await expect(work).rejects.toThrow("enough");
    expect(counts.evaluated).toBeLessThan(900);
    expect(await pool.evaluate([{ key: "a", tokens, asked: DENSE }])).toEqual([tell(tokens, DENSE)]);
    expect(counts.evaluated).toBe(900);
  });
});

describe("sparse laws", () => {
  it("tell, within an answer, the same tokens with their exact logits: what one wants all of them tell", async () => {
    const texts = fc.array(fc.array(fc.nat(SIZE - 1), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 });
    const run = async (list: number[][], top: number, also: number[], groups: number) => {
      let asks = 0;
      const ask = async (which: readonly number[], asked: (place: number) => Asked) => {
        if (which.length > 0) asks++;
        return which.map((place) => tell(list[place], asked(place)));
      };
      const wanted = list.map((_, k) => ({ answer: `${k % groups}`, once: false }));
      const laws = await lawsOf(ask, wanted, { top, also }, SIZE);
      expect(asks).toBeLessThanOrEqual(2);
      for (const [k, law] of laws.entries()) {
        const full = logitsAfter(list[k]);
        const others = list.filter((_, i) => i % groups === k % groups).map(logitsAfter);
        const ids = [...law.ids!];
        const best = others.flatMap((logits) => [...logits.keys()].sort((a, b) => logits[b] - logits[a]).slice(0, top));
        for (const token of [...best, ...also]) expect(ids).toContain(token);
        expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
        expect([...law.logits]).toEqual(ids.map((token) => Math.fround(full[token])));
        expect(law.logZ).toBeCloseTo(Math.log(full.reduce((sum, one) => sum + Math.exp(one), 0)), 10);
        const mate = laws[k % groups];
        expect(ids).toEqual([...mate.ids!]);
      }
    };
    await fc.assert(
      fc.asyncProperty(
        texts,
        fc.integer({ min: 1, max: 3 }),
        fc.uniqueArray(fc.nat(SIZE - 1), { maxLength: 3 }),
        fc.integer({ min: 1, max: 2 }),
        run,
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it("are whole where all tokens are asked for", async () => {
    const ask = async (which: readonly number[], asked: (place: number) => Asked) =>
      which.map((place) => tell([place], asked(place)));
    const [law] = await lawsOf(ask, [{ answer: "a", once: false }], {}, SIZE);
    expect(law.ids).toBeUndefined();
    expect([...law.logits]).toEqual(logitsAfter([0]).map(Math.fround));
  });
});

describe("the bytes of tokens", () => {
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

  it("are read from byte-level letters, which stand for all 256 bytes", () => {
    // GPT-2's table, as its authors wrote it (bytes_to_unicode).
    const plain = [...range(33, 126), ...range(161, 172), ...range(174, 255)];
    const letters = new Map(plain.map((byte) => [byte, byte]));
    let next = 0;
    for (const byte of range(0, 255)) if (!letters.has(byte)) letters.set(byte, 256 + next++);
    const tokens = range(0, 255).map((byte) => String.fromCodePoint(letters.get(byte)!));
    const bytes = tokenBytes({
      ggml: {
        model: "gpt2",
        tokens: [...tokens, "Ġblack", "<|im_end|>", "<tool>"],
        token_type: [...tokens.map(() => 1), 1, 3, 4],
      },
    })!;
    expect(range(0, 255).map((token) => [...bytes(token)])).toEqual(range(0, 255).map((byte) => [byte]));
    expect(text(bytes(256))).toBe(" black");
    expect(text(bytes(257))).toBe("");
    expect(text(bytes(258))).toBe("<tool>");
  });

  it("are read from pieces, with a block for a space and bytes by their number", () => {
    const bytes = tokenBytes({
      ggml: { model: "llama", tokens: ["<s>", "<0x0A>", "▁the", "é"], token_type: [3, 6, 1, 1] },
    })!;
    expect([0, 1, 2, 3].map((token) => text(bytes(token)))).toEqual(["", "\n", " the", "é"]);
  });

  it("are not guessed for tokenizers that are not known", () => {
    expect(tokenBytes({ ggml: { model: "rwkv", tokens: [] } })).toBeUndefined();
  });
});

describe("one after the other", () => {
  it("lets a caller go at once, and begins nothing for one that has gone", async () => {
    const turns = inTurn();
    const log: string[] = [];
    let finish = () => {};
    const first = turns(() => new Promise<void>((resolve) => (finish = resolve)).then(() => void log.push("first")));
    const stop = new AbortController();
    const second = turns(async () => void log.push("second"), stop.signal);
    const third = turns(async () => void log.push("third"));
    stop.abort(new Error("gone"));
    await expect(second).rejects.toThrow("gone");
    expect(log).toEqual([]);
    finish();
    await Promise.all([first, third]);
    expect(log).toEqual(["first", "third"]);
  });
});

describe("what is wrong is said", () => {
  it.skipIf(hasPeer)("where the peer is missing, with the line that installs it", async () => {
    await expect(llamaEngine({ model: "any.gguf" })).rejects.toThrow(/npm install node-llama-cpp@\d+\.\d+\.\d+/);
  });

  it.skipIf(!hasPeer)("of files that are no models, before anything is loaded", async () => {
    const files = { "foreign.gguf": "hello there", "new.gguf": "GGUF\u0009\0\0\0........", "empty.gguf": "" };
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    const wrong = (name: string) =>
      llamaEngine({ model: join(folder, name) }).then(String, (error: Error) => error.message);
    expect(await wrong("foreign.gguf")).toMatch(/this is no GGUF file/);
    expect(await wrong("empty.gguf")).toMatch(/this is no GGUF file/);
    expect(await wrong("new.gguf")).toMatch(/version 9 of the GGUF format is not known/);
    expect(await wrong("none.gguf")).toMatch(/there is no such file/);
    expect(await llamaEngine({ model: folder }).then(String, (error: Error) => error.message)).toMatch(
      /this is a folder/,
    );
    for (const name of Object.keys(files)) await rm(join(folder, name));
    expect(existsSync(join(folder, "foreign.gguf"))).toBe(false);
  });

  it("of options", async () => {
    await expect(llamaEngine({ model: "m.gguf", threads: 0 })).rejects.toThrow(/threads: it should be a whole number/);
    await expect(llamaEngine({ model: "m.gguf", sequences: 1.5 })).rejects.toThrow(/sequences: it should be a whole/);
  });
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, k) => from + k);
}
