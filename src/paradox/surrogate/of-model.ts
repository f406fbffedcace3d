import { DiscoError } from "../../error.js";
import { ask } from "../../model/ask.js";
import type { Model, Variable } from "../../model/model.js";
import { nearestName } from "../../num/nearest.js";
import { ENGINE } from "../../query/engine.js";
import type { Event, Given, Question, Setting, Value, World } from "../../query/question.js";
import type { SurrogateColumn, SurrogateIndividual, SurrogateOfModel } from "../../query/surrogate.js";
import { modelCauses, modelFindings } from "./model-words.js";
import { productBounds } from "./product.js";

/** Which variables of the model are meant. */
export interface SurrogateRoles {
  readonly treatment: string;
  readonly surrogate: string;
  readonly outcome: string;
}

const NOTHING = 1e-12;

/**
 * The surrogate of a model, exactly: of each type of individual what the treatment does to the surrogate (a), the surrogate to the outcome (b), and the
 * treatment to the outcome; of their averages onOutcome = E[a] E[b] + Cov(a, b) + rest (THEORY 8.4), where the rest is direct effects and whatever moves
 * surrogate and outcome together within an individual.
 *
 * @param model named types of individuals, finite or linear-Gaussian; treatment and surrogate of two values
 * @throws DiscoError for unknown names, a treatment or surrogate that has not two values, a continuous population, and as `ask` does
 * Cost: eight exact questions for each type of individual.
 */
export function surrogateOfModel(model: Model, roles: SurrogateRoles): SurrogateOfModel {
  const { types } = model;
  if (types === undefined) {
    const next = "give a model whose units are a list";
    throw new DiscoError({
      who: "model",
      wrong: "individual effects are told of named types, and this population is continuous",
      next,
    });
  }
  distinct(roles);
  const [x, s] = [twoValued(model, roles.treatment, "--treatment"), twoValued(model, roles.surrogate, "--surrogate")];
  const y = outcomeOf(model, roles.outcome);
  const [arms, held] = [x.values.map(set(x.name)), s.values.map(set(s.name))];
  const mean = (settings: readonly Setting[], unit?: string) => averageOf(model, y, settings, [], unit);
  const individuals = types.map(({ name, weight }): SurrogateIndividual => {
    const raised = (arm: number) => probabilityOf(model, s, [arms[arm]], name);
    const both = (arm: number, at: number) => mean([arms[arm], held[at]], name);
    const [a, b] = [raised(1) - raised(0), mean([held[1]], name) - mean([held[0]], name)];
    const direct = [both(1, 0) - both(0, 0), both(1, 1) - both(0, 1)] as const;
    return { unit: name, weight, a, b, product: a * b, outcome: mean([arms[1]], name) - mean([arms[0]], name), direct };
  });
  const average = (of: (one: SurrogateIndividual) => number) =>
    individuals.reduce((sum, one) => sum + one.weight * of(one), 0);
  const [a, b, whole] = [average((one) => one.a), average((one) => one.b), average((one) => one.outcome)];
  const covariance = average((one) => (one.a - a) * (one.b - b));
  const spread = Math.sqrt(average((one) => (one.a - a) ** 2) * average((one) => (one.b - b) ** 2));
  const turned = (one: SurrogateIndividual, sign: number) => (one.product * a * b * sign > NOTHING ? 1 : 0);
  const effects = {
    onSurrogate: a,
    surrogateOnOutcome: b,
    onOutcome: whole,
    outcomeMeans: [mean([arms[0]]), mean([arms[1]])] as const,
  };
  const rest = whole - average((one) => one.product);
  const q = [0, 1].map((arm) => probabilityOf(model, s, [arms[arm]])) as [number, number];
  const known = {
    treatment: { name: x.name, treated: x.labels[1], reference: x.labels[0] },
    surrogate: { kind: "binary", name: s.name, high: s.labels[1], low: s.labels[0] } satisfies SurrogateColumn,
    outcome: y.column,
    individuals,
    effects,
    product: a * b,
    covariance,
    correlation: spread > NOTHING ? covariance / spread : null,
    rest,
    against: average((one) => turned(one, -1)),
    along: average((one) => turned(one, 1)),
    seen: seenOf(model, x, s, y, b),
    paradox: a * b * whole < -NOTHING,
    // Bounds of a product of differences of probabilities; other outcomes have no limits.
    bounds: y.column.kind === "binary" ? productBounds({ surrogate: q, b }) : [],
  };
  const causes = modelCauses(known);
  const findings = modelFindings(known, causes);
  return Object.freeze({
    kind: "model",
    question: `May ${s.name} stand for ${y.column.name} when ${x.name} is judged?`,
    model: model.about,
    ...known,
    causes,
    findings,
    scanned: [
      { what: `effect of ${x.name} on ${s.name}`, value: a },
      { what: `effect of ${s.name} on ${y.column.name}`, value: b },
      { what: `effect of ${x.name} on ${y.column.name}`, value: whole },
      { what: "covariance of the individual effects", value: covariance },
      { what: "what neither explains", value: rest },
    ],
    advice: [
      findings.some(({ kind }) => kind === "reversal")
        ? `Do not judge ${x.name} by ${s.name}: here it points the wrong way.`
        : `In this model the sign of the effect may be read from ${s.name}; the law of the individuals decides that, not the averages.`,
      "What holds in a model holds in the world as far as the model does.",
    ],
    assumptions: [{ id: "model", text: "The model is right: its individuals, its equations, its noise." }],
    warnings: [],
    provenance: { engine: ENGINE, model: model.about, individuals: individuals.length, method: "exact" },
  });
}

