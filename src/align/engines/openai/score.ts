import { DiscoError } from "../../../error.js";
import { type HostedFactor, type OpenaiOptions, requestFor, type Writing } from "./factor.js";
import { readReply, type ToldText, type ToldToken } from "./read-reply.js";
import { type Ask, answerOf } from "./request.js";
import { keyOf, logOfText, type TextLaw, type TextToken } from "./text-law.js";

/** A text that is to be scored. */
export interface GivenText {
  readonly text: string;
  /** As they were drawn. */
  readonly tokens: readonly TextToken[];
}

/** How likely a whole text is under a factor, as far as the server tells. */
export interface TextScore {
  readonly log: number;
  /** Tokens whose probability is not told: the floor stands in for each. */
  readonly floored: number;
  /** The server cuts the text into other tokens than it was drawn in: the score is of these, and another than the text's own. */
  readonly retokenised: boolean;
  readonly how: "echo" | "stepwise";
}

export interface Scorer {
  /**
   * Log probability of a text, without the end that follows it. @throws DiscoError (refused) for chats, which no server scores, and for tokens that are not
   * told without a floor. Cost: one request (echo) or one a token (stepwise); what was asked once is kept.
   */
  score(factor: HostedFactor, text: GivenText, floor: number | undefined, signal?: AbortSignal): Promise<TextScore>;
  /** The law of the next token, as far as it is told; undefined where the model ended each time it was asked. */
  next(factor: HostedFactor, soFar: string, signal?: AbortSignal): Promise<TextLaw | undefined>;
}

/** llama.cpp's server fails of a field that it does not know: "Unsupported param: echo". */
const UNKNOWN = [500, 501];

/** A model may end where it is asked for one more token, and tells nothing then: it is asked again with other seeds. */
const ASKED = 3;

/** How one server scores texts. */
export function textScorer(ask: Ask, options: OpenaiOptions, who: string): Scorer {
  const { scoring = "auto" } = options;
  const repeats = kept<readonly ToldToken[] | undefined>();
  const laws = kept<TextLaw | undefined>();
  let noEcho = scoring === "stepwise";

  const send = async (factor: HostedFactor, writing: Writing, signal?: AbortSignal) => {
    const { path, body } = requestFor(factor, writing, options);
    return ask(path, body, signal, writing.echo ? UNKNOWN : []);
  };
  /** The tokens of a text that the server repeats; undefined: it does not. */
  const echoed = async (prompt: string, signal?: AbortSignal): Promise<readonly ToldToken[] | undefined> => {
    for (const most of [0, 1]) {
      const reply = await send({ prompt }, { most, echo: true, likely: 1 }, signal);
      // Some do not take 0 tokens: then one more is written, and left out here.
      if ("error" in reply) continue;
      const told = repeated(reply.value, who);
      // Some repeat the text and tell the probabilities of what they wrote alone. A token that begins texts may come first.
      if (!told?.text.startsWith(prompt) || !textOf(told.tokens).endsWith(told.text)) return undefined;
      const more = told.text !== prompt || told.tokens.at(-1)?.text === "";
      return most === 1 && more ? told.tokens.slice(0, -1) : told.tokens;
    }
    return undefined;
  };
  const byEcho = async (prompt: string, given: GivenText, floor: number | undefined, signal?: AbortSignal) => {
    const before = await repeats(prompt, () => echoed(prompt, signal));
    if (before === undefined) return undefined;
    const all = await repeats(prompt + given.text, () => echoed(prompt + given.text, signal));
    if (all === undefined) return undefined;
    const crosses = before.some((token, k) => all[k] === undefined || keyOf(token) !== keyOf(all[k]));
    if (crosses || before.length === 0) {
      throw refusal(
        who,
        crosses
          ? "a token of the server's runs across the end of the prompt into the text"
          : "the first token of a text has no law where the prompt is empty",
        crosses ? "end the prompt with a whole word or line, and not with a space" : "give the factor a prompt",
      );
    }
    const tokens = all.slice(before.length);
    const same = tokens.length === given.tokens.length && tokens.every((t, k) => keyOf(t) === keyOf(given.tokens[k]));
    const logs = tokens.map(({ log }) => log ?? floorFor(floor, 0, who));
    const floored = tokens.filter(({ log }) => log === undefined).length;
    return { log: sum(logs), floored, retokenised: !same, how: "echo" as const };
  };
  const lawAfter = (prompt: string, signal?: AbortSignal) =>
    laws(prompt, async () => {
      for (let seed = 1; seed <= ASKED; seed++) {
        const told = readReply(answerOf(await send({ prompt }, { most: 1, seed }, signal)), who);
        if (told.tokens.length > 0) return told.tokens[0].law;
      }
      return undefined;
    });
  const byStep = async (prompt: string, given: GivenText, floor: number | undefined, signal?: AbortSignal) => {
    const { tokens } = given;
    if (!textOf(tokens).trimStart().startsWith(given.text.trim())) {
      const next = "have the server tell tokens by their texts";
      throw refusal(who, "the tokens that the server tells are not the text that it wrote", next);
    }
    const places = tokens.map((_, k) => prompt + textOf(tokens.slice(0, k)));
    const told = await Promise.all(places.map((place) => lawAfter(place, signal)));
    let floored = 0;
    const logs = tokens.map((token, k) => {
      const law = told[k];
      const log = law && logOfText(law, token);
      if (log !== undefined) return log;
      floored++;
      return floorFor(floor, law?.rest ?? 0, who);
    });
    return { log: sum(logs), floored, retokenised: false, how: "stepwise" as const };
  };
  return {
    async score(factor, given, floor, signal) {
      if ("messages" in factor) throw cannotScore(who);
      if (given.tokens.length === 0) return { log: 0, floored: 0, retokenised: false, how: "stepwise" };
      if (!noEcho) {
        const found = await byEcho(factor.prompt, given, floor, signal);
        if (found) return found;
        if (scoring === "echo") {
          const next = 'leave `scoring: "echo"` out: texts are scored token by token then';
          throw refusal(who, "the server does not repeat a text with its log probabilities (echo)", next);
        }
        noEcho = true;
      }
      return byStep(factor.prompt, given, floor, signal);
    },
    async next(factor, soFar, signal) {
      if ("prompt" in factor) return lawAfter(factor.prompt + soFar, signal);
      if (soFar !== "") throw cannotScore(who);
      const told = readReply(answerOf(await send(factor, { most: 1 }, signal)), who);
      return told.tokens[0]?.law;
    },
  };
}

