import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseGraph } from "../../src/graph/parse.ts";
import { checkSelection } from "../../src/paradox/berkson.ts";
import type { BerksonCheck } from "../../src/query/berkson.ts";
import { type Four, frameOf, oddsOf, pairFrame, selectedLaw, selectedOnly } from "./berkson-tables.ts";

const pair = ["A", "B"] as const;
const whole = { pair, selected: "S" } as const;
const group = ({ groups }: BerksonCheck, who: string) => groups.find((one) => one.who === who)!;
const independent: Four = [0.81, 0.09, 0.09, 0.01];

const chance = fc.double({ min: 0.01, max: 1, noNaN: true });
const four = (one: fc.Arbitrary<number>) => fc.tuple(one, one, one, one);
const cells = four(fc.double({ min: 0.02, max: 1, noNaN: true })).map((raw): Four => {
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((one) => one / sum) as unknown as Four;
});

describe("goldens", () => {
  it("G12: independent diseases, either is enough to be admitted", () => {
    const check = checkSelection(selectedLaw(independent, [0.02, 0.5, 0.5, 0.75]), whole);
    const inside = group(check, "selected");
    expect(check.share).toBeCloseTo(0.1137, 14);
    expect(inside.withFirst).toBeCloseTo(1 / 7, 14);
    expect(inside.withoutFirst).toBeCloseTo(25 / 34, 14);
    expect(inside.oddsRatio.value).toBeCloseTo(3 / 50, 14);
    expect(group(check, "population").oddsRatio.value).toBeCloseTo(1, 14);
    expect(inside.oddsRatio.interval).toBeUndefined();
    expect(check.findings).toMatchObject([{ paradox: "berkson", by: "S", kind: "made", bias: "negative" }]);
  });

  it("neither alone suffices, both together do: a positive association", () => {
    const check = checkSelection(selectedLaw(independent, [0.02, 0.02, 0.02, 0.75]), whole);
    expect(group(check, "selected").oddsRatio.value).toBeCloseTo(37.5, 10);
    expect(check.findings).toMatchObject([{ kind: "made", bias: "positive" }]);
  });

  it("Berkson 1946: none in the population, 1.89 in hospital", () => {
    const hospital: Four = [192060, 6693, 9504, 626];
    const population = [960300, 97000, 29700, 3000];
    const others = population.map((count, g) => count - hospital[g]) as unknown as Four;
    const check = checkSelection(pairFrame(hospital, others), whole);
    expect(group(check, "population").oddsRatio.value).toBeCloseTo(1, 12);
    expect(group(check, "selected").oddsRatio.value).toBeCloseTo(1.8900966, 7);
    expect(check.findings).toMatchObject([{ kind: "made", bias: "positive" }]);
    // Woolf's interval by hand: log OR -+ 1.959964 sqrt(sum of 1/n).
    const error = Math.sqrt(1 / 626 + 1 / 6693 + 1 / 9504 + 1 / 192060);
    const [low, high] = group(check, "selected").oddsRatio.interval!;
    expect(Math.log(high! / low)).toBeCloseTo(2 * 1.959963984540054 * error, 12);
  });
});

