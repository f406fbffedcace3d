// Effects from plain observation, against truncated factorisation and against models nearby.
import { type EffectFound, effect } from "../../../src/identify/effect.js";
import { idc } from "../../../src/identify/idc.js";
import { effectIn, worstError } from "./agreement.js";
import { isOpen, isOpenSomewhere, type Questioned, sayAsked, withRichLatents } from "./ask.js";
import { cellsOf, type FullModel, truncated } from "./model.js";
import type { Draw } from "./random-graph.js";
import type { Finding } from "./report.js";

export function found({ graph, y, x, z }: Questioned): EffectFound {
  return effect(graph, new Set(y), new Set(x), new Set(z));
}

/** Is the formula truncated factorisation, and is there none exactly where IDC has none? By the route that was taken. */
export function checkEffect(one: Questioned): readonly Finding[] {
  const { graph, model, y, x, z } = one;
  const answer = found(one);
  const kind = `${answer.method}${z.length > 0 ? ", given" : ""}${"hedge" in answer ? ", hedge" : ""}`;
  const general = idc(graph, new Set(y), new Set(x), new Set(z));
  if ("hedge" in answer !== "hedge" in general) return [{ kind, fault: `${sayAsked(one)}: IDC says otherwise` }];
  if ("hedge" in answer) return [{ kind }];
  const tables = { observed: cellsOf(graph, model.cards, truncated(model)) };
  const error = worstError(answer.estimand, model, tables, [...y, ...x, ...z], effectIn(model, y, x, z));
  return [{ kind, fault: error < 1e-9 ? undefined : `${sayAsked(one)}: wrong by ${error}` }];
}

/** Is the answer open exactly where a hedge says so? */
export function checkOpen(draw: Draw): (one: Questioned) => readonly Finding[] {
  return (one) => {
    const open = ([model]: readonly [FullModel]) => isOpen({ ...one, model });
    if (!("hedge" in found(one)))
      return [{ kind: "formula", fault: open([one.model]) ? `${sayAsked(one)}: no hedge, and open` : undefined }];
    const isOpenAnywhere = isOpenSomewhere(draw, [one.model], open) || open([withRichLatents(draw, one.model)]);
    return [{ kind: "hedge", fault: isOpenAnywhere ? undefined : `${sayAsked(one)}: a hedge, and settled` }];
  };
}
