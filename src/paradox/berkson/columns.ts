import { DiscoError } from "../../error.js";
import type { Column } from "../../num/columns.js";
import type { Frame } from "../../num/frame.js";
import { nearestName } from "../../num/nearest.js";
import { isLabel, type Label, soleMeaning, tellLabels } from "../../num/two-labels.js";
import type { PairColumn } from "../../query/berkson.js";
import { quoted } from "./say.js";

/** A two-valued column by row: 1 yes, 0 no, -1 missing. */
export interface TwoValued extends PairColumn {
  readonly values: Int8Array;
  readonly gaps: number;
}

/** The column of this name. @throws DiscoError where there is none. */
export function columnOf(frame: Frame, name: string, who: string): Column {
  const found = frame.columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  const names = frame.columns.map((column) => column.name);
  const near = nearestName(name, names);
  const meant = near === undefined ? "" : `; did you mean ${quoted(near)}?`;
  const next = `the columns are ${names.slice(0, 12).map(quoted).join(", ")}`;
  throw new DiscoError({ who, wrong: `there is no such column${meant}`, given: quoted(name), next });
}

/** The distinct values that rows have, sorted; at most `most`. */
function labelsOf(column: Column, most: number): Label[] {
  if (column.kind === "categorical") {
    const met = new Uint8Array(column.levels.length);
    for (const code of column.codes) if (code >= 0) met[code] = 1;
    return column.levels.filter((_, level) => met[level] === 1).slice(0, most);
  }
  const met = new Set<number>();
  for (let i = 0; i < column.values.length && met.size < most; i++) {
    if (!Number.isNaN(column.values[i])) met.add(column.values[i]);
  }
  return [...met].sort((a, b) => a - b);
}

/**
 * A column as yes and no, by the rules that treatments and outcomes follow (num/two-labels.ts). `asked` settles which value means yes.
 * @param alone may every row have one value? It is then taken as the yes, unless everybody reads it as a no
 * @throws DiscoError for more than two values, one value where two are needed, and a yes that cannot be told
 */
export function twoValued(
  frame: Frame,
  name: string,
  who: string,
  asked: string | undefined,
  alone: boolean,
): TwoValued {
  const column = columnOf(frame, name, who);
  const labels = labelsOf(column, 6);
  const about = { who, given: quoted(name) };
  const shown = labels.slice(0, 5).map(quoted).join(", ");
  if (labels.length > 2) {
    const many = labels.length > 5 ? "more than five" : String(labels.length);
    const value = labels[labels.length - 1];
    const test = typeof value === "number" ? `> ${labels[0]}` : `= '${String(value).replaceAll("'", "''")}'`;
    const next = `make it two-valued, for example --derive "yes = ${name} ${test}", and name that column`;
    throw new DiscoError({ ...about, wrong: `it must have two values and has ${many}: ${shown}`, next });
  }
  if (labels.length < 2 && !alone) {
    const wrong =
      labels.length === 0 ? "every row of it is missing" : `every row has ${shown}, so it cannot go with anything`;
    throw new DiscoError({ ...about, wrong, next: "name a column that differs between rows" });
  }
  const told = labels.length === 1 ? soleLabel(labels[0], asked, about) : twoLabels(labels, asked, who, about);
  return { name, yes: String(told.yes), no: told.no === null ? null : String(told.no), ...coded(column, told.yes) };
}

interface Told {
  readonly yes: Label;
  readonly no: Label | null;
}

function twoLabels(
  labels: readonly Label[],
  asked: string | undefined,
  who: string,
  about: { readonly who: string; readonly given: string },
): Told {
  const told = tellLabels(labels, asked);
  if (told !== undefined) return told;
  const both = labels.map(quoted).join(" and ");
  if (asked !== undefined) {
    const wrong = `no row of ${about.given} has this value; its values are ${both}`;
    throw new DiscoError({ who, wrong, given: quoted(asked), next: "give one of the two" });
  }
  const name = about.given.slice(1, -1);
  const next = `say it: ${labels.map((label) => `--yes '${name}=${label}'`).join(" or ")}`;
  throw new DiscoError({ ...about, wrong: `the values are ${both}, and it cannot be told which means yes`, next });
}

/** All rows were selected, or the table says that nobody was. */
function soleLabel(
  label: Label,
  asked: string | undefined,
  about: { readonly who: string; readonly given: string },
): Told {
  const yes = asked === undefined ? soleMeaning(label) !== false : isLabel(label, asked);
  if (yes) return { yes: label, no: null };
  const next = "the selected rows must be in the table";
  throw new DiscoError({ ...about, wrong: `every row has ${quoted(label)}, so nobody was selected`, next });
}

function coded(column: Column, yes: Label): Pick<TwoValued, "values" | "gaps"> {
  const { length } = column.kind === "numeric" ? column.values : column.codes;
  const values = new Int8Array(length);
  const level = column.kind === "categorical" ? column.levels.indexOf(String(yes)) : 0;
  let gaps = 0;
  for (let i = 0; i < length; i++) {
    const missing = column.kind === "numeric" ? Number.isNaN(column.values[i]) : column.codes[i] < 0;
    if (missing) gaps++;
    const hit = column.kind === "numeric" ? column.values[i] === yes : column.codes[i] === level;
    values[i] = missing ? -1 : hit ? 1 : 0;
  }
  return { values, gaps };
}
