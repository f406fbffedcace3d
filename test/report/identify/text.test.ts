import { describe, expect, it } from "vitest";
import * as lines from "../../../src/report/identify/formula-lines.ts";
import { identificationText } from "../../../src/report/index.ts";
import {
  answers,
  backDoor,
  bow,
  frontDoor,
  instrument,
  large,
  long,
  napkin,
  reading,
  thicket,
  words,
} from "./fixtures.ts";

describe("an identified question in the terminal", () => {
  it("shows by what, the number, the formula, the ways, the derivation", () => {
    expect(identificationText(frontDoor, { more: true })).toMatchInlineSnapshot(`
      "
        P(cancer=1 | do(smoking=1)) can be computed from what is observed, through the
        mediator tar (front-door).

        0.4525  With smoking set to 1 for everybody: would have cancer = 1
                95 % interval: 0.4139 to 0.4911

        P(cancer=1 | do(smoking=1)) =
          Σ_tar P(tar | smoking=1) Σ_smoking P(cancer=1 | smoking, tar) P(smoking)

        The graph
          smoking -> tar -> cancer
          smoking <-> cancer

        Ways to it
          adjustment  no set of measured variables
          front-door  {tar}

        Derivation
          1. Rule 2 of the do-calculus: Nothing leads from smoking to tar but its
             effect: seeing smoking tells what doing it would.
             P(tar | do(smoking)) = P(tar | smoking)
          2. Back-door criterion: smoking closes every back-door path from tar to
             cancer.
             P(cancer | do(tar)) = Σ_smoking P(cancer | smoking, tar) P(smoking)
          3. Front-door criterion: All that smoking does to cancer it does through
             tar, so the two are put together.
             Σ_tar P(tar | smoking) Σ_smoking' P(cancer | smoking', tar) P(smoking')

        Layer       2: doing (one world in which something is set)
        Method      front-door
        Needs       P(tar | smoking), P(cancer | smoking, tar), P(smoking)
        Data        smoking.csv: 800 rows read, all used
        LaTeX       \\sum_{\\mathit{tar}} P(\\mathit{tar} \\mid \\mathit{smoking}=1)
                    \\sum_{\\mathit{smoking}} P(\\mathit{cancer}=1 \\mid \\mathit{smoking},
                    \\mathit{tar}) P(\\mathit{smoking})

        One warning
          1. Only 20 rows have smoking = 1 and tar = 0; a mean among them is
             uncertain.

        Assumptions
          The graph is right: what it leaves out is not there.
          Every combination of values that the formula names occurs.

        Provenance
          engine: discoscm 0.1.0
          graph: command line
      "
    `);
  });

  it("fits forty columns", () => {
    expect(identificationText(frontDoor, { width: 40 })).toMatchInlineSnapshot(`
      "
        P(cancer=1 | do(smoking=1)) can be
        computed from what is observed,
        through the mediator tar (front-door).

        0.4525  With smoking set to 1 for
                everybody: would have
                cancer = 1
                95 % interval:
                0.4139 to 0.4911

        P(cancer=1 | do(smoking=1)) =
          Σ_tar P(tar | smoking=1)
            Σ_smoking P(cancer=1 | smoking,
            tar) P(smoking)

        The graph
          smoking -> tar -> cancer
          smoking <-> cancer

        Ways to it
          adjustment  no set of measured
                      variables
          front-door  {tar}

        Derivation
          1. Rule 2 of the do-calculus:
             Nothing leads from smoking to tar
             but its effect: seeing smoking
             tells what doing it would.
             P(tar | do(smoking)) =
               P(tar | smoking)
          2. Back-door criterion: smoking
             closes every back-door path from
             tar to cancer.
             P(cancer | do(tar)) =
               Σ_smoking P(cancer | smoking,
               tar) P(smoking)
          3. Front-door criterion: All that
             smoking does to cancer it does
             through tar, so the two are put
             together.
             Σ_tar P(tar | smoking)
               Σ_smoking' P(cancer | smoking',
               tar) P(smoking')

        Layer       2: doing (one world in
                    which something is set)
        Method      front-door
        Needs       P(tar | smoking),
                    P(cancer | smoking, tar),
                    P(smoking)
        Data        smoking.csv: 800 rows
                    read, all used
        LaTeX       \\sum_{\\mathit{tar}}
                    P(\\mathit{tar} \\mid
                    \\mathit{smoking}=1)
                    \\sum_{\\mathit{smoking}}
                    P(\\mathit{cancer}=1 \\mid
                    \\mathit{smoking},
                    \\mathit{tar})
                    P(\\mathit{smoking})

        One warning
          1. Only 20 rows have smoking = 1 and
             tar = 0; a mean among them is
             uncertain.
      "
    `);
  });

  it("shows a number for each value", () => {
    expect(identificationText(backDoor).split("\n").slice(0, 15).join("\n")).toMatchInlineSnapshot(`
      "
        P(recovered | do(surgery)) can be computed from what is observed, by adjusting
        for stone (back-door).

        P(recovered | do(surgery)) = Σ_stone P(recovered | surgery, stone) P(stone)

        At each value                                                    95 % interval
             0.8325  surgery = open, recovered = 1                    0.7913 to 0.8737
             0.1675  surgery = open, recovered = 0                    0.1263 to 0.2087
             0.7789  surgery = keyhole, recovered = 1                 0.7266 to 0.8312
             0.2211  surgery = keyhole, recovered = 0                 0.1688 to 0.2734
          not known  surgery = none, recovered = 1 (no row has
                     surgery = none and stone = large)

        The graph"
    `);
  });

  it("shows a fraction, and says that a free variable may have any value", () => {
    const text = identificationText(napkin);
    expect(text).toContain("\n  P(Y | do(X)) = [Σ_W P(X, Y | R, W) P(W)] / [Σ_W P(X | R, W) P(W)]\n");
    expect(text).toContain("R stands in the formula at a value of your choice");
  });

  it("reads the question with the individual in the graph", () => {
    const text = identificationText(reading);
    expect(text.slice(text.indexOf("  With the individual"), text.indexOf("  Layer"))).toMatchInlineSnapshot(`
      "  With the individual in the graph: U
          individual  Yes. Given the individual's own law, yes: once U is known
                      nothing else links T with Y on an occasion.
                      P(Y | T; U)
          stratum     Yes. Yes, for those alike in W.
                      P(Y | T, W)
          population  Yes. Yes.
                      Σ_W P(Y | T, W) P(W)
          replicates  Two observations of the same individual with the same T would
                      tell how much of Y recurs.

      "
    `);
  });

  it("shows the first and the last of many steps, values and sets; all of them when asked for more", () => {
    const text = identificationText(long);
    expect(text).toContain("… and 18 more steps");
    expect(text).toMatch(/\n {4}30\. /);
    expect(text).toContain("and 40 more\n");
    expect(text).toMatch(/and 5 more \(the\s+first 9\)/);
    const more = identificationText(long, { more: true });
    expect(more).not.toMatch(/and \d+ more/);
    expect(more.match(/^ {4}[ \d]\d\. /gm)).toHaveLength(30);
  });

  it("shows a long graph in lines that can be read", () => {
    const text = identificationText(large);
    expect(text).toContain("    N0 -> N1 -> N2 -> N3 -> N4 -> N5 -> N6 -> N7\n    N7 -> N8");
    expect(text).toMatch(/and \d+ more lines of edges/);
  });
});

