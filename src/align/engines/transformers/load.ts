import { DiscoError } from "../../../error.js";
import { shown } from "../../../num/complaint.js";
import type { PeerModel, PeerTokenizer, TransformersLibrary } from "./peer.js";

/** Which model, and from where. */
export interface LoadOptions {
  readonly model: string;
  readonly dtype?: string;
  readonly device?: string;
  readonly localOnly?: boolean;
}

export interface Loaded {
  readonly model: PeerModel;
  readonly tokenizer: PeerTokenizer;
}

// The library's switches are one for all of a program: while a model is loaded with some, no other may be loaded with others.
let before: Promise<unknown> = Promise.resolve();

/**
 * Loads a model and its tokenizer; nothing is fetched from the hub unless `localOnly` is false.
 * @throws DiscoError where it is not there or cannot be read
 */
export function loadModel(library: TransformersLibrary, options: LoadOptions): Promise<Loaded> {
  const loaded = before.then(() => load(library, options));
  before = loaded.catch(() => {});
  return loaded;
}

async function load(library: TransformersLibrary, options: LoadOptions): Promise<Loaded> {
  const { model: name, dtype, device, localOnly = true } = options;
  const { env, AutoTokenizer, AutoModelForCausalLM } = library;
  const { allowRemoteModels, allowLocalModels } = env;
  // The option alone is not enough: with it 4.3.1 still asks the hub whether a tokenizer's settings are there. And in pages local files are off by default.
  env.allowRemoteModels = !localOnly;
  env.allowLocalModels = allowLocalModels || localOnly;
  const shared = { local_files_only: localOnly };
  try {
    const tokenizer = (await AutoTokenizer.from_pretrained(name, shared)) as PeerTokenizer;
    const asked = { ...shared, ...(dtype ? { dtype } : {}), ...(device ? { device } : {}) };
    const model = (await AutoModelForCausalLM.from_pretrained(name, asked)) as PeerModel;
    return { tokenizer, model };
  } catch (error) {
    throw notLoaded(name, localOnly, error as Error);
  } finally {
    Object.assign(env, { allowRemoteModels, allowLocalModels });
  }
}

function notLoaded(name: string, localOnly: boolean, error: Error): DiscoError {
  const hub = localOnly ? "; or let it be fetched from the hub: localOnly: false" : "";
  return new DiscoError({
    who: "transformers engine",
    wrong: `the model ${shown(name)} cannot be loaded`,
    given: String(error.message ?? error)
      .split("\n")[0]
      .slice(0, 200),
    next: `give a folder, beginning with ./ or /, that holds config.json, tokenizer.json, tokenizer_config.json and onnx/model.onnx${hub}`,
  });
}
