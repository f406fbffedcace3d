/** The tokens of an engine. Laws over different vocabularies cannot be fused; `id` tells them apart. */
export interface Vocabulary {
  /** The same for engines whose token numbers mean the same texts: a hash of all of them. */
  readonly id: string;
  readonly size: number;
}

/** What is known of the law of the next token: P(token) = exp(logit - logZ). */
export interface NextLogits {
  /** Which tokens the logits are of; absent: of all, in the order of the vocabulary. */
  readonly ids?: Int32Array;
  /** -Infinity: impossible. */
  readonly logits: Float32Array | Float64Array;
  /** Logarithm of the sum of exp(logit) over the *whole* vocabulary, the tokens that are not told included. */
  readonly logZ: number;
}

/** A text so far, and whose memory of it an engine may reuse: prefixes of one `key` grow from call to call. */
export interface Prefix {
  readonly key: string;
  readonly tokens: readonly number[];
  /** Whose laws are to be fused: sparse laws of one answer should tell the same tokens, where the engine can see to it. */
  readonly answer?: string;
  /** A low-rank adapter of the engine, and how strongly it is laid over the weights. */
  readonly adapter?: { readonly name: string; readonly scale: number };
}

/** Which logits are wanted: of all tokens (absent), or of the `top` likeliest and of the ones in `also`. */
export interface Wanted {
  readonly top?: number;
  readonly also?: readonly number[];
}

export interface Message {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** A source of laws of the next token: a language model, or a table. The one interface behind which engines differ. */
export interface Engine {
  readonly name: string;
  readonly vocabulary: Vocabulary;
  /** Tokens that end an answer. */
  readonly ends: ReadonlySet<number>;
  /** Longest text, in tokens. */
  readonly most: number;
  /** How many prefixes it can hold in memory at once; absent: as many as it is asked for. */
  readonly sequences?: number;
  tokenize(text: string): readonly number[];
  /** The bytes of one token's text: a character may be spread over several tokens. */
  bytes(token: number): Uint8Array;
  /** A conversation as the model was trained to see it, up to where its answer begins. */
  chat(messages: readonly Message[]): readonly number[];
  /**
   * The laws after each prefix, in one batch. @throws DiscoError for texts longer than `most`; the signal's reason when it is aborted.
   */
  next(prefixes: readonly Prefix[], wanted: Wanted, signal?: AbortSignal): Promise<readonly NextLogits[]>;
  /** Forgets what it remembers of these keys. */
  forget(keys: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
