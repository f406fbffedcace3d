import type { Range } from "../../query/answer.js";
import { type Fraction, minus, numberOf, over, plus, rest, ZERO } from "./fraction.js";
import type { Names } from "./names.js";
import { done, seen, type Type } from "./types.js";

/**
 * Where answers can lie in all models with the same layers 1 to `rung`, by question; each end is that of some model.
 * Rung 1: those who took the other arm may have fared anyhow in this one (Robins 1989, Manski 1990).
 * Rung 2: PNS and PN by Tian and Pearl (THEORY 4.1), recurrence from the case of like individuals to that of no luck (THEORY 2.6).
 */
export function openRanges(types: readonly Type[], rung: 1 | 2, names: Names): ReadonlyMap<string, Range> {
  const { treatment: t, outcome: y } = names;
  const ranges =
    rung === 1
      ? doingRanges(types, t, y)
      : ([
          [`PNS(${t} -> ${y})`, pnsRange(types)],
          [`PN(${t} -> ${y})`, pnRange(types)],
          [`PC(${t}=1, ${y}=1)`, pcRange(types)],
        ] as const);
  return new Map(ranges.map(([query, [low, high]]) => [query, [numberOf(low), numberOf(high)]]));
}

type Ends = readonly [Fraction, Fraction];

function doingRanges(types: readonly Type[], t: string, y: string): readonly (readonly [string, Ends])[] {
  const [c11, c10, c01, c00] = seen(types);
  const with1: Ends = [c11, plus(c11, plus(c01, c00))];
  const without: Ends = [c01, plus(c01, plus(c11, c10))];
  return [
    [`P(${y}=1 | do(${t}=1))`, with1],
    [`P(${y}=1 | do(${t}=0))`, without],
    [`ATE(${t} -> ${y})`, [minus(with1[0], without[1]), minus(with1[1], without[0])]],
  ];
}

function pnsRange(types: readonly Type[]): Ends {
  const [c11, c10, c01, c00] = seen(types);
  const [with1, without] = done(types);
  const success = plus(c11, c01);
  const effect = minus(with1, without);
  return [
    largest([ZERO, effect, minus(success, without), minus(with1, success)]),
    smallest([with1, rest(without), plus(c11, c00), plus(effect, plus(c10, c01))]),
  ];
}

function pnRange(types: readonly Type[]): Ends {
  const [c11, , c01, c00] = seen(types);
  const [, without] = done(types);
  return [
    largest([ZERO, over(minus(plus(c11, c01), without), c11)]),
    smallest([over(c11, c11), over(minus(rest(without), c00), c11)]),
  ];
}

function pcRange(types: readonly Type[]): Ends {
  const [c11, c10] = seen(types);
  return [over(c11, plus(c11, c10)), over(c11, c11)];
}

function largest(values: readonly Fraction[]): Fraction {
  return values.reduce((best, one) => (minus(one, best).over > 0n ? one : best));
}

function smallest(values: readonly Fraction[]): Fraction {
  return values.reduce((best, one) => (minus(one, best).over < 0n ? one : best));
}
