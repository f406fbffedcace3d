import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.ts";
import { parseGraph } from "../../src/graph/parse.ts";
import { checkStrata } from "../../src/paradox/simpson.ts";
import type { SimpsonKind } from "../../src/query/simpson.ts";
import {
  ADMITTED,
  BERKELEY_STRATA,
  berkeley,
  kidney,
  SEX,
  type StratumCounts,
  strata,
  tableOf,
} from "./simpson-tables.ts";

describe("Berkeley 1973", () => {
  const check = checkStrata(berkeley);
  const [finding] = check.findings;

  it("has every number of the literature (THEORY G11, and the counts of R's UCBAdmissions)", () => {
    const { raw, standardised, mantelHaenszel, leads } = finding;
    expect(raw.value).toBeCloseTo(0.1416454, 7);
    expect([raw.treated, raw.untreated]).toEqual([1198 / 2691, 557 / 1835]);
    expect(standardised.everybody.value).toBeCloseTo(-0.0426368, 7);
    expect(standardised.everybody.treated).toBeCloseTo(0.3873186, 7);
    expect(standardised.everybody.untreated).toBeCloseTo(0.4299554, 7);
    expect(standardised.untreated.value).toBeCloseTo(-0.0010878, 7);
    expect(standardised.treated.value).toBeCloseTo(-0.070969, 6);
    expect(mantelHaenszel?.rawOddsRatio.value).toBeCloseTo(1.84108, 5);
    expect(mantelHaenszel?.oddsRatio.value).toBeCloseTo(0.9046968, 7);
    // R's mantelhaen.test: 95 percent confidence interval 0.7719074 to 1.0603298.
    expect(mantelHaenszel?.oddsRatio.interval?.[0]).toBeCloseTo(0.7719074, 6);
    expect(mantelHaenszel?.oddsRatio.interval?.[1]).toBeCloseTo(1.0603298, 6);
    expect(leads).toEqual({ treated: 2, untreated: 4, ties: 0 });
    const ahead = finding.strata.filter(({ difference }) => difference! < 0).map(({ labels }) => labels[0]);
    expect(ahead).toEqual(["A", "B", "D", "F"]);
  });

  it("is a reversal on average, never in every department", () => {
    expect([finding.kind, finding.everywhere]).toEqual(["reversal", false]);
    expect(finding.text).toContain("female is ahead in 4 of 6 strata, male in 2.");
    expect(JSON.stringify(check)).not.toMatch(
      /every department|all departments|in every stratum(?<!not in every stratum)/,
    );
  });

  it("cannot be told by the table alone: the readings stand side by side", () => {
    expect(finding.graph).toBeUndefined();
    expect(finding.advice.join(" ")).toMatch(/table alone cannot tell.*confounder.*mediator.*collider/);
  });

  it("has a mediator once the graph says so", () => {
    const graph = parseGraph("sex -> department -> admitted; sex -> admitted");
    const [{ claim, graph: read }] = checkStrata(berkeley, { graph }).findings;
    expect(read).toEqual({
      roles: { department: "mediator" },
      adjusted: false,
      raw: true,
      standardised: "direct effect",
    });
    expect(claim).toMatch(
      /^The association reverses within department: .*; department is decided after sex, so adjusting gives a direct effect, not a corrected total one\.$/,
    );
  });
});

