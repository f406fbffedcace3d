import { cleanText } from "../clean.js";

/** Markup that is safe to put in a page: only `html` and `trusted` make it. */
export interface Html {
  readonly html: string;
}

export type Content = Html | string | number | undefined | readonly Content[];

/** A template whose values are escaped, unless they are markup already. Lists are joined, undefined is nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  return { html: strings.reduce((text, part, i) => text + markup(values[i - 1]) + part) };
}

/** Markup from a source that escapes by itself (the SVG serialiser) or holds no data at all (the style sheet). */
export function trusted(text: string): Html {
  return { html: text };
}

/** Text for element content and quoted attributes. */
function escapeHtml(text: string): string {
  return cleanText(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function markup(value: Content): string {
  if (value === undefined) return "";
  if (typeof value === "string") return escapeHtml(value);
  if (typeof value === "number") return String(value);
  return "html" in value ? value.html : value.map(markup).join("");
}
