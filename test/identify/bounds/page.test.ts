// The program in a page: the bundle leaves the solver out, and finds it by an import map, or by the way it is handed.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, chromium } from "playwright-core";
import { afterAll, describe, expect, it } from "vitest";

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const REQUIRED = process.env["DISCO_BROWSER"] === "required";
const root = fileURLToPath(new URL("../../..", import.meta.url));

const PROGRAM = `
import { makeGraph } from "./src/graph/graph.ts";
import { boundsOf } from "./src/identify/bounds/bounds.ts";
const graph = makeGraph([{ name: "X", roles: [] }, { name: "Y", roles: [] }], [
  { from: "X", to: "Y", kind: "->" },
  { from: "X", to: "Y", kind: "<->" },
]);
const column = (name, codes) => ({ name, values: [0, 1], codes: Int32Array.from(codes) });
const cells = {
  kind: "law",
  mass: Float64Array.from([0.4, 0.2, 0.1, 0.3]),
  columns: [column("X", [0, 0, 1, 1]), column("Y", [0, 1, 0, 1])],
};
const event = { node: 1, set: new Map([[0, { value: 1 }]]), at: { value: 1 }, part: "asked" };
globalThis.bounds = (options) => boundsOf(graph, { terms: [{ weight: 1, events: [event] }], text: "" }, cells, options);
`;

/** One module; a Node built-in anywhere below would be an error of the bundler's. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir: root },
    bundle: true,
    platform: "browser",
    format: "esm",
    target: "es2023",
    minify: true,
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0].text;
}

it("bundles for a page without the solver in it", async () => {
  const text = await bundle();
  expect(text).toContain("import(");
  expect(text.length).toBeLessThan(100_000);
});

describe.skipIf(!existsSync(CHROMIUM) && !REQUIRED)("in Chromium", () => {
  let browser: Browser | undefined;
  afterAll(async () => {
    await browser?.close();
  });

  it.each([
    ["an import map", '{ "imports": { "highs": "/highs/highs.mjs" } }', "bounds()"],
    [
      "a way that is handed over",
      "{}",
      'bounds({ loadHighs: async () => (await import("/highs/highs.mjs")).default() })',
    ],
  ])("finds the solver by %s", async (_, map, call) => {
    const args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
    browser ??= await chromium.launch({ executablePath: CHROMIUM, args });
    const page = await browser.newPage();
    const types = { html: "text/html", mjs: "text/javascript", wasm: "application/wasm" };
    const script = await bundle();
    await page.route("http://page.test/**", (route) => {
      const path = new URL(route.request().url()).pathname;
      if (path === "/") {
        const body = `<script type="importmap">${map}</script><script type="module" src="/bundle.mjs"></script>`;
        return route.fulfill({ contentType: types.html, body });
      }
      if (path === "/bundle.mjs") return route.fulfill({ contentType: types.mjs, body: script });
      const contentType = path.endsWith(".wasm") ? types.wasm : types.mjs;
      return route.fulfill({
        contentType,
        body: readFileSync(`${root}node_modules/highs/build${path.slice("/highs".length)}`),
      });
    });
    await page.goto("http://page.test/", { waitUntil: "load" });
    const found = await page.evaluate(`${call}.then(({ bounds }) => bounds)`);
    expect(found).toEqual([expect.closeTo(0.3, 9), expect.closeTo(0.9, 9)]);
    await page.close();
  });
});
