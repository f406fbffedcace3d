import { describe, expect, it } from "vitest";
import { budgetOf, Stopped } from "../../src/graph/budget.js";
import { effect, withoutIdle } from "../../src/identify/effect.js";
import { estimandText } from "../../src/query/estimand/text.js";
import type { Step } from "../../src/query/identification.js";
import { all, bitsOf, graphOf, numberOf, type Plain, pairsOf, sayBits, setOf } from "../graph/algorithms/plain.js";
import { combinationsOf, effectIn } from "./oracle/agreement.js";
import { type Asked, type Questioned, questions, sayAsked } from "./oracle/ask.js";
import { checkEffect, checkOpen, found } from "./oracle/effects.js";
import { randomModel } from "./oracle/model.js";
import { letters, mixedGraphsOf, problem } from "./oracle/problems.js";
import { type Draw, drawFrom, pick } from "./oracle/random-graph.js";
import { least, reportOn } from "./oracle/report.js";

describe("an effect's formula is truncated factorisation, and there is none exactly where IDC has none", () => {
  it("by every route: 1,500 questions with and without a condition, in models of 3 to 7 nodes", () => {
    const report = reportOn(questions(drawFrom(31), 1500, { sizes: [3, 4, 5, 6, 7] }), checkEffect);
    expect(report.faults).toEqual([]);
    const often = ["observed", "adjustment", "observed, given", "adjustment, given", "IDC, given"];
    expect(least(report, often)).toBeGreaterThan(50);
    expect(least(report, ["ID", "ID, hedge", "IDC, given, hedge"])).toBeGreaterThan(20);
  });

  it("by front doors, which are rarer: 100 graphs that grew around one", () => {
    const report = reportOn(frontDoors(drawFrom(32), 100), checkEffect);
    expect([report.faults, report.counts]).toEqual([[], { "front-door": 100 }]);
  });
});

/** Graphs in which A has its effect on B through C and shares a cause with B; D and E stand anywhere. */
function* frontDoors(draw: Draw, count: number): Generator<Questioned> {
  for (let made = 0; made < count; ) {
    const order = pick(draw, ["DAECB", "ADCEB", "ADECB", "DEACB", "ACDBE", "DACBE"]);
    const pairs = pairsOf(5).map(([i, j]) => [numberOf(order[i]), numberOf(order[j])] as const);
    const links = (pair: readonly [number, number], ends: string) => bitsOf(pair) === letters(ends);
    const isOfDoor = (pair: readonly [number, number]) => links(pair, "AC") || links(pair, "CB");
    const plain: Plain = {
      size: 5,
      directed: pairs.filter((pair) => isOfDoor(pair) || (!links(pair, "AB") && draw() < 0.3)),
      shared: pairs.filter((pair) => links(pair, "AB") || draw() < 0.08),
    };
    const graph = graphOf(plain);
    const one = { graph, model: randomModel(draw, graph), y: [1], x: [0], z: [] };
    // Where a shorter way is open, it is taken.
    if (found(one).method !== "front-door") continue;
    made++;
    yield one;
  }
}

describe("where there is no formula, the answer is open: models as near as one likes agree on all that is measured and not on it", () => {
  it("for P(c | do(a)), P(c | do(a, b)), P(c | do(a), b), P(b, c | do(a)) in all 200 mixed graphs of 3 nodes", () => {
    const draw = drawFrom(33);
    const asked: readonly Asked[] = [
      { y: [2], x: [0], z: [] },
      { y: [2], x: [0, 1], z: [] },
      { y: [2], x: [0], z: [1] },
      { y: [1, 2], x: [0], z: [] },
    ];
    const cases = [...mixedGraphsOf(3)].flatMap((plain) => {
      const graph = graphOf(plain);
      return asked.map((own) => ({ graph, model: randomModel(draw, graph, { ternary: 0 }), ...own }));
    });
    const report = reportOn(cases, checkOpen(draw));
    expect([cases.length, report.faults]).toEqual([800, []]);
    expect(least(report, ["hedge", "formula"])).toBeGreaterThan(200);
  });

  it("for 500 questions in mixed graphs of 4 and 5 nodes", () => {
    const cases = questions(drawFrom(34), 500, { sizes: [4, 5], shared: 0.5, states: 256, ternary: 0 });
    const report = reportOn(cases, checkOpen(drawFrom(36)));
    expect(report.faults).toEqual([]);
    expect(least(report, ["hedge", "formula"])).toBeGreaterThan(40);
  });
});

