import { DiscoError } from "../error.js";
import { type Graph, type NodeSet, refuseOpen, unmeasured, withRole } from "../graph/graph.js";
import { latentProjection } from "../graph/projection.js";
import { ancestors } from "../graph/relatives.js";
import { join } from "../graph/sets.js";
import { alone } from "../graph/views.js";
import { nearestName } from "../num/nearest.js";
import type { Remark } from "../query/answer.js";
import { printName } from "../query/print.js";
import type { AtomSetting } from "./atom.js";
import type { Tables } from "./estimand/evaluate.js";
import { amongSelected, fromSelected } from "./selection.js";
import { coarser, differing, fromSources, type Source } from "./transport.js";

/** What is known besides a graph. */
export interface Known {
  /** Laws to evaluate on. */
  readonly tables?: Tables;
  /** What is measured in the population studied; absent: what `tables` have, or everything that the graph does not mark as latent. */
  readonly measured?: readonly string[];
  /** What experiments set, each a list of names, in the population studied. */
  readonly experiments?: readonly (readonly string[])[];
  /** What is measured in the population asked about, where mechanisms differ; absent: everything. */
  readonly target?: readonly string[];
}

/** A graph of what is measured, and how districts are identified in it. */
export interface Scene {
  /** As given. */
  readonly full: Graph;
  /** Over the measured nodes. */
  readonly graph: Graph;
  /** Names of what is not measured. */
  readonly latent: readonly string[];
  readonly factor?: AtomSetting["factor"];
  readonly warnings: readonly Remark[];
}

/**
 * Projects out what is not measured, and settles where laws come from: rows that are selected, experiments, another population.
 * @throws DiscoError for undirected edges, for names that are not in the graph, and for a selection together with several sources
 */
export function sceneOf(full: Graph, known: Known): Scene {
  refuseOpen(full);
  const hidden = unmeasured(full);
  const measured = known.measured ?? known.tables?.observed.columns.map(({ name }) => name);
  const { absent, warnings } = notInTable(full, hidden, measured);
  const unseen = join(hidden, absent);
  if (unseen.size === full.nodes.length) {
    throw new DiscoError({
      who: "graph",
      wrong: "nothing in it is measured",
      next: "take the mark latent off what is measured",
    });
  }
  const graph = latentProjection(full, unseen);
  const latent = [...unseen].map((node) => full.nodes[node].name);
  const factor = factorSource(graph, differingIn(full, graph, unseen), known);
  return { full, graph, latent, warnings, ...(factor === undefined ? {} : { factor }) };
}

/**
 * The scene without what has no way to a question's nodes: nothing else matters where all is observed. Where laws come from several places
 * everything stays, since what was set or selected may lie elsewhere. Cost: O(nodes + edges).
 */
export function upstream(scene: Scene, nodes: NodeSet): Scene {
  if (scene.factor !== undefined) return scene;
  const above = ancestors(scene.graph, nodes);
  return above.size === scene.graph.nodes.length ? scene : { ...scene, graph: alone(scene.graph, above) };
}

/** Variables of the graph that the table does not have: nobody measured them. */
function notInTable(
  full: Graph,
  hidden: NodeSet,
  columns: readonly string[] | undefined,
): { absent: NodeSet; warnings: readonly Remark[] } {
  if (columns === undefined) return { absent: new Set(), warnings: [] };
  // Rows that are seen only where they are selected need no column that says so.
  const needed = [...full.nodes.keys()].filter(
    (node) => !hidden.has(node) && !full.nodes[node].roles.includes("selected"),
  );
  const present = new Set(columns);
  const absent = needed.filter((node) => !present.has(full.nodes[node].name));
  const warnings = absent.map((node): Remark => {
    const { name } = full.nodes[node];
    const near = nearestName(
      name,
      columns.filter((column) => !full.numbers.has(column)),
    );
    const hint = near === undefined ? "" : ` (is it ${printName(near)}?)`;
    return {
      id: "unmeasured",
      text: `${printName(name)} is in the graph and not in the table${hint}, so it is taken as not measured.`,
    };
  });
  return { absent: new Set(absent), warnings };
}

/** What may differ among the nodes that are measured: where something unmeasured differs, so does what it reaches. */
function differingIn(full: Graph, graph: Graph, unseen: NodeSet): NodeSet {
  const found = differing(full, withRole(full, "differs"), unseen);
  return new Set([...found].map((node) => graph.numbers.get(full.nodes[node].name)!));
}

function factorSource(
  graph: Graph,
  differs: NodeSet,
  { experiments = [], target }: Known,
): AtomSetting["factor"] | undefined {
  const selected = withRole(graph, "selected");
  const several = experiments.length > 0 || differs.size > 0;
  if (selected.size > 0 && several) {
    throw new DiscoError({
      who: "graph",
      wrong: "rows are selected, and there are experiments or another population as well",
      next: "take one of the two out: how they go together is not known here",
    });
  }
  if (selected.size > 0) {
    return {
      source: fromSelected(graph, selected),
      method: "recovery from selection",
      direct: (question) => amongSelected(selected, question),
    };
  }
  if (!several) return undefined;
  const nodes = (names: readonly string[]): NodeSet => new Set(names.map((name) => measuredNode(graph, name)));
  const all = new Set(graph.nodes.keys());
  const sources: Source[] = [
    { set: new Set(), measured: all },
    ...experiments.map((names): Source => ({ set: nodes(names), measured: all })),
  ];
  const asked: Source = { population: "target", set: new Set(), measured: target === undefined ? all : nodes(target) };
  const list = differs.size === 0 ? sources : [asked, ...sources];
  return {
    source: fromSources(graph, differs, list),
    method: differs.size === 0 ? "experiments" : "transport",
    coarser: (kept) => coarser(graph, differs, list, kept),
  };
}

function measuredNode(graph: Graph, name: string): number {
  const node = graph.numbers.get(name);
  if (node !== undefined) return node;
  const near = nearestName(name, graph.numbers.keys());
  throw new DiscoError({
    who: "identify",
    wrong: "the graph has no such measured variable",
    given: name,
    next: near === undefined ? "name variables of the graph" : `did you mean ${near}?`,
  });
}
