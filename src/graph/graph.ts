import { DiscoError } from "../error.js";
import { visible } from "../num/complaint.js";
import { findCycle } from "./cycle.js";

/** `->` causes, `<->` share an unmeasured cause, `--` are linked in a direction that is left open (classes of graphs). */
export type EdgeKind = "->" | "<->" | "--";

/**
 * What is said of a node. `latent`: never measured. `individual`: the latent root that stands for who the individual is (DiscoSCM's U).
 * `selected`: rows are seen only where it is 1. `differs`: its mechanism may differ between the population studied and the one asked about.
 * `exposure`, `outcome` and `adjusted` are dagitty's, kept and printed.
 */
export const ROLES = ["latent", "individual", "selected", "differs", "exposure", "outcome", "adjusted"] as const;
export type Role = (typeof ROLES)[number];

/** A variable of the graph. */
export interface Node {
  readonly name: string;
  readonly roles: readonly Role[];
}

/** One edge; for `<->` and `--` the order of its ends means nothing. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
}

/** Nodes by number: their place in `Graph.nodes`. */
export type NodeSet = ReadonlySet<number>;

type Adjacency = readonly (readonly number[])[];

/**
 * A graph of causes: directed edges, bidirected edges for unmeasured common causes, undirected edges where a direction is left open.
 * Nodes are numbers inside, so that large graphs are quick; views of it (views.ts) keep the numbers and drop edges.
 */
export interface Graph {
  readonly nodes: readonly Node[];
  readonly numbers: ReadonlyMap<string, number>;
  readonly parents: Adjacency;
  readonly children: Adjacency;
  /** At the other end of a bidirected edge. */
  readonly siblings: Adjacency;
  /** At the other end of an undirected edge. */
  readonly neighbours: Adjacency;
  /** Every node behind its parents; nodes that are listed in such an order stay in it. */
  readonly order: readonly number[];
}

/**
 * The graph of these nodes and edges.
 * @throws DiscoError for no nodes, a name that is empty or stands twice, an edge of a node that is not there, from a node to itself or
 *   given twice, a direction both given and left open, and directed cycles, which are shown
 * Cost: O(nodes + edges).
 */
export function makeGraph(nodes: readonly Node[], edges: readonly Edge[]): Graph {
  if (nodes.length === 0) throw refuse("there are no variables", undefined, "write edges such as X -> Y");
  const numbers = new Map<string, number>();
  for (const { name } of nodes) {
    if (name.trim() === "") throw refuse("a variable has no name", '""', "name it");
    if (numbers.has(name)) throw refuse("a variable is declared twice", name, "keep one of the two");
    numbers.set(name, numbers.size);
  }
  const lists = () => nodes.map((): number[] => []);
  const [parents, children, siblings, neighbours] = [lists(), lists(), lists(), lists()];
  const met = new Set<string>();
  for (const edge of edges) {
    const [from, to] = [edge.from, edge.to].map((name) => {
      const number = numbers.get(name);
      if (number === undefined)
        throw refuse("an edge has an end that is no variable", sayEdge(edge), `declare ${name}`);
      return number;
    });
    if (from === to) throw refuse("a variable is linked with itself", sayEdge(edge), "take the edge out");
    const key = edge.kind === "->" ? `${from}>${to}` : `${Math.min(from, to)}${edge.kind}${Math.max(from, to)}`;
    if (met.has(key)) throw refuse("an edge is given twice", sayEdge(edge), "keep one of the two");
    met.add(key);
    if (edge.kind === "->") {
      children[from].push(to);
      parents[to].push(from);
    } else {
      const links = edge.kind === "<->" ? siblings : neighbours;
      links[from].push(to);
      links[to].push(from);
    }
  }
  for (const edge of edges) if (edge.kind === "--") refuseUndecided(edge, numbers, met);
  const { order, cycle } = findCycle(parents);
  if (cycle !== undefined) {
    const names = [...cycle, cycle[0]].map((node) => nodes[node].name);
    throw refuse(
      "there is a cycle of causes",
      sayCycle(names),
      "take one of its edges out: a cause comes before its effect",
    );
  }
  return freeze({ nodes: nodes.map(ordered), numbers, parents, children, siblings, neighbours, order });
}

