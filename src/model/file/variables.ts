import { say } from "../expression/say.js";
import { type Defects, type Place, under } from "./defects.js";
import { readLaw, type WrittenLaw } from "./laws.js";
import { checkName, entriesOf, type Found, type Reading } from "./objects.js";
import { orderOf } from "./order.js";

/** A variable of the file; its law is undefined when something is wrong with it. */
export interface WrittenVariable {
  readonly name: string;
  readonly place: Place;
  readonly law: WrittenLaw | undefined;
}

const EXAMPLE = 'write for example "variables": { "X": { "bernoulli": 0.5 } }';

const MOST_VARIABLES = 100_000;

/** Reads `variables`, in the order of the file. */
export function readVariables(found: Found, reading: Reading): readonly WrittenVariable[] {
  const { json, place } = found;
  const entries = entriesOf(found, reading, { wrong: "an object of variables was expected", next: EXAMPLE });
  if (entries === undefined || json.kind !== "object") return [];
  if (entries.size === 0) {
    reading.defects.add(place, { wrong: "there are no variables", given: "{}", next: EXAMPLE });
  }
  if (entries.size > MOST_VARIABLES) {
    const wrong = `there are ${entries.size} variables and may be ${MOST_VARIABLES}`;
    reading.defects.add(place, { wrong, next: "make the model smaller" });
    return [];
  }
  const keys = new Map(json.members.map((member) => [member.key, member]));
  return [...entries].map(([name, law]) => {
    const { key, at } = keys.get(name)!;
    checkName({ key, at }, place, reading);
    return { name, place: under(place, name, at), law: readLaw(law, reading) };
  });
}

const MOST_SHOWN = 10;

/** Variables with parents before children. A circle is a defect. */
export function arrange(
  variables: readonly WrittenVariable[],
  parents: readonly (readonly number[])[],
  defects: Defects,
): readonly number[] {
  const { order, circles } = orderOf(parents);
  for (const circle of circles) {
    const [first] = circle;
    const next = "a variable cannot be among its own causes: take one arrow away";
    if (circle.length === 1) {
      defects.add(variables[first].place, { wrong: `${say(variables[first].name)} names itself`, next });
      continue;
    }
    const names = [...circle, first].map((variable) => variables[variable].name);
    const shown =
      names.length > MOST_SHOWN ? [...names.slice(0, MOST_SHOWN - 2), "...", names[names.length - 1]] : names;
    defects.add(variables[first].place, { wrong: `variables go round in a circle: ${shown.join(" -> ")}`, next });
  }
  return order;
}
