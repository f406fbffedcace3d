// Random texts and damaged graphs: each is answered with a graph or with a DiscoError that a person can read, and soon.
// DISCO_FUZZ=1000000 npx vitest run test/graph/fuzz.test.ts
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import { parseGraph } from "../../src/graph/parse.js";
import { graphJson, printGraph } from "../../src/graph/print.js";
import { uniformStream } from "../../src/num/random.js";

const COUNT = Number(process.env["DISCO_FUZZ"] ?? 20_000);
const SLOW = 10;
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

const uniform = uniformStream(20260117);
const below = (count: number) => Math.floor(uniform() * count);
const pick = <One>(all: readonly One[]) => all[below(all.length)];

/** A text without sense: pieces of graphs in any order, half of the time in braces, now and then a long one. */
function soup(): string {
  const length = below(20) === 0 ? below(3000) : below(40);
  const text = Array.from({ length }, () => (below(8) === 0 ? String.fromCharCode(below(0x10000)) : pick(PIECES))).join(
    "",
  );
  return pick(["", "", "dag {", "digraph {", '{"edges": [']) + text;
}

/** A text with a few letters taken out, put in, doubled or moved, or with the end of another. */
function damaged(): string {
  let text = pick(TEXTS);
  for (let i = below(4); i >= 0; i--) {
    const at = below(text.length + 1);
    const to = at + below(6);
    const change = below(5);
    if (change === 0) text = text.slice(0, at) + text.slice(to);
    else if (change === 1) text = text.slice(0, at) + pick(PIECES) + text.slice(at);
    else if (change === 2) text = text.slice(0, to) + text.slice(at);
    else if (change === 3) text = text.slice(0, at) + pick(TEXTS).slice(below(40));
    else text = text.slice(0, at) + text.slice(to, to + 3) + text.slice(at, to) + text.slice(to + 3);
  }
  return text;
}

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

function timed(text: string): number {
  const start = performance.now();
  tried(text);
  return performance.now() - start;
}

describe(`${COUNT} texts`, () => {
  it("are read or refused, each in under 10 ms", { timeout: 600_000 }, () => {
    let worst = { took: 0, text: "" };
    const ends = { read: 0, refused: 0 };
    for (const text of TEXTS) expect(tried(text)).toBe("read");
    for (let i = 0; i < COUNT; i++) {
      const text = i % 2 === 0 ? soup() : damaged();
      let took: number;
      try {
        const start = performance.now();
        ends[tried(text)]++;
        took = performance.now() - start;
      } catch (error) {
        throw new Error(`text ${i}, ${JSON.stringify(text)}`, { cause: error });
      }
      // The machine may have been busy with something else.
      for (let again = 0; took > SLOW / 10 && again < 5; again++) took = Math.min(took, timed(text));
      if (took > worst.took) worst = { took, text };
    }
    if (process.env["DISCO_FUZZ"] !== undefined) {
      console.log(
        `${JSON.stringify(ends)}, slowest ${worst.took.toFixed(2)} ms: ${JSON.stringify(worst.text.slice(0, 200))}`,
      );
    }
    expect(ends.read).toBeGreaterThan(COUNT / 100);
    expect(worst.took, worst.text).toBeLessThan(SLOW);
  });
});