interface TwoValued {
  readonly name: string;
  /** Low, then high, as questions write them. */
  readonly values: readonly [Value, Value];
  readonly labels: readonly [string, string];
}

interface OutcomeVariable {
  readonly column: SurrogateColumn;
  /** The value that counts as 1; absent: numbers, whose average is meant. */
  readonly high?: Value;
}

function variableOf(model: Model, name: string, who: string): Variable {
  const found = model.variables.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = model.variables.map((one) => one.name);
  const near = nearestName(name, names);
  const next = near === undefined ? `choose from ${names.join(", ")}` : `did you mean ${near}?`;
  throw new DiscoError({ who, wrong: "the model has no variable of this name", given: name, next });
}

function twoValued(model: Model, name: string, who: string): TwoValued {
  const { domain, labelled } = variableOf(model, name, who);
  if (domain === undefined || domain.length !== 2) {
    const given = domain === undefined ? `${name}, a number` : `${name} with ${domain.length}`;
    throw new DiscoError({
      who,
      wrong: "this variable should have two values",
      given,
      next: "name a variable with two values",
    });
  }
  const sorted = labelled ? domain : [...domain].sort((a, b) => a - b);
  const values = sorted.map((value) => (labelled ? model.labels[value] : value)) as [Value, Value];
  return { name, values, labels: [String(values[0]), String(values[1])] };
}

function outcomeOf(model: Model, name: string): OutcomeVariable {
  const { domain, labelled } = variableOf(model, name, "--outcome");
  if (labelled || domain?.length === 2) {
    const { values, labels } = twoValued(model, name, "--outcome");
    return { column: { kind: "binary", name, high: labels[1], low: labels[0] }, high: values[1] };
  }
  return { column: { kind: "numeric", name } };
}

function distinct({ treatment, surrogate, outcome }: SurrogateRoles): void {
  const pairs = [
    ["--surrogate", surrogate, treatment],
    ["--outcome", outcome, treatment],
    ["--outcome", outcome, surrogate],
  ] as const;
  for (const [who, one, other] of pairs) {
    if (one !== other) continue;
    throw new DiscoError({
      who,
      wrong: "one variable has two parts",
      given: one,
      next: "name three different variables",
    });
  }
}

const set =
  (variable: string) =>
  (to: Value): Setting => ({ variable, to });

function givenOf(events: readonly Event[], unit: string | undefined): Given {
  return { do: [], events, individual: unit === undefined ? [] : [{ name: "unit", value: unit }] };
}

function worldOf(settings: readonly Setting[]): { readonly world: World } | Record<string, never> {
  return settings.length === 0 ? {} : { world: { set: settings, occasion: 1 } };
}

function numberOf(model: Model, question: Question): number {
  return ask(model, question, { method: "exact" }).value!;
}

function probabilityOf(model: Model, { name, values }: TwoValued, settings: readonly Setting[], unit?: string): number {
  const test = { comparison: "=", value: values[1] } as const;
  const event: Event = { term: { kind: "term", name, ...worldOf(settings) }, test };
  return numberOf(model, { kind: "probability", events: [event], given: givenOf([], unit) });
}

/** The outcome's average in a world, or its probability of success. */
function averageOf(
  model: Model,
  { column, high }: OutcomeVariable,
  settings: readonly Setting[],
  events: readonly Event[],
  unit?: string,
): number {
  const term = { kind: "term", name: column.name, ...worldOf(settings) } as const;
  const given = givenOf(events, unit);
  return numberOf(
    model,
    high === undefined
      ? { kind: "expectation", moment: "E", of: term, given }
      : { kind: "probability", events: [{ term, test: { comparison: "=", value: high } }], given },
  );
}

/** What somebody would see who observes: averages of the outcome by surrogate, and by arm. Null where the evidence is impossible. */
function seenOf(model: Model, x: TwoValued, s: TwoValued, y: OutcomeVariable, b: number): SurrogateOfModel["seen"] {
  const at = ({ name, values }: TwoValued, k: number): Event => ({
    term: { kind: "term", name },
    test: { comparison: "=", value: values[k] },
  });
  const possible = (events: readonly Event[]) =>
    numberOf(model, { kind: "probability", events, given: givenOf([], undefined) }) > NOTHING;
  const seen = (events: readonly Event[]) => (possible(events) ? averageOf(model, y, [], events) : null);
  const outcome = [seen([at(s, 0)]), seen([at(s, 1)])] as const;
  const arms = [0, 1].map((arm) => [seen([at(x, arm), at(s, 0)]), seen([at(x, arm), at(s, 1)])] as const);
  const [low, high] = outcome;
  return { outcome, arms, confounding: low === null || high === null ? null : high - low - b };
}
