import { afterEach, describe, expect, it } from "vitest";
import { startServer } from "../../cli/src/server/start.js";
import {
  answerOfTexts,
  fuseTexts,
  type OpenaiOptions,
  openaiTexts,
  textLaw,
  tokenLaws,
} from "../../src/align/engines/openai.js";
import { evaluate } from "../../src/align/evaluate.js";
import * as align from "../../src/align/index.js";
import { markovEngine } from "../../src/align/markov.js";
import { parseExpression } from "../../src/align/parse-expression.js";
import { productOf } from "../../src/align/product.js";
import type { DiscoError } from "../../src/error.js";
import { uniformStream } from "../../src/num/random.js";
import { type HostedTraits, hostedWorld, send } from "./hosted-world.js";
import { expectNear } from "./laws.js";
import { allTexts, markovWorld, probabilityOf, STEPS, SYMBOLS, scaled } from "./markov-world.js";

const names = ["ref", "kid"];
const factors = { ref: { prompt: "ref:" }, kid: { prompt: "kid:" } };
const expression = parseExpression("ref * (kid / ref)^1.5");
const KEY = "sk-very-secret-0123456789";

type World = Awaited<ReturnType<typeof hostedWorld>>;
const open: World[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((world) => world.close()));
});

async function world(traits: HostedTraits = {}, options: Partial<OpenaiOptions> = {}) {
  const hosted = await hostedWorld(names, 3, traits);
  open.push(hosted);
  const texts = openaiTexts({ baseUrl: hosted.baseUrl, model: "tiny", key: KEY, backoff: 1, ...options });
  const symbols = (text: string) => Array.from(text, (symbol) => SYMBOLS.indexOf(symbol as "a"));
  const logOf = (name: string, text: string) =>
    Math.log(probabilityOf((soFar) => hosted.law(name, soFar), symbols(text)));
  return { ...hosted, texts, symbols, logOf };
}

const failure = (promise: Promise<unknown>): Promise<DiscoError> =>
  promise.then(
    () => Promise.reject(new Error("it did not fail")),
    (error) => error,
  );

