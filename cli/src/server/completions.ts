import { checkRequest } from "./check-request.js";
import { checkLetters, checkModel, prepare, reading } from "./prepare.js";
import { referenceAlone } from "./profiles.js";
import { respond, type Shape } from "./respond.js";
import { completionRequest } from "./schemas.js";
import type { Service } from "./service.js";
import { tokenText } from "./token-text.js";
import type { Piece } from "./write-choice.js";

/** `POST /v1/completions`: a text continued, by the model as it is. There is no conversation in it that a profile could be told. */
export function completions(service: Service, raw: Request): Promise<Response> {
  const { limits, engine } = service;
  return respond(service, raw, async (body) => {
    const request = checkRequest(completionRequest(limits.choices), body);
    checkModel(service, request.model);
    const { prompt } = request;
    checkLetters(service, [prompt], "prompt");
    const tokens = await reading("prompt", () => engine.tokenize(prompt));
    const logs = typeof request.logprobs === "number";
    const prepared = prepare(service, request, {
      prefix: "cmpl",
      speakers: referenceAlone(tokens),
      asked: request.max_tokens,
      likely: request.logprobs ?? 0,
      param: "prompt",
    });
    const usage = request.stream_options?.include_usage === true;
    return { prepared, stream: request.stream === true, usage, shape: textShape(service, logs) };
  });
}

function textShape({ engine }: Service, logs: boolean): Shape {
  const textOf = (token: number) => tokenText(engine, token).token;
  const choice = (index: number, pieces: readonly Piece[]) => {
    const tokens = pieces.flatMap((piece) => piece.tokens);
    return {
      index,
      text: pieces.map(({ text }) => text).join(""),
      logprobs: logs
        ? {
            tokens: tokens.map(({ token }) => textOf(token)),
            token_logprobs: tokens.map(({ log }) => log),
            top_logprobs: tokens.map(({ likely }) =>
              Object.fromEntries(likely.map(({ token, log }) => [textOf(token), log])),
            ),
            text_offset: tokens.map(({ from }) => from),
          }
        : null,
      finish_reason: pieces.at(-1)?.ending?.reason ?? null,
    };
  };
  return {
    whole: "text_completion",
    chunk: "text_completion",
    choice,
    delta: (index, piece) => choice(index, [piece]),
  };
}
