import type { Effect, Event, Given, Quantity, Question, Setting, Term, Value, World } from "./question.js";

/** Writes a question as `parseQuestion` reads it, with no bracket more than needed. */
export function printQuestion(question: Question): string {
  return written(question, atomOfQuestion).text;
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

const PLAIN = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;

/** A number, a bare label, or a label in quotes. */
export function printValue(value: Value): string {
  if (typeof value === "number") return String(value);
  return PLAIN.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;
}

function printName(name: string): string {
  return PLAIN.test(name) ? name : `\`${name.replace(/[`\\]/g, "\\$&")}\``;
}

/** How tightly a text holds together: sum 1, product 2, sign 3, power 4, and what needs no brackets 5. */
interface Written {
  readonly text: string;
  readonly tight: number;
}

const TIGHT = { "+": 1, "-": 1, "*": 2, "/": 2, "^": 4 } as const;

type Node<Of> = Extract<Question | Quantity, { kind: "number" }> | { kind: "negative"; of: Of } | Of;

/** Arithmetic of questions and of quantities is written alike; `atom` writes what is neither. */
function written<Of extends Question | Quantity>(node: Node<Of>, atom: (of: Of) => string): Written {
  switch (node.kind) {
    case "number":
      return { text: String(node.value), tight: 5 };
    case "negative": {
      const of = written(node.of as Of, atom);
      return { text: `-${held(of, of.tight >= 3)}`, tight: 3 };
    }
    case "arithmetic": {
      const tight = TIGHT[node.operator];
      const left = written(node.left as Of, atom);
      const right = written(node.right as Of, atom);
      if (node.operator === "^")
        return { text: `${held(left, left.tight === 5)}^${held(right, right.tight >= 3)}`, tight };
      return { text: `${held(left, left.tight >= tight)} ${node.operator} ${held(right, right.tight > tight)}`, tight };
    }
    default:
      return { text: atom(node as Of), tight: 5 };
  }
}

function held({ text }: Written, bare: boolean): string {
  return bare ? text : `(${text})`;
}

function atomOfQuestion(question: Question): string {
  switch (question.kind) {
    case "probability":
      return `P(${question.events.map(printEvent).join(", ")}${printGiven(question.given)})`;
    case "expectation": {
      const of = written<Quantity>(question.of, (term) => printTerm(term as Term)).text;
      return `${question.moment}[${of}${printGiven(question.given)}]`;
    }
    case "effect":
      return `${question.name}(${printContrast(question)}${printGiven(question.given)})`;
    case "case": {
      const { treatment, outcome } = question;
      const versus = treatment?.versus === undefined ? "" : ` vs ${printValue(treatment.versus)}`;
      const arm = treatment === undefined ? "" : `${fact(treatment)}${versus}, `;
      return `${question.name}(${arm}${fact(outcome)}${printGiven(question.given)})`;
    }
    default:
      throw new Error(`not an atom: ${question.kind}`);
  }
}

function fact({ variable, value }: { readonly variable: string; readonly value: Value }): string {
  return `${printName(variable)}=${printValue(value)}`;
}

function printContrast({ treatment, arms, outcome, success, payoffs }: Effect): string {
  const arm = arms === undefined ? "" : `=${printValue(arms.treated)} vs ${printValue(arms.control)}`;
  const event = success === undefined ? "" : `=${printValue(success)}`;
  const worth =
    payoffs === undefined
      ? ""
      : Object.entries(payoffs)
          .map(([type, value]) => `, ${type}=${value}`)
          .join("");
  return `${printName(treatment)}${arm} -> ${printName(outcome)}${event}${worth}`;
}

function printGiven({ do: set, events, individual }: Given): string {
  const settings = set.map(({ variable, to }) =>
    to === undefined ? printName(variable) : printSetting({ variable, to }),
  );
  const held = [...(settings.length === 0 ? [] : [`do(${settings.join(", ")})`]), ...events.map(printEvent)];
  const who = individual.map(({ name, value }) => fact({ variable: name, value }));
  return `${held.length === 0 ? "" : ` | ${held.join(", ")}`}${who.length === 0 ? "" : `; ${who.join(", ")}`}`;
}