describe("texts of a hosted model", () => {
  it.each([
    ["echo", {}],
    ["echo", { atLeastOne: true }],
    ["stepwise", { echo: false }],
    ["stepwise", { echoesText: true }],
    ["stepwise", { echo: false, asChats: true }],
  ] as const)("are scored as the laws have it (%s, %o)", async (how, traits) => {
    const { texts, logOf } = await world(traits, { topLogprobs: 5 });
    for (const seed of [1, 2, 3]) {
      const drawn = await texts.draw(factors.ref, { most: STEPS, seed });
      expect(drawn.tokens.reduce((sum, { log }) => sum + log!, 0)).toBeCloseTo(logOf("ref", drawn.text), 10);
      const score = await texts.score(factors.kid, drawn);
      expect(score).toMatchObject({ how, floored: 0, retokenised: false });
      expect(score.log).toBeCloseTo(logOf("kid", drawn.text), 10);
    }
  });

  it("are scored by a server that fails of the request to repeat them", async () => {
    const { texts, logOf, asked } = await world(
      {
        instead: ({ echo }, response) => {
          if (echo) send(response, 500, { error: { message: "Unsupported param: echo" } });
          return echo === true;
        },
      },
      { backoff: 60_000 },
    );
    const drawn = await texts.draw(factors.ref, { most: STEPS });
    expect((await texts.score(factors.kid, drawn)).log).toBeCloseTo(logOf("kid", drawn.text), 10);
    expect(asked.filter(({ body }) => body["echo"])).toHaveLength(2);
    // Numbers in place of texts lead nowhere.
    const odd = { text: drawn.text, tokens: drawn.tokens.map((_, k) => ({ text: `token_id:${k}` })) };
    expect((await failure(texts.score(factors.kid, odd))).message).toMatch(/not the text that it wrote/);
  });

  it("are weighed and chosen as the theory has it", async () => {
    const { texts, logOf, law, symbols } = await world();
    const count = 200;
    const found = await fuseTexts(texts, { factors, expression, candidates: count, most: STEPS, seed: 5 });
    // By hand: 2.5 and -1.5 are the powers of kid and ref; the proposal is half of each.
    const weights = found.candidates.map(({ text }) => {
      const [ref, kid] = [logOf("ref", text), logOf("kid", text)];
      return Math.exp(1.5 * kid - 0.5 * ref) / (0.5 * Math.exp(ref) + 0.5 * Math.exp(kid));
    });
    expectNear([...found.weights], scaled(weights), 1e-10);
    expect(found.candidates.filter(({ from }) => from === "ref")).toHaveLength(count / 2);
    // All texts there are, fused exactly, and how many of them begin with "a".
    const whole = allTexts();
    const fused = scaled(
      whole.map((text) => {
        const [ref, kid] = names.map((name) => probabilityOf((soFar) => law(name, soFar), text));
        return ref * (kid / ref) ** 1.5;
      }),
    );
    const truth = fused.reduce((sum, p, k) => sum + (whole[k][0] === 0 ? p : 0), 0);
    const estimate = found.candidates.reduce(
      (sum, { text }, k) => sum + (symbols(text)[0] === 0 ? found.weights[k] : 0),
      0,
    );
    expect(found.effective).toBeGreaterThan(count / 4);
    expect(Math.abs(estimate - truth)).toBeLessThan(4 * Math.sqrt((truth * (1 - truth)) / found.effective));
  });

  it("rest on the floor where the server tells the likeliest tokens only, and say so", async () => {
    const { texts, law, symbols } = await world({ echo: false, top: 2 });
    const floor = 1e-3;
    const options = { factors, expression, candidates: 12, most: STEPS, from: ["ref"], seed: 2 };
    const refused = await failure(fuseTexts(texts, options));
    expect(refused.message).toContain(
      "is not among those that the server tells; state what stands in for it (floor: 1e-6)",
    );
    expect(refused.kind).toBe("refused");
    const found = await fuseTexts(texts, { ...options, floor });
    // At each place the server tells the two likeliest, and the one that it draws there: always by the same random number, of seed 1.
    const u = uniformStream(1, names.indexOf("kid"))();
    let floored = 0;
    for (const { text, logs, floored: own } of found.candidates) {
      let [sum, missing] = [0, 0];
      symbols(text).forEach((symbol, k) => {
        const next = law("kid", symbols(text).slice(0, k));
        const order = next.map((_, token) => token).sort((a, b) => next[b] - next[a]);
        const drawn = next.findIndex((_, token) => u < next.slice(0, token + 1).reduce((a, b) => a + b));
        const isTold = [order[0], order[1], drawn].includes(symbol);
        sum += Math.log(isTold ? next[symbol] : floor);
        missing += isTold ? 0 : 1;
      });
      expect(own).toBe(missing);
      expect(logs["kid"]).toBeCloseTo(sum, 10);
      floored += missing;
    }
    expect(floored).toBeGreaterThan(0);
    const record = answerOfTexts(texts, { question: "?", expression, factors: [], floor }, found);
    expect(record.warnings.find(({ id }) => id === "floor")!.text).toContain(
      `the floor of 0.001 stood in, ${floored} times`,
    );
  });

  it("come from chats too, which score nothing", async () => {
    const { texts, logOf, asked } = await world();
    const chats = {
      ref: { messages: [{ role: "user" as const, content: "ref" }] },
      kid: { messages: [{ role: "user" as const, content: "kid" }] },
    };
    const refused = await failure(fuseTexts(texts, { factors: chats, expression, candidates: 4, most: STEPS }));
    expect(refused.message).toContain("a chat endpoint does not say how likely a given answer is");
    expect(refused.kind).toBe("refused");
    // Scored by something else, they can be weighed.
    const score = async (name: string, { text }: { readonly text: string }) => logOf(name, text);
    const own = { factors: chats, expression, candidates: 30, most: STEPS, from: ["ref"], score };
    const found = await fuseTexts(texts, own);
    const weights = found.candidates.map(({ text }) => Math.exp(1.5 * (logOf("kid", text) - logOf("ref", text))));
    expectNear([...found.weights], scaled(weights), 1e-10);
    expect(asked.at(-1)!.body).toMatchObject({ temperature: 1, top_p: 1, logprobs: true, top_logprobs: 20 });
    expect((await texts.next(chats.kid, ""))!.tokens).toHaveLength(SYMBOLS.length);
  });

  it("keep to masks", async () => {
    const { texts } = await world();
    const masked = parseExpression("ref * mask(noA)");
    const masks = { noA: (text: string) => !text.includes("a") };
    const found = await fuseTexts(texts, { factors, expression: masked, candidates: 40, most: STEPS, masks });
    expect(found.candidates[found.chosen].text).not.toContain("a");
    found.candidates.forEach(({ text }, k) => {
      expect(found.weights[k] > 0).toBe(!text.includes("a"));
    });
  });

  it("make a record that can be printed, without the key", async () => {
    const { texts, baseUrl } = await world();
    const found = await fuseTexts(texts, { factors, expression, candidates: 3, most: STEPS });
    const ended = {
      ...found,
      candidates: found.candidates.map((one, k) => ({ ...one, ended: k > 0, retokenised: k > 1 })),
    };
    const record = answerOfTexts(texts, { question: "?", expression, factors: [] }, ended);
    const text = JSON.stringify(record);
    expect(JSON.parse(text)).toEqual(record);
    expect(text).not.toContain(KEY);
    expect(record).toMatchObject({ level: "sequence", model: "tiny", candidates: { from: "ref, kid" } });
    expect(record.provenance["engine"]).toBe(`openai ${new URL(baseUrl).host} tiny`);
    expect(record.warnings.map(({ id }) => id)).toEqual(expect.arrayContaining(["end-untold", "retokenised"]));
  });
});

