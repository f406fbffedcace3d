import { gaussian } from "../../../src/model/gaussian/gaussian.js";
import type { Model } from "../../../src/model/model.js";
import type { Conjunct, Measured, Request, Result, Subject } from "../../../src/model/request.js";
import type { Comparison } from "../../../src/query/question.js";

/** What is set in a world: a number, or a variable of an earlier world. */
export type Setting = number | { readonly world: number; readonly variable: string };

/** Requests by name, made without the question grammar. World 0 is the factual one and is not listed. */
export interface Asking {
  readonly worlds?: readonly Readonly<Record<string, Setting>>[];
  /** `["Y", "=", 2.3]`, or with a world `["Y@1", ">", 0]`; attributes and `unit` (by index) by their names. */
  readonly given?: readonly (readonly [string, Comparison, number])[];
  readonly lambda?: number;
  readonly arms?: boolean;
  readonly type?: number;
}

function requestFor(model: Model, measures: readonly Measured[], asking: Asking = {}): Request {
  const index = (name: string) => model.variables.findIndex((one) => one.name === name);
  const worlds = [{}, ...(asking.worlds ?? [])].map((set) => ({
    set: new Map(
      Object.entries(set).map(([name, to]) => [
        index(name),
        typeof to === "number" ? { value: to } : { world: to.world, variable: index(to.variable) },
      ]),
    ),
    text: JSON.stringify(set),
  }));
  return {
    model,
    worlds,
    measures,
    given: (asking.given ?? []).map((event) => eventOf(model, ...event)),
    coupling: asking.arms ? { kind: "arms" } : { kind: "dial", lambda: asking.lambda ?? 0 },
    ...(asking.type === undefined ? {} : { individual: { type: asking.type } }),
  };
}

/** "Y" is Y in the factual world, "Y@2" in world 2. */
function subject(model: Model, name: string): Subject {
  if (name === "unit") return { kind: "unit" };
  const [variable, world = "0"] = name.split("@");
  const place = model.variables.findIndex((one) => one.name === variable);
  if (place >= 0) return { kind: "variable", world: Number(world), variable: place };
  return { kind: "attribute", attribute: model.attributes.findIndex((one) => one.name === variable) };
}

function eventOf(model: Model, name: string, comparison: Comparison, value: number): Conjunct {
  return { subject: subject(model, name), comparison, value, text: `${name}${comparison}${value}` };
}

/** The quantity itself. */
export const of = (model: Model, name: string): Measured => ({ kind: "subject", subject: subject(model, name) });
export const number = (value: number): Measured => ({ kind: "number", value });
export const times = (left: Measured, right: Measured): Measured => ({
  kind: "arithmetic",
  operator: "*",
  left,
  right,
});
export const plus = (left: Measured, right: Measured): Measured => ({ kind: "arithmetic", operator: "+", left, right });
export const minus = (left: Measured, right: Measured): Measured => ({
  kind: "arithmetic",
  operator: "-",
  left,
  right,
});
/** 1 when all events hold. */
export const when = (model: Model, ...events: readonly (readonly [string, Comparison, number])[]): Measured => ({
  kind: "indicator",
  all: events.map((event) => eventOf(model, ...event)),
});

/** The engine's answer; a refusal fails the test with its reason. */
export function solved(model: Model, measures: readonly Measured[], asking?: Asking): Result {
  const result = gaussian(requestFor(model, measures, asking));
  if ("unable" in result) throw new Error(`unable: ${result.unable}`);
  return result;
}

/** The reason why not. */
export function reason(model: Model, measures: readonly Measured[], asking?: Asking): string {
  const result = gaussian(requestFor(model, measures, asking));
  return "unable" in result ? result.unable : `able: ${result.values.join()}`;
}
