import type { ModelAnswer, Steps, UnitSteps } from "../../query/model-answer.js";
import { subjectsOf } from "../measured.js";
import type { Request, Result } from "../request.js";
import type { Numeric } from "./plan.js";

/** Adds the posterior over individuals, and for a counterfactual about one world the three steps (THEORY 2.4). */
export function withIndividuals(
  answer: ModelAnswer,
  { value, requests }: Numeric,
  results: readonly Result[],
): ModelAnswer {
  const [request] = requests;
  if (request.given.length === 0 && answer.layer < 3) return answer;
  const posterior = individualsOf(request, results[0], (values) => value([values]));
  if (posterior === undefined) return answer;
  return isOneWorld(request) && answer.value !== null
    ? { ...answer, posterior, steps: stepsOf(posterior, answer.value) }
    : { ...answer, posterior };
}

/**
 * Individuals before and after the evidence; undefined for a continuous population. Of one individual asked about, the others are no part.
 * @param value what of each individual's measures is shown; nothing where an answer has several numbers
 */
export function individualsOf(
  request: Request,
  { units }: Result,
  value?: (values: readonly number[]) => number,
): readonly UnitSteps[] | undefined {
  const only = request.individual?.type;
  return units?.flatMap(({ prior, likelihood, posterior, values }, index): UnitSteps[] => {
    if (only !== undefined && index !== only) return [];
    const who = { unit: request.model.types![index].name, prior, likelihood, posterior };
    if (value === undefined) return [who];
    const own = value(values);
    return [{ ...who, value: Number.isNaN(own) ? null : own }];
  });
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
    valuation: posterior.map(({ unit, value: own = null }) => ({ unit, value: own })),
    reduction: {
      terms: posterior.flatMap(({ unit, posterior: weight, value: own = null }) =>
        own === null || weight === 0 ? [] : [{ unit, weight, value: own }],
      ),
      value,
    },
  };
}
