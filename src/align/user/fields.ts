import { DiscoError } from "../../error.js";
import { shown, UNPRINTABLE } from "../../num/complaint.js";

/** Complains of a place in a file. What was given is told only where nobody can have meant it to be private. */
export type Complain = (place: string, wrong: string, next: string, given?: unknown) => DiscoError;

export function complainerOf(name: string): Complain {
  return (place, wrong, next, given) =>
    new DiscoError({
      who: place === "" ? name : `${name}, ${place}`,
      wrong,
      next,
      ...(given === undefined ? {} : { given: shown(typeof given === "string" ? given : JSON.stringify(given)) }),
    });
}

/** Marks by which models of language know that a message ends and another begins: a text that holds one could speak in the name of another. */
const MARKS = /<\|[^|>]{0,40}\|>|<\/?s>|\[\/?(?:INST|SYSTEM_PROMPT)\]|<<\/?SYS>>|<(?:start|end)_of_turn>/i;

/** An object with no other keys than these. */
export function objectAt(value: unknown, place: string, keys: readonly string[] | undefined, complain: Complain) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw complain(place, "it should be an object", "write { ... }");
  }
  const odd = keys && Object.keys(value).find((key) => !keys.includes(key));
  if (odd === undefined) return value as Readonly<Record<string, unknown>>;
  throw complain(place, "it has a key that is not known", `those that are: ${keys!.join(", ")}`, odd);
}

/** A list of at most so many; none where the key is absent. */
export function listAt(value: unknown, place: string, most: number, complain: Complain): readonly unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw complain(place, "it should be a list", "write [ ... ]");
  if (value.length <= most) return value;
  throw complain(place, `it is longer than ${most}`, "keep what matters for the answers", `${value.length} entries`);
}

/**
 * One line of text. Control characters and line breaks are refused, since a text that breaks out of its line could pass for another instruction; so are
 * the marks between messages. Their own text is not told: it may be private.
 */
export function textAt(value: unknown, place: string, most: number, complain: Complain): string {
  if (typeof value !== "string" || value.trim() === "") {
    throw complain(place, "it should be a text that says something", 'write it in double quotes: "..."');
  }
  if (value.length > most) {
    throw complain(place, `it is longer than ${most} letters`, "say it shorter", `${value.length} letters`);
  }
  const odd = value.search(UNPRINTABLE);
  if (odd >= 0) {
    const code = `U+${value.codePointAt(odd)!.toString(16).toUpperCase().padStart(4, "0")}`;
    const where = `${code}, character ${odd + 1}`;
    throw complain(place, "it has a character that cannot be seen", "leave it out; a text is one line", where);
  }
  const mark = MARKS.exec(value);
  if (mark === null) return value.trim();
  const wrong = "it has a mark that models of language take for the end of a message";
  throw complain(place, wrong, "leave the mark out", `character ${mark.index + 1}`);
}

export function numberAt(value: unknown, place: string, [low, high]: readonly [number, number], complain: Complain) {
  if (typeof value === "number" && value >= low && value <= high) return value;
  throw complain(
    place,
    `it should be a number from ${low} to ${high}`,
    `write one, as ${high / 2}`,
    value ?? "nothing",
  );
}
