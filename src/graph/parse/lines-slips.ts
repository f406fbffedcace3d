import type { DiscoError } from "../../error.js";
import { shown } from "../../num/complaint.js";
import { inQuotes } from "../../num/quote.js";
import type { Cursor, Token } from "./cursor.js";
import { CIRCLES, edgeSlip } from "./edges.js";
import { adviceForRole } from "./roles.js";
import { past, type Slip } from "./source.js";

/** The o of `o->` and `o-o`, if an edge follows. */
const CIRCLE_BEFORE = /o(?=[-→])/iy;
/** The o of `-o`, if nothing follows that would make it a name. */
const CIRCLE_BEHIND = /o(?![\p{L}\p{M}\p{N}_.])/iuy;
const HEADERS: ReadonlySet<string> = new Set(["dag", "pdag", "cpdag", "mag", "pag", "graph", "digraph", "strict"]);

/** What is wrong with an edge that is none. */
export function edgeSlipAt({ source: { text } }: Cursor, { text: written, end }: Token): Slip {
  return past(CIRCLE_BEHIND, text, end) > end ? CIRCLES : edgeSlip(written);
}

/** The complaint about what follows a complete statement. */
export function slipAt(cursor: Cursor): DiscoError {
  const token = cursor.peek();
  const last = cursor.last()!;
  if (token.kind === "name") return cursor.fail(token, ...twoNames(cursor, last, token));
  const group = "several variables go in braces, as in {A, B} -> C";
  if (cursor.is(","))
    return cursor.fail(token, "a comma separates no edges", `separate edges by ; or new lines; ${group}`);
  if (cursor.is("{")) return cursor.fail(token, "an edge is missing before this group", "write as in A -> {B, C}");
  if (cursor.is("[") || token.kind === "edge") {
    return cursor.fail(token, "roles go in a statement of their own", "write as in U [latent]; U -> X");
  }
  if (cursor.is("}") || cursor.is("]")) return cursor.fail(token, `this ${token.text} closes nothing`, "take it out");
  return cursor.expected("an edge, ; or the end of the line", "write edges as in X -> Y, one a line or separated by ;");
}

function twoNames({ source: { text } }: Cursor, last: Token, token: Token): Slip {
  const isBehind = last.text === "o" && !last.quoted && /[-<>]/.test(text[last.at - 1] ?? "");
  if (isBehind || past(CIRCLE_BEFORE, text, token.at) > token.at) return CIRCLES;
  const wrong = "two names follow each other";
  if (last.kind === "name" && !last.quoted && HEADERS.has(last.text.toLowerCase())) {
    return [wrong, "what is written in dagitty or DOT stands in braces, as in dag { X -> Y }"];
  }
  if (last.kind !== "name") return ["something is missing here", "separate statements by ; or new lines"];
  const both = shown(inQuotes(`${last.text} ${token.text}`, '"'));
  return [wrong, `separate statements by ; or new lines; a name of several words goes in double quotes, as in ${both}`];
}

/** The complaint about what stands in braces and is no variable. */
export function inBracesSlipAt(cursor: Cursor, opening: Token): DiscoError {
  const token = cursor.peek();
  if (token.kind === "end") return cursor.fail(opening, "this { is never closed", "put a } where it should end");
  if (cursor.is("{")) return cursor.fail(token, "a group has no place in a group", "write as in {A, B} -> C");
  if (cursor.is(":")) return cursor.fail(token, "this : has no place in braces", "JSON has its names in double quotes");
  const advice = "braces hold variables, as in {A, B} -> C; a dagitty text begins with dag {";
  return cursor.expected("a variable or }", advice);
}

/** The complaint about a word that is no role; the cursor stands behind it. */
export function unknownRole(cursor: Cursor, word: Token): DiscoError {
  if (isValue(cursor)) return withValue(cursor);
  return cursor.fail(word, `there is no role ${shown(word.text)}`, adviceForRole(word.text));
}

/** The complaint about what stands behind a role in brackets. */
export function unclosedRoles(cursor: Cursor, opening: Token): DiscoError {
  if (isValue(cursor)) return withValue(cursor);
  if (cursor.peek().kind === "end")
    return cursor.fail(opening, "this [ is never closed", "put a ] where it should end");
  return cursor.expected("a comma or ]", "write roles as in U [latent, individual]");
}

function isValue(cursor: Cursor): boolean {
  return cursor.peek().kind === "edge" && cursor.peek().text.startsWith("=");
}

function withValue(cursor: Cursor): DiscoError {
  const advice = `${adviceForRole("")}; for others put dag { before the text and } behind it: then it is dagitty's`;
  return cursor.fail(cursor.peek(), "a role has no value, and there are no other attributes", advice);
}
