import type { Value } from "../../query/question.js";
import { noisy } from "./bits.js";
import type { Copy } from "./copies.js";
import { type Decoration, isOnWay, openBits, shownBit, withProducts } from "./decoration.js";
import type { Kernel } from "./kernel.js";
import type { Task } from "./task.js";

/**
 * Contrasts such as an average effect: the models may differ by as much in the one world as in the other. So what tells them apart is let
 * through only where something is 1 that differs between the worlds, or what comes of it. Undefined where there is nothing of the kind.
 */
export function gated(task: Task, kernel: Kernel, start: Decoration): Decoration | undefined {
  const { graph, live } = task;
  const before = new Map<number, number>([...switches(task.imagined.copies)].map((node) => [node, -1]));
  for (const [node, from] of before) {
    if (from >= 0 && isOnWay(task, kernel, start, node)) return closed(kernel, start, wayTo(before, node));
    for (const child of graph.children[node]) if (live.has(child) && !before.has(child)) before.set(child, node);
  }
  return undefined;
}

/** Nodes that are set to more than one value. */
function switches(copies: readonly Copy[]): ReadonlySet<number> {
  const values = new Map<number, Value>();
  const found = new Set<number>();
  for (const { inputs } of copies) {
    for (const [node, input] of inputs) {
      if (!("value" in input)) continue;
      if (values.has(node) && values.get(node) !== input.value) found.add(node);
      values.set(node, input.value);
    }
  }
  return found;
}

function wayTo(before: ReadonlyMap<number, number>, node: number): readonly number[] {
  const way: number[] = [];
  for (let at = node; at >= 0; at = before.get(at)!) way.unshift(at);
  return way;
}

/** The bit of the first node handed on along the way, and multiplied into what the last one has. */
function closed(kernel: Kernel, start: Decoration, way: readonly number[]): Decoration {
  const bits = new Map(start);
  way.slice(1).forEach((node, i) => {
    const from = way[i];
    const leaf = shownBit(kernel, from, bits.get(from) ?? [[]]);
    const own = bits.get(node)!;
    if (i < way.length - 2) {
      bits.set(node, withProducts(kernel, node, own, [[leaf]]));
      return;
    }
    const [open] = openBits(kernel, node, own);
    bits.set(
      node,
      own.map((sum, bit) => (bit === open ? noisy(node, [[...sum[0], leaf], ...sum.slice(1)]) : sum)),
    );
  });
  return bits;
}
