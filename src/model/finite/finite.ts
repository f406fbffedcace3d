import { DiscoError } from "../../error.js";
import { scalb } from "../../num/elementary.js";
import { holds } from "../holds.js";
import { evaluateMeasured, subjectsOf } from "../measured.js";
import type { UnitType } from "../model.js";
import { type Network, sharingCases, unroll } from "../network.js";
import type { Conjunct, Measured, OfUnit, Request, Result, Subject, Unable } from "../request.js";
import { type FiniteNode, finiteNodes, type Surroundings } from "./domains.js";
import { eliminate, type Marginal } from "./eliminate.js";
import { type Division, divisionOf } from "./intervals.js";
import type { Offence, Slice } from "./tables.js";

/**
 * Exact answers for models whose variables (those the question needs) have finitely many values: variable elimination on the network of
 * units, factual world and counterfactual worlds, once for each case of the dial (THEORY 1.7, 1.8). Never enumerates the joint law.
 * @returns what is unable to be done exactly, in words, when a variable has a continuum of values or a table would be too large
 * @throws DiscoError when a mechanism is none (a probability outside [0, 1]) for parents that the question reaches
 * Cost: (cases of the dial) x (1 + measures) eliminations.
 */
export function finite(request: Request): Result | Unable {
  const { model, individual } = request;
  if (model.types === undefined) return { unable: "the population is continuous" };
  const units = unitsOf(model.types, individual?.type);
  const subjects = [...request.given.map((one) => one.subject), ...request.measures.flatMap(subjectsOf)];
  // Compiled once for all cases of the dial, and only where the question gets.
  const divisions = new Map<number, Division | undefined>();
  const divisionFor = (variable: number) => {
    if (!divisions.has(variable)) divisions.set(variable, divisionOf(model.variables[variable].mechanism));
    return divisions.get(variable);
  };
  const sums = [undefined, ...request.measures].map(() => makeSum(units.length));
  for (const { shares, probability } of sharingCases(request.worlds.length, request.coupling)) {
    const network = unroll(model, request.worlds, shares, subjects);
    const nodes = finiteNodes(model, network, divisionFor, units);
    if ("unable" in nodes) return nodes;
    const one: Case = { request, network, nodes, units };
    for (let m = 0; m < sums.length; m++) {
      const sum = m === 0 ? evidenceOf(one) : measureOf(one, request.measures[m - 1]);
      if ("unable" in sum) return sum;
      addTo(sums[m], sum, probability);
    }
  }
  return resultOf(units, sums, request);
}

/** A type of unit with its place in the model. */
interface IndexedUnit extends UnitType {
  readonly index: number;
}

/** All types, or the one individual, whose own weight does not matter. */
function unitsOf(types: readonly UnitType[], only: number | undefined): readonly IndexedUnit[] {
  const units = types.map((type, index) => ({ ...type, index }));
  return only === undefined ? units : [{ ...units[only], weight: 1 }];
}

/** One case of the dial. */
interface Case {
  readonly request: Request;
  readonly network: Network;
  readonly nodes: readonly FiniteNode[];
  readonly units: readonly IndexedUnit[];
}

/** A number for each unit, as `data * 2 ** exponents`. */
interface ByUnit {
  readonly data: Float64Array;
  readonly exponents: Float64Array;
}

function makeSum(units: number): ByUnit {
  return { data: new Float64Array(units), exponents: new Float64Array(units).fill(Number.NEGATIVE_INFINITY) };
}

/** sum += probability * addend, keeping the larger exponent. */
function addTo(sum: ByUnit, addend: ByUnit, probability: number): void {
  for (let u = 0; u < sum.data.length; u++) {
    if (addend.data[u] === 0) continue;
    const exponent = Math.max(sum.exponents[u], addend.exponents[u]);
    const before = sum.data[u] === 0 ? 0 : scalb(sum.data[u], sum.exponents[u] - exponent);
    sum.data[u] = before + scalb(probability * addend.data[u], addend.exponents[u] - exponent);
    sum.exponents[u] = exponent;
  }
}

