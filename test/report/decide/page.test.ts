import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { decisionPage } from "../../../src/report/index.ts";
import { bare, budgeted, decisions, hostile, law, nobody } from "./fixtures.ts";

const open = async (decision: typeof budgeted) => parseHTML(await decisionPage(decision)).document;

describe("the page", () => {
  it("opens with whom to treat, the number, its interval and its bounds", async () => {
    const document = await open(budgeted);
    const header = document.querySelector("header")!.textContent!.replace(/\s+/g, " ");
    expect(header).toContain("Who should get subsidy = 1?");
    expect(header).toContain("Give subsidy = 1 to the 1,000 of 5,000 (20 %) with most to gain.");
    expect(header).toContain("+0.43");
    expect(header).toContain("95 % interval: 0.35 to 0.51; whatever the noises: 0.25 to 0.55");
    expect(header).toContain("Treating nobody is worth 0, everybody −0.31");
    expect(document.querySelectorAll("svg[role=img]").length).toBe(3);
    const rules = document.querySelector("[aria-labelledby=tree]")!.textContent!.replace(/\s+/g, " ");
    expect(rules).toContain("Treat if age above 40 and region = north");
    expect(rules.indexOf("Treat if")).toBeLessThan(rules.indexOf("Do not treat"));
  });
  it("holds the whole answer as it came", async () => {
    for (const decision of [budgeted, hostile]) {
      const json = (await open(decision)).querySelector("#disco-answer")!.textContent!;
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(decision)));
    }
  });
  it("has no figure where there is nothing to draw", async () => {
    const document = await open(bare);
    expect(document.querySelectorAll("svg[role=img]").length).toBe(0);
    expect(document.querySelector("header")!.textContent).toContain("is not known");
  });
  it("draws an exact law without intervals, and nobody without a number to be proud of", async () => {
    expect((await open(law)).querySelector("main")!.textContent).not.toContain("interval");
    const none = (await open(nobody)).querySelector("header")!.textContent!;
    expect(none).toContain("to nobody: none is sure to gain, whatever the noises");
  });
  it.each(Object.entries(decisions))("runs nothing and says nothing odd: %s", async (_, decision) => {
    const page = await decisionPage(decision);
    expect(page).toBe(await decisionPage(decision));
    const { document } = parseHTML(page);
    expect([...document.querySelectorAll("script")].map((script) => script.id)).toEqual(["disco-answer"]);
    expect(document.querySelector("main")!.textContent).not.toMatch(/undefined|NaN|\[object|\bnull\b|Infinity/);
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