/** Names of a long cycle that are shown, at its beginning and at its end. */
const SHOWN = 6;

/** `A -> B -> C -> A` */
function sayCycle(names: readonly string[]): string {
  const short = names.length <= 2 * SHOWN + 1;
  const left = names.length - 2 * SHOWN;
  const parts = short ? names : [...names.slice(0, SHOWN), `(${left} more)`, ...names.slice(-SHOWN)];
  return parts.join(" -> ");
}

/** Roles in the order of `ROLES`, each once, so that graphs which say the same are equal. */
function ordered({ name, roles }: Node): Node {
  return { name, roles: ROLES.filter((role) => roles.includes(role)) };
}

function refuseUndecided({ from, to }: Edge, numbers: ReadonlyMap<string, number>, met: ReadonlySet<string>): void {
  for (const [cause, effect] of [
    [from, to],
    [to, from],
  ]) {
    if (!met.has(`${numbers.get(cause)}>${numbers.get(effect)}`)) continue;
    const given = `${cause} -> ${effect}; ${from} -- ${to}`;
    throw refuse("an edge is both directed and left open", given, "keep one of the two");
  }
}

/** The same nodes and numbers with some of the edges, so that the order still holds. */
export function withEdges(
  graph: Graph,
  edges: Partial<Pick<Graph, "parents" | "children" | "siblings" | "neighbours">>,
): Graph {
  return freeze({ ...graph, ...edges });
}

function freeze(graph: Graph): Graph {
  return Object.freeze(graph);
}

/** All edges, directed ones first, in the order of the nodes. */
export function edgesOf(graph: Graph): readonly Edge[] {
  const { nodes } = graph;
  const list = (adjacency: Adjacency, kind: EdgeKind) =>
    adjacency.flatMap((others, from) =>
      others
        .filter((to) => kind === "->" || from < to)
        .map((to): Edge => ({ from: nodes[from].name, to: nodes[to].name, kind })),
    );
  return [...list(graph.children, "->"), ...list(graph.siblings, "<->"), ...list(graph.neighbours, "--")];
}

/** The nodes that have a role. */
export function withRole(graph: Graph, role: Role): NodeSet {
  return new Set(graph.nodes.flatMap(({ roles }, node) => (roles.includes(role) ? [node] : [])));
}

/**
 * The nodes whose values nobody has: latent ones, and the individual. One that is selected on is 1 in every row, so its value is known
 * even where it was never measured.
 */
export function unmeasured(graph: Graph): NodeSet {
  const is = (node: Node) => node.roles.includes("latent") || node.roles.includes("individual");
  return new Set(graph.nodes.flatMap((node, at) => (is(node) && !node.roles.includes("selected") ? [at] : [])));
}

/** Names in the order of the graph: what people read. */
export function namesOf(graph: Graph, nodes: Iterable<number>): readonly string[] {
  return [...nodes].sort((a, b) => a - b).map((node) => graph.nodes[node].name);
}

/**
 * @throws DiscoError for a graph with `--`: taken as no edge at all it would make dependent variables look independent
 * Cost: O(nodes).
 */
export function refuseOpen({ nodes, neighbours }: Graph): void {
  const node = neighbours.findIndex(({ length }) => length > 0);
  if (node === -1) return;
  const edge: Edge = { from: nodes[node].name, to: nodes[neighbours[node][0]].name, kind: "--" };
  throw refuse("separation is known only where every edge has a direction", sayEdge(edge), "give it a direction");
}

/** `A -> B`, as people write it. */
export function sayEdge({ from, kind, to }: Edge): string {
  return `${from} ${kind} ${to}`;
}

function refuse(wrong: string, given: string | undefined, next: string): DiscoError {
  const complaint = { who: "graph", wrong, next: visible(next) };
  return new DiscoError(given === undefined ? complaint : { ...complaint, given: visible(given) });
}
