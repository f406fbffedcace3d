import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { EffectAnswer } from "../../../src/query/effect.ts";
import type { Heterogeneity } from "../../../src/query/heterogeneity.ts";
import { effectJson, effectPage, effectText } from "../../../src/report/index.ts";
import { effects, lalonde } from "./fixtures.ts";

const sure = (value: number, half: number) => ({ value, interval: [value - half, value + half], level: 0.95 }) as const;

/** Numbers invented, of the size of earnings. */
const individual: Heterogeneity = {
  arm: "1",
  reference: "0",
  learner: "dr",
  words: "a DR-learner (linear)",
  finding: {
    p: 0.01,
    found: true,
    text: "The effect differs between individuals, and the predictions tell some of it.",
  },
  average: sure(1619, 1316),
  distribution: {
    mean: 1600,
    sd: 900,
    edges: [-400, 600, 1600, 2600, 3600],
    shares: [0.1, 0.4, 0.4, 0.1],
    above: 0.96,
    surelyAbove: 0.25,
    surelyBelow: 0,
  },
  calibration: { mean: sure(1.02, 0.8), differential: sure(0.71, 0.5) },
  groups: {
    groups: [300, 900, 1500, 2200, 3100].map((value, k) => ({
      ...{ from: k / 5, to: (k + 1) / 5, predicted: value + 100, effect: sure(value, 900), rows: 89 },
    })),
    increasing: true,
    difference: { ...sure(2800, 1300), p: 0.0001 },
  },
  targeting: {
    autoc: { ...sure(900, 500), p: 0.001 },
    qini: sure(240, 150),
    curve: Array.from({ length: 20 }, (_, k) => ({ share: (k + 1) / 20, ...sure(1500 - 75 * (k + 1), 300) })),
  },
  projection: {
    middle: sure(1619, 1316),
    slopes: [
      { covariate: "age", slope: sure(59.15, 192) },
      { covariate: "region", label: "north", against: "south", slope: sure(-812.4, 1500) },
    ],
    left: [],
  },
  importance: [
    { covariate: "age", share: 0.7 },
    { covariate: "region", share: 0.3 },
    { covariate: "educ", share: 0 },
  ],
  tree: {
    grown: 178,
    judged: 267,
    leaves: [
      {
        conditions: [
          { covariate: "age", above: 41 },
          { covariate: "re74", atMost: 30_000, orMissing: true },
        ],
        effect: sure(2400, 700),
        rows: 112,
      },
      { conditions: [{ covariate: "age", above: 22.5, atMost: 41 }], effect: sure(900, 700), rows: 120 },
      { conditions: [{ covariate: "region", among: ["north", "east"] }], rows: 3 },
      { conditions: [{ covariate: "region", among: ["south"] }], effect: sure(-120, 800), rows: 32 },
    ],
  },
  notes: [{ id: "pointwise-intervals", text: "Intervals of single effects: robust (sandwich) errors." }],
};

const withIndividuals: EffectAnswer = { ...lalonde, heterogeneity: [individual] };
const from = (text: string, title: string, to: string): string =>
  text.slice(text.indexOf(`  ${title}`), text.indexOf(`  ${to}`));

