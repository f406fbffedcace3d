import { districts } from "../../graph/districts.js";
import type { Graph } from "../../graph/graph.js";
import type { Bound, Estimand } from "../../query/estimand.js";
import { ONE, product, sum } from "../estimand/build.js";
import { freeSigns, keyOf } from "../estimand/walk.js";
import { type Mechanism, mechanisms } from "./ancestral.js";
import { type Conjunction, settled } from "./conjunction.js";
import { eventText } from "./event.js";
import { type Found, factorOf, type Setup, sayNodes } from "./factor.js";

/** Nothing can be so. */
export const ZERO: Estimand = { kind: "number", value: 0 };

/**
 * The probability of events in several worlds (none of them given), from what is seen in one: ID* of I. Shpitser and J. Pearl (JMLR 9, 2008),
 * in the ancestral form of J. Correa, S. Lee and E. Bareinboim (NeurIPS 2021, algorithm CTFIDU, whose line numbers these are), which is
 * complete for nested worlds too. Worlds inside worlds have been taken out (`unnested`).
 * Cost: as `id`, for each district.
 */
export function idStar(conjunction: Conjunction, setup: Setup): Found {
  const { graph, trace } = setup;
  // Lines 1 to 3: exclusion, then contradictions.
  const apart = settled(graph, conjunction);
  const all = apart && mechanisms(graph, apart, setup.fresh);
  if (apart === undefined || all === undefined) {
    trace?.({ rule: "ID*, line 3", text: "These events exclude each other, so their probability is 0." });
    return { estimand: ZERO };
  }
  tellMechanisms("ID*, line 4", apart, all, setup);
  // Lines 5 to 7: one factor for each district.
  const factors: Estimand[] = [];
  for (const group of byDistrict(graph, all.events)) {
    const found = tracedFactor("ID*, line 6", group, setup);
    if (!("estimand" in found)) return found;
    factors.push(found.estimand);
  }
  return { estimand: summed([...all.bounds.values()], product(factors)) };
}

/** Mechanisms of nodes that unmeasured causes hold together among all of these. */
export function byDistrict(graph: Graph, all: readonly Mechanism[]): readonly (readonly Mechanism[])[] {
  const nodes = new Set(all.map(({ node }) => node));
  return districts(graph, nodes).map((district) => all.filter(({ node }) => district.has(node)));
}

/** A factor, and how it came about. */
export function tracedFactor(rule: string, group: readonly Mechanism[], setup: Setup): Found {
  const { graph, trace } = setup;
  const district = new Set(group.map(({ node }) => node));
  trace?.({
    rule,
    text: `The district ${sayNodes(graph, district)} has a factor of its own.`,
    formula: `P(${group.map((one) => eventText(graph, one)).join(", ")})`,
  });
  const found = factorOf(group, setup);
  if ("thicket" in found) {
    trace?.({
      rule,
      text: `${graph.nodes[found.thicket.node].name} would have to be two things at once in it: a thicket.`,
    });
  }
  return found;
}

export function tellMechanisms(
  rule: string,
  asked: Conjunction,
  all: Conjunction<Mechanism>,
  { graph, trace }: Setup,
): void {
  const worlds = asked.events.map((one) => eventText(graph, one)).join(", ");
  trace?.({
    rule,
    text: `With everything upstream, ${worlds} is what these mechanisms do with their causes set.`,
    formula: `P(${all.events.map((one) => eventText(graph, one)).join(", ")})`,
  });
}

/** A sum over those of the signs that stand in the formula; a sign with a test counts also where it stands nowhere else. */
export function summed(bounds: readonly Bound[], of: Estimand): Estimand {
  const signs = freeSigns(of);
  const own = bounds.filter(({ sign }) => signs.has(keyOf(sign)));
  return sum(own, of.kind === "product" && of.factors.length === 0 ? ONE : of);
}
