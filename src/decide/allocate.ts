/** Those who may be treated, in the order in which money is spent on them. By place of an individual. */
export interface Queue {
  /** Individuals, the first to be treated first. */
  readonly order: Int32Array;
  /** The number decided by, less the cost. */
  readonly net: Float64Array;
  /** How many individuals each stands for; 0: out of the question. */
  readonly mass: Float64Array;
  /** What treating one of them takes of the budget. */
  readonly price: Float64Array;
  /** What may be spent in all. */
  readonly limit: number;
  /** 1: decided otherwise, and left out. */
  readonly apart: Uint8Array;
}

/** Rounding that a limit forgives, relative to it: 0.29 x 100 is not 29. */
const FORGIVEN = 1e-9;

/**
 * Goes down the queue while treating pays and the budget lasts. Whoever costs more than the whole budget is passed over; the first who does not
 * fit into what is left ends it, so that whoever is treated comes before whoever is not. That loses at most the benefit of this one individual
 * against the best spending of the same budget (the fractional knapsack's optimum is an upper bound; Dantzig 1957). Cost: O(individuals).
 * @param split may those who stand for many be treated in part? `whole`: by whole individuals
 * @returns the share of each that is treated: 0 or 1, or in between where splitting is allowed
 */
export function spend(
  { order, net, mass, price, limit, apart }: Queue,
  split: "never" | "whole" | "any" = "never",
): Float64Array {
  const treat = new Float64Array(mass.length);
  const whole = limit * (1 + FORGIVEN);
  let left = whole;
  for (let k = 0; k < order.length; k++) {
    const i = order[k];
    if (mass[i] === 0 || apart[i] === 1) continue;
    if (!(net[i] > 0)) break;
    const cost = mass[i] * price[i];
    if (cost <= left) {
      treat[i] = 1;
      left -= cost;
      continue;
    }
    if (split !== "never") {
      // What rounding has left over is nobody's part.
      const some = left <= 2 * FORGIVEN * limit ? 0 : left / price[i];
      treat[i] = (split === "whole" ? Math.floor(some) : some) / mass[i];
      break;
    }
    if (cost <= whole) break;
  }
  return treat;
}

/**
 * Goes down the queue as `spend` does, with a limit for each lane; the last one in each is treated in part, so that limits are met to the last bit.
 * @param lane of each individual
 * @param limits of each lane; `queue.limit` says only who is passed over
 */
export function spendInLanes(
  { order, net, mass, price, limit, apart }: Queue,
  lane: ArrayLike<number>,
  limits: Float64Array,
): Float64Array {
  const treat = new Float64Array(mass.length);
  const left = limits.slice();
  let open = left.reduce((lanes, own) => lanes + (own > 0 ? 1 : 0), 0);
  for (let k = 0; k < order.length; k++) {
    const i = order[k];
    if (mass[i] === 0 || apart[i] === 1) continue;
    const own = lane[i];
    const cost = mass[i] * price[i];
    // Whoever costs nothing comes first, limit or not.
    if (!(net[i] > 0) || (open === 0 && cost > 0)) break;
    if (left[own] <= 0 && cost > 0) continue;
    if (cost > limit * (1 + FORGIVEN)) continue;
    treat[i] = cost <= left[own] ? 1 : left[own] / cost;
    left[own] = cost < left[own] ? left[own] - cost : 0;
    if (left[own] === 0 && cost > 0) open--;
  }
  return treat;
}

/**
 * The same share of each group, as near as whole individuals allow: everybody has a place within its own group, k-th of n being at k / n, and those
 * up to the best place are treated in every group. The best place has the largest total net number that the budget allows; nobody, where no
 * place has any. Cost: O(individuals).
 * @param codes group of each individual, of so many
 * @param sortPlaces sorts individuals by their place
 */
export function spendEqually(
  { order, net, mass, price, limit, apart }: Queue,
  codes: Int32Array,
  groups: number,
  sortPlaces: (places: Float64Array) => Int32Array,
): Float64Array {
  const sizes = new Float64Array(groups);
  const asked = order.filter((i) => mass[i] > 0 && apart[i] === 0);
  for (const i of asked) sizes[codes[i]]++;
  const met = new Float64Array(groups);
  const places = new Float64Array(mass.length).fill(Number.NaN);
  for (const i of asked) places[i] = ++met[codes[i]] / sizes[codes[i]];
  const treat = new Float64Array(mass.length);
  const sorted = sortPlaces(places);
  const whole = limit * (1 + FORGIVEN);
  let [spent, gained, best, upTo] = [0, 0, 0, 0];
  for (let k = 0; k < asked.length; k++) {
    const i = sorted[k];
    spent += price[i];
    if (spent > whole) break;
    gained += net[i];
    const ends = k + 1 === asked.length || places[sorted[k + 1]] !== places[i];
    if (ends && gained > best) [best, upTo] = [gained, k + 1];
  }
  for (let k = 0; k < upTo; k++) treat[sorted[k]] = 1;
  return treat;
}

/** Sum of a number over those treated. */
export function sumTreated(treat: Float64Array, mass: Float64Array, of: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < treat.length; i++) if (treat[i] > 0) sum += treat[i] * mass[i] * of[i];
  return sum;
}
