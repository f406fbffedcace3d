import { describe, expect, it } from "vitest";
import { decisionJson, decisionText } from "../../../src/report/index.ts";
import { budgeted, decisions, everybody, law, nobody } from "./fixtures.ts";

describe("the terminal", () => {
  it("says whom to treat and what it is worth, beside nobody and everybody; then why", () => {
    expect(decisionText(budgeted)).toMatchInlineSnapshot(`
      "
        Give subsidy = 1 to the 1,000 of 5,000 (20 %) with most to gain. That is worth
        +0.43 per individual of all (95 % interval: 0.35 to 0.51); whatever the
        noises, from 0.25 to 0.55. Treating nobody is worth 0, everybody −0.31 (95 %
        interval −0.50 to −0.12; whatever the noises [−1.00 to 0.30]).

        Why: the average benefit of treating one of them
          ✓ treated, · not         how many  benefit   95 % interval        any noises
          ✓ worth it even at            700    +2.61    2.20 to 3.02    [1.90 to 3.10]
            worst, whatever the
            noises
          ✓ may be worth it or          300    +1.10    0.60 to 1.60   [−0.20 to 2.00]
            not, and the rule says
            yes
          · worth it, but the           900    +0.40   −0.10 to 0.90   [−0.50 to 1.10]
            budget was spent before
          · not worth it even at      3,100    −1.30  −1.60 to −1.00  [−2.40 to −0.30]
            best

        Policies compared: benefit per individual of all, and the chance of
        retained = 1
          treat             treated  benefit   95 % interval       any noises  success
          this policy          20 %    +0.43    0.35 to 0.51   [0.25 to 0.55]     48 %
          nobody                0 %        0                                      40 %
          everybody           100 %    −0.31  −0.50 to −0.12  [−1.00 to 0.30]     51 %
          as many by           20 %    +0.40    0.32 to 0.48   [0.20 to 0.52]     49 %
            effect
          the tree below       18 %    +0.39    0.31 to 0.47                         –
          This policy is better than treating everybody: difference +0.74 (95 %
            interval 0.55 to 0.93; whatever the noises [0.10 to 1.40]).
          This policy was not shown to be better or worse than treating as many chosen
            by their effect: difference +0.03 (95 % interval −0.02 to 0.08; whatever
            the noises [−0.10 to 0.20]).

        As a rule in words: found on 2,000 rows, judged on 3,000 others, 95 %
        intervals
          Treat if age above 40 and region = north: worth +2.17 (1.70 to 2.64) each,
            540 of those it was judged on
          Do not treat if age at most 40: treating would be worth −0.90
            (−1.20 to −0.60) each, 1,500 of those it was judged on
          Do not treat if age above 40 and region one of south, west: too few to say
            what it is worth, 960 of those it was judged on

        Ranking
          Gain from ranking by predicted benefit (0: no better than by lot): AUUC
            +0.52 (0.40 to 0.64), AUTOC +1.21 (0.90 to 1.53). Treating those first who
            are predicted to gain most is better than treating by lot.
          From counts of the arms, in chances of success: Qini area +0.0430
            (0.0210 to 0.0650).
          120 share their predicted benefit with others: the curves average over all
            orders of these.
          Propensities differ between individuals. Read the uplift curve.

        Fairness across sex
          sex  how many  treated  predicted benefit  of the treated
          f       2,600     25 %              +0.11           +2.40
          m       2,400     15 %              −0.24           +2.10
          Shares treated differ by 10 points between groups of sex. The least treated
            group has 58 % of the share of the most treated.

        Benefit     complier +10, always −2, never −1, defier −8, counted from not
                    treating (subsidy = 0), which is worth 0
        Rule        expected: the benefit if what happens with and without treatment
                    are two separate draws of chance
        Noises      values take the outcome with and without treatment as independent
                    given the individual; what holds without that stands in brackets
        Budget      20 % may be treated; 20 % are
        Threshold   0.9123: the smallest number decided by of anybody treated
        Data        users.csv: 5,000 rows read, all used

        One warning
          1. 12 rows have a propensity below 0.02.
      "
    `);
  });
  it("says why nobody is treated", () => {
    expect(decisionText(nobody).split("\n").slice(0, 16).join("\n")).toMatchInlineSnapshot(`
      "
        Give subsidy = 1 to nobody: none is sure to gain, whatever the noises.
        Treating nobody is what everything is counted from, so it is worth 0. Treating
        everybody would be worth +0.10 (95 % interval −0.10 to 0.30; whatever the
        noises [−2.00 to 2.00]).

        Why: the average benefit of treating one of them
          ✓ treated, · not           how many  benefit  95 % interval       any noises
          · may be worth it or not,     5,000    +0.10  −0.10 to 0.30  [−2.00 to 2.00]
            and the rule says no

        Policies compared: benefit per individual of all, and the chance of
        retained = 1
          treat           treated  benefit  95 % interval       any noises  success
          this policy         0 %        0                                     40 %
          nobody              0 %        0                                     40 %"
    `);
  });
  it("says that everybody is, with a cost, lots and equal shares", () => {
    expect(decisionText(everybody).split("\n").slice(0, 6).join("\n")).toMatchInlineSnapshot(`
      "
        Give subsidy = 1 to everybody (5,000). That is worth +0.310 per individual of
        all (95 % interval: 0.280 to 0.340). Treating nobody is worth 0.

        Why: the average benefit of treating one of them
          ✓ treated, · not  how many  benefit   95 % interval"
    `);
    const text = decisionText(everybody).replace(/\s+/g, " ");
    for (const said of [
      "0.25 each, taken off",
      "0.5 per individual, of which 1 is spent",
      "drawn by lot",
      "treated alike",
    ]) {
      expect(text).toContain(said);
    }
    // Known whatever the noises: no bounds to show.
    expect(text).not.toContain("any noises");
    expect(text).toContain("not needed: complier + defier = always + never");
  });
  it("tells an exact law by shares, without intervals", () => {
    const text = decisionText(law);
    expect(text).not.toContain("interval");
    expect(text.replace(/\s+/g, " ")).toContain("Give subsidy = 1 to the 30 % who are expected to gain.");
  });
  it("has assumptions and provenance when asked for more", () => {
    expect(decisionText(budgeted, { more: true })).toContain("Among individuals alike in age and region");
    expect(decisionText(budgeted, { more: true })).toContain("engine: discoscm");
  });
  it.each(Object.entries(decisions))("fits any width: %s", (_, decision) => {
    for (const width of [40, 60, 80, 120]) {
      for (const more of [false, true]) {
        const lines = decisionText(decision, { width, more }).split("\n");
        expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(width);
        expect(lines.join("\n")).not.toMatch(/undefined|NaN|\[object|\bnull\b|Infinity/);
        for (const character of ["\u001b", "\u202e"]) expect(lines.join("\n")).not.toContain(character);
      }
    }
  });
  it("never merges an interval with bounds", () => {
    const text = decisionText(budgeted, { width: 120 });
    expect(text).toContain("0.35 to 0.51   [0.25 to 0.55]");
  });
});

it("JSON is the record itself", () => {
  expect(JSON.parse(decisionJson(budgeted))).toEqual(JSON.parse(JSON.stringify(budgeted)));
});