describe("the project's own server", () => {
  it("serves texts that are weighed exactly, in texts and in chats", async () => {
    const { law } = markovWorld(names, 7);
    // The first symbol of a prompt, or what a chat is told, says which law it is.
    const symbols = [...SYMBOLS, "R", "K"];
    const padded = (name: string, soFar: readonly number[]) => [...law(name, soFar), 0, 0];
    const byPrompt = ([first, ...soFar]: readonly number[]) => padded(first === 5 ? "ref" : "kid", soFar);
    const laws = Object.fromEntries(names.map((name) => [name, (soFar: readonly number[]) => padded(name, soFar)]));
    const engine = markovEngine({ symbols, laws: { ...laws, "": byPrompt } });
    const server = await startServer({ engine, model: "tiny", align, port: 0 });
    try {
      const texts = openaiTexts({ baseUrl: `${server.url}/v1`, model: "tiny", topLogprobs: 5 });
      const logOf = (name: string, text: string) => {
        const tokens = Array.from(text, (symbol) => SYMBOLS.indexOf(symbol as "a"));
        return Math.log(probabilityOf((soFar) => law(name, soFar), tokens));
      };
      const prompts = { ref: { prompt: "R" }, kid: { prompt: "K" } };
      const found = await fuseTexts(texts, { factors: prompts, expression, candidates: 16, most: STEPS });
      const weights = found.candidates.map(({ text, logs }) => {
        const [ref, kid] = [logOf("ref", text), logOf("kid", text)];
        expect(logs["ref"]).toBeCloseTo(ref, 10);
        expect(logs["kid"]).toBeCloseTo(kid, 10);
        return Math.exp(1.5 * kid - 0.5 * ref) / (0.5 * Math.exp(ref) + 0.5 * Math.exp(kid));
      });
      expectNear([...found.weights], scaled(weights), 1e-10);
      const chat = {
        messages: [
          { role: "system" as const, content: "kid" },
          { role: "user" as const, content: "a" },
        ],
      };
      const drawn = await texts.draw(chat, { most: STEPS, seed: 3 });
      const sum = drawn.tokens.reduce((all, { log }) => all + log!, 0);
      expect(sum).toBeCloseTo(logOf("kid", `a${drawn.text}`) - logOf("kid", "a"), 10);
    } finally {
      await server.stop();
    }
  });
});

