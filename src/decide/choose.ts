import { mix, unitInterval } from "../num/hash.js";
import { orderOf } from "../num/order.js";
import { type Queue, spend, spendEqually, spendInLanes, sumTreated } from "./allocate.js";
import { type DecideSettings, isCostly } from "./options.js";
import type { People } from "./people.js";
import { decidingNumbers, rankingKeys } from "./rule.js";

/** Who is treated, by place of the individual. */
export interface Choice {
  /** What each is decided by, before and after its cost. */
  readonly number: Float64Array;
  readonly net: Float64Array;
  /** Individuals, the first to be treated first. */
  readonly order: Int32Array;
  /** The share of each that is treated: 0 or 1 but where one stands for many. Lots have been drawn. */
  readonly treat: Float64Array;
  /** 1: the treatment was drawn by lot. */
  readonly lot: Uint8Array;
  /** What would be without equal shares; absent where none were asked for. */
  readonly unequal?: Float64Array;
  /** What equal shares cost in the number decided by, per individual. */
  readonly fairPrice?: number;
  /** The policy as it is judged: lots by their chance, and limits kept fold by fold (see `chooseTreated`). */
  readonly judged: Float64Array;
}

/** Streams of lots: who explores, and how it comes out. */
const EXPLORES = 0x51ed270b;
const COIN = 0x2f0b4c47;

/**
 * Who is treated, under the rule, the budget, equal shares and exploration.
 *
 * One queue of all would be a biased thing to judge. The fits that foretell a fold did not see its rows; where these happened to fare badly, the
 * other folds fared well by comparison, so that the fold is foretold too much and pushes into the budget. A limit is therefore kept fold by fold
 * in what is judged, each fold having its share of what was spent: that depends on no outcome of its own. Without a limit the two are the
 * same, and with one they differ by a few individuals at its edge.
 * Cost: O(individuals).
 */
export function chooseTreated(people: People, settings: DecideSettings, seed: number, law: boolean): Choice {
  const { size, mass, cost, total } = people;
  const number = decidingNumbers(people, settings.rule);
  const net = new Float64Array(size);
  for (let i = 0; i < size; i++) net[i] = number[i] - cost[i];
  const order = largestFirst(rankingKeys(net, cost), people, seed);
  const price = isCostly(settings) ? cost : new Float64Array(size).fill(1);
  const limit = settings.budget === undefined ? Number.POSITIVE_INFINITY : settings.budget * total;
  const lots = drawLots(people, settings.explore ?? 0, seed, price, limit);
  const { lot } = lots;
  const queue: Queue = {
    ...{ order, net, mass, price, apart: lot },
    limit: limit - sumTreated(lots.treat, mass, price),
  };
  const unequal = spend(queue, people.single ? "never" : law ? "any" : "whole");
  const { groups } = people;
  const equal =
    settings.fairEqual === true && groups !== undefined
      ? spendEqually(queue, groups.codes, groups.labels.length, (places) => orderOf(places, people.hash))
      : undefined;
  const chosen = equal ?? unequal;
  const inFolds = equal === undefined ? withinFolds(people, queue, unequal) : equallyWithinFolds(people, queue, equal);
  return {
    ...{ number, net, order, lot },
    treat: blend(chosen, lot, (i) => lots.treat[i]),
    judged: blend(inFolds, lot, () => lots.chance),
    ...(equal === undefined
      ? {}
      : { unequal, fairPrice: (sumTreated(unequal, mass, net) - sumTreated(equal, mass, net)) / total }),
  };
}

/** Individuals by a number, the largest first; ties by lot. */
export function largestFirst(numbers: Float64Array, { hash }: People, seed: number): Int32Array {
  const turned = new Float64Array(numbers.length);
  const tie = new Uint32Array(numbers.length);
  for (let i = 0; i < turned.length; i++) {
    turned[i] = -numbers[i];
    tie[i] = mix(hash[i], seed);
  }
  return orderOf(turned, tie);
}

