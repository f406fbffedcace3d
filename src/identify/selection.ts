import { type Budget, goOn } from "../graph/budget.js";
import { districts } from "../graph/districts.js";
import { type Graph, type NodeSet, namesOf } from "../graph/graph.js";
import { ancestors } from "../graph/relatives.js";
import { separated } from "../graph/separation.js";
import { isApart, isWithin, join, less } from "../graph/sets.js";
import { induced, withoutArrowsInto, withoutArrowsOutOf } from "../graph/views.js";
import type { Slot } from "../query/estimand.js";
import type { Step } from "../query/identification.js";
import type { FactorSource } from "./counterfactual/factor.js";
import { type Effect, type EffectFound, withoutIdle } from "./effect.js";
import { law, OBSERVED } from "./estimand/build.js";
import { type Identified, id } from "./id.js";
import { chain, type Joint, pillow, slotsOfNodes } from "./joint.js";

/**
 * How districts' laws are recovered from what is seen only where every node of `selected` is 1. E. Bareinboim and J. Tian, AAAI 2015,
 * algorithm RC (the line numbers are its own); complete for effects on whole populations by J. Correa, J. Tian and E. Bareinboim, AAAI 2019;
 * for those within strata see `amongSelected`.
 * Where it fails, the obstacle is given as a hedge: the district, inside all that it shares causes or a selection with.
 * Cost: O(nodes^2 (nodes + edges)) at worst.
 */
export function fromSelected(graph: Graph, selected: NodeSet): FactorSource {
  return (district, { trace = () => {}, budget }) =>
    recover({ graph, selected, trace, budget }, district, selectedLaw(graph, selected));
}

/**
 * P(y | do(x), z) where neither the selection nor the setting makes a difference: then it is P(y | x, z) among the selected. The districts
 * alone miss this where y is a cause of the selection. For P(y | z) it is the only way (E. Bareinboim, J. Tian and J. Pearl, AAAI 2014,
 * theorem 1). Undefined where it makes a difference, and for questions about the selection itself. Cost: O(nodes (nodes + edges)).
 */
export function amongSelected(selected: NodeSet, question: Effect): EffectFound | undefined {
  const { graph, y, z, trace } = question;
  if (!isApart(selected, join(join(y, question.x), z))) return undefined;
  const steps: Step[] = [];
  const { x } = withoutIdle({ ...question, trace: (step) => steps.push(step) });
  if (!separated(withoutArrowsInto(graph, x), y, selected, join(x, z))) return undefined;
  if (!separated(withoutArrowsOutOf(graph, x), y, x, join(z, selected))) return undefined;
  for (const step of steps) trace(step);
  const say = (nodes: NodeSet) => namesOf(graph, nodes).join(", ");
  const held = join(x, z);
  const given = held.size === 0 ? "" : `, given ${say(held)}`;
  trace({ rule: "selection", text: `{${say(selected)}} tells nothing more about ${say(y)}${given}.` });
  if (x.size > 0) {
    const text = `Among the selected, seeing ${say(x)} tells about ${say(y)} what setting it would (rule 2 of the do-calculus).`;
    trace({ rule: "selection", text });
  }
  const estimand = law(slotsOfNodes(graph, y), [...slotsOfNodes(graph, held), ...always(graph, selected)]);
  return { estimand, method: "recovery from selection", strategy: { kind: "formula" } };
}

/** Every node of a selection is 1 in each row. */
function always(graph: Graph, selected: NodeSet): readonly Slot[] {
  return [...selected].map((node) => ({ variable: graph.nodes[node].name, at: { value: 1 } }));
}

interface Problem {
  readonly graph: Graph;
  readonly selected: NodeSet;
  readonly trace: (step: Step) => void;
  readonly budget: Budget | undefined;
}

/**
 * The law of everything but the selection, given it. First what selects rows, each node given all before it (a selection ties its causes
 * together); then the rest in a causal order, each given its Markov pillow.
 */
function selectedLaw(graph: Graph, selected: NodeSet): Joint {
  const selecting = ancestors(graph, selected);
  const early = graph.order.filter((node) => selecting.has(node) && !selected.has(node));
  const order = [...early, ...selected, ...graph.order.filter((node) => !selecting.has(node))];
  const link = (node: number) => {
    const before = new Set(order.slice(0, order.indexOf(node)));
    const needed = selecting.has(node) ? before : pillow(graph, node, (other) => before.has(other));
    return law(
      slotsOfNodes(graph, [node]),
      [...slotsOfNodes(graph, less(needed, selected)), ...always(graph, selected)],
      OBSERVED,
    );
  };
  return chain(
    graph,
    order.filter((node) => !selected.has(node)),
    link,
  );
}

function recover(problem: Problem, district: NodeSet, joint: Joint): Identified {
  const { graph, selected, trace, budget } = problem;
  goOn(budget);
  const say = (nodes: Iterable<number>) => namesOf(graph, nodes).join(", ");
  const all = join(new Set(joint.nodes), selected);
  // Line 1: only ancestors of the district and of the selection matter.
  const above = ancestors(graph, join(district, selected));
  if (above.size < all.size) {
    const kept = less(above, selected);
    return recover({ ...problem, graph: induced(graph, above) }, district, joint.restrict(kept));
  }
  // Line 2: districts that have no part in the selection are seen as they are.
  const selecting = ancestors(graph, selected);
  const untouched = districts(graph, all).filter((one) => isApart(one, selecting));
  // Line 3: there is none.
  if (untouched.length === 0) {
    const text = `Every district left has a part in what selects the rows: {${say(district)}} cannot be told from it.`;
    trace({ rule: "RC, line 3", text });
    return { hedge: { forest: less(all, selected), inner: district } };
  }
  // Line 4: the district lies in one of them; go on inside it.
  const around = untouched.find((one) => isWithin(district, one));
  if (around !== undefined) {
    const text = `The district {${say(around)}} has no part in the selection: given its causes, its law among the selected is its law.`;
    trace({ rule: "RC, line 4", text });
    const inside = chain(
      graph,
      joint.nodes.filter((node) => around.has(node)),
      joint.link,
    );
    return id(graph, district, less(around, district), { joint: inside, trace, budget });
  }
  // Line 5: divide them out.
  const gone = new Set(untouched.flatMap((one) => [...one]));
  const text = `The districts ${untouched.map((one) => `{${say(one)}}`).join(", ")} have no part in the selection and are divided out.`;
  trace({ rule: "RC, line 5", text });
  const left = joint.nodes.filter((node) => !gone.has(node));
  const rest = chain(graph, left, joint.link);
  return recover({ ...problem, graph: induced(graph, join(new Set(left), selected)) }, district, rest);
}
