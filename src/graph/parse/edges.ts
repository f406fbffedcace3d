import { shown } from "../../num/complaint.js";
import type { EdgeKind } from "../graph.js";
import type { Slip } from "./source.js";

/** An edge by its two ends: is there an arrowhead at the left one, at the right one? */
export interface Marks {
  readonly left: boolean;
  readonly right: boolean;
}

const TO: Marks = { left: false, right: true };
const FROM: Marks = { left: true, right: false };
const BOTH: Marks = { left: true, right: true };
const NEITHER: Marks = { left: false, right: false };

const WRITTEN: ReadonlyMap<string, Marks> = new Map([
  ["->", TO],
  ["→", TO],
  ["⟶", TO],
  ["<-", FROM],
  ["←", FROM],
  ["⟵", FROM],
  ["<->", BOTH],
  ["↔", BOTH],
  ["⟷", BOTH],
  ["--", NEITHER],
]);

/** About `o->`, `@->` and their kin. */
export const CIRCLES: Slip = [
  "circle marks (partial ancestral graphs) are not understood here",
  "give every edge its direction, or write -- where it is left open",
];

/** The marks of an edge as it is written; undefined for what is no edge. */
export function marksOf(written: string): Marks | undefined {
  return WRITTEN.get(written);
}

/** The edge between two variables that bears these marks, from cause to effect. */
export function edgeOf<End>(
  left: End,
  { left: isHead, right }: Marks,
  other: End,
): { from: End; to: End; kind: EdgeKind } {
  if (isHead && !right) return { from: other, to: left, kind: "->" };
  return { from: left, to: other, kind: isHead ? "<->" : right ? "->" : "--" };
}

/** What is wrong with a sign that looks like an edge, and what to write. */
export function edgeSlip(written: string): Slip {
  if (written.includes("@")) return CIRCLES;
  const wrong = `${shown(written)} is no edge`;
  if (written === "~~") return [wrong, "write <-> for an unmeasured common cause"];
  if (written === "=~") return [wrong, "what F =~ X says of a model is written F -> X"];
  if (written.includes("~")) return [wrong, "what Y ~ X says of a model is written X -> Y"];
  const left = /^[<←⟵⇐]|^⇔/.test(written);
  const right = /[>→⟶⇒]$|⇔$/.test(written);
  if (left || right) return [wrong, `write ${left && right ? "<->" : right ? "->" : "<-"}`];
  return [
    wrong,
    "write -> for a cause, <-> for an unmeasured common cause, -- where the direction is left open; a name with such a sign goes in double quotes",
  ];
}
