import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

const PROGRAM = `import { ask, readModel } from "discoscm";
const model = readModel('{"disco": 1, "variables": {"X": {"bernoulli": 0.25}, "Y": {"equals": "1 - X"}}}');
console.log(ask(model, "P(Y=1)").value);`;

// What a server or a command bundles: modules as Node has them, in which a package that calls `require` does not load.
it("loads in one file of Node's own modules, and reads a model", async () => {
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir: root },
    bundle: true,
    platform: "node",
    format: "esm",
    write: false,
    logLevel: "silent",
  });
  // Nothing is left to find but Node's own.
  const left = outputFiles[0].text.matchAll(/^import\s[^;]*?from\s*"([^"]+)"/gm);
  expect([...left].map(([, name]) => name).filter((name) => !name.startsWith("node:"))).toEqual([]);
  const ran = spawnSync(process.execPath, ["--input-type=module"], { input: outputFiles[0].text, encoding: "utf8" });
  expect([ran.stderr, ran.stdout.trim(), ran.status]).toEqual(["", "0.75", 0]);
});
