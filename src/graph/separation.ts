import type { Graph, NodeSet } from "./graph.js";
import { ancestors } from "./relatives.js";

/**
 * The nodes that `from` is connected to, given `given`: an m-connecting path leads there (a d-connecting one where there are no bidirected
 * edges). `from` and `given` are left out. Each node is met at most twice, once by an arrowhead and once by a tail.
 * Bayes-ball: R. Shachter, UAI 1998; with bidirected edges T. Richardson, Scandinavian Journal of Statistics 30, 2003.
 * Cost: O(nodes + edges).
 */
export function connected(graph: Graph, from: NodeSet, given: NodeSet): Set<number> {
  const { parents, children, siblings } = graph;
  const opened = ancestors(graph, given);
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
    leaveByHead(node);
    leaveByTail(node);
  }
  while (open.length > 0) {
    const mark = open.pop()!;
    const node = open.pop()!;
    // A collider (head and head) lets through what its descendants tell; everything else what is not given.
    if (!given.has(node)) leaveByTail(node);
    if (mark === HEAD ? opened.has(node) : !given.has(node)) leaveByHead(node);
  }
  const reached = new Set<number>();
  for (let node = 0; node < met.length; node++) {
    if (met[node] !== 0 && !from.has(node) && !given.has(node)) reached.add(node);
  }
  return reached;
}

/** Does `given` block every path between the two? Sets that overlap are not separated. Cost: O(nodes + edges). */
export function separated(graph: Graph, one: NodeSet, other: NodeSet, given: NodeSet): boolean {
  for (const node of other) if (one.has(node)) return false;
  const reached = connected(graph, one, given);
  for (const node of other) if (reached.has(node)) return false;
  return true;
}