describe("a question that is not identified, in the terminal", () => {
  it("shows why, what the data leave open, what would help, and two models", () => {
    expect(identificationText(bow)).toMatchInlineSnapshot(`
      "
        P(Y=1 | do(X=1)) cannot be computed from what is observed, however much data
        comes.

        X and Y share causes that are not measured. What X does to Y cannot be told
        from what these causes do to both: {X, Y} is a hedge for {Y}.

        What the data leave open
                              0                      1
          [0.3500 to 0.8500]  ········░░░░░░░░░░░░····  with no further assumption
          [0.5500 to 0.8500]  ·············░░░░░░░····  if X = 1 lowers Y for nobody
          [0.3500 to 0.7000]  ········░░░░░░░░░·······  if those with X = 1 are no
                                                        worse off anyway
          [0.5500 to 0.7000]  ·············░░░░·······  if both hold
          [a to b]: what stays unknown, however much data comes.

        What would help
          An experiment that sets X: its result is the answer.
          Measuring what X and Y share.
          An assumption that you can defend: what each would buy stands beside its
            bounds.

        Two models that agree on P(X, Y), and not on the question
          Model 1                      Model 2
          U = a fair coin              U = a fair coin
          X = U                        X = U
          Y = U                        Y = X
          P(Y=1 | do(X=1)) = 0.5000    P(Y=1 | do(X=1)) = 1

        The graph
          X -> Y
          X <-> Y

        Derivation
          1. ID, line 5: Everything left, X, Y, is one district, and so is Y without
             X: a hedge. There is no formula.

        Layer       2: doing (one world in which something is set)
        Method      ID
        Data        bow.parquet: 12,000 rows read, all used
      "
    `);
  });

  it("fits forty columns", () => {
    expect(identificationText(bow, { width: 40 }).split("\n").slice(0, 46).join("\n")).toMatchInlineSnapshot(`
      "
        P(Y=1 | do(X=1)) cannot be computed
        from what is observed, however much
        data comes.

        X and Y share causes that are not
        measured. What X does to Y cannot be
        told from what these causes do to
        both: {X, Y} is a hedge for {Y}.

        What the data leave open
          [0.3500 to 0.8500]  with no further
                              assumption
          [0.5500 to 0.8500]  if X = 1 lowers
                              Y for nobody
          [0.3500 to 0.7000]  if those with X
                              = 1 are no worse
                              off anyway
          [0.5500 to 0.7000]  if both hold
          [a to b]: what stays unknown,
          however much data comes.

        What would help
          An experiment that sets X: its
            result is the answer.
          Measuring what X and Y share.
          An assumption that you can defend:
            what each would buy stands beside
            its bounds.

        Two models that agree on P(X, Y), and
        not on the question
          Model 1
            U = a fair coin
            X = U
            Y = U
            P(Y=1 | do(X=1)) = 0.5000
          Model 2
            U = a fair coin
            X = U
            Y = X
            P(Y=1 | do(X=1)) = 1

        The graph
          X -> Y
          X <-> Y"
    `);
  });

  it("draws bounds of a difference from minus one to one", () => {
    const text = identificationText(instrument);
    expect(text.slice(text.indexOf("  What the data"), text.indexOf("  What would"))).toMatchInlineSnapshot(`
      "  What the data leave open
                              −1                     1
          [0.3920 to 0.7800]  ·················░░░░···  with no further assumption
          [0.5580 to 0.5580]  ···················░····  if the effect is the same for
                                                        everybody
          [a to b]: what stays unknown, however much data comes.

      "
    `);
  });

  it("says whose semantics a question about several worlds is read in", () => {
    expect(identificationText(thicket)).toContain("Semantics   Pearl’s: the imagined world keeps the noise");
    expect(identificationText(bow)).not.toContain("Semantics");
  });
});

