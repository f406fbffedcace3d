import { DiscoError } from "../../error.js";
import type { Expression } from "../expression/expression.js";
import { parseExpression } from "../expression/parse.js";
import { sayNames } from "../expression/say.js";
import type { Mechanism } from "../model.js";
import { type Place, under } from "./defects.js";
import { entriesOf, type Found, given, offsetInString, type Reading, refuseOthers } from "./objects.js";

export type LawKind = Mechanism["kind"];

/** The expressions of each law, in the order of DESIGN 4.1; "" where the law is the expression. Weights of categories come as a list. */
const LAW_FIELDS: Readonly<Record<LawKind, readonly string[]>> = {
  bernoulli: [""],
  categorical: ["weights"],
  normal: ["mean", "sd"],
  uniform: ["low", "high"],
  cauchy: ["location", "scale"],
  equals: [""],
};
const KINDS = Object.keys(LAW_FIELDS) as readonly LawKind[];

/** An expression of the file, parsed. */
export interface Written {
  readonly tree: Expression<string>;
  /** Of the expression as a whole. */
  readonly place: Place;
  /** As the file has it. */
  readonly source: string;
  /** The place of a character of `source`. */
  readonly placeOf: (index: number) => Place;
}

/**
 * A law of the file: its expressions in the order of `LAW_FIELDS`, and the values of a categorical law. Where something is wrong with it
 * (which has been said then) it holds what could be read, so that names in the rest of it are looked at too.
 */
export interface WrittenLaw {
  readonly kind: LawKind;
  readonly expressions: readonly Written[];
  readonly values?: readonly (number | string)[];
}

/** Reads one law; undefined when it cannot be told which. What is wrong is said. */
export function readLaw(found: Found, reading: Reading): WrittenLaw | undefined {
  const { defects } = reading;
  const entries = entriesOf(found, reading, {
    wrong: "a law was expected",
    next: `write an object such as { "bernoulli": "0.3 + 0.2*X" }; the laws are ${sayNames(KINDS)}`,
  });
  if (entries === undefined) return undefined;
  refuseOthers(found, KINDS, (key) => `there is no law ${key}`, reading);
  const [first, ...others] = [...entries].filter(([key]) => isKind(key));
  if (first === undefined) {
    if (entries.size === 0)
      defects.add(found.place, {
        wrong: "there is no law",
        given: "{}",
        next: `write one of ${sayNames(KINDS, "or")}`,
      });
    return undefined;
  }
  if (others.length > 0) {
    const names = [first, ...others].map(([key]) => key);
    defects.add(found.place, { wrong: `there is more than one law: ${sayNames(names)}`, next: "keep one of them" });
  }
  const [kind, law] = first as [LawKind, Found];
  if (kind === "bernoulli" || kind === "equals") return lawOf(kind, [readExpression(law, reading)]);
  return kind === "categorical" ? readCategorical(law, reading) : readFields(kind, law, reading);
}

function isKind(key: string): key is LawKind {
  return Object.hasOwn(LAW_FIELDS, key);
}

function lawOf(
  kind: LawKind,
  expressions: readonly (Written | undefined)[],
  values?: readonly (number | string)[],
): WrittenLaw {
  const read = expressions.filter((one) => one !== undefined);
  return { kind, expressions: read, ...(values === undefined ? {} : { values }) };
}

/** The fields of a law with several. */
function fieldsOf(
  law: Found,
  names: readonly string[],
  example: string,
  reading: Reading,
): Map<string, Found> | undefined {
  const next = `write an object such as ${example}`;
  const entries = entriesOf(law, reading, { wrong: `${sayNames(names)} were expected`, next });
  if (entries === undefined) return undefined;
  refuseOthers(law, names, (key) => `this law has no ${key}`, reading);
  const missing = names.filter((name) => !entries.has(name));
  if (missing.length > 0)
    reading.defects.add(law.place, {
      wrong: `${sayNames(missing)} ${missing.length > 1 ? "are" : "is"} missing`,
      next,
    });
  return entries;
}

function readFields(kind: LawKind, law: Found, reading: Reading): WrittenLaw {
  const names = LAW_FIELDS[kind];
  const example = `{ ${names.map((name, i) => `"${name}": ${i}`).join(", ")} }`;
  const fields = fieldsOf(law, names, example, reading);
  const present = names.flatMap((name) => fields?.get(name) ?? []);
  return lawOf(
    kind,
    present.map((field) => readExpression(field, reading)),
  );
}

