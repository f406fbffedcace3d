import { type Html, html } from "../page/html.js";
import { backwards, type Curve, type Point } from "./geometry.js";
import { lineOffsets } from "./label.js";
import { at, colorOf, HOLDS, hatch, highlightOf, isHidden, nodeShape } from "./looks.js";
import type { GraphOptions, Highlight } from "./options.js";
import type { Route } from "./route.js";
import type { Placed, Scene } from "./scene.js";

/** The scene as SVG elements: what holds a group together at the back, then edges, then nodes. */
export function picture(scene: Scene, options: GraphOptions, id: string): Html {
  const { placed, routes } = scene;
  const groups = (options.highlight ?? []).filter(({ tone }) => HOLDS.has(tone));
  return html`<defs>${hatch(id)}</defs>
${groups.map((group) => ground(scene, group))}
${routes.map((route) => edge(scene, route, groups))}
${placed.map((one) => node(one, options, id))}`;
}

/** A shade behind the nodes of a group and the dashed edges among them. */
function ground({ placed, routes }: Scene, { nodes, tone }: Highlight): Html {
  const color = colorOf(tone);
  const inside = routes.filter((route) => holds(placed, route, nodes));
  const spots = placed.filter(({ node: { name } }) => nodes.includes(name));
  return html`<g opacity=".13" fill="${color}" stroke="${color}">${spots.map(
    ({ box: { x, y, width, height, radius } }) =>
      html`<rect x="${at(x - width / 2 - 6)}" y="${at(y - height / 2 - 6)}" width="${at(width + 12)}" height="${at(height + 12)}" rx="${at(radius + 6)}"/>`,
  )}${inside.map(({ curve }) => html`<path d="${path(curve)}" fill="none" stroke-width="16" stroke-linecap="round"/>`)}</g>`;
}

/** Does the edge hold the group together: a dashed one, or one from a cause that is not measured? */
function holds(placed: readonly Placed[], { link }: Route, nodes: readonly string[]): boolean {
  const [from, to] = [placed[link.from].node, placed[link.to].node];
  const shared = link.kind === "<->" || (link.kind === "->" && isHidden(from));
  return shared && nodes.includes(from.name) && nodes.includes(to.name);
}

function edge({ placed }: Scene, route: Route, groups: readonly Highlight[]): Html {
  const { link, curve } = route;
  const group = groups.findLast(({ nodes }) => holds(placed, route, nodes));
  const both = link.kind === "<->";
  const color = group === undefined ? (both ? "var(--soft)" : "var(--ink)") : colorOf(group.tone);
  const heads = link.kind === "--" ? [] : [curve, ...(both ? [backwards(curve)] : [])];
  const width = group === undefined ? 1.5 : 2.25;
  const dash = both ? html` stroke-dasharray="6 4"` : "";
  return html`<path d="${path(curve)}" fill="none" stroke="${color}" stroke-width="${width}"${dash}/>${heads.map((one) => html`<path d="${head(one)}" fill="${color}"/>`)}`;
}

function path(curve: Curve): string {
  const say = ({ x, y }: Point): string => `${at(x)} ${at(y)}`;
  return `M${say(curve[0][0])}${curve.map(([, b, c, d]) => `C${say(b)} ${say(c)} ${say(d)}`).join("")}`;
}

/** The arrowhead where the curve ends, in its direction. */
function head(curve: Curve): string {
  const [, , handle, tip] = curve[curve.length - 1];
  const size = Math.hypot(tip.x - handle.x, tip.y - handle.y) || 1;
  const [dx, dy] = [(tip.x - handle.x) / size, (tip.y - handle.y) / size];
  const corner = (side: number): string =>
    `${at(tip.x - 9 * dx - side * 4 * dy)} ${at(tip.y - 9 * dy + side * 4 * dx)}`;
  return `M${at(tip.x)} ${at(tip.y)}L${corner(1)}L${corner(-1)}Z`;
}

function node({ node: one, label, box }: Placed, options: GraphOptions, id: string): Html {
  const { name, roles } = one;
  const tone = highlightOf(name, options)?.tone;
  const offsets = lineOffsets(label);
  const asked = label.word.startsWith("treatment") || label.word.startsWith("outcome");
  const line = (text: string, i: number): Html =>
    html`<text x="${at(box.x)}" y="${at(box.y + offsets[i])}" class="${isHidden(one) ? "name hidden" : asked ? "name asked" : "name"}">${text}</text>`;
  const word =
    label.word === ""
      ? ""
      : html`<text x="${at(box.x)}" y="${at(box.y + offsets[offsets.length - 1])}" class="word">${label.word}</text>`;
  return html`<g><title>${name}</title>${nodeShape(box, roles, tone, id)}${label.lines.map(line)}${word}</g>
`;
}
