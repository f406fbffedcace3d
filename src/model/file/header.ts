import { entriesOf, type Found, given, type Reading, refuseOthers } from "./objects.js";

const KEYS = ["disco", "about", "coupling", "units", "variables"];
const EXAMPLE = 'a model is an object such as { "disco": 1, "variables": { "X": { "bernoulli": 0.5 } } }';

/** The top of the file: what is simple in it is read, the rest found. */
export interface Header {
  readonly about: string;
  readonly coupling: number;
  readonly units?: Found;
  readonly variables?: Found;
}

/** Reads the top of the file; undefined when it is not an object at all. */
export function readHeader(found: Found, reading: Reading): Header | undefined {
  const { defects } = reading;
  const entries = entriesOf(found, reading, { wrong: "this is not a model", next: EXAMPLE });
  if (entries === undefined) return undefined;
  refuseOthers(found, KEYS, (key) => `a model has no ${key}`, reading);
  const disco = entries.get("disco");
  if (disco === undefined) {
    defects.add(found.place, { wrong: '"disco" is missing', next: 'write "disco": 1, the version of the format' });
  } else if (disco.json.kind !== "number" || disco.json.value !== 1) {
    const wrong = "this version of the format is not known";
    defects.add(disco.place, { wrong, given: given(disco.json), next: 'write "disco": 1, or use a newer Disco' });
  }
  const [units, variables] = [entries.get("units"), entries.get("variables")];
  if (variables === undefined) defects.add(found.place, { wrong: '"variables" is missing', next: EXAMPLE });
  return {
    about: readAbout(entries.get("about"), reading),
    coupling: readCoupling(entries.get("coupling"), reading),
    ...(units === undefined ? {} : { units }),
    ...(variables === undefined ? {} : { variables }),
  };
}

function readAbout(found: Found | undefined, { defects }: Reading): string {
  if (found === undefined) return "";
  const { json, place } = found;
  if (json.kind === "string") return json.value;
  defects.add(place, { wrong: '"about" is a text', given: given(json), next: "write a sentence, or leave it out" });
  return "";
}

function readCoupling(found: Found | undefined, { defects }: Reading): number {
  if (found === undefined) return 0;
  const { json, place } = found;
  if (json.kind === "number" && json.value >= 0 && json.value <= 1) return json.value + 0;
  const next = "0 draws the noise of an imagined world afresh, 1 keeps it";
  defects.add(place, { wrong: "the coupling is a number from 0 to 1", given: given(json), next });
  return 0;
}
