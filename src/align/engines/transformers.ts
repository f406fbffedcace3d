import { DiscoError } from "../../error.js";
import { shown } from "../../num/complaint.js";
import type { Engine, NextLogits, Prefix } from "../engine.js";
import { logSum } from "../token-law.js";
import { inTurn } from "./in-turn.js";
import { loadModel } from "./transformers/load.js";
import { emptyMemory, type Memory } from "./transformers/memory.js";
import { joined, type Past, parted } from "./transformers/past.js";
import {
  loadTransformers,
  type MakeTensor,
  type PeerModel,
  type PeerTokenizer,
  type TransformersLibrary,
} from "./transformers/peer.js";
import { readOn } from "./transformers/run.js";
import { tokensOf } from "./transformers/tokens.js";

export type { TransformersLibrary } from "./transformers/peer.js";

export interface TransformersOptions {
  /** A folder, beginning with ./ or / (in a page: the path it is served at), or a model's id on the hub, as owner/name. */
  readonly model: string;
  /** Which of the model's files: fp32, fp16, q8, q4, ...; default: the library's for the device. */
  readonly dtype?: string;
  /** cpu, wasm, webgpu, cuda, ...; default: cpu in Node, wasm in a page. */
  readonly device?: string;
  /** Nothing is fetched from the hub; default true. */
  readonly localOnly?: boolean;
  /** A Jinja text, in place of the model's own. */
  readonly chatTemplate?: string;
  /** Longest text in tokens, where the model's files do not say it. */
  readonly contextSize?: number;
  /** The module itself, where it is not installed beside this one: a page's import from elsewhere. */
  readonly library?: TransformersLibrary;
}

/** Prefixes that are read in one batch at most. */
const BATCH = 16;
/** Of models that do not say it. */
const CONTEXT = 2048;

/**
 * A causal language model in ONNX, by transformers.js, in Node or in a page. Laws are dense: all tokens are told. What was read of each key is remembered
 * and read on from; texts for which the same number of tokens is remembered and to be read go in one batch, others one after the other.
 * @throws DiscoError where the peer is missing (with the line that installs it), where the model is not there or is none, and for adapters
 * Cost: loading, and one token to see that it works; then about one run of the model a token and factor. Copies keys and values once for batches.
 */
export async function transformersEngine(options: TransformersOptions): Promise<Engine> {
  const library = options.library ?? (await loadTransformers());
  const Tensor = library.Tensor as MakeTensor;
  const { model, tokenizer } = await loadModel(library, options);
  const begin = tokenizer.bos_token_id ?? tokenizer.eos_token_id;
  const machine = { model, Tensor };
  const [{ length: size }] = (await readOn(machine, [[begin ?? 0]], undefined)).logits;
  const { vocabulary, tokenize, bytes, chat } = tokensOf(tokenizer, size, options.chatTemplate);
  const memory = emptyMemory(Tensor);
  const most = longestText(model, tokenizer, options.contextSize);

  const batch = async (texts: readonly Text[], start: Started, signal?: AbortSignal): Promise<NextLogits[]> => {
    const { from, length } = start;
    const before = from ? { past: joined(from, Tensor), length } : undefined;
    const ran = await readOn(
      machine,
      texts.map(({ tokens }) => tokens.slice(length)),
      before,
      signal,
    );
    const pasts = ran.past ? parted(ran.past, texts.length, Tensor) : [];
    for (const [k, { key, tokens }] of texts.entries()) await memory.keep(key, tokens, pasts[k]);
    return ran.logits.map((logits) => ({ logits, logZ: logSum(logits) }));
  };
  // Where the tokenizer begins every text with a token, so does this; an empty text begins with it in any case.
  const always = tokenizer.encode("", { add_special_tokens: true })[0] === begin ? begin : undefined;
  const checked = ({ key, tokens: given, adapter }: Prefix): Text => {
    const first = given.length === 0 ? begin : always;
    // A copy: the caller's list may have grown by the time that it is its turn.
    const tokens = typeof first === "number" && given[0] !== first ? [first, ...given] : [...given];
    if (tokens.length === 0) {
      throw refused("a text of no tokens cannot be continued", undefined, "give at least one token");
    }
    if (adapter !== undefined) {
      const next = "merge it into the weights, or use the llama engine";
      throw refused("ONNX models take no low-rank adapters", shown(adapter.name), next);
    }
    if (tokens.length > most) {
      throw refused("the text is longer than the model takes", `${tokens.length} tokens of ${most}`, "shorten it");
    }
    const odd = tokens.find((token) => !(Number.isInteger(token) && token >= 0 && token < size));
    if (odd !== undefined) throw refused("no such token", String(odd), `tokens are numbered from 0 to ${size - 1}`);
    return { key, tokens };
  };

  // One after the other: a run takes all cores, and two calls must not read on from one memory at once.
  const turns = inTurn();
  return {
    name: `transformers ${options.model}`,
    vocabulary,
    ends: endsOf(model, tokenizer),
    most,
    tokenize,
    bytes,
    chat,
    next: async (prefixes, _wanted, signal) => {
      const texts = prefixes.map(checked);
      return turns(async () => {
        const told = new Map<Text, NextLogits>();
        let left: readonly Text[] = texts;
        while (left.length > 0) {
          signal?.throwIfAborted();
          const { group, start } = likeTheFirst(left, memory);
          const laws = await batch(group, start, signal);
          for (const [i, text] of group.entries()) told.set(text, laws[i]);
          left = left.filter((text) => !told.has(text));
        }
        return texts.map((text) => told.get(text)!);
      });
    },
    forget: (keys) => turns(() => memory.forget(keys)),
    close: () =>
      turns(async () => {
        await memory.forget(memory.keys());
        await model.dispose();
      }),
  };
}

