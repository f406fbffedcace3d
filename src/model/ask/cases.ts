import { DiscoError } from "../../error.js";
import type { Range, Remark } from "../../query/answer.js";
import type { IndividualShares, ModelAnswer } from "../../query/model-answer.js";
import { printValue } from "../../query/print.js";
import type { Case, Value } from "../../query/question.js";
import type { Conjunct, Measured, Request } from "../request.js";
import { type CausationBounds, consistencyWarning, withBounds } from "./bounds.js";
import {
  armIs,
  ask,
  CONTROL_WORLD,
  type Contrast,
  contrastOf,
  outcomeIn,
  outcomeMeasure,
  TREATED_WORLD,
} from "./contrast.js";
import { individualsOf, withIndividuals } from "./individuals.js";
import { meaningOf, namedValues, numberFor } from "./names.js";
import { answerFor, frame, type Planned, type Setting } from "./plan.js";
import { heldOf } from "./resolve.js";
import { collectWorlds } from "./worlds.js";

/** PC and SHARES: what one observed case is made of (THEORY 2.5, 5.1). */
export function planCase(setting: Setting, question: Case): Planned {
  if (question.treatment === undefined) return planAlone(setting, question);
  const { treatment, outcome, given } = question;
  const arms = { treated: treatment.value, control: treatment.versus ?? otherArm(setting, question, treatment) };
  const continuous = setting.model.variables.some(
    ({ name, domain, mechanism }) => name === outcome.variable && domain === undefined && mechanism.kind !== "equals",
  );
  const contrast = contrastOf(setting, {
    treatment: treatment.variable,
    arms,
    outcome: outcome.variable,
    success: continuous && question.name === "SHARES" ? undefined : outcome.value,
    given,
  });
  const seen: Conjunct =
    contrast.success === undefined ? exactly(setting, contrast, outcome.value) : outcomeIn(contrast, 0);
  const evidence = [armIs(contrast, contrast.treated), seen];
  return question.name === "PC"
    ? planRecurrence(setting, contrast, evidence)
    : planShares(setting, contrast, evidence, contrast.success === undefined ? Number(outcome.value) : 1);
}

/** The reference arm, when the treatment has two. */
function otherArm(
  { model }: Setting,
  { name, outcome }: Case,
  { variable, value }: { variable: string; value: Value },
): Value {
  // What is no variable is complained of when the contrast is made.
  if (!model.variables.some((one) => one.name === variable)) return 0;
  const own = numberFor(model, variable, value, true);
  const others = namedValues(model, variable).filter((one) => numberFor(model, variable, one, true) !== own);
  // Recurrence compares an arm with itself: any reference will do.
  if (others.length === 1 || (name === "PC" && others.length > 1)) return others[0];
  if (name === "PC") return Number(value) + 1;
  const shown = printValue(value);
  throw new DiscoError({
    who: "question",
    wrong: `${variable} has more than two values, so the reference arm must be named`,
    given: `${variable}=${shown}`,
    next: `write ${name}(${variable}=${shown} vs 0, ${outcome.variable}=${printValue(outcome.value)})`,
  });
}

function exactly({ model }: Setting, contrast: Contrast, value: Value): Conjunct {
  const { name } = model.variables[contrast.outcome];
  return {
    subject: { kind: "variable", world: 0, variable: contrast.outcome },
    comparison: "=",
    value: numberFor(model, name, value, true),
    text: `${name}=${value}`,
  };
}

/** P(Y(t)=y | T=t, Y=y): would it happen again under the same arm? */
function planRecurrence(setting: Setting, contrast: Contrast, evidence: readonly Conjunct[]): Planned {
  const request = ask(setting, contrast, evidence, [outcomeMeasure(contrast, TREATED_WORLD)]);
  const numeric = {
    requests: [request],
    value: ([[value]]: readonly (readonly number[])[]) => value,
    layer: 3 as const,
  };
  return {
    ...withBounds(setting, contrast, [request], (results, bounds) => {
      const answer = answerFor(setting, results, numeric.value, {
        layer: 3,
        ...recurrenceBounds(bounds),
        warnings: consistencyWarning(contrast, bounds, results[0].sampling === undefined),
      });
      return withIndividuals(answer, numeric, results);
    }),
    numeric,
  };
}

/** Whatever noise factual and imagined occasion share. */
function recurrenceBounds(bounds: CausationBounds | undefined): { readonly bounds?: Range } {
  return bounds === undefined ? {} : { bounds: [bounds.recurrence, 1] };
}

/**
 * Anyway + policy + chance = what was seen (THEORY 5.1), and the order-free four-way split (5.2). Measures: reference arm, own arm, and
 * their difference.
 */
