import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { comparisonPage, modelAnswerPage } from "../../../src/report/index.ts";
import { answers, comparisons, cross, hostile, sharesCompared } from "./fixtures.ts";

const pages: [name: string, record: unknown, make: () => string | Promise<string>, drawings: number][] = [
  ...Object.entries(answers).map(([name, one]): (typeof pages)[number] => [name, one, () => modelAnswerPage(one), 0]),
  ...Object.entries(comparisons).map(([name, one]): (typeof pages)[number] => [
    name,
    one,
    () => comparisonPage(one),
    1,
  ]),
];

describe.each(pages)("the page: %s", async (_, record, make, drawings) => {
  const page = await make();
  const { document } = parseHTML(page);
  const all = (selector: string) => [...document.querySelectorAll(selector)];

  it("forbids scripts and network, and holds neither", () => {
    const policy = document.querySelector("meta[http-equiv=Content-Security-Policy]")?.getAttribute("content");
    expect(policy).toContain("default-src 'none'");
    expect(all("script").map((script) => script.getAttribute("type"))).toEqual(["application/json"]);
    expect(all("img, link, iframe, object, embed, base")).toHaveLength(0);
    for (const element of all("[href], [src]")) expect(element.getAttribute("href")).toMatch(/^#/);
    for (const url of page.match(/url\([^)]*\)/g) ?? []) expect(url).toMatch(/^url\(#/);
    const handlers = all("*").flatMap((element) => element.getAttributeNames().filter((name) => name.startsWith("on")));
    expect(handlers).toEqual([]);
  });

  it("has the whole answer inside", () => {
    const json = document.querySelector("#disco-answer")?.textContent ?? "";
    expect(json).not.toContain("<");
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(record)));
  });

  it("names and describes its drawing, and uses every id once", () => {
    const svgs = all("svg:not([aria-hidden])");
    expect(svgs).toHaveLength(drawings);
    for (const svg of svgs) {
      expect(svg.getAttribute("role")).toBe("img");
      const ids = svg.getAttribute("aria-labelledby")?.split(" ") ?? [];
      expect(ids).toHaveLength(2);
      for (const id of ids) expect(document.getElementById(id)?.textContent).toBeTruthy();
      expect(svg.outerHTML).not.toContain("NaN");
    }
    const ids = all("[id]").map((element) => element.getAttribute("id"));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("prints no hole, and is the same twice", async () => {
    expect(
      all("main")
        .map((main) => main.textContent)
        .join(),
    ).not.toMatch(/undefined|NaN|\[object|\bnull\b|Infinity/);
    expect(await make()).toBe(page);
  });
});

it("escapes names wherever they come from", () => {
  const page = modelAnswerPage(hostile);
  expect(page).not.toContain("<script>alert");
  expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
});

it("shows the number, the question in words, and the sum of the steps", () => {
  const { document } = parseHTML(modelAnswerPage(cross));
  expect(document.querySelector(".value")?.textContent).toBe("0.4927");
  expect(document.querySelector("h1")?.textContent?.replaceAll("\u00a0", " ")).toBe(
    "Of those with subsidy = 1 and retained = 1: would have retained = 1 had subsidy been 0",
  );
  const last = [...document.querySelectorAll("table tr")].at(-1)?.textContent;
  expect(last).toBe("all10.233010.4927");
});

it("describes the dial for those who do not see it", async () => {
  const { document } = parseHTML(await comparisonPage(sharesCompared));
  expect(document.querySelector("#dial-desc")?.textContent).toBe(
    "anyway goes from 0.4927 at coupling 0 to 0.6094 at coupling 1; policy goes from 0.2571 at coupling 0 to 0.3906 at coupling 1; chance goes from 0.2502 at coupling 0 to 0 at coupling 1",
  );
});
