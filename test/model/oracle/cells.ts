import { compare, divided, type Fraction, fraction, isZero, minus, ONE, plus, reduced, sum, ZERO } from "./fraction.js";
import type { Law, OracleModel, OracleUnit, Scope, Value } from "./model.js";

/** The noise of one variable of one individual, cut at every threshold of every configuration of its parents. */
export interface Cells {
  /** Indices of the parents in `OracleModel.variables`. */
  readonly parents: readonly number[];
  /** Lengths of the cells; all have the same denominator. */
  readonly widths: readonly Fraction[];
  /** By configuration of the parents (see `configuration`): the variable's value in each cell. */
  readonly values: ReadonlyMap<string, readonly Value[]>;
}

export function configuration(values: readonly Value[]): string {
  return values.join("|");
}

/** Every value that each variable has for some individual and some values of its parents, whether reachable or not. */
export function domainsOf(model: OracleModel): readonly (readonly Value[])[] {
  const domains: (readonly Value[])[] = [];
  for (const variable of model.variables) {
    const parents = variable.parents.map((name) => domains[indexOf(model, name)]);
    const { law } = variable;
    if (law.kind === "bernoulli") domains.push([0, 1]);
    else if (law.kind === "categorical") domains.push(law.values);
    else {
      const found = new Set<number>();
      for (const unit of model.units)
        for (const values of product(parents))
          found.add(numberOf(law.value.at(scopeOf(unit, variable.parents, values))));
      domains.push([...found].sort((a, b) => a - b));
    }
  }
  return domains;
}

export function indexOf(model: OracleModel, name: string): number {
  return model.variables.findIndex((variable) => variable.name === name);
}

/** The cells of one individual, one entry for each variable. */
export function cellsOf(
  model: OracleModel,
  unit: OracleUnit,
  domains: readonly (readonly Value[])[],
): readonly Cells[] {
  return model.variables.map(({ law, parents: names }) => {
    const parents = names.map((name) => indexOf(model, name));
    const configurations = product(parents.map((parent) => domains[parent]));
    const steps = configurations.map((values) => stepsOf(law, scopeOf(unit, names, values)));
    const ends = inOrder(steps.flat().map(({ end }) => end));
    const starts = [ZERO, ...ends.slice(0, -1)];
    return {
      parents,
      widths: commonDenominator(ends.map((end, cell) => minus(end, starts[cell]))),
      values: new Map(
        configurations.map((values, at) => [
          configuration(values),
          // The noise e of a cell is anywhere in [start, end), and no threshold is inside: its start stands for all of it.
          starts.map((e) => steps[at].find(({ end }) => compare(e, end) < 0)!.value),
        ]),
      ),
    };
  });
}

/** A variable's value as a step function of its noise: `value` up to `end`, from the end of the step before. */
function stepsOf(law: Law, scope: Scope): readonly { readonly end: Fraction; readonly value: Value }[] {
  if (law.kind === "equals") return [{ end: ONE, value: numberOf(law.value.at(scope)) }];
  if (law.kind === "bernoulli") {
    const p = law.p.at(scope);
    if (compare(p, ZERO) < 0 || compare(p, ONE) > 0) throw new RangeError(`${law.p.text} is not a probability`);
    return [
      { end: p, value: 1 },
      { end: ONE, value: 0 },
    ].filter(({ end }) => !isZero(end));
  }
  const weights = law.weights.map((weight) => weight.at(scope));
  const total = sum(weights);
  let end = ZERO;
  const steps: { end: Fraction; value: Value }[] = [];
  for (const [k, weight] of weights.entries()) {
    if (compare(weight, ZERO) < 0) throw new RangeError(`${law.weights[k].text} is a negative weight`);
    end = plus(end, divided(weight, total));
    if (!isZero(weight)) steps.push({ end, value: law.values[k] });
  }
  return steps;
}

function scopeOf(unit: OracleUnit, names: readonly string[], values: readonly Value[]): Scope {
  return { ...unit.attributes, ...Object.fromEntries(names.map((name, at) => [name, values[at]])) };
}

/** Variables with formulas have short decimals for values, so that the quotient of doubles is the right double. */
function numberOf(value: Fraction): number {
  return Number(value.over) / Number(value.under);
}

function inOrder(list: readonly Fraction[]): readonly Fraction[] {
  return [...list].sort(compare).filter((value, at, all) => at === 0 || compare(value, all[at - 1]) !== 0);
}

function commonDenominator(lengths: readonly Fraction[]): readonly Fraction[] {
  const list = lengths.map(reduced);
  const under = list.reduce((all, one) => (all * one.under) / greatestDivisor(all, one.under), 1n);
  return list.map((one) => fraction(one.over * (under / one.under), under));
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b);
}

/** All ways to take one from each list. */
function product<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return lists.reduce<readonly (readonly T[])[]>(
    (all, list) => all.flatMap((some) => list.map((one) => [...some, one])),
    [[]],
  );
}
