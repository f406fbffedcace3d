import { DiscoError } from "../../error.js";
import type { Graph } from "../../graph/graph.js";
import { nearestName } from "../../num/nearest.js";

/** Names in a message; a graph may have thousands. */
const SHOWN = 12;

/**
 * The number of a measured node.
 * @param who complains
 * @throws DiscoError for a name that the graph does not have, and for a latent one
 */
export function nodeOf(graph: Graph, latent: readonly string[], name: string, who = "question"): number {
  const node = graph.numbers.get(name);
  if (node !== undefined) return node;
  if (latent.includes(name)) {
    throw new DiscoError({
      who,
      wrong: "this variable is not measured: it is latent in the graph, or not in the table",
      given: name,
      next: "ask about measured variables, or take the mark latent off if it is one",
    });
  }
  if (name === "unit") throw aboutIndividual("unit");
  const names = [...graph.numbers.keys()];
  const near = nearestName(name, [...names, ...latent]);
  const list =
    names.length > SHOWN ? `${names.slice(0, SHOWN).join(", ")}, ... (${names.length} in all)` : names.join(", ");
  throw new DiscoError({
    who,
    wrong: "the graph has no such variable",
    given: name,
    next:
      near === undefined
        ? `its measured variables are ${list}`
        : `did you mean ${near}? Its measured variables are ${list}`,
  });
}

/** A graph knows no individuals by name. */
export function aboutIndividual(given: string): DiscoError {
  return new DiscoError({
    who: "question",
    wrong: "a graph knows no individuals by name",
    given,
    next: "leave it out: the answer says what is known at the level of the individual; `disco ask` asks a model about one",
  });
}

/** A variable that is set in a world has no law there. */
export function knownThere(name: string, text: string): DiscoError {
  return new DiscoError({
    who: "question",
    wrong: `${name} is set, so what it is in that world is no question`,
    given: text,
    next: "ask about another variable, or see it in a world in which it is not set",
  });
}