const CATEGORICAL_EXAMPLE = '{ "values": ["low", "high"], "weights": [0.4, 0.6] }';

function readCategorical(law: Found, reading: Reading): WrittenLaw {
  const fields = fieldsOf(law, ["values", "weights"], CATEGORICAL_EXAMPLE, reading);
  const [listed, weighted] = [fields?.get("values"), fields?.get("weights")];
  const values = listed && readValues(listed, reading);
  const weights = weighted && readWeights(weighted, reading);
  if (weighted && values && weights && values.length !== weights.length) {
    const wrong = `there are ${values.length} values and ${weights.length} weights`;
    reading.defects.add(weighted.place, { wrong, next: "write one weight for each value" });
  }
  return lawOf("categorical", weights ?? [], values);
}

function readWeights({ json, place }: Found, reading: Reading): readonly (Written | undefined)[] | undefined {
  if (json.kind === "array")
    return json.items.map((item, i) => readExpression({ json: item, place: under(place, i, item.at) }, reading));
  const wrong = "a list of weights was expected";
  reading.defects.add(place, { wrong, given: given(json), next: "write one for each value" });
  return undefined;
}

/** Values of a categorical law: numbers, or labels, each once. */
function readValues({ json, place }: Found, { defects }: Reading): readonly (number | string)[] | undefined {
  if (json.kind !== "array" || json.items.length === 0) {
    defects.add(place, {
      wrong: "a list of values was expected",
      given: given(json),
      next: 'write numbers, or labels such as "red"',
    });
    return undefined;
  }
  const before = defects.count();
  const values = new Set<number | string>();
  const kind = json.items[0].kind;
  json.items.forEach((item, i) => {
    const here = under(place, i, item.at);
    if (item.kind !== "number" && item.kind !== "string") {
      defects.add(here, {
        wrong: "a value is a number or a label",
        given: given(item),
        next: 'write for example 2 or "red"',
      });
    } else if (item.kind !== kind) {
      defects.add(here, {
        wrong: "numbers and labels are mixed",
        given: given(item),
        next: "write all of them as numbers, or all as labels",
      });
    } else if (item.kind === "number" && !Number.isFinite(item.value)) {
      defects.add(here, { wrong: "a value must be finite", given: given(item), next: "the largest is about 1.8e308" });
    } else if (item.kind === "string" && !isLabel(item.value)) {
      defects.add(here, {
        wrong: "this cannot be a label",
        given: given(item),
        next: "write a word; control characters and nothing at all are no labels",
      });
    } else if (values.has(item.value)) {
      defects.add(here, { wrong: "this value stands in the list twice", given: given(item), next: "keep one of them" });
    } else values.add(item.kind === "number" ? item.value + 0 : item.value);
  });
  return defects.count() === before ? [...values] : undefined;
}

/** Labels are shown to people, on one line. */
function isLabel(text: string): boolean {
  return text !== "" && !/\p{Cc}/u.test(text);
}

/** Reads a number or the text of an expression. */
function readExpression({ json, place }: Found, reading: Reading): Written | undefined {
  const { defects, text } = reading;
  if (json.kind === "number") {
    if (Number.isFinite(json.value)) {
      const size = { kind: "number", value: Math.abs(json.value) } as const;
      const tree: Written["tree"] = json.value < 0 ? { kind: "unary", operator: "-", of: size } : size;
      return { tree, place, source: String(json.value), placeOf: () => place };
    }
    defects.add(place, { wrong: "a number must be finite", given: given(json), next: "the largest is about 1.8e308" });
    return undefined;
  }
  if (json.kind !== "string") {
    defects.add(place, {
      wrong: "an expression was expected",
      given: given(json),
      next: 'write a number, or a text such as "0.3 + 0.2*X"',
    });
    return undefined;
  }
  const source = json.value;
  const placeOf = (index: number): Place =>
    text === undefined || json.at < 0 ? place : { path: place.path, at: offsetInString(text, json, index) };
  try {
    return { tree: parseExpression(source), place, source, placeOf };
  } catch (error) {
    if (!(error instanceof DiscoError)) throw error;
    const { wrong, next } = error.complaint;
    // The place in the file says better where it is than a caret below a line would.
    const character = /at character (\d+)$/.exec(wrong)?.[1];
    const here = character === undefined ? place : placeOf(Number(character) - 1);
    const where = character === undefined ? "" : `, at character ${character}`;
    defects.add(here, { wrong: `${wrong.split("\n")[0]}${where}`, given: given(json), next });
    return undefined;
  }
}
