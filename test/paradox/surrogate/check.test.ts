// The whole check: against numbers worked by hand from the model G13, on exact laws, and on tables that it must refuse.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseGraph } from "../../../src/graph/parse.ts";
import type { Column } from "../../../src/num/columns.ts";
import { checkSurrogate } from "../../../src/paradox/surrogate.ts";
import { drawnTrial, g13Cells, studyOf } from "./trials.ts";

const cells = g13Cells();
const type: Column = {
  kind: "categorical",
  name: "type",
  codes: Int32Array.from(cells, (cell) => cell.type),
  levels: ["moved", "unmoved"],
};
const of = (key: "x" | "s" | "y" | "p") => cells.map((cell) => cell[key]);
const base = { x: of("x"), s: of("s"), y: of("y") };
const law = studyOf({ ...base, count: of("p"), kind: "law" });
const trial = studyOf({ ...base, count: of("p").map((p) => Math.round(2000 * p)) });

describe("G13 as an exact law", () => {
  const check = checkSurrogate(law);
  const { effects } = check;

  it("has the effects and associations of the model", () => {
    expect(effects.onSurrogate.value).toBeCloseTo(3 / 10, 12);
    expect(effects.onOutcome.value).toBeCloseTo(-3 / 50, 12);
    expect(check.arms.map(({ outcome }) => outcome)).toEqual([
      expect.closeTo(47 / 100, 12),
      expect.closeTo(41 / 100, 12),
    ]);
    // P(Y|S=1) = 21/40, P(Y|S=0) = 23/60.
    expect(check.prentice[2].number.value).toBeCloseTo(21 / 40 - 23 / 60, 12);
    // Within arms: 33/50 - 61/150, and 51/110 - 31/90.
    expect(effects.association.reference?.value).toBeCloseTo(33 / 50 - 61 / 150, 12);
    expect(effects.association.treated?.value).toBeCloseTo(51 / 110 - 31 / 90, 12);
    expect(effects.onOutcome).toEqual({ value: expect.anything() });
  });

  it("finds the reversal, and says that the sign does not follow", () => {
    expect(check.findings.map(({ kind }) => kind)).toEqual(["reversal", "direct effect"]);
    expect(check.prentice.map(({ verdict }) => verdict)).toEqual(["holds", "holds", "holds", "contradicted"]);
    expect(check.consistent.verdict).toBe("not guaranteed");
    expect(check.causes.map(({ evidence }) => evidence)).toEqual(["for", "cannot tell", "cannot tell"]);
  });

  it("explains the shares of Wang and Taylor in fractions", () => {
    const share = (measure: string) => check.explained.find((one) => one.measure === measure)?.value;
    // What the reference's averages foretell for the treated's surrogates, over the whole effect.
    expect(share("wang-taylor")).toBeCloseTo(((3 / 10) * (33 / 50 - 61 / 150)) / (-3 / 50), 12);
    expect(share("wang-taylor-treated")).toBeCloseTo(((3 / 10) * (51 / 110 - 31 / 90)) / (-3 / 50), 12);
  });

  it("takes the types apart exactly where they are given: 3/50 - 3/25 + 0", () => {
    const [between] = checkSurrogate(studyOf({ ...base, count: of("p"), kind: "law", given: [type] })).between;
    expect(between.product?.value).toBeCloseTo(3 / 50, 12);
    expect(between.covariance?.value).toBeCloseTo(-3 / 25, 12);
    expect(between.rest?.value).toBeCloseTo(0, 12);
    expect(between.groups.map(({ a, b }) => [a, b])).toEqual([
      [expect.closeTo(3 / 5, 12), expect.closeTo(-1 / 5, 12)],
      [expect.closeTo(0, 12), expect.closeTo(3 / 5, 12)],
    ]);
  });
});

