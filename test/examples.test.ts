// Every worked example of examples/examples.json through the built command.
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { startCommands } from "./support/commands.ts";

interface Example {
  readonly name: string;
  /** A table to attribute, to check, to decide by or to estimate an effect from, or a model and a question to ask it, or a graph and a question to identify. */
  readonly table?: string;
  readonly check?: string;
  readonly decide?: string;
  readonly effect?: string;
  readonly model?: string;
  readonly graph?: string;
  readonly question?: string;
  readonly args?: readonly string[];
  /** A number as a fraction or a decimal, nothing, yes or no; or a text. */
  readonly expected: readonly { path: string; value?: string | boolean | null; text?: string; within?: number }[];
}

const root = new URL("..", import.meta.url).pathname;
const examples = JSON.parse(readFileSync(`${root}examples/examples.json`, "utf8")) as Example[];

/** The command and what it is about. */
function asked({ table, check, decide, effect, model, graph, question }: Example): readonly string[] {
  if (check !== undefined) return ["check", `examples/${check}`];
  if (decide !== undefined) return ["decide", `examples/${decide}`];
  if (effect !== undefined) return ["effect", `examples/${effect}`];
  if (table !== undefined) return ["attribute", `examples/${table}`];
  if (graph !== undefined) return ["identify", `examples/graphs/${graph}`, question!];
  return ["ask", `examples/${model}`, question!];
}

function fraction(text: string): number {
  const [top, bottom = "1"] = text.split("/");
  return Number(top) / Number(bottom);
}

function at(value: unknown, path: string): unknown {
  return path.split(".").reduce((inner, key) => (inner as Record<string, unknown>)[key], value);
}

const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { version: string };

describe("worked examples", () => {
  const commands = startCommands();
  afterAll(commands.close);

  for (const example of examples) {
    it(example.name, async () => {
      const { args: flags = [] } = example;
      const { out, err, code } = await commands.disco([...asked(example), ...flags, "--json", "--quiet"], root);
      // "Not identified" is an answer, with an exit code of its own.
      expect([0, 3], err).toContain(code);
      const answer: unknown = JSON.parse(out);
      expect(at(answer, "provenance.engine")).toBe(`discoscm ${version}`);
      for (const { path, value, text, within = 1e-12 } of example.expected) {
        const found = at(answer, path);
        if (text !== undefined) expect(found, path).toBe(text);
        else if (value === undefined || value === null || typeof value === "boolean") expect(found, path).toBe(value);
        else expect(Math.abs((found as number) - fraction(value)), path).toBeLessThan(within);
      }
    });
  }
});
