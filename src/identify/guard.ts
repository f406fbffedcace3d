import { type NodeSet, namesOf, withRole } from "../graph/graph.js";
import { type CausalRole, rolesOf } from "../graph/role-of.js";
import { join, less } from "../graph/sets.js";
import type { GraphGuard, Misplaced, SelectedBy } from "../query/misuse.js";
import { printName } from "../query/print.js";
import { adjustmentFault } from "./adjustment.js";
import { identify } from "./identify.js";
import type { Scene } from "./scene.js";

/** The two ends of an effect, as sets of one node and by name. */
export interface Ends {
  readonly x: NodeSet;
  readonly y: NodeSet;
  readonly treatment: string;
  readonly outcome: string;
}

/** How long to look for a formula that undoes a selection, in seconds: it is a remark, and nobody waits for it. */
const SECONDS = 2;

/** Roles of what adjusting for spoils. */
const HARMFUL: ReadonlySet<CausalRole | undefined> = new Set<CausalRole>([
  "mediator",
  "collider",
  "after outcome",
  "after treatment",
]);

/**
 * The covariates among `given` that are there by mistake: effects of the treatment or the outcome, and common effects, without which the others
 * adjust for everything. Undefined where the others do not, or nothing of the kind is given. Cost: that of `rolesOf`.
 */
export function misplacedAmong(
  { full, graph }: Scene,
  ends: Ends,
  given: NodeSet,
): { readonly misplaced: readonly Misplaced[]; readonly valid: readonly string[] } | undefined {
  const roles = rolesOf(full, ends.treatment, ends.outcome);
  const bad = new Set([...given].filter((node) => HARMFUL.has(roles.get(graph.nodes[node].name))));
  const rest = less(given, bad);
  if (bad.size === 0 || adjustmentFault(graph, ends.x, ends.y, rest) !== undefined) return undefined;
  const misplaced = namesOf(graph, bad).map((name) => {
    const role = roles.get(name)!;
    return { name, role, why: whyNotGiven(role, ends) };
  });
  return { misplaced, valid: namesOf(graph, rest) };
}

function whyNotGiven(role: CausalRole, { treatment, outcome }: Ends): string {
  const [t, y] = [printName(treatment), printName(outcome)];
  switch (role) {
    case "mediator":
      return `${t} acts on ${y} through it, so that part of the effect is taken away`;
    case "collider":
      return `what leads to ${t} and what leads to ${y} meet in it, so an association is made that is no effect`;
    case "after outcome":
      return `it is an effect of ${y}, so rows that are alike in it were made alike by what is to be explained`;
    default:
      return `it comes after ${t}, on the way of the effect or beside it, so part of the effect is taken away`;
  }
}

/**
 * The variables by which the rows were selected that spoil the comparison: covariates which adjust for everything among all do not among
 * the selected. Where the way is no adjustment, every selection after the treatment or by a common effect counts. Cost: that of `rolesOf`.
 * @param given the covariates that are adjusted for; undefined for another way
 */
export function selectionAmong({ full, graph }: Scene, ends: Ends, given: NodeSet | undefined): readonly SelectedBy[] {
  const selected = less(withRole(graph, "selected"), join(ends.x, ends.y));
  if (selected.size === 0) return [];
  const roles = rolesOf(full, ends.treatment, ends.outcome);
  const roleOf = (node: number) => roles.get(graph.nodes[node].name)!;
  const fault = (nodes: NodeSet) => adjustmentFault(graph, ends.x, ends.y, nodes) !== undefined;
  const spoils = (nodes: NodeSet) =>
    given === undefined || fault(given)
      ? [...nodes].some((node) => HARMFUL.has(roleOf(node)))
      : fault(join(given, nodes));
  if (!spoils(selected)) return [];
  const alone = [...selected].filter((node) => spoils(new Set([node])));
  return (alone.length > 0 ? alone : [...selected]).map((node) => {
    const role = roleOf(node);
    return { name: graph.nodes[node].name, role, why: whyNotSelected(role, ends) };
  });
}

function whyNotSelected(role: CausalRole, { treatment, outcome }: Ends): string {
  const [t, y] = [printName(treatment), printName(outcome)];
  switch (role) {
    case "mediator":
    case "after treatment":
      return `it comes after ${t}, so the arms that are left are different people`;
    case "after outcome":
      return `it is an effect of ${y}: averages and differences among the selected are not those of everybody (an odds ratio is, where nothing else selects)`;
    default:
      return `what leads to ${t} and what leads to ${y} meet in it, so among the selected they go together without any effect (Berkson)`;
  }
}

/** What would undo a selection: the formula, where there is one, or what would have to be known besides. */
export async function recoveryOf(scene: Scene, { treatment, outcome }: Ends): Promise<string> {
  const question = `P(${printName(outcome)} | do(${printName(treatment)}))`;
  const { identified } = await identify(scene.full, question, { sets: 1, seconds: SECONDS });
  return identified
    ? `By the graph it can be undone: disco identify GRAPH "${question}" has the formula.`
    : `By the graph nothing undoes it from such rows alone. Weigh each by one over its chance of getting in, if that is known; disco check TABLE --pair ${treatment},${outcome} --selected COLUMN corrects and bounds it where the others are in the table too.`;
}

/** Nothing to say. */
export const UNGUARDED: GraphGuard = { misplaced: [], valid: [], selected: [], recovery: "" };
