import { describe, expect, it } from "vitest";
import { equivalenceClass } from "../../../src/graph/equivalence.js";
import { type Edge, edgesOf, makeGraph, type Role, sayEdge } from "../../../src/graph/graph.js";
import { drawFrom, randomGraph } from "../../identify/oracle/random-graph.js";
import { connectionsByPaths } from "./paths.js";
import {
  all,
  type Bits,
  bitsOf,
  dagsOf,
  graphOf,
  isAcyclic,
  nameOf,
  numberOf,
  type Plain,
  plainOf,
  say,
  subsetsOf,
} from "./plain.js";

type Pairs = Plain["directed"];

/** Which nodes are adjacent, and the colliders A -> B <- C whose ends A and C are not. */
function skeletonAndColliders(size: number, directed: Pairs): string {
  const links = directed.map(([a, b]) => (a < b ? `${a}${b}` : `${b}${a}`));
  const colliders = directed.flatMap(([a, b]) =>
    directed.filter(([c, d]) => b === d && a < c && !links.includes(`${a}${c}`)).map(([c]) => `${a}${b}${c}`),
  );
  return `${size}: ${links.sort().join()}; ${colliders.sort().join()}`;
}

/** `A -> B` where all of some graphs on the same skeleton have it, `A -- B` where they do not agree. */
function agreement(members: readonly Pairs[]): string[] {
  return members[0]
    .map(([a, b]) => {
      if (members.every((directed) => directed.some(([c, d]) => a === c && b === d)))
        return `${nameOf(a)} -> ${nameOf(b)}`;
      return a < b ? `${nameOf(a)} -- ${nameOf(b)}` : `${nameOf(b)} -- ${nameOf(a)}`;
    })
    .sort();
}

/**
 * All members of a class, found from one: they are joined by turning covered edges, A -> B where B's other parents are A's parents
 * (D. Chickering, UAI 1995, theorem 2). Undefined where there are more than a few.
 */
function membersByTurning(directed: Pairs, most = 300): Pairs[] | undefined {
  const parents = (pairs: Pairs, node: number) => bitsOf(pairs.filter(([, to]) => to === node).map(([from]) => from));
  const members = new Map([[directed.join(" "), directed]]);
  for (const member of members.values()) {
    if (members.size > most) return undefined;
    for (const edge of member) {
      const [a, b] = edge;
      if (parents(member, b) !== (parents(member, a) | (1 << a))) continue;
      const turned = member.map((one) => (one === edge ? ([b, a] as const) : one));
      members.set(turned.join(" "), turned);
    }
  }
  return [...members.values()];
}

/** `A -> BC; B -> C` is A -> B, A -> C, B -> C. */
function pairsFrom(text: string): Pairs {
  return text.split("; ").flatMap((line) => {
    const [from, to] = line.split(" -> ");
    return [...to].map((name) => [numberOf(from), numberOf(name)] as const);
  });
}

const classOf = (plain: Plain) =>
  edgesOf(equivalenceClass(graphOf(plain)))
    .map(sayEdge)
    .sort();

/** All graphs of so many nodes, by class. */
function classesOf(size: number): Map<string, Pairs[]> {
  const classes = new Map<string, Pairs[]>();
  for (const { directed } of dagsOf(size)) {
    const key = skeletonAndColliders(size, directed);
    const members = classes.get(key);
    if (members === undefined) classes.set(key, [directed]);
    else members.push(directed);
  }
  return classes;
}

