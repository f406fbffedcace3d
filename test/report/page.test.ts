import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { attributionJson, attributionPage, attributionText } from "../../src/report/index.ts";
import { answerOf, earnings, hostile, jobs, law, replicates, unknown } from "./fixtures.ts";

describe("the page", () => {
  it("escapes names wherever they come from", async () => {
    const page = await attributionPage(hostile);
    expect(page).not.toMatch(/<script>alert|<img|<\/style><img/);
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  it("gives the reason where there is no number", async () => {
    const page = await attributionPage(unknown);
    expect(page).toContain("no row with treat = 0 looks like these");
    expect(page).toContain("no rows show it");
  });

  it("stands when there is nothing to show", async () => {
    const overlap = { lowest: 0, highest: 1, outside: 0, threshold: 0.1, edges: [], treated: [], control: [] };
    const cloud = { p0: [], p1: [], treated: [], outcome: [], of: 0 };
    const empty = { ...jobs, evidence: [], overlap, cloud, assumptions: [], warnings: [] };
    const { document } = parseHTML(await attributionPage(empty));
    expect(document.querySelector(".lead")?.textContent).toContain("no rows were left");
    expect(document.querySelector("main")?.textContent).not.toMatch(/undefined|NaN|Infinity/);
    expect(attributionText(empty)).toContain("no rows were left");
  });

  it("says that individuals were seen repeatedly only when they were", async () => {
    const counted = "seen more than once";
    expect(await attributionPage(replicates)).toContain(counted);
    for (const once of [jobs, law, earnings]) expect(await attributionPage(once)).not.toContain(counted);
    const reliability = { treated: answerOf(0.8), control: answerOf(0.7) };
    expect(await attributionPage({ ...earnings, reliability })).toContain(counted);
  });

  it("shows who they were, when that is known", async () => {
    const { document } = parseHTML(await attributionPage(law));
    const cells = [...document.querySelectorAll("tr")].map((row) => row.textContent);
    expect(cells.some((text) => /kind = Loyal.*20.%.*46.%.*85.%.*90.%/.test(text ?? ""))).toBe(true);
  });
});

describe("the JSON", () => {
  it("keeps every digit", () => {
    expect(JSON.parse(attributionJson(law))).toEqual(JSON.parse(JSON.stringify(law)));
    expect(attributionJson(law)).toContain(String(574 / 1165));
    expect(attributionJson(law).split("\n")[1]).toMatch(/^ {2}"question"/);
  });
});
