import type { Uniform } from "../../num/random.js";
import { drawTypes, drawUntil, pick } from "./draw.js";
import { type Fraction, fraction, minus, numberOf, plus, times } from "./fraction.js";
import type { Drawn } from "./same-seen.js";
import { effectOf, imagined, type Type } from "./types.js";

/** What differs by less is hard to see in a drawing. */
const CLEAR = { effect: 0.1, pns: 0.04, again: 0.08 } as const;

/**
 * Two models that agree on all that is seen of T and Y and on all that follows when either is set, exactly, and not on what individuals
 * would have done in both arms. Even numbers are split, odd ones joined. Shown are pairs in which the treatment helps on average, and that
 * part enough to be seen.
 */
export function sameDone(uniform: Uniform, index: number): Drawn {
  const kind = index % 2 === 1 ? "joined" : "split";
  const types = drawUntil(() => {
    const drawn = drawTypes(uniform);
    if (numberOf(effectOf(drawn)) < CLEAR.effect) return undefined;
    const largest = drawn.reduce((best, one) => (numberOf(one.weight) > numberOf(best.weight) ? one : best));
    const [a, b] = [halfWay(uniform, largest.with), halfWay(uniform, largest.without)];
    if (a === undefined || b === undefined) return undefined;
    const together = uniform() < 0.5;
    const halves = (alike: boolean) => drawn.flatMap((one) => (one === largest ? inTwo(one, a, b, alike) : [one]));
    const pair = kind === "split" ? ([drawn, halves(together)] as const) : ([halves(true), halves(false)] as const);
    const [one, other] = pair.map(imagined);
    const apart = (which: "pns" | "pc"): number => Math.abs(numberOf(minus(one[which], other[which])));
    // Joined otherwise, recurrence in this arm is the same.
    const isClear = apart("pns") >= CLEAR.pns && (kind === "joined" || apart("pc") >= CLEAR.again);
    return isClear ? pair : undefined;
  });
  return { kind, types };
}

/**
 * A type as two halves that take the treatment alike: one fares better with it by `a`, the other worse by as much; without it by `b`, the
 * same half better (`alike`) or the other. Everything seen or done is linear in what a type's arm fares, so the halves' average, the type,
 * is all that shows. What one individual does in both arms is not linear: E[with x without] moves by weight x a x b.
 */
function inTwo(type: Type, a: Fraction, b: Fraction, alike: boolean): readonly Type[] {
  const weight = times(type.weight, fraction(1, 2));
  const [up, down] = [plus(type.without, b), minus(type.without, b)];
  return [
    { ...type, name: `${type.name}1`, weight, with: plus(type.with, a), without: alike ? up : down },
    { ...type, name: `${type.name}2`, weight, with: minus(type.with, a), without: alike ? down : up },
  ];
}

/** A distance of at least half of the way from tenths to the nearer of 0 and 1, in steps of 1/20 and short of it; none where that is too near. */
function halfWay(uniform: Uniform, probability: Fraction): Fraction | undefined {
  const twentieths = Math.round(20 * numberOf(probability));
  const reach = Math.min(twentieths, 20 - twentieths) - 1;
  return reach < 3 ? undefined : fraction(pick(uniform, Math.ceil(reach / 2), reach), 20);
}
