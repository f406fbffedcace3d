import { describe, expect, it } from "vitest";
import type { Graph } from "../../../src/graph/graph.ts";
import { idc } from "../../../src/identify/idc.ts";
import type { Instance } from "../../../src/identify/instance.ts";
import type { Hindrance } from "../../../src/identify/witness/kernels.ts";
import { witnessFor } from "../../../src/identify/witness/witness.ts";
import { type Draw, drawFrom, randomGraph } from "../oracle/random-graph.ts";
import { faultsOf } from "./confirm.ts";
import { effectAt, hindranceTo, randomEffect, randomEvents } from "./questions.ts";

const UNHURRIED = { left: () => true, text: "" };

interface Problem {
  readonly graph: Graph;
  readonly terms: Instance["terms"];
  readonly hindrance: Hindrance | undefined;
}

/** How many questions of many are not identified. Each gets a witness; the first hundred of these are looked at from outside. */
function witnessed(count: number, problem: (draw: Draw) => Problem): number {
  let open = 0;
  for (let seed = 1; seed <= count; seed++) {
    const draw = drawFrom(seed * 7919);
    const { graph, terms, hindrance } = problem(draw);
    if (hindrance === undefined) continue;
    open++;
    const witness = witnessFor(graph, { terms, text: "" }, hindrance, { budget: UNHURRIED });
    expect(witness, `seed ${seed}: no witness`).toBeDefined();
    const { difference, values, question } = witness!;
    expect(difference, `seed ${seed}: ${question}`).toBeLessThan(1e-14);
    expect(Math.abs(values[0] - values[1]), `seed ${seed}: ${question}`).toBeGreaterThan(0.01);
    if (open > 100) continue;
    expect(faultsOf(graph, witness!, draw), `seed ${seed}: ${question}`).toEqual([]);
  }
  return open;
}

describe("every question that is not identified has a witness", () => {
  it("effects", () => {
    const open = witnessed(1000, (draw) => {
      const graph = randomGraph(draw, 3 + Math.floor(5 * draw()));
      const { y, x, z } = randomEffect(draw, graph, false);
      const result = idc(graph, y, x, z);
      const terms = [{ weight: 1, events: effectAt(y, x, z) }];
      return { graph, terms, hindrance: "hedge" in result ? result : undefined };
    });
    expect(open).toBeGreaterThan(100);
  });

  it("effects given something, or as contrasts", () => {
    const open = witnessed(800, (draw) => {
      const graph = randomGraph(draw, 3 + Math.floor(5 * draw()));
      const { y, x, z } = randomEffect(draw, graph, draw() < 0.7);
      const result = idc(graph, y, x, z);
      const terms = [{ weight: 1, events: effectAt(y, x, z) }];
      // The given events of all terms must be the same, so contrasts are of effects without any.
      if (z.size === 0) terms.push({ weight: -1, events: effectAt(y, x, z, 0) });
      return { graph, terms, hindrance: "hedge" in result ? result : undefined };
    });
    expect(open).toBeGreaterThan(100);
  });

  it("counterfactuals, nested and given others", () => {
    const open = witnessed(1500, (draw) => {
      const graph = randomGraph(draw, 2 + Math.floor(5 * draw()), 0.3 + 0.5 * draw(), 0.4 * draw());
      const events = randomEvents(draw, graph);
      return { graph, terms: [{ weight: 1, events }], hindrance: hindranceTo(graph, events) };
    });
    expect(open).toBeGreaterThan(100);
  });
});
