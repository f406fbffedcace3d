import type { Role } from "../graph.js";
import type { Cursor, Token } from "./cursor.js";
import { CIRCLES, type Marks } from "./edges.js";
import { rolesOfAttribute } from "./roles.js";

/** `pos="0,1"`, `latent` */
export interface Attribute {
  readonly key: string;
  readonly value?: string;
  /** The key's token, to complain at. */
  readonly at: Token;
}

/** Attributes in brackets, as many brackets as there are: `[latent, pos="0,1"] [color=red]`. */
export function attributesAt(cursor: Cursor): readonly Attribute[] {
  const all: Attribute[] = [];
  while (cursor.is("[")) {
    const opening = cursor.next();
    while (!cursor.take("]")) {
      const at = cursor.peek();
      if (at.kind === "end") throw cursor.fail(opening, "this [ is never closed", "put a ] where it should end");
      if (at.kind !== "name") throw cursor.expected("an attribute or ]", 'write as in [latent, pos="0,1"]');
      cursor.next();
      all.push(cursor.take("=") ? { key: at.text, value: valueAt(cursor), at } : { key: at.text, at });
      if (!cursor.take(",")) cursor.take(";");
    }
  }
  return all;
}

/** What stands behind `=`. */
export function valueAt(cursor: Cursor): string {
  const token = cursor.peek();
  if (token.kind === "name" || token.kind === "html") return cursor.next().text;
  throw cursor.expected("a value after =", 'write as in pos="0,1"');
}

/** What attributes say of a variable's roles (undefined: nothing), and those that say something else. */
export function rolesIn(attributes: readonly Attribute[]): {
  readonly roles: readonly Role[] | undefined;
  readonly others: readonly Attribute[];
} {
  const others: Attribute[] = [];
  let roles: Set<Role> | undefined;
  for (const attribute of attributes) {
    const said = rolesOfAttribute(attribute.key, attribute.value);
    if (said === undefined) others.push(attribute);
    else roles = new Set([...(roles ?? []), ...said]);
  }
  return { roles: roles && [...roles], others };
}

/** The attributes of an edge that decide which of its ends bears an arrowhead. */
export type Arrows = ReadonlyMap<string, Attribute>;

const ARROWS: ReadonlySet<string> = new Set(["dir", "arrowhead", "arrowtail"]);

/** The arrows with what more attributes say of them, and the attributes that are about something else. */
export function withArrows(
  arrows: Arrows,
  attributes: readonly Attribute[],
): { readonly arrows: Arrows; readonly others: readonly Attribute[] } {
  const others = attributes.filter(({ key }) => !ARROWS.has(key));
  if (others.length === attributes.length) return { arrows, others };
  const added = attributes.filter(({ key }) => ARROWS.has(key)).map((one) => [one.key, one] as const);
  return { arrows: new Map([...arrows, ...added]), others };
}

const DIRECTIONS: ReadonlyMap<string, Marks> = new Map([
  ["forward", { left: false, right: true }],
  ["back", { left: true, right: false }],
  ["both", { left: true, right: true }],
  ["none", { left: false, right: false }],
]);

/** The marks of an edge as Graphviz would draw it: `dir` says which ends may bear an arrowhead, and the head's shape may be none. */
export function drawnMarks(cursor: Cursor, edge: Token, written: Marks, arrows: Arrows): Marks {
  const dir = arrows.get("dir");
  const marks = dir === undefined ? written : DIRECTIONS.get(dir.value ?? "");
  if (dir !== undefined && marks === undefined) {
    throw cursor.fail(dir.at, "this is no direction of an edge", "dir is forward, back, both or none");
  }
  if (dir !== undefined && written.left) {
    throw cursor.fail(edge, "dir says the direction of an edge that has one already", "write -> here, or take dir out");
  }
  const isHead = (key: string, mayBe: boolean) => {
    const shape = arrows.get(key);
    if (!mayBe || shape === undefined) return mayBe;
    if (shape.value?.includes("odot")) throw cursor.fail(shape.at, ...CIRCLES);
    return shape.value !== "none";
  };
  return { left: isHead("arrowtail", marks!.left), right: isHead("arrowhead", marks!.right) };
}
