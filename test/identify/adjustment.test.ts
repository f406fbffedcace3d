import { describe, expect, it } from "vitest";
import type { NodeSet } from "../../src/graph/graph.js";
import {
  adjustmentFault,
  adjustmentFormula,
  adjustmentSets,
  efficientAdjustment,
  forbidden,
  isBackdoorSet,
  minimalAdjustment,
} from "../../src/identify/adjustment.js";
import {
  all,
  type Bits,
  bitsOf,
  dagsOf,
  nodesIn,
  plainOf,
  sayBits,
  setOf,
  subsetAtRandom,
  subsetsOf,
} from "../graph/algorithms/plain.js";
import { minimalOf } from "../graph/algorithms/searches.js";
import { adjusted } from "./oracle/adjusted-variance.js";
import { effectIn, worstError } from "./oracle/agreement.js";
import { type Criteria, criteriaOf } from "./oracle/criteria.js";
import { cellsOf, type FullModel, randomModel, truncated } from "./oracle/model.js";
import {
  fromAToB,
  letters,
  mixedGraphsOf,
  type Problem,
  problem,
  problemOf,
  randomProblems,
  sayProblem,
} from "./oracle/problems.js";
import { type Draw, drawFrom, randomGraph, shuffled } from "./oracle/random-graph.js";

/** How often each thing came up, so that no test is about nothing. */
type Counts = Record<"valid" | "invalid" | "backdoor" | "none" | "one" | "several", number>;

const inOrder = (sets: readonly Bits[]) => [...sets].sort((a, b) => a - b);
const bitsOfSets = (sets: readonly NodeSet[]) => inOrder(sets.map(bitsOf));

/** What is wrong with the criteria, set by set. */
function* aboutSets({ graph, x, y, X, Y, rest }: Problem, criteria: Criteria, counts: Counts): Generator<string> {
  if (bitsOf(forbidden(graph, X, Y)) !== (criteria.behind | x | y)) yield "what is forbidden";
  for (const z of subsetsOf(rest)) {
    const Z = setOf(z);
    const isValid = criteria.isAdjustment(z);
    const isBackdoor = criteria.isBackdoor(z);
    const fault = adjustmentFault(graph, X, Y, Z);
    counts[isValid ? "valid" : "invalid"]++;
    if (isBackdoor) counts.backdoor++;
    if ((fault === undefined) !== isValid) yield `${sayBits(z)} is ${isValid ? "an" : "no"} adjustment set`;
    const held = fault?.kind === "forbidden" ? bitsOf(fault.nodes) : 0;
    if (held !== (z & criteria.behind)) yield `of ${sayBits(z)}, ${sayBits(held)} was said to be forbidden`;
    if (isBackdoorSet(graph, X, Y, Z) !== isBackdoor) yield `${sayBits(z)} is ${isBackdoor ? "a" : "no"} back-door set`;
    if (isBackdoor && !isValid) yield `${sayBits(z)} is a back-door set and no adjustment set`;
  }
}

/** What is wrong with the sets that are searched for. */
function* aboutSearches({ graph, X, Y, rest }: Problem, criteria: Criteria, counts: Counts): Generator<string> {
  const valid = [...subsetsOf(rest)].filter(criteria.isAdjustment);
  const minimal = minimalOf(valid, 0);
  const own = minimalAdjustment(graph, X, Y);
  counts[minimal.length === 0 ? "none" : minimal.length === 1 ? "one" : "several"]++;
  if (own === undefined ? minimal.length > 0 : !minimal.includes(bitsOf(own))) yield "the minimal set";
  for (const [kind, truth] of [
    ["minimal", minimal],
    ["all", valid],
  ] as const) {
    const { sets, ended } = adjustmentSets(graph, X, Y, kind, { limit: 1000 });
    if (ended !== "complete" || String(bitsOfSets(sets)) !== String(inOrder(truth))) yield `the list of ${kind} sets`;
  }
}

type Check = typeof aboutSets;

