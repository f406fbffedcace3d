import { DiscoError } from "../../error.js";
import type { Formula, Slot } from "../expression/expression.js";
import { faultOf } from "../file/mechanism.js";
import type { Unable } from "../request.js";
import { evaluate } from "./evaluate.js";
import type { Scene, Site } from "./scene.js";
import { type Affine, combine, constantOf, isAffine, isStep, isUnable, type Value } from "./value.js";

/** A type of individual; a continuous population has one without a name, and its attributes are sites. */
export interface Individual {
  readonly name?: string;
  readonly attributes: readonly number[];
}

/** A scene for one type of individual, with the values that its sites have so far. */
export interface Setup {
  readonly scene: Scene;
  readonly individual: Individual;
  readonly values: Value[];
  /** By noise: which of the loadings is its own; -1 for noises that are not normal. */
  readonly dimension: Int32Array;
  readonly dimensions: number;
}

/** One value of a discrete site, and where its noise is then (DESIGN 4.1). */
export interface Option {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Nothing has a value yet. With potential outcomes each site may have a noise of its own, which then has the site's number. */
export function setUp(scene: Scene, individual: Individual): Setup {
  const { sites, coupling } = scene;
  const dimension = new Int32Array(sites.length).fill(-1);
  let dimensions = 0;
  sites.forEach(({ mechanism, noise }, site) => {
    const place = coupling.kind === "arms" ? site : noise;
    if (mechanism.kind === "normal" && dimension[place] < 0) dimension[place] = dimensions++;
  });
  return { scene, individual, values: new Array(sites.length).fill(0), dimension, dimensions };
}

/**
 * The number of a site's noise. Potential outcomes (THEORY 2.8): the noise of the first site of the variable whose parents have the same
 * values, and a fresh one when there is none. Of continuous parents it is only clear that they are alike when they are one quantity.
 */
export function noiseOf({ scene, values }: Setup, site: number): number | Unable {
  const { sites, coupling } = scene;
  const { noise, name } = sites[site];
  if (coupling.kind === "dial") return noise;
  for (let other = 0; other < site; other++) {
    if (sites[other].noise !== noise) continue;
    const alike = alikeParents(values, sites[other], sites[site]);
    if (alike) return other;
    if (alike === undefined) {
      return { unable: `potential outcomes need finitely many kinds of parents, and those of ${name} are continuous` };
    }
  }
  return site;
}

/** Have two sites of one variable parents with the same values? Undefined when they might. */
function alikeParents(values: readonly Value[], one: Site, other: Site): boolean | undefined {
  let sure = true;
  for (const [variable, source] of one.sources) {
    const [a, b] = [source, other.sources.get(variable)!].map((from) =>
      "site" in from ? values[from.site] : from.value,
    );
    if (a === b) continue;
    const difference = typeof a === "number" || isAffine(a) ? differenceOf(a, b) : undefined;
    if (typeof difference === "number" && difference !== 0) return false;
    if (difference !== 0) sure = false;
  }
  return sure ? true : undefined;
}

/** Undefined when one is not known to be a number or affine. */
function differenceOf(a: number | Affine, b: Value): number | Affine | undefined {
  return typeof b === "number" || isAffine(b) ? combine("-", a, b) : undefined;
}

/** One of a site's formulas; `part` says which ("the mean"), for a person. */
function valueIn({ scene, individual, values }: Setup, site: Site, formula: Formula, part: string): Value {
  const lookUp = (slot: Slot): Value => {
    if ("attribute" in slot) {
      const place = scene.attributes.get(slot.attribute);
      return place === undefined ? individual.attributes[slot.attribute] : values[place];
    }
    const source = site.sources.get(slot.variable)!;
    return "site" in source ? values[source.site] : source.value;
  };
  return evaluate(formula, { what: `${part}${site.name}`, lookUp });
}

/**
 * The values of a discrete site; undefined when it is not one, or its probabilities are not numbers.
 * @throws DiscoError when the probabilities are none
 */
export function optionsOf(setup: Setup, site: Site): readonly Option[] | undefined {
  const { mechanism } = site;
  if (mechanism.kind === "bernoulli") {
    const p = valueIn(setup, site, mechanism.p, PROBABILITY);
    if (typeof p !== "number") return undefined;
    refuseFault(setup, site, [p]);
    return [
      { value: 0, low: p, high: 1 },
      { value: 1, low: 0, high: p },
    ];
  }
  if (mechanism.kind !== "categorical") return undefined;
  const weights = mechanism.weights.map((weight) => valueIn(setup, site, weight, WEIGHT));
  if (!weights.every((weight) => typeof weight === "number")) return undefined;
  refuseFault(setup, site, weights);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return mechanism.values.map((value, k) => {
    const low = sum / total;
    sum += weights[k];
    return { value, low, high: sum / total };
  });
}

const PROBABILITY = "the probability of ";
const WEIGHT = "a weight of ";

/**
 * The value of a site that is not gone through.
 * @throws DiscoError when the mean or sd makes no normal law
 */
export function siteValue(setup: Setup, site: Site, noise: number): Value {
  const { mechanism, name } = site;
  switch (mechanism.kind) {
    case "equals":
      return valueIn(setup, site, mechanism.value, "");
    case "normal":
      return normalValue(setup, site, mechanism, noise);
    case "bernoulli":
      return whyNot(setup, site, [mechanism.p], PROBABILITY);
    case "categorical":
      return whyNot(setup, site, mechanism.weights, WEIGHT);
    default:
      return { unable: `${name} has a ${mechanism.kind} law, and linear algebra needs normal ones` };
  }
}

/** Why a discrete site cannot be gone through. */
function whyNot(setup: Setup, site: Site, formulas: readonly Formula[], part: string): Unable {
  const values = formulas.map((formula) => valueIn(setup, site, formula, part));
  return values.find(isUnable) ?? { unable: `${part}${site.name} depends on something continuous` };
}

function normalValue(
  setup: Setup,
  site: Site,
  mechanism: Extract<Site["mechanism"], { kind: "normal" }>,
  noise: number,
): Value {
  const mean = valueIn(setup, site, mechanism.mean, "the mean of ");
  if (isUnable(mean)) return mean;
  if (isStep(mean)) return { unable: `the mean of ${site.name} depends on a threshold of something continuous` };
  const sd = valueIn(setup, site, mechanism.sd, "the sd of ");
  if (isUnable(sd)) return sd;
  if (typeof sd !== "number") return { unable: `the sd of ${site.name} depends on something continuous` };
  refuseFault(setup, site, [constantOf(mean), sd]);
  const loadings = isAffine(mean) ? mean.loadings.slice() : new Float64Array(setup.dimensions);
  loadings[setup.dimension[noise]] += sd;
  return { constant: constantOf(mean), loadings };
}

/** @throws DiscoError naming the place in the file, the parents' values where they are numbers, and the individual */
function refuseFault({ scene, individual, values }: Setup, site: Site, parameters: readonly number[]): void {
  const fault = faultOf(site.mechanism, parameters);
  if (fault === undefined) return;
  const where = [...site.sources].flatMap(([variable, source]) => {
    const value = "site" in source ? values[source.site] : source.value;
    return typeof value === "number" ? [`${scene.model.variables[variable].name} = ${value}`] : [];
  });
  if (individual.name !== undefined && scene.model.types!.length > 1) where.push(`the unit is ${individual.name}`);
  throw new DiscoError({
    who: `${site.path}.${site.mechanism.kind}`,
    wrong: `${fault.wrong}${where.length > 0 ? ` when ${where.join(" and ")}` : ""}, which this question reaches`,
    next: `${fault.next}: change the expression, or do not set these values`,
  });
}