/** An answer that should hold the prompt; undefined where it has no such tokens. */
function repeated(value: unknown, who: string): ToldText | undefined {
  try {
    return readReply(value, who);
  } catch (error) {
    if (error instanceof DiscoError) return undefined;
    throw error;
  }
}

/** What servers tell is rounded: a rest that is smaller is not told apart from none. */
const ROUNDING = Math.log(1e-9);

/** The floor, or what is left for all that is not told, where that is less. */
function floorFor(floor: number | undefined, rest: number, who: string): number {
  if (floor === undefined) {
    const next = "state what stands in for it (floor: 1e-6), or ask for more of the likeliest tokens (topLogprobs)";
    throw refusal(who, "the probability of a token is not among those that the server tells", next);
  }
  return Math.min(Math.log(floor), Math.max(rest, ROUNDING));
}

function cannotScore(who: string): DiscoError {
  return refusal(
    who,
    "a chat endpoint does not say how likely a given answer is, so that answers cannot be weighed under other factors than their own",
    "give the factors as `prompt`s of a server with /completions, or score the texts with an engine of your own (`score`)",
  );
}

/** What tokens are together. Half a character at the end is left out: the next token has the other half. */
function textOf(tokens: readonly TextToken[]): string {
  const encoder = new TextEncoder();
  const bytes = tokens.flatMap((token) => [...(token.bytes ?? encoder.encode(token.text))]);
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(bytes), { stream: true });
}

const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);

/** What was asked once is not asked again; what failed is. */
function kept<T>(): (key: string, work: () => Promise<T>) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key, work) => {
    const before = known.get(key);
    if (before) return before;
    const found = work();
    known.set(key, found);
    found.catch(() => known.delete(key));
    return found;
  };
}

function refusal(who: string, wrong: string, next: string): DiscoError {
  return new DiscoError({ who, wrong, next }, "refused");
}
