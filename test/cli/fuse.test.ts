import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { realModel, skipped } from "../align/real-model.js";
import { disco, startDisco } from "./disco.js";

const folder = mkdtempSync(join(tmpdir(), "disco-fuse-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const KID = "You talk to a seven-year-old.";
const QUESTION = "Why is the sky blue?";
const base = ["fuse", "--model", "markov:examples/language/sky.markov.json", "--prompt", QUESTION];
const fused = [...base, "--factor", `kid=${KID}`, "--expression", "ref * (kid / ref)^1.5"];

interface Answer {
  readonly text: string;
  readonly expression: string;
  readonly level: string;
  readonly ended: boolean;
  readonly steps: readonly { readonly text: string; readonly log: number; readonly divergence: number }[];
  readonly candidates?: { readonly list: readonly unknown[]; readonly from: string };
  readonly factors: readonly { readonly name: string; readonly told: string }[];
  readonly provenance: Readonly<Record<string, unknown>>;
}
const json = (words: readonly string[]): Answer => {
  const { code, out, err } = disco([...words, "--json", "--quiet"]);
  expect([code, err]).toEqual([0, ""]);
  return JSON.parse(out) as Answer;
};

describe("disco fuse", () => {
  it("tells the answer on standard output and nothing else, and warnings beside it", () => {
    const { code, out, err } = disco([...fused, "--temperature", "0"]);
    expect(code).toBe(0);
    expect(out).toBe("Because air bounces blue light around like a ball.\n");
    expect(err).toMatch(/^warning: A normaliser was dropped/);
    expect(disco([...fused, "--temperature", "0", "--quiet"]).err).toBe("");
  });

  it("fuses as the table says, in whose numbers the first token's law can be worked out by hand", () => {
    const { steps, factors, ended, provenance } = json([...fused, "--seed", "3"]);
    // After "Because": air .8 and .7, dust .2 and .3; the fused odds are (.8/.2) (.7/.8 / (.3/.2))^1.5.
    const odds = (0.8 / 0.2) * (0.7 / 0.8 / (0.3 / 0.2)) ** 1.5;
    const air = odds / (1 + odds);
    const p = steps[1].text === " air" ? air : 1 - air;
    expect(steps[1].log).toBeCloseTo(Math.log(p), 12);
    const divergence = air * Math.log(air / 0.8) + (1 - air) * Math.log((1 - air) / 0.2);
    expect(steps[1].divergence).toBeCloseTo(divergence, 12);
    expect(factors.map(({ name, told }) => [name, told])).toEqual([
      ["ref", ""],
      ["kid", KID],
    ]);
    expect(ended).toBe(true);
    expect(provenance["seed"]).toBe(3);
  });

  it("gives the reference's own answer at power 0, and without an expression", () => {
    const plain = json([...base, "--seed", "7"]).text;
    const nothing = [...base, "--factor", `kid=${KID}`, "--expression", "ref * (kid / ref)^0"];
    expect(json([...nothing, "--seed", "7"]).text).toBe(plain);
  });

  it("takes a recipe in place of an expression, with its parameters", () => {
    const context = [...base, "--recipe", "cos", "--factor", `context=${KID}`];
    const said = json([...context, "--set", "lambda=0.5", "--seed", "3"]);
    // Context steering by lambda is 1 + lambda of what the words change.
    const same = [...base, "--factor", `context=${KID}`, "--expression", "plain * (context / plain)^1.5"];
    expect(said.text).toBe(json([...same, "--seed", "3"]).text);
    expect(said.provenance["recipe"]).toBe("cos");
  });

  it("keeps to a mask", () => {
    const masked = ["--expression", "ref * mask(words)", "--mask", "words=(?!.*light).*"];
    const { text } = json([...base, ...masked, "--seed", "3"]);
    expect(text).not.toContain("light");
    expect(json([...base, "--expression", "ref", "--temperature", "0"]).text).toContain("light");
  });

  it("weighs whole texts", () => {
    const { level, candidates, text } = json([...fused, "--level", "sequence", "--candidates", "12"]);
    expect([level, candidates?.list.length, candidates?.from]).toEqual(["sequence", 12, "fusion"]);
    expect(text).toMatch(/^Because /);
    const from = json([...fused, "--level", "sequence", "--candidates", "5", "--from", "kid"]);
    expect(from.candidates?.from).toBe("kid");
  });

  it("explains each token, behind the text, and draws a page", () => {
    const page = join(folder, "answer.html");
    const { out, code } = disco([...fused, "--temperature", "0", "--explain", "--report", page, "--quiet"]);
    expect(code).toBe(0);
    expect(out.split("\n").slice(0, 3)).toEqual([
      "Because air bounces blue light around like a ball.",
      "",
      "  Token                  p    KL  ref                     kid",
    ]);
    expect(out).toMatch(/Divergence\s+\d+\.\d+ nats from ref over 8 tokens/);
    // The text once, streamed, and not again.
    expect(out.match(/Because air bounces/g)).toHaveLength(1);
    expect(readFileSync(page, "utf8")).toMatch(/<!doctype html>/i);
  });

  it("ends at a stop, and at the longest length, and says which", () => {
    expect(disco([...base, "--temperature", "0", "--stop", " blue", "--quiet"]).out).toBe("Because air scatters\n");
    const cut = json([...base, "--temperature", "0", "--most", "2"]);
    expect([cut.text, cut.ended]).toEqual(["Because air", false]);
  });

  it("reads the prompt from standard input", async () => {
    const child = startDisco([...base.slice(0, 3), "--prompt", "-", "--quiet", "--temperature", "0"]);
    child.stdin.end(`${QUESTION}\n`);
    let out = "";
    child.stdout.on("data", (piece: Buffer) => {
      out += piece.toString();
    });
    await new Promise((resolve) => child.on("close", resolve));
    expect(out).toMatch(/^Because /);
  });

  const complaints: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["no model", ["fuse", "--prompt", "x"], /no model; name one: --model/],
    ["no prompt", ["fuse", "--model", "m.gguf"], /no prompt/],
    ["a model that is not there", ["fuse", "--model", "none.gguf", "--prompt", "x"], /there is no such file/],
    ["a factor that is not there", [...base, "--expression", "ref * kid"], /"?kid"?.*add one with --factor kid=/s],
    [
      "a factor that nothing names",
      [...fused, "--factor", "odd=x"],
      /the expression does not name this factor \(given: odd\)/,
    ],
    ["factors without an expression", [...base, "--factor", "kid=x"], /there are factors, and no expression/],
    ["an expression and a recipe", [...fused, "--recipe", "cos"], /an expression is given too/],
    ["a recipe that is not known", [...base, "--recipe", "magic"], /those there are: cfg/],
    ["a parameter that is no number", [...base, "--recipe", "cos", "--set", "lambda=much"], /a number should follow/],
    ["a parameter without a recipe", [...base, "--set", "gamma=1"], /it is about a recipe/],
    ["an expression that is none", [...base, "--expression", "ref *"], /a law is missing here/],
    ["candidates of single tokens", [...fused, "--candidates", "4"], /it is about whole texts/],
    [
      "a temperature of whole texts",
      [...fused, "--level", "sequence", "--temperature", "0"],
      /drawn from the law itself/,
    ],
    ["a mask that is no pattern", [...base, "--mask", "w=[A-Z"], /no regular expression/],
    ["a mask that is not there", [...base, "--expression", "ref * mask(w)"], /a set of tokens that is not there/],
    ["words beside the options", [...base, "and more"], /something stands beside the options/],
    ["an adapter without a file", [...base, "--lora", "poet=", "--expression", "poet"], /it should be a file/],
  ];
  it.each(complaints)("says what is wrong: %s", (_, words, message) => {
    const { code, out, err } = disco(words);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
  });

  it("refuses where no token is possible, with the exit code for it", () => {
    const { code, err } = disco([...base, "--expression", "uniform / ref", "--quiet"]);
    expect(code).toBe(3);
    expect(err).toMatch(/--floor 1e-8/);
  });
});

describe.skipIf(realModel === undefined)(`disco fuse with real weights${skipped}`, () => {
  const real = [
    "fuse",
    "--model",
    String(realModel),
    "--threads",
    "1",
    "--context",
    "256",
    "--prompt",
    "Explain black holes",
  ];
  const kid = ["--factor", `kid=${KID}`, "--expression", "ref * (kid / ref)^1.5"];

  it("answers, and is fast about it with the likeliest tokens alone", () => {
    const words = [...real, ...kid, "--most", "6", "--temperature", "0"];
    const exact = json(words);
    const fast = json([...words, "--top", "64"]);
    expect(exact.steps.length).toBe(6);
    expect(fast.text).toBe(exact.text);
    expect(fast.provenance["top"]).toBe(64);
  });

  it("tells the text as it comes, not at the end", async () => {
    const child = startDisco([...real, "--most", "12", "--quiet"]);
    const times: number[] = [];
    child.stdout.on("data", () => times.push(performance.now()));
    await new Promise((resolve) => child.on("close", resolve));
    expect(times.length).toBeGreaterThan(4);
  });

  it("says where the context ends", () => {
    const { err, code } = disco([...real, "--most", "1000", "--temperature", "0", "--stop", "."]);
    expect(code).toBe(0);
    expect(err).toMatch(/the context has room for an answer of \d+ tokens, not 1000; --context makes it larger/);
  });
});
