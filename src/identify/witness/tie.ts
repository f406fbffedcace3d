import type { Graph, NodeSet } from "../../graph/graph.js";
import type { Product } from "./bits.js";
import { type Decoration, isOnWay, shownBit, withProducts } from "./decoration.js";
import type { Kernel } from "./kernel.js";
import type { Task } from "./task.js";

/** A step between two nodes that act on each other, or share a cause. */
interface Step {
  readonly from: number;
  readonly to: number;
  readonly kind: "->" | "<-" | "<->";
}

/**
 * What is given, and is reached by what tells the models apart, tied to what is asked by a trek: up from what is asked, perhaps over a common
 * cause, and down to what is given, every node handing on the xor of what it receives. Undefined where there is none.
 */
export function tied(task: Task, kernel: Kernel, start: Decoration): Decoration | undefined {
  const facts = task.imagined.terms.flatMap((term) => term.facts);
  const nodesOf = (wanted: boolean) =>
    facts.flatMap(({ input, given }) =>
      "copy" in input && given === wanted ? [task.imagined.copies[input.copy].node] : [],
    );
  const given = new Set(nodesOf(true));
  const reached = new Set([...given].filter((node) => isOnWay(task, kernel, start, node)));
  const asked = nodesOf(false).filter((node) => !given.has(node));
  const steps = trek(task.graph, task.live, asked, given, reached.size > 0 ? reached : given);
  if (steps === undefined) return undefined;
  const bits = new Map(start);
  const add = (node: number, product: Product) =>
    bits.set(node, withProducts(kernel, node, bits.get(node)!, [product]));
  for (const { from, to, kind } of inCausalOrder(task.graph, steps)) {
    if (kind === "<->") {
      const coin = { odds: 1 / 2, ends: [from, to] };
      for (const node of [from, to]) add(node, [{ coin }]);
    } else {
      const [cause, effect] = kind === "->" ? [from, to] : [to, from];
      add(effect, [shownBit(kernel, cause, bits.get(cause)!)]);
    }
  }
  return bits;
}

/** A shortest trek from one of `asked` to one of `to`, over no other node of `given`. */
function trek(
  graph: Graph,
  live: NodeSet,
  asked: readonly number[],
  given: NodeSet,
  to: NodeSet,
): readonly Step[] | undefined {
  const before = new Map<string, { readonly step: Step; readonly key: string } | undefined>();
  const open: { readonly node: number; readonly up: boolean }[] = [];
  const keyOf = (node: number, up: boolean) => `${node} ${up}`;
  const arrive = (node: number, up: boolean, step?: Step, from?: string) => {
    if (!live.has(node) || before.has(keyOf(node, up))) return;
    before.set(keyOf(node, up), step && { step, key: from! });
    open.push({ node, up });
  };
  for (const node of asked) arrive(node, true);
  for (const { node, up } of open) {
    const key = keyOf(node, up);
    if (to.has(node)) return stepsTo(before, key);
    if (given.has(node)) continue;
    for (const child of graph.children[node]) arrive(child, false, { from: node, to: child, kind: "->" }, key);
    if (!up) continue;
    for (const other of graph.siblings[node]) arrive(other, false, { from: node, to: other, kind: "<->" }, key);
    for (const parent of graph.parents[node]) arrive(parent, true, { from: node, to: parent, kind: "<-" }, key);
  }
  return undefined;
}

function stepsTo(
  before: ReadonlyMap<string, { readonly step: Step; readonly key: string } | undefined>,
  key: string,
): readonly Step[] {
  const last = before.get(key);
  return last === undefined ? [] : [...stepsTo(before, last.key), last.step];
}

/** By the node that receives, so that nobody listens to a bit that is not there yet. */
function inCausalOrder({ order }: Graph, steps: readonly Step[]): readonly Step[] {
  const rank = ({ from, to, kind }: Step) => order.indexOf(kind === "<-" ? from : to);
  return steps.toSorted((a, b) => rank(a) - rank(b));
}
