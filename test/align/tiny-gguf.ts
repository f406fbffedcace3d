import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { uniformStream } from "../../src/num/random.js";

// A transformer of Llama's kind with one block of width 32, over bytes, in a GGUF file that is written here; and what it says, worked out here in doubles.

const WIDTH = 32;
const HEADS = 2;
const HEAD = WIDTH / HEADS;
/** Two heads of queries share one of keys and values. */
const SHARED = HEAD;
const INNER = 64;
const BASE = 10_000;
const EPSILON = 1e-5;
const CONTEXT = 256;

/** GPT-2's letters for the 256 bytes, written out the slow way. */
const LETTERS = (() => {
  const kept = [...range(33, 126), ...range(161, 172), ...range(174, 255)];
  let next = 256;
  return range(0, 255).map((byte) => String.fromCodePoint(kept.includes(byte) ? byte : next++));
})();
const CONTROL = ["<|im_start|>", "<|im_end|>"];
export const NAMES = [...LETTERS, "ab", ...CONTROL];
export const START = NAMES.indexOf("<|im_start|>");
export const END = NAMES.indexOf("<|im_end|>");
const SIZE = NAMES.length;

const TEMPLATE =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

export interface TinyGguf {
  readonly path: string;
  /** Logits of the token after a text, as the formulas of the transformer have them. */
  readonly logits: (tokens: readonly number[]) => number[];
}

