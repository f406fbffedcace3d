import { describe, expect, it } from "vitest";
import { comparisonJson, comparisonText, modelAnswerJson, modelAnswerText } from "../../../src/report/index.ts";
import {
  answers,
  comparisons,
  cross,
  crowd,
  exam,
  flat,
  needed,
  recurrence,
  sampled,
  score,
  shares,
  sharesCompared,
  types,
  unknown,
  variance,
} from "./fixtures.ts";

describe("an answer in the terminal", () => {
  it("shows the number, the question in words, the three steps", () => {
    expect(modelAnswerText(cross)).toMatchInlineSnapshot(`
      "
        0.4927  Of those with subsidy = 1 and retained = 1: would have retained = 1
                had subsidy been 0
                P(retained[subsidy=0]=1 | subsidy=1, retained=1)

        Abduction (who they are), valuation (of each), reduction (the average)
                      prior  likelihood  posterior   value  posterior × value
          Loyal      0.2000      0.5400     0.4635  0.8500             0.3940
          Sensitive  0.3000      0.3500     0.4506  0.2000             0.0901
          Drifter    0.5000      0.0400     0.0858  0.1000             0.0086
          all             1      0.2330          1                     0.4927

        Layer       3: imagining (worlds are compared)
        Coupling    0: the noise of the imagined world is drawn afresh (1 would be
                    Pearl's counterfactual)
        Method      variable elimination, exact
      "
    `);
  });

  it("drops what can be told from the rest where there is no room", () => {
    expect(modelAnswerText(cross, { width: 60 }).split("\n").slice(5, 12).join("\n")).toMatchInlineSnapshot(`
      "  Abduction (who they are), valuation (of each), reduction
        (the average)
                     likelihood  posterior   value  product
          Loyal          0.5400     0.4635  0.8500   0.3940
          Sensitive      0.3500     0.4506  0.2000   0.0901
          Drifter        0.0400     0.0858  0.1000   0.0086
          all            0.2330          1           0.4927"
    `);
    expect(modelAnswerText(cross, { width: 40 }).split("\n").slice(8, 15).join("\n")).toMatchInlineSnapshot(`
      "  Abduction (who they are), valuation
        (of each), reduction (the average)
                      value  product
          Loyal      0.8500   0.3940
          Sensitive  0.2000   0.0901
          Drifter    0.1000   0.0086
          all                 0.4927"
    `);
  });

  it("shows shares as they are shown for a table", () => {
    expect(modelAnswerText(shares, { more: true })).toMatchInlineSnapshot(`
      "
        Of those with subsidy = 1 and retained = 1, 49 % would have had retained = 1
        anyway, 26 % had it because of subsidy = 1, and 25 % had it by chance.
        SHARES(subsidy=1, retained=1)

        subsidy = 1 and retained = 1: 0.2330 of all
          0.4927  anyway, with subsidy = 0  ▇▇▇▇▇▇▇▇▇▇▇             [0.3863 to 0.6094]
          0.2571  because of subsidy = 1               ▇▇▇▇▇
          0.2502  chance                                    ▇▇▇▇▇▇
          0.7498  would happen again

        [a to b]: what stays unknown, however much data comes.

        Four-way split, in no order
          0.2800  base: what everybody gets
          0.2335  policy
          0.2362  individual
          0.2502  chance

        Were the noise of both arms the same (comonotone)
          0.3906  caused
          0.6094  anyway

        Abduction (who they are)
                      prior  likelihood  posterior
          Loyal      0.2000      0.5400     0.4635
          Sensitive  0.3000      0.3500     0.4506
          Drifter    0.5000      0.0400     0.0858
          all             1      0.2330          1

        Layer       3: imagining (worlds are compared)
        Coupling    0: the noise of the imagined world is drawn afresh (1 would be
                    Pearl's counterfactual)
        Method      variable elimination, exact

        Assumptions
          The model is taken as true.

        Provenance
          engine: discoscm 0.1.0
          model: Subsidy and retention
      "
    `);
  });

  it("splits an outcome that has no treatment, in percent or in amounts", () => {
    expect(modelAnswerText(exam).split("\n").slice(0, 10).join("\n")).toMatchInlineSnapshot(`
      "
        For those with passed = 1, 27 % is what everybody gets, 31 % is the
        individual’s own, and 42 % was chance.
        SHARES(passed=1)

        passed = 1
          0.2700  what everybody gets   ▇▇▇▇▇▇▇
          0.3133  the individual’s own         ▇▇▇▇▇▇▇▇
          0.4167  chance                               ▇▇▇▇▇▇▇▇▇▇▇
          0.5833  would happen again"
    `);
    expect(modelAnswerText(score).split("\n").slice(0, 10).join("\n")).toMatchInlineSnapshot(`
      "
        For those with score = 700, the 700 is made of 500 that everybody gets, 160 of
        the individual’s own, and 40 of chance.
        SHARES(score=700)

        score = 700
          500  what everybody gets      ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
          160  the individual’s own                        ▇▇▇▇▇▇
           40  chance                                            ▇
          660  would average next time"
    `);
  });

  it("shows a probability of causation with both its bounds, and warns of the usual mistake", () => {
    expect(modelAnswerText(needed).split("\n").slice(0, 12).join("\n")).toMatchInlineSnapshot(`
      "
        0.5073  Of those with subsidy = 1 and retained = 1: would not have
                retained = 1 had subsidy been 0
                PN(subsidy -> retained)

        Probability of causation             [any noise]     [by individual]
          0.5073  PN  was it needed?  [0.3906 to 0.9785]  [0.3906 to 0.6137]

        PN is not the share that the treatment caused: it counts chance too, so a
        treatment that does nothing has PN above 0.

        Abduction (who they are) and the value of each"
    `);
  });

  it("shows kinds of response, and what the variance goes with", () => {
    expect(modelAnswerText(types).split("\n").slice(0, 9).join("\n")).toMatchInlineSnapshot(`
      "
        How retained = 1 responds to subsidy = 1 against 0, for everybody
        TYPES(subsidy -> retained)

        Kinds of response                                    [any noise]
          0.2850  complier: only with the treatment   [0.2100 to 0.4850]
          0.2050  always: with and without            [0.0050 to 0.2800]
          0.4350  never: neither way
          0.0750  defier: only without the treatment"
    `);
    expect(modelAnswerText(variance).split("\n").slice(0, 16).join("\n")).toMatchInlineSnapshot(`
      "
        What the variance of retained goes with, for everybody
        VARIANCE(subsidy -> retained)

        Variance of the outcome, as observed
          0.1685  goes with the arm
          0.2809  goes with the individual
          0.5507  chance

        Variance of the outcome in a trial that treats 0.5 at random
          0.0466  goes with the arm
          0.3632  goes with the individual
          0.5902  chance
          0.3248  of the individual: whatever the arm
          0.0384  of the individual: depends on the arm
      "
    `);
  });

  it("says how it was sampled", () => {
    expect(modelAnswerText(sampled)).toMatchInlineSnapshot(`
      "
        641.337  Of those with score > 650: the average of score on a new occasion
                 95 % interval: 640.810 to 641.864
                 E[score[] | score>650]

        Layer       3: imagining (worlds are compared)
        Coupling    0: the noise of the imagined world is drawn afresh (1 would be
                    Pearl's counterfactual)
        Method      likelihood weighting
        Evidence    has probability, or density of exact values, 0.06680
        Sampling    1,000,000 draws, effective size 66,812, standard error 0.2689

        One warning
          1. Only 7 % of the draws agree with the evidence; more draws would help.
      "
    `);
  });

  it("shows the likeliest of many individuals, and counts the others", () => {
    const text = modelAnswerText(crowd);
    expect(text).toMatch(/^ {4}kind 199 .*\n {4}kind 198 /m);
    expect(text).toContain("and 188 more, 0.8836 of the posterior together");
  });

  it("says why there is no number", () => {
    expect(modelAnswerText(unknown)).toMatch(/^\n {2}not known {2}.*\n.*\n? *nothing is known/);
  });
});

