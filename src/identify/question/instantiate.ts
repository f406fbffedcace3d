import { compare } from "../../query/comparison.js";
import type { Bound, Estimand, Sign } from "../../query/estimand.js";
import type { Value } from "../../query/question.js";
import type { Event, Meaning, Setting, Target } from "../counterfactual/event.js";
import { keyOf } from "../estimand/walk.js";
import type { Instance } from "../instance.js";
import type { Asked, Atom } from "./asked.js";

/** A question at values, beside a number that is no question. */
export interface Instantiated extends Instance {
  readonly constant: number;
}

interface Terms {
  readonly terms: Instance["terms"];
  readonly constant: number;
}

/**
 * A question at values, as a weighted sum of probabilities; undefined where it is none (a product or a fraction of questions, different
 * things given, a test of what is given).
 * @param openAt the value of a sign that the question leaves open
 * @param domainOf the values of a variable
 * Cost: the combinations of values of what is averaged or tested.
 */
export function instantiate(
  asked: Asked,
  text: string,
  openAt: (sign: Sign) => Value,
  domainOf: (variable: string) => readonly Value[],
): Instantiated | undefined {
  const walk = (one: Asked): Terms | undefined => {
    switch (one.kind) {
      case "number":
        return { terms: [], constant: one.value };
      case "negative":
        return scaled(walk(one.of), -1);
      case "atom":
        return atomTerms(one, openAt, domainOf);
      case "arithmetic": {
        const [left, right] = [walk(one.left), walk(one.right)];
        if (left === undefined || right === undefined) return undefined;
        if (one.operator === "+") return added(left, right);
        if (one.operator === "-") return added(left, scaled(right, -1)!);
        if (one.operator === "*" && left.terms.length === 0) return scaled(right, left.constant);
        if (one.operator === "*" && right.terms.length === 0) return scaled(left, right.constant);
        if (one.operator === "/" && right.terms.length === 0) return scaled(left, 1 / right.constant);
        return undefined;
      }
    }
  };
  const found = walk(asked);
  if (found === undefined || found.terms.length === 0) return undefined;
  const givens = new Set(found.terms.map(({ events }) => givenKey(events)));
  return givens.size === 1 ? { ...found, text } : undefined;
}

function added(one: Terms, other: Terms): Terms {
  return { terms: [...one.terms, ...other.terms], constant: one.constant + other.constant };
}

function scaled(one: Terms | undefined, factor: number): Terms | undefined {
  if (one === undefined) return undefined;
  return {
    terms: one.terms.map(({ weight, events }) => ({ weight: weight * factor, events })),
    constant: one.constant * factor,
  };
}

/** One term for each combination of values of what is averaged or tested. */
function atomTerms(
  { events, bounds, quantity }: Atom,
  openAt: (sign: Sign) => Value,
  domainOf: (variable: string) => readonly Value[],
): Terms | undefined {
  const tested = (event: Event) => event.part === "given" && "sign" in event.at && bounds.has(keyOf(event.at.sign));
  if (events.some(tested)) return undefined;
  const terms: { weight: number; events: readonly Event[] }[] = [];
  const signs = [...bounds.values()];
  const walk = (i: number, values: ReadonlyMap<string, Value>): void => {
    if (i < signs.length) {
      for (const value of passing(signs[i], domainOf)) walk(i + 1, new Map([...values, [keyOf(signs[i].sign), value]]));
      return;
    }
    const read = (sign: Sign) => values.get(keyOf(sign)) ?? openAt(sign);
    const weight = quantity === undefined ? 1 : numberOf(quantity, (sign) => Number(read(sign)));
    if (weight !== 0) terms.push({ weight, events: events.map((event) => atValues(event, read)) });
  };
  walk(0, new Map());
  return { terms, constant: 0 };
}

function passing({ sign, where = [] }: Bound, domainOf: (variable: string) => readonly Value[]): readonly Value[] {
  return domainOf(sign.variable).filter((value) => where.every((test) => compare(value, test.comparison, test.value)));
}

function atValues(event: Event, read: (sign: Sign) => Value): Event {
  const meaning = (one: Meaning): Meaning => ("sign" in one ? { value: read(one.sign) } : one);
  const target = (to: Target): Target => ("node" in to ? { ...to, set: setting(to.set) } : meaning(to));
  const setting = (set: Setting): Setting => new Map([...set].map(([node, to]) => [node, target(to)]));
  return { ...event, set: setting(event.set), at: meaning(event.at) };
}

/** Arithmetic of signs, as a number. */
function numberOf(quantity: Estimand, read: (sign: Sign) => number): number {
  switch (quantity.kind) {
    case "sign":
      return read(quantity.sign);
    case "number":
      return quantity.value;
    case "negative":
      return -numberOf(quantity.of, read);
    case "arithmetic": {
      const [left, right] = [numberOf(quantity.left, read), numberOf(quantity.right, read)];
      const { operator } = quantity;
      if (operator === "+") return left + right;
      if (operator === "-") return left - right;
      if (operator === "*") return left * right;
      return operator === "/" ? left / right : left ** right;
    }
    default:
      throw new Error(`no arithmetic of signs: ${quantity.kind}`);
  }
}

function givenKey(events: readonly Event[]): string {
  const given = events.filter(({ part }) => part === "given");
  const text = (set: Setting): unknown =>
    [...set].map(([node, to]) => [node, "node" in to ? [to.node, text(to.set)] : to]);
  return JSON.stringify(given.map(({ node, set, at }) => [node, text(set), at]));
}
