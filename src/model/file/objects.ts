import { say, shorten } from "../expression/say.js";
import { type Defects, type Place, suggest, under } from "./defects.js";
import type { Json, Member } from "./json.js";

/** What the stages of reading share. */
export interface Reading {
  /** The text of the file, when there is one. */
  readonly text?: string;
  readonly defects: Defects;
}

/** A value of the file and where it stands. */
export interface Found {
  readonly json: Json;
  readonly place: Place;
}

/** What was given, as a message shows it. */
export function given(json: Json): string {
  switch (json.kind) {
    case "object":
      return json.members.length === 0
        ? "{}"
        : `{ ${shorten(
            json.members
              .map(({ key }) => JSON.stringify(key))
              .slice(0, 5)
              .join(", "),
          )} ... }`;
    case "array":
      return json.items.length === 0 ? "[]" : `a list of ${json.items.length}`;
    case "string":
      return shorten(JSON.stringify(json.value.slice(0, 200)));
    default:
      return String(json.value);
  }
}

/**
 * The entries of an object by their keys, in order. A key that repeats is a defect, and its first entry counts. Something else than an
 * object is a defect too (`wanted` says what it should be), and gives undefined.
 */
export function entriesOf(
  { json, place }: Found,
  { defects }: Reading,
  wanted: { readonly wrong: string; readonly next: string },
): Map<string, Found> | undefined {
  if (json.kind !== "object") {
    defects.add(place, { wrong: wanted.wrong, given: given(json), next: wanted.next });
    return undefined;
  }
  const entries = new Map<string, Found>();
  for (const { key, at, value } of json.members) {
    if (entries.has(key))
      defects.add(under(place, key, at), { wrong: `${say(key)} stands here twice`, next: "keep one of them" });
    else entries.set(key, { json: value, place: under(place, key, value.at) });
  }
  return entries;
}

/** Complains of keys that are not among `known`; `wrong` says it of one. */
export function refuseOthers(
  { json, place }: Found,
  known: readonly string[],
  wrong: (key: string) => string,
  { defects }: Reading,
): void {
  if (json.kind !== "object") return;
  for (const { key, at } of json.members) {
    if (known.includes(key)) continue;
    defects.add(under(place, key, at), { wrong: wrong(say(key)), next: suggest(key, known, "there are") });
  }
}

const NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;
const RESERVED: readonly string[] = ["unit", "do"];

/** Complains of a name that expressions and questions could not write. */
export function checkName({ key, at }: Pick<Member, "key" | "at">, place: Place, { defects }: Reading): boolean {
  const here = under(place, key, at);
  if (!NAME.test(key)) {
    const wrong = key === "" ? "a name is empty" : `${say(key)} cannot be a name`;
    defects.add(here, { wrong, next: "use letters, digits and _, and no digit first" });
    return false;
  }
  if (!RESERVED.includes(key)) return true;
  defects.add(here, { wrong: `'${key}' has a meaning of its own in questions`, next: "choose another name" });
  return false;
}

/** The offset in the text of a character of a string of JSON, by its place in the string's value: escapes are longer than what they mean. */
export function offsetInString(
  text: string,
  { at, end, value }: Extract<Json, { kind: "string" }>,
  index: number,
): number {
  if (end - at === value.length + 2) return at + 1 + index;
  let offset = at + 1;
  for (let i = 0; i < index && offset < text.length; i++) {
    if (text[offset] !== "\\") offset++;
    else offset += text[offset + 1] === "u" ? 6 : 2;
  }
  return offset;
}
