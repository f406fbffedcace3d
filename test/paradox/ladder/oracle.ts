import {
  compare,
  decimal,
  divided,
  type Fraction,
  isZero,
  minus,
  ONE,
  reduced,
  sum,
  times,
  ZERO,
} from "../../model/oracle/fraction.ts";

/** An individual of a model of T and Y, as its file has it. */
export interface Person {
  readonly weight: Fraction;
  readonly takes: Fraction;
  readonly with: Fraction;
  readonly without: Fraction;
}

/** One thing that can happen: what was, and what would be in the two worlds where T is set. */
interface Case {
  readonly t: 0 | 1;
  readonly y: 0 | 1;
  readonly y1: 0 | 1;
  readonly y0: 0 | 1;
  readonly mass: Fraction;
}

type Event = (one: Case) => boolean;

/** The people of a model file; its numbers mean what their decimals say. */
export function peopleOf(file: unknown): readonly Person[] {
  const { units } = file as { units: readonly Record<string, number | string>[] };
  return units.map((unit) => {
    const [, weight, takes, with1, without] = Object.values(unit);
    const [w, t, p1, p0] = [weight, takes, with1, without].map((value) => decimal(value as number));
    return { weight: w, takes: t, with: p1, without: p0 };
  });
}

/**
 * Everything that can happen, by enumeration of the individual, the noise of T and the noise of Y, which is cut where Y changes. The two
 * imagined worlds have the noise of the day (coupling 1), or each one of its own (coupling 0).
 */
function casesOf(people: readonly Person[], coupling: 0 | 1): readonly Case[] {
  return people.flatMap((person) => {
    const low = compare(person.with, person.without) < 0 ? person.with : person.without;
    const high = low === person.with ? person.without : person.with;
    const cells = [
      { from: ZERO, size: low },
      { from: low, size: minus(high, low) },
      { from: high, size: minus(ONE, high) },
    ];
    const y = (t: 0 | 1, cell: (typeof cells)[0]): 0 | 1 =>
      compare(cell.from, t === 1 ? person.with : person.without) < 0 ? 1 : 0;
    return ([0, 1] as const).flatMap((t) =>
      cells.flatMap((now) => {
        const mass = times(times(person.weight, t === 1 ? person.takes : minus(ONE, person.takes)), now.size);
        if (coupling === 1) return [{ t, y: y(t, now), y1: y(1, now), y0: y(0, now), mass }];
        return cells.flatMap((one) =>
          cells.map((zero) => ({
            t,
            y: y(t, now),
            y1: y(1, one),
            y0: y(0, zero),
            mass: times(mass, times(one.size, zero.size)),
          })),
        );
      }),
    );
  });
}

/** P(event | given). */
function chance(cases: readonly Case[], event: Event, given: Event = () => true): Fraction {
  const seen = cases.filter(given);
  const all = reduced(sum(seen.map(({ mass }) => mass)));
  if (isZero(all)) throw new RangeError("given what never happens");
  return reduced(divided(reduced(sum(seen.filter(event).map(({ mass }) => mass))), all));
}

const treated: Event = ({ t }) => t === 1;
const fared: Event = ({ y }) => y === 1;
const both: Event = (one) => treated(one) && fared(one);

/** Layers 1 and 2 in full: the cells of (T, Y), and P(Y(1)=1), P(Y(0)=1). */
export function lowerLayers(people: readonly Person[]) {
  const cases = casesOf(people, 0);
  return {
    seeing: [0, 1].flatMap((t) => [0, 1].map((y) => chance(cases, (one) => one.t === t && one.y === y))),
    doing: [chance(cases, ({ y1 }) => y1 === 1), chance(cases, ({ y0 }) => y0 === 1)],
  };
}

/** The questions that are shown, in their order. */
export function answers(people: readonly Person[], coupling: 0 | 1 = 0): readonly Fraction[] {
  const cases = casesOf(people, coupling);
  const [with1, without] = [chance(cases, fared, treated), chance(cases, fared, ({ t }) => t === 0)];
  const [do1, do0] = [chance(cases, ({ y1 }) => y1 === 1), chance(cases, ({ y0 }) => y0 === 1)];
  return [
    chance(cases, treated),
    with1,
    without,
    minus(with1, without),
    do1,
    do0,
    minus(do1, do0),
    chance(cases, ({ y1, y0 }) => y1 === 1 && y0 === 0),
    chance(cases, ({ y0 }) => y0 === 0, both),
    chance(cases, ({ y1 }) => y1 === 1, both),
    chance(cases, ({ y0 }) => y0 === 1, treated),
  ].map(reduced);
}

/** Anyway, policy and chance of those with T=1 and Y=1 (THEORY 5.1). */
export function sharesOf(people: readonly Person[]): readonly Fraction[] {
  const cases = casesOf(people, 0);
  const [again, anyway] = [chance(cases, ({ y1 }) => y1 === 1, both), chance(cases, ({ y0 }) => y0 === 1, both)];
  return [anyway, minus(again, anyway), minus(ONE, again)].map(reduced);
}

export function same(one: readonly Fraction[], other: readonly Fraction[]): boolean {
  return one.every((value, i) => compare(value, other[i]) === 0);
}

/** P(T=t, ...) is met by those who are sure to take t, so a law of (T, Y(1), Y(0)) is a model of at most eight decided individuals. */
export function decided(law: (t: 0 | 1, y1: 0 | 1, y0: 0 | 1) => Fraction): readonly Person[] {
  const bits = [0, 1] as const;
  const whole = (bit: 0 | 1): Fraction => (bit === 1 ? ONE : ZERO);
  return bits
    .flatMap((t) =>
      bits.flatMap((y1) =>
        bits.map((y0) => ({ weight: law(t, y1, y0), takes: whole(t), with: whole(y1), without: whole(y0) })),
      ),
    )
    .filter(({ weight }) => !isZero(weight));
}
