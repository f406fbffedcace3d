import { exp } from "../../num/elementary.js";
import { subjectsOf } from "../measured.js";
import type { UnitType } from "../model.js";
import { sharingCases, unroll } from "../network.js";
import type { Conjunct, OfUnit, Request, Result, Subject, Unable } from "../request.js";
import { boxed } from "./box.js";
import { agrees, type Condition, conditionOf } from "./condition.js";
import { type Budget, configurations } from "./configurations.js";
import { type Equality, know } from "./known.js";
import { expectation, polynomialOf } from "./moments.js";
import { type Scene, sceneOf } from "./scene.js";
import type { Individual } from "./sites.js";
import { addTo, makeTally, type Tally, type Weighed } from "./tally.js";
import { isUnable, type Value } from "./value.js";

/** Steps that one request may cost: about a second. */
const MOST_STEPS = 2 ** 27;
/** What a normal probability of a box costs in these steps. */
const BOX_STEPS = 2 ** 14;

/**
 * Exact answers for conditional linear-Gaussian models (Lauritzen 1992): what the question needs is normal with an affine mean and a known
 * sd, computed from such, or discrete with probabilities that hang on discrete things only. For each type of individual, each case of
 * the dial (THEORY 1.7) and each configuration of the discrete variables, every quantity is affine in independent noises; exact values are
 * conditioned on by linear algebra, bounds by normal probabilities of one or two dimensions. Exact values of continuous quantities count with
 * their density (THEORY 2.7).
 * @returns why not, when something needed is not linear, more than two bounded quantities go together, or it would take too long
 * @throws DiscoError when a mechanism is none (a probability above 1, an sd of 0) for values that the question reaches
 * Cost: (types) x (cases of the dial) x (configurations) x (exact values^2 x noises + a box for each measure)
 */
export function gaussian(request: Request): Result | Unable {
  const { model, individual, measures, given, worlds, coupling } = request;
  const units = unitsOf(model.types, individual?.type);
  const subjects = [...given.map((one) => one.subject), ...measures.flatMap(subjectsOf)];
  const tallies = units.map(() => makeTally(measures.length));
  const budget: Budget = { left: MOST_STEPS };
  for (const { shares, probability } of sharingCases(worlds.length, coupling)) {
    const scene = sceneOf(model, unroll(model, worlds, shares, subjects), subjects, coupling);
    for (let u = 0; u < units.length; u++) {
      const unable = tallyUnit(request, scene, units[u], probability, tallies[u], budget);
      if (unable !== undefined) return unable;
    }
  }
  return resultOf(request, units, tallies);
}

/** A type of individual and its place in the model. */
interface Unit extends Individual {
  readonly index: number;
  readonly weight: number;
}

function unitsOf(types: readonly UnitType[] | undefined, only: number | undefined): readonly Unit[] {
  if (types === undefined) return [{ index: 0, weight: 1, attributes: [] }];
  const units = types.map((type, index) => ({ ...type, index }));
  return only === undefined ? units : [{ ...units[only], weight: 1 }];
}

/** Adds one case of the dial for one type of individual. */
function tallyUnit(
  request: Request,
  scene: Scene,
  unit: Unit,
  probability: number,
  tally: Tally,
  budget: Budget,
): Unable | undefined {
  const held = new Map<number, Conjunct[]>();
  for (const conjunct of request.given) {
    const source = scene.at(conjunct.subject);
    if (source !== undefined && "site" in source) {
      held.set(source.site, [...(held.get(source.site) ?? []), conjunct]);
      continue;
    }
    const fixed = source === undefined ? ofUnit(unit, conjunct.subject) : source.value;
    if (!agrees(conjunct, fixed)) return undefined;
  }
  const walk = configurations(scene, unit, held, budget);
  for (let step = walk.next(); ; step = walk.next()) {
    if (step.done) return step.value;
    const { values } = step.value;
    const lookUp = (subject: Subject): Value => {
      const source = scene.at(subject);
      if (source === undefined) return ofUnit(unit, subject);
      return "site" in source ? values[source.site] : source.value;
    };
    const weighed = weigh(request, lookUp, budget);
    if (isUnable(weighed)) return weighed;
    if (weighed !== undefined) addTo(tally, { ...weighed, probability: probability * step.value.probability });
  }
}

