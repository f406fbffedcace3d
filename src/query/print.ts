import { DiscoError } from "../error.js";
import { quoted } from "./parse/quote.js";
import type { Effect, Event, Given, Quantity, Question, Setting, Term, Value, World } from "./question.js";
import { spineOf } from "./spine.js";

/**
 * Writes a question as `parseQuestion` reads it: parentheses, backticks and quotes only where needed, all on one line.
 * @throws DiscoError for a number that no text stands for (NaN, Infinity)
 * Cost: O(nodes).
 */
export function printQuestion(question: Question): string {
  return written<Question>(question, atom).text;
}

/** `Y[T=1]` */
export function printTerm({ name, world }: Term): string {
  return `${printName(name)}${world === undefined ? "" : printWorld(world)}`;
}

/** `[T=1, #2]` */
export function printWorld({ set, occasion }: World): string {
  const parts = set.map(printSetting);
  return `[${[...parts, ...(occasion === 1 ? [] : [`#${occasion}`])].join(", ")}]`;
}

/** `Z=Z[X=0]` */
export function printSetting({ variable, to }: Setting): string {
  return `${printName(variable)}=${typeof to === "object" ? printTerm(to) : printValue(to)}`;
}

/** `score[T=0]>500` */
export function printEvent({ term, test }: Event): string {
  return test === undefined ? printTerm(term) : `${printTerm(term)}${test.comparison}${printValue(test.value)}`;
}

/** A number, a bare label, or a label in quotes. */
export function printValue(value: Value): string {
  return typeof value === "number" ? printNumber(value) : quoted(value, '"');
}

/** A name, in backticks where it is not plain. */
export function printName(name: string): string {
  return quoted(name, "`");
}

/** What is held, as it stands behind the bar: `do(X=1, Z)`. */
function printDo(set: Given["do"]): string {
  const each = set.map(({ variable, to }) => (to === undefined ? printName(variable) : printSetting({ variable, to })));
  return `do(${each.join(", ")})`;
}

function printNumber(value: number): string {
  if (Number.isFinite(value)) return String(value);
  throw new DiscoError({
    who: "question",
    wrong: "this is no number that a question can hold",
    given: String(value),
    next: "give a finite one",
  });
}

/** How tightly a text holds together: sum 1, product 2, sign 3, power 4, and what needs no parentheses 5. */
interface Written {
  readonly text: string;
  readonly tight: number;
}

const TIGHT = { "+": 1, "-": 1, "*": 2, "/": 2, "^": 4 } as const;
const SIGN = 3;
const ATOM = 5;

/** Arithmetic of questions and of quantities is written alike; `print` writes what is neither. */
function written<Of extends Question | Quantity>(whole: Of, print: (of: Of) => string): Written {
  const { first, links } = spineOf(whole);
  const start = simple(first, print);
  let tight = start.tight;
  // Parentheses are known only when the next operator is: `(a + b) * c`. They are put in front at the end.
  let opening = 0;
  const parts = ["", start.text];
  for (const { operator, right } of links) {
    const own = TIGHT[operator];
    if (operator === "^" ? tight < ATOM : tight < own) {
      opening++;
      parts.push(")");
    }
    const other = written(right, print);
    // `2^-1` and `2^3^4` need none.
    const bare = operator === "^" ? other.tight >= SIGN : other.tight > own;
    parts.push(operator === "^" ? "^" : ` ${operator} `, bare ? other.text : `(${other.text})`);
    tight = own;
  }
  parts[0] = "(".repeat(opening);
  return { text: parts.join(""), tight };
}

function simple<Of extends Question | Quantity>(node: Of, print: (of: Of) => string): Written {
  if (node.kind === "number") return { text: printNumber(node.value), tight: node.value < 0 ? SIGN : ATOM };
  if (node.kind !== "negative") return { text: print(node), tight: ATOM };
  const of = written(node.of as Of, print);
  // `-1` is a number, `-(1)` the negative of one.
  const bare = of.tight >= SIGN && !(node.of.kind === "number" && node.of.value >= 0);
  return { text: `-${bare ? of.text : `(${of.text})`}`, tight: SIGN };
}

function atom(question: Question): string {
  switch (question.kind) {
    case "probability":
      return `P(${question.events.map(printEvent).join(", ")}${printGiven(question.given)})`;
    case "expectation": {
      const of = written<Quantity>(question.of, (term) => printTerm(term as Term)).text;
      return `${question.moment}[${of}${printGiven(question.given)}]`;
    }
    case "effect":
      return `${question.name}(${contrast(question)}${printGiven(question.given)})`;
    case "case": {
      const { treatment, outcome } = question;
      const versus = treatment?.versus === undefined ? "" : ` vs ${printValue(treatment.versus)}`;
      const arm = treatment === undefined ? "" : `${fact(treatment)}${versus}, `;
      return `${question.name}(${arm}${fact(outcome)}${printGiven(question.given)})`;
    }
    default:
      throw new Error(`not a question of its own: ${question.kind}`);
  }
}

function fact({ variable, value }: { readonly variable: string; readonly value: Value }): string {
  return `${printName(variable)}=${printValue(value)}`;
}

/** `T=2 vs 0 -> Y=1`, `T -> M -> Y` */
function contrast({ treatment, arms, through, outcome, success, payoffs }: Effect): string {
  const arm = arms === undefined ? "" : `=${printValue(arms.treated)} vs ${printValue(arms.control)}`;
  const event = success === undefined ? "" : `=${printValue(success)}`;
  const between = through === undefined ? "" : `${through.map(printName).join(", ")} -> `;
  return `${printName(treatment)}${arm} -> ${between}${printName(outcome)}${event}${payoffs === undefined ? "" : worth(payoffs)}`;
}

function worth({ complier, always, never, defier }: NonNullable<Effect["payoffs"]>): string {
  return Object.entries({ complier, always, never, defier })
    .map(([type, value]) => `, ${type}=${printNumber(value)}`)
    .join("");
}

/** ` | do(X=1), Z=0; unit=Loyal` */
function printGiven({ do: set, events, individual }: Given): string {
  const held = [...(set.length === 0 ? [] : [printDo(set)]), ...events.map(printEvent)];
  const who = individual.map(({ name, value }) => fact({ variable: name, value }));
  return `${held.length === 0 ? "" : ` | ${held.join(", ")}`}${who.length === 0 ? "" : `; ${who.join(", ")}`}`;
}
