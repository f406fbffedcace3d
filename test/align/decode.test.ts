import { describe, expect, it } from "vitest";
import { type DecodeOptions, decode, type Step } from "../../src/align/decode.js";
import type { Engine } from "../../src/align/engine.js";
import { parseExpression } from "../../src/align/parse-expression.js";
import { textStream } from "../../src/align/stream-text.js";
import { allTexts, markovWorld, probabilityOf, STEPS, SYMBOLS, scaled } from "./markov-world.js";

const names = ["ref", "kid", "calm"];
const { engine, law } = markovWorld(names, 7);
const factors = Object.fromEntries(
  names.map((name) => [name, { tokens: engine.chat([{ role: "system", content: name }]) }]),
);

async function answer(text: string, more: Partial<DecodeOptions> = {}, by: Engine = engine): Promise<Step[]> {
  const steps: Step[] = [];
  for await (const step of decode(by, { factors, expression: parseExpression(text), most: STEPS, ...more }))
    steps.push(step);
  return steps;
}

const tokensOf = (steps: readonly Step[]) => steps.map(({ token }) => token);

/** The law of the next symbol, the obvious way. */
const fusedNext = (soFar: readonly number[], power: number) => {
  const [ref, kid] = [law("ref", soFar), law("kid", soFar)];
  return scaled(ref.map((p, i) => p * (kid[i] / p) ** power));
};

describe("an answer token by token", () => {
  it("is drawn from the fused law of each step", async () => {
    const counts = new Map<string, number>();
    const draws = 4000;
    for (let seed = 0; seed < draws; seed++) {
      const tokens = tokensOf(await answer("ref * (kid / ref)^1.5", { seed, most: 2 })).join();
      counts.set(tokens, (counts.get(tokens) ?? 0) + 1);
    }
    // Chi-square with 24 degrees of freedom: above 51.2 once in a thousand.
    let chi = 0;
    for (const text of allTexts(2)) {
      const expected = draws * probabilityOf((soFar) => fusedNext(soFar, 1.5), text);
      chi += ((counts.get(text.join()) ?? 0) - expected) ** 2 / expected;
    }
    expect(chi).toBeLessThan(51.2);
  });

  it("tells its log probability, its divergence from the reference and what it dropped", async () => {
    const soFar: number[] = [];
    for (const step of await answer("ref * (kid / ref)^1.5", { explain: 2 })) {
      const [ref, kid] = [law("ref", soFar), law("kid", soFar)];
      const weights = ref.map((p, i) => p * (kid[i] / p) ** 1.5);
      const p = scaled(weights);
      expect(step.log).toBeCloseTo(Math.log(p[step.token]), 12);
      expect(step.logZ).toBeCloseTo(Math.log(weights.reduce((a, b) => a + b, 0)), 12);
      expect(step.divergence).toBeCloseTo(
        p.reduce((sum, value, i) => sum + value * Math.log(value / ref[i]), 0),
        12,
      );
      const kids = step.factors.find(({ name }) => name === "kid")!;
      expect(kids.log).toBeCloseTo(Math.log(kid[step.token]), 12);
      expect(kids.wanted[0].token).toBe(kid.indexOf(Math.max(...kid)));
      soFar.push(step.token);
    }
  });

  it("with power 0 is the reference's own answer, greedy and drawn", async () => {
    for (const temperature of [0, 1, 0.7]) {
      for (let seed = 1; seed <= 20; seed++) {
        const plain = await answer("ref", { temperature, seed });
        expect(tokensOf(await answer("ref * (kid / ref)^0", { temperature, seed }))).toEqual(tokensOf(plain));
        expect(tokensOf(await answer("ref * calm^0", { temperature, seed }))).toEqual(tokensOf(plain));
      }
    }
  });

  it("keeps to its budget at every step, and to that of an answer on the whole", async () => {
    for (let seed = 1; seed <= 30; seed++) {
      for (const step of await answer("ref * (kid / ref)^budget(0.05)", { seed })) {
        expect(step.divergence).toBeLessThanOrEqual(0.05 + 1e-12);
      }
      const whole = await answer("ref * (kid / ref)^budget(0.1, answer)", { seed });
      expect(whole.reduce((sum, { divergence }) => sum + divergence, 0)).toBeLessThanOrEqual(0.1 + 1e-9);
    }
  });

  it("is greedy at temperature 0, and keeps to the nucleus", async () => {
    const soFar: number[] = [];
    for (const { token } of await answer("ref * kid", { temperature: 0 })) {
      const weights = law("ref", soFar).map((p, i) => p * law("kid", soFar)[i]);
      expect(token).toBe(weights.indexOf(Math.max(...weights)));
      soFar.push(token);
    }
    const first = law("ref", []);
    const best = first.indexOf(Math.max(...first));
    for (let seed = 1; seed <= 20; seed++) {
      expect((await answer("ref", { seed, topP: 0.01, most: 1 }))[0].token).toBe(best);
    }
  });

  it("refuses what it cannot do, and stops when it is told to", async () => {
    await expect(answer("ref * nobody")).rejects.toThrow(/not there.*nobody.*ref, kid, calm/);
    await expect(answer("uniform")).rejects.toThrow(/names no factor/);
    await expect(answer("ref", { temperature: -1 })).rejects.toThrow(/temperature/);
    await expect(answer("ref", { topP: 0 })).rejects.toThrow(/top-p/);
    const stop = new AbortController();
    stop.abort(new Error("enough"));
    await expect(answer("ref", { signal: stop.signal })).rejects.toThrow("enough");
  });

  it("forgets its texts, whatever happens", async () => {
    const forgotten: string[] = [];
    const watched: Engine = { ...engine, forget: async (keys) => void forgotten.push(...keys) };
    for await (const _ of decode(watched, { factors, expression: parseExpression("ref * kid"), most: 9, key: "x" }))
      break;
    expect(forgotten).toEqual(["x/ref", "x/kid"]);
  });
});

describe("text out of tokens", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  it("holds back half a character, and what may begin a stop", () => {
    const stream = textStream(["END", "\n\n"]);
    const face = bytes("😀");
    expect([stream.push(face.slice(0, 2)), stream.push(face.slice(2))]).toEqual(["", "😀"]);
    expect([
      stream.push(bytes("a E")),
      stream.push(bytes("N")),
      stream.push(bytes("X")),
      stream.push(bytes("\n")),
    ]).toEqual(["a ", "", "ENX", ""]);
    expect([stream.push(bytes("\nmore")), stream.stopped(), stream.push(bytes("!")), stream.end()]).toEqual([
      "",
      true,
      "",
      "",
    ]);
  });

  it("tells at the end what it held", () => {
    const stream = textStream(["END"]);
    expect(stream.push(bytes("the EN"))).toBe("the ");
    expect(stream.end()).toBe("EN");
    expect(SYMBOLS.length).toBe(5);
  });
});
