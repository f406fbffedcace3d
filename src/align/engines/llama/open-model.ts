import { DiscoError } from "../../../error.js";
import type { Model, Peer } from "./peer.js";
import { type LlamaWish, sharedLlama } from "./shared-llama.js";

export interface Opened {
  readonly model: Model;
  /** After the model's contexts. */
  readonly close: () => Promise<void>;
}

/** Loads a GGUF file. @throws DiscoError for a file that is not there, is no GGUF, is cut short, or needs more memory than there is */
export async function openModel(peer: Peer, path: string, wish: LlamaWish): Promise<Opened> {
  await checkFile(path);
  const { llama, said, release, spoil } = await sharedLlama(peer, wish);
  said.length = 0;
  try {
    const model = await llama.loadModel({ modelPath: path, ...(wish.gpu === false ? { gpuLayers: 0 } : {}) });
    const close = async () => {
      await model.dispose();
      await release();
    };
    return { model, close };
  } catch (error) {
    // What llama.cpp complained of comes from its own thread, a moment later.
    await new Promise((resolve) => setTimeout(resolve, 50));
    spoil();
    await release();
    throw notLoaded(path, error, said);
  }
}

/** What can be told of a file without loading it. */
async function checkFile(path: string): Promise<void> {
  const { open } = await import("node:fs/promises");
  const complain = (wrong: string, next: string) => new DiscoError({ who: "model", wrong, given: path, next });
  const get = "give the path of a GGUF file; disco model fetch smollm2 gets a small one";
  let start: Buffer;
  try {
    const file = await open(path, "r");
    try {
      if ((await file.stat()).isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
      start = (await file.read(Buffer.alloc(8), 0, 8, 0)).buffer;
    } finally {
      await file.close();
    }
  } catch (error) {
    const reasons: Record<string, string> = {
      ENOENT: "there is no such file",
      EISDIR: "this is a folder",
      ENOTDIR: "a file stands where its folder should be",
      EACCES: "no permission to read it",
    };
    const code = (error as NodeJS.ErrnoException).code ?? "";
    throw complain(reasons[code] ?? `it cannot be read: ${code}`, get);
  }
  if (start.toString("latin1", 0, 4) !== "GGUF") {
    throw complain("this is no GGUF file: it does not begin with the letters GGUF", get);
  }
  const version = start.readUInt32LE(4);
  if (version < 1 || version > 3) throw complain(`version ${version} of the GGUF format is not known`, get);
}

function notLoaded(path: string, error: unknown, said: readonly string[]): DiscoError {
  const told = [firstLine(error), ...said].join("\n");
  const complain = (wrong: string, next: string) => new DiscoError({ who: "model", wrong, given: path, next });
  if (
    /not within the file bounds|unexpectedly reached end|failed to read|out of range|ERR_OUT_OF_RANGE|EOF/i.test(told)
  ) {
    return complain("the file is cut short, or damaged", "download it again: disco model fetch checks what it gets");
  }
  if (/memory|alloc/i.test(told)) return outOfMemory("model", path);
  return complain(
    `llama.cpp does not load it: ${firstLine(error)}${said.length > 0 ? ` (${said.at(-1)})` : ""}`,
    "is the file whole, and a model of language that llama.cpp knows?",
  );
}

export function outOfMemory(who: string, given: string): DiscoError {
  return new DiscoError({
    who,
    wrong: "there is not enough memory for it",
    given,
    next: "take a smaller context (contextSize), fewer sequences, or a smaller or more strongly quantised model",
  });
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0];
}
