// dagitty: what dagitty.net and the R package print, and what they take.
import { describe, expect, it } from "vitest";
import { parseGraph, parseGraphWithNotes } from "../../src/graph/parse.js";
import { complaint, expectSlip, linesOf, type Slip } from "./support.js";

/** As dagitty.net prints a model that was drawn there. */
const DRAWN = `dag {
bb="-2.311,-2.442,2.123,2.001"
"coffee, cups" [exposure,pos="-1.200,0.300"]
"lung cancer" [outcome,pos="1.100,0.300"]
Age [adjusted,pos="0.100,-1.500"]
Genes [latent,pos="0.500,-2.000"]
hospital [selected,pos="0.300,1.500"]
smoking [pos="-0.200,-0.700"]
"coffee, cups" -> "lung cancer" [pos="0.000,0.900"]
"coffee, cups" -> hospital
"lung cancer" -> hospital
Age -> "coffee, cups"
Age -> smoking
Genes -> "lung cancer"
Genes -> smoking
smoking -> "coffee, cups"
smoking <-> "lung cancer" [beta="0.3"]
}
`;

describe("dagitty", () => {
  it("as dagitty.net prints it, with what belongs to the picture in notes", () => {
    const { notes } = parseGraphWithNotes(DRAWN);
    expect(linesOf(DRAWN).split("; ")).toEqual([
      '{"coffee, cups", "lung cancer", Age, Genes, hospital, smoking}',
      '"coffee, cups" -> "lung cancer"',
      '"coffee, cups" -> hospital',
      '"lung cancer" -> hospital',
      'Age -> "coffee, cups"',
      "Age -> smoking",
      'Genes -> "lung cancer"',
      "Genes -> smoking",
      'smoking -> "coffee, cups"',
      '"lung cancer" <-> smoking',
      '"coffee, cups" [exposure]',
      '"lung cancer" [outcome]',
      "Age [adjusted]",
      "Genes [latent]",
      "hospital [selected]",
    ]);
    expect(notes).toMatchInlineSnapshot(`
      [
        "The attribute bb of the graph was read over.",
        "The position of coffee, cups and of 5 other variables was read over.",
        "The position of coffee, cups -> lung cancer was read over.",
        "The attribute beta of smoking <-> lung cancer was read over.",
      ]
    `);
  });

  it.each([
    ["dag{}  ", undefined],
    ["dag { X -> Y }", "X -> Y"],
    ["dag{X->Y}", "X -> Y"],
    ["Dag name { X -> Y }", "X -> Y"],
    ['dag "a name" { X -> Y }', "X -> Y"],
    ["dag { X <- Z -> Y X -> M -> Y ; X <-> Y }", "{X, Z, Y, M}; X -> M; Z -> X; Z -> Y; M -> Y; X <-> Y"],
    ["dag{ x -> m -> a b }", "x -> m; m -> a; b"],
    ["dag{ x y ; z \n q }", "x; y; z; q"],
    ["dag{ U -> {a b c d} }", "U -> a; U -> b; U -> c; U -> d"],
    ["dag { {X Z} -> {Y W} }", "{X, Z, Y, W}; X -> Y; X -> W; Z -> Y; Z -> W"],
    ["dag { a -> {b -> {c d}} }", "a -> b; a -> c; a -> d; b -> c; b -> d"],
    ["pdag { X -- Y; Y -> Z }", "{X, Y, Z}; Y -> Z; X -- Y"],
    ["cpdag { X -- Y }", "X -- Y"],
    ["mag { X -> Y <-> Z }", "X -> Y; Y <-> Z"],
    [
      "dag { X [e] Y [o] U [u] L [l] A [a] S [s] V [unobserved] }",
      "X [exposure]; Y [outcome]; U [latent]; L [latent]; A [adjusted]; S [selected]; V [latent]",
    ],
    ["dag { X [source] Y [target] }", "X [exposure]; Y [outcome]"],
    ['dag { U [latent,individual="1"] Z [differs] }', "U [latent, individual]; Z [differs]"],
    ['dag { X [ exposure , pos = " 0.7 , 0.2 " ] }', "X [exposure]"],
    ["dag { 1 -> 2nd -> a.b -> -3 }", '1 -> 2nd; 2nd -> a.b; a.b -> "-3"'],
    ['dag { "a \\"b\\"" -> "c\\d" -> "e" + " f" }', '"a \\"b\\"" -> "c\\\\d"; "c\\\\d" -> "e f"'],
    ["dag { edge -> strict; Node -> Graph }", "edge -> strict; Node -> Graph"],
    ["# Fig. 1\ndag { X -> Y # why\n Y -> Z // not\n /* X -> Z */ }", "X -> Y; Y -> Z"],
    ["dag { X -> Y [beta=-0.3] }", "X -> Y"],
    ["graph { X <- Z -> Y }", "{X, Z, Y}; Z -> X; Z -> Y"],
    ["digraph G { xi1 [latent]\n xi1 -> x1 }", "xi1 -> x1; xi1 [latent]"],
  ])("%j", (text, expected) => {
    if (expected === undefined) expect(complaint(text)).toMatch(/there are no variables/);
    else expect(linesOf(text)).toBe(expected);
  });

  it("notes what it reads over, each kind once", () => {
    const notes = (text: string) => parseGraphWithNotes(text).notes;
    expect(notes('dag { X [label="the dose",weight=2] Y [weight=3] Z [weight=1] X -> Y [beta=0.3] }')).toEqual([
      "The attribute label of X was read over.",
      "The attribute weight of X and of 2 other variables was read over.",
      "The attribute beta of X -> Y was read over.",
    ]);
    expect(notes("dag { X -> {Y Z} [beta=1] Y <- Z [beta=2] }")).toEqual([
      "The attribute beta of X -> Y and of 2 other edges was read over.",
    ]);
    expect(notes("mag { X -> Y }")).toEqual(["This is a maximal ancestral graph; its arrows are read as causes."]);
    expect(notes("dag { X [latent=false] Y [latent=perhaps] }")).toEqual(["The attribute latent of Y was read over."]);
  });

  it("may name variables like what every object has", () => {
    const { nodes } = parseGraph("dag { __proto__ -> constructor; __proto__ [latent] }");
    expect(nodes.map(({ name, roles }) => [name, ...roles])).toEqual([["__proto__", "latent"], ["constructor"]]);
  });
});