describe("what need not be set (rule 3 of the do-calculus)", () => {
  /** The largest difference between setting some nodes and setting only part of them, at all values. */
  function difference({ model, y, z }: Questioned, all: readonly number[], part: readonly number[]): number {
    const [more, fewer] = [effectIn(model, y, all, z), effectIn(model, y, part, z)];
    const nodes = [...y, ...all, ...z];
    const gaps = combinationsOf(nodes.map((node) => model.cards[node])).map((values) => {
      const at = new Map(nodes.map((node, i) => [node, values[i]]));
      return Math.abs(more(at) - fewer(at));
    });
    return Math.max(...gaps);
  }

  it("is what makes no difference, and nothing else: 1,000 questions in models of 3 to 6 nodes", () => {
    const counts = { idle: 0, idleGiven: 0, needed: 0, neededGiven: 0 };
    for (const one of questions(drawFrom(35), 1000, { sizes: [3, 4, 5, 6], states: 512 })) {
      const { graph, y, x, z } = one;
      const own = withoutIdle({ graph, y: new Set(y), x: new Set(x), z: new Set(z), trace: () => {} });
      const left = [...own.x];
      expect(difference(one, x, left), sayAsked(one)).toBeLessThan(1e-9);
      for (const node of left) {
        const without = left.filter((other) => other !== node);
        expect(difference(one, left, without), sayAsked(one)).toBeGreaterThan(1e-9);
      }
      counts[z.length > 0 ? "idleGiven" : "idle"] += x.length - left.length;
      counts[z.length > 0 ? "neededGiven" : "needed"] += left.length;
    }
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(150);
  });

  it("depends on what is given: a common effect of the two makes the cause matter, unless it was set", () => {
    const needed = (edges: string, x: string, z: string) => {
      const { graph } = problem(edges, x, "B");
      const question = { graph, y: setOf(letters("B")), x: setOf(letters(x)), z: setOf(letters(z)), trace: () => {} };
      return sayBits(bitsOf(withoutIdle(question).x));
    };
    expect(needed("A -> C; B -> C", "A", "")).toBe("{}");
    expect(needed("A -> C; B -> C", "A", "C")).toBe("{A}");
    // An effect of the common effect tells of it too.
    expect(needed("A -> C; B -> C; C -> D", "A", "D")).toBe("{A}");
    // With C set, D tells nothing of B, so that A is idle; C is not, as D would tell something if C were not set.
    expect(needed("A -> C; B -> C; C -> D", "AC", "D")).toBe("{C}");
    // Setting A cuts what it shares with B. Where A is given through its effect, that cut makes a difference.
    expect(needed("A <-> B; B -> C", "A", "C")).toBe("{}");
    expect(needed("A <-> B; A -> C", "A", "C")).toBe("{A}");
  });
});

describe("the shortest way is taken", () => {
  function told(edges: string, y: string, x: string, z = "") {
    const { graph } = problem(edges, x, y);
    const steps: Step[] = [];
    const sets = [y, x, z].map((names) => setOf(letters(names))) as [Set<number>, Set<number>, Set<number>];
    const answer = effect(graph, ...sets, { trace: (step) => steps.push(step) });
    return {
      method: answer.method,
      formula: "estimand" in answer ? estimandText(answer.estimand) : undefined,
      strategy: "strategy" in answer ? answer.strategy : undefined,
      rules: steps.map(({ rule }) => rule),
    };
  }

  it("seeing, where what is set has no way to the outcome", () => {
    expect(told("B -> A; C -> B", "B", "A", "C")).toEqual({
      method: "observed",
      formula: "P(B | C)",
      strategy: { kind: "formula" },
      rules: ["rule 3 of the do-calculus"],
    });
  });

  it("adjustment, by the back-door criterion where that holds, and within strata", () => {
    expect(told("A -> B; C -> A; C -> B", "B", "A")).toEqual({
      method: "adjustment",
      formula: "Σ_C P(B | A, C) P(C)",
      strategy: { kind: "adjustment", treatment: ["A"], outcome: ["B"], given: ["C"] },
      rules: ["back-door criterion"],
    });
    expect(told("A -> B; C -> A; C -> B", "B", "A", "C").formula).toBe("P(B | A, C)");
    // D tells something of C, so C is taken as often as it occurs at D.
    expect(told("A -> B; C -> A; C -> B; D -> C", "B", "A", "D").formula).toBe("Σ_C P(B | A, C, D) P(C | D)");
  });

  it("the front door", () => {
    expect(told("A -> C; C -> B; A <-> B", "B", "A")).toEqual({
      method: "front-door",
      formula: "Σ_C P(C | A) Σ_A P(B | A, C) P(A)",
      strategy: { kind: "front-door", treatment: ["A"], outcome: ["B"], mediators: ["C"] },
      rules: ["front-door criterion"],
    });
  });

  it("ID where none of these will do: the napkin (Pearl & Mackenzie, The Book of Why, 2018, chapter 7)", () => {
    const napkin = told("C -> D; D -> A; A -> B; C <-> A; C <-> B", "B", "A");
    expect(napkin.method).toBe("ID");
    expect(napkin.strategy).toEqual({ kind: "formula" });
  });

  it("IDC within strata that the treatment affects", () => {
    const stratum = told("A -> C; A -> B; C <-> B", "B", "A", "C");
    expect(stratum.method).toBe("IDC");
    expect(stratum.formula).toBeDefined();
  });

  it("none, with a hedge, where the treatment shares a cause with the outcome it affects directly", () => {
    const { graph, X, Y } = problem("A -> B; A <-> B", "A", "B");
    expect(effect(graph, Y, X, new Set())).toEqual({
      method: "ID",
      hedge: { forest: setOf(all(2)), inner: new Set([1]) },
    });
  });
});

it("a search that is out of time says so", () => {
  const { graph, X, Y } = problem("A -> B; A <-> B", "A", "B");
  expect(() => effect(graph, Y, X, new Set(), { budget: budgetOf(0) })).toThrow(Stopped);
});