describe("the identity and its sign (THEORY 8.3)", () => {
  it("OR(A,B | selected) = OR(A,B) h11 h00 / (h10 h01), whatever the law", () => {
    const odds = fc.tuple(cells, four(chance));
    fc.assert(
      fc.property(odds, ([p, h]) => {
        const { identity, chances, groups, findings } = checkSelection(selectedLaw(p, h as Four), whole);
        const ratio = (h[3] * h[0]) / (h[1] * h[2]);
        expect(chances!.ratio.value! / ratio).toBeCloseTo(1, 10);
        expect(Math.abs(identity!.difference)).toBeLessThan(1e-12 * identity!.selected);
        expect(groups[0].oddsRatio.value! / oddsOf(p)).toBeCloseTo(1, 10);
        expect(groups[1].oddsRatio.value! / (oddsOf(p) * ratio)).toBeCloseTo(1, 10);
        // Negative bias iff h11 h00 < h10 h01.
        if (Math.abs(Math.log(ratio)) > 1e-6) {
          expect(findings[0].bias).toBe(h[3] * h[0] < h[1] * h[2] ? "negative" : "positive");
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("is silent where selection depends on one of the two only", () => {
    fc.assert(
      fc.property(cells, chance, chance, fc.boolean(), (p, low, high, first) => {
        const h: Four = first ? [low, high, low, high] : [low, low, high, high];
        expect(checkSelection(selectedLaw(p, h), whole).findings).toEqual([]);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it.each([
    ["reversal", [0.4, 0.1, 0.1, 0.4], [0.05, 0.9, 0.9, 0.05]],
    ["amplification", [0.3, 0.2, 0.2, 0.3], [0.9, 0.2, 0.2, 0.9]],
    ["weakening", [0.4, 0.1, 0.1, 0.4], [0.5, 0.9, 0.9, 0.5]],
    ["hidden", [0.4, 0.1, 0.1, 0.4], [0.2, 0.8, 0.8, 0.2]],
    ["made", [0.25, 0.25, 0.25, 0.25], [0.2, 0.8, 0.8, 0.2]],
  ] as const)("calls it %s", (kind, p, h) => {
    expect(checkSelection(selectedLaw(p, h), whole).findings.map((one) => one.kind)).toEqual([kind]);
  });
});

describe("selected rows only", () => {
  const inside: Four = [162, 450, 450, 75];

  it("known chances give the population's odds ratio exactly", () => {
    fc.assert(
      fc.property(cells, four(chance), (p, h) => {
        const kept = p.map((one, g) => one * h[g]);
        const all = kept.reduce((a, b) => a + b, 0);
        const frame = selectedOnly(kept.map((one) => one / all) as unknown as Four, "law");
        const [{ oddsRatio }] = checkSelection(frame, { pair, chances: h as Four }).corrections;
        expect(oddsRatio.value! / oddsOf(p)).toBeCloseTo(1, 9);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("with counts the interval is that of the selected over the ratio, and the test is of no association outside", () => {
    const check = checkSelection(selectedOnly(inside), { pair, chances: [0.02, 0.5, 0.5, 0.75] });
    const [{ oddsRatio }] = check.corrections;
    expect(oddsRatio.value).toBeCloseTo(1, 12);
    expect(oddsRatio.p).toBeCloseTo(1, 12);
    const [low, high] = group(check, "selected").oddsRatio.interval!;
    expect(oddsRatio.interval![0]).toBeCloseTo(low / 0.06, 12);
    expect(oddsRatio.interval![1]).toBeCloseTo(high! / 0.06, 10);
    expect(check.findings).toMatchObject([{ kind: "made", bias: "negative" }]);
    expect(check.bounds).toBeNull();
  });

  it("a column of probabilities does the same as the four chances, and its weights are told", () => {
    const frame = frameOf({ A: [0, 1, 0, 1], B: [0, 0, 1, 1], chance: [0.02, 0.5, 0.5, 0.75] }, inside);
    const { corrections, findings, warnings } = checkSelection(frame, { pair, probability: "chance" });
    expect(corrections[0].oddsRatio.value).toBeCloseTo(1, 12);
    const total = [162 / 0.02, 900, 900, 100];
    const squares = [162 / 0.0004, 1800, 1800, 75 / 0.5625];
    const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
    expect(corrections[0].weights).toMatchObject({ smallest: 0.02, largest: 0.75, rows: 1137 });
    expect(corrections[0].weights!.effective).toBeCloseTo(sum(total) ** 2 / sum(squares), 9);
    expect(findings).toMatchObject([{ kind: "made", bias: "negative" }]);
    expect(warnings.map(({ id }) => id)).toContain("uneven-weights");
  });

  it("chances between two ends bound it: the same as a grid of chances", () => {
    const [low, high] = [0.1, 0.4];
    const grid = [0, 1, 2, 3, 4].map((k) => low + ((high - low) * k) / 4);
    let [least, most] = [Infinity, 0];
    for (const a of grid)
      for (const b of grid)
        for (const c of grid)
          for (const d of grid) {
            const odds = oddsOf(inside) / ((d * a) / (b * c));
            least = Math.min(least, odds);
            most = Math.max(most, odds);
          }
    const { bounds, corrections } = checkSelection(selectedOnly(inside), { pair, between: [low, high] });
    expect(bounds!.oddsRatio[0]).toBeCloseTo(least, 12);
    expect(bounds!.oddsRatio[1]).toBeCloseTo(most, 12);
    expect(bounds!.ratio).toEqual([expect.closeTo(1 / 16, 12), expect.closeTo(16, 12)]);
    expect(bounds!.ends!.low[0]).toBeLessThan(least);
    expect(corrections).toEqual([]);
  });

  it("with nothing known there are no bounds, and it says what would explain everything away", () => {
    const { bounds, explain, advice, findings } = checkSelection(selectedOnly(inside), { pair });
    expect(bounds).toEqual({ ratio: [0, null], oddsRatio: [0, null] });
    expect(findings).toEqual([]);
    expect(advice.join(" ")).toContain("not identified");
    expect(explain!.ratio).toBeCloseTo(0.06, 12);
    expect(explain!.spread).toBeCloseTo(Math.sqrt(1 / 0.06), 12);
    // Chances with that ratio whose spread is smaller do not exist.
    fc.assert(
      fc.property(four(fc.double({ min: 0.01, max: 1, noNaN: true })), ([a, b, c]) => {
        const d = (0.06 * b * c) / a;
        if (d > 1) return;
        const all = [a, b, c, d];
        expect(Math.max(...all) / Math.min(...all)).toBeGreaterThanOrEqual(explain!.spread * (1 - 1e-12));
      }),
      { seed: 1, numRuns: 300 },
    );
    expect(explain!.limit!.ratio).toBeGreaterThan(0.06);
    expect(explain!.limit!.ratio).toBeLessThan(1);
  });

  it("takes a column of one value as the selected, and says so", () => {
    const frame = frameOf({ A: [0, 1, 0, 1], B: [0, 0, 1, 1], S: [1, 1, 1, 1] }, inside);
    const check = checkSelection(frame, whole);
    expect(check.mode).toBe("selected");
    expect(check.warnings.map(({ id }) => id)).toContain("nobody-else");
    expect(check.selection).toEqual({ name: "S", yes: "1", no: null });
  });

  it("others without the pair are no help without covariates", () => {
    const frame = frameOf({ A: [0, 1, 0, 1, Number.NaN], B: [0, 0, 1, 1, Number.NaN], S: [1, 1, 1, 1, 0] }, [
      ...inside,
      500,
    ]);
    const check = checkSelection(frame, whole);
    expect(check.mode).toBe("selected");
    expect(check.share).toBeCloseTo(1137 / 1637, 12);
    expect(check.told).toContain("cannot be used");
  });
});

describe("empty cells", () => {
  it("answers zero and infinity, with intervals of one end, and adds nothing", () => {
    const none = checkSelection(pairFrame([20, 10, 12, 0], [20, 30, 25, 15]), whole);
    const inside = group(none, "selected").oddsRatio;
    expect(inside.value).toBe(0);
    expect(inside.interval![0]).toBe(0);
    expect(inside.interval![1]).toBeGreaterThan(0);
    expect(none.identity).toBeNull();
    expect(none.chances!.ratio.value).toBe(0);
    expect(none.warnings.map(({ text }) => text).join(" ")).toContain("nobody has both 'A' and 'B'");
    const all = checkSelection(pairFrame([20, 0, 12, 9], [20, 30, 25, 15]), whole);
    expect(group(all, "selected").oddsRatio).toMatchObject({ value: null, state: "infinite" });
    expect(group(all, "selected").oddsRatio.interval![1]).toBeNull();
    expect(JSON.parse(JSON.stringify(all))).toEqual(all);
  });

  it("says where there is no odds ratio at all", () => {
    const check = checkSelection(pairFrame([20, 0, 12, 0], [20, 30, 25, 15]), whole);
    expect(group(check, "selected").oddsRatio).toMatchObject({ value: null, state: "undefined", p: null });
    expect(check.findings).toEqual([]);
    expect(check.warnings.map(({ id }) => id)).toContain("no-odds-ratio");
  });

  it("gives no interval to weights that have nobody to weigh", () => {
    const frame = frameOf({ A: [0, 1, 0], B: [0, 0, 1], p: [0.5, 0.5, 0.5] }, [5, 6, 7]);
    const { oddsRatio } = checkSelection(frame, { pair, probability: "p" }).corrections[0];
    expect(oddsRatio).toMatchObject({ value: 0, p: null });
    expect(oddsRatio.reason).toContain("no selected row");
  });
});

describe("in a graph", () => {
  const frame = selectedLaw(independent, [0.02, 0.5, 0.5, 0.75]);
  const told = (text: string, given?: string[]) =>
    checkSelection(frame, { ...whole, graph: parseGraph(text), ...(given && { given: [] }) }).graph!;

  it.each([
    ["A -> S <- B", "collider"],
    ["A -> M -> S <- B", "collider"],
    ["A -> C <- B; C -> S", "collider-effect"],
    ["A -> C <- B; C -> S; A -> S; B -> S", "collider"],
    ["A <- U -> S; U [latent]; B -> S", "linked"],
    ["A <-> S; B -> S", "linked"],
    ["A -> S; B", "one-sided"],
    ["A -> B -> S", "one-sided"],
    ["A <- W -> B; W -> S", "linked"],
    ["A -> C <- B; S", "one-sided"],
  ])("%s: %s", (text, kind) => {
    expect(told(text).kind).toBe(kind);
  });

  it("finds the selection by its mark where no column has its name", () => {
    const graph = parseGraph("A -> H; B -> H; H [selected]");
    const { graph: seen } = checkSelection(selectedOnly([5, 6, 7, 8]), { pair, graph });
    expect(seen).toMatchObject({ kind: "collider", selection: ["H"] });
  });

  it("warns where the data contradict it", () => {
    const { warnings } = checkSelection(frame, { ...whole, graph: parseGraph("A -> S; B") });
    expect(warnings.map(({ id }) => id)).toContain("graph-contradicted");
  });
});

describe("refusals", () => {
  const frame = pairFrame([5, 6, 7, 8], [5, 6, 7, 8]);
  const three = frameOf({ A: [0, 1, 2], B: [0, 1, 1], S: [1, 0, 1], p: [0.5, 0, 2] });
  it.each([
    ["unknown column", () => checkSelection(frame, { pair: ["A", "BB"] }), /no such column; did you mean 'B'\?/],
    ["the same twice", () => checkSelection(frame, { pair: ["A", "A"] }), /plays another part already/],
    ["three values", () => checkSelection(three, { pair: ["A", "B"] }), /must have two values and has 3/],
    ["one value", () => checkSelection(frameOf({ A: [1, 1], B: [0, 1] }), { pair }), /every row has 1/],
    [
      "nobody selected",
      () => checkSelection(frameOf({ A: [1, 0], B: [0, 1], S: [0, 0] }), whole),
      /nobody was selected/,
    ],
    [
      "no yes",
      () => checkSelection(frameOf({ A: [1, 2], B: [0, 1] }), { pair }),
      /cannot be told which means yes.*--yes 'A=1' or --yes 'A=2'/,
    ],
    ["wrong yes", () => checkSelection(frame, { pair, yes: { A: "7" } }), /no row of 'A' has this value/],
    ["strange yes", () => checkSelection(frame, { pair, yes: { C: "7" } }), /not asked about/],
    ["chance of 0", () => checkSelection(frame, { pair, chances: [0, 1, 1, 1] }), /a chance of 0 leaves nobody/],
    ["three chances", () => checkSelection(frame, { pair, chances: [1, 1, 1] as never }), /takes 4 chances/],
    ["ends turned", () => checkSelection(frame, { pair, between: [0.5, 0.1] }), /low end lies above/],
    ["level", () => checkSelection(frame, { pair, level: 1 }), /between 0 and 1/],
    ["probability", () => checkSelection(three, { pair: ["S", "B"], probability: "p" }), /a selected row has 0/],
    [
      "covariates without others",
      () => checkSelection(frame, { pair, given: ["S"] }),
      /only where others are in the table/,
    ],
    [
      "no selection in the graph",
      () => checkSelection(frame, { pair, graph: parseGraph("A -> B") }),
      /no variable says who was selected/,
    ],
    [
      "pair missing among the selected",
      () => checkSelection(frameOf({ A: [1, 0, Number.NaN], B: [0, 1, 1], S: [1, 0, 1] }), whole),
      /missing in 1 selected row/,
    ],
    [
      "pair missing for some others",
      () => checkSelection(frameOf({ A: [1, 0, Number.NaN, 1], B: [0, 1, 1, 1], S: [1, 1, 0, 0] }), whole),
      /missing for some of those who were not selected/,
    ],
  ])("%s", (_, run, message) => {
    expect(run).toThrow(message);
  });
});
