import { describe, expect, it } from "vitest";
import { parseExpression } from "../../src/align/parse-expression.js";
import { productOf } from "../../src/align/product.js";
import { resample, scoreText } from "../../src/align/resample.js";
import { weighTexts } from "../../src/align/weigh-texts.js";
import { allTexts, markovWorld, probabilityOf, STEPS, scaled, totalVariation } from "./markov-world.js";

const names = ["ref", "kid"];
const texts = allTexts();

function world(seed: number) {
  const { engine, law } = markovWorld(names, seed);
  const factors = Object.fromEntries(
    names.map((name) => [name, { tokens: engine.chat([{ role: "system", content: name }]) }]),
  );
  const whole = (name: string) => texts.map((text) => probabilityOf((soFar) => law(name, soFar), text));
  return { engine, law, factors, ref: whole("ref"), kid: whole("kid") };
}

/** The fusion of whole texts (THEORY 6.1 on the set of all texts), and what fusing symbol by symbol makes of it. */
function bothLevels(seed: number, power: number) {
  const { law, ref, kid } = world(seed);
  const sequence = scaled(ref.map((p, i) => p * (kid[i] / p) ** power));
  const next = (soFar: readonly number[]) => {
    const [r, k] = [law("ref", soFar), law("kid", soFar)];
    return scaled(r.map((p, i) => p * (k[i] / p) ** power));
  };
  return { sequence, token: texts.map((text) => probabilityOf(next, text)) };
}

describe("whole texts", () => {
  it("weighed on all there are, are the fusion that the theory defines", () => {
    const { ref, kid } = world(3);
    const scored = texts.map((_, i) => ({ logs: { ref: Math.log(ref[i]), kid: Math.log(kid[i]) } }));
    const weigh = (text: string) => [...weighTexts(productOf(parseExpression(text)), scored).weights];
    const near = (text: string, wanted: readonly number[]) =>
      expect(totalVariation(weigh(text), wanted)).toBeLessThan(1e-12);
    near("ref * (kid / ref)^1.5", bothLevels(3, 1.5).sequence);
    near(
      "mix(0.3: ref, 0.7: kid)",
      ref.map((p, i) => 0.3 * p + 0.7 * kid[i]),
    );
    const squared = scaled(kid.map((p) => p * p));
    near(
      "mix(0.3: ref, 0.7: kid^2)",
      ref.map((p, i) => 0.3 * p + 0.7 * squared[i]),
    );
    const { weights, budget } = weighTexts(productOf(parseExpression("ref * (kid / ref)^budget(0.2)")), scored);
    const spent = [...weights].reduce((sum, w, i) => sum + w * Math.log(w / ref[i]), 0);
    expect(spent).toBeCloseTo(0.2, 8);
    expect(budget!.spent).toBeCloseTo(0.2, 8);
  });

  it("differ from fusing symbol by symbol, by as much as the page says", () => {
    const gaps = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((seed) =>
      [1.5, 2].map((power) => {
        const { sequence, token } = bothLevels(seed, power);
        return totalVariation(sequence, token);
      }),
    );
    expect(Math.min(...gaps)).toBeGreaterThan(0.02);
    // Power 1 is the factor itself, on both levels.
    const { sequence, token } = bothLevels(1, 1);
    expect(totalVariation(sequence, token)).toBeLessThan(1e-12);
  });

  it("drawn and weighed come to the same at the rate of Monte Carlo", async () => {
    const { engine, factors } = world(3);
    const { sequence, token } = bothLevels(3, 1.5);
    const place = new Map(texts.map((text, i) => [text.join(), i]));
    const expression = parseExpression("ref * (kid / ref)^1.5");
    // The chance that the first symbol is "a": of whole texts, symbol by symbol, and estimated.
    const startsWithA = (law: readonly number[]) => law.reduce((sum, p, i) => sum + (texts[i][0] === 0 ? p : 0), 0);
    for (const from of [undefined, "ref"]) {
      const errors = [];
      for (const candidates of [60, 960]) {
        let square = 0;
        const repeats = 16;
        for (let r = 0; r < repeats; r++) {
          const found = await resample(engine, {
            factors,
            expression,
            most: STEPS,
            candidates,
            seed: 10_000 * r + 1,
            ...(from ? { from } : {}),
          });
          const law = new Array<number>(texts.length).fill(0);
          found.candidates.forEach(({ tokens }, k) => {
            law[place.get(tokens.join())!] += found.weights[k];
          });
          square += (startsWithA(law) - startsWithA(sequence)) ** 2 / repeats;
          expect(found.effective).toBeLessThanOrEqual(candidates);
        }
        errors.push(Math.sqrt(square));
      }
      // 16 times the candidates, a quarter of the error; the ratio of two such estimates with 16 degrees of freedom is above half once in 200.
      expect(errors[1] / errors[0]).toBeLessThan(0.5);
      expect(errors[1]).toBeLessThan(Math.abs(startsWithA(token) - startsWithA(sequence)) + 0.05);
    }
  });

  it("chooses candidates by their weights", async () => {
    const { engine, factors } = world(5);
    const expression = parseExpression("ref * kid");
    const draws = 300;
    let [expected, variance, hits] = [0, 0, 0];
    for (let seed = 1; seed <= draws; seed++) {
      const { weights, chosen } = await resample(engine, {
        factors,
        expression,
        most: 2,
        candidates: 3,
        seed: 100 * seed,
        from: "ref",
      });
      expected += weights[0];
      variance += weights[0] * (1 - weights[0]);
      if (chosen === 0) hits++;
    }
    expect(Math.abs(hits - expected)).toBeLessThan(3.3 * Math.sqrt(variance));
  });

  it("are scored symbol by symbol", async () => {
    const { engine, factors, ref, kid } = world(4);
    const found = await scoreText(engine, factors, texts[123]);
    expect(found.ref).toBeCloseTo(Math.log(ref[123]), 12);
    expect(found.kid).toBeCloseTo(Math.log(kid[123]), 12);
  });

  it("are refused where they cannot be weighed", () => {
    const product = productOf(parseExpression("ref * kid"));
    expect(() => weighTexts(product, [])).toThrow(/no candidates/);
    expect(() => weighTexts(product, [{ logs: { ref: -1 } }])).toThrow(/candidate 1 has no score under "kid"/);
    expect(() =>
      weighTexts(product, [{ logs: { ref: -1, kid: -1 }, drawn: -1 }, { logs: { ref: -1, kid: -1 } }]),
    ).toThrow(/some candidates/);
    expect(() => weighTexts(product, [{ logs: { ref: -Infinity, kid: -1 } }])).toThrow(/no candidate is possible/);
  });
});
