import { shown } from "../../num/complaint.js";
import type { Role } from "../graph.js";
import { type Cursor, cursorOn, type Token } from "./cursor.js";
import type { Draft } from "./draft.js";
import { marksOf } from "./edges.js";
import { edgeSlipAt, inBracesSlipAt, slipAt, unclosedRoles, unknownRole } from "./lines-slips.js";
import { lineScanner } from "./lines-tokens.js";
import { adviceForRole, roleOf } from "./roles.js";
import type { Source } from "./source.js";

/**
 * Reads lines into a draft: `A -> B <- C`, `{A, B} -> C`, `U [latent]`, `latent: U, V`, one a line or separated by `;`.
 * Cost: O(text), and the number of edges that groups stand for.
 */
export function readLines(source: Source, draft: Draft): void {
  const cursor = cursorOn(source, lineScanner(source));
  for (;;) {
    while (cursor.peek().kind === "break") cursor.next();
    if (cursor.peek().kind === "end") return;
    statementAt(cursor, draft);
    if (!isEnd(cursor)) throw slipAt(cursor);
  }
}

/** Reads `A -> B`, or several edges in a chain, and nothing else. */
export function readEdges(source: Source, draft: Draft): void {
  const cursor = cursorOn(source, lineScanner(source));
  const ends = endsAt(cursor, draft);
  if (cursor.peek().kind !== "edge") throw cursor.expected("an edge", "write as in X -> Y");
  chainAt(cursor, draft, ends);
  if (cursor.peek().kind !== "end") throw slipAt(cursor);
}

function isEnd(cursor: Cursor): boolean {
  const { kind } = cursor.peek();
  return kind === "break" || kind === "end";
}

function statementAt(cursor: Cursor, draft: Draft): void {
  const first = cursor.peek();
  if (first.kind === "name" && cursor.is(":", 1)) {
    listAt(cursor, draft);
    return;
  }
  const ends = endsAt(cursor, draft);
  if (cursor.is("[")) {
    const roles = rolesAt(cursor);
    for (const node of ends) give(cursor, draft, node, roles, first);
  } else {
    chainAt(cursor, draft, ends);
  }
}

/** What follows the first variables of a chain. */
function chainAt(cursor: Cursor, draft: Draft, first: readonly number[]): void {
  let ends = first;
  while (cursor.peek().kind === "edge") {
    const edge = cursor.next();
    const marks = marksOf(edge.text);
    if (marks === undefined) throw cursor.fail(edge, ...edgeSlipAt(cursor, edge));
    const others = endsAt(cursor, draft);
    draft.link(ends, marks, others);
    ends = others;
  }
}

/** `A`, `{A, B}`, `{A B}` */
function endsAt(cursor: Cursor, draft: Draft): readonly number[] {
  const opening = cursor.peek();
  if (!cursor.take("{")) return [draft.node(nameAt(cursor).text)];
  const names = namesAt(cursor);
  if (!cursor.take("}")) throw inBracesSlipAt(cursor, opening);
  return names.map(({ text }) => draft.node(text));
}

/** Names with commas or nothing between them, until something that is neither. */
function namesAt(cursor: Cursor): readonly Token[] {
  const names: Token[] = [];
  do names.push(nameAt(cursor));
  while (cursor.take(",") || cursor.peek().kind === "name");
  return names;
}

function nameAt(cursor: Cursor): Token {
  const token = cursor.peek();
  if (token.kind === "name") return cursor.next();
  const last = cursor.last();
  const after = last?.kind === "edge" ? ` after ${last.text}` : "";
  throw cursor.expected(`a variable${after}`, "write edges as in X -> Y, one a line or separated by ;");
}

/** `latent: U, V` */
function listAt(cursor: Cursor, draft: Draft): void {
  const role = roleAt(cursor.next(), cursor);
  cursor.next();
  for (const name of namesAt(cursor)) give(cursor, draft, draft.node(name.text), [role], name);
}

/** `[latent, individual]` */
function rolesAt(cursor: Cursor): readonly Role[] {
  const opening = cursor.next();
  const roles: Role[] = [];
  do {
    if (cursor.peek().kind !== "name") throw cursor.expected("a role", adviceForRole(""));
    roles.push(roleAt(cursor.next(), cursor));
  } while (cursor.take(","));
  if (!cursor.take("]")) throw unclosedRoles(cursor, opening);
  return roles;
}

function roleAt(token: Token, cursor: Cursor): Role {
  const role = token.quoted ? undefined : roleOf(token.text);
  if (role === undefined) throw unknownRole(cursor, token);
  return role;
}

function give(cursor: Cursor, draft: Draft, node: number, roles: readonly Role[], at: Token): void {
  draft.give(node, roles, (before, now) =>
    cursor.fail(
      at,
      `${shown(draft.names[node])} is said to be ${before}, and here ${now}`,
      "say all its roles in one place",
    ),
  );
}
