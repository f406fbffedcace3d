import { type Budget, budgetOf } from "../../graph/budget.js";
import type { Graph } from "../../graph/graph.js";
import type { Witness } from "../../query/identification.js";
import { printName } from "../../query/print.js";
import type { Instance } from "../instance.js";
import type { BitModel, Coin } from "./bits.js";
import { differenceSeen } from "./check.js";
import { modelsOf } from "./decoration.js";
import { modelFile } from "./file.js";
import { valueIn } from "./forward.js";
import type { Hindrance } from "./kernels.js";
import { coinNames, withPlainNames } from "./names.js";
import { questionText } from "./question.js";
import { search } from "./search.js";
import { story } from "./story.js";
import { taskOf } from "./task.js";
import { told } from "./told.js";

/** Models of more variables than this nobody reads, and looking for a small one inside takes the cube of their number. */
const MOST_NODES = 100;

/** Probabilities are multiples of powers of two, so what should be equal is, but for the roundings of very small numbers. */
const ROUNDING = 1e-12;

/**
 * Two models of a graph that agree on everything observed, with a positive law, and differ on a question: the proof that no formula exists.
 * Both are built on the kernel of a hedge or thicket (kernel.ts), and checked by carrying every probability through. Undefined where none was
 * found, and for graphs of more than a hundred nodes: then nothing is known.
 * @param graph measured nodes only, with directed and bidirected edges
 * @param hindrance what stood in the way: where to look first
 * @param options.tries decorations at random; the default finds nearly all
 * Cost: a few milliseconds; with nothing to find, as much as the tries take.
 */
export function witnessFor(
  graph: Graph,
  instance: Instance,
  hindrance: Hindrance,
  { budget = budgetOf(), tries = 400 }: { readonly budget?: Budget; readonly tries?: number } = {},
): Witness | undefined {
  if (graph.nodes.length > MOST_NODES) return undefined;
  const task = taskOf(graph, instance);
  const found = task && search(task, hindrance, { budget, tries });
  if (task === undefined || found === undefined) return undefined;
  const models = modelsOf(task, found.kernel, found.decoration);
  const difference = differenceSeen(graph, models);
  const [first, second] = models.map((model) => valueIn(model, task.imagined));
  if (difference === undefined || first === undefined || second === undefined) return undefined;
  if (difference > ROUNDING || Math.abs(first - second) <= ROUNDING) return undefined;
  return { ...written(graph, instance, models), difference, values: [first, second] };
}

type Written = Pick<Witness, "stories" | "files" | "agree" | "question">;

function written(graph: Graph, instance: Instance, models: readonly [BitModel, BitModel]): Written {
  const shown = withPlainNames(graph);
  const both = models.map((model) => told(shown, model));
  const coins = new Set<Coin>(both.flatMap((one) => one.coins).sort((a, b) => b.ends.length - a.ends.length));
  const names = coinNames(shown, coins);
  const all = `P(${shown.nodes.map(({ name }) => name).join(", ")})`;
  const question = questionText(shown, instance);
  const calls = renamings(graph, shown);
  const tell = (which: 0 | 1) => [...calls, ...story(shown, both[which], names)];
  const write = (which: 0 | 1) => {
    const about = `The ${which === 0 ? "first" : "second"} of two models that agree on ${all} and differ on ${question}.`;
    return modelFile(shown, both[which], names, about);
  };
  return { stories: [tell(0), tell(1)], files: [write(0), write(1)], agree: [all], question };
}

/** Model files cannot hold every name. */
function renamings(graph: Graph, shown: Graph): readonly string[] {
  return graph.nodes.flatMap(({ name }, node) => {
    const other = shown.nodes[node].name;
    return other === name ? [] : [`${printName(name)} is called ${other} here`];
  });
}
