import { type Estimate, type ScoreRows, waldInterval } from "../estimate/scores.js";
import type { Nuisances } from "../learn/nuisances.js";
import type { Sample } from "../num/sample.js";
import type { Answer, Range, Remark } from "../query/answer.js";
import type { Settings } from "./options.js";
import type { Replicates } from "./replicates.js";

/** Everything the parts of an attribution look at. */
export interface Context {
  readonly sample: Sample;
  readonly settings: Settings;
  readonly learnt: Nuisances;
  readonly rows: ScoreRows;
  readonly replicates?: Replicates;
  /** What every number of this attribution rests on, by id. */
  readonly assumptions: ReadonlyMap<string, Remark>;
  readonly provenance: Readonly<Record<string, number | string | boolean>>;
}

/** What is particular to one number. */
export interface AnswerParts {
  readonly query: string;
  readonly estimate: Estimate;
  /** Shown as bounds only: no value is claimed. */
  readonly boundedOnly?: boolean;
  readonly bounds?: Range;
  readonly layer: 1 | 2 | 3;
  readonly method: string;
  /** Ids of the assumptions this number needs. */
  readonly needs: readonly string[];
  readonly warnings?: readonly Remark[];
  readonly diagnostics?: Readonly<Record<string, number | string | boolean>>;
}

/** Puts a number into the record of DESIGN 4.3. */
export function answerOf(context: Context, parts: AnswerParts): Answer {
  const { settings } = context;
  const interval = waldInterval(parts.estimate, settings.level);
  return {
    query: parts.query,
    value: parts.boundedOnly ? null : parts.estimate.value,
    ...(interval ? { interval, level: settings.level } : {}),
    ...(parts.bounds ? { bounds: parts.bounds } : {}),
    layer: parts.layer,
    ...(parts.layer === 3 ? { coupling: settings.coupling } : {}),
    method: parts.method,
    assumptions: parts.needs.flatMap((id) => context.assumptions.get(id) ?? []),
    warnings: parts.warnings ?? [],
    diagnostics: { ...(parts.estimate.se === undefined ? {} : { se: parts.estimate.se }), ...parts.diagnostics },
    provenance: context.provenance,
  };
}

/** An answer that says why there is no number. */
export function noAnswer(context: Context, query: string, layer: 1 | 2 | 3, reason: string): Answer {
  return {
    query,
    value: null,
    layer,
    identified: false,
    reason,
    method: "none",
    assumptions: [],
    warnings: [],
    diagnostics: {},
    provenance: context.provenance,
  };
}
