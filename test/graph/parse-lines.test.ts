// Lines: what they say, and the slips that people make in them.
import { describe, expect, it } from "vitest";
import { parseGraph, parseGraphWithNotes } from "../../src/graph/parse.js";
import { graphJson } from "../../src/graph/print.js";
import { complaint, expectSlip, linesOf, type Slip } from "./support.js";

describe("lines", () => {
  it.each([
    ["A -> B", "A -> B"],
    ["A -> B; B -> C\nC -> D\r\nD -> E\rE -> F;;\n;", "A -> B; B -> C; C -> D; D -> E; E -> F"],
    ["A -> B <- C <-> D -- E", "A -> B; C -> B; C <-> D; D -- E"],
    ["A→B←C↔D ⟶ E ⟵ F ⟷ G", "A -> B; C -> B; D -> E; F -> E; C <-> D; F <-> G"],
    ["A -> {B C}", "A -> B; A -> C"],
    ["{A, B} -> {C,D}", "{A, B, C, D}; A -> C; A -> D; B -> C; B -> D"],
    ["A -> {B,\n  C # inside\n  D} -> E", "A -> B; A -> C; A -> D; B -> E; C -> E; D -> E"],
    ["{A B C}", "A; B; C"],
    ["A", "A"],
    ["U [latent]", "U [latent]"],
    ["U [ latent,\n individual ]; {V W} [selected]", "U [latent, individual]; V [selected]; W [selected]"],
    ["latent: U, V\nU -> X; U [latent]", "{U, V, X}; U -> X; U [latent]; V [latent]"],
    ["differs: A B", "A [differs]; B [differs]"],
    ["latent -> dag; exposure [exposure]", "latent -> dag; exposure [exposure]"],
    ["# one\nA -> B # two -> three\n// four\nB -> C // five", "A -> B; B -> C"],
    ["1 -> 2nd -> a.b -> _x -> é -> 日本 -> .5", "1 -> 2nd; 2nd -> a.b; a.b -> _x; _x -> é; é -> 日本; 日本 -> .5"],
    ['"a b" -> `c d` -> "e\\n\\u{41}\\"" -> `f``g`', '"a b" -> "c d"; "c d" -> "e\\nA\\""; "e\\nA\\"" -> "f`g"'],
    ['"latent" -> "A"', "latent -> A"],
    ["A->o;o->B", "A -> o; o -> B"],
    ["\ufeffA -> B", "A -> B"],
    ["graph -> B\ndag", "graph -> B; dag"],
  ])("%j is %j", (text, expected) => {
    expect(linesOf(text)).toBe(expected);
  });

  it("name variables in the order in which they are first met", () => {
    const { nodes } = parseGraph("latent: U\nB -> A\nA <- {U C}");
    expect(nodes.map(({ name }) => name)).toEqual(["U", "B", "A", "C"]);
  });

  it("may name variables like what every object has", () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
    const { nodes } = parseGraph(`${names.join(" -> ")}\nlatent: __proto__`);
    expect(nodes.map(({ name }) => name)).toEqual(names);
    expect(nodes[0].roles).toEqual(["latent"]);
  });

  it("leave no notes", () => {
    expect(parseGraphWithNotes("A -> B # comment\nU [latent]").notes).toEqual([]);
  });

  it("are what records hold", () => {
    expect(graphJson(parseGraph("U [latent]; U -> X <-> Y"))).toEqual({
      nodes: [
        { name: "U", roles: ["latent"] },
        { name: "X", roles: [] },
        { name: "Y", roles: [] },
      ],
      edges: [
        { from: "U", to: "X", kind: "->" },
        { from: "X", to: "Y", kind: "<->" },
      ],
    });
  });
});

const EDGES =
  "write -> for a cause, <-> for an unmeasured common cause, -- where the direction is left open; a name with such a sign goes in double quotes";
