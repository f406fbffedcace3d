import type { Graph } from "../graph/graph.js";
import { estimandLatex } from "../query/estimand/latex.js";
import { estimandText } from "../query/estimand/text.js";
import type { Estimand, Sign } from "../query/estimand.js";
import type { Formula } from "../query/identification.js";
import { simplify } from "./estimand/simplify.js";
import { freeSigns, keyOf, partsOf, slotsOf, withDistinctSigns } from "./estimand/walk.js";

/** A formula in the form people are shown: each sign one thing, nothing said twice. Cost: that of `simplify`. */
function tidied(graph: Graph, estimand: Estimand): Estimand {
  const rank = (variable: string) => graph.numbers.get(variable) ?? graph.nodes.length;
  return withDistinctSigns(simplify(withDistinctSigns(estimand), rank));
}

/** A formula in each of its forms. `open`: the signs that the question leaves open; other free ones are arbitrary. */
export function shown(graph: Graph, estimand: Estimand, open: readonly Sign[] = []): Formula {
  const tree = tidied(graph, estimand);
  const asked = new Set(open.map(keyOf));
  const arbitrary = [...freeSigns(tree)].filter(([key]) => !asked.has(key)).map(([, { variable }]) => variable);
  return {
    text: estimandText(tree),
    latex: estimandLatex(tree),
    tree,
    needs: [...new Set(lawsIn(tree))],
    arbitrary: [...new Set(arbitrary)],
  };
}

/** The laws a formula is made of, as text. */
function lawsIn(estimand: Estimand): readonly string[] {
  if (estimand.kind === "law" || estimand.kind === "mean") return [estimandText(estimand)];
  return partsOf(estimand).flatMap(lawsIn);
}

/** The variables that a formula needs values of. */
export function variablesIn(estimand: Estimand): readonly string[] {
  const own = slotsOf(estimand).map(({ variable }) => variable);
  const mean = estimand.kind === "mean" ? [estimand.of] : [];
  return [...new Set([...own, ...mean, ...partsOf(estimand).flatMap(variablesIn)])];
}
