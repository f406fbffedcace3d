import { DiscoError } from "../../error.js";
import { shown } from "../../num/complaint.js";

/** A part of a text of JSON, and who complains of it. */
export interface Part {
  readonly who: string;
  /** "edges[3]" */
  readonly place: string;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The complaint about a part: "edges[3] is no edge". */
export function refuse({ who, place }: Part, wrong: string, given: unknown, next: string): DiscoError {
  return new DiscoError({ who, wrong: `${place} ${wrong}`, given: say(given), next });
}

/** A value in a few words; never all of it, which may be large and nested deeply. */
function say(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isRecord(value)) {
    const keys = Object.keys(value).slice(0, 5).map(shown);
    return keys.length === 0 ? "an object without keys" : `an object with ${keys.join(", ")}`;
  }
  return typeof value === "string" ? `"${shown(value)}"` : String(value);
}
