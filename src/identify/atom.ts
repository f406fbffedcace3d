import type { Budget } from "../graph/budget.js";
import type { Graph, NodeSet } from "../graph/graph.js";
import type { Bound, Estimand, Sign } from "../query/estimand.js";
import type { Step, Strategy } from "../query/identification.js";
import { mechanisms } from "./counterfactual/ancestral.js";
import { type Conjunction, settled, signMaker } from "./counterfactual/conjunction.js";
import {
  type FlatSetting,
  type Meaning,
  minimised,
  reaching,
  sameMeaning,
  variableKey,
} from "./counterfactual/event.js";
import { type FactorSource, type Found, type Setup, withMeanings } from "./counterfactual/factor.js";
import { ZERO } from "./counterfactual/id-star.js";
import { type Impossible, idcStar } from "./counterfactual/idc-star.js";
import { unnested } from "./counterfactual/unnest.js";
import { type Effect, type EffectFound, effect } from "./effect.js";
import { ONE, sum } from "./estimand/build.js";
import { meanOf } from "./estimand/mean.js";
import { freeSigns, keyOf, withDistinctSigns } from "./estimand/walk.js";
import type { Atom } from "./question/asked.js";
import type { Basis } from "./transport.js";

/** A formula, or what stands in its way; and how it was looked for. */
interface Attempt {
  readonly outcome: Found | Impossible;
  readonly method: string;
  readonly strategy: Strategy;
}

/** One question identified, or not. */
export interface AtomFound extends Attempt {
  readonly layer: 1 | 2 | 3;
  /** Free signs of the formula that the question does not name: it is the same at each of their values. */
  readonly arbitrary: readonly Sign[];
}

/** What one question is identified in. */
export interface AtomSetting {
  readonly graph: Graph;
  /** Signs that the question leaves open. */
  readonly open: readonly Sign[];
  readonly trace: (step: Step) => void;
  readonly budget?: Budget | undefined;
  /** How districts are identified where that is not from plain observation of everything (selection, transport). */
  readonly factor?: Elsewhere;
}

/** Laws that are not those of plain observation. */
export interface Elsewhere {
  readonly source: FactorSource;
  readonly method: string;
  /** A shorter way for a question of one world, where there is one. */
  readonly direct?: (question: Effect) => EffectFound | undefined;
  /** Coarser graphs to look at a question about some nodes in, where this one has no formula. */
  readonly coarser?: (kept: NodeSet) => readonly Basis[];
}

const FORMULA: Strategy = { kind: "formula" };

/**
 * Identifies one question: as an effect when all it is about happens in one world, by ID* and IDC* otherwise. The formula's free signs are
 * those the question leaves open, and arbitrary ones. Cost: as `id`, for each district and world.
 */
export function identifyAtom(atom: Atom, { graph, open, trace, budget, factor }: AtomSetting): AtomFound {
  const fresh = signMaker([...open, ...[...atom.bounds.values()].map(({ sign }) => sign)]);
  const conjunction = unnested(graph, atom.events, atom.bounds, fresh);
  const layer = layerOf(conjunction);
  const arbitrary: Sign[] = [];
  const setup: Setup = {
    graph,
    fresh,
    trace,
    budget,
    arbitrary: (sign) => arbitrary.push(sign),
  };
  const known = knownAverage(atom, conjunction, setup);
  if (known !== undefined) {
    return { outcome: { estimand: known }, method: "given", strategy: FORMULA, layer, arbitrary };
  }
  const inner = withoutAverage(atom, conjunction);
  const attempt =
    factor === undefined
      ? (inOneWorld(inner, setup, observed) ?? fromWorlds(inner, setup, undefined))
      : fromElsewhere(inner, setup, factor);
  const { outcome } = attempt;
  if (!("estimand" in outcome)) return { ...attempt, layer, arbitrary };
  const estimand = averaged(atom, withDistinctSigns(outcome.estimand));
  return { ...attempt, outcome: { estimand }, layer, arbitrary };
}

function layerOf({ events }: Conjunction): 1 | 2 | 3 {
  const worlds = new Set(events.map(({ set }) => variableKey({ node: -1, set })));
  if (worlds.size > 1) return 3;
  return events[0].set.size === 0 ? 1 : 2;
}

/** The average of what is known: E[Y[T=1] | T=1, Y=3] is 3, because it is the same Y. */
function knownAverage({ quantity }: Atom, conjunction: Conjunction, { graph, fresh }: Setup): Estimand | undefined {
  if (quantity?.kind !== "sign") return undefined;
  const apart = settled(graph, conjunction);
  const to = (apart && mechanisms(graph, apart, fresh.fork()))?.solved?.get(keyOf(quantity.sign));
  if (to === undefined) return undefined;
  return "sign" in to ? { kind: "sign", sign: to.sign } : { kind: "number", value: Number(to.value) };
}

