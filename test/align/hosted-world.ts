import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { uniformStream } from "../../src/num/random.js";
import { markovWorld, SYMBOLS } from "./markov-world.js";

/** How a planted server differs from one that can do everything. */
export interface HostedTraits {
  /** Tokens told at each place; default all. */
  readonly top?: number;
  readonly echo?: boolean;
  /** Where it repeats a text it wants to write one token more. */
  readonly atLeastOne?: boolean;
  /** It repeats a text, and tells the probabilities of what it wrote alone (llama.cpp's server, issue 27174). */
  readonly echoesText?: boolean;
  /** It tells probabilities of texts as those of chats are told (llama.cpp's server). */
  readonly asChats?: boolean;
  /** Answers with this in place of its own, as long as it gives something. */
  readonly instead?: (body: Record<string, unknown>, response: ServerResponse) => boolean;
}

interface Told {
  readonly path: string;
  readonly body: Record<string, unknown>;
  readonly key: string | undefined;
}

/** A server of OpenAI's language over Markov laws that are known exactly. A prompt is a law's name and a colon, then the symbols so far. */
export async function hostedWorld(names: readonly string[], seed: number, traits: HostedTraits = {}) {
  const { law } = markovWorld(names, seed);
  const asked: Told[] = [];
  const server = createServer((request, response) => {
    void textOf(request).then((text) => {
      const body = JSON.parse(text) as Record<string, unknown>;
      asked.push({ path: request.url!, body, key: request.headers.authorization });
      if (traits.instead?.(body, response)) return;
      send(response, 200, request.url === "/v1/completions" ? completion(body) : chat(body));
    });
  });
  const completion = (body: Record<string, unknown>) => {
    if (body["echo"] && traits.echo === false) return new Error("echo: it is not for us");
    if (body["echo"] && body["max_tokens"] === 0 && traits.atLeastOne) return new Error("max_tokens: at least 1");
    const prompt = body["prompt"] as string;
    const [name, soFar] = prompt.split(":");
    const given = Array.from(soFar, (symbol) => SYMBOLS.indexOf(symbol as "a"));
    const written = draw(name, given, body);
    const repeats = body["echo"] && !traits.echoesText;
    const tokens = [...(repeats ? [`${name}`, ":", ...soFar] : []), ...written.map((token) => SYMBOLS[token])];
    const all = [...given, ...written];
    // The words of a law's name are no symbols: of them nothing is told.
    const laws = tokens.map((_, k) => {
      const at = repeats ? k - 2 : k + given.length;
      return at < 0 ? undefined : { next: law(name, all.slice(0, at)), token: all[at] };
    });
    const tops = laws.map(
      (one) => one && Object.fromEntries(likeliest(one.next).map(({ token, log }) => [SYMBOLS[token], log])),
    );
    const logprobs = {
      tokens,
      token_logprobs: laws.map((one) => (one ? Math.log(one.next[one.token]) : null)),
      top_logprobs: tops.map((top) => top ?? null),
    };
    const text = (body["echo"] && !repeats ? prompt : "") + tokens.join("");
    const content = written.map((token, k) => toldToken(token, law(name, [...given, ...written.slice(0, k)])));
    const told = traits.asChats ? { content } : logprobs;
    return { choices: [{ index: 0, text, logprobs: told, finish_reason: "length" }] };
  };
  const chat = (body: Record<string, unknown>) => {
    const [{ content: name }] = body["messages"] as { content: string }[];
    const written = draw(name, [], body);
    const content = written.map((token, k) => toldToken(token, law(name, written.slice(0, k))));
    const message = { role: "assistant", content: written.map((token) => SYMBOLS[token]).join("") };
    return { choices: [{ index: 0, message, logprobs: { content }, finish_reason: "length" }] };
  };
  const entry = (token: number, log: number) => ({ token: SYMBOLS[token], logprob: log, bytes: [97 + token] });
  const toldToken = (token: number, next: readonly number[]) => ({
    ...entry(token, Math.log(next[token])),
    top_logprobs: likeliest(next).map((one) => entry(one.token, one.log)),
  });
  const likeliest = (next: readonly number[]) =>
    next
      .map((p, token) => ({ token, log: Math.log(p) }))
      .sort((a, b) => b.log - a.log)
      .slice(0, traits.top ?? SYMBOLS.length);
  const draw = (name: string, given: readonly number[], body: Record<string, unknown>): number[] => {
    const uniform = uniformStream(Number(body["seed"] ?? 1), names.indexOf(name));
    const written: number[] = [];
    for (let k = 0; k < (body["max_tokens"] as number); k++) {
      const next = law(name, [...given, ...written]);
      let [at, rest] = [0, uniform()];
      while (at < next.length - 1 && rest >= next[at]) rest -= next[at++];
      written.push(at);
    }
    return written;
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    law,
    asked,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

export function send(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  const failed = body instanceof Error;
  response.writeHead(failed ? 400 : status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(failed ? { error: { message: body.message } } : body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