const CIRCLE = "circle marks (partial ancestral graphs) are not understood here";
const CIRCLE_ADVICE = "give every edge its direction, or write -- where it is left open";
const ROLES = "roles are latent, individual, selected, differs, exposure, outcome, adjusted";
const DID = `Roles are ${ROLES.slice(10)}`;
const GROUP = "separate edges by ; or new lines; several variables go in braces, as in {A, B} -> C";
const CHAIN = "write edges as in X -> Y, one a line or separated by ;";
const NAME = 'take it out; a name with unusual characters goes in double quotes, as in "my name"';
const OWN = "roles go in a statement of their own";
const OWN_ADVICE = "write as in U [latent]; U -> X";

const SLIPS: readonly Slip[] = [
  // Edges.
  ["A ¦--> B", "--> is no edge", "write ->"],
  ["A ¦<-- B", "<-- is no edge", "write <-"],
  ["A ¦<--> B", "<--> is no edge", "write <->"],
  ["A ¦=> B", "=> is no edge", "write ->"],
  ["A ¦<=> B", "<=> is no edge", "write <->"],
  ["A ¦> B", "> is no edge", "write ->"],
  ["A ¦>> B", ">> is no edge", "write ->"],
  ["A ¦⇒ B", "⇒ is no edge", "write ->"],
  ["A ¦- B", "- is no edge", EDGES],
  ["A ¦— B", "— is no edge", EDGES],
  ["A ¦= B", "= is no edge", EDGES],
  ["A ¦-| B", "-| is no edge", EDGES],
  ["X¦-1 -> Y", "- is no edge", EDGES],
  ["Y ¦~ X", "~ is no edge", "what Y ~ X says of a model is written X -> Y"],
  ["X ¦~~ Y", "~~ is no edge", "write <-> for an unmeasured common cause"],
  ["F ¦=~ X", "=~ is no edge", "what F =~ X says of a model is written F -> X"],
  ["A ¦o-> B", CIRCLE, CIRCLE_ADVICE],
  ["A ¦o-o B", CIRCLE, CIRCLE_ADVICE],
  ["A ¦O-- B", CIRCLE, CIRCLE_ADVICE],
  ["A ¦-o B", CIRCLE, CIRCLE_ADVICE],
  ["A <-o ¦B", CIRCLE, CIRCLE_ADVICE],
  ["A ¦@-> B", CIRCLE, CIRCLE_ADVICE],
  ["A ¦<-@ B", CIRCLE, CIRCLE_ADVICE],
  ["A -> ¦-> B", "expected a variable after ->, found ->", CHAIN],
  ["¦-> B", "expected a variable, found ->", CHAIN],
  ["A ->¦", "expected a variable after ->, found the end of the text", CHAIN],
  ["A ->¦; B", "expected a variable after ->, found ;", CHAIN],
  // Statements.
  [
    "A -> B ¦B -> C",
    "two names follow each other",
    'separate statements by ; or new lines; a name of several words goes in double quotes, as in "B B"',
  ],
  ["A¦, B -> C", "a comma separates no edges", GROUP],
  ["A -> B¦, C -> D", "a comma separates no edges", GROUP],
  [
    "digraph ¦G",
    "two names follow each other",
    "what is written in dagitty or DOT stands in braces, as in dag { X -> Y }",
  ],
  ["A -> B ¦: C", "expected an edge, ; or the end of the line, found :", CHAIN],
  // Groups.
  ["A -> ¦{B", "this { is never closed", "put a } where it should end"],
  ["A -> {B ¦{C}}", "a group has no place in a group", "write as in {A, B} -> C"],
  ["A ¦{B}", "an edge is missing before this group", "write as in A -> {B, C}"],
  [
    "{A ¦-> B}",
    "expected a variable or }, found ->",
    "braces hold variables, as in {A, B} -> C; a dagitty text begins with dag {",
  ],
  ["A -> {¦}", "expected a variable, found }", CHAIN],
  ["{A,¦, B}", "expected a variable, found ,", CHAIN],
  ["A¦}", "this } closes nothing", "take it out"],
  ["A¦]", "this ] closes nothing", "take it out"],
  // Roles.
  ["U [¦latnet]", "there is no role latnet", `did you mean latent? ${DID}`],
  ["U [¦Latent]", "there is no role Latent", `did you mean latent? ${DID}`],
  ["U [¦hidden]", "there is no role hidden", `did you mean latent? ${DID}`],
  ["T [¦treatment]", "there is no role treatment", `did you mean exposure? ${DID}`],
  ["U [¦x]", "there is no role x", ROLES],
  ["¦unobserved: U", "there is no role unobserved", `did you mean latent? ${DID}`],
  ['¦"latent": U', "there is no role latent", `did you mean latent? ${DID}`],
  ["latent:¦", "expected a variable, found the end of the text", CHAIN],
  ["U [¦]", "expected a role, found ]", ROLES],
  ["U ¦[latent", "this [ is never closed", "put a ] where it should end"],
  ["U [latent ¦selected]", "expected a comma or ], found selected", "write roles as in U [latent, individual]"],
  [
    'U [pos¦="1,2"]',
    "a role has no value, and there are no other attributes",
    `${ROLES}; for others put dag { before the text and } behind it: then it is dagitty's`,
  ],
  ["U [latent] ¦-> X", OWN, OWN_ADVICE],
  ["U -> X ¦[latent]", OWN, OWN_ADVICE],
  ["latent: U; ¦U [selected]", "U is said to be latent, and here selected", "say all its roles in one place"],
  ["latent: U; individual: ¦U", "U is said to be latent, and here individual", "say all its roles in one place"],
  // Characters.
  ['A -> ¦"B', 'this " is never closed', 'put a " where it should end'],
  ["A -> ¦`B``", "this ` is never closed", "put a ` where it should end"],
  ['"a¦\\q" -> B', "this escape means nothing", "write \\\\ for a backslash, \\n for a new line, \\u{1b} for a code"],
  ["¦“A” -> B", "“ is not a quotation mark here", 'put names in straight double quotes, as in "my name"'],
  ["A ¦(x) -> B", "( means nothing here", NAME],
  ["A ¦😀", "😀 means nothing here", NAME],
  ["A -> ¦/* b */ B", "/ means nothing here", NAME],
];

