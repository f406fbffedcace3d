import { type Cells, columnOf } from "../num/cells.js";
import { estimandText } from "../query/estimand/text.js";
import type { Estimand, Slot } from "../query/estimand.js";
import type { Value } from "../query/question.js";
import { type Tables, tableFor } from "./estimand/evaluate.js";
import { keyOf, partsOf } from "./estimand/walk.js";

/** A law of a formula at values of what is given in it, and how many rows are there. */
export interface Support {
  readonly law: string;
  readonly at: ReadonlyMap<string, Value>;
  readonly rows: number;
}

/** A law that the formula needs where no row is, with the given signs at their values. Cost: rows and combinations of each law. */
export function firstGap(formula: Estimand, fixed: ReadonlyMap<string, Value>, tables: Tables): Support | undefined {
  for (const law of lawsOf(formula)) {
    const gap = supports(law, fixed, tables).find(({ rows }) => rows === 0);
    if (gap !== undefined) return gap;
  }
  return undefined;
}

/** The law of the formula that rests on the fewest rows, of those that rest on any. Laws that are exact rest on no rows. */
export function thinnest(formula: Estimand, tables: Tables): Support | undefined {
  let least: Support | undefined;
  for (const law of lawsOf(formula)) {
    if (tableFor(law.origin, tables).kind === "law") continue;
    for (const one of supports(law, new Map(), tables)) {
      if (one.rows > 0 && (least === undefined || one.rows < least.rows)) least = one;
    }
  }
  return least;
}

type Law = Extract<Estimand, { readonly kind: "law" | "mean" }>;

/** The laws and averages of a formula that are given something. */
function lawsOf(formula: Estimand): readonly Law[] {
  if (formula.kind === "law" || formula.kind === "mean") {
    return formula.given.length + formula.origin.do.length > 0 ? [formula] : [];
  }
  return partsOf(formula).flatMap(lawsOf);
}

/** Combinations beyond this many are not looked through: the question is only what to tell. */
const MOST = 100_000;

/** The rows at each combination of what a law is given. */
function supports(law: Law, fixed: ReadonlyMap<string, Value>, tables: Tables): readonly Support[] {
  const cells = tableFor(law.origin, tables);
  const slots = [...law.given, ...law.origin.do].filter(({ variable }) => columnOf(cells, variable) !== undefined);
  const columns = slots.map(({ variable }) => columnOf(cells, variable)!);
  const wanted = slots.map((slot) => wantedAt(slot, fixed));
  const cards = columns.map(({ values }) => values.length);
  const size = cards.reduce((product, card) => product * card, 1);
  if (size > MOST) return [];
  const rows = countsOf(cells, columns, cards, size);
  const found: Support[] = [];
  for (let entry = 0; entry < size; entry++) {
    let rest = entry;
    const at = new Map<string, Value>();
    for (let i = cards.length - 1; i >= 0; i--) {
      at.set(slots[i].variable, columns[i].values[rest % cards[i]]);
      rest = Math.floor(rest / cards[i]);
    }
    const fits = slots.every(({ variable }, i) => wanted[i] === undefined || at.get(variable) === wanted[i]);
    if (fits) found.push({ law: estimandText(law), at: new Map([...at].reverse()), rows: rows[entry] });
  }
  return found;
}

function countsOf(
  { mass }: Cells,
  columns: readonly { readonly codes: Int32Array }[],
  cards: readonly number[],
  size: number,
): Float64Array {
  const rows = new Float64Array(size);
  mass.forEach((own, row) => {
    rows[columns.reduce((entry, { codes }, i) => entry * cards[i] + codes[row], 0)] += own;
  });
  return rows;
}

function wantedAt({ at }: Slot, fixed: ReadonlyMap<string, Value>): Value | undefined {
  return "value" in at ? at.value : fixed.get(keyOf(at.sign));
}
