import type { Slot } from "../expression/expression.js";
import { UNKNOWN, type ValueType } from "../expression/resolve.js";
import { say } from "../expression/say.js";
import { visit } from "../expression/spine.js";
import type { Defects, Place } from "./defects.js";
import type { WrittenLaw } from "./laws.js";

/** A name of the model: where it is, and what it holds (`unknown` until its own law is resolved). */
export interface Known {
  readonly slot: Slot;
  type: ValueType;
}

/** Labels by code, in the order they are first met. */
export interface Labels {
  readonly code: (label: string) => number;
  readonly has: (label: string) => boolean;
  readonly list: () => readonly string[];
}

export function collectLabels(): Labels {
  const codes = new Map<string, number>();
  return {
    code: (label) => {
      const code = codes.get(label) ?? codes.size;
      codes.set(label, code);
      return code;
    },
    has: (label) => codes.has(label),
    list: () => [...codes.keys()],
  };
}

/** Puts all names of the model in one table; a variable and an attribute of one name are a defect. */
export function knownNames(
  attributes: readonly string[],
  variables: ReadonlyMap<string, Place>,
  defects: Defects,
): ReadonlyMap<string, Known> {
  const names = new Map<string, Known>();
  attributes.forEach((name, attribute) => {
    names.set(name, { slot: { attribute }, type: UNKNOWN });
  });
  let variable = 0;
  for (const [name, place] of variables) {
    if (names.has(name)) {
      const wrong = `${say(name)} is an attribute of the units too`;
      defects.add(place, { wrong, next: "rename one of them, so that expressions are clear" });
    }
    names.set(name, { slot: { variable: variable++ }, type: UNKNOWN });
  }
  return names;
}

/** The variables that a law names, each once, ascending. */
export function parentsOf(law: WrittenLaw | undefined, names: ReadonlyMap<string, Known>): readonly number[] {
  const parents = new Set<number>();
  for (const { tree } of law?.expressions ?? []) {
    visit(tree, (one) => {
      const slot = one.kind === "reference" ? names.get(one.to)?.slot : undefined;
      if (slot !== undefined && "variable" in slot) parents.add(slot.variable);
    });
  }
  return [...parents].sort((a, b) => a - b);
}
