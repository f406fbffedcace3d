import { describe, expect, it } from "vitest";
import { simpsonJson, simpsonPage, simpsonText } from "../../../../src/report/index.ts";
import { displayWidth } from "../../../../src/report/terminal/width.ts";
import { simpsonChecks } from "./fixtures.ts";

const { berkeley, mediator, unsecured, many, numbers, hostile, nothing } = simpsonChecks;

describe("the terminal", () => {
  it("tells Berkeley with its strata, its mixes and its readings", () => {
    expect(simpsonText(berkeley)).toMatchInlineSnapshot(`
      "
        The association reverses within department: +14.2 points raw, −4.3 points
        within.

           Over all, admitted = yes is 44.5 % for male and 30.4 % for female:
           +14.2 points. With the same department (standardised to everybody) it is
           38.7 % for male and 43.0 % for female: −4.3 points. That is so on average,
           not in every stratum: female is ahead in 4 of 6 strata, male in 2.

           admitted = yes
           department                       male         female  points           95 %
           A                       62.1 % of 825  82.4 % of 108   −20.3
           B                       63.0 % of 560   68.0 % of 25    −5.0
           C                       36.9 % of 325  34.1 % of 593     2.9
           D                       33.1 % of 417  34.9 % of 375    −1.8
           E                       27.7 % of 191  23.9 % of 393     3.8
           F                        5.9 % of 373   7.0 % of 341    −1.1
           all, raw                       44.5 %         30.4 %   +14.2   11.3 to 17.0
           same department                38.7 %         43.0 %    −4.3   −7.8 to −0.4
           with the mix of male           44.5 %         51.6 %    −7.1  −11.7 to −1.7
           with the mix of female         30.2 %         30.4 %    −0.1    −3.2 to 3.1

           Odds ratio: 1.84 (1.62 to 2.09) raw, 0.90 (0.77 to 1.06) within strata
           (Mantel and Haenszel, who weigh strata by what they can tell).

           The arms differ in who they are (the law of U), as far as department shows
           it: 31 % of male and 6 % of female are in A, and 44 % of one arm would have
           to change strata to have the other's mix. Of the raw +14.2 points,
           −4.3 points are the difference at the same department, and +18.4 points
           come from the different mixes.

           - The table alone cannot tell which number answers your question. Ask
             first: is department decided before sex, or after?
           - Before, with a part in who gets which sex (confounder): −4.3 points is
             the effect, if nothing else is shared.
           - After, on the way to admitted (mediator): +14.2 points is the total
             effect, if nothing else is shared; −4.3 points is a direct effect, not a
             corrected total one.
           - After, and admitted or its causes have a part in it too (collider):
             holding it fixed makes bias; keep +14.2 points.
           - Draw what causes what (--graph): sex -> department -> admitted makes
             department a mediator, department -> sex a confounder.

        What this shows
          Strata are no cure by themselves: adjusting for what comes after the
            treatment makes bias of its own.

        Level       0.05: so often would anything false be found
        Data        made.csv: 4,526 rows read, all used
      "
    `);
  });

  it("tells a mediator in the first sentence", () => {
    expect(simpsonText(mediator).split("\n").slice(1, 4).join("\n")).toMatchInlineSnapshot(`
      "  The association reverses within department: +14.2 points raw, −4.3 points
        within; department is decided after sex, so adjusting gives a direct effect,
        not a corrected total one."
    `);
  });

  it("tells what chance can have made, averages of numbers, and nothing at all", () => {
    expect(simpsonText(unsecured)).toContain("but chance can have made that (p = 0.14)");
    expect(simpsonText(numbers)).toMatchInlineSnapshot(`
      "
        Less than half of the association is left within income before: +22,913 raw,
        +3,000 within.

           Over all, the average income after is 38,113 for A and 15,200 for B:
           +22,913 (+19,200 in the strata that have both arms). With the same income
           before (standardised to everybody) it is 26,000 for A and 23,000 for B:
           +3,000. A is ahead in both strata.

           average income after
           income before                A              B  difference              95 %
           (0, 20000]       12,000 of 100  10,000 of 400       2,000
           (20000, 90000]   40,000 of 400  36,000 of 100       4,000
           (90000, ∞)       100,000 of 30              –           –
           all, raw                38,113         15,200     +22,913  20,914 to 24,912
           in strata with…         34,400         15,200     +19,200  17,671 to 20,729
           same income be…         26,000         23,000      +3,000    2,208 to 3,792
           with the mix o…         34,400         30,800      +3,600    2,604 to 4,596
           with the mix o…         17,600         15,200      +2,400    1,550 to 3,250

           The arms differ in who they are (the law of U), as far as income before
           shows it: 19 % of A and 80 % of B are in (0, 20000], and 60 % of one arm
           would have to change strata to have the other's mix. Of the raw +19,200,
           +3,000 are the difference at the same income before, and +16,200 come from
           the different mixes.

           - The table alone cannot tell which number answers your question. Ask
             first: is income before decided before drug, or after?
           - Before, with a part in who gets which drug (confounder): +3,000 is the
             effect, if nothing else is shared.
           - After, on the way to income after (mediator): +22,913 is the total
             effect, if nothing else is shared; +3,000 is a direct effect, not a
             corrected total one.
           - After, and income after or its causes have a part in it too (collider):
             holding it fixed makes bias; keep +22,913.
           - Draw what causes what (--graph): drug -> \`income before\` -> \`income
             after\` makes income before a mediator, \`income before\` -> drug a
             confounder.

        What this shows
          Strata are no cure by themselves: adjusting for what comes after the
            treatment makes bias of its own.

        Level       0.05: so often would anything false be found
        Data        made.csv: 1,030 rows read, all used

        One warning
          1. income before: 1 stratum with 3 % of the observations lack one of the
             arms ((90000, ∞)) and compare nothing. The standardised numbers are of
             the others.
      "
    `);
    expect(simpsonText(nothing)).toMatchInlineSnapshot(`
      "
        The association of drug with cured does not turn, vanish or grow within the
        one set of strata that was tried.

        What was tried         within
          ward            −1.5 points  –
          id                        –  not tried: as many values as rows

        What this shows
          Finding nothing does not make the raw difference an effect: what is not in
            the table may still turn it.

        Level       0.05: so often would anything false be found
        Data        made.csv: 215 rows read, all used
      "
    `);
  });

  it("keeps to the width, and shows all strata when asked for more", () => {
    for (const [name, check] of Object.entries(simpsonChecks)) {
      for (const width of [40, 60, 80, 120]) {
        const wide = Math.max(...simpsonText(check, { width, more: true }).split("\n").map(displayWidth));
        expect(wide, `${name} at ${width}`).toBeLessThanOrEqual(width);
      }
    }
    expect(simpsonText(many)).toContain("and 28 more strata (--more)");
    expect(simpsonText(many, { more: true })).toContain("region 39");
  });

  it("lets no escape sequence through", () => {
    expect(simpsonText(hostile)).not.toContain("\u001b");
  });
});

describe("the page", () => {
  it("holds the drawings, the numbers and the answer as JSON, and is the same each time", async () => {
    const page = await simpsonPage(berkeley);
    expect(page).toBe(await simpsonPage(berkeley));
    expect(page.match(/<svg[^>]*role="img"/g)).toHaveLength(2);
    expect(page).toContain("same department: −4.3&#160;points");
    const json = /id="disco-answer">\n([\s\S]*?)\n<\/script>/.exec(page)![1];
    expect(JSON.parse(json)).toEqual(JSON.parse(simpsonJson(berkeley)));
  });

  it("escapes what is hostile, and never says that every department does", async () => {
    expect(await simpsonPage(hostile)).not.toContain("<script>alert");
    expect(await simpsonPage(berkeley)).not.toMatch(/in every department|in all departments/);
  });

  it("draws the graph that was given", async () => {
    expect(await simpsonPage(mediator)).toContain("The graph</h2>");
  });
});