describe("truncated laws", () => {
  it("are fused as laws of tokens are, where all is told", async () => {
    const { texts, law } = await world({}, { topLogprobs: 5 });
    const [ref, kid] = await Promise.all([texts.next(factors.ref, "ab"), texts.next(factors.kid, "ab")]);
    const { laws, texts: told } = tokenLaws({ ref: ref!, kid: kid! });
    const fused = evaluate(productOf(expression), { laws });
    const [r, k] = names.map((name) => law(name, [0, 1]));
    const wanted = scaled(r.map((p, i) => p * (k[i] / p) ** 1.5));
    fused.law.logs.forEach((log, i) => {
      const symbol = SYMBOLS.indexOf(told[fused.law.ids![i]].text as "a");
      expect(Math.exp(log)).toBeCloseTo(wanted[symbol], 10);
    });
  });

  it("leave out what one does not tell, or put the floor there", () => {
    const one = textLaw([
      { text: "yes", log: Math.log(0.6) },
      { text: "no", log: Math.log(0.3) },
    ]);
    const other = textLaw([
      { text: "no", log: Math.log(0.5) },
      { text: "perhaps", log: Math.log(0.4) },
    ]);
    expect(Math.exp(one.rest)).toBeCloseTo(0.1, 12);
    const { laws, texts } = tokenLaws({ one, other });
    const product = productOf(parseExpression("one * other"));
    const common = evaluate(product, { laws });
    expect([...common.law.ids!].map((id) => texts[id].text)).toEqual(["no"]);
    const floored = evaluate(product, { laws, floor: 0.01 });
    const weights = new Map([...floored.law.ids!].map((id, i) => [texts[id].text, Math.exp(floored.law.logs[i])]));
    const sum = 0.6 * 0.01 + 0.3 * 0.5 + 0.01 * 0.4;
    expect(weights.get("yes")).toBeCloseTo((0.6 * 0.01) / sum, 12);
    expect(weights.get("perhaps")).toBeCloseTo((0.01 * 0.4) / sum, 12);
    expect(floored.floored).toBe(2);
  });
});

