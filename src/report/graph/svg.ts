import { DiscoError } from "../../error.js";
import type { GivenGraph } from "../../query/identification.js";
import { type Html, html, trusted } from "../page/html.js";
import { PALETTE } from "../page/style.js";
import { heading, partText, tooLarge } from "./figure.js";
import { textWidth, WORD_SIZE } from "./label.js";
import { openDagre } from "./layout.js";
import { legendOf } from "./legend.js";
import { at } from "./looks.js";
import type { GraphOptions } from "./options.js";
import { partToDraw } from "./part.js";
import { picture } from "./picture.js";
import { sceneOf } from "./scene.js";
import { GRAPH_STYLE } from "./style.js";

const ROW = 20;
const SIDE = 12;
/** How wide the lines below the drawing may be, and where they begin behind a sign. */
const WIDEST = 380;
const SIGN = 46;

/**
 * The graph as an SVG file of its own: with its legend, its title and description, and colours for light and dark. Deterministic.
 * @throws DiscoError for a graph that is too large to be drawn, and has nothing in it that matters more than the rest
 * Cost: loads dagre at the first call.
 */
export async function graphSvg(graph: GivenGraph, options: GraphOptions = {}): Promise<string> {
  const part = partToDraw(graph, options);
  if (part === undefined) {
    const next = "draw a part of it";
    throw new DiscoError({ who: "drawing", wrong: tooLarge(graph).replace(/\.$/, ""), next });
  }
  const id = options.id ?? "graph";
  const scene = sceneOf(await openDagre(), part.graph, options);
  const rows: readonly Row[] = [
    ...legendOf(part.graph, options, id).flatMap(({ sign, text }) =>
      wrapped(text, WIDEST - SIGN).map((line, i) => ({ sign: i === 0 ? sign : html``, text: line, x: SIGN })),
    ),
    ...(part.left === 0 ? [] : wrapped(partText(part.graph, graph), WIDEST)).map((text) => ({
      sign: html``,
      text,
      x: 0,
    })),
  ];
  const [left, top, right, bottom] = scene.extent;
  const width = Math.max(right - left, ...rows.map(({ text, x }) => x + textWidth(text, WORD_SIZE))) + 2 * SIDE;
  const height = bottom - top + ROW * rows.length + 2 * SIDE + (rows.length > 0 ? 8 : 0);
  const rowAt = (i: number): string => `translate(${SIDE} ${at(SIDE + bottom - top + 18 + ROW * i)})`;
  const file = html`<svg xmlns="http://www.w3.org/2000/svg" class="graph" viewBox="0 0 ${at(width)} ${at(height)}" width="${at(width)}" height="${at(height)}" role="img" aria-labelledby="${id}-title ${id}-desc" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif">
${heading(part.graph, options, id)}
<style>${trusted(PALETTE.replaceAll(":root", "svg") + GRAPH_STYLE)}</style>
<rect width="100%" height="100%" fill="var(--paper)"/>
<g transform="translate(${at((width - right - left) / 2)} ${at(SIDE - top)})">
${picture(scene, options, id)}</g>
${rows.map(
  ({ sign, text, x }, i) =>
    html`<g transform="${rowAt(i)}"><g transform="translate(0 -7)">${sign}</g><text class="key" x="${x}">${text}</text></g>\n`,
)}</svg>
`;
  // What a page shows as a gap makes a file unreadable.
  return file.html.replace(/[\ufffe\uffff]/g, "\ufffd");
}

/** A line below the drawing: a sign of the legend, and text. */
interface Row {
  readonly sign: Html;
  readonly text: string;
  readonly x: number;
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = lines.length === 0 ? word : `${lines[lines.length - 1]} ${word}`;
    if (lines.length > 0 && textWidth(longer, WORD_SIZE) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
