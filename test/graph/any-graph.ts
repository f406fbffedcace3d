import fc from "fast-check";
import { type Edge, type Graph, makeGraph, type Node, ROLES } from "../../src/graph/graph.js";

/** Names that a format may take for something else. */
const HOSTILE = [
  ..."dag digraph graph pdag mag pag strict subgraph node edge Node EDGE latent individual role U pos o e true null".split(
    " ",
  ),
  ...'-> <- <-> -- A->B A--B o-> @-> - > = : ; , . .. # // /* */ { } [ ] {A} [A] dag{A} \\ \\\\ a\\ \\" \' " `` ` "" & &#10; &#38; &amp; && &#'.split(
    " ",
  ),
  ..."1 1a -1 .5 -.5 1.5.2 0x10 1e5 __proto__ constructor toString hasOwnProperty é 日本 e\u0301 😀 👩‍👩‍👧 \ud83d \udc00 \u202e \u200b \u0000 \u001b[2J".split(
    " ",
  ),
  ...'a b|the "best" name|a\nb|a\r\nb|a\\\nb|\n\\|x |  x|a\tb|latent: U|A [latent]|A; B|digraph { a }|\u2028|a\u2028b|a\u00a0b|\ufeffa|\\n|\\u{41}|&#92;n'.split(
    "|",
  ),
];
const name = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.constantFrom(..."ABCDXYZ"),
  fc.string({ unit: "binary", minLength: 1, maxLength: 6 }),
  fc.string({ unit: fc.constantFrom(...'ab1 \\"`&#;-><{}[]:,\n\r/*.'), minLength: 1, maxLength: 8 }),
);
const roles = fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray([...ROLES]));

/** Which edges there are between two nodes: towards the later one, an unmeasured common cause, an open direction. */
const between = fc.constantFrom<readonly Edge["kind"][]>(
  [],
  [],
  [],
  ["->"],
  ["->"],
  ["<->"],
  ["->", "<->"],
  ["--"],
  ["--", "<->"],
);

/** Graphs of all kinds of edges, in any order of the nodes, with isolated nodes, roles and hostile names. */
export const anyGraph: fc.Arbitrary<Graph> = fc
  .uniqueArray(name, { minLength: 1, maxLength: 6 })
  .map((names) => names.filter((one) => one.trim() !== ""))
  .filter((names) => names.length > 0)
  .chain((names) =>
    fc.record({
      nodes: fc.tuple(...names.map((one) => roles.map((given): Node => ({ name: one, roles: given })))),
      links: fc.array(between, { minLength: 15, maxLength: 15 }),
      order: fc.shuffledSubarray(names, { minLength: names.length }),
      turned: fc.boolean(),
    }),
  )
  .map(({ nodes, links, order, turned }) => {
    const edges = order.flatMap((from, i) =>
      order
        .slice(i + 1)
        .flatMap((to, j) =>
          links[(5 * i + j) % links.length].map(
            (kind): Edge => (kind !== "->" && turned ? { from: to, to: from, kind } : { from, to, kind }),
          ),
        ),
    );
    return makeGraph(nodes, edges);
  });

export const seed = 20260117;
