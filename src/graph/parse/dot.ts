import { shown } from "../../num/complaint.js";
import { cursorOn, type Token } from "./cursor.js";
import { type Attribute, attributesAt, rolesIn, valueAt, withArrows } from "./dot-attributes.js";
import { addLinks, linksAt } from "./dot-links.js";
import { type Ends, type Reading, type Scope, sayAttribute, variableAt, wordOf } from "./dot-reading.js";
import { dotScanner } from "./dot-tokens.js";
import type { Draft } from "./draft.js";
import { CIRCLES } from "./edges.js";
import type { Notes } from "./notes.js";
import type { Source } from "./source.js";

/** Groups in groups beyond this are refused. */
const DEEPEST = 100;

/**
 * Reads DOT and dagitty, which is DOT with more arrows, into a draft: `digraph { A -> B [dir=both] }`, `dag { U [latent] U -> {X Y} }`.
 * What is there for pictures only goes to the notes. Cost: O(text), and the number of edges that groups stand for.
 */
export function readDot(source: Source, draft: Draft, notes: Notes): void {
  const cursor = cursorOn(source, dotScanner(source));
  if (cursor.peek().text.toLowerCase() === "strict") {
    cursor.next();
    draft.keepOnce();
  }
  const word = cursor.next();
  const type = word.text.toLowerCase();
  if (type === "pag") throw cursor.fail(word, ...CIRCLES);
  if (type === "mag") notes.remark("This is a maximal ancestral graph; its arrows are read as causes.");
  if (cursor.peek().kind === "name") cursor.next();
  const opening = cursor.peek();
  if (!cursor.take("{")) throw cursor.expected("{", "put the graph in braces, as in dag { X -> Y }");
  statementsAt({ cursor, draft, notes, type, mentions: [], looked: 0 }, { opening, depth: 1, arrows: new Map() });
  if (cursor.peek().kind !== "end") throw cursor.expected("the end of the text", "put one graph in a text");
}

/** Statements up to the brace that closes the scope. */
function statementsAt(reading: Reading, scope: Scope): void {
  const { cursor } = reading;
  for (;;) {
    while (cursor.take(";")) {}
    if (cursor.take("}")) return;
    if (cursor.peek().kind === "end") {
      throw cursor.fail(scope.opening, "this { is never closed", "put a } where it should end");
    }
    statementAt(reading, scope);
  }
}

function statementAt(reading: Reading, scope: Scope): void {
  const { cursor, notes } = reading;
  const first = cursor.peek();
  const word = wordOf(reading, first);
  if (first.kind === "name" && cursor.is("=", 1)) {
    cursor.next();
    cursor.next();
    valueAt(cursor);
    notes.skip(sayAttribute(first.text), "graph");
  } else if ((word === "graph" || word === "node" || word === "edge") && cursor.is("[", 1)) {
    defaultsAt(reading, scope, word);
  } else {
    edgesAt(reading, scope, first);
  }
}

/** Variables, or edges between them, and their attributes. */
function edgesAt(reading: Reading, scope: Scope, first: Token): void {
  const { cursor } = reading;
  const ends = endsAt(reading, scope);
  const links = linksAt(reading, ends, () => endsAt(reading, scope));
  if (links.length === 0 && cursor.is("[") && first.kind !== "name") {
    throw cursor.expected("an edge or ;", "attributes go behind a variable or an edge");
  }
  const attributes = attributesAt(cursor);
  addLinks(reading, scope, links, attributes);
  if (links.length > 0 || attributes.length === 0) return;
  for (const node of reading.mentions.slice(ends.from, ends.to)) describe(reading, node, first, attributes);
}

/** `graph [...]`, `node [...]` and `edge [...]`: what is usual from here on. */
function defaultsAt({ cursor, notes }: Reading, scope: Scope, word: "graph" | "node" | "edge"): void {
  const at = cursor.next();
  const attributes = attributesAt(cursor);
  if (word === "graph") for (const { key } of attributes) notes.skip(sayAttribute(key), "graph");
  if (word === "node") {
    const { roles = [], others } = rolesIn(attributes);
    if (roles.length > 0) throw cursor.fail(at, "roles are given to variables one by one", "write as in U [latent]");
    for (const { key } of others) notes.skip(`the usual ${shown(key)} of variables`, "graph");
  }
  if (word === "edge") {
    const { arrows, others } = withArrows(scope.arrows, attributes);
    scope.arrows = arrows;
    for (const { key } of others) notes.skip(`the usual ${shown(key)} of edges`, "graph");
  }
}

/** `A`, `A, B`, `{A B}`, `subgraph name { ... }` */
function endsAt(reading: Reading, scope: Scope): Ends {
  const { cursor, mentions } = reading;
  const from = mentions.length;
  const at = cursor.peek();
  if (cursor.is("{") || isSubgraph(reading)) {
    groupAt(reading, scope);
  } else {
    do variableAt(reading);
    while (cursor.take(","));
  }
  return { from, to: mentions.length, at };
}

function isSubgraph({ cursor }: Reading): boolean {
  const { kind, text, quoted } = cursor.peek();
  if (kind !== "name" || quoted || text.toLowerCase() !== "subgraph") return false;
  return cursor.is("{", 1) || (cursor.peek(1).kind === "name" && cursor.is("{", 2));
}

function groupAt(reading: Reading, scope: Scope): void {
  const { cursor } = reading;
  while (!cursor.is("{")) cursor.next();
  const opening = cursor.next();
  const depth = scope.depth + 1;
  if (depth > DEEPEST) throw cursor.fail(opening, `braces are nested more than ${DEEPEST} deep`, "take some away");
  statementsAt(reading, { opening, depth, arrows: scope.arrows });
}

/** What attributes say of a variable. */
function describe({ cursor, draft, notes }: Reading, node: number, at: Token, attributes: readonly Attribute[]): void {
  const name = draft.names[node];
  const { roles, others } = rolesIn(attributes);
  if (roles !== undefined) {
    draft.give(node, roles, (before, now) =>
      cursor.fail(at, `${shown(name)} is said to be ${before}, and here ${now}`, "say all its roles in one place"),
    );
  }
  for (const { key, value } of others) {
    const isHint = key === "label" && /unobserved|unmeasured|latent|hidden/i.test(value ?? "");
    if (!isHint || roles?.includes("latent")) notes.skip(sayAttribute(key), "variable", name);
    else notes.remark(`The label of ${shown(name)}, "${shown(value!)}", does not make it latent; [latent] does.`);
  }
}
