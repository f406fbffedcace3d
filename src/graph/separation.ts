import { type Graph, type NodeSet, refuseOpen } from "./graph.js";

/**
 * The nodes that `from` is connected to, given `given`: an m-connecting path leads there (a d-connecting one where there are no bidirected
 * edges). `from` and `given` are left out; a node of `from` that is given is connected to nothing. Each node is met at most twice, once by
 * an arrowhead and once by a tail.
 * Bayes-ball: R. Shachter, UAI 1998; with bidirected edges T. Richardson, Scandinavian Journal of Statistics 30, 2003.
 * @throws DiscoError for edges without direction
 * Cost: O(nodes + edges).
 */
export function connected(graph: Graph, from: NodeSet, given: NodeSet): Set<number> {
  refuseOpen(graph);
  const { parents, children, siblings } = graph;
  const [TAIL, HEAD] = [1, 2];
  const met = new Uint8Array(graph.nodes.length);
  const open: number[] = [];
  const arrive = (node: number, mark: number) => {
    if ((met[node] & mark) !== 0) return;
    met[node] |= mark;
    open.push(node, mark);
  };
  const leaveByHead = (node: number) => {
    for (const parent of parents[node]) arrive(parent, TAIL);
    for (const sibling of siblings[node]) arrive(sibling, HEAD);
  };
  const leaveByTail = (node: number) => {
    for (const child of children[node]) arrive(child, HEAD);
  };
  for (const node of from) {
    if (given.has(node)) continue;
    leaveByHead(node);
    leaveByTail(node);
  }
  while (open.length > 0) {
    const mark = open.pop()!;
    const node = open.pop()!;
    // What is given lets through only where two heads meet, everything else only where they do not. A collider with a given effect opens
    // all the same: the walk goes down to that, and comes back.
    const isGiven = given.has(node);
    if (!isGiven) leaveByTail(node);
    if ((mark === HEAD) === isGiven) leaveByHead(node);
  }
  const reached = new Set<number>();
  for (let node = 0; node < met.length; node++) {
    if (met[node] !== 0 && !from.has(node) && !given.has(node)) reached.add(node);
  }
  return reached;
}

/**
 * Does `given` block every path between the two? Sets that overlap are not separated; what is given in one of them counts for nothing.
 * Cost: O(nodes + edges).
 */
export function separated(graph: Graph, one: NodeSet, other: NodeSet, given: NodeSet): boolean {
  for (const node of other) if (one.has(node)) return false;
  const reached = connected(graph, one, given);
  for (const node of other) if (reached.has(node)) return false;
  return true;
}
