import { compileFormula } from "../expression/compile.js";
import type { Formula, Slot } from "../expression/expression.js";
import type { Attribute, Mechanism, UnitType } from "../model.js";
import { type Budget, eachCombination, type Grouping, usesOf } from "./combinations.js";

/** What is needed to tell the values of `equals`. */
export interface DomainScope {
  readonly attributes: readonly Attribute[];
  /** Absent for a continuous population. */
  readonly types?: readonly UnitType[];
  readonly groupsOf: Grouping;
  /** Room for one case. */
  readonly values: Float64Array;
  /** Of the variables so far, by index. */
  readonly domains: readonly (readonly number[] | undefined)[];
  readonly budget: Budget;
}

/**
 * The values that a mechanism can give, in its own order; undefined for a continuum, or too many. Those of `equals` are found by going
 * through all values of its parents and all types; where these are too many, from the form of the formula (`X > 0` is 0 or 1).
 */
export function domainOf(mechanism: Mechanism, scope: DomainScope): readonly number[] | undefined {
  if (mechanism.kind === "bernoulli") return [0, 1];
  if (mechanism.kind === "categorical") return mechanism.values;
  if (mechanism.kind !== "equals") return undefined;
  const found = enumerated(mechanism.value, scope) ?? listed(mechanism.value, scope);
  return found && scope.budget.spend(KEEPING_STEPS * found.size) ? [...found].sort((a, b) => a - b) : undefined;
}

/** What it takes to keep a value, or to see that it is kept already, in steps of evaluating a formula. */
const KEEPING_STEPS = 8;

function enumerated(
  formula: Formula,
  { types, groupsOf, domains, values, budget }: DomainScope,
): Set<number> | undefined {
  const named = usesOf([formula]);
  const uses = { ...named, size: named.size + KEEPING_STEPS };
  if (types === undefined && uses.attributes.length > 0) return undefined;
  const rows = types === undefined ? [[]] : groupsOf(uses.attributes)?.map(([first]) => types[first].attributes);
  if (rows === undefined) return undefined;
  const code = compileFormula(formula);
  const found = new Set<number>();
  const done = eachCombination(uses, domains, rows.length, budget, values, () => {
    for (const row of rows) {
      const value = code(values, row);
      if (Number.isFinite(value)) found.add(value + 0);
    }
    return false;
  });
  return done && found.size > 0 ? found : undefined;
}

/** The values a formula can have by its form alone, when there are few. */
function listed(formula: Formula, scope: DomainScope): Set<number> | undefined {
  const of = (slot: Slot) =>
    "variable" in slot ? scope.domains[slot.variable] : scope.attributes[slot.attribute].domain;
  switch (formula.kind) {
    case "number":
      return new Set([formula.value]);
    case "reference": {
      const domain = of(formula.to);
      return domain && scope.budget.spend(domain.length) ? new Set(domain) : undefined;
    }
    case "unary": {
      if (formula.operator === "!") return new Set([0, 1]);
      const of = listed(formula.of, scope);
      return of && new Set([...of].map((value) => 0 - value));
    }
    case "binary":
      return BOOLEAN_OPERATORS.has(formula.operator) ? new Set([0, 1]) : undefined;
    case "choice": {
      const [yes, no] = [listed(formula.yes, scope), listed(formula.no, scope)];
      return yes && no && scope.budget.spend(yes.size + no.size) ? new Set([...yes, ...no]) : undefined;
    }
    default:
      return undefined;
  }
}

const BOOLEAN_OPERATORS: ReadonlySet<string> = new Set(["||", "&&", "==", "!=", "<", "<=", ">", ">="]);
