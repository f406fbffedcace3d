import type { DiscoError } from "../error.js";
import { complaintAt, scanner, type Token } from "../query/tokens.js";
import type { Budget, Expression, WeightedPart } from "./expression.js";

const SYMBOLS = ["*", "/", "^", "(", ")", ",", ":", "-", "+"];

/** Brackets within brackets beyond this are no expression that anybody meant. */
const DEEPEST = 200;

const FUNCTIONS = ["mix", "mask", "budget", "uniform"];

interface Reader {
  readonly text: string;
  readonly peek: () => Token;
  readonly take: () => Token;
  depth: number;
}

/**
 * Reads an expression over laws: names, `*` (fuse), `/` (take out), `^` (power, of whatever stands before it), brackets, `mix(0.7: a, 0.3: b)`,
 * `mask(set)`, `uniform`, and `^budget(0.1)` or `^budget(0.1, answer)` in place of a power. `*` and `/` go from left to right. A name that is none of
 * letters, digits and underscores stands in backticks. @throws DiscoError that points at the character. Cost: O(text).
 */
export function parseExpression(text: string): Expression {
  const next = scanner(text, { symbols: SYMBOLS, who: "expression" });
  let ahead = next();
  const reader: Reader = {
    text,
    peek: () => ahead,
    take: () => {
      const token = ahead;
      ahead = next();
      return token;
    },
    depth: 0,
  };
  const read = product(reader);
  if (reader.peek().kind !== "end") throw behind(reader);
  return read;
}

function product(reader: Reader): Expression {
  if (++reader.depth > DEEPEST) throw wrongAt(reader, "brackets stand more than 200 deep", "write it flatter");
  let left = powered(reader);
  for (;;) {
    const sign = reader.peek();
    if (!isSymbol(sign, "*") && !isSymbol(sign, "/")) break;
    reader.take();
    const right = powered(reader);
    left = sign.text === "*" ? { kind: "fuse", left, right } : { kind: "divide", left, right };
  }
  reader.depth--;
  return left;
}

function powered(reader: Reader): Expression {
  let base = item(reader);
  while (isSymbol(reader.peek(), "^")) {
    reader.take();
    base = { kind: "power", base, power: exponent(reader) };
  }
  return base;
}

function exponent(reader: Reader): number | Budget {
  const token = reader.peek();
  if (token.kind === "name" && token.text === "budget") {
    reader.take();
    return budget(reader);
  }
  return signed(reader, "a power", "write a number, as in a^1.5, or a^budget(0.1)");
}

function budget(reader: Reader): Budget {
  expect(reader, "(", "write the divergence that is allowed, as in ^budget(0.1)");
  const at = reader.peek();
  const epsilon = signed(reader, "a divergence in nats", "as in ^budget(0.1)");
  if (!(epsilon >= 0)) throw complaint(reader, at, "a divergence is never below 0", "write a number from 0 on");
  let over: Budget["over"] = "token";
  if (isSymbol(reader.peek(), ",")) {
    reader.take();
    const word = reader.take();
    if (word.text !== "token" && word.text !== "answer") {
      throw complaint(reader, word, "a budget is for each token or for the answer", "write token or answer");
    }
    over = word.text;
  }
  expect(reader, ")", "close the bracket of budget");
  return { epsilon, over };
}

function item(reader: Reader): Expression {
  const token = reader.take();
  if (isSymbol(token, "(")) {
    const inside = product(reader);
    expect(reader, ")", "close the bracket");
    return inside;
  }
  if (token.kind !== "name") {
    const advice =
      token.kind === "number" ? "numbers are powers only, as in a^2; a uniform law is uniform" : "as in ref * kid^2";
    throw complaint(reader, token, token.kind === "end" ? "a law is missing here" : "a law should stand here", advice);
  }
  const quoted = reader.text[token.at] === "`";
  if (!quoted && token.text === "mix" && isSymbol(reader.peek(), "(")) return mix(reader);
  if (!quoted && token.text === "mask" && isSymbol(reader.peek(), "(")) return mask(reader);
  if (!quoted && token.text === "uniform") return { kind: "uniform" };
  if (!quoted && FUNCTIONS.includes(token.text)) {
    const advice =
      token.text === "budget"
        ? "it stands in place of a power, as in (kid / ref)^budget(0.1)"
        : `it needs brackets; a law of this name stands in backticks, \`${token.text}\``;
    throw complaint(reader, token, `${token.text} is no law`, advice);
  }
  return { kind: "name", name: token.text };
}

function mix(reader: Reader): Expression {
  reader.take();
  const parts: WeightedPart[] = [];
  do {
    const at = reader.peek();
    const weight = signed(reader, "a weight", "as in mix(0.7: a, 0.3: b)");
    if (!(weight >= 0)) throw complaint(reader, at, "a weight is never below 0", "use / to take a law out");
    expect(reader, ":", "a colon stands between weight and law, as in mix(0.7: a, 0.3: b)");
    parts.push({ weight, law: product(reader) });
  } while (takeIf(reader, ","));
  const close = reader.peek();
  expect(reader, ")", "close the bracket of mix");
  if (!parts.some(({ weight }) => weight > 0)) {
    throw complaint(reader, close, "all weights are 0", "give one law a weight above 0");
  }
  return { kind: "mix", parts };
}

function mask(reader: Reader): Expression {
  reader.take();
  const token = reader.take();
  if (token.kind !== "name" && token.kind !== "string") {
    throw complaint(reader, token, "the name of a set of tokens should stand here", "as in mask(letters)");
  }
  expect(reader, ")", "close the bracket of mask");
  return { kind: "mask", set: token.text };
}

function signed(reader: Reader, what: string, advice: string): number {
  let sign = 1;
  if (isSymbol(reader.peek(), "-") || isSymbol(reader.peek(), "+")) sign = reader.take().text === "-" ? -1 : 1;
  const token = reader.take();
  if (token.kind !== "number") throw complaint(reader, token, `${what} should stand here`, advice);
  return sign * token.value!;
}

function takeIf(reader: Reader, symbol: string): boolean {
  if (!isSymbol(reader.peek(), symbol)) return false;
  reader.take();
  return true;
}

function expect(reader: Reader, symbol: string, advice: string): void {
  const token = reader.take();
  if (!isSymbol(token, symbol)) throw complaint(reader, token, `${symbol} is missing here`, advice);
}

function behind(reader: Reader): DiscoError {
  const token = reader.peek();
  if (isSymbol(token, "+")) {
    return wrongAt(reader, "laws are not added", "fuse them with *, or mix(0.5: a, 0.5: b)");
  }
  if (isSymbol(token, "-")) return wrongAt(reader, "laws are not subtracted", "take one out with /, as in a / b");
  if (isSymbol(token, ")")) return wrongAt(reader, "this bracket closes nothing", "leave it out");
  return wrongAt(reader, "a sign between two laws is missing", "fuse with *, take out with /");
}

function wrongAt(reader: Reader, wrong: string, next: string): DiscoError {
  return complaint(reader, reader.peek(), wrong, next);
}

function complaint({ text }: Reader, { at }: Token, wrong: string, next: string): DiscoError {
  return complaintAt({ who: "expression", text, at }, wrong, next);
}

const isSymbol = ({ kind, text }: Token, symbol: string) => kind === "symbol" && text === symbol;
