import { describe, expect, it } from "vitest";
import { type DecodeOptions, decode, type Step } from "../../src/align/decode.js";
import type { Engine } from "../../src/align/engine.js";
import { answerOfCandidates, answerOfSteps } from "../../src/align/fusion-answer.js";
import { markovEngine } from "../../src/align/markov.js";
import { parseExpression } from "../../src/align/parse-expression.js";
import { recipeNamed } from "../../src/align/recipes.js";
import { type ResampleOptions, resample } from "../../src/align/resample.js";
import { allTexts, markovWorld, probabilityOf, STEPS, SYMBOLS, scaled, totalVariation } from "./markov-world.js";

const names = ["ref", "kid"];
const { engine, law } = markovWorld(names, 3);
const promptsOf = (by: Engine, which: readonly string[]) =>
  Object.fromEntries(which.map((name) => [name, { tokens: by.chat([{ role: "system", content: name }]) }]));
const factors = promptsOf(engine, names);
const told = names.map((name) => ({ name, told: name }));

async function stepsOf(text: string, more: Partial<DecodeOptions> = {}, by: Engine = engine): Promise<Step[]> {
  const steps: Step[] = [];
  const options = { factors, expression: parseExpression(text), most: STEPS, explain: 2, ...more };
  for await (const step of decode(by, options)) steps.push(step);
  return steps;
}

async function answer(text: string, more: Partial<DecodeOptions> = {}) {
  const asked = { question: "?", expression: parseExpression(text), factors: told };
  return answerOfSteps(engine, asked, await stepsOf(text, more));
}

async function among(text: string, more: Partial<ResampleOptions> = {}) {
  const expression = parseExpression(text);
  const found = await resample(engine, { factors, expression, most: STEPS, candidates: 200, ...more });
  const from = more.from === undefined ? {} : { from: more.from };
  return { found, answer: answerOfCandidates(engine, { question: "?", expression, factors: told, ...from }, found) };
}

const ids = ({ warnings }: { readonly warnings: readonly { readonly id: string }[] }) => warnings.map(({ id }) => id);

