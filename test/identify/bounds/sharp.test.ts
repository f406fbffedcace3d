// Where bounds are called sharp, each end is the value of a model that is written down and enumerated: it gives the observed law, and the end.
import { describe, expect, it } from "vitest";
import { budgetOf } from "../../../src/graph/budget.ts";
import { districts } from "../../../src/graph/districts.ts";
import { type Edge, edgesOf, type Graph, makeGraph } from "../../../src/graph/graph.ts";
import { blocksOf } from "../../../src/identify/bounds/blocks.ts";
import { boundsOf } from "../../../src/identify/bounds/bounds.ts";
import { constraintsOf } from "../../../src/identify/bounds/constraints.ts";
import { fractionOf, gainsOf } from "../../../src/identify/bounds/fraction.ts";
import type { Response } from "../../../src/identify/bounds/functional.ts";
import { fractionProgram, lawProgram } from "../../../src/identify/bounds/program.ts";
import { loadHighs, withSolver } from "../../../src/identify/bounds/solver.ts";
import { spaceOf } from "../../../src/identify/bounds/space.ts";
import { strataOf } from "../../../src/identify/bounds/strata.ts";
import { responseTypes } from "../../../src/identify/bounds/types.ts";
import type { Instance } from "../../../src/identify/instance.ts";
import type { Cells } from "../../../src/num/cells.ts";
import { cellsOf } from "../oracle/model.ts";
import { drawFrom, pick, randomGraph } from "../oracle/random-graph.ts";
import { randomQuestion } from "./random-question.ts";
import { lawOf, type ResponseType, randomTypeModel, type TypeModel, valueOfQuestion } from "./type-model.ts";

const SAME = 1e-8;
const LIMITS = { mostTypes: 5000, budget: budgetOf(1000) };

/** The same graph with districts completed, so that every two nodes of one share a cause. */
function withCliques(graph: Graph): Graph {
  const edges = edgesOf(graph).filter(({ kind }) => kind === "->");
  const shared = districts(graph, new Set(graph.nodes.keys())).flatMap((district) =>
    [...district].flatMap((one) =>
      [...district]
        .filter((other) => one < other)
        .map((other): Edge => ({ from: graph.nodes[one].name, to: graph.nodes[other].name, kind: "<->" })),
    ),
  );
  return makeGraph(graph.nodes, [...edges, ...shared]);
}

/** The models at the two ends: one unknown district of the model's has the types that the program chose; all others stay. */
async function extremeModels(model: TypeModel, instance: Instance, cells: Cells): Promise<readonly TypeModel[]> {
  const { graph } = model;
  const events = instance.terms.flatMap((term) => term.events);
  const space = spaceOf(graph, new Set(graph.nodes.keys()), events, cells);
  const fraction = fractionOf(space, instance);
  const blocks = blocksOf(space, [fraction.top, fraction.bottom]);
  // Ends that meet are sharp also where districts were taken together, though what the program chose is then no model of the graph.
  if (blocks.some((block) => districts(graph, block).length > 1)) return [];
  const laws = blocks.flatMap((block) =>
    strataOf(space, constraintsOf(space, block, LIMITS), gainsOf(block, fraction)).map(({ constraints, gains }) => ({
      block,
      constraints,
      columns: responseTypes(space, constraints, gains, LIMITS),
    })),
  );
  const linear = fraction.bottom.products.size === 0;
  const program = linear
    ? lawProgram(laws, (column) => column.top)
    : fractionProgram(laws, { top: fraction.top.constant, bottom: fraction.bottom.constant });
  const found = withSolver(await loadHighs(), LIMITS.budget, (solve) => solve(program, ["least", "most"]));
  if (found === "infeasible") throw new Error("infeasible");
  return found.map(({ at }) => {
    const scale = linear ? 1 : at[at.length - 1];
    let first = 0;
    const strata = laws.map(({ block, columns }) => {
      const types = columns.map(({ responses }, i) => ({ mass: at[first + i] / scale, responses }));
      first += columns.length;
      return { block, types };
    });
    const whole = districts(graph, new Set(graph.nodes.keys()));
    return {
      ...model,
      districts: whole.map((district, i) => {
        const own = strata.filter(({ block }) => [...district].every((node) => block.has(node)));
        return own.length === 0
          ? model.districts[i]
          : together(
              model,
              district,
              own.map(({ types }) => types),
            );
      }),
    };
  });
}

