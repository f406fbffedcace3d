import { amountTicks } from "../format.js";
import { tickText } from "../model/dial.js";
import { type Content, type Html, html, trusted } from "../page/html.js";
import { textTable } from "../page/table.js";

/** A drawing with what it shows as its head, and its numbers below for those who read them instead. */
export function plate(
  finding: string,
  drawing: Html,
  heads: readonly string[],
  rows: readonly (readonly Content[])[],
): Html {
  return html`<figure><figcaption><b>${finding}</b></figcaption>${drawing}
<details><summary>The numbers of this drawing</summary><div class="tight">${textTable(heads, rows)}</div></details></figure>`;
}

/** Two numbers and "to" may stand below each other where a table is narrow. */
export function breakable(text: string): Html {
  return html`<span style="white-space: normal">${text.replaceAll("\u00a0", " ")}</span>`;
}

/** Rows of a table in a page; the JSON inside has all. */
const MOST_ROWS = 60;

/** At most so many rows, and a last one that says how many are left. */
export function shownRows(rows: readonly (readonly Content[])[]): readonly (readonly Content[])[] {
  const left = rows.length - MOST_ROWS;
  return left <= 0 ? rows : [...rows.slice(0, MOST_ROWS), [`and ${left} more, in the JSON below`]];
}

/** The look of the axis that numbers are read off: its name below the middle, lines through the picture. */
export function valueAxis(label: string) {
  return { label, labelAnchor: "center", labelArrow: "none", grid: true, tickSize: 0 } as const;
}

/** Round numbers on an axis from `low` to `high`, about five, and how they are written, `times` as large. */
export function axisTicks(
  low: number,
  high: number,
  times = 1,
): { readonly ticks: number[]; readonly tickFormat: (tick: number) => string } {
  const wanted = ((high - low) * times) / 5;
  const power = 10 ** Math.floor(Math.log10(wanted || 1));
  const lead = wanted / power;
  const step = power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
  const round: number[] = [];
  for (let i = Math.ceil((low * times) / step - 1e-9); i * step <= high * times + 1e-9 * step; i++)
    round.push(Number((i * step).toPrecision(12)));
  const largest = Math.max(0, ...round.map(Math.abs));
  // Seven digits would leave the margin of a drawing.
  const write = largest >= 1e5 && largest < 1e12 ? amountTicks(largest) : (tick: number) => tickText(tick, round);
  return {
    ticks: round.map((tick) => tick / times),
    tickFormat: (tick) => write(Number((tick * times).toPrecision(12))),
  };
}

/** A little more than from the least to the most of what is finite; `also` is held in it too. */
export function roomFor(values: readonly number[], also: readonly number[] = []): readonly [number, number] {
  const finite = [...values, ...also].filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const [low, high] = [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))];
  const air = 0.06 * (high - low || Math.abs(high) || 1);
  return [low - air, high + air];
}

/** Words in a drawing, told from what lies behind them. */
export const WORDS = {
  fontWeight: 650,
  stroke: "var(--paper)",
  strokeWidth: 4,
  text: (text: string) => text,
} as const;

/** What the signs of a drawing mean. `sign` is drawn by hand on 36 by 14: it is no data. */
export function legend(entries: readonly (readonly [sign: string, text: string])[]): Html {
  return html`<ul class="legend">${entries.map(
    ([sign, text]) =>
      html`<li><svg viewBox="0 0 36 14" aria-hidden="true" focusable="false">${trusted(sign)}</svg><span>${text}</span></li>`,
  )}</ul>`;
}
