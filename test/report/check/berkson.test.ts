import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { berksonJson, berksonPage, berksonText } from "../../../src/report/index.ts";
import {
  berksons,
  between,
  covariates,
  empty,
  hospital,
  hostile,
  law,
  none,
  nothing,
  settled,
} from "./berkson-fixtures.ts";

describe("the terminal", () => {
  it("says what selection does, and why", () => {
    expect(berksonText(hospital)).toMatchInlineSnapshot(`
      "
        Selection makes an association of diabetes and cholecystitis: odds ratio 1.00
        in the whole table, 1.89 among the selected.

        The association of diabetes (A) and cholecystitis (B)
                       odds ratio          95 %     P(B|A)  P(B|not A)       rows
          whole table        1.00  0.96 to 1.04        3 %         3 %  1,090,000
          selected           1.89  1.74 to 2.06     8.55 %      4.72 %    208,883
          others             1.00  0.96 to 1.04     2.56 %      2.56 %    881,117

        The chance of being selected
          neither             h00     20 %
          diabetes only       h10    6.9 %
          cholecystitis only  h01     32 %
          both                h11   20.9 %
          h11 h00 / (h10 h01) = 1.89 (1.75 to 2.04). Above 1: selection pushes the
            odds ratio up.
          Odds ratio of all × this = odds ratio of the selected: 1 × 1.8901 = 1.8901

        What this shows
          The sign: h11 h00 > h10 h01 pushes the odds ratio up. So it is where having
            both of 'A' and 'B' counts for more than each alone, in the extreme where
            neither alone suffices.
          For the population, count everybody, or weight the selected by one over
            their chance (--selection-probability, --given).
          Numbers alone do not say why chances differ: --graph tells whether the
            selection is a common effect of the two.

        Rows        The table has selected rows and others, with both of the pair
                    measured on all.
        Yes means   diabetes = 1 (not 0), cholecystitis = 1 (not 0), S = 1 (not 0)
        Level       0.05: so often would any change be told where selection makes
                    none; intervals are at 95 %
        Data        made.csv: 8 rows read, all used
      "
    `);
  });

  it.each([
    ["law", law, "odds ratio 1.00 in the whole table, 0.060 among the selected."],
    ["nothing", nothing, "what it is in the population these rows cannot tell."],
    ["between", between, "in the population it lies between 0.00060 and 6.00."],
    ["settled", settled, "by the graph it is the same in the population."],
    ["covariates", covariates, "corrected, covariates"],
    ["empty", empty, "the odds ratio is infinite"],
    ["none", none, "Among the selected there is no odds ratio"],
  ])("%s", (_, check, text) => {
    expect(berksonText(check).replace(/\s+/g, " ")).toContain(text);
  });

  it("keeps to its width, and lets nothing out that moves the cursor", () => {
    for (const check of Object.values(berksons)) {
      for (const width of [40, 80, 120]) {
        const lines = berksonText(check, { width, more: true }).split("\n");
        expect(lines.filter((line) => [...line].length > width)).toEqual([]);
      }
    }
    for (const sign of ["\u001b", "\u202e"]) expect(berksonText(hostile)).not.toContain(sign);
  });

  it("tells more when asked", () => {
    const more = berksonText(covariates, { more: true });
    for (const title of ["Everything that was tested", "Assumptions", "Provenance"]) expect(more).toContain(title);
  });
});

describe("the page", () => {
  it("begins with the verdict, and shows the identity and the tiles", async () => {
    const { document } = parseHTML(await berksonPage(hospital));
    expect(document.querySelector(".lead")?.textContent).toBe(
      "Selection makes an association of diabetes and cholecystitis: odds ratio 1.00 in the whole table, 1.89 among the selected.",
    );
    expect(document.querySelector(".formula b")?.textContent).toBe("1 × 1.8901 = 1.8901");
    expect(document.querySelector("#chances-desc")?.textContent).toContain("h10: 6.9\u00a0%, 6,693 of 97,000");
  });

  it("escapes names wherever they come from", async () => {
    expect(await berksonPage(hostile)).not.toContain("<script>alert");
  });
});

it("the JSON is the record", () => {
  for (const check of Object.values(berksons))
    expect(JSON.parse(berksonJson(check))).toEqual(JSON.parse(JSON.stringify(check)));
});