interface Part {
  readonly mass: number;
  readonly responses: readonly Response[];
}

/** One law of whole types with the given laws of their parts: all parts are read off the same uniform number. */
function together(
  { graph, cards }: TypeModel,
  district: ReadonlySet<number>,
  parts: readonly (readonly Part[])[],
): ResponseType[] {
  const places = parts.map(() => 0);
  const left = parts.map(([one]) => one.mass);
  const types: ResponseType[] = [];
  for (;;) {
    const step = Math.min(...left);
    const responses = parts.flatMap((own, i) => own[places[i]].responses);
    const table = (node: number) => {
      const own = new Array(graph.parents[node].reduce((product, one) => product * cards[one], 1)).fill(0);
      for (const one of responses) if (one.node === node) own[one.causes] = one.value;
      return own;
    };
    if (step > 0) types.push({ mass: step, tables: new Map([...district].map((node) => [node, table(node)])) });
    for (let i = 0; i < parts.length; i++) {
      left[i] -= step;
      if (left[i] > 0) continue;
      if (++places[i] === parts[i].length) return types;
      left[i] = parts[i][places[i]].mass;
    }
  }
}

describe("sharp bounds", () => {
  it("hold the truth of models made of few types, and their ends are attained by models", async () => {
    const failures: string[] = [];
    const seen = { program: 0, attained: 0, fractions: 0, identified: 0, impossible: 0, joined: 0 };
    for (let seed = 0; seed < 1200; seed++) {
      const draw = drawFrom(7000 + seed);
      const size = pick(draw, [2, 3, 3, 4]);
      const graph = withCliques(randomGraph(draw, size, 0.4 + 0.4 * draw(), 0.2 + 0.4 * draw()));
      const cards = graph.nodes.map(() => (size < 4 && draw() < 0.15 ? 3 : 2));
      const all = districts(graph, new Set(graph.nodes.keys()));
      const model = randomTypeModel(draw, graph, cards, all, pick(draw, [2, 4, 8]));
      const { instance, texts } = randomQuestion(draw, { graph, cards, latents: [], tables: [], causes: [] });
      const law = lawOf(model);
      const cells = cellsOf(graph, cards, law);
      const truth = valueOfQuestion(model, instance);
      const found = await boundsOf(graph, instance, cells, { mostTypes: 5000 });
      const say = (what: string) => failures.push(`seed ${seed}: ${texts.join(" - ")}: ${what}`);
      if ("reason" in found) {
        if (Number.isNaN(truth)) seen.impossible++;
        else if (!/response types|rows/.test(found.reason)) say(found.reason);
        continue;
      }
      const [low, high] = found.bounds;
      if (!Number.isNaN(truth) && !(low <= truth + SAME && truth <= high + SAME))
        say(`${truth} not in ${found.bounds}`);
      if (found.method === "formula") seen.identified++;
      if (found.method !== "linear program over response types") continue;
      seen.program++;
      if (!found.sharp) {
        seen.joined++;
        continue;
      }
      const ends = await extremeModels(model, instance, cells);
      if (instance.terms[0].events.some(({ part }) => part === "given")) seen.fractions++;
      ends.forEach((one, i) => {
        const off = Math.max(...lawOf(one).map((mass, entry) => Math.abs(mass - law[entry])));
        const value = valueOfQuestion(one, instance);
        if (off > SAME) say(`the law of an extreme model is off by ${off}`);
        if (!(Math.abs(value - found.bounds[i]) < SAME))
          say(`an extreme model gives ${value}, the end is ${found.bounds[i]}`);
        else seen.attained++;
      });
    }
    expect(failures).toEqual([]);
    expect(seen.attained).toBeGreaterThan(400);
    expect(seen.fractions).toBeGreaterThan(100);
    expect(seen.joined).toBeLessThan(30);
  }, 300_000);
});
