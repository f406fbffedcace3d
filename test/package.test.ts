import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blocksOf, isOurs, stepsOf } from "./docs-blocks.ts";

// What a stranger gets: the two packages packed, and installed where nothing of ours is.
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "disco-package-"));

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

function npm(cwd: string, ...words: string[]): string {
  return execFileSync("npm", words, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Scripts stay away: the build is there, and other tests are reading it. */
function pack(...words: string[]): Packed {
  const [packed] = JSON.parse(npm(root, "pack", "--json", "--ignore-scripts", "--pack-destination", folder, ...words));
  return packed;
}

function install(name: string, ...tarballs: Packed[]): string {
  const place = join(folder, name);
  mkdirSync(place);
  npm(place, "init", "--yes");
  const paths = tarballs.map(({ filename }) => join(folder, filename));
  npm(place, "install", "--prefer-offline", "--no-audit", "--no-fund", ...paths);
  return place;
}

let library: Packed;
let command: Packed;
beforeAll(() => {
  library = pack();
  command = pack("--workspace", "@discoscm/cli");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("the packages", () => {
  it.each(["library", "command"])("the %s holds what is needed, and nothing else", (which) => {
    const paths = (which === "library" ? library : command).files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json"]));
    expect(
      paths.filter(
        (path) => !/^(LICENSE|README.*\.md|package\.json|bin\/disco\.js|dist\/.*\.(js|d\.ts|wasm))$/.test(path),
      ),
    ).toEqual([]);
    expect(paths.filter((path) => /(^|\/)test\/|\.test\.|tsbuildinfo|\.map$/.test(path))).toEqual([]);
  });

  it("have the same version and licence", () => {
    const [one, two] = ["package.json", "cli/package.json"].map((path) =>
      JSON.parse(readFileSync(join(root, path), "utf8")),
    );
    expect(two.version).toBe(one.version);
    expect(two.dependencies.discoscm).toBe(one.version);
    expect(two.dependencies["@duckdb/node-api"]).toBe(one.peerDependencies["@duckdb/node-api"]);
    expect(readFileSync(join(root, "cli/LICENSE"), "utf8")).toBe(readFileSync(join(root, "LICENSE"), "utf8"));
  });

  it("the library alone brings no native code and runs no script", async () => {
    const place = install("library", library);
    const files = readdirSync(join(place, "node_modules"), { recursive: true }).map(String);
    expect(files.filter((path) => path.endsWith(".node"))).toEqual([]);
    const manifests = files.filter((path) => /(^|\/)package\.json$/.test(path));
    const scripted = manifests.filter((path) => {
      const { scripts = {} } = JSON.parse(readFileSync(join(place, "node_modules", path), "utf8"));
      return ["preinstall", "install", "postinstall"].some((name) => name in scripts);
    });
    expect(scripted).toEqual([]);
    const program =
      'const { attribute, DiscoError } = await import("discoscm"); await import("discoscm/report"); console.log(typeof attribute, typeof DiscoError)';
    const printed = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
      cwd: place,
      encoding: "utf8",
    });
    expect(printed).toBe("function function\n");
  }, 180_000);

  it("the library alone says what it misses when asked for a table", () => {
    const place = join(folder, "library");
    cpSync(join(root, "examples/jobs/nsw_dw.csv"), join(place, "jobs.csv"));
    const program =
      'const { readSample } = await import("discoscm/table"); await readSample("jobs.csv", { treatment: "treat", outcome: "re78", given: [] }, {})';
    const ran = spawnSync(process.execPath, ["--input-type=module", "-e", program], { cwd: place, encoding: "utf8" });
    expect(ran.status).not.toBe(0);
    expect(ran.stderr).toContain("through DuckDB, which is not installed; npm install @duckdb/node-api@");
  });

  it("the command works where both are installed", () => {
    const place = install("command", library, command);
    const help = execFileSync("npx", ["--no-install", "disco", "--help"], { cwd: place, encoding: "utf8" });
    expect(help).toContain("disco attribute --help");
    cpSync(join(root, "examples"), join(place, "examples"), { recursive: true });
    const readme = existsSync(join(root, "README.md")) ? readFileSync(join(root, "README.md"), "utf8") : "";
    const [example] = blocksOf("README.md", readme).filter(isOurs).flatMap(stepsOf);
    expect(example, "an example in README.md").toBeDefined();
    const ran = spawnSync("bash", ["-c", example.command.replace(/^(npx )?disco/, "npx --no-install disco")], {
      cwd: place,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    expect(ran.status, ran.stderr).toBe(0);
    expect(ran.stdout.length).toBeGreaterThan(100);
  }, 180_000);
});
