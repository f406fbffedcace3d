// Fusing three factors of a language model against plain decoding, in one sitting; and the arithmetic alone, which needs no model.
//   npm run build && node perf/fuse.mjs [MODEL.gguf] [TOKENS] [RUNS]      THREADS=... for other than the cores; TOP=64 for another sparse width
import { availableParallelism, loadavg } from "node:os";
import { decode, divergence, evaluate, lawOf, parseExpression, productOf } from "../dist/align/index.js";
import { machine, median, time } from "./stopwatch.mjs";

const [file, tokens = 32, runs = 5] = process.argv.slice(2);
const most = Number(tokens);
const load = () => `load ${loadavg()[0].toFixed(1)}`;
console.log(machine(runs), load());

// The arithmetic alone.
const size = 49_152;
const vocabulary = { id: "made up", size };
let state = 1;
const random = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};
const told = [1, 2, 3].map(() => {
  const logits = Float32Array.from({ length: size }, () => -12 * random() - 8 * random());
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit);
  return { logits, logZ: Math.log(sum) };
});
const names = ["ref", "kid", "pirate"];
const expression = parseExpression("ref * (kid / ref)^1.5 * (pirate / ref)^0.5");
const product = productOf(expression);
// As `decode` does it: a step's laws take the memory of the step before.
const rooms = names.map(() => new Float64Array(size));
const room = [new Float64Array(size), new Float64Array(size)];
const lawsNow = () => new Map(names.map((name, k) => [name, lawOf(told[k], vocabulary, rooms[k])]));
const laws = lawsNow();
const fused = evaluate(product, { laws }).law;
time("three dense laws of 49,152 tokens: from logits", 200, () => void lawsNow());
time("  fused by an expression of five powers", 200, () => void evaluate(product, { laws, room }));
time("  divergence from the reference", 200, () => void divergence(fused, laws.get("ref")));
time("  all of it", 200, () => {
  const now = lawsNow();
  divergence(evaluate(product, { laws: now, room }).law, now.get("ref"));
});

if (file === undefined) {
  console.log("no model is named: the arithmetic alone was measured");
  process.exit(0);
}

const { llamaEngine } = await import("../dist/align/engines/llama.js");
const threads = Number(process.env.THREADS ?? availableParallelism());
const began = performance.now();
const engine = await llamaEngine({ model: file, contextSize: 2048, sequences: 4, threads });
const loaded = performance.now();
const question = { role: "user", content: "Explain black holes." };
const telling = (system) => ({ tokens: engine.chat([{ role: "system", content: system }, question]) });
const factors = {
  ref: { tokens: engine.chat([question]) },
  kid: telling("You talk to a seven-year-old."),
  pirate: telling("You are a pirate."),
};
let run = 0;

/** Milliseconds of the prompt and its first token, and of each token after it. */
async function decoded(expression, given, top) {
  const start = performance.now();
  const times = [];
  const key = `run ${run++}`;
  for await (const _ of decode(engine, {
    factors: given,
    expression,
    most,
    temperature: 0,
    key,
    ...(top ? { top } : {}),
  })) {
    times.push(performance.now());
  }
  return { first: times[0] - start, each: (times.at(-1) - times[0]) / (times.length - 1), all: times.at(-1) - start };
}

const one = parseExpression("ref");
const first = await decoded(one, factors);
console.log(
  `load ${(loaded - began).toFixed(0)} ms, then the first token ${first.first.toFixed(0)} ms; ${threads} threads, ${load()}`,
);

/** llama.cpp by itself: the same package's own loop, which chooses the likeliest token and tells no law. Milliseconds a token. */
async function bare() {
  const { getLlama } = await import("node-llama-cpp");
  const quiet = { gpu: false, build: "never", skipDownload: true, progressLogs: false, logLevel: "error" };
  const llama = await getLlama({ ...quiet, maxThreads: threads });
  const model = await llama.loadModel({ modelPath: file, gpuLayers: 0 });
  const context = await model.createContext({ contextSize: 2048, sequences: 1, threads });
  const sequence = context.getSequence();
  const times = [];
  for await (const _ of sequence.evaluate([...factors.ref.tokens], { temperature: 0, yieldEogToken: true })) {
    times.push(performance.now());
    if (times.length === most) break;
  }
  await llama.dispose();
  return (times.at(-1) - times[0]) / (times.length - 1);
}
const alone = [];
for (let k = 0; k < Number(runs); k++) alone.push(await bare());
console.log(`llama.cpp by itself ${median(alone).toFixed(1)} ms a token, which tells no law; ${load()}`);

const top = Number(process.env.TOP ?? 64);
const show = (list) => `${median(list).toFixed(1)} (${list.map((one) => one.toFixed(1)).join(", ")})`;
for (const [name, width] of [
  ["all tokens", undefined],
  [`top ${top}`, top],
]) {
  const [plain, three] = [[], []];
  for (let k = 0; k < Number(runs); k++) {
    let sum = 0;
    for (const factor of names) sum += (await decoded(one, { ref: factors[factor] }, width)).each;
    plain.push(sum);
    three.push((await decoded(expression, factors, width)).each);
  }
  const ratios = three.map((ms, k) => ms / plain[k]);
  console.log(
    `${name}: three plain decodes ${show(plain)} ms a token, three factors fused ${show(three)} ms; ratio ${show(ratios)}; ${load()}`,
  );
}

// A long beginning that all three share, each with another ending; a new beginning every time, so that nothing of it is held already.
const article = "The Schwarzschild radius grows with the mass, and what falls behind it does not come back. ".repeat(
  24,
);
const endings = ["Say it plainly.", "Say it to a seven-year-old.", "Say it like a pirate."];
const asked = (k, ending) => ({
  tokens: engine.chat([{ role: "user", content: `Number ${k}. ${article}\n${ending}` }]),
});
for (const [name, width] of [
  ["all tokens", undefined],
  [`top ${top}`, top],
]) {
  const [plain, three] = [[], []];
  for (let k = 0; k < Number(runs); k++) {
    plain.push(await decoded(one, { ref: asked(`a${width}${k}`, endings[0]) }, width));
    const shared = Object.fromEntries(names.map((factor, i) => [factor, asked(`b${width}${k}`, endings[i])]));
    three.push(await decoded(expression, shared, width));
  }
  const ratios = three.map(({ all }, k) => all / plain[k].all);
  const prompt = asked("a", endings[0]).tokens.length;
  console.log(
    `${name}, ${prompt} tokens shared: one decode ${show(plain.map(({ all }) => all))} ms (prompt ${show(plain.map(({ first }) => first))}), three factors ${show(three.map(({ all }) => all))} ms (prompts ${show(three.map(({ first }) => first))}); ratio ${show(ratios)}; ${load()}`,
  );
}
await engine.close();
