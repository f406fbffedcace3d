import { type Paint, painter } from "./paint.js";

/** How an answer is set for a terminal. */
export interface TextStyle {
  /** ANSI colours; default none. */
  readonly color?: boolean;
  /** In columns; default 80, never below 40. */
  readonly width?: number;
  /** Lists in full, assumptions, details and provenance too. */
  readonly more?: boolean;
}

/** The style with its defaults, and colours as a function. */
export function settledStyle({ color = false, width = 80, more = false }: TextStyle): {
  readonly width: number;
  readonly paint: Paint;
  readonly more: boolean;
} {
  return { width: Math.max(40, Math.floor(width)), paint: painter(color), more };
}
