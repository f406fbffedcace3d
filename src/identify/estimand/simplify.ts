import type { Bound, Estimand, Slot } from "../../query/estimand.js";
import { factorsOf, law, product, quotient, sum } from "./build.js";
import { freeSigns, keyOf, mapParts, slotsOf } from "./walk.js";

type Law = Extract<Estimand, { readonly kind: "law" }>;
type Mean = Extract<Estimand, { readonly kind: "mean" }>;

/** The order in which variables are written. */
export type Rank = (variable: string) => number;

/**
 * The same formula, shorter: chain rule forwards (P(a | b) P(b) = P(a, b)) and backwards in fractions, what is summed out dropped, what a sum
 * does not concern taken out of it, what stands above and below a line cancelled. Signs bound by sums must differ from all around them.
 * Laws are taken as they are: independencies are used where formulas are made, not here. Cost: about the square of the largest product.
 */
export function simplify(estimand: Estimand, rank: Rank): Estimand {
  const inner = mapParts(estimand, (part) => simplify(part, rank));
  switch (inner.kind) {
    case "product":
      return product(chained(inner.factors, rank));
    case "sum":
      return summed(inner.over, inner.of, rank);
    case "quotient":
      return cancelled(inner.top, inner.bottom, rank);
    default:
      return inner;
  }
}

/** Products of laws by the chain rule, P(a | b, c) P(b | c) = P(a, b | c), until nothing fits. Cost: O(factors), keys aside. */
function chained(factors: readonly Estimand[], rank: Rank): readonly Estimand[] {
  const list: (Estimand | undefined)[] = [...factorsOf(product(factors))];
  const places = new Map<string, number>();
  const enter = (place: number) => {
    const one = list[place];
    if (one?.kind === "law") places.set(keysOf(one).all, place);
  };
  for (const place of list.keys()) enter(place);
  for (let place = 0; place < list.length; place++) {
    const one = list[place];
    if (one?.kind !== "law" || one.given.length === 0) continue;
    const partner = places.get(keysOf(one).given);
    if (partner === undefined) continue;
    const other = list[partner] as Law;
    places.delete(keysOf(one).all);
    places.delete(keysOf(other).all);
    const [first, last] = [Math.min(place, partner), Math.max(place, partner)];
    list[last] = undefined;
    list[first] = law(inOrder([...one.of, ...other.of], rank), other.given, one.origin);
    enter(first);
    // It may fit another, and others may fit it.
    place = -1;
  }
  return list.filter((one) => one !== undefined);
}

interface Keys {
  /** Equal for what is given in one law and what stands in another, before and behind its bar. */
  readonly given: string;
  readonly all: string;
}

const keys = new WeakMap<Law, Keys>();

function keysOf(one: Law): Keys {
  const known = keys.get(one);
  if (known !== undefined) return known;
  const origin = [one.origin.population ?? "", ...one.origin.do.map(slotText).sort()].join("\n");
  const text = (slots: readonly Slot[]) => `${origin}\n|${slots.map(slotText).sort().join("\n")}`;
  const own = { given: text(one.given), all: text([...one.of, ...one.given]) };
  keys.set(one, own);
  return own;
}

/** A sum: parts it does not concern go before it, parts that share no sign get sums of their own, and laws lose what is summed out. */
function summed(over: readonly Bound[], of: Estimand, rank: Rank): Estimand {
  if (of.kind === "sum") return summed([...over, ...of.over], of.of, rank);
  if (of.kind === "quotient" && !concerns(of.bottom, over)) {
    return cancelled(summed(over, of.top, rank), of.bottom, rank);
  }
  const groups = grouped(over, chained(factorsOf(of), rank));
  const parts = groups.map(({ bounds, factors }) => {
    const [only] = factors;
    if (factors.length === 1 && bounds.length > 0 && only.kind === "sum") {
      return summed([...bounds, ...only.over], only.of, rank);
    }
    const average = totalMean(bounds, factors);
    if (average !== undefined) return average;
    const left = bounds.filter((bound) => !isSummedOut(bound, factors));
    if (left.length === bounds.length) return sum(bounds, product(factors));
    const gone = new Set(bounds.filter((bound) => !left.includes(bound)).map(({ sign }) => keyOf(sign)));
    return summed(left, product(factors.map((one) => without(one, gone))), rank);
  });
  return product(chained(parts, rank));
}

function concerns(estimand: Estimand, over: readonly Bound[]): boolean {
  const signs = freeSigns(estimand);
  return over.some(({ sign }) => signs.has(keyOf(sign)));
}

interface Group {
  readonly bounds: Bound[];
  readonly factors: Estimand[];
}

/** Factors that share signs of the sum, together; those without any, alone. A sign that no factor has keeps a group of its own. */
function grouped(over: readonly Bound[], factors: readonly Estimand[]): readonly Group[] {
  let groups: Group[] = over.map((bound) => ({ bounds: [bound], factors: [] }));
  const free: Group[] = [];
  for (const factor of factors) {
    const own = groups.filter(({ bounds }) => concerns(factor, bounds));
    if (own.length === 0) {
      free.push({ bounds: [], factors: [factor] });
      continue;
    }
    const [first, ...rest] = own;
    first.factors.push(factor);
    for (const other of rest) {
      first.bounds.push(...other.bounds);
      first.factors.push(...other.factors);
    }
    groups = groups.filter((group) => !rest.includes(group));
  }
  for (const { bounds } of groups) bounds.sort((a, b) => over.indexOf(a) - over.indexOf(b));
  for (const group of groups) group.factors.sort((a, b) => factors.indexOf(a) - factors.indexOf(b));
  return [...free, ...groups];
}