describe("kidney stones (Charig and others 1986)", () => {
  const { findings, unsecured } = checkStrata(kidney, { graph: parseGraph("size -> drug -> cured; size -> cured") });

  it("reverses in the numbers, which 700 patients do not secure", () => {
    expect(findings).toEqual([]);
    const [{ raw, standardised, everywhere, leads, p, graph }] = unsecured;
    expect([raw.treated, raw.untreated]).toEqual([273 / 350, 289 / 350]);
    // sum over sizes of P(size) P(cured | arm, size), in fractions.
    expect(standardised.everybody.treated).toBeCloseTo((357 / 700) * (81 / 87) + (343 / 700) * (192 / 263), 14);
    expect(standardised.everybody.untreated).toBeCloseTo((357 / 700) * (234 / 270) + (343 / 700) * (55 / 80), 14);
    expect(standardised.everybody.treated).toBeCloseTo(0.8325462, 7);
    expect(standardised.everybody.untreated).toBeCloseTo(0.778875, 7);
    expect([everywhere, leads.treated]).toEqual([true, 2]);
    expect(p).toBeGreaterThan(0.1);
    expect(graph?.standardised).toBe("effect");
  });

  it("is a finding with ten times the patients", () => {
    const tenfold = (rows: readonly StratumCounts[]) =>
      rows.map(([label, [n, x], [m, y]]): StratumCounts => [label, [10 * n, 10 * x], [10 * m, 10 * y]]);
    const rows = tenfold([
      ["small", [87, 81], [270, 234]],
      ["large", [263, 192], [80, 55]],
    ]);
    const [{ kind, everywhere }] = checkStrata(tableOf([strata(["size"], rows)])).findings;
    expect([kind, everywhere]).toEqual(["reversal", true]);
  });
});

/** Random strata with both arms. */
const counts = fc
  .array(
    fc
      .tuple(fc.integer({ min: 1, max: 60 }), fc.nat(60), fc.integer({ min: 1, max: 60 }), fc.nat(60))
      .map(([n, x, m, y]) => [
        [n, Math.min(n, x)],
        [m, Math.min(m, y)],
      ]),
    { minLength: 2, maxLength: 6 },
  )
  .map((rows) =>
    rows.map(([one, other], s): StratumCounts => [`s${s}`, one as [number, number], other as [number, number]]),
  );

/** The kinds of everything that was tried, with the numbers that decide them. */
function told(rows: readonly StratumCounts[], flip = false) {
  const turned = flip ? rows.map(([label, one, other]): StratumCounts => [label, other, one]) : rows;
  const { scanned, findings, unsecured } = checkStrata(tableOf([strata(["z"], turned)]));
  return { one: scanned[0], finding: findings[0] ?? unsecured[0] };
}

