import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode } from "../../src/align/decode.js";
import type { Message } from "../../src/align/engine.js";
import { evaluate } from "../../src/align/evaluate.js";
import type { Expression } from "../../src/align/expression.js";
import { markovEngine } from "../../src/align/markov.js";
import { parseExpression } from "../../src/align/parse-expression.js";
import { printExpression } from "../../src/align/print-expression.js";
import { productOf } from "../../src/align/product.js";
import { drawPart } from "../../src/align/user/draw-part.js";
import { factorsOf, promptsOf, type Reduction } from "../../src/align/user/factors.js";
import { posteriorOfUsers } from "../../src/align/user/posterior.js";
import type { UserFact, UserProfile } from "../../src/align/user/profile.js";
import { candidateOf } from "../../src/align/user/question.js";
import { joinUsers, reduceUsers } from "../../src/align/user/reduce.js";
import { expectNear, optionsFrom, probabilities } from "./laws.js";
import { scaled } from "./markov-world.js";
import { overheard, whoEngine } from "./user-world.js";

const fact = (text: string, confidence: number, source = "form"): UserFact => ({ text, source, confidence });
const profile = (more: Partial<UserProfile> = {}): UserProfile => ({
  name: "ana",
  facts: [],
  style: [],
  factors: {},
  private: [],
  ...more,
});
const talk: readonly Message[] = [{ role: "user", content: "Hello" }];
const textOf = (one: UserProfile, reduction?: Reduction) =>
  factorsOf(one, talk, reduction === undefined ? {} : { reduction }).text;

