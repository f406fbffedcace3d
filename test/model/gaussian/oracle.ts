// Linear-Gaussian models with coins the slow, obvious way: all variables of all worlds stacked into one normal vector, its covariance by an
// explicit inverse, the coins by going through every fifth of every coin's noise.
import type { Comparison } from "../../../src/query/question.js";
import {
  boundsOf,
  condition,
  inverse,
  type Matrix,
  multiply,
  type Normal,
  transpose,
  truncated,
} from "./normal-oracle.js";

/** x_j = constant + sum of coefficients * (variables, attributes, coins) + sd * e_j; parents come before children. */
export interface Linear {
  /** Continuous population: mean and sd of each attribute. */
  readonly attributes?: readonly { readonly mean: number; readonly sd: number }[];
  /** Finite population. */
  readonly types?: readonly { readonly weight: number; readonly attributes: readonly number[] }[];
  /** P(coin = 1) in fifths, by the values of the coins before it as binary digits (the first coin is the lowest). */
  readonly coins: readonly (readonly number[])[];
  readonly variables: readonly {
    readonly constant: number;
    readonly parents: readonly number[];
    readonly own: readonly number[];
    readonly jumps: readonly number[];
    readonly sd: number;
  }[];
}

/** What is set: variables and coins by index. */
export interface World {
  readonly variables: Readonly<Record<number, number | { readonly world: number; readonly variable: number }>>;
  readonly coins: Readonly<Record<number, number>>;
}

/** An attribute of a continuous population, or a variable or coin in a world. */
export type Quantity =
  | { readonly attribute: number }
  | { readonly world: number; readonly variable: number }
  | { readonly world: number; readonly coin: number };

export interface Test {
  readonly of: Quantity;
  readonly comparison: Comparison;
  readonly value: number;
}

export type Measure =
  | { readonly kind: "mean"; readonly of: Quantity }
  | { readonly kind: "product"; readonly left: Quantity; readonly right: Quantity }
  | { readonly kind: "probability"; readonly all: readonly Test[] };

export interface Problem {
  readonly linear: Linear;
  /** Beside the factual one. */
  readonly worlds: readonly World[];
  readonly given: readonly Test[];
  readonly measures: readonly Measure[];
  readonly lambda: number;
}

/** Attributes first, then world by world the variables and the coins. */
function joint(
  linear: Linear,
  worlds: readonly World[],
  shares: readonly boolean[],
  own: readonly number[],
  coins: Matrix,
): Normal {
  const { attributes = [], variables } = linear;
  const [A, V, C] = [attributes.length, variables.length, linear.coins.length];
  const size = A + worlds.length * (V + C);
  const square = (of: (i: number, j: number) => number): Matrix =>
    Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => of(i, j)));
  const equations = square((i, j) => (i === j ? 1 : 0));
  const noise = square(() => 0);
  const constant: number[] = Array(size).fill(0);
  attributes.forEach(({ mean, sd }, a) => {
    constant[a] = mean;
    noise[a][a] = sd;
  });
  worlds.forEach((set, w) => {
    const start = A + w * (V + C);
    coins[w].forEach((value, c) => {
      constant[start + V + c] = value;
    });
    variables.forEach((variable, v) => {
      const row = start + v;
      const to = set.variables[v];
      if (typeof to === "number") constant[row] = to;
      else if (to !== undefined) equations[row][A + to.world * (V + C) + to.variable] -= 1;
      else {
        constant[row] = variable.constant;
        variable.parents.forEach((b, parent) => {
          equations[row][start + parent] -= b;
        });
        variable.jumps.forEach((b, c) => {
          equations[row][start + V + c] -= b;
        });
        variable.own.forEach((b, a) => {
          if (A > 0) equations[row][a] -= b;
          else constant[row] += b * own[a];
        });
        noise[row][A + (shares[w] ? 0 : w) * (V + C) + v] = variable.sd;
      }
    });
  });
  const solve = inverse(equations);
  const spread = multiply(solve, noise);
  const column = constant.map((one) => [one]);
  return { mean: multiply(solve, column).map(([one]) => one), cov: multiply(spread, transpose(spread)) };
}

