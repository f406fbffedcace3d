import { DiscoError } from "../../error.js";
import type { Engine, NextLogits, Prefix, Wanted } from "../engine.js";
import { vocabularyId } from "../vocabulary-id.js";
import { inTurn } from "./in-turn.js";
import { type AdapterPools, adapterPools } from "./llama/adapter-pools.js";
import { chatTokens } from "./llama/chat-tokens.js";
import { lawsOf } from "./llama/laws-of.js";
import { openModel } from "./llama/open-model.js";
import { type Asked, loadPeer, type Model, type Told } from "./llama/peer.js";
import { tokenBytes } from "./llama/token-bytes.js";

export interface LlamaOptions {
  /** Path of a GGUF file. */
  readonly model: string;
  /** Longest text in tokens; default 4096, or what the model was trained on where that is less. Memory grows with it, times `sequences`. */
  readonly contextSize?: number;
  /** How many texts are held in memory at once: the factors of an answer, times the answers at once; default 4. */
  readonly sequences?: number;
  /** Default: the cores of this machine. More than there are makes it hundreds of times slower. */
  readonly threads?: number;
  /** Layers on a graphics card where there is one ("auto"); default false. */
  readonly gpu?: boolean | "auto";
  /** Low-rank adapters by name: paths of GGUF files. A factor names one with its scale. */
  readonly lora?: Readonly<Record<string, string>>;
}

/** A model in a GGUF file as an engine. */
export interface LlamaEngine extends Engine {
  readonly sequences: number;
}

/**
 * A language model in a GGUF file, run by llama.cpp through node-llama-cpp (an optional peer: `npm install node-llama-cpp@3.22.1`). Texts are held in
 * the sequences of one context, each under its key, and are evaluated together in one batch; what a text has in common with what is held already is
 * not evaluated again. Texts that were forgotten may still speed up one that begins alike, until their place is needed.
 * Dense laws (no `top`) cost some 14 ms a factor and token at 49,000 tokens, sparse ones some 4 (docs/fuse.md). Sparse laws of one answer tell the same
 * tokens; their log Z is added up in 32 bits by llama.cpp, and is some 1e-4 too small.
 * @throws DiscoError where the peer or the file is missing, the file is damaged or no model, memory does not suffice, or a text is too long
 */
export async function llamaEngine(options: LlamaOptions): Promise<LlamaEngine> {
  const { availableParallelism } = await import("node:os");
  const { basename } = await import("node:path");
  const threads = whole("threads", options.threads ?? availableParallelism(), 1, 1024);
  const sequences = whole("sequences", options.sequences ?? 4, 1, 256);
  const peer = await loadPeer();
  const { model, close } = await openModel(peer, options.model, { threads, gpu: options.gpu ?? false });
  let pools: AdapterPools;
  try {
    const contextSize = contextSizeOf(model, options.contextSize);
    pools = await adapterPools(model, { contextSize, sequences, threads, lora: options.lora ?? {} });
  } catch (error) {
    await close();
    throw error;
  }
  const tokenizer = model.fileInfo.metadata.tokenizer!;
  const size = tokenizer.ggml.tokens.length;
  const most = pools.contextSize - 1;
  const bytes = tokenBytes(tokenizer) ?? ((token) => new TextEncoder().encode(model.detokenize([token], false)));
  const start = model.tokens.shouldPrependBosToken ? model.tokens.bos : null;
  const turns = inTurn();
  let closed = false;

  async function next(prefixes: readonly Prefix[], wanted: Wanted, signal?: AbortSignal): Promise<NextLogits[]> {
    if (closed) throw complain("it has been closed", undefined, "make another one");
    if (wanted.top !== undefined) whole("top", wanted.top, 1, size);
    const keys = prefixes.map(({ key }) => key);
    const twice = keys.find((key, k) => keys.indexOf(key) !== k);
    if (twice !== undefined) throw complain("two texts of one call have the same key", twice, "give each its own");
    const texts = prefixes.map((prefix) => checked(prefix, { start, most, size, bos: model.tokens.bos }));
    const ask = async (which: readonly number[], asked: (place: number) => Asked): Promise<readonly Told[]> => {
      const told: Told[] = [];
      for (const [pool, places] of await pools.sorted(which, (place) => prefixes[place].adapter)) {
        // More texts than there are sequences are evaluated in several batches.
        for (let from = 0; from < places.length; from += sequences) {
          const wave = places.slice(from, from + sequences);
          const found = await pool.evaluate(
            wave.map((place) => ({ key: prefixes[place].key, tokens: texts[place], asked: asked(place) })),
            signal,
          );
          wave.forEach((place, k) => {
            told[which.indexOf(place)] = found[k];
          });
        }
      }
      return told;
    };
    const list = prefixes.map(({ answer, key }) => ({ answer: answer ?? `only ${key}`, once: pools.slowToCut }));
    return lawsOf(ask, list, wanted, size);
  }

  return {
    name: `llama.cpp, ${basename(options.model)}`,
    vocabulary: { id: vocabularyId(tokenizer.ggml.tokens), size },
    ends: new Set(tokenizer.ggml.tokens.flatMap((_, token) => (model.isEogToken(token) ? [token] : []))),
    most,
    sequences,
    tokenize: (text) => model.tokenize(text, false),
    bytes,
    chat: chatTokens(peer, model),
    next: (prefixes, wanted, signal) => turns(() => next(prefixes, wanted, signal), signal),
    forget: (keys) => turns(async () => pools.forget(keys)),
    close: () =>
      turns(async () => {
        if (closed) return;
        closed = true;
        await pools.dispose();
        await close();
      }),
  };
}

/** A text as it is evaluated: with the token that begins texts, where the model wants one. */
function checked(
  { key, tokens }: Prefix,
  {
    start,
    most,
    size,
    bos,
  }: { readonly start: number | null; readonly most: number; readonly size: number; readonly bos: number | null },
): readonly number[] {
  const odd = tokens.find((token) => !(Number.isInteger(token) && token >= 0 && token < size));
  if (odd !== undefined) throw complain("this is no token of the model", `${odd}`, `tokens are 0 to ${size - 1}`);
  const first = tokens.length === 0 ? (start ?? bos) : start;
  // A copy: the caller's list may grow before the next call.
  const text = first === null || tokens[0] === first ? [...tokens] : [first, ...tokens];
  if (text.length === 0) throw complain("a text of no tokens", key, "give it one token at least");
  if (text.length <= most) return text;
  const next = "shorten the prompt, ask for fewer tokens, or give a larger context (contextSize, --context)";
  throw complain("the text is longer than the context", `${text.length} tokens, of ${most}`, next);
}

function contextSizeOf(model: Model, given: number | undefined): number {
  const trained = model.trainContextSize;
  if (given === undefined) return Math.min(4096, trained);
  return whole("contextSize", given, 16, trained, `the model was trained on texts of ${trained} tokens`);
}

function whole(who: string, value: number, low: number, high: number, next = "choose another number"): number {
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw new DiscoError({
    who,
    wrong: `it should be a whole number from ${low} to ${high}`,
    given: String(value),
    next,
  });
}

function complain(wrong: string, given: string | undefined, next: string): DiscoError {
  return new DiscoError({ who: "llama engine", wrong, ...(given === undefined ? {} : { given }), next });
}
