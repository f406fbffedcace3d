import { DiscoError } from "../../error.js";
import type { Column } from "../../num/columns.js";
import type { Study } from "../../num/study.js";
import { tellLabels } from "../../num/two-labels.js";
import type { SurrogateColumn } from "../../query/surrogate.js";
import type { Sampling } from "./linked.js";

/** A trial of two arms with a surrogate, as numbers. */
export interface Trial extends Sampling {
  readonly rows: number;
  /** Observations, or 1. */
  readonly total: number;
  readonly treatment: { readonly name: string; readonly treated: string; readonly reference: string };
  readonly surrogate: SurrogateColumn;
  readonly outcome: SurrogateColumn;
  /** 1: treated. */
  readonly x: Uint8Array;
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly given: readonly Column[];
  /** What was decided about the columns, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * The study as a trial. @throws DiscoError for a treatment without exactly two arms, for no surrogate or several, a surrogate that is constant,
 * text of more than two labels, the outcome itself, or the treatment itself, and for an outcome that never varies
 */
export function trialOf(study: Study): Trial {
  const { treatment, outcome, mediators, rows, weights, unit } = study;
  if (treatment.kind !== "arms" || treatment.arms.length !== 2) {
    const given = treatment.kind === "arms" ? `${treatment.name} with ${treatment.arms.length} arms` : treatment.name;
    const next = "compare two arms: make them with --derive, or give a table of two of them";
    throw new DiscoError({ who: "--treatment", wrong: "a surrogate is judged between two arms", given, next });
  }
  if (mediators.length !== 1) {
    const given = mediators.map(({ name }) => name).join(", ") || "none";
    throw new DiscoError({
      who: "--surrogate",
      wrong: "one surrogate is judged at a time",
      given,
      next: "name one column",
    });
  }
  if (unit && weights) {
    const next = "give a row for each visit without weights, or no unit";
    throw new DiscoError({ who: "--unit", wrong: "rows that stand for several cannot belong to one unit", next });
  }
  const x = Uint8Array.from(treatment.codes);
  const { column, values: s, note } = surrogateOf(mediators[0]);
  const y = outcome.values;
  refuseSame(x, s, y, { treatment: treatment.name, surrogate: column.name, outcome: outcome.name });
  const count = weights?.values ?? new Float64Array(rows).fill(1);
  return {
    rows,
    total: count.reduce((a, b) => a + b, 0),
    count,
    law: weights?.kind === "law",
    ...(unit && { clusters: unit.codes }),
    treatment: { name: treatment.name, treated: treatment.arms[1], reference: treatment.arms[0] },
    surrogate: column,
    outcome:
      outcome.kind === "binary"
        ? {
            kind: "binary",
            name: outcome.name,
            high: String(outcome.labels.yes),
            low: String(outcome.labels.no),
          }
        : { kind: "numeric", name: outcome.name },
    x,
    s,
    y,
    given: study.given,
    notes: note === undefined ? [] : [note],
  };
}

/** Two values as 0 and 1, or numbers as they are. */
function surrogateOf(column: Column): { column: SurrogateColumn; values: Float64Array; note?: string } {
  const { name } = column;
  const levels =
    column.kind === "numeric" ? twoOf(column.values) : [...new Set(column.codes)].map((code) => column.levels[code]);
  if (levels?.length === 1) {
    const next = "a surrogate that never varies says nothing; name another column";
    throw new DiscoError({
      who: "--surrogate",
      wrong: `every row of ${name} has the same value`,
      given: levels[0],
      next,
    });
  }
  if (column.kind === "numeric" && levels === undefined) {
    return { column: { kind: "numeric", name }, values: column.values };
  }
  if (levels === undefined || levels.length > 2) {
    const next = "make it two-valued or a number with --derive";
    throw new DiscoError({
      who: "--surrogate",
      wrong: "the column is text with more than two values",
      given: name,
      next,
    });
  }
  const told = tellLabels(levels, undefined);
  const [low, high] = told
    ? [String(told.no), String(told.yes)]
    : column.kind === "numeric"
      ? levels
      : [...levels].sort();
  const values =
    column.kind === "numeric"
      ? column.values.map((value) => (String(value) === high ? 1 : 0))
      : Float64Array.from(column.codes, (code) => (column.levels[code] === high ? 1 : 0));
  const note =
    told || column.kind === "numeric"
      ? {}
      : { note: `Of the surrogate's two values "${high}" counts as 1, "${low}" as 0.` };
  return { column: { kind: "binary", name, high, low }, values, ...note };
}

/** The values in ascending order where there are at most two. */
function twoOf(values: Float64Array): string[] | undefined {
  const found: number[] = [];
  for (const value of values) {
    if (!found.includes(value)) found.push(value);
    if (found.length > 2) return undefined;
  }
  return found.sort((a, b) => a - b).map(String);
}

interface Names {
  readonly treatment: string;
  readonly surrogate: string;
  readonly outcome: string;
}

function refuseSame(x: Uint8Array, s: Float64Array, y: Float64Array, names: Names): void {
  if (y.every((value) => value === y[0])) {
    const next = "name an outcome that differs between rows";
    throw new DiscoError({ who: "--outcome", wrong: "every row has the same value", given: names.outcome, next });
  }
  if (x.every((value) => value === x[0])) {
    const next = "give a table with both arms";
    throw new DiscoError({ who: "--treatment", wrong: "every row is of one arm", given: names.treatment, next });
  }
  const alike = [0, 1].some((turn) => s.every((value, i) => value === (turn === 0 ? y[i] : 1 - y[i])));
  if (alike) {
    throw new DiscoError({
      who: "--surrogate",
      wrong: `it says in every row what the outcome ${names.outcome} says, so it is the outcome and stands for nothing`,
      given: names.surrogate,
      next: "name what was measured in place of the outcome",
    });
  }
  const inArm = (arm: number) => new Set([...s.keys()].filter((i) => x[i] === arm).map((i) => s[i])).size;
  if (inArm(0) === 1 && inArm(1) === 1) {
    const next =
      "the surrogate is the treatment under another name, and nothing can be learnt from it; name another column";
    const wrong = `it never varies within an arm of ${names.treatment}`;
    throw new DiscoError({ who: "--surrogate", wrong, given: names.surrogate, next }, "refused");
  }
}
