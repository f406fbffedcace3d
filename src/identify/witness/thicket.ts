import type { Graph, NodeSet } from "../../graph/graph.js";
import { less } from "../../graph/sets.js";
import { forestKernel, type Kernel, pathKernel } from "./kernel.js";

/** Kernels with bits of their own for the lowest two bits of the node that is two things at once: few questions need more. */
const BITS = 2;

/** The kernels of all thickets in which `node` is two things at once for a district. */
export function thicketKernels(graph: Graph, district: NodeSet, node: number): readonly Kernel[] {
  const readers = graph.children[node].filter((child) => district.has(child));
  const kernels: Kernel[] = [];
  // It is one thing as a member of the district, and another to a reader: a hedge in which it is cut off from what it is.
  if (district.has(node)) {
    for (const reader of readers) {
      const path = pathBetween(graph, node, reader, district);
      if (path === undefined) continue;
      const tree = path.slice(1).map((one, i) => [path[i], one] as const);
      const childOf = new Map([[node, reader]]);
      kernels.push(forestKernel({ nodes: new Set(path), inner: new Set(path.slice(1)), childOf, tree }));
    }
  }
  const others = less(district, new Set([node]));
  readers.forEach((one, i) => {
    for (const other of readers.slice(i)) {
      const path = pathBetween(graph, one, other, others);
      for (let bit = 0; bit < BITS && path !== undefined; bit++) kernels.push(pathKernel(path, node, bit));
    }
  });
  return kernels;
}

/** A shortest path of bidirected edges. */
function pathBetween(graph: Graph, from: number, to: number, within: NodeSet): readonly number[] | undefined {
  const before = new Map<number, number | undefined>([[from, undefined]]);
  for (const [node] of before) {
    for (const other of graph.siblings[node]) {
      if (within.has(other) && !before.has(other)) before.set(other, node);
    }
  }
  if (!before.has(to)) return undefined;
  const path: number[] = [];
  for (let at: number | undefined = to; at !== undefined; at = before.get(at)) path.unshift(at);
  return path;
}
