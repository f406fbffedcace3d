import type { Study } from "../../num/study.js";
import type { Answer, Remark } from "../../query/answer.js";
import type { PanelAnswer } from "../../query/effect.js";
import { type Estimate, waldInterval } from "../scores.js";
import type { Block } from "./block.js";
import type { Panel } from "./panel.js";

/** What every method of a panel is given. */
export interface PanelContext {
  readonly study: Study;
  /** Without units treated from the first period on. */
  readonly panel: Panel;
  /** The same as a block, where all treated units start in one period. */
  readonly block?: Block;
  readonly level: number;
  readonly seed: number;
  readonly replications: number;
  /** "ATT(treated -> packs)" */
  readonly query: string;
  readonly provenance: Answer["provenance"];
  readonly onProgress?: (stage: string, fraction: number) => void;
}

/** One method's answer, and what it adds to the panel's pictures. */
export interface PanelMethod {
  readonly answer: Answer;
  readonly path?: PanelAnswer["paths"][string];
  readonly weights?: PanelAnswer["weights"][string];
}

export interface PanelParts {
  readonly estimate: Estimate;
  readonly method: string;
  readonly assumptions: readonly Remark[];
  readonly warnings: readonly Remark[];
  readonly diagnostics: Answer["diagnostics"];
  readonly provenance?: Answer["provenance"];
}

/** The Answer to the panel's question by one method. */
export function panelAnswerOf(context: PanelContext, parts: PanelParts): Answer {
  const interval = waldInterval(parts.estimate, context.level);
  return {
    query: context.query,
    value: parts.estimate.value,
    ...(interval ? { interval, level: context.level } : {}),
    layer: 3,
    method: parts.method,
    assumptions: parts.assumptions,
    warnings: parts.warnings,
    diagnostics: {
      ...(parts.estimate.se === undefined ? {} : { "standard error": parts.estimate.se }),
      ...parts.diagnostics,
    },
    provenance: { ...context.provenance, ...parts.provenance },
  };
}

/** The Answer of a method that does not apply, with the reason. */
export function panelNoAnswer(context: PanelContext, method: string, reason: string): Answer {
  return {
    query: context.query,
    value: null,
    reason,
    layer: 3,
    method,
    assumptions: [],
    warnings: [],
    diagnostics: {},
    provenance: context.provenance,
  };
}

/** Progress of one stage, and a breath for whoever else wants the thread. */
export function breather(context: PanelContext, stage: string): (fraction: number) => Promise<void> {
  return async (fraction) => {
    context.onProgress?.(stage, fraction);
    await new Promise((resolve) => setTimeout(resolve));
  };
}
