import type { Message } from "discoscm/align";
import { badRequest } from "./api-error.js";
import { checkRequest } from "./check-request.js";
import { checkLetters, checkModel, prepare, reading } from "./prepare.js";
import { referenceAlone } from "./profiles.js";
import { respond, type Shape } from "./respond.js";
import { chatRequest } from "./schemas.js";
import type { Service } from "./service.js";
import { tokenText } from "./token-text.js";
import type { Piece, TokenTold } from "./write-choice.js";

/** `POST /v1/chat/completions`. */
export function chat(service: Service, raw: Request): Promise<Response> {
  const { limits, engine, profiles } = service;
  return respond(service, raw, async (body, signal) => {
    const request = checkRequest(chatRequest(limits.messages, limits.choices), body);
    checkModel(service, request.model);
    if (request.top_logprobs && !request.logprobs) {
      throw badRequest("top_logprobs: it means something with logprobs: true only", "top_logprobs");
    }
    const messages = request.messages.map(
      ({ role, content }): Message => ({ role: role === "developer" ? "system" : role, content }),
    );
    checkLetters(
      service,
      messages.map(({ content }) => content),
      "messages",
    );
    const speakers = await reading("messages", async () => {
      const known = await profiles.factorsFor(request.user ?? undefined, messages, signal);
      return known ?? referenceAlone(engine.chat(messages));
    });
    const logs = request.logprobs === true;
    const prepared = prepare(service, request, {
      prefix: "chatcmpl",
      speakers,
      asked: request.max_completion_tokens ?? request.max_tokens,
      likely: logs ? (request.top_logprobs ?? 0) : 0,
      param: "messages",
    });
    const usage = request.stream_options?.include_usage === true;
    return { prepared, stream: request.stream === true, usage, shape: chatShape(service, logs) };
  });
}

function chatShape({ engine }: Service, logs: boolean): Shape {
  const entry = (token: number, log: number) => ({ ...tokenText(engine, token), logprob: log });
  const told = ({ token, log, likely }: TokenTold) => ({
    ...entry(token, log),
    top_logprobs: likely.map((one) => entry(one.token, one.log)),
  });
  const logprobs = (pieces: readonly Piece[]) =>
    logs ? { content: pieces.flatMap(({ tokens }) => tokens.map(told)), refusal: null } : null;
  return {
    whole: "chat.completion",
    chunk: "chat.completion.chunk",
    choice: (index, pieces) => ({
      index,
      message: { role: "assistant", content: pieces.map(({ text }) => text).join(""), refusal: null },
      logprobs: logprobs(pieces),
      finish_reason: pieces.at(-1)!.ending!.reason,
    }),
    opening: (index) => ({
      index,
      delta: { role: "assistant", content: "", refusal: null },
      logprobs: null,
      finish_reason: null,
    }),
    delta: (index, piece) => ({
      index,
      delta: piece.text === "" && piece.ending ? {} : { content: piece.text },
      logprobs: piece.tokens.length > 0 ? logprobs([piece]) : null,
      finish_reason: piece.ending?.reason ?? null,
    }),
  };
}
