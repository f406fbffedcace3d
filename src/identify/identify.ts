import { type Budget, budgetOf } from "../graph/budget.js";
import { edgesOf, type Graph, namesOf } from "../graph/graph.js";
import type { Remark } from "../query/answer.js";
import { ENGINE } from "../query/engine.js";
import type { Identification } from "../query/identification.js";
import { parseQuestion } from "../query/parse.js";
import { printQuestion } from "../query/print.js";
import type { Question } from "../query/question.js";
import { assumptionsOf } from "./assumptions.js";
import type { Tables } from "./estimand/evaluate.js";
import { evaluated } from "./evaluated.js";
import { variablesIn } from "./formula.js";
import { explainFailure } from "./not-identified.js";
import { aboutOccasions } from "./occasion-answer.js";
import type { IdentifyOptions } from "./options.js";
import { atomsOf, nodesIn, type Translated } from "./question/asked.js";
import { translate } from "./question/translate.js";
import { individualOf, readingOf } from "./reading.js";
import { type Scene, sceneOf, upstream } from "./scene.js";
import { commonStrategy, solve } from "./solve.js";
import { waysOf } from "./ways.js";

/**
 * Can the question be answered from what is measured, and by which formula? With tables also the number, or what they leave open. Layers 1
 * and 2 by adjustment, front door, ID and IDC; layer 3, in Pearl's semantics (coupling 1), by ID* and IDC*. "Not identified" is an answer,
 * with the obstacle and two models that agree on everything observed and differ on the question.
 * @param question in the grammar of DESIGN 4.2, as text or tree
 * @throws DiscoError for names that the graph does not have, for questions no graph can be asked, for undirected edges, and when the search
 *   for a formula takes longer than `seconds`
 * Cost: O(nodes (nodes + edges)) for each district; the listing of sets, the models and the linear programs as long as the budget allows.
 */
export async function identify(
  graph: Graph,
  question: Question | string,
  options: IdentifyOptions = {},
): Promise<Identification> {
  const parsed = typeof question === "string" ? parseQuestion(question) : question;
  const query = printQuestion(parsed);
  const whole = sceneOf(graph, options);
  const budget = budgetOf(options.seconds);
  const first = translate(parsed, whole.graph, whole.latent);
  const frame = { query, graph: given(graph), provenance: { engine: ENGINE } };
  if ("occasions" in first) return { ...frame, ...aboutOccasions(first.occasions) };
  const scene = upstream(whole, nodesIn(first.asked));
  const translated = translate(parsed, scene.graph, scene.latent) as Translated;
  const { found, steps, formula } = solve(translated, scene, budget);
  const failed = found.find(({ outcome }) => !("estimand" in outcome));
  const layer = Math.max(1, ...found.map((one) => one.layer)) as 1 | 2 | 3;
  const about = aboutOf(first, whole);
  const limit = options.sets ?? 20;
  const ways = about && waysOf(whole.graph, about.x, about.y, { limit, budget });
  const variables = formula === undefined ? [] : variablesIn(formula.tree);
  const own = formula === undefined ? scene.graph.nodes.keys() : nodesIn(translated.asked);
  const loaded = await tablesFor([...new Set([...namesOf(scene.graph, own), ...variables])], options);
  const { tables, data } = loaded;
  const base = {
    ...frame,
    layer,
    method: [...new Set(found.map(({ method }) => method))].join(", "),
    derivation: steps,
    ...(ways === undefined ? {} : { ways }),
    assumptions: assumptionsOf(layer, failed === undefined, tables),
    ...(data === undefined ? {} : { data }),
    diagnostics: {},
  };
  const warned = [...scene.warnings, ...loaded.warnings];
  if (formula === undefined) {
    const { warnings, ...why } = await explainFailure(failed!, translated, query, scene, { ...options, tables });
    const reading = readingFor(whole, options, about, { identified: false, text: "For the reason given." }, budget);
    return { ...base, identified: false, ...why, ...reading, warnings: [...warned, ...warnings] };
  }
  const { warnings, ...numbers } = evaluated(formula, translated, scene, tables, options.level ?? 0.95);
  const population = { identified: true, text: "By the formula.", formula: formula.text };
  return {
    ...base,
    identified: true,
    estimand: formula,
    strategy: commonStrategy(found),
    ...numbers,
    ...readingFor(whole, options, about, population, budget),
    warnings: [...warned, ...warnings],
  };
}

/** The tables given, or brought now. */
async function tablesFor(
  names: readonly string[],
  { tables, data, load }: IdentifyOptions,
): Promise<{
  readonly tables?: Tables | undefined;
  readonly data?: Identification["data"] | undefined;
  readonly warnings: readonly Remark[];
}> {
  if (tables !== undefined || load === undefined) return { tables, data, warnings: [] };
  const loaded = await load(names);
  if ("reason" in loaded) return { warnings: [{ id: "no-number", text: loaded.reason }] };
  return { ...loaded, warnings: [] };
}

/** What is set anywhere in the question, and what is asked about: the effect that people look for ways to. */
interface About {
  readonly x: ReadonlySet<number>;
  readonly y: ReadonlySet<number>;
}

/** Undefined where nothing is set, where plain observation is not all that is known, and where a world stands inside another. */
function aboutOf({ asked }: Translated, { factor }: Scene): About | undefined {
  const events = atomsOf(asked).flatMap((atom) => atom.events);
  const nested = events.some(({ set }) => [...set.values()].some((to) => "node" in to));
  const x = new Set(events.flatMap(({ set }) => [...set.keys()]));
  const y = new Set(events.flatMap(({ node, part }) => (part === "asked" && !x.has(node) ? [node] : [])));
  return factor !== undefined || nested || x.size === 0 || y.size === 0 ? undefined : { x, y };
}

function readingFor(
  { full, graph }: Scene,
  { unit }: IdentifyOptions,
  about: About | undefined,
  population: { readonly identified: boolean; readonly text: string; readonly formula?: string },
  budget: Budget,
): Pick<Identification, "reading"> {
  const node = individualOf(full, unit);
  if (node === undefined || about === undefined) return {};
  const [x, y] = [namesOf(graph, about.x), namesOf(graph, about.y)];
  return { reading: readingOf({ graph: full, unit: node, x, y, population, budget }) };
}

function given(graph: Graph): Identification["graph"] {
  return { nodes: graph.nodes, edges: edgesOf(graph) };
}
