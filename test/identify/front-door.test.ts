import { describe, expect, it } from "vitest";
import { budgetOf, Stopped } from "../../src/graph/budget.js";
import { frontDoorFault, frontDoorFormula, minimalFrontDoor } from "../../src/identify/front-door.js";
import {
  all,
  type Bits,
  bitsOf,
  dagsOf,
  nodesIn,
  plainOf,
  sayBits,
  setOf,
  subsetsOf,
} from "../graph/algorithms/plain.js";
import { smallestOf } from "../graph/algorithms/searches.js";
import { effectIn, worstError } from "./oracle/agreement.js";
import { criteriaOf } from "./oracle/criteria.js";
import { cellsOf, randomModel, truncated } from "./oracle/model.js";
import {
  fromAToB,
  mixedGraphsOf,
  type Problem,
  problem,
  problemOf,
  randomProblems,
  sayProblem,
} from "./oracle/problems.js";
import { drawFrom, randomGraph, shuffled } from "./oracle/random-graph.js";

/** The three conditions of the definition, in their order. */
const FAULTS = [undefined, "missed", "confounded with x", "confounded with y"] as const;

/** How many graphs have a smallest set of so many nodes, or none; how often each condition was the first to fail. */
interface Counts {
  readonly sizes: Record<string, number>;
  readonly faults: Record<string, number>;
}

/** What is wrong with the criterion, set by set, and with the set that is found. */
function* objections(problems: Iterable<Problem>, counts: Counts): Generator<string> {
  const note = (record: Record<string, number>, key: unknown) => {
    record[String(key)] = (record[String(key)] ?? 0) + 1;
  };
  for (const one of problems) {
    const { plain, graph, x, y, X, Y, rest } = one;
    const { frontDoorFailure } = criteriaOf(plain, x, y);
    const valid: Bits[] = [];
    for (const z of subsetsOf(rest)) {
      const fault = FAULTS[frontDoorFailure(z)];
      note(counts.faults, fault);
      if (fault === undefined) valid.push(z);
      if (frontDoorFault(graph, X, Y, setOf(z)) !== fault) yield `${sayProblem(one)}, ${sayBits(z)}: ${fault}`;
    }
    const own = minimalFrontDoor(graph, X, Y);
    note(counts.sizes, own?.size ?? "none");
    // No proper subset is a front-door set either, and not only none with one node less.
    if (own === undefined ? valid.length > 0 : !smallestOf(valid).includes(bitsOf(own)))
      yield `${sayProblem(one)}: ${own === undefined ? "nothing" : sayBits(bitsOf(own))} was found`;
  }
}

const none = (): Counts => ({ sizes: {}, faults: {} });

describe("the front-door criterion agrees with its definition, path by path, and a set is found exactly where there is one", () => {
  it("for every set in all 34,958 graphs of 2 to 4 nodes with directed and bidirected edges", () => {
    const counts = none();
    const problems = [2, 3, 4].flatMap((size) => [...fromAToB(mixedGraphsOf(size))]);
    expect(problems.length).toBe(34_958);
    expect([...objections(problems, counts)]).toEqual([]);
    // Nothing at all will do where the one does not affect the other.
    expect(counts.sizes).toEqual({ none: 12_936, 0: 21_636, 1: 358, 2: 28 });
    expect(counts.faults).toMatchObject({ "confounded with y": 3644 });
  });

  it("for every set in all 29,281 directed graphs of 5 nodes, cause and effect sharing an unmeasured cause", () => {
    const counts = none();
    const confounded = [...dagsOf(5)].map((plain) => problemOf({ ...plain, shared: [[0, 1]] }, 1, 2));
    expect(confounded.length).toBe(29_281);
    expect([...objections(confounded, counts)]).toEqual([]);
    expect(counts.sizes["1"]).toBeGreaterThan(1000);
    expect(counts.sizes["3"]).toBeGreaterThan(50);
  });

  it("for every set in 2,000 mixed graphs of 5 to 7 nodes with one or two causes and effects", () => {
    const counts = none();
    expect([...objections(randomProblems(11, 2000), counts)]).toEqual([]);
    expect(counts.sizes["1"]).toBeGreaterThan(10);
    expect(
      Math.min(...["missed", "confounded with x", "confounded with y"].map((key) => counts.faults[key])),
    ).toBeGreaterThan(500);
  });
});

