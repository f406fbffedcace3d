import { describe, expect, it } from "vitest";
import { parseGraph } from "../../../src/graph/parse.js";
import { type CausalRole, roleOf, rolesOf } from "../../../src/graph/role-of.js";
import { drawFrom, randomGraph } from "../../identify/oracle/random-graph.js";
import { separatedByPaths } from "./paths.js";
import {
  all,
  ancestorsOf,
  type Bits,
  dagsOf,
  descendantsOf,
  graphOf,
  has,
  nameOf,
  nodesIn,
  type Plain,
  pairsOf,
  plainOf,
  say,
  subsetsOf,
} from "./plain.js";

const roles = (text: string) => Object.fromEntries(rolesOf(parseGraph(text), "T", "Y"));

/** Roles by the words of their definitions: every subset is tried, every path is walked, `<->` is a node of its own. */
function rolesByPaths(given: Plain, x: number, y: number): CausalRole[] {
  const plain: Plain = {
    size: given.size + given.shared.length,
    directed: [
      ...given.directed,
      ...given.shared.flatMap(([a, b], i) => [[given.size + i, a] as const, [given.size + i, b] as const]),
    ],
    shared: [],
  };
  const below = descendantsOf(plain);
  const aroundX = { ...plain, directed: plain.directed.filter(([from, to]) => from !== x && to !== x) };
  const causal = nodesIn(below[x] & ancestorsOf(aroundX, 1 << y) & ~(1 << x));
  const noEffect = {
    ...plain,
    directed: plain.directed.filter(([from, to]) => !(from === x && causal.includes(to)) && !(from === y && to === x)),
  };
  const separated = separatedByPaths(noEffect);
  const apart = (set: Bits) => separated(1 << x, 1 << y, set);
  const smallest = [...subsetsOf(all(plain.size) & ~(1 << x) & ~(1 << y))].filter(
    (set) => apart(set) && [...subsetsOf(set)].every((part) => part === set || !apart(part)),
  );
  const causesX = ancestorsOf(plain, 1 << x);
  const causesY = ancestorsOf(aroundX, 1 << y);
  return nodesIn(all(given.size) & ~(1 << x) & ~(1 << y)).map((node) => {
    if (causal.includes(node)) return "mediator";
    const effect = has(below[x] | below[y], node);
    const common = has(causesX & causesY, node);
    if (!effect && (common || smallest.some((set) => has(set, node)))) return "confounder";
    if (smallest.some((set) => !has(set, node) && !apart(set | (1 << node)))) return "collider";
    if (has(below[y], node)) return "after outcome";
    if (effect) return "after treatment";
    if (has(causesX, node)) return "cause of treatment";
    return has(causesY, node) ? "cause of outcome" : "unrelated";
  });
}

function differences(plain: Plain): string[] {
  const graph = graphOf(plain);
  const ordered = pairsOf(plain.size).flatMap(([a, b]) => [
    [a, b],
    [b, a],
  ]);
  return ordered.flatMap(([x, y]) => {
    const wanted = rolesByPaths(plain, x, y).join("|");
    const got = [...rolesOf(graph, nameOf(x), nameOf(y)).values()].join("|");
    return got === wanted ? [] : [`${say(plain)}: ${nameOf(x)} on ${nameOf(y)}: ${got} for ${wanted}`];
  });
}

describe("the role of a variable", () => {
  it("is that of the textbook's graphs", () => {
    expect(roles("C -> T; C -> Y; T -> M -> Y; T -> S <- Y; T -> Y -> A; T -> B; I -> T; P -> Y; N")).toEqual({
      C: "confounder",
      M: "mediator",
      S: "collider",
      A: "after outcome",
      B: "after treatment",
      I: "cause of treatment",
      P: "cause of outcome",
      N: "unrelated",
    });
  });

  it("is seen through what is not measured: proxies, M-bias, butterflies, instruments", () => {
    expect(roles("U [latent]; T <- U -> W -> Y; T -> Y")).toMatchObject({ W: "confounder" });
    expect(roles("U [latent]; V [latent]; T <- U -> M <- V -> Y; T -> Y")).toMatchObject({ M: "collider" });
    expect(roles("T <-> M; M <-> Y; T -> Y; M -> D")).toMatchObject({ M: "collider", D: "collider" });
    expect(roles("T <- A -> M <- B -> Y; M -> T; M -> Y")).toMatchObject({ M: "confounder" });
    expect(roles("Z -> T -> Y; T <-> Y")).toMatchObject({ Z: "cause of treatment" });
    // An effect of a common cause ties nothing that this has not tied already.
    expect(roles("T <- C -> Y; C -> W; T -> Y")).toMatchObject({ W: "unrelated" });
    // A path of two common causes is open in the middle only once one of them is blocked.
    expect(roles("T <- A -> B -> C -> Y; A -> W <- C")).toMatchObject({ W: "collider" });
  });

  it("is what the definitions say in every directed graph of 4 nodes, and in mixed ones of 5", () => {
    expect([...dagsOf(4)].flatMap(differences)).toEqual([]);
    const draw = drawFrom(11);
    const mixed = Array.from({ length: 40 }, () => plainOf(randomGraph(draw, 5, 0.4, 0.15)));
    expect(mixed.flatMap(differences)).toEqual([]);
  });

  it("is found at once in a long graph with exponentially many sets", () => {
    const steps = Array.from({ length: 30 }, (_, i) => `T <- A${i} -> B${i} -> Y`).join("; ");
    const found = roles(`${steps}; T -> Y; T -> S <- Y`);
    expect(found).toMatchObject({ A0: "confounder", A29: "confounder", S: "collider" });
  });

  it("is refused where there is none", () => {
    const graph = parseGraph("T -> Y; A -- B");
    expect(() => roleOf(graph, "T", "Y", "A")).toThrow(/direction/);
    expect(() => roleOf(parseGraph("T -> Y"), "T", "Y", "Y")).toThrow(/no role towards themselves/);
    expect(() => roleOf(parseGraph("T -> Y"), "T", "Y", "Z")).toThrow(/no such variable/);
    expect(() => rolesOf(parseGraph("T -> Y"), "T", "T")).toThrow(/one variable/);
  });
});
