import { normalQuantile } from "../../num/normal.js";
import type { Range, Remark } from "../../query/answer.js";
import { ENGINE } from "../../query/engine.js";
import type { BoundedAnswer, ModelAnswer } from "../../query/model-answer.js";
import type { Model } from "../model.js";
import type { Coupling, Request, Result } from "../request.js";

/** What holds for a whole question. */
export interface Setting {
  readonly model: Model;
  /** The question as it will be repeated in the answer. */
  readonly query: string;
  readonly coupling: Coupling;
  /** Confidence level for sampled answers. */
  readonly level: number;
  /** VARIANCE: share of the treated in the imagined trial. */
  readonly rate: number;
}

/** What must be computed, and what is made of it. The engines stand between the two, on one thread or several. */
export interface Plan {
  readonly requests: readonly Request[];
  readonly finish: (results: readonly Result[]) => ModelAnswer;
}

/** A number as a function of what the requests measure, `values[request][measure]`. */
export interface Numeric {
  readonly requests: readonly Request[];
  readonly value: (values: readonly (readonly number[])[]) => number;
  readonly layer: 1 | 2 | 3;
}

/** A plan that may also be a number to calculate with. */
export interface Planned extends Plan {
  readonly numeric?: Numeric;
}

interface Estimate {
  readonly value: number;
  /** Absent when every request was answered exactly. */
  readonly standardError?: number;
}

/**
 * A number with its sampling error: the delta method, slopes by central differences. Requests are sampled with seeds of their own, so
 * their errors are independent.
 */
function estimate(results: readonly Result[], f: Numeric["value"]): Estimate {
  const values = results.map((result) => result.values);
  const value = f(values);
  if (results.every(({ sampling }) => sampling === undefined)) return { value };
  let variance = 0;
  results.forEach(({ sampling }, r) => {
    if (sampling === undefined) return;
    const slopes = values[r].map((at, m) => {
      const step = 1e-4 * Math.sqrt(Math.max(0, sampling.covariance[m][m])) || 1e-9 * Math.max(1, Math.abs(at));
      const moved = (by: number) =>
        f(values.map((own, i) => (i === r ? own.map((v, j) => (j === m ? v + by : v)) : own)));
      return (moved(step) - moved(-step)) / (2 * step);
    });
    slopes.forEach((a, i) => {
      slopes.forEach((b, j) => {
        variance += a * b * sampling.covariance[i][j];
      });
    });
  });
  return { value, standardError: Math.sqrt(Math.max(0, variance)) };
}

/** What an answer has beside its number. */
export interface AnswerParts {
  readonly layer: 1 | 2 | 3;
  readonly query?: string;
  readonly bounds?: Range;
  readonly stratified?: Range;
  readonly warnings?: readonly Remark[];
}

/** One number of interest with all that must be said with it. */
export function answerFor(
  setting: Setting,
  results: readonly Result[],
  f: Numeric["value"],
  parts: AnswerParts,
): BoundedAnswer {
  const { value, standardError } = estimate(results, f);
  const { bounds, stratified, layer } = parts;
  const reach = standardError === undefined ? 0 : standardError * normalQuantile((1 + setting.level) / 2);
  return {
    ...frame(setting, results, parts),
    value,
    ...(standardError === undefined ? {} : { interval: [value - reach, value + reach] as const, level: setting.level }),
    ...(bounds === undefined ? {} : { bounds }),
    ...(stratified === undefined ? {} : { stratified }),
    layer,
    diagnostics: { ...diagnosticsOf(results), ...(standardError === undefined ? {} : { standardError }) },
  };
}

/** An answer without a number of its own: its parts have them. */
export function frame(setting: Setting, results: readonly Result[], parts: AnswerParts): ModelAnswer {
  const { layer } = parts;
  return {
    query: parts.query ?? setting.query,
    value: null,
    layer,
    ...(layer === 3 && setting.coupling.kind === "dial" ? { coupling: setting.coupling.lambda } : {}),
    method: methodOf(results),
    assumptions: assumptionsOf(setting, layer),
    warnings: parts.warnings ?? [],
    diagnostics: diagnosticsOf(results),
    provenance: { engine: ENGINE, model: setting.model.about },
  };
}

const METHODS = {
  finite: "variable elimination, exact",
  gaussian: "linear-Gaussian, exact",
  sampled: "likelihood weighting",
} as const;

function methodOf(results: readonly Result[]): string {
  return [...new Set(results.map(({ method }) => METHODS[method]))].join("; ") || "arithmetic";
}

/** Of several requests the worst. */
function diagnosticsOf(results: readonly Result[]): Record<string, number> {
  const sampled = results.flatMap(({ sampling }) => (sampling === undefined ? [] : [sampling]));
  return {
    ...(results.length === 1 ? { evidence: results[0].evidence } : {}),
    ...(sampled.length === 0
      ? {}
      : {
          draws: Math.min(...sampled.map(({ draws }) => draws)),
          effectiveSize: Math.min(...sampled.map(({ effectiveSize }) => effectiveSize)),
          largestShare: Math.max(...sampled.map(({ largestShare }) => largestShare)),
        }),
  };
}

function assumptionsOf({ coupling }: Setting, layer: 1 | 2 | 3): readonly Remark[] {
  const model: Remark = {
    id: "model",
    text: "The model is taken as true: its kinds of individuals and their weights, its equations, and noises that are independent of each other and of the individual.",
  };
  if (layer < 3) return [model];
  return [model, { id: "coupling", text: couplingText(coupling) }];
}

function couplingText(coupling: Coupling): string {
  if (coupling.kind === "arms") {
    return "Potential outcomes: what happened is what would happen again under the same arm (consistency), and the noises of unlike arms are independent (THEORY 2.8).";
  }
  if (coupling.lambda === 0) {
    return "Coupling 0: what would have been is a fresh occasion of the same individual, its noise drawn anew (THEORY 1.6).";
  }
  if (coupling.lambda === 1)
    return "Coupling 1: every world keeps the noise of the factual one: Pearl's counterfactual (THEORY 1.1).";
  return `Coupling ${coupling.lambda}: each counterfactual world keeps the noise of the factual one with this probability, and draws afresh otherwise (THEORY 1.7).`;
}
