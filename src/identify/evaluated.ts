import { columnOf } from "../num/cells.js";
import type { Remark } from "../query/answer.js";
import type { Estimand } from "../query/estimand.js";
import type { Formula, Identification, ValueAt } from "../query/identification.js";
import type { Tables } from "./estimand/evaluate.js";
import { freeSigns, keyOf, mapParts } from "./estimand/walk.js";
import { MOST_VALUES, numbersOf } from "./numbers.js";
import type { Translated } from "./question/asked.js";
import { refuseLabels, refuseUnseen } from "./question/unseen.js";
import type { Scene } from "./scene.js";

/** What an answer says of its numbers; nothing where there are no tables. */
type Evaluated = Pick<Identification, "value" | "interval" | "level" | "values" | "reason" | "at"> & {
  readonly warnings: readonly Remark[];
};

/**
 * The formula's numbers. A question that leaves values open has a number for each; the answer's own is then that at the last value of every
 * one of them, where all have two (1 of 0 and 1: treated, success), and else there is none.
 * @throws DiscoError for values that the table does not have
 */
export function evaluated(
  formula: Formula,
  { asked, open }: Translated,
  { graph }: Scene,
  tables: Tables | undefined,
  level: number,
): Evaluated {
  if (tables === undefined) return { warnings: [] };
  refuseUnseen(asked, graph, tables.observed);
  refuseLabels(asked, tables.observed);
  const lists = open.map(({ variable }) => columnOf(tables.observed, variable)?.values ?? []);
  const count = lists.reduce((product, { length }) => product * length, 1);
  if (count > MOST_VALUES) {
    const text = `The question leaves ${count} combinations of values open; name some to have their numbers.`;
    return { warnings: [{ id: "many-values", text }] };
  }
  const asking = new Set(open.map(keyOf));
  const arbitrary = [...freeSigns(formula.tree)].flatMap(([key, sign]) => (asking.has(key) ? [] : [sign]));
  const tree = withoutSelection(formula.tree, tables, new Set(selectedNames(graph)));
  const { values, warnings } = numbersOf(tree, open, arbitrary, tables, level);
  const own = lists.every(({ length }) => length === 2) ? values[values.length - 1] : undefined;
  const sampled = values.some(({ interval }) => interval !== undefined);
  return {
    ...mainValue(own),
    ...(sampled ? { level } : {}),
    ...(open.length === 0 ? {} : { values }),
    warnings,
  };
}

/** The question's own number; where it leaves nothing open, it is at no values. */
function mainValue(own: ValueAt | undefined): Pick<Evaluated, "value" | "interval" | "reason" | "at"> {
  if (own === undefined) return { value: null };
  const { at, reason, ...rest } = own;
  const why = reason === undefined ? {} : { reason: `There is no number: ${reason}.` };
  return Object.keys(at).length === 0 ? { ...rest, ...why } : { at, ...rest, ...why };
}

function selectedNames({ nodes }: Scene["graph"]): readonly string[] {
  return nodes.flatMap(({ name, roles }) => (roles.includes("selected") ? [name] : []));
}

/** A table of selected rows needs no column that says they are: all its rows are. */
function withoutSelection(estimand: Estimand, tables: Tables, selected: ReadonlySet<string>): Estimand {
  const absent = [...selected].filter((name) => columnOf(tables.observed, name) === undefined);
  if (absent.length === 0) return estimand;
  const walk = (one: Estimand): Estimand => {
    if (one.kind !== "law" && one.kind !== "mean") return mapParts(one, walk);
    return { ...one, given: one.given.filter(({ variable }) => !absent.includes(variable)) };
  };
  return walk(estimand);
}
