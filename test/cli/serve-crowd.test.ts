import * as align from "discoscm/align";
import { expect, it } from "vitest";
import type { BatchTold } from "../../cli/src/server/batched.js";
import { uniformStream } from "../../src/num/random.js";
import { clientOf, health, loneAnswer, serve, until, watched } from "./serve-world.ts";

const CLIENTS = 50;
// A minute of it is in perf/serve.mjs.
const ROUNDS = 6;
const SYMBOLS = ["a", "b", "c", "d", "e", "f", "."];

/** Fifty laws of the next symbol given the last one. */
const laws = Object.fromEntries(
  Array.from({ length: CLIENTS }, (_, k) => {
    const uniform = uniformStream(11, k);
    const rows = Array.from({ length: SYMBOLS.length + 1 }, () => {
      const weights = SYMBOLS.map((symbol) => (symbol === "." ? 0.05 : 0.01) + uniform() ** 3);
      const sum = weights.reduce((a, b) => a + b, 0);
      return weights.map((weight) => weight / sum);
    });
    return [`law ${k}`, (soFar: readonly number[]) => rows[soFar.at(-1) ?? SYMBOLS.length]];
  }),
);
const plain = () => align.markovEngine({ symbols: SYMBOLS, ends: ["."], laws });

it("fifty clients at once get what each would get alone", async () => {
  const { engine, remembered } = watched(plain(), 1);
  const batches: BatchTold[] = [];
  const server = await serve({ engine, batch: (batch) => batches.push(batch), limits: { sequences: 40 } });
  const client = clientOf(server);
  let answers = 0;
  let mixed = 0;
  const one = async (k: number) => {
    for (let round = 0; round < ROUNDS; round++) {
      const seed = 1000 * k + round;
      const request = {
        model: "sky",
        seed,
        max_tokens: 24,
        messages: [
          { role: "system" as const, content: `law ${k}` },
          { role: "user" as const, content: "" },
        ],
      };
      let text = "";
      if (round % 2 === 0) text = (await client.chat.completions.create(request)).choices[0].message.content!;
      else {
        for await (const { choices } of await client.chat.completions.create({ ...request, stream: true })) {
          text += choices[0].delta.content ?? "";
        }
      }
      answers++;
      if (text !== (await loneAnswer(plain(), `law ${k}`, seed, 24))) mixed++;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, k) => one(k)));
  expect(mixed).toBe(0);
  expect(answers).toBe(ROUNDS * CLIENTS);
  await until(async () => (await health(server)).running === 0);
  expect(remembered.size).toBe(0);
  // They wait together, so they are served together.
  const mean = batches.reduce((sum, { prefixes }) => sum + prefixes, 0) / batches.length;
  expect(mean).toBeGreaterThan(4);
  expect(Math.max(...batches.map(({ prefixes }) => prefixes))).toBeLessThanOrEqual(40);
});