describe("a server that fails", () => {
  const draw = (texts: ReturnType<typeof openaiTexts>, signal?: AbortSignal) =>
    texts.draw(factors.ref, { most: 2, ...(signal ? { signal } : {}) });

  it.each([
    [429, { "retry-after": "0" }],
    [500, {}],
    [503, { "retry-after": new Date(0).toUTCString() }],
  ] as const)("is asked again after %i", async (status, headers) => {
    let failures = 2;
    const { texts, asked } = await world({
      instead: (_, response) => {
        if (failures-- <= 0) return false;
        send(response, status, { error: { message: "not now" } }, headers);
        return true;
      },
    });
    expect((await draw(texts)).text).toHaveLength(2);
    expect(asked).toHaveLength(3);
    expect(asked[0].key).toBe(`Bearer ${KEY}`);
  });

  it("is given up after as many times as it was allowed, or when it asks for too long a wait", async () => {
    const always = (headers: Record<string, string>): HostedTraits => ({
      instead: (_, response) => {
        send(response, 429, { error: { message: "slow down" } }, headers);
        return true;
      },
    });
    const first = await world(always({}), { retries: 2 });
    expect((await failure(draw(first.texts))).message).toMatch(
      /takes no more requests for now \(given: 429: slow down\)/,
    );
    expect(first.asked).toHaveLength(3);
    const second = await world(always({ "retry-after": "3600" }));
    await failure(draw(second.texts));
    expect(second.asked).toHaveLength(1);
  });

  it.each([
    [401, { message: `Incorrect API key provided: ${KEY}.` }, /key is not accepted.*provided: \*\*\*\./],
    [404, { message: "no such model" }, /check the address .* and the model's name/],
    [400, { message: "top_logprobs: at most 5" }, /does not take the request \(given: 400: top_logprobs: at most 5\)/],
    [429, { message: "pay first", code: "insufficient_quota" }, /pay first/],
  ])("is not asked again after %i", async (status, error, said) => {
    const { texts, asked } = await world({
      instead: (_, response) => {
        send(response, status, { error });
        return true;
      },
    });
    const { message } = await failure(draw(texts));
    expect(message).toMatch(said);
    expect(message).not.toContain(KEY);
    expect(asked).toHaveLength(1);
  });

  it("is not waited for longer than was said, nor once nobody wants it", async () => {
    const silent = await world({ instead: () => true }, { timeout: 40, retries: 1 });
    expect((await failure(draw(silent.texts))).message).toContain("no answer within 40 ms");
    expect(silent.asked).toHaveLength(2);
    const { texts } = await world({ instead: () => true });
    const stop = new AbortController();
    const waiting = failure(draw(texts, stop.signal));
    setTimeout(() => stop.abort(new Error("enough")), 20);
    expect((await waiting).message).toBe("enough");
    // One failure ends the drawing of all other candidates.
    let count = 0;
    const failing = await world(
      {
        instead: (_, response) => {
          if (count++ > 0) return false;
          send(response, 400, { error: { message: "no" } });
          return true;
        },
      },
      { concurrent: 2 },
    );
    await failure(fuseTexts(failing.texts, { factors, expression, candidates: 50, most: 2 }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(failing.asked.length).toBeLessThan(6);
  });

  it.each([
    ["no JSON", "<html>", /the answer is not JSON \(given: <html>\)/],
    ["no choices", "{}", /the answer has no text/],
    ["no log probabilities", '{"choices":[{"text":"a","finish_reason":"stop"}]}', /tells no log probabilities/],
    ["a filter", '{"choices":[{"text":"a","finish_reason":"content_filter"}]}', /given: content_filter/],
  ])("says %s", async (_, body, said) => {
    const { texts } = await world({
      instead: (_, response) => {
        response.end(body);
        return true;
      },
    });
    expect((await failure(draw(texts))).message).toMatch(said);
  });

  it("may send its readers nowhere else", async () => {
    const { texts, asked } = await world(
      {
        instead: (_, response) => {
          response.writeHead(307, { location: "/v1/elsewhere" });
          response.end();
          return true;
        },
      },
      { retries: 0 },
    );
    expect((await failure(draw(texts))).message).toMatch(/cannot be reached/);
    expect(asked).toHaveLength(1);
  });

  it("may not tell the probability of what it drew", async () => {
    const logprobs = { content: [{ token: "a", logprob: -9999, bytes: [97], top_logprobs: [] }] };
    const answer = { choices: [{ message: { content: "a" }, logprobs, finish_reason: "stop" }] };
    const { texts } = await world({
      instead: (_, response) => {
        send(response, 200, answer);
        return true;
      },
    });
    const options = { factors, expression: parseExpression("ref"), candidates: 1, most: 1 };
    expect((await failure(fuseTexts(texts, options))).message).toMatch(/probability of a token that it drew/);
    expect((await fuseTexts(texts, { ...options, floor: 1e-4 })).candidates[0]).toMatchObject({
      floored: 1,
      ended: true,
      logs: { ref: Math.log(1e-4) },
    });
  });
});

describe("what is refused before anything is sent", () => {
  const make = (options: Partial<OpenaiOptions>) => () =>
    openaiTexts({ baseUrl: "https://example.org/v1", model: "m", ...options });
  it.each([
    ["http://example.org/v1", /unencrypted.*https/],
    ["ftp://example.org", /unencrypted/],
    ["example.org", /it is no address/],
    [`https://user:${KEY}@example.org/v1`, /holds a name or a password/],
    [`https://example.org/v1?key=${KEY}`, /has a query/],
  ])("the address %s", (baseUrl, said) => {
    expect(make({ baseUrl })).toThrow(said);
    expect(make({ baseUrl })).not.toThrow(KEY);
  });

  it("and other options that cannot be", () => {
    for (const baseUrl of ["http://localhost:1/v1/", "http://[::1]:1", "https://example.org"]) make({ baseUrl })();
    expect(make({ model: "" })).toThrow(/model/);
    expect(make({ topLogprobs: 0 })).toThrow(/topLogprobs/);
    expect(make({ retries: -1 })).toThrow(/retries/);
    expect(make({ extra: { temperature: 0 } })).toThrow(/drawn from the law itself.*temperature/);
    make({ extra: { skip_special_tokens: false } })();
  });

  it("and what cannot be fused", async () => {
    const texts = make({})();
    const ask = (more: object) => failure(fuseTexts(texts, { factors, expression, candidates: 2, most: 2, ...more }));
    expect((await ask({ candidates: 0 })).message).toMatch(/candidates/);
    expect((await ask({ floor: 2 })).message).toMatch(/floor/);
    expect((await ask({ factors: { ref: factors.ref } })).message).toMatch(/factor that is not there \(given: kid\)/);
    expect((await ask({ score: async () => 0, from: names })).message).toMatch(/scored elsewhere/);
  });
});
