import { describe, expect, it } from "vitest";
import { attributionText } from "../../src/report/index.ts";
import { earnings, hostile, jobs, law, replicates, unknown } from "./fixtures.ts";

const all = { jobs, hostile, earnings, replicates, unknown, law };

describe("the terminal", () => {
  it("shows the main case", () => {
    expect(attributionText(jobs)).toMatchInlineSnapshot(`
      "
        Of the 140 rows with treat = 1 and employed = 1, 62 % would have had
        employed = 1 anyway, 14 % had it because of treat = 1, and up to 24 % had it
        by chance.

        treat = 1 and employed = 1: 140 rows                 95 % interval
            62 %  anyway, with treat = 0  ▇▇▇▇▇▇▇▇▇▇▇▇            55 to 69  [51 to 83]
            14 %  because of treat = 1                ▇▇           5 to 23
          ≤ 24 %  chance                                ░░░░░     up to 27
          ≥ 76 %  would happen again                               from 73

        treat = 1 and employed = 0: 45 rows
            40 %  anyway, with treat = 0  ▇▇▇▇▇▇▇▇                32 to 48  [21 to 59]
           −11 %  despite treat = 1            ◂◂◂             −23 to −0.4
          ≤ 71 %  chance                       ░░░░░░░░░░░░░░     up to 76
          ≥ 29 %  would happen again                               from 24

        treat = 0 and employed = 1: 168 rows
            77 %  anyway, with treat = 1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇         69 to 84  [64 to 91]
           −11 %  despite treat = 0                    ◂◂        −19 to −2
          ≤ 34 %  chance                               ░░░░░░     up to 37
          ≥ 66 %  would happen again                               from 63

        treat = 0 and employed = 0: 92 rows
            26 %  anyway, with treat = 1  ▇▇▇▇▇                   19 to 33  [11 to 42]
            12 %  because of treat = 0         ▇▇                  2 to 22
          ≤ 62 %  chance                         ░░░░░░░░░░░░     up to 67
          ≥ 38 %  would happen again                               from 33

        ≤ and ≥: seen through covariates alone, chance can only be smaller and
          recurrence only larger.
        [a to b]: what stays unknown, however much data comes.

        Effect on employed = 1                                    95 % interval
          +11.3 points  ATE    for everybody                        2.8 to 19.8
          +12.0 points  ETT    for those with treat = 1             3.3 to 20.8
          +11.1 points  naive  plain difference between the arms    2.6 to 19.5

        Probabilities of causation               [any noise]  [by individual]
          38 %  PN   was it needed?               [15 to 49]       [18 to 42]
          74 %  PS   would it have been enough?  [31 to 100]       [33 to 89]
          29 %  PNS  needed and enough?           [11 to 35]       [13 to 32]

        PN is not the share that the treatment caused: it counts chance too, so a
        treatment that does nothing has PN above 0.

        Individual  age, education, black, hispanic, married, nodegree, re74, re75
        Reference   treat = 0 for those with treat = 1, and the other way round
        Coupling    0: the noise of the imagined world is drawn afresh (1 would be
                    Pearl's counterfactual)
        Data        lalonde.csv: 445 rows read, all used

        2 warnings
          1. Only 45 rows have treat = 1 and employed = 0; their shares are uncertain.
             Ask about the other evidences first.
          2. Each person was seen once, so chance is an upper bound. Repeated
             observations (--unit) would tell it.
      "
    `);
  });

  it("shows amounts, with bars that lead back for what is negative", () => {
    expect(attributionText(earnings).split("\n").slice(0, 21).join("\n")).toMatchInlineSnapshot(`
      "
        The 73 rows with treat = 1 and re78 above 6349.14 average 13,029: 5,211 would
        have been there anyway, treat = 1 added 1,795, and chance added 6,023.

        treat = 1 and re78 above 6349.14: 73 rows                        95 % interval
           5,211  anyway, with treat = 0   ▇▇▇▇▇▇▇▇▇▇                   4,599 to 5,824
           1,795  added by treat = 1                 ▇▇▇                  991 to 2,598
           6,023  chance                                ▇▇▇▇▇▇▇▇▇▇▇▇    5,601 to 6,444
           7,006  would average next time                               6,408 to 7,604

        treat = 1 and re78 not above 6349.14: 112 rows
           4,430  anyway, with treat = 0   ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇          3,818 to 5,043
           1,512  added by treat = 1                          ▇▇▇▇▇▇      709 to 2,315
          −3,971  chance                           ◂◂◂◂◂◂◂◂◂◂◂◂◂◂◂◂◂  −4,393 to −3,549
           5,942  would average next time                               5,344 to 6,540

        treat = 0 and re78 above 4554.8: 105 rows
           6,604  anyway, with treat = 1   ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇            5,992 to 7,217
          −1,702  taken away by treat = 0               ◂◂◂◂            −2,505 to −899
           4,723  chance                                ▇▇▇▇▇▇▇▇▇▇▇▇    4,301 to 5,145
           4,902  would average next time                               4,304 to 5,500"
    `);
  });

  it("shows an exact law without intervals", () => {
    expect(attributionText(law, { more: true })).toMatchInlineSnapshot(`
      "
        Of the cases with subsidy = 1 and retained = 1 (23 % of all), 49 % would have
        had retained = 1 anyway, 26 % had it because of subsidy = 1, and up to 25 %
        had it by chance.

        subsidy = 1 and retained = 1: 23 % of all
            49 %  anyway, with subsidy = 0  ▇▇▇▇▇▇▇▇▇▇▇▇▇               [39 to 61]
            26 %  because of subsidy = 1                 ▇▇▇▇▇▇
          ≤ 25 %  chance                                       ░░░░░░░
          ≥ 75 %  would happen again

        subsidy = 1 and retained = 0: 14 % of all
            70 %  anyway, with subsidy = 0  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
           −13 %  despite subsidy = 1                      ◂◂◂
          ≤ 43 %  chance                                   ░░░░░░░░░░░
          ≥ 57 %  would happen again

        subsidy = 0 and retained = 1: 14 % of all
            66 %  anyway, with subsidy = 1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
           −17 %  despite subsidy = 0                    ◂◂◂◂
          ≤ 51 %  chance                                 ░░░░░░░░░░░░░
          ≥ 49 %  would happen again

        subsidy = 0 and retained = 0: 49 % of all
            66 %  anyway, with subsidy = 1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
            20 %  because of subsidy = 0                     ▇▇▇▇▇
          ≤ 14 %  chance                                          ░░░░
          ≥ 86 %  would happen again

        ≤ and ≥: seen through covariates alone, chance can only be smaller and
          recurrence only larger.
        [a to b]: what stays unknown, however much data comes.

        Effect on retained = 1
          +21.0 points  ATE    for everybody
          +24.6 points  ETT    for those with subsidy = 1
          +41.1 points  naive  plain difference between the arms

        Probabilities of causation               [any noise]  [by individual]
          51 %  PN   was it needed?               [39 to 98]       [39 to 61]
          34 %  PS   would it have been enough?   [24 to 52]       [24 to 40]
          28 %  PNS  needed and enough?           [21 to 49]       [21 to 34]

        PN is not the share that the treatment caused: it counts chance too, so a
        treatment that does nothing has PN above 0.

        Four-way split of subsidy = 1 and retained = 1
          28 %  base rate
          23 %  policy
          24 %  individual
          25 %  chance      [0 to 25]

        Variance of the outcome, as observed
          17 %  goes with the arm
          28 %  goes with the individual
          55 %  chance

        Variance of the outcome, arm drawn at random
           5 %  goes with the arm
          36 %  goes with the individual
          59 %  chance
          32 %  of the individual: whatever the arm
           4 %  of the individual: depends on the arm

        Individual  kind
        Reference   subsidy = 0 for those with subsidy = 1, and the other way round
        Coupling    0: the noise of the imagined world is drawn afresh (1 would be
                    Pearl's counterfactual)
        Data        subsidy.csv: 12 rows read, all used. mass is a column of
                    probabilities
        Exact law   no sampling error, so there are no intervals

        Kinds of response
          28 %  complier: only with the treatment
          21 %  always: with and without
          44 %  never: neither way
           8 %  defier: only without the treatment

        Who they were, given subsidy = 1 and retained = 1
          kind = Loyal: before 20 %, now 46 % (without 85, with 90 %)
          kind = Sensitive: before 30 %, now 45 % (without 20, with 70 %)
          kind = Drifter: before 50 %, now 9 % (without 10, with 20 %)

        Assumptions
          Among people with the same covariates, who got treat = 1 had nothing to do
            with employed.
          Everybody could have been in either arm.
          Luck in the imagined world is drawn afresh and does not depend on the luck
            that was seen.

        Overlap of the arms
          propensities from 20 % to 60 %; 0 outside 10 to 90 %

        Provenance
          weights: law
          version: 0.1.0
      "
    `);
  });

  it("says once why an evidence has no answer", () => {
    expect(attributionText(unknown).split("\n").slice(1, 10).join("\n")).toMatchInlineSnapshot(`
      "  Of the 140 rows with treat = 1 and employed = 1, the data do not tell how many
        would have had it anyway: no row with treat = 0 looks like these.

        treat = 1 and employed = 1: 140 rows                 95 % interval
          not known: no row with treat = 0 looks like these

        treat = 1 and employed = 0: 0 rows
          not known: no rows show it
      "
    `);
  });

  it("prints recurrence as an estimate when it was counted", () => {
    const text = attributionText(replicates);
    expect(text).toMatch(/^ +76 % {2}would happen again .* 71 to 81$/m);
    expect(text).not.toContain("≤");
  });

  for (const [name, answer] of Object.entries(all)) {
    it(`keeps within the width: ${name}`, () => {
      for (const width of [40, 57, 64, 80, 120]) {
        for (const line of attributionText(answer, { width, more: true }).split("\n")) {
          expect([...line].length, line).toBeLessThanOrEqual(width);
        }
      }
    });

    it(`is plain text unless colour is asked for, and colour changes no letter: ${name}`, () => {
      const plain = attributionText(answer);
      const colored = attributionText(answer, { color: true });
      expect(plain).not.toMatch(/(?!\n)\p{Cc}/u);
      const control = String.fromCharCode(27);
      const bare = colored.replaceAll(new RegExp(`${control}\\[\\d+m`, "g"), "");
      const trimmed = (text: string): string => text.replaceAll(/ +$/gm, "");
      expect(trimmed(bare)).toBe(trimmed(plain));
    });
  }

  it("ends with one line break", () => {
    expect(attributionText(jobs)).toMatch(/[^\n]\n$/);
  });
});
