import type { Range } from "../../query/answer.js";
import type { Event, Probability, Value } from "../../query/question.js";
import type { Request, Result } from "../request.js";
import { boundsOf, lawsRequest } from "./bounds.js";
import { type Contrast, contrastOf } from "./contrast.js";
import { namedValues } from "./names.js";
import type { Setting } from "./plan.js";

/** Bounds for a question that is about one observed case, whatever its form: a request more, and what is made of its result. */
export interface CaseBounds {
  readonly request: Request;
  readonly bounds: (result: Result) => Range;
}

/**
 * `P(Y[T=t']=y' | T=t, Y=y)`: what noise the worlds share is not known, and bounds hold whatever it is (THEORY 5.4). For y' = y and another arm
 * they are those of one minus PN, for the same arm those of recurrence; for the other of two outcomes their complement. Undefined for any
 * other question, and where `lawsRequest` has none.
 */
export function caseBounds(setting: Setting, { events, given }: Probability): CaseBounds | undefined {
  const [asked] = events;
  const setTo = onlySetting(asked);
  if (events.length !== 1 || setTo === undefined || given.do.length > 0) return undefined;
  // A variable that is itself set says nothing about an effect.
  if (setTo.variable === asked.term.name) return undefined;
  const arm = seen(given.events, setTo.variable);
  const outcome = seen(given.events, asked.term.name);
  if (given.events.length !== 2 || arm === undefined || outcome === undefined) return undefined;
  const arms = namedValues(setting.model, setTo.variable);
  if (arms.length !== 2 || namedValues(setting.model, asked.term.name).length !== 2) return undefined;
  const sameArm = setTo.to === arm;
  const other = arms.find((one) => one !== arm)!;
  const contrast: Contrast = contrastOf(setting, {
    treatment: setTo.variable,
    arms: { treated: arm, control: sameArm ? other : setTo.to },
    outcome: asked.term.name,
    success: outcome,
    given: { ...given, events: [] },
  });
  const request = lawsRequest(setting, contrast);
  if (request === undefined) return undefined;
  return {
    request,
    bounds: (result) => {
      const { stratified, pn, recurrence } = boundsOf(result);
      const [low, high] = (stratified ?? { pn }).pn;
      const same: Range = sameArm ? [recurrence, 1] : [1 - high, 1 - low];
      return asked.test!.value === outcome ? same : [1 - same[1], 1 - same[0]];
    },
  };
}

/** The one variable that the event's world sets, to a value; and the event is an equality. */
function onlySetting({ term, test }: Event): { readonly variable: string; readonly to: Value } | undefined {
  const set = term.world?.set ?? [];
  if (set.length !== 1 || test?.comparison !== "=") return undefined;
  const [{ variable, to }] = set;
  return typeof to === "object" ? undefined : { variable, to };
}

/** The value a factual event gives the variable. */
function seen(events: readonly Event[], name: string): Value | undefined {
  const event = events.find(({ term }) => term.name === name && term.world === undefined);
  return event?.test?.comparison === "=" ? event.test.value : undefined;
}
