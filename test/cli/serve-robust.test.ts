import { connect } from "node:net";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import type { LogLine } from "../../cli/src/server/app.js";
import type { RunningServer } from "../../cli/src/server/start.js";
import { clientOf, endlessEngine, health, QUESTION, serve, skyEngine, until, watched } from "./serve-world.ts";

const JSON_TYPE = { "content-type": "application/json" };
const good = { model: "sky", messages: [{ role: "user", content: QUESTION }] };
const endless = { model: "sky", messages: [{ role: "user" as const, content: "" }] };

interface Told {
  readonly status: number;
  readonly message: string;
  readonly code: string | null;
  readonly headers: Headers;
}

async function post(
  { url }: RunningServer,
  body: string | Uint8Array | ReadableStream,
  headers: Record<string, string> = JSON_TYPE,
  path = "/v1/chat/completions",
): Promise<Told> {
  const answer = await fetch(url + path, { method: "POST", body, headers, duplex: "half" } as RequestInit);
  const { error } = (await answer.json()) as { error?: { message: string; code: string | null } };
  return {
    status: answer.status,
    message: error?.message ?? "",
    code: error?.code ?? null,
    headers: answer.headers,
  };
}

const server = await serve();
const stillUp = async () => expect((await post(server, JSON.stringify(good))).status).toBe(200);

describe("bad bodies", () => {
  it.each<[what: string, body: string | Uint8Array, status: number, message: RegExp]>([
    ["no JSON", '{"model": ', 400, /^the body is not JSON: /],
    ["nothing", "", 400, /^the body is not JSON: /],
    ["a list", "[1, 2]", 400, /^the body should be an object/],
    ["null", "null", 400, /^the body should be an object/],
    ["brackets without end", "[".repeat(900_000), 400, /^the body is not JSON: /],
    ["bytes that are no UTF-8", new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), 400, /^the body is not UTF-8 throughout/],
    [
      "a million letters, within the bytes",
      JSON.stringify({ ...good, messages: [{ role: "user", content: "a".repeat(999_900) }] }),
      400,
      /^messages: 999,900 letters, and at most 160,000 are read; shorten it$/,
    ],
    [
      "more than the bytes",
      JSON.stringify({ ...good, messages: [{ role: "user", content: "a".repeat(3_000_000) }] }),
      413,
      /^the body is larger than 1,000,000 bytes/,
    ],
    [
      "too many messages",
      JSON.stringify({ ...good, messages: new Array(1001).fill(good.messages[0]) }),
      400,
      /^messages: it should be a list of 1 to 1000 messages/,
    ],
    [
      "more tokens than the model takes",
      JSON.stringify({ ...good, messages: [{ role: "user", content: ".".repeat(10_000) }] }),
      400,
      /^messages: 10001 tokens, and the model takes 10000, its answer included$/,
    ],
    [
      "more tokens than the model has left",
      JSON.stringify({ ...good, max_tokens: 200, messages: [{ role: "user", content: ".".repeat(9_900) }] }),
      400,
      /^max_tokens: 9901 tokens of the prompt leave 99 of the model's 10000 \(given: 200\)$/,
    ],
    ["a key that means something to JavaScript", '{"__proto__": {"model": "sky"}}', 400, /__proto__|model/],
  ])("%s: an error in words, and a server still up", async (_, body, status, message) => {
    const told = await post(server, body);
    expect(told.status).toBe(status);
    expect(told.message).toMatch(message);
    expect(told.message.length).toBeLessThan(300);
    await stillUp();
  });

  it("that come without a length are cut off as well", async () => {
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 100_000;
        controller.enqueue(new Uint8Array(100_000).fill(32));
        if (sent > 5e6) controller.close();
      },
    });
    const told = await post(server, body).catch((error: unknown) => error as Error);
    // The connection may be closed while the client still writes.
    if (!(told instanceof Error)) expect(told.status).toBe(413);
    expect(sent).toBeLessThan(5e6 + 200_000);
    await stillUp();
  });
});

