import { DiscoError } from "../../error.js";
import { BLOCK } from "../../num/noise.js";
import type { Value } from "../../query/question.js";
import { meaningOf, numberFor } from "../ask/names.js";
import type { Attribute, Model, Variable } from "../model.js";
import type { Request, Subject } from "../request.js";
import { makeProgram } from "./program.js";

/** What a column of simulated rows holds: whole numbers (32 bits), any numbers, or codes of labels. */
export interface SimulatedColumn {
  readonly name: string;
  readonly kind: "integer" | "number" | "label";
  /** Of a column of labels: `labels[code]`. */
  readonly labels?: readonly string[];
}

/** A column's part of some rows: `Int32Array` for integers and codes. */
export type SimulatedValues = Float64Array | Int32Array;

/** What is set, by name: `{ T: 1 }`. */
export type SimulatedSettings = Readonly<Record<string, Value>>;

/** Rows of one world of a model. */
export interface RowSource {
  readonly columns: readonly SimulatedColumn[];
  /** Draws rows from the start of a block on, into new columns unless some are given. */
  readonly draw: (firstBlock: number, rows: number, into?: readonly SimulatedValues[]) => readonly SimulatedValues[];
}

/** A column, and what it is in terms of a request. */
interface Wanted extends SimulatedColumn {
  readonly subject: Subject;
}

/** @throws DiscoError for names and values that the model does not have */
export function rowSource(model: Model, settings: SimulatedSettings, seed: number): RowSource {
  const set = settingsOf(model, settings);
  const wanted = [...populationColumns(model), ...variableColumns(model, set)];
  const request: Request = {
    model,
    worlds: [
      { set: new Map(), text: "" },
      { set, text: "" },
    ],
    given: [],
    measures: wanted.map(({ subject }) => ({ kind: "subject", subject })),
    // The world in which something is set keeps the noise: the same rows, but for what follows from it.
    coupling: { kind: "dial", lambda: 1 },
  };
  const { steps, memory, measures } = makeProgram(request, [true, true], seed);
  return {
    columns: wanted.map(({ subject: _subject, ...column }) => column),
    draw: (firstBlock, rows, into) => {
      const out = into ?? wanted.map(({ kind }) => (kind === "number" ? new Float64Array(rows) : new Int32Array(rows)));
      for (let start = 0, block = firstBlock; start < rows; start += BLOCK, block++) {
        const count = Math.min(BLOCK, rows - start);
        for (const step of steps) step(memory, count, block);
        measures.forEach((measure, i) => {
          const column = out[i];
          if (typeof measure === "number") column.fill(measure, start, start + count);
          else if (column instanceof Float64Array) copyNumbers(column, start, measure, count);
          else copyWhole(column, start, measure, count);
        });
      }
      return out;
    },
  };
}

/** Room for rows of these columns in one piece of memory of `bytesFor` bytes, the same views on every thread that has it. */
export function viewsIn(
  columns: readonly SimulatedColumn[],
  rows: number,
  memory: ArrayBufferLike,
): readonly SimulatedValues[] {
  return columns.map(({ kind }, i) => {
    const at = 8 * rows * i;
    return kind === "number" ? new Float64Array(memory, at, rows) : new Int32Array(memory, at, rows);
  });
}

export function bytesFor(columns: readonly SimulatedColumn[], rows: number): number {
  return 8 * rows * columns.length;
}

/** A copy of its own. */
export function copyOf(values: SimulatedValues): SimulatedValues {
  const { length } = values;
  if (values instanceof Float64Array) {
    const own = new Float64Array(length);
    copyNumbers(own, 0, values, length);
    return own;
  }
  const own = new Int32Array(length);
  copyWhole(own, 0, values, length);
  return own;
}

/** A loop, because `set` and `slice` are slow for memory that threads share. */
function copyNumbers(into: Float64Array, start: number, from: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) into[start + i] = from[i];
}

function copyWhole(into: Int32Array, start: number, from: SimulatedValues, count: number): void {
  for (let i = 0; i < count; i++) into[start + i] = from[i];
}

/** The unit's name, where units have names; else its attributes. Nothing where everybody is alike. */
function populationColumns({ types, attributes, labels, file }: Model): readonly Wanted[] {
  if (types !== undefined && (file.units === undefined || Array.isArray(file.units))) {
    if (types.length < 2) return [];
    return [{ name: "unit", kind: "label", labels: types.map(({ name }) => name), subject: { kind: "unit" } }];
  }
  return attributes.map((one, attribute) => ({ ...columnOf(one, labels), subject: { kind: "attribute", attribute } }));
}

function variableColumns(
  { variables, labels }: Model,
  set: ReadonlyMap<number, { readonly value: number }>,
): readonly Wanted[] {
  // What is calculated may be set to a value that it does not have by itself; then what follows from it may have other values too.
  const strange = [...set].some(([variable, { value }]) => variables[variable].domain?.includes(value) === false);
  return variables.map((one, variable) => {
    const to = set.get(variable);
    const { name, labelled, mechanism } = one;
    const domain = to !== undefined ? [to.value] : strange && mechanism.kind === "equals" ? undefined : one.domain;
    const column = columnOf({ name, labelled, ...(domain === undefined ? {} : { domain }) }, labels);
    return { ...column, subject: { kind: "variable", world: 1, variable } };
  });
}

function columnOf(
  { name, labelled, domain }: Pick<Attribute | Variable, "name" | "labelled" | "domain">,
  labels: readonly string[],
): SimulatedColumn {
  if (labelled) return { name, kind: "label", labels };
  const whole = domain?.every((value) => Object.is(value | 0, value)) ?? false;
  return { name, kind: whole ? "integer" : "number" };
}

function settingsOf(model: Model, settings: SimulatedSettings): ReadonlyMap<number, { readonly value: number }> {
  const set = new Map<number, { readonly value: number }>();
  for (const [name, to] of Object.entries(settings)) {
    try {
      const meaning = meaningOf(model, name);
      if (meaning.kind !== "variable") {
        const wrong = "an individual's attribute cannot be set: it is who they are";
        throw new DiscoError({ who: "simulate", wrong, given: name, next: "set a variable" });
      }
      const calculated = model.variables[meaning.variable].mechanism.kind === "equals";
      set.set(meaning.variable, { value: numberFor(model, name, to, !calculated) });
    } catch (error) {
      if (!(error instanceof DiscoError)) throw error;
      throw new DiscoError({ ...error.complaint, who: "simulate" }, error.kind);
    }
  }
  return set;
}
