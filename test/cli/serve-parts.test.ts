import type { Engine, NextLogits } from "discoscm/align";
import * as align from "discoscm/align";
import { describe, expect, it } from "vitest";
import { keyCheck } from "../../cli/src/server/api-key.js";
import { batched } from "../../cli/src/server/batched.js";
import { gate } from "../../cli/src/server/gate.js";
import { seedOf } from "../../cli/src/server/prepare.js";
import { serve, skyEngine } from "./serve-world.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));
const never = new AbortController().signal;

describe("the gate", () => {
  it("lets in by size and in order, and takes back once", async () => {
    const door = gate(3, 10);
    const order: string[] = [];
    const leave = await door.enter(2, never);
    const large = door.enter(3, never).then((out) => {
      order.push("large");
      return out;
    });
    const small = door.enter(1, never).then((out) => {
      order.push("small");
      return out;
    });
    await turn();
    expect([door.used(), door.waiting(), order]).toEqual([2, 2, []]);
    leave();
    leave();
    const out = await large;
    expect([door.used(), door.waiting(), order]).toEqual([3, 1, ["large"]]);
    out();
    await small;
    expect([door.used(), order]).toEqual([1, ["large", "small"]]);
  });

  it("lets go of who gives up, and does not keep those behind", async () => {
    const door = gate(2, 10);
    const out = await door.enter(1, never);
    const controller = new AbortController();
    const gone = door.enter(2, controller.signal);
    const behind = door.enter(1, never);
    controller.abort(new Error("gone"));
    await expect(gone).rejects.toThrow("gone");
    await behind;
    expect([door.used(), door.waiting()]).toEqual([2, 0]);
    out();
  });

  it("refuses what will never fit, and those who wait when it closes", async () => {
    const door = gate(2, 1);
    await expect(door.enter(3, never)).rejects.toMatchObject({ status: 422 });
    await door.enter(2, never);
    const waits = door.enter(1, never);
    await expect(door.enter(1, never)).rejects.toMatchObject({ status: 429 });
    door.close(new Error("closed"));
    await expect(waits).rejects.toThrow("closed");
  });
});