function objections(problems: Iterable<Problem>, checks: readonly Check[]) {
  const counts: Counts = { valid: 0, invalid: 0, backdoor: 0, none: 0, one: 0, several: 0 };
  const found: string[] = [];
  let graphs = 0;
  for (const one of problems) {
    graphs++;
    const criteria = criteriaOf(one.plain, one.x, one.y);
    for (const check of checks)
      for (const wrong of check(one, criteria, counts)) found.push(`${sayProblem(one)}: ${wrong}`);
  }
  return { graphs, found, counts };
}

describe("the adjustment criterion and the back-door criterion agree with their definitions, path by path", () => {
  it("for every set in all 29,281 directed graphs of 5 nodes", () => {
    const { graphs, found, counts } = objections(fromAToB(dagsOf(5)), [aboutSets]);
    expect([graphs, found]).toEqual([29_281, []]);
    expect(Math.min(counts.valid, counts.invalid, counts.backdoor, counts.valid - counts.backdoor)).toBeGreaterThan(
      10_000,
    );
  });

  it("for every set in all 34,958 graphs of 2 to 4 nodes with directed and bidirected edges, and so do minimal sets and lists", () => {
    const problems = [2, 3, 4].flatMap((size) => [...fromAToB(mixedGraphsOf(size))]);
    const { graphs, found, counts } = objections(problems, [aboutSets, aboutSearches]);
    expect([graphs, found]).toEqual([34_958, []]);
    expect(counts).toMatchObject({ none: 27_056, one: 7862, several: 40 });
  });

  it("for every set in 2,000 mixed graphs of 5 to 7 nodes with one or two causes and effects, minimal sets and lists too", () => {
    const { graphs, found, counts } = objections(randomProblems(1, 2000), [aboutSets, aboutSearches]);
    expect([graphs, found]).toEqual([2000, []]);
    expect(Math.min(counts.none, counts.one)).toBeGreaterThan(500);
    expect(counts.several).toBeGreaterThan(15);
  });
});

describe("what must or may be in an adjustment set", () => {
  it("is heeded: 2,000 mixed graphs of 5 to 7 nodes, `include` and `among` at random", () => {
    const draw = drawFrom(2);
    const counts = { forbidden: 0, none: 0, some: 0 };
    for (const one of randomProblems(3, 2000)) {
      const { plain, graph, x, y, X, Y, rest } = one;
      const criteria = criteriaOf(plain, x, y);
      const include = subsetAtRandom(draw, rest, 0.3);
      const among = draw() < 0.4 ? rest : subsetAtRandom(draw, all(plain.size), 0.7);
      const valid = [...subsetsOf(rest)].filter(
        (z) => (include & ~z) === 0 && (z & ~(among | include)) === 0 && criteria.isAdjustment(z),
      );
      const minimal = minimalOf(valid, include);
      const options = { include: setOf(include), among: setOf(among) };
      const own = minimalAdjustment(graph, X, Y, options);
      const sayIt = `${sayProblem(one)}, include ${sayBits(include)} among ${sayBits(among)}`;
      expect(own === undefined ? minimal.length === 0 : minimal.includes(bitsOf(own)), sayIt).toBe(true);
      const listed = (kind: "minimal" | "all") =>
        bitsOfSets(adjustmentSets(graph, X, Y, kind, { ...options, limit: 1000 }).sets);
      expect(listed("minimal"), sayIt).toEqual(inOrder(minimal));
      expect(listed("all"), sayIt).toEqual(inOrder(valid));
      counts[(include & criteria.behind) !== 0 ? "forbidden" : minimal.length === 0 ? "none" : "some"]++;
    }
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(100);
  });

  it("is never x, y or something behind a causal path, whoever asks for it", () => {
    // A -> B -> C: the effect of A on B; C comes behind it.
    const { graph, X, Y } = problem("A -> B; B -> C", "A", "B");
    for (const node of [0, 1, 2]) {
      const include = new Set([node]);
      expect(adjustmentFault(graph, X, Y, include)).toEqual({ kind: "forbidden", nodes: include });
      expect(isBackdoorSet(graph, X, Y, include)).toBe(false);
      expect(minimalAdjustment(graph, X, Y, { include })).toBeUndefined();
      for (const kind of ["minimal", "all"] as const)
        expect(adjustmentSets(graph, X, Y, kind, { include, limit: 9 })).toEqual({ sets: [], ended: "complete" });
    }
  });
});

