import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { identificationJson, identificationPage } from "../../../src/report/index.ts";
import { backDoor, bow, frontDoor, hostile, large, napkin, thicket } from "./fixtures.ts";

const pageOf = async (answer: Parameters<typeof identificationPage>[0]) =>
  parseHTML(await identificationPage(answer)).document;
const textOf = (document: Document, selector: string): string =>
  (document.querySelector(selector)?.textContent ?? "").replaceAll("\u00a0", " ");

describe("a page that has the formula", () => {
  it("says by what, shows the number, and sets the formula in MathML, as text and as LaTeX", async () => {
    const document = await pageOf(frontDoor);
    expect(textOf(document, ".lead")).toBe(
      "P(cancer=1 | do(smoking=1)) can be computed from what is observed, through the mediator tar (front-door).",
    );
    expect(textOf(document, ".value")).toBe("0.4525");
    expect(textOf(document, ".math").replace(/\s+/g, "")).toBe(
      "P(cancer=1|do(smoking=1))=∑tarP(tar|smoking=1)∑smokingP(cancer=1|smoking,tar)P(smoking)",
    );
    const codes = [...document.querySelectorAll("details code")].map((code) => code.textContent);
    expect(codes).toContain(frontDoor.estimand!.text);
    expect(codes).toContain(frontDoor.estimand!.latex);
  });

  it("marks what is adjusted for, or what carries the effect", async () => {
    expect(textOf(await pageOf(backDoor), "#graph-desc")).toContain("stone: adjusted for.");
    expect(textOf(await pageOf(frontDoor), "#graph-desc")).toContain("tar: mediator: carries the effect.");
  });

  it("says that a free variable may have any value", async () => {
    expect(textOf(await pageOf(napkin), "header")).toContain("R stands in the formula at a value of your choice");
  });

  it("has a row for each value, and the reason where there is none", async () => {
    const rows = [...(await pageOf(backDoor)).querySelectorAll("tbody tr")].map((row) =>
      row.textContent?.replaceAll("\u00a0", " "),
    );
    expect(rows).toHaveLength(5);
    expect(rows[0]).toBe("surgery = open, recovered = 10.83250.7913 to 0.8737");
    expect(rows[4]).toContain("no row has surgery = none and stone = large");
  });
});

describe("a page that has none", () => {
  it("says so, why, what the data leave open, and shows two models", async () => {
    const document = await pageOf(bow);
    expect(textOf(document, ".lead")).toBe(
      "P(Y=1 | do(X=1)) cannot be computed from what is observed, however much data comes.",
    );
    expect(textOf(document, "header")).toContain("{X, Y} is a hedge for {Y}");
    const strips = [...document.querySelectorAll(".strips li")].map((strip) => strip.textContent?.trim());
    expect(strips).toEqual([
      "0.3500 to 0.8500 with no further assumption",
      "0.5500 to 0.8500 if X = 1 lowers Y for nobody",
      "0.3500 to 0.7000 if those with X = 1 are no worse off anyway",
      "0.5500 to 0.7000 if both hold",
    ]);
    const first = document.querySelector(".track span")?.getAttribute("style");
    expect(first).toBe("left: 35.00%; right: 15.00%");
    expect([...document.querySelectorAll(".models .number")].map((number) => number.textContent)).toEqual([
      "0.5000",
      "1",
    ]);
  });

  it("shows the hedge: the nodes, and the dashed edge that holds them together", async () => {
    const document = await pageOf(bow);
    expect(textOf(document, "#graph-desc")).toContain("X, Y: the hedge");
    const dashed = [...document.querySelectorAll("svg[role=img] path[stroke-dasharray]")];
    expect(dashed.map((path) => path.getAttribute("stroke"))).toEqual(["var(--policy)"]);
    expect(document.querySelectorAll('svg[role=img] [fill="url(#graph-hatch)"]')).toHaveLength(1);
  });

  it("says whose semantics a question about several worlds is read in", async () => {
    expect(textOf(await pageOf(thicket), "#basis ~ .facts")).toContain("Pearl’s: the imagined world keeps the noise");
    expect(textOf(await pageOf(bow), "#basis ~ .facts")).not.toContain("Pearl");
  });
});

it("draws of a large graph what matters, and says so", async () => {
  const document = await pageOf(large);
  expect(textOf(document, "section:has(#drawing)")).toContain("6 of 80 variables are drawn");
});

it("escapes names wherever they come from", async () => {
  const page = await identificationPage(hostile);
  expect(page).not.toMatch(/<script>alert|<img|<\/style><\/svg><|<\/title><script/);
  expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
});

it("the JSON keeps every digit", () => {
  expect(JSON.parse(identificationJson(backDoor))).toEqual(JSON.parse(JSON.stringify(backDoor)));
  expect(identificationJson(backDoor)).toContain(String(backDoor.values![0].value));
});
