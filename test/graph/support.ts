import { expect } from "vitest";
import { DiscoError } from "../../src/error.js";
import { parseGraph } from "../../src/graph/parse.js";
import { printGraph } from "../../src/graph/print.js";

/** A text's graph as lines, joined by `; `. */
export function linesOf(text: string): string {
  return printGraph(parseGraph(text), "lines").replaceAll("\n", "; ");
}

/** What is said when a text is refused. */
export function complaint(text: string, name?: string): string {
  try {
    parseGraph(text, name === undefined ? {} : { name });
  } catch (error) {
    expect(error).toBeInstanceOf(DiscoError);
    expect((error as DiscoError).kind).toBe("input");
    return (error as DiscoError).message;
  }
  throw new Error(`accepted: ${text}`);
}

/** A text of one line with the place marked by ¦, what is wrong with it, and what to do. */
export type Slip = readonly [marked: string, wrong: string, next: string];

/** Is the text refused at the place, in these words? */
export function expectSlip([marked, wrong, next]: Slip): void {
  const at = marked.indexOf("¦");
  const text = marked.replace("¦", "");
  expect(complaint(text)).toBe(
    `graph: ${wrong}\n    ${text}\n    ${" ".repeat(at)}^\n  at character ${at + 1}; ${next}`,
  );
}
