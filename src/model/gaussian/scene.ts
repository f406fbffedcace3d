import type { Formula } from "../expression/expression.js";
import { visit } from "../expression/spine.js";
import { formulasOf } from "../file/mechanism.js";
import type { Mechanism, Model } from "../model.js";
import type { Network, Source } from "../network.js";
import type { Coupling, Subject } from "../request.js";

/** One quantity that the question needs: an attribute of a continuous population, or a node of the network. */
export interface Site {
  readonly name: string;
  /** Its place in the model file. */
  readonly path: string;
  readonly mechanism: Mechanism;
  /** Sites with the same number share their noise. */
  readonly noise: number;
  /** By index of variable: where its formulas find their values. */
  readonly sources: ReadonlyMap<number, SiteSource>;
}

/** Another site, always an earlier one, or a number that was set. */
export type SiteSource = { readonly site: number } | { readonly value: number };

/** One case of the dial as a list of sites, attributes first, parents before children. */
export interface Scene {
  readonly model: Model;
  readonly sites: readonly Site[];
  readonly noises: number;
  /** By index of attribute; empty for a list of types, whose attributes are numbers. */
  readonly attributes: ReadonlyMap<number, number>;
  readonly coupling: Coupling;
  /** Where a subject is found; undefined for the unit, and for attributes of a type. */
  readonly at: (subject: Subject) => SiteSource | undefined;
}

/** Cost: one pass over the formulas of the network. */
export function sceneOf(model: Model, network: Network, subjects: readonly Subject[], coupling: Coupling): Scene {
  const sites: Site[] = [];
  const attributes = new Map<number, number>();
  for (const attribute of model.types === undefined ? neededAttributes(model, network, subjects) : []) {
    const { name, mechanism } = model.attributes[attribute];
    attributes.set(attribute, sites.length);
    const path = `units.${name}`;
    sites.push({ name, path, mechanism: mechanism!, noise: sites.length, sources: new Map() });
  }
  const own = sites.length;
  const sourceOf = (source: Source): SiteSource => ("node" in source ? { site: own + source.node } : source);
  for (const { variable, noise, parents } of network.nodes) {
    const { name, mechanism, parents: variables } = model.variables[variable];
    const sources = new Map(parents.map((source, i) => [variables[i], sourceOf(source)]));
    sites.push({ name, path: `variables.${name}`, mechanism, noise: own + noise, sources });
  }
  const at = (subject: Subject): SiteSource | undefined => {
    if (subject.kind === "variable") return sourceOf(network.at(subject));
    const site = subject.kind === "attribute" ? attributes.get(subject.attribute) : undefined;
    return site === undefined ? undefined : { site };
  };
  return { model, sites, noises: own + network.noises, attributes, coupling, at };
}

/** Attributes that are asked about, that formulas of the network name, and those these are made of; ascending. */
function neededAttributes(model: Model, network: Network, subjects: readonly Subject[]): readonly number[] {
  const needed = new Set<number>();
  const want = (formula: Formula) =>
    visit(formula, (one) => {
      if (one.kind === "reference" && "attribute" in one.to) needed.add(one.to.attribute);
    });
  for (const subject of subjects) if (subject.kind === "attribute") needed.add(subject.attribute);
  const variables = new Set(network.nodes.map(({ variable }) => variable));
  for (const variable of variables) formulasOf(model.variables[variable].mechanism).forEach(want);
  // A set that grows while it is walked through: each new one is visited too.
  for (const attribute of needed) formulasOf(model.attributes[attribute].mechanism!).forEach(want);
  return [...needed].sort((a, b) => a - b);
}
