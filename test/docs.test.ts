import { spawnSync } from "node:child_process";
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
import { shellWords, startCommands } from "./support/commands.ts";

// What the pages show is what comes out. `npm run docs` (UPDATE_DOCS=1) writes into the pages what comes out now.
const root = fileURLToPath(new URL("..", import.meta.url));
const update = process.env["UPDATE_DOCS"] === "1";
const docs = existsSync(join(root, "docs")) ? readdirSync(join(root, "docs"), { recursive: true }).map(String) : [];
const pages = ["README.md", "README.zh.md", "cli/README.md", ...docs.sort().map((path) => join("docs", path))].filter(
  (path) => path.endsWith(".md") && existsSync(join(root, path)),
);

const commands = startCommands();
afterAll(commands.close);

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

  it.each(consoles)("line $line: prints what the page says", async (block) => {
    let before = 0;
    const body: string[] = [];
    for (const { shown, command, output } of stepsOf(block)) {
      const ran = await run(command, folder, before);
      before = ran.status;
      const same = matches(output, ran.lines);
      if (!same && !update) expect([...shown, ...ran.lines].join("\n")).toBe([...shown, ...output].join("\n"));
      body.push(...shown, ...(same ? output : ran.lines));
    }
    if (update) replace(block, body);
  });

  it.each(programs)("line $line: the program prints what its comments say", async (block) => {
    const { code } = await transform(block.body.join("\n"), { loader: "ts", format: "esm" });
    const file = join(folder, `line-${block.line}.mjs`);
    writeFileSync(file, code);
    const { code: status, out, err } = await commands.program(file, folder);
    expect(status, err).toBe(0);
    const printed = lines(out);
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

interface Ran {
  readonly lines: string[];
  readonly status: number;
}

/** What commands printed that name no file but examples: several pages show some of them. */
const ranBefore = new Map<string, Promise<Ran>>();

/** Runs one command of a page, both streams into one; `before` is what `$?` holds. */
function run(command: string, folder: string, before: number): Promise<Ran> {
  const words = shellWords(command.replace(/ 2>&1$/, ""));
  if (words?.[0] === "npx") words.shift();
  if (words?.[0] !== "disco") return Promise.resolve(shell(command, folder, before));
  const [, ...args] = words;
  const alone = args.every(
    (word) => /^examples\//.test(word) || !(/\.\w+$/.test(word) || existsSync(join(folder, word))),
  );
  if (!alone) return loaded(args, folder);
  const key = args.join("\0");
  const ran = ranBefore.get(key) ?? loaded(args, folder);
  ranBefore.set(key, ran);
  return ran;
}

async function loaded(args: readonly string[], folder: string): Promise<Ran> {
  const { both, code } = await commands.disco(args, folder);
  return { lines: said(both), status: code };
}

/** As a shell would, for whatever needs one. */
function shell(command: string, folder: string, before: number): Ran {
  const script = `exec 2>&1; (exit ${before}); ${command.replace(/^((?:\w+=\S* )*)npx disco/, "$1disco")}`;
  const { NO_COLOR, FORCE_COLOR, ...environment } = process.env;
  const { stdout, status } = spawnSync("bash", ["-c", script], {
    cwd: folder,
    encoding: "utf8",
    env: { ...environment, PATH: `${join(folder, "bin")}${delimiter}${process.env["PATH"]}` },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return { lines: said(stdout), status: status ?? 1 };
}

/** "learning ..." is only said on a slow machine. */
function said(text: string): string[] {
  return lines(text).filter((line) => !/^[a-z].* \.\.\.$/.test(line));
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
