import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { byteLetters } from "../../src/align/engines/byte-letters.js";
import { uniformStream } from "../../src/num/random.js";

// A language model small enough to be worked out by hand, in the files of a real one: its ONNX graph is written byte by byte.

/** Letters of the model, with a character of which both bytes are tokens of their own; then its special tokens. */
const TEXTS = [..."abcdefgh .", "ab", "\u00e9"] as const;
export const SPECIAL = ["<|start|>", "<|end|>"] as const;
const letters = byteLetters();
const written = (text: string) => Array.from(new TextEncoder().encode(text), (byte) => letters[byte]);
const NAMES = [...new Set(TEXTS.flatMap((text) => (text === "ab" ? ["ab"] : written(text))))];
export const VOCABULARY = [...NAMES, ...SPECIAL];
export const END = VOCABULARY.indexOf("<|end|>");

export interface TinyModel {
  readonly folder: string;
  /** Logits of the token after a text, worked out here. */
  readonly logits: (tokens: readonly number[]) => number[];
}

/**
 * After tokens x_1 ... x_n the logits are (sum of position x far[x_i]) / n + near[x_n], with positions from 0: all that was read counts, and its order. The sum goes
 * through keys, `near` through values, n through the attention mask; a cache that is wrong in any of them gives other logits.
 */
export function tinyModel(seed: number, { begins = false }: { readonly begins?: boolean } = {}): TinyModel {
  const size = VOCABULARY.length;
  const uniform = uniformStream(seed, 0);
  const table = () => Float32Array.from({ length: size * size }, () => 4 * uniform() - 2);
  const [far, near] = [table(), table()];
  const folder = mkdtempSync(join(tmpdir(), "disco-tiny-"));
  mkdirSync(join(folder, "onnx"));
  writeFileSync(join(folder, "onnx", "model.onnx"), onnxModel(size, far, near));
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  write("config.json", {
    model_type: "gpt2",
    n_layer: 1,
    n_head: 1,
    n_embd: size,
    n_positions: 512,
    vocab_size: size,
    eos_token_id: END,
  });
  write("tokenizer.json", tokenizerFile(begins));
  write("tokenizer_config.json", {
    tokenizer_class: "PreTrainedTokenizerFast",
    bos_token: SPECIAL[0],
    eos_token: SPECIAL[1],
    chat_template:
      "{% for message in messages %}<|start|>{{ message['role'][0] }} {{ message['content'] }}<|end|>{% endfor %}{% if add_generation_prompt %}<|start|>a {% endif %}",
  });
  const row = (values: Float32Array, token: number) => values.subarray(token * size, (token + 1) * size);
  return {
    folder,
    logits: (tokens) =>
      Array.from({ length: size }, (_, next) => {
        const sum = tokens.reduce((all, token, position) => all + position * row(far, token)[next], 0);
        return sum / tokens.length + row(near, tokens.at(-1)!)[next];
      }),
  };
}

