import type { Formula } from "../expression/expression.js";
import { BOOLEAN, hull, type Span, span } from "../expression/span.js";
import type { Mechanism } from "../model.js";

/** The formulas of a mechanism, its parameters: the weights of a categorical law, else the fields in the order of `LAW_FIELDS`. */
export function formulasOf(mechanism: Mechanism): readonly Formula[] {
  switch (mechanism.kind) {
    case "bernoulli":
      return [mechanism.p];
    case "categorical":
      return mechanism.weights;
    case "normal":
      return [mechanism.mean, mechanism.sd];
    case "uniform":
      return [mechanism.low, mechanism.high];
    case "cauchy":
      return [mechanism.location, mechanism.scale];
    case "equals":
      return [mechanism.value];
  }
}

/** The inverse of `formulasOf`; `values` are those of a categorical law. */
export function mechanismOf(
  kind: Mechanism["kind"],
  formulas: readonly Formula[],
  values: readonly number[],
): Mechanism {
  const [a, b] = formulas;
  switch (kind) {
    case "bernoulli":
      return { kind, p: a };
    case "categorical":
      return { kind, values, weights: formulas };
    case "normal":
      return { kind, mean: a, sd: b };
    case "uniform":
      return { kind, low: a, high: b };
    case "cauchy":
      return { kind, location: a, scale: b };
    case "equals":
      return { kind, value: a };
  }
}

/** What is wrong with the parameters of a law: which one, and how it reads ("the probability is 1.2"). */
export interface Fault {
  readonly part: number;
  readonly wrong: string;
  readonly next: string;
}

/** Checks the values of a mechanism's formulas (in the order of `formulasOf`); undefined when there is such a law. */
export function faultOf(mechanism: Mechanism, parameters: ArrayLike<number>): Fault | undefined {
  const [a, b] = [parameters[0], parameters[1]];
  switch (mechanism.kind) {
    case "bernoulli":
      return a >= 0 && a <= 1 ? undefined : fault(0, `the probability is ${a}`, "it must stay between 0 and 1");
    case "categorical":
      return weightFault(parameters);
    case "normal":
      return finite(0, "the mean", a) ?? positive("the sd", b);
    case "cauchy":
      return finite(0, "the location", a) ?? positive("the scale", b);
    case "uniform":
      if (a >= b) return fault(0, `low is ${a} and high is ${b}`, "low must stay below high");
      return finite(0, "low", a) ?? finite(1, "high", b);
    case "equals":
      return finite(0, "the value", a);
  }
}

function fault(part: number, wrong: string, next: string): Fault {
  return { part, wrong, next };
}

function finite(part: number, what: string, value: number): Fault | undefined {
  if (Number.isFinite(value)) return undefined;
  return fault(part, `${what} is ${value}`, "it must stay a finite number");
}

function positive(what: string, value: number): Fault | undefined {
  if (value > 0 && value < Infinity) return undefined;
  return fault(1, `${what} is ${value}`, "it must stay above 0, and finite");
}

function weightFault(weights: ArrayLike<number>): Fault | undefined {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i] >= 0 && weights[i] < Infinity))
      return fault(i, `the weight is ${weights[i]}`, "it must stay a finite number, 0 or more");
    sum += weights[i];
  }
  if (sum > 0 && sum < Infinity) return undefined;
  return fault(-1, `the weights add up to ${sum}`, "they must add up to something positive");
}

/** Does every choice of parameters within these spans make a law? */
export function provenFine(mechanism: Mechanism, parameters: readonly Span[]): boolean {
  if (parameters.some(({ low, high, mayBeNaN }) => mayBeNaN || low === -Infinity || high === Infinity)) return false;
  const [a, b] = parameters;
  switch (mechanism.kind) {
    case "bernoulli":
      return a.low >= 0 && a.high <= 1;
    case "categorical": {
      const sum = (end: "low" | "high") => parameters.reduce((total, one) => total + one[end], 0);
      return parameters.every(({ low }) => low >= 0) && sum("low") > 0 && sum("high") < Infinity;
    }
    case "normal":
    case "cauchy":
      return b.low > 0;
    case "uniform":
      return a.high < b.low;
    case "equals":
      return true;
  }
}

/**
 * How far from 0 a standard normal or Cauchy draw can be: their quantiles at 2^-64, nearer the end than any noise of 53 bits. Beyond is
 * possible in principle and met by nobody.
 */
const NORMAL_REACH = 9.1;
const CAUCHY_REACH = 2 ** 64 / Math.PI;

/** Where the values of a mechanism can be. They are finite numbers: a law of which that is not true is refused. */
export function valueSpan(mechanism: Mechanism, parameters: readonly Span[]): Span {
  const [a, b] = parameters;
  switch (mechanism.kind) {
    case "bernoulli":
      return BOOLEAN;
    case "categorical":
      return spanOf(mechanism.values);
    case "normal":
      return around(a, NORMAL_REACH * b.high);
    case "cauchy":
      return around(a, CAUCHY_REACH * b.high);
    case "uniform":
      return clip(hull(a, b));
    case "equals":
      return clip(a);
  }
}

/** The span of a list of numbers. */
export function spanOf(values: readonly number[]): Span {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return span(low, high);
}

function around({ low, high }: Span, reach: number): Span {
  return clip(span(low - Math.max(0, reach), high + Math.max(0, reach)));
}

function clip({ low, high }: Span): Span {
  const most = Number.MAX_VALUE;
  const number = (end: number, otherwise: number) =>
    Number.isNaN(end) ? otherwise : Math.min(most, Math.max(-most, end));
  return span(number(low, -most), number(high, most));
}