describe("the class of equivalent graphs", () => {
  it("has a direction just where all its members agree: all graphs of up to 4 nodes, and one of each class of 5", () => {
    const wrong: string[] = [];
    const counts = [1, 2, 3, 4, 5].map((size) => {
      const shown = new Set<string>();
      for (const members of classesOf(size).values()) {
        const wanted = agreement(members).join("; ");
        shown.add(wanted);
        for (const directed of size < 5 ? members : [members[shown.size % members.length]]) {
          const got = classOf({ size, directed, shared: [] }).join("; ");
          if (got !== wanted) wrong.push(`${say({ size, directed, shared: [] })}: ${got}, and not ${wanted}`);
        }
      }
      return shown.size;
    });
    expect(wrong).toEqual([]);
    // Classes of so many nodes: OEIS A007984; S. Gillispie & M. Perlman, UAI 2001.
    expect(counts).toEqual([1, 2, 11, 185, 8782]);
  });

  it("the same in 150 graphs of 6 and 7 nodes: every orientation of the skeleton is tried", () => {
    const draw = drawFrom(24);
    for (let run = 0; run < 150; ) {
      const size = 6 + (run % 2);
      const plain = plainOf(randomGraph(draw, size, 0.5, 0));
      const { directed } = plain;
      if (directed.length < 7 || directed.length > 11) continue;
      run++;
      const key = skeletonAndColliders(size, directed);
      const turned = (code: Bits) =>
        directed.map(([a, b], at) => ((code >> at) & 1 ? ([b, a] as const) : ([a, b] as const)));
      const members = [...subsetsOf(all(directed.length))]
        .map(turned)
        .filter((pairs) => isAcyclic(size, pairs) && skeletonAndColliders(size, pairs) === key);
      expect([say(plain), classOf(plain)]).toEqual([say(plain), agreement(members)]);
    }
  });

  it("the same in 200 graphs of 8 and 9 nodes, with the members that turning edges leads to", () => {
    const draw = drawFrom(26);
    const wrong: string[] = [];
    for (let run = 0; run < 200; ) {
      const plain = plainOf(randomGraph(draw, 8 + (run % 2), 0.3 + 0.5 * draw(), 0));
      const members = membersByTurning(plain.directed);
      if (members === undefined || members[0].length === 0) continue;
      run++;
      if (classOf(plain).join() !== agreement(members).join()) wrong.push(say(plain));
    }
    expect(wrong).toEqual([]);
  });

  it("does not take adjacent causes for those of Meek's third rule", () => {
    const directed = pairsFrom("A -> E; B -> AE; C -> ABDEFH; D -> ABEF; F -> ABE; G -> ADEF; H -> ABDEFG");
    expect(classOf({ size: 8, directed, shared: [] })).toEqual(agreement(membersByTurning(directed)!));
  });

  it("is that of all graphs with the same independencies (T. Verma & J. Pearl, UAI 1990): up to 4 nodes", () => {
    for (const size of [1, 2, 3, 4]) {
      const byPaths = new Map<string, string>();
      for (const plain of dagsOf(size)) {
        const connections = connectionsByPaths(plain);
        const independencies = [...subsetsOf(all(size))].map((given) => connections(given).join()).join(";");
        const shown = classOf(plain).join("; ");
        expect(byPaths.get(independencies) ?? shown).toBe(shown);
        byPaths.set(independencies, shown);
      }
      expect(new Set(byPaths.values()).size).toBe(byPaths.size);
    }
  });

  it("is the same whatever the order of nodes and edges", () => {
    const draw = drawFrom(25);
    for (let run = 0; run < 100; run++) {
      const graph = randomGraph(draw, 7, 0.4, 0);
      const again = makeGraph([...graph.nodes].reverse(), [...edgesOf(graph)].reverse());
      const edges = (shown: readonly Edge[]) =>
        shown.map((edge) => (edge.kind === "--" ? [edge.from, edge.to].sort().join(" -- ") : sayEdge(edge))).sort();
      expect(edges(edgesOf(equivalenceClass(again)))).toEqual(edges(edgesOf(equivalenceClass(graph))));
    }
  });

  it("keeps roles", () => {
    const roles: Role[][] = [["exposure"], ["outcome"]];
    const graph = graphOf({ size: 2, directed: [[0, 1]], shared: [] }, roles);
    expect(equivalenceClass(graph).nodes).toEqual(graph.nodes);
  });
});

describe("classes that are not offered are refused", () => {
  const nodes = ["A", "B"].map((name) => ({ name, roles: [] as Role[] }));

  it.each(["latent", "individual"] as const)("with a node that is %s", (role) => {
    const graph = makeGraph([nodes[0], { name: "U", roles: [role] }], []);
    expect(() => equivalenceClass(graph)).toThrow("this one has a latent variable");
  });

  it("in words", () => {
    expect(() =>
      equivalenceClass(makeGraph([{ name: "U", roles: ["latent"] }], [])),
    ).toThrowErrorMatchingInlineSnapshot(
      `[DiscoError: graph: the class of equivalent graphs is known here only for plain directed graphs, and this one has a latent variable (given: U); ask for the independencies it implies instead]`,
    );
    expect(() =>
      equivalenceClass(makeGraph(nodes, [{ from: "A", to: "B", kind: "<->" }])),
    ).toThrowErrorMatchingInlineSnapshot(
      `[DiscoError: graph: the class of equivalent graphs is known here only for plain directed graphs, and this one has an unmeasured common cause (given: A <-> B); ask for the independencies it implies instead]`,
    );
    expect(() =>
      equivalenceClass(makeGraph(nodes, [{ from: "A", to: "B", kind: "--" }])),
    ).toThrowErrorMatchingInlineSnapshot(
      `[DiscoError: graph: the class of equivalent graphs is known here only for plain directed graphs, and this one has an edge without direction (given: A -- B); give it a direction]`,
    );
  });
});
