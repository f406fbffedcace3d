import { DiscoError } from "../../../error.js";

/**
 * The part of node-llama-cpp 3.22 that is used, as types: the package is an optional peer, so that its own types may not be there when this is compiled.
 */
export interface Peer {
  readonly getLlama: (options: {
    readonly gpu: boolean | "auto";
    readonly build: "never";
    readonly skipDownload: true;
    readonly progressLogs: false;
    readonly maxThreads: number;
    readonly logLevel: string;
    readonly logger: (level: string, message: string) => void;
  }) => Promise<Llama>;
  readonly JinjaTemplateChatWrapper: new (options: {
    readonly template: string;
    readonly tokenizer: unknown;
    readonly joinAdjacentMessagesOfTheSameType: boolean;
    readonly trimLeadingWhitespaceInResponses: boolean;
  }) => ChatWrapper;
  readonly resolveChatWrapper: (model: Model) => ChatWrapper;
}

export interface Llama {
  readonly loadModel: (options: { readonly modelPath: string; readonly gpuLayers?: number }) => Promise<Model>;
  readonly dispose: () => Promise<void>;
}

export interface Model {
  readonly tokenizer: unknown;
  readonly trainContextSize: number;
  readonly fileInfo: { readonly metadata: { readonly tokenizer?: TokenizerData } };
  readonly tokens: { readonly bos: number | null; readonly shouldPrependBosToken: boolean };
  readonly tokenize: (text: string, specialTokens: boolean) => number[];
  readonly detokenize: (tokens: readonly number[], specialTokens: boolean) => string;
  readonly isEogToken: (token: number) => boolean;
  readonly dispose: () => Promise<void>;
  readonly createContext: (options: {
    readonly contextSize: number;
    readonly sequences: number;
    readonly threads: number;
    readonly batchSize: number;
    readonly failedCreationRemedy: false;
    readonly lora?: { readonly adapters: readonly { readonly filePath: string; readonly scale: number }[] };
  }) => Promise<Context>;
}

/** What a GGUF file says of its tokens. */
export interface TokenizerData {
  readonly ggml: {
    /** The kind of tokenizer: gpt2 (byte-level), llama (SentencePiece), ... */
    readonly model: string;
    readonly tokens: readonly string[];
    readonly token_type?: readonly number[];
  };
  readonly chat_template?: string;
}

export interface Context {
  readonly contextSize: number;
  readonly getSequence: () => Sequence;
  readonly dispose: () => Promise<void>;
}

/** One text in a context, with its keys and values. */
export interface Sequence {
  readonly nextTokenIndex: number;
  readonly contextTokens: number[];
  /** A state that cannot be cut back at its end without being made anew (recurrent models, sliding windows). */
  readonly needsCheckpoints: boolean;
  readonly eraseContextTokenRanges: (ranges: { readonly start: number; readonly end: number }[]) => Promise<void>;
  readonly clearHistory: () => Promise<void>;
  readonly evaluateWithoutGeneratingNewTokens: (tokens: number[]) => Promise<void>;
  readonly controlledEvaluate: (
    input: (number | [number, { readonly generateNext: Asked }])[],
  ) => Promise<({ readonly next: Told } | undefined)[]>;
  readonly saveStateToFile: (path: string) => Promise<{ readonly fileSize: number }>;
  readonly loadStateFromFile: (path: string, risk: { readonly acceptRisk: true }) => Promise<void>;
}

export interface Asked {
  readonly logits: true | { readonly filter: { readonly tokens: readonly number[]; readonly includeTop?: number } };
  readonly totalLogitWeight?: true;
}

export interface Told {
  /** Sorted, the largest first. */
  readonly logits?: ReadonlyMap<number, number>;
  /** Sum of exp(logit - the largest), added up in 32 bits. */
  readonly totalLogitWeight?: number;
}

export interface ChatWrapper {
  readonly generateContextState: (options: { readonly chatHistory: readonly ChatItem[] }) => {
    readonly contextText: { readonly tokenize: (tokenizer: unknown) => number[] };
  };
}

export type ChatItem =
  | { readonly type: "system" | "user"; readonly text: string }
  | { readonly type: "model"; readonly response: readonly string[] };

/** The version that this is written for and tested with. */
export const PEER = "node-llama-cpp@3.22.1";

/** @throws DiscoError with the line that installs it */
export async function loadPeer(): Promise<Peer> {
  // A name that bundlers cannot see through: the package runs in Node only.
  const name = "node-llama-cpp";
  try {
    return (await import(/* @vite-ignore */ name)) as Peer;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND";
    throw new DiscoError({
      who: "llama engine",
      wrong: missing
        ? "GGUF models are run by the package node-llama-cpp, which is not installed"
        : `the package node-llama-cpp does not load: ${(error as Error).message}`,
      next: `install it: npm install ${PEER}`,
    });
  }
}
