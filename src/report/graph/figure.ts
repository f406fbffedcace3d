import type { GivenGraph } from "../../query/identification.js";
import { cleanText } from "../clean.js";
import { countText } from "../format.js";
import { type Html, html, trusted } from "../page/html.js";
import { WORD_SIZE } from "./label.js";
import { openDagre } from "./layout.js";
import { legendOf } from "./legend.js";
import { at } from "./looks.js";
import type { GraphOptions } from "./options.js";
import { partToDraw } from "./part.js";
import { picture } from "./picture.js";
import { NARROW, sceneOf } from "./scene.js";
import { GRAPH_STYLE } from "./style.js";
import { describeGraph } from "./words.js";

/** Smaller than this on the screen no text of a drawing may be, in pixels. */
const SMALLEST = 11.6;

/**
 * The graph as a figure of a page, in the page's colours, with its legend. Names, roles and highlights are told by shapes and words, not by
 * colour alone. Of a graph beyond sixty variables only what matters is drawn; where that is too much too, a sentence stands in its place.
 * Cost: loads dagre at the first call.
 */
export async function graphFigure(graph: GivenGraph, options: GraphOptions = {}): Promise<Html> {
  const part = partToDraw(graph, options);
  if (part === undefined) return html`<p class="soft">${tooLarge(graph)}</p>`;
  const id = options.id ?? "graph";
  const scene = sceneOf(await openDagre(), part.graph, options);
  const [left, top, right, bottom] = scene.extent;
  const width = right - left;
  // Where it is wider than a phone it is moved under the finger; its text never becomes too small to read.
  const size = `width: 100%; max-width: ${at(width * 1.15)}px; min-width: ${at((width * SMALLEST) / WORD_SIZE)}px`;
  const keys = legendOf(part.graph, options, id);
  return html`<div class="drawing"${width > NARROW ? trusted(' tabindex="0"') : ""}><svg class="graph" viewBox="${at(left)} ${at(top)} ${at(width)} ${at(bottom - top)}" style="${size}" font-family="inherit" role="img" aria-labelledby="${id}-title ${id}-desc">
${heading(part.graph, options, id)}<style>${trusted(GRAPH_STYLE)}</style>
${picture(scene, options, id)}</svg></div>
${keys.length === 0 ? "" : html`<ul class="legend">${keys.map(({ sign, text }) => html`<li><svg viewBox="0 0 36 14" aria-hidden="true" focusable="false">${sign}</svg><span>${text}</span></li>`)}</ul>`}
${part.left === 0 ? "" : html`<p class="small soft">${partText(part.graph, graph)}</p>`}`;
}

/** Title and description, for those who do not see the drawing. */
export function heading(graph: GivenGraph, options: GraphOptions, id: string): Html {
  const told = (options.highlight ?? []).filter(({ nodes }) => nodes.length > 0);
  const marks = told.map(({ nodes, legend }) => ` ${nodes.join(", ")}: ${legend}.`).join("");
  return html`<title id="${id}-title">${options.title ?? "The graph"}</title><desc id="${id}-desc">${cleanText(describeGraph(graph) + marks)}</desc>`;
}

export function tooLarge({ nodes, edges }: GivenGraph): string {
  return `The graph has ${countText(nodes.length)} variables and ${countText(edges.length)} edges, too many to be drawn.`;
}

/** What a drawing of a part says about the rest. */
export function partText(part: GivenGraph, whole: GivenGraph): string {
  return `${countText(part.nodes.length)} of ${countText(whole.nodes.length)} variables are drawn: those of the question and the answer, what lies between them, and the edges among these.`;
}
