import { describe, expect, it } from "vitest";
import { connected, separated } from "../../../src/graph/separation.js";
import { drawFrom, randomGraph } from "../../identify/oracle/random-graph.js";
import { connectionsByLaw } from "./linear-law.js";
import { type Connections, connectionsByPaths, separatedByPaths } from "./paths.js";
import {
  all,
  type Bits,
  bitsOf,
  dagsOf,
  graphOf,
  nodesIn,
  type Plain,
  pairsOf,
  plainOf,
  say,
  sayBits,
  setOf,
  subsetAtRandom,
  subsetsOf,
} from "./plain.js";

/** Where `connected` and an oracle part, for every single node and every set given. */
function differences(plain: Plain, oracle: Connections): string[] {
  const graph = graphOf(plain);
  const found: string[] = [];
  for (const given of subsetsOf(all(plain.size))) {
    const wanted = oracle(given);
    const set = setOf(given);
    for (const node of nodesIn(all(plain.size) & ~given)) {
      const got = bitsOf(connected(graph, new Set([node]), set));
      if (got !== wanted[node]) found.push(`${say(plain)}: ${sayBits(1 << node)} given ${sayBits(given)}: ${got}`);
    }
  }
  return found;
}

/** Every mixed graph of so many nodes, up to their names: causes have the smaller numbers. */
function* mixedGraphsOf(size: number): Generator<Plain> {
  const pairs = pairsOf(size);
  const chosen = (code: Bits) => pairs.filter((_, place) => ((code >> place) & 1) === 1);
  for (const directed of subsetsOf(all(pairs.length)))
    for (const shared of subsetsOf(all(pairs.length)))
      yield { size, directed: chosen(directed), shared: chosen(shared) };
}

describe("separation is what the paths say", () => {
  it("in every directed graph of up to 4 nodes", () => {
    const counts = [1, 2, 3, 4].map((size) => {
      const dags = [...dagsOf(size)];
      expect(dags.flatMap((plain) => differences(plain, connectionsByPaths(plain)))).toEqual([]);
      return dags.length;
    });
    expect(counts).toEqual([1, 3, 25, 543]); // OEIS A003024
  });

  it("in every mixed graph of up to 4 nodes, but for their names", () => {
    const counts = [2, 3, 4].map((size) => {
      const graphs = [...mixedGraphsOf(size)];
      expect(graphs.flatMap((plain) => differences(plain, connectionsByPaths(plain)))).toEqual([]);
      return graphs.length;
    });
    expect(counts).toEqual([4, 64, 4096]);
  });

  it("in 600 mixed graphs of 5 and 6 nodes at random", () => {
    const draw = drawFrom(1);
    for (let run = 0; run < 600; run++) {
      const plain = plainOf(randomGraph(draw, 5 + (run % 2)));
      expect(differences(plain, connectionsByPaths(plain))).toEqual([]);
    }
  });

  it("for sets, in 2,000 mixed graphs of 5 and 6 nodes", () => {
    const draw = drawFrom(2);
    const counts = { separated: 0, connected: 0 };
    const wrong: string[] = [];
    for (let run = 0; run < 2000; run++) {
      const graph = randomGraph(draw, 5 + (run % 2));
      const plain = plainOf(graph);
      const oracle = separatedByPaths(plain);
      for (let question = 0; question < 10; question++) {
        const one = subsetAtRandom(draw, all(plain.size), 0.3);
        const other = subsetAtRandom(draw, all(plain.size) & ~one, 0.4);
        const given = subsetAtRandom(draw, all(plain.size) & ~(one | other));
        const wanted = oracle(one, other, given);
        counts[wanted ? "separated" : "connected"]++;
        const [a, b, z] = [one, other, given].map(setOf);
        if (separated(graph, a, b, z) === wanted && separated(graph, b, a, z) === wanted) continue;
        wrong.push(`${say(plain)}: ${[one, other, given].map(sayBits).join(" ")}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(Math.min(counts.separated, counts.connected)).toBeGreaterThan(5000);
  });
});

describe("separation is what a random linear law says", () => {
  it("for every pair and every set given, in 300 graphs of 4 to 7 nodes with latent roots", () => {
    const draw = drawFrom(3);
    for (let run = 0; run < 300; run++) {
      const plain = plainOf(randomGraph(draw, 4 + (run % 4)));
      expect(differences(plain, connectionsByLaw(plain, draw))).toEqual([]);
    }
  });

  it("and so the two oracles, which know nothing of each other, agree", () => {
    const draw = drawFrom(4);
    for (let run = 0; run < 100; run++) {
      const plain = plainOf(randomGraph(draw, 5));
      const [paths, law] = [connectionsByPaths(plain), connectionsByLaw(plain, draw)];
      for (const given of subsetsOf(all(5))) expect(law(given)).toEqual(paths(given));
    }
  });
});

describe("what is not a proper question", () => {
  const chain = graphOf({
    size: 3,
    directed: [
      [0, 1],
      [1, 2],
    ],
    shared: [],
  });
  const [a, c, none] = [new Set([0]), new Set([2]), new Set<number>()];

  it("sides that overlap are not separated", () => {
    expect(separated(chain, a, new Set([0, 2]), new Set([1]))).toBe(false);
    expect(separated(chain, a, a, a)).toBe(false);
  });

  it("what is given in a side counts for nothing, whichever side it is", () => {
    expect(separated(chain, a, c, a)).toBe(true);
    expect(separated(chain, c, a, a)).toBe(true);
    expect(separated(chain, new Set([0, 1]), c, new Set([1]))).toBe(true);
    expect(separated(chain, new Set([0, 1]), c, a)).toBe(false);
  });

  it("nothing is separated from everything", () => {
    expect(separated(chain, none, a, none)).toBe(true);
    expect(separated(chain, a, none, none)).toBe(true);
    expect(connected(chain, none, a)).toEqual(none);
  });
});
