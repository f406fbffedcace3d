import { describe, expect, it } from "vitest";
import { checkGraph } from "../../src/discover/check-graph.js";
import { parseGraph } from "../../src/graph/parse.js";
import type { Frame } from "../../src/num/frame.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { frameOf } from "../support/independence-worlds.js";

/** smoking -> tar -> cancer with a gene behind smoking and cancer, as numbers; `direct` adds what the graph leaves out. */
function lungs(rows: number, direct = 0): Frame {
  const normal = normalStream(uniformStream(17));
  const draw = () => {
    const gene = normal();
    const smoking = gene + normal();
    const tar = smoking + normal();
    return { gene, smoking, tar, cancer: tar + gene + direct * smoking + normal() };
  };
  const all = Array.from({ length: rows }, draw);
  const column = (name: keyof (typeof all)[number]) => all.map((row) => row[name]);
  return frameOf({ smoking: column("smoking"), tar: column("tar"), cancer: column("cancer"), gene: column("gene") });
}

const GRAPH = "smoking -> tar -> cancer; gene -> {smoking, cancer}";

/** The exact law of A -> C <- B, D a noisy copy of C, A and B fair coins. */
function collider(shift = 0): Frame {
  const rows = [0, 1].flatMap((a) => [0, 1].flatMap((b) => [0, 1].flatMap((c) => [0, 1].map((d) => ({ a, b, c, d })))));
  const mass = rows.map(({ a, b, c, d }) => {
    const p = 0.1 + 0.3 * a + 0.4 * b;
    const q = 0.2 + 0.6 * c + shift * a;
    return 0.25 * (c === 1 ? p : 1 - p) * (d === 1 ? q : 1 - q);
  });
  const frame = frameOf({
    A: rows.map(({ a }) => a),
    B: rows.map(({ b }) => b),
    C: rows.map(({ c }) => c),
    D: rows.map(({ d }) => d),
  });
  return { ...frame, weights: { kind: "law", values: Float64Array.from(mass) } };
}

describe("a graph that fits", () => {
  it("is contradicted by nothing, and that is said to prove nothing", async () => {
    const check = await checkGraph(lungs(600), parseGraph(GRAPH));
    expect(check.findings).toEqual([]);
    expect(check.scanned.map(({ one, other, given }) => `${one} ${other} | ${given.join(" ")}`)).toEqual([
      "smoking cancer | tar gene",
      "tar gene | smoking",
    ]);
    for (const { p, adjusted } of check.scanned) expect(adjusted).toBeGreaterThanOrEqual(p!);
    expect(check).toMatchObject({
      level: 0.05,
      inseparable: [],
      warnings: [],
      question: "Does drawn contradict the graph?",
    });
    expect(check.advice[0]).toMatch(/does not prove it/);
    expect(check.advice[1]).toMatch(/^With 600 rows and 2 tests, a dependence weaker than about 0\.13/);
    expect(check.provenance).toMatchObject({ engine: "discoscm 0.1.0", seed: 1, correction: "Holm", tests: 2 });
    expect(check.assumptions.map(({ id }) => id)).toEqual(["causal-markov", "independent-rows", "means"]);
    expect(Object.isFrozen(check)).toBe(true);
  });

  it("fits an exact law to the last digits", async () => {
    const check = await checkGraph(collider(), parseGraph("A -> C <- B; C -> D"));
    expect(check.findings).toEqual([]);
    expect(check.scanned.map(({ test, p }) => [test, p])).toEqual(new Array(3).fill(["exact law", null]));
    for (const { statistic } of check.scanned) expect(statistic).toBeLessThan(1e-15);
    expect(check.assumptions.map(({ id }) => id)).toEqual(["causal-markov", "exact-law"]);
    expect(check.advice.join()).not.toMatch(/unseen/);
  });
});

