import { DiscoError } from "../../error.js";
import type { Expectation, Probability } from "../../query/question.js";
import { heavyTailed } from "../heavy.js";
import { subjectsOf } from "../measured.js";
import type { Conjunct, Measured, Request } from "../request.js";
import type { Numeric, Setting } from "./plan.js";
import { conjunctOf, heldOf, measuredOf } from "./resolve.js";
import { collectWorlds } from "./worlds.js";

/** P(A | B). */
export function planProbability(setting: Setting, question: Probability): Numeric {
  const { model, coupling } = setting;
  const worlds = collectWorlds(model);
  const held = heldOf(model, worlds, question.given);
  const all = question.events.map((event) => conjunctOf(model, worlds, event));
  for (const event of question.events) refusePoint(setting, event.term.name, event.test?.comparison === "=");
  const measure: Measured = { kind: "indicator", all };
  const request: Request = { model, worlds: worlds.all, ...held, measures: [measure], coupling };
  return { requests: [request], value: ([[value]]) => value, layer: layerOf(measure, request) };
}

/** A point of a continuum has probability 0, and nobody asks for that. */
function refusePoint({ model }: Setting, name: string, point: boolean): void {
  const named = [...model.variables, ...model.attributes].find((one) => one.name === name);
  if (!point || named === undefined || named.domain !== undefined || named.mechanism?.kind === "equals") return;
  throw new DiscoError({
    who: "question",
    wrong: `${name} is continuous: each exact value has probability 0`,
    given: `${name} =`,
    next: `ask for a range, as in P(${name} > ...), or for E[${name}]`,
  });
}

/** E, Var or SD of a quantity. */
export function planExpectation(setting: Setting, question: Expectation): Numeric {
  const { model, coupling } = setting;
  const worlds = collectWorlds(model);
  const held = heldOf(model, worlds, question.given);
  const measure = measuredOf(model, worlds, question.of);
  refuseNoMean(setting, measure, held.given);
  const square: Measured = { kind: "arithmetic", operator: "*", left: measure, right: measure };
  const measures = question.moment === "E" ? [measure] : [measure, square];
  const request: Request = { model, worlds: worlds.all, ...held, measures, coupling };
  const layer = question.moment === "E" ? layerOf(measure, request) : layerOf(square, request);
  const variance = (values: readonly number[]) => Math.max(0, values[1] - values[0] * values[0]);
  switch (question.moment) {
    case "E":
      return { requests: [request], value: ([[mean]]) => mean, layer };
    case "Var":
      return { requests: [request], value: ([values]) => variance(values), layer };
    case "SD":
      return { requests: [request], value: ([values]) => Math.sqrt(variance(values)), layer };
  }
}

/**
 * A Cauchy quantity has no mean (THEORY 7.7), and a simulated average of one is a number without meaning. Refused: a term that is Cauchy
 * itself, or that depends on one without bound while no exact value of a continuous variable has been seen.
 */
function refuseNoMean({ model }: Setting, measure: Measured, given: readonly Conjunct[]): void {
  const heavy = heavyTailed(model);
  const pinned = given.some(
    ({ subject, comparison }) =>
      comparison === "=" && subject.kind === "variable" && model.variables[subject.variable].domain === undefined,
  );
  for (const subject of subjectsOf(measure)) {
    if (subject.kind === "unit") continue;
    const isAttribute = subject.kind === "attribute";
    const named = isAttribute ? model.attributes[subject.attribute] : model.variables[subject.variable];
    const tail = isAttribute ? heavy.attributes.has(subject.attribute) : heavy.variables.has(subject.variable);
    if (!tail || (pinned && (isAttribute || named.mechanism?.kind !== "cauchy"))) continue;
    throw new DiscoError({
      who: "question",
      wrong: `${named.name} has no mean: a Cauchy law is in it, whose tails are too heavy`,
      given: named.name,
      next: `ask for a probability, as in P(${named.name} > 0)`,
    });
  }
}

/**
 * The layer (THEORY 1.8): 1 sees the factual world only, 2 one world that was set, 3 compares worlds. Sums are as high as their highest
 * term, since an average of a sum is the sum of averages.
 */
export function layerOf(measure: Measured, { given, worlds }: Pick<Request, "given" | "worlds">): 1 | 2 | 3 {
  if (measure.kind === "negative") return layerOf(measure.of, { given, worlds });
  if (measure.kind === "arithmetic" && (measure.operator === "+" || measure.operator === "-")) {
    const left = layerOf(measure.left, { given, worlds });
    const right = layerOf(measure.right, { given, worlds });
    return higher(left, right);
  }
  const seen = new Set<number>();
  for (const subject of [...subjectsOf(measure), ...given.map((one) => one.subject)]) {
    if (subject.kind === "variable") seen.add(subject.world);
  }
  // A nested value comes from a world of its own.
  for (const world of seen) for (const to of worlds[world].set.values()) if ("world" in to) seen.add(to.world);
  if (!seen.has(0)) return seen.size === 0 ? 1 : seen.size === 1 ? 2 : 3;
  return seen.size === 1 ? 1 : 3;
}

export function higher(one: 1 | 2 | 3, other: 1 | 2 | 3): 1 | 2 | 3 {
  return Math.max(one, other) as 1 | 2 | 3;
}
