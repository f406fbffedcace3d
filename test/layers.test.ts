import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

/** DESIGN, section 2: which floors a floor may stand on. */
const FLOORS: Record<string, readonly string[]> = {
  num: [],
  law: ["num"],
  graph: ["num"],
  query: ["num"],
  model: ["num", "law", "graph", "query"],
  identify: ["num", "graph", "query"],
  learn: ["num", "law"],
  estimate: ["num", "query", "identify", "learn"],
  attribute: ["num", "law", "query", "learn", "estimate"],
  paradox: ["num", "law", "graph", "query", "model", "learn", "estimate"],
  decide: ["num", "law", "query", "learn", "estimate", "attribute"],
  discover: ["num", "law", "graph", "query", "learn"],
  align: ["num", "law", "query"],
  table: ["num"],
  report: ["query", "num", "graph"],
};

/** The few packages of other people, and the one floor that may know each. */
const PACKAGES: Record<string, readonly string[]> = {
  identify: ["highs"],
  table: ["@duckdb/node-api"],
  report: ["@observablehq/plot", "linkedom", "@dagrejs/dagre"],
  align: ["node-llama-cpp", "@huggingface/transformers"],
};

const root = fileURLToPath(new URL("..", import.meta.url));

interface Import {
  readonly to: string;
  /** Vanishes when compiled. */
  readonly typeOnly: boolean;
  /** `import("...")`: loaded when it is needed. */
  readonly lazy: boolean;
}

interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

