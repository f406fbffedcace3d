/** How a set of variables stands out. Each tone has a shape or a texture of its own beside its colour. */
export type Tone = "adjusted" | "mediator" | "instrument" | "group" | "core";

/** Variables that stand out, and what that means, for the legend. `group` and `core` also show the dashed edges that hold them together. */
export interface Highlight {
  readonly nodes: readonly string[];
  readonly tone: Tone;
  readonly legend: string;
}

/** What a drawing of a graph shows beside the graph. */
export interface GraphOptions {
  /** The variables that are set, and those that are asked about; absent: those the graph itself names `exposure` and `outcome`. */
  readonly treatment?: readonly string[];
  readonly outcome?: readonly string[];
  /** A later one wins where a variable is in several. */
  readonly highlight?: readonly Highlight[];
  readonly title?: string;
  /** Unique in the page that the drawing stands in. */
  readonly id?: string;
}