describe("what is no request of ours", () => {
  it("is told so in the shape that clients read", async () => {
    const told = async (path: string, method: string) => {
      const answer = await fetch(server.url + path, { method });
      const { error } = (await answer.json()) as { error: { message: string } };
      return [answer.status, error.message, answer.headers.get("allow")];
    };
    expect(await told("/v1/embeddings", "POST")).toEqual([404, "there is no such page: POST /v1/embeddings", null]);
    expect(await told("/v1/chat/completions", "GET")).toEqual([
      405,
      "/v1/chat/completions takes POST, not GET",
      "POST",
    ]);
    expect(await told("/health", "DELETE")).toEqual([405, "/health takes GET, not DELETE", "GET"]);
  });

  it("is not taken from the pages of other sites", async () => {
    // What a page may post without being asked.
    const plain = await post(server, JSON.stringify(good), { "content-type": "text/plain" });
    expect([plain.status, plain.message]).toEqual([
      415,
      "the body should be JSON: send the header Content-Type: application/json",
    ]);
    const asked = await fetch(`${server.url}/v1/chat/completions`, {
      method: "OPTIONS",
      headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
    });
    expect(asked.headers.get("access-control-allow-origin")).toBeNull();
    expect(asked.ok).toBe(false);
    // A name that was made to point here.
    const { status, text } = await raw(
      server,
      "GET /health HTTP/1.1\r\nHost: evil.example:80\r\nConnection: close\r\n\r\n",
    );
    expect([status, text.includes("this machine alone")]).toEqual([421, true]);
  });

  it("may come from the one origin that is named", async () => {
    const open = await serve({ cors: "https://app.example", key: "a-key-of-more-than-16-letters" });
    const ask = async (origin: string) => {
      const headers = {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type,x-stainless-lang",
      };
      const answer = await fetch(`${open.url}/v1/chat/completions`, { method: "OPTIONS", headers });
      return [answer.headers.get("access-control-allow-origin"), answer.headers.get("access-control-allow-headers")];
    };
    expect(await ask("https://app.example")).toEqual([
      "https://app.example",
      "authorization,content-type,x-stainless-lang",
    ]);
    expect((await ask("https://other.example"))[0]).toBeNull();
    // An error must be readable there, too.
    const refused = await fetch(`${open.url}/v1/models`, { headers: { origin: "https://app.example" } });
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([401, "https://app.example"]);
  });

  it("may be no HTTP at all", async () => {
    expect((await raw(server, "\x16\x03\x01hello\r\n\r\n")).status).toBe(400);
    expect((await raw(server, "GET /\\..\\x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).status).toBe(
      400,
    );
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.write("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n");
    socket.write("Content-Length: 500\r\n\r\n{");
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
    await until(async () => (await health(server)).running === 0);
    await stillUp();
  });
});

/** Bytes sent as they are; the status and all that came back. */
function raw({ url }: RunningServer, bytes: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(bytes, "latin1"));
    socket.on("data", (chunk) => {
      text += chunk.toString();
    });
    socket.on("close", () => resolve({ status: Number(text.split(" ")[1]), text }));
    socket.on("error", reject);
  });
}

