import fc from "fast-check";
import { expect, it } from "vitest";
import { type Json, jsonOfValue, plainOf, readJson } from "../../../src/model/file/json.js";
import { uniformStream } from "../../../src/num/random.js";
import { mangle, pick } from "../expression/mangle.js";
import { printed } from "./print-json.js";

const TEXTS = [
  '{"a": [1, -2.5e-3, true, false, null, "x\\u00e9\\n\\\\ \\"y\\""], "b": {"__proto__": {"a": []}}, "c": {}}',
  '\ufeff\r\n[ 0 , -0, 1E+2, "年龄" ]\t',
  '{"disco": 1, "variables": {"X": {"bernoulli": "0.5"}}}',
  "17",
];
const PIECES = [
  ..."{}[],:\"\\-+.eE0123456789 \n\t/*'",
  "true",
  "null",
  "//",
  "/**/",
  "\\u12",
  "\u0001",
  "\u2028",
  "\u00a0",
  "\ufeff",
  "NaN",
];

/** The platform's parser, or undefined. A byte order mark is let pass. */
function platform(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text.replace(/^\ufeff/, " ")) };
  } catch {
    return undefined;
  }
}

it("reads what the platform reads, to the same value, and finds a place for the rest", () => {
  const random = uniformStream(7);
  let fine = 0;
  for (let i = 0; i < 6000; i++) {
    const text = mangle(random, pick(random, TEXTS), PIECES);
    const [ours, theirs] = [readJson(text), platform(text)];
    if ("json" in ours !== (theirs !== undefined)) throw new Error(`only one of them reads ${text}`);
    if ("trouble" in ours) {
      if (!(ours.trouble.at >= 0 && ours.trouble.at <= text.length)) throw new Error(`no place in ${text}`);
      continue;
    }
    fine++;
    // Where a key repeats the platform keeps the last one, and so does a rebuilt object.
    expect(plainOf(ours.json), text).toEqual(theirs!.value);
  }
  expect(fine).toBeGreaterThan(1000);
});

it("finds in a text what was printed, where it was printed", () => {
  const finds = (value: fc.JsonValue, seed: number) => {
    const { text, json } = printed(value, uniformStream(seed));
    expect(readJson(text)).toEqual({ json });
    expect(plainOf(json)).toEqual(JSON.parse(text));
  };
  fc.assert(fc.property(fc.jsonValue({ stringUnit: "binary" }), fc.nat(), finds), { numRuns: 2000, seed: 20260118 });
});

it("reads a mangled text exactly when the platform does", () => {
  const tally = { read: 0, refused: 0 };
  const agrees = (value: fc.JsonValue, seed: number) => {
    const random = uniformStream(seed);
    const text = mangle(random, printed(value, random).text, PIECES);
    const [ours, theirs] = [readJson(text), platform(text)];
    tally["json" in ours ? "read" : "refused"]++;
    if ("json" in ours) expect(plainOf(ours.json)).toEqual(theirs?.value);
    else {
      expect(theirs).toBeUndefined();
      expect(ours.trouble.at).toBeGreaterThanOrEqual(0);
      expect(ours.trouble.at).toBeLessThanOrEqual(text.length);
    }
  };
  fc.assert(fc.property(fc.jsonValue(), fc.nat(), agrees), { numRuns: 4000, seed: 20260119 });
  expect(Math.min(tally.read, tally.refused)).toBeGreaterThan(500);
});

it("knows where everything stands", () => {
  const text = ' {"a": [1, "b\\n"],\n "a": null}';
  const at = (json: Json): unknown =>
    json.kind === "object"
      ? [json.at, ...json.members.map((member) => [member.key, member.at, at(member.value)])]
      : json.kind === "array"
        ? [json.at, ...json.items.map(at)]
        : json.at;
  const result = readJson(text);
  expect("json" in result && at(result.json)).toEqual([1, ["a", 2, [7, 8, 11]], ["a", 20, 25]]);
});

it.each([
  ["", 0, "a value was expected"],
  ["{", 1, "a closing } was expected"],
  ["[1,]", 3, "a value was expected"],
  ['{"a":1,}', 7, "a name in double quotes was expected"],
  ['{"a" 1}', 5, "a colon was expected"],
  ["[1 2]", 3, "a comma was expected"],
  ["[1] 2", 4, "something follows the end of the model"],
  ["[1 // no\n]", 3, "a comment stands here and JSON has none"],
  ["['a']", 1, "something stands here that is not JSON"],
  ['["a]', 1, "a text has no closing double quote on its line"],
  ['["\\x"]', 1, "this escape is not one of JSON's"],
  ['["\\u12"]', 1, "\\u is not followed by four digits of base 16"],
  ['["\t"]', 1, "a text holds a control character"],
  ["[01]", 2, "a comma was expected"],
  ["[1.]", 1, "this is not a number as JSON writes it"],
  ["[0, 1.5.2]", 4, "this is not a number as JSON writes it"],
  ["[-]", 1, "something stands here that is not JSON"],
  ["[1 tru]", 3, "something stands here that is not JSON"],
  ["[\u00a01]", 1, "something stands here that is not JSON"],
  ["[1", 2, "a closing ] was expected"],
  ['{"a": [1}', 8, "a comma was expected"],
  ['{,"a": 1}', 1, "a name in double quotes was expected"],
  ['{"a":}', 5, "a value was expected"],
  ["[:]", 1, "a value was expected"],
  ['["\\u12\n"]', 1, "a text has no closing double quote on its line"],
])("%j: at %i, %s", (text, at, wrong) => {
  expect(readJson(text)).toMatchObject({ trouble: { at, wrong } });
});

it("refuses what is too deep, too long or too much", () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  expect(readJson(nested(64))).toHaveProperty("json");
  expect(readJson(nested(65))).toMatchObject({ trouble: { at: 64, wrong: "brackets are nested more than 64 deep" } });
  expect(readJson("[".repeat(1_000_000))).toHaveProperty("trouble");
  expect(readJson(`["${nested(100)}"]`)).toHaveProperty("json");
  expect(readJson(`[:${nested(100)}]`)).toMatchObject({ trouble: { at: 1, wrong: "a value was expected" } });
  expect(readJson(" ".repeat(17_000_000))).toMatchObject({
    trouble: { wrong: expect.stringContaining("17000000 characters") },
  });
  expect(readJson(`[${"1,".repeat(2_000_001)}1]`)).toMatchObject({
    trouble: { wrong: "there are more than 2000000 values" },
  });
});

it.each([
  ["white space", `1${" ".repeat(16_000_000)}`],
  ["digits", "1".repeat(16_000_000)],
  ["letters", `"${"é".repeat(16_000_000)}"`],
  ["escapes", `"${"\\u00e9".repeat(2_500_000)}"`],
])("reads sixteen million characters of %s", (_, text) => {
  const result = readJson(text);
  expect("json" in result && plainOf(result.json) === JSON.parse(text)).toBe(true);
});

it("takes values of a program for what JSON would hold", () => {
  const value = { a: [1, "x", null, true], b: undefined, c: { d: {} } };
  const result = jsonOfValue(value);
  expect("json" in result && plainOf(result.json)).toEqual(JSON.parse(JSON.stringify(value)));
  const circle: unknown[] = [];
  circle.push(circle);
  expect(jsonOfValue(circle)).toMatchObject({ trouble: { wrong: "brackets are nested more than 64 deep" } });
  expect(jsonOfValue({ a: () => 1 })).toMatchObject({ trouble: { wrong: "it holds something of type function" } });
  expect(jsonOfValue(1n)).toMatchObject({ trouble: { wrong: "it holds something of type bigint" } });
});