describe("G13 as a trial of 2,000", () => {
  it("has textbook standard errors", () => {
    const { effects } = checkSurrogate(trial);
    expect(effects.onSurrogate.se).toBeCloseTo(Math.sqrt((0.55 * 0.45 + 0.25 * 0.75) / 1000), 12);
    expect(effects.onOutcome.se).toBeCloseTo(Math.sqrt((0.41 * 0.59 + 0.47 * 0.53) / 1000), 12);
    const log = Math.sqrt(0.59 / 410 + 0.53 / 470);
    expect(effects.ratio?.interval?.[1]).toBeCloseTo((41 / 47) * Math.exp(1.959963984540054 * log), 10);
  });

  it("has the logistic coefficients of the counts, in closed form where the model is saturated", () => {
    const { explained } = checkSurrogate(trial);
    expect(explained[0].measure).toBe("freedman");
    expect(explained[0].whole).toBeCloseTo(Math.log((0.41 * 0.53) / (0.59 * 0.47)), 9);
  });

  it("excludes 0 from Fieller's set exactly where the effect explained is not 0 at its level", () => {
    for (const { fieller, interval, value } of checkSurrogate(trial).explained) {
      expect(fieller?.kind).toBe("interval");
      const [low, high] = fieller!.ends!;
      expect(low).toBeLessThan(value!);
      expect(high).toBeGreaterThan(value!);
      // Few effects are far from 0, so the two differ, and neither is clipped.
      expect(interval![0]).toBeLessThan(0);
    }
  });

  it("leaves the shares open where there may be no effect at all", () => {
    const few = studyOf({ ...base, count: of("p").map((p) => Math.round(200 * p)) });
    const { explained, findings } = checkSurrogate(few);
    expect(explained.map(({ fieller }) => fieller?.kind)).not.toContain("interval");
    expect(findings.map(({ kind }) => kind)).not.toContain("reversal");
  });

  it("reads a graph: what it draws is said with the causes", () => {
    const texts = (graph: string) =>
      checkSurrogate(trial, { graph: parseGraph(graph) })
        .causes.map(({ text }) => text)
        .join(" ");
    expect(texts("X -> S -> Y; X -> Y")).toContain("The graph has a direct effect.");
    expect(texts("X -> S -> Y; U [latent]; U -> S; U -> Y")).toContain(
      "The graph has a common cause of S and Y that is not measured.",
    );
    expect(texts("X -> S -> Y")).toContain("The graph has no direct effect.");
    expect(() => checkSurrogate(trial, { graph: parseGraph("X -> Y") })).toThrow(
      "a column of the check is not in the graph",
    );
  });
});

describe("consistent surrogates", () => {
  it("never promise a sign that the law does not have", () => {
    const p = fc.double({ min: 0.02, max: 0.98, noNaN: true });
    let promised = 0;
    fc.assert(
      fc.property(fc.array(p, { minLength: 6, maxLength: 6 }), ([q0, q1, a, b, c, d]) => {
        fc.pre(Math.abs(q1 - q0) > 1e-3);
        const [x, s, y, count]: number[][] = [[], [], [], []];
        [q0, q1].forEach((q, arm) => {
          [0, 1].forEach((level) => {
            const high = [a, b, c, d][2 * arm + level];
            [0, 1].forEach((end) => {
              x.push(arm);
              s.push(level);
              y.push(end);
              count.push(0.5 * (level === 1 ? q : 1 - q) * (end === 1 ? high : 1 - high));
            });
          });
        });
        const check = checkSurrogate(studyOf({ x, s, y, count, kind: "law" }));
        if (check.consistent.verdict !== "guaranteed") return;
        promised++;
        const { onSurrogate, association, onOutcome } = check.effects;
        expect(onSurrogate.value * association.within.value * onOutcome.value).toBeGreaterThan(-1e-12);
      }),
      { seed: 4, numRuns: 250 },
    );
    expect(promised).toBeGreaterThan(20);
  });
});

describe("numbers in place of two values", () => {
  it("are answered, without bounds, in levels", () => {
    const check = checkSurrogate(studyOf(drawnTrial(3, 500, { numericS: true, numericY: true })));
    expect(check.principal).toBeUndefined();
    expect(check.covariance.bounds).toEqual([]);
    expect(check.explained.map(({ measure }) => measure)).toEqual(["freedman", "wang-taylor", "wang-taylor-treated"]);
    expect(check.consistent.conditions.map(({ parts }) => parts.length)).toEqual([8, 5, 4]);
  });
});

