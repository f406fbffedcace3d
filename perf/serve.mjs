// Fifty clients at once of one server, for a minute: each asks for a law of its own, every answer is compared with what the library gives alone, and
// memory is looked at on the way. Half of the answers are streamed; every twentieth client goes away in the middle. A table model, so what is
// measured is the server.
// Usage: npm run build && node --expose-gc perf/serve.mjs [seconds] [clients] [milliseconds a batch]

import { startServer } from "../cli/dist/server/start.js";
import * as align from "../dist/align/index.js";
import { uniformStream } from "../dist/num/random.js";
import { machine, median } from "./stopwatch.mjs";

const [seconds = 60, clients = 50, pause = 2] = process.argv.slice(2).map(Number);
const SYMBOLS = ["a", "b", "c", "d", "e", "f", "."];
const MOST = 32;

const laws = Object.fromEntries(
  Array.from({ length: clients }, (_, k) => {
    const uniform = uniformStream(11, k);
    const rows = Array.from({ length: SYMBOLS.length + 1 }, () => {
      const weights = SYMBOLS.map((symbol) => (symbol === "." ? 0.02 : 0.01) + uniform() ** 3);
      const sum = weights.reduce((a, b) => a + b, 0);
      return weights.map((weight) => weight / sum);
    });
    return [`law ${k}`, (soFar) => rows[soFar.at(-1) ?? SYMBOLS.length]];
  }),
);
const table = align.markovEngine({ symbols: SYMBOLS, ends: ["."], laws });
/** As long a batch as a small language model takes. */
const engine = {
  ...table,
  next: async (prefixes, wanted, signal) => {
    await new Promise((resolve) => setTimeout(resolve, pause));
    return table.next(prefixes, wanted, signal);
  },
};

async function alone(k, seed) {
  const tokens = table.chat([{ role: "system", content: `law ${k}` }]);
  let text = "";
  const expression = { kind: "name", name: "ref" };
  for await (const step of align.decode(table, { factors: { ref: { tokens } }, expression, most: MOST, seed })) {
    if (!step.ends) text += SYMBOLS[step.token];
  }
  return text;
}

let [batches, prefixes] = [0, 0];
const server = await startServer({
  engine,
  model: "table",
  align,
  port: 0,
  bug: console.error,
  batch: (batch) => {
    batches++;
    prefixes += batch.prefixes;
  },
});

const count = { answers: 0, tokens: 0, mixed: 0, gone: 0, failed: 0 };
const times = [];
const end = performance.now() + 1000 * seconds;

async function client(k) {
  for (let round = 0; performance.now() < end; round++) {
    const seed = 100_000 * k + round;
    const stream = round % 2 === 1;
    const leaves = round % 20 === 19;
    const start = performance.now();
    const leave = new AbortController();
    try {
      const answer = await fetch(`${server.url}/v1/chat/completions`, {
        method: "POST",
        signal: leave.signal,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          model: "table",
          seed,
          stream,
          max_tokens: MOST,
          messages: [
            { role: "system", content: `law ${k}` },
            { role: "user", content: "" },
          ],
        }),
      });
      if (leaves) {
        await answer.body.getReader().read();
        leave.abort();
        count.gone++;
        continue;
      }
      const told = await answer.text();
      const text = stream ? streamed(told) : JSON.parse(told).choices[0].message.content;
      times.push(performance.now() - start);
      count.answers++;
      count.tokens += text.length;
      if (text !== (await alone(k, seed))) count.mixed++;
    } catch (error) {
      count.failed++;
      if (count.failed < 4) console.error(error);
    }
  }
}

function streamed(told) {
  const events = told.split("\n\n").filter((line) => line !== "" && line !== "data: [DONE]");
  return events.map((line) => JSON.parse(line.slice(6)).choices[0].delta.content ?? "").join("");
}

const MB = 2 ** 20;
const memory = () => {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return `heap ${(heapUsed / MB).toFixed(1)} MB, resident ${(rss / MB).toFixed(0)} MB`;
};

console.log(`${machine(1)}, ${clients} clients, ${pause} ms a batch`);
const watch = setInterval(
  () => {
    const left = (end - performance.now()) / 1000;
    console.log(
      `${Math.max(0, seconds - left)
        .toFixed(0)
        .padStart(4)} s: ${memory()}, ${count.answers} answers`,
    );
  },
  (1000 * seconds) / 6,
);
await Promise.all(Array.from({ length: clients }, (_, k) => client(k)));
clearInterval(watch);
const sorted = times.toSorted((a, b) => a - b);
const at = (share) => sorted[Math.floor(share * (sorted.length - 1))].toFixed(0);
const { answers, tokens, mixed, gone, failed } = count;
console.log(`${answers} answers (${(answers / seconds).toFixed(0)} a second, ${(tokens / seconds).toFixed(0)} tokens)`);
console.log(`mixed up: ${mixed}; failed: ${failed}; left in the middle: ${gone}`);
console.log(
  `milliseconds an answer: median ${median(times).toFixed(0)}, 95 % ${at(0.95)}, 99 % ${at(0.99)}, most ${at(1)}`,
);
console.log(`prefixes a batch: ${(prefixes / batches).toFixed(1)} on average`);
console.log(`then: ${await (await fetch(`${server.url}/health`)).text()}`);
await server.stop();
