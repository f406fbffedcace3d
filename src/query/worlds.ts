import { DiscoError } from "../error.js";
import { printSetting } from "./print.js";
import type { Setting, Term, World } from "./question.js";

/** Sorted by its text, each text once. By code units, so that the order is the same everywhere. */
export function inOrder<One>(all: readonly One[], text: (one: One) => string): readonly One[] {
  const byText = new Map(all.map((one) => [text(one), one]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, one]) => one);
}

/**
 * A term with the settings of its world, and of worlds inside it, in order and each once.
 * @throws DiscoError when one world sets a variable to two values
 */
export function tidyTerm<One extends Term>(term: One): One {
  return term.world === undefined ? term : { ...term, world: tidyWorld(term.world) };
}

/** As `tidyTerm`, for a world. */
export function tidyWorld({ set, occasion }: World): World {
  const settings = inOrder(set.map(tidySetting), printSetting);
  const met = new Map<string, Setting>();
  for (const setting of settings) {
    const other = met.get(setting.variable);
    if (other !== undefined) {
      throw new DiscoError({
        who: "question",
        wrong: "one world sets a variable to two values",
        given: `${printSetting(other)} and ${printSetting(setting)}`,
        next: "set it once, or compare two worlds",
      });
    }
    met.set(setting.variable, setting);
  }
  return { set: settings, occasion };
}

/** As `tidyTerm`, for a setting. There is no -0: it is 0. */
export function tidySetting({ variable, to }: Setting): Setting {
  return { variable, to: typeof to === "object" ? tidyTerm(to) : to === 0 ? 0 : to };
}