describe("a comparison in the terminal", () => {
  it("shows the three side by side, why they part, and the dial", () => {
    expect(comparisonText(recurrence)).toMatchInlineSnapshot(`
      "
        Of those with subsidy = 1 and retained = 1: would have retained = 1 with
        subsidy = 1 again
        P(retained[subsidy=1]=1 | subsidy=1, retained=1)

                        SCM  potential outcomes    DiscoSCM
                 coupling 1         consistency  coupling 0
          value           1                   1      0.7498

        The SCM and potential outcomes agree: what happened would happen again under
        the same arm (consistency). DiscoSCM asks about a fresh occasion of the same
        individual, which need not repeat it (THEORY 2.5, 2.8).

        By individual
                     posterior  SCM  potential outcomes  DiscoSCM
          Loyal         0.4635    1                   1    0.9000
          Sensitive     0.4506    1                   1    0.7000
          Drifter       0.0858    1                   1    0.2000

        The dial: how much noise the imagined world keeps
          1.0 ┤                                               ⣀⣀⡠⠤⠤⠒⠒⠊⠉
              │                                    ⢀⣀⣀⡠⠤⠤⠒⠒⠊⠉⠉
          0.9 ┤                          ⢀⣀⣀⠤⠤⠔⠒⠒⠉⠉⠁
              │                ⢀⣀⣀⠤⠤⠔⠒⠒⠉⠉⠁
          0.8 ┤      ⢀⣀⣀⠤⠤⠔⠒⠒⠉⠉⠁
              │⠤⠒⠒⠒⠉⠉⠁
          0.7 ┤
              │
          0.6 ┤
              └┬─────────────┬─────────────┬────────────┬─────────────┬
               0           0.25           0.5         0.75            1
               DiscoSCM                                             SCM

        Method      variable elimination, exact
      "
    `);
  });

  it("shows several parts by name", () => {
    expect(comparisonText(sharesCompared)).toMatchInlineSnapshot(`
      "
        Of those with subsidy = 1 and retained = 1: what would have been anyway, what
        subsidy = 1 changed, and what was chance
        SHARES(subsidy=1, retained=1)

                         SCM  potential outcomes    DiscoSCM
                  coupling 1         consistency  coupling 0
          anyway      0.6094              0.4927      0.4927
          policy      0.3906              0.5073      0.2571
          chance           0                   0      0.2502

        The SCM keeps the noise of the occasion.

        The dial: how much noise the imagined world keeps
          0.8 ┤
              │
          0.6 ┤                     ⢀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠉⠉ anyway
              │⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠊⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠁
          0.4 ┤                                        ⢀⣀⣀⣀⣀⣀⣀⣀⣀⣀⠤⠤⠤⠤⠤⠤ policy
              │  ⢀⣀⣀⣀⣀⣀⣀⣀⣀⣀⠤⠤⠤⠤⠤⠤⠤⠤⠤⠔⠒⠒⠒⠒⠒⠒⠒⠒⠒⠉⠉⠉⠉⠉⠉⠉⠉⠉⠁
          0.2 ┤⠉⠉⠑⠒⠒⠒⠒⠢⠤⠤⠤⠤⢄⣀⣀⣀⣀⡀
              │                 ⠈⠉⠉⠉⠉⠉⠒⠒⠒⠒⠒⠤⠤⠤⠤⠤⣀⣀⣀⣀⣀
            0 ┤                                      ⠉⠉⠉⠉⠉⠒⠒⠒⠒⠒⠤⠤⠤⠤⠤⣀⣀⣀ chance
              └┬─────────────┬─────────────┬────────────┬─────────────┬
               0           0.25           0.5         0.75            1
               DiscoSCM                                             SCM

        Method      variable elimination, exact
      "
    `);
  });

  it("draws with letters where it must", () => {
    const text = comparisonText(sharesCompared, { ascii: true, width: 60 });
    const drawn = text.slice(text.indexOf("  The dial"), text.indexOf("  Method"));
    expect(drawn).toMatchInlineSnapshot(`
      "  The dial: how much noise the imagined world keeps
          0.8 +
              |
          0.6 +                aaaaaaaaaaaaaaaaaaaaaaaaaaa anyway
              |aaaaaaaaaaaaaaaaa
          0.4 +                               pppppppppppp policy
              |  ppppppppppppppppppppppppppppp
          0.2 +ppcccccccccccc
              |             cccccccccccccccc
            0 +                             cccccccccccccc chance
              ++----------+---------+----------+---------+
               0        0.25       0.5       0.75        1
               DiscoSCM                                SCM

      "
    `);
    expect(drawn).not.toMatch(/[^\n -~]/);
  });

  it("draws what is flat as flat", () => {
    const rows = comparisonText(flat)
      .split("\n")
      .filter((line) => /[\u2801-\u28ff]/.test(line));
    expect(rows).toHaveLength(1);
  });
});

