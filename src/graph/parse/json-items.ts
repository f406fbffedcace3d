import { shown } from "../../num/complaint.js";
import { type Role, sayEdge } from "../graph.js";
import type { Draft } from "./draft.js";
import { edgeSlip, marksOf } from "./edges.js";
import { isRecord, type Part, refuse } from "./json-value.js";
import { readEdges } from "./lines.js";
import type { Notes } from "./notes.js";
import { adviceForRole, roleOf, rolesOfAttribute } from "./roles.js";

const NODE = 'write as in "X" or {"name": "X", "roles": ["latent"]}';
const EDGE = 'write as in "X -> Y", ["X", "->", "Y"] or {"from": "X", "to": "Y", "kind": "->"}';

/** Adds a variable: `"X"`, `{"name": "X", "roles": ["latent"]}`, networkx's `{"id": "X"}`. */
export function addNode(part: Part, value: unknown, draft: Draft, notes: Notes): void {
  const given = new Map(isRecord(value) ? Object.entries(value) : [["name", value]]);
  const key = given.has("name") || !given.has("id") ? "name" : "id";
  const name = nameOf(given.get(key));
  if (name === undefined) throw refuse(part, "is no variable", value, NODE);
  const count = draft.names.length;
  const node = draft.node(name);
  if (node < count) throw refuse(part, "is there already", name, "keep one of the two");
  const roles: Role[] = [];
  for (const [other, said] of given) {
    if (other === key) continue;
    const attribute = other === "roles" ? rolesOf(part, said) : rolesSaid(other, said);
    if (attribute === undefined) notes.skip(`the key ${shown(other)}`, "variable", name);
    else roles.push(...attribute);
  }
  draft.give(node, roles, () => refuse(part, "is there already", name, "keep one of the two"));
}

function rolesOf(part: Part, value: unknown): readonly Role[] {
  if (!Array.isArray(value)) throw refuse(part, "has roles that are no list", value, 'write as in "roles": ["latent"]');
  return value.map((word: unknown) => {
    const role = typeof word === "string" ? roleOf(word) : undefined;
    if (role === undefined)
      throw refuse(part, "has a role that there is not", word, adviceForRole(typeof word === "string" ? word : ""));
    return role;
  });
}

/** What `"latent": true` or `"observed": "no"` says. */
function rolesSaid(key: string, value: unknown): readonly Role[] | undefined {
  return typeof value === "object" ? undefined : rolesOfAttribute(key, String(value));
}

/** Adds an edge: `"X -> Y"`, `["X", "->", "Y"]`, `{"from": "X", "to": "Y", "kind": "->"}`, networkx's `{"source": "X", "target": "Y"}`. */
export function addEdge(part: Part, value: unknown, draft: Draft, notes: Notes, isDirected: boolean): void {
  if (typeof value === "string") {
    readEdges({ who: `${part.who}, ${part.place}`, text: value }, draft);
    return;
  }
  const usual = isDirected ? "->" : "--";
  if (Array.isArray(value) && (value.length === 2 || value.length === 3)) {
    const kind = value.length === 2 ? usual : value[1];
    link(part, draft, value, [value[0], kind, value[value.length - 1]]);
    return;
  }
  if (!isRecord(value)) throw refuse(part, "is no edge", value, EDGE);
  const given = new Map(Object.entries(value));
  const [from, to] = given.has("from") || !given.has("source") ? ["from", "to"] : ["source", "target"];
  link(part, draft, value, [given.get(from), given.has("kind") ? given.get("kind") : usual, given.get(to)]);
  const { from: cause, to: effect, kind } = draft.edges[draft.edges.length - 1];
  for (const key of given.keys()) {
    if (key === from || key === to || key === "kind") continue;
    notes.skip(`the key ${shown(key)}`, "edge", sayEdge({ from: draft.names[cause], to: draft.names[effect], kind }));
  }
}

function link(part: Part, draft: Draft, value: unknown, [from, kind, to]: readonly unknown[]): void {
  const [one, other] = [nameOf(from), nameOf(to)];
  if (one === undefined || other === undefined) throw refuse(part, "is no edge", value, EDGE);
  const marks = typeof kind === "string" ? marksOf(kind) : undefined;
  if (marks === undefined) {
    const next = typeof kind === "string" ? edgeSlip(kind)[1] : EDGE;
    throw refuse(part, "has a kind that there is not", kind, next);
  }
  draft.link([draft.node(one)], marks, [draft.node(other)]);
}

/** A name, also one that is a number. */
function nameOf(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}
