import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { attributionJson, attributionPage, attributionText } from "../../src/report/index.ts";
import { answerOf, earnings, hostile, jobs, law, replicates, unknown } from "./fixtures.ts";

const all = { jobs, hostile, earnings, replicates, unknown, law };

for (const [name, answer] of Object.entries(all)) {
  describe(`the page: ${name}`, async () => {
    const page = await attributionPage(answer);
    const { document } = parseHTML(page);

    it("forbids scripts and network, and holds neither", () => {
      const policy = document.querySelector("meta[http-equiv=Content-Security-Policy]")?.getAttribute("content");
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/script-src|https?:/);
      const scripts = [...document.querySelectorAll("script")];
      expect(scripts.map((script) => script.getAttribute("type"))).toEqual(["application/json"]);
      expect(document.querySelectorAll("img, link, iframe, object, embed, base").length).toBe(0);
      const links = [...document.querySelectorAll("[href], [src]")].map(
        (element) => element.getAttribute("href") ?? "",
      );
      for (const link of links) expect(link).toMatch(/^(#|https:\/\/doi\.org\/)/);
      for (const url of page.match(/url\([^)]*\)/g) ?? []) expect(url).toMatch(/^url\(#/);
    });

    it("has no event handlers", () => {
      const handlers = [...document.querySelectorAll("*")].flatMap((element) =>
        element.getAttributeNames().filter((attribute) => attribute.startsWith("on")),
      );
      expect(handlers).toEqual([]);
    });

    it("has the whole answer inside", () => {
      const json = document.querySelector("#disco-answer")?.textContent ?? "";
      expect(json).not.toContain("<");
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(answer)));
    });

    it("names and describes every drawing", () => {
      const drawings = [...document.querySelectorAll("svg:not([aria-hidden])")];
      expect(drawings.length).toBe(answer.evidence.length + 2);
      for (const svg of drawings) {
        expect(svg.getAttribute("role")).toBe("img");
        const ids = svg.getAttribute("aria-labelledby")?.split(" ") ?? [];
        for (const id of ids) expect(document.getElementById(id)?.textContent).toBeTruthy();
        expect(ids.length).toBe(2);
        expect(svg.outerHTML).not.toContain("NaN");
      }
    });

    it("uses every id once", () => {
      const ids = [...document.querySelectorAll("[id]")].map((element) => element.getAttribute("id"));
      expect(new Set(ids).size).toBe(ids.length);
    });

    it("prints no hole", () => {
      const text = [...document.querySelectorAll("main")].map((main) => main.textContent).join();
      expect(text).not.toMatch(/undefined|NaN|\[object|\bnull\b/);
    });

    it("is the same twice", async () => {
      expect(await attributionPage(answer)).toBe(page);
    });
  });
}

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