const CIRCLE = "circle marks (partial ancestral graphs) are not understood here";
const CIRCLE_ADVICE = "give every edge its direction, or write -- where it is left open";

const SLIPS: readonly Slip[] = [
  ["¦pag { X -> Y }", CIRCLE, CIRCLE_ADVICE],
  ["dag { X ¦@-> Y }", CIRCLE, CIRCLE_ADVICE],
  ["dag { X ¦<-@ Y }", CIRCLE, CIRCLE_ADVICE],
  ["dag { X ¦@-@ Y }", CIRCLE, CIRCLE_ADVICE],
  ["dag { X ¦--@ Y }", CIRCLE, CIRCLE_ADVICE],
  ["mag { X ¦-- Y }", "a mag with undirected edges is not understood here", "write pdag, or give it a direction"],
  ["dag { X ¦--> Y }", "--> is no edge", "write ->"],
  ["dag { X ¦=> Y }", "=> is no edge", "write ->"],
  ["dag ¦{ X -> Y", "this { is never closed", "put a } where it should end"],
  ["dag { X -> ¦{ Y", "this { is never closed", "put a } where it should end"],
  ["dag { X -> Y } ¦Z", "expected the end of the text, found Z", "put one graph in a text"],
  ["dag { X -> ¦}", "expected a variable, found }", "write edges as in X -> Y"],
  ["dag { X -> ¦{} }", "this group holds no variables", "write as in A -> {B C}"],
  ["dag { ¦node -> Y }", "node is a word of the format", 'a variable of this name goes in double quotes, as in "node"'],
  ["dag { X ¦[latent", "this [ is never closed", "put a ] where it should end"],
  ["dag { X [pos=¦] }", "expected a value after =, found ]", 'write as in pos="0,1"'],
  ["dag { X [¦-> Y] }", "expected an attribute or ], found ->", 'write as in [latent, pos="0,1"]'],
  ['dag { X [pos=¦"1,2] }', 'this " is never closed', 'put a " where it should end'],
  ["dag { U [latent] ¦U [selected] }", "U is said to be latent, and here selected", "say all its roles in one place"],
  [
    "dag { ¦$x -> Y }",
    "$ means nothing here",
    'take it out; a name with unusual characters goes in double quotes, as in "my name"',
  ],
  ["dag { X [color=¦#ff0000] }", "# begins a comment", 'write a colour as in color="#ff0000"'],
  ["dag { X -> Y ¦/* why }", "this comment is never closed", "put */ where it should end"],
];

describe("a slip", () => {
  it.each(SLIPS)("%s", (...slip) => {
    expectSlip(slip);
  });

  it("is shown on its line", () => {
    expect(complaint("dag {\n  X -> Y\n  Y --> Z\n}\n", "model.dag")).toMatchInlineSnapshot(`
      "model.dag: --> is no edge
            Y --> Z
              ^
        at line 3, character 5; write ->"
    `);
  });
});
