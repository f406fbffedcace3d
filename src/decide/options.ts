import { DiscoError } from "../error.js";
import type { LearnerName } from "../learn/choose.js";
import type { Benefit, DecisionRule } from "../query/decision.js";

const RULES = ["maximin", "expected", "regret"] as const satisfies readonly DecisionRule[];

/** How to decide whom to treat. All but the benefit has a default. */
export interface DecideOptions {
  /** What it is worth to treat an individual of each response type, counted from not treating it. */
  readonly benefit: Benefit;
  /**
   * What an individual is decided by: `expected`, the benefit under independent noises (default); `maximin`, the least that any noises allow;
   * `regret`, the middle of the bounds, which makes the largest regret smallest.
   */
  readonly rule?: DecisionRule;
  /** The share of individuals that may be treated; where treating costs something, what may be spent per individual of the population. */
  readonly budget?: number;
  /** What it costs to treat anybody, in the benefit's unit; default 0. */
  readonly cost?: number;
  /** The column with what it costs to treat each individual. */
  readonly costColumn?: string;
  /** The column of groups whose treatment is compared. */
  readonly fair?: string;
  /** Treat the same share of every group. */
  readonly fairEqual?: boolean;
  /** The share of individuals whose treatment is drawn at random. */
  readonly explore?: number;
  /** `monotone`: nobody is a defier, so the bounds close. */
  readonly assume?: "monotone";
  /** How deep the policy tree is; 0: none. Default 2. */
  readonly tree?: number;
  readonly learner?: LearnerName;
  readonly calibrate?: boolean;
  readonly folds?: number;
  readonly seed?: number;
  readonly level?: number;
  readonly trim?: number;
  /** Trees and depth of the boosting learner. */
  readonly trees?: number;
  readonly depth?: number;
  readonly onProgress?: (stage: string, fraction: number) => void;
  readonly signal?: AbortSignal;
}

/** The options with their defaults in place. */
export interface DecideSettings extends DecideOptions {
  readonly rule: DecisionRule;
  readonly tree: number;
}

const TYPES = ["complier", "always", "never", "defier"] as const;

function refuse(who: string, wrong: string, given: string, next: string): never {
  throw new DiscoError({ who, wrong, given, next });
}

/** Checks what is decided by. @throws DiscoError naming the option, what was given and what would do */
export function settleDecision(options: DecideOptions): DecideSettings {
  const { benefit, rule = "expected", budget, cost, explore, tree = 2 } = options;
  for (const type of TYPES) {
    if (Number.isFinite(benefit[type])) continue;
    refuse(
      "benefit",
      `it should be a number for every response type, and ${type} has none`,
      String(benefit[type]),
      `say what treating a ${type} is worth`,
    );
  }
  if (!RULES.includes(rule)) refuse("rule", "there is no such rule", String(rule), `use one of ${RULES.join(", ")}`);
  if (cost !== undefined && options.costColumn !== undefined) {
    refuse(
      "cost",
      "there is a cost for everybody and a column of costs",
      `${cost} and ${options.costColumn}`,
      "give one of them",
    );
  }
  if (cost !== undefined && !(cost >= 0 && cost < Number.POSITIVE_INFINITY)) {
    refuse("cost", "it should be a number from 0 up", String(cost), "put what treating brings in into the benefit");
  }
  if (budget !== undefined && !(budget >= 0)) {
    refuse(
      "budget",
      "it should be a number from 0 up",
      String(budget),
      "give a share of individuals, or with costs what may be spent per individual",
    );
  }
  if (budget !== undefined && budget > 1 && !isCostly(options)) {
    refuse(
      "budget",
      "without costs it is a share of individuals, and more than all cannot be treated",
      String(budget),
      "give a share from 0 to 1, or a cost, or leave the budget out",
    );
  }
  if (explore !== undefined && !(explore >= 0 && explore <= 1)) {
    refuse("explore", "it should be a share from 0 to 1", String(explore), "give 0.05 for one in twenty");
  }
  if (options.fairEqual === true && options.fair === undefined) {
    refuse(
      "fair-equal",
      "it is not said between which groups shares are to be equal",
      "no column",
      "name the column of groups with fair",
    );
  }
  if (options.assume !== undefined && options.assume !== "monotone") {
    refuse("assume", "there is no such assumption", String(options.assume), "assume monotone, or nothing");
  }
  if (!(Number.isInteger(tree) && tree >= 0 && tree <= 3)) {
    refuse("tree", "it should be a depth from 0 (none) to 3", String(tree), "give 2");
  }
  return { ...options, rule, tree };
}

/** Is anything paid for treating? Then budgets are sums, and without it shares. */
export function isCostly({ cost = 0, costColumn }: Pick<DecideOptions, "cost" | "costColumn">): boolean {
  return costColumn !== undefined || cost > 0;
}
