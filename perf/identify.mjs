// How long it takes to find one minimal adjustment set among 1,000 variables, to list 1,000 of them among 50, and to run ID on 100 variables
// with 20 unmeasured common causes. Beside it, in the same run, networkx, pgmpy and y0 (perf/identify.py), where they are installed.
// Usage: npm run build && [PYTHON=python3] node perf/identify.mjs [runs]
import { execFileSync } from "node:child_process";
import { makeGraph } from "../dist/graph/graph.js";
import { descendants } from "../dist/graph/relatives.js";
import { adjustmentSets, minimalAdjustment } from "../dist/identify/adjustment.js";
import { id } from "../dist/identify/id.js";
import { randomEdges } from "./random-graphs.mjs";
import { machine, time } from "./stopwatch.mjs";

const runs = Number(process.argv[2] ?? 15);
/** The same work for the peers; one line each, or why not. */
function beside(task) {
  const script = new URL("identify.py", import.meta.url).pathname;
  try {
    const input = JSON.stringify(task);
    const told = execFileSync(process.env.PYTHON ?? "python3", [script], {
      input,
      encoding: "utf8",
      timeout: 600_000,
      stdio: ["pipe", "pipe", "ignore"],
    });
    for (const line of told.trim().split("\n")) console.log(`    ${line}`);
  } catch {
    console.log("    no peer here (set PYTHON to one that has networkx, pgmpy or y0)");
  }
}

/** Pairs of a cause and an effect of it that need an adjustment set and have one. */
function pairsToAdjust(graph, many) {
  const found = [];
  for (const x of graph.nodes.keys()) {
    for (const y of descendants(graph, [x])) {
      if (x === y || found.length === many) continue;
      const set = minimalAdjustment(graph, new Set([x]), new Set([y]));
      if (set !== undefined && set.size > 1) found.push([x, y]);
    }
  }
  return found;
}

console.log(machine(runs));
const only = (node) => new Set([node]);

{
  const { nodes, edges } = randomEdges(1, 1000, 4);
  const graph = makeGraph(nodes, edges);
  const [[x, y]] = pairsToAdjust(graph, 1);
  time(
    "one minimal adjustment set, 1,000 variables, degree 4",
    runs,
    () => `${minimalAdjustment(graph, only(x), only(y)).size} variables`,
  );
  beside({ task: "minimal", edges, x: nodes[x].name, y: nodes[y].name });
}
{
  const { nodes, edges } = randomEdges(2, 50, 8);
  const graph = makeGraph(nodes, edges);
  const pairs = pairsToAdjust(graph, 200);
  const count = ([x, y]) => adjustmentSets(graph, only(x), only(y), "minimal", { limit: 1000 }).sets.length;
  const [x, y] = pairs.reduce((best, pair) => (count(pair) > count(best) ? pair : best));
  time("minimal adjustment sets, 1,000 at most, 50 variables, degree 8", runs, () => `${count([x, y])} sets`);
  time("adjustment sets, all kinds, 1,000 of them, 50 variables", runs, () => {
    const { sets } = adjustmentSets(graph, only(x), only(y), "all", { limit: 1000 });
    return `${sets.length} sets`;
  });
  beside({ task: "list", edges, x: nodes[x].name, y: nodes[y].name, limit: 1000 });
}
{
  const { nodes, edges } = randomEdges(3, 100, 4, { shared: 20 });
  const graph = makeGraph(nodes, edges);
  const pairs = [...graph.nodes.keys()].flatMap((x) =>
    [...descendants(graph, [x])].flatMap((y) => (x === y ? [] : [[x, y]])),
  );
  const chosen = pairs.filter((_, i) => i % Math.ceil(pairs.length / 20) === 0);
  time(`ID, ${chosen.length} questions, 100 variables, degree 4, 20 unmeasured common causes`, runs, () => {
    const no = chosen.filter(([x, y]) => "hedge" in id(graph, only(y), only(x))).length;
    return `${chosen.length - no} identified, ${no} not`;
  });
  beside({ task: "id", edges, pairs: chosen.map((pair) => pair.map((node) => nodes[node].name)) });
}