describe("what it must say no to, or say with care", () => {
  const x = [0, 0, 0, 0, 1, 1, 1, 1];
  const y = [0, 1, 0, 1, 0, 1, 1, 1];
  const refused = (rows: Parameters<typeof studyOf>[0]) => () => checkSurrogate(studyOf(rows));

  it.each([
    ["it says in every row what the outcome Y says", { x, s: y, y }],
    ["it says in every row what the outcome Y says", { x, s: y.map((one) => 1 - one), y }],
    ["every row of S has the same value", { x, s: x.map(() => 1), y }],
    ["every row has the same value", { x, s: y, y: x.map(() => 0) }],
    ["every row is of one arm", { x: x.map(() => 1), s: [0, 0, 1, 1, 0, 0, 1, 1], y }],
  ])("%s", (said, rows) => {
    expect(refused(rows)).toThrow(said);
    expect(refused(rows)).toThrow(expect.objectContaining({ kind: "input" }));
  });

  it("refuses a surrogate that is the treatment", () => {
    expect(refused({ x, s: x, y })).toThrow("it never varies within an arm of X");
    expect(refused({ x, s: x, y })).toThrow(expect.objectContaining({ kind: "refused" }));
  });

  it("answers where an arm has no events, and says what cannot be had", () => {
    const check = checkSurrogate(studyOf({ x, s: [0, 1, 0, 1, 0, 1, 0, 1], y: [0, 0, 0, 0, 0, 1, 1, 0] }));
    expect(check.warnings.map(({ id }) => id)).toContain("no-events");
    expect(check.effects.ratio).toBeUndefined();
    expect(check.explained[0]).toMatchObject({ value: null, reason: expect.stringContaining("no events") });
    expect(JSON.stringify(check)).not.toMatch(/null,null|NaN/);
  });

  it("answers where the surrogate varies in one arm only", () => {
    const check = checkSurrogate(studyOf({ x, s: [0, 1, 0, 1, 1, 1, 1, 1], y }));
    expect(check.effects.association.treated).toBeNull();
    expect(check.warnings.map(({ id }) => id)).toEqual(expect.arrayContaining(["empty-level", "no-events"]));
    expect(check.consistent.verdict).not.toBe("guaranteed");
  });

  it.each([
    [{ level: 2 }, "level: must be between 0 and 1"],
    [{ bins: 1 }, "bins: must be a whole number from 2 to 50"],
  ])("%j", (options, said) => {
    expect(() => checkSurrogate(trial, options)).toThrow(said);
  });
});

describe("what must not matter", () => {
  it("is the order of the rows, and whether like rows stand together", () => {
    const rows = drawnTrial(8, 300);
    const turned = [...rows.x.keys()].reverse();
    const pick = (values: readonly number[]) => turned.map((i) => values[i]);
    const plain = { x: rows.x, s: rows.s, y: rows.y };
    const one = checkSurrogate(studyOf(plain));
    const other = checkSurrogate(studyOf({ x: pick(rows.x), s: pick(rows.s), y: pick(rows.y) }));
    const doubled = [...rows.x.keys()].map(() => 2);
    const twice = checkSurrogate(studyOf({ ...plain, count: doubled }));
    expect(other.effects.left.value).toBeCloseTo(one.effects.left.value, 12);
    expect(other.explained[0].value).toBeCloseTo(one.explained[0].value!, 8);
    expect(twice.effects.left.se).toBeCloseTo(one.effects.left.se! / Math.SQRT2, 12);
    expect(twice.principal?.effects[0].bounds?.[0]).toBeCloseTo(one.principal!.effects[0].bounds![0], 12);
  });

  it("is which value counts as 1: signs turn, and findings stay", () => {
    const flip = (values: readonly number[]) => values.map((one) => 1 - one);
    const turned = checkSurrogate(studyOf({ ...base, s: flip(base.s), count: of("p"), kind: "law" }));
    expect(turned.effects.onSurrogate.value).toBeCloseTo(-3 / 10, 12);
    expect(turned.findings.map(({ kind }) => kind)).toEqual(["reversal", "direct effect"]);
    expect(turned.covariance.implied.value).toBeCloseTo(checkSurrogate(law).covariance.implied.value, 12);
  });
});
