import { DiscoError } from "../../error.js";
import type { Formula, Slot } from "../expression/expression.js";
import { faultOf } from "../file/mechanism.js";
import { holds } from "../holds.js";
import type { Conjunct, Unable } from "../request.js";
import { constantOf, evaluate } from "./evaluate.js";
import type { Scene, Site } from "./scene.js";
import { type Affine, isAffine, isStep, isUnable, type Value } from "./value.js";

/** All sites' values for one configuration of the discrete ones. */
export interface Configuration {
  /** By site; overwritten by the next configuration. */
  readonly values: readonly Value[];
  /** Of the configuration. */
  readonly probability: number;
}

/** What a walk may cost still, in steps of a few nanoseconds. Shared by all walks of a question. */
export interface Budget {
  left: number;
}

/** Most configurations of the discrete variables, for one individual in one case of the dial. */
const MOST_CONFIGURATIONS = 4096;

/** One value of a discrete site, and where its noise is then (DESIGN 4.1). */
interface Option {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A discrete site whose values are being gone through. */
interface Branch {
  readonly site: number;
  readonly options: readonly Option[];
  next: number;
  /** Its noise, and the interval that was left of it before. */
  readonly noise: number;
  readonly before: readonly [number, number];
  /** Probability of the configuration up to here. */
  readonly probability: number;
}

/**
 * Goes through the configurations of the discrete sites that have positive probability and agree with `held`, and gives every other site
 * its value: affine in the noises of the normal ones. Discrete sites that share a noise (worlds with coupling) have values together where
 * their intervals of it overlap. A discrete site whose probabilities hang on something continuous is `Unable`, which is fine until somebody
 * needs it.
 * @param attributes values of a type; those of a continuous population are sites
 * @param held by site: what its value must be where it is a number
 * @returns (at the end) undefined, or why there was no end
 * @throws DiscoError when a mechanism is none (a probability above 1, an sd of 0) for values that are reached
 */
export function* configurations(
  scene: Scene,
  attributes: readonly number[],
  held: ReadonlyMap<number, readonly Conjunct[]>,
  budget: Budget,
): Generator<Configuration, Unable | undefined> {
  const { sites } = scene;
  const values: Value[] = new Array(sites.length).fill(0);
  const walk: Walk = { scene, attributes, values, dimensions: dimensionsOf(scene) };
  const intervals = sites.map((): readonly [number, number] => [0, 1]);
  const branches: Branch[] = [];
  const agrees = (site: number) => {
    const value = values[site];
    return typeof value !== "number" || (held.get(site) ?? []).every((conjunct) => holds(conjunct, value));
  };
  let probability = 1;
  let found = 0;
  let site = 0;
  for (;;) {
    let alive = true;
    for (; alive && site < sites.length; site++) {
      budget.left -= 8 + walk.dimensions.count;
      const noise = noiseOf(walk, site);
      const options = optionsOf(walk, site);
      if (options === undefined) {
        values[site] = valueOf(walk, site, noise);
        alive = agrees(site);
      } else {
        branches.push({ site, options, next: 0, noise, before: intervals[noise], probability });
        break;
      }
    }
    if (alive && site === sites.length) {
      if (++found > MOST_CONFIGURATIONS) return tooMany(scene);
      yield { values, probability };
    }
    // On to the next value of the last discrete site that has one.
    for (;;) {
      if (budget.left < 0) return { unable: "going through all cases of the discrete variables would take too long" };
      const branch = branches.at(-1);
      if (branch === undefined) return undefined;
      if (branch.next === branch.options.length) {
        intervals[branch.noise] = branch.before;
        branches.pop();
        continue;
      }
      const { value, low, high } = branch.options[branch.next++];
      const [from, to] = branch.before;
      const [left, right] = [Math.max(low, from), Math.min(high, to)];
      budget.left -= 8;
      values[branch.site] = value;
      if (!(left < right) || !agrees(branch.site)) continue;
      intervals[branch.noise] = [left, right];
      probability = branch.probability * ((right - left) / (to - from));
      site = branch.site + 1;
      break;
    }
  }
}

function tooMany({ sites }: Scene): Unable {
  const discrete = sites.filter(({ mechanism: { kind } }) => kind === "bernoulli" || kind === "categorical");
  const names = [...new Set(discrete.map(({ name }) => name))];
  const shown = names.length > 5 ? `${names.slice(0, 4).join(", ")} and ${names.length - 4} more` : names.join(", ");
  return { unable: `${shown} have more than ${MOST_CONFIGURATIONS.toLocaleString("en-US")} configurations` };
}

/** What evaluating a site needs. */
interface Walk {
  readonly scene: Scene;
  readonly attributes: readonly number[];
  readonly values: Value[];
  readonly dimensions: { readonly of: Int32Array; readonly count: number };
}

/** Each noise of a normal site is a dimension; by noise, or with potential outcomes by site. */
function dimensionsOf({ sites, coupling }: Scene): Walk["dimensions"] {
  const of = new Int32Array(sites.length).fill(-1);
  let count = 0;
  sites.forEach(({ mechanism, noise }, site) => {
    const place = coupling.kind === "arms" ? site : noise;
    if (mechanism.kind === "normal" && of[place] < 0) of[place] = count++;
  });
  return { of, count };
}

/**
 * The number of a site's noise. Potential outcomes (THEORY 2.8): the noise is that of the first site of the variable whose parents have the
 * same values, and an independent one when there is none.
 */
function noiseOf({ scene, values }: Walk, site: number): number {
  const { sites, coupling } = scene;
  if (coupling.kind === "dial") return sites[site].noise;
  const alike = sites.findIndex(
    (other, index) => index === site || (other.noise === sites[site].noise && sameParents(values, other, sites[site])),
  );
  return alike;
}

function sameParents(values: readonly Value[], one: Site, other: Site): boolean {
  for (const [variable, source] of one.sources) {
    const twin = other.sources.get(variable)!;
    const [a, b] = [source, twin].map((from) => ("site" in from ? values[from.site] : from.value));
    if (a !== b && !(isAffine(a) && isAffine(b) && sameAffine(a, b))) return false;
  }
  return true;
}

function sameAffine(one: Affine, other: Affine): boolean {
  return one.constant === other.constant && one.loadings.every((loading, i) => loading === other.loadings[i]);
}

/** Evaluates one of a site's formulas. */
function valueIn({ scene, attributes, values }: Walk, site: Site, formula: Formula, part: string): Value {
  const what = part === "" ? site.name : `${part} of ${site.name}`;
  const find = (slot: Slot): Value => {
    if ("attribute" in slot) {
      const place = scene.attributes.get(slot.attribute);
      return place === undefined ? attributes[slot.attribute] : values[place];
    }
    const source = site.sources.get(slot.variable)!;
    return "site" in source ? values[source.site] : source.value;
  };
  return evaluate(formula, { what, valueOf: find });
}

/** The values of a discrete site; undefined when it is not one, or its probabilities are not numbers. */
function optionsOf(walk: Walk, index: number): readonly Option[] | undefined {
  const site = walk.scene.sites[index];
  const { mechanism } = site;
  if (mechanism.kind === "bernoulli") {
    const p = valueIn(walk, site, mechanism.p, "the probability");
    if (typeof p !== "number") return undefined;
    refuseFault(site, [p]);
    return [
      { value: 0, low: p, high: 1 },
      { value: 1, low: 0, high: p },
    ];
  }
  if (mechanism.kind !== "categorical") return undefined;
  const weights = mechanism.weights.map((weight) => valueIn(walk, site, weight, "a weight"));
  if (!weights.every((weight) => typeof weight === "number")) return undefined;
  refuseFault(site, weights);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return mechanism.values.map((value, k) => {
    const low = sum / total;
    sum += weights[k];
    return { value, low, high: sum / total };
  });
}

/** The value of a site that is not gone through. */
function valueOf(walk: Walk, index: number, noise: number): Value {
  const site = walk.scene.sites[index];
  const { mechanism, name } = site;
  switch (mechanism.kind) {
    case "equals":
      return valueIn(walk, site, mechanism.value, "");
    case "normal":
      return normalValue(walk, site, mechanism, noise);
    case "bernoulli":
      return randomParameter(walk, site, [mechanism.p], "the probability");
    case "categorical":
      return randomParameter(walk, site, mechanism.weights, "a weight");
    default:
      return { unable: `${name} has a ${mechanism.kind} law, and this engine knows the normal one only` };
  }
}

/** Why a discrete site cannot be gone through. */
function randomParameter(walk: Walk, site: Site, formulas: readonly Formula[], part: string): Unable {
  const values = formulas.map((formula) => valueIn(walk, site, formula, part));
  return values.find(isUnable) ?? { unable: `${part} of ${site.name} depends on something continuous` };
}

function normalValue(
  walk: Walk,
  site: Site,
  mechanism: Extract<Site["mechanism"], { kind: "normal" }>,
  noise: number,
): Value {
  const mean = valueIn(walk, site, mechanism.mean, "the mean");
  if (isUnable(mean)) return mean;
  if (isStep(mean)) return { unable: `the mean of ${site.name} depends on a threshold of a continuous quantity` };
  const sd = valueIn(walk, site, mechanism.sd, "the sd");
  if (isUnable(sd)) return sd;
  if (typeof sd !== "number") return { unable: `the sd of ${site.name} depends on something continuous` };
  refuseFault(site, [constantOf(mean), sd]);
  const { of, count } = walk.dimensions;
  const loadings = typeof mean === "number" ? new Float64Array(count) : mean.loadings.slice();
  loadings[of[noise]] += sd;
  return { constant: constantOf(mean), loadings };
}

function refuseFault({ name, mechanism }: Site, parameters: readonly number[]): void {
  const fault = faultOf(mechanism, parameters);
  if (fault === undefined) return;
  throw new DiscoError({
    who: `${name}.${mechanism.kind}`,
    wrong: `${fault.wrong} for values that this question reaches`,
    next: `${fault.next}: change the expression, or do not set these values`,
  });
}
