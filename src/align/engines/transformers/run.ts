import { DiscoError } from "../../../error.js";
import { dispose, type Past, pastOf } from "./past.js";
import type { MakeTensor, PeerModel, PeerTensor } from "./peer.js";

/** Tokens that are read at once: logits of all of them may come, which of a long prompt would be gigabytes; and between runs an abort is heard. */
const AT_ONCE = 128;

export interface Ran {
  /** Logits of the token after each text. */
  readonly logits: readonly Float32Array[];
  /** What the model remembers now; absent: it remembers nothing. */
  readonly past?: Past;
}

/**
 * Reads the same number of tokens of each text, after what it has read of them before (as many of each), and gives the logits that follow.
 * @throws DiscoError where the model cannot be run; the signal's reason. Cost: one run of the model for some hundred tokens.
 */
export async function readOn(
  { model, Tensor }: { readonly model: PeerModel; readonly Tensor: MakeTensor },
  texts: readonly (readonly number[])[],
  before: { readonly past: Past; readonly length: number } | undefined,
  signal?: AbortSignal,
): Promise<Ran> {
  const count = texts[0].length;
  let length = before?.length ?? 0;
  let past = before?.past;
  for (let from = 0; ; from += AT_ONCE) {
    signal?.throwIfAborted();
    const size = Math.min(AT_ONCE, count - from);
    // A model without a memory reads all at once or not at all.
    const part = past === undefined && from > 0 ? [0, count] : [from, from + size];
    const read = texts.map((tokens) => tokens.slice(...part));
    const whole = length + read[0].length;
    const outputs = await run(model, {
      input_ids: whole64(Tensor, read.flat(), [texts.length, read[0].length]),
      attention_mask: whole64(Tensor, new Array<number>(texts.length * whole).fill(1), [texts.length, whole]),
      num_logits_to_keep: whole64(Tensor, [1], []),
      ...(past ? { past_key_values: past } : {}),
    });
    const next = pastOf(outputs);
    if (past !== undefined && from > 0) await dispose(past);
    if (part[1] === count) return { logits: lastLogits(outputs["logits"]), ...(next ? { past: next } : {}) };
    past = next;
    if (next !== undefined) length = whole;
  }
}

async function run(model: PeerModel, inputs: Record<string, unknown>): Promise<Record<string, PeerTensor>> {
  try {
    return await model(inputs);
  } catch (error) {
    throw new DiscoError({
      who: "transformers engine",
      wrong: "the model cannot be run",
      given: String((error as Error).message ?? error)
        .split("\n")[0]
        .slice(0, 200),
      next: "this is a fault of the model's file, or it is no causal language model",
    });
  }
}

function whole64(Tensor: MakeTensor, values: readonly number[], dims: number[]): PeerTensor {
  return new Tensor("int64", BigInt64Array.from(values, BigInt), dims);
}

/** Of logits for several places of each text, those for the last. */
function lastLogits(tensor: PeerTensor | undefined): Float32Array[] {
  if (tensor?.dims.length !== 3) {
    throw new DiscoError({
      who: "transformers engine",
      wrong: "the model does not tell logits of the next token",
      given: tensor ? `logits of shape ${tensor.dims.join(" x ")}` : "no output of this name",
      next: "take a causal language model, exported for text-generation",
    });
  }
  const [texts, places, width] = tensor.dims;
  const data = tensor.data as Float32Array | Uint16Array;
  return Array.from({ length: texts }, (_, k) => {
    const end = (k + 1) * places * width;
    const row = data.subarray(end - width, end);
    return row instanceof Uint16Array ? Float32Array.from(row, ofHalf) : Float32Array.from(row);
  });
}

/** A number of 16 bits (IEEE 754 half precision): what exporters call fp16, where the language has no array of them. */
export function ofHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
