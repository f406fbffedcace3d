import { DiscoError } from "../../error.js";
import { mix } from "../../num/hash.js";
import { finite } from "../finite/finite.js";
import { gaussian } from "../gaussian/gaussian.js";
import type { Request, Result, Unable } from "../request.js";
import { type SampleOptions, sample } from "../sampled/sample.js";
import { tooFew } from "../sampled/too-few.js";
import { refuseImpossible } from "./impossible.js";

/** How questions are answered. */
export interface EngineOptions {
  /** `auto` tries the exact engines first; `exact` never samples; `sampled` always does. */
  readonly method: "auto" | "exact" | "sampled";
  readonly draws: number;
  readonly seed: number;
}

/** An exact answer, or for each exact engine the reason why not. */
type Attempt = { readonly result: Result } | { readonly reasons: readonly string[] };

/** What an exact engine says; sampling is what is left when both are unable. */
function exactly(request: Request): Attempt {
  const reasons: string[] = [];
  for (const engine of [finite, gaussian]) {
    const result = engine(request);
    if (!("unable" in result)) return { result };
    reasons.push(result.unable);
  }
  return { reasons };
}

/**
 * Answers one request on this thread.
 * @param index place of the request in its question: its draws are its own
 * @throws DiscoError when no engine is able, the evidence is impossible, or (kind "refused") too few draws count
 */
export function solve(request: Request, options: EngineOptions, index: number): Result {
  const exact = withoutSampling(request, options);
  if ("result" in exact) return exact.result;
  return checkSampled(request, sample(request, samplingOptions(options, index)), exact.reasons);
}

/** As `solve`, with somebody else to do the sampling. */
export async function solveWith(
  request: Request,
  options: EngineOptions,
  index: number,
  sampled: (request: Request, sampling: SampleOptions) => Promise<Result | Unable>,
): Promise<Result> {
  const exact = withoutSampling(request, options);
  if ("result" in exact) return exact.result;
  return checkSampled(request, await sampled(request, samplingOptions(options, index)), exact.reasons);
}

/** What can be said, and may be said, without sampling. */
function withoutSampling(request: Request, { method }: EngineOptions): Attempt {
  const exact = method === "sampled" ? { reasons: [] } : exactly(request);
  if ("result" in exact) return { result: possible(request, exact.result) };
  if (method === "exact") throw notExact(exact.reasons);
  return exact;
}

/** Draws and seed for the request at this place of a question. */
function samplingOptions({ draws, seed }: EngineOptions, index: number): SampleOptions {
  return { draws, seed: index === 0 ? seed : mix(seed, index) };
}

/** Everything that can be wrong with a sampled result. */
function checkSampled(request: Request, result: Result | Unable, reasons: readonly string[]): Result {
  if ("unable" in result) {
    throw new DiscoError(
      {
        who: "ask",
        wrong: `no engine can answer this: sampling cannot, because ${result.unable}`,
        ...(reasons.length === 0 ? {} : { given: `exactly neither: ${reasons.join("; ")}` }),
        next: "ask about a range instead of an exact value, or simplify the model",
      },
      "refused",
    );
  }
  const seen = possible(request, result);
  const advice = tooFew(seen);
  if (advice !== undefined) throw new DiscoError(advice, "refused");
  return seen;
}

function notExact(reasons: readonly string[]): DiscoError {
  return new DiscoError(
    {
      who: "ask",
      wrong: "this question has no exact answer here",
      given: reasons.join("; "),
      next: "leave out --method exact: the answer is then sampled, with its standard error",
    },
    "refused",
  );
}

function possible(request: Request, result: Result): Result {
  if (result.evidence > 0 || result.values.some((value) => !Number.isNaN(value))) return result;
  return refuseImpossible(request, (one) => {
    const again = exactly(one);
    return "result" in again ? again.result.evidence > 0 : undefined;
  });
}
