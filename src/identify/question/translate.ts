import { DiscoError } from "../../error.js";
import type { Graph } from "../../graph/graph.js";
import type { Bound, Estimand, Sign } from "../../query/estimand.js";
import { printName, printQuestion, printTerm } from "../../query/print.js";
import type {
  Event as AskedEvent,
  Effect,
  Expectation,
  Given,
  Probability,
  Quantity,
  Question,
  Term,
} from "../../query/question.js";
import { mapAtoms } from "../../query/spine.js";
import { signMaker } from "../counterfactual/conjunction.js";
import type { Event, Meaning, Part } from "../counterfactual/event.js";
import { keyOf } from "../estimand/walk.js";
import type { Asked, Atom, Translated } from "./asked.js";
import { expanded } from "./expand.js";
import { aboutIndividual, knownThere, nodeOf } from "./names.js";
import { occasionIn } from "./occasions.js";
import { type Context, doing, worldOf } from "./settings.js";

/** A question about fresh occasions of an individual, which no graph answers: the part of it that is. */
export interface AboutOccasions {
  readonly occasions: string;
}

/**
 * A question in the numbers of a graph of measured nodes. `latent`: names of nodes that are not measured, for the complaint about them.
 * @throws DiscoError for names that the graph does not have or does not measure, for a variable that is set and asked about or seen in one
 *   world, and for questions about one individual by name
 * Cost: O(question).
 */
export function translate(
  question: Question,
  graph: Graph,
  latent: readonly string[] = [],
): Translated | AboutOccasions {
  const occasions = occasionIn(question);
  if (occasions !== undefined) return { occasions };
  const open = new Map<string, Sign>();
  const fresh = signMaker();
  const opened = (variable: string, place: string): Sign => {
    const key = `${variable}\n${place}`;
    const known = open.get(key) ?? fresh(variable);
    open.set(key, known);
    return known;
  };
  return { asked: walk({ graph, latent, fresh, opened }, question), open: [...open.values()] };
}

function walk(context: Context, question: Question): Asked {
  switch (question.kind) {
    case "number":
      return question;
    case "negative":
      return { kind: "negative", of: walk(context, question.of) };
    case "arithmetic":
      return { ...question, left: walk(context, question.left), right: walk(context, question.right) };
    case "probability":
      return probability(context, question);
    case "expectation":
      return expectation(context, question);
    case "effect":
      refuseSelf(question);
      if (question.name === "TYPES")
        throw severalNumbers(question.treatment, question.outcome, printQuestion(question));
      return walk(context, expanded(question)!);
    case "case":
      throw new Error("questions about cases are about occasions");
  }
}

function probability(context: Context, question: Probability): Atom {
  const text = printQuestion(question);
  const bounds = new Map<string, Bound>();
  const events = [
    ...eventsOf(context, question.events, "asked", question.given, bounds, text),
    ...givenOf(context, question.given, bounds, text),
  ];
  return { kind: "atom", events, bounds, text };
}

/** An average is a sum over what its terms can be: each term gets a sign. Averages of sums are sums of averages. */
function expectation(context: Context, question: Expectation): Asked {
  const { of: whole, moment } = question;
  if (moment === "E" && whole.kind === "arithmetic" && (whole.operator === "+" || whole.operator === "-")) {
    const [left, right] = [whole.left, whole.right].map((of) => expectation(context, { ...question, of }));
    return { kind: "arithmetic", operator: whole.operator, left, right };
  }
  const text = printQuestion(question);
  const bounds = new Map<string, Bound>();
  const events: Event[] = [];
  const signs = new Map<string, Sign>();
  const quantity = mapAtoms<Quantity>(question.of, (term) => {
    const key = printTerm(term as Term);
    if (signs.has(key)) return term;
    const sign = context.fresh((term as Term).name);
    signs.set(key, sign);
    bounds.set(keyOf(sign), { sign });
    events.push(eventOf(context, term as Term, { sign }, "asked", question.given, text));
    return term;
  });
  events.push(...givenOf(context, question.given, bounds, text));
  const average = (of: Estimand): Atom => ({ kind: "atom", events, bounds, quantity: of, text });
  const of = inSigns(quantity, (term) => signs.get(printTerm(term))!);
  if (question.moment === "E") return average(of);
  const square: Estimand = { kind: "arithmetic", operator: "^", left: of, right: { kind: "number", value: 2 } };
  const two: Asked = { kind: "number", value: 2 };
  const mean: Asked = { kind: "arithmetic", operator: "^", left: average(of), right: two };
  const variance: Asked = { kind: "arithmetic", operator: "-", left: average(square), right: mean };
  if (question.moment === "Var") return variance;
  return { kind: "arithmetic", operator: "^", left: variance, right: { kind: "number", value: 0.5 } };
}

