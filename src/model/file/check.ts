import type { Slot } from "../expression/expression.js";
import { rangeOf } from "../expression/range.js";
import type { Span } from "../expression/span.js";
import type { Mechanism, Model } from "../model.js";
import { type Budget, budgetOf, eachCombination, type Grouping } from "./combinations.js";
import { type Fault, formulasOf, provenFine, spanOf, valueSpan } from "./mechanism.js";
import { reachable } from "./reach.js";
import { isContinuous, type Runner, runnerOf } from "./runner.js";
import { type Drawn, searchFault } from "./search.js";

/** A law that fails in a possible case. */
export interface Offence {
  readonly slot: Slot;
  readonly fault: Fault;
  /** The parents' values and the drawn attributes' values, as far as the law names them, and the type where types differ. */
  readonly variables: readonly (readonly [variable: number, value: number])[];
  readonly attributes: readonly (readonly [attribute: number, value: number])[];
  readonly type?: number;
}

/** Steps (nodes of formulas evaluated) that the search for a possible case may take: for one law, and for all together. */
const STEPS_FOR_ONE = 1_000_000;
const STEPS_FOR_ALL = 10_000_000;
/** Collecting an ancestor takes as long as so many of them. */
const VISITING_STEPS = 8;

/**
 * Finds the laws that fail (a probability above 1, a negative spread) in a case that can happen with nothing set from outside. First by
 * interval arithmetic, which settles most; then by all combinations of the parents' values and types, each of which must be reachable to
 * count; with continuous parents, or too many combinations, by a search for a case. What is found is a defect for sure. Where a search was
 * cut short or a continuum was sampled, some may be missed; engines look again at the cases they meet.
 */
export function offencesOf(model: Model, groupsOf: Grouping, budget: Budget): readonly Offence[] {
  const all: Checked = {
    model,
    attributes: model.attributes.map(({ mechanism }) => mechanism && runnerOf(mechanism)),
    variables: model.variables.map(({ mechanism }) => runnerOf(mechanism)),
    domains: model.variables.map(({ domain }) => domain),
    values: new Float64Array(model.variables.length),
    rank: rankOf(model.order),
    groupsOf,
    enumeration: budget,
    search: budgetOf(STEPS_FOR_ALL),
  };
  return unproven(model).flatMap((slot) => offenceOf(slot, all) ?? []);
}

interface Checked {
  readonly model: Model;
  readonly attributes: readonly (Runner | undefined)[];
  readonly variables: readonly Runner[];
  readonly domains: readonly (readonly number[] | undefined)[];
  /** Room for one case. */
  readonly values: Float64Array;
  /** Place of a variable in `model.order`. */
  readonly rank: Int32Array;
  readonly groupsOf: Grouping;
  readonly enumeration: Budget;
  readonly search: Budget;
}

function rankOf(order: readonly number[]): Int32Array {
  const rank = new Int32Array(order.length);
  order.forEach((variable, i) => {
    rank[variable] = i;
  });
  return rank;
}

/** The laws that interval arithmetic does not clear, in the order of the file. */
function unproven({ attributes, variables, order, types }: Model): Slot[] {
  const attributeSpans: Span[] = [];
  const variableSpans: Span[] = [];
  const spanOfSlot = (slot: Slot) =>
    "variable" in slot ? variableSpans[slot.variable] : attributeSpans[slot.attribute];
  const take = (mechanism: Mechanism, domain: readonly number[] | undefined): { span: Span; fine: boolean } => {
    const spans = formulasOf(mechanism).map((formula) => rangeOf(formula, spanOfSlot));
    return { span: domain ? spanOf(domain) : valueSpan(mechanism, spans), fine: provenFine(mechanism, spans) };
  };
  const left: Slot[] = [];
  attributes.forEach(({ mechanism, domain }, attribute) => {
    if (mechanism === undefined) {
      attributeSpans.push(spanOf(domain ?? types!.map((type) => type.attributes[attribute])));
      return;
    }
    const { span, fine } = take(mechanism, domain);
    attributeSpans.push(span);
    if (!fine) left.push({ attribute });
  });
  const fineVariables = new Uint8Array(variables.length);
  for (const variable of order) {
    const { span, fine } = take(variables[variable].mechanism, variables[variable].domain);
    variableSpans[variable] = span;
    fineVariables[variable] = fine ? 1 : 0;
  }
  variables.forEach((_, variable) => {
    if (fineVariables[variable] === 0) left.push({ variable });
  });
  return left;
}

function offenceOf(slot: Slot, all: Checked): Offence | undefined {
  const runner = "variable" in slot ? all.variables[slot.variable] : all.attributes[slot.attribute]!;
  const found = enumerate(slot, runner, all);
  return found === "unknown" ? search(slot, runner, all) : found;
}