describe("the terminal", () => {
  it("says whether effects differ, who gains more, and who in words", () => {
    expect(from(effectText(withIndividuals), "Who gains", "Overlap")).toMatchInlineSnapshot(`
      "  Who gains more from treat = 1 than from 0?
          By a DR-learner (linear).
          The effect differs between individuals, and the predictions tell some of it.
          Predicted effects average +1,600, with a standard deviation of 900; 96 % of
            them are above 0; the whole 95 % interval is above 0 for 25 %, and below
            it for 0 %.
          Covariates that told effects apart: age 70 %, region 30 %.
          by predicted effect  predicted   found   95 % interval
          lowest fifth              +400    +300   −600 to 1,200
          second fifth            +1,000    +900      0 to 1,800
          middle fifth            +1,600  +1,500    600 to 2,400
          fourth fifth            +2,300  +2,200  1,300 to 3,100
          highest fifth           +3,200  +3,100  2,200 to 4,000
          Gain from ranking by predicted effect (0: no better than by lot): AUTOC +900
            (400 to 1,400), Qini +240 (90 to 390). Treating those first who are
            predicted to gain most is better than treating by lot.

        In words: groups found on 178 rows, effects (95 % interval) from the other 267
          age above 41 and re74 at most 30,000 or missing: +2,400 (1,700 to 3,100),
            112 rows
          age above 22.5 and at most 41: +900 (200 to 1,600), 120 rows
          region one of north, east: too few rows to say, 3 rows
          region = south: −120 (−920 to 680), 32 rows

      "
    `);
  });
  it("adds calibration, slopes and notes when more is asked for", () => {
    const more = from(effectText(withIndividuals, { more: true }), "Who gains", "Overlap").replace(/\s+/g, " ");
    expect(more).toContain("Calibration (1: as predicted, 0: nothing in it): average effect 1.02 (0.22 to 1.82)");
    expect(more).toContain("one more of age: +59.15 (−132.8 to 251.2)");
    expect(more).toContain("region = north rather than south: −812.4 (−2,312 to 687.6)");
    expect(more).toContain("Notes on individual effects");
  });
  it("keeps to narrow terminals", () => {
    const lines = from(effectText(withIndividuals, { width: 40 }), "Who gains", "Overlap").split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
  });
  it("writes differences of chances in points", () => {
    const chances: EffectAnswer = {
      ...withIndividuals,
      outcome: { kind: "binary", name: "kept", success: "1", failure: "0" },
      heterogeneity: [
        { ...individual, average: sure(0.1, 0.02), distribution: { ...individual.distribution, mean: 0.11, sd: 0.05 } },
      ],
    };
    expect(effectText(chances)).toContain("Predicted effects average +11.0 points");
  });
  it("has no such section where nothing was asked", () => {
    expect(effectText(lalonde)).not.toContain("Who gains");
    expect(effectJson(lalonde)).not.toContain("heterogeneity");
  });
});

describe("the page", () => {
  const open = async (answer: EffectAnswer) => parseHTML(await effectPage(answer)).document;

  it("draws groups, targeting and effects, each with a finding, a description and its numbers", async () => {
    const document = await open(withIndividuals);
    const section = document.querySelector('section[aria-labelledby="individuals"]')!;
    const figures = [...section.querySelectorAll("figure")];
    expect(figures.map((one) => one.querySelector("figcaption")!.textContent!.replaceAll("\u00a0", " "))).toEqual([
      "The effect rises from each group to the next, as predicted",
      "The most promising fifth gains 1,200 more than the average",
      "96 % are predicted to have an effect above 0",
    ]);
    for (const figure of figures) {
      expect(figure.querySelector("svg[role=img] desc")!.textContent!.length).toBeGreaterThan(10);
      expect(figure.querySelectorAll("details tbody tr").length).toBeGreaterThan(0);
    }
    expect(section.querySelectorAll("ul li").length).toBeGreaterThan(8);
    expect(section.innerHTML).not.toContain("NaN");
  });
  it("tells several arms apart", async () => {
    const document = await open({ ...withIndividuals, heterogeneity: [individual, { ...individual, arm: "2" }] });
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(document.querySelectorAll("h2[id^=individuals]").length).toBe(2);
  });
  it("is safe whatever names say", async () => {
    const bad = "\u001b[31m<script>alert(1)</script>\u202e";
    const hostile: Heterogeneity = {
      ...individual,
      ...{ arm: bad, reference: bad, words: bad, finding: { found: false, text: bad } },
      importance: [{ covariate: bad, share: 1 }],
      tree: { ...individual.tree!, leaves: [{ conditions: [{ covariate: bad, among: [bad, bad] }], rows: 1 }] },
      notes: [{ id: bad, text: bad }],
    };
    const answer = { ...effects.hostile, heterogeneity: [hostile] } as EffectAnswer;
    const document = await open(answer);
    expect(
      [...document.querySelectorAll("script")].every((one) => one.getAttribute("type") === "application/json"),
    ).toBe(true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is what is tested
    expect(effectText(answer)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
  it("leaves out what there is nothing to say of", async () => {
    const { targeting: _t, tree: _e, projection: _p, ...less } = individual;
    const flat: Heterogeneity = {
      ...less,
      finding: { found: false, text: "Everybody was predicted to have the same effect." },
      distribution: { mean: 1, sd: 0, edges: [1, 1], shares: [1], above: 1 },
      calibration: {},
      groups: { groups: [individual.groups.groups[2]], increasing: true },
      importance: [],
      notes: [],
    };
    const document = await open({ ...lalonde, heterogeneity: [flat] });
    expect(document.querySelectorAll('section[aria-labelledby="individuals"] figure').length).toBe(0);
    expect(effectText({ ...lalonde, heterogeneity: [flat] })).toContain("Everybody was predicted");
  });
});