/** `begins`: every text begins with the token that says so, as with Llama. */
function tokenizerFile(begins: boolean) {
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: false };
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: SPECIAL.map((content) => ({
      id: VOCABULARY.indexOf(content),
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: begins
      ? {
          type: "TemplateProcessing",
          single: [{ SpecialToken: { id: SPECIAL[0], type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }],
          pair: [],
          special_tokens: {
            [SPECIAL[0]]: { id: SPECIAL[0], ids: [VOCABULARY.indexOf(SPECIAL[0])], tokens: [SPECIAL[0]] },
          },
        }
      : null,
    decoder: byteLevel,
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      vocab: Object.fromEntries(VOCABULARY.map((name, token) => [name, token])),
      merges: [["a", "b"]],
    },
  };
}

type Field = readonly [number: number, value: number | string | Uint8Array];

/** Protocol buffers: numbers as varints, everything else with its length (developers.google.com/protocol-buffers/docs/encoding). */
function message(fields: readonly Field[]): Uint8Array {
  const bytes: number[] = [];
  const varint = (value: number) => {
    let rest = BigInt(value);
    for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
    bytes.push(Number(rest));
  };
  for (const [number, value] of fields) {
    if (typeof value === "number") {
      varint(number << 3);
      varint(value);
    } else {
      const part = typeof value === "string" ? new TextEncoder().encode(value) : value;
      varint((number << 3) | 2);
      varint(part.length);
      for (const byte of part) bytes.push(byte);
    }
  }
  return Uint8Array.from(bytes);
}

// Field numbers: onnx.proto3 of ONNX 1.16.
const FLOAT = 1;
const INT64 = 7;

function tensor(name: string, dims: readonly number[], values: Float32Array | readonly number[]): Uint8Array {
  const raw = values instanceof Float32Array ? values : BigInt64Array.from(values, BigInt);
  const kind = values instanceof Float32Array ? FLOAT : INT64;
  const sizes = dims.map((size): Field => [1, size]);
  return message([...sizes, [2, kind], [8, name], [9, new Uint8Array(raw.buffer)]]);
}

function valueInfo(name: string, kind: number, dims: readonly (number | string)[]): Uint8Array {
  const shape = message(dims.map((dim): Field => [1, message([typeof dim === "number" ? [1, dim] : [2, dim]])]));
  return message([
    [1, name],
    [
      2,
      message([
        [
          1,
          message([
            [1, kind],
            [2, shape],
          ]),
        ],
      ]),
    ],
  ]);
}

function node(
  kind: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, number>> = {},
) {
  return message([
    ...inputs.map((name): Field => [1, name]),
    [2, output],
    [3, output],
    [4, kind],
    ...Object.entries(attributes).map(
      ([name, value]): Field => [
        5,
        message([
          [1, name],
          [3, value],
          [20, 2],
        ]),
      ],
    ),
  ]);
}

function onnxModel(size: number, far: Float32Array, near: Float32Array): Uint8Array {
  const nodes = [
    // Rows of `far`, each times its position, as a head of keys.
    node("Gather", ["far", "input_ids"], "far_rows", { axis: 0 }),
    node("Cast", ["position_ids"], "positions", { to: FLOAT }),
    node("Unsqueeze", ["positions", "axis_2"], "positions_wide"),
    node("Mul", ["far_rows", "positions_wide"], "far_new"),
    node("Unsqueeze", ["far_new", "axis_1"], "key_new"),
    node("Concat", ["past_key_values.0.key", "key_new"], "present.0.key", { axis: 2 }),
    node("Gather", ["near", "input_ids"], "near_new", { axis: 0 }),
    node("Unsqueeze", ["near_new", "axis_1"], "value_new"),
    node("Concat", ["past_key_values.0.value", "value_new"], "present.0.value", { axis: 2 }),
    node("ReduceSum", ["present.0.key", "axis_2"], "sum", { keepdims: 0 }),
    node("Cast", ["attention_mask"], "mask", { to: FLOAT }),
    node("ReduceSum", ["mask", "axis_1"], "count", { keepdims: 1 }),
    node("Unsqueeze", ["count", "axis_2"], "count_wide"),
    node("Div", ["sum", "count_wide"], "mean"),
    node("Gather", ["present.0.value", "last"], "near_last", { axis: 2 }),
    node("Add", ["mean", "near_last"], "logits"),
  ];
  const initializers = [
    tensor("far", [size, size], far),
    tensor("near", [size, size], near),
    tensor("axis_1", [1], [1]),
    tensor("axis_2", [1], [2]),
    tensor("last", [], [-1]),
  ];
  const cache = (name: string, tokens: string) => valueInfo(name, FLOAT, ["batch_size", 1, tokens, size]);
  const inputs = [
    valueInfo("input_ids", INT64, ["batch_size", "sequence_length"]),
    valueInfo("attention_mask", INT64, ["batch_size", "total_length"]),
    valueInfo("position_ids", INT64, ["batch_size", "sequence_length"]),
    cache("past_key_values.0.key", "past_length"),
    cache("past_key_values.0.value", "past_length"),
  ];
  const outputs = [
    valueInfo("logits", FLOAT, ["batch_size", 1, size]),
    cache("present.0.key", "total_length"),
    cache("present.0.value", "total_length"),
  ];
  const graph = message([
    ...nodes.map((one): Field => [1, one]),
    [2, "tiny"],
    ...initializers.map((one): Field => [5, one]),
    ...inputs.map((one): Field => [11, one]),
    ...outputs.map((one): Field => [12, one]),
  ]);
  return message([
    [1, 8],
    [2, "disco"],
    [7, graph],
    [
      8,
      message([
        [1, ""],
        [2, 13],
      ]),
    ],
  ]);
}
