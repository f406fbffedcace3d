// How long searches in graphs take: one separator among 1,000 variables, listings of separators, all implied independencies.
// Usage: npm run build && node perf/graph.mjs [runs]
import { equivalenceClass } from "../dist/graph/equivalence.js";
import { makeGraph, withRole } from "../dist/graph/graph.js";
import { impliedIndependencies } from "../dist/graph/independencies.js";
import { listMinimalSeparators, listSeparators } from "../dist/graph/list-separators.js";
import { latentProjection } from "../dist/graph/projection.js";
import { separated } from "../dist/graph/separation.js";
import { minimalSeparator } from "../dist/graph/separators.js";
import { drawFrom, randomEdges } from "./random-graphs.mjs";
import { machine, time } from "./stopwatch.mjs";

const runs = Number(process.argv[2] ?? 15);
const randomDag = (seed, size, degree, latent) => {
  const { nodes, edges } = randomEdges(seed, size, degree, { latent });
  return makeGraph(nodes, edges);
};

/** Pairs that some measured set separates, and which nothing separates without being given. */
function separablePairs(graph, among, many, seed = 5) {
  const draw = drawFrom(seed);
  const found = [];
  for (let tries = 0; found.length < many && tries < 100_000; tries++) {
    const [one, other] = [0, 1].map(() => new Set([Math.floor(draw() * graph.nodes.length)]));
    if (![...one, ...other].every((node) => among.has(node))) continue;
    if (separated(graph, one, other, new Set()) || minimalSeparator(graph, one, other, { among }) === undefined)
      continue;
    found.push([one, other]);
  }
  return found;
}

const measured = (graph) => {
  const latent = withRole(graph, "latent");
  return new Set([...graph.nodes.keys()].filter((node) => !latent.has(node)));
};

console.log(machine(runs));

const large = randomDag(1, 1000, 4, 0.1);
const among = measured(large);
const pairs = separablePairs(large, among, runs);
const inTurn = (run) => {
  let turn = 0;
  return () => run(...pairs[turn++ % pairs.length]);
};
time("1,000 nodes, degree 4, 10 % latent: makeGraph", runs, () => `${randomDag(1, 1000, 4, 0.1).nodes.length} nodes`);
time(
  "the same: one minimal separator",
  runs,
  inTurn((a, b) => `${minimalSeparator(large, a, b, { among }).size} nodes`),
);
time(
  "the same: the first 10 minimal separators",
  runs,
  inTurn((a, b) => {
    const { sets, ended } = listMinimalSeparators(large, a, b, { among, limit: 10 });
    return `${sets.length} sets, ${ended}`;
  }),
);
time("the same: latent projection", runs, () => `${latentProjection(large).nodes.length} nodes`);

for (const [size, tries] of [
  [50, 400],
  [200, 40],
]) {
  const graph = randomDag(2, size, 4, 0);
  // The pair with the most to list.
  const [{ one, other }] = separablePairs(graph, measured(graph), tries)
    .map(([a, b]) => ({ one: a, other: b, found: listMinimalSeparators(graph, a, b, { limit: 1000 }).sets.length }))
    .sort((a, b) => b.found - a.found);
  time(`${size} nodes, degree 4: 1,000 minimal separators`, runs, () => {
    const { sets, ended } = listMinimalSeparators(graph, one, other, { limit: 1000 });
    return `${sets.length} sets, ${ended}`;
  });
  time(`${size} nodes, degree 4: 1,000 separators`, runs, () => {
    const { sets, ended } = listSeparators(graph, one, other, { limit: 1000 });
    return `${sets.length} sets, ${ended}`;
  });
}

const middle = randomDag(3, 200, 4, 0.1);
time("200 nodes, degree 4, 10 % latent: implied independencies", runs, () => {
  const { independencies, inseparable } = impliedIndependencies(middle);
  return `${independencies.length} and ${inseparable.length} pairs nothing separates`;
});
time("1,000 nodes, degree 4: class of equivalent graphs", runs, () => {
  const { neighbours } = equivalenceClass(randomDag(4, 1000, 4, 0));
  return `${neighbours.flat().length / 2} edges open`;
});
