import { DiscoError } from "../error.js";
import { type Budget, Stopped } from "../graph/budget.js";
import type { Estimand } from "../query/estimand.js";
import type { Formula, Step, Strategy } from "../query/identification.js";
import { type AtomFound, identifyAtom } from "./atom.js";
import { shown } from "./formula.js";
import { type Asked, type Atom, atomsOf, shapeOf, type Translated } from "./question/asked.js";
import type { Scene } from "./scene.js";

/** The parts of a question identified, from left to right, and how. */
export interface Solved {
  readonly found: readonly AtomFound[];
  readonly steps: readonly Step[];
  /** The whole question's formula; absent where a part has none. */
  readonly formula?: Formula;
}

/**
 * Identifies every part of a question, and puts the formula together.
 * @throws DiscoError (refused) when the budget is spent before it is known whether there is a formula
 */
export function solve(translated: Translated, scene: Scene, budget: Budget): Solved {
  const { asked, open } = translated;
  const steps: Step[] = [];
  const shapes = new Set<string>();
  const found = atomsOf(asked).map((atom) => solved(atom, translated, scene, budget, steps, shapes));
  const formulas = found.flatMap(({ outcome }) => ("estimand" in outcome ? [outcome.estimand] : []));
  if (formulas.length < found.length) return { found, steps };
  return { found, steps, formula: shown(scene.graph, composed(asked, formulas), open) };
}

/** One atom; its steps are told unless an atom of the same shape, at other values, was told before. */
function solved(
  atom: Atom,
  { open }: Translated,
  scene: Scene,
  budget: Budget,
  told: Step[],
  shapes: Set<string>,
): AtomFound {
  const steps: Step[] = [];
  const { graph, factor } = scene;
  try {
    const found = identifyAtom(atom, {
      graph,
      open,
      budget,
      trace: (step) => steps.push(step),
      ...(factor === undefined ? {} : { factor }),
    });
    const shape = shapeOf(atom);
    if (!shapes.has(shape)) told.push(...steps);
    else if (steps.length > 0) told.push({ rule: "likewise", text: `${atom.text}, in the same way.` });
    shapes.add(shape);
    return found;
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    throw new DiscoError(
      {
        who: "identify",
        wrong: `${error.message}, before it was known whether there is a formula`,
        given: `${graph.nodes.length} variables; found so far: ${steps.length} steps${steps.length === 0 ? "" : `, the last by ${steps[steps.length - 1].rule}`}`,
        next: "give it more --seconds, or leave out variables that do not matter",
      },
      "refused",
    );
  }
}

/** The formula of a question from those of its atoms, from left to right. */
function composed(asked: Asked, formulas: readonly Estimand[]): Estimand {
  let next = 0;
  const walk = (one: Asked): Estimand => {
    switch (one.kind) {
      case "atom":
        return formulas[next++];
      case "number":
        return one;
      case "negative":
        return { kind: "negative", of: walk(one.of) };
      case "arithmetic":
        return { kind: "arithmetic", operator: one.operator, left: walk(one.left), right: walk(one.right) };
    }
  };
  return walk(asked);
}

/** What estimators may use for all parts of the question alike. */
export function commonStrategy(found: readonly AtomFound[]): Strategy {
  const [first, ...others] = found.map(({ strategy }) => strategy);
  const same = others.every((one) => JSON.stringify(one) === JSON.stringify(first));
  return first !== undefined && same ? first : { kind: "formula" };
}