function importsOf(text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const found: Import[] = [];
  for (const [, type, to] of code.matchAll(/^(?:import|export)\s+(type\s)?[^;"'`]*?from\s*"([^"]+)"/gm)) {
    found.push({ to, typeOnly: type !== undefined, lazy: false });
  }
  for (const [, to] of code.matchAll(/^import\s*"([^"]+)"/gm)) found.push({ to, typeOnly: false, lazy: false });
  for (const [, to] of code.matchAll(/\bimport\(\s*"([^"]+)"/g)) found.push({ to, typeOnly: false, lazy: true });
  return found;
}

const sources: Source[] = ["src", "cli/src"]
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((path) => join(folder, String(path))))
  // What is compiled to WebAssembly is another language.
  .filter((path) => path.endsWith(".ts") && !path.includes("kernels/assembly/"))
  .sort()
  .map((path) => {
    const text = readFileSync(join(root, path), "utf8");
    return { path, text, imports: importsOf(text) };
  });
const library = sources.filter((source) => source.path.startsWith("src/"));

/** The file that a relative import names, from the repository's root. */
function fileOf(source: Source, to: string): string {
  return relative(root, join(root, dirname(source.path), to.replace(/\.js$/, ".ts")));
}

/** "num" for src/num/columns.ts, "" for src/index.ts. */
function floorOf(path: string): string {
  const parts = path.split("/");
  return parts.length > 2 ? parts[1] : "";
}

/** Every import that `wrong` objects to, as "file -> import". */
function objections(among: readonly Source[], wrong: (source: Source, one: Import) => boolean): string[] {
  return among.flatMap((source) =>
    source.imports.filter((one) => wrong(source, one)).map((one) => `${source.path} -> ${one.to}`),
  );
}

const isRelative = (to: string) => to.startsWith(".");

describe("the house stands as DESIGN draws it", () => {
  it("sees the imports it judges", () => {
    const text =
      'import type {\n  A,\n} from "./a.js";\nimport b, { c } from "./b.js";\nexport { d } from "./d.js";\nawait import("./e.js");';
    expect(importsOf(text).map(({ to }) => to)).toEqual(["./a.js", "./b.js", "./d.js", "./e.js"]);
    expect(library.length).toBeGreaterThan(5);
  });

  it("knows every floor", () => {
    const floors = new Set(library.map(({ path }) => floorOf(path)));
    expect([...floors].filter((floor) => floor !== "" && !(floor in FLOORS))).toEqual([]);
  });

  it("draws no arrow that the table does not allow", () => {
    const wrong = objections(library, (source, { to }) => {
      if (!isRelative(to)) return false;
      const [from, target] = [floorOf(source.path), fileOf(source, to)];
      if (target === "src/error.ts") return false;
      // The list of public names reaches every floor but those with a list of their own.
      if (from === "") return ["table", "report"].includes(floorOf(target));
      return from !== floorOf(target) && !FLOORS[from].includes(floorOf(target));
    });
    expect(wrong).toEqual([]);
  });

  it("lets the command use public names only", () => {
    const cli = sources.filter(({ path }) => path.startsWith("cli/"));
    const names = /^(discoscm(\/(table|report|error|align(\/[a-z]+)?))?|commander|node:.*)$/;
    const ofServer = /^(hono(\/[a-z]+)*|@hono\/node-server|valibot)$/;
    expect(
      objections(cli, (source, { to }) => {
        if (isRelative(to)) return !fileOf(source, to).startsWith("cli/src/");
        return !names.test(to) && !(source.path.startsWith("cli/src/server/") && ofServer.test(to));
      }),
    ).toEqual([]);
  });

  it("lets help be instant: the command loads the library when it runs, all but the error", () => {
    const cli = sources.filter(({ path }) => path.startsWith("cli/"));
    expect(
      objections(
        cli,
        (_, { to, typeOnly, lazy }) => /^discoscm/.test(to) && to !== "discoscm/error" && !typeOnly && !lazy,
      ),
    ).toEqual([]);
  });

  it("keeps other people's packages on their floor", () => {
    const wrong = objections(library, (source, { to }) => {
      if (isRelative(to) || to.startsWith("node:")) return false;
      return !(PACKAGES[floorOf(source.path)] ?? []).some((name) => to === name || to.startsWith(`${name}/`));
    });
    expect(wrong).toEqual([]);
  });

  it("needs nothing of Node where a browser must follow", () => {
    const wrong = objections(library, (source, { to, typeOnly, lazy }) => {
      const floor = floorOf(source.path);
      // A page is drawn and workers are started with what is there: Node's own modules only once needed. So it is with engines that run in Node only.
      const onceNeeded = ["report", "num"].includes(floor) || source.path.startsWith("src/align/engines/");
      return to.startsWith("node:") && !typeOnly && floor !== "table" && !(lazy && onceNeeded);
    });
    expect(wrong).toEqual([]);
  });

  it("has lists of public names only where the package has an entrance, and each name on them by hand", () => {
    const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const entrances = Object.values(exports as Record<string, string | { default: string }>)
      .map((entry) => (typeof entry === "string" ? entry : entry.default))
      .map((path) => path.replace("./dist/", "src/").replace(/\.js$/, ".ts"));
    const lists = library.map(({ path }) => path).filter((path) => path.endsWith("index.ts"));
    expect(lists.filter((path) => !entrances.includes(path))).toEqual([]);
    expect(sources.filter(({ text }) => /^export \*/m.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it("answers about models with functions that round alike everywhere", () => {
    // Engines round Math.exp and its kin as they like; num/elementary.ts has them with the same bits everywhere.
    const loose = /\bMath\.(exp|expm1|log|log1p|sinh?|cosh?|tanh?|asinh?|acosh?|atanh?|atan2|cbrt|pow|hypot)\b/;
    const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
    const careful = library.filter(({ path }) => ["law", "model"].includes(floorOf(path)));
    expect(careful.filter(({ text }) => loose.test(code(text))).map(({ path }) => path)).toEqual([]);
  });

  it("has no circles", () => {
    const arrows = new Map(
      sources.map((source) => [
        source.path,
        source.imports.filter(({ to }) => isRelative(to)).map(({ to }) => fileOf(source, to)),
      ]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (path: string, trail: readonly string[]): void => {
      const at = trail.indexOf(path);
      if (at >= 0) circles.push([...trail.slice(at), path].join(" -> "));
      if (at >= 0 || done.has(path)) return;
      for (const next of arrows.get(path) ?? []) walk(next, [...trail, path]);
      done.add(path);
    };
    for (const path of arrows.keys()) walk(path, []);
    expect(circles).toEqual([]);
  });

  it("has rooms of a size to see across", () => {
    const sizes = sources
      .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
      .sort((a, b) => a.lines - b.lines);
    expect(sizes.filter(({ lines }) => lines > 500)).toEqual([]);
    expect(sizes.filter(({ lines }) => lines > 250).length).toBeLessThanOrEqual(sizes.length / 10);
    expect(sizes[Math.floor(sizes.length / 2)].lines).toBeLessThanOrEqual(120);
  });
});
