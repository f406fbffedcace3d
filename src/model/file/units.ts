import { say } from "../expression/say.js";
import type { UnitType } from "../model.js";
import { under } from "./defects.js";
import { readLaw, type WrittenLaw } from "./laws.js";
import { checkName, entriesOf, type Found, given, type Reading } from "./objects.js";

/** An attribute with a law of its own, which is undefined when something is wrong with it. */
export interface WrittenAttribute {
  readonly name: string;
  readonly found: Found;
  readonly law: WrittenLaw | undefined;
}

/** The population as the file has it: a list of types, or laws of attributes. */
export type WrittenUnits =
  | { readonly kind: "types"; readonly attributes: readonly string[]; readonly types: readonly UnitType[] }
  | { readonly kind: "laws"; readonly attributes: readonly WrittenAttribute[] };

/** A model without units: one individual who stands for everyone. */
export const EVERYONE: WrittenUnits = {
  kind: "types",
  attributes: [],
  types: [{ name: "everyone", weight: 1, attributes: [] }],
};

const EXAMPLE = 'write a list such as [{ "name": "Loyal", "weight": 0.2, "p": 0.9 }], or leave "units" out';

/** Reads `units`. What is wrong is said, and left out of the result. */
export function readUnits(found: Found, reading: Reading): WrittenUnits {
  const { json, place } = found;
  if (json.kind === "array") return readTypes(found, reading);
  const wrong = "a list of units, or an object of attributes with laws, was expected";
  const entries = entriesOf(found, reading, { wrong, next: EXAMPLE });
  if (entries === undefined || json.kind !== "object") return EVERYONE;
  if (entries.size === 0) {
    reading.defects.add(place, { wrong: "there are no units", given: "{}", next: EXAMPLE });
    return EVERYONE;
  }
  const keys = new Map(json.members.map((member) => [member.key, member]));
  const attributes = [...entries].map(([name, law]) => {
    checkName(keys.get(name)!, place, reading);
    return { name, found: law, law: readLaw(law, reading) };
  });
  return { kind: "laws", attributes };
}

/** One type as read. */
interface Draft {
  readonly found: Found;
  readonly name: string;
  readonly weight: number;
  readonly values: ReadonlyMap<string, number>;
}

function readTypes(found: Found, reading: Reading): WrittenUnits {
  const { defects } = reading;
  const { json, place } = found;
  if (json.kind !== "array" || json.items.length === 0) {
    defects.add(place, { wrong: "there are no units", given: given(json), next: EXAMPLE });
    return EVERYONE;
  }
  const before = defects.count();
  const names = new Set<string>();
  const attributes = new Set<string>();
  const drafts: Draft[] = [];
  json.items.forEach((item, i) => {
    const draft = readType({ json: item, place: under(place, i, item.at) }, attributes, reading);
    if (draft === undefined) return;
    if (draft.name !== "" && names.has(draft.name)) {
      const next = "give every unit a name of its own";
      defects.add(draft.found.place, { wrong: `a unit named ${say(draft.name)} stands in the list twice`, next });
    }
    names.add(draft.name);
    drafts.push(draft);
  });
  const columns = [...attributes];
  for (const { found: unit, name, values } of drafts) {
    if (values.size === columns.length) continue;
    // The first gap is enough: a list of the others could be as long as the file, for every unit of it.
    const gap = columns.find((column) => !values.has(column))!;
    const next = "give every unit all the attributes";
    defects.add(unit.place, { wrong: `${say(name)} has no ${say(gap)}, which other units have`, next });
  }
  const total = drafts.reduce((sum, { weight }) => sum + weight, 0);
  if (defects.count() === before && !(total > 0 && Number.isFinite(total))) {
    const wrong = total === 0 ? "all weights are 0" : "the weights add up to more than a number can hold";
    defects.add(place, { wrong, next: "give at least one unit a positive weight, and none a huge one" });
  }
  // With gaps there is no table to make; a hostile file could ask for one of a hundred million cells.
  if (defects.count() > before) return { kind: "types", attributes: columns, types: [] };
  const types = drafts.map(({ name, weight, values }) => ({
    name,
    weight: weight / total,
    attributes: columns.map((column) => values.get(column)!),
  }));
  return { kind: "types", attributes: columns, types };
}

/** Adds the names of its attributes to `attributes`. */
function readType(found: Found, attributes: Set<string>, reading: Reading): Draft | undefined {
  const { defects } = reading;
  const next = 'write for example { "name": "Loyal", "weight": 0.2, "p": 0.9 }';
  const entries = entriesOf(found, reading, { wrong: "a unit was expected", next });
  if (entries === undefined || found.json.kind !== "object") return undefined;
  const name = entries.get("name")?.json;
  if (name === undefined || name.kind !== "string" || name.value === "") {
    const wrong = "a unit needs a name, which is a text";
    defects.add(entries.get("name")?.place ?? found.place, { wrong, ...(name && { given: given(name) }), next });
  }
  const values = new Map<string, number>();
  for (const { key, at } of found.json.members) {
    if (key === "name" || key === "weight" || values.has(key)) continue;
    const { json, place } = entries.get(key)!;
    if (!attributes.has(key)) {
      checkName({ key, at }, found.place, reading);
      attributes.add(key);
    }
    const value = json.kind === "number" && Number.isFinite(json.value) ? json.value + 0 : Number.NaN;
    if (Number.isNaN(value)) {
      const advice = json.kind === "string" ? "write labels as numbers, one for each" : "write a number";
      defects.add(place, {
        wrong: `the attribute ${say(key)} is not a finite number`,
        given: given(json),
        next: advice,
      });
    }
    values.set(key, value);
  }
  return {
    found,
    name: name?.kind === "string" ? name.value : "",
    weight: readWeight(entries.get("weight"), reading),
    values,
  };
}

function readWeight(found: Found | undefined, { defects }: Reading): number {
  if (found === undefined) return 1;
  const { json, place } = found;
  if (json.kind === "number" && json.value >= 0 && Number.isFinite(json.value)) return json.value;
  const wrong = "a weight is a finite number, 0 or more";
  defects.add(place, { wrong, given: given(json), next: "write one; weights need not add up to 1" });
  return 0;
}

/** The names of the attributes, whatever their kind. */
export function attributeNames(units: WrittenUnits): readonly string[] {
  return units.kind === "types" ? units.attributes : units.attributes.map(({ name }) => name);
}
