import { readFileSync } from "node:fs";
import type { Engine } from "discoscm/align";
import * as align from "discoscm/align";
import OpenAI from "openai";
import { afterAll } from "vitest";
import { type RunningServer, type ServerOptions, startServer } from "../../cli/src/server/start.js";
import { root } from "./disco.ts";

const SKY = `${root}/examples/language/sky.markov.json`;
export const QUESTION = "Why is the sky blue?";
export const KEY = "a-key-of-more-than-16-letters";

interface Sky {
  readonly symbols: readonly string[];
  readonly laws: Record<string, readonly { after?: readonly string[]; next: Record<string, number> }[]>;
}
const sky = JSON.parse(readFileSync(SKY, "utf8")) as Sky;

/** The probability that the file gives a text next, the obvious way: all of its rows tell one text back at most. */
export function tableProbability(law: string, before: string, next: string): number {
  const rows = sky.laws[law];
  const row = rows.find(({ after }) => after?.[0] === before) ?? rows.find(({ after }) => after === undefined)!;
  return row.next[next] ?? 0;
}

export function skyEngine(): Engine {
  return align.markovEngine(align.readMarkovModel(readFileSync(SKY, "utf8")));
}

/** What the library alone answers: no server, nobody else. */
export async function loneAnswer(engine: Engine, system: string, seed: number, most: number): Promise<string> {
  const tokens = engine.chat([
    { role: "system", content: system },
    { role: "user", content: "" },
  ]);
  let text = "";
  const expression = align.parseExpression("ref");
  for await (const step of align.decode(engine, { factors: { ref: { tokens } }, expression, most, seed })) {
    if (step.ends) break;
    text += new TextDecoder().decode(engine.bytes(step.token));
  }
  return text;
}

/** An engine that is watched, and that remembers texts by their keys as a language model does. */
export interface Watched {
  readonly engine: Engine;
  /** Keys that are remembered now. */
  readonly remembered: ReadonlyMap<string, readonly number[]>;
  readonly batches: () => number;
  readonly aborted: () => number;
  readonly closed: () => boolean;
}

/**
 * Answers from what it remembers of a key, not from what it is told: two clients of one key would spoil each other's answers. Complains when it is asked
 * for two things at a time. Each batch takes some milliseconds.
 */
export function watched(engine: Engine, ms: number): Watched {
  const remembered = new Map<string, readonly number[]>();
  let [batches, aborted, closed, busy] = [0, 0, false, false];
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy) throw new Error("the engine was asked for two things at a time");
    busy = true;
    try {
      return await work();
    } finally {
      busy = false;
    }
  };
  return {
    remembered,
    batches: () => batches,
    aborted: () => aborted,
    closed: () => closed,
    engine: {
      ...engine,
      next: (prefixes, wanted, signal) =>
        alone(async () => {
          batches++;
          const grown = prefixes.map((prefix) => {
            const known = remembered.get(prefix.key) ?? [];
            return { ...prefix, tokens: [...known, ...prefix.tokens.slice(known.length)] };
          });
          await new Promise<void>((resolve, reject) => {
            const timer = setTimeout(resolve, ms);
            signal?.addEventListener("abort", () => {
              clearTimeout(timer);
              aborted++;
              reject(signal.reason);
            });
          });
          for (const { key, tokens } of grown) remembered.set(key, tokens);
          return engine.next(grown, wanted);
        }),
      forget: (keys) =>
        alone(async () => {
          for (const key of keys) remembered.delete(key);
        }),
      close: async () => {
        closed = true;
      },
    },
  };
}

/** A model whose answers go on until they may not. */
export function endlessEngine(): Engine {
  return align.markovEngine({ symbols: ["a", "b"], laws: { "": () => [0.5, 0.5] } });
}

const servers: RunningServer[] = [];
afterAll(async () => {
  for (const server of servers) await server.stop();
});

/** A server in this process, stopped after the file's tests. */
export async function serve(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const server = await startServer({ engine: skyEngine(), model: "sky", align, port: 0, ...options });
  servers.push(server);
  return server;
}

/** The official client, which tries once. */
export function clientOf({ url }: RunningServer, apiKey = KEY): OpenAI {
  return new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 });
}

export interface Health {
  readonly status: string;
  readonly running: number;
  readonly waiting: number;
}

export async function health({ url }: RunningServer): Promise<Health> {
  return (await (await fetch(`${url}/health`)).json()) as Health;
}

/** Waits until it is so: hardly at all, and longer on a busy machine. */
export async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 2000; i++) {
    if (await so()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error("it never came to be");
}
