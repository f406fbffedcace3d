// Probabilities of causation and the effect on the treated: the formulas of Tian and Pearl (src/law/response.ts, THEORY 4.1) and of Manski.
import { describe, expect, it } from "vitest";
import type { Graph } from "../../../src/graph/graph.ts";
import { boundsOf } from "../../../src/identify/bounds/bounds.ts";
import type { Found } from "../../../src/identify/bounds/result.ts";
import type { Instance } from "../../../src/identify/instance.ts";
import { type ArmLaws, tianPearl } from "../../../src/law/response.ts";
import { drawFrom } from "../oracle/random-graph.ts";
import { effect, event, graphOf, question, table } from "./questions.ts";

/** PN, PS and PNS of X -> Y, given also some more facts. */
function causation(graph: Graph, facts: Readonly<Record<string, number>> = {}) {
  const more = Object.entries(facts).map(([name, at]) => event(graph, name, at, {}, "given"));
  const seen = (x: number, y: number) => [
    event(graph, "X", x, {}, "given"),
    event(graph, "Y", y, {}, "given"),
    ...more,
  ];
  const then = (x: number, y: number) => event(graph, "Y", y, { X: x });
  return {
    pn: question([1, then(0, 0), ...seen(1, 1)]),
    ps: question([1, then(1, 1), ...seen(0, 0)]),
    pns: question([1, then(1, 1), then(0, 0), ...more]),
  };
}

const KINDS = ["pn", "ps", "pns"] as const;

async function near(
  graph: Graph,
  asked: Instance,
  cells: ReturnType<typeof table>,
  [low, high]: readonly [number, number],
) {
  const found = (await boundsOf(graph, asked, cells)) as Found;
  expect(Math.abs(found.bounds[0] - low), `low ${found.bounds[0]}, expected ${low}`).toBeLessThan(1e-9);
  expect(Math.abs(found.bounds[1] - high), `high ${found.bounds[1]}, expected ${high}`).toBeLessThan(1e-9);
  expect(found.sharp).toBe(true);
  return found;
}

function armRows(p: Pick<ArmLaws, "p11" | "p10" | "p01" | "p00">) {
  return [
    [1, 1, p.p11],
    [1, 0, p.p10],
    [0, 1, p.p01],
    [0, 0, p.p00],
  ];
}

/** A law of X and of what Y would be, by chance: experimental and observational probabilities that go together. */
function randomArms(draw: () => number): ArmLaws {
  const raw = Array.from({ length: 8 }, () => draw() ** 2 + 0.01);
  const total = raw.reduce((a, b) => a + b, 0);
  // x, Y(1), Y(0) as bits.
  const p = (x: number, y1: number, y0: number) => raw[4 * x + 2 * y1 + y0] / total;
  const over = (holds: (x: number, y1: number, y0: number) => boolean) =>
    [0, 1]
      .flatMap((x) => [0, 1].flatMap((y1) => [0, 1].map((y0) => (holds(x, y1, y0) ? p(x, y1, y0) : 0))))
      .reduce((a, b) => a + b, 0);
  return {
    y1: over((_, y1) => y1 === 1),
    y0: over((_, __, y0) => y0 === 1),
    p11: over((x, y1) => x === 1 && y1 === 1),
    p10: over((x, y1) => x === 1 && y1 === 0),
    p01: over((x, _, y0) => x === 0 && y0 === 1),
    p00: over((x, _, y0) => x === 0 && y0 === 0),
  };
}

/** R = 0: people choose; R = 1, 2: X is set to 0, to 1. What is observed is then both laws that Tian and Pearl take. */
const TRIAL = graphOf("R -> X; X -> Y; X <-> Y");

function trialTable({ y1, y0, p11, p10, p01, p00 }: ArmLaws) {
  const chosen = armRows({ p11, p10, p01, p00 }).map(([x, y, mass]) => [0, x, y, mass / 2]);
  const set = [
    [1, 0, 1, y0 / 4],
    [1, 0, 0, (1 - y0) / 4],
    [2, 1, 1, y1 / 4],
    [2, 1, 0, (1 - y1) / 4],
  ];
  return table(["R", "X", "Y"], [...chosen, ...set]);
}

