import type { OracleModel, Value } from "./model.js";

/** A counterfactual world as a question writes it: what is set, and which occasion it is (1 is not written). */
export interface WorldSpec {
  readonly set: readonly { readonly variable: string; readonly to: Value | TermIn }[];
  readonly occasion: number;
}

/** A variable, an attribute or `unit`; in the factual world when `world` is absent. */
export interface Term {
  readonly name: string;
  readonly world?: WorldSpec;
}

export interface TermIn extends Term {
  readonly world: WorldSpec;
}

export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";

export interface Event {
  readonly term: Term;
  readonly comparison: Comparison;
  readonly value: Value;
}

export type Quantity =
  | { readonly kind: "term"; readonly term: Term }
  | { readonly kind: "number"; readonly value: number }
  | {
      readonly kind: "arithmetic";
      readonly operator: "+" | "-" | "*";
      readonly left: Quantity;
      readonly right: Quantity;
    };

/** One probability or moment. `text`: another way to write it, such as `PN(T -> Y)`. */
export interface OracleQuestion {
  readonly target:
    | { readonly kind: "P"; readonly events: readonly Event[] }
    | { readonly kind: "E" | "Var"; readonly of: Quantity };
  readonly given: readonly Event[];
  /** `do(...)` of the condition. */
  readonly set?: WorldSpec["set"];
  /** After the semicolon. */
  readonly individual?: string;
  readonly text?: string;
}

function termText({ name, world }: Term): string {
  return world === undefined ? name : `${name}[${worldText(world)}]`;
}

function worldText({ set, occasion }: WorldSpec): string {
  return [...set.map(settingText), ...(occasion === 1 ? [] : [`#${occasion}`])].join(", ");
}

function settingText({ variable, to }: WorldSpec["set"][number]): string {
  return `${variable}=${typeof to === "object" ? termText(to) : to}`;
}

export function eventText({ term, comparison, value }: Event): string {
  return `${termText(term)}${comparison}${value}`;
}

/** An event with `do` written out, and what is set in a world in order of names: as a complaint may name it. */
export function plainEventText({ term, ...test }: Event, set: WorldSpec["set"] = []): string {
  return eventText({ term: inOrder(inWorld(term, set)), ...test });
}

function inOrder({ name, world }: Term): Term {
  if (world === undefined) return { name };
  const settings = world.set.map(({ variable, to }) => ({
    variable,
    to: typeof to === "object" ? (inOrder(to) as TermIn) : to,
  }));
  const set = settings.toSorted((a, b) => (a.variable < b.variable ? -1 : 1));
  return { name, world: { set, occasion: world.occasion } };
}

function quantityText(of: Quantity): string {
  if (of.kind === "term") return termText(of.term);
  if (of.kind === "number") return String(of.value);
  const side = (one: Quantity) => (one.kind === "arithmetic" ? `(${quantityText(one)})` : quantityText(one));
  return `${side(of.left)} ${of.operator} ${side(of.right)}`;
}

/** The question in the grammar of DESIGN 4.2. */
export function questionText({ target, given, set = [], individual, text }: OracleQuestion): string {
  if (text !== undefined) return text;
  const held = [...(set.length === 0 ? [] : [`do(${set.map(settingText).join(", ")})`]), ...given.map(eventText)];
  const condition = held.length === 0 ? "" : ` | ${held.join(", ")}`;
  const whom = individual === undefined ? "" : `; unit=${individual}`;
  const of = target.kind === "P" ? target.events.map(eventText).join(", ") : quantityText(target.of);
  const [open, close] = target.kind === "P" ? "()" : "[]";
  return `${target.kind}${open}${of}${condition}${whom}${close}`;
}

/** What makes two worlds the same one: the settings, in any order, and the occasion. */
export function worldKey({ set, occasion }: WorldSpec): string {
  const settings = set.map(({ variable, to }) =>
    typeof to === "object" ? `${variable}=${to.name}[${worldKey(to.world)}]` : `${variable}=${JSON.stringify(to)}`,
  );
  return [...settings.sort(), `#${occasion}`].join(", ");
}

function termsOf(of: Quantity): readonly Term[] {
  if (of.kind === "term") return [of.term];
  return of.kind === "number" ? [] : [...termsOf(of.left), ...termsOf(of.right)];
}

/** All terms of a question that are variables, `do` written out as brackets; attributes and `unit` live in no world. */
export function variableTerms(model: OracleModel, question: OracleQuestion): readonly Term[] {
  const { target, given, set = [] } = question;
  const terms = [
    ...(target.kind === "P" ? target.events.map(({ term }) => term) : termsOf(target.of)),
    ...given.map(({ term }) => term),
  ];
  return terms
    .filter(({ name }) => model.variables.some((variable) => variable.name === name))
    .map((term) => inWorld(term, set));
}

/** `do(X=1)` is short for `[X=1]` on every term that has no brackets. */
export function inWorld(term: Term, set: WorldSpec["set"]): Term {
  return term.world !== undefined || set.length === 0 ? term : { name: term.name, world: { set, occasion: 1 } };
}

/** Every counterfactual world that a term lives in or takes a value from, the innermost first. */
export function worldsOf({ world }: Term): readonly WorldSpec[] {
  if (world === undefined) return [];
  return [...world.set.flatMap(({ to }) => (typeof to === "object" ? worldsOf(to) : [])), world];
}

/**
 * The layer (THEORY 1.8): nothing set is seeing, one world and nothing factual is doing, all else is imagining. The average of a sum is a
 * sum of averages, as high as its highest part: ATE, E[Y[T=1] - Y[T=0]], is doing.
 */
export function layerOf(model: OracleModel, question: OracleQuestion): 1 | 2 | 3 {
  const { target } = question;
  if (target.kind === "E" && target.of.kind === "arithmetic" && target.of.operator !== "*") {
    const { left, right } = target.of;
    const sides = [left, right].map((of) => layerOf(model, { ...question, target: { kind: "E", of } }));
    return sides.includes(3) ? 3 : sides.includes(2) ? 2 : 1;
  }
  const terms = variableTerms(model, question);
  const worlds = new Set(terms.flatMap(worldsOf).map(worldKey));
  if (worlds.size === 0) return 1;
  return worlds.size === 1 && terms.every(({ world }) => world !== undefined) ? 2 : 3;
}
