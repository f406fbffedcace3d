import type { Attribute, Model, Variable } from "../model.js";
import { budgetOf, grouping } from "./combinations.js";
import { complainOfLaws, complainOfPopulation } from "./complain.js";
import { domainOf } from "./domains.js";
import { type Draft, type DraftLaw, draftOf } from "./draft.js";
import { freezeDeep } from "./freeze.js";
import { type Header, readHeader } from "./header.js";
import { type Json, plainOf } from "./json.js";
import { mechanismOf } from "./mechanism.js";
import type { ModelFile } from "./model-file.js";
import type { Reading } from "./objects.js";
import { populationOf } from "./population.js";
import { EVERYONE, readUnits } from "./units.js";
import { readVariables } from "./variables.js";

/** Nodes of formulas that may be evaluated in going through all cases, to list values and to check laws. */
const STEPS = 25_000_000;

/** Makes the model of a file; undefined when there are defects, all of which have been said. */
export function buildModel(json: Json, reading: Reading): Model | undefined {
  const { defects } = reading;
  const header = readHeader({ json, place: { path: "", at: json.at } }, reading);
  if (header === undefined) return undefined;
  const units = header.units === undefined ? EVERYONE : readUnits(header.units, reading);
  const variables = header.variables === undefined ? [] : readVariables(header.variables, reading);
  const draft = draftOf(units, variables, reading);
  if (draft === undefined) return undefined;
  const model = modelOfDraft(header, draft, json, reading);
  return defects.count() > 0 ? undefined : freezeDeep(model);
}

function modelOfDraft({ about, coupling }: Header, draft: Draft, json: Json, { defects }: Reading): Model {
  const budget = budgetOf(STEPS);
  const labels = draft.labels.list();
  const file = fileOf(json);
  const rest = { about, coupling, order: draft.order, labels, file };

  let types = draft.types;
  let attributes = draft.attributes.map(({ name, law }, i) =>
    law === undefined
      ? listedAttribute(
          name,
          types!.map((type) => type.attributes[i]),
        )
      : drawnAttribute(name, law),
  );
  if (types === undefined) {
    const show = (attribute: number, value: number) => (attributes[attribute].labelled ? labels[value] : String(value));
    const population = populationOf(attributes, show, budget);
    if (population.kind === "fault") {
      complainOfPopulation(population, draft, labels, defects);
      return { ...rest, attributes, variables: [] };
    }
    if (population.kind === "types") {
      types = population.types;
      attributes = attributes.map((attribute, i) =>
        withoutLaw(
          attribute,
          population.types.map((type) => type.attributes[i]),
        ),
      );
    }
  }

  const groupsOf = grouping(types ?? [], budget);
  const domains: (readonly number[] | undefined)[] = new Array(draft.variables.length).fill(undefined);
  const values = new Float64Array(domains.length);
  const variables: Variable[] = [];
  for (const variable of draft.order) {
    const { name, law, parents } = draft.variables[variable];
    const mechanism = mechanismOf(law.written.kind, law.formulas, law.values);
    const domain = domainOf(mechanism, { attributes, ...(types && { types }), groupsOf, values, domains, budget });
    domains[variable] = domain;
    variables[variable] = { name, mechanism, parents, labelled: law.labelled, ...(domain && { domain }) };
  }
  const model: Model = { ...rest, ...(types && { types }), attributes, variables };
  complainOfLaws(model, draft, groupsOf, budget, defects);
  return model;
}

/** An attribute of listed types: its domain are the values they have. */
function listedAttribute(name: string, values: readonly number[]): Attribute {
  return { name, domain: ascending(values), labelled: false };
}

function ascending(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

function drawnAttribute(name: string, { written, formulas, values, labelled }: DraftLaw): Attribute {
  const mechanism = mechanismOf(written.kind, formulas, values);
  const domain = mechanism.kind === "bernoulli" ? [0, 1] : mechanism.kind === "categorical" ? values : undefined;
  return { name, mechanism, labelled, ...(domain && { domain }) };
}

/** A drawn attribute once the population is a list of types. */
function withoutLaw({ name, labelled, domain }: Attribute, values: readonly number[]): Attribute {
  return { name, labelled, domain: domain ?? ascending(values) };
}

const KEYS = ["disco", "about", "coupling", "units", "variables"];

/** The file as plain data, keys in the usual order. */
function fileOf(json: Json): ModelFile {
  const plain = new Map(Object.entries(plainOf(json) as object));
  // What is in it has been checked, entry by entry, on the way to the draft.
  return Object.fromEntries(
    KEYS.filter((key) => plain.has(key)).map((key) => [key, plain.get(key)]),
  ) as unknown as ModelFile;
}
