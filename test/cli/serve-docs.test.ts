import { readFileSync } from "node:fs";
import { markovEngine, readMarkovModel } from "discoscm/align";
import { describe, expect, it } from "vitest";
import { blocksOf } from "../docs-blocks.ts";
import { root } from "./disco.ts";
import { serve } from "./serve-world.ts";

const page = readFileSync(`${root}/docs/serve.md`, "utf8");
const blocks = blocksOf("docs/serve.md", page);
const bodies = (info: string) => blocks.filter((block) => block.info === info).map(({ body }) => body.join("\n"));

describe("docs/serve.md", () => {
  it("shows what curl gets", async () => {
    const asked = bodies("sh").find((body) => body.includes("curl"))!;
    const [, body] = /-d '([\s\S]*)'/.exec(asked)!;
    const server = await serve();
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${server.url}/v1/chat/completions`, { method: "POST", headers, body });
    const shown = JSON.parse(bodies("json")[0]) as Record<string, unknown>;
    const told = (await answer.json()) as Record<string, unknown>;
    expect(Object.keys(told)).toEqual(Object.keys(shown));
    // These two are new each time.
    expect({ ...told, id: shown["id"], created: shown["created"] }).toEqual(shown);
  });

  it("shows a table model that is one", () => {
    const engine = markovEngine(readMarkovModel(bodies("json")[1]));
    expect(engine.vocabulary.size).toBe(6);
  });

  it("has every flag that the command has", () => {
    const command = readFileSync(`${root}/cli/src/commands/serve.ts`, "utf8");
    const flags = [...command.matchAll(/option\("(--[a-z-]+)/g)].map(([, flag]) => flag);
    expect(flags.length).toBeGreaterThan(15);
    expect(flags.filter((flag) => !page.includes(`\`${flag}`))).toEqual([]);
  });
});
