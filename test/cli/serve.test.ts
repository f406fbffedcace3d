import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import {
  clientOf,
  endlessEngine,
  health,
  KEY,
  QUESTION,
  serve,
  tableProbability,
  until,
  watched,
} from "./serve-world.ts";

const server = await serve({ key: KEY });
const client = clientOf(server);
const asked = { model: "sky", messages: [{ role: "user" as const, content: QUESTION }] };
const told = (system: string) => ({
  ...asked,
  messages: [{ role: "system" as const, content: system }, ...asked.messages],
});

/** What the official client throws. */
async function failure(work: PromiseLike<unknown>): Promise<InstanceType<typeof OpenAI.APIError>> {
  try {
    await work;
  } catch (error) {
    return error as InstanceType<typeof OpenAI.APIError>;
  }
  throw new Error("it did not fail");
}

describe("the official openai client", () => {
  it("lists the models, and finds one", async () => {
    const models = await client.models.list();
    expect(models.data.map(({ id }) => id)).toEqual(["sky"]);
    expect(await client.models.retrieve("sky")).toMatchObject({ id: "sky", object: "model" });
    expect((await failure(client.models.retrieve("sea"))).status).toBe(404);
  });

  it("gets an answer, the same for the same seed", async () => {
    const ask = (seed: number) => client.chat.completions.create({ ...asked, seed });
    const answer = await ask(5);
    expect(answer.object).toBe("chat.completion");
    expect(answer.choices[0].finish_reason).toBe("stop");
    const text = answer.choices[0].message.content!;
    expect(text).toMatch(/^Because (air|dust) .*\.$/);
    expect((await ask(5)).choices[0].message.content).toBe(text);
    const others = await Promise.all(Array.from({ length: 12 }, (_, seed) => ask(seed)));
    expect(new Set(others.map(({ choices }) => choices[0].message.content)).size).toBeGreaterThan(3);
    // Without a seed there is a new one each time, and the answer says which.
    const free = await client.chat.completions.create(asked);
    const { seed } = (free as unknown as { disco: { seed: number } }).disco;
    expect((await ask(seed)).choices[0].message.content).toBe(free.choices[0].message.content);
  });

  it("streams the answer that it would get at once", async () => {
    for (const stop of [undefined, " the most", " blue light the"]) {
      for (let seed = 1; seed <= 5; seed++) {
        const request = { ...told("You talk to a physicist."), seed, n: 2, ...(stop ? { stop } : {}) };
        const whole = await client.chat.completions.create({ ...request, logprobs: true });
        const texts = ["", ""];
        const tokens: string[][] = [[], []];
        const reasons: unknown[] = [];
        let usage: unknown;
        const stream = await client.chat.completions.create({
          ...request,
          logprobs: true,
          stream: true,
          stream_options: { include_usage: true },
        });
        for await (const chunk of stream) {
          if (chunk.usage) usage = chunk.usage;
          for (const { index, delta, logprobs, finish_reason } of chunk.choices) {
            texts[index] += delta.content ?? "";
            tokens[index].push(...(logprobs?.content ?? []).map(({ token }) => token));
            if (finish_reason) reasons[index] = finish_reason;
          }
        }
        expect(texts).toEqual(whole.choices.map(({ message }) => message.content));
        expect(tokens).toEqual(whole.choices.map(({ logprobs }) => logprobs!.content!.map(({ token }) => token)));
        expect(reasons).toEqual(whole.choices.map(({ finish_reason }) => finish_reason));
        expect(usage).toEqual(whole.usage);
      }
    }
  });

  it("is told log probabilities, which are those of the table", async () => {
    const law = "You talk to a seven-year-old.";
    const { choices, usage } = await client.chat.completions.create({
      ...told(law),
      seed: 3,
      temperature: 0.7,
      logprobs: true,
      top_logprobs: 3,
    });
    const [{ message, logprobs }] = choices;
    const content = logprobs!.content!;
    expect(content.map(({ token }) => token).join("")).toBe(message.content);
    expect(usage!.completion_tokens).toBe(content.length);
    let before = QUESTION;
    for (const { token, logprob, bytes, top_logprobs } of content) {
      expect(Math.exp(logprob)).toBeCloseTo(tableProbability(law, before, token), 12);
      expect(Buffer.from(bytes!).toString()).toBe(token);
      for (const top of top_logprobs)
        expect(Math.exp(top.logprob)).toBeCloseTo(tableProbability(law, before, top.token), 12);
      before = token;
    }
  });

  it("may ask for the likeliest, for fewer tokens, and for several at once", async () => {
    const greedy = await client.chat.completions.create({ ...asked, temperature: 0 });
    expect(greedy.choices[0].message.content).toBe("Because air scatters blue light the most.");
    const narrow = await client.chat.completions.create({ ...asked, top_p: 0 });
    expect(narrow.choices[0].message.content).toBe(greedy.choices[0].message.content);
    const short = await client.chat.completions.create({ ...asked, max_completion_tokens: 2, seed: 1 });
    expect(short.choices[0].finish_reason).toBe("length");
    expect(short.usage).toEqual({ prompt_tokens: 2, completion_tokens: 2, total_tokens: 4 });
    const several = await client.chat.completions.create({ ...asked, n: 6, seed: 1 });
    const texts = several.choices.map(({ message }) => message.content);
    expect(several.choices.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(new Set(texts).size).toBeGreaterThan(1);
    const one = await client.chat.completions.create({ ...asked, seed: 1 });
    expect(one.choices[0].message.content).toBe(texts[0]);
  });

  it("may have a text continued", async () => {
    const { choices } = await client.completions.create({
      model: "sky",
      prompt: `${QUESTION}Because`,
      seed: 2,
      logprobs: 2,
      stop: ["."],
    });
    const { text, logprobs } = choices[0];
    expect(text).toMatch(/^ (air|dust) /);
    expect(logprobs!.tokens!.join("")).toBe(text);
    let [before, offset] = ["Because", 0];
    for (const [i, token] of logprobs!.tokens!.entries()) {
      expect(Math.exp(logprobs!.token_logprobs![i])).toBeCloseTo(tableProbability("", before, token), 12);
      expect(logprobs!.text_offset![i]).toBe(offset);
      offset += token.length;
      before = token;
    }
    let streamed = "";
    const stream = await client.completions.create({
      model: "sky",
      prompt: `${QUESTION}Because`,
      seed: 2,
      stop: ["."],
      stream: true,
    });
    for await (const chunk of stream) streamed += chunk.choices[0].text;
    expect(streamed).toBe(text);
  });

  it("may send what it got back, and parts of texts", async () => {
    const first = await client.chat.completions.create({ ...asked, seed: 1 });
    const next = await client.chat.completions.create({
      model: "sky",
      messages: [
        {
          role: "developer",
          content: [
            { type: "text", text: "You talk to a " },
            { type: "text", text: "physicist." },
          ],
        },
        ...asked.messages,
        first.choices[0].message,
        { role: "user", content: QUESTION, name: "ana" },
      ],
      tools: [],
      response_format: { type: "text" },
      frequency_penalty: 0,
      metadata: { team: "a" },
    });
    expect(next.choices[0].message.content).toMatch(/^Because/);
  });

  it("is told what is wrong as its own kinds of errors", async () => {
    const wrong = async (request: object) => {
      const error = await failure(client.chat.completions.create({ ...asked, ...request } as never));
      return [error.constructor.name, error.status, error.param, error.code, error.message];
    };
    expect(await wrong({ model: "gpt-5" })).toEqual([
      "NotFoundError",
      404,
      "model",
      "model_not_found",
      '404 the model "gpt-5" is not there; the one that is: sky',
    ]);
    const bad = async (request: object) => {
      const [kind, status, param, , message] = await wrong(request);
      expect([kind, status]).toEqual(["BadRequestError", 400]);
      return [param, String(message).replace("400 ", "")];
    };
    expect([
      await bad({ temperature: 3 }),
      await bad({ temperature: "warm" }),
      await bad({ messages: [] }),
      await bad({ messages: undefined }),
      await bad({ messages: [{ role: "tool", content: "" }] }),
      await bad({ messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "x" } }] }] }),
      await bad({ messages: [{ role: "user", content: "\ud800" }] }),
      await bad({ top_k: 5 }),
      await bad({ frequency_penalty: 1 }),
      await bad({ tools: [{ type: "function", function: { name: "f" } }] }),
      await bad({ response_format: { type: "json_object" } }),
      await bad({ n: 17 }),
      await bad({ stop: ["a", "b", "c", "d", "e"] }),
      await bad({ stop: "" }),
      await bad({ seed: 1.5 }),
      await bad({ top_logprobs: 2 }),
      await bad({ stream_options: { include_usage: true } }),
      await bad({ max_tokens: 5000 }),
      await bad({ messages: [{ role: "user", content: "Why?" }] }),
      await bad({ messages: [{ role: "system", content: "Be kind." }, ...asked.messages] }),
    ]).toMatchSnapshot();
  });

  it("is turned away without the key", async () => {
    for (const key of ["wrong", `${KEY}x`, KEY.slice(0, -1)]) {
      const error = await failure(clientOf(server, key).models.list());
      expect(error).toBeInstanceOf(OpenAI.AuthenticationError);
      expect(error.code).toBe("invalid_api_key");
    }
    const bare = await fetch(`${server.url}/v1/models`);
    expect([bare.status, bare.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });
});

