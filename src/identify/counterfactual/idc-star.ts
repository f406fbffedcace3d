import type { Bound, Estimand, Sign } from "../../query/estimand.js";
import type { Step } from "../../query/identification.js";
import { product, quotient } from "../estimand/build.js";
import { freeSigns, keyOf, substitute } from "../estimand/walk.js";
import { type Mechanism, mechanisms } from "./ancestral.js";
import { type Conjunction, settled } from "./conjunction.js";
import { type FlatEvent, type Meaning, sameMeaning } from "./event.js";
import type { Found, Setup, Thicket } from "./factor.js";
import { byDistrict, idStar, summed, tellMechanisms, tracedFactor, ZERO } from "./id-star.js";

/** What was given cannot be. */
export interface Impossible {
  readonly impossible: true;
}

/**
 * The probability of events in several worlds given others: IDC* of I. Shpitser and J. Pearl (JMLR 9, 2008) by
 * ancestral components (Correa, Lee & Bareinboim 2021, theorem 3 and algorithm CTFID): factors that share nothing with what is asked about
 * stand above and below the line, and are never needed.
 * Cost: as `id`, for each district.
 */
export function idcStar(conjunction: Conjunction, setup: Setup): Found | Impossible {
  if (!conjunction.events.some(({ part }) => part === "given")) return idStar(conjunction, setup);
  const { graph } = setup;
  const given = settled(graph, { ...conjunction, events: conjunction.events.filter(({ part }) => part !== "asked") });
  if (given === undefined || mechanisms(graph, given, setup.fresh.fork()) === undefined) return { impossible: true };
  const apart = settled(graph, conjunction);
  const all = apart && mechanisms(graph, apart, setup.fresh.fork());
  if (apart === undefined || all === undefined) return { estimand: ZERO };
  const found = all.mixed === undefined ? byComponents(conjunction, setup) : undefined;
  if (found !== undefined && "estimand" in found) return found;
  // Values that meet (T = 1 asked about, and set to 1 in a world) can make the whole simpler than its part is for every value.
  const whole = asFraction(apart, given, setup);
  return found === undefined || "estimand" in whole ? whole : found;
}

function asFraction(all: Conjunction, given: Conjunction, setup: Setup): Found {
  const steps: Step[] = [];
  const quiet = { ...setup, trace: (step: Step) => steps.push(step) };
  const top = idStar(all, quiet);
  if (!("estimand" in top)) return top;
  const bottom = idStar(given, quiet);
  if (!("estimand" in bottom)) return bottom;
  const text = "At the values asked about: the joint probability of all events, divided by that of what is given.";
  for (const step of [{ rule: "IDC*", text }, ...steps]) setup.trace?.(step);
  return { estimand: quotient(top.estimand, bottom.estimand) };
}

/**
 * What is asked about gets signs of its own for a moment, so that the line below the fraction is a sum over them. A sign that what is given
 * settles (the same mechanism, by composition) is no longer asked about. Undefined where only the values asked about can tell.
 */
function byComponents(conjunction: Conjunction, setup: Setup): Found | undefined {
  const { graph } = setup;
  const values = new Map<string, Meaning>();
  const bounds = new Map(conjunction.bounds);
  const open: string[] = [];
  const events = conjunction.events.map((event): FlatEvent => {
    if (event.part !== "asked") return event;
    if ("sign" in event.at) {
      open.push(keyOf(event.at.sign));
      return event;
    }
    const sign = setup.fresh(graph.nodes[event.node].name);
    values.set(keyOf(sign), event.at);
    bounds.set(keyOf(sign), { sign });
    return { ...event, at: { sign } };
  });
  const apart = settled(graph, { events, bounds })!;
  const all = mechanisms(graph, apart, setup.fresh)!;
  const asked = new Set([...open, ...values.keys()].filter((key) => all.bounds.has(key) || !bounds.has(key)));
  tellMechanisms("IDC*, line 3", apart, all, setup);
  const own = component(byDistrict(graph, all.events), asked, all.bounds);
  const factors: Estimand[] = [];
  for (const group of own) {
    const found = tracedFactor("IDC*, line 4", group, setup);
    if ("thicket" in found) return atValues(found.thicket, values);
    if (!("estimand" in found)) return found;
    factors.push(found.estimand);
  }
  const signs = [...all.bounds.values()];
  const isAsked = ({ sign }: Bound) => asked.has(keyOf(sign));
  const joint = summed(
    signs.filter((one) => !isAsked(one)),
    product(factors),
  );
  const chosen = signs.filter((one) => isAsked(one) && !values.has(keyOf(one.sign)));
  const top = summed(chosen, substitute(joint, values));
  if (isWholeLaw(own, asked, all.bounds)) return { estimand: top };
  const over = [...freeSigns(joint)].filter(([key]) => asked.has(key)).map(([, sign]): Bound => ({ sign }));
  return { estimand: quotient(top, summed(over, joint)) };
}

/** Is everything in these factors summed over below the line, so that it is 1? */
function isWholeLaw(
  own: readonly (readonly Mechanism[])[],
  asked: ReadonlySet<string>,
  bounds: ReadonlyMap<string, Bound>,
): boolean {
  const keys = own.flat().map(({ at }) => ("sign" in at ? keyOf(at.sign) : ""));
  return new Set(keys).size === keys.length && keys.every((key) => asked.has(key) || bounds.has(key));
}

/** A thicket at the values asked about; undefined where these are the same, so that it is none. */
function atValues(thicket: Thicket, values: ReadonlyMap<string, Meaning>): Found | undefined {
  const value = (one: Meaning): Meaning => ("sign" in one ? (values.get(keyOf(one.sign)) ?? one) : one);
  const [one, other] = thicket.meanings.map(value);
  return sameMeaning(one, other) ? undefined : { thicket: { ...thicket, meanings: [one, other] } };
}

/** The factors that what is asked about is tied to, directly or through signs that are summed over. */
function component(
  groups: readonly (readonly Mechanism[])[],
  asked: ReadonlySet<string>,
  bounds: ReadonlyMap<string, Bound>,
): readonly (readonly Mechanism[])[] {
  const moving = (sign: Sign) => asked.has(keyOf(sign)) || bounds.has(keyOf(sign));
  const signs = groups.map((group) => {
    const meanings = group.flatMap(({ at, set }) => [at, ...set.values()]);
    return new Set(meanings.flatMap((one) => ("sign" in one && moving(one.sign) ? [keyOf(one.sign)] : [])));
  });
  const users = new Map<string, number[]>();
  signs.forEach((own, group) => {
    for (const key of own) users.set(key, [...(users.get(key) ?? []), group]);
  });
  const reached = new Set(asked);
  const inside = new Set<number>();
  // A set is walked in the order of insertion, also what is inserted meanwhile.
  for (const key of reached) {
    for (const group of users.get(key) ?? []) {
      if (inside.has(group)) continue;
      inside.add(group);
      for (const other of signs[group]) reached.add(other);
    }
  }
  return groups.filter((_, i) => inside.has(i));
}
