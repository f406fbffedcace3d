import { DiscoError } from "../error.js";
import { type Graph, type NodeSet, namesOf, withRole } from "../graph/graph.js";
import { descendants } from "../graph/relatives.js";
import { join, less } from "../graph/sets.js";
import type { Remark } from "../query/answer.js";
import type { GraphGuard } from "../query/misuse.js";
import { printName } from "../query/print.js";
import { adjustmentFault, efficientAdjustment, minimalAdjustment } from "./adjustment.js";
import { frontDoorFault, minimalFrontDoor } from "./front-door.js";
import { misplacedAmong, recoveryOf, selectionAmong, UNGUARDED } from "./guard.js";
import { identify } from "./identify.js";
import { type Instrument, instrumentsOf } from "./instruments.js";
import { nodeOf } from "./question/names.js";
import { type Scene, sceneOf } from "./scene.js";

/** The columns of an effect, as they were named; what is left open the graph decides. */
export interface EffectColumns {
  readonly treatment: string;
  readonly outcome: string;
  readonly given?: readonly string[];
  readonly instruments?: readonly string[];
  readonly mediators?: readonly string[];
}

/** What the graph makes of it: by which way the effect can be estimated, and from which columns. */
export interface EffectPlan {
  readonly way: "adjustment" | "front-door" | "instrument";
  readonly given: readonly string[];
  readonly instruments: readonly string[];
  readonly mediators: readonly string[];
  /** What was decided, and why. */
  readonly notes: readonly Remark[];
  /** What the graph has against it, all the same: covariates that are there by mistake, rows that were selected. */
  readonly guard: GraphGuard;
}

/** A plan before the graph is asked what it has against it. */
type Draft = Omit<EffectPlan, "guard"> & { readonly guard?: GraphGuard };
type Named = Pick<EffectPlan, "instruments" | "mediators" | "notes">;

/**
 * How the effect of one column on another can be estimated under a graph: by the covariates named if they adjust for everything, else by the
 * efficient adjustment set, a front door, an instrument. Covariates that are there by mistake (a mediator, a collider) while the others suffice
 * are kept and named in `guard`, as are selections that spoil the comparison.
 * @param measured columns that the table has; absent: everything that the graph does not mark as latent
 * @throws DiscoError `refused` for covariates that leave a path open with and without such mistakes, and where no estimator of ours applies
 * Cost: that of `identify`.
 */
export async function effectPlan(
  graph: Graph,
  columns: EffectColumns,
  measured?: readonly string[],
): Promise<EffectPlan> {
  const scene = sceneOf(graph, measured === undefined ? {} : { measured });
  const [x, y] = [columns.treatment, columns.outcome].map((name) => nodeIn(scene, name));
  const { guard = UNGUARDED, ...draft } = await draftOf(scene, x, y, columns);
  const ends = { x: new Set([x]), y: new Set([y]), treatment: columns.treatment, outcome: columns.outcome };
  const given = draft.way === "adjustment" ? new Set(draft.given.map((name) => nodeIn(scene, name))) : undefined;
  // Of covariates that are there by mistake the graph has said enough.
  const adjusted = guard.misplaced.length === 0 ? given : new Set(guard.valid.map((name) => nodeIn(scene, name)));
  const selected = selectionAmong(scene, ends, adjusted);
  const recovery = selected.length === 0 ? "" : await recoveryOf(scene, ends);
  return { ...draft, guard: { ...guard, selected, recovery } };
}

async function draftOf(scene: Scene, x: number, y: number, columns: EffectColumns): Promise<Draft> {
  const { given = [], instruments = [], mediators = [] } = columns;
  const plan: Named = { instruments, mediators, notes: [] };
  const ends = [new Set([x]), new Set([y])] as const;
  if (instruments.length > 0) {
    checkInstruments(scene, x, y, instruments, given);
    return { way: "instrument", given, ...plan };
  }
  if (columns.given !== undefined && mediators.length === 0) {
    const guard = checkGiven(scene, ends, given, columns);
    const text = `By the graph, adjusting for ${saySet(guard?.valid ?? given)} is enough.`;
    const notes = [{ id: "graph-adjustment", text }];
    return { way: "adjustment", given, ...plan, notes, ...(guard ? { guard } : {}) };
  }
  if (mediators.length > 0) return frontDoorPlan(scene, ends, plan, given);
  return bestPlan(scene, ends, plan, columns);
}

type Ends = readonly [NodeSet, NodeSet];

async function bestPlan(
  scene: Scene,
  [x, y]: Ends,
  plan: Named,
  { treatment, outcome }: EffectColumns,
): Promise<Draft> {
  const { graph } = scene;
  const best = bestAdjustment(graph, x, y);
  if (best !== undefined) {
    const given = namesOf(graph, best.set);
    const among = best.efficient
      ? "the set with the least variance in large samples among those that suffice"
      : "a smallest set that suffices";
    const text = `From the graph: adjust for ${saySet(given)}, ${among}.`;
    return { ...plan, way: "adjustment", given, notes: [{ id: "graph-adjustment", text }] };
  }
  const door = minimalFrontDoor(graph, x, y);
  if (door !== undefined && door.size > 0) {
    const mediators = namesOf(graph, door);
    const text = `From the graph: unmeasured causes of both cannot be adjusted for, and all of the effect goes through ${saySet(mediators)} (front door).`;
    return { ...plan, way: "front-door", given: [], mediators, notes: [{ id: "graph-front-door", text }] };
  }
  const question = `P(${printName(outcome)} | do(${printName(treatment)}))`;
  const [[one], [other]] = [[...x], [...y]];
  const found: Instrument | undefined = instrumentsOf(graph, one, other)[0];
  if (found !== undefined) {
    const instrument = graph.nodes[found.node].name;
    const { identified } = await identify(scene.full, question, { sets: 1 });
    const formula = identified ? " Without lines, `disco identify` has a formula for it." : "";
    const text = `From the graph: nothing adjusts for all common causes, and ${printName(instrument)} is an instrument. In linear models that is the effect; else the average effect of those whose treatment it moves.${formula}`;
    const given = namesOf(graph, found.given);
    return { ...plan, way: "instrument", given, instruments: [instrument], notes: [{ id: "graph-instrument", text }] };
  }
  const { identified, estimand, obstacle } = await identify(scene.full, question, { sets: 1 });
  throw new DiscoError(
    {
      who: "--graph",
      wrong: identified
        ? `the effect can be computed, but by no estimator here: ${estimand?.text ?? ""}`
        : `the effect cannot be computed from what is observed: ${obstacle?.text ?? "there is no formula"}`,
      given: `${treatment} -> ${outcome}`,
      next: identified
        ? `disco identify GRAPH "${question}" --data TABLE computes it where all variables are finite`
        : `disco identify GRAPH "${question}" shows why, what would help, and bounds`,
    },
    "refused",
  );
}