function planShares(setting: Setting, contrast: Contrast, evidence: readonly Conjunct[], total: number): Planned {
  const [own, reference] = [outcomeMeasure(contrast, TREATED_WORLD), outcomeMeasure(contrast, CONTROL_WORLD)];
  const requests = [ask(setting, contrast, evidence, [own, reference]), ask(setting, contrast, [], [own, reference])];
  return withBounds(setting, contrast, requests, (results, bounds) => {
    const part = (name: string, f: (v: readonly (readonly number[])[]) => number, range?: Range) =>
      answerFor(setting, results, f, {
        layer: 3,
        query: `${name} in ${setting.query}`,
        ...(range ? { bounds: range } : {}),
      });
    // A = E[Y(t) | e], B = E[Y(t') | e]; a and b the same for everybody.
    // Ranges hold whatever noise the worlds share: each of the two worlds may go with the factual one in its own way.
    const anyway = bounds && mirrored((bounds.stratified ?? bounds).pn, 1);
    const again = recurrenceBounds(bounds).bounds;
    const policy: Range | undefined = anyway && again && [again[0] - anyway[1], again[1] - anyway[0]];
    const shares = {
      anyway: part("anyway", ([[, B]]) => B, anyway),
      policy: part("policy", ([[A, B]]) => A - B, policy),
      chance: part("chance", ([[A]]) => total - A, again && mirrored(again, 1)),
    };
    const fourWay = {
      base: part("base", ([, [, b]]) => b),
      policy: part("policy (order-free)", ([[A, B], [a, b]]) => (a - b + (A - B)) / 2),
      individual: part("individual", ([[A, B], [a, b]]) => (B - b + (A - a)) / 2),
      chance: part("chance", ([[A]]) => total - A),
    };
    const caused = bounds?.caused;
    const exact = results.every(({ sampling }) => sampling === undefined);
    const answer: ModelAnswer = {
      ...frame(setting, results, { layer: 3, warnings: consistencyWarning(contrast, bounds, exact) }),
      total,
      shares,
      recurrence: part("recurrence", ([[A]]) => A, again),
      fourWay,
      ...(caused === undefined
        ? {}
        : {
            comonotone: {
              caused: part("caused, were effects monotone", () => caused),
              anyway: part("anyway, were effects monotone", () => 1 - caused),
            },
          }),
    };
    const posterior = individualsOf(requests[0], results[0]);
    const assumptions = [...answer.assumptions, referenceRemark(contrast)];
    return { ...answer, ...(posterior === undefined ? {} : { posterior }), assumptions };
  });
}

/** top - range, low end first. */
function mirrored([low, high]: Range, top: number): Range {
  return [top - high, top - low];
}

function referenceRemark({ text }: Contrast): Remark {
  return {
    id: "reference",
    text: `The shares compare ${text.treated} with ${text.control}: "anyway" is what ${text.control} would have given the same individuals.`,
  };
}

/** An outcome with no treatment named: would it happen again, and what is the individual's own (THEORY 2.7)? */
function planAlone(setting: Setting, question: Case): Planned {
  const { model, coupling } = setting;
  const { outcome, given } = question;
  const worlds = collectWorlds(model);
  const held = heldOf(model, worlds, given);
  const meaning = meaningOf(model, outcome.variable);
  if (meaning.kind !== "variable") {
    throw new DiscoError({
      who: "question",
      wrong: "it says who an individual is, and does not happen to them",
      given: outcome.variable,
      next: "name a variable of the model",
    });
  }
  const { variable } = meaning;
  const again = worlds.indexOf({ set: [], occasion: 1 });
  const { domain, mechanism } = model.variables[variable];
  const continuous = domain === undefined && mechanism.kind !== "equals";
  const value = numberFor(model, outcome.variable, outcome.value, true);
  const seenIn = (world: number): Conjunct => ({
    subject: { kind: "variable", world, variable },
    comparison: "=",
    value,
    text: `${outcome.variable}=${printValue(outcome.value)}`,
  });
  const measure = (world: number): Measured =>
    continuous && question.name === "SHARES"
      ? { kind: "subject", subject: { kind: "variable", world, variable } }
      : { kind: "indicator", all: [seenIn(world)] };
  const request = (conjuncts: readonly Conjunct[], world: number): Request => ({
    model,
    worlds: worlds.all,
    ...held,
    given: [...held.given, ...conjuncts],
    measures: [measure(world)],
    coupling,
  });
  const repeated = request([seenIn(0)], again);
  const numeric = {
    requests: [repeated],
    value: ([[A]]: readonly (readonly number[])[]) => A,
    layer: 3 as const,
  };
  if (question.name === "PC") {
    return {
      requests: [repeated],
      numeric,
      finish: (results) => withIndividuals(answerFor(setting, results, numeric.value, { layer: 3 }), numeric, results),
    };
  }
  const total = continuous ? value : 1;
  return {
    requests: [repeated, request([], 0)],
    finish: (results) => {
      const part = (name: string, f: (v: readonly (readonly number[])[]) => number) =>
        answerFor(setting, results, f, { layer: 3, query: `${name} in ${setting.query}` });
      const shares: IndividualShares = {
        base: part("base", ([, [b]]) => b),
        individual: part("individual", ([[A], [b]]) => A - b),
        chance: part("chance", ([[A]]) => total - A),
      };
      const posterior = individualsOf(repeated, results[0]);
      return {
        ...frame(setting, results, { layer: 3 }),
        total,
        shares,
        recurrence: part("recurrence", numeric.value),
        ...(posterior === undefined ? {} : { posterior }),
      };
    },
  };
}
