import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as align from "discoscm/align";
import { afterAll, describe, expect, it } from "vitest";
import { readProfiles, userProfiles } from "../../cli/src/server/user-profiles.js";
import { root } from "./disco.ts";
import { clientOf, serve } from "./serve-world.ts";

const USERS = `${root}/examples/users`;
const engine = align.markovEngine(align.readMarkovModel(readFileSync(`${USERS}/toy.markov.json`, "utf8")));
const profiles = await readProfiles(align, USERS);
const ana = profiles.find(({ name }) => name === "ana")!;
const messages = [{ role: "user" as const, content: "What is a black hole?" }];

interface Own {
  readonly seed: number;
  readonly user: string | null;
  readonly divergence: readonly number[];
}

async function asker(reduction?: align.Reduction) {
  const server = await serve({ engine, model: "toy", profiles: userProfiles(align, engine, profiles, reduction) });
  const client = clientOf(server);
  return async (user: string | undefined, seed: number) => {
    const request = { model: "toy", messages, seed, ...(user === undefined ? {} : { user }) };
    const answer = await client.chat.completions.create(request);
    return { text: answer.choices[0].message.content!, ...(answer as unknown as { disco: Own }).disco };
  };
}

/** The same by the library alone. */
async function alone(expression: align.Expression, seed: number): Promise<{ text: string; divergence: number }> {
  const factors = align.promptsOf(engine, align.factorsOf(ana, messages).messages);
  let [text, divergence] = ["", 0];
  for await (const step of align.decode(engine, { factors, expression, most: 50, seed, reference: "ref" })) {
    divergence += step.divergence;
    if (!step.ends) text += new TextDecoder().decode(engine.bytes(step.token));
  }
  return { text, divergence };
}

describe("the user of a request", () => {
  it("is the name of a profile, which the answer says", async () => {
    const ask = await asker();
    const { expression } = align.factorsOf(ana, messages);
    for (let seed = 1; seed <= 10; seed++) {
      const { text, user, divergence } = await ask("ana", seed);
      const expected = await alone(expression, seed);
      expect([text, user]).toEqual([expected.text, "ana"]);
      expect(divergence[0]).toBeCloseTo(expected.divergence, 12);
      const nobody = await ask(undefined, seed);
      expect(nobody).toMatchObject({ user: null, text: (await alone(align.parseExpression("ref"), seed)).text });
      expect(nobody.divergence[0]).toBeCloseTo(0, 12);
      expect(await ask("somebody else", seed)).toEqual(nobody);
    }
  });

  it("whose facts are in doubt may be drawn, once for an answer", async () => {
    const ask = await asker("mixture");
    const { expression } = align.factorsOf(ana, messages, { reduction: "mixture" });
    const drawn = new Set<number>();
    for (let seed = 1; seed <= 12; seed++) {
      const part = align.drawPart(expression, seed);
      drawn.add(part.places[0]);
      expect((await ask("ana", seed)).text).toBe((await alone(part.expression, seed)).text);
    }
    expect(drawn.size).toBe(2);
  });
});

describe("a folder of profiles", () => {
  const folder = mkdtempSync(join(tmpdir(), "disco-users-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is read as a whole, and refused in words", async () => {
    expect(profiles.map(({ name }) => name)).toEqual(["ana", "ben"]);
    await expect(readProfiles(align, join(folder, "none"))).rejects.toThrow(/^--users: this is no folder/);
    await expect(readProfiles(align, folder)).rejects.toThrow(/^--users: the folder has no profile/);
    const text = readFileSync(`${USERS}/ana.user.json`, "utf8");
    writeFileSync(join(folder, "a.user.json"), text);
    writeFileSync(join(folder, "b.user.json"), text);
    await expect(readProfiles(align, folder)).rejects.toThrow(
      /^--users: two profiles have the same name \(given: ana\)/,
    );
    writeFileSync(join(folder, "b.user.json"), "{");
    await expect(readProfiles(align, folder)).rejects.toThrow(/b\.user\.json/);
  });
});
