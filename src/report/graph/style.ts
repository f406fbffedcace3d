import { NAME_SIZE, WORD_SIZE } from "./label.js";

/** How the text of a drawing is set, in a page as in a file of its own: a halo keeps names apart from lines below them. */
export const GRAPH_STYLE = `
.graph text { text-anchor: middle; dominant-baseline: central; fill: var(--ink); stroke: var(--paper); stroke-width: 4px; stroke-opacity: .85; paint-order: stroke; stroke-linejoin: round; }
.graph .name { font-size: ${NAME_SIZE}px; } .graph .asked { font-weight: 650; } .graph .hidden { font-style: italic; fill: var(--soft); }
.graph .word { font-size: ${WORD_SIZE}px; fill: var(--soft); }
.graph .key { text-anchor: start; font-size: ${WORD_SIZE}px; stroke: none; }
`;
