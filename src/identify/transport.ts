import { edgesOf, type Graph, makeGraph, type NodeSet, namesOf } from "../graph/graph.js";
import { latentProjection } from "../graph/projection.js";
import { ancestors, parentsOf } from "../graph/relatives.js";
import { isApart, isWithin, join, less } from "../graph/sets.js";
import { induced, withoutArrowsInto } from "../graph/views.js";
import type { Step } from "../query/identification.js";
import type { FactorSource } from "./counterfactual/factor.js";
import { type Hedge, type Identified, id, type SearchOptions } from "./id.js";
import { measured, slotsOfNodes } from "./joint.js";

/** A law that is known: in which population, with what set by experiment, of which variables. */
export interface Source {
  /** Absent: the population studied, whose mechanisms may differ at the nodes that the graph marks. */
  readonly population?: "target";
  readonly set: NodeSet;
  readonly measured: NodeSet;
}

/**
 * How districts' laws are put together from several laws: observations and experiments, in the population studied and in the one asked
 * about. A district is taken from a source in which none of its mechanisms may differ and none is set, if ID finds it there.
 * S. Lee, J. Correa and E. Bareinboim, UAI 2019 and AAAI 2020 (general identifiability and transport), which hold E. Bareinboim and
 * J. Pearl's transport (AAAI 2012) and surrogate experiments.
 * Assumes that the populations are alike in all that the marks do not name: the mechanisms of nodes that are not marked, and the laws of
 * unmeasured causes that touch one. An unmeasured cause whose law differs marks every node it touches.
 * Cost: as `id`, for each source.
 */
export function fromSources(graph: Graph, differs: NodeSet, sources: readonly Source[]): FactorSource {
  return (district, options) => {
    const { trace = () => {} } = options;
    let hedge: Hedge | undefined;
    for (const source of sources) {
      if (source.population !== "target" && !isApart(district, differs)) continue;
      const found = fromSource(graph, district, source, options);
      if (found === undefined) continue;
      if ("estimand" in found) return found;
      hedge ??= found.hedge;
    }
    const say = namesOf(graph, district).join(", ");
    trace({ rule: "transport", text: `No law that is known tells what {${say}} does when the rest is set.` });
    return { hedge: hedge ?? { forest: district, inner: district } };
  };
}

/** A graph to identify a question in, and where the laws of its districts come from. */
export interface Basis {
  readonly graph: Graph;
  readonly source: FactorSource;
}

/**
 * Coarser graphs to look at a question about `kept` nodes, where the whole graph has no formula: for each source in which something is
 * measured without all its causes, the graph without the causes that are not measured there. Then that source has districts which it does
 * not have in the whole graph. A formula by any of them is one. Nodes keep their numbers; those that are left out have no edges.
 */
export function coarser(graph: Graph, differs: NodeSet, sources: readonly Source[], kept: NodeSet): readonly Basis[] {
  const missing = sources.map(({ set, measured: own }) => {
    const seen = join(set, own);
    return less(less(ancestors(withoutArrowsInto(graph, set), seen), seen), kept);
  });
  const different = new Map(missing.map((gone) => [namesOf(graph, gone).join("\n"), gone]));
  return [...different.values()]
    .filter(({ size }) => size > 0)
    .map((gone) => withoutNodes(graph, differs, sources, gone));
}

function withoutNodes(graph: Graph, differs: NodeSet, sources: readonly Source[], gone: NodeSet): Basis {
  const left = projected(graph, gone);
  const usable = sources
    .filter(({ set }) => isApart(set, gone))
    .map((one): Source => ({ ...one, measured: less(one.measured, gone) }));
  return { graph: left, source: fromSources(left, differing(graph, differs, gone), usable) };
}

/** Some nodes are projected out. The others keep their numbers; those that are gone have no edges. */
function projected(graph: Graph, gone: NodeSet): Graph {
  return gone.size === 0 ? graph : makeGraph(graph.nodes, edgesOf(latentProjection(graph, gone)));
}

/** What may differ once some nodes are projected out: one of them that differs makes all that it reaches through others of them differ. */
export function differing(graph: Graph, differs: NodeSet, gone: NodeSet): Set<number> {
  const found = new Set(differs);
  // A set is walked in the order of insertion, also what is inserted meanwhile.
  for (const node of found) if (gone.has(node)) for (const child of graph.children[node]) found.add(child);
  return less(found, gone);
}

/**
 * A district from one source; undefined where the source does not have it, or not all its causes. What else is not measured there is
 * projected out: with all causes of the district set, that changes nothing for it.
 */
function fromSource(
  graph: Graph,
  district: NodeSet,
  { population, set, measured: seen }: Source,
  { trace = () => {}, budget }: SearchOptions,
): Identified | undefined {
  const nodes = join(seen, set);
  const needed = join(district, parentsOf(graph, district));
  if (!isApart(district, set) || !isWithin(needed, nodes)) return undefined;
  const free = less(nodes, set);
  const experiment = projected(withoutArrowsInto(graph, set), less(new Set(graph.nodes.keys()), nodes));
  const inside = induced(experiment, free);
  // A slot for what is set stands in every law of an experiment.
  const origin = { ...(population === undefined ? {} : { population }), do: slotsOfNodes(graph, set) };
  const steps: Step[] = [];
  const found = id(inside, district, less(free, district), {
    joint: measured(inside, free, origin),
    trace: (step) => steps.push(step),
    budget,
  });
  if ("hedge" in found) return found;
  const where = population === "target" ? "the population asked about" : "the population studied";
  const what = set.size === 0 ? "observed" : `seen with ${namesOf(graph, set).join(", ")} set`;
  trace({ rule: "transport", text: `{${namesOf(graph, district).join(", ")}} is taken from ${where}, as ${what}.` });
  for (const step of steps) trace(step);
  return found;
}
