import type { Estimate } from "../estimate/scores.js";
import { waldInterval } from "../estimate/scores.js";
import type { Answer, Range, Remark } from "../query/answer.js";
import { averageBenefit, averageSuccess } from "./averages.js";
import type { Scored } from "./scored.js";

/** What every number of a decision is made with. */
export interface DecideContext {
  readonly scored: Scored;
  /** Cost of each entry. */
  readonly cost: Float64Array;
  /** Individual of each entry; absent: entry j is individual j. */
  readonly person?: Int32Array;
  readonly level: number;
  /** Is the benefit known without knowing how the noises go together? */
  readonly closed: boolean;
  readonly assumptions: ReadonlyMap<string, Remark>;
  readonly provenance: Readonly<Record<string, number | string | boolean>>;
}

/** A number of each individual, by entry. */
export function atEntries({ person }: DecideContext, byPerson: Float64Array): Float64Array {
  if (person === undefined) return byPerson;
  const out = new Float64Array(person.length);
  for (let j = 0; j < out.length; j++) out[j] = byPerson[person[j]];
  return out;
}

/** Whose benefit is asked for. */
export interface Benefited {
  readonly query: string;
  /** The share of each entry that is treated; below nought where it is treated less than by what it is compared with. */
  readonly part: Float64Array;
  /** Of whom it is the average; absent: everybody. */
  readonly base?: Float64Array;
}

/**
 * A policy's, or a part's, average benefit with costs taken off: the value under independent noises with its interval, and the bounds that any
 * noises allow, each an average of doubly robust scores (off-policy evaluation; Dudik, Langford & Li 2011).
 */
export function benefitAnswer(context: DecideContext, { query, part, base }: Benefited): Answer {
  const { scored, cost, closed } = context;
  const { value, low, high } = averageBenefit(scored, cost, part, base);
  const bounds: Range = [low.value, high.value];
  return {
    ...shared(context, query, value),
    bounds,
    layer: closed ? 2 : 3,
    ...(closed ? {} : { coupling: 0 }),
    method: "doubly robust scores, cross-fitted; bounds of Li & Pearl 2019 (THEORY 4.6, 12)",
    assumptions: needed(context, [
      "contrast",
      "exogeneity",
      "overlap",
      "no-interference",
      closed ? "" : "independence",
    ]),
    warnings: crossed(value.value, bounds),
    diagnostics: {
      ...(value.se === undefined ? {} : { se: value.se }),
      ...(closed || low.se === undefined || high.se === undefined ? {} : { lowSe: low.se, highSe: high.se }),
    },
  };
}

/** The chance of success where each entry is treated with this chance, among everybody or those of the base. */
export function successAnswer(context: DecideContext, { query, part, base }: Benefited): Answer {
  const estimate = averageSuccess(context.scored, part, base);
  return {
    ...shared(context, query, estimate),
    layer: 2,
    method: "augmented inverse probability weighting, cross-fitted",
    assumptions: needed(context, ["exogeneity", "overlap", "no-interference"]),
    warnings: [],
    diagnostics: estimate.se === undefined ? {} : { se: estimate.se },
  };
}

function shared({ level, provenance }: DecideContext, query: string, estimate: Estimate) {
  const interval = waldInterval(estimate, level);
  return { query, value: estimate.value, ...(interval ? { interval, level } : {}), provenance };
}

function needed({ assumptions }: DecideContext, ids: readonly string[]): Remark[] {
  return ids.flatMap((id) => assumptions.get(id) ?? []);
}

/** Ends are estimated apart, so that sampling can put one on the wrong side of the value. */
function crossed(value: number, [low, high]: Range): Remark[] {
  const rounding = 1e-9 * Math.max(Math.abs(low), Math.abs(high), 1e-9);
  if (low <= value + rounding && value <= high + rounding) return [];
  return [
    {
      id: "bounds-cross",
      text: `The value ${value.toPrecision(3)} lies outside its bounds ${low.toPrecision(3)} to ${high.toPrecision(3)}: sampling error, of a few rows perhaps. Read none of them as sharp.`,
    },
  ];
}
