import type { Json, Member } from "../../../src/model/file/json.js";
import { pick } from "../expression/mangle.js";

type Uniform = () => number;

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "/": "\\/",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};
const GAPS = ["", "", " ", "\n", "\r\n", "\t ", "   "];

/** A value as JSON with white space, escapes and repeated keys by chance, and the tree with the places where everything was put. */
export function printed(value: unknown, random: Uniform): { readonly text: string; readonly json: Json } {
  let text = "";
  const gap = () => {
    text += pick(random, GAPS);
  };
  const put = (one: unknown): Json => {
    const at = text.length;
    if (typeof one === "string") {
      text += quoted(one, random);
      return { kind: "string", value: one, at, end: text.length };
    }
    if (typeof one === "number") {
      text += digits(one, random);
      return { kind: "number", value: one, at };
    }
    if (typeof one === "boolean" || one === null) {
      text += `${one}`;
      return { kind: "literal", value: one, at };
    }
    if (Array.isArray(one)) return { kind: "array", items: list(one, "[]", put), at };
    const entries = Object.entries(one as object);
    const twice = entries.filter(() => random() < 0.1);
    return { kind: "object", members: list([...entries, ...twice], "{}", member), at };
  };
  const member = ([key, entry]: readonly [string, unknown]): Member => {
    const at = text.length;
    text += quoted(key, random);
    gap();
    text += ":";
    gap();
    return { key, at, value: put(entry) };
  };
  const list = <T, U>(all: readonly T[], brackets: string, one: (item: T) => U): U[] => {
    text += brackets[0];
    gap();
    const made = all.map((item, i) => {
      if (i > 0) text += ",";
      gap();
      const result = one(item);
      gap();
      return result;
    });
    text += brackets[1];
    return made;
  };
  gap();
  const json = put(value);
  gap();
  return { text, json };
}

function quoted(text: string, random: Uniform): string {
  const unit = (c: string) => {
    const isPlain = c >= " " && c !== '"' && c !== "\\";
    if (isPlain && random() < 0.8) return c;
    if (c in SHORT && random() < 0.7) return SHORT[c];
    const code = c.charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${random() < 0.5 ? code : code.toUpperCase()}`;
  };
  return `"${text.split("").map(unit).join("")}"`;
}

/** A number in one of the ways in which JSON may write it. */
function digits(value: number, random: Uniform): string {
  const plain = Object.is(value, -0) ? "-0" : String(value);
  const power = Object.is(value, -0) ? "-0e0" : value.toExponential();
  return pick(random, [
    plain,
    power,
    power.toUpperCase(),
    power.replace("+", ""),
    plain.includes("e") ? plain : `${plain}e-0`,
  ]);
}