describe("a graph that does not fit", () => {
  it("is told which independence fails, how far, and what would mend it", async () => {
    const check = await checkGraph(lungs(600, 0.4), parseGraph(GRAPH), { seed: 2 });
    expect(check.findings).toHaveLength(1);
    const [{ text, repairs, adjusted, kind }] = check.findings;
    expect(kind).toBe("independence");
    expect(adjusted).toBeLessThan(0.001);
    expect(text).toMatch(
      /^smoking and cancer should be independent given tar and gene, and are not: partial correlation 0\.\d\d, p = \d\.\de-\d+ after correction for 2 tests \(generalised covariance, trend\)\.$/,
    );
    // The other way would close a cycle through tar.
    expect(repairs).toEqual(["smoking -> cancer", "smoking <-> cancer"]);
    expect(check.advice.some((text) => text.startsWith("Where no new edge is plausible"))).toBe(true);
  });

  it("has its strongest contradiction first", async () => {
    const { findings, advice } = await checkGraph(lungs(600), parseGraph("smoking; tar; cancer; gene -> cancer"));
    const strengths = findings.map(({ strength }) => strength!);
    expect(strengths).toEqual(strengths.toSorted((a, b) => b - a));
    expect(findings).toHaveLength(5);
    const tar = findings.find(({ one, other }) => one === "smoking" && other === "tar");
    expect(tar?.repairs).toEqual(["smoking -> tar", "tar -> smoking", "smoking <-> tar"]);
    expect(advice[0]).toMatch(/^Mend the first and check again/);
  });

  it("is found in an exact law by what would have to move", async () => {
    const check = await checkGraph(collider(0.05), parseGraph("A -> C <- B; C -> D"));
    expect(check.findings.map(({ one, other, given }) => [one, other, ...given])).toEqual([
      ["A", "D", "C"],
      ["B", "D", "C"],
    ]);
    expect(check.findings[0].adjusted).toBeNull();
    expect(check.findings[0].text).toMatch(
      /^A and D should be independent given C, and are not: 0\.0\d+ of the probability would have to move\.$/,
    );
  });
});

describe("what was not measured", () => {
  it("is projected out, and what then cannot be separated is not tested", async () => {
    const { columns, ...rest } = lungs(300);
    const frame = { ...rest, columns: columns.filter(({ name }) => name !== "gene") };
    for (const graph of [
      `${GRAPH}; gene [latent]`,
      `${GRAPH}; gene [individual]`,
      "smoking -> tar -> cancer <-> smoking",
    ]) {
      const check = await checkGraph(frame, parseGraph(graph));
      expect(check.scanned).toEqual([]);
      expect(check.inseparable).toEqual([]);
      expect(check.advice[0]).toMatch(/nothing to test/);
    }
    // Verma and Pearl's graph: A and D are not adjacent, and nothing separates them.
    const normal = normalStream(uniformStream(1));
    const four = frameOf(
      Object.fromEntries(["A", "B", "C", "D"].map((name) => [name, Array.from({ length: 60 }, normal)])),
    );
    const verma = await checkGraph(four, parseGraph("A -> B -> C -> D; B <-> D"));
    expect(verma.inseparable).toEqual([["A", "D"]]);
    expect(verma.advice.at(-1)).toBe(
      "1 pair without an edge (A and D) is separated by no measured variables; what the graph says of it is no independence and was not tested.",
    );
  });

  it("is not looked for by what the rows were selected by: all rows have it", async () => {
    const normal = normalStream(uniformStream(2));
    const [X, Y] = [0, 1].map(() => Array.from({ length: 200 }, normal));
    const graph = parseGraph("X -> S; Z -> S; Z -> Y; S [selected]; Z [latent]");
    const check = await checkGraph(frameOf({ X, Y }), graph);
    // Selection on a common effect links X with Z and so with Y.
    expect([check.scanned, check.inseparable]).toEqual([[], [["X", "Y"]]]);
    const apart = await checkGraph(frameOf({ X, Y }), parseGraph("X -> S; Y; S [selected]"));
    expect(apart.scanned).toMatchObject([{ one: "X", other: "Y", given: [] }]);
  });

  it("must be marked so", async () => {
    const frame = lungs(60);
    await expect(
      checkGraph(frame, parseGraph("smoking -> tarr -> cancer; diet -> cancer")),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[DiscoError: graph: variables are no column of the table; did you mean tar? (given: tarr, diet); rename, or mark what was never measured: U [latent]]`,
    );
  });
});

describe("what cannot be tested", () => {
  it("is counted, with the reasons", async () => {
    const frame = frameOf({ x: [1, 1, 1, 1], y: [1, 2, 3, 4], z: [0.5, 0.25, 0.1, 0.7] });
    const check = await checkGraph(frame, parseGraph("x; y; z"));
    expect(check.scanned.map(({ p, adjusted, reason }) => [p, adjusted, reason])).toEqual([
      [null, null, "x has one value in all rows"],
      [null, null, "x has one value in all rows"],
      [null, null, "4 rows are too few (30 are needed with so much given)"],
    ]);
    expect(check.warnings).toEqual([
      {
        id: "not-tested",
        text: "3 of 3 independencies could not be tested: x has one value in all rows; 4 rows are too few (30 are needed with so much given).",
      },
    ]);
  });

  it("is told when time is up", async () => {
    let left = 3;
    const budget = { left: () => left-- > 0, text: "1 s" };
    const { scanned, warnings } = await checkGraph(lungs(60), parseGraph("smoking; tar; cancer; gene"), { budget });
    expect(scanned).toHaveLength(3);
    expect(scanned.map(({ reason }) => reason)).toEqual(new Array(3).fill("stopped after 1 s"));
    expect(warnings.map(({ id }) => id)).toEqual(["stopped", "not-tested"]);
  });

  it("is refused where the graph or the level is no good", async () => {
    await expect(checkGraph(lungs(60), parseGraph("smoking -- tar; cancer; gene"))).rejects.toThrow(
      /every edge has a direction/,
    );
    await expect(checkGraph(lungs(60), parseGraph(GRAPH), { level: 5 })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[DiscoError: level: must be between 0 and 1 (given: 5); give a number between 0 and 1]`,
    );
  });
});

