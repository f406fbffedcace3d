import type { Comparison } from "../../query/question.js";
import { holds } from "../holds.js";
import type { Conjunct, Unable } from "../request.js";
import { type Affine, isStep, isUnable, type Value } from "./value.js";

/** The affine quantity `of` compares so with `bound`. */
export interface Condition {
  readonly of: Affine;
  readonly comparison: Comparison;
  readonly bound: number;
}

const OPPOSITE: Readonly<Record<Comparison, Comparison>> = {
  "=": "!=",
  "!=": "=",
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
};

/** Computed numbers carry rounding: 3 * 0.1 is meant when 0.3 is typed. */
const ROUNDING = 1e-12;

/** Does the event hold for this number? */
export function agrees({ comparison, value }: Conjunct, is: number): boolean {
  const same = Math.abs(is - value) <= ROUNDING * Math.max(Math.abs(is), Math.abs(value));
  return holds({ comparison, value }, same ? value : is);
}

/** What the event says of its subject's value: true, false, a condition on an affine quantity, or that it cannot be told. */
export function conditionOf(conjunct: Conjunct, value: Value): boolean | Condition | Unable {
  if (isUnable(value)) return value;
  if (typeof value === "number") return agrees(conjunct, value);
  if (!isStep(value)) return { of: value, comparison: conjunct.comparison, bound: conjunct.value };
  const [whenYes, whenNo] = [agrees(conjunct, value.yes), agrees(conjunct, value.no)];
  if (whenYes === whenNo) return whenYes;
  const { of, comparison } = value;
  return { of, comparison: whenYes ? comparison : OPPOSITE[comparison], bound: 0 };
}
