import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Engine, Message } from "../../src/align/engine.js";
import { type PosteriorOptions, posteriorOfUsers } from "../../src/align/user/posterior.js";
import { writersOf } from "../../src/align/user/writing.js";
import { type Mind, whoEngine, writingEngine } from "./user-world.js";

// Three people who choose each word by themselves: Bayes' rule says who wrote what, word by word.
const WORDS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "a child": { wow: 0.7, star: 0.2, parsec: 0.1 },
  "an expert": { wow: 0.1, star: 0.3, parsec: 0.6 },
  "a poet": { wow: 0.3, star: 0.6, parsec: 0.1 },
};
const names = { child: "a child", expert: "an expert", poet: "a poet" } as const;
const candidatesOf = (list: readonly (keyof typeof names)[]) => list.map((name) => ({ name, describes: names[name] }));
const said = (content: string): Message => ({ role: "user", content });

/** log P(text | writer) plus what the model thinks before it reads. */
const believes =
  (before: Readonly<Record<string, number>>): Mind["believes"] =>
  (text, describes) =>
    text.split(/\s+/).reduce((sum, word) => sum + Math.log(WORDS[describes][word] ?? 1), before[describes]);

function bayes(text: string, prior: Readonly<Record<string, number>>): Record<string, number> {
  const joint = Object.entries(prior).map(([name, p]) => {
    const words = WORDS[names[name as keyof typeof names]];
    return [name, text.split(" ").reduce((all, word) => all * words[word], p)] as const;
  });
  const sum = joint.reduce((all, [, p]) => all + p, 0);
  return Object.fromEntries(joint.map(([name, p]) => [name, p / sum]));
}

const sharesOf = async (engine: Engine, options: PosteriorOptions) => {
  const { users } = await posteriorOfUsers(engine, options);
  return Object.fromEntries(users.map(({ name, p }) => [name, p]));
};
const biased: Mind = {
  believes: believes({ "a child": 0.3, "an expert": -1.2, "a poet": 0.7 }),
  likes: { A: 2.1, B: -0.4, C: 0.6 },
  mass: 0.9,
};

