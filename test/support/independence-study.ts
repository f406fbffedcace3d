import { checkGraph } from "../../src/discover/check-graph.js";
import { testIndependence } from "../../src/discover/independence.js";
import { type Edge, type Graph, makeGraph } from "../../src/graph/graph.js";
import type { Frame } from "../../src/num/frame.js";
import { normalStream, type Uniform, uniformStream } from "../../src/num/random.js";
import { drawFrame, frameOf, type IndependenceWorld } from "./independence-worlds.js";

/** How often of `runs` tests on fresh rows the independence was rejected at 5 %; tests that cannot tell reject nothing. */
export async function rejections(world: IndependenceWorld, rows: number, link: number, runs: number): Promise<number> {
  let rejected = 0;
  for (let run = 0; run < runs; run++) {
    const frame = drawFrame(world, rows, link, 1000 * run + (link === 0 ? 3 : 7));
    const { p } = await testIndependence(frame, "x", "y", world.given, { seed: run });
    if (p !== null && p < 0.05) rejected++;
  }
  return rejected;
}

export type GraphData = "discrete" | "Gaussian" | "mixed";

/** Of `runs` random graphs of seven variables and data that fit them: how often anything was found against one at 5 %. */
export async function falseAlarms(kind: GraphData, rows: number, runs: number): Promise<number> {
  let alarms = 0;
  for (let run = 0; run < runs; run++) {
    const uniform = uniformStream(run, rows);
    const graph = randomGraph(7, 0.4, uniform);
    const { findings } = await checkGraph(rowsOf(graph, kind, rows, uniform), graph, { seed: run });
    if (findings.length > 0) alarms++;
  }
  return alarms;
}

function randomGraph(size: number, density: number, uniform: Uniform): Graph {
  const nodes = Array.from({ length: size }, (_, i) => ({ name: `v${i}`, roles: [] }));
  const edges = nodes.flatMap(({ name: to }, j) =>
    nodes.slice(0, j).flatMap(({ name: from }): Edge[] => (uniform() < density ? [{ from, to, kind: "->" }] : [])),
  );
  return makeGraph(nodes, edges);
}

/** Rows of a law that factorises along the graph: labels by softmax, numbers linear with normal noise; mixed: every other one. */
function rowsOf(graph: Graph, kind: GraphData, rows: number, uniform: Uniform): Frame {
  const normal = normalStream(uniform);
  const { nodes, parents, order } = graph;
  const weights = nodes.map((_, node) => parents[node].map(() => (uniform() < 0.5 ? -1 : 1) * (0.4 + 0.6 * uniform())));
  const labels = nodes.map((_, node) => kind === "discrete" || (kind === "mixed" && node % 2 === 0));
  const levels = nodes.map(() => (uniform() < 0.5 ? 2 : 3));
  const values = nodes.map(() => new Array<number>(rows));
  for (let i = 0; i < rows; i++) {
    for (const node of order) {
      const sum = parents[node].reduce((total, parent, k) => total + weights[node][k] * values[parent][i], 0);
      values[node][i] = labels[node] ? softmax(sum, levels[node], uniform) : sum + normal();
    }
  }
  const columns = nodes.map(({ name }, node) => {
    const column = values[node];
    return [name, labels[node] ? column.map((v) => `level ${v}`) : column] as const;
  });
  return frameOf(Object.fromEntries(columns));
}

/** One of k levels, -1 to 1 where there are three: higher ones likelier the larger the score. */
function softmax(score: number, levels: number, uniform: Uniform): number {
  const places = levels === 2 ? [-1, 1] : [-1, 0, 1];
  const weights = places.map((place) => Math.exp(place * score));
  let u = uniform() * weights.reduce((a, b) => a + b, 0);
  for (let k = 0; k < places.length - 1; k++) {
    u -= weights[k];
    if (u < 0) return places[k];
  }
  return places[places.length - 1];
}
