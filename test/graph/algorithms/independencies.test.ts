import { describe, expect, it } from "vitest";
import { type Graph, makeGraph, type Role } from "../../../src/graph/graph.js";
import { impliedIndependencies } from "../../../src/graph/independencies.js";
import { drawFrom, randomGraph } from "../../identify/oracle/random-graph.js";
import { separatedByPaths } from "./paths.js";
import {
  all,
  type Bits,
  bitsOf,
  graphOf,
  has,
  nameOf,
  nodesIn,
  numberOf,
  type Plain,
  pairsOf,
  plainOf,
  say,
  sayBits,
  subsetAtRandom,
  subsetsOf,
} from "./plain.js";
import { projectionByPaths } from "./projection-by-paths.js";

interface Example {
  readonly plain: Plain;
  readonly latent: Bits;
  readonly selected: Bits;
  readonly graph: Graph;
}

/** Mixed graphs of 5 to 7 nodes, some of them latent and now and then some selected on. */
function* examples(seed: number, count: number): Generator<Example> {
  const draw = drawFrom(seed);
  for (let run = 0; run < count; run++) {
    const size = 5 + (run % 3);
    const plain = plainOf(randomGraph(draw, size, 0.1 + 0.4 * draw(), 0.25 * draw()));
    const latent = subsetAtRandom(draw, all(size) & ~3, 0.3);
    const selected = draw() < 0.5 ? 0 : subsetAtRandom(draw, all(size) & ~latent, 0.3);
    const roles = nodesIn(all(size)).map((node): Role[] =>
      has(latent, node) ? ["latent"] : has(selected, node) ? ["selected"] : [],
    );
    yield { plain, latent, selected, graph: graphOf(plain, roles) };
  }
}

const sayExample = ({ plain, latent, selected }: Example) =>
  `${say(plain)}; latent ${sayBits(latent)}, selected on ${sayBits(selected)}`;

/** The pairs that can be asked about, and what all sets of measured variables say about them. */
function byForce({ plain, latent, selected }: Example) {
  const separates = separatedByPaths(plain);
  const { directed, shared } = projectionByPaths(plain, latent);
  const linked = new Set([...directed, ...shared].map(([a, b]) => [a, b].sort().join(" ")));
  const measured = all(plain.size) & ~latent;
  const separable: string[] = [];
  const inseparable: string[] = [];
  for (const [a, b] of pairsOf(plain.size)) {
    if (!has(measured & ~selected, a) || !has(measured & ~selected, b)) continue;
    const rest = measured & ~selected & ~(1 << a) & ~(1 << b);
    const some = [...subsetsOf(rest)].some((given) => separates(1 << a, 1 << b, given | selected));
    if (some) separable.push(nameOf(a) + nameOf(b));
    else if (!linked.has(`${a} ${b}`)) inseparable.push(nameOf(a) + nameOf(b));
  }
  return { separable, inseparable };
}

