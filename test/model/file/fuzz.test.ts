import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { DiscoError } from "../../../src/error.js";
import { checkModel, modelOf, readModel } from "../../../src/model/file/read.js";
import { uniformStream } from "../../../src/num/random.js";
import { fuzzCount, mangle, pick, worstTime } from "../expression/mangle.js";

const folder = new URL("../../../examples/models/", import.meta.url);
const FILES = readdirSync(folder)
  .filter((name) => name.endsWith(".disco.json"))
  .map((name) => readFileSync(new URL(name, folder), "utf8"));

const PIECES = [
  ...'{ } [ ] : , " \\ 0 1 -1 1e999 0.5 null true \n \u0000 💥'.split(" "),
  ...'"X" "Y" "p" "do" "unit" "__proto__" "constructor" "name" "weight" "disco" "variables" "units" "values" "weights"'.split(
    " ",
  ),
  ...'"bernoulli" "equals" "normal" "mean" "sd" "uniform" "categorical"'.split(" "),
  ..."X Y p u 1/0 log( * - + ^ == ? :".split(" "),
  '{"bernoulli": "X"}',
  '{"normal": {"mean": 0, "sd": "X"}}',
  '{"categorical": {"values": ["a", "b"], "weights": [1, "X"]}}',
];

it("reads or refuses whatever it is given, and what it reads it reads again", () => {
  const random = uniformStream(20_240_602);
  let read = 0;
  const { ms, text } = worstTime(
    Math.ceil(fuzzCount() / 4),
    () => mangle(random, pick(random, FILES), PIECES),
    (input) => readModel(input),
    (error) => error instanceof DiscoError,
    ({ file }) => {
      if (read++ % 20 === 0) expect(modelOf(JSON.parse(JSON.stringify(file))).file).toEqual(file);
    },
  );
  expect(read).toBeGreaterThan(fuzzCount() / 40);
  if (process.env["DISCO_FUZZ"]) console.log(`worst: ${ms.toFixed(2)} ms for ${JSON.stringify(text)}`);
});

it("gives every defect of a text a place inside the text", () => {
  const random = uniformStream(20_240_603);
  for (let i = 0; i < 2000; i++) {
    const text = mangle(random, pick(random, FILES), PIECES);
    const lines = text.split("\n");
    for (const { line = 0, column = 0 } of checkModel(text)) {
      expect(line, text).toBeGreaterThan(0);
      expect(column, text).toBeGreaterThan(0);
      expect(column, text).toBeLessThanOrEqual(lines[line - 1].length + 1);
    }
  }
});