interface Matrix {
  readonly name: string;
  /** Columns (what goes in) first, as the format has it. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export function tinyGguf(seed: number): TinyGguf {
  const uniform = uniformStream(seed, 0);
  const matrix = (name: string, shape: readonly number[], size: number): Matrix => ({
    name: `${name}.weight`,
    shape,
    values: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => size * (2 * uniform() - 1)),
  });
  const gain = (name: string): Matrix => ({
    name: `${name}.weight`,
    shape: [WIDTH],
    values: Float32Array.from({ length: WIDTH }, () => 0.5 + uniform()),
  });
  const weights = {
    embedding: matrix("token_embd", [WIDTH, SIZE], 1),
    attentionGain: gain("blk.0.attn_norm"),
    query: matrix("blk.0.attn_q", [WIDTH, WIDTH], 0.5),
    key: matrix("blk.0.attn_k", [WIDTH, SHARED], 0.5),
    value: matrix("blk.0.attn_v", [WIDTH, SHARED], 0.5),
    attentionOut: matrix("blk.0.attn_output", [WIDTH, WIDTH], 0.5),
    innerGain: gain("blk.0.ffn_norm"),
    gate: matrix("blk.0.ffn_gate", [WIDTH, INNER], 0.3),
    up: matrix("blk.0.ffn_up", [WIDTH, INNER], 0.3),
    down: matrix("blk.0.ffn_down", [INNER, WIDTH], 0.3),
    outputGain: gain("output_norm"),
    output: matrix("output", [WIDTH, SIZE], 0.5),
  };
  const path = join(mkdtempSync(join(tmpdir(), "disco-tiny-")), "tiny.gguf");
  writeFileSync(path, gguf(Object.values(weights)));
  return { path, logits: (tokens) => forward(weights, tokens) };
}

/** One block: attention over all tokens so far with rotary positions, then a gated layer, each added to what went in (Touvron et al. 2023). */
function forward(w: Record<string, Matrix>, tokens: readonly number[]): number[] {
  const inputs = tokens.map((token) => [...w["embedding"].values.subarray(token * WIDTH, (token + 1) * WIDTH)]);
  const read = inputs.map((x) => scaledBy(x, w["attentionGain"]));
  const last = tokens.length - 1;
  const keys = read.map((x, at) => rotated(times(w["key"], x), at));
  const values = read.map((x) => times(w["value"], x));
  const queries = times(w["query"], read[last]);
  const heads = Array.from({ length: HEADS }, (_, h) => {
    const query = rotated(queries.slice(h * HEAD, (h + 1) * HEAD), last);
    const scores = keys.map((key) => dot(query, key) / Math.sqrt(HEAD));
    const most = Math.max(...scores);
    const shares = scores.map((score) => Math.exp(score - most));
    const sum = shares.reduce((a, b) => a + b);
    return Array.from({ length: HEAD }, (_, i) =>
      shares.reduce((all, share, k) => all + (share / sum) * values[k][i], 0),
    );
  });
  const seen = plus(inputs[last], times(w["attentionOut"], heads.flat()));
  const normal = scaledBy(seen, w["innerGain"]);
  const gates = times(w["gate"], normal).map((x) => x / (1 + Math.exp(-x)));
  const inner = times(w["up"], normal).map((x, i) => x * gates[i]);
  const out = plus(seen, times(w["down"], inner));
  return times(w["output"], scaledBy(out, w["outputGain"]));
}

const dot = (a: ArrayLike<number>, b: readonly number[]) => b.reduce((sum, x, i) => sum + x * a[i], 0);
const plus = (a: readonly number[], b: readonly number[]) => a.map((x, i) => x + b[i]);
const times = ({ shape: [columns, rows], values }: Matrix, x: readonly number[]) =>
  Array.from({ length: rows }, (_, row) => dot(values.subarray(row * columns, (row + 1) * columns), x));

function scaledBy(x: readonly number[], { values }: Matrix): number[] {
  const size = Math.sqrt(x.reduce((sum, one) => sum + one * one, 0) / x.length + EPSILON);
  return x.map((one, i) => (one / size) * values[i]);
}

/** Neighbours are turned by an angle that grows with the place (Su et al. 2021). */
function rotated(x: readonly number[], at: number): number[] {
  return x.map((one, i) => {
    const angle = at * BASE ** (-(i - (i % 2)) / HEAD);
    return i % 2 === 0
      ? one * Math.cos(angle) - x[i + 1] * Math.sin(angle)
      : one * Math.cos(angle) + x[i - 1] * Math.sin(angle);
  });
}

// The format: github.com/ggml-org/ggml, docs/gguf.md, version 3.
const TYPES = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const;
const ALIGNMENT = 32;
const NORMAL = 1;
const CONTROL_TOKEN = 3;

function gguf(tensors: readonly Matrix[]): Buffer {
  const metadata: readonly (readonly [key: string, value: Buffer])[] = [
    ["general.architecture", typed("string", text("llama"))],
    ["general.name", typed("string", text("tiny"))],
    ["llama.context_length", typed("u32", u32(CONTEXT))],
    ["llama.embedding_length", typed("u32", u32(WIDTH))],
    ["llama.block_count", typed("u32", u32(1))],
    ["llama.feed_forward_length", typed("u32", u32(INNER))],
    ["llama.attention.head_count", typed("u32", u32(HEADS))],
    ["llama.attention.head_count_kv", typed("u32", u32(1))],
    ["llama.attention.layer_norm_rms_epsilon", typed("f32", f32(EPSILON))],
    ["llama.rope.dimension_count", typed("u32", u32(HEAD))],
    ["llama.rope.freq_base", typed("f32", f32(BASE))],
    ["llama.vocab_size", typed("u32", u32(SIZE))],
    ["tokenizer.ggml.model", typed("string", text("gpt2"))],
    ["tokenizer.ggml.pre", typed("string", text("gpt-2"))],
    ["tokenizer.ggml.tokens", list("string", NAMES.map(text))],
    [
      "tokenizer.ggml.token_type",
      list(
        "i32",
        NAMES.map((name) => u32(CONTROL.includes(name) ? CONTROL_TOKEN : NORMAL)),
      ),
    ],
    ["tokenizer.ggml.merges", list("string", [text("a b")])],
    ["tokenizer.ggml.bos_token_id", typed("u32", u32(START))],
    ["tokenizer.ggml.eos_token_id", typed("u32", u32(END))],
    ["tokenizer.ggml.add_bos_token", typed("bool", Buffer.of(0))],
    ["tokenizer.chat_template", typed("string", text(TEMPLATE))],
  ];
  let offset = 0;
  const infos = tensors.map(({ name, shape, values }) => {
    const info = [text(name), u32(shape.length), ...shape.map(u64), u32(0), u64(offset)];
    offset += values.byteLength + padding(values.byteLength);
    return Buffer.concat(info);
  });
  const head = Buffer.concat([
    Buffer.from("GGUF"),
    u32(3),
    u64(tensors.length),
    u64(metadata.length),
    ...metadata.flatMap(([key, value]) => [text(key), value]),
    ...infos,
  ]);
  const data = tensors.flatMap(({ values }) => [Buffer.from(values.buffer), Buffer.alloc(padding(values.byteLength))]);
  return Buffer.concat([head, Buffer.alloc(padding(head.length)), ...data]);
}

const padding = (size: number) => (ALIGNMENT - (size % ALIGNMENT)) % ALIGNMENT;
const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer);
const u64 = (value: number) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
const f32 = (value: number) => Buffer.from(Float32Array.of(value).buffer);
const text = (value: string) => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
const typed = (type: keyof typeof TYPES, value: Buffer) => Buffer.concat([u32(TYPES[type]), value]);
const list = (type: keyof typeof TYPES, values: readonly Buffer[]) =>
  Buffer.concat([u32(TYPES.array), u32(TYPES[type]), u64(values.length), ...values]);

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
