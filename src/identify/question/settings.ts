import { DiscoError } from "../../error.js";
import type { Graph } from "../../graph/graph.js";
import type { Sign } from "../../query/estimand.js";
import { printTerm } from "../../query/print.js";
import type { Given, World } from "../../query/question.js";
import type { FreshSign } from "../counterfactual/conjunction.js";
import type { Setting, Target } from "../counterfactual/event.js";
import { knownThere, nodeOf } from "./names.js";

/** What a question is translated in. */
export interface Context {
  readonly graph: Graph;
  readonly latent: readonly string[];
  readonly fresh: FreshSign;
  /** The sign of what a question leaves open; the same for the same place. */
  readonly opened: (variable: string, place: string) => Sign;
}

/** The world of `do(...)`, which terms without brackets are in. A `do` without a value leaves it open. */
export function doing(context: Context, { do: set }: Given, text: string): Setting {
  return settingOf(
    set,
    (variable, to) => (to === undefined ? { sign: context.opened(variable, "do") } : target(context, to)),
    context,
    text,
  );
}

type To = World["set"][number]["to"];

/** What is set, each variable once. */
function settingOf(
  list: readonly { readonly variable: string; readonly to?: To }[],
  targetOf: (variable: string, to: To | undefined) => Target,
  { graph, latent }: Context,
  text: string,
): Setting {
  const set = new Map<number, Target>();
  for (const { variable, to } of list) {
    const node = nodeOf(graph, latent, variable);
    if (set.has(node)) throw setTwice(variable, text);
    set.set(node, targetOf(variable, to));
  }
  return set;
}

/** What a world sets, and worlds inside it. */
export function worldOf(context: Context, { set }: World, text: string): Setting {
  return settingOf(set, (_, to) => target(context, to!), context, text);
}

function target(context: Context, to: To): Target {
  if (typeof to !== "object") return { value: to };
  const node = nodeOf(context.graph, context.latent, to.name);
  const set = worldOf(context, to.world, printTerm(to));
  if (set.has(node)) throw knownThere(to.name, printTerm(to));
  return { node, set };
}

function setTwice(name: string, text: string): DiscoError {
  return new DiscoError({
    who: "question",
    wrong: `one world sets ${name} twice`,
    given: text,
    next: "set it once, or compare two worlds",
  });
}