describe("Tian and Pearl", () => {
  it("from an experiment and observation together: the numbers of G2 (THEORY 9)", async () => {
    const g2 = { y1: 49 / 100, y0: 7 / 25, p11: 233 / 1000, p10: 137 / 1000, p01: 69 / 500, p00: 123 / 250 };
    const asked = causation(TRIAL, { R: 0 });
    await near(TRIAL, asked.pns, trialTable(g2), [21 / 100, 97 / 200]);
    await near(TRIAL, asked.pn, trialTable(g2), [91 / 233, 228 / 233]);
    await near(TRIAL, asked.ps, trialTable(g2), [119 / 492, 257 / 492]);
  });

  it("the same of 30 laws at random", async () => {
    const draw = drawFrom(11);
    for (let i = 0; i < 30; i++) {
      const arms = randomArms(draw);
      const expected = tianPearl(arms);
      const asked = causation(TRIAL, { R: 0 });
      for (const kind of KINDS) await near(TRIAL, asked[kind], trialTable(arms), expected[kind]);
    }
  });

  it("without confounding", async () => {
    const draw = drawFrom(12);
    const graph = graphOf("X -> Y");
    for (let i = 0; i < 50; i++) {
      const { p11, p10, p01, p00 } = randomArms(draw);
      const expected = tianPearl({ y1: p11 / (p11 + p10), y0: p01 / (p01 + p00), p11, p10, p01, p00 });
      const asked = causation(graph);
      for (const kind of KINDS)
        await near(graph, asked[kind], table(["X", "Y"], armRows({ p11, p10, p01, p00 })), expected[kind]);
    }
  });

  it("without confounding and with monotonicity, what is known", async () => {
    const graph = graphOf("X -> Y");
    const cells = table(["X", "Y"], armRows({ p11: 0.3, p10: 0.1, p01: 0.2, p00: 0.4 }));
    const found = (await boundsOf(graph, causation(graph).pns, cells)) as Found;
    // P(y | x) - P(y | x') = 3/4 - 1/3.
    const [first] = found.sharper;
    expect(first.assumption).toEqual({
      id: "monotone-outcome",
      text: "A higher X lowers Y for nobody (monotonicity). Then the bounds meet, and the question is answered.",
    });
    expect(first.bounds[0]).toBeCloseTo(5 / 12, 9);
    expect(first.bounds[1]).toBeCloseTo(5 / 12, 9);
  });

  it("with confounding and observation alone", async () => {
    const draw = drawFrom(13);
    const graph = graphOf("X -> Y; X <-> Y");
    for (let i = 0; i < 50; i++) {
      const arms = randomArms(draw);
      const cells = table(["X", "Y"], armRows(arms));
      const asked = causation(graph);
      // Over all that P(y_x) and P(y_x') may be.
      await near(graph, asked.pns, cells, [0, arms.p11 + arms.p00]);
      await near(graph, asked.pn, cells, [0, 1]);
      await near(graph, asked.ps, cells, [0, 1]);
    }
  });
});

