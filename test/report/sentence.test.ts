import { describe, expect, it } from "vitest";
import type { Attribution } from "../../src/query/attribution.ts";
import { attributionSentence } from "../../src/report/index.ts";
import { answerOf, earnings, hostile, jobs, law, replicates, unknown } from "./fixtures.ts";

const sentences = (answer: Attribution): string[] =>
  answer.evidence.map((evidence) => attributionSentence(answer, evidence));

describe("the answer in one sentence", () => {
  it("turns its words around where the arm worked against the outcome", () => {
    expect(sentences(jobs)).toMatchInlineSnapshot(`
      [
        "Of the 140 rows with treat = 1 and employed = 1, 62 % would have had employed = 1 anyway, 14 % had it because of treat = 1, and up to 24 % had it by chance.",
        "Of the 45 rows with treat = 1 and employed = 0, 40 % would have had employed = 0 anyway, less the 11 % that treat = 1 prevents, and up to 71 % had it by chance, despite treat = 1.",
        "Of the 168 rows with treat = 0 and employed = 1, 77 % would have had employed = 1 anyway (with treat = 1 too), less the 11 % that treat = 0 prevents, and up to 34 % had it by chance, despite treat = 0.",
        "Of the 92 rows with treat = 0 and employed = 0, 26 % would have had employed = 0 anyway (with treat = 1 too), 12 % had it because of treat = 0, and up to 62 % had it by chance.",
      ]
    `);
  });

  it("speaks of amounts when the outcome is numeric", () => {
    expect(sentences(earnings)).toMatchInlineSnapshot(`
      [
        "The 73 rows with treat = 1 and re78 above 6349.14 average 13,029: 5,211 would have been there anyway, treat = 1 added 1,795, and chance added 6,023.",
        "The 112 rows with treat = 1 and re78 not above 6349.14 average 1,971: 4,430 would have been there anyway, treat = 1 added 1,512, and chance took away 3,971.",
        "The 105 rows with treat = 0 and re78 above 4554.8 average 9,625: 6,604 would have been there anyway, treat = 0 took away 1,702, and chance added 4,723.",
        "The 155 rows with treat = 0 and re78 not above 4554.8 average 844: 6,013 would have been there anyway, treat = 0 took away 1,466, and chance took away 3,702.",
      ]
    `);
  });

  it("drops 'up to' when recurrence was counted, and rows when the table is a law", () => {
    expect(sentences(replicates)[0]).toMatchInlineSnapshot(
      `"Of the 140 rows with treat = 1 and employed = 1, 62 % would have had employed = 1 anyway, 14 % had it because of treat = 1, and 24 % had it by chance."`,
    );
    expect(sentences(law)[0]).toMatchInlineSnapshot(
      `"Of the cases with subsidy = 1 and retained = 1 (23 % of all), 49 % would have had retained = 1 anyway, 26 % had it because of subsidy = 1, and up to 25 % had it by chance."`,
    );
  });

  it("gives the reason when there is no answer", () => {
    expect(sentences(unknown).slice(0, 2)).toMatchInlineSnapshot(`
      [
        "Of the 140 rows with treat = 1 and employed = 1, the data do not tell how many would have had it anyway: no row with treat = 0 looks like these.",
        "No row has treat = 1 and employed = 0, so there is nothing to split: no rows show it.",
      ]
    `);
  });

  it("says when the policy's share may be nothing", () => {
    const [first] = jobs.evidence;
    const policy = answerOf(0.04, { interval: [-0.02, 0.1], level: 0.95 });
    const sentence = attributionSentence(jobs, { ...first, shares: { ...first.shares, policy } });
    expect(sentence).toContain("4 % had it because of treat = 1 (may be none: the interval includes 0)");
  });

  it("lets no control character through", () => {
    expect(sentences(hostile).join()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
