import type { Remark } from "../../../query/answer.js";
import type { FusionAnswer, FusionCandidate } from "../../../query/fusion.js";
import type { FusionAsked } from "../../fusion-answer.js";
import { sequenceAssumptions, sequenceWarnings } from "../../fusion-remarks.js";
import { printExpression } from "../../print-expression.js";
import { productOf } from "../../product.js";
import type { OpenaiTexts } from "./client.js";
import type { FusedTexts, HostedCandidate } from "./fuse-texts.js";

/** What was asked; the stops were the server's affair. */
export type TextsAsked = Omit<FusionAsked, "stops" | "reference">;

/** The record of an answer that was chosen among texts of a hosted model; of `fuseTexts`' result. Cost: O(candidates x factors) */
export function answerOfTexts(texts: OpenaiTexts, asked: TextsAsked, found: FusedTexts): FusionAnswer {
  const { question, expression, factors, floor, model, provenance = {} } = asked;
  const { candidates, weights, chosen, effective, budget } = found;
  const list = candidates.map((one, k) => candidateRecord(one, weights[k]));
  const sources = [...new Set(candidates.map(({ from }) => from))];
  const record = {
    question,
    expression: printExpression(expression),
    level: "sequence" as const,
    model: model ?? texts.model,
    reference: null,
    factors,
    text: list[chosen].text,
    ended: list[chosen].ended,
    steps: [],
    totals: { tokens: candidates[chosen].tokens.length, log: null, divergence: null, logZ: null },
    candidates: { list, chosen, effective, from: sources.join(", ") },
    ...(budget ? { budget: { power: budget.power, spent: budget.spent, unbounded: budget.unbounded } } : {}),
    provenance: { engine: texts.name, ...(floor === undefined ? {} : { floor }), ...provenance },
  };
  return {
    ...record,
    assumptions: [...sequenceAssumptions(), HOSTED],
    warnings: [...sequenceWarnings(record, productOf(expression)), ...hostedWarnings(candidates, weights, floor)],
  };
}

const HOSTED: Remark = {
  id: "hosted",
  text: "Probabilities are what the server says, drawn at temperature 1: it is taken at its word, to the digits that it tells.",
};

function candidateRecord({ text, logs, drawn, tokens, ended }: HostedCandidate, weight: number): FusionCandidate {
  const finite = (log: number | undefined) => (log !== undefined && Number.isFinite(log) ? log : null);
  return {
    text,
    weight,
    logs: Object.fromEntries(Object.entries(logs).map(([name, log]) => [name, finite(log)])),
    drawn: finite(drawn),
    tokens: tokens.length,
    ended,
  };
}

function hostedWarnings(
  candidates: readonly HostedCandidate[],
  weights: Float64Array,
  floor: number | undefined,
): readonly Remark[] {
  const share = (which: (one: HostedCandidate) => boolean) => {
    const hit = candidates.filter(which);
    const weight = candidates.reduce((sum, one, k) => sum + (which(one) ? weights[k] : 0), 0);
    const words = `${hit.length} of ${candidates.length} candidate${candidates.length === 1 ? "" : "s"} (${Math.round(100 * weight)} % of the weight)`;
    return { count: hit.length, words };
  };
  const found: Remark[] = [];
  const floored = share((one) => one.floored > 0);
  if (floored.count > 0) {
    const all = candidates.reduce((sum, one) => sum + one.floored, 0);
    const text = `In ${floored.words} the server did not tell a token's probability: the floor of ${floor} stood in, ${all} times in all. Those weights rest on the floor. Ask for more of the likeliest tokens (topLogprobs), or use a server that repeats texts (echo).`;
    found.push({ id: "floor", text });
  }
  const ended = share((one) => one.ended);
  if (ended.count > 0) {
    const text = `${ended.words} came to their end, and no server tells the probability of ending there: they were weighed as texts that begin so. Where the factors differ in how long they go on, weights lack that.`;
    found.push({ id: "end-untold", text });
  }
  const other = share((one) => one.retokenised);
  if (other.count > 0) {
    const text = `${other.words} are cut into other tokens by the server than they were drawn in, so that their scores are of other tokens than the draw's.`;
    found.push({ id: "retokenised", text });
  }
  return found;
}