/** A text that is to be read. */
interface Text {
  readonly key: string;
  readonly tokens: readonly number[];
}

/** What a batch is read on from: each text's memory, all of one length. */
interface Started {
  readonly from: readonly Past[] | undefined;
  readonly length: number;
}

/** The first of these texts, and all that can go with it. */
function likeTheFirst(left: readonly Text[], memory: Memory): { readonly group: Text[]; readonly start: Started } {
  const [first, ...others] = left;
  const start = memory.startOf(first.key, first.tokens);
  const length = start?.length ?? 0;
  const group = [first];
  const from = start && [start.past];
  if (start === undefined || memory.canJoin(start.past)) {
    for (const text of others) {
      if (group.length >= BATCH || text.tokens.length !== first.tokens.length) continue;
      const other = memory.startOf(text.key, text.tokens);
      if ((other?.length ?? 0) !== length || (other && !memory.canJoin(other.past))) continue;
      group.push(text);
      if (other) from?.push(other.past);
    }
  }
  return { group, start: { from, length } };
}

/** Tokens that end an answer: the model's settings for generation say them, its configuration, and its tokenizer. */
function endsOf(model: PeerModel, tokenizer: PeerTokenizer): ReadonlySet<number> {
  const settings = [model.generation_config, model.config] as ({ eos_token_id?: unknown } | null | undefined)[];
  const told = [...settings.map((one) => one?.eos_token_id), tokenizer.eos_token_id].flat();
  return new Set(told.filter((token) => typeof token === "number"));
}

function longestText({ config }: PeerModel, { model_max_length }: PeerTokenizer, asked: number | undefined): number {
  const parts = [config, config["text_config"] as Readonly<Record<string, unknown>> | undefined];
  const names = ["max_position_embeddings", "n_positions", "n_ctx", "max_seq_len", "seq_length"];
  const told = parts.flatMap((part) => names.map((name) => part?.[name])).find((value) => typeof value === "number");
  if (asked !== undefined) {
    const whole = Number.isInteger(asked) && asked >= 1;
    if (whole && (told === undefined || asked <= told)) return asked;
    const wrong = whole ? "the model takes no texts as long as this" : "contextSize should be a whole number from 1 up";
    throw refused(wrong, `${asked}`, told === undefined ? "give some thousand" : `at most ${told}`);
  }
  // A tokenizer that knows of no limit says 1e30.
  return told ?? (model_max_length && model_max_length < 1e9 ? model_max_length : CONTEXT);
}

function refused(wrong: string, given: string | undefined, next: string): DiscoError {
  return new DiscoError({ who: "transformers engine", wrong, ...(given ? { given } : {}), next });
}
