// Tables with holes, values nobody has, and graphs whose program gives something up: numbers that are right by hand, or clear words.
import { describe, expect, it } from "vitest";
import { budgetOf } from "../../../src/graph/budget.ts";
import { boundsOf } from "../../../src/identify/bounds/bounds.ts";
import type { Found } from "../../../src/identify/bounds/result.ts";
import { effect, event, graphOf, question, table } from "./questions.ts";

const BOW = graphOf("X -> Y; X <-> Y");
const INSTRUMENT = graphOf("Z -> X; X -> Y; X <-> Y");

describe("data that contradict the graph", () => {
  it("are refused, with the smallest change that would do", async () => {
    // Everybody is treated, and Y follows Z all the same: half of one arm of Z, or of both together, would have to change.
    const cells = table(
      ["Z", "X", "Y"],
      [
        [0, 1, 0, 50],
        [1, 1, 1, 50],
        [0, 0, 0, 0],
      ],
      "counts",
    );
    expect(await boundsOf(INSTRUMENT, effect(INSTRUMENT, "X", "Y"), cells)).toEqual({
      reason:
        "The data contradict the graph: no mechanisms of {X, Y} give the law that was observed. The nearest law that some give differs from it by 1.00 in all (at least 50.0 % of the rows would have to be others).",
    });
  });

  it("are not refused for rounding", async () => {
    // The edge of the inequality: P(y=1, x=1 | z=0) + P(y=0, x=1 | z=1) = 1 in thirds and sevenths.
    for (const part of [1 / 3, 2 / 7, 0.1, 1e-6, 1e-9]) {
      const rows = [
        [0, 1, 1, part / 2],
        [0, 0, 0, (1 - part) / 2],
        [1, 1, 0, (1 - part) / 2],
        [1, 0, 0, part / 2],
      ];
      const found = await boundsOf(INSTRUMENT, effect(INSTRUMENT, "X", "Y"), table(["Z", "X", "Y"], rows));
      expect(found).toHaveProperty("bounds");
    }
    const rows = [
      [0, 1, 1, 0.3 / 2 + 1e-6],
      [0, 0, 0, 0.7 / 2 - 1e-6],
      [1, 1, 0, 0.7 / 2],
      [1, 0, 0, 0.3 / 2],
    ];
    const found = await boundsOf(INSTRUMENT, effect(INSTRUMENT, "X", "Y"), table(["Z", "X", "Y"], rows));
    expect(found).toMatchObject({ reason: expect.stringContaining("differs from it by 0.00000200 in all") });
  });
});

describe("rounding where little was seen", () => {
  // An instrument in two strata, the second of which hardly anybody is in; there the inequality fails by a tenth.
  const graph = graphOf("W -> X; W -> Y; Z -> X; X -> Y; X <-> Y");
  const rowsOf = (rare: number) => [
    ...[0, 1].flatMap((z) => [0, 1].map((y) => [0, z, z, y, (1 - rare) / 4])),
    ...[
      [1, 0, 1, 1, 0.6],
      [1, 0, 0, 0, 0.4],
      [1, 1, 1, 0, 0.5],
      [1, 1, 0, 0, 0.5],
    ].map(([w, z, x, y, mass]) => [w, z, x, y, (rare * mass) / 2]),
  ];
  const bounds = (rare: number) => boundsOf(graph, effect(graph, "X", "Y"), table(["W", "Z", "X", "Y"], rowsOf(rare)));

  it("is no contradiction", async () => {
    const found = (await bounds(1e-9)) as Found;
    expect(found.bounds[0]).toBeCloseTo(0, 8);
    expect(found.bounds[1]).toBeCloseTo(0, 8);
  });

  it("is told from one", async () => {
    expect(await bounds(1e-3)).toMatchObject({ reason: expect.stringContaining("differs from it by 0.000100 in all") });
  });
});

