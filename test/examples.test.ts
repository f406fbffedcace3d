// Every worked example of examples/examples.json through the built command.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface Example {
  readonly name: string;
  /** A table to attribute, or a model and a question to ask. */
  readonly table?: string;
  readonly model?: string;
  readonly question?: string;
  readonly args?: readonly string[];
  readonly expected: readonly { path: string; value: string | null; within?: number }[];
}

const root = new URL("..", import.meta.url).pathname;
const examples = JSON.parse(readFileSync(`${root}examples/examples.json`, "utf8")) as Example[];

function fraction(text: string): number {
  const [top, bottom = "1"] = text.split("/");
  return Number(top) / Number(bottom);
}

function at(value: unknown, path: string): unknown {
  return path.split(".").reduce((inner, key) => (inner as Record<string, unknown>)[key], value);
}

const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { version: string };

describe("worked examples", () => {
  for (const example of examples) {
    it(example.name, () => {
      const { table, model, question, args: flags = [] } = example;
      const asked = table === undefined ? ["ask", `examples/${model}`, question!] : ["attribute", `examples/${table}`];
      const args = ["cli/dist/main.js", ...asked, ...flags, "--json", "--quiet"];
      const answer: unknown = JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" }));
      expect(at(answer, "provenance.engine")).toBe(`discoscm ${version}`);
      for (const { path, value, within = 1e-12 } of example.expected) {
        const found = at(answer, path);
        if (value === null) expect(found, path).toBeNull();
        else expect(Math.abs((found as number) - fraction(value)), path).toBeLessThan(within);
      }
    });
  }
});
