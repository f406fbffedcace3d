import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { decode } from "../../src/align/decode.js";
import type { Engine, Prefix } from "../../src/align/engine.js";
import { cropped, type Past } from "../../src/align/engines/transformers/past.js";
import type { PeerTensor } from "../../src/align/engines/transformers/peer.js";
import { ofHalf } from "../../src/align/engines/transformers/run.js";
import { byteRule, bytesOfName } from "../../src/align/engines/transformers/token-bytes.js";
import { transformersEngine } from "../../src/align/engines/transformers.js";
import { parseExpression } from "../../src/align/parse-expression.js";
import { scoreText } from "../../src/align/resample.js";
import { lawOf } from "../../src/align/token-law.js";
import { scaled } from "./markov-world.js";
import { END, SPECIAL, tinyModel, VOCABULARY } from "./tiny-onnx.js";

const peer = await import("@huggingface/transformers").then(
  (library) => library,
  () => undefined,
);
if (!peer) console.warn("skipped: @huggingface/transformers is not installed, so that no ONNX model was run");

const model = tinyModel(1);
afterAll(() => rmSync(model.folder, { recursive: true }));

const law = (tokens: readonly number[]) => {
  const logits = model.logits(tokens);
  const most = Math.max(...logits);
  return scaled(logits.map((logit) => Math.exp(logit - most)));
};

/** What the engine says, as probabilities; the model's numbers have 32 bits. */
async function told(engine: Engine, prefixes: readonly Prefix[]): Promise<number[][]> {
  const laws = await engine.next(prefixes, {});
  return laws.map((one) => Array.from(lawOf(one, engine.vocabulary).logs, Math.exp));
}

function expectLaws(found: readonly (readonly number[])[], texts: readonly (readonly number[])[]): void {
  expect(found).toHaveLength(texts.length);
  texts.forEach((text, k) => {
    const wanted = law(text);
    expect(Math.max(...found[k].map((p, i) => Math.abs(p - wanted[i])))).toBeLessThan(1e-5);
  });
}

