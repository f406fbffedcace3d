import { normalQuantile } from "../num/normal.js";
import type { Answer, Range, Remark } from "../query/answer.js";
import type { EffectSettings } from "./effect-options.js";
import { waldInterval } from "./scores.js";

/** What is particular to one estimate. */
export interface AnswerParts {
  readonly query: string;
  readonly estimate: { readonly value: number; readonly se?: number | undefined; readonly logSe?: number | undefined };
  /** Where it is not value and standard error alone. */
  readonly interval?: Range | undefined;
  readonly layer: 1 | 2 | 3;
  readonly method: string;
  readonly assumptions: readonly Remark[];
  readonly warnings?: readonly Remark[];
  readonly diagnostics?: Readonly<Record<string, number | string | boolean>>;
}

/** What a number was made with, by name. */
export type Facts = Readonly<Record<string, number | string | boolean>>;

/** Puts an estimate into the record of DESIGN 4.3. Ratios get their interval on the logarithm. */
export function effectAnswer(parts: AnswerParts, settings: EffectSettings, provenance: Facts): Answer {
  const { estimate, query, layer, method } = parts;
  const interval = parts.interval ?? intervalOf(estimate, settings.level);
  return {
    query,
    value: estimate.value,
    ...(interval ? { interval, level: settings.level } : {}),
    layer,
    method,
    assumptions: parts.assumptions,
    warnings: parts.warnings ?? [],
    diagnostics: { ...(estimate.se === undefined ? {} : { se: estimate.se }), ...parts.diagnostics },
    provenance,
  };
}

/** An answer that says why there is no number. */
export function withoutValue(query: string, reason: string, provenance: Facts): Answer {
  return {
    query,
    value: null,
    layer: 2,
    reason,
    method: "none",
    assumptions: [],
    warnings: [],
    diagnostics: {},
    provenance,
  };
}

function intervalOf({ value, se, logSe }: AnswerParts["estimate"], level: number): Range | undefined {
  if (logSe === undefined || value <= 0) return waldInterval({ value, ...(se === undefined ? {} : { se }) }, level);
  const factor = Math.exp(normalQuantile(0.5 + level / 2) * logSe);
  return [value / factor, value * factor];
}
