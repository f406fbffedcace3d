// What every page promises, measured on each kind: it is safe to open, whole, described, and the same twice.
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import {
  attributionPage,
  berksonPage,
  comparisonPage,
  effectPage,
  graphCheckPage,
  identificationPage,
  modelAnswerPage,
  surrogatePage,
} from "../../src/report/index.ts";
import { berksons } from "../report/check/berkson-fixtures.ts";
import { checks } from "../report/check/fixtures.ts";
import { surrogates } from "../report/check/surrogate-fixtures.ts";
import { drawings as effectDrawings, effects } from "../report/effect/fixtures.ts";
import { earnings, hostile, jobs, law, replicates, unknown } from "../report/fixtures.ts";
import { answers as identifications } from "../report/identify/fixtures.ts";
import { comparisons, answers as modelAnswers } from "../report/model/fixtures.ts";

interface Member {
  readonly name: string;
  /** What stands in the page as JSON. */
  readonly record: unknown;
  readonly make: () => string | Promise<string>;
  /** Drawings that have a name and a description. */
  readonly drawings: number;
}

function members<One>(
  kind: string,
  records: Readonly<Record<string, One>>,
  make: (record: One) => string | Promise<string>,
  drawings: (record: One) => number,
): readonly Member[] {
  return Object.entries(records).map(([name, record]) => ({
    name: `${kind}: ${name}`,
    record,
    make: () => make(record),
    drawings: drawings(record),
  }));
}

const all: readonly Member[] = [
  ...members(
    "attribution",
    { jobs, hostile, earnings, replicates, unknown, law },
    attributionPage,
    ({ evidence }) => evidence.length + 2,
  ),
  ...members("model answer", modelAnswers, modelAnswerPage, () => 0),
  ...members("comparison", comparisons, comparisonPage, () => 1),
  ...members("identification", identifications, identificationPage, () => 1),
  ...members("check", checks, graphCheckPage, () => 1),
  ...members("surrogate", surrogates, surrogatePage, () => 2),
  ...members("selection", berksons, berksonPage, ({ chances }) => (chances === null ? 1 : 2)),
  ...members("effect", effects, effectPage, (effect) => effectDrawings.get(effect)!),
];

describe.each(all.map((one) => [one.name, one] as const))("%s", async (_, { record, make, drawings }) => {
  const page = await make();
  const { document } = parseHTML(page);
  const select = (selector: string) => [...document.querySelectorAll(selector)];

  it("forbids scripts and network, and holds neither", () => {
    const policy = document.querySelector("meta[http-equiv=Content-Security-Policy]")?.getAttribute("content");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/script-src|https?:/);
    expect(select("script").map((script) => script.getAttribute("type"))).toEqual(["application/json"]);
    expect(select("img, link, iframe, object, embed, base, foreignObject, use")).toHaveLength(0);
    expect(select("[src]")).toHaveLength(0);
    for (const element of select("[href]")) {
      expect(element.getAttribute("href")).toMatch(/^(#|https:\/\/doi\.org\/)/);
    }
    for (const url of page.match(/url\([^)]*\)/g) ?? []) expect(url).toMatch(/^url\(#/);
    const attributes = select("*").flatMap((element) => element.getAttributeNames());
    expect(attributes.filter((name) => name.startsWith("on"))).toEqual([]);
  });

  it("has the whole answer inside", () => {
    const json = document.querySelector("#disco-answer")?.textContent ?? "";
    expect(json).not.toContain("<");
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(record)));
  });

  it("names and describes every drawing, and uses every id once", () => {
    const drawn = select("svg:not([aria-hidden])");
    expect(drawn).toHaveLength(drawings);
    for (const svg of drawn) {
      expect(svg.getAttribute("role")).toBe("img");
      const ids = svg.getAttribute("aria-labelledby")?.split(" ") ?? [];
      expect(ids).toHaveLength(2);
      for (const id of ids) expect(document.getElementById(id)?.textContent).toBeTruthy();
      expect(svg.outerHTML).not.toMatch(/NaN|Infinity/);
    }
    const ids = select("[id]").map((element) => element.getAttribute("id"));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("has headings one below the other", () => {
    const levels = select("h1, h2, h3").map(({ tagName }) => Number(tagName[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, i) => {
      expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
    });
  });

  it("prints no hole, and is the same twice", async () => {
    const text = select("main").map((main) => main.textContent);
    expect(text.join()).not.toMatch(/undefined|NaN|\[object|\bnull\b|Infinity/);
    expect(await make()).toBe(page);
  });
});
