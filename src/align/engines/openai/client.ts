import { DiscoError } from "../../../error.js";
import { type HostedFactor, type OpenaiOptions, requestFor } from "./factor.js";
import { readReply, type ToldText } from "./read-reply.js";
import { answerOf, requester } from "./request.js";
import { type GivenText, type TextScore, textScorer } from "./score.js";
import type { TextLaw } from "./text-law.js";

export interface DrawOptions {
  /** Tokens at most. */
  readonly most: number;
  /** Servers that know seeds write the same text for the same one. */
  readonly seed?: number;
  /** Texts at which it ends; they are no part of it. */
  readonly stop?: readonly string[];
  readonly signal?: AbortSignal;
}

/** A model behind an HTTP server that speaks OpenAI's language: whole texts, and the likeliest tokens. */
export interface OpenaiTexts {
  /** The host and the model; never the key. */
  readonly name: string;
  /** The model, as the server calls it. */
  readonly model: string;
  /** A text from the factor's own law, with the log probability of each token. */
  draw(factor: HostedFactor, options: DrawOptions): Promise<ToldText>;
  /** How likely a given text is under a factor. @throws DiscoError (refused) for chats: their endpoint does not say it */
  score(
    factor: HostedFactor,
    text: GivenText,
    options?: { readonly floor?: number; readonly signal?: AbortSignal },
  ): Promise<TextScore>;
  /** The likeliest next tokens after a text; of a chat, the first ones of its answer (`soFar` is "" then). Undefined: the model ends there. */
  next(factor: HostedFactor, soFar: string, options?: { readonly signal?: AbortSignal }): Promise<TextLaw | undefined>;
}

/**
 * A client of OpenAI's endpoint, or of one like it (vLLM, llama.cpp, `disco serve`). It works with whole texts (`fuseTexts`), since hosted models tell the
 * likeliest tokens only and number none. Requests are sent again on 408, 429 and 5xx and where the network fails, and never redirected; the key is sent to the
 * server and told nowhere. Runs in Node and in pages (where the server allows it). @throws DiscoError for options that cannot be; methods throw one where the server does not
 * answer, or tells no log probabilities, and the signal's reason. Cost: requests, which may cost money: one a text drawn.
 */
export function openaiTexts(options: OpenaiOptions): OpenaiTexts {
  checkOptions(options);
  const ask = requester(options);
  const who = new URL(options.baseUrl).host;
  const scorer = textScorer(ask, options, who);
  return {
    name: `openai ${who} ${options.model}`,
    model: options.model,
    async draw(factor, { signal, ...writing }) {
      const { path, body } = requestFor(factor, writing, options);
      return readReply(answerOf(await ask(path, body, signal)), who);
    },
    score: (factor, text, { floor, signal } = {}) => scorer.score(factor, text, floor, signal),
    next: (factor, soFar, { signal } = {}) => scorer.next(factor, soFar, signal),
  };
}

/** Fields that decide what is drawn, and with which probability. */
const OURS = [
  ..."model messages prompt max_tokens temperature top_p n stream logprobs top_logprobs seed stop echo".split(" "),
  ..."frequency_penalty presence_penalty repetition_penalty logit_bias top_k min_p best_of suffix".split(" "),
];

function checkOptions({ model, topLogprobs, extra = {} }: OpenaiOptions): void {
  if (typeof model !== "string" || model === "") {
    throw new DiscoError({ who: "model", wrong: "there is none", next: "give its name, as the server calls it" });
  }
  if (topLogprobs !== undefined && !(Number.isInteger(topLogprobs) && topLogprobs >= 1 && topLogprobs <= 100)) {
    throw new DiscoError({
      who: "topLogprobs",
      wrong: "it should be a whole number from 1 to 100",
      given: String(topLogprobs),
      next: "OpenAI gives 20 at most in chats, and 5 in texts",
    });
  }
  const taken = Object.keys(extra).find((key) => OURS.includes(key));
  if (taken === undefined) return;
  throw new DiscoError({
    who: "extra",
    wrong: "the field is not free: texts have to be drawn from the law itself, and their probabilities to be told",
    given: taken,
    next: "leave it out",
  });
}
