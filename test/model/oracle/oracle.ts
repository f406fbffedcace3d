import { cellsOf, domainsOf, indexOf } from "./cells.js";
import {
  compare,
  decimal,
  divided,
  type Fraction,
  isZero,
  minus,
  ONE,
  plus,
  reduced,
  sum,
  times,
  ZERO,
} from "./fraction.js";
import type { OracleModel, OracleUnit, Value } from "./model.js";
import {
  type Event,
  inWorld,
  type OracleQuestion,
  type Quantity,
  type Term,
  variableTerms,
  type WorldSpec,
  worldKey,
  worldsOf,
} from "./question.js";
import { enumerator, type OracleWorld, type Outcome, type Setting } from "./worlds.js";

/** One individual before and after the evidence; `value` is its own answer, absent when the evidence is impossible for it. */
export interface OracleOfUnit {
  readonly unit: string;
  readonly prior: Fraction;
  readonly likelihood: Fraction;
  readonly posterior: Fraction;
  readonly value?: Fraction;
}

export type OracleAnswer =
  | { readonly possible: false }
  | {
      readonly possible: true;
      readonly value: Fraction;
      /** P(evidence). */
      readonly evidence: Fraction;
      readonly units: readonly OracleOfUnit[];
    };

/**
 * Answers by enumeration of (individual, who keeps the factual noise, cells of all noises), in exact arithmetic (THEORY 1.7, 2.4).
 * `plain` enumerates without any thrift: for small models, to check the thrift. Cost: cells of a noise vector, times what can be seen in
 * each world, times 2^worlds when 0 < lambda < 1.
 */
export function oracle(
  model: OracleModel,
  question: OracleQuestion,
  lambda: Fraction = ZERO,
  { plain = false }: { readonly plain?: boolean } = {},
): OracleAnswer {
  const { worldAt, worlds } = worldsIn(model, question);
  const see = (term: Term) => seeTerm(model, question, worldAt, term);
  const seeAll = (events: readonly Event[]): Seen<boolean> => {
    const each = events.map((event) => seeEvent(see(event.term), event));
    return (unit, outcome) => each.every((seen) => seen(unit, outcome));
  };
  const { target } = question;
  const given = seeAll(question.given);
  const measure = target.kind === "P" ? indicator(seeAll(target.events)) : seeQuantity(target.of, see);
  const cases = casesOf(worlds.length - 1, lambda);
  const domains = domainsOf(model);
  const asked = model.units.filter(({ name }) => question.individual === undefined || name === question.individual);
  const weights = sum(asked.map(({ weight }) => decimal(weight)));
  const units = asked.map((unit) => {
    const visitAll = enumerator(cellsOf(model, unit, domains), worlds, plain);
    const averages = averagesOver(cases, visitAll, (outcome) => {
      if (!given(unit, outcome)) return undefined;
      const q = measure(unit, outcome);
      return [ONE, q, times(q, q)];
    });
    // Of the one individual asked about the weight does not matter, not even a weight of zero.
    const prior = question.individual === undefined ? reduced(divided(decimal(unit.weight), weights)) : ONE;
    const [evidence, first, second] = averages;
    return { unit: unit.name, prior, evidence, first, second };
  });
  const total = sum(units.map(({ prior, evidence }) => times(prior, evidence)));
  if (isZero(total)) return { possible: false };
  const moment = (which: "first" | "second", of: typeof units) => sum(of.map((one) => times(one.prior, one[which])));
  const answerOf = (of: typeof units, all: Fraction) => {
    const mean = divided(moment("first", of), all);
    if (target.kind !== "Var") return reduced(mean);
    return reduced(minus(divided(moment("second", of), all), times(mean, mean)));
  };
  return {
    possible: true,
    value: answerOf(units, total),
    evidence: reduced(total),
    units: units.map((one) => ({
      unit: one.unit,
      prior: one.prior,
      likelihood: one.evidence,
      posterior: reduced(divided(times(one.prior, one.evidence), total)),
      ...(isZero(one.evidence) ? {} : { value: answerOf([{ ...one, prior: ONE }], one.evidence) }),
    })),
  };
}

type Three = readonly [Fraction, Fraction, Fraction];

/** Averages of three quantities over the cases of the dial and all that can happen in each; undefined is three zeros. */
function averagesOver(
  cases: ReturnType<typeof casesOf>,
  visitAll: ReturnType<typeof enumerator>,
  look: (outcome: Outcome) => Three | undefined,
): Three {
  let averages: Three = [ZERO, ZERO, ZERO];
  for (const { shares, probability: share } of cases) {
    let [a, b, c]: Three = [ZERO, ZERO, ZERO];
    visitAll(shares, (outcome, probability) => {
      const found = look(outcome);
      if (found === undefined) return;
      a = plus(a, times(probability, found[0]));
      b = plus(b, times(probability, found[1]));
      c = plus(c, times(probability, found[2]));
    });
    const [d, e, f] = averages;
    averages = [plus(d, times(share, a)), plus(e, times(share, b)), plus(f, times(share, c))];
    averages = [reduced(averages[0]), reduced(averages[1]), reduced(averages[2])];
  }
  return averages;
}

