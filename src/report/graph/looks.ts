import type { GivenGraph } from "../../query/identification.js";
import { type Html, html, trusted } from "../page/html.js";
import type { Box } from "./geometry.js";
import type { GraphOptions, Highlight, Tone } from "./options.js";

/** How a tone looks: its colour, and a shape or a texture, so that it is told without colour as well. */
interface Look {
  readonly color: string;
  readonly shape: "round" | "square" | "pointed" | "cut";
  readonly hatched: boolean;
  readonly stroke: number;
}

const LOOKS: Readonly<Record<Tone, Look>> = {
  adjusted: { color: "var(--treated)", shape: "square", hatched: false, stroke: 2.5 },
  mediator: { color: "var(--control)", shape: "pointed", hatched: false, stroke: 2.5 },
  instrument: { color: "var(--link)", shape: "cut", hatched: false, stroke: 2.5 },
  group: { color: "var(--policy)", shape: "round", hatched: false, stroke: 2 },
  core: { color: "var(--policy)", shape: "round", hatched: true, stroke: 3 },
};

/** The tones that hold together by dashed edges, which are shown with them. */
export const HOLDS: ReadonlySet<Tone> = new Set(["group", "core"]);

/** The last highlight that a node is in. */
export function highlightOf(name: string, { highlight = [] }: GraphOptions): Highlight | undefined {
  return highlight.findLast(({ nodes }) => nodes.includes(name));
}

/** Is the variable not measured? */
export function isHidden({ roles }: Pick<GivenGraph["nodes"][number], "roles">): boolean {
  return roles.includes("latent") || roles.includes("individual");
}

/** How round the corners of a node are that stands out, or does not. */
export function radiusOf(tone: Tone | undefined, height: number): number {
  return tone !== undefined && LOOKS[tone].shape === "square" ? 3 : Math.min(18, height / 2);
}

/** The border of a node, and what fills it. */
export function nodeShape(
  box: Box,
  roles: GivenGraph["nodes"][number]["roles"],
  tone: Tone | undefined,
  id: string,
): Html {
  const hidden = isHidden({ roles });
  const look = tone === undefined ? undefined : LOOKS[tone];
  const ground = outline(box, look?.shape ?? "round", 0, hidden ? "none" : "var(--panel)");
  const dash = hidden ? html` stroke-dasharray="5 4"` : "";
  const border = html`stroke="${look?.color ?? (hidden ? "var(--soft)" : "var(--ink)")}" stroke-width="${look?.stroke ?? 1.25}"${dash}`;
  const fill = look === undefined ? "none" : look.hatched ? `url(#${id}-hatch)` : look.color;
  const second = roles.includes("selected")
    ? outline(box, look?.shape ?? "round", 3.5, "none", html`stroke="var(--ink)" stroke-width="1.25"`)
    : "";
  const tint = look?.hatched === false ? html`fill-opacity=".16" ${border}` : border;
  return html`${ground}${outline(box, look?.shape ?? "round", 0, fill, tint)}${second}`;
}

/** The outline of a node, `out` outside of its border. */
function outline(box: Box, shape: Look["shape"], out: number, fill: string, rest?: Html): Html {
  const { x, y } = box;
  const [w, h] = [box.width / 2 + out, box.height / 2 + out];
  const attributes = html`fill="${fill}" ${rest}`;
  if (shape === "round" || shape === "square") {
    return html`<rect x="${at(x - w)}" y="${at(y - h)}" width="${at(2 * w)}" height="${at(2 * h)}" rx="${at(box.radius + out)}" ${attributes}/>`;
  }
  const cut = Math.min(9, 0.7 * h);
  const [dx, dy] = shape === "pointed" ? [10, h] : [cut, cut];
  const corners: readonly (readonly [number, number])[] = [
    [w - dx, -h],
    [w, dy - h],
    [w, h - dy],
    [w - dx, h],
    [dx - w, h],
    [-w, h - dy],
    [-w, dy - h],
    [dx - w, -h],
  ];
  const points = corners.map(([cx, cy]) => `${at(x + cx)},${at(y + cy)}`).join(" ");
  return html`<polygon points="${points}" stroke-linejoin="round" ${attributes}/>`;
}

/** Tenths of a pixel are enough, and give the same file everywhere. */
export function at(value: number): string {
  return String(Math.round(value * 10) / 10 || 0);
}

export function colorOf(tone: Tone): string {
  return LOOKS[tone].color;
}

/** Stripes for what must be told apart in grey print. */
export function hatch(id: string): Html {
  return html`<pattern id="${id}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">${trusted('<rect width="6" height="6" fill="var(--policy)" fill-opacity=".14"/><rect width="1.6" height="6" fill="var(--policy)" fill-opacity=".4"/>')}</pattern>`;
}