describe("who is writing", () => {
  it("is Bayes' rule, whatever the model thought before and whichever letters it likes", async () => {
    const number = fc.double({ min: -3, max: 3, noNaN: true });
    const text = fc.array(fc.constantFrom("wow", "star", "parsec"), { minLength: 1, maxLength: 5 });
    const weight = fc.double({ min: 0.05, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.tuple(number, number, number, number, number, number),
        fc.tuple(weight, weight, weight),
        fc.shuffledSubarray(["child", "expert", "poet"] as const, { minLength: 2 }),
        async (words, [a, b, c, d, e, f], weights, list) => {
          const engine = whoEngine({
            believes: believes({ "a child": a, "an expert": b, "a poet": c }),
            likes: { A: d, B: e, C: f },
            mass: 0.7,
          });
          const sum = list.reduce((all, _, k) => all + weights[k], 0);
          const prior = Object.fromEntries(list.map((name, k) => [name, weights[k] / sum]));
          const found = await sharesOf(engine, {
            candidates: candidatesOf(list),
            prior,
            conversation: [said(words.join(" "))],
          });
          const wanted = bayes(words.join(" "), prior);
          for (const name of list) expect(found[name]).toBeCloseTo(wanted[name], 10);
        },
      ),
      { seed: 1, numRuns: 25 },
    );
  });

  it("measures what it takes out", async () => {
    const found = await posteriorOfUsers(whoEngine(biased), {
      candidates: candidatesOf(["child", "expert", "poet"]),
      conversation: [said("star")],
    });
    const middle = (2.1 - 0.4 + 0.6) / 3;
    expect(found.letters.map(({ letter }) => letter)).toEqual(["A", "B", "C"]);
    for (const [k, wanted] of [2.1, -0.4, 0.6].entries())
      expect(found.letters[k].bias).toBeCloseTo(wanted - middle, 10);
    expect(found.orderBias).toBeCloseTo(2.5, 10);
    expect(found.letterMass).toBeCloseTo(0.9, 10);
    // The model's own prior: a softmax of 0.3, -1.2, 0.7.
    const own = [0.3, -1.2, 0.7].map(Math.exp);
    const sum = own.reduce((a, b) => a + b, 0);
    for (const [u, { neutral }] of found.users.entries()) expect(neutral).toBeCloseTo(own[u] / sum, 10);
    expect(found.swayed).toBeGreaterThan(0);
    expect(found.warnings.map(({ id }) => id)).toEqual(["order"]);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it("asks for the letters alone, in batches of what the engine holds, and forgets them", async () => {
    const dense = whoEngine(biased);
    const options = { candidates: candidatesOf(["child", "poet"]), conversation: [said("wow star")] };
    const batches: number[] = [];
    const held = new Set<string>();
    const sparse: Engine = {
      ...dense,
      sequences: 3,
      next: async (prefixes, wanted, signal) => {
        batches.push(prefixes.length);
        for (const { key } of prefixes) held.add(key);
        expect(wanted.top).toBe(1);
        const ids = Int32Array.from(wanted.also!).sort();
        const told = await dense.next(prefixes, {}, signal);
        return told.map(({ logits, logZ }) => ({ ids, logits: Float64Array.from(ids, (id) => logits[id]), logZ }));
      },
      forget: async (keys) => keys.forEach((key) => void held.delete(key)),
    };
    expect(await sharesOf(sparse, options)).toEqual(await sharesOf(dense, options));
    expect([batches, [...held]]).toEqual([[3, 1], []]);
  });

  it("reads the person's own messages, the latest that fit", async () => {
    const engine = whoEngine(biased);
    const candidates = candidatesOf(["child", "expert"]);
    const conversation: Message[] = [said("parsec"), { role: "assistant", content: "wow wow wow" }, said("wow")];
    const both = await posteriorOfUsers(engine, { candidates, conversation });
    expect(both.users[0].p).toBeCloseTo(bayes("parsec wow", { child: 0.5, expert: 0.5 })["child"], 10);
    const last = await posteriorOfUsers(engine, { candidates, conversation, most: 5 });
    expect(last.users[0].p).toBeCloseTo(bayes("wow", { child: 0.5, expert: 0.5 })["child"], 10);
    expect([last.read, last.warnings.map(({ id }) => id).includes("read")]).toEqual([
      { messages: 1, of: 2, cut: false },
      true,
    ]);
    const end = await posteriorOfUsers(engine, { candidates, conversation: [said("parsec wow")], most: 4 });
    expect(end.read).toEqual({ messages: 1, of: 1, cut: true });
  });

  it("warns of a model that would rather say something else", async () => {
    const found = await posteriorOfUsers(whoEngine({ ...biased, mass: 0.02 }), {
      candidates: candidatesOf(["child", "expert"]),
      conversation: [said("wow")],
    });
    expect(found.warnings.find(({ id }) => id === "letters")?.text).toContain("2.0 %");
  });

  it("refuses what it cannot answer", async () => {
    const engine = whoEngine(biased);
    const candidates = candidatesOf(["child", "expert"]);
    const asked = (more: Partial<PosteriorOptions>) =>
      posteriorOfUsers(engine, { candidates, conversation: [said("wow")], ...more });
    await expect(asked({ conversation: [] })).rejects.toThrow(/not written anything/);
    await expect(asked({ candidates: candidatesOf(["child"]) })).rejects.toThrow(/from 2 to 8 users/);
    await expect(asked({ candidates: [...candidates, ...candidates] })).rejects.toThrow(/one name.*child/);
    await expect(asked({ prior: { child: 1 } })).rejects.toThrow(/everybody needs a prior.*expert: none/);
    await expect(asked({ prior: { child: 0.9, expert: 0.9 } })).rejects.toThrow(/adds up to 1/);
    await expect(asked({ prior: { child: 0.5, ghost: 0.5 } })).rejects.toThrow(/no candidate.*ghost/);
    const stop = new AbortController();
    stop.abort(new Error("enough"));
    await expect(asked({ signal: stop.signal })).rejects.toThrow("enough");
    const silent = whoEngine({ ...biased, mass: 0 });
    await expect(posteriorOfUsers(silent, { candidates, conversation: [said("wow")] })).rejects.toThrow(
      /letters no probability/,
    );
    const wordless: Engine = { ...engine, tokenize: () => [1, 2] };
    await expect(posteriorOfUsers(wordless, { candidates, conversation: [said("wow")] })).rejects.toThrow(
      /no token for the answer A/,
    );
    // Who is impossible by the neutral text cannot be divided by.
    const never: Mind = {
      ...biased,
      believes: (text, describes) => (text === "N/A" && describes === "a child" ? -Infinity : 0),
    };
    await expect(posteriorOfUsers(whoEngine(never), { candidates, conversation: [said("wow")] })).rejects.toThrow(
      /divided by 0/,
    );
  });

  it("gives nothing to whom the text or the prior makes impossible", async () => {
    const candidates = candidatesOf(["child", "expert"]);
    const never: Mind = {
      ...biased,
      believes: (text, describes) => (text === "wow" && describes === "an expert" ? -Infinity : 0),
    };
    const conversation = [said("wow")];
    expect(await sharesOf(whoEngine(never), { candidates, conversation })).toEqual({ child: 1, expert: 0 });
    const prior = { child: 0, expert: 1 };
    expect(await sharesOf(whoEngine(biased), { candidates, conversation, prior })).toEqual({ child: 0, expert: 1 });
  });
});

describe("who has written", () => {
  const letters = {
    "a child": { a: 0.6, b: 0.3, "\n": 0.1 },
    "an expert": { a: 0.2, b: 0.3, c: 0.4, "\n": 0.1 },
    "a poet": { a: 0.45, b: 0.45, "\n": 0.1 },
  };
  const engine = writingEngine(letters);
  const candidates = candidatesOf(["child", "expert", "poet"]);

  it("is Bayes' rule over what each would have written", async () => {
    const prior = { child: 0.5, expert: 0.3, poet: 0.2 };
    const conversation: Message[] = [said("ab"), { role: "assistant", content: "ccc" }, said("ba")];
    const found = await writersOf(engine, { candidates, prior, conversation });
    const joint = [0.5 * 0.6 * 0.3 * 0.1 * 0.3 * 0.6, 0.3 * 0.2 * 0.3 * 0.1 * 0.3 * 0.2, 0.2 * 0.45 ** 4 * 0.1];
    const sum = joint.reduce((a, b) => a + b, 0);
    for (const [u, { p }] of found.users.entries()) expect(p).toBeCloseTo(joint[u] / sum, 12);
    expect(found.users[1].nats).toBeCloseTo(2 * Math.log(0.2 * 0.3) - 4 * Math.log(0.45), 10);
    expect([found.tokens, found.read, found.warnings]).toEqual([5, { messages: 2, of: 2, cut: false }, []]);
  });

  it("gives nothing to whom the text is impossible, and refuses what nobody can have written", async () => {
    const { users } = await writersOf(engine, { candidates, conversation: [said("ac")] });
    expect(users.map(({ p, nats }) => [p, nats])).toEqual([
      [0, null],
      [1, 0],
      [0, null],
    ]);
    await expect(writersOf(engine, { candidates, conversation: [said("z")] })).rejects.toThrow(/none of the users/);
    await expect(writersOf(engine, { candidates, conversation: [] })).rejects.toThrow(/not written anything/);
  });

  it("reads the end of what was written, and says so", async () => {
    const found = await writersOf(engine, { candidates, conversation: [said("aaaaab")], most: 1 });
    expect([found.tokens, found.read.cut, found.warnings.map(({ id }) => id)]).toEqual([1, true, ["read"]]);
    expect(found.users[0].p).toBeCloseTo(0.3 / 1.05, 12);
  });
});