/** P(evidence; u). */
function evidenceOf(one: Case): ByUnit | Unable {
  return totalOf(one, one.request.given, undefined);
}

/** The measure's sum over P(., evidence; u). */
function measureOf(one: Case, measure: Measured): ByUnit | Unable {
  // The common kind needs no joint table: its events are more evidence.
  if (measure.kind === "indicator") return totalOf(one, [...one.request.given, ...measure.all], undefined);
  return totalOf(one, one.request.given, measure);
}

/** Sum over P(., conjuncts; u) of `measure`, or of 1. */
function totalOf(one: Case, conjuncts: readonly Conjunct[], measure: Measured | undefined): ByUnit | Unable {
  const { network, nodes, units, request } = one;
  const at = (subject: Subject) => (subject.kind === "variable" ? network.at(subject) : undefined);
  const held: (readonly number[])[] = nodes.map(({ values }) => values.map((_, place) => place));
  const possible = new Uint8Array(units.length).fill(1);
  const asked = new Set<number>();
  for (const conjunct of conjuncts) {
    const source = at(conjunct.subject);
    if (source === undefined) {
      units.forEach((unit, u) => {
        if (!holds(conjunct, valueForUnit(unit, conjunct.subject))) possible[u] = 0;
      });
    } else if ("value" in source) {
      if (!holds(conjunct, source.value)) possible.fill(0);
    } else {
      asked.add(source.node);
      held[source.node] = held[source.node].filter((place) => holds(conjunct, nodes[source.node].values[place]));
    }
  }
  const subjects = measure === undefined ? [] : subjectsOf(measure);
  const kept = new Set<number>();
  for (const subject of subjects) {
    const source = at(subject);
    if (source !== undefined && "node" in source) kept.add(source.node);
  }
  const nothing = { data: new Float64Array(units.length), exponents: new Float64Array(units.length) };
  if (held.some((places) => places.length === 0) || !possible.includes(1)) return nothing;
  const slice: Slice = { ...surroundingsOf(one), held, coupling: request.coupling };
  const offences: Offence[] = [];
  const needed = closure(nodes, [...asked, ...kept]);
  const marginal = eliminate(slice, needed, [...kept], units, offences);
  if ("unable" in marginal) return marginal;
  if (offences.length > 0) refuseReached(one, needed, possible, offences);
  const data = measure === undefined ? marginal.data : weighed(one, marginal, held, measure);
  return { data: data.map((value, u) => (possible[u] === 1 ? value : 0)), exponents: marginal.exponents };
}

/** Ends a marginal over the measure's nodes by averaging the measure over it. */
function weighed(one: Case, marginal: Marginal, held: readonly (readonly number[])[], measure: Measured): Float64Array {
  const { network, nodes, units } = one;
  const out = new Float64Array(units.length);
  const counter = marginal.scope.map(() => 0);
  for (let cell = 0; cell * units.length < marginal.data.length; cell++) {
    for (let u = 0; u < units.length; u++) {
      const mass = marginal.data[cell * units.length + u];
      if (mass === 0) continue;
      out[u] +=
        mass *
        evaluateMeasured(measure, (subject) => {
          if (subject.kind !== "variable") return valueForUnit(units[u], subject);
          const source = network.at(subject);
          if ("value" in source) return source.value;
          const place = counter[marginal.scope.indexOf(source.node)];
          return nodes[source.node].values[held[source.node][place]];
        });
    }
    for (let digit = counter.length - 1; digit >= 0; digit--) {
      if (++counter[digit] < held[marginal.scope[digit]].length) break;
      counter[digit] = 0;
    }
  }
  return out;
}

function valueForUnit(unit: IndexedUnit, subject: Subject): number {
  return subject.kind === "attribute" ? unit.attributes[subject.attribute] : unit.index;
}