function blend(chosen: Float64Array, lot: Uint8Array, drawn: (person: number) => number): Float64Array {
  const out = chosen.slice();
  for (let i = 0; i < out.length; i++) if (lot[i] === 1) out[i] = drawn(i);
  return out;
}

/** Each fold's share of what is spent, by its individuals. */
export function foldLimits(people: People, apart: Uint8Array, spent: number): Float64Array {
  const { mass, fold, folds, size } = people;
  const sizes = new Float64Array(folds);
  let all = 0;
  for (let i = 0; i < size; i++) {
    if (apart[i] === 1) continue;
    sizes[fold[i]] += mass[i];
    all += mass[i];
  }
  return sizes.map((own) => (all === 0 ? 0 : (spent * own) / all));
}

/** The same rule with each fold's share of what was spent. Where all are treated who are worth it there was no limit to keep. */
function withinFolds(people: People, queue: Queue, treat: Float64Array): Float64Array {
  const { mass, net, price, apart } = queue;
  if (people.folds === 1) return treat;
  let refused = false;
  for (let i = 0; i < treat.length && !refused; i++) {
    refused = treat[i] < 1 && net[i] > 0 && mass[i] > 0 && apart[i] === 0;
  }
  if (!refused) return treat;
  return spendInLanes(queue, people.fold, foldLimits(people, apart, sumTreated(treat, mass, price)));
}

/** The same with each group's share of its own in every fold; everybody up to it is treated, worth it or not. */
function equallyWithinFolds(people: People, queue: Queue, treat: Float64Array): Float64Array {
  const { size, fold, folds, mass, groups } = people;
  if (folds === 1 || groups === undefined) return treat;
  const lanes = groups.labels.length * folds;
  const lane = new Int32Array(size);
  const [sizes, treated, all] = [lanes, lanes, lanes].map((length) => new Float64Array(length));
  for (let i = 0; i < size; i++) {
    lane[i] = groups.codes[i] * folds + fold[i];
    if (queue.apart[i] === 1) continue;
    sizes[lane[i]] += mass[i];
    treated[lane[i]] += treat[i] * mass[i];
  }
  for (let l = 0; l < lanes; l++) {
    const first = l - (l % folds);
    const sum = (of: Float64Array) => of.subarray(first, first + folds).reduce((a, b) => a + b, 0);
    all[l] = sizes[l] === 0 ? 0 : (sum(treated) * sizes[l]) / sum(sizes);
  }
  const one = new Float64Array(size).fill(1);
  return spendInLanes({ ...queue, net: one, price: one, limit: Number.POSITIVE_INFINITY }, lane, all);
}

interface Lots {
  readonly lot: Uint8Array;
  readonly treat: Float64Array;
  readonly chance: number;
}

/**
 * Picks those whose treatment is drawn by lot, and draws. The chance of treatment is one half, or less where the budget would not allow that for
 * everybody; lots are drawn until the budget is spent.
 */
function drawLots({ size, mass, hash }: People, share: number, seed: number, price: Float64Array, limit: number): Lots {
  const lot = new Uint8Array(size);
  const treat = new Float64Array(size);
  if (share === 0) return { lot, treat, chance: 0 };
  let [explorers, cost, everybody] = [0, 0, 0];
  for (let i = 0; i < size; i++) {
    everybody += mass[i];
    if (mass[i] === 0 || unitInterval(mix(hash[i], mix(seed, EXPLORES))) >= share) continue;
    lot[i] = 1;
    explorers += mass[i];
    cost += mass[i] * price[i];
  }
  const chance = explorers === 0 ? 0 : cost === 0 ? 0.5 : Math.min(0.5, (limit * explorers) / everybody / cost);
  let left = limit;
  for (let i = 0; i < size; i++) {
    if (lot[i] === 0 || unitInterval(mix(hash[i], mix(seed, COIN))) >= chance || mass[i] * price[i] > left) continue;
    treat[i] = 1;
    left -= mass[i] * price[i];
  }
  return { lot, treat, chance };
}
