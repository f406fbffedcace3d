// Random texts and damaged graphs: each is answered with a graph or with a DiscoError that a person can read, and soon.
// DISCO_FUZZ=1000000 npx vitest run test/graph/fuzz.test.ts
import { describe, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import { parseGraph } from "../../src/graph/parse.js";
import { graphJson, printGraph } from "../../src/graph/print.js";
import { COUNT, fuzz } from "../support/fuzz.js";

const FORMATS = ["lines", "dagitty", "dot", "json"] as const;

const TEXTS = [
  "A -> B <- C <-> D -- E\nU [latent, individual]; S [selected]",
  'latent: U, V # why\n{A, B} -> {C "d e"} -> `f``g` // and\n1 -> 2nd -> a.b',
  'dag {\nbb="0,0,1,1"\n"my x" [exposure,pos="0.1,0.2"]\nU [latent]\n"my x" -> Y [beta=0.3] U -> {Y Z} A <-> B }',
  "pdag { X -- Y ; Y -> Z /* no */ }",
  'strict digraph "G" { rankdir=LR; node [shape=box]; edge [dir=both] subgraph cluster_0 { A:p -> "B" + "C" [dir=back]; } U [role="latent"] }',
  "graph { A -- B -- {C; D} [style=dashed]; E, F -- A }",
  '{"nodes": ["X", {"name": "U", "roles": ["latent"]}], "edges": [{"from": "U", "to": "X", "kind": "->"}, ["X", "<->", "U"]]}',
  '{"directed": true, "graph": {}, "nodes": [{"id": 0}, {"id": "a"}], "links": [{"source": 0, "target": "a"}]}',
  '["X -> Y", ["Y", "--", "Z"]]',
];
const PIECES = [
  ..."()[]{}|;,:#=<>+-*/@~.`\"'\\ \n\r\t\0\u001b\u202e\ufeff→←↔−“”日😀\ud83d\udc00&",
  ...'-> <- <-> -- --> o-> @-> dag{ digraph{ {A } [latent] latent: role= "" /* */ // &#10; strict subgraph node edge A B U 1 true null'.split(
    " ",
  ),
];

/** A graph that was read must be read the same from whatever it is printed as. */
function tried(text: string): "read" | "refused" {
  let graph: ReturnType<typeof parseGraph>;
  try {
    graph = parseGraph(text);
  } catch (error) {
    if (!(error instanceof DiscoError)) throw error;
    check(error.message, text);
    return "refused";
  }
  const records = JSON.stringify(graphJson(graph));
  for (const format of FORMATS) {
    const printed = printGraph(graph, format);
    if (JSON.stringify(graphJson(parseGraph(printed))) !== records) throw new Error(`is read otherwise: ${printed}`);
  }
  return "read";
}

/** A message of a length to read. Where it shows the place the caret is inside the line. */
function check(message: string, text: string): void {
  if (message.length > 1200 && !/there is a cycle of causes/.test(message))
    throw new Error(`a long message: ${message}`);
  const lines = message.split("\n");
  const place = /^ {2}at (?:line (\d+), )?character (\d+); \S/.exec(lines[3] ?? "");
  if (place === null) return;
  if (/[^\n\P{Cc}]|[\u202a-\u202e]|\p{Cs}/u.test(message)) throw new Error(`cannot be printed: ${message}`);
  if (lines.length !== 4 || !/^ +\^$/.test(lines[2])) throw new Error(`another form: ${message}`);
  const all = text.split(/\r\n|\r|\n/);
  const longest = Math.max(...all.map(({ length }) => length));
  const [line, character] = [Number(place[1] ?? 1), Number(place[2])];
  if (line > all.length || character < 1 || character > longest + 1) throw new Error(`outside the text: ${message}`);
}

describe(`${COUNT} texts`, () => {
  it("are read or refused, each in under 10 ms", { timeout: 600_000 }, () => {
    fuzz({ texts: TEXTS, pieces: PIECES, openings: ["", "", "dag {", "digraph {", '{"edges": ['], tried });
  });
});