describe("the independencies a graph implies", () => {
  it("are one for each pair that some set separates; the other pairs without an edge are said: 1,000 graphs of 5 to 7 nodes", () => {
    const counts = { separable: 0, inseparable: 0, selected: 0 };
    const wrong: string[] = [];
    for (const example of examples(21, 1000)) {
      const { independencies, inseparable, stopped } = impliedIndependencies(example.graph);
      const wanted = byForce(example);
      const got = [independencies.map(({ one, other }) => one + other), inseparable.map((pair) => pair.join(""))];
      if (stopped || got.join(" / ") !== [wanted.separable, wanted.inseparable].join(" / "))
        wrong.push(`${sayExample(example)}: ${got.join(" / ")}`);
      counts.separable += wanted.separable.length;
      counts.inseparable += wanted.inseparable.length;
      if (example.selected !== 0) counts.selected++;
    }
    expect(wrong).toEqual([]);
    expect(counts.separable).toBeGreaterThan(2000);
    expect(counts.inseparable).toBeGreaterThan(150);
    expect(counts.selected).toBeGreaterThan(300);
  });

  it("hold, given nothing that could be spared and always what is selected on", () => {
    const wrong: string[] = [];
    for (const example of examples(22, 1000)) {
      const separates = separatedByPaths(example.plain);
      for (const { one, other, given } of impliedIndependencies(example.graph).independencies) {
        const [a, b, set] = [1 << numberOf(one), 1 << numberOf(other), bitsOf(given.map(numberOf))];
        const proper = (set & example.latent) === 0 && (set & example.selected) === example.selected;
        const spare = nodesIn(set & ~example.selected).filter((node) => separates(a, b, set & ~(1 << node)));
        if (proper && separates(a, b, set) && spare.length === 0) continue;
        wrong.push(`${sayExample(example)}: ${one} and ${other} given ${given.join(", ")}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("are listed as far as the budget goes", () => {
    for (const { graph } of examples(23, 20)) {
      const whole = impliedIndependencies(graph);
      const pairs = whole.independencies.length + whole.inseparable.length;
      for (let count = 0; count <= pairs; count++) {
        let left = count;
        const part = impliedIndependencies(graph, { budget: { left: () => left-- > 0, text: "" } });
        expect(part.stopped).toBe(count < pairs);
        expect(part.independencies.length + part.inseparable.length).toBe(count);
        expect(part.independencies).toEqual(whole.independencies.slice(0, part.independencies.length));
        expect(part.inseparable).toEqual(whole.inseparable.slice(0, part.inseparable.length));
      }
    }
  });
});

/** A graph of edges as people write them, with roles of some names. */
function graphFrom(text: string, roles: Readonly<Record<string, readonly Role[]>> = {}): Graph {
  const edges = text.split("; ").map((edge) => edge.split(" "));
  const names = [...new Set(edges.flatMap(([from, , to]) => [from, to]))];
  return makeGraph(
    names.map((name) => ({ name, roles: roles[name] ?? [] })),
    edges.map(([from, kind, to]) => ({ from, to, kind: kind as "->" | "<->" | "--" })),
  );
}

const sentences = (graph: Graph) =>
  impliedIndependencies(graph).independencies.map(({ one, other, given }) => `${one} ⊥ ${other} | ${given.join(", ")}`);

describe("known examples", () => {
  it("Verma's graph has a pair without an edge that nothing separates (T. Verma & J. Pearl, UAI 1990)", () => {
    const graph = graphFrom("A -> B; B -> C; C -> D; B <-> D");
    expect(sentences(graph)).toEqual(["A ⊥ C | B"]);
    expect(impliedIndependencies(graph).inseparable).toEqual([["A", "D"]]);
  });

  it("the same with the common cause as a latent node", () => {
    const graph = graphFrom("A -> B; B -> C; C -> D; U -> B; U -> D", { U: ["latent"] });
    expect(sentences(graph)).toEqual(["A ⊥ C | B"]);
    expect(impliedIndependencies(graph).inseparable).toEqual([["A", "D"]]);
  });

  it("selection on a common effect makes causes dependent (Berkson)", () => {
    expect(sentences(graphFrom("A -> S; B -> S"))).toEqual(["A ⊥ B | "]);
    const chosen = impliedIndependencies(graphFrom("A -> S; B -> S", { S: ["selected"] }));
    expect(chosen).toEqual({ independencies: [], inseparable: [["A", "B"]], stopped: false });
  });

  it("selection is not forgotten where what is selected on was never measured", () => {
    const chosen = impliedIndependencies(graphFrom("A -> S; B -> S", { S: ["latent", "selected"] }));
    expect(chosen.inseparable).toEqual([["A", "B"]]);
  });

  it("the individual is not given, for nobody measures it", () => {
    expect(sentences(graphFrom("U -> T; U -> Y; T -> M; M -> Y", { U: ["individual"] }))).toEqual([]);
    expect(sentences(graphFrom("U -> T; U -> Y; T -> M; M -> Y", {}))).toEqual(["U ⊥ M | T", "T ⊥ Y | U, M"]);
  });

  it("open edges are refused, for taken as none they would make dependent variables look independent", () => {
    expect(() => impliedIndependencies(graphFrom("A -- B; B -- C"))).toThrowErrorMatchingInlineSnapshot(
      `[DiscoError: graph: separation is known only where every edge has a direction (given: A -- B); give it a direction]`,
    );
  });
});
