import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { disco, startDisco } from "./disco.ts";

const MODEL = "markov:examples/language/sky.markov.json";
const folder = mkdtempSync(join(tmpdir(), "disco-serve-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const COMPLAINTS: [words: string[], said: string][] = [
  [[], "disco serve: no model; name one: --model smollm2.gguf, or --model markov:FILE.json"],
  [["x.gguf"], "disco serve: it takes options alone (given: x.gguf); write --model FILE"],
  [
    ["--model", MODEL, "--host", "0.0.0.0"],
    "--host: other machines could reach the server, and it asks for no key (given: 0.0.0.0); give --api-key-file FILE, or --open where that is meant",
  ],
  [["--model", MODEL, "--cors", "*"], "--cors: it should be one origin (given: *); write --cors https://app.example"],
  [
    ["--model", MODEL, "--api-key-file", file("short.txt", "abc\n")],
    "--api-key-file: a key should be 16 to 512 letters, digits and signs without spaces; make one: openssl rand -hex 32 > key.txt",
  ],
];

describe("disco serve", () => {
  it.each(COMPLAINTS)("%j is refused in words", (words, said) => {
    expect(disco(["serve", ...words])).toEqual({ code: 2, out: "", err: `${said}\n` });
  });

  it("never leaves the door open for an empty key", () => {
    const { code, err } = disco(["serve", "--model", MODEL], { DISCO_API_KEY: "" });
    expect([code, err.split(":")[0]]).toEqual([2, "DISCO_API_KEY"]);
  });

  it("says what is wrong with a model, and that a port is taken", async () => {
    const missing = disco(["serve", "--model", "markov:none.json"]);
    expect([missing.code, missing.err]).toEqual([
      2,
      expect.stringContaining("there is no such file (given: none.json)"),
    ]);
    const broken = disco(["serve", "--model", `markov:${file("broken.json", '{"markov": 1')}`]);
    expect([broken.code, broken.err]).toEqual([2, expect.stringContaining("it is not JSON")]);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { port: number };
    const taken = disco(["serve", "--model", MODEL, "--port", String(port)]);
    other.close();
    expect([taken.code, taken.err]).toEqual([
      2,
      `disco serve: something listens there already (given: 127.0.0.1:${port}); choose another --port, or 0 for any that is free\n`,
    ]);
  });

  it("serves until it is told to stop, logs no words of users, and never shows the key", async () => {
    const key = "0123456789abcdef0123456789abcdef";
    const child = startDisco([
      "serve",
      ...["--model", MODEL, "--port", "0", "--name", "blue", "--log", "--json"],
      ...["--api-key-file", file("key.txt", `${key}\n`)],
    ]);
    let [out, err] = ["", ""];
    child.stderr.on("data", (chunk) => {
      err += String(chunk);
    });
    const url = await new Promise<string>((resolve) => {
      child.stdout.on("data", (chunk) => {
        out += String(chunk);
        if (out.includes("}")) resolve((JSON.parse(out) as { url: string }).url);
      });
    });
    const answer = await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      body: JSON.stringify({ model: "blue", messages: [{ role: "user", content: "Why is the sky blue?" }] }),
    });
    expect(answer.status).toBe(200);
    await answer.json();
    expect((await fetch(`${url}/v1/models?name=ana`)).status).toBe(401);
    child.kill("SIGTERM");
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(0);
    const lines = err.trimEnd().split("\n");
    expect(lines.map((line) => line.replace(/^\S+Z /, "").replace(/\d+ ms$/, "MS"))).toEqual([
      `blue at ${url}/v1; Ctrl-C stops it`,
      "POST /v1/chat/completions 200 MS",
      "GET /v1/models 401 MS",
      "stopping: answers under way are finished; again to stop at once",
    ]);
    expect(out + err).not.toContain(key);
  });
});
