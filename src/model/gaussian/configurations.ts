import type { Conjunct, Unable } from "../request.js";
import { agrees } from "./condition.js";
import type { Scene } from "./scene.js";
import { type Individual, noiseOf, type Option, optionsOf, setUp, siteValue } from "./sites.js";
import type { Value } from "./value.js";

/** All sites' values for one configuration of the discrete ones. */
export interface Configuration {
  /** By site; overwritten by the next configuration. */
  readonly values: readonly Value[];
  readonly probability: number;
}

/** What a question may cost still, in steps of a few nanoseconds. Shared by all its walks. */
export interface Budget {
  left: number;
}

/** Most configurations of the discrete variables, for one individual in one case of the dial. */
const MOST_CONFIGURATIONS = 4096;
/** Most loadings of all sites together: 32 MB. */
const MOST_LOADINGS = 2 ** 22;
/** What giving a site its value costs, beside its loadings. */
const SITE_STEPS = 32;

/** A discrete site whose values are being gone through. */
interface Branch {
  readonly site: number;
  readonly options: readonly Option[];
  next: number;
  /** Its noise, and the interval that is left of it by the sites before. */
  readonly noise: number;
  readonly within: readonly [number, number];
  /** Of the configuration before this site. */
  readonly probability: number;
}

/**
 * Goes through the configurations of the discrete sites that have positive probability and agree with `held`, and gives every other site
 * its value: affine in the noises of the normal ones. Discrete sites that share a noise (worlds with coupling) have values together where
 * their intervals of it overlap. A discrete site whose probabilities hang on something continuous is `Unable`, which is fine until somebody
 * needs it.
 * @param held by site: what its value must be where it is a number
 * @returns (at the end) undefined, or why there was no end
 * @throws DiscoError when a mechanism is none (a probability above 1, an sd of 0) for values that are reached
 */
export function* configurations(
  scene: Scene,
  individual: Individual,
  held: ReadonlyMap<number, readonly Conjunct[]>,
  budget: Budget,
): Generator<Configuration, Unable | undefined> {
  const { sites } = scene;
  const setup = setUp(scene, individual);
  const { values } = setup;
  if (sites.length * setup.dimensions > MOST_LOADINGS)
    return { unable: "so many normal variables take too much memory" };
  const within = sites.map((): readonly [number, number] => [0, 1]);
  const branches: Branch[] = [];
  const fits = (site: number) => {
    const value = values[site];
    return typeof value !== "number" || (held.get(site) ?? []).every((conjunct) => agrees(conjunct, value));
  };

  /** Gives sites values from this one on: to the end, to one that disagrees, or to a discrete one, which becomes a branch. */
  const fill = (from: number, probability: number): boolean => {
    for (let site = from; site < sites.length; site++) {
      budget.left -= SITE_STEPS + setup.dimensions;
      const noise = noiseOf(setup, site);
      if (typeof noise !== "number") {
        values[site] = noise;
        continue;
      }
      const options = optionsOf(setup, sites[site]);
      if (options !== undefined) {
        branches.push({ site, options, next: 0, noise, within: within[noise], probability });
        return false;
      }
      values[site] = siteValue(setup, sites[site], noise);
      if (!fits(site)) return false;
    }
    return true;
  };

  let found = 0;
  if (fill(0, 1)) yield { values, probability: 1 };
  for (let branch = branches.at(-1); branch !== undefined; branch = branches.at(-1)) {
    if (budget.left < 0) return { unable: "going through all cases of the discrete variables would take too long" };
    within[branch.noise] = branch.within;
    if (branch.next === branch.options.length) {
      branches.pop();
      continue;
    }
    const { value, low, high } = branch.options[branch.next++];
    const [start, end] = branch.within;
    const [left, right] = [Math.max(low, start), Math.min(high, end)];
    values[branch.site] = value;
    budget.left -= SITE_STEPS;
    if (!(left < right) || !fits(branch.site)) continue;
    within[branch.noise] = [left, right];
    const probability = branch.probability * ((right - left) / (end - start));
    if (!fill(branch.site + 1, probability)) continue;
    if (++found > MOST_CONFIGURATIONS) return tooMany(scene);
    yield { values, probability };
  }
  return undefined;
}

function tooMany({ sites }: Scene): Unable {
  const discrete = sites.filter(({ mechanism: { kind } }) => kind === "bernoulli" || kind === "categorical");
  const names = [...new Set(discrete.map(({ name }) => name))];
  const shown = names.length > 5 ? `${names.slice(0, 4).join(", ")} and ${names.length - 4} more` : names.join(", ");
  return { unable: `${shown} have more than ${MOST_CONFIGURATIONS.toLocaleString("en-US")} configurations together` };
}