it("can be watched, and stopped", async () => {
  const seen: number[] = [];
  await checkGraph(lungs(60), parseGraph("smoking; tar; cancer; gene"), {
    onProgress: (_, fraction) => seen.push(fraction),
  });
  expect(seen).toEqual([0, 1, 2, 3, 4, 5].map((i) => i / 6));
  const stop = () => {
    throw new Error("enough");
  };
  await expect(checkGraph(lungs(60), parseGraph(GRAPH), { onProgress: stop })).rejects.toThrow("enough");
});

describe("rows that were selected by a common effect", () => {
  /** Two fair coins; in hospital for sure with either, else by a coin. Nothing ties them but that. */
  function hospital(rows: number): Frame {
    const uniform = uniformStream(21);
    const coin = () => (uniform() < 0.5 ? 1 : 0);
    const all = Array.from({ length: 3 * rows }, () => ({ A: coin(), B: coin(), bed: uniform() }));
    const inside = all.filter(({ A, B, bed }) => A + B > 0 || bed < 0.3).slice(0, rows);
    return frameOf({ A: inside.map(({ A }) => A), B: inside.map(({ B }) => B), age: inside.map(() => uniform()) });
  }

  it("tie its causes, which is told with how strongly they go together", async () => {
    const graph = parseGraph("A -> hospital <- B; age -> A; hospital [selected]");
    const { warnings, scanned } = await checkGraph(hospital(800), graph);
    const [{ id, text }] = warnings;
    expect(id).toBe("selected-by-common-effect");
    const strength = Number(text.match(/A and B \(dependence among these rows (\d\.\d\d)\)/)![1]);
    // Given that one of them may be missing for 3 in 10 only, the correlation of the coins is -(1/3) at least in size.
    expect(strength).toBeGreaterThan(0.2);
    expect(text).toContain("Rows are here only where hospital is 1");
    expect(text).toContain("They were not tested.");
    expect(scanned.some(({ one, other }) => [one, other].sort().join() === "A,B")).toBe(false);
  });

  it("are told of only where the selection ties something", async () => {
    for (const graph of [
      "A -> hospital; B; age -> A; hospital [selected]",
      "A -> B; A -> hospital <- B; age -> A; age -> B; hospital [selected]",
      "A; B; age",
    ]) {
      const { warnings } = await checkGraph(hospital(200), parseGraph(graph));
      expect(warnings.map(({ id }) => id)).not.toContain("selected-by-common-effect");
    }
  });
});
