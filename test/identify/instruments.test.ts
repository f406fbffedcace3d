import { describe, expect, it } from "vitest";
import { instrumentsOf } from "../../src/identify/instruments.js";
import { bitsOf, dagsOf, nodesIn, sayBits, subsetsOf } from "../graph/algorithms/plain.js";
import { instrumentTest } from "./oracle/criteria.js";
import { covariances, partial, randomLinear, totalEffects } from "./oracle/linear.js";
import {
  fromAToB,
  mixedGraphsOf,
  type Problem,
  problem,
  problemOf,
  randomProblems,
  sayProblem,
} from "./oracle/problems.js";
import { drawFrom } from "./oracle/random-graph.js";

interface Counts {
  none: number;
  some: number;
  /** Graphs in which another node is an instrument too, given something. */
  fewer: number;
}

/** Every node and every set beside it are tried; what the code under test reports must be among them, and it must report something. */
function* objections(problems: Iterable<Problem>, counts: Counts): Generator<string> {
  for (const one of problems) {
    const { plain, graph, rest } = one;
    const [[x], [y]] = [[...one.X], [...one.Y]];
    const isInstrument = instrumentTest(plain, x, y);
    const found = instrumentsOf(graph, x, y);
    for (const { node, given } of found)
      if (!isInstrument(node, bitsOf(given)) || given.has(node))
        yield `${sayProblem(one)}: ${sayBits(1 << node)} given ${sayBits(bitsOf(given))}`;
    const any = nodesIn(rest).filter((z) => [...subsetsOf(rest & ~(1 << z))].some((given) => isInstrument(z, given)));
    counts[any.length === 0 ? "none" : "some"]++;
    if (any.length > found.length) counts.fewer++;
    if (any.length > 0 && found.length === 0) yield `${sayProblem(one)}: ${sayBits(bitsOf(any))} not found`;
  }
}

describe("each instrument that is reported is one, and some instrument is found wherever there is one", () => {
  it("in all 34,958 graphs of 2 to 4 nodes with directed and bidirected edges", () => {
    const counts = { none: 0, some: 0, fewer: 0 };
    const problems = [2, 3, 4].flatMap((size) => [...fromAToB(mixedGraphsOf(size))]);
    expect(problems.length).toBe(34_958);
    expect([...objections(problems, counts)]).toEqual([]);
    expect(counts).toEqual({ none: 30_056, some: 4902, fewer: 36 });
  });

  it("in all 29,281 directed graphs of 5 nodes, cause and effect sharing an unmeasured cause", () => {
    const counts = { none: 0, some: 0, fewer: 0 };
    const confounded = [...dagsOf(5)].map((plain) => problemOf({ ...plain, shared: [[0, 1]] }, 1, 2));
    expect(confounded.length).toBe(29_281);
    expect([...objections(confounded, counts)]).toEqual([]);
    expect(Math.min(counts.none, counts.some)).toBeGreaterThan(3000);
  });

  it("in 2,000 mixed graphs of 5 to 7 nodes", () => {
    const counts = { none: 0, some: 0, fewer: 0 };
    expect([...objections(randomProblems(21, 2000, 1), counts)]).toEqual([]);
    expect(counts.some).toBeGreaterThan(200);
  });
});

it("in linear models the ratio of what the instrument tells of the outcome and of the cause is the effect: 1,500 models of 5 to 7 nodes", () => {
  const draw = drawFrom(22);
  let compared = 0;
  for (const one of randomProblems(23, 1500, 1)) {
    const [[x], [y]] = [[...one.X], [...one.Y]];
    const model = randomLinear(draw, one.plain);
    const covariance = covariances(model);
    const effect = totalEffects(model)[x][y];
    for (const { node, given } of instrumentsOf(one.graph, x, y)) {
      const held = [...given];
      const strength = partial(covariance, node, x, held);
      // What is tied in the graph is tied in almost every model.
      expect(Math.abs(strength), sayProblem(one)).toBeGreaterThan(1e-9);
      expect(partial(covariance, node, y, held) / strength).toBeCloseTo(effect, 5);
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(200);
});

describe("known graphs", () => {
  const own = (edges: string) => {
    const { graph, X, Y } = problem(edges, "A", "B");
    const [[x], [y]] = [[...X], [...Y]];
    return instrumentsOf(graph, x, y).map(({ node, given }) => `${sayBits(1 << node)} given ${sayBits(bitsOf(given))}`);
  };

  it("the instrument: it moves the cause, and nothing else", () => {
    expect(own("C -> A; A -> B; A <-> B")).toEqual(["{C} given {}"]);
    expect(own("C -> A; A -> B; A <-> B; C -> B")).toEqual([]);
    expect(own("C -> A; A -> B; A <-> B; C <-> B")).toEqual([]);
  });

  it("one that is an instrument only once a common cause of it and the outcome is held", () => {
    expect(own("C -> A; A -> B; A <-> B; D -> C; D -> B")).toEqual(["{C} given {D}"]);
  });

  it("one that does not cause the treatment but shares a cause with it", () => {
    expect(own("C <-> A; A -> B; A <-> B")).toEqual(["{C} given {}"]);
  });

  it("an effect of an instrument: what is held must stand near the outcome, as C itself would cut D off from A", () => {
    expect(own("C -> A; C -> D; C -> E; E -> B; A -> B; A <-> B")).toEqual(["{C} given {E}", "{D} given {E}"]);
  });

  it("nothing is held that comes behind the cause or the outcome: D would close C -> D -> B, but is an effect of A", () => {
    expect(own("C -> A; A -> B; A <-> B; C -> D; D -> B; A -> D")).toEqual([]);
    expect(own("C -> A; A -> B; A <-> B; C -> D; D -> B")).toEqual(["{C} given {D}"]);
  });

  it("a mediator spoils nothing: the effect is the whole of it", () => {
    expect(own("C -> A; A -> D; D -> B; A -> B; A <-> B")).toEqual(["{C} given {}"]);
  });
});
