import { DiscoError } from "../../error.js";
import { printValue } from "../../query/print.js";
import type { Given, Value } from "../../query/question.js";
import type { Conjunct, Measured, Request } from "../request.js";
import { meaningOf, numberFor } from "./names.js";
import type { Setting } from "./plan.js";
import { heldOf } from "./resolve.js";
import { collectWorlds } from "./worlds.js";

/** Two arms and an outcome, made ready: world 1 has the arm of interest, world 2 the reference arm. */
export interface Contrast {
  readonly treatment: number;
  readonly treated: number;
  readonly control: number;
  /** The treatment has exactly these two values. */
  readonly twoArms: boolean;
  readonly outcome: number;
  /** The value that counts as the event; absent when the outcome itself is averaged. */
  readonly success?: number;
  readonly worlds: Request["worlds"];
  /** What the question holds beside the contrast. */
  readonly held: Pick<Request, "given" | "individual">;
  /** Texts as a person writes them. */
  readonly text: {
    readonly treated: string;
    readonly control: string;
    readonly success: string;
    readonly failure: string;
  };
}

/** The worlds a contrast makes. */
export const TREATED_WORLD = 1;
export const CONTROL_WORLD = 2;

/** @throws DiscoError when the names are not variables, or arms or values do not fit */
export function contrastOf(
  { model }: Setting,
  parts: {
    readonly treatment: string;
    readonly arms: { readonly treated: Value; readonly control: Value };
    readonly outcome: string;
    readonly success: Value | undefined;
    readonly given: Given;
  },
): Contrast {
  const { treatment, arms, outcome } = parts;
  refuseDo(parts.given);
  const [cause, effect] = [variable(treatment), variable(outcome)];
  if (cause === effect) {
    throw new DiscoError({
      who: "question",
      wrong: "treatment and outcome are the same variable",
      given: `${treatment} -> ${outcome}`,
      next: "name two",
    });
  }
  function variable(name: string): number {
    const meaning = meaningOf(model, name);
    if (meaning.kind === "variable") return meaning.variable;
    throw new DiscoError({
      who: "question",
      wrong: "it says who an individual is, and does not happen to them",
      given: name,
      next: "name a variable of the model as treatment and as outcome",
    });
  }
  const [treated, control] = [arms.treated, arms.control].map((value) => numberFor(model, treatment, value, true));
  if (treated === control) {
    throw new DiscoError({
      who: "question",
      wrong: "both arms are the same",
      given: printValue(arms.treated),
      next: "name two",
    });
  }
  const worlds = collectWorlds(model);
  for (const to of [arms.treated, arms.control]) worlds.indexOf({ set: [{ variable: treatment, to }], occasion: 1 });
  const held = heldOf(model, worlds, parts.given);
  const success = parts.success === undefined ? undefined : numberFor(model, outcome, parts.success, true);
  return {
    treatment: cause,
    treated,
    control,
    twoArms: model.variables[cause].domain?.length === 2,
    outcome: effect,
    ...(success === undefined ? {} : { success }),
    worlds: worlds.all,
    held,
    text: {
      treated: `${treatment}=${printValue(arms.treated)}`,
      control: `${treatment}=${printValue(arms.control)}`,
      success: parts.success === undefined ? outcome : `${outcome}=${printValue(parts.success)}`,
      failure: parts.success === undefined ? outcome : `${outcome}!=${printValue(parts.success)}`,
    },
  };
}

function refuseDo(given: Given): void {
  if (given.do.length === 0) return;
  throw new DiscoError({
    who: "question",
    wrong: "do(...) has no place in a named question, which sets its own worlds",
    given: `do(${given.do.map((one) => one.variable).join(", ")})`,
    next: "write the worlds out, as in E[Y[T=1, Z=0]] - E[Y[T=0, Z=0]]",
  });
}

/** The outcome's event in a world: Y = success, or its contrary. */
export function outcomeIn(contrast: Contrast, world: number, comparison: "=" | "!=" = "="): Conjunct {
  return {
    subject: { kind: "variable", world, variable: contrast.outcome },
    comparison,
    value: contrast.success!,
    text: comparison === "=" ? contrast.text.success : contrast.text.failure,
  };
}

/** The factual arm. */
export function armIs(contrast: Contrast, value: number): Conjunct {
  return {
    subject: { kind: "variable", world: 0, variable: contrast.treatment },
    comparison: "=",
    value,
    text: value === contrast.treated ? contrast.text.treated : contrast.text.control,
  };
}

/** 1 when all hold. */
export function when(...all: readonly Conjunct[]): Measured {
  return { kind: "indicator", all };
}

/** The outcome in a world as a number: the event's indicator, or the outcome itself. */
export function outcomeMeasure(contrast: Contrast, world: number): Measured {
  if (contrast.success !== undefined) return when(outcomeIn(contrast, world));
  return { kind: "subject", subject: { kind: "variable", world, variable: contrast.outcome } };
}

export function minus(left: Measured, right: Measured): Measured {
  return { kind: "arithmetic", operator: "-", left, right };
}

/** A request about the contrast, under its own evidence and more. */
export function ask(
  setting: Setting,
  contrast: Contrast,
  more: readonly Conjunct[],
  measures: readonly Measured[],
): Request {
  const { model, coupling } = setting;
  const { worlds, held } = contrast;
  return { model, worlds, ...held, given: [...held.given, ...more], measures, coupling };
}
