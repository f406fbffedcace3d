import { shown } from "../../num/complaint.js";
import { CASES, type CaseName, EFFECTS, type EffectName, type Expectation } from "../question.js";

export type Moment = Expectation["moment"];

const MOMENTS: readonly Moment[] = ["E", "Var", "SD"];

/** What stands before the brackets of a question. */
export type Operation =
  | { readonly kind: "probability" }
  | { readonly kind: "expectation"; readonly name: Moment }
  | { readonly kind: "effect"; readonly name: EffectName }
  | { readonly kind: "case"; readonly name: CaseName };

const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["P", { kind: "probability" }],
  ...MOMENTS.map((name) => [name, { kind: "expectation", name }] as const),
  ...EFFECTS.map((name) => [name, { kind: "effect", name }] as const),
  ...CASES.map((name) => [name, { kind: "case", name }] as const),
]);

/** Names that people bring from elsewhere, and how it is written here. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["ace", "ATE(T -> Y)"],
  ["cate", "ATE(T -> Y | Z=1)"],
  ["att", "ETT(T -> Y)"],
  ["atu", "ETU(T -> Y)"],
  ["atc", "ETU(T -> Y)"],
  ["pr", "P(Y=1 | T=1)"],
  ["prob", "P(Y=1 | T=1)"],
  ["probability", "P(Y=1 | T=1)"],
  ["mean", "E[Y]"],
  ["avg", "E[Y]"],
  ["expectation", "E[Y]"],
  ["std", "SD[Y]"],
  ["stdev", "SD[Y]"],
  ["cov", "E[X*Y] - E[X]*E[Y]"],
  ["cde", "E[Y[X=1, Z=0]] - E[Y[X=0, Z=0]]"],
  ["nde", "NDE(T -> M -> Y)"],
  ["nie", "NIE(T -> M -> Y)"],
  ["do", "P(Y=1 | do(T=1))"],
]);

/** The operation of this name, letter by letter. */
export function operationOf(name: string): Operation | undefined {
  return OPERATIONS.get(name);
}

/** Is it the name of an operation but for capitals, or one from elsewhere? */
export function isFamiliar(name: string): boolean {
  const wanted = name.toLowerCase();
  return ELSEWHERE.has(wanted) || [...OPERATIONS.keys()].some((one) => one.toLowerCase() === wanted);
}

/** What to write in place of a name that is no operation. */
export function adviceFor(name: string): string {
  const wanted = name.toLowerCase();
  const elsewhere = ELSEWHERE.get(wanted);
  if (elsewhere !== undefined) return `write ${elsewhere}`;
  const names = [...OPERATIONS.keys()];
  const near = wanted.length > 12 ? undefined : nearest(wanted, names);
  return near === undefined ? `there are ${names.join(", ")}` : `did you mean ${near}? There are ${names.join(", ")}`;
}

/** Says that there is no such question. */
export function unknown(name: string): string {
  return `there is no question named ${shown(name)}`;
}

/** The name with the fewest letters to change, add or remove, if these are at most a third of it (one, for short names). */
function nearest(wanted: string, names: readonly string[]): string | undefined {
  const distances = names.map((name) => distance(wanted, name.toLowerCase()));
  const least = Math.min(...distances);
  const near = names[distances.indexOf(least)];
  return least <= Math.max(1, near.length / 3) && least < near.length ? near : undefined;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1), row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