describe("what holds of every table", () => {
  it("adds up: raw is what is within strata and composition, in every order", () => {
    fc.assert(
      fc.property(counts, (rows) => {
        const { finding } = told(rows);
        if (finding === undefined) return;
        for (const { within, composition } of finding.decomposition) {
          expect(within + composition).toBeCloseTo(finding.raw.value, 12);
        }
        const mixes = finding.decomposition.map(({ within }) => within);
        const { everybody, treated, untreated } = finding.standardised;
        expect(mixes[0]).toBeCloseTo(everybody.value, 12);
        expect(mixes[1]).toBeCloseTo(treated.value, 12);
        expect(mixes[2]).toBeCloseTo(untreated.value, 12);
        expect(mixes[3]).toBeCloseTo((treated.value + untreated.value) / 2, 12);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("says the same with the arms exchanged, the strata in another order, and the outcome turned around", () => {
    fc.assert(
      fc.property(counts, (rows) => {
        const { one } = told(rows);
        const other = told(rows, true).one;
        expect(other.kind).toBe(one.kind);
        expect(other.standardised).toBeCloseTo(-one.standardised!, 12);
        expect(other.interval?.[0]).toBeCloseTo(-one.interval![1], 8);
        const back = told([...rows].reverse()).one;
        expect([back.kind, back.leads]).toEqual([one.kind, one.leads]);
        const failures = rows.map(([label, [n, x], [m, y]]): StratumCounts => [label, [n, n - x], [m, m - y]]);
        const turned = told(failures).one;
        expect(turned.kind).toBe(one.kind);
        expect(turned.interval?.[0]).toBeCloseTo(-one.interval![1], 8);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});

/** A law of two strata of equal mass, given the shares of treated and the rates: treated, untreated. */
function law(treated: readonly number[], rates: readonly (readonly [number, number])[]) {
  const rows = rates.map(([r1, r0], s): StratumCounts => {
    const [p1, p0] = [treated[s] / 2, (1 - treated[s]) / 2];
    return [`s${s}`, [p1, p1 * r1], [p0, p0 * r0]];
  });
  return checkStrata(tableOf([strata(["z"], rows)], { law: true }));
}

describe("an exact law", () => {
  const kinds: readonly (readonly [SimpsonKind | null, readonly number[], readonly (readonly [number, number])[]])[] = [
    // R = (.8 r1a + .2 r1b) - (.2 r0a + .8 r0b), S = the mean of the two differences.
    [
      "reversal",
      [0.8, 0.2],
      [
        [0.7, 0.75],
        [0.2, 0.25],
      ],
    ],
    [
      "vanishing",
      [0.8, 0.2],
      [
        [0.7, 0.7],
        [0.2, 0.2],
      ],
    ],
    [
      "attenuation",
      [0.8, 0.2],
      [
        [0.75, 0.7],
        [0.25, 0.2],
      ],
    ],
    [
      "masking",
      [0.75, 0.25],
      [
        [0.6, 0.7],
        [0.4, 0.5],
      ],
    ],
    [
      "amplification",
      [0.2, 0.8],
      [
        [0.9, 0.5],
        [0.6, 0.2],
      ],
    ],
    [
      null,
      [0.5, 0.5],
      [
        [0.7, 0.5],
        [0.4, 0.2],
      ],
    ],
  ];
  it.each(kinds)("%s, without p-values and intervals", (kind, treated, rates) => {
    const { scanned, findings, raw } = law(treated, rates);
    expect(scanned[0].kind).toBe(kind);
    expect([scanned[0].interval, raw.interval]).toEqual([undefined, undefined]);
    if (kind !== null) expect(findings[0]).toMatchObject({ kind, p: null, adjusted: null });
  });
});

describe("strata that do not compare", () => {
  const rows: readonly StratumCounts[] = [...BERKELEY_STRATA, ["G", [100, 90], [0, 0]], ["H", [0, 0], [50, 5]]];
  const check = checkStrata(tableOf([strata(["department"], rows)], { treatment: SEX, outcome: ADMITTED }));
  const [finding] = check.findings;

  it("are named, counted and left out of what is standardised; the rest adds up with them", () => {
    expect(finding.left).toMatchObject({ strata: 2, labels: [["G"], ["H"]] });
    expect(finding.left.share).toBeCloseTo(150 / 4676, 14);
    expect(finding.standardised.everybody.value).toBeCloseTo(-0.0426368, 7);
    expect(finding.compared?.value).toBeCloseTo(0.1416454, 7);
    expect(finding.raw.value).toBeCloseTo(1288 / 2791 - 562 / 1885, 12);
    const [{ within, composition }] = finding.decomposition;
    expect(within + composition + finding.outside).toBeCloseTo(finding.raw.value, 12);
    expect(check.warnings[0].text).toContain("2 strata with 3 % of the observations lack one of the arms (G; H)");
  });

  it("say why nothing was compared", () => {
    const lone = strata(
      ["id"],
      [
        ["a", [9, 1], [0, 0]],
        ["b", [0, 0], [9, 2]],
      ],
    );
    const one = strata(["only"], [["a", [9, 1], [9, 2]]]);
    const thin = strata(
      ["thin"],
      [
        ["a", [8, 1], [0, 0]],
        ["b", [1, 0], [9, 2]],
      ],
    );
    const { scanned, findings, provenance, advice } = checkStrata(tableOf([lone, one]));
    expect(scanned.map(({ reason }) => reason)).toEqual(["no stratum has both arms", "one stratum"]);
    expect([findings, provenance["tests"]]).toEqual([[], 0]);
    expect(advice[0]).toContain("Nothing could be compared");
    const most = strata(
      ["most"],
      [
        ["a", [20, 1], [0, 0]],
        ["b", [1, 0], [9, 2]],
      ],
    );
    expect(checkStrata(tableOf([most])).scanned[0].reason).toContain("too thin");
    expect(checkStrata(tableOf([thin])).scanned[0].reason).toBeUndefined();
  });

  it("answers cells in which nobody or everybody succeeded", () => {
    const zero = strata(
      ["z"],
      [
        ["a", [400, 0], [20, 0]],
        ["b", [20, 20], [400, 400]],
      ],
    );
    const { raw, scanned, findings } = checkStrata(tableOf([zero]));
    expect(raw.value).toBeLessThan(0);
    expect(scanned[0].standardised).toBe(0);
    expect(scanned[0].interval?.every(Number.isFinite)).toBe(true);
    expect(findings[0].mantelHaenszel?.oddsRatio).toEqual({ value: null });
    expect(findings[0].kind).toBe("vanishing");
  });
});

describe("several columns", () => {
  // A second column that has nothing to do with anything: each stratum dealt evenly.
  const halves = BERKELEY_STRATA.flatMap(([label, [n, x], [m, y]]) =>
    [0, 1].map((h): StratumCounts => {
      const part = (k: number) => (h === 0 ? Math.ceil(k / 2) : Math.floor(k / 2));
      return [
        [label as string, `h${h}`],
        [part(n), part(x)],
        [part(m), part(y)],
      ];
    }),
  );
  const noise: StratumCounts[] = ["h0", "h1"].map((label) => {
    const cells = halves.filter(([labels]) => labels[1] === label);
    const add = (k: 1 | 2, i: 0 | 1) => cells.reduce((sum, cell) => sum + cell[k][i]!, 0);
    return [label, [add(1, 0), add(1, 1)], [add(2, 0), add(2, 1)]];
  });
  const table = tableOf(
    [strata(["department"], BERKELEY_STRATA), strata(["half"], noise), strata(["department", "half"], halves)],
    { treatment: SEX, outcome: ADMITTED, left: [{ name: "id", left: "as many values as rows" }] },
  );

  it("share the level, and a pair is news only when it says more than its columns", () => {
    const { findings, scanned, provenance } = checkStrata(table, { level: 0.5 });
    expect(findings.map(({ by }) => by)).toEqual([["department"]]);
    expect(scanned.map(({ by, covered }) => [by.join(), covered])).toEqual([
      ["department", undefined],
      ["half", undefined],
      ["department,half", "department"],
      ["id", undefined],
    ]);
    // Half of .5 for two columns, half of it for one pair.
    expect(scanned.map(({ confidence }) => confidence)).toEqual([0.875, 0.875, 0.75, undefined]);
    expect(scanned[3].reason).toBe("as many values as rows");
    expect(provenance["tests"]).toBe(3);
    expect(findings[0].adjusted).toBeCloseTo(4 * findings[0].p!, 12);
  });
});

describe("complaints", () => {
  const complaint = (make: () => unknown) => {
    try {
      make();
    } catch (error) {
      if (error instanceof DiscoError) return [error.kind, error.message];
      throw error;
    }
    return "none";
  };
  const { treatment, outcome, whole } = berkeley;

  it("say what is wrong and what to do", () => {
    expect({
      level: complaint(() => checkStrata(berkeley, { level: 1 })),
      same: complaint(() => checkStrata({ ...berkeley, outcome: { ...ADMITTED, name: "sex" } })),
      arm: complaint(() => checkStrata({ ...berkeley, whole: { ...whole, count: Float64Array.of(9, 0) } })),
      none: complaint(() =>
        checkStrata({
          ...berkeley,
          strata: [],
          stratifiers: [{ name: "id", kind: "labels", values: 9, left: "as many values as rows" }],
        }),
      ),
      graph: complaint(() => checkStrata(berkeley, { graph: parseGraph("Sex -> admitted") })),
    }).toMatchInlineSnapshot(`
      {
        "arm": [
          "refused",
          "check: an arm has no observations (given: sex = male); give a table with both arms",
        ],
        "graph": [
          "input",
          "graph: the treatment is no variable of the graph; did you mean Sex? (given: sex); draw it, with what causes it and what it causes",
        ],
        "level": [
          "input",
          "level: must be between 0 and 1 (given: 1); give a number between 0 and 1",
        ],
        "none": [
          "input",
          "check: there is no column to stratify by (given: id: as many values as rows); name other columns with --by, or let the table have some beside treatment, outcome and weight",
        ],
        "same": [
          "input",
          "check: the treatment is the outcome (given: sex); name two different columns",
        ],
      }
    `);
    expect([treatment.name, outcome.name]).toEqual(["sex", "admitted"]);
  });
});
