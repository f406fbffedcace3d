import type { Message } from "../../engine.js";
import type { ServerOptions } from "./request.js";

/** What a hosted factor is told: a conversation (`/chat/completions`), or a text to go on with (`/completions`). */
export type HostedFactor = { readonly messages: readonly Message[] } | { readonly prompt: string };

export interface OpenaiOptions extends ServerOptions {
  /** As the server calls it. */
  readonly model: string;
  /** Likeliest tokens that are asked for with each; default 20 in chats and 5 in texts, which is what OpenAI allows. */
  readonly topLogprobs?: number;
  /**
   * How given texts are scored: `echo` has the server repeat them with their log probabilities, exact, one request a text; `stepwise` asks for the likeliest
   * tokens at each place, truncated, one request a token; `auto` (default) tries echo first.
   */
  readonly scoring?: "auto" | "echo" | "stepwise";
  /** Fields of the request that the server wants beside those that are set here. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** What is asked of a text that is to be written. */
export interface Writing {
  /** Tokens at most. */
  readonly most: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly echo?: true;
  /** The likeliest tokens that are told at each place. */
  readonly likely?: number;
}

const LIKELY = { chat: 20, completions: 5 } as const;

/**
 * A request that draws from the law itself: temperature 1 and no nucleus, since a text drawn otherwise was not drawn with the probability that the
 * server tells.
 */
export function requestFor(
  factor: HostedFactor,
  { most, seed, stop, echo, likely }: Writing,
  { model, topLogprobs, extra }: Pick<OpenaiOptions, "model" | "topLogprobs" | "extra">,
): { readonly path: string; readonly body: object } {
  const common = {
    ...extra,
    model,
    max_tokens: most,
    temperature: 1,
    top_p: 1,
    n: 1,
    stream: false,
    ...(seed === undefined ? {} : { seed }),
    ...(stop?.length ? { stop } : {}),
  };
  if ("messages" in factor) {
    const messages = factor.messages.map(({ role, content }) => ({ role, content }));
    const top_logprobs = likely ?? topLogprobs ?? LIKELY.chat;
    return { path: "/chat/completions", body: { ...common, messages, logprobs: true, top_logprobs } };
  }
  const logprobs = likely ?? topLogprobs ?? LIKELY.completions;
  const body = { ...common, prompt: factor.prompt, logprobs, ...(echo ? { echo } : {}) };
  return { path: "/completions", body };
}