type WorldAt = (world: WorldSpec | undefined) => number;

/** Every world of the question, the factual one first and each after those it takes values from. */
function worldsIn(model: OracleModel, question: OracleQuestion) {
  const terms = variableTerms(model, question);
  const specs = new Map<string, WorldSpec | undefined>([["factual", undefined]]);
  for (const world of terms.flatMap(worldsOf)) if (!specs.has(worldKey(world))) specs.set(worldKey(world), world);
  const keys = [...specs.keys()];
  const at: WorldAt = (world) => (world === undefined ? 0 : keys.indexOf(worldKey(world)));
  const looked = keys.map(() => new Set<number>());
  for (const { name, world } of terms) looked[at(world)].add(indexOf(model, name));
  const sets = [...specs.values()].map((world): OracleWorld["set"] => {
    const set = new Map<number, Setting>();
    for (const { variable, to } of world?.set ?? []) {
      if (typeof to === "object") {
        const from = { world: at(to.world), variable: indexOf(model, to.name) };
        looked[from.world].add(from.variable);
        set.set(indexOf(model, variable), { from });
      } else set.set(indexOf(model, variable), { to });
    }
    return set;
  });
  return { worldAt: at, worlds: sets.map((set, world): OracleWorld => ({ set, looked: looked[world] })) };
}

/** Who keeps the factual noise: each world but the factual one with probability lambda, independently of the others. */
function casesOf(others: number, lambda: Fraction): readonly { shares: readonly boolean[]; probability: Fraction }[] {
  let cases: { shares: readonly boolean[]; probability: Fraction }[] = [{ shares: [true], probability: ONE }];
  for (let world = 0; world < others; world++) {
    cases = cases.flatMap(({ shares, probability }) => [
      { shares: [...shares, true], probability: times(probability, lambda) },
      { shares: [...shares, false], probability: times(probability, minus(ONE, lambda)) },
    ]);
  }
  return cases.filter(({ probability }) => !isZero(probability));
}

/** What a term, an event or a quantity is, once it is known who and what happened. */
type Seen<T> = (unit: OracleUnit, outcome: Outcome) => T;

function seeTerm(model: OracleModel, { set = [] }: OracleQuestion, worldAt: WorldAt, term: Term): Seen<Value> {
  if (term.name === "unit") return (unit) => unit.name;
  const variable = indexOf(model, term.name);
  if (variable < 0) return (unit) => unit.attributes[term.name];
  const world = worldAt(inWorld(term, set).world);
  return (_, outcome) => outcome[world][variable];
}

function seeEvent(seen: Seen<Value>, { comparison, value }: Event): Seen<boolean> {
  if (comparison === "=") return (unit, outcome) => seen(unit, outcome) === value;
  if (comparison === "!=") return (unit, outcome) => seen(unit, outcome) !== value;
  const sign = (unit: OracleUnit, outcome: Outcome) => compare(exact(seen(unit, outcome)), exact(value));
  if (comparison === "<") return (unit, outcome) => sign(unit, outcome) < 0;
  if (comparison === "<=") return (unit, outcome) => sign(unit, outcome) <= 0;
  if (comparison === ">") return (unit, outcome) => sign(unit, outcome) > 0;
  return (unit, outcome) => sign(unit, outcome) >= 0;
}

function seeQuantity(of: Quantity, see: (term: Term) => Seen<Value>): Seen<Fraction> {
  if (of.kind === "number") return () => decimal(of.value);
  if (of.kind === "term") {
    const seen = see(of.term);
    return (unit, outcome) => exact(seen(unit, outcome));
  }
  const [left, right] = [seeQuantity(of.left, see), seeQuantity(of.right, see)];
  const operate = { "+": plus, "-": minus, "*": times }[of.operator];
  return (unit, outcome) => operate(left(unit, outcome), right(unit, outcome));
}

/** A probability is the average of 1 where all events hold, and 0 elsewhere. */
function indicator(holds: Seen<boolean>): Seen<Fraction> {
  return (unit, outcome) => (holds(unit, outcome) ? ONE : ZERO);
}

function exact(value: Value): Fraction {
  if (typeof value === "string") throw new RangeError("labels have no order and no average");
  return decimal(value);
}