describe("known graphs", () => {
  const verdict = ({ graph, X, Y }: Problem, z: string) => [
    adjustmentFault(graph, X, Y, setOf(letters(z)))?.kind ?? "valid",
    isBackdoorSet(graph, X, Y, setOf(letters(z))),
  ];

  it("the M: what has nothing to do with either is no harm until it is adjusted for (S. Greenland, Epidemiology 14, 2003)", () => {
    // D and E are unmeasured as a rule; C is their common effect.
    const m = problem("A -> B; D -> A; D -> C; E -> C; E -> B", "A", "B");
    expect(verdict(m, "")).toEqual(["valid", true]);
    expect(verdict(m, "C")).toEqual(["open", false]);
    expect(verdict(m, "CD")).toEqual(["valid", true]);
    expect(verdict(m, "CE")).toEqual(["valid", true]);
  });

  it("an effect of the cause that the outcome does not come from may be adjusted for, though Pearl's criterion forbids it", () => {
    const fork = problem("A -> B; A -> C", "A", "B");
    expect(verdict(fork, "C")).toEqual(["valid", false]);
  });

  it("a mediator and what comes behind it may not, even where that blocks no causal path", () => {
    const proxy = problem("A -> C; C -> B; C -> D", "A", "B");
    expect(verdict(proxy, "C")).toEqual(["forbidden", false]);
    expect(verdict(proxy, "D")).toEqual(["forbidden", false]);
    expect(verdict(proxy, "")).toEqual(["valid", true]);
  });

  it("causes that follow each other are one treatment: the later one's confounder comes behind the earlier one (time-varying treatment)", () => {
    const plan = problem("A -> C; C -> B; C -> D; A -> D; B -> D", "AB", "D");
    // Neither with C, which A affects, nor without it, which leaves B <- C -> D open: an effect that ID finds and no set does.
    for (const z of ["", "C"]) expect(verdict(plan, z)[0]).not.toBe("valid");
    expect(minimalAdjustment(plan.graph, plan.X, plan.Y)).toBeUndefined();
  });
});

/** A graph of 3 to 6 nodes with one or two causes and effects, and a model of it that is small enough to go through. */
function* modelled(draw: Draw, count: number, shared: number): Generator<Problem & { readonly model: FullModel }> {
  for (let made = 0; made < count; ) {
    const size = 3 + Math.floor(4 * draw());
    const graph = randomGraph(draw, size, 0.15 + 0.4 * draw(), shared * draw());
    const model = randomModel(draw, graph);
    const order = shuffled(draw, nodesIn(all(size)));
    const [causes, effects] = [draw() < 0.6 || size < 4 ? 1 : 2, draw() < 0.6 || size < 4 ? 1 : 2];
    if (model.latents.length > 5) continue;
    made++;
    const [x, y] = [bitsOf(order.slice(0, causes)), bitsOf(order.slice(causes, causes + effects))];
    yield { ...problemOf(plainOf(graph), x, y), graph, model };
  }
}

describe("the adjustment formula", () => {
  it("is P(y | do(x)) for the sets that paths call valid, and for no other: every set in 300 models of mixed graphs", () => {
    const counts = { valid: 0, invalid: 0 };
    for (const { plain, graph, x, y, X, Y, rest, model } of modelled(drawFrom(4), 300, 0.3)) {
      const criteria = criteriaOf(plain, x, y);
      const tables = { observed: cellsOf(graph, model.cards, truncated(model)) };
      const truth = effectIn(model, [...Y], [...X]);
      for (const z of subsetsOf(rest)) {
        const formula = adjustmentFormula(graph, Y, X, setOf(z));
        const error = worstError(formula, model, tables, [...X, ...Y], truth);
        if (criteria.isAdjustment(z)) expect(error).toBeLessThan(1e-9);
        // Not for each model, but for all but a null set of them (Shpitser, VanderWeele & Robins 2010, theorem 5).
        else expect(error).toBeGreaterThan(1e-9);
        counts[criteria.isAdjustment(z) ? "valid" : "invalid"]++;
      }
    }
    expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(500);
  });
});