function surroundingsOf({ request, nodes }: Case): Surroundings {
  return { model: request.model, nodes, scratch: new Float64Array(request.model.variables.length) };
}

/** The nodes and all above them, ascending. */
function closure(nodes: readonly FiniteNode[], from: readonly number[]): readonly number[] {
  const found = new Set(from);
  for (const node of found) for (const parent of nodes[node].above) found.add(parent);
  return [...found].sort((a, b) => a - b);
}

/**
 * A mechanism that is none for some parents matters only if those parents can happen: then the network without evidence has lost mass,
 * because the offending cells were left 0.
 * @throws DiscoError naming the variable, the unit, and the parents' values
 */
function refuseReached(one: Case, needed: readonly number[], possible: Uint8Array, offences: readonly Offence[]): void {
  const { request, nodes, units } = one;
  const { model, coupling } = request;
  const held = nodes.map(({ values }) => values.map((_, place) => place));
  const mass = eliminate({ ...surroundingsOf(one), held, coupling }, needed, [], units, []);
  if ("unable" in mass) return;
  for (const offence of offences) {
    const { unit } = offence;
    if (possible[unit] === 0 || scalb(mass.data[unit], mass.exponents[unit]) > 1 - 1e-9) continue;
    const { name, parents, mechanism } = model.variables[offence.variable];
    const where = parents.map((parent) => `${model.variables[parent].name} = ${offence.variables[parent]}`);
    const what =
      mechanism.kind === "bernoulli" ? "the probability is outside [0, 1]" : "the weights cannot be shared out";
    throw new DiscoError({
      who: `variables.${name}.${mechanism.kind}`,
      wrong: `${what} when ${[...where, `the unit is ${units[unit].name}`].join(" and ")}, which this question reaches`,
      next: "change the expression, or do not set these values",
    });
  }
}

function resultOf(
  units: readonly IndexedUnit[],
  [likelihood, ...sums]: readonly ByUnit[],
  { model, measures }: Request,
): Result {
  // The order of additions can leave a probability an ulp above 1.
  const tidy = (value: number, m: number) => (measures[m].kind === "indicator" && value > 1 ? 1 : value);
  // The largest exponent among the units that count: everything is relative to it.
  let top = Number.NEGATIVE_INFINITY;
  units.forEach(({ weight }, u) => {
    if (weight > 0) top = Math.max(top, likelihood.exponents[u]);
  });
  const scaled = (sum: ByUnit, u: number) => (sum.data[u] === 0 ? 0 : scalb(sum.data[u], sum.exponents[u] - top));
  let total = 0;
  const totals = sums.map(() => 0);
  units.forEach(({ weight }, u) => {
    total += weight * scaled(likelihood, u);
    sums.forEach((sum, m) => {
      totals[m] += weight * scaled(sum, u);
    });
  });
  const ofUnits: OfUnit[] = Array.from({ length: model.types!.length }, () => ({
    prior: 0,
    likelihood: Number.NaN,
    posterior: 0,
    values: sums.map(() => Number.NaN),
  }));
  units.forEach(({ weight, index }, u) => {
    const own = likelihood.data[u];
    const ratio = (sum: ByUnit) => scalb(sum.data[u] / own, sum.exponents[u] - likelihood.exponents[u]);
    ofUnits[index] = {
      prior: weight,
      likelihood: own === 0 ? 0 : scalb(own, likelihood.exponents[u]),
      posterior: (weight * scaled(likelihood, u)) / total,
      values: sums.map((sum, m) => (own === 0 ? Number.NaN : sum.data[u] === 0 ? 0 : tidy(ratio(sum), m))),
    };
  });
  return {
    method: "finite",
    values: totals.map((sum, m) => tidy(sum / total, m)),
    evidence: total === 0 ? 0 : scalb(total, top),
    units: ofUnits,
  };
}
