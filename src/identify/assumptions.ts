import type { Remark } from "../query/answer.js";
import type { Tables } from "./estimand/evaluate.js";

/** What an answer rests on. */
export function assumptionsOf(layer: 1 | 2 | 3, identified: boolean, tables: Tables | undefined): readonly Remark[] {
  return [
    {
      id: "graph",
      text: "The graph is right: where it has no arrow there is no direct effect, and where it has no <-> no unmeasured common cause. Data can contradict that (disco check holds them against it), never prove it.",
    },
    ...(identified
      ? [
          {
            id: "positivity",
            text: "Whatever the formula asks about happens: each law it needs is given only what has a chance.",
          },
        ]
      : []),
    ...(layer === 3
      ? [
          {
            id: "coupling",
            text: "Worlds share the noise of the occasion (Pearl's counterfactual, coupling 1).",
          },
        ]
      : []),
    ...(tables?.observed.kind === "counts"
      ? [{ id: "independent-rows", text: "The rows are independent draws from one population." }]
      : []),
  ];
}
