import { budgetOf } from "../graph/budget.js";
import { withRole } from "../graph/graph.js";
import type { Range, Remark } from "../query/answer.js";
import type { Sign } from "../query/estimand.js";
import type { Identification, Obstacle, SharperBounds, ValueAt } from "../query/identification.js";
import type { AtomFound } from "./atom.js";
import { type Bounds, boundsOf } from "./bounds/bounds.js";
import type { Thicket } from "./counterfactual/factor.js";
import type { Tables } from "./estimand/evaluate.js";
import { keyOf } from "./estimand/walk.js";
import type { Hedge } from "./id.js";
import { combinations } from "./numbers.js";
import { hedgeObstacle, sourceObstacle, thicketObstacle } from "./obstacle.js";
import type { IdentifyOptions } from "./options.js";
import type { Translated } from "./question/asked.js";
import { type ValuesOf, valuesFor } from "./question/domains.js";
import { instantiate } from "./question/instantiate.js";
import { refuseLabels, refuseUnseen } from "./question/unseen.js";
import type { Scene } from "./scene.js";
import { witnessFor } from "./witness/witness.js";

/** Sets of bounds, each a linear program, that are worth the wait. */
const MOST_BOUNDED = 16;

/** What an answer says where there is no formula. */
export interface Failure extends Pick<Identification, "obstacle" | "witness" | "bounds" | "sharper" | "values" | "at"> {
  readonly reason: string;
  readonly warnings: readonly Remark[];
}

interface FailureOptions extends Pick<IdentifyOptions, "seconds" | "loadHighs"> {
  readonly tables?: Tables | undefined;
}

/** Why there is no formula, two models that show it, and with data what is left open. Cost: a search for models, and linear programs. */
export async function explainFailure(
  { outcome }: AtomFound,
  translated: Translated,
  text: string,
  scene: Scene,
  options: FailureOptions,
): Promise<Failure> {
  if ("estimand" in outcome) throw new Error("nothing failed");
  if ("impossible" in outcome) {
    return { reason: "What is given can never happen: its events contradict each other.", warnings: [] };
  }
  const { graph } = scene;
  const obstacle = obstacleOf(outcome, scene);
  const names = graph.nodes.map(({ name }) => name);
  const valuesOf = valuesFor(translated.asked, names, options.tables?.observed);
  const instance = instantiate(translated.asked, text, (sign) => valuesOf(sign.variable).at(-1)!, valuesOf);
  // Where several laws are known, models would have to agree on all of them.
  const plain = scene.factor === undefined && instance !== undefined;
  const witness = plain ? witnessFor(graph, instance, outcome, { budget: budgetOf(options.seconds) }) : undefined;
  const bounded = plain ? await boundsAt(translated, text, valuesOf, scene, options) : { warnings: [] };
  const unshown = plain && witness === undefined ? [UNSHOWN] : [];
  return {
    reason: obstacle.text,
    obstacle,
    ...(witness === undefined ? {} : { witness }),
    ...bounded,
    warnings: [...bounded.warnings, ...unshown],
  };
}

function obstacleOf(
  outcome: { readonly hedge: Hedge } | { readonly thicket: Thicket },
  { graph, factor }: Scene,
): Obstacle {
  if ("thicket" in outcome) return thicketObstacle(graph, outcome.thicket);
  if (factor === undefined) return hedgeObstacle(graph, outcome.hedge);
  return sourceObstacle(graph, outcome.hedge, withRole(graph, "selected"));
}

type Bounded = Pick<Failure, "bounds" | "sharper" | "values" | "at" | "warnings">;

/** With data, the bounds at each combination of values that the question leaves open; those of the last stand for the question. */
async function boundsAt(
  { asked, open }: Translated,
  text: string,
  valuesOf: ValuesOf,
  { graph }: Scene,
  { tables, seconds, loadHighs }: FailureOptions,
): Promise<Bounded> {
  if (tables === undefined) return { warnings: [] };
  refuseUnseen(asked, graph, tables.observed);
  refuseLabels(asked, tables.observed);
  const limits = { budget: budgetOf(seconds), ...(loadHighs === undefined ? {} : { loadHighs }) };
  const lists = open.map((sign) => valuesOf(sign.variable));
  const picks = [...combinations(lists)];
  const values: ValueAt[] = [];
  let last: Bounds | undefined;
  for (const picked of picks.length <= MOST_BOUNDED ? picks : picks.slice(-1)) {
    const place = new Map(open.map((sign, i) => [keyOf(sign), lists[i][picked[i]]]));
    const at = Object.fromEntries(open.map((sign, i) => [sign.variable, lists[i][picked[i]]]));
    const instance = instantiate(asked, text, (sign: Sign) => place.get(keyOf(sign))!, valuesOf)!;
    last = shifted(await boundsOf(graph, instance, tables.observed, limits), instance.constant);
    values.push({ at, value: null, ...("reason" in last ? last : { bounds: last.bounds }) });
  }
  if (last === undefined) return { warnings: [] };
  const listed = open.length === 0 ? {} : { values, at: values[values.length - 1].at };
  if ("reason" in last) return { ...listed, warnings: [{ id: "bounds", text: last.reason }] };
  const { bounds, sharper } = last;
  const sampled = tables.observed.kind === "counts" ? [SAMPLED] : [];
  return { bounds, sharper, ...listed, warnings: [...last.warnings, ...sampled] };
}

/** The same bounds with a number added. */
function shifted(found: Bounds, by: number): Bounds {
  if ("reason" in found || by === 0) return found;
  const moved = ([low, high]: Range): Range => [low + by, high + by];
  const sharper = found.sharper.map((one): SharperBounds => ({ ...one, bounds: moved(one.bounds) }));
  return { ...found, bounds: moved(found.bounds), sharper };
}

const UNSHOWN: Remark = {
  id: "no-models",
  text: "No two models were found that agree on everything observed and differ on the question: that there is no formula rests on the algorithm alone.",
};

const SAMPLED: Remark = {
  id: "bounds-sampled",
  text: "The bounds are those of the frequencies in the table; how far these are from the population's is not in them.",
};
