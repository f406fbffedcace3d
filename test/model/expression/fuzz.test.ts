import { expect, it } from "vitest";
import { DiscoError } from "../../../src/error.js";
import { BINARY } from "../../../src/model/expression/expression.js";
import { parseExpression } from "../../../src/model/expression/parse.js";
import { printExpression } from "../../../src/model/expression/print.js";
import { uniformStream } from "../../../src/num/random.js";
import { fuzzCount, mangle, pick, worstTime } from "./mangle.js";

const WORDS = [
  ...BINARY,
  ..."! ? : ( ) , = & | \" ` ' \\ . ; # @ \n \u0000 \u202e 💥".split(" "),
  ..."X Y subsidy 年龄 unit __proto__ exp( log( max( min( pow( 1 0.5 .5 1e-3 1e308 1e309 00 0x1F 1_000 NaN".split(" "),
  '"red"',
  "`a b`",
  "((((((((",
  "))))))))",
  "--------",
  "1?1:".repeat(30),
];

const WRITTEN = [
  "(1 + 3*X + 4*Z - 2*X*Z*(1 - u) + u) / 10",
  "subsidy == 1 ? p1 : p0",
  'logistic(-2^2 + max(a, b, 0.5)) > 0.3 && !(colour == "dark red") || x != 1e-3',
  "a < 1 ? b <= 2 ? c : d : sqrt(abs(log(exp(e))))",
  Array(60).fill("X").join(" - "),
];

it("answers or refuses whatever it is given", () => {
  const random = uniformStream(20_240_601);
  const soup = () =>
    Array.from({ length: Math.floor(random() ** 2 * 40) }, () => pick(random, WORDS)).join(pick(random, ["", " "]));
  let parsed = 0;
  const { ms, text } = worstTime(
    fuzzCount(),
    () => (random() < 0.3 ? soup() : mangle(random, pick(random, WRITTEN), WORDS)),
    parseExpression,
    (error) => error instanceof DiscoError,
    (tree) => {
      const printed = printExpression(tree);
      if (printExpression(parseExpression(printed)) !== printed)
        throw new Error(`printed anew differently: ${printed}`);
      parsed++;
    },
  );
  expect(parsed).toBeGreaterThan(fuzzCount() / 10);
  if (process.env["DISCO_FUZZ"]) console.log(`worst: ${ms.toFixed(2)} ms for ${JSON.stringify(text.slice(0, 200))}`);
});
