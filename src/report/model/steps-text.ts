import type { Scale } from "../format.js";
import type { Paint } from "../terminal/paint.js";
import { displayWidth, toColumn, wrapLines } from "../terminal/width.js";
import { numbersLike, probability } from "./numbers.js";
import { adds, leftText, type StepRow, type StepTable } from "./steps.js";

/** Individuals shown in a terminal; the JSON has all. */
export const MOST_UNITS = 12;

interface Column {
  readonly head: string;
  readonly cells: readonly string[];
  readonly sum: string;
  /** The lower, the sooner it goes where there is no room. */
  readonly rank: number;
}

/** Who it is, what holds for each, the average: one line for each individual, and what they add up to. */
export function stepsLines(table: StepTable, scale: Scale, width: number, paint: Paint): string[] {
  const names = [...table.rows.map((row) => row.unit), adds(table) ? "all" : ""];
  const name = Math.min(24, Math.max(...names.map(displayWidth)));
  const columns = fitting(columnsOf(table, scale), width - 4 - name);
  const sizes = columns.map(({ head, cells, sum }) => Math.max(...[head, sum, ...cells].map(displayWidth)));
  const line = (label: string, cell: (column: Column) => string): string =>
    `    ${toColumn(label, name)}${columns.map((column, i) => `  ${toColumn(cell(column), sizes[i], "right")}`).join("")}`.trimEnd();
  const heads = line("", ({ head }) => head);
  const rest = leftText(table);
  return [
    "",
    ...wrapLines(titleOf(table), width, "  ").map((text) => paint(text, "bold")),
    paint(heads, "soft"),
    ...table.rows.map((row, i) => line(row.unit, ({ cells }) => cells[i])),
    ...(rest === "" ? [] : wrapLines(rest, width, "    ").map((text) => paint(text, "soft"))),
    ...(adds(table) ? [line("all", ({ sum }) => sum)] : []),
  ];
}

function titleOf({ seen, rows, sum }: StepTable): string {
  const valued = rows.some((row) => row.value !== undefined && row.value !== null);
  const who = seen ? "Abduction (who they are)" : "The individuals";
  if (!valued) return who;
  return sum === undefined ? `${who} and the value of each` : `${who}, valuation (of each), reduction (the average)`;
}

function columnsOf(table: StepTable, scale: Scale): readonly Column[] {
  const { rows, seen } = table;
  // Densities are no probabilities: they may be above 1, and very small ones are usual.
  const chances = rows.every(({ likelihood }) => likelihood <= 1 && (likelihood === 0 || likelihood >= 1e-4));
  const like = chances ? probability : numbersLike([...rows.map((row) => row.likelihood), table.evidence], 0);
  const valued = rows.some((row) => row.value !== undefined && row.value !== null);
  const column = (head: string, rank: number, cell: (row: StepRow) => string, sum = ""): Column => ({
    head,
    cells: rows.map(cell),
    sum,
    rank,
  });
  const value = column("value", 4, ({ value: v }) => (v === null || v === undefined ? "–" : scale.text(v)));
  const product = column(
    seen ? "posterior × value" : "weight × value",
    5,
    (row) => (row.product === undefined ? "–" : scale.text(row.product)),
    table.sum === undefined ? "" : scale.text(table.sum),
  );
  return [
    column(seen ? "prior" : "weight", 1, (row) => probability.text(row.prior), seen ? "1" : ""),
    ...(seen
      ? [
          column("likelihood", 2, (row) => like.text(row.likelihood), like.text(table.evidence)),
          column("posterior", 3, (row) => probability.text(row.posterior), "1"),
        ]
      : []),
    ...(valued ? [value] : []),
    ...(valued && table.sum !== undefined ? [product] : []),
  ];
}

/** Long heads are the first to go, then the columns that can be told from the others. */
function fitting(columns: readonly Column[], room: number): readonly Column[] {
  const size = ({ head, cells, sum }: Column): number => 2 + Math.max(...[head, sum, ...cells].map(displayWidth));
  const total = (list: readonly Column[]): number => list.reduce((sum, column) => sum + size(column), 0);
  if (total(columns) <= room) return columns;
  let list = columns.map((column) => ({ ...column, head: column.head.replace(/^.* × value$/, "product") }));
  while (total(list) > room && list.length > 1) {
    const first = Math.min(...list.map(({ rank }) => rank));
    list = list.filter(({ rank }) => rank !== first);
  }
  return list;
}
