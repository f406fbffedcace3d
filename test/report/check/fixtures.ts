import type { GraphCheck, IndependenceFinding, TestedIndependence } from "../../../src/query/graph-check.ts";

const tested = (
  [one, other, ...given]: readonly [string, string, ...string[]],
  [test, statistic, freedom, p, adjusted, strength]: readonly [
    string,
    number | null,
    number | null,
    number | null,
    number | null,
    number | null,
  ],
  reason?: string,
): TestedIndependence => ({
  ...{ one, other, given, test, statistic, freedom, p, adjusted, strength },
  ...(reason === undefined ? {} : { reason }),
});

const found = (test: TestedIndependence, text: string, ...repairs: string[]): IndependenceFinding => ({
  ...test,
  kind: "independence",
  text,
  repairs,
});

const direct = tested(
  ["smoking", "cancer", "tar", "gene"],
  ["generalised covariance, trend", 41.2, 1, 3.1e-10, 6.2e-10, 0.3134],
);
const held = tested(["tar", "gene", "smoking"], ["chi-square, 999 draws", 4.1, 3, 0.251, 0.251, 0.0412]);
const untold = tested(["gene", "age"], ["none", null, null, null, null, null], "age has one value in all rows");

const graph = {
  nodes: ["smoking", "tar", "cancer", "gene", "age"].map((name) => ({ name, roles: [] })),
  edges: [
    ["smoking", "tar"],
    ["tar", "cancer"],
    ["gene", "smoking"],
    ["gene", "cancer"],
  ].map(([from, to]) => ({ from, to, kind: "->" as const })),
};

/** One contradiction, one independence that stands, one that could not be tested. */
export const contradicted: GraphCheck = {
  question: "Does lungs.csv contradict the graph?",
  graph,
  findings: [
    found(
      direct,
      "smoking and cancer should be independent given tar and gene, and are not: partial correlation 0.31, p = 6.2e-10 after correction for 2 tests (generalised covariance, trend).",
      "smoking -> cancer",
      "smoking <-> cancer",
    ),
  ],
  scanned: [held, untold, direct],
  inseparable: [],
  level: 0.05,
  advice: [
    "With 600 rows and 2 tests, a dependence weaker than about 0.13 (as a partial correlation) will often go unseen.",
    "Only missing arrows are tested. An arrow too many, or one that points the wrong way, may not show at all.",
  ],
  assumptions: [{ id: "independent-rows", text: "The rows are independent of each other: nobody stands in several." }],
  warnings: [{ id: "not-tested", text: "1 of 3 independencies could not be tested: age has one value in all rows." }],
  data: {
    source: "lungs.csv",
    read: 620,
    used: 600,
    missing: { tar: 20 },
    notes: ["20 of 620 rows were left out because of missing values in 'tar'."],
  },
  provenance: { engine: "discoscm 0.1.0", seed: 1, correction: "Holm", tests: 2 },
};

/** Nothing found. */
export const standing: GraphCheck = {
  ...contradicted,
  findings: [],
  scanned: [held, tested(["smoking", "cancer", "tar"], ["Cochran-Mantel-Haenszel", 0.4, 1, 0.66, 0.66, 0])],
  warnings: [],
};

/** No independence is claimed at all. */
export const silent: GraphCheck = {
  ...standing,
  scanned: [],
  inseparable: [["smoking", "cancer"]],
  provenance: { ...standing.provenance, tests: 0 },
};

const moved = tested(["A", "D", "C"], ["exact law", 0.0213, null, null, null, 0.12]);

/** An exact law, one independence broken and one kept but for rounding. */
export const law: GraphCheck = {
  ...contradicted,
  findings: [
    found(
      moved,
      "A and D should be independent given C, and are not: 0.021 of the probability would have to move.",
      "A -> D",
      "A <-> D",
    ),
  ],
  scanned: [tested(["A", "B"], ["exact law", 3e-17, null, null, null, 1e-9]), moved],
  warnings: [],
  data: { source: "law.csv", read: 16, used: 16, missing: {}, notes: [] },
  provenance: { ...contradicted.provenance, weights: "law" },
};

const name = `<script>alert(1)</script>${"&'\"x".repeat(44)}`;
const red = "\u001b[31mred\u202e";

/** Names as an enemy would choose them, and many of everything. */
export const hostile: GraphCheck = {
  ...contradicted,
  question: `Does ${red}</title><script>alert(2)</script> contradict the graph?`,
  graph: {
    nodes: [
      { name, roles: ["latent"] },
      { name: red, roles: [] },
    ],
    edges: [{ from: name, to: red, kind: "->" }],
  },
  findings: Array.from({ length: 30 }, (_, i) =>
    found(
      { ...direct, one: `${name}${i}`, other: red, given: [name, red] },
      `${name} and ${red} should be independent`,
      `${name} -> ${red}`,
    ),
  ),
  scanned: Array.from({ length: 90 }, (_, i) => ({
    ...held,
    one: `${name}${i}`,
    other: red,
    given: [name, red, name],
  })),
  data: { source: "</script><script>alert(3)</script>", read: 10, used: 9, missing: { [name]: 1 }, notes: [name] },
  warnings: [{ id: "w", text: name }],
};

export const checks = { contradicted, standing, silent, law, hostile };
