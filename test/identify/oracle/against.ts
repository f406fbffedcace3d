// Whole answers of `identify` against the slow side: truncated factorisation for effects, the exact engine for counterfactuals.
import { DiscoError } from "../../../src/error.ts";
import type { Graph } from "../../../src/graph/graph.ts";
import { identify } from "../../../src/identify/identify.ts";
import { ask } from "../../../src/model/ask.ts";
import { modelOf } from "../../../src/model/file/read.ts";
import type { Identification } from "../../../src/query/identification.ts";
import { cellsOf, type FullModel, massOf, randomModel, truncated } from "./model.ts";
import { modelFileOf } from "./model-file.ts";
import { type Draw, drawFrom, randomGraph } from "./random-graph.ts";
import { randomCounterfactual, randomEffect } from "./random-question.ts";

/** What became of many questions. */
export interface Tally {
  identified: number;
  /** Not identified, with a checked pair of models. */
  witnessed: number;
  /** What is given cannot happen. */
  impossible: number;
  /** The largest difference between a formula's number and the truth. */
  worst: number;
  /** Questions whose answer is wrong, or is "no" without a pair of models. */
  faults: string[];
}

export function emptyTally(): Tally {
  return { identified: 0, witnessed: 0, impossible: 0, worst: 0, faults: [] };
}

/** One random graph of 3 to 7 nodes with a random model, and a random effect in it. */
export async function checkEffect(seed: number, tally: Tally): Promise<void> {
  const draw = drawFrom(seed);
  const graph = randomGraph(draw, 3 + Math.floor(5 * draw()));
  const model = randomModel(draw, graph);
  const { x, y, z, text } = randomEffect(draw, graph, model.cards);
  const answer = await answerOf(model, text);
  const set = truncated(model, x);
  const truth = massOf(model.cards, set, new Map([...y, ...z])) / massOf(model.cards, set, z);
  note(tally, `seed ${seed}: ${text}`, answer, truth);
}

/** One random graph of 2 to 7 two-valued nodes with a random model, and a random question about several worlds. */
export async function checkCounterfactual(seed: number, tally: Tally): Promise<void> {
  const draw = drawFrom(seed);
  const model = modelToAsk(draw);
  const text = questionToAsk(draw, model.graph);
  const answer = await answerOf(model, text);
  const where = `seed ${seed}: ${text}`;
  // The engine takes much longer than the answer, and is not needed to see that two models differ.
  if (!answer.identified && isShown(answer)) tally.witnessed++;
  else {
    const truth = engineValue(() => ask(modelOf(modelFileOf(model)), text, { coupling: 1 }).value!);
    if (truth === undefined) tally.impossible++;
    else note(tally, where, answer, truth);
  }
}

/** The engine reads tables as text, and a text has its limits. */
function modelToAsk(draw: Draw): FullModel {
  for (;;) {
    const graph = randomGraph(draw, 2 + Math.floor(6 * draw()), 0.3 + 0.5 * draw(), 0.4 * draw());
    const model = randomModel(draw, graph, { ternary: 0 });
    if (model.tables.every((rows) => rows.length <= 1024)) return model;
  }
}

/** The engine compares ten worlds at most. */
function questionToAsk(draw: Draw, graph: Graph): string {
  for (;;) {
    const text = randomCounterfactual(draw, graph);
    if (text.split("[").length <= 10) return text;
  }
}

/** With the number where there is a formula. Bounds take long, and have tests of their own. */
async function answerOf(model: FullModel, text: string): Promise<Identification> {
  const answer = await identify(model.graph, text, { sets: 0 });
  if (!answer.identified) return answer;
  const tables = { observed: cellsOf(model.graph, model.cards, truncated(model)) };
  return identify(model.graph, text, { tables, sets: 0 });
}

/** Undefined where the engine says that what is given never happens. */
function engineValue(run: () => number): number | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof DiscoError && /never|impossible|probability 0/.test(error.message)) return undefined;
    throw error;
  }
}

function note(tally: Tally, where: string, answer: Identification, truth: number): void {
  if (answer.identified) {
    tally.identified++;
    const error = Math.abs(answer.value! - truth);
    if (!(error < 1e-9)) tally.faults.push(`${where}: ${answer.value} for ${truth}, by ${answer.estimand!.text}`);
    tally.worst = Math.max(tally.worst, error);
    return;
  }
  if (isShown(answer)) tally.witnessed++;
  else tally.faults.push(`${where}: no pair of models (${answer.obstacle?.kind})`);
}

function isShown({ witness }: Identification): boolean {
  return witness !== undefined && witness.difference < 1e-12 && Math.abs(witness.values[0] - witness.values[1]) > 1e-3;
}