/** Values of all coins in all worlds, with their probabilities: every fifth of every noise, added up. */
function tosses({ coins }: Linear, worlds: readonly World[], shares: readonly boolean[]): Map<string, number> {
  const noises = worlds.length * coins.length;
  const found = new Map<string, number>();
  for (let cell = 0; cell < 5 ** noises; cell++) {
    const fifth = (noise: number) => Math.floor(cell / 5 ** noise) % 5;
    const values = worlds.map((set, w) => {
      let digits = 0;
      return coins.map((table, c) => {
        const noise = (shares[w] ? 0 : w) * coins.length + c;
        const value = set.coins[c] ?? (fifth(noise) < table[digits] ? 1 : 0);
        digits += value << c;
        return value;
      });
    });
    const key = JSON.stringify(values);
    found.set(key, (found.get(key) ?? 0) + 5 ** -noises);
  }
  return found;
}

interface Case {
  readonly type: number;
  readonly rank: number;
  readonly mass: number;
  readonly values: readonly number[];
}

/** Cases with fewer dimensions of coincidence rule out the others. */
function average(cases: readonly Case[], measures: number) {
  const rank = Math.min(...cases.map((one) => one.rank));
  const counted = cases.filter((one) => one.rank === rank);
  const mass = counted.reduce((sum, one) => sum + one.mass, 0);
  const values = Array.from({ length: measures }, (_, m) => {
    return counted.reduce((sum, one) => sum + one.mass * one.values[m], 0) / mass;
  });
  return { rank, mass, values };
}

/** Values and evidence, and the posterior and own values of each type. */
export function oracle(problem: Problem) {
  const { linear, worlds, measures, lambda } = problem;
  const all = [{ variables: {}, coins: {} }, ...worlds];
  const types = linear.types ?? [{ weight: 1, attributes: [] }];
  const totalWeight = types.reduce((sum, { weight }) => sum + weight, 0);
  const cases: Case[] = [];
  for (let bits = 0; bits < 2 ** worlds.length; bits++) {
    const shares = all.map((_, w) => w === 0 || ((bits >> (w - 1)) & 1) === 1);
    const sharing = worlds.reduce((p, _, w) => p * (shares[w + 1] ? lambda : 1 - lambda), 1);
    if (sharing === 0) continue;
    for (const [key, chance] of tosses(linear, all, shares)) {
      types.forEach(({ weight, attributes }, type) => {
        const one = inCase(problem, joint(linear, all, shares, attributes, JSON.parse(key)));
        if (one === undefined) return;
        const mass = (one.density * sharing * chance * weight) / totalWeight;
        cases.push({ type, rank: one.rank, mass, values: one.values });
      });
    }
  }
  const population = average(cases, measures.length);
  return {
    evidence: population.mass,
    values: population.values,
    types: types.map((_, type) => {
      const own = average(
        cases.filter((one) => one.type === type),
        measures.length,
      );
      return { posterior: own.rank === population.rank ? own.mass / population.mass : 0, values: own.values };
    }),
  };
}

/** One setting of everything that is discrete; undefined when the evidence is impossible there. */
function inCase({ linear, given, measures }: Problem, normal: Normal) {
  const [A, V, C] = [linear.attributes?.length ?? 0, linear.variables.length, linear.coins.length];
  const place = (of: Quantity) => {
    if ("attribute" in of) return of.attribute;
    return A + of.world * (V + C) + ("coin" in of ? V + of.coin : of.variable);
  };
  const placed = (tests: readonly Test[]) => tests.map(({ of, ...rest }) => ({ ...rest, at: place(of) }));
  const tests = placed(given);
  const seen = condition(
    normal,
    tests.filter(({ comparison }) => comparison === "="),
  );
  if (seen === undefined) return undefined;
  const bounding = tests.filter(({ comparison }) => comparison !== "=");
  const held = boundsOf(seen, bounding);
  if (held === undefined) return undefined;
  const [p] = truncated(seen, held, 0, 0);
  if (p < 1e-25) return undefined;
  const values = measures.map((measure) => {
    if (measure.kind === "mean") return truncated(seen, held, place(measure.of), 0)[1] / p;
    if (measure.kind === "product") return truncated(seen, held, place(measure.left), place(measure.right))[3] / p;
    const box = boundsOf(seen, [...bounding, ...placed(measure.all)]);
    return box === undefined ? 0 : truncated(seen, box, 0, 0)[0] / p;
  });
  return { rank: seen.rank, density: Math.exp(seen.log) * p, values };
}
