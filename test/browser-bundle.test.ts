import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What a page offers beside the language itself. No `process`, no `Buffer`, no `require`. */
const WEB = {
  AbortController,
  AbortSignal,
  Event,
  EventTarget,
  TextDecoder,
  TextEncoder,
  URL,
  atob,
  btoa,
  clearTimeout,
};
const MORE_WEB = { console, crypto, performance, queueMicrotask, setTimeout, structuredClone };

/** One script from the package's public entrances; a Node built-in anywhere below is an error of the bundler's. */
async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    platform: "browser",
    format: "iife",
    target: "es2023",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0].text;
}

/** Twelve people of two kinds, four times over; made inside, because a page's arrays are its own. */
const SAMPLE = `((often) => ({
  rows: 48,
  treatment: { name: "subsidy", values: Uint8Array.from(often([1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0])), labels: { yes: 1, no: 0 } },
  outcome: {
    kind: "binary",
    name: "stayed",
    values: Float64Array.from(often([1, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1, 0])),
    labels: { yes: 1, no: 0 },
  },
  given: [{ kind: "numeric", name: "loyal", values: Float64Array.from(often([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1])) }],
  data: { source: "twelve people", read: 48, used: 48, missing: {}, notes: [] },
}))((column) => [column, column, column, column].flat())`;

describe("in a browser", () => {
  it("answers with nothing but what a page offers", async () => {
    const script = await bundle('import * as disco from "discoscm"; globalThis.disco = disco;');
    const page = createContext({ ...WEB, ...MORE_WEB });
    runInContext(script, page);
    const { answer } = await runInContext(`disco.attribute(${SAMPLE}, { learner: "cells", folds: 1 })`, page);
    // Kind 0: 2/3 - 1/3; kind 1: 3/3 - 2/3; half the people each.
    expect(answer.effect.ate.value).toBeCloseTo(1 / 3, 10);
  });

  it("tells the answer in words too", async () => {
    const script = await bundle(
      'import * as disco from "discoscm"; import * as report from "discoscm/report"; Object.assign(globalThis, { disco, report });',
    );
    const page = createContext({ ...WEB, ...MORE_WEB });
    runInContext(script, page);
    const told = await runInContext(
      `disco.attribute(${SAMPLE}, { learner: "cells", folds: 1 }).then(({ answer }) =>
        [report.attributionText(answer, { color: false, width: 80, more: false }), report.attributionJson(answer)])`,
      page,
    );
    expect(told[0]).toContain("stayed");
    expect(JSON.parse(told[1]).effect.ate.value).toBeCloseTo(1 / 3, 10);
  });

  it("fuses laws of language", async () => {
    const script = await bundle('import * as align from "discoscm/align"; globalThis.align = align;');
    const page = createContext({ ...WEB, ...MORE_WEB });
    runInContext(script, page);
    const text = await runInContext(
      `(async ({ markovEngine, decode, parseExpression, answerOfSteps }) => {
        const laws = { "": () => [0.6, 0.4], kid: () => [0.2, 0.8] };
        const engine = markovEngine({ symbols: ["a", "b"], laws });
        const prompt = (content) => ({ tokens: engine.chat([{ role: "system", content }]) });
        const factors = { ref: prompt(""), kid: prompt("kid") };
        const expression = parseExpression("ref * kid^2");
        const steps = [];
        for await (const step of decode(engine, { factors, expression, most: 3, temperature: 0 })) steps.push(step);
        return answerOfSteps(engine, { question: "?", expression, factors: [] }, steps).text;
      })(align)`,
      page,
    );
    expect(text).toBe("bbb");
  });
});
