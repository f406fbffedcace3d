import { DiscoError } from "../../error.js";
import { pow } from "../../num/elementary.js";
import type { ModelAnswer, Steps, UnitSteps } from "../../query/model-answer.js";
import { printQuestion } from "../../query/print.js";
import type { Question } from "../../query/question.js";
import { subjectsOf } from "../measured.js";
import type { Request, Result } from "../request.js";
import { planCase } from "./cases.js";
import { planEffect } from "./effects.js";
import { higher, planExpectation, planProbability } from "./numeric.js";
import { answerFor, type Numeric, type Planned, type Setting } from "./plan.js";

/** What a question, in canonical form, needs to be computed, and the answer made of it. */
export function planQuestion(setting: Setting, question: Question): Planned {
  switch (question.kind) {
    case "effect":
      return planEffect(setting, question);
    case "case":
      return planCase(setting, question);
    case "probability":
      return planOne(setting, planProbability(setting, question));
    case "expectation":
      return planOne(setting, planExpectation(setting, question));
    default: {
      const numeric = planArithmetic(setting, question);
      return {
        requests: numeric.requests,
        numeric,
        finish: (results) => answerFor(setting, results, numeric.value, { layer: numeric.layer }),
      };
    }
  }
}

/** One probability or expectation: the answer shows who it is about. */
function planOne(setting: Setting, numeric: Numeric): Planned {
  return {
    requests: numeric.requests,
    numeric,
    finish: (results) =>
      withIndividuals(answerFor(setting, results, numeric.value, { layer: numeric.layer }), numeric, results),
  };
}

/** Arithmetic of questions: the parts' requests one after another. */
function planArithmetic(setting: Setting, question: Question): Numeric {
  switch (question.kind) {
    case "number":
      return { requests: [], value: () => question.value, layer: 1 };
    case "negative": {
      const of = planArithmetic(setting, question.of);
      return { ...of, value: (values) => -of.value(values) };
    }
    case "arithmetic": {
      const left = planArithmetic(setting, question.left);
      const right = planArithmetic(setting, question.right);
      const count = left.requests.length;
      const operate = OPERATORS[question.operator];
      return {
        requests: [...left.requests, ...right.requests],
        value: (values) => operate(left.value(values.slice(0, count)), right.value(values.slice(count))),
        layer: higher(left.layer, right.layer),
      };
    }
    default: {
      const { numeric } = planQuestion(setting, question);
      if (numeric !== undefined) return numeric;
      throw new DiscoError({
        who: "question",
        wrong: "this answers with several numbers, and cannot be calculated with",
        given: printQuestion(question),
        next: "ask it alone",
      });
    }
  }
}

const OPERATORS = {
  "+": (a: number, b: number) => a + b,
  "-": (a: number, b: number) => a - b,
  "*": (a: number, b: number) => a * b,
  "/": (a: number, b: number) => a / b,
  "^": pow,
} as const;

/** Adds the posterior over individuals, and for a counterfactual about one world the three steps (THEORY 2.4). */
function withIndividuals(answer: ModelAnswer, { value, requests }: Numeric, results: readonly Result[]): ModelAnswer {
  const [{ units }] = results;
  const [request] = requests;
  if (units === undefined || (request.given.length === 0 && answer.layer < 3)) return answer;
  // Of one individual asked about, the others are no part of the question.
  const only = request.individual?.type;
  const posterior = request.model.types!.flatMap(({ name }, index): UnitSteps[] => {
    if (only !== undefined && index !== only) return [];
    const { prior, likelihood, posterior: after, values } = units[index];
    const own = value([values]);
    return [{ unit: name, prior, likelihood, posterior: after, value: Number.isNaN(own) ? null : own }];
  });
  return isOneWorld(request) && answer.value !== null
    ? { ...answer, posterior, steps: stepsOf(posterior, answer.value) }
    : { ...answer, posterior };
}

/** One counterfactual world in what is asked, and nothing but the factual one in what is held. */
function isOneWorld({ measures, given }: Request): boolean {
  const worldsOf = (subjects: readonly { kind: string; world?: number }[]) =>
    new Set(subjects.flatMap(({ kind, world }) => (kind === "variable" ? [world!] : [])));
  const asked = worldsOf(measures.flatMap(subjectsOf));
  const held = worldsOf(given.map(({ subject }) => subject));
  return asked.size === 1 && !asked.has(0) && held.size === 1 && held.has(0) && measures.length === 1;
}

function stepsOf(posterior: readonly UnitSteps[], value: number): Steps {
  return {
    abduction: posterior.map(({ unit, prior, likelihood, posterior: after }) => ({
      unit,
      prior,
      likelihood,
      posterior: after,
    })),
    valuation: posterior.map(({ unit, value: own }) => ({ unit, value: own })),
    reduction: {
      terms: posterior.flatMap(({ unit, posterior: weight, value: own }) =>
        own === null || weight === 0 ? [] : [{ unit, weight, value: own }],
      ),
      value,
    },
  };
}
