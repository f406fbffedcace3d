import { statSync } from "node:fs";
import type { Engine } from "discoscm/align";
import { usage } from "./errors.js";
import { readText } from "./text-file.js";

/** Which model of language, and how it is run. */
export interface EngineWish {
  /** `markov:FILE.json`, or a .gguf file. */
  readonly model: string;
  /** Threads of a .gguf model; absent: as many as the machine has cores. */
  readonly threads?: number;
  /** Longest text of a .gguf model, in tokens. */
  readonly contextSize?: number;
  /** Texts that a .gguf model holds in memory at once: the factors of an answer, times the answers at once. */
  readonly sequences?: number;
  /** Low-rank adapters of a .gguf model: paths by name. */
  readonly lora?: Readonly<Record<string, string>>;
}

const NEXT = "name a .gguf file, or a table of your own as markov:FILE.json (docs/users.md)";

/**
 * The engine behind `--model`, loaded now and only then. Whoever asked closes it. @throws DiscoError for a file that is not there or not readable, a
 * kind of model that is not known, a package that is missing
 */
export async function loadEngine(wish: EngineWish): Promise<Engine> {
  const { model } = wish;
  if (model.startsWith("markov:")) {
    const { text, name } = await readText(model.slice("markov:".length), { who: "--model", next: NEXT });
    const { markovEngine, readMarkovModel } = await import("discoscm/align");
    return markovEngine(readMarkovModel(text, { name }));
  }
  if (!model.toLowerCase().endsWith(".gguf")) throw usage("--model", "this kind of model is not known", model, NEXT);
  if (statSync(model, { throwIfNoEntry: false })?.isFile() !== true) {
    throw usage("--model", "there is no such file", model, NEXT);
  }
  const { llamaEngine } = await import("discoscm/align/llama");
  return llamaEngine(wish);
}