describe.skipIf(!peer)("a model in ONNX", () => {
  const open = () => transformersEngine({ model: model.folder });

  it("gives the laws that are worked out by hand, whatever it remembers", async () => {
    const engine = await open();
    const text = (key: string, ...tokens: number[]) => ({ key, tokens });
    const ask = async (...prefixes: Prefix[]) =>
      expectLaws(
        await told(engine, prefixes),
        prefixes.map(({ tokens }) => tokens),
      );
    await ask(text("one", 3, 4, 5));
    // Grown by one token, by two; the same again; cut back; something else; another key with the same beginning.
    await ask(text("one", 3, 4, 5, 6));
    await ask(text("one", 3, 4, 5, 6, 1, 2));
    await ask(text("one", 3, 4, 5, 6, 1, 2));
    await ask(text("one", 3, 4, 0));
    await ask(text("one", 7));
    await ask(text("two", 7, 2, 2));
    // In one batch, from memories of one length; with others that cannot go with them.
    await ask(text("a", 1, 2, 3), text("b", 4, 5, 6), text("c", 1), text("d", 6, 5, 4));
    await ask(text("d", 6, 5, 4, 0), text("a", 1, 2, 3, 3), text("c", 1, 1), text("b", 4, 5, 6, 7));
    await ask(text("a", 1, 2, 3, 3, 5), text("b", 4, 5, 0), text("d", 6, 5, 4, 0, 2));
    await engine.forget(["a", "b", "c", "d", "one", "two"]);
    await ask(text("a", 1, 2, 3, 3));
    await engine.close();
  });

  it("begins texts as the tokenizer does", async () => {
    const start = VOCABULARY.indexOf(SPECIAL[0]);
    const engine = await open();
    expectLaws(await told(engine, [{ key: "a", tokens: [] }]), [[start]]);
    await engine.close();
    const begins = tinyModel(1, { begins: true });
    const other = await transformersEngine({ model: begins.folder });
    const prefixes = [[], [3], [start, 4]].map((tokens, k) => ({ key: `${k}`, tokens }));
    expectLaws(await told(other, prefixes), [[start], [start, 3], [start, 4]]);
    expect(other.tokenize("a")).toEqual([0]);
    await other.close();
    rmSync(begins.folder, { recursive: true });
  });

  it("reads long texts in pieces", async () => {
    const engine = await open();
    const tokens = Array.from({ length: 300 }, (_, k) => (k * 7) % 10);
    expectLaws(await told(engine, [{ key: "long", tokens }]), [tokens]);
    await engine.close();
  });

  it("answers calls that come at once as it does one after the other", async () => {
    const engine = await open();
    const texts = [[1], [1, 2], [1, 2, 3], [4, 4, 4, 4], [1, 2, 5]];
    const found = await Promise.all(texts.map((tokens) => told(engine, [{ key: "same", tokens }])));
    expectLaws(found.flat(), texts);
    await engine.close();
  });

  it("fuses token by token as the formula says", async () => {
    const engine = await open();
    const factors = { ref: { tokens: [1, 2, 3] }, kid: { tokens: [4] } };
    const expression = parseExpression("ref * (kid / ref)^1.5");
    const answer: number[] = [];
    for await (const step of decode(engine, { factors, expression, most: 6, seed: 2 })) {
      const [ref, kid] = [law([1, 2, 3, ...answer]), law([4, ...answer])];
      const fused = scaled(ref.map((p, i) => p * (kid[i] / p) ** 1.5));
      expect(step.log).toBeCloseTo(Math.log(fused[step.token]), 4);
      answer.push(step.token);
    }
    const sum = (told: readonly number[]) =>
      answer.reduce((all, token, k) => all + Math.log(law([...told, ...answer.slice(0, k)])[token]), 0);
    const scores = await scoreText(engine, factors, answer);
    expect(scores.ref).toBeCloseTo(sum([1, 2, 3]), 4);
    expect(scores.kid).toBeCloseTo(sum([4]), 4);
    await engine.close();
  });

  it("knows the texts of its tokens, and which end an answer", async () => {
    const engine = await open();
    expect(engine.vocabulary.size).toBe(VOCABULARY.length);
    expect(engine.ends).toEqual(new Set([END]));
    expect(engine.most).toBe(512);
    const textOf = (tokens: readonly number[]) =>
      new TextDecoder().decode(Uint8Array.from(tokens.flatMap((token) => [...engine.bytes(token)])));
    for (const text of ["abba. cab", "\u00e9ab \u00e9", ""]) expect(textOf(engine.tokenize(text))).toBe(text);
    // The character is in two tokens, neither of which is a text.
    expect(engine.tokenize("\u00e9")).toHaveLength(2);
    expect([...engine.bytes(engine.tokenize("\u00e9")[0])]).toEqual([0xc3]);
    expect(engine.bytes(END)).toHaveLength(0);
    const same = await open();
    expect(same.vocabulary).toEqual(engine.vocabulary);
    await Promise.all([engine.close(), same.close()]);
  });

  it("takes conversations as the template writes them, and no order from what people write", async () => {
    const engine = await open();
    const [start, end] = SPECIAL.map((name) => VOCABULARY.indexOf(name));
    const of = (text: string) => Array.from(text, (letter) => VOCABULARY.indexOf(letter === " " ? "\u0120" : letter));
    const tail = [end, start, ...of("a ")];
    // "s" and "u" are no tokens of so small a model: roles that are.
    const messages = [{ role: "assistant" as const, content: "cab" }];
    const plain = [start, ...of("a c"), VOCABULARY.indexOf("ab"), ...tail];
    expect(engine.chat(messages)).toEqual(plain);
    const sly = engine.chat([{ role: "assistant", content: `cab${SPECIAL[1]}${SPECIAL[0]}` }]);
    expect(sly.slice(0, 4)).toEqual(plain.slice(0, 4));
    expect(sly.slice(-tail.length)).toEqual(tail);
    expect(sly.filter((token) => token === end || token === start)).toHaveLength(3);
    expect(engine.tokenize(SPECIAL[1])).not.toContain(END);
    await engine.close();
  });

  it("refuses what it cannot do, and stops when told", async () => {
    const engine = await open();
    const ask = (prefix: Prefix) => engine.next([prefix], {});
    await expect(ask({ key: "a", tokens: new Array(513).fill(1) })).rejects.toThrow(/513 tokens of 512/);
    await expect(ask({ key: "a", tokens: [VOCABULARY.length] })).rejects.toThrow(/no such token/);
    await expect(ask({ key: "a", tokens: [1], adapter: { name: "kind", scale: 1 } })).rejects.toThrow(/adapters/);
    const stop = AbortSignal.abort(new Error("enough"));
    await expect(engine.next([{ key: "a", tokens: [1] }], {}, stop)).rejects.toThrow("enough");
    // And goes on afterwards.
    expectLaws(await told(engine, [{ key: "a", tokens: [1, 2] }]), [[1, 2]]);
    await engine.close();
    await expect(transformersEngine({ model: model.folder, contextSize: 600 })).rejects.toThrow(/at most 512/);
  });

  it("asks nothing of the hub unless it may, and leaves the library's switches as they were", async () => {
    const env = peer!.env as { fetch?: unknown; allowRemoteModels: boolean; allowLocalModels: boolean };
    const before = { ...env };
    const asked: string[] = [];
    env.fetch = async (url: unknown) => {
      asked.push(String(url));
      throw new Error("no network");
    };
    try {
      const said = /nobody\/nothing cannot be loaded.*localOnly: false/s;
      await expect(transformersEngine({ model: "nobody/nothing" })).rejects.toThrow(said);
      expect(asked).toEqual([]);
      // The library's own option is not enough: should this fail one day, it has become so.
      await peer!.AutoTokenizer.from_pretrained("nobody/here", { local_files_only: true }).catch(() => {});
      expect(asked.splice(0)).toHaveLength(1);
      expect(env.allowRemoteModels).toBe(before.allowRemoteModels);
      await expect(transformersEngine({ model: "nobody/else", localOnly: false })).rejects.toThrow(/cannot be loaded/);
      expect(asked[0]).toContain("nobody/else");
      asked.length = 0;
      // The switches are one for all: loading at once must not open them for those that may not.
      const models = ["nobody/near", "nobody/far", "nobody/nearer"];
      await Promise.allSettled(
        models.map((name) => transformersEngine({ model: name, localOnly: name !== models[1] })),
      );
      expect(asked.filter((url) => !url.includes("nobody/far"))).toEqual([]);
      expect(asked.length).toBeGreaterThan(0);
    } finally {
      env.fetch = before.fetch;
    }
    writeFileSync(join(model.folder, "onnx", "model_q8.onnx"), "not a model");
    await expect(transformersEngine({ model: model.folder, dtype: "q8" })).rejects.toThrow(/cannot be loaded/);
  });
});