describe("the efficient adjustment set", () => {
  /** What is wrong with it in one model, at one value of x and y each: another valid set that leaves less variance. */
  function* better(draw: Draw, count: number, shared: number, counts: Record<string, number>): Generator<string> {
    for (const { plain, graph, x, y, X, Y, rest, model } of modelled(draw, count, shared)) {
      const { isAdjustment } = criteriaOf(plain, x, y);
      const valid = [...subsetsOf(rest)].filter(isAdjustment);
      const own = efficientAdjustment(graph, X, Y);
      counts[own === undefined ? "none" : "some"]++;
      if (own === undefined) continue;
      if (!valid.includes(bitsOf(own))) yield `${sayProblem({ plain, graph, x, y, X, Y, rest })}: not valid`;
      const at = (nodes: NodeSet) => new Map([...nodes].map((node) => [node, Math.floor(draw() * model.cards[node])]));
      const [set, asked] = [at(X), at(Y)];
      const law = truncated(model);
      const truth = effectIn(model, [...Y], [...X])(new Map([...set, ...asked]));
      const best = adjusted(model, law, set, asked, [...own]);
      expect(best.value).toBeCloseTo(truth, 9);
      for (const z of valid) {
        counts["compared"]++;
        const { variance } = adjusted(model, law, set, asked, nodesIn(z));
        if (variance < best.variance - 1e-10) yield `${sayProblem({ plain, graph, x, y, X, Y, rest })}: ${sayBits(z)}`;
      }
    }
  }

  it("is valid and leaves the least variance of all valid sets: 1,200 models of directed graphs of 3 to 6 nodes", () => {
    const counts = { none: 0, some: 0, compared: 0 };
    expect([...better(drawFrom(5), 1200, 0, counts)]).toEqual([]);
    expect(counts.compared - counts.some).toBeGreaterThan(400);
  });

  it("and in 1,200 models of mixed graphs, where it is given", () => {
    const counts = { none: 0, some: 0, compared: 0 };
    expect([...better(drawFrom(6), 1200, 0.5, counts)]).toEqual([]);
    expect(counts.compared - counts.some).toBeGreaterThan(150);
  });

  it("takes what explains the outcome, and not what explains the treatment (Henckel, Perkovic & Maathuis 2022)", () => {
    // C explains both, D the outcome, E the treatment, F what lies between.
    const { graph, X, Y } = problem("A -> G; G -> B; C -> A; C -> B; D -> B; E -> A; F -> G", "A", "B");
    expect(efficientAdjustment(graph, X, Y)).toEqual(setOf(letters("CDF")));
  });

  it("is found beside unmeasured causes that do not touch what lies on causal paths", () => {
    const { graph, X, Y } = problem("A -> B; C -> B; A <-> C", "A", "B");
    expect(efficientAdjustment(graph, X, Y)).toEqual(setOf(letters("C")));
  });

  it("is not claimed where something measured shares a cause with the outcome, and so tells of it: there nothing is not the best", () => {
    const { graph, X, Y, plain, x, y } = problem("A -> B; B <-> C", "A", "B");
    expect([...subsetsOf(letters("C"))].every(criteriaOf(plain, x, y).isAdjustment)).toBe(true);
    expect(efficientAdjustment(graph, X, Y)).toBeUndefined();
    const model = randomModel(drawFrom(7), graph, { ternary: 0 });
    const [set, asked] = [new Map([[0, 1]]), new Map([[1, 1]])];
    const [without, having] = [[], [2]].map((z) => adjusted(model, truncated(model), set, asked, z));
    expect(having.value).toBeCloseTo(without.value, 12);
    expect(having.variance).toBeLessThan(without.variance - 1e-6);
  });

  it("is not claimed for outcomes that the treatment does not affect, about which their causes tell more", () => {
    const { graph, X, Y } = problem("A -> B; D -> C", "A", "BC");
    expect(efficientAdjustment(graph, X, Y)).toBeUndefined();
    const model = randomModel(drawFrom(8), graph, { ternary: 0 });
    const asked = new Map([
      [1, 1],
      [2, 1],
    ]);
    const [without, having] = [[], [3]].map((z) => adjusted(model, truncated(model), new Map([[0, 1]]), asked, z));
    expect(having.variance).toBeLessThan(without.variance - 1e-6);
  });
});
