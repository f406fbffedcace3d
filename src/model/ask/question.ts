import { DiscoError } from "../../error.js";
import { naturalEffect } from "../../query/natural.js";
import { printQuestion } from "../../query/print.js";
import type { Question } from "../../query/question.js";
import { operate } from "../measured.js";
import { planCase } from "./cases.js";
import { planEffect } from "./effects.js";
import { withIndividuals } from "./individuals.js";
import { higher, planExpectation, planProbability } from "./numeric.js";
import { type CaseBounds, caseBounds } from "./one-case.js";
import { answerFor, type Numeric, type Planned, type Setting } from "./plan.js";

/** What a question, in canonical form, needs to be computed, and the answer made of it. */
export function planQuestion(setting: Setting, question: Question): Planned {
  switch (question.kind) {
    case "effect":
      if (question.name === "NDE" || question.name === "NIE") return planQuestion(setting, naturalEffect(question));
      return planEffect(setting, question);
    case "case":
      return planCase(setting, question);
    case "probability":
      return planOne(setting, planProbability(setting, question), caseBounds(setting, question));
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

/** One probability or expectation: the answer shows who it is about, and for one observed case what holds whatever the noise. */
function planOne(setting: Setting, numeric: Numeric, known?: CaseBounds): Planned {
  const { requests, value, layer } = numeric;
  return {
    requests: known === undefined ? requests : [...requests, known.request],
    numeric,
    finish: (results) => {
      const own = results.slice(0, requests.length);
      const bounds = known?.bounds(results[requests.length]);
      const answer = answerFor(setting, own, value, { layer, ...(bounds === undefined ? {} : { bounds }) });
      return withIndividuals(answer, numeric, own);
    },
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
      return {
        requests: [...left.requests, ...right.requests],
        value: (values) =>
          operate(question.operator, left.value(values.slice(0, count)), right.value(values.slice(count))),
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
