import type { Slot } from "../expression/expression.js";
import { say, shorten } from "../expression/say.js";
import type { Model } from "../model.js";
import { offencesOf } from "./check.js";
import type { Budget, Grouping } from "./combinations.js";
import type { Defects } from "./defects.js";
import type { Draft, DraftLaw } from "./draft.js";
import type { Fault } from "./mechanism.js";
import type { Population } from "./population.js";

/** Says which laws fail, where, and in what case: "the probability is 1.2 when X = 1, Z = 1 for unit 'u1'". */
export function complainOfLaws(model: Model, draft: Draft, groupsOf: Grouping, budget: Budget, defects: Defects): void {
  const { labels, types, attributes } = model;
  for (const { slot, fault, variables, attributes: drawn, type } of offencesOf(model, groupsOf, budget)) {
    const circumstances = [
      ...drawn.map(([attribute, value]) => valued(attributes[attribute], value, labels)),
      ...variables.map(([variable, value]) => valued(model.variables[variable], value, labels)),
    ];
    const named = type !== undefined && types !== undefined ? types[type].name : undefined;
    add(lawOf(slot, draft), fault, circumstances, named, defects);
  }
}

/** The same for the law of an attribute that fails where the population is made into a list of types. */
export function complainOfPopulation(
  { fault, attribute, before }: Extract<Population, { kind: "fault" }>,
  draft: Draft,
  labels: readonly string[],
  defects: Defects,
): void {
  const circumstances = before.map((value, i) => {
    const { name, law } = draft.attributes[i];
    return valued({ name, labelled: law?.labelled === true }, value, labels);
  });
  add(lawOf({ attribute }, draft), fault, circumstances, undefined, defects);
}

function lawOf(slot: Slot, { attributes, variables }: Draft): DraftLaw {
  return "variable" in slot ? variables[slot.variable].law : attributes[slot.attribute].law!;
}

const MOST_SHOWN = 8;

function add(
  { written }: DraftLaw,
  { part, wrong, next }: Fault,
  circumstances: readonly string[],
  unit: string | undefined,
  defects: Defects,
): void {
  // A fault of all the weights together is told at the first.
  const expression = written.expressions[Math.max(0, part)];
  const list = circumstances.slice(0, MOST_SHOWN).join(", ") + (circumstances.length > MOST_SHOWN ? ", ..." : "");
  const when = list === "" ? "" : ` when ${list}`;
  const who = unit === undefined ? "" : ` for unit ${say(unit)}`;
  const given = shorten(JSON.stringify(expression.source.slice(0, 200)));
  defects.add(expression.place, { wrong: `${wrong}${when}${who}`, given, next });
}

function valued(
  { name, labelled }: { readonly name: string; readonly labelled: boolean },
  value: number,
  labels: readonly string[],
): string {
  if (labelled) return `${name} = "${labels[value]}"`;
  // A draw of a continuous law has sixteen digits, of which a person wants to see a few.
  const short = String(value);
  return `${name} = ${short.length > 8 ? Number(value.toPrecision(6)) : short}`;
}