const texts = {
  ...Object.fromEntries(
    Object.entries(answers).map(([name, one]) => [name, (style: object) => modelAnswerText(one, style)]),
  ),
  ...Object.fromEntries(
    Object.entries(comparisons).map(([name, one]) => [
      `compare ${name}`,
      (style: object) => comparisonText(one, style),
    ]),
  ),
};

describe.each(Object.entries(texts))("%s", (_, text) => {
  it("keeps within the width", () => {
    for (const width of [40, 60, 80, 120]) {
      for (const ascii of [false, true]) {
        for (const line of text({ width, more: true, ascii }).split("\n")) {
          expect([...line].length, line).toBeLessThanOrEqual(width);
        }
      }
    }
  });

  it("is plain text unless colour is asked for, and colour changes no letter", () => {
    const plain = text({ more: true });
    expect(plain).not.toMatch(/(?!\n)\p{Cc}/u);
    const bare = text({ more: true, color: true }).replaceAll(
      new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g"),
      "",
    );
    const trimmed = (all: string): string => all.replaceAll(/ +$/gm, "");
    expect(trimmed(bare)).toBe(trimmed(plain));
  });

  it("has no hole, and ends with one line break", () => {
    expect(text({ more: true })).not.toMatch(/undefined|NaN|\[object|\bnull\b|Infinity/);
    expect(text({})).toMatch(/[^\n]\n$/);
  });
});

it("the JSON keeps every digit", () => {
  expect(JSON.parse(modelAnswerJson(cross))).toEqual(JSON.parse(JSON.stringify(cross)));
  expect(modelAnswerJson(cross)).toContain(String(574 / 1165));
  expect(JSON.parse(comparisonJson(recurrence)).dial).toHaveLength(11);
});
