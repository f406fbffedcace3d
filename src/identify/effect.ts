import type { Budget } from "../graph/budget.js";
import { type Graph, type NodeSet, namesOf } from "../graph/graph.js";
import { ancestors, descendants } from "../graph/relatives.js";
import { separated } from "../graph/separation.js";
import { isApart, join, less } from "../graph/sets.js";
import { withoutArrowsInto } from "../graph/views.js";
import type { Estimand } from "../query/estimand.js";
import type { Step, Strategy } from "../query/identification.js";
import { adjustmentFormula, isBackdoorSet, minimalAdjustment } from "./adjustment.js";
import { law } from "./estimand/build.js";
import { frontDoorFormula, minimalFrontDoor } from "./front-door.js";
import type { Hedge, SearchOptions } from "./id.js";
import { idc } from "./idc.js";
import { slotsOfNodes } from "./joint.js";

/** How an effect is computed, in signs of the variables; or the hedge that stands in the way. */
export type EffectFound =
  | { readonly estimand: Estimand; readonly method: string; readonly strategy: Strategy }
  | { readonly hedge: Hedge; readonly method: string };

/** P(y | do(x), z), and what to do on the way to its formula. */
export interface Effect {
  readonly graph: Graph;
  readonly y: NodeSet;
  readonly x: NodeSet;
  readonly z: NodeSet;
  readonly trace: (step: Step) => void;
  readonly budget?: Budget | undefined;
}

/**
 * P(y | do(x), z) by the shortest way that there is: seeing where nothing needs to be set, adjustment, the front door, and ID and IDC, which
 * find a formula whenever there is one.
 * @throws Stopped when the budget is spent
 * Cost: as `idc`.
 */
export function effect(graph: Graph, y: NodeSet, x: NodeSet, z: NodeSet, options: SearchOptions = {}): EffectFound {
  const { trace = () => {}, budget } = options;
  const question = withoutIdle({ graph, y, x, z, trace, budget });
  return seen(question) ?? adjusted(question) ?? throughMediators(question) ?? general(question);
}

/** Rule 3 of the do-calculus: what is set without a way to y, once z is given, need not be set. */
export function withoutIdle(question: Effect): Effect {
  const { graph, y, x, z, trace } = question;
  for (const one of x) {
    const self = new Set([one]);
    const rest = less(x, self);
    // With arrows into `one` cut, unless it is an ancestor of what is given.
    const cut = withoutArrowsInto(graph, rest);
    const isolated = ancestors(cut, z).has(one) ? cut : withoutArrowsInto(graph, x);
    if (!separated(isolated, y, self, join(rest, z))) continue;
    const formula = asked(graph, y, rest, z);
    const text = `Setting ${say(graph, self)} has no way to ${say(graph, y)}, so it need not be set.`;
    trace({ rule: "rule 3 of the do-calculus", text, formula });
    return withoutIdle({ ...question, x: rest });
  }
  return question;
}

function seen({ graph, y, x, z }: Effect): EffectFound | undefined {
  if (x.size > 0) return undefined;
  const estimand = law(slotsOfNodes(graph, y), slotsOfNodes(graph, z));
  return { estimand, method: "observed", strategy: { kind: "formula" } };
}

/** Adjustment; where z is given too, it belongs to the set, and must come before x. */
function adjusted({ graph, y, x, z, trace }: Effect): EffectFound | undefined {
  const after = descendants(graph, x);
  if (z.size > 0 && !isApart(z, after)) return undefined;
  const among = z.size === 0 ? undefined : less(new Set(graph.nodes.keys()), after);
  const set = minimalAdjustment(graph, x, y, { include: z, ...(among === undefined ? {} : { among }) });
  if (set === undefined) return undefined;
  const added = less(set, z);
  trace({
    rule: isBackdoorSet(graph, x, y, set) ? "back-door criterion" : "adjustment criterion",
    text:
      set.size === 0
        ? `Nothing but its effects links ${say(graph, x)} with ${say(graph, y)}: seeing it tells what setting it would do.`
        : `{${say(graph, set)}} blocks every path between ${say(graph, x)} and ${say(graph, y)} but the effects of ${say(graph, x)}, and holds nothing that comes behind them.`,
  });
  const names = (nodes: NodeSet) => namesOf(graph, nodes);
  return {
    estimand: adjustmentFormula(graph, y, x, added, z),
    method: "adjustment",
    strategy: { kind: "adjustment", treatment: names(x), outcome: names(y), given: names(added) },
  };
}

function throughMediators({ graph, y, x, z, trace, budget }: Effect): EffectFound | undefined {
  if (z.size > 0) return undefined;
  const set = minimalFrontDoor(graph, x, y, { budget });
  if (set === undefined) return undefined;
  const names = (nodes: NodeSet) => namesOf(graph, nodes);
  trace({
    rule: "front-door criterion",
    text: `{${say(graph, set)}} carries the whole effect of ${say(graph, x)} on ${say(graph, y)}, shares no open cause with ${say(graph, x)}, and none with ${say(graph, y)} once ${say(graph, x)} is given.`,
  });
  return {
    estimand: frontDoorFormula(graph, y, x, set),
    method: "front-door",
    strategy: { kind: "front-door", treatment: names(x), outcome: names(y), mediators: names(set) },
  };
}

function general({ graph, y, x, z, trace, budget }: Effect): EffectFound {
  const method = z.size === 0 ? "ID" : "IDC";
  const found = idc(graph, y, x, z, { trace, budget });
  return "hedge" in found
    ? { hedge: found.hedge, method }
    : { estimand: found.estimand, method, strategy: { kind: "formula" } };
}

function say(graph: Graph, nodes: NodeSet): string {
  return namesOf(graph, nodes).join(", ");
}

/** `P(Y | do(X), Z)` */
function asked(graph: Graph, y: NodeSet, x: NodeSet, z: NodeSet): string {
  const held = [...(x.size === 0 ? [] : [`do(${say(graph, x)})`]), ...(z.size === 0 ? [] : [say(graph, z)])];
  return `P(${say(graph, y)}${held.length === 0 ? "" : ` | ${held.join(", ")}`})`;
}
