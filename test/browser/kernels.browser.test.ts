// Kernels and threads in Chromium: a page that is isolated has compiled kernels on shared memory and Web Workers, one that is not has one thread; the
// bits are those of Node in both. The page loads the compiled modules as they are, so workers are found as they would be on a site.
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { logisticRegression } from "../../dist/learn/logistic-regression.js";
import { openSpace } from "../../dist/num/kernels/space.js";

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const REQUIRED = process.env["DISCO_BROWSER"] === "required";
const here = existsSync(CHROMIUM);
const root = fileURLToPath(new URL("../..", import.meta.url));

/** Rows enough for several threads. Made of whole numbers and divisions alone, so that the table is the same wherever it is made. */
function table() {
  const rows = 140_000;
  let state = 7;
  const draw = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const given = [0, 1, 2, 3].map((j) => ({
    kind: "numeric" as const,
    name: `x${j}`,
    values: Float64Array.from({ length: rows }, () => draw() + draw() + draw() - 1.5),
  }));
  const y = Float64Array.from(given[0].values, (x, i) => (x - 0.5 * given[1].values[i] + 2 * draw() > 1.1 ? 1 : 0));
  return { given, y };
}

/** Every number of a fit, in full, and what it ran on. Its text runs in the page too, so it names nothing but its arguments. */
async function run(
  make: typeof table,
  modules: { logisticRegression: typeof logisticRegression; openSpace: typeof openSpace },
  workers: number,
) {
  const { given, y } = make();
  const { coefficients } = await modules.logisticRegression(given, y, { workers });
  const space = modules.openSpace(1000);
  return {
    coefficients: coefficients.map(({ value, error }) => [value, error]),
    compiled: space.memory !== undefined,
    shared: typeof SharedArrayBuffer !== "undefined" && space.buffer instanceof SharedArrayBuffer,
  };
}

const TYPES: Readonly<Record<string, string>> = { ".js": "text/javascript", ".html": "text/html" };

/** Serves the compiled modules; `isolated` with the headers that let threads share memory. */
function serve(isolated: boolean): Promise<Server> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://page").pathname;
    const headers: Record<string, string> = { "content-type": TYPES[path.slice(path.lastIndexOf("."))] ?? "text/html" };
    if (isolated) {
      headers["cross-origin-opener-policy"] = "same-origin";
      headers["cross-origin-embedder-policy"] = "require-corp";
    }
    const file = `${root}dist${path}`;
    if (path === "/") response.writeHead(200, headers).end("<!doctype html><title>kernels</title>");
    else if (!path.includes("..") && existsSync(file)) response.writeHead(200, headers).end(readFileSync(file));
    else response.writeHead(404).end();
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

describe.skipIf(!here && !REQUIRED)("kernels in Chromium", () => {
  let browser: Browser;
  let expected: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    if (!here) throw new Error(`DISCO_BROWSER=required, but there is no Chromium at ${CHROMIUM} (set CHROMIUM).`);
    const args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
    browser = await chromium.launch({ executablePath: CHROMIUM, args });
    expected = await run(table, { logisticRegression, openSpace }, 2);
  });
  afterAll(async () => {
    await browser?.close();
  });

  async function inPage(isolated: boolean, workers: number) {
    const server = await serve(isolated);
    const page = await browser.newPage();
    const scripts: string[] = [];
    page.on("worker", (worker) => scripts.push(new URL(worker.url()).pathname));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const result = await page.evaluate(
      `(async () => {
        const modules = Object.assign({}, ...(await Promise.all([
          import("/learn/logistic-regression.js"), import("/num/kernels/space.js"),
        ])));
        return { isolated: globalThis.crossOriginIsolated, ...(await (${run})(${table}, modules, ${workers})) };
      })()`,
    );
    await page.close();
    server.close();
    return { result: result as typeof expected & { isolated: boolean }, scripts };
  }

  it("an isolated page shares memory with workers, and its bits are Node's for 1, 2 and 3 threads", async () => {
    for (const workers of [1, 2, 3]) {
      const { result, scripts } = await inPage(true, workers);
      expect(result).toEqual({ ...expected, isolated: true, shared: true, compiled: true });
      // The page's own thread is one of them.
      expect(scripts).toEqual(new Array(workers - 1).fill("/learn/linear/worker.js"));
    }
  });

  it("a page that is not isolated runs on one thread, to the same bits", async () => {
    const { result, scripts } = await inPage(false, 2);
    expect(result).toEqual({ ...expected, isolated: false, shared: false, compiled: true });
    expect(scripts).toEqual([]);
  });
});
