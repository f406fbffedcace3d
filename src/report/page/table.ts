import type { NumberRow } from "../rows.js";
import { type Content, type Html, html } from "./html.js";

/** A table of population numbers; columns without a single entry are left out. */
export function numbersTable(
  caption: Content,
  rows: readonly NumberRow[],
  heads: { readonly interval: string; readonly bounds: string; readonly stratified: string },
): Html {
  const keys = (["interval", "bounds", "stratified"] as const).filter((key) => rows.some((row) => row[key] !== ""));
  return html`<div class="scroll"><table>
<caption class="soft small">${caption}</caption>
<thead><tr><th scope="col">What</th><th scope="col">Estimate</th>${keys.map((key) => html`<th scope="col">${heads[key]}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr><th scope="row">${row.name === "" ? "" : html`<b>${row.name}</b> `}${row.meaning}</th><td class="main">${row.value}</td>${keys.map((key) => html`<td>${unbracketed(row[key])}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

/** Brackets tell bounds from intervals in a terminal; in a page the head of the column does. */
export function unbracketed(text: string): string {
  return text.replace(/^\[|\]$/g, "");
}

/** A plain table of texts: what stands behind a drawing, for those who read it instead. */
export function textTable(heads: readonly string[], rows: readonly (readonly Content[])[]): Html {
  return html`<div class="scroll"><table><thead><tr>${heads.map((head) => html`<th scope="col">${head.replaceAll("\u00a0", " ")}</th>`)}</tr></thead><tbody>${rows.map(
    ([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}