const plain = (lines: readonly string[]): string[] => lines.map((line) => line.replaceAll("\u00a0", " "));
const formulaLines = (formula: string, width: number) => plain(lines.formulaLines(formula, width, ""));
const equationLines = (left: string, formula: string) => plain(lines.equationLines(left, formula, 40, "  "));

describe("a formula in lines", () => {
  const formula = "[Σ_W P(X, Y | R, W) P(W)] / [Σ_W P(X | R, W) P(W)]";

  it("breaks between factors and before the bar of a fraction", () => {
    expect(formulaLines(formula, 34)).toEqual(["[Σ_W P(X, Y | R, W) P(W)]", "/ [Σ_W P(X | R, W) P(W)]"]);
  });

  it("stands behind the question where there is room, and below it where there is not", () => {
    expect(equationLines("P(Y)", "P(Y | X) P(X)")).toEqual(["  P(Y) = P(Y | X) P(X)"]);
    expect(equationLines("P(Y | do(X))", formula)).toEqual([
      "  P(Y | do(X)) =",
      "    [Σ_W P(X, Y | R, W) P(W)]",
      "      / [Σ_W P(X | R, W) P(W)]",
    ]);
  });

  it("breaks inside of a law only where it is longer than a line, and inside of a name last of all", () => {
    const law = "P(`school attendance` | `household income`, age)";
    expect(formulaLines(law, 30)).toEqual(["P(`school attendance` |", "`household income`, age)"]);
    expect(formulaLines("P(`a (b | c, d` | e) P(f)", 18)).toEqual(["P(`a (b | c, d` |", "e) P(f)"]);
  });

  it("keeps names in another script together", () => {
    expect(identificationText(words)).toMatch(/adjusting for mother's years of education and 年龄/);
  });
});

describe.each(Object.entries(answers))("%s", (_, answer) => {
  it("keeps within the width", () => {
    for (const width of [40, 60, 80, 120]) {
      for (const line of identificationText(answer, { width, more: true }).split("\n")) {
        expect([...line].length, line).toBeLessThanOrEqual(width);
      }
    }
  });

  it("is plain text unless colour is asked for, and colour changes no letter", () => {
    const plain = identificationText(answer, { more: true });
    expect(plain).not.toMatch(/(?!\n)\p{Cc}/u);
    const code = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g");
    const bare = identificationText(answer, { more: true, color: true }).replaceAll(code, "");
    const trimmed = (all: string): string => all.replaceAll(/ +$/gm, "");
    expect(trimmed(bare)).toBe(trimmed(plain));
  });

  it("has no hole, and ends with one line break", () => {
    expect(identificationText(answer, { more: true })).not.toMatch(/undefined|NaN|\[object|\bnull\b|Infinity/);
    expect(identificationText(answer)).toMatch(/[^\n]\n$/);
  });
});
