import { DiscoError } from "../../error.js";
import { printWorld } from "../../query/print.js";
import type { Setting, World } from "../../query/question.js";
import type { Model } from "../model.js";
import type { PlannedWorld } from "../request.js";
import { meaningOf, numberFor } from "./names.js";

/** Each case of the dial is answered by itself, and there are two to the power of this many. */
const MOST_WORLDS = 10;

/** The worlds of one question: equal brackets are one world, wherever they stand. */
export interface Worlds {
  readonly all: readonly PlannedWorld[];
  /** The index of a world, entered when it is new; 0 without brackets. */
  readonly indexOf: (world: World | undefined) => number;
}

/** @throws DiscoError (from `indexOf`) for names and values that the model does not have, and for more than ten worlds */
export function collectWorlds(model: Model): Worlds {
  const all: PlannedWorld[] = [{ set: new Map(), text: "" }];
  const byKey = new Map<string, number>();
  const indexOf = (world: World | undefined): number => {
    if (world === undefined) return 0;
    const settings = new Map(
      world.set.map((setting) => [variableOf(model, setting), settingOf(model, setting, indexOf)]),
    );
    const key = keyOf(settings, world.occasion);
    const known = byKey.get(key);
    if (known !== undefined) return known;
    const index = all.push({ set: settings, text: printWorld(world) }) - 1;
    if (index > MOST_WORLDS) {
      throw new DiscoError({
        who: "question",
        wrong: `it compares more than ${MOST_WORLDS} worlds`,
        next: "ask about fewer at a time",
      });
    }
    byKey.set(key, index);
    return index;
  };
  return { all, indexOf };
}

function variableOf(model: Model, { variable }: Setting): number {
  const meaning = meaningOf(model, variable);
  if (meaning.kind === "variable") return meaning.variable;
  throw new DiscoError({
    who: "question",
    wrong: "an individual's attribute cannot be set: it is who they are",
    given: variable,
    next: "condition on it instead, after | or after ;",
  });
}

function settingOf(model: Model, { variable, to }: Setting, indexOf: (world: World) => number) {
  if (typeof to !== "object") {
    const { mechanism } = model.variables[variableOf(model, { variable, to })];
    // A computed variable may be set to anything; what depends on it is checked when it is reached.
    return { value: numberFor(model, variable, to, mechanism.kind !== "equals") };
  }
  const from = variableOf(model, { variable: to.name, to: 0 });
  const target = model.variables[variableOf(model, { variable, to })];
  const source = model.variables[from];
  const outside = source.domain?.filter((value) => target.domain !== undefined && !target.domain.includes(value));
  if (target.labelled !== source.labelled || (target.mechanism.kind !== "equals" && (outside?.length ?? 0) > 0)) {
    throw new DiscoError({
      who: "question",
      wrong: `${to.name} can have values that ${variable} cannot`,
      given: `${variable}=${to.name}${printWorld(to.world)}`,
      next: `set ${variable} to its own value in another world, as in ${variable}=${variable}${printWorld(to.world)}`,
    });
  }
  return { world: indexOf(to.world), variable: from };
}

function keyOf(settings: PlannedWorld["set"], occasion: number): string {
  const parts = [...settings].sort(([a], [b]) => a - b);
  const texts = parts.map(([variable, to]) => `${variable}=${"value" in to ? to.value : `${to.world}.${to.variable}`}`);
  return `${texts.join(",")}#${occasion}`;
}
