import { describe, expect, it } from "vitest";
import { type Edge, edgesOf, type Graph, makeGraph, type Role, sayEdge } from "../../../src/graph/graph.js";
import { latentProjection, withLatentRoots } from "../../../src/graph/projection.js";
import { type Draw, drawFrom, pick, randomGraph } from "../../identify/oracle/random-graph.js";
import { connectionsByPaths } from "./paths.js";
import {
  all,
  type Bits,
  bitsOf,
  descendantsOf,
  graphOf,
  has,
  nameOf,
  nodesIn,
  numberOf,
  type Plain,
  plainOf,
  say,
  sayBits,
  setOf,
  subsetAtRandom,
  subsetsOf,
} from "./plain.js";
import { projectionByPaths } from "./projection-by-paths.js";

/** The projection, in the numbers of the whole graph. */
function projected(graph: Graph, latent?: Bits): Plain {
  const shown = latent === undefined ? latentProjection(graph) : latentProjection(graph, setOf(latent));
  const pairs = (kind: Edge["kind"]) =>
    edgesOf(shown)
      .filter((edge) => edge.kind === kind)
      .map(({ from, to }) => [numberOf(from), numberOf(to)] as const);
  return { size: graph.nodes.length, directed: pairs("->"), shared: pairs("<->") };
}

/** Edges in an order of their own. */
const edgesIn = (plain: Plain) =>
  say({ ...plain, shared: plain.shared.map(([a, b]) => (a < b ? [a, b] : [b, a])) })
    .split("; ")
    .sort();

/** Mixed graphs of 5 to 8 nodes, of which some are latent, but two at least are not; latent ones have causes and bidirected edges as others do. */
function* examples(seed: number, count: number): Generator<{ plain: Plain; latent: Bits; graph: Graph }> {
  const draw = drawFrom(seed);
  for (let run = 0; run < count; run++) {
    const size = 5 + (run % 4);
    const plain = plainOf(randomGraph(draw, size, 0.15 + 0.3 * draw(), 0.25 * draw()));
    const latent = subsetAtRandom(draw, all(size) & ~1 & ~(1 << (1 + Math.floor(draw() * (size - 1)))));
    yield { plain, latent, graph: graphOf(plain, rolesAtRandom(draw, size, latent)) };
  }
}

function rolesAtRandom(draw: Draw, size: number, latent: Bits): Role[][] {
  const others: readonly Role[][] = [[], ["exposure"], ["outcome", "adjusted"], ["selected"], ["differs"]];
  return nodesIn(all(size)).map((node) => (has(latent, node) ? ["latent"] : pick(draw, others)));
}