function inSigns(quantity: Quantity, signOf: (term: Term) => Sign): Estimand {
  switch (quantity.kind) {
    case "term":
      return { kind: "sign", sign: signOf(quantity) };
    case "number":
      return quantity;
    case "negative":
      return { kind: "negative", of: inSigns(quantity.of, signOf) };
    case "arithmetic":
      return { ...quantity, left: inSigns(quantity.left, signOf), right: inSigns(quantity.right, signOf) };
  }
}

function givenOf(context: Context, given: Given, bounds: Map<string, Bound>, text: string): readonly Event[] {
  if (given.individual.length > 0) throw aboutIndividual(text);
  return eventsOf(context, given.events, "given", given, bounds, text);
}

/** Events of one side of the bar: each value that a term should have is an event, and all other tests of it are one. */
function eventsOf(
  context: Context,
  events: readonly AskedEvent[],
  part: Part,
  given: Given,
  bounds: Map<string, Bound>,
  text: string,
): readonly Event[] {
  const byTerm = new Map<string, { readonly term: Term; readonly tests: Test[] }>();
  for (const { term, test } of events) {
    const key = printTerm(term);
    const { tests } = byTerm.get(key) ?? { tests: [] };
    byTerm.set(key, { term, tests: test === undefined ? tests : [...tests, test] });
  }
  return [...byTerm].flatMap(([key, { term, tests }]) => {
    const event = (at: Meaning) => eventOf(context, term, at, part, given, text);
    if (tests.length === 0) return [event({ sign: context.opened(term.name, key) })];
    const values = new Set(tests.flatMap(({ comparison, value }) => (comparison === "=" ? [value] : [])));
    const where = tests.filter(({ comparison }) => comparison !== "=");
    const certain = [...values].map((value) => event({ value }));
    if (where.length === 0) return certain;
    const sign = context.fresh(term.name);
    bounds.set(keyOf(sign), { sign, where });
    return [...certain, event({ sign })];
  });
}

type Test = NonNullable<AskedEvent["test"]>;

function eventOf(context: Context, term: Term, at: Meaning, part: Part, given: Given, text: string): Event {
  const node = nodeOf(context.graph, context.latent, term.name);
  const set = term.world === undefined ? doing(context, given, text) : worldOf(context, term.world, text);
  if (set.has(node)) throw knownThere(term.name, text);
  return { node, set, at, part };
}

/** The treatment, what lies between, and the outcome are different variables. */
function refuseSelf(effect: Effect): void {
  const { treatment, outcome, through = [] } = effect;
  const twice = [treatment, ...through, outcome].find((name, i, all) => all.indexOf(name) !== i);
  if (twice === undefined) return;
  throw new DiscoError({
    who: "question",
    wrong: `${twice} is ${treatment === outcome ? "both the treatment and the outcome" : "there twice"}`,
    given: printQuestion(effect),
    next: "name variables that differ",
  });
}

function severalNumbers(treatment: string, outcome: string, text: string): DiscoError {
  const [one, other] = [printName(outcome), printName(treatment)];
  return new DiscoError({
    who: "question",
    wrong: "this asks for four numbers at once, and a formula is for one",
    given: text,
    next: `ask for one of the types, as in P(${one}[${other}=1]=1, ${one}[${other}=0]=0)`,
  });
}
