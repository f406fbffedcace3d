// `npm run truth`: the checks of test/identify on many more graphs; RUNS makes them that many times longer. Takes about 10 minutes on one core.
import { describe, expect, it } from "vitest";
import { ancestors } from "../../src/graph/relatives.js";
import { graphOf } from "../graph/algorithms/plain.js";
import type { Asked } from "../identify/oracle/ask.js";
import { questions } from "../identify/oracle/ask.js";
import { checkEffect, checkOpen } from "../identify/oracle/effects.js";
import { randomModel } from "../identify/oracle/model.js";
import { checkOpenTransported, checkTransported, transports } from "../identify/oracle/populations.js";
import { mixedGraphsOf } from "../identify/oracle/problems.js";
import { drawFrom } from "../identify/oracle/random-graph.js";
import { type Report, reportOn } from "../identify/oracle/report.js";
import { checkOpenSelected, checkSelected, selections } from "../identify/oracle/selected.js";

const RUNS = Number(process.env.RUNS ?? 1);

function expectFaultless({ faults, counts }: Report): void {
  console.log(counts);
  expect(faults).toEqual([]);
}

describe("effects", () => {
  it("in models of 3 to 7 nodes with up to 16,384 combinations of values", () => {
    const cases = questions(drawFrom(901), 40_000 * RUNS, { sizes: [3, 4, 5, 6, 7], states: 2 ** 14 });
    expectFaultless(reportOn(cases, checkEffect));
  });

  it("open where a hedge says so, in all 34,752 mixed graphs of 4 nodes", () => {
    const draw = drawFrom(902);
    const asked: readonly Asked[] = [
      { y: [3], x: [0], z: [] },
      { y: [3], x: [0], z: [1] },
      { y: [2, 3], x: [0, 1], z: [] },
    ];
    const cases = function* () {
      for (const plain of mixedGraphsOf(4)) {
        const graph = graphOf(plain);
        for (const own of asked) yield { graph, model: randomModel(draw, graph, { ternary: 0 }), ...own };
      }
    };
    expectFaultless(reportOn(cases(), checkOpen(drawFrom(903))));
  });
});

describe("selection", () => {
  it("in models of 3 to 7 nodes", () => {
    const cases = selections(drawFrom(904), 30_000 * RUNS, { sizes: [3, 4, 5, 6, 7], states: 4096, ternary: 0.1 });
    expectFaultless(reportOn(cases, checkSelected));
  });

  it("open where nothing is recovered, in models of 3 to 5 nodes", () => {
    const cases = selections(drawFrom(905), 10_000 * RUNS, { sizes: [3, 4, 5], states: 256, ternary: 0.1 });
    expectFaultless(reportOn(cases, checkOpenSelected(drawFrom(906))));
  });
});

describe("transport", () => {
  it("in models of 3 to 7 nodes", () => {
    const cases = transports(drawFrom(907), 20_000 * RUNS, {
      sizes: [3, 4, 5, 6, 7],
      states: 2048,
      measured: (draw, graph) => [...graph.nodes.keys()].filter(() => draw() < 0.5),
    });
    expectFaultless(reportOn(cases, checkTransported));
  });

  it("open where there is no formula, the target's variables being measured with their causes, in models of 3 and 4 nodes", () => {
    const cases = transports(drawFrom(908), 10_000 * RUNS, {
      sizes: [3, 4],
      states: 256,
      ternary: 0,
      measured: (draw, graph) => [
        ...ancestors(
          graph,
          [...graph.nodes.keys()].filter(() => draw() < 0.5),
        ),
      ],
    });
    expectFaultless(reportOn(cases, checkOpenTransported(drawFrom(909))));
  });
});