describe("the record of an answer token by token", () => {
  it("has each step's numbers as the tables have them", async () => {
    const record = await answer("ref * (kid / ref)^1.5");
    const soFar: number[] = [];
    let [divergence, logZ, log] = [0, 0, 0];
    for (const step of record.steps) {
      const token = SYMBOLS.indexOf(step.text as (typeof SYMBOLS)[number]);
      const [ref, kid] = [law("ref", soFar), law("kid", soFar)];
      const weights = ref.map((p, i) => p * (kid[i] / p) ** 1.5);
      const fused = scaled(weights);
      const own = step.factors.find(({ name }) => name === "kid")!;
      expect(own.p).toBeCloseTo(kid[token], 12);
      expect(own.logOdds).toBeCloseTo(Math.log(kid[token] / ref[token]), 12);
      expect(step.factors.find(({ name }) => name === "ref")!.logOdds).toBe(0);
      expect(own.wanted[0]).toEqual({
        text: SYMBOLS[kid.indexOf(Math.max(...kid))],
        p: expect.closeTo(Math.max(...kid), 12),
      });
      expect(step.fused[0].p).toBeCloseTo(Math.max(...fused), 12);
      divergence += fused.reduce((sum, p, i) => sum + p * Math.log(p / ref[i]), 0);
      logZ += Math.log(weights.reduce((a, b) => a + b, 0));
      log += Math.log(fused[token]);
      soFar.push(token);
    }
    expect(record.text).toBe(soFar.map((token) => SYMBOLS[token]).join(""));
    expect(record.totals.tokens).toBe(STEPS);
    expect(record.totals.divergence).toBeCloseTo(divergence, 12);
    expect(record.totals.logZ).toBeCloseTo(logZ, 12);
    expect(record.totals.log).toBeCloseTo(log, 12);
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  });

  it("warns of what was dropped, of powers and of a cut, and of nothing else", async () => {
    const record = await answer("ref * kid");
    expect(ids(record)).toEqual(["normaliser", "powers", "cut"]);
    expect(record.warnings[0].text).toContain(`e^${Number(record.totals.logZ!.toFixed(2))}`);
    expect(record.warnings[1].text).toContain("add up to 2");
    expect(ids(await answer("ref"))).toEqual(["cut"]);
    expect(ids(await answer("ref * (kid / ref)^1.5"))).toEqual(["normaliser", "cut"]);
    expect(ids(await answer("ref * kid^budget(0.1)"))).toContain("budget-powers");
  });

  it("warns of budgets that are not reached or cannot act", async () => {
    expect(ids(await answer("ref * (kid / ref)^budget(0.05)"))).toEqual(["normaliser", "cut"]);
    const idle = await answer("ref * (kid / ref)^budget(0.001, answer)");
    expect(idle.warnings.find(({ id }) => id === "budget-idle")!.text).toContain("3 of 4 tokens");
    const never = await answer("ref * (kid / kid)^budget(0.1)");
    expect(never.warnings.find(({ id }) => id === "budget-unbounded")!.text).toContain("never spent");
    const far = await answer("ref * (kid / ref)^budget(50)");
    expect(far.warnings.find(({ id }) => id === "budget-unbounded")!.text).toContain("4 of 4 tokens");
  });

  it("warns of probability that was left out, of floors and of what the reference forbids", async () => {
    const few: Engine = {
      ...engine,
      next: async (prefixes, wanted, signal) =>
        (await engine.next(prefixes, wanted, signal)).map(({ logits, logZ }, k) => ({
          ids: Int32Array.from(k === 0 ? [0, 1, 2] : [1, 2, 3]),
          logits: (k === 0 ? [0, 1, 2] : [1, 2, 3]).reduce((all, w, i) => {
            all[i] = logits[w];
            return all;
          }, new Float64Array(3)),
          logZ,
        })),
    };
    const record = (steps: Step[], floor?: number) =>
      answerOfSteps(
        few,
        {
          question: "?",
          expression: parseExpression("kid * (ref / kid)^0.5"),
          factors: told,
          ...(floor ? { floor } : {}),
        },
        steps,
      );
    const text = "kid * (ref / kid)^0.5";
    const left = record(await stepsOf(text, { top: 3 }, few));
    const most = Math.max(...left.steps.map(({ leftOut }) => leftOut));
    expect(left.warnings.find(({ id }) => id === "left-out")!.text).toContain(`at most ${(100 * most).toFixed(0)} %`);
    const floored = record(await stepsOf(text, { top: 3, floor: 1e-6 }, few), 1e-6);
    const count = floored.steps.reduce((sum, step) => sum + step.floored, 0);
    expect(floored.warnings.find(({ id }) => id === "floor")!.text).toContain(`0.000001 stood in`);
    expect(floored.warnings.find(({ id }) => id === "floor")!.text).toContain(`${count} in all`);
    const strict = markovEngine({ symbols: ["a", "b"], laws: { ref: () => [1, 0], kid: () => [0.1, 0.9] } });
    const steps = await stepsOf("kid", { factors: promptsOf(strict, names), reference: "ref", seed: 2 }, strict);
    const forbidden = answerOfSteps(
      strict,
      { question: "?", expression: parseExpression("kid"), factors: told, reference: "ref" },
      steps,
    );
    expect(forbidden.totals.divergence).toBeNull();
    expect(ids(forbidden)).toContain("divergence");
    expect(forbidden.steps.some(({ factors: of }) => of.some(({ p, logOdds }) => p === 0 && logOdds === null))).toBe(
      true,
    );
    expect(JSON.parse(JSON.stringify(forbidden))).toEqual(forbidden);
  });

  it("puts characters together and ends at stops and ends", async () => {
    const face = new TextEncoder().encode("😀");
    const bytes: Record<number, Uint8Array> = {
      0: face.slice(0, 2),
      1: face.slice(2),
      2: new TextEncoder().encode(" STOP"),
    };
    const ends: Engine = { ...engine, ends: new Set([4]), bytes: (token) => bytes[token] ?? engine.bytes(token) };
    const [one] = await stepsOf("ref", { most: 1 });
    const steps = [0, 1, 3, 2, 3, 4].map((token) => ({ ...one, token, ends: token === 4 }));
    const asked = { question: "?", expression: parseExpression("ref"), factors: told };
    const whole = answerOfSteps(ends, asked, steps);
    expect(whole.steps.map(({ text }) => text)).toEqual(["", "😀", "d", " STOP", "d", ""]);
    expect([whole.text, whole.ended]).toEqual(["😀d STOPd", true]);
    const cut = answerOfSteps(ends, { ...asked, stops: ["STOP"] }, steps.slice(0, 4));
    expect([cut.text, cut.ended]).toEqual(["😀d ", true]);
    const half = answerOfSteps(ends, asked, steps.slice(0, 1));
    expect([half.text, half.steps[0].text]).toEqual(["\ufffd", "\ufffd"]);
    expect(answerOfSteps(ends, asked, []).text).toBe("");
  });
});

