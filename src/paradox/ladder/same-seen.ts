import type { Uniform } from "../../num/random.js";
import type { LadderKind } from "../../query/ladder.js";
import { drawTypes, drawUntil, pick } from "./draw.js";
import { fraction, minus, numberOf, ONE, rest, times, ZERO } from "./fraction.js";
import { associationOf, done, effectOf, type Type } from "./types.js";

/** What differs by less is hard to see in a drawing. */
const CLEAR = { effect: 0.1, arm: 0.05, association: 0.05 } as const;

/** Two models drawn, and how. */
export interface Drawn {
  readonly kind: LadderKind;
  readonly types: readonly [readonly Type[], readonly Type[]];
}

/** Two models that agree on all that is seen of T and Y, exactly, and not on P(Y | do(T)). Even numbers are mixed, odd ones pure. */
export function sameSeen(uniform: Uniform, index: number): Drawn {
  if (index % 2 === 1) return { kind: "pure", types: pure(uniform) };
  return { kind: "mixed", types: drawUntil(() => mixed(uniform)) };
}

/**
 * The partner has the same individuals, who take the treatment alike. P(T=1, Y=1) is the sum of weight x takes x with, so what one type
 * loses there another may gain in the opposite ratio of weight x takes: nothing seen changes, but P(Y=1 | do(T=1)), the sum of
 * weight x with, does. Without the treatment likewise. Shown are pairs whose treated do better, and that part enough to be seen.
 */
function mixed(uniform: Uniform): readonly [readonly Type[], readonly Type[]] | undefined {
  const first = drawTypes(uniform);
  const second = shifted(shifted(first, "with", uniform), "without", uniform);
  const [ends, others] = [done(first), done(second)];
  const isClear =
    numberOf(associationOf(first)) >= CLEAR.association &&
    ends.every((end, arm) => Math.abs(numberOf(minus(end, others[arm]))) >= CLEAR.arm) &&
    Math.abs(numberOf(minus(effectOf(first), effectOf(second)))) >= CLEAR.effect;
  return isClear ? [first, second] : undefined;
}

/** Moves hundredths of success between two types, so that nothing seen of this arm changes. */
function shifted(types: readonly Type[], arm: "with" | "without", uniform: Uniform): readonly Type[] {
  const from = pick(uniform, 0, types.length - 1);
  const to = (from + pick(uniform, 1, types.length - 1)) % types.length;
  const [a, b] = [from, to].map((i) => {
    const { weight, takes } = types[i];
    // Tenths by tenths: whole hundredths.
    return Number(times(fraction(100), weight, arm === "with" ? takes : rest(takes)).over);
  });
  const common = divisor(a, b);
  const [up, down] = [b / common, a / common];
  const [p, q] = [from, to].map((i) => Number(times(fraction(100), types[i][arm]).over));
  // p + up*k and q - down*k stay strictly between 0 and 100.
  const low = Math.max(Math.ceil((1 - p) / up), Math.ceil((q - 99) / down));
  const high = Math.min(Math.floor((99 - p) / up), Math.floor((q - 1) / down));
  const k = pick(uniform, low, high);
  return types.map((type, i) => {
    if (i === from) return { ...type, [arm]: fraction(p + up * k, 100) };
    return i === to ? { ...type, [arm]: fraction(q - down * k, 100) } : type;
  });
}

/**
 * The ends between which all lies. First: everybody is alike, nothing drives both, the whole association is effect. Second: two types, one
 * that takes the treatment and one that does not; each fares as it does with it or without it, so the treatment does nothing.
 */
function pure(uniform: Uniform): readonly [readonly Type[], readonly Type[]] {
  const takes = fraction(pick(uniform, 3, 7), 10);
  const low = pick(uniform, 1, 6);
  const [p0, p1] = [low, pick(uniform, low + 3, 9)].map((tenths) => fraction(tenths, 10));
  return [
    [{ name: "everybody", weight: ONE, takes, with: p1, without: p0 }],
    [
      { name: "takers", weight: takes, takes: ONE, with: p1, without: p1 },
      { name: "others", weight: rest(takes), takes: ZERO, with: p0, without: p0 },
    ],
  ];
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
