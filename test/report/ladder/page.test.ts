import { parseHTML } from "linkedom";
import { expect, it } from "vitest";
import { ladder } from "../../../src/index.ts";
import { ladderJson, ladderPage } from "../../../src/report/index.ts";
import { both, four, hostile } from "./fixtures.ts";

it("draws a ladder for each rung, described for those who do not see it", async () => {
  const { document } = parseHTML(await ladderPage(both));
  expect(document.querySelector(".lead")?.textContent).toMatch(/^No, and no\. Two models may agree on everything/);
  expect(document.querySelectorAll("svg[role=img]")).toHaveLength(2);
  const described = document.querySelector("#ladder-1-1-desc")?.textContent ?? "";
  const [{ values }] = both.rungs[0].pairs[0].rows.filter(({ layer }) => layer === 2);
  expect(described).toContain(`doing, P(Y=1 | do(T=1)): ${values[0].toFixed(4)} and ${values[1].toFixed(4)}`);
  expect(described).toMatch(/seeing, P\(T=1\): 0\.\d{4} in both/);
  expect(JSON.parse(document.querySelector("#disco-answer")?.textContent ?? "")).toEqual(JSON.parse(ladderJson(both)));
});

it("shows every pair, up to six", async () => {
  expect((await ladderPage(four)).match(/<svg/g)).toHaveLength(4);
  const many = await ladderPage(ladder({ rung: 1, pairs: 7, surveyed: 10 }));
  expect(many.match(/<svg/g)).toHaveLength(6);
  expect(many).toContain("and 1 more, in the JSON below.");
});

it("escapes whatever stands in names", async () => {
  expect(await ladderPage(hostile)).not.toContain("<script>alert");
});
