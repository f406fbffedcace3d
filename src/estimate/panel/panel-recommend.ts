import type { Method, Recommendation } from "../../query/effect.js";
import type { PanelContext } from "./panel-context.js";
import { FEW_CONTROLS, FEW_PERIODS } from "./panel-remarks.js";

/** The methods of a panel. */
export const PANEL_METHODS = ["did", "synthetic-control", "synthetic-did"] as const satisfies readonly Method[];

export type PanelKey = (typeof PANEL_METHODS)[number];

const LATER = `with one start, at least ${FEW_PERIODS} periods before it and at least ${FEW_CONTROLS} control units, synthetic-did would be first: it does not need parallel trends of all controls`;

/** Which method is shown first, by the rule of docs/effect-panel.md. */
export function recommend(
  { block, panel }: PanelContext,
  asked?: PanelKey,
): Recommendation & { readonly method: PanelKey } {
  if (asked)
    return {
      method: asked,
      because: ["You asked for it."],
      otherwise: ["Leave out --method to have the rule choose."],
    };
  if (!block) {
    return {
      method: "did",
      because: [
        "Units start to be treated in different periods, and this form compares each only with units that are not treated; two-way fixed effects would also compare with units treated earlier.",
      ],
      otherwise: [`Were there one start, the block form would do; ${LATER}.`],
    };
  }
  const { before, controls } = block;
  if (panel.given.length > 0) {
    return {
      method: "did",
      because: [
        "Covariates are given, and of the methods for panels only this one uses them: trends are parallel among units alike in them.",
      ],
      otherwise: [`Without covariates, ${LATER}.`],
    };
  }
  if (before >= FEW_PERIODS && controls >= FEW_CONTROLS) {
    return {
      method: "synthetic-did",
      because: [
        `All treated units start in one period, with ${before} periods before it and ${controls} control units to weigh: it weighs controls and periods so that they move as the treated did, and lets levels differ.`,
      ],
      otherwise: [
        `With fewer than ${FEW_PERIODS} periods before the start or fewer than ${FEW_CONTROLS} control units, or with covariates in --given, did would be first.`,
      ],
    };
  }
  return {
    method: "did",
    because: [
      before < FEW_PERIODS
        ? `${before === 1 ? "One period lies" : `${before} periods lie`} before the start: too few to learn weights from.`
        : `There are ${controls} control units: too few to weigh.`,
    ],
    otherwise: [`${LATER[0].toUpperCase()}${LATER.slice(1)}.`],
  };
}
