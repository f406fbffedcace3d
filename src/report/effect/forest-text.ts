import type { Contrast } from "../../query/effect.js";
import type { ForestAxis } from "./axis.js";
import type { EstimateRow } from "./estimates.js";
import { nothingOf } from "./scale.js";

/** What the signs of `forestStrip` are. */
export const SIGNS = { recommended: "◆", other: "●", nothing: "┊", crossed: "┼", beyond: ["◂", "▸"] } as const;

/** One estimate as `width` characters: its interval as a line, its number on it, an arrow where it goes on, and where no effect is. */
export function forestStrip(row: EstimateRow, axis: ForestAxis, contrast: Contrast, width: number): string {
  const cells = Array.from({ length: width }, () => " ");
  const column = (value: number): number => Math.round(axis.at(value) * (width - 1));
  const put = (at: number, sign: string): void => {
    if (at < 0) cells[0] = SIGNS.beyond[0];
    else if (at >= width) cells[width - 1] = SIGNS.beyond[1];
    else cells[at] = sign;
  };
  put(column(nothingOf(contrast)), SIGNS.nothing);
  if (row.range !== undefined) {
    const [from, to] = row.range.map(column);
    for (let at = Math.max(0, from); at <= Math.min(width - 1, to); at++)
      cells[at] = cells[at] === SIGNS.nothing ? SIGNS.crossed : "─";
    if (from < 0) put(from, "");
    if (to >= width) put(to, "");
  }
  if (row.number !== null) put(column(row.number), row.recommended ? SIGNS.recommended : SIGNS.other);
  return cells.join("");
}
