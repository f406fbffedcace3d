import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { graphFigure } from "../../../src/report/graph/figure.ts";
import { labelOf } from "../../../src/report/graph/label.ts";
import { partToDraw } from "../../../src/report/graph/part.ts";
import { describeGraph, edgeChains } from "../../../src/report/graph/words.ts";
import { graphSvg } from "../../../src/report/index.ts";
import { graphOf } from "../identify/builders.ts";
import { hostile, large } from "../identify/fixtures.ts";
import { flat } from "./graphs.ts";

const parsed = (svg: string) => parseHTML(`<body>${svg}</body>`).document;

/** XML is stricter than a page: every element closed in its order, five entities, and no characters that it does not have. */
function expectSound(xml: string): void {
  const open: string[] = [];
  for (const [, close, name, alone] of xml.matchAll(/<(\/?)([\w]+)(?:\s+[\w:-]+="[^"<]*")*\s*(\/?)>/g)) {
    if (close !== "") expect(open.pop()).toBe(name);
    else if (alone === "") open.push(name);
  }
  expect(open).toEqual([]);
  const texts = xml.replace(/<[^<>]*>/g, "");
  expect(texts).not.toMatch(/[<]|&(?!(amp|lt|gt|quot|#39);)|[\ufffe\uffff]|\p{Cs}/u);
}

describe("a graph as a file", () => {
  it("is the same every time, and stands by itself", async () => {
    const [graph, options] = flat["napkin"];
    const svg = await graphSvg(graph, options);
    expect(await graphSvg(graph, options)).toBe(svg);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).toContain("prefers-color-scheme: dark");
    expect(svg).not.toMatch(/NaN|Infinity|undefined|href|@import/);
    expectSound(svg);
  });

  it("tells those who do not see it what is in it", async () => {
    const [graph, options] = flat["front-door"];
    const highlight = [{ nodes: ["tar"], tone: "mediator" as const, legend: "carries the effect" }];
    const document = parsed(await graphSvg(graph, { ...options, highlight, title: "Smoking" }));
    expect(document.querySelector("#graph-title")?.textContent).toBe("Smoking");
    expect(document.querySelector("#graph-desc")?.textContent).toBe(
      "3 variables: smoking causes tar; tar causes cancer; smoking and cancer share an unmeasured cause. tar: carries the effect.",
    );
    const texts = [...document.querySelectorAll("text")].map((text) => text.textContent);
    expect(texts).toEqual([
      ...["smoking", "treatment", "tar", "cancer", "outcome"],
      ...["carries the effect", "share a cause that is not measured"],
    ]);
  });

  it("draws arrows, dashed edges with two heads, and open edges without", async () => {
    const heads = async (text: string) =>
      parsed(await graphSvg(graphOf(text)))
        .querySelector(".graph > g")!
        .querySelectorAll("path:not([stroke])").length;
    expect([await heads("A -> B"), await heads("A <-> B"), await heads("A -- B")]).toEqual([1, 2, 0]);
    expect(await graphSvg(graphOf("A <-> B"))).toContain('stroke-dasharray="6 4"');
  });

  it("tells roles by borders and words", async () => {
    const roles = { U: ["latent"], I: ["individual", "latent"], S: ["selected"], D: ["differs"], T: ["exposure"] };
    const document = parsed(await graphSvg(graphOf("U -> T -> S; I -> T; D -> T", roles)));
    const node = (name: string) =>
      [...document.querySelectorAll("g")].find((g) => g.querySelector("title")?.textContent === name)!;
    expect(node("U").innerHTML).toContain("stroke-dasharray");
    expect(node("S").querySelectorAll("rect")).toHaveLength(3);
    expect(node("T").querySelectorAll("rect")).toHaveLength(2);
    expect(["I", "S", "D", "T"].map((name) => node(name).querySelector(".word")?.textContent)).toEqual([
      "individual",
      "selected",
      "differs",
      "treatment",
    ]);
  });

  it("gives every tone a look of its own", async () => {
    const tones = ["adjusted", "mediator", "instrument", "group", "core"] as const;
    const looks = await Promise.all(
      tones.map(async (tone) => {
        const svg = await graphSvg(graphOf("A -> B"), { highlight: [{ nodes: ["A"], tone, legend: "so" }] });
        const shape = /<title>A<\/title>(<(rect|polygon)[^>]*>)(<[^>]*>)/.exec(svg)!;
        return shape[3].replace(/var\([^)]*\)|(x|y|points)="[^"]*"/g, "").replace(/ (width|height)="[^"]*"/g, "");
      }),
    );
    expect(new Set(looks).size).toBe(tones.length - 1);
    const sides = await graphSvg(graphOf("A -> B"), { highlight: [{ nodes: ["A"], tone: "mediator", legend: "so" }] });
    expect(sides).not.toBe(
      await graphSvg(graphOf("A -> B"), { highlight: [{ nodes: ["A"], tone: "instrument", legend: "so" }] }),
    );
  });

  it("escapes names, and has them whole in the title of their node", async () => {
    const svg = await graphSvg(hostile.graph);
    expect(svg).not.toMatch(/<script|<img|(?!\n)\p{Cc}|\uffff|\u202e/u);
    expectSound(svg);
    const names = [...parsed(svg).querySelectorAll("g > title")].map((title) => title.textContent);
    expect(names[0]).toContain("x".repeat(200));
  });
});

describe("a large graph", () => {
  it("is drawn as far as it matters", () => {
    const part = partToDraw(large.graph, { treatment: ["N9"], outcome: ["N14"] })!;
    expect(part.graph.nodes.map(({ name }) => name)).toEqual(["N9", "N10", "N11", "N12", "N13", "N14"]);
    expect(part.left).toBe(74);
  });

  it("is refused where nothing matters more than the rest", async () => {
    await expect(graphSvg(large.graph)).rejects.toThrow(
      "drawing: The graph has 80 variables and 82 edges, too many to be drawn; draw a part of it",
    );
    expect((await graphFigure(large.graph)).html).toBe(
      '<p class="soft">The graph has 80 variables and 82 edges, too many to be drawn.</p>',
    );
  });
});

describe("names in nodes", () => {
  const lines = (name: string, longest = 20) => labelOf({ name, roles: [] }, undefined, longest).lines;

  it("go on in a second line where they have a place for it, and are cut where they are longer", () => {
    expect(lines("X")).toEqual(["X"]);
    expect(lines("birth weight")).toEqual(["birth", "weight"]);
    expect(lines("child_health_score")).toEqual(["child_", "health_score"]);
    expect(lines("schoolAttendance")).toEqual(["school", "Attendance"]);
    expect(lines("tuberculosis", 8)).toEqual(["tubercu…"]);
    expect(lines("年龄")).toEqual(["年龄"]);
  });
});

describe("a graph in words", () => {
  it("writes chains as chains, each edge once", () => {
    const graph = graphOf("W -> R -> X -> Y; Z -> X; W -> Y; W <-> X; A -- B");
    expect(edgeChains(graph)).toEqual(["W -> R -> X -> Y", "Z -> X", "W -> Y", "W <-> X", "A -- B"]);
  });

  it("says how large it is where it is too large to be said", () => {
    expect(describeGraph(large.graph)).toBe("80 variables and 82 edges.");
    expect(describeGraph({ nodes: [{ name: "X", roles: [] }], edges: [] })).toBe("1 variable, no edges: X.");
  });
});
