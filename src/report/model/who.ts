import { listed } from "../../num/say-names.js";
import type { Event, Given, World } from "../../query/question.js";
import { shorten } from "../words.js";
import { byWorld, eventsText, holdsText, worldText } from "./terms.js";

/** About whom the question is, ready to be put before what is asked of them. */
export interface Who {
  /** "Of those with subsidy = 1 and retained = 1", "Of everybody", "For the individual Loyal". */
  readonly text: string;
  /** One individual: "has" and not "have". */
  readonly one: boolean;
}

/** `extra` are events the question's name adds, as PN(T -> Y) does. Undefined where it would take more than a clause. */
export function whoText(given: Given, extra: readonly string[] = []): Who | undefined {
  const setting = doText(given);
  if (setting === undefined) return undefined;
  const lead = (text: string): string =>
    setting === "" ? text : `${setting}, ${text[0].toLowerCase()}${text.slice(1)}`;
  const those = thoseText(given, extra);
  if (those === undefined) return undefined;
  if (given.individual.length > 0) {
    const name = individualText(given);
    return { text: lead(those === "" ? `For ${name}` : `For ${name}, one of those ${those}`), one: true };
  }
  if (those === "") return { text: setting === "" ? "Of everybody" : setting, one: false };
  return { text: lead(`Of those ${those}`), one: false };
}

/** "everybody", "those with T = 1": whom an average is over. */
export function forWhom(given: Given, extra: readonly string[] = []): string | undefined {
  if (given.do.length > 0) return undefined;
  const those = thoseText(given, extra);
  if (those === undefined) return undefined;
  if (given.individual.length > 0) return individualText(given) + (those === "" ? "" : ` among those ${those}`);
  return those === "" ? "everybody" : `those ${those}`;
}

/** "with T = 1 and Y = 1 who would have Z = 1 with X set to 0"; empty when nothing is held. */
function thoseText(given: Given, extra: readonly string[]): string | undefined {
  const seen: string[] = [...extra];
  const imagined: string[] = [];
  for (const group of byWorld(given.events)) {
    const text = eventsText(group);
    if (text === undefined) return undefined;
    const world = worldOf(group, given);
    if (world === undefined) seen.push(text);
    else {
      const clause = worldText(world, { ...given, events: [] });
      if (clause === undefined) return undefined;
      imagined.push(
        given.do.length > 0 && group[0].term.world === undefined ? `then have ${text}` : `would have ${text} ${clause}`,
      );
    }
  }
  const parts = [
    seen.length === 0 ? "" : `with ${listed(seen)}`,
    imagined.length === 0 ? "" : `who ${listed(imagined)}`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** The world an event is in: its own, or that of `do`. */
export function worldOf(group: readonly Event[], given: Given): World | undefined {
  const { world } = group[0].term;
  if (world !== undefined || given.do.length === 0) return world;
  const set = given.do.flatMap(({ variable, to }) => (to === undefined ? [] : [{ variable, to }]));
  return { set, occasion: 1 };
}

/** "With subsidy set to 1 for everybody"; undefined for `do(X)` without a value and for nested ones. */
function doText({ do: settings }: Given): string | undefined {
  if (settings.length === 0) return "";
  if (settings.some(({ to }) => to === undefined || typeof to === "object")) return undefined;
  return `With ${listed(settings.map(({ variable, to }) => `${shorten(variable, 48)} set to ${to}`))} for everybody`;
}

function individualText({ individual }: Given): string {
  const [only] = individual;
  if (individual.length === 1 && only.name === "unit") return `the individual ${shorten(String(only.value), 48)}`;
  return `an individual with ${listed(individual.map(({ name, value }) => holdsText(name, value)))}`;
}
