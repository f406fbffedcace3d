import { parseHTML } from "linkedom";
import { expect, it } from "vitest";
import { graphCheckPage } from "../../../src/report/index.ts";
import { contradicted, hostile } from "./fixtures.ts";

it("begins with what is contradicted", async () => {
  const { document } = parseHTML(await graphCheckPage(contradicted));
  expect(document.querySelector(".lead")?.textContent).toBe(
    "The data contradict the graph: 1 of the 2 independencies that could be tested does not hold (1 could not).",
  );
  const item = document.querySelector("#found ~ ol li")?.textContent?.replaceAll("\u00a0", " ");
  expect(item).toMatch(/p = 6\.2e\u221210 after correction/);
  expect(item).toMatch(/To mend it, add smoking → cancer or smoking ↔ cancer\.$/);
  const rows = [...document.querySelectorAll("#tested ~ .tight tbody tr")].map((row) => row.textContent);
  expect(rows).toEqual([
    "smoking ⊥ cancer | tar, genegeneralised covariance, trendcontradicted0.316.2e-10",
    "tar ⊥ gene | smokingchi-square, 999 drawsstands0.040.251",
    "gene ⊥ agenot tested: age has one value in all rowsnot tested––",
  ]);
});

it("escapes names wherever they come from, and shows part of very much", async () => {
  const page = await graphCheckPage(hostile);
  expect(page).not.toContain("<script>alert");
  expect(page).toContain("and 10 more, in the JSON below.");
  expect(page).toContain("and 30 more, in the JSON below.");
});
