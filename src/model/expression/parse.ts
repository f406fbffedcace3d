import type { DiscoError } from "../../error.js";
import { complaintAt, type Token, tokenize } from "../../query/tokens.js";
import { BINARY, type BinaryOperator, type Expression, FUNCTIONS, type FunctionName } from "./expression.js";
import { COMPARING, POWER, PRECEDENCE } from "./precedence.js";
import { say } from "./say.js";

type Parsed = Expression<string>;

/** `=`, `&` and `|` are no operators, but people write them; each is met with advice. */
const SYMBOLS = [...BINARY, "!", "?", ":", "(", ")", ",", "=", "&", "|"];
const OPERATORS: ReadonlySet<string> = new Set(BINARY);
const WHO = "expression";
const DEEPEST = 100;

/** The words and signs of an expression, with their places. */
export function tokensOf(text: string): readonly Token[] {
  return tokenize(text, { symbols: SYMBOLS, who: WHO });
}

/**
 * Parses an expression of a model file (DESIGN 4.1): `+ - * / ^`, comparisons, `&& || !`, `? :`, the functions of `FUNCTIONS`, numbers,
 * names, and labels in double quotes. `-2^2` is -4, `2^3^2` is 2^9, and comparisons do not chain. Cost: O(text).
 * @throws DiscoError pointing at the character that is wrong; also for nesting (parentheses, `? :`, signs, powers) over 100 deep.
 */
export function parseExpression(text: string): Expression<string> {
  const tokens = tokensOf(text);
  let next = 0;
  let depth = 0;

  const peek = (): Token => tokens[next];
  const is = (symbol: string): boolean => peek().kind === "symbol" && peek().text === symbol;
  const fail = (token: Token, wrong: string, advice: string): DiscoError =>
    complaintAt({ who: WHO, text, at: token.at }, wrong, advice);
  const take = (symbol: string): boolean => {
    if (!is(symbol)) return false;
    next++;
    return true;
  };
  const nested = (inner: () => Parsed): Parsed => {
    if (depth === DEEPEST)
      throw fail(peek(), `this is nested more than ${DEEPEST} deep`, "give the inner part a variable of its own");
    depth++;
    const result = inner();
    depth--;
    return result;
  };

  const choice = (): Parsed => {
    const test = binary(1);
    if (!take("?")) return test;
    const yes = nested(choice);
    if (!take(":")) throw fail(peek(), "a ':' was expected", "write test ? value if true : value if false");
    return { kind: "choice", test, yes, no: nested(choice) };
  };

  /** Operators that bind at least as tightly as `least`, all of them from left to right. */
  const binary = (least: number): Parsed => {
    let left = unary();
    for (let compared = false; ; ) {
      const token = peek();
      const operator = operatorOf(token);
      if (operator === undefined || PRECEDENCE[operator] < least) return left;
      if (PRECEDENCE[operator] === COMPARING) {
        if (compared)
          throw fail(token, "comparisons do not chain", "join two comparisons with &&, as in a < b && b < c");
        compared = true;
      }
      next++;
      left = { kind: "binary", operator, left, right: binary(PRECEDENCE[operator] + 1) };
    }
  };

  const unary = (): Parsed => {
    const operator = is("-") ? "-" : is("!") ? "!" : undefined;
    if (operator === undefined) return power();
    next++;
    return { kind: "unary", operator, of: nested(unary) };
  };

  const power = (): Parsed => {
    const base = atom();
    return take("^") ? { kind: "binary", operator: "^", left: base, right: nested(unary) } : base;
  };

  const atom = (): Parsed => {
    const token = peek();
    if (token.kind === "end") throw fail(token, "a value was expected and the expression ends here", VALUES);
    next++;
    if (token.kind === "number") return { kind: "number", value: token.value! };
    if (token.kind === "string") return { kind: "label", value: token.text };
    if (token.kind === "name") return is("(") ? call(token) : { kind: "reference", to: token.text };
    if (token.text !== "(")
      throw fail(token, `a value was expected before ${say(token.text)}`, adviceFor(tokens, next - 1));
    const inner = nested(choice);
    if (!take(")")) throw fail(peek(), "a ')' was expected", adviceFor(tokens, next, "close the parenthesis"));
    return inner;
  };

  const call = (token: Token): Parsed => {
    if (!isFunction(token.text)) {
      const advice = token.text === "pow" ? "write a ^ b" : `the functions are ${Object.keys(FUNCTIONS).join(", ")}`;
      throw fail(token, `there is no function ${say(token.text)}`, advice);
    }
    const args: Parsed[] = [];
    do {
      next++;
      args.push(nested(choice));
    } while (is(","));
    if (!take(")")) throw fail(peek(), "a ')' was expected", adviceFor(tokens, next, "close the parenthesis"));
    const wanted = FUNCTIONS[token.text];
    if (wanted === 1 ? args.length > 1 : args.length < wanted) {
      const counted = wanted === 1 ? "one value" : "two values or more";
      throw fail(
        token,
        `'${token.text}' takes ${counted} and has ${args.length}`,
        `write ${token.text}(${wanted === 1 ? "x" : "x, y"})`,
      );
    }
    return { kind: "call", name: token.text, args };
  };

  const whole = choice();
  const rest = peek();
  if (rest.kind === "symbol" && rest.text === ")")
    throw fail(rest, "this ')' closes nothing", "take it out, or open a parenthesis before");
  if (rest.kind !== "end")
    throw fail(rest, `an operator was expected before ${say(rest.text)}`, adviceFor(tokens, next, OPERATORS_WANTED));
  return whole;
}

const OPERATORS_WANTED = "join two values with one, such as + * == or &&";
const VALUES = "write a number, a name, a label in double quotes or a function";

function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name);
}

/** All but `^`, which is taken with its base. */
function operatorOf({ kind, text }: Token): BinaryOperator | undefined {
  return kind === "symbol" && OPERATORS.has(text) && PRECEDENCE[text as BinaryOperator] < POWER
    ? (text as BinaryOperator)
    : undefined;
}

/** What people of other languages write, and how it is written here. */
const SPELLINGS: Readonly<Record<string, string>> = {
  "=": "write == to compare",
  "&": "write && for 'and'",
  "|": "write || for 'or'",
  and: "write && for 'and'",
  or: "write || for 'or'",
  not: "write ! for 'not'",
};

function adviceFor(tokens: readonly Token[], at: number, otherwise = VALUES): string {
  const [before, token] = [tokens[at - 1], tokens[at]];
  if (Object.hasOwn(SPELLINGS, token.text)) return SPELLINGS[token.text];
  if (before?.text === "not") return SPELLINGS["not"];
  if (token.text === ">" && before?.text === "<") return "write != for 'not equal'";
  if (token.text === "+") return "leave out the plus";
  if (token.text === "*" && before?.text === "*") return "write ^ for a power";
  if (before?.kind === "number" && (token.kind === "name" || token.text === "(")) return "write * to multiply";
  return otherwise;
}
