import { describe, expect, it } from "vitest";
import { graphCheckJson, graphCheckText } from "../../../src/report/index.ts";
import { checks, contradicted, hostile, law, silent, standing } from "./fixtures.ts";

describe("the terminal", () => {
  it("says what is contradicted and what would mend it", () => {
    expect(graphCheckText(contradicted)).toMatchInlineSnapshot(`
      "
        The data contradict the graph: 1 of the 2 independencies that could be tested
        does not hold (1 could not).

        1. smoking and cancer should be independent given tar and gene, and are not:
           partial correlation 0.31, p = 6.2e-10 after correction for 2 tests
           (generalised covariance, trend).
           To mend it, add smoking -> cancer or smoking <-> cancer.

        What the graph claims (⊥: is independent of)  strength  p, corrected
          ✗ smoking ⊥ cancer | tar, gene                  0.31       6.2e-10
          ✓ tar ⊥ gene | smoking                          0.04         0.251
          ? gene ⊥ age                                       –             –

        What this shows
          With 600 rows and 2 tests, a dependence weaker than about 0.13 (as a partial
            correlation) will often go unseen.
          Only missing arrows are tested. An arrow too many, or one that points the
            wrong way, may not show at all.

        Level       0.05: so often would a right graph be contradicted anywhere
                    (Holm's correction)
        Data        lungs.csv: 620 rows read, 600 used, 20 left out, tar missing in
                    20. 20 of 620 rows were left out because of missing values in
                    'tar'.

        One warning
          1. 1 of 3 independencies could not be tested: age has one value in all rows.
      "
    `);
  });

  it("says that nothing was found, and what that is worth", () => {
    expect(graphCheckText(standing)).toMatchInlineSnapshot(`
      "
        Nothing in the data contradicts the graph: both independencies it claims hold
        up.

        What the graph claims (⊥: is independent of)  strength  p, corrected
          ✓ tar ⊥ gene | smoking                          0.04         0.251
          ✓ smoking ⊥ cancer | tar                        0.00         0.660

        What this shows
          With 600 rows and 2 tests, a dependence weaker than about 0.13 (as a partial
            correlation) will often go unseen.
          Only missing arrows are tested. An arrow too many, or one that points the
            wrong way, may not show at all.

        Level       0.05: so often would a right graph be contradicted anywhere
                    (Holm's correction)
        Data        lungs.csv: 620 rows read, 600 used, 20 left out, tar missing in
                    20. 20 of 620 rows were left out because of missing values in
                    'tar'.
      "
    `);
  });

  it("says that there was nothing to test", () => {
    expect(graphCheckText(silent).split("\n").slice(0, 4).join("\n")).toMatchInlineSnapshot(`
      "
        The graph claims no independence that data could contradict.

        What this shows"
    `);
  });

  it("tells an exact law by what would have to move, and all there is when asked for more", () => {
    expect(graphCheckText(law, { more: true })).toMatchInlineSnapshot(`
      "
        The data contradict the graph: 1 of the 2 independencies it claims does not
        hold.

        1. A and D should be independent given C, and are not: 0.021 of the
           probability would have to move.
           To mend it, add A -> D or A <-> D.

        What the graph claims (⊥: is independent of)  strength  must move
          ✗ A ⊥ D | C                                     0.12      0.021
            exact law
          ✓ A ⊥ B                                         0.00          0
            exact law

        What this shows
          With 600 rows and 2 tests, a dependence weaker than about 0.13 (as a partial
            correlation) will often go unseen.
          Only missing arrows are tested. An arrow too many, or one that points the
            wrong way, may not show at all.

        Exact law   no sampling error: where more than 1e-9 of the probability would
                    have to move, the graph is contradicted
        Data        law.csv: 16 rows read, all used

        Assumptions
          The rows are independent of each other: nobody stands in several.

        Provenance
          engine: discoscm 0.1.0
          seed: 1
          correction: Holm
          tests: 2
          weights: law
      "
    `);
  });

  it.each(Object.entries(checks))("fits any width: %s", (_, check) => {
    for (const width of [40, 60, 80, 120]) {
      for (const more of [false, true]) {
        const lines = graphCheckText(check, { width, more }).split("\n");
        expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(width);
        expect(lines.join("\n")).not.toMatch(/undefined|NaN|\[object|\bnull\b|Infinity/);
      }
    }
  });

  it("lets no name steer the terminal, and shows many findings in part", () => {
    const text = graphCheckText(hostile);
    for (const sign of ["\u001b", "\u202e"]) expect(text.includes(sign)).toBe(false);
    expect(text).toContain("and 25 more (--more shows them)");
    expect(text).toContain("and 78 more, further from a contradiction (--more)");
  });

  it("is coloured when asked for, and the same letters", () => {
    const plain = graphCheckText(contradicted);
    const painted = graphCheckText(contradicted, { color: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
    expect(painted.replace(/\u001b\[\d+m/g, "")).toBe(plain);
    expect(painted).not.toBe(plain);
  });
});

it("JSON is the record", () => {
  expect(JSON.parse(graphCheckJson(contradicted))).toEqual(contradicted);
});
