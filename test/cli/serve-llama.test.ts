import { existsSync } from "node:fs";
import * as align from "discoscm/align";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BatchTold } from "../../cli/src/server/batched.js";
import type { RunningServer } from "../../cli/src/server/start.js";
import { type LlamaEngine, llamaEngine } from "../../src/align/engines/llama.js";
import { clientOf, health, serve, until } from "./serve-world.ts";

const file = process.env["DISCO_TEST_GGUF"] ?? "";
const there = existsSync(file);

// Said by name in the list of tests: without weights there is nothing to test here.
describe.skipIf(!there)(
  `serve with the weights of DISCO_TEST_GGUF${there ? "" : " (skipped: it names no file)"}`,
  () => {
    let engine: LlamaEngine;
    let server: RunningServer;
    const batches: BatchTold[] = [];
    const ask = (content: string, seed: number) => ({
      model: "smollm2",
      seed,
      max_tokens: 8,
      messages: [{ role: "user" as const, content }],
    });

    beforeAll(async () => {
      // One thread: more of them wait for each other where other programs take the cores.
      engine = await llamaEngine({ model: file, sequences: 4, contextSize: 256, threads: 1 });
      server = await serve({ engine, model: "smollm2", batch: (batch) => batches.push(batch) });
    });
    afterAll(() => server?.stop());

    it("clients at once get what each would get alone, in batches, and what the library gives", async () => {
      const client = clientOf(server);
      const questions = ["Name a fruit.", "What is gold?", "Count to five."];
      const at = async (question: string, k: number) =>
        (await client.chat.completions.create(ask(question, k))).choices[0].message.content;
      const together = await Promise.all(questions.map(at));
      expect(Math.max(...batches.map(({ calls }) => calls))).toBeGreaterThan(1);
      for (const [k, question] of questions.entries()) {
        expect(together[k]).toBe(await at(question, k));
        const tokens = engine.chat([{ role: "user", content: question }]);
        const expression = align.parseExpression("ref");
        const stream = align.textStream();
        let text = "";
        for await (const step of align.decode(engine, { factors: { ref: { tokens } }, expression, most: 8, seed: k })) {
          if (!step.ends) text += stream.push(engine.bytes(step.token));
        }
        expect(together[k]).toBe(text + stream.end());
      }
    });

    it("streams with log probabilities, and frees what a client leaves behind", async () => {
      const client = clientOf(server);
      const request = { ...ask("Say hello in Chinese: 你好", 1), logprobs: true, top_logprobs: 2 };
      const whole = await client.chat.completions.create(request);
      let text = "";
      const bytes: number[] = [];
      for await (const { choices } of await client.chat.completions.create({ ...request, stream: true })) {
        text += choices[0].delta.content ?? "";
        for (const token of choices[0].logprobs?.content ?? []) {
          bytes.push(...token.bytes!);
          expect(token.logprob).toBeLessThanOrEqual(0);
          expect(token.top_logprobs).toHaveLength(2);
        }
      }
      expect(text).toBe(whole.choices[0].message.content);
      expect(text).toBe(new TextDecoder().decode(Uint8Array.from(bytes)));
      const long = { ...ask("Tell me a story.", 1), max_tokens: 200, stream: true as const };
      for await (const _ of await client.chat.completions.create(long)) break;
      await until(async () => (await health(server)).running === 0);
    });
  },
);
