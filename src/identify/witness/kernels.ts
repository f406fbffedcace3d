import { districts } from "../../graph/districts.js";
import type { Graph, NodeSet } from "../../graph/graph.js";
import { less } from "../../graph/sets.js";
import type { Thicket } from "../counterfactual/factor.js";
import { type Hedge, id } from "../id.js";
import { hedgeKernels } from "./hedge.js";
import type { Kernel } from "./kernel.js";
import type { Task } from "./task.js";
import { thicketKernels } from "./thicket.js";

/** What stood in the way of a formula. */
export type Hindrance = { readonly hedge: Hedge } | { readonly thicket: Thicket };

/**
 * The kernels that may tell two models apart, each once: those of what stood in the way, then those of everything else that may stand in the
 * way of the factors of the question. What ID* or IDC* met first may be no obstacle at the values of this question, or cancel in its fraction.
 */
export function* kernelsFor(task: Task, hindrance: Hindrance): Generator<Kernel> {
  const met = new Set<string>();
  for (const kernels of [kernelsAt, kernelsAround]) {
    for (const kernel of ordered(kernels(task, hindrance))) {
      const key = JSON.stringify([[...kernel.own], [...kernel.wide]]);
      if (!met.has(key)) yield kernel;
      met.add(key);
    }
  }
}

function kernelsAt({ graph, parts }: Task, hindrance: Hindrance): readonly Kernel[] {
  if ("thicket" in hindrance) return thicketKernels(graph, hindrance.thicket.district, hindrance.thicket.node);
  return parts.flatMap((part) => hedgeKernels(graph, hindrance.hedge, cutBy(graph, part)));
}

function kernelsAround({ graph, parts }: Task): readonly Kernel[] {
  const all = new Set(graph.nodes.keys());
  return parts.flatMap((part) =>
    districts(graph, part).flatMap((district) => {
      const found = id(graph, district, less(all, district));
      const hedges = "hedge" in found ? hedgeKernels(graph, found.hedge, cutBy(graph, part)) : [];
      const causes = new Set([...district].flatMap((node) => [node, ...graph.parents[node]]));
      return [...hedges, ...[...causes].flatMap((node) => thicketKernels(graph, district, node))];
    }),
  );
}

/** Nodes that act in no world of the question. */
function cutBy(graph: Graph, live: NodeSet): NodeSet {
  return less(new Set(graph.nodes.keys()), live);
}

/** Small ones first, and those for variables of four values last. */
function ordered(kernels: readonly Kernel[]): readonly Kernel[] {
  const isWide = ({ wide }: Kernel) => [...wide.values()].some((bits) => bits > 1);
  const bySize = kernels.toSorted((a, b) => a.own.size - b.own.size);
  return [...bySize.filter((one) => !isWide(one)), ...bySize.filter(isWide)];
}
