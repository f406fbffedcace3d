// The suites on models, run again inside Chromium; and the same numbers there as here, to the last bit.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { numbersOf } from "./numbers.js";

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const REQUIRED = process.env["DISCO_BROWSER"] === "required";
const here = existsSync(CHROMIUM);
const root = fileURLToPath(new URL("../..", import.meta.url));

const folder = `${root}examples/models/`;
const files = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => name.endsWith(".disco.json"))
    .map((name) => [name.replace(".disco.json", ""), readFileSync(`${folder}${name}`, "utf8")]),
);

/** One script for a page, in which `vitest` is the stand-in and the model files are the only files. */
async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: `${root}test/browser`, loader: "ts" },
    bundle: true,
    platform: "browser",
    format: "iife",
    target: "es2023",
    write: false,
    logLevel: "silent",
    // The package says that its files do nothing when imported; suites do.
    ignoreAnnotations: true,
    define: { "import.meta.url": '"file:///test/model/suite.ts"' },
    alias: { vitest: `${root}test/browser/stand-in.ts` },
    plugins: [
      {
        name: "model files as the file system",
        setup(plugin) {
          plugin.onResolve({ filter: /^node:fs$/ }, () => ({ path: "files", namespace: "files" }));
          plugin.onLoad({ filter: /.*/, namespace: "files" }, () => ({
            contents: `const files = ${JSON.stringify(files)};
              export const readFileSync = (path) => files[String(path).split("/").pop().replace(".disco.json", "")];`,
          }));
        },
      },
    ],
  });
  return outputFiles[0].text;
}

describe.skipIf(!here && !REQUIRED)("models in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    if (!here) throw new Error(`DISCO_BROWSER=required, but there is no Chromium at ${CHROMIUM} (set CHROMIUM).`);
    const args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
    browser = await chromium.launch({ executablePath: CHROMIUM, args });
  });
  afterAll(async () => {
    await browser?.close();
  });

  async function inPage<T>(script: string): Promise<T> {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.addScriptTag({ content: script });
    const result = (await page.evaluate("globalThis.result")) as T;
    await page.close();
    expect(complaints).toEqual([]);
    return result;
  }

  for (const suite of ["golden", "oracle", "properties"]) {
    it(`${suite}.test.ts passes there too`, async () => {
      const script = await bundle(
        `import { run } from "./stand-in.js"; import "../model/${suite}.test.js"; globalThis.result = run();`,
      );
      const ran = await inPage<{ name: string; failure?: string }[]>(script);
      expect(ran.length).toBeGreaterThan(3);
      expect(ran.filter(({ failure }) => failure !== undefined)).toEqual([]);
    });
  }

  it("gives the same numbers to the last bit", async () => {
    const script = await bundle(
      `import { numbersOf } from "./numbers.js"; globalThis.result = numbersOf(${JSON.stringify(files)});`,
    );
    const there = await inPage<ReturnType<typeof numbersOf>>(script);
    const own = numbersOf(files);
    expect(Object.keys(own).length).toBeGreaterThan(40);
    expect(there).toEqual(own);
  });
});
