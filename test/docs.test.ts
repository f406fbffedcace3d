import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Block, blocksOf, isOurs, matches, stepsOf, withBody } from "./docs-blocks.ts";

// What the pages show is what comes out. `npm run docs` (UPDATE_DOCS=1) writes into the pages what comes out now.
const root = fileURLToPath(new URL("..", import.meta.url));
const update = process.env["UPDATE_DOCS"] === "1";
const docs = existsSync(join(root, "docs")) ? readdirSync(join(root, "docs"), { recursive: true }).map(String) : [];
const pages = ["README.md", "README.zh.md", "cli/README.md", ...docs.sort().map((path) => join("docs", path))].filter(
  (path) => path.endsWith(".md") && existsSync(join(root, path)),
);

describe.each(pages)("%s", (page) => {
  // The examples write files: each page gets a folder of its own, which looks like the checkout to them.
  const folder = mkdtempSync(join(tmpdir(), "disco-docs-"));
  const blocks = blocksOf(page, readFileSync(join(root, page), "utf8"));

  beforeAll(() => {
    symlinkSync(join(root, "examples"), join(folder, "examples"));
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules", "discoscm"));
    mkdirSync(join(folder, "bin"));
    symlinkSync(join(root, "cli", "bin", "disco.js"), join(folder, "bin", "disco"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const consoles = blocks.filter(isOurs);
  const programs = blocks.filter(({ info }) => info === "ts run");
  if (consoles.length + programs.length === 0) it("has nothing to run", () => {});

  it.each(consoles)("line $line: prints what the page says", (block) => {
    let before = 0;
    const body = stepsOf(block).flatMap(({ shown, command, output }) => {
      const ran = run(command, folder, before);
      before = ran.status;
      if (update && !matches(output, ran.lines)) return [...shown, ...ran.lines];
      if (!matches(output, ran.lines))
        expect([...shown, ...ran.lines].join("\n")).toBe([...shown, ...output].join("\n"));
      return [...shown, ...output];
    });
    if (update) replace(block, body);
  });

  it.each(programs)("line $line: the program prints what its comments say", async (block) => {
    const { code } = await transform(block.body.join("\n"), { loader: "ts", format: "esm" });
    const file = join(folder, `line-${block.line}.mjs`);
    writeFileSync(file, code);
    const printed = lines(execFileSync(process.execPath, [file], { cwd: folder, encoding: "utf8" }));
    const expected = block.body.flatMap((line) => /\/\/ => (.*)$/.exec(line)?.[1] ?? []);
    if (!update) return expect(printed).toEqual(expected);
    expect(printed.length, "a line of output for each `// =>`").toBe(expected.length);
    let next = 0;
    replace(
      block,
      block.body.map((line) => line.replace(/\/\/ => .*$/, () => `// => ${printed[next++]}`)),
    );
  });
});

/** Runs one command of a page as a shell would, both streams into one; `before` is what `$?` holds. */
function run(command: string, folder: string, before: number): { lines: string[]; status: number } {
  const script = `exec 2>&1; (exit ${before}); ${command.replace(/^((?:\w+=\S* )*)npx disco/, "$1disco")}`;
  const { NO_COLOR, FORCE_COLOR, ...environment } = process.env;
  const { stdout, status } = spawnSync("bash", ["-c", script], {
    cwd: folder,
    encoding: "utf8",
    env: { ...environment, PATH: `${join(folder, "bin")}${delimiter}${process.env["PATH"]}` },
    stdio: ["ignore", "pipe", "inherit"],
  });
  // "learning ..." is only said on a slow machine.
  return { lines: lines(stdout).filter((line) => !/^[a-z].* \.\.\.$/.test(line)), status: status ?? 1 };
}

function lines(text: string): string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

/** Blocks are replaced from their own line numbers, so a page is read anew and the block found again by its place in order. */
function replace(block: Block, body: readonly string[]): void {
  const path = join(root, block.page);
  const text = readFileSync(path, "utf8");
  const now = blocksOf(block.page, text).find(
    ({ body: old, info }) => info === block.info && old.join("\n") === block.body.join("\n"),
  );
  if (now !== undefined) writeFileSync(path, withBody(text, now, body));
}