describe("the record of an answer among whole texts", () => {
  it("has the candidates with their weights, and the one that was chosen", async () => {
    const { found, answer: record } = await among("ref * (kid / ref)^1.5", { from: "ref" });
    const { list, chosen, effective, from } = record.candidates!;
    expect(list.map(({ weight }) => weight)).toEqual([...found.weights]);
    expect([chosen, effective, from]).toEqual([found.chosen, found.effective, "ref"]);
    expect(record.text).toBe(list[chosen].text);
    expect(record.candidates!.gap).toBeUndefined();
    const tokens = [...list[0].text].map((letter) => SYMBOLS.indexOf(letter as "a"));
    expect(list[0].logs["kid"]).toBeCloseTo(Math.log(probabilityOf((soFar) => law("kid", soFar), tokens)), 12);
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  });

  it("estimates how far the levels are apart, where it was drawn token by token", async () => {
    const power = 2;
    const texts = allTexts();
    const whole = (name: string) => texts.map((text) => probabilityOf((soFar) => law(name, soFar), text));
    const [ref, kid] = names.map(whole);
    const sequence = scaled(ref.map((p, i) => p * (kid[i] / p) ** power));
    const next = (soFar: readonly number[]) =>
      scaled(law("ref", soFar).map((p, i) => p * (law("kid", soFar)[i] / p) ** power));
    const exact = totalVariation(
      sequence,
      texts.map((text) => probabilityOf(next, text)),
    );
    const { answer: record } = await among(`ref * (kid / ref)^${power}`, { candidates: 1500 });
    // Half the mean of |w - 1|, whose standard deviation is below that of w: about 2 x gap here.
    expect(Math.abs(record.candidates!.gap! - exact)).toBeLessThan((4 * exact) / Math.sqrt(1500) + 1e-3);
    expect(exact).toBeGreaterThan(0.05);
  });

  it("warns of few candidates in effect, and of cut ones", async () => {
    const { answer: fine } = await among("ref");
    expect(ids(fine)).toEqual(["cut-candidates", "cut"]);
    const { answer: lottery } = await among("ref * (kid / ref)^9", { from: "ref", candidates: 40 });
    const [warning] = lottery.warnings;
    expect(warning.id).toBe("effective");
    expect(warning.text).toContain(`worth ${Number(lottery.candidates!.effective.toFixed(1))}`);
    const { answer: one } = await among("ref * (kid / ref)^9", { candidates: 1 });
    expect(one.warnings[0].text).toContain("one candidate only");
  });
});

describe("a mask that follows from the laws of each step", () => {
  it("decodes contrastively as its formula says", async () => {
    const recipe = recipeNamed("contrastive");
    const numbers = { alpha: 0.6 };
    const more = {
      factors: promptsOf(engine, names),
      setsAt: (laws: Parameters<NonNullable<DecodeOptions["setsAt"]>>[0]) => {
        const named = new Map([
          ["expert", laws.get("ref")!],
          ["amateur", laws.get("kid")!],
        ]);
        return recipe.setsAt(numbers)!(named);
      },
    };
    const soFar: number[] = [];
    for (const { token } of await stepsOf("ref / kid * mask(plausible)", { ...more, temperature: 0 })) {
      const [expert, amateur] = [law("ref", soFar), law("kid", soFar)];
      const scores = expert.map((p, i) => (p >= 0.6 * Math.max(...expert) ? p / amateur[i] : 0));
      expect(token).toBe(scores.indexOf(Math.max(...scores)));
      soFar.push(token);
    }
    expect(soFar).toHaveLength(STEPS);
  });
});
