import type { Bound, Estimand, Sign, Slot } from "../../query/estimand.js";

/** Signs as keys of maps and sets. */
export function keyOf({ variable, mark }: Sign): string {
  return `${mark} ${variable}`;
}

/** The slots of a law or a mean, in the order they are written. */
export function slotsOf(estimand: Estimand): readonly Slot[] {
  if (estimand.kind === "law") return [...estimand.of, ...estimand.given, ...estimand.origin.do];
  return estimand.kind === "mean" ? [...estimand.given, ...estimand.origin.do] : [];
}

/** The parts of a formula, one level down. */
export function partsOf(estimand: Estimand): readonly Estimand[] {
  switch (estimand.kind) {
    case "product":
      return estimand.factors;
    case "quotient":
      return [estimand.top, estimand.bottom];
    case "arithmetic":
      return [estimand.left, estimand.right];
    case "sum":
    case "negative":
      return [estimand.of];
    default:
      return [];
  }
}

/** The same formula with its parts changed, one level down. */
export function mapParts(estimand: Estimand, change: (part: Estimand) => Estimand): Estimand {
  switch (estimand.kind) {
    case "product":
      return { ...estimand, factors: estimand.factors.map(change) };
    case "quotient":
      return { ...estimand, top: change(estimand.top), bottom: change(estimand.bottom) };
    case "arithmetic":
      return { ...estimand, left: change(estimand.left), right: change(estimand.right) };
    case "sum":
    case "negative":
      return { ...estimand, of: change(estimand.of) };
    default:
      return estimand;
  }
}

const free = new WeakMap<Estimand, ReadonlyMap<string, Sign>>();

/** The signs that no sum of the formula binds, by key. Remembered, since formulas share parts and never change. */
export function freeSigns(estimand: Estimand): ReadonlyMap<string, Sign> {
  const known = free.get(estimand);
  if (known !== undefined) return known;
  const found = new Map<string, Sign>();
  for (const { at } of slotsOf(estimand)) if ("sign" in at) found.set(keyOf(at.sign), at.sign);
  if (estimand.kind === "sign") found.set(keyOf(estimand.sign), estimand.sign);
  for (const part of partsOf(estimand)) for (const [key, sign] of freeSigns(part)) found.set(key, sign);
  if (estimand.kind === "sum") for (const { sign } of estimand.over) found.delete(keyOf(sign));
  free.set(estimand, found);
  return found;
}

/** What a free sign becomes. */
type Meaning = Slot["at"];

/**
 * The formula with free signs replaced, by other signs or by values. Sums whose own signs would catch a replacement get new marks first.
 * Cost: O(formula) for each level of sums.
 */
export function substitute(estimand: Estimand, meanings: ReadonlyMap<string, Meaning>): Estimand {
  const signs = freeSigns(estimand);
  const live = new Map([...meanings].filter(([key]) => signs.has(key)));
  if (live.size === 0) return estimand;
  const slot = (one: Slot): Slot => {
    const to = "sign" in one.at ? live.get(keyOf(one.at.sign)) : undefined;
    return to === undefined ? one : { ...one, at: to };
  };
  switch (estimand.kind) {
    case "law":
      return {
        ...estimand,
        of: estimand.of.map(slot),
        given: estimand.given.map(slot),
        origin: set(estimand.origin, slot),
      };
    case "mean":
      return { ...estimand, given: estimand.given.map(slot), origin: set(estimand.origin, slot) };
    case "sign": {
      const to = live.get(keyOf(estimand.sign))!;
      if ("sign" in to) return { ...estimand, sign: to.sign };
      return { kind: "number", value: Number(to.value) };
    }
    case "sum": {
      const { over, of } = apart(estimand.over, estimand.of, live);
      return { ...estimand, over, of: substitute(of, live) };
    }
    default:
      return mapParts(estimand, (part) => substitute(part, live));
  }
}

function set<O extends { readonly do: readonly Slot[] }>(origin: O, slot: (one: Slot) => Slot): O {
  return origin.do.length === 0 ? origin : { ...origin, do: origin.do.map(slot) };
}

/** A sum's signs and body, with other marks where a replacement brings in the same sign. */
function apart(over: readonly Bound[], of: Estimand, meanings: ReadonlyMap<string, Meaning>) {
  const incoming = [...meanings.values()].flatMap((to) => ("sign" in to ? [to.sign] : []));
  const taken = new Map([...freeSigns(of), ...incoming.map((sign) => [keyOf(sign), sign] as const)]);
  const renamed = new Map<string, Meaning>();
  const fresh = over.map((bound): Bound => {
    if (!incoming.some((sign) => keyOf(sign) === keyOf(bound.sign))) return bound;
    const sign = freshSign(bound.sign.variable, taken);
    taken.set(keyOf(sign), sign);
    renamed.set(keyOf(bound.sign), { sign });
    return { ...bound, sign };
  });
  return { over: fresh, of: substitute(of, renamed) };
}

/** The sign of a variable with the fewest primes that is not taken yet. */
export function freshSign(variable: string, taken: ReadonlyMap<string, unknown>, from = 0): Sign {
  let mark = from;
  while (taken.has(keyOf({ variable, mark }))) mark++;
  return { variable, mark };
}

/**
 * The same formula in which no sum binds a sign that is free anywhere, or bound by a sum around it: what people read as one name is one
 * thing. Cost: O(formula * depth of sums).
 */
export function withDistinctSigns(estimand: Estimand): Estimand {
  return distinct(estimand, freeSigns(estimand));
}

function distinct(estimand: Estimand, taken: ReadonlyMap<string, Sign>): Estimand {
  if (estimand.kind !== "sum") return mapParts(estimand, (part) => distinct(part, taken));
  const inside = new Map(taken);
  const renamed = new Map<string, Meaning>();
  const over = estimand.over.map((bound): Bound => {
    const sign = freshSign(bound.sign.variable, inside);
    inside.set(keyOf(sign), sign);
    if (sign.mark === bound.sign.mark) return bound;
    renamed.set(keyOf(bound.sign), { sign });
    return { ...bound, sign };
  });
  return { ...estimand, over, of: distinct(substitute(estimand.of, renamed), inside) };
}
