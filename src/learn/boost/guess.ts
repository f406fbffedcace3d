import type { Column } from "../../num/columns.js";
import { mix } from "../../num/hash.js";
import type { Fitted, Prepared, Task } from "../learner.js";
import { linear } from "../linear.js";
import type { Kind } from "./loss.js";

/** Fits the linear learner to a task's rows (of very many, to a part). */
export type Base = (task: Task) => Fitted;

/** Rows enough for a first guess. */
const GUESS = 50_000;

/** Labels with more levels than this are left to the trees. */
const FEW_LEVELS = 50;

/** The first guess is a linear fit of this kind. */
export const GUESSER = linear({ ridge: 1 });

export function linearBase(given: readonly Column[], rows: number, weight: Float64Array | undefined): Prepared {
  const few = given.filter((column) => column.kind === "numeric" || column.levels.length <= FEW_LEVELS);
  return GUESSER.prepare(few.flatMap(withoutGaps), rows, weight);
}

/** A guess needs a number everywhere: a gap counts as the smallest value, and an indicator beside it says that it is one. The trees see the gaps. */
function withoutGaps(column: Column): readonly Column[] {
  if (column.kind !== "numeric" || !column.gaps) return [column];
  const { name, values } = column;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < values.length; i++) if (values[i] < least) least = values[i];
  if (least === Number.POSITIVE_INFINITY) return [];
  const known = values.map((value) => (Number.isNaN(value) ? least : value));
  const gap = values.map((value) => (Number.isNaN(value) ? 1 : 0));
  return [
    { kind: "numeric", name, values: known },
    { kind: "numeric", name: `${name} missing`, values: gap },
  ];
}

export function guessOf(prepared: Prepared): Base {
  return (task) => {
    const among = Math.floor(task.rows.length / GUESS);
    const part = among > 1 ? task.rows.filter((row) => mix(task.rowHash[row], task.seed) % among === 0) : task.rows;
    const { start: _, ...plain } = task;
    return prepared.fit({ ...plain, rows: part.length > GUESS / 2 ? part : task.rows });
  };
}

/** The linear fit as scores, in steps of 2^-30: coarse enough that the order in which its sums were taken leaves no trace. */
export function baseScores(kind: Kind, predicted: Float64Array, scale: { middle: number; unit: number }): Float64Array {
  const step = 2 ** 30;
  return predicted.map((value) => {
    const score = kind === "binary" ? Math.log(value / (1 - value)) : (value - scale.middle) / scale.unit;
    return Math.round(Math.max(-30, Math.min(30, score)) * step) / step;
  });
}
