// DOT: the part of Graphviz's language that tools write.
import { describe, expect, it } from "vitest";
import { parseGraphWithNotes } from "../../src/graph/parse.js";
import { complaint, expectSlip, linesOf, type Slip } from "./support.js";

const notes = (text: string) => parseGraphWithNotes(text).notes;

/** As DoWhy's examples write a graph. */
const DOWHY = `digraph {
U[label="Unobserved Confounders"];
U->v0;
U->y;
v0->y; W0->v0; W0->y;
}`;
/** As bnlearn's write.dot prints a network, and a class of networks. */
const BNLEARN = `digraph {
  "A" ;
  "B" ;
  "C" ;
  "A" -> "B" ;
  edge [dir=none] "B" -> "C" ;
}`;
/** As Graphviz prints a graph that was laid out. */
const LAID_OUT = `digraph G {
	graph [bb="0,0,126,108",
		rankdir=LR
	];
	node [label="\\N", shape=ellipse];
	subgraph cluster_0 {
		graph [label="before",
			lp="30,11"];
		X	[height=0.5,
			pos="27,90",
			width=0.75];
	}
	Y	[height=0.5,
		pos="99,18",
		width=0.75];
	X -> Y	[pos="e,84,33 42,75"];
	X -> Y	[dir=both, style=dashed];
}`;

describe("DOT", () => {
  it("of DoWhy: a label makes no variable latent, and that is said", () => {
    expect(linesOf(DOWHY)).toBe("U -> v0; U -> y; v0 -> y; W0 -> v0; W0 -> y");
    expect(notes(DOWHY)).toEqual(['The label of U, "Unobserved Confounders", does not make it latent; [latent] does.']);
    expect(notes('digraph { U [latent, label="Unobserved Confounders"]; U -> X }')).toEqual([
      "The attribute label of U was read over.",
    ]);
    expect(linesOf('digraph { U [observed="no"]; U -> X; W [observed=yes] }')).toBe("U -> X; U [latent]; W");
  });

  it("of bnlearn", () => {
    expect(linesOf(BNLEARN)).toBe("A -> B; B -- C");
    expect(notes(BNLEARN)).toEqual([]);
  });

  it("of Graphviz: positions and looks are in the notes", () => {
    expect(linesOf(LAID_OUT)).toBe("X -> Y; X <-> Y");
    expect(notes(LAID_OUT)).toMatchInlineSnapshot(`
      [
        "The attribute bb of the graph was read over.",
        "The attribute rankdir of the graph was read over.",
        "The usual label of variables of the graph was read over.",
        "The usual shape of variables of the graph was read over.",
        "The attribute label of the graph was read over.",
        "The attribute lp of the graph was read over.",
        "The attribute height of X and of 1 other variable was read over.",
        "The position of X and of 1 other variable was read over.",
        "The attribute width of X and of 1 other variable was read over.",
        "The position of X -> Y was read over.",
        "The attribute style of X <-> Y was read over.",
      ]
    `);
  });

  it.each([
    ["digraph G { A -> B -> C }", "A -> B; B -> C"],
    ['strict digraph "a name" { A -> B; A -> B; B -> C; }', "A -> B; B -> C"],
    ["strict graph { A -- B; B -- A }", "A -- B"],
    ["DIGRAPH { A -> B }", "A -> B"],
    ["graph { A -- B -- C }", "A -- B; B -- C"],
    ["digraph { {A B} -> C }", "{A, B, C}; A -> C; B -> C"],
    ["digraph { A, B -> C, D }", "{A, B, C, D}; A -> C; A -> D; B -> C; B -> D"],
    ["digraph { A -> subgraph x { B; C } }", "A -> B; A -> C"],
    ["digraph { subgraph cluster_x { A -> B } subgraph { C } A -> C }", "A -> B; A -> C"],
    ["digraph { {A -> B} -> C }", "A -> B; A -> C; B -> C"],
    ["digraph { {A A} -> B }", "A -> B"],
    ["digraph { A -> B [dir=both] }", "A <-> B"],
    ["digraph { A -> B [dir=back] }", "{A, B}; B -> A"],
    ["digraph { A -> B [dir=none] }", "A -- B"],
    ["digraph { A -> B [dir=forward] }", "A -> B"],
    ["digraph { A -> B -> C [dir=both] }", "A <-> B; B <-> C"],
    [
      "digraph { edge [dir=both]; A -> B; B -> C [dir=forward]; { edge [dir=none] C -> D } D -> E }",
      "{A, B, C, D, E}; B -> C; A <-> B; D <-> E; C -- D",
    ],
    ["digraph { A -> B [arrowhead=none] }", "A -- B"],
    ["digraph { A -> B [arrowtail=normal] }", "A -> B"],
    ["digraph { A -> B [dir=both, arrowtail=none, arrowhead=normal] }", "A -> B"],
    ["digraph { A -> B [dir=both, arrowtail=normal, arrowhead=normal] }", "A <-> B"],
    ["graph { A -- B [dir=forward] }", "A -> B"],
    ["digraph { A -> B [style=dashed] }", "A -> B"],
    ["digraph { A -> B [style=dashed][dir=both;color=red weight=2,] }", "A <-> B"],
    [
      "digraph { U [latent]; V [latent=true] W [unobserved=1] X [observed=false] Y [latent=no] }",
      "U [latent]; V [latent]; W [latent]; X [latent]; Y",
    ],
    [
      'digraph { U [role="latent,individual"]; S [roles="selected differs"] }',
      "U [latent, individual]; S [selected, differs]",
    ],
    ["digraph { A:p -> B:p:ne }", "A -> B"],
    ['digraph { "a b" -> "c\\"d" -> "e\\\nf" -> "g" /* + */ + "h" }', '"a b" -> "c\\"d"; "c\\"d" -> ef; ef -> gh'],
    ['digraph { "\\N" -> "\\\\" -> "a\\\\" }', '"\\\\N" -> "\\\\\\\\"; "\\\\\\\\" -> "a\\\\\\\\"'],
    ['digraph { "&#65;&#x42;" -> "&amp;&#99999999;" }', 'AB -> "&amp;&#99999999;"'],
    ["digraph { 1 -> -2.5 -> .5 }", '1 -> "-2.5"; "-2.5" -> .5'],
    ['digraph { "node" -> "strict" }', "node -> strict"],
    ["// made by a tool\n/* version 1 */\n# line\ndigraph /* x */ G // y\n{ A -> B }", "A -> B"],
    ["digraph { A [label=<<b>x</b>>]; A -> B }", "A -> B"],
    ["digraph { rankdir=LR; A -> B }", "A -> B"],
  ])("%j", (text, expected) => {
    expect(linesOf(text)).toBe(expected);
  });

  it("notes what it reads over", () => {
    expect(
      notes("digraph { rankdir=LR; node [shape=box]; edge [color=red, dir=both]; graph [fontsize=9] A:p -> B }"),
    ).toEqual([
      "The attribute rankdir of the graph was read over.",
      "The usual shape of variables of the graph was read over.",
      "The usual color of edges of the graph was read over.",
      "The attribute fontsize of the graph was read over.",
      "The port of A was read over.",
    ]);
    expect(
      notes('digraph { A [role="confounder", target="_top", u=1, shape=box]; B [shape=box]; A -> B [style=dashed] }'),
    ).toEqual([
      "The attribute role of A was read over.",
      "The attribute target of A was read over.",
      "The attribute u of A was read over.",
      "The attribute shape of A and of 1 other variable was read over.",
      "The attribute style of A -> B was read over.",
    ]);
  });
});