describe("the latent projection", () => {
  it("has the edges of its definition, in 1,500 graphs of 5 to 8 nodes", () => {
    const wrong = [...examples(13, 1500)].flatMap(({ plain, latent, graph }) => {
      const [got, wanted] = [projected(graph), projectionByPaths(plain, latent)].map((one) => edgesIn(one).join("; "));
      return got === wanted ? [] : [`${say(plain)} without ${sayBits(latent)}: ${got}, and not ${wanted}`];
    });
    expect(wrong).toEqual([]);
  });

  it("says of the measured what the graph says: every pair and every measured set given, in 400 graphs", () => {
    const wrong: string[] = [];
    for (const { plain, latent, graph } of examples(14, 400)) {
      const measured = all(plain.size) & ~latent;
      const [whole, shown] = [connectionsByPaths(plain), connectionsByPaths(projected(graph))];
      for (const given of subsetsOf(measured)) {
        const wanted = whole(given).map((bits, node) => (has(measured, node) ? bits & measured : 0));
        if (shown(given).join() === wanted.join()) continue;
        wrong.push(`${say(plain)} without ${sayBits(latent)}, given ${sayBits(given)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("keeps who causes whom", () => {
    for (const { plain, latent, graph } of examples(15, 500)) {
      const measured = all(plain.size) & ~latent;
      const [whole, shown] = [descendantsOf(plain), descendantsOf(projected(graph))];
      for (const node of nodesIn(measured)) expect(shown[node]).toBe(whole[node] & measured);
    }
  });

  it("keeps names, their order and their roles", () => {
    for (const { latent, graph } of examples(16, 100))
      expect(latentProjection(graph).nodes).toEqual(graph.nodes.filter((_, node) => !has(latent, node)));
  });

  it("is the same in one step and in two, in whatever order", () => {
    const draw = drawFrom(17);
    for (const { plain, latent } of examples(17, 300)) {
      const first = subsetAtRandom(draw, latent);
      const between = latentProjection(graphOf(plain), setOf(first));
      const rest = nodesIn(latent & ~first).map((node) => between.numbers.get(nameOf(node))!);
      const twice = latentProjection(between, new Set(rest));
      expect(edgesOf(twice).map(sayEdge).sort()).toEqual(
        edgesOf(latentProjection(graphOf(plain), setOf(latent)))
          .map(sayEdge)
          .sort(),
      );
    }
  });

  it("of a graph without latent nodes is that graph", () => {
    for (const { graph } of examples(18, 50)) {
      const shown = latentProjection(graph);
      expect(latentProjection(shown)).toBe(shown);
    }
  });

  it("hides an individual, and shows what is selected on, which is known even where it was not measured", () => {
    const roles: Role[][] = [["individual"], [], ["latent", "selected"]];
    const plain: Plain = {
      size: 3,
      directed: [
        [0, 1],
        [1, 2],
      ],
      shared: [],
    };
    expect(latentProjection(graphOf(plain, roles)).nodes.map(({ name }) => name)).toEqual(["B", "C"]);
  });
});

describe("latent roots in place of bidirected edges", () => {
  it("are projected out again", () => {
    const draw = drawFrom(19);
    for (let run = 0; run < 300; run++) {
      const graph = randomGraph(draw, 6);
      const back = latentProjection(withLatentRoots(graph));
      expect(back.nodes).toEqual(graph.nodes);
      expect(edgesIn(plainOf(back))).toEqual(edgesIn(plainOf(graph)));
    }
  });

  it("are roots with two effects each, and leave no bidirected edge", () => {
    const draw = drawFrom(20);
    for (let run = 0; run < 100; run++) {
      const graph = randomGraph(draw, 5);
      const rooted = withLatentRoots(graph);
      const { shared } = plainOf(graph);
      expect(rooted.siblings.flat()).toEqual([]);
      expect(rooted.nodes.slice(5)).toEqual(shared.map((_, i) => ({ name: `U${i + 1}`, roles: ["latent"] })));
      const ends = rooted.children.slice(5).map((children) => bitsOf(children));
      expect(ends.sort()).toEqual(shared.map(bitsOf).sort());
    }
  });

  it("get names that nobody has, and open edges stay", () => {
    const nodes = ["U1", "B", "U3"].map((name) => ({ name, roles: [] }));
    const graph = makeGraph(nodes, [
      { from: "U1", to: "B", kind: "<->" },
      { from: "B", to: "U3", kind: "<->" },
      { from: "U1", to: "U3", kind: "--" },
    ]);
    const rooted = withLatentRoots(graph);
    expect(rooted.nodes.map(({ name }) => name)).toEqual(["U1", "B", "U3", "U2", "U4"]);
    expect(edgesOf(rooted).map(sayEdge)).toEqual(["U2 -> U1", "U2 -> B", "U4 -> B", "U4 -> U3", "U1 -- U3"]);
    expect(edgesOf(latentProjection(rooted)).map(sayEdge).sort()).toEqual(edgesOf(graph).map(sayEdge).sort());
  });
});

describe("known projections", () => {
  const project = (size: number, directed: Plain["directed"], shared: Plain["shared"], latent: Bits) =>
    edgesIn(projected(graphOf({ size, directed, shared }), latent));

  it("a latent mediator is passed through, a latent cause of two is shared, a latent effect is forgotten", () => {
    const mediator: Plain["directed"] = [
      [0, 1],
      [1, 2],
    ];
    expect(project(3, mediator, [], 0b010)).toEqual(["A -> C"]);
    const cause: Plain["directed"] = [
      [1, 0],
      [1, 2],
    ];
    expect(project(3, cause, [], 0b010)).toEqual(["A <-> C"]);
    const effect: Plain["directed"] = [
      [0, 1],
      [2, 1],
    ];
    expect(project(3, effect, [], 0b010)).toEqual([""]);
  });

  it("a latent mediator of two effects is a common cause of them as well", () => {
    const directed: Plain["directed"] = [
      [0, 1],
      [1, 2],
      [1, 3],
    ];
    expect(project(4, directed, [], 0b0010)).toEqual(["A -> C", "A -> D", "C <-> D"]);
  });

  it("a bidirected edge at a latent node goes on to its effects", () => {
    const directed: Plain["directed"] = [
      [1, 2],
      [2, 3],
    ];
    expect(project(4, directed, [[0, 1]], 0b0110)).toEqual(["A <-> D"]);
    expect(project(3, [[1, 2]], [[1, 2]], 0b010)).toEqual([""]);
  });
});

describe("what cannot be projected is said", () => {
  const nodes = ["A", "B"].map((name) => ({ name, roles: ["latent" as const] }));

  it("a graph of which nothing is measured", () => {
    expect(() => latentProjection(makeGraph(nodes, []))).toThrowErrorMatchingInlineSnapshot(
      `[DiscoError: graph: every variable is latent (given: A, B); say which ones are measured]`,
    );
  });

  it("an edge of a latent variable that is left open", () => {
    const graph = makeGraph([nodes[0], { name: "B", roles: [] }], [{ from: "A", to: "B", kind: "--" }]);
    expect(() => latentProjection(graph)).toThrowErrorMatchingInlineSnapshot(
      `[DiscoError: graph: an edge of a latent variable has no direction (given: A -- B); give it a direction]`,
    );
  });
});