describe("what was never seen", () => {
  const rows = [
    [0, 0, 0.4],
    [0, 1, 0.2],
    [1, 1, 0.4],
  ];

  it("leaves the whole open: a value of the treatment that no row has", async () => {
    const found = (await boundsOf(BOW, question([1, event(BOW, "Y", 1, { X: 2 })]), table(["X", "Y"], rows))) as Found;
    expect(found.bounds).toEqual([0, 1]);
  });

  it("leaves a part open: an outcome that no row has, among those who were not seen with the treatment", async () => {
    const found = (await boundsOf(BOW, question([1, event(BOW, "Y", 7, { X: 1 })]), table(["X", "Y"], rows))) as Found;
    expect(found.bounds[0]).toBeCloseTo(0, 9);
    expect(found.bounds[1]).toBeCloseTo(0.6, 9);
  });

  it("costs what positivity would give: a formula that needs what no row shows gives way to bounds", async () => {
    // W = 1 was never treated. P(Y[X=1]=1) = 0.5 * 0.8 + 0.5 * anything.
    const graph = graphOf("W -> X; W -> Y; X -> Y");
    const cells = table(
      ["W", "X", "Y"],
      [
        [0, 1, 1, 0.2],
        [0, 1, 0, 0.05],
        [0, 0, 0, 0.25],
        [1, 0, 1, 0.25],
        [1, 0, 0, 0.25],
      ],
    );
    const found = (await boundsOf(graph, question([1, event(graph, "Y", 1, { X: 1 })]), cells)) as Found;
    expect(found.bounds[0]).toBeCloseTo(0.4, 9);
    expect(found.bounds[1]).toBeCloseTo(0.9, 9);
    expect(found).toMatchObject({ sharp: true, warnings: [{ id: "never-seen" }] });
    const other = (await boundsOf(graph, question([1, event(graph, "Y", 1, { X: 0 })]), cells)) as Found;
    expect(other).toMatchObject({ method: "formula", bounds: [0.25, 0.25] });
  });

  it("is said of what is given", async () => {
    const asked = question([1, event(BOW, "Y", 1, { X: 0 }), event(BOW, "X", 3, {}, "given")]);
    expect(await boundsOf(BOW, asked, table(["X", "Y"], rows))).toEqual({
      reason: "What is given has probability 0 in every model that fits the graph and the data.",
    });
  });

  it("is said where what is given may be impossible", async () => {
    const asked = question([1, event(BOW, "Y", 1, { X: 0 }), event(BOW, "Y", 0, { X: 1 }, "given")]);
    const found = (await boundsOf(BOW, asked, table(["X", "Y"], rows))) as Found;
    expect(found.bounds[0]).toBeCloseTo(0, 9);
    expect(found.bounds[1]).toBeCloseTo(1, 9);
    expect(found.warnings.map(({ id }) => id)).toEqual(["given-may-be-impossible"]);
  });

  it("includes variables with one value", async () => {
    const cells = table(
      ["X", "Y"],
      [
        [1, 1, 3],
        [1, 0, 1],
      ],
      "counts",
    );
    const found = (await boundsOf(BOW, effect(BOW, "X", "Y"), cells)) as Found;
    expect(found.bounds[0]).toBeCloseTo(-0.25, 9);
    expect(found.bounds[1]).toBeCloseTo(0.75, 9);
  });

  it("includes labels, which have no order to be monotone in", async () => {
    const cells = table(
      ["X", "Y"],
      [
        ["no", 0, 0.3],
        ["yes", 1, 0.3],
        ["no", 1, 0.4],
      ],
    );
    const found = (await boundsOf(BOW, question([1, event(BOW, "Y", 1, { X: "yes" })]), cells)) as Found;
    expect(found.bounds[0]).toBeCloseTo(0.3, 9);
    expect(found.bounds[1]).toBeCloseTo(1, 9);
    expect(found.sharper).toEqual([]);
  });

  it("is a table without rows, or without a variable", async () => {
    await expect(boundsOf(BOW, effect(BOW, "X", "Y"), table(["X", "Y"], []))).rejects.toThrow(
      "identify: the table has no rows; give one with observations in it",
    );
    await expect(boundsOf(BOW, effect(BOW, "X", "Y"), table(["X"], [[1, 1]]))).rejects.toThrow(
      "identify: the table does not have a variable of the graph (given: Y); name the column, or mark the variable as latent in the graph",
    );
  });
});

