import type { Estimate } from "../estimate/scores.js";
import type { Range } from "../query/answer.js";
import type { Evidence, FourWay } from "../query/attribution.js";
import { type AnswerParts, answerOf, type Context, noAnswer } from "./context.js";
import type { EventWords } from "./wording.js";

/** The pieces of one evidence, whatever the outcome's kind, as functions of the averaged scores. */
export interface Pieces {
  readonly words: EventWords;
  readonly treated: boolean;
  readonly success: boolean;
  readonly rows: number;
  /** What the shares add up to. */
  readonly total: (mean: Float64Array) => number;
  /** E[response in the same arm, once more | evidence]; THEORY 2.5. */
  readonly again: (mean: Float64Array) => number;
  /** E[response in the other arm | evidence]; THEORY 3.4. */
  readonly otherwise: (mean: Float64Array) => number;
  /** E[response] in the same and the other arm, over everybody. */
  readonly everybody: (mean: Float64Array) => readonly [same: number, other: number];
  readonly estimate: (f: (mean: Float64Array) => number) => Estimate;
  readonly bounds: {
    readonly anyway?: Range;
    readonly policy?: Range;
    readonly chance?: Range;
    readonly again?: Range;
  };
  /** Average among the arm of the individuals' weights P(y | t; U) / P(y | t), which should be 1 (THEORY 3.3b); where these are used. */
  readonly weights?: number | undefined;
  readonly method: { readonly again: string; readonly otherwise: string };
  readonly needs: { readonly again: readonly string[]; readonly otherwise: readonly string[] };
}

/**
 * Where the two expectations come from and what they rest on: from occasions of the same unit where these are there (`repeated` in the arm,
 * `crossed` between the arms), else from covariates by the named scores.
 */
export function sources(
  repeated: boolean,
  crossed: boolean,
  covariates: { readonly again: string; readonly otherwise: string },
): Pick<Pieces, "method" | "needs"> {
  return {
    method: {
      again: repeated ? "pairs of occasions of the same unit (U-statistic, THEORY 3.8)" : covariates.again,
      otherwise: crossed ? "occasions of the same unit in both arms (THEORY 3.8)" : covariates.otherwise,
    },
    needs: {
      again: ["coupling", repeated ? "occasions" : "individual"],
      otherwise: crossed ? ["coupling", "occasions"] : ["coupling", "individual", "exogeneity", "overlap"],
    },
  };
}

/** The recurrence split of THEORY 5.1, the recurrence itself and, when asked for, the four-way split of 5.2. */
export function shareAnswers(context: Context, pieces: Pieces): Omit<Evidence, "responses" | "posterior"> {
  const { words, again, otherwise, total, everybody, estimate, bounds, method, needs } = pieces;
  const all = [...new Set([...needs.again, ...needs.otherwise])];
  const methods = method.again === method.otherwise ? method.again : `${method.again}; other arm: ${method.otherwise}`;
  const make = (parts: Omit<AnswerParts, "layer">) => answerOf(context, { layer: 3, ...parts });
  const whole = estimate(total).value;
  const totalWords = pieces.bounds.again || whole === 1 ? "1" : `E[outcome | ${words.evidence}]`;
  const shares = {
    anyway: make({
      query: words.otherwise,
      estimate: estimate(otherwise),
      ...(bounds.anyway ? { bounds: bounds.anyway } : {}),
      method: method.otherwise,
      needs: needs.otherwise,
    }),
    policy: make({
      query: `${words.again} - ${words.otherwise}`,
      estimate: estimate((mean) => again(mean) - otherwise(mean)),
      ...(bounds.policy ? { bounds: bounds.policy } : {}),
      method: methods,
      needs: all,
    }),
    chance: make({
      query: `${totalWords} - ${words.again}`,
      estimate: estimate((mean) => total(mean) - again(mean)),
      ...(bounds.chance ? { bounds: bounds.chance } : {}),
      method: method.again,
      needs: needs.again,
    }),
  };
  const recurrence = make({
    query: words.again,
    estimate: estimate(again),
    boundedOnly: bounds.again !== undefined,
    ...(bounds.again ? { bounds: bounds.again } : {}),
    method: method.again,
    needs: needs.again,
    ...(pieces.weights === undefined ? {} : { diagnostics: { weights: pieces.weights } }),
  });
  const fourWay: FourWay | undefined = context.settings.fourWay
    ? {
        base: make({
          query: words.otherwiseAll,
          estimate: estimate((mean) => everybody(mean)[1]),
          method: methods,
          needs: all,
        }),
        policy: make({
          query: "policy, averaged over both orders",
          estimate: estimate((mean) => {
            const [a, b] = everybody(mean);
            return (a - b + again(mean) - otherwise(mean)) / 2;
          }),
          method: methods,
          needs: all,
        }),
        individual: make({
          query: "individual, averaged over both orders",
          estimate: estimate((mean) => {
            const [a, b] = everybody(mean);
            return (otherwise(mean) - b + again(mean) - a) / 2;
          }),
          method: methods,
          needs: all,
        }),
        chance: shares.chance,
      }
    : undefined;
  return {
    given: words.given,
    treated: pieces.treated,
    success: pieces.success,
    rows: pieces.rows,
    total: whole,
    shares,
    recurrence,
    ...(fourWay ? { fourWay } : {}),
  };
}

/** An evidence that no row shows. */
export function emptyEvidence(context: Context, words: EventWords, treated: boolean, success: boolean): Evidence {
  const reason = `no row shows ${words.evidence}, so there is nothing to split`;
  return {
    given: words.given,
    treated,
    success,
    rows: 0,
    total: 0,
    shares: {
      anyway: noAnswer(context, words.otherwise, 3, reason),
      policy: noAnswer(context, `${words.again} - ${words.otherwise}`, 3, reason),
      chance: noAnswer(context, `1 - ${words.again}`, 3, reason),
    },
    recurrence: noAnswer(context, words.again, 3, reason),
  };
}