/** Does the sign stand in just one place, before the bar of a law, over all its values? Then the law loses it. */
function isSummedOut({ sign, where }: Bound, factors: readonly Estimand[]): boolean {
  if (where !== undefined && where.length > 0) return false;
  const key = keyOf(sign);
  const users = factors.filter((factor) => freeSigns(factor).has(key));
  const [only] = users;
  if (users.length !== 1 || only.kind !== "law") return false;
  const uses = slotsOf(only).filter((slot) => isAt(slot, key));
  return uses.length === 1 && only.of.includes(uses[0]);
}

/** Σ_z E[y | x, z] P(z | x) = E[y | x]. */
function totalMean(bounds: readonly Bound[], factors: readonly Estimand[]): Estimand | undefined {
  const [one, other] = factors[0]?.kind === "mean" ? factors : [factors[1], factors[0]];
  if (factors.length !== 2 || one?.kind !== "mean" || other?.kind !== "law" || !sameOrigin(one, other))
    return undefined;
  const keys = bounds.map(({ sign }) => keyOf(sign));
  const isSummed = (slot: Slot) => keys.some((key) => isAt(slot, key));
  const whole = bounds.every(({ where }) => where === undefined || where.length === 0);
  if (!whole || other.of.length !== bounds.length || !other.of.every(isSummed) || other.given.some(isSummed))
    return undefined;
  return sameSlots(one.given, [...other.of, ...other.given]) ? { ...one, given: other.given } : undefined;
}

function without(estimand: Estimand, gone: ReadonlySet<string>): Estimand {
  if (estimand.kind !== "law") return estimand;
  const of = estimand.of.filter((slot) => ![...gone].some((key) => isAt(slot, key)));
  return of.length === estimand.of.length ? estimand : law(of, estimand.given, estimand.origin);
}

function isAt({ at }: Slot, key: string): boolean {
  return "sign" in at && keyOf(at.sign) === key;
}

/** A fraction without what is above and below its line. */
function cancelled(top: Estimand, bottom: Estimand, rank: Rank): Estimand {
  if (top.kind === "quotient") return cancelled(top.top, product([top.bottom, bottom]), rank);
  if (bottom.kind === "quotient") return cancelled(product([top, bottom.bottom]), bottom.top, rank);
  const above = [...factorsOf(top)];
  const below: Estimand[] = [];
  for (const factor of chained(factorsOf(bottom), rank)) {
    const twin = above.findIndex((one) => same(one, factor));
    if (twin >= 0) {
      above.splice(twin, 1);
      continue;
    }
    const whole = above.findIndex((one) => divided(one, factor, rank) !== undefined);
    if (whole >= 0) above[whole] = divided(above[whole], factor, rank)!;
    else below.push(factor);
  }
  return quotient(product(chained(above, rank)), product(below));
}

/** A law of the top, or one inside a sum of it, by a law below the line: Σ_z P(z, x) f(z) / P(x) = Σ_z P(z | x) f(z). */
function divided(one: Estimand, other: Estimand, rank: Rank): Estimand | undefined {
  if (one.kind !== "sum") return conditional(one, other, rank);
  // Signs are distinct, so what the sum binds does not stand in `other`.
  const inside = [...factorsOf(one.of)];
  const whole = inside.findIndex((factor) => conditional(factor, other, rank) !== undefined);
  if (whole < 0) return undefined;
  inside[whole] = conditional(inside[whole], other, rank)!;
  return summed(one.over, product(inside), rank);
}

/** P(a, b | c) / P(b | c) = P(a | b, c). */
function conditional(one: Estimand, other: Estimand, rank: Rank): Estimand | undefined {
  if (one.kind !== "law" || other.kind !== "law" || !sameOrigin(one, other)) return undefined;
  if (!sameSlots(one.given, other.given) || !other.of.every((slot) => has(one.of, slot))) return undefined;
  const of = one.of.filter((slot) => !has(other.of, slot));
  return law(of, inOrder([...other.of, ...other.given], rank), one.origin);
}

function inOrder(slots: readonly Slot[], rank: Rank): readonly Slot[] {
  return [...slots].sort((a, b) => rank(a.variable) - rank(b.variable));
}

function sameOrigin(one: Law | Mean, other: Law | Mean): boolean {
  return one.origin.population === other.origin.population && sameSlots(one.origin.do, other.origin.do);
}

function sameSlots(one: readonly Slot[], other: readonly Slot[]): boolean {
  return one.length === other.length && one.every((slot) => has(other, slot));
}

function has(slots: readonly Slot[], slot: Slot): boolean {
  const text = slotText(slot);
  return slots.some((other) => other === slot || slotText(other) === text);
}

/** A slot as a text that is equal when the slot is. */
function slotText({ variable, at }: Slot): string {
  return JSON.stringify("sign" in at ? [variable, at.sign.variable, at.sign.mark] : [variable, at.value]);
}

/** Are two formulas the same, written the same way? */
function same(one: Estimand, other: Estimand): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