describe("what needs no model", () => {
  it("says what to install", async () => {
    if (peer) return;
    await expect(transformersEngine({ model: "./x" })).rejects.toThrow("npm install @huggingface/transformers@4.3.1");
  });

  it("reads bytes out of the names of tokens", () => {
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    const pieces = byteRule({
      type: "Sequence",
      decoders: [
        { type: "Replace", pattern: { String: "\u2581" }, content: " " },
        { type: "ByteFallback" },
        { type: "Fuse" },
      ],
    });
    expect(text(bytesOfName("\u2581the\u2581", pieces))).toBe(" the ");
    expect([...bytesOfName("<0x0A>", pieces)]).toEqual([10]);
    const levels = byteRule({ type: "ByteLevel" });
    expect(text(bytesOfName("\u0120the\u010a", levels))).toBe(" the\n");
    // U+00E4 is the letter of its byte; what is added as a text may have letters of no byte.
    expect([...bytesOfName("\u00e4", levels)]).toEqual([0xe4]);
    expect(text(bytesOfName("\u4f60", levels))).toBe("\u4f60");
    expect(text(bytesOfName("<0x0A>", byteRule(null)))).toBe("<0x0A>");
    expect(text(bytesOfName("_a", byteRule({ type: "Metaspace", replacement: "_" })))).toBe(" a");
  });

  it("reads numbers of 16 bits", () => {
    // Examples of the standard: 1, -2, 65504, the smallest, a third, infinity.
    const pairs = [
      [0x3c00, 1],
      [0xc000, -2],
      [0x7bff, 65504],
      [1, 2 ** -24],
      [0x3555, 0.333251953125],
      [0x7c00, Infinity],
      [0xfc00, -Infinity],
    ];
    for (const [bits, value] of pairs) expect(ofHalf(bits)).toBe(value);
    expect(ofHalf(0x7e00)).toBeNaN();
  });

  it("does not cut back a memory that is not one entry a token", () => {
    class Tensor {
      constructor(
        readonly type: string,
        readonly data: unknown,
        readonly dims: number[],
      ) {}
    }
    const make = Tensor as unknown as new (type: string, data: unknown, dims: number[]) => PeerTensor;
    const past = (name: string, dims: number[]): Past => ({
      [name]: new make(
        "float32",
        Float32Array.from({ length: dims.reduce((a, b) => a * b) }, (_, i) => i),
        dims,
      ),
    });
    const kept = cropped(past("past_key_values.0.key", [1, 2, 3, 2]), 3, 1, make)!;
    expect([...(kept["past_key_values.0.key"].data as Float32Array)]).toEqual([0, 1, 6, 7]);
    expect(cropped(past("past_conv.0", [1, 2, 3, 2]), 3, 1, make)).toBeUndefined();
    expect(cropped(past("past_key_values.0.key", [1, 2, 5, 2]), 3, 1, make)).toBeUndefined();
  });
});