function ofUnit({ index, attributes }: Unit, subject: Subject): number {
  return subject.kind === "attribute" ? attributes[subject.attribute] : index;
}

/** The evidence's density and the measures' means in one configuration; undefined when the evidence is impossible there. */
function weigh(
  { given, measures }: Request,
  lookUp: (subject: Subject) => Value,
  budget: Budget,
): Omit<Weighed, "probability"> | Unable | undefined {
  const equalities: Equality[] = [];
  const conditions: Condition[] = [];
  for (const conjunct of given) {
    const condition = conditionOf(conjunct, lookUp(conjunct.subject));
    if (condition === false) return undefined;
    if (condition === true) continue;
    if (isUnable(condition)) return condition;
    if (condition.comparison === "=") equalities.push({ of: condition.of, value: condition.bound });
    else conditions.push(condition);
  }
  const dimensions = equalities.length === 0 ? 0 : equalities[0].of.loadings.length;
  budget.left -= equalities.length ** 2 * dimensions + (conditions.length > 0 ? BOX_STEPS : 0);
  if (budget.left < 0) return { unable: "conditioning on so many exact values would take too long" };
  const known = know(equalities);
  if (known === undefined) return undefined;
  const seen = boxed(known, conditions);
  if (isUnable(seen)) return seen;
  if (seen.log === -Infinity) return undefined;
  const values: number[] = [];
  for (const measure of measures) {
    const polynomial = polynomialOf(measure, lookUp);
    if (isUnable(polynomial)) return polynomial;
    budget.left -= BOX_STEPS * polynomial.terms.filter(({ when }) => when.length > 0).length;
    const value = expectation(polynomial, seen, conditions);
    if (typeof value !== "number") return value;
    values.push(value);
  }
  return { dimensions: known.directions.length, log: known.log + seen.log, values };
}

/** The population as the average of individuals; only those count for whom the evidence has the fewest dimensions. */
function resultOf({ model, measures }: Request, units: readonly Unit[], tallies: readonly Tally[]): Result {
  const all = makeTally(measures.length);
  // A probability must not be above 1 by the last bit.
  const tidy = (value: number, m: number) => (measures[m].kind === "indicator" && value > 1 ? 1 : value);
  const own = tallies.map(({ mass, sums }) => Array.from(sums, (sum, m) => tidy(sum / mass, m)));
  units.forEach(({ weight }, u) => {
    const { dimensions, log, mass } = tallies[u];
    addTo(all, { dimensions, probability: weight * mass, log, values: own[u] });
  });
  const values = Array.from(all.sums, (sum, m) => tidy(sum / all.mass, m));
  const evidence = all.mass === 0 ? 0 : all.mass * exp(all.log);
  if (model.types === undefined) return { method: "gaussian", values, evidence };
  const ofUnits = model.types.map(
    (): OfUnit => ({ prior: 0, likelihood: Number.NaN, posterior: 0, values: measures.map(() => Number.NaN) }),
  );
  units.forEach(({ index, weight }, u) => {
    const { dimensions, log, mass } = tallies[u];
    const counts = dimensions === all.dimensions && mass > 0;
    ofUnits[index] = {
      prior: weight,
      likelihood: counts ? mass * exp(log) : 0,
      posterior: counts ? (weight * mass * exp(log - all.log)) / all.mass : all.mass === 0 ? Number.NaN : 0,
      values: own[u],
    };
  });
  return { method: "gaussian", values, evidence, units: ofUnits };
}
