import { sayEdge } from "../graph.js";
import type { Token } from "./cursor.js";
import { type Attribute, drawnMarks, withArrows } from "./dot-attributes.js";
import { type Ends, type Reading, type Scope, sayAttribute } from "./dot-reading.js";
import { edgeOf, edgeSlip, type Marks, marksOf } from "./edges.js";

/** A group is read anew by every group around it that has edges: beyond so many variables in all, this is refused. */
const MOST = 10_000_000;

/** One edge of a chain. */
export interface Link {
  readonly left: Ends;
  readonly edge: Token;
  readonly marks: Marks;
  readonly right: Ends;
}

/** The edges of a chain that begins with `first`, whose further ends `endsAt` reads. */
export function linksAt({ cursor }: Reading, first: Ends, endsAt: () => Ends): readonly Link[] {
  const links: Link[] = [];
  let left = first;
  while (cursor.peek().kind === "edge") {
    const edge = cursor.next();
    const marks = marksOf(edge.text);
    if (marks === undefined) throw cursor.fail(edge, ...edgeSlip(edge.text));
    const right = endsAt();
    links.push({ left, edge, marks, right });
    left = right;
  }
  return links;
}

/** Adds the edges of a chain, as its attributes and those usual here make them. */
export function addLinks(
  reading: Reading,
  scope: Scope,
  links: readonly Link[],
  attributes: readonly Attribute[],
): void {
  const { cursor, draft, notes, type } = reading;
  const { arrows, others } = withArrows(scope.arrows, attributes);
  for (const { left, edge, marks: written, right } of links) {
    const marks = drawnMarks(cursor, edge, written, arrows);
    if (type === "mag" && !marks.left && !marks.right) {
      throw cursor.fail(
        edge,
        "a mag with undirected edges is not understood here",
        "write pdag, or give it a direction",
      );
    }
    const [from, to] = [membersOf(reading, left), membersOf(reading, right)];
    draft.link(from, marks, to);
    const first = sayEdge(edgeOf(draft.names[from[0]], marks, draft.names[to[0]]));
    for (const { key } of others) notes.skip(sayAttribute(key), "edge", first, from.length * to.length);
  }
}

/** The variables of one side of an edge, each once. */
function membersOf(reading: Reading, { from, to, at }: Ends): readonly number[] {
  const { cursor, mentions } = reading;
  if (from === to) throw cursor.fail(at, "this group holds no variables", "write as in A -> {B C}");
  if (to - from === 1) return [mentions[from]];
  reading.looked += to - from;
  if (reading.looked > MOST)
    throw cursor.fail(at, "there is too much in groups within groups", "write edges one by one");
  return [...new Set(mentions.slice(from, to))];
}
