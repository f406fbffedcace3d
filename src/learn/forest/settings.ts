import { DiscoError } from "../../error.js";

/** Settings of a forest. */
export interface ForestOptions {
  /** Trees, in bags of `bag` that share a half-sample. Default: 200 for means, 2,000 for effects. */
  readonly trees?: number;
  /** Trees of a bag, at least 2; errors come from how much more the bags differ than the trees within them. Default 4. */
  readonly bag?: number;
  /** Least observations of the splitting half in a leaf; for effects, of each arm. Default 5. */
  readonly leaf?: number;
  /** Mean of how many covariates are tried at a split (a Poisson number, at least one). Default: root of their number, plus 20. */
  readonly mtry?: number;
  /** Least share of a node (of its observations; for effects, of the variation of the treatment) in each child. Default 0.05. */
  readonly alpha?: number;
  /** Whether leaves are filled by observations that had no part in the splits. Default true. */
  readonly honest?: boolean;
}

/** Settings with nothing left open. */
export interface Settings {
  readonly bags: number;
  readonly bag: number;
  readonly leaf: number;
  readonly mtry: number;
  readonly alpha: number;
  readonly honest: boolean;
  readonly seed: number;
}

/** Fills in what is open, and refuses what cannot be. The number of trees is rounded up to whole bags. */
export function settle(options: ForestOptions, trees: number, features: number, seed: number): Settings {
  const { bag = 4, leaf = 5, alpha = 0.05, honest = true } = options;
  const asked = options.trees ?? trees;
  const mtry = options.mtry ?? Math.ceil(Math.sqrt(features) + 20);
  const check = (name: string, value: number, fits: boolean, range: string) => {
    if (fits) return;
    throw new DiscoError({
      who: `forest, ${name}`,
      wrong: "the setting is out of its range",
      given: `${value}`,
      next: `give ${range}`,
    });
  };
  check("trees", asked, Number.isInteger(asked) && asked >= 1 && asked <= 1e6, "a whole number from 1 to 1,000,000");
  check("bag", bag, Number.isInteger(bag) && bag >= 2 && bag <= 100, "a whole number from 2 to 100");
  check("leaf", leaf, leaf >= 1 && Number.isFinite(leaf), "a number from 1");
  check("mtry", mtry, mtry > 0 && Number.isFinite(mtry), "a number above 0");
  check("alpha", alpha, alpha >= 0 && alpha < 0.25, "a number from 0 to below 0.25");
  return { bags: Math.ceil(asked / bag), bag, leaf, mtry, alpha, honest, seed };
}