describe("a slip", () => {
  it.each(SLIPS)("%s", (...slip) => {
    expectSlip(slip);
  });

  it("is shown on its line, with the name of the file", () => {
    expect(complaint("# a comment\r\n\tA -> B\r\n\tB --> C\r\nC -> D", "smoking.dag")).toMatchInlineSnapshot(`
      "smoking.dag: --> is no edge
           B --> C
             ^
        at line 3, character 4; write ->"
    `);
    expect(complaint("A -> B\nB ->\nC")).toMatchInlineSnapshot(`
      "graph: expected a variable after ->, found the end of the line
          B ->
              ^
        at line 2, character 5; write edges as in X -> Y, one a line or separated by ;"
    `);
    expect(complaint("A -> B\n\n{C D\n")).toMatchInlineSnapshot(`
      "graph: this { is never closed
          {C D
          ^
        at line 3, character 1; put a } where it should end"
    `);
  });

  it("of the graph is said by the graph", () => {
    expect(complaint("A -> B; B -> C; C -> A")).toMatchInlineSnapshot(
      `"graph: there is a cycle of causes (given: A -> B -> C -> A); take one of its edges out: a cause comes before its effect"`,
    );
    expect(complaint("A -> {B B}")).toMatchInlineSnapshot(
      `"graph: an edge is given twice (given: A -> B); keep one of the two"`,
    );
    expect(complaint("A -> A")).toMatchInlineSnapshot(
      `"graph: a variable is linked with itself (given: A -> A); take the edge out"`,
    );
    expect(complaint('"" -> A')).toMatchInlineSnapshot(`"graph: a variable has no name (given: ""); name it"`);
    for (const text of ["", " \n", "# only a comment", ";"]) {
      expect(complaint(text)).toBe("graph: there are no variables; write edges such as X -> Y");
    }
  });
});
