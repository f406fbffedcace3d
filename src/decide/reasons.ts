import type { Choice } from "./choose.js";
import type { DecideSettings } from "./options.js";
import { isCostly } from "./options.js";
import type { People } from "./people.js";

/** Why somebody is treated or not. Each individual has one. */
export interface ReasonKind {
  readonly reason: string;
  readonly treat: boolean;
  /** About all of whom it holds. */
  readonly text: string;
}

const GAIN = 0;
const UNDECIDED_TREATED = 1;
const FAIR_TREATED = 2;
const LOT_TREATED = 3;
const LOT_UNTREATED = 4;
const FAIR_UNTREATED = 5;
const BUDGET = 6;
const UNDECIDED_UNTREATED = 7;
const LOSS = 8;
export const NO_OVERLAP = 9;

/** By number, in the order in which they are told. */
export const REASONS: readonly ReasonKind[] = [
  { reason: "gain", treat: true, text: "worth it even at worst, whatever the noises" },
  { reason: "undecided", treat: true, text: "may be worth it or not, and the rule says yes" },
  { reason: "fair", treat: true, text: "treated so that every group has the same share" },
  { reason: "explore", treat: true, text: "drawn by lot to learn: treated" },
  { reason: "explore", treat: false, text: "drawn by lot to learn: not treated" },
  { reason: "fair", treat: false, text: "not treated so that every group has the same share" },
  { reason: "budget", treat: false, text: "worth it, but the budget was spent before" },
  { reason: "undecided", treat: false, text: "may be worth it or not, and the rule says no" },
  { reason: "loss", treat: false, text: "not worth it even at best" },
  { reason: "overlap", treat: false, text: "left out by --trim: there is nobody like them in the other arm" },
];

/**
 * The reason of each individual, by number. Cost: O(individuals).
 * @param treat who is treated: as the choice has it, or as it is judged, lots apart
 */
export function reasonsOf(people: People, choice: Choice, treat = choice.treat): Uint8Array {
  const { size, mass, cost, benefit } = people;
  const { lot, net, unequal } = choice;
  const out = new Uint8Array(size);
  const tiny = ROUNDING * largest(benefit.high, benefit.low);
  for (let i = 0; i < size; i++) {
    const [low, high] = [benefit.low[i] - cost[i], benefit.high[i] - cost[i]];
    const treated = treat[i] > 0;
    if (mass[i] === 0) out[i] = NO_OVERLAP;
    else if (lot[i] === 1) out[i] = treated ? LOT_TREATED : LOT_UNTREATED;
    else if (unequal !== undefined && treated !== unequal[i] > 0) out[i] = treated ? FAIR_TREATED : FAIR_UNTREATED;
    else if (treated) out[i] = low > tiny || low === high ? GAIN : UNDECIDED_TREATED;
    else if (net[i] > 0) out[i] = BUDGET;
    else out[i] = high > tiny ? UNDECIDED_UNTREATED : LOSS;
  }
  return out;
}

/** A worst case of nothing is not worth it, and rounding must not make it so. */
const ROUNDING = 1e-12;

function largest(high: Float64Array, low: Float64Array): number {
  let most = 0;
  for (let i = 0; i < high.length; i++) most = Math.max(most, high[i], -low[i]);
  return most;
}

/** Steps of numbers in words: about a hundred over all that occurs, so that the same words serve many. */
const STEPS = 100;

/**
 * The reason of each individual in words, with its numbers in round steps (the exact ones stand in columns beside it). Each different sentence is
 * made once. Cost: O(individuals).
 */
export function reasonWords(people: People, reasons: Uint8Array, settings: DecideSettings): string[] {
  const { size, cost, benefit } = people;
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < size; i++) {
    least = Math.min(least, benefit.low[i] - cost[i]);
    most = Math.max(most, benefit.high[i] - cost[i]);
  }
  const { step, digits } = roundStep((most - least) / STEPS || Math.abs(most) / STEPS || 1);
  const origin = Math.floor(least / step);
  const say = (number: number) => (number * step).toFixed(digits).replace(/^-(0(?:\.0*)?)$/, "$1");
  const after = isCostly(settings) ? " after its cost" : "";
  const known = new Map<number, string>();
  const words = new Array<string>(size);
  for (let i = 0; i < size; i++) {
    const value = Math.round((benefit.value[i] - cost[i]) / step);
    const low = Math.round((benefit.low[i] - cost[i]) / step);
    const high = Math.round((benefit.high[i] - cost[i]) / step);
    const key = ((reasons[i] * 2048 + value - origin + 1) * 2048 + low - origin + 1) * 2048 + high - origin + 1;
    let text = known.get(key);
    if (text === undefined) {
      text = sentence(reasons[i], say(value), say(low), say(high), after);
      known.set(key, text);
    }
    words[i] = text;
  }
  return words;
}

function sentence(reason: number, value: string, low: string, high: string, after: string): string {
  const expected = low === high ? value : `expected ${value}`;
  const between = `could be ${low} or ${high}${after}`;
  switch (reason) {
    case GAIN:
      return low === high ? `gain: ${value}${after}` : `gain: ${expected}, at least ${low}${after}`;
    case UNDECIDED_TREATED:
      return `undecided: ${between}; ${expected}, treated`;
    case UNDECIDED_UNTREATED:
      return `undecided: ${between}; ${expected}, not treated`;
    case LOSS:
      return low === high ? `no gain: ${value}${after}` : `no gain: ${expected}, at most ${high}${after}`;
    case BUDGET:
      return `budget spent before it: ${expected}${after}`;
    case FAIR_TREATED:
      return `treated for equal shares of the groups: ${expected}${after}`;
    case FAIR_UNTREATED:
      return `not treated for equal shares of the groups: ${expected}${after}`;
    case LOT_TREATED:
      return "drawn at random to learn: treated";
    case LOT_UNTREATED:
      return "drawn at random to learn: not treated";
    default:
      return "left out by trim: nobody like it is in the other arm";
  }
}

/** The next larger of 1, 2, 5 times a power of ten, and the digits that it needs behind the point. */
function roundStep(wanted: number): { readonly step: number; readonly digits: number } {
  const power = Math.floor(Math.log10(wanted));
  const lead = wanted / 10 ** power;
  const [nice, up] = lead <= 1 ? [1, 0] : lead <= 2 ? [2, 0] : lead <= 5 ? [5, 0] : [1, 1];
  return { step: nice * 10 ** (power + up), digits: Math.min(20, Math.max(0, -(power + up))) };
}