/** What is averaged is left open for the moment. */
function withoutAverage({ quantity }: Atom, conjunction: Conjunction): Conjunction {
  if (quantity === undefined) return conjunction;
  const averagedOver = freeSigns(quantity);
  return { ...conjunction, bounds: new Map([...conjunction.bounds].filter(([key]) => !averagedOver.has(key))) };
}

function averaged({ quantity }: Atom, estimand: Estimand): Estimand {
  if (quantity === undefined) return estimand;
  if (quantity.kind === "sign") return meanOf(estimand, quantity.sign);
  const over = [...freeSigns(quantity).values()].map((sign): Bound => ({ sign }));
  return sum(over, { kind: "arithmetic", operator: "*", left: quantity, right: estimand });
}

/** By the shorter way, where there is one; by districts; and in coarser graphs. Where nothing finds a formula, the whole graph says why. */
function fromElsewhere(conjunction: Conjunction, setup: Setup, elsewhere: Elsewhere): Attempt {
  const { source, method, direct, coarser = () => [] } = elsewhere;
  const short = direct && inOneWorld(conjunction, setup, direct);
  if (short !== undefined) return short;
  const whole = fromWorlds(conjunction, { ...setup, factor: source }, method);
  if ("estimand" in whole.outcome) return whole;
  for (const basis of coarser(new Set(conjunction.events.flatMap(({ node, set }) => [node, ...set.keys()])))) {
    const steps: Step[] = [];
    const own: Setup = { ...setup, graph: basis.graph, factor: basis.source, trace: (step) => steps.push(step) };
    const attempt = fromWorlds(conjunction, own, method);
    if (!("estimand" in attempt.outcome)) continue;
    const text = "So it is looked at without the causes that are not measured.";
    for (const step of [{ rule: method, text }, ...steps]) setup.trace?.(step);
    return attempt;
  }
  return whole;
}

function observed({ graph, y, x, z, trace, budget }: Effect): EffectFound {
  return effect(graph, y, x, z, { trace, budget });
}

/** As an effect, where all events are of one world or might as well be; undefined otherwise, and where `solve` has no answer. */
function inOneWorld(
  conjunction: Conjunction,
  setup: Setup,
  solve: (question: Effect) => EffectFound | undefined,
): Attempt | undefined {
  const { graph, trace = () => {}, budget } = setup;
  const done = (estimand: Estimand, method: string): Attempt => ({ outcome: { estimand }, method, strategy: FORMULA });
  const apart = settled(graph, conjunction);
  if (apart === undefined) return done(ZERO, "contradiction");
  if (apart.mixed) return undefined;
  const world = commonWorld(graph, apart);
  if (world === undefined) return undefined;
  const { events, bounds } = apart;
  const nodes = (part: string) => new Set(events.filter((event) => event.part === part).map(({ node }) => node));
  const y = nodes("asked");
  if (y.size === 0) return done(ONE, "given");
  const found = solve({ graph, y, x: new Set(world.keys()), z: nodes("given"), trace, budget });
  if (found === undefined) return undefined;
  const { method } = found;
  if ("hedge" in found) return { outcome: { hedge: found.hedge, district: y }, method, strategy: FORMULA };
  const meanings = new Map<number, Meaning>([...world, ...events.map(({ node, at }) => [node, at] as const)]);
  const estimand = withMeanings(withDistinctSigns(found.estimand), meanings, setup);
  const signs = freeSigns(estimand);
  const over = [...bounds.values()].filter(({ sign }) => signs.has(keyOf(sign)));
  return { outcome: { estimand: sum(over, estimand) }, method, strategy: found.strategy };
}

/** The one world that all events could be in; undefined where they need several, or where what is given is tested and not a value. */
function commonWorld(graph: Graph, { events, bounds }: Conjunction): FlatSetting | undefined {
  const world = new Map<number, Meaning>();
  for (const { set } of events) {
    for (const [node, to] of set) {
      const before = world.get(node);
      if (before !== undefined && !sameMeaning(before, to)) return undefined;
      world.set(node, to);
    }
  }
  const seen = new Set<number>();
  for (const event of events) {
    const { node, part, at } = event;
    if (world.has(node) || seen.has(node)) return undefined;
    seen.add(node);
    const there = variableKey({ node, set: reaching(graph, node, world) });
    if (there !== variableKey(minimised(graph, event))) return undefined;
    if (part === "given" && "sign" in at && bounds.has(keyOf(at.sign))) return undefined;
  }
  return world;
}

function fromWorlds(conjunction: Conjunction, setup: Setup, method: string | undefined): Attempt {
  const conditioned = conjunction.events.some(({ part }) => part === "given");
  const name = method ?? (conditioned ? "IDC*" : "ID*");
  return { outcome: idcStar(conjunction, setup), method: name, strategy: FORMULA };
}
