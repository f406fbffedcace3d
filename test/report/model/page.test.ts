import { parseHTML } from "linkedom";
import { expect, it } from "vitest";
import { comparisonPage, modelAnswerPage } from "../../../src/report/index.ts";
import { cross, hostile, sharesCompared } from "./fixtures.ts";

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
