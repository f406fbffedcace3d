import { DiscoError } from "../error.js";
import { nearestName } from "../num/nearest.js";
import { say, sayNames } from "./say.js";
import type { Source } from "./source.js";

/** Which column plays which part. */
export interface Roles {
  readonly treatment: string;
  readonly outcome: string;
  /** The covariates. */
  readonly given: readonly string[];
  /** The individual (or cluster) each row belongs to. */
  readonly unit?: string | undefined;
  /** How many observations each row stands for, or its probability. */
  readonly weight?: string | undefined;
  /** Which value of the treatment counts as treated, when it cannot be told. */
  readonly treated?: string | undefined;
  /** Which value of the outcome counts as success, when it cannot be told. */
  readonly success?: string | undefined;
  /** Groups that are to be treated alike, and what it costs to treat each individual: columns that may be covariates too, but need not be. */
  readonly fair?: string | undefined;
  readonly cost?: string | undefined;
}

/** Which column plays which part in a study of an effect. */
export interface StudyRoles extends Roles {
  /** Which value of the treatment the others are compared with, when there are several or it cannot be told. */
  readonly reference?: string | undefined;
  /** What moves the treatment and touches the outcome through nothing else. */
  readonly instruments?: readonly string[] | undefined;
  /** What the treatment acts through. */
  readonly mediators?: readonly string[] | undefined;
  /** What a rule cuts at one value to decide who is treated. */
  readonly running?: string | undefined;
  /** The period of a row, in panels. */
  readonly time?: string | undefined;
  /** An outcome that the treatment cannot touch, and a treatment that can touch nothing. */
  readonly negativeOutcome?: string | undefined;
  readonly negativeTreatment?: string | undefined;
}

/** `by` makes strata. `column`, `label` and `open` are those of a frame, where no column plays a part: values as they are, names for something, or values that may be missing. */
export type Role =
  | "treatment"
  | "outcome"
  | "given"
  | "unit"
  | "weight"
  | "instrument"
  | "mediator"
  | "running"
  | "time"
  | "negative-outcome"
  | "negative-treatment"
  | "fair"
  | "cost-column"
  | "by"
  | "column"
  | "label"
  | "open";

/** A column that is used, and as what. */
export interface UsedName {
  readonly role: Role;
  readonly name: string;
}

/** The columns used, each once, and what to say about how they were named. */
export interface UsedNames {
  readonly used: readonly UsedName[];
  readonly notes: readonly string[];
}

/** Who complains about a column: the option that names it. The columns of a frame are named by whoever asks for them. */
export function whoNames(role: Role): string {
  return role === "column" || role === "label" || role === "open" ? "column" : `--${role}`;
}

/** Do the values only name something? Then they are kept to the letter: two long identifiers must not become one number. */
export function isExact(role: Role): boolean {
  return role === "unit" || role === "label";
}

/** The columns of a frame. Throws for a column that is also the weight, and for labels that are no column of it. */
export function listColumns(
  names: readonly string[],
  {
    weight,
    labels = [],
    gaps = [],
  }: {
    readonly weight?: string | undefined;
    readonly labels?: readonly string[] | undefined;
    readonly gaps?: readonly string[] | undefined;
  },
): UsedNames {
  if (names.length === 0) {
    throw new DiscoError({ who: "column", wrong: "no column is asked about", next: "name at least one" });
  }
  if (weight !== undefined && names.includes(weight)) {
    const next = "leave it out of one of the two";
    throw new DiscoError({ who: "--weight", wrong: "this column is asked about too", given: say(weight), next });
  }
  const strange = labels.find((label) => !names.includes(label));
  if (strange !== undefined) {
    const wrong = "this column is not asked about, so it cannot be read as labels";
    throw new DiscoError({ who: "--labels", wrong, given: say(strange), next: `choose from ${sayNames(names)}` });
  }
  const used = [...new Set(names)].map(
    (name): UsedName => ({ role: gaps.includes(name) ? "open" : labels.includes(name) ? "label" : "column", name }),
  );
  return { used: weight === undefined ? used : [...used, { role: "weight", name: weight }], notes: [] };
}

/** The columns used, covariates last, each once; `notes` tells of repeated ones. Throws when one column has two roles. */
export function listRoles(roles: StudyRoles): UsedNames {
  const { treatment, outcome, unit, weight, time, running, instruments = [], mediators = [] } = roles;
  const named = (role: Role, name: string | undefined): UsedName[] => (name === undefined ? [] : [{ role, name }]);
  // What is a covariate already need not be read twice.
  const beside = (role: Role, name: string | undefined) =>
    name !== undefined && roles.given.includes(name) ? [] : named(role, name);
  const used: UsedName[] = [
    { role: "treatment", name: treatment },
    { role: "outcome", name: outcome },
    ...named("unit", unit),
    ...named("weight", weight),
    ...named("time", time),
    ...named("running", running),
    ...named("negative-outcome", roles.negativeOutcome),
    ...named("negative-treatment", roles.negativeTreatment),
    ...beside("fair", roles.fair),
    ...beside("cost-column", roles.cost),
    ...[...new Set(instruments)].map((name): UsedName => ({ role: "instrument", name })),
    ...[...new Set(mediators)].map((name): UsedName => ({ role: "mediator", name })),
  ];
  for (let i = 1; i < used.length; i++) {
    const other = used.slice(0, i).find((u) => u.name === used[i].name);
    if (other) {
      const wrong = `the same column is already the ${other.role}`;
      throw new DiscoError({
        who: `--${used[i].role}`,
        wrong,
        given: say(other.name),
        next: "name two different columns",
      });
    }
  }
  const notes: string[] = [];
  for (const name of new Set(roles.given)) {
    const other = used.find((u) => u.name === name && u.role !== "given");
    if (other) {
      const wrong =
        other.role === "unit"
          ? "this column is the unit, which is the individual already"
          : other.role === "instrument" || other.role === "mediator"
            ? `this column is already a${other.role === "instrument" ? "n" : ""} ${other.role}`
            : `this column is the ${other.role}`;
      throw new DiscoError({ who: "--given", wrong, given: say(name), next: "leave it out of --given" });
    }
    if (roles.given.indexOf(name) !== roles.given.lastIndexOf(name)) {
      notes.push(`The covariate ${say(name)} was named more than once and used once.`);
    }
    used.push({ role: "given", name });
  }
  return { used, notes };
}

/** Checks that every column used is there; returns what to say about names that several columns share. */
export function checkNames(source: Source, derived: readonly string[], used: readonly UsedName[]): string[] {
  const names = [...source.columns.map((c) => c.name), ...derived];
  const known = new Set(names);
  for (const { role, name } of used) {
    if (known.has(name)) continue;
    const nearest = nearestName(name, names);
    const wrong = `there is no such column${nearest === undefined ? "" : `; did you mean ${say(nearest)}?`}`;
    const latent = whoNames(role) === "column" ? " (what nobody measured is marked latent in a graph)" : "";
    const next = `the columns are ${sayNames(names)}${latent}`;
    throw new DiscoError({ who: whoNames(role), wrong, given: say(name), next });
  }
  return used.flatMap((u) => source.shared.get(u.name) ?? []);
}
