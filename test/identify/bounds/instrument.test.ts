// The instrument graph: the published numbers of the lipids trial, and the closed form of Balke and Pearl against the program.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { boundsOf } from "../../../src/identify/bounds/bounds.ts";
import type { Found } from "../../../src/identify/bounds/result.ts";
import { drawFrom } from "../oracle/random-graph.ts";
import { balkePearl, type InstrumentLaw, instrumentExcess } from "./balke-pearl.ts";
import { effect, graphOf, table } from "./questions.ts";

const INSTRUMENT = graphOf("Z -> X; X -> Y; X <-> Y");
const BITS = [0, 1] as const;

function cellsOf(law: InstrumentLaw, first = 0.5) {
  const rows = BITS.flatMap((z) =>
    BITS.flatMap((x) => BITS.map((y) => [z, x, y, law[z][x][y] * (z === 0 ? first : 1 - first)])),
  );
  return table(["Z", "X", "Y"], rows);
}

describe("the lipids trial", () => {
  const [header, ...lines] = readFileSync(new URL("../../../examples/lipids/lipids.csv", import.meta.url), "utf8")
    .trim()
    .split("\n");
  const rows = lines.map((line) => line.split(",").map(Number));

  it("gives the bounds that Balke and Pearl print", async () => {
    expect(header).toBe("assigned,taken,improved,count");
    expect(rows.reduce((sum, row) => sum + row[3], 0)).toBe(337);
    const graph = graphOf("assigned -> taken; taken -> improved; taken <-> improved");
    const cells = table(["assigned", "taken", "improved"], rows, "counts");
    const found = (await boundsOf(graph, effect(graph, "taken", "improved"), cells)) as Found;
    // Balke & Pearl 1997, section 4: 0.392 to 0.780 of rounded frequencies; these of the counts.
    expect(found.bounds[0]).toBeCloseTo(0.3913319, 7);
    expect(found.bounds[1]).toBeCloseTo(0.7792107, 7);
    expect(found).toMatchObject({ sharp: true, method: "linear program over response types", warnings: [] });
  });
});

describe("the closed form of Balke and Pearl", () => {
  it("is what the program gives on 1,000 laws of response types, and the program refuses what the inequality refuses", async () => {
    const draw = drawFrom(1);
    let [fit, unfit] = [0, 0];
    for (let i = 0; i < 2000 && fit < 1000; i++) {
      // A law of 16 types, a few of them rare, or anything at all.
      const law = i % 3 === 0 ? anyLaw(draw) : lawOfTypes(weights(draw, 16));
      const excess = instrumentExcess(law);
      const found = await boundsOf(INSTRUMENT, effect(INSTRUMENT, "X", "Y"), cellsOf(law, 0.2 + 0.6 * draw()));
      if (excess > 1e-9) {
        unfit++;
        expect(found).toMatchObject({ reason: expect.stringContaining("The data contradict the graph") });
        continue;
      }
      fit++;
      const expected = balkePearl(law);
      expect((found as Found).bounds[0]).toBeCloseTo(expected[0], 9);
      expect((found as Found).bounds[1]).toBeCloseTo(expected[1], 9);
    }
    expect(fit).toBe(1000);
    expect(unfit).toBeGreaterThan(20);
  }, 300_000);
});

describe("one more assumption", () => {
  it("holds the truth of laws of which it is true", async () => {
    const draw = drawFrom(2);
    const rising = (type: number, from: number) => ((type >> from) & 1) <= ((type >> (from + 1)) & 1);
    for (let i = 0; i < 100; i++) {
      const q = weights(draw, 16).map((mass, type) => (rising(type, 0) && rising(type, 2) ? mass : 0));
      const total = q.reduce((a, b) => a + b, 0);
      const law = lawOfTypes(q.map((mass) => mass / total));
      const truth = q.reduce((sum, mass, type) => sum + (mass / total) * (((type >> 3) & 1) - ((type >> 2) & 1)), 0);
      const found = (await boundsOf(INSTRUMENT, effect(INSTRUMENT, "X", "Y"), cellsOf(law))) as Found;
      for (const { assumption, bounds } of found.sharper.filter((one) => one.assumption.text.includes("lowers"))) {
        expect(bounds[0], assumption.text).toBeLessThanOrEqual(truth + 1e-9);
        expect(bounds[1], assumption.text).toBeGreaterThanOrEqual(truth - 1e-9);
        expect(bounds[1] - bounds[0]).toBeLessThan(found.bounds[1] - found.bounds[0]);
      }
    }
  });
});

/** Random numbers that sum to 1, some of them tiny. */
function weights(draw: () => number, count: number): number[] {
  const raw = Array.from({ length: count }, () => draw() ** 3);
  const total = raw.reduce((a, b) => a + b, 0);
  return raw.map((one) => one / total);
}

function anyLaw(draw: () => number): InstrumentLaw {
  return BITS.map(() => {
    const p = weights(draw, 4);
    return [p.slice(0, 2), p.slice(2)];
  });
}

/** The bits of a type: what X is when Z is 0, 1, and what Y is when X is 0, 1. */
function lawOfTypes(q: readonly number[]): InstrumentLaw {
  const law = BITS.map(() => BITS.map(() => [0, 0]));
  q.forEach((mass, type) => {
    for (const z of BITS) {
      const x = (type >> z) & 1;
      const y = (type >> (2 + x)) & 1;
      law[z][x][y] += mass;
    }
  });
  return law;
}