describe("more than can be done", () => {
  it("waits its turn, and beyond that is sent away with a time to come back", async () => {
    const { engine } = watched(endlessEngine(), 2);
    const small = await serve({ engine, limits: { sequences: 2, waiting: 3 } });
    const ask = () => post(small, JSON.stringify({ ...endless, max_tokens: 30 }));
    const answers = await Promise.all(Array.from({ length: 8 }, ask));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
    const full = answers.find(({ status }) => status === 429)!;
    expect([full.code, full.headers.get("retry-after")]).toEqual(["queue_full", "1"]);
    expect(full.message).toBe("3 requests are waiting already, and no more may; ask again in a moment");
    expect(await health(small)).toMatchObject({ running: 0, waiting: 0 });
  });

  it("ends when its time is over, in a stream as well", async () => {
    const { engine, remembered } = watched(endlessEngine(), 2);
    const brief = await serve({ engine, limits: { seconds: 0.4, tokens: 1e6 } });
    const told = await post(brief, JSON.stringify(endless));
    expect([told.status, told.code, told.headers.get("x-should-retry")]).toEqual([504, "timeout", "false"]);
    const stream = await clientOf(brief).chat.completions.create({ ...endless, stream: true });
    let error: unknown;
    try {
      for await (const _ of stream);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect((error as InstanceType<typeof OpenAI.APIError>).message).toContain("took longer than 0.4 s");
    expect(remembered.size).toBe(0);
    expect((await health(brief)).running).toBe(0);
  });

  it("goes no further than a client reads", async () => {
    const { engine, batches, remembered } = watched(endlessEngine(), 0);
    const patient = await serve({ engine, limits: { seconds: 0.6, tokens: 1e6 } });
    const body = JSON.stringify({ ...endless, stream: true, logprobs: true, top_logprobs: 2 });
    const socket = connect(Number(new URL(patient.url).port), "127.0.0.1");
    socket.pause();
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    // Buffers on the way fill up, and then the model rests, ...
    let before = -1;
    await until(async () => {
      const rests = before === batches() && before > 0;
      before = batches();
      await new Promise((resolve) => setTimeout(resolve, 30));
      return rests || (await health(patient)).running === 0;
    });
    // ... and when its time is over all is let go, though nobody hears of it.
    await until(async () => (await health(patient)).running === 0);
    expect(remembered.size).toBe(0);
    socket.destroy();
  });
});

describe("an engine that fails", () => {
  it("is a bug that is told to the operator, not to the client", async () => {
    const bugs: unknown[] = [];
    const engine = skyEngine();
    let fails = true;
    const flaky = await serve({
      bug: (error) => bugs.push(error),
      engine: {
        ...engine,
        next: (...words) => {
          if (fails) throw new Error(`secret ${QUESTION}`);
          return engine.next(...words);
        },
      },
    });
    const told = await post(flaky, JSON.stringify(good));
    expect([told.status, told.code]).toEqual([500, "internal_error"]);
    expect(told.message).not.toContain("secret");
    const stream = await fetch(`${flaky.url}/v1/chat/completions`, {
      method: "POST",
      headers: JSON_TYPE,
      body: JSON.stringify({ ...good, stream: true }),
    });
    const text = await stream.text();
    expect(text).toContain("internal_error");
    expect(text).not.toContain("secret");
    expect(bugs).toHaveLength(2);
    fails = false;
    expect((await post(flaky, JSON.stringify(good))).status).toBe(200);
  });
});

describe("stopping", () => {
  it("finishes what is under way, sends the rest away, and closes the engine", async () => {
    const { engine, closed, batches } = watched(endlessEngine(), 5);
    const ends = await serve({ engine, limits: { sequences: 1 } });
    const agent = post(ends, JSON.stringify({ ...endless, max_tokens: 100 }));
    await until(() => batches() > 1);
    const waits = post(ends, JSON.stringify(endless));
    await until(async () => (await health(ends)).waiting === 1);
    const stopped = ends.stop();
    expect((await waits).code).toBe("stopping");
    expect((await agent).status).toBe(200);
    await stopped;
    expect(closed()).toBe(true);
    await expect(fetch(`${ends.url}/health`)).rejects.toThrow();
  });

  it("cuts answers short when the time of grace is over", async () => {
    const { engine, remembered } = watched(endlessEngine(), 2);
    const ends = await serve({ engine, limits: { grace: 0.05, tokens: 1e6 } });
    const whole = post(ends, JSON.stringify(endless));
    const stream = fetch(`${ends.url}/v1/chat/completions`, {
      method: "POST",
      headers: JSON_TYPE,
      body: JSON.stringify({ ...endless, stream: true }),
    });
    const answer = await stream;
    await until(async () => (await health(ends)).running === 2);
    await ends.stop();
    expect((await whole).code).toBe("stopping");
    expect(await answer.text()).toContain('"code":"stopping"');
    expect(remembered.size).toBe(0);
  });
});

describe("the log", () => {
  it("has method, path, status and time, and nothing of what was said", async () => {
    const lines: LogLine[] = [];
    const talks = await serve({ log: (line) => lines.push(line) });
    await post(talks, JSON.stringify({ ...good, user: "ana" }));
    await post(talks, JSON.stringify({ ...good, model: "x" }), JSON_TYPE, "/v1/completions?user=ana");
    await until(() => lines.length === 2);
    expect(lines.map(({ ms, ...rest }) => rest)).toEqual([
      { method: "POST", path: "/v1/chat/completions", status: 200 },
      { method: "POST", path: "/v1/completions", status: 400 },
    ]);
    expect(JSON.stringify(lines)).not.toContain("ana");
  });

  it("calls a client that went away 499", async () => {
    const lines: LogLine[] = [];
    const { engine } = watched(endlessEngine(), 2);
    const talks = await serve({ engine, log: (line) => lines.push(line) });
    const stream = await clientOf(talks).chat.completions.create({ ...endless, stream: true });
    for await (const _ of stream) break;
    await until(() => lines.length === 1);
    expect(lines[0].status).toBe(499);
  });
});
