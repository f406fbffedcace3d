import type { GivenGraph } from "../../query/identification.js";
import { type Html, trusted } from "../page/html.js";
import { nodeShape, radiusOf } from "./looks.js";
import type { GraphOptions, Tone } from "./options.js";

/** A sign of the drawing, 36 by 14, and what it means. */
export interface Key {
  readonly sign: Html;
  readonly text: string;
}

const LINE = 'stroke-width="1.5" fill="none"';
const BOTH = trusted(
  `<path d="M6 11C12 2 24 2 30 11" stroke="var(--soft)" stroke-dasharray="6 4" ${LINE}/><path d="M3 14 5 7 10 10ZM33 14 31 7 26 10Z" fill="var(--soft)"/>`,
);
const OPEN = trusted(`<path d="M2 7H34" stroke="var(--ink)" ${LINE}/>`);

/** What needs telling about this drawing: its highlights, and whatever signs of graphs are in it. */
export function legendOf({ nodes, edges }: GivenGraph, { highlight = [] }: GraphOptions, id: string): readonly Key[] {
  const has = (role: string): boolean => nodes.some(({ roles }) => roles.includes(role));
  const keys: Key[] = highlight
    .filter((one) => one.nodes.length > 0)
    .map(({ tone, legend }) => ({ sign: node([], tone, id), text: legend }));
  if (edges.some(({ kind }) => kind === "<->")) keys.push({ sign: BOTH, text: "share a cause that is not measured" });
  if (edges.some(({ kind }) => kind === "--")) keys.push({ sign: OPEN, text: "linked; the direction is left open" });
  if (nodes.some(({ roles }) => roles.includes("latent") && !roles.includes("individual")))
    keys.push({ sign: node(["latent"], undefined, id), text: "not measured" });
  if (has("individual"))
    keys.push({ sign: node(["latent"], undefined, id), text: "individual: who it is; not measured" });
  if (has("selected")) keys.push({ sign: node(["selected"], undefined, id), text: "rows are seen only where it is 1" });
  if (has("differs"))
    keys.push({ sign: node([], undefined, id), text: "differs: its mechanism may be another in the other population" });
  return keys;
}

function node(roles: readonly string[], tone: Tone | undefined, id: string): Html {
  const box = { x: 18, y: 7, width: 28, height: 12, radius: Math.min(6, radiusOf(tone, 12)) };
  return nodeShape(roles.includes("selected") ? { ...box, height: 7, width: 22 } : box, roles, tone, id);
}
