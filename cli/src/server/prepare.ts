import { randomBytes, randomInt } from "node:crypto";
import { DiscoError } from "discoscm/error";
import { ApiError, badRequest, ofRequest } from "./api-error.js";
import { LETTERS_A_TOKEN } from "./limits.js";
import type { Speakers } from "./profiles.js";
import type { CommonRequest } from "./schemas.js";
import type { Service } from "./service.js";
import type { Wish } from "./write-choice.js";

/** A request that can be answered. */
export interface Prepared {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly speakers: Speakers;
  readonly wish: Wish;
  readonly choices: number;
  readonly seed: number;
  /** Tokens of the conversation itself. */
  readonly promptTokens: number;
}

/** @throws ApiError 404 */
export function checkModel({ model }: Service, asked: string): void {
  if (asked === model) return;
  const message = `the model ${JSON.stringify(asked.slice(0, 100))} is not there; the one that is: ${model}`;
  throw new ApiError(404, message, { param: "model", code: "model_not_found" });
}

/** @throws ApiError 400 before any time is spent on a text that cannot fit */
export function checkLetters({ engine }: Service, texts: readonly string[], param: string): void {
  const letters = texts.reduce((sum, { length }) => sum + length, 0);
  const most = engine.most * LETTERS_A_TOKEN;
  if (letters <= most) return;
  const [has, may] = [letters, most].map((count) => count.toLocaleString("en-US"));
  throw badRequest(
    `${param}: ${has} letters, and at most ${may} are read; shorten it`,
    param,
    "string_above_max_length",
  );
}

/** Reading the request; the library's complaints are the request's fault. */
export async function reading<T>(param: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof DiscoError ? ofRequest(error, param) : error;
  }
}

/** @throws ApiError 400 for what is more than the model or the server can */
export function prepare(
  { engine, limits }: Service,
  request: CommonRequest,
  {
    prefix,
    speakers,
    asked,
    likely,
    param,
  }: {
    readonly prefix: string;
    readonly speakers: Speakers;
    /** Tokens that the request allows the answer. */
    readonly asked: number | null | undefined;
    readonly likely: number;
    /** The field that the prompt stands in. */
    readonly param: string;
  },
): Prepared {
  const lengths = Object.values(speakers.factors).map(({ tokens }) => tokens.length);
  const longest = Math.max(...lengths);
  const room = engine.most - longest;
  const tooLong = (message: string, field: string) => badRequest(message, field, "context_length_exceeded");
  if (room < 1)
    throw tooLong(`${param}: ${longest} tokens, and the model takes ${engine.most}, its answer included`, param);
  if (typeof asked === "number" && asked > limits.tokens) {
    throw badRequest(
      `max_tokens: an answer of this server has ${limits.tokens} at most (given: ${asked})`,
      "max_tokens",
    );
  }
  if (typeof asked === "number" && asked > room) {
    const message = `max_tokens: ${longest} tokens of the prompt leave ${room} of the model's ${engine.most} (given: ${asked})`;
    throw tooLong(message, "max_tokens");
  }
  if (request.stream_options && !request.stream) {
    throw badRequest("stream_options: it means something with stream: true only", "stream_options");
  }
  return {
    id: `${prefix}-${randomBytes(12).toString("hex")}`,
    created: Math.floor(Date.now() / 1000),
    speakers,
    wish: {
      most: Math.min(asked ?? limits.tokens, limits.tokens, room),
      temperature: request.temperature ?? 1,
      // As good as none: the likeliest token alone.
      topP: request.top_p === 0 ? Number.MIN_VALUE : (request.top_p ?? 1),
      stops: request.stop ?? [],
      likely,
    },
    choices: request.n ?? 1,
    seed: request.seed ?? randomInt(2 ** 32),
    promptTokens: (speakers.factors["ref"] ?? Object.values(speakers.factors)[0]).tokens.length,
  };
}

/** The first choice has the request's own seed, so that it is the answer of n = 1; the others' lie far from it. */
export function seedOf(seed: number, choice: number): number {
  return Number(BigInt.asUintN(32, BigInt(seed) + BigInt(choice) * 0x9e3779b9n));
}
