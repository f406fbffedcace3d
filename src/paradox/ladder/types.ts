import { equal, type Fraction, minus, ONE, over, plus, rest, times, ZERO } from "./fraction.js";

/**
 * One type of individual of a model with a two-valued treatment T and outcome Y: P(u), P(T=1; u), and p1 and p0 of THEORY 4.2, which are
 * P(Y=1; u) with the treatment and without it.
 */
export interface Type {
  readonly name: string;
  readonly weight: Fraction;
  readonly takes: Fraction;
  readonly with: Fraction;
  readonly without: Fraction;
}

/** Sum over the types of weight x what is said of each. */
function average(types: readonly Type[], of: (type: Type) => Fraction): Fraction {
  return types.reduce((sum, type) => plus(sum, times(type.weight, of(type))), ZERO);
}

/** Layer 1: P(T=1, Y=1), P(T=1, Y=0), P(T=0, Y=1), P(T=0, Y=0). */
export function seen(types: readonly Type[]): readonly [Fraction, Fraction, Fraction, Fraction] {
  return [
    average(types, (one) => times(one.takes, one.with)),
    average(types, (one) => times(one.takes, rest(one.with))),
    average(types, (one) => times(rest(one.takes), one.without)),
    average(types, (one) => times(rest(one.takes), rest(one.without))),
  ];
}

/** Layer 2: P(Y=1 | do(T=1)), P(Y=1 | do(T=0)). The law of T where Y is set is that of T. */
export function done(types: readonly Type[]): readonly [Fraction, Fraction] {
  return [average(types, (one) => one.with), average(types, (one) => one.without)];
}

/** P(Y=1 | do(T=1)) - P(Y=1 | do(T=0)). */
export function effectOf(types: readonly Type[]): Fraction {
  const [with1, with0] = done(types);
  return minus(with1, with0);
}

/** P(Y=1 | T=1) - P(Y=1 | T=0). */
export function associationOf(types: readonly Type[]): Fraction {
  const [both, treated, other, neither] = seen(types);
  return minus(over(both, plus(both, treated)), over(other, plus(other, neither)));
}

/** Layer 3 with the noise of every world drawn afresh (coupling 0; THEORY 2.4, 2.5, 4.2). `anyway` is E[Y(0) | T=1, Y=1]. */
export function imagined(types: readonly Type[]): {
  readonly pns: Fraction;
  readonly pn: Fraction;
  readonly pc: Fraction;
  readonly anyway: Fraction;
} {
  const [both] = seen(types);
  const ofThose = (of: (type: Type) => Fraction): Fraction =>
    over(
      average(types, (one) => times(one.takes, one.with, of(one))),
      both,
    );
  return {
    pns: average(types, (one) => times(one.with, rest(one.without))),
    pn: ofThose((one) => rest(one.without)),
    pc: ofThose((one) => one.with),
    anyway: ofThose((one) => one.without),
  };
}

/** Do the models agree on all that is seen? */
export function seenAlike(one: readonly Type[], other: readonly Type[]): boolean {
  return allEqual(seen(one), seen(other));
}

/** And on all that follows when something is set? */
export function doneAlike(one: readonly Type[], other: readonly Type[]): boolean {
  return seenAlike(one, other) && allEqual(done(one), done(other));
}

/** Are the weights a law? */
export function isLaw(types: readonly Type[]): boolean {
  return equal(
    average(types, () => ONE),
    ONE,
  );
}

function allEqual(one: readonly Fraction[], other: readonly Fraction[]): boolean {
  return one.every((value, i) => equal(value, other[i]));
}
