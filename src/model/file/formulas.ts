import { type Formula, FUNCTIONS } from "../expression/expression.js";
import { tokensOf } from "../expression/parse.js";
import { NUMBER, resolve, type Scope, type Trouble, UNKNOWN, type ValueType } from "../expression/resolve.js";
import { say, shorten } from "../expression/say.js";
import { type Complaints, type Defects, suggest } from "./defects.js";
import type { Written, WrittenLaw } from "./laws.js";
import type { Known, Labels } from "./names.js";

/** Who names things: a variable may name all of the model, an attribute with a law the attributes before it. */
export interface Namer {
  readonly names: ReadonlyMap<string, Known>;
  readonly labels: Labels;
  /** The attribute whose law it is. */
  readonly attribute?: number;
}

/** Resolves the expressions of a law. Only `equals` may give a label. What is wrong is said at the character where it stands. */
export function resolveLaw(
  law: WrittenLaw,
  namer: Namer,
  defects: Defects,
): { readonly formulas: readonly Formula[]; readonly type: ValueType } {
  const scope: Scope = {
    find: (name) => {
      const known = namer.names.get(name);
      return known !== undefined && isUsable(known, namer) ? known : undefined;
    },
    code: namer.labels.code,
  };
  const resolved = law.expressions.map((written) => {
    const { formula, type } = resolve(written.tree, scope, complainer(written, namer, defects));
    if (type.kind === "label" && law.kind !== "equals") {
      const next = 'a variable of labels is "categorical", or "equals"';
      defects.add(written.place, { wrong: "this gives a label, and a number is needed", given: shown(written), next });
    }
    return { formula, type };
  });
  return { formulas: resolved.map(({ formula }) => formula), type: typeOf(law, resolved[0]?.type) };
}

function typeOf({ kind, values }: WrittenLaw, type: ValueType | undefined): ValueType {
  if (kind === "equals") return type ?? UNKNOWN;
  if (kind === "categorical" && values === undefined) return UNKNOWN;
  if (typeof values?.[0] !== "string") return NUMBER;
  return { kind: "label", among: new Set(values as readonly string[]) };
}

function isUsable({ slot }: Known, { attribute }: Namer): boolean {
  return attribute === undefined || ("attribute" in slot && slot.attribute < attribute);
}

function shown({ source }: Written): string {
  return shorten(JSON.stringify(source.slice(0, 200)));
}

/** Tells the troubles of one expression, each once however often it repeats. */
function complainer(written: Written, namer: Namer, defects: Defects): (trouble: Trouble) => void {
  const said = new Set<string>();
  let positions: ReadonlyMap<string, number> | undefined;
  return (trouble) => {
    const key = `${trouble.kind} ${trouble.word ?? ""}`;
    if (said.has(key)) return;
    said.add(key);
    if (!defects.isOpen()) {
      defects.add(written.place, { wrong: "" });
      return;
    }
    positions ??= positionsIn(written.source);
    const position = trouble.word === undefined ? undefined : positions.get(trouble.word);
    const place = position === undefined ? written.place : written.placeOf(position);
    defects.add(place, { ...worded(trouble, namer), given: shown(written) });
  };
}

/** Where each name and each label first stands in an expression. */
function positionsIn(source: string): ReadonlyMap<string, number> {
  const positions = new Map<string, number>();
  for (const { kind, text, at } of tokensOf(source)) {
    if ((kind === "name" || kind === "string") && !positions.has(text)) positions.set(text, at);
  }
  return positions;
}

function worded(trouble: Trouble, namer: Namer): Complaints {
  if (trouble.kind === "type") return { wrong: trouble.wrong, next: trouble.next };
  const { word } = trouble;
  if (trouble.kind === "label") {
    const wrong = `there is no label ${say(word)} in what it is compared with`;
    return { wrong, next: suggest(word, [...trouble.among], "the labels are") };
  }
  const known = namer.names.get(word);
  if (known === undefined)
    return { wrong: `there is no variable or attribute ${say(word)}`, next: adviceFor(word, namer) };
  const next = "the law of an attribute may name the attributes before it, and nothing else";
  if ("variable" in known.slot) return { wrong: `${say(word)} is a variable, and attributes come first`, next };
  const itself = known.slot.attribute === namer.attribute;
  return { wrong: itself ? `${say(word)} names itself` : `the attribute ${say(word)} comes later`, next };
}

function adviceFor(word: string, namer: Namer): string {
  if (Object.hasOwn(FUNCTIONS, word)) return `it is a function: write ${word}(...)`;
  if (namer.labels.has(word)) return `write a label in double quotes: \\"${word}\\"`;
  if (word === "true" || word === "false") return `write ${word === "true" ? 1 : 0}`;
  const usable = [...namer.names].filter(([, known]) => isUsable(known, namer)).map(([name]) => name);
  return usable.length === 0 ? "there is nothing to name here" : suggest(word, usable, "there are");
}
