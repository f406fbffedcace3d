import { compare, divided, type Fraction, minus, ONE, plus, ZERO } from "./fraction.js";

/** What the bounds of Tian and Pearl take: experiments (`had1` is P(y_x), `had0` is P(y_x')) and observations, P(x, y) and so on. */
export interface Margins {
  readonly had1: Fraction;
  readonly had0: Fraction;
  readonly xy: Fraction;
  readonly xNoty: Fraction;
  readonly notxY: Fraction;
  readonly notxNoty: Fraction;
}

const highest = (...list: readonly Fraction[]) => list.reduce((a, b) => (compare(a, b) < 0 ? b : a));
const lowest = (...list: readonly Fraction[]) => list.reduce((a, b) => (compare(a, b) < 0 ? a : b));

/** Tian & Pearl 2000 as THEORY 4.1 prints them. PN needs P(x, y) > 0, PS needs P(x', y') > 0. */
export function tianPearl(name: "PN" | "PS" | "PNS", m: Margins): readonly [Fraction, Fraction] {
  const y = plus(m.xy, m.notxY);
  if (name === "PNS") {
    return [
      highest(ZERO, minus(m.had1, m.had0), minus(y, m.had0), minus(m.had1, y)),
      lowest(m.had1, minus(ONE, m.had0), plus(m.xy, m.notxNoty), plus(minus(m.had1, m.had0), plus(m.xNoty, m.notxY))),
    ];
  }
  if (name === "PN") {
    return [
      highest(ZERO, divided(minus(y, m.had0), m.xy)),
      lowest(ONE, divided(minus(minus(ONE, m.had0), m.notxNoty), m.xy)),
    ];
  }
  return [highest(ZERO, divided(minus(m.had1, y), m.notxNoty)), lowest(ONE, divided(minus(m.had1, m.xy), m.notxNoty))];
}