const ONE_BY_ONE = "roles are given to variables one by one";

const SLIPS: readonly Slip[] = [
  ["digraph { ¦<b> -> A }", "a name in angle brackets is not understood here", "put the name in double quotes"],
  [
    "digraph { A -> ¦node }",
    "node is a word of the format",
    'a variable of this name goes in double quotes, as in "node"',
  ],
  [
    "digraph { ¦Edge -> A }",
    "Edge is a word of the format",
    'a variable of this name goes in double quotes, as in "Edge"',
  ],
  ["digraph { A -> B [¦dir=up] }", "this is no direction of an edge", "dir is forward, back, both or none"],
  [
    "digraph { A ¦<- B [dir=both] }",
    "dir says the direction of an edge that has one already",
    "write -> here, or take dir out",
  ],
  [
    "digraph { A -> B [dir=both, ¦arrowtail=odot] }",
    "circle marks (partial ancestral graphs) are not understood here",
    "give every edge its direction, or write -- where it is left open",
  ],
  ["digraph { ¦node [latent]; A -> B }", ONE_BY_ONE, "write as in U [latent]"],
  ["digraph { {A B} ¦[latent] }", "expected an edge or ;, found [", "attributes go behind a variable or an edge"],
  ["digraph { A: ¦-> B }", "expected a port after :, found ->", "a name with : goes in double quotes"],
  ['digraph { "a" ¦+ b }', "+ joins texts in double quotes", 'write as in "a" + "b"'],
  ["digraph { A [label=¦<b] }", "this < is never closed", "put a > where it should end"],
  [
    "digraph { A -> B ¦) }",
    ") means nothing here",
    'take it out; a name with unusual characters goes in double quotes, as in "my name"',
  ],
];

describe("a slip", () => {
  it.each(SLIPS)("%s", (...slip) => {
    expectSlip(slip);
  });

  it("of edges given twice is said by the graph, unless the graph is strict", () => {
    expect(complaint("digraph { A -> B; A -> B }")).toMatch(/an edge is given twice/);
  });

  it("of braces nested deep is met before the stack is", () => {
    const deep = (depth: number) => `digraph ${"{".repeat(depth)} A -> B ${"}".repeat(depth)}`;
    expect(linesOf(deep(100))).toBe("A -> B");
    expect(complaint(deep(101))).toMatch(/braces are nested more than 100 deep/);
    expect(complaint(deep(100_000))).toMatch(/braces are nested more than 100 deep/);
  });
});