it("a set is found among some nodes exactly where there is one: 2,000 mixed graphs of 5 to 7 nodes", () => {
  const draw = drawFrom(12);
  let found = 0;
  for (const one of randomProblems(13, 2000)) {
    const { plain, graph, x, y, X, Y, rest } = one;
    const { frontDoorFailure } = criteriaOf(plain, x, y);
    const among = bitsOf(nodesIn(all(plain.size)).filter(() => draw() < 0.6));
    const valid = [...subsetsOf(rest & among)].filter((z) => frontDoorFailure(z) === 0);
    const own = minimalFrontDoor(graph, X, Y, { among: setOf(among) });
    expect(own === undefined ? valid.length === 0 : smallestOf(valid).includes(bitsOf(own)), sayProblem(one)).toBe(
      true,
    );
    if (own !== undefined && own.size > 0) found++;
  }
  expect(found).toBeGreaterThan(20);
});

it("the front-door formula is P(y | do(x)), for every front-door set of 400 models in which there is one", () => {
  const draw = drawFrom(14);
  const sizes: Record<number, number> = {};
  for (let models = 0; models < 400; ) {
    const size = 3 + Math.floor(3 * draw());
    const graph = randomGraph(draw, size, 0.4 + 0.3 * draw(), 0.25 * draw());
    const order = shuffled(draw, nodesIn(all(size)));
    const [causes, effects] = [draw() < 0.7 || size < 5 ? 1 : 2, draw() < 0.7 || size < 4 ? 1 : 2];
    const [x, y] = [order.slice(0, causes), order.slice(causes, causes + effects)];
    const one = problemOf(plainOf(graph), bitsOf(x), bitsOf(y));
    const { frontDoorFailure } = criteriaOf(one.plain, one.x, one.y);
    const sets = [...subsetsOf(one.rest)].filter((z) => frontDoorFailure(z) === 0);
    // Where nothing at all will do, there is no effect.
    if (sets.length === 0 || sets.includes(0)) continue;
    models++;
    const model = randomModel(draw, graph);
    const tables = { observed: cellsOf(graph, model.cards, truncated(model)) };
    const truth = effectIn(model, y, x);
    for (const z of sets) {
      const formula = frontDoorFormula(graph, one.Y, one.X, setOf(z));
      expect(worstError(formula, model, tables, [...x, ...y], truth), sayProblem(one)).toBeLessThan(1e-9);
      sizes[nodesIn(z).length] = (sizes[nodesIn(z).length] ?? 0) + 1;
    }
  }
  expect(Math.min(sizes[1], sizes[2])).toBeGreaterThan(100);
});

describe("known graphs", () => {
  const own = ({ graph, X, Y }: Problem) => {
    const set = minimalFrontDoor(graph, X, Y);
    return set && sayBits(bitsOf(set));
  };

  it("smoking, tar and cancer (Pearl, Causality, figure 3.5)", () => {
    const smoking = problem("A -> C; C -> B; A <-> B", "A", "B");
    expect(own(smoking)).toBe("{C}");
    expect(frontDoorFault(smoking.graph, smoking.X, smoking.Y, new Set())).toBe("missed");
  });

  it("a mediator that shares a cause with the treatment, or with the outcome, carries nothing over", () => {
    const early = problem("A -> C; C -> B; A <-> B; A <-> C", "A", "B");
    const late = problem("A -> C; C -> B; A <-> B; C <-> B", "A", "B");
    expect([own(early), own(late)]).toEqual([undefined, undefined]);
    expect(frontDoorFault(early.graph, early.X, early.Y, new Set([2]))).toBe("confounded with x");
    expect(frontDoorFault(late.graph, late.X, late.Y, new Set([2]))).toBe("confounded with y");
  });

  it("two ways to the outcome need a mediator each", () => {
    expect(own(problem("A -> C; C -> B; A -> D; D -> B; A <-> B", "A", "B"))).toBe("{C, D}");
  });

  it("of a chain one link is enough, but not each: C is confounded with B through D, and D is not", () => {
    expect(own(problem("A -> C; C -> D; D -> B; A <-> B; C <-> D", "A", "B"))).toBe("{D}");
    expect(own(problem("A -> C; C -> D; D -> B; A <-> B; A <-> C", "A", "B"))).toBeUndefined();
  });

  it("a set that needs a node off the causal paths is found: D closes the way from C to B that its removal would open", () => {
    // The back-door path C <- D -> B is blocked only where D is in the set itself.
    const aside = problem("A -> C; C -> B; D -> C; D -> B; A <-> B", "A", "B");
    expect(own(aside)).toBe("{C, D}");
  });
});

it("a search that is out of time says so instead of giving an answer", () => {
  const { graph, X, Y } = problem("A -> C; C -> B; A <-> B", "A", "B");
  expect(() => minimalFrontDoor(graph, X, Y, { budget: budgetOf(0) })).toThrow(Stopped);
});
