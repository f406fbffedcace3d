// Questions about whole populations of which only the rows are seen that were selected.
import { identifyAtom } from "../../../src/identify/atom.js";
import type { Tables } from "../../../src/identify/estimand/evaluate.js";
import { amongSelected, fromSelected } from "../../../src/identify/selection.js";
import type { Estimand } from "../../../src/query/estimand.js";
import type { Step } from "../../../src/query/identification.js";
import { effectIn, worstError } from "./agreement.js";
import {
  type AskOptions,
  atomOf,
  isOpen,
  isOpenSomewhere,
  type Questioned,
  questions,
  sayAsked,
  split,
} from "./ask.js";
import { cellsOf, type FullModel, truncated } from "./model.js";
import { type Draw, shuffled } from "./random-graph.js";
import type { Finding } from "./report.js";

/** Only the rows are seen in which each of `selected` is 1. */
export interface Selected extends Questioned {
  readonly selected: readonly number[];
}

/** Random questions P(y | do(x)), P(y | do(x), z) and P(y | z) in turn; one or two nodes select. */
export function* selections(draw: Draw, count: number, options: AskOptions): Generator<Selected> {
  let made = 0;
  for (const { graph, model } of questions(draw, Number.POSITIVE_INFINITY, { shared: 0.3, ...options })) {
    const order = shuffled(draw, [...graph.nodes.keys()]);
    const selected = order.splice(0, draw() < 0.7 || order.length < 4 ? 1 : 2);
    if (selected.some((node) => model.cards[node] !== 2)) continue;
    const { y, x, z } = split(draw, order);
    const turns = [
      { y, x, z: [] },
      { y, x, z },
      { y, x: [], z: [...x, ...z] },
    ];
    yield { graph, model, selected, ...turns[made % 3] };
    if (++made === count) return;
  }
}

/** A dense law without the rows that are not selected. */
function inRows({ cards }: FullModel, selected: readonly number[], law: Float64Array): Float64Array {
  const strides = cards.map((_, node) => cards.slice(node + 1).reduce((a, b) => a * b, 1));
  const isIn = (row: number) => selected.every((node) => Math.floor(row / strides[node]) % cards[node] === 1);
  return law.map((mass, row) => (isIn(row) ? mass : 0));
}

/** The law of the selected alone: all else has no mass. */
function tablesOf({ graph, model, selected }: Selected): Tables {
  const mass = inRows(model, selected, truncated(model));
  const total = mass.reduce((a, b) => a + b, 0);
  const law = mass.map((one) => one / total);
  return { observed: cellsOf(graph, model.cards, law) };
}

type Find = (one: Omit<Selected, "model">, trace?: (step: Step) => void) => Estimand | undefined;

/** District by district. */
export const recovered: Find = ({ graph, y, x, z, selected }, trace = () => {}) => {
  const { atom, open } = atomOf({ graph, y, x, z });
  const factor = { source: fromSelected(graph, new Set(selected)), method: "recovery from selection" };
  const { outcome } = identifyAtom(atom, { graph, open, trace, factor });
  return "estimand" in outcome ? outcome.estimand : undefined;
};

/** Where the selection makes no difference. */
export const direct: Find = ({ graph, y, x, z, selected }, trace = () => {}) => {
  const question = { graph, y: new Set(y), x: new Set(x), z: new Set(z), trace };
  const found = amongSelected(new Set(selected), question);
  return found !== undefined && "estimand" in found ? found.estimand : undefined;
};

export const KINDS = ["P(y | do(x))", "P(y | do(x), z)", "P(y | z)"] as const;

function kindOf({ x, z }: Selected): string {
  return KINDS[x.length === 0 ? 2 : z.length === 0 ? 0 : 1];
}

function sayIt(one: Selected): string {
  return `${sayAsked(one)}, selected by ${one.selected.map((node) => one.graph.nodes[node].name)}`;
}

/** Is what is recovered, by either way, the whole population's law? */
export function checkSelected(one: Selected): readonly Finding[] {
  const { model, y, x, z } = one;
  return Object.entries({ recovered, direct }).map(([way, find]) => {
    const formula = find(one);
    if (formula === undefined) return { kind: `${kindOf(one)} not ${way}` };
    const error = worstError(formula, model, tablesOf(one), [...y, ...x, ...z], effectIn(model, y, x, z));
    const fault = error < 1e-9 ? undefined : `${sayIt(one)}: ${way}, wrong by ${error}`;
    return { kind: `${kindOf(one)} ${way}`, fault };
  });
}

/** Is the answer open where neither way finds a formula, and settled where one does? */
export function checkOpenSelected(draw: Draw): (one: Selected) => readonly Finding[] {
  return (one) => {
    const open = ([model]: readonly [FullModel]) =>
      isOpen({ ...one, model }, { known: () => inRows(model, one.selected, truncated(model)), upToScale: true });
    if ((direct(one) ?? recovered(one)) !== undefined)
      return [{ kind: "settled", fault: open([one.model]) ? `${sayIt(one)}: a formula, and open` : undefined }];
    const isOpenAnywhere = isOpenSomewhere(draw, [one.model], open);
    return [{ kind: "open", fault: isOpenAnywhere ? undefined : `${sayIt(one)}: no formula, and settled` }];
  };
}
