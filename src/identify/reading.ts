import { DiscoError } from "../error.js";
import type { Budget } from "../graph/budget.js";
import { type Graph, type NodeSet, namesOf, unmeasured, withRole } from "../graph/graph.js";
import { latentProjection } from "../graph/projection.js";
import { descendants } from "../graph/relatives.js";
import { less } from "../graph/sets.js";
import type { IndividualReading, LevelReading } from "../query/identification.js";
import { printName } from "../query/print.js";
import { effect } from "./effect.js";
import { shown } from "./formula.js";

/**
 * The node that stands for who the individual is: the one named, the one marked, or a latent root called U. Undefined where there is none.
 * @throws DiscoError when the one named is not there, is measured, or has causes
 */
export function individualOf(graph: Graph, named: string | undefined): number | undefined {
  const [marked] = withRole(graph, "individual");
  const latent = withRole(graph, "latent");
  const isRoot = (node: number) => graph.parents[node].length === 0 && graph.siblings[node].length === 0;
  const node = named === undefined ? (marked ?? graph.numbers.get("U")) : graph.numbers.get(named);
  if (named === undefined && marked === undefined) {
    return node !== undefined && latent.has(node) && isRoot(node) ? node : undefined;
  }
  const given = named ?? graph.nodes[marked].name;
  const refuse = (wrong: string, next: string) => new DiscoError({ who: "individual", wrong, given, next });
  if (node === undefined)
    throw refuse("the graph has no such variable", "name the latent root that stands for who the individual is");
  if (!isRoot(node)) {
    throw refuse(
      "who the individual is has no causes in the graph, and this has",
      "name a root, or take its causes out",
    );
  }
  return node;
}

/** What a question's levels are read from. */
interface Levels {
  /** The graph as given, latent nodes and all. */
  readonly graph: Graph;
  readonly unit: number;
  /** Names of what is set and of what is asked about. */
  readonly x: readonly string[];
  readonly y: readonly string[];
  /** Is the question itself, about the population, identified? */
  readonly population: LevelReading;
  readonly budget?: Budget | undefined;
}

/**
 * What is identified of an effect at the level of the individual, of a stratum and of the population, and what repeated occasions would add
 * (THEORY 1.5, 3.6 to 3.8). Cost: two runs of `effect`.
 */
export function readingOf({ graph, unit, x, y, population, budget }: Levels): IndividualReading {
  const name = graph.nodes[unit].name;
  const hidden = unmeasured(graph);
  const withUnit = latentProjection(graph, less(hidden, new Set([unit])));
  const measured = latentProjection(graph, hidden);
  const set = (where: Graph, names: readonly string[]): NodeSet => new Set(names.map((one) => where.numbers.get(one)!));
  const own = effect(withUnit, set(withUnit, y), set(withUnit, x), set(withUnit, [name]), { budget });
  const [treatment, outcome, who] = [x.map(printName).join(", "), y.map(printName).join(", "), printName(name)];
  const individual: LevelReading =
    "estimand" in own
      ? {
          identified: true,
          formula: shown(withUnit, own.estimand).text,
          text: `Given the individual's own law: once ${who} is known, nothing else links ${treatment} with ${outcome} on an occasion. One occasion of each individual does not show that law; through covariates it is only bounded.`,
        }
      : {
          identified: false,
          text: `Not even with ${who} known: on each occasion ${treatment} and ${outcome} share a cause that is not the individual's, so what is seen of an individual under ${treatment} is not what setting it would do.`,
        };
  return {
    unit: name,
    individual,
    stratum: stratumOf(measured, set(measured, x), set(measured, y), budget),
    population,
    replicates: individual.identified
      ? `Two occasions of each individual under the same ${treatment} show how steady individuals are (recurrence); occasions under both show how the two go together. Telling K kinds of individuals apart takes 2K − 1 occasions each. All this as long as ${who} stays the same and one occasion leaves nothing behind for the next.`
      : `Repeated occasions of the same individuals do not mend this: the shared cause is there on each of them.`,
  };
}

/** A stratum is all that is measured and comes before the treatment. */
function stratumOf(graph: Graph, x: NodeSet, y: NodeSet, budget: Budget | undefined): LevelReading {
  const after = descendants(graph, x);
  const w = less(less(new Set(graph.nodes.keys()), after), y);
  const names = namesOf(graph, w).map(printName).join(", ");
  if (w.size === 0)
    return { identified: false, text: "Nothing is measured that comes before the treatment, so there are no strata." };
  const found = effect(graph, y, x, w, { budget });
  return "estimand" in found
    ? { identified: true, formula: shown(graph, found.estimand).text, text: `For those alike in ${names}.` }
    : { identified: false, text: `Also among those alike in ${names}, unmeasured causes remain.` };
}