describe("a client that goes", () => {
  it("in the middle of a stream ends its answer, and frees what it held", async () => {
    const engine = watched(endlessEngine(), 2);
    const slow = await serve({ engine: engine.engine, model: "sky" });
    const stream = await clientOf(slow).chat.completions.create({
      model: "sky",
      messages: [{ role: "user", content: "" }],
      stream: true,
    });
    let chunks = 0;
    for await (const _ of stream) if (++chunks === 5) break;
    await until(async () => (await health(slow)).running === 0);
    expect(engine.remembered.size).toBe(0);
    const batches = engine.batches();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(engine.batches()).toBe(batches);
    expect(batches).toBeLessThan(50);
  });

  it("before it has its answer does too, in the middle of a batch", async () => {
    const engine = watched(endlessEngine(), 10_000);
    const slow = await serve({ engine: engine.engine, model: "sky" });
    const controller = new AbortController();
    const answer = clientOf(slow).chat.completions.create(
      { model: "sky", messages: [{ role: "user", content: "" }] },
      { signal: controller.signal },
    );
    const error = failure(answer);
    await until(() => engine.batches() === 1);
    controller.abort();
    expect(await error).toBeInstanceOf(OpenAI.APIUserAbortError);
    await until(() => engine.aborted() === 1);
    await until(async () => (await health(slow)).running === 0);
    expect(engine.remembered.size).toBe(0);
  });
});
