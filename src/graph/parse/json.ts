import { DiscoError } from "../../error.js";
import { shown } from "../../num/complaint.js";
import { nearestName } from "../../num/nearest.js";
import { sayEdge } from "../graph.js";
import type { Draft } from "./draft.js";
import { addEdge, addNode } from "./json-items.js";
import { jsonSlip } from "./json-slip.js";
import { isRecord, refuse } from "./json-value.js";
import type { Notes } from "./notes.js";
import { failAt, type Source } from "./source.js";

const KNOWN: ReadonlySet<string> = new Set(["nodes", "edges", "links", "directed", "multigraph"]);

/**
 * Reads JSON into a draft: `{"nodes": ["X", {"name": "U", "roles": ["latent"]}], "edges": [{"from": "U", "to": "X", "kind": "->"}]}`, where an
 * edge may also be `["U", "->", "X"]` or `"U -> X"`; the edges alone; and the node-link form of networkx. Where nodes are listed the edges'
 * ends are among them. Cost: O(text).
 */
export function readJson(source: Source, draft: Draft, notes: Notes): void {
  const { who } = source;
  const { nodes, edges, isDirected } = partsOf(who, parsed(source), notes);
  nodes?.forEach((node, i) => {
    addNode({ who, place: `nodes[${i}]` }, node, draft, notes);
  });
  const count = draft.names.length;
  edges.forEach((edge, i) => {
    addEdge({ who, place: `edges[${i}]` }, edge, draft, notes, isDirected);
  });
  if (nodes !== undefined) refuseStrangers(who, draft, count);
}

function parsed(source: Source): unknown {
  const text = source.text.replace(/^\ufeff/, " ");
  try {
    return JSON.parse(text);
  } catch (error) {
    const slip = jsonSlip(text);
    if (slip === undefined) throw error;
    throw failAt(source, ...slip);
  }
}

interface Parts {
  readonly nodes: readonly unknown[] | undefined;
  readonly edges: readonly unknown[];
  /** Is an edge that does not say its kind directed? */
  readonly isDirected: boolean;
}

function partsOf(who: string, value: unknown, notes: Notes): Parts {
  if (Array.isArray(value)) return { nodes: undefined, edges: value, isDirected: true };
  const graph = new Map(isRecord(value) ? Object.entries(value) : []);
  const nodes = graph.get("nodes");
  const edges = graph.get("edges") ?? graph.get("links");
  if (nodes === undefined && edges === undefined) {
    const advice = 'write as in {"nodes": ["X", "Y"], "edges": ["X -> Y"]}';
    throw refuse({ who, place: "the whole" }, "has neither nodes nor edges", value, advice);
  }
  if (nodes !== undefined && !Array.isArray(nodes)) throw noList(who, "nodes", nodes);
  if (edges !== undefined && !Array.isArray(edges)) throw noList(who, "edges", edges);
  for (const [key, one] of graph) {
    const isEmpty = isRecord(one) && Object.keys(one).length === 0;
    if (!KNOWN.has(key) && !isEmpty) notes.skip(`the key ${shown(key)}`, "graph");
  }
  return { nodes, edges: edges ?? [], isDirected: graph.get("directed") !== false };
}

function noList(who: string, place: string, value: unknown): DiscoError {
  return refuse({ who, place }, "is no list", value, `write as in {"${place}": [...]}`);
}

/** Refuses edges that brought variables with them. */
function refuseStrangers(who: string, { names, edges }: Draft, count: number): void {
  const edge = edges.find(({ from, to }) => from >= count || to >= count);
  if (edge === undefined) return;
  const name = names[edge.from >= count ? edge.from : edge.to];
  const near = nearestName(name, names.slice(0, count), { names: 1000, strangers: false });
  throw new DiscoError({
    who,
    wrong: "an edge has an end that is not among the nodes",
    given: shown(sayEdge({ from: names[edge.from], to: names[edge.to], kind: edge.kind })),
    next:
      near === undefined
        ? `add ${shown(name)} to the nodes`
        : `did you mean ${shown(near)}? Or add ${shown(name)} to the nodes`,
  });
}