describe("the bow", () => {
  const graph = graphOf("X -> Y; X <-> Y");
  const p = { p11: 0.3, p10: 0.1, p01: 0.2, p00: 0.4 };
  const cells = table(["X", "Y"], armRows(p));
  const treated = (x: number) =>
    question(
      ...([1, 0] as const).map(
        (set) => [set === 1 ? 1 : -1, event(graph, "Y", 1, { X: set }), event(graph, "X", x, {}, "given")] as const,
      ),
    );

  it("leaves the effect on the treated open by the width of one arm", async () => {
    // P(y | x) is seen; P(y_x' | x) is anything.
    await near(graph, treated(1), cells, [0.75 - 1, 0.75]);
    await near(graph, treated(0), cells, [0 - 2 / 6, 1 - 2 / 6]);
  });

  it("leaves the effect open by 1, and Manski's bounds are those of the program", async () => {
    const expected = [0.3 - (0.2 + 0.4), 0.3 + 0.6 - 0.2] as const;
    await near(graph, effect(graph, "X", "Y"), cells, expected);
    for (const asked of [effect(graph, "X", "Y"), treated(1), treated(0)]) {
      const program = (await boundsOf(graph, asked, cells)) as Found;
      const manski = (await boundsOf(graph, asked, cells, { mostTypes: 2 })) as Found;
      expect(manski.method).toBe("no assumptions (Manski)");
      expect(manski.warnings.map(({ id }) => id)).toEqual(["no-assumptions"]);
      expect(manski.bounds[0]).toBeCloseTo(program.bounds[0], 9);
      expect(manski.bounds[1]).toBeCloseTo(program.bounds[1], 9);
    }
  });

  it("of a treatment that never lowers, or never raises, leaves the side of 0 (Manski 1997)", async () => {
    const found = (await boundsOf(graph, effect(graph, "X", "Y"), cells)) as Found;
    expect(
      found.sharper.map(({ assumption, bounds }) => [
        assumption.text,
        bounds.map((end) => Math.round(end * 1e9) / 1e9),
      ]),
    ).toEqual([
      ["A higher X lowers Y for nobody (monotonicity).", [0, 0.7]],
      ["A higher X raises Y for nobody (monotonicity).", [-0.3, 0]],
    ]);
  });

  it("has no formula without assumptions for two worlds at once", async () => {
    const found = await boundsOf(graph, causation(graph).pns, cells, { mostTypes: 2 });
    expect(found).toEqual({ reason: "The linear program would have 4 rows, and 2 are the most it may have." });
  });

  it("of averages: Manski's bounds of an outcome with three values are those of the program", async () => {
    const draw = drawFrom(14);
    for (let i = 0; i < 20; i++) {
      const rows = [0, 1, 2].flatMap((x) => [0, 1, 5].map((y) => [x, y, draw() + 0.01]));
      const asked = question(
        ...[0, 1, 2].flatMap((x) => [1, 5].map((y) => [[1, -1, 0.5][x] * y, event(graph, "Y", y, { X: x })] as const)),
      );
      const wide = table(["X", "Y"], rows);
      const manski = (await boundsOf(graph, asked, wide, { mostTypes: 2 })) as Found;
      expect(manski.method).toBe("no assumptions (Manski)");
      await near(graph, asked, wide, manski.bounds);
    }
  });
});

describe("compliers", () => {
  it("are those whose effect an instrument identifies when there are no defiers", async () => {
    // Types of X: never, complier, always; the effect of each written down.
    const graph = graphOf("Z -> X; X -> Y; X <-> Y");
    const types = [
      { mass: 0.3, x: [0, 0], y: [0.2, 0.9] },
      { mass: 0.5, x: [0, 1], y: [0.3, 0.7] },
      { mass: 0.2, x: [1, 1], y: [0.6, 0.5] },
    ];
    const rows = [0, 1].flatMap((z) =>
      types.flatMap(({ mass, x, y }) =>
        [0, 1].map((value) => [z, x[z], value, (mass / 2) * (value === 1 ? y[x[z]] : 1 - y[x[z]])]),
      ),
    );
    const complier = [event(graph, "X", 1, { Z: 1 }, "given"), event(graph, "X", 0, { Z: 0 }, "given")];
    const asked = question(
      [1, event(graph, "Y", 1, { X: 1 }), ...complier],
      [-1, event(graph, "Y", 1, { X: 0 }), ...complier],
    );
    const found = (await boundsOf(graph, asked, table(["Z", "X", "Y"], rows))) as Found;
    expect(found.bounds[1] - found.bounds[0]).toBeGreaterThan(0.1);
    const known = found.sharper.find(({ assumption }) => assumption.id === "monotone-treatment")!;
    expect(known.assumption.text).toBe(
      "A higher Z lowers X for nobody (monotonicity): there are no defiers. Then the bounds meet, and the question is answered.",
    );
    // Imbens & Angrist 1994: the ratio of the two effects of Z.
    expect(known.bounds[0]).toBeCloseTo(0.4, 9);
    expect(known.bounds[1]).toBeCloseTo(0.4, 9);
  });
});
