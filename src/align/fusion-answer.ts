import type {
  BudgetSpent,
  FusionAnswer,
  FusionCandidate,
  FusionFactor,
  FusionFactorStep,
  FusionStep,
  LikelyText,
} from "../query/fusion.js";
import { defaultReference, type FactorStep, type Step } from "./decode.js";
import type { Engine } from "./engine.js";
import type { Expression } from "./expression.js";
import { sequenceAssumptions, sequenceWarnings, tokenAssumptions, tokenWarnings } from "./fusion-remarks.js";
import { printExpression } from "./print-expression.js";
import { namesOf, productOf } from "./product.js";
import type { Candidate, Resampled } from "./resample.js";
import { textStream } from "./stream-text.js";
import type { LikelyToken } from "./token-law.js";

/** What was asked, and how. */
export interface FusionAsked {
  /** What the user asked. */
  readonly question: string;
  readonly expression: Expression;
  readonly factors: readonly FusionFactor[];
  /** The factor that divergences were told from; as in `decode`. */
  readonly reference?: string;
  /** Texts at which the answer ends; they are no part of it. */
  readonly stops?: readonly string[];
  /** The floor that stood in for probabilities that were not told. */
  readonly floor?: number;
  /** Where the engine's own name says less. */
  readonly model?: string;
  /** Seed, temperature, recipe: what the answer can be made again from. */
  readonly provenance?: Readonly<Record<string, number | string | boolean>>;
}

/** The record of an answer that was made token by token. `steps` are those of `decode`, in order. Cost: O(steps). */
export function answerOfSteps(engine: Engine, asked: FusionAsked, steps: readonly Step[]): FusionAnswer {
  const reference = referenceOf(asked);
  const pieces = textsOf(engine, steps);
  const told = steps.map((step, k) => stepRecord(engine, step, pieces[k], reference));
  const { text, stopped } = cutAtStops(engine, steps, asked.stops);
  const sum = (of: (step: FusionStep) => number) => told.reduce((all, step) => all + of(step), 0);
  const endless = told.some(({ divergence }) => divergence === null);
  const totals = {
    tokens: told.length,
    log: sum(({ log }) => log),
    divergence: endless ? null : sum(({ divergence }) => divergence ?? 0),
    logZ: sum(({ logZ }) => logZ),
  };
  const ended = stopped || (steps.at(-1)?.ends ?? false);
  const record = {
    ...commonParts(engine, asked, reference),
    level: "token" as const,
    text,
    ended,
    steps: told,
    totals,
  };
  return {
    ...record,
    assumptions: tokenAssumptions(),
    warnings: tokenWarnings(record, productOf(asked.expression), asked.floor),
  };
}

export interface CandidatesAsked extends FusionAsked {
  /** What the texts were drawn from: a factor, or absent for the fusion token by token. */
  readonly from?: string;
}

/** The record of an answer that was chosen among whole texts; of `resample`'s result. Cost: O(candidates x tokens). */
export function answerOfCandidates(engine: Engine, asked: CandidatesAsked, found: Resampled): FusionAnswer {
  const reference = referenceOf(asked);
  const { candidates, weights, chosen, effective, budget } = found;
  const list = candidates.map((one, k) => candidateRecord(engine, one, weights[k], asked.stops));
  const { text, ended, tokens } = list[chosen];
  // Drawn from the fusion itself, weights that are all alike would say that both levels agree.
  const gap =
    asked.from === undefined ? { gap: weights.reduce((sum, w) => sum + Math.abs(w - 1 / weights.length), 0) / 2 } : {};
  const record = {
    ...commonParts(engine, asked, reference),
    level: "sequence" as const,
    text,
    ended,
    steps: [],
    totals: { tokens: tokens ?? 0, log: null, divergence: null, logZ: null },
    candidates: { list, chosen, effective, from: asked.from ?? "fusion", ...gap },
    ...(budget ? { budget } : {}),
  };
  return {
    ...record,
    assumptions: sequenceAssumptions(),
    warnings: sequenceWarnings(record, productOf(asked.expression)),
  };
}