describe("what is given up is said", () => {
  const even = (names: readonly string[]) =>
    table(
      names,
      Array.from({ length: 2 ** names.length }, (_, i) => [...names.map((__, j) => (i >> j) & 1), 1]),
    );

  it("districts that one question ties to each other", async () => {
    const graph = graphOf("A -> B; A <-> B; C -> D; C <-> D");
    const found = (await boundsOf(
      graph,
      question([1, event(graph, "B", 1, { A: 1 }), event(graph, "D", 1, { C: 1 })]),
      even(["A", "B", "C", "D"]),
    )) as Found;
    expect(found.sharp).toBe(false);
    expect(found.warnings).toEqual([
      {
        id: "districts-joined",
        text: "The unmeasured causes of {A, B} and {C, D} are independent in the graph; the linear program lets them depend on each other. The bounds hold, and the sharp ones may be narrower.",
      },
    ]);
    // P(B[1]=1) and P(D[1]=1) are each in [1/4, 3/4], and independent.
    expect(found.bounds[0]).toBeLessThanOrEqual(1 / 16);
    expect(found.bounds[1]).toBeGreaterThanOrEqual(9 / 16);
  });

  it("nothing, where they are asked about one after the other", async () => {
    const graph = graphOf("A -> B; A <-> B; C -> D; C <-> D");
    const asked = question([1, event(graph, "B", 1, { A: 1 })], [1, event(graph, "D", 1, { C: 1 })]);
    const found = (await boundsOf(graph, asked, even(["A", "B", "C", "D"]))) as Found;
    expect(found.sharp).toBe(true);
    expect(found.bounds[0]).toBeCloseTo(1 / 2, 9);
    expect(found.bounds[1]).toBeCloseTo(3 / 2, 9);
  });

  it("nodes of one district that share no cause", async () => {
    const graph = graphOf("Z -> X; X -> Y; X <-> Y; Z <-> X");
    const found = (await boundsOf(graph, effect(graph, "X", "Y"), even(["Z", "X", "Y"]))) as Found;
    expect(found.sharp).toBe(false);
    expect(found.warnings).toEqual([
      {
        id: "causes-joined",
        text: "Z and Y share no unmeasured cause in the graph, only others with others of {Z, X, Y}; the linear program lets all of these share one. The bounds hold, and the sharp ones may be narrower.",
      },
    ]);
  });

  it("a covariate that shares a cause tells, though no arrow leads from it; left out when the program would be too large", async () => {
    const graph = graphOf("Z -> X; X -> Y; X <-> Y; C <-> X; C <-> Y");
    // Two kinds of people by C: in the one Z moves everybody, in the other nobody.
    const rows = [0, 1].flatMap((z) => [
      [z, z, z, 0, 0.25],
      [z, 1, 1, 1, 0.25],
    ]);
    const cells = table(["Z", "X", "Y", "C"], rows);
    const all = (await boundsOf(graph, effect(graph, "X", "Y"), cells)) as Found;
    // The effect is 1 in the one half, and 1 - [0, 1] in the other.
    expect(all.bounds[0]).toBeCloseTo(0.5, 9);
    expect(all.bounds[1]).toBeCloseTo(1, 9);
    expect(all.sharp).toBe(true);
    const some = (await boundsOf(graph, effect(graph, "X", "Y"), cells, { mostTypes: 8 })) as Found;
    expect(some.sharp).toBe(false);
    expect(some.warnings.map(({ id }) => id)).toContain("left-out");
    expect(some.bounds[0]).toBeLessThanOrEqual(all.bounds[0] + 1e-9);
  });

  it("everything, when there are too many types: an instrument of 600 values", async () => {
    const rows = Array.from({ length: 2400 }, (_, i) => [i >> 2, (i >> 1) & 1, i & 1, 1]);
    const found = (await boundsOf(INSTRUMENT, effect(INSTRUMENT, "X", "Y"), table(["Z", "X", "Y"], rows))) as Found;
    expect(found).toMatchObject({ method: "no assumptions (Manski)", sharp: false, bounds: [-0.5, 0.5] });
    expect(found.warnings[0].text).toContain("The linear program would have more than 50000 response types.");
  });

  it("everything, when the solver is not to be had", async () => {
    const loadHighs = () => Promise.reject(new Error("offline"));
    const found = (await boundsOf(BOW, effect(BOW, "X", "Y"), even(["X", "Y"]), { loadHighs })) as Found;
    expect(found).toMatchObject({ method: "no assumptions (Manski)", bounds: [-0.5, 0.5] });
    expect(found.warnings[0].text).toBe(
      "The solver of linear programs could not be loaded (Error: offline). So these bounds take nothing from the graph; the sharp ones may be narrower.",
    );
  });

  it("everything, when time is up", async () => {
    const found = (await boundsOf(BOW, effect(BOW, "X", "Y"), even(["X", "Y"]), { budget: budgetOf(0) })) as Found;
    expect(found.bounds[1] - found.bounds[0]).toBeCloseTo(1, 9);
  });
});

describe("covariates", () => {
  it("are taken one combination at a time, however many", async () => {
    const names = ["A", "B", "C", "D", "E", "F", "G"];
    const graph = graphOf(`X -> Y; X <-> Y; ${names.flatMap((name) => [`${name} -> X`, `${name} -> Y`]).join("; ")}`);
    // The covariates are independent coins, as the graph has them.
    const raw = (i: number) => 1 + (i % 7);
    const rows = Array.from({ length: 2 ** 9 }, (_, i) => {
      const coins = [0, 1, 2, 3].reduce((sum, bits) => sum + raw(i - (i % 4) + bits), 0);
      return [...["X", "Y", ...names].map((__, j) => (i >> j) & 1), raw(i) / coins];
    });
    const found = (await boundsOf(graph, effect(graph, "X", "Y"), table(["X", "Y", ...names], rows))) as Found;
    expect(found.method).toBe("linear program over response types");
    const mass = (holds: (row: readonly number[]) => boolean) =>
      rows.filter(holds).reduce((sum, row) => sum + row[9], 0) / rows.reduce((sum, row) => sum + row[9], 0);
    // A bow with covariates is a bow in each of their combinations.
    const [p11, p01] = [mass(([x, y]) => x === 1 && y === 1), mass(([x, y]) => x === 0 && y === 1)];
    const treated = mass(([x]) => x === 1);
    expect(found.bounds[0]).toBeCloseTo(p11 - p01 - treated, 9);
    expect(found.bounds[1]).toBeCloseTo(p11 + 1 - treated - p01, 9);
  });
});