/**
 * The efficient adjustment set if it adjusts for everything among the selected too, else a smallest one that does, else one that would do were
 * nobody selected. What rows were selected by is 1 in all of them, and no column.
 */
function bestAdjustment(graph: Graph, x: NodeSet, y: NodeSet): { set: NodeSet; efficient: boolean } | undefined {
  const selected = less(withRole(graph, "selected"), join(x, y));
  const efficient = efficientAdjustment(graph, x, y);
  if (efficient !== undefined && adjustmentFault(graph, x, y, join(efficient, selected)) === undefined) {
    return { set: less(efficient, selected), efficient: true };
  }
  const smallest = minimalAdjustment(graph, x, y, { include: selected });
  if (smallest !== undefined) return { set: less(smallest, selected), efficient: false };
  if (efficient !== undefined) return { set: less(efficient, selected), efficient: true };
  const free = less(new Set(graph.nodes.keys()), selected);
  const any = minimalAdjustment(graph, x, y, { among: free }) ?? minimalAdjustment(graph, x, y);
  return any && { set: less(any, selected), efficient: false };
}

function frontDoorPlan(scene: Scene, [x, y]: Ends, plan: Named, given: readonly string[]): Draft {
  const nodes = new Set(plan.mediators.map((name) => nodeIn(scene, name)));
  const fault = frontDoorFault(scene.graph, x, y, nodes);
  const names = saySet(plan.mediators);
  const text =
    fault === undefined
      ? `The graph agrees that ${names} is a front door.`
      : `By the graph ${names} is no front door (${fault}); the effect is split into what goes through it and what does not.`;
  const way = fault === undefined ? "front-door" : "adjustment";
  return { ...plan, way, given, notes: [{ id: "graph-mediators", text }] };
}

/**
 * What is there by mistake, if the others adjust for everything.
 * @throws DiscoError (refused) naming what comes after the treatment, or the path that stays open, with a set that would do
 */
function checkGiven(
  scene: Scene,
  [x, y]: Ends,
  given: readonly string[],
  columns: EffectColumns,
): GraphGuard | undefined {
  const { graph } = scene;
  const nodes = new Set(given.map((name) => nodeIn(scene, name)));
  const fault = adjustmentFault(graph, x, y, nodes);
  if (fault === undefined) return undefined;
  const { treatment, outcome } = columns;
  const found = misplacedAmong(scene, { x, y, treatment, outcome }, nodes);
  if (found !== undefined) return { ...UNGUARDED, ...found };
  const better = minimalAdjustment(graph, x, y);
  const next =
    better === undefined
      ? "no set of measured variables adjusts for everything; leave --given out and the graph is searched for another way"
      : better.size === 0
        ? "by the graph nothing has to be adjusted for: leave --given out"
        : `adjust for ${saySet(namesOf(graph, better))}: --given ${namesOf(graph, better).join(",")}`;
  const after = [...nodes].filter((node) => descendants(graph, x).has(node));
  const wrong =
    after.length > 0
      ? `this comes after the treatment ${columns.treatment}, so holding it fixed hides part of the effect or opens a path`
      : fault.kind === "forbidden"
        ? "this comes after a cause that the effect goes through"
        : "these leave a path open from the treatment to the outcome that is no effect";
  const blamed = after.length > 0 ? after : fault.kind === "forbidden" ? [...fault.nodes] : [...nodes];
  throw new DiscoError(
    { who: "--given", wrong, given: namesOf(graph, blamed).join(", ") || "nothing", next },
    "refused",
  );
}

function checkInstruments(
  scene: Scene,
  x: number,
  y: number,
  instruments: readonly string[],
  given: readonly string[],
): void {
  const { graph } = scene;
  const fit = instrumentsOf(graph, x, y);
  for (const name of [...instruments, ...given]) nodeIn(scene, name);
  const bad = instruments.find((name) => !fit.some(({ node }) => graph.nodes[node].name === name));
  if (bad === undefined) return;
  const others = fit.map(({ node }) => graph.nodes[node].name);
  throw new DiscoError(
    {
      who: "--instrument",
      wrong:
        "by the graph this is no instrument: it does not move the treatment, or touches the outcome by another way",
      given: bad,
      next: others.length === 0 ? "the graph has no instrument" : `by the graph these are: ${others.join(", ")}`,
    },
    "refused",
  );
}

function nodeIn({ graph, latent }: Scene, name: string): number {
  return nodeOf(graph, latent, name, "--graph");
}

function saySet(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : names.map(printName).join(", ");
}
