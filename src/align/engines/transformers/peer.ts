import { DiscoError } from "../../../error.js";

// What is used of @huggingface/transformers, as far as it is used: the library is an optional peer, so that its own types may be absent.

/** Numbers in a shape, on the processor or on a graphics card. */
export interface PeerTensor {
  readonly type: string;
  readonly dims: readonly number[];
  /** "cpu", or where else the numbers are: then `data` cannot be read. */
  readonly location?: string;
  readonly data: unknown;
  dispose?(): unknown;
}

export interface PeerTokenizer {
  encode(text: string, options: { add_special_tokens: boolean }): number[];
  decode(tokens: number[], options?: { skip_special_tokens?: boolean }): string;
  apply_chat_template(messages: object[], options: object): unknown;
  get_vocab(): Map<string, number>;
  readonly chat_template?: unknown;
  readonly all_special_ids: readonly number[];
  readonly all_special_tokens: readonly string[];
  readonly bos_token_id?: number | undefined;
  readonly eos_token_id?: number | undefined;
  readonly model_max_length?: number;
}

export interface PeerModel {
  (inputs: Record<string, unknown>): Promise<Record<string, PeerTensor>>;
  readonly config: Readonly<Record<string, unknown>>;
  readonly generation_config?: unknown;
  dispose(): Promise<unknown>;
}

export type MakeTensor = new (type: string, data: unknown, dims: number[]) => PeerTensor;

/** The module, however it was come by: installed, bundled, or loaded by a page from somewhere. */
export interface TransformersLibrary {
  readonly AutoTokenizer: { from_pretrained(model: string, options?: object): Promise<unknown> };
  readonly AutoModelForCausalLM: { from_pretrained(model: string, options?: object): Promise<unknown> };
  /** The class; `MakeTensor`. */
  readonly Tensor: unknown;
  readonly env: { allowRemoteModels: boolean; allowLocalModels: boolean };
}

const INSTALL = "npm install @huggingface/transformers@4.3.1";

/** The installed peer. @throws DiscoError with the line that installs it */
export async function loadTransformers(): Promise<TransformersLibrary> {
  try {
    return await import("@huggingface/transformers");
  } catch (error) {
    const cause = error as { code?: string; message?: string };
    const absent =
      cause.code === "ERR_MODULE_NOT_FOUND" && String(cause.message).includes("'@huggingface/transformers'");
    throw absent ? missing() : broken(String(cause.message ?? error));
  }
}

function missing(): DiscoError {
  return new DiscoError({
    who: "transformers engine",
    wrong: "ONNX models run on @huggingface/transformers, which is not installed",
    next: `${INSTALL}   (in a page: give the module as \`library\`)`,
  });
}

/** Installed, and something that it needs is not: as a rule the runtime's binary. */
function broken(message: string): DiscoError {
  return new DiscoError({
    who: "transformers engine",
    wrong: "@huggingface/transformers is there and cannot be loaded",
    given: message.split("\n")[0].slice(0, 200),
    next: `install it again: ${INSTALL}   (where its install script may not download: a line onnxruntime-node-install=skip in .npmrc, which leaves out GPU binaries alone)`,
  });
}