function commonParts(engine: Engine, asked: FusionAsked, reference: string | undefined) {
  const { question, expression, factors, provenance = {}, floor } = asked;
  return {
    question,
    expression: printExpression(expression),
    model: asked.model ?? engine.name,
    reference: reference ?? null,
    factors,
    provenance: {
      engine: engine.name,
      vocabulary: engine.vocabulary.id,
      vocabularySize: engine.vocabulary.size,
      ...(floor === undefined ? {} : { floor }),
      ...provenance,
    },
  };
}

function referenceOf({ expression, reference }: FusionAsked): string | undefined {
  return reference ?? defaultReference(namesOf(productOf(expression)).laws);
}

function stepRecord(engine: Engine, step: Step, text: string, reference: string | undefined): FusionStep {
  const { log, divergence, logZ, ends, fused, budget, floored, leftOut } = step;
  const anchor = step.factors.find(({ name }) => name === reference)?.log;
  return {
    text,
    ends,
    log,
    divergence: Number.isFinite(divergence) ? divergence : null,
    logZ,
    fused: fused.map((one) => likelyText(engine, one)),
    factors: step.factors.map((factor) => factorRecord(engine, factor, anchor)),
    ...(budget ? { budget: spentOf(budget) } : {}),
    floored,
    leftOut,
  };
}

function factorRecord(engine: Engine, { name, log, wanted }: FactorStep, anchor: number | undefined): FusionFactorStep {
  const odds = log === undefined || anchor === undefined ? Number.NaN : log - anchor;
  return {
    name,
    p: log === undefined ? null : Math.exp(log),
    logOdds: Number.isFinite(odds) ? odds : null,
    wanted: wanted.map((one) => likelyText(engine, one)),
  };
}

const spentOf = ({ power, spent, unbounded }: BudgetSpent): BudgetSpent => ({ power, spent, unbounded });

function likelyText(engine: Engine, { token, log }: LikelyToken): LikelyText {
  const ends = engine.ends.has(token);
  return { text: new TextDecoder().decode(engine.bytes(token)), p: Math.exp(log), ...(ends ? { ends } : {}) };
}

/** The text that each token adds: a character that several tokens make is told with the last of them. */
function textsOf(engine: Engine, steps: readonly Step[]): string[] {
  const decoder = new TextDecoder();
  const texts = steps.map(({ token, ends }) =>
    decoder.decode(ends ? new Uint8Array() : engine.bytes(token), { stream: true }),
  );
  // Half a character at the very end is told as one that cannot be read.
  const rest = decoder.decode();
  const last = texts.length - 1;
  return texts.map((text, k) => (k === last ? text + rest : text));
}

function cutAtStops(engine: Engine, steps: readonly { token: number; ends: boolean }[], stops: readonly string[] = []) {
  const stream = textStream(stops);
  const told = steps.map(({ token, ends }) => (ends ? "" : stream.push(engine.bytes(token))));
  return { text: told.join("") + stream.end(), stopped: stream.stopped() };
}

function candidateRecord(
  engine: Engine,
  { tokens, logs, drawn, ended }: Candidate,
  weight: number,
  stops: readonly string[] | undefined,
): FusionCandidate {
  const steps = tokens.map((token, k) => ({ token, ends: ended && k === tokens.length - 1 }));
  const { text, stopped } = cutAtStops(engine, steps, stops);
  const finite = (log: number) => (Number.isFinite(log) ? log : null);
  return {
    text,
    weight,
    logs: Object.fromEntries(Object.entries(logs).map(([name, log]) => [name, finite(log)])),
    drawn: drawn === undefined ? null : finite(drawn),
    tokens: tokens.length,
    ended: ended || stopped,
  };
}
