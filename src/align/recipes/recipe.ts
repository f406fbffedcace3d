import { DiscoError } from "../../error.js";
import { shown } from "../../num/complaint.js";
import { type Plausible, plausibleTokens } from "../plausible.js";
import { printName } from "../print-expression.js";
import type { TokenLaw } from "../token-law.js";

/** Where a recipe was published. */
export interface Paper {
  readonly authors: string;
  readonly year: number;
  readonly title: string;
  /** Where it appeared, with its arXiv number where it has one. */
  readonly venue: string;
}

/** A number that a recipe takes. */
export interface RecipeParameter {
  readonly name: string;
  readonly default: number;
  readonly says: string;
  /** Ends of what is allowed, themselves allowed unless `open`. */
  readonly least?: number;
  readonly most?: number;
  /** `least` itself is not allowed. */
  readonly open?: boolean;
}

/** A law that a recipe fuses. */
export interface RecipeFactor {
  readonly name: string;
  readonly says: string;
}

/** Numbers by name: parameters, and of a recipe with `weights` the weight of each law by the law's name. */
export type RecipeNumbers = Readonly<Record<string, number>>;

/** Tokens that depend on the step, for `decode`. */
export type SetsAt = (laws: ReadonlyMap<string, TokenLaw>) => ReadonlyMap<string, ReadonlySet<number>>;

/** A published way of decoding as an expression over laws. */
export interface Recipe {
  readonly id: string;
  readonly name: string;
  readonly paper: Paper;
  /** What it is for. */
  readonly says: string;
  /** As it was published, p for probabilities and z for logits of the next token. */
  readonly formula: string;
  /** What the formula was compared with; "memory" where no text of the paper or its code was at hand. */
  readonly checked: string;
  readonly parameters: readonly RecipeParameter[];
  readonly factors: readonly RecipeFactor[];
  /** Any further laws, each named with its weight. */
  readonly weights?: { readonly says: string; readonly rule: "any" | "add to 1" | "above 0 on the whole" };
  /** The set behind `mask(plausible)`, which follows from one law at each step. */
  readonly plausible?: { readonly of: string; readonly says: string };
  /** What the formula is about: a rule of the next token, or a law of whole texts that is applied token by token (then `resample` is nearer to it). */
  readonly level: "token" | "sequence";
  /** The recipe as text of the expression language. @throws DiscoError for numbers that it does not take */
  readonly expression: (numbers?: RecipeNumbers) => string;
  /** For `decode`: the sets that the expression's masks name; undefined where it names none. @throws as `expression` */
  readonly setsAt: (numbers?: RecipeNumbers) => SetsAt | undefined;
}

/** What a recipe's text is made of. */
export interface Settled {
  /** Every parameter. */
  readonly numbers: RecipeNumbers;
  /** Laws with their weights, names as they stand in an expression. */
  readonly weights: readonly (readonly [name: string, weight: number])[];
}

export interface RecipePlan extends Omit<Recipe, "expression" | "setsAt" | "plausible"> {
  readonly write: (settled: Settled) => string;
  readonly plausible?: Recipe["plausible"] & {
    /** Undefined: no mask. */
    readonly rule: (numbers: RecipeNumbers) => Plausible | undefined;
  };
}

/** A recipe from its plan: numbers are checked, and masks are there when a rule says so. */
export function makeRecipe({ write, plausible, ...plan }: RecipePlan): Recipe {
  return {
    ...plan,
    ...(plausible ? { plausible: { of: plausible.of, says: plausible.says } } : {}),
    expression: (numbers = {}) => {
      const settled = settledNumbers(plan, numbers);
      const masked = plausible?.rule(settled.numbers) !== undefined;
      return `${write(settled)}${masked ? " * mask(plausible)" : ""}`;
    },
    setsAt: (numbers = {}) => {
      const rule = plausible?.rule(settledNumbers(plan, numbers).numbers);
      if (plausible === undefined || rule === undefined) return undefined;
      return (laws) => new Map([["plausible", plausibleTokens(lawNamed(laws, plausible.of), rule)]]);
    },
  };
}

type Checked = Pick<Recipe, "id" | "parameters" | "weights">;

function settledNumbers({ id, parameters, weights: wanted }: Checked, given: RecipeNumbers): Settled {
  const complain = (wrong: string, what: string, next: string) =>
    new DiscoError({ who: `recipe ${id}`, wrong, given: what, next });
  const known = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const numbers: Record<string, number> = Object.fromEntries(parameters.map((one) => [one.name, one.default]));
  const weights: (readonly [string, number])[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (!Number.isFinite(value)) throw complain(`"${shown(name)}" should be a number`, String(value), "give a number");
    const parameter = known.get(name);
    if (parameter === undefined) {
      if (wanted === undefined) {
        const next = `it takes ${parameters.map((one) => one.name).join(", ") || "none"}`;
        throw complain("it has no such parameter", shown(name), next);
      }
      weights.push([printName(name), value]);
      continue;
    }
    if (!within(value, parameter)) throw complain(`${name} is ${rangeOf(parameter)}`, String(value), parameter.says);
    numbers[name] = value;
  }
  if (wanted !== undefined) checkWeights(weights, wanted, complain);
  return { numbers, weights };
}

function checkWeights(
  weights: Settled["weights"],
  { says, rule }: NonNullable<Recipe["weights"]>,
  complain: (wrong: string, given: string, next: string) => DiscoError,
): void {
  if (weights.length === 0) throw complain("it needs a weight for each law, by the law's name", "none", says);
  const sum = weights.reduce((all, [, weight]) => all + weight, 0);
  if (rule === "add to 1") {
    const below = weights.find(([, weight]) => weight < 0);
    if (below !== undefined) throw complain("a weight is never below 0", `${below[0]}: ${below[1]}`, says);
    if (Math.abs(sum - 1) > 1e-9) throw complain("the weights add up to 1", `a sum of ${sum}`, says);
  }
  if (rule === "above 0 on the whole" && !(sum > 0)) {
    throw complain("the weights add up to more than 0, because they are divided by their sum", `a sum of ${sum}`, says);
  }
}

function within(value: number, { least = -Infinity, most = Infinity, open = false }: RecipeParameter): boolean {
  return value <= most && (open ? value > least : value >= least);
}

function rangeOf({ least, most, open = false }: RecipeParameter): string {
  const low = least === undefined ? "" : `${open ? "above" : "at least"} ${least}`;
  const high = most === undefined ? "" : `at most ${most}`;
  return [low, high].filter((text) => text !== "").join(" and ");
}

function lawNamed(laws: ReadonlyMap<string, TokenLaw>, name: string): TokenLaw {
  const law = laws.get(name);
  if (law !== undefined) return law;
  const next = `those that are: ${[...laws.keys()].map(shown).join(", ")}`;
  throw new DiscoError({ who: "mask(plausible)", wrong: "the law it follows from is not there", given: name, next });
}

/** `a^2 * b^0.5`, a factor each. */
export function poweredProduct(weights: Settled["weights"]): string {
  return weights.map(([name, weight]) => (weight === 1 ? name : `${name}^${weight}`)).join(" * ");
}
