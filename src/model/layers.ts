import type { ModelAnswer } from "../query/model-answer.js";
import type { Comparison, Event, Given, Setting, Value, World } from "../query/question.js";
import { type AskOptions, ask } from "./ask.js";
import type { TypedModel } from "./define.js";
import type { Model } from "./model.js";

/** A value, or a comparison with one: `[">", 500]`. */
export type Test = Value | readonly [Comparison, Value];

/** Values by name, `{ retained: 1 }`: variables (which the compiler knows for a model made by `defineModel`), attributes, `unit`. */
export type Events<Name extends string = string> = { readonly [name in Name]?: Test } & {
  readonly [attribute: string]: Test | undefined;
};

/** What is set, by variable. */
export type Settings<Name extends string = string> = { readonly [variable in Name]?: Value };

/** What is held, and options of `ask`. */
export interface Holding<Name extends string = string> extends AskOptions {
  /** What was seen. */
  readonly given?: Events<Name>;
  /** One individual. */
  readonly unit?: string;
}

/**
 * Layer 1: the probability of what is seen. `see(model, { retained: 1 }, { given: { subsidy: 1 } })` is
 * `ask(model, "P(retained=1 | subsidy=1)")`.
 * @throws DiscoError as `ask` does
 */
export function see<Name extends string>(
  model: TypedModel<Name>,
  events: Events<Name>,
  holding: Holding<Name> = {},
): ModelAnswer {
  return probability(model, events, undefined, eventsOf(holding.given ?? {}, undefined), holding);
}

/**
 * Layer 2: the probability of what happens when something is set. What is given holds in the same world: `intervene(model, { retained: 1 },
 * { set: { subsidy: 1 } })` is `ask(model, "P(retained=1 | do(subsidy=1))")`.
 * @throws DiscoError as `ask` does
 */
export function intervene<Name extends string>(
  model: TypedModel<Name>,
  events: Events<Name>,
  holding: Holding<Name> & { readonly set: Settings<Name> },
): ModelAnswer {
  const world = worldOf(holding.set);
  return probability(model, events, world, eventsOf(holding.given ?? {}, world, model), holding);
}

/**
 * Layer 3: the probability of what would have been, had something been set, for those who were seen as `given`. Without `had`, a fresh
 * occasion of the same individual. `imagine(model, { retained: 1 }, { had: { subsidy: 0 }, given: { subsidy: 1, retained: 1 } })` is
 * `ask(model, "P(retained[subsidy=0]=1 | subsidy=1, retained=1)")`.
 * @throws DiscoError as `ask` does
 */
export function imagine<Name extends string>(
  model: TypedModel<Name>,
  events: Events<Name>,
  holding: Holding<Name> & { readonly had?: Settings<Name> } = {},
): ModelAnswer {
  return probability(model, events, worldOf(holding.had ?? {}), eventsOf(holding.given ?? {}, undefined), holding);
}

function probability(
  model: Model,
  events: Events,
  world: World | undefined,
  given: readonly Event[],
  { unit, given: _given, ...options }: Holding,
): ModelAnswer {
  const individual: Given["individual"] = unit === undefined ? [] : [{ name: "unit", value: unit }];
  const question = {
    kind: "probability",
    events: eventsOf(events, world, model),
    given: { do: [], events: given, individual },
  } as const;
  return ask(model, question, options);
}

function worldOf(settings: Settings): World {
  const set = Object.entries(settings).flatMap(([variable, to]): Setting[] =>
    to === undefined ? [] : [{ variable, to }],
  );
  return { set, occasion: 1 };
}

/** Attributes of a unit, and `unit` itself, are in no world. */
function eventsOf(events: Events, world: World | undefined, model?: Model): readonly Event[] {
  return Object.entries(events).flatMap(([name, test]): Event[] => {
    if (test === undefined) return [];
    const inWorld = world !== undefined && name !== "unit" && !model?.attributes.some((one) => one.name === name);
    const [comparison, value] = typeof test === "object" ? test : (["=", test] as const);
    return [{ term: { kind: "term", name, ...(inWorld ? { world } : {}) }, test: { comparison, value } }];
  });
}
