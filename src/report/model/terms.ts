import { listed } from "../../num/say-names.js";
import type { Comparison, Event, Given, Setting, Value, World } from "../../query/question.js";
import { shorten } from "../words.js";

const SIGNS: Readonly<Record<Comparison, string>> = {
  "=": "=",
  "!=": "≠",
  "<": "<",
  "<=": "≤",
  ">": ">",
  ">=": "≥",
};

/** "retained = 1", "score ≥ 700"; held together when it is short. */
export function holdsText(name: string, value: Value, comparison: Comparison = "="): string {
  const text = `${shorten(name, 48)} ${SIGNS[comparison]} ${shorten(String(value), 32)}`;
  return text.length <= 24 ? text.replaceAll(" ", "\u00a0") : text;
}

/** The events as a list, "Y = 1 and Z = 0"; undefined where one has no value: its whole law is meant. */
export function eventsText(events: readonly Event[]): string | undefined {
  const texts = events.map(({ term, test }) => test && holdsText(term.name, test.value, test.comparison));
  return texts.includes(undefined) ? undefined : listed(texts as string[]);
}

/** Events that happen in the same world, in the order in which their worlds are first named. */
export function byWorld(events: readonly Event[]): readonly (readonly Event[])[] {
  const groups = new Map<string, Event[]>();
  for (const event of events) {
    const key = JSON.stringify(event.term.world ?? null);
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  return [...groups.values()];
}

/**
 * What is different in a world: "had subsidy been 0" once something has been seen, "with subsidy set to 0" else, "with subsidy = 1 again"
 * where it was so. Undefined where that takes more than a clause (an intervention nested in another).
 */
export function worldText(world: World, given: Given): string | undefined {
  const { set, occasion } = world;
  const where = occasion > 1 ? `, on occasion ${occasion}` : "";
  if (set.length === 0) return occasion > 1 ? `on occasion ${occasion}` : "on a new occasion";
  const plain: Setting[] = [];
  for (const setting of set) {
    if (typeof setting.to !== "object") plain.push(setting);
  }
  if (plain.length < set.length) {
    const nested = nestedText(set);
    return nested && nested + where;
  }
  if (!given.events.some(({ term }) => term.world === undefined && term.name !== "unit")) {
    return `with ${listed(plain.map(({ variable, to }) => `${shorten(variable, 48)} set to ${to}`))}${where}`;
  }
  if (plain.every((setting) => wasSeen(setting, given))) {
    return `with ${listed(plain.map(({ variable, to }) => holdsText(variable, to as Value)))} again${where}`;
  }
  return `had ${listed(plain.map(({ variable, to }) => `${shorten(variable, 48)} been ${to}`))}${where}`;
}

function wasSeen({ variable, to }: Setting, given: Given): boolean {
  return given.events.some(
    ({ term, test }) =>
      term.world === undefined && term.name === variable && test?.comparison === "=" && test.value === to,
  );
}

/** "with X set to 1 and Z as it would be with X set to 0". */
function nestedText(set: readonly Setting[]): string | undefined {
  const texts: string[] = [];
  for (const { variable, to } of set) {
    const name = shorten(variable, 48);
    if (typeof to !== "object") {
      texts.push(`${name} set to ${to}`);
      continue;
    }
    const inner = to.world.set;
    if (to.name !== variable || to.world.occasion > 1 || inner.some((one) => typeof one.to === "object"))
      return undefined;
    texts.push(
      `${name} as it would be with ${listed(inner.map((one) => `${shorten(one.variable, 48)} set to ${one.to}`))}`,
    );
  }
  return `with ${listed(texts)}`;
}