describe("the batching engine", () => {
  const named = (key: string) => ({ key, tokens: [] });

  /** Answers one law a prefix, whose only logit says which of all prefixes it was. */
  function counting(spoilt?: string) {
    const batches: string[][] = [];
    const engine: Engine = {
      ...skyEngine(),
      next: async (prefixes) => {
        batches.push(prefixes.map(({ key }) => key));
        await turn();
        if (prefixes.some(({ key }) => key === spoilt)) throw new Error(`spoilt: ${spoilt}`);
        return prefixes.map(({ key }) => ({ logits: Float64Array.of(Number(key)), logZ: 0 }));
      },
    };
    return { engine: batched(engine), batches };
  }
  const numbers = (laws: readonly NextLogits[]) => laws.map(({ logits }) => logits[0]);

  it("puts together what is asked at the same time, and gives each its own", async () => {
    const { engine, batches } = counting();
    const answers = await Promise.all([
      engine.next([named("1"), named("2")], {}),
      engine.next([named("3")], { top: 5 }),
      engine.next([named("4")], {}),
      engine.next([named("5")], { top: 5, also: [1] }),
    ]);
    expect(answers.map(numbers)).toEqual([[1, 2], [3], [4], [5]]);
    expect(batches).toEqual([["1", "2", "4"], ["3"], ["5"]]);
  });

  it("makes nobody suffer for another's fault", async () => {
    const { engine } = counting("2");
    const answers = await Promise.allSettled(["1", "2", "3"].map((key) => engine.next([named(key)], {})));
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  it("lets go of who aborts, at once, and stops a batch when all have", async () => {
    let stopped: unknown;
    const hanging: Engine = {
      ...skyEngine(),
      next: (_, __, signal) =>
        new Promise((_, reject) =>
          signal!.addEventListener("abort", () => {
            stopped = signal!.reason;
            reject(signal!.reason);
          }),
        ),
    };
    const engine = batched(hanging);
    const [one, other, late] = [new AbortController(), new AbortController(), new AbortController()];
    const first = engine.next([named("1")], {}, one.signal);
    const second = engine.next([named("2")], {}, other.signal);
    await turn();
    await turn();
    const third = engine.next([named("3")], {}, late.signal);
    one.abort(new Error("one"));
    late.abort(new Error("late"));
    await expect(first).rejects.toThrow("one");
    await expect(third).rejects.toThrow("late");
    expect(stopped).toBeUndefined();
    other.abort(new Error("other"));
    await expect(second).rejects.toThrow("other");
    await engine.close();
    expect(stopped).toEqual(new Error("other"));
    await expect(engine.next([named("4")], {}, one.signal)).rejects.toThrow("one");
  });
});

describe("small parts", () => {
  it("keys are right or not", () => {
    const check = keyCheck("k".repeat(20));
    expect(() => check(`Bearer ${"k".repeat(20)}`)).not.toThrow();
    expect(() => check(`bearer  ${"k".repeat(20)} `)).not.toThrow();
    for (const bad of [undefined, "", "Bearer", "Bearer ", `Basic ${"k".repeat(20)}`, `Bearer ${"k".repeat(21)}`]) {
      expect(() => check(bad)).toThrow(/API key/);
    }
  });

  it("seeds of choices lie apart, and the first is the request's own", () => {
    expect(seedOf(7, 0)).toBe(7);
    expect(seedOf(-1, 0)).toBe(2 ** 32 - 1);
    expect(seedOf(Number.MAX_SAFE_INTEGER, 0)).toBe(2 ** 32 - 1);
    const seeds = Array.from({ length: 100 }, (_, seed) => [0, 1, 2, 3].map((choice) => seedOf(seed, choice))).flat();
    expect(new Set(seeds).size).toBe(400);
  });
});

describe("users", () => {
  it("are answered as their profiles say, and told how far that went", async () => {
    const engine = skyEngine();
    const chat = (system: string) => ({ tokens: engine.chat([{ role: "system", content: system }]) });
    const server = await serve({
      engine,
      profiles: {
        factorsFor: (user) =>
          user === "kid"
            ? {
                factors: { ref: chat(""), kid: chat("You talk to a seven-year-old.") },
                expression: align.parseExpression("ref * (kid / ref)^3"),
              }
            : undefined,
      },
    });
    const ask = async (user: string) => {
      const answer = await fetch(`${server.url}/v1/chat/completions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          model: "sky",
          user,
          temperature: 0,
          logprobs: true,
          messages: [{ role: "user", content: "Why is the sky blue?" }],
        }),
      });
      return (await answer.json()) as {
        choices: [{ message: { content: string }; logprobs: { content: { logprob: number }[] } }];
        disco: { divergence: number[] };
      };
    };
    const [kid, other] = [await ask("kid"), await ask("nobody")];
    expect(other.choices[0].message.content).toBe("Because air scatters blue light the most.");
    expect(other.disco.divergence[0]).toBeCloseTo(0, 14);
    expect(kid.choices[0].message.content).toBe("Because dust bounces blue light around like a ball.");
    // " dust" has .2 (.3 / .2)^3 against .8 (.7 / .8)^3 of " air".
    const [air, dust] = [0.8 * (0.7 / 0.8) ** 3, 0.2 * (0.3 / 0.2) ** 3];
    expect(Math.exp(kid.choices[0].logprobs.content[1].logprob)).toBeCloseTo(dust / (air + dust), 12);
    expect(kid.disco.divergence[0]).toBeGreaterThan(1);
  });

  it("whose factors are more than the engine holds are refused in words", async () => {
    const engine = skyEngine();
    const tokens = engine.chat([]);
    const server = await serve({
      engine: { ...engine, sequences: 1 },
      profiles: {
        factorsFor: () => ({
          factors: { ref: { tokens }, kid: { tokens } },
          expression: align.parseExpression("ref * kid"),
        }),
      },
    });
    const answer = await fetch(`${server.url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "sky", messages: [{ role: "user", content: "" }] }),
    });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      error: { message: "the answer needs 2 sequences at once (one a factor), and the server has 1" },
    });
  });
});
