import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { EffectAnswer } from "../../../src/query/effect.ts";
import { effectPage } from "../../../src/report/index.ts";
import { arms, discontinuity, dose, effects, lalonde, ratio, refused, staggered, synthetic } from "./fixtures.ts";

const open = async (answer: EffectAnswer) => {
  const { document } = parseHTML(await effectPage(answer));
  const text = (element: Element | null | undefined): string => (element?.textContent ?? "").replaceAll("\u00a0", " ");
  const figures = [...document.querySelectorAll("figure")];
  const figure = (id: string): Element => figures.find((one) => one.querySelector(`.plot-${id}`) !== null)!;
  return {
    document,
    text,
    figures,
    figure,
    head: (id: string): string => text(figure(id).querySelector("figcaption")),
    rows: (id: string): string[][] =>
      [...figure(id).querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => text(cell))),
    count: (id: string, mark: string): number => figure(id).querySelectorAll(`svg ${mark}`).length,
  };
};

describe("the page", () => {
  it("begins with the question, the sentence and the number", async () => {
    const { document, text } = await open(lalonde);
    expect(text(document.querySelector("h1"))).toBe("How much does treat = 1 change re78?");
    expect(text(document.querySelector(".lead"))).toMatch(/^With treat = 1, re78 is 1,619 higher .* by AIPW\.$/);
    expect(text(document.querySelector(".value"))).toBe("+1,619");
  });

  it.each(Object.entries(effects))("gives each drawing a finding and its numbers: %s", async (_, effect) => {
    const { figures, text } = await open(effect);
    for (const figure of figures) {
      expect(text(figure.querySelector("figcaption")).length).toBeGreaterThan(10);
      expect(figure.querySelectorAll("svg[role=img]")).toHaveLength(1);
      expect(figure.querySelectorAll("details table tbody tr").length).toBeGreaterThan(0);
    }
  });

  it("sets all estimators side by side, the recommended first", async () => {
    const { head, rows, count } = await open(lalonde);
    expect(head("forest")).toBe("All 9 estimators agree on the direction: from +1,531 to +1,794");
    expect(rows("forest")[0]).toEqual(["AIPW (recommended)", "+1,619", "303 to 2,935"]);
    expect(rows("forest").map(([name]) => name)).toContain("Horvitz-Thompson");
    // A line and a sign for each.
    expect(count("forest", "g[aria-label=dot] path, g[aria-label=dot] circle")).toBe(9);
    expect((await open(arms)).head("forest")).toMatch(/^Both estimators agree/);
    expect((await open(refused)).head("forest")).toBe("One estimator applies: overlap weights +1,102");
    const mixed = {
      ...lalonde,
      estimates: { ...lalonde.estimates, hajek: { ...lalonde.estimates.hajek!, value: -449.79 } },
    };
    expect((await open(mixed)).head("forest")).toBe(
      "The 9 estimators do not agree on the direction: from −450 to +1,794",
    );
  });

  it("names those that do not apply, the reason once", async () => {
    const { document, text } = await open(lalonde);
    const items = [...document.querySelectorAll("#estimates ~ ul li")].map(text);
    expect(items).toContain("two-stage least squares, Wald ratio: no instrument was named; name one with --instrument");
    expect(items).toContain("difference in diff., synthetic control: the table is no panel: no time was named");
    expect(items).toContain("matching: 12 rows were matched more than five times.");
  });

  it("shows whether the arms can be compared", async () => {
    const one = await open(lalonde);
    expect(one.head("overlap")).toBe(
      "All have counterparts in the other arm: propensities from 21 % to 75 %; none outside 5 to 95 %",
    );
    expect(one.count("overlap", "g[aria-label=rect] rect")).toBe(12);
    expect(one.rows("overlap")[1]).toEqual(["30 % to 40 %", "35 %", "47 %"]);
    // age .107, educ .141, hisp -.175 and nodegr -.304 are beyond 0.1 before.
    expect(one.head("balance")).toBe(
      "After weighting none of 8 covariates differs by more than 0.1 standard deviations; 4 did before",
    );
    expect(one.rows("balance")[0]).toEqual(["nodegr", "−0.30", "0.02"]);
    const other = await open(ratio);
    expect(other.head("overlap")).toMatch(/^7 observations have hardly a counterpart: .* 7 above 97\.5 %$/);
    expect(other.head("balance")).toMatch(/^1 of 1 covariate still differs/);
  });

  it("draws what it would take: the line of no effect, yardsticks, a widening range", async () => {
    const { head, figure, rows, text } = await open(lalonde);
    expect(head("contour-partial-r2")).toBe(
      "No effect is left when something explains 12 % of what is left of treatment and outcome",
    );
    const words = [...figure("contour-partial-r2").querySelectorAll("svg text")].map(text);
    for (const word of ["no effect left", "black", "nodegr", "educ"]) expect(words).toContain(word);
    expect(
      rows("contour-partial-r2")
        .map(([name]) => name)
        .slice(-3),
    ).toEqual([
      "as strong as black: 0.2 % of the treatment, 1 % of the outcome",
      "as strong as nodegr: 2 % of the treatment, 1 % of the outcome",
      "as strong as educ: 0.4 % of the treatment, 1 % of the outcome",
    ]);
    expect(head("lambda-marginal-sensitivity")).toBe(
      "The range reaches no effect where odds of treatment may be wrong 1.21-fold",
    );
    expect(rows("lambda-marginal-sensitivity")).toHaveLength(11);
    expect(rows("lambda-marginal-sensitivity")[0]).toEqual(["1.00", "+1,641", "+1,641"]);
  });

  it("says of each check what it can and cannot show", async () => {
    const { document, text } = await open(lalonde);
    const said = text(document.querySelector("#sensitivity ~ dl"));
    for (const { can, cannot, finding } of lalonde.sensitivity) {
      for (const sentence of [can, cannot, finding]) expect(said).toContain(sentence);
    }
    expect(document.querySelectorAll(".strips li")).toHaveLength(2);
  });

  it("draws panels: paths with the start, weights, the event study", async () => {
    const one = await open(synthetic);
    expect(one.head("paths-1")).toBe(
      "synthetic control: before 1989 within 1.5 of the treated (root mean square); since then the treated are 19.6 lower",
    );
    expect(one.rows("paths-1")).toHaveLength(31);
    expect(one.count("paths-1", "g[aria-label=line] path")).toBe(2);
    expect(one.count("paths-1", "g[aria-label=rule] line")).toBe(1);
    expect(one.head("weights-1")).toBe("synthetic control: 5 of 38 other units count, most of all Utah 33 %");
    const two = await open(staggered);
    expect(two.head("event")).toBe(
      "The simultaneous band excludes 0 in 0 of 4 periods before the start, and in 3 of 4 since",
    );
    expect(two.rows("event")[4]).toEqual(["0", "−0.030", "−0.054 to −0.006", "−0.065 to 0.005"]);
    expect(two.text(two.document.querySelector("#panel ~ details tbody"))).toContain("–");
  });

  it("draws the cutoff: bins, two lines, the jump", async () => {
    const one = await open(discontinuity);
    expect(one.head("discontinuity")).toBe("At margin = 0, share jumps by +7.41");
    expect(one.count("discontinuity", "g[aria-label=dot] circle")).toBe(16);
    expect(one.count("discontinuity", "g[aria-label=line] path")).toBe(2);
  });

  it("names the people whom an instrument or a dose is about, and the diagnostics", async () => {
    const { document, text } = await open(dose);
    expect(text(document.querySelector("h1"))).toBe("How much does one more of educ change lwage?");
    expect(text(document.querySelector("#basis ~ dl"))).toContain("first-stage F (two-stage least squares)13.26");
  });

  it("has the other arms in a table", async () => {
    const { document, text } = await open(arms);
    const rows = [...document.querySelectorAll("#estimates ~ .tight tbody tr")].map((row) =>
      [...row.children].map(text),
    );
    expect(rows).toEqual([
      ["dose = middle", "AIPW", "+5.1 points", "0.4 to 9.8"],
      ["dose = highno row with dose = none looks like these", "–", "not known", ""],
    ]);
  });

  it("escapes names wherever they come from, and shows part of very much", async () => {
    const page = await effectPage(effects.hostile);
    expect(page).not.toMatch(/<script>alert|<img/);
    // 66 covariates, 60 rows of a table and 24 of a drawing.
    expect(page).toContain("and 6 more, in the JSON below");
    expect(page).toContain("and 42 more, more alike, in the table.");
  });
});
