import { DiscoError } from "../../../error.js";
import { type TextLaw, type TextToken, textLaw } from "./text-law.js";

/** A token of a text, and the law it was drawn from as far as it was told. */
export interface ToldToken extends TextToken {
  /** Absent: the server does not tell it. */
  readonly log?: number;
  readonly law: TextLaw;
}

/** A text that a server wrote. */
export interface ToldText {
  readonly text: string;
  /** Without the token that ended it, of which no server tells the probability. */
  readonly tokens: readonly ToldToken[];
  /** It came to its end or to a stop, and was not cut. */
  readonly ended: boolean;
}

/** OpenAI writes this for what is not among the likeliest. */
const NOT_TOLD = -9999;

/** The first choice of an answer of either endpoint. @throws DiscoError where there is none, or where it comes without log probabilities */
export function readReply(value: unknown, who: string): ToldText {
  const complain = (wrong: string, next: string, given?: string) =>
    new DiscoError({ who, wrong, next, ...(given ? { given } : {}) }, "refused");
  const choice = (value as { choices?: unknown[] } | null)?.choices?.[0] as Choice | undefined;
  const text = choice?.message ? (choice.message.content ?? "") : choice?.text;
  if (choice === undefined || typeof text !== "string") {
    throw complain("the answer has no text", "check that the server speaks OpenAI's language");
  }
  const { finish_reason: reason, logprobs } = choice;
  if (reason !== "stop" && reason !== "length") {
    const next = "no text can be drawn under this factor; change its words, or the model";
    throw complain("the text was not written to its end for another reason than its length", next, String(reason));
  }
  const tokens = tokensOf(logprobs);
  if (tokens === undefined || (tokens.length === 0 && text !== "")) {
    const next = "without them no text can be weighed: take a model and server that tell them";
    throw complain("the server tells no log probabilities (logprobs)", next);
  }
  return { text, tokens, ended: reason === "stop" };
}

interface Choice {
  readonly text?: unknown;
  readonly message?: { readonly content?: unknown };
  readonly finish_reason?: unknown;
  readonly logprobs?: Logprobs | null;
}

interface Entry {
  readonly token: string;
  readonly logprob?: number | null;
  readonly bytes?: readonly number[] | null;
}

interface Logprobs {
  /** Chat, and completions of some servers. */
  readonly content?: readonly (Entry & { readonly top_logprobs?: readonly Entry[] })[] | null;
  /** Completions. */
  readonly tokens?: readonly string[];
  readonly token_logprobs?: readonly (number | null)[];
  readonly top_logprobs?: readonly (Readonly<Record<string, number>> | null)[] | null;
}

function tokensOf(logprobs: Logprobs | null | undefined): ToldToken[] | undefined {
  if (Array.isArray(logprobs?.content)) {
    return logprobs.content.map(({ token, bytes, logprob, top_logprobs: top = [] }) =>
      toldToken(textToken(token, bytes), logprob, top),
    );
  }
  if (!Array.isArray(logprobs?.tokens)) return undefined;
  const { tokens, token_logprobs: logs = [], top_logprobs: tops } = logprobs;
  return tokens.map((text, k) => {
    const top = Object.entries(tops?.[k] ?? {}).map(([token, logprob]) => ({ token, logprob }));
    return toldToken(textToken(text, undefined), logs[k], top);
  });
}

function toldToken(token: TextToken, logprob: number | null | undefined, top: readonly Entry[]): ToldToken {
  const log = toldLog(logprob);
  const likely = top.flatMap((one) => {
    const its = toldLog(one.logprob);
    return its === undefined ? [] : [{ ...textToken(one.token, one.bytes), log: its }];
  });
  const law = textLaw(log === undefined ? likely : [...likely, { ...token, log }]);
  return { ...token, ...(log === undefined ? {} : { log }), law };
}

/** Rounding may put a sure token a little above 1. */
function toldLog(log: number | null | undefined): number | undefined {
  return typeof log === "number" && log > NOT_TOLD ? Math.min(0, log) : undefined;
}

/** In completions a token that is no whole text is written `bytes:\xe2\x80`. */
function textToken(text: string, bytes: readonly number[] | null | undefined): TextToken {
  if (bytes) return { text, bytes };
  const hex = /^bytes:((?:\\x[0-9a-f]{2})+)$/i.exec(text);
  if (hex === null) return { text };
  return {
    text: "\ufffd",
    bytes: hex[1]
      .split("\\x")
      .slice(1)
      .map((pair) => Number.parseInt(pair, 16)),
  };
}