/** All combinations of parents' values and types. "unknown" when they cannot be gone through, or it stays open which can happen. */
function enumerate(slot: Slot, runner: Runner, all: Checked): Offence | undefined | "unknown" {
  const { model, groupsOf, enumeration, domains, values } = all;
  const { types } = model;
  const { uses } = runner;
  if (types === undefined && uses.attributes.length > 0) return "unknown";
  const groups = types === undefined ? [[0]] : groupsOf(uses.attributes);
  if (groups === undefined) return "unknown";
  const rows = types === undefined ? [[]] : groups.map(([first]) => types[first].attributes);
  const cases: { readonly fault: Fault; readonly group: number; readonly parents: readonly number[] }[] = [];
  const done = eachCombination(uses, domains, rows.length, enumeration, values, () => {
    for (let group = 0; group < rows.length; group++) {
      const fault = runner.faultAt(values, rows[group]);
      if (fault !== undefined)
        cases.push({ fault, group, parents: uses.variables.map((variable) => values[variable]) });
    }
    return false;
  });
  if (!done) return "unknown";
  if (cases.length === 0) return undefined;
  const ancestors = ancestorsOf(runner, all);
  if (
    ancestors === undefined ||
    types === undefined ||
    ancestors.some(({ runner: { mechanism } }) => isContinuous(mechanism))
  )
    return "unknown";
  const budget = budgetOf(STEPS_FOR_ONE, all.search);
  const indices = ancestors.map(({ index }) => index);
  for (const { fault, group, parents } of cases) {
    const variables = uses.variables.map((variable, i) => [variable, parents[i]] as const);
    const required = new Map(variables);
    for (const type of groups[group]) {
      const answer = reachable(indices, required, all.variables, types[type].attributes, values, budget);
      if (answer === "unknown") return "unknown";
      if (answer === "yes") return { slot, fault, variables, attributes: [], ...typed(type, runner, ancestors) };
    }
  }
  return undefined;
}

/** The type of the case, where types differ in what leads to it. */
function typed(type: number, law: Runner, ancestors: readonly Drawn[]): { readonly type?: number } {
  const differ = [law, ...ancestors.map(({ runner }) => runner)].some(({ uses }) => uses.attributes.length > 0);
  return differ ? { type } : {};
}

function search(slot: Slot, runner: Runner, all: Checked): Offence | undefined {
  const { model, values } = all;
  const { types } = model;
  const ancestors = ancestorsOf(runner, all);
  if (ancestors === undefined) return undefined;
  const drawn = new Float64Array(model.attributes.length);
  const rows = types === undefined ? [drawn] : types.map(({ attributes }) => attributes);
  const seed = "variable" in slot ? slot.variable : model.variables.length + slot.attribute;
  const found = searchFault(runner, ancestors, rows, { values, drawn }, seed, budgetOf(STEPS_FOR_ONE, all.search));
  if (found === undefined) return undefined;
  const { uses } = runner;
  return {
    slot,
    fault: found.fault,
    variables: uses.variables.map((variable) => [variable, values[variable]]),
    attributes: types === undefined ? uses.attributes.map((attribute) => [attribute, drawn[attribute]]) : [],
    ...(types === undefined ? {} : typed(found.row, runner, ancestors)),
  };
}

/** What is drawn before a law: attributes with laws, then variables, parents first. Undefined when the budget does not allow to collect it. */
function ancestorsOf(
  law: Runner,
  { attributes, variables, rank, search: budget }: Checked,
): readonly Drawn[] | undefined {
  const foundVariables = new Set<number>();
  const foundAttributes = new Set<number>();
  const queue: Runner[] = [law];
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    if (!budget.spend(VISITING_STEPS * (1 + one.uses.variables.length + one.uses.attributes.length))) return undefined;
    for (const variable of one.uses.variables) {
      if (foundVariables.has(variable)) continue;
      foundVariables.add(variable);
      queue.push(variables[variable]);
    }
    for (const attribute of one.uses.attributes) {
      const runner = attributes[attribute];
      if (runner === undefined || foundAttributes.has(attribute)) continue;
      foundAttributes.add(attribute);
      queue.push(runner);
    }
  }
  const inOrder = [...foundVariables].sort((a, b) => rank[a] - rank[b]);
  return [
    ...[...foundAttributes]
      .sort((a, b) => a - b)
      .map((index) => ({ runner: attributes[index]!, kind: "attribute" as const, index })),
    ...inOrder.map((index) => ({ runner: variables[index], kind: "variable" as const, index })),
  ];
}
