import { type Budget, goOn } from "../graph/budget.js";
import { districts } from "../graph/districts.js";
import { type Graph, type NodeSet, namesOf } from "../graph/graph.js";
import { ancestors } from "../graph/relatives.js";
import { join, less, meet } from "../graph/sets.js";
import { induced, withoutArrowsInto } from "../graph/views.js";
import type { Estimand } from "../query/estimand.js";
import type { Step } from "../query/identification.js";
import { product, sum } from "./estimand/build.js";
import { chain, type Joint, measured, signsOf } from "./joint.js";

/**
 * Why an effect is not identified: two C-forests with the same roots, the smaller one without anything that is set. `forest` is one district
 * of `graph` and `inner` the part of it that is not set; what the roots do when the rest is set cannot be told from what is seen.
 * I. Shpitser and J. Pearl, AAAI 2006, definition 6.
 */
export interface Hedge {
  readonly forest: NodeSet;
  readonly inner: NodeSet;
}

/** The law that was asked for, or the hedge that stands in the way. */
export type Identified = { readonly estimand: Estimand } | { readonly hedge: Hedge };

/** What ID is asked: P(y | do(x)) in a graph of measured nodes whose law is `joint`. */
interface Problem {
  readonly graph: Graph;
  readonly joint: Joint;
  readonly y: NodeSet;
  readonly x: NodeSet;
  readonly trace: (step: Step) => void;
  readonly budget?: Budget | undefined;
}

/** What a search may be told. */
export interface SearchOptions {
  readonly trace?: (step: Step) => void;
  readonly budget?: Budget | undefined;
}

/**
 * P(y | do(x)) from the law of what is measured, in signs of the variables: free ones are y, x and, where the answer is the same for each of
 * their values, others. Complete: with a hedge, no formula exists.
 * I. Shpitser and J. Pearl, AAAI 2006, algorithm ID; the line numbers are those of its figure 3.
 * @param joint the law that is known, of nodes that are `graph`'s (edges of others are not looked at); absent: all of them, observed
 * @throws Stopped when the budget is spent
 * Cost: each line at most once a node and district, O(nodes (nodes + edges)) each.
 */
export function id(
  graph: Graph,
  y: NodeSet,
  x: NodeSet,
  options: SearchOptions & { readonly joint?: Joint } = {},
): Identified {
  const joint = options.joint ?? measured(graph, new Set(graph.nodes.keys()));
  const { trace = () => {}, budget } = options;
  return solve({ graph: induced(graph, new Set(joint.nodes)), joint, y, x, trace, budget });
}

function solve(problem: Problem): Identified {
  const { graph, joint, y, x, trace } = problem;
  goOn(problem.budget);
  const v: NodeSet = new Set(joint.nodes);
  const say = (nodes: Iterable<number>) => namesOf(graph, nodes).join(", ");
  const asked = (some: NodeSet, set: NodeSet) => `P(${say(some)}${set.size === 0 ? "" : ` | do(${say(set)})`})`;

  // Line 1: nothing is set.
  if (x.size === 0) {
    trace({ rule: "ID, line 1", text: `Nothing is set: ${asked(y, x)} is a margin of a law that is known.` });
    return { estimand: joint.marginal(y) };
  }

  // Line 2: what is no ancestor of y drops out.
  const above = ancestors(graph, y);
  if (above.size < v.size) {
    const formula = asked(y, meet(x, above));
    trace({
      rule: "ID, line 2",
      text: `Only ancestors of ${say(y)} matter; ${dropOut(say, less(v, above))}.`,
      formula,
    });
    return solve({ ...problem, graph: induced(graph, above), joint: joint.restrict(above), x: meet(x, above) });
  }

  // Line 3: what has no way to y but through x may be set as well.
  const reaching = ancestors(withoutArrowsInto(graph, x), y);
  const w = less(less(v, x), reaching);
  if (w.size > 0) {
    const text = `With ${say(x)} set, ${say(w)} cannot reach ${say(y)}, and may be set too (rule 3 of the do-calculus).`;
    trace({ rule: "ID, line 3", text, formula: asked(y, join(x, w)) });
    return solve({ ...problem, x: join(x, w) });
  }

  // Line 4: the districts that remain factorise.
  const rest = less(v, x);
  const parts = districts(graph, rest);
  if (parts.length > 1) {
    const out = less(rest, y);
    const formula = `${out.size === 0 ? "" : `Σ_{${say(out)}} `}${parts.map((s) => asked(s, less(v, s))).join(" ")}`;
    const text = `With ${say(x)} set, the districts ${parts.map((s) => `{${say(s)}}`).join(", ")} are independent given their causes.`;
    trace({ rule: "ID, line 4", text, formula });
    const factors: Estimand[] = [];
    for (const s of parts) {
      const found = solve({ ...problem, y: s, x: less(v, s) });
      if ("hedge" in found) return found;
      factors.push(found.estimand);
    }
    return { estimand: sum(signsOf(graph, out), product(factors)) };
  }
  const [s] = parts;
  const whole = districts(graph, v);
  const around = whole.find((one) => one.has(first(s)))!;

  // Line 5: the whole graph is one district, and s a district of what is not set.
  if (whole.length === 1) {
    const text = `Everything left, ${say(v)}, is one district, and so is ${say(s)} without ${say(x)}: a hedge. There is no formula.`;
    trace({ rule: "ID, line 5", text });
    return { hedge: { forest: v, inner: s } };
  }
  const out = less(s, y);

  // Line 6: s is a district of the whole graph.
  if (around.size === s.size) {
    const text = `{${say(s)}} is a whole district: its law given the rest is the product of its links in a causal order.`;
    trace({ rule: "ID, line 6", text });
    return { estimand: sum(signsOf(graph, out), product(joint.nodes.filter((node) => s.has(node)).map(joint.link))) };
  }

  // Line 7: s lies inside a district; go on there, with the rest held where it is set.
  const inside = chain(
    graph,
    joint.nodes.filter((node) => around.has(node)),
    joint.link,
  );
  const text = `{${say(s)}} lies in the district {${say(around)}}, whose law given the rest is the product of its links; go on inside it.`;
  trace({ rule: "ID, line 7", text, formula: asked(y, meet(x, around)) });
  return solve({ ...problem, graph: induced(graph, around), joint: inside, x: meet(x, around) });
}

function dropOut(say: (nodes: NodeSet) => string, nodes: NodeSet): string {
  return `${say(nodes)} ${nodes.size === 1 ? "drops" : "drop"} out`;
}

function first(nodes: NodeSet): number {
  const [node] = nodes;
  return node;
}
