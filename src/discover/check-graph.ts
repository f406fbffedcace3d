import { DiscoError } from "../error.js";
import type { Budget } from "../graph/budget.js";
import { edgesOf, type Graph, withRole } from "../graph/graph.js";
import { impliedIndependencies } from "../graph/independencies.js";
import { latentProjection } from "../graph/projection.js";
import { join } from "../graph/sets.js";
import type { Pause } from "../learn/crossfit.js";
import type { Frame } from "../num/frame.js";
import { nearestName } from "../num/nearest.js";
import { ENGINE } from "../query/engine.js";
import type { GraphCheck, IndependenceFinding, IndependenceTest, TestedIndependence } from "../query/graph-check.js";
import { holm } from "./holm.js";
import { NOT_TESTED, testIndependence } from "./independence.js";
import { adviceOf, assumptionsOf, type Outcome, warningsOf } from "./remarks.js";
import { repairsOf } from "./repairs.js";
import { contradiction } from "./say.js";
import { selectionRemarks, tiedBySelection } from "./selection-remarks.js";

/** How to hold a graph against a table. */
export interface CheckGraphOptions {
  /** The chance of any false alarm at all, where the graph is right; default .05. */
  readonly level?: number;
  /** Decides folds and draws; default 1. */
  readonly seed?: number;
  /** How long to go on; what was not tested by then is said. Absent: until everything is. */
  readonly budget?: Budget;
  /** Called before each test with the share of them done; may throw to stop. */
  readonly onProgress?: (stage: string, fraction: number) => void;
  /** Called between fits. */
  readonly pause?: Pause;
}

/** More probability than this is no rounding. */
const ROUNDING = 1e-9;

/**
 * Holds a graph against a table: every independence that it implies between measured variables is tested (`testIndependence`), the p-values
 * are corrected for their number (Holm), and what is left below the level contradicts the graph. Latent nodes, and the individual, are
 * projected out; rows are taken to have every node that is `[selected]`.
 * @throws DiscoError for variables that are neither columns nor latent, for edges without direction, and for a level outside (0, 1)
 * Cost: that of the tests, one for each pair that is not adjacent.
 */
export async function checkGraph(frame: Frame, graph: Graph, options: CheckGraphOptions = {}): Promise<GraphCheck> {
  const { level = 0.05, seed = 1, budget, onProgress, pause } = options;
  if (!(level > 0 && level < 1)) {
    const next = "give a number between 0 and 1";
    throw new DiscoError({ who: "level", wrong: "must be between 0 and 1", given: String(level), next });
  }
  const shown = latentProjection(graph, join(withRole(graph, "latent"), withRole(graph, "individual")));
  refuseUnknown(shown, frame);
  const limit = budget === undefined ? {} : { budget };
  const { independencies, inseparable, stopped } = impliedIndependencies(shown, limit);
  const selected = new Set([...withRole(shown, "selected")].map((node) => shown.nodes[node].name));
  const care = { level, seed, ...(pause && { pause }) };
  const tested: IndependenceTest[] = [];
  for (const [i, implied] of independencies.entries()) {
    onProgress?.("testing independencies", i / independencies.length);
    const claim = { ...implied, given: implied.given.filter((name) => !selected.has(name)) };
    if (budget?.left() === false) tested.push({ ...claim, ...NOT_TESTED, reason: `stopped after ${budget.text}` });
    else tested.push(await testIndependence(frame, claim.one, claim.other, claim.given, care));
  }
  const tied = tiedBySelection(shown, independencies, budget);
  const ties = await selectionRemarks(shown, tied, ({ one, other, given }) =>
    testIndependence(frame, one, other, given, care),
  );
  const scanned = corrected(tested);
  const law = frame.weights?.kind === "law";
  const findings = findingsOf(graph, scanned, level);
  const size = frame.weights ? frame.weights.values.reduce((a, b) => a + b, 0) : frame.rows;
  const outcome: Outcome = { scanned, findings, inseparable, level, law, size };
  const warnings = stopped
    ? [{ id: "stopped", text: `Not every pair was looked at: the search stopped after ${budget?.text}.` }]
    : [];
  return Object.freeze({
    question: `Does ${frame.data.source} contradict the graph?`,
    graph: { nodes: graph.nodes, edges: edgesOf(graph) },
    findings,
    scanned,
    inseparable,
    level,
    advice: adviceOf(outcome),
    assumptions: assumptionsOf(outcome),
    warnings: [...warnings, ...ties, ...warningsOf(outcome)],
    data: frame.data,
    provenance: {
      engine: ENGINE,
      seed,
      correction: "Holm",
      tests: scanned.filter(({ test }) => test !== NOT_TESTED.test).length,
      ...(frame.weights && { weights: frame.weights.kind }),
    },
  });
}

/** The variables that have to be columns are: all that are measured, but for those by which rows were selected. */
function refuseUnknown(shown: Graph, frame: Frame): void {
  const columns = frame.columns.map(({ name }) => name);
  const unknown = shown.nodes.filter(({ name, roles }) => !roles.includes("selected") && !columns.includes(name));
  if (unknown.length === 0) return;
  const names = unknown.map(({ name }) => name);
  const near = nearestName(names[0], columns);
  const meant = near === undefined ? "" : `; did you mean ${near}?`;
  throw new DiscoError({
    who: "graph",
    wrong: `${names.length === 1 ? "a variable is" : "variables are"} no column of the table${meant}`,
    given: names.join(", "),
    next: "rename, or mark what was never measured: U [latent]",
  });
}

function corrected(tested: readonly IndependenceTest[]): readonly TestedIndependence[] {
  const judged = tested.filter(({ p }) => p !== null);
  const adjusted = holm(judged.map(({ p }) => p!));
  return tested.map((test) => ({ ...test, adjusted: test.p === null ? null : adjusted[judged.indexOf(test)] }));
}

/** What contradicts the graph, the strongest dependence first. */
function findingsOf(
  graph: Graph,
  scanned: readonly TestedIndependence[],
  level: number,
): readonly IndependenceFinding[] {
  const tests = scanned.filter(({ p }) => p !== null).length;
  return scanned
    .filter(({ adjusted, freedom, statistic }) =>
      adjusted === null ? freedom === null && statistic !== null && statistic > ROUNDING : adjusted < level,
    )
    .map((test) => ({
      ...test,
      kind: "independence" as const,
      text: contradiction(test, tests),
      repairs: repairsOf(graph, test),
    }))
    .sort((a, b) => (b.strength ?? 0) - (a.strength ?? 0));
}