describe("the factors of a profile", () => {
  it("tell the certain, the doubtful by its source, and the named", () => {
    const { messages, told, text, doubts, reduction } = factorsOf(
      profile({
        facts: [
          fact("She is seven.", 1),
          fact("She likes Saturn.", 0.6, "guess"),
          fact("She is tired.", 0),
          fact("She has a dog.", 0.6, "guess"),
          fact("She can read.", 0.6),
          { ...fact("She lives here.", 1), private: true },
        ],
        style: ["Short words.", "No jokes."],
        factors: { calm: { system: "You are calm.", weight: 0.5 } },
      }),
      talk,
    );
    const base = "You are talking with one person. This is known of them:\n- She is seven.";
    const style = "Answer in this way:\n- Short words.\n- No jokes.";
    expect(told).toEqual({
      ref: "",
      user: `${base}\n${style}`,
      facts_1: `${base}\n- She likes Saturn.\n- She has a dog.\n${style}`,
      facts_2: `${base}\n- She can read.\n${style}`,
      calm: "You are calm.",
    });
    expect(messages["ref"]).toBe(talk);
    expect(messages["calm"]).toEqual([{ role: "system", content: "You are calm." }, ...talk]);
    expect(text).toBe("user * (facts_1 / user)^0.6 * (facts_2 / user)^0.6 * (calm / ref)^0.5");
    expect([doubts.map(({ source }) => source), reduction]).toEqual([["guess", "form"], "geometric"]);
  });

  it("stand behind what the conversation tells already", () => {
    const system: Message = { role: "system", content: "You serve a library." };
    const { messages } = factorsOf(profile({ style: ["Short words."] }), [system, ...talk]);
    expect(messages["user"][0].content).toBe("You serve a library.\n\nAnswer in this way:\n- Short words.");
    expect(messages["ref"][0]).toBe(system);
  });

  it.each<[string, Partial<UserProfile>, string, string]>([
    ["nothing", {}, "ref", "ref"],
    ["a style", { style: ["Short."] }, "user", "user"],
    ["a doubt alone", { facts: [fact("Old.", 0.25)] }, "ref * (facts_1 / ref)^0.25", "mix(0.25: facts_1, 0.75: ref)"],
    [
      "doubts and a named factor",
      {
        style: ["Short."],
        facts: [fact("Old.", 0.5), fact("Tall.", 0.25)],
        factors: { calm: { system: "Calm.", weight: -1 } },
      },
      "user * (facts_1 / user)^0.5 * (facts_2 / user)^0.25 * (calm / ref)^-1",
      "mix(0.125: facts_1 * (facts_2 / user) * (calm / ref)^-1, 0.375: facts_1 * (calm / ref)^-1, 0.125: facts_2 * (calm / ref)^-1, 0.375: user * (calm / ref)^-1)",
    ],
    ["an expression of its own", { style: ["Short."], expression: "ref*user^2" }, "ref * user^2", "ref * user^2"],
  ])("make an expression of %s", (_, more, geometric, mixture) => {
    expect(textOf(profile(more))).toBe(geometric);
    expect(textOf(profile(more), "mixture")).toBe(mixture);
  });

  it("are the geometric pool and the mixture over all that may be true (THEORY 7.4), facts adding their ratios", () => {
    const law = fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }).map(scaled);
    const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(law, fc.array(fc.tuple(law, share), { minLength: 1, maxLength: 3 }), (user, groups) => {
        const facts = groups.map(([, confidence], k) => fact(`Fact ${k}.`, confidence, `source ${k}`));
        const one = profile({ style: ["Short."], facts });
        const laws = Object.fromEntries([["user", user], ...groups.map(([p], k) => [`facts_${k + 1}`, p] as const)]);
        // All subsets of the groups: the probability that just they are right, and the law of a user of whom they are known.
        const cases = Array.from({ length: 2 ** groups.length }, (_, bits) => {
          const right = groups.map((_, k) => ((bits >> k) & 1) === 1);
          const p = groups.reduce((all, [, c], k) => all * (right[k] ? c : 1 - c), 1);
          const weights = user.map((w, i) => groups.reduce((all, [q], k) => (right[k] ? (all * q[i]) / w : all), w));
          return { p, law: scaled(weights) };
        });
        const geometric = scaled(user.map((_, i) => cases.reduce((all, { p, law: q }) => all * q[i] ** p, 1)));
        const mixture = user.map((_, i) => cases.reduce((sum, { p, law: q }) => sum + p * q[i], 0));
        for (const [reduction, wanted] of [
          ["geometric", geometric],
          ["mixture", mixture],
        ] as const) {
          const product = productOf(parseExpression(textOf(one, reduction)));
          expectNear(probabilities(evaluate(product, optionsFrom(laws)).law), wanted, 1e-12);
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it("refuse a mixture of very many cases", () => {
    const facts = [1, 2, 3, 4, 5].map((k) => fact(`Fact ${k}.`, k / 10));
    expect(() => textOf(profile({ facts }), "mixture")).toThrow(/5 groups.*32 cases.*geometric/);
    expect(textOf(profile({ facts }))).toContain("(facts_5 / ref)^0.5");
  });
});

describe("several users", () => {
  // G14 of THEORY 9: rewards, a flat reference and beta 1; each profile is told to be one of the two.
  const rewards = { A: [2, 0, 0.5], B: [0, 2, 0.5] };
  const softmax = (r: readonly number[]) => scaled(r.map(Math.exp));
  const profiles = { ana: profile({ style: ["A"] }), ben: profile({ name: "ben", style: ["B"] }) };
  const engine = markovEngine({
    symbols: ["x", "y", "z"],
    laws: {
      "": () => [1 / 3, 1 / 3, 1 / 3],
      "Answer in this way:\n- A": () => softmax(rewards.A),
      "Answer in this way:\n- B": () => softmax(rewards.B),
    },
  });
  const joined = joinUsers([profiles.ana, profiles.ben].map((one) => factorsOf(one, [])));

  it.each<[Reduction, string, readonly number[]]>([
    ["mixture", "mix(0.8: ana, 0.2: ben)", [0.608825, 0.226924, 0.164252]],
    ["geometric", "ana^0.8 * ben^0.2", [0.611971, 0.184322, 0.203707]],
  ])("have the %s of G14, from profiles to the next token", async (reduction, text, wanted) => {
    const reduced = reduceUsers({ ana: 0.8, ben: 0.2 }, joined.laws, reduction);
    expect([reduced.text, reduced.reduction]).toEqual([text, reduction]);
    expect(reduced.says).toMatch(
      reduction === "mixture" ? /^Mixture over users: ana 0.8/ : /^Geometric consensus over/,
    );
    const factors = promptsOf(engine, joined.messages);
    for await (const { fused } of decode(engine, { factors, expression: reduced.expression, most: 1, explain: 3 })) {
      for (const { token, log } of fused) expect(Math.abs(Math.exp(log) - wanted[token])).toBeLessThan(0.5e-6 + 1e-12);
    }
  });

  it("keep their factors apart", () => {
    const one = profile({ facts: [fact("Old.", 0.5)], factors: { calm: { system: "Calm.", weight: 2 } } });
    const { laws, told } = joinUsers([factorsOf(one, talk), factorsOf({ ...one, name: "Ben Ö." }, talk)]);
    expect(Object.keys(told)).toEqual([
      "ref",
      "ana",
      "ana_facts_1",
      "ana_calm",
      "Ben Ö.",
      "Ben Ö._facts_1",
      "Ben Ö._calm",
    ]);
    expect(printExpression(laws["Ben Ö."])).toBe("ref * (`Ben Ö._facts_1` / ref)^0.5 * (`Ben Ö._calm` / ref)^2");
    expect(() => joinUsers([factorsOf(one, talk), factorsOf(one, talk)])).toThrow(/would have this name.*ana/);
    expect(() => joinUsers([factorsOf({ ...one, name: "ref" }, talk)])).toThrow(/would have this name.*ref/);
    const named = profile({ name: "ana_calm" });
    expect(() => joinUsers([factorsOf(one, talk), factorsOf(named, talk)])).toThrow(/ana_calm/);
  });

  it("who are impossible are left out, and shares that are none refused", () => {
    expect(reduceUsers({ ana: 1, ben: 0 }, joined.laws, "geometric").text).toBe("ana");
    const reduce = (shares: Record<string, number>) => () => reduceUsers(shares, joined.laws, "mixture");
    expect(reduce({ ana: 0.5, ben: 0.4 })).toThrow(/add up to 1/);
    expect(reduce({ ana: 1.5, ben: -0.5 })).toThrow(/from 0 to 1.*ana: 1.5/);
    expect(reduce({ eve: 1 })).toThrow(/no law.*eve/);
  });

  it("are drawn from a mixture once for an answer, each as often as it is likely", () => {
    const mixture = parseExpression("mix(0.5: a, 0.3: mix(1: b, 3: c), 0: d, 0.2: e * f)");
    const counts = new Map<string, number>();
    const draws = 4000;
    for (let seed = 0; seed < draws; seed++) {
      const { expression } = drawPart(mixture, seed);
      const text = printExpression(expression);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    const wanted = { a: 0.5, b: 0.075, c: 0.225, "e * f": 0.2 };
    expect([...counts.keys()].sort()).toEqual(Object.keys(wanted));
    // Chi-square with 3 degrees of freedom: above 16.3 once in a thousand.
    const chi = Object.entries(wanted).reduce((sum, [text, p]) => {
      return sum + (counts.get(text)! - draws * p) ** 2 / (draws * p);
    }, 0);
    expect(chi).toBeLessThan(16.3);
    expect(drawPart(mixture, 5)).toEqual(drawPart(mixture, 5));
    const whole = parseExpression("a * b");
    expect(drawPart(whole, 1)).toEqual({ expression: whole, places: [], p: 1 });
  });

  it("drawn once, answer as the mixture of whole texts does, and not as a mixture at each token", async () => {
    // Two users who always repeat themselves: a text of both is impossible, and drawing anew at each token makes half of them.
    const stubborn = markovEngine({
      symbols: ["x", "y"],
      laws: { "": () => [0.5, 0.5], x: () => [1, 0], y: () => [0, 1] },
    });
    const factors = promptsOf(stubborn, {
      x: [{ role: "system", content: "x" }],
      y: [{ role: "system", content: "y" }],
    });
    const texts = async (expressionAt: (seed: number) => Expression) => {
      const seen = new Set<string>();
      for (let seed = 0; seed < 60; seed++) {
        let text = "";
        for await (const { token } of decode(stubborn, { factors, expression: expressionAt(seed), most: 2, seed })) {
          text += "xy"[token];
        }
        seen.add(text);
      }
      return [...seen].sort();
    };
    const mixture = parseExpression("mix(0.5: x, 0.5: y)");
    expect(await texts((seed) => drawPart(mixture, seed).expression)).toEqual(["xx", "yy"]);
    expect(await texts(() => mixture)).toEqual(["xx", "xy", "yx", "yy"]);
  });
});

describe("what is private", () => {
  // Letters that nothing else here is made of.
  const secret = fc
    .array(fc.constantFrom(..."§¶ßæð"), { minLength: 2, maxLength: 12 })
    .map((letters) => letters.join(""));
  const open = fc
    .array(fc.constantFrom(..."abc def"), { minLength: 1, maxLength: 12 })
    .map((letters) => letters.join(""));
  const openFact = fc.record({ text: open, source: open, confidence: fc.constantFrom(0, 0.3, 0.6, 1) });
  const anyProfile = fc.record({
    facts: fc.array(openFact, { minLength: 1, maxLength: 4 }),
    style: fc.array(open, { maxLength: 2 }),
    weight: fc.constantFrom(-1, 0.5),
  });
  const hidden = fc.array(fc.tuple(secret, secret, fc.constantFrom(0, 0.3, 1), fc.nat(4)), {
    minLength: 1,
    maxLength: 4,
  });

  const made = ({ facts, style, weight }: { facts: UserFact[]; style: string[]; weight: number }, name: string) =>
    profile({
      name,
      describes: `the one called ${name}`,
      facts,
      style,
      factors: { calm: { system: "Calm.", weight } },
    });

  it("is as if it had never been written, and in no text or token that anything is told", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyProfile,
        hidden,
        fc.constantFrom("geometric", "mixture"),
        async (plain, secrets, reduction) => {
          const facts: UserFact[] = [...plain.facts];
          for (const [text, source, confidence, at] of secrets) {
            facts.splice(Math.min(at, facts.length), 0, { text, source, confidence, private: true });
          }
          const without = made(plain, "ana");
          const withSecrets = { ...made({ ...plain, facts }, "ana"), private: secrets.map(([text]) => text) };
          // Everything there is to be told is the same.
          const found = factorsOf(withSecrets, talk, { reduction });
          expect(found).toEqual(factorsOf(without, talk, { reduction }));
          expect(candidateOf({ ...withSecrets })).toEqual(candidateOf(without));
          // And everything an engine hears, asked who writes and asked to answer.
          const { engine, heard } = overheard(whoEngine({ believes: () => 0, likes: { A: 0, B: 0 }, mass: 0.5 }));
          const candidates = [withSecrets, made(plain, "ben")].map(candidateOf);
          const posterior = await posteriorOfUsers(engine, { candidates, conversation: talk });
          const told = [...heard, JSON.stringify([found, posterior, joinUsers([found])])].join("\n");
          expect(told).not.toMatch(/[§¶ßæð]/);
          expect(heard.length).toBeGreaterThan(8);
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });
});
