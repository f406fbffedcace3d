import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { disco } from "./disco.ts";

const MODEL = "examples/models/subsidy.disco.json";
const AGAIN = "P(retained[subsidy=1]=1 | subsidy=1, retained=1)";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "disco-compare-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("puts the three side by side and draws the dial", () => {
  const { code, out, err } = disco(["compare", MODEL, AGAIN]);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(/^ {4}value +1 +1 +0\.7498$/m);
  expect(out).toMatch(/[\u2801-\u28ff]{3}/);
  expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

it("is one JSON document, with as many points as asked for", () => {
  const { code, out } = disco(["compare", MODEL, AGAIN, "--json", "--points", "5"]);
  expect(code).toBe(0);
  const comparison = JSON.parse(out);
  expect(comparison.disco.value).toBeCloseTo(1747 / 2330, 12);
  // THEORY 1.7: PC = lambda + (1 - lambda) PC_0.
  expect(comparison.dial.map(({ coupling }: { coupling: number }) => coupling)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  for (const { coupling, parts } of comparison.dial) {
    expect(parts.value).toBeCloseTo(coupling + ((1 - coupling) * 1747) / 2330, 12);
  }
  expect(comparison.agree).toBe(false);
});

it("says that all agree where they must", () => {
  const { out } = disco(["compare", MODEL, "P(retained=1 | do(subsidy=1))"]);
  expect(out).toMatch(/^ {4}value +0\.4900 +0\.4900 +0\.4900$/m);
  expect(out).toMatch(/all semantics agree/);
});

it("comes as a page with a drawing", () => {
  const page = join(folder, "dial.html");
  const { code, err } = disco(["compare", MODEL, "SHARES(subsidy=1, retained=1)", "--report", page]);
  expect([code, err]).toEqual([0, `wrote ${page}\n`]);
  expect(readFileSync(page, "utf8")).toContain('aria-labelledby="dial-title dial-desc"');
});

it.each([
  [["compare"], /^disco compare: no model; name one/],
  [["compare", MODEL], /^disco compare: no question; name one/],
  [["compare", MODEL, AGAIN, "--points", "1"], /^--points: it should be a whole number from 2 to 1001/],
  [["compare", MODEL, AGAIN, "--coupling", "1"], /^disco: there is no such option/],
  [["compare", MODEL, "P(retained=1"], /at character/],
  [["compare", "no.json", AGAIN], /^model: there is no such file/],
])("%j", (words, said) => {
  const { code, out, err } = disco(words);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(said);
});
