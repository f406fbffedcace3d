import { type Fraction, minus, over, plus } from "./fraction.js";
import type { Names } from "./names.js";
import { associationOf, done, effectOf, imagined, seen, type Type } from "./types.js";

/** A question that is shown, and its exact answer. */
export interface Shown {
  readonly layer: 1 | 2 | 3;
  readonly query: string;
  readonly exact: (types: readonly Type[]) => Fraction;
}

/** The few questions that a person looks at, by layer. Those of a layer below the third settle all of it. */
export function shownQuestions({ treatment: t, outcome: y }: Names): readonly Shown[] {
  const given = (types: readonly Type[], arm: 0 | 1): Fraction => {
    const cells = seen(types);
    const [success, failure] = arm === 1 ? [cells[0], cells[1]] : [cells[2], cells[3]];
    return over(success, plus(success, failure));
  };
  return [
    { layer: 1, query: `P(${t}=1)`, exact: (types) => plus(seen(types)[0], seen(types)[1]) },
    { layer: 1, query: `P(${y}=1 | ${t}=1)`, exact: (types) => given(types, 1) },
    { layer: 1, query: `P(${y}=1 | ${t}=0)`, exact: (types) => given(types, 0) },
    { layer: 1, query: `P(${y}=1 | ${t}=1) - P(${y}=1 | ${t}=0)`, exact: associationOf },
    { layer: 2, query: `P(${y}=1 | do(${t}=1))`, exact: (types) => done(types)[0] },
    { layer: 2, query: `P(${y}=1 | do(${t}=0))`, exact: (types) => done(types)[1] },
    { layer: 2, query: `ATE(${t} -> ${y})`, exact: effectOf },
    { layer: 3, query: `PNS(${t} -> ${y})`, exact: (types) => imagined(types).pns },
    { layer: 3, query: `PN(${t} -> ${y})`, exact: (types) => imagined(types).pn },
    { layer: 3, query: `PC(${t}=1, ${y}=1)`, exact: (types) => imagined(types).pc },
    { layer: 3, query: ettQuery({ treatment: t, outcome: y }), exact: untreatedOfTreated },
  ];
}

/**
 * "How would the treated have fared without?" An honest exception: of layer 3, and yet with two arms settled by layers 1 and 2, since
 * P(Y(0)) is the average of it and of P(Y=1 | T=0).
 */
function ettQuery({ treatment: t, outcome: y }: Names): string {
  return `P(${y}[${t}=0]=1 | ${t}=1)`;
}

function untreatedOfTreated(types: readonly Type[]): Fraction {
  const [both, treated, other] = seen(types);
  return over(minus(done(types)[1], other), plus(both, treated));
}

/** The layer-3 questions whose answers the dial moves. */
export function dialQuestions({ treatment: t, outcome: y }: Names): readonly string[] {
  return [`PNS(${t} -> ${y})`, `PN(${t} -> ${y})`, `PC(${t}=1, ${y}=1)`];
}

const BITS = [0, 1] as const;
const CELLS = BITS.flatMap((a) => BITS.map((b) => [a, b] as const));

/** Everything that can be seen of the two: marginals, all cells, all conditionals. */
export function seeingQuestions({ treatment: t, outcome: y }: Names): readonly string[] {
  return [
    ...BITS.flatMap((a) => [`P(${t}=${a})`, `P(${y}=${a})`]),
    ...CELLS.flatMap(([a, b]) => [`P(${t}=${a}, ${y}=${b})`, `P(${y}=${b} | ${t}=${a})`, `P(${t}=${a} | ${y}=${b})`]),
  ];
}

/** Everything that can follow when one of the two is set, or both. */
export function doingQuestions({ treatment: t, outcome: y }: Names): readonly string[] {
  const worlds = [
    ...BITS.flatMap((a) => [`do(${t}=${a})`, `do(${y}=${a})`]),
    ...CELLS.map(([a, b]) => `do(${t}=${a}, ${y}=${b})`),
  ];
  return worlds.flatMap((world) => CELLS.map(([a, b]) => `P(${t}=${a}, ${y}=${b} | ${world})`));
}
