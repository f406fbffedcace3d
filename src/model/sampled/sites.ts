import type { Formula, Slot } from "../expression/expression.js";
import { visit } from "../expression/spine.js";
import { formulasOf } from "../file/mechanism.js";
import { subjectsOf } from "../measured.js";
import type { Mechanism } from "../model.js";
import { type Network, type Source, unroll } from "../network.js";
import type { Request, Subject } from "../request.js";

/** Where a value comes from: a site, a number that was set, or the list of types of individuals. */
export type From = { readonly site: number } | { readonly value: number } | { readonly attribute: number };

/** Something drawn for each row: an attribute of a continuous population, or a variable in a world. */
export interface Site {
  /** Its place in the file, for complaints. */
  readonly who: string;
  readonly mechanism: Mechanism;
  readonly domain?: readonly number[];
  /** Sites with the same number share their noise. */
  readonly noise: number;
  /** What its formulas refer to. */
  readonly from: (slot: Slot) => From;
  /** The variables it depends on, then the attributes. */
  readonly above: readonly { readonly name: string; readonly from: From; readonly isAttribute: boolean }[];
}

/** A name and a number that belong to one noise, whatever else is drawn: they choose its stream. */
export interface NoiseName {
  readonly name: string;
  readonly vector: number;
}

/** All that a request needs to be drawn in one case of the dial, each site after those above it. */
export interface Sites {
  readonly sites: readonly Site[];
  readonly noises: readonly NoiseName[];
  /** Where a subject is found; "unit" for which type it is. */
  readonly at: (subject: Subject) => From | "unit";
}

/** Cost: that of unrolling the worlds. */
export function sitesOf(request: Request, shares: readonly boolean[]): Sites {
  const { model, worlds } = request;
  const subjects = [...request.given.map(({ subject }) => subject), ...request.measures.flatMap(subjectsOf)];
  const network = unroll(model, worlds, shares, subjects);
  const attributes = model.types === undefined ? attributesNeeded(request, network, subjects) : [];
  const place = new Map(attributes.map((attribute, site) => [attribute, site]));
  const attributeFrom = (attribute: number): From =>
    model.types === undefined ? { site: place.get(attribute)! } : { attribute };

  const noises: NoiseName[] = attributes.map((attribute) => attributeNoise(model.attributes[attribute].name));
  const sites = attributes.map((attribute, noise): Site => {
    const { name, domain, mechanism } = model.attributes[attribute];
    const from = (slot: Slot) => attributeFrom("attribute" in slot ? slot.attribute : Number.NaN);
    return siteOf(`units.${name}`, mechanism!, domain, noise, from, (slot) => nameOf(request, slot));
  });
  const first = sites.length;
  noises.push(...variableNoises(request, shares, network));
  for (const node of network.nodes) {
    const { name, domain, mechanism, parents } = model.variables[node.variable];
    const from = (slot: Slot): From => {
      if ("attribute" in slot) return attributeFrom(slot.attribute);
      const source = node.parents[parents.indexOf(slot.variable)];
      return "node" in source ? { site: first + source.node } : source;
    };
    sites.push(
      siteOf(`variables.${name}`, mechanism, domain, first + node.noise, from, (slot) => nameOf(request, slot)),
    );
  }
  return {
    sites,
    noises,
    at: (subject) => {
      if (subject.kind === "unit") return "unit";
      if (subject.kind === "attribute") return attributeFrom(subject.attribute);
      const source = network.at(subject);
      return "node" in source ? { site: first + source.node } : source;
    },
  };
}

/** Streams are chosen by names, so that a variable keeps its noise when others come and go. */
function variableNoise(name: string, vector: number): NoiseName {
  return { name: `variable ${name}`, vector };
}

function attributeNoise(name: string): NoiseName {
  return { name: `attribute ${name}`, vector: 0 };
}

export const UNIT_NOISE: NoiseName = { name: "unit", vector: 0 };

function siteOf(
  place: string,
  mechanism: Mechanism,
  domain: readonly number[] | undefined,
  noise: number,
  from: Site["from"],
  name: (slot: Slot) => string,
): Site {
  const slots = slotsOf(formulasOf(mechanism));
  return {
    who: `${place}.${mechanism.kind}`,
    mechanism,
    ...(domain === undefined ? {} : { domain }),
    noise,
    from,
    above: slots.map((slot) => ({ name: name(slot), from: from(slot), isAttribute: "attribute" in slot })),
  };
}

function nameOf({ model }: Request, slot: Slot): string {
  return "variable" in slot ? model.variables[slot.variable].name : model.attributes[slot.attribute].name;
}

/** What formulas refer to, each once: variables in the model's order, then attributes. */
function slotsOf(formulas: readonly Formula[]): readonly Slot[] {
  const variables = new Set<number>();
  const attributes = new Set<number>();
  for (const formula of formulas) {
    visit(formula, (one) => {
      if (one.kind !== "reference") return;
      if ("variable" in one.to) variables.add(one.to.variable);
      else attributes.add(one.to.attribute);
    });
  }
  const ascending = (set: Set<number>) => [...set].sort((a, b) => a - b);
  return [
    ...ascending(variables).map((variable) => ({ variable })),
    ...ascending(attributes).map((attribute) => ({ attribute })),
  ];
}

/** The attributes that subjects and formulas need, and those that these need; each refers to earlier ones only. */
function attributesNeeded({ model }: Request, network: Network, subjects: readonly Subject[]): readonly number[] {
  const needed = new Set(subjects.flatMap((subject) => (subject.kind === "attribute" ? [subject.attribute] : [])));
  const see = (mechanism: Mechanism) => {
    for (const slot of slotsOf(formulasOf(mechanism))) if ("attribute" in slot) needed.add(slot.attribute);
  };
  for (const variable of new Set(network.nodes.map((node) => node.variable))) see(model.variables[variable].mechanism);
  for (let attribute = model.attributes.length - 1; attribute >= 0; attribute--) {
    if (needed.has(attribute)) see(model.attributes[attribute].mechanism!);
  }
  return [...needed].sort((a, b) => a - b);
}

/** For each noise of the network its variable, and the first world that draws it: 0 for all worlds that share the factual noise. */
function variableNoises(
  { model, worlds }: Request,
  shares: readonly boolean[],
  network: Network,
): readonly NoiseName[] {
  const found: NoiseName[] = [];
  worlds.forEach(({ set }, world) => {
    model.variables.forEach(({ name }, variable) => {
      if (set.has(variable)) return;
      const source: Source | undefined = network.at({ kind: "variable", world, variable });
      if (source === undefined || !("node" in source)) return;
      found[network.nodes[source.node].noise] ??= variableNoise(name, shares[world] ? 0 : world);
    });
  });
  return found;
}
