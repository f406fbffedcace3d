import { domainsOf } from "./cells.js";
import type { Draw } from "./draw.js";
import type { OracleModel, Value } from "./model.js";
import type { Comparison, Event, OracleQuestion, Quantity, Term, TermIn, WorldSpec } from "./question.js";
import { variableTerms, worldKey, worldsOf } from "./question.js";

interface Known {
  readonly draw: Draw;
  readonly model: OracleModel;
  /** Every variable with the values it can take. */
  readonly variables: readonly { readonly name: string; readonly domain: readonly Value[] }[];
}

/** A question on any layer about at most `most` counterfactual worlds. */
export function randomQuestion(draw: Draw, model: OracleModel, most = 3): OracleQuestion {
  for (;;) {
    const question = anyQuestion(draw, model);
    const worlds = new Set(variableTerms(model, question).flatMap(worldsOf).map(worldKey));
    if (worlds.size <= most) return question;
  }
}

function anyQuestion(draw: Draw, model: OracleModel): OracleQuestion {
  const domains = domainsOf(model);
  const variables = model.variables.map(({ name }, at) => ({ name, domain: domains[at] }));
  const known = { draw, model, variables };
  const layer = draw.below(10);
  // Seeing, doing (with brackets or with `do`), imagining in one world, in several.
  const style = layer < 2 ? "see" : layer < 3 ? "brackets" : layer < 4 ? "do" : layer < 7 ? "one" : "several";
  const pool = Array.from({ length: style === "several" ? 2 + draw.below(2) : 1 }, () => randomWorld(known, 0));
  const set = style === "do" || (style === "several" && draw.chance(0.15)) ? randomWorld(known, 1, 1).set : [];
  const inPool = (often: number): Term["world"] => {
    if (style === "see" || style === "do") return undefined;
    return style === "brackets" || draw.chance(often) ? draw.one(pool) : undefined;
  };
  // What is asked is mostly counterfactual, what is known mostly factual.
  const asked = () => inPool(0.85);
  const seen = () => inPool(0.3);
  const kind = draw.one(["P", "P", "P", "P", "E", "E", "Var"] as const);
  const first = variableEvent(known, asked());
  const others = times(draw.below(3), () => someEvent(known, asked(), 0.15));
  const of = someQuantity(known, asked);
  const events = mostlyDifferent(draw, [first, ...others]);
  return {
    target: kind === "P" || of === undefined ? { kind: "P", events } : { kind, of },
    given: mostlyDifferent(
      draw,
      times(draw.one([0, 1, 1, 2, 2, 3]), () => someEvent(known, seen(), 0.1)),
    ),
    ...(set.length === 0 ? {} : { set }),
    ...(draw.chance(0.12) ? { individual: draw.one(model.units).name } : {}),
  };
}

/** At most two things set, one of them now and then to the value it has in a world deeper down. */
function randomWorld(known: Known, depth: number, least = 0): WorldSpec {
  const { draw, variables } = known;
  const chosen = early(draw, variables, Math.max(least, draw.one([0, 1, 1, 1, 1, 1, 2, 2])));
  const set = chosen.map(({ name, domain }) => ({
    variable: name,
    to: depth < 2 && draw.chance(0.25) ? nestedTerm(known, domain, depth + 1) : draw.one(domain),
  }));
  return { set, occasion: depth < 2 && draw.chance(0.15) ? 2 + draw.below(2) : 1 };
}

/** The variable itself in another world, or another variable that takes no other values. */
function nestedTerm(known: Known, domain: readonly Value[], depth: number): TermIn {
  const fitting = known.variables.filter((one) => one.domain.every((value) => domain.includes(value)));
  const itself = fitting.find((one) => one.domain === domain)!;
  const { name } = known.draw.chance(0.8) ? itself : known.draw.one(fitting);
  return { name, world: randomWorld(known, depth) };
}

/** An event about a variable, with probability `other` about the unit or an attribute of it. */
function someEvent(known: Known, world: Term["world"], other: number): Event {
  const { draw, model } = known;
  if (!draw.chance(other)) return variableEvent(known, world);
  const unit = draw.one(model.units);
  if (draw.chance(0.5)) {
    return { term: { name: "unit" }, comparison: draw.one(["=", "=", "!="] as const), value: unit.name };
  }
  const [name, value] = draw.one(Object.entries(unit.attributes));
  const comparison = draw.one(["=", "=", "!=", "<", "<=", ">", ">="] as const);
  return { term: { name }, comparison, value };
}

function variableEvent({ draw, variables }: Known, world: Term["world"]): Event {
  const { name, domain } = late(draw, variables);
  return { term: { name, ...(world === undefined ? {} : { world }) }, ...someTest(draw, domain) };
}

/** A comparison that is true of some values of the domain and false of others (when it has two). */
function someTest(draw: Draw, domain: readonly Value[]): { readonly comparison: Comparison; readonly value: Value } {
  const value = draw.one(domain);
  if (draw.chance(0.65)) return { comparison: "=", value };
  if (typeof value === "string") return { comparison: "!=", value };
  const ordered = (domain as readonly number[]).toSorted((a, b) => a - b);
  const comparisons: Comparison[] = ["!="];
  if (value !== ordered[0]) comparisons.push("<", ">=");
  if (value !== ordered.at(-1)) comparisons.push(">", "<=");
  return { comparison: draw.one(comparisons), value };
}

/** Drops most of the events about a term that has one already: they would mostly be contradictions. */
function mostlyDifferent(draw: Draw, events: readonly Event[]): readonly Event[] {
  const key = ({ term }: Event) => `${term.name} ${term.world === undefined ? "" : worldKey(term.world)}`;
  return events.filter((one, at) => draw.chance(0.2) || events.findIndex((other) => key(other) === key(one)) === at);
}

/** One of a list that is more often near its end (`late`) or its start (`early`): causes come before effects. */
function late<T>(draw: Draw, list: readonly T[]): T {
  return list[Math.max(draw.below(list.length), draw.below(list.length))];
}

function early<T>(draw: Draw, list: readonly T[], count: number): readonly T[] {
  const first = list.slice(0, Math.max(count, Math.ceil(list.length / 2)));
  return draw.some(draw.chance(0.6) ? first : list, count);
}

/** Arithmetic of at most three numeric terms; nothing when the model has none. */
function someQuantity(known: Known, world: () => Term["world"]): Quantity | undefined {
  const { draw } = known;
  const numeric = known.variables.filter(({ domain }) => domain.every((value) => typeof value === "number"));
  if (numeric.length === 0) return undefined;
  const term = (): Quantity => {
    if (draw.chance(0.07))
      return { kind: "term", term: { name: draw.one(Object.keys(known.model.units[0].attributes)) } };
    const at = world();
    return { kind: "term", term: { name: late(draw, numeric).name, ...(at === undefined ? {} : { world: at }) } };
  };
  const side = (): Quantity => (draw.chance(0.15) ? { kind: "number", value: 1 + draw.below(5) / 2 } : term());
  const join = (left: Quantity, right: Quantity): Quantity => {
    return { kind: "arithmetic", operator: draw.one(["+", "-", "-", "*"] as const), left, right };
  };
  const form = draw.below(5);
  // A variable comes first, so that there is a world to speak of.
  const at = world();
  const first: Quantity = {
    kind: "term",
    term: { name: late(draw, numeric).name, ...(at === undefined ? {} : { world: at }) },
  };
  if (form < 2) return first;
  return form < 4 ? join(first, side()) : join(join(first, side()), term());
}

function times<T>(count: number, make: () => T): readonly T[] {
  return Array.from({ length: count }, make);
}
