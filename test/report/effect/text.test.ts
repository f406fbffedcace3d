import { describe, expect, it } from "vitest";
import { effectJson, effectText } from "../../../src/report/index.ts";
import { arms, effects, lalonde, ratio, refused, staggered, synthetic } from "./fixtures.ts";

const head = (text: string, lines: number): string => text.split("\n").slice(0, lines).join("\n");
const from = (text: string, title: string): string => text.slice(text.indexOf(`  ${title}`));

describe("the terminal", () => {
  it("answers, says why, and sets all estimators side by side", () => {
    expect(effectText(lalonde)).toMatchInlineSnapshot(`
      "
        With treat = 1, re78 is 1,619 higher (95 % interval 303 to 2,935) on average,
        by AIPW.

        Why AIPW
          Covariates were given, and both arms have rows nearly everywhere.
          It stays right when either the model of the treatment or that of the outcome
            is wrong.

        What would change that
          With propensities outside 5 to 95 % it would be overlap weights.

        All estimators              95 % interval
        ◆ AIPW              +1,619   303 to 2,935   ┊  ──────────────◆─────────────
          plain difference  +1,794   554 to 3,035   ┊     ────────────●─────────────
          Horvitz-Thompson  +1,613   243 to 2,984   ┊  ─────────────●──────────────
          Hajek             +1,641   323 to 2,959   ┊  ──────────────●─────────────
          g-formula         +1,622   312 to 2,931   ┊  ──────────────●─────────────
          TMLE              +1,617   302 to 2,932   ┊  ──────────────●─────────────
          overlap weights   +1,650   356 to 2,944   ┊   ─────────────●─────────────
          matching          +1,531    76 to 2,985   ┊───────────────●──────────────
          least squares     +1,676   425 to 2,928   ┊   ─────────────●─────────────
          ◆ recommended · ┊ no effect (0)
          plain difference: no covariate is taken into account
          overlap weights: about those whom either arm could have had
          least squares: one effect for all, or else an average with weights of its
            own

        Do not apply here
          two-stage least squares, Wald ratio: no instrument was named; name one with
            --instrument
          difference in diff., synthetic control: the table is no panel: no time was
            named

        Overlap of the arms
          propensities from 21 % to 75 %; none outside 5 to 95 %

        Balance of the covariates
          largest standardised difference 0.30 (nodegr) before, 0.02 (nodegr) after
            weighting (inverse probability); weighted, the arms are worth 172
            (treat = 1) and 252 (treat = 0) equal rows
          covariate  before   after
          nodegr      −0.30    0.02
          re74         0.00   −0.02
          married      0.09    0.01
          educ         0.14   −0.01
          hisp        −0.17    0.01
          and 3 more, more alike (--more)

        How much would it take to be wrong?
          E-value: It would take something that doubles both to explain the effect
            away.
          Partial R2: Something that explains 12.3 % of what is left of treatment and
            outcome would bring the effect to 0.
          Marginal sensitivity: The range includes 0 once odds of treatment may be
            wrong by a factor of 1.21.
          Without any assumption: The effect lies between -28,900 and 31,400.
          Response is monotone: The effect lies between 0 and 31,400.
          (--more says what each can and cannot show)

        Effect on   everybody, as a difference
        Treatment   treat: 0, 1; held against 0
        Outcome     re78
        Given       age, educ, black, hisp, married, nodegr, re74, re75
        Method      aipw
        Data        nswre74.csv: 445 rows read, all used
      "
    `);
  });

  it("is as clear in fifty columns", () => {
    expect(effectText(lalonde, { width: 50 })).toMatchInlineSnapshot(`
      "
        With treat = 1, re78 is 1,619 higher (95 %
        interval 303 to 2,935) on average, by AIPW.

        Why AIPW
          Covariates were given, and both arms have rows
            nearly everywhere.
          It stays right when either the model of the
            treatment or that of the outcome is wrong.

        What would change that
          With propensities outside 5 to 95 % it would
            be overlap weights.

        All estimators              95 % interval
        ◆ AIPW              +1,619   303 to 2,935
          plain difference  +1,794   554 to 3,035
          Horvitz-Thompson  +1,613   243 to 2,984
          Hajek             +1,641   323 to 2,959
          g-formula         +1,622   312 to 2,931
          TMLE              +1,617   302 to 2,932
          overlap weights   +1,650   356 to 2,944
          matching          +1,531    76 to 2,985
          least squares     +1,676   425 to 2,928
          ◆ recommended
          plain difference: no covariate is taken into
            account
          overlap weights: about those whom either arm
            could have had
          least squares: one effect for all, or else an
            average with weights of its own

        Do not apply here
          two-stage least squares, Wald ratio: no
            instrument was named; name one with
            --instrument
          difference in diff., synthetic control: the
            table is no panel: no time was named

        Overlap of the arms
          propensities from 21 % to 75 %; none outside 5
            to 95 %

        Balance of the covariates
          largest standardised difference 0.30 (nodegr)
            before, 0.02 (nodegr) after weighting
            (inverse probability); weighted, the arms
            are worth 172 (treat = 1) and 252
            (treat = 0) equal rows
          covariate  before   after
          nodegr      −0.30    0.02
          re74         0.00   −0.02
          married      0.09    0.01
          educ         0.14   −0.01
          hisp        −0.17    0.01
          and 3 more, more alike (--more)

        How much would it take to be wrong?
          E-value: It would take something that doubles
            both to explain the effect away.
          Partial R2: Something that explains 12.3 % of
            what is left of treatment and outcome would
            bring the effect to 0.
          Marginal sensitivity: The range includes 0
            once odds of treatment may be wrong by a
            factor of 1.21.
          Without any assumption: The effect lies
            between -28,900 and 31,400.
          Response is monotone: The effect lies between
            0 and 31,400.
          (--more says what each can and cannot show)

        Effect on   everybody, as a difference
        Treatment   treat: 0, 1; held against 0
        Outcome     re78
        Given       age, educ, black, hisp, married,
                    nodegr, re74, re75
        Method      aipw
        Data        nswre74.csv: 445 rows read, all used
      "
    `);
  });

  it("puts ratios on a logarithm, and lets no estimator hide the others", () => {
    expect(effectText(ratio)).toMatchInlineSnapshot(`
      "
        For those with drug = yes, recovered = 1 is 1.19 times as likely (95 %
        interval 0.97 to 1.41) with drug = yes as with drug = no, by TMLE. There may
        be no effect: the interval includes 1.

        Why TMLE
          It keeps probabilities between 0 and 1.

        All estimators            95 % interval
        ◆ TMLE              1.19   0.97 to 1.41    ─┼────◆──────
          Hajek             1.21   0.96 to 1.46   ──┼─────●──────
          Horvitz-Thompson  2.90  −0.24 to 6.04  ◂──┼─────────────────────────────▸
          ◆ recommended · ┊ no effect (1)

        Do not apply here
          double ML, part. linear: it has no ratio

        Overlap of the arms
          propensities from 3.0e−27 to 98 %; 7 above 97.5 %

        Balance of the covariates
          largest standardised difference 0.52 (sex = f) before, 0.13 (sex = f) after
            weighting (like the treated); weighted, the arms are worth 40 (drug = yes)
            and 31 (drug = no) equal rows
          covariate  before   after
          sex = f      0.52    0.13  ✗

        Effect on   those with drug = yes, as a ratio
        Treatment   drug: no, yes; held against no
        Outcome     recovered: 1 against 0
        Given       sex
        Method      tmle
        Data        trial.parquet: 83 rows read, 80 used, 3 left out, sex missing in 3

        2 warnings
          1. 7 observations with drug = yes have hardly a counterpart with drug = no.
          2. 3 rows without sex were left out.
      "
    `);
    expect(head(effectText(ratio, { width: 50 }), 17)).toMatchInlineSnapshot(`
      "
        For those with drug = yes, recovered = 1 is
        1.19 times as likely (95 % interval
        0.97 to 1.41) with drug = yes as with drug = no,
        by TMLE. There may be no effect: the interval
        includes 1.

        Why TMLE
          It keeps probabilities between 0 and 1.

        All estimators            95 % interval
        ◆ TMLE              1.19   0.97 to 1.41
          Hajek             1.21   0.96 to 1.46
          Horvitz-Thompson  2.90  −0.24 to 6.04
          ◆ recommended

        Do not apply here"
    `);
  });

  it("has the other arms below, those that are not known with the reason", () => {
    expect(from(effectText(arms), "Other arms").split("\n").slice(0, 5).join("\n")).toMatchInlineSnapshot(`
      "  Other arms against dose = none, by AIPW
                                      95 % interval
          dose = middle  +5.1 points     0.4 to 9.8   ┊───────────────●──────────────
          ┊ no effect (0)
          dose = high: not known, no row with dose = none looks like these"
    `);
    expect(head(effectText(arms, { width: 50 }), 24)).toMatchInlineSnapshot(`
      "
        With dose = low, recovered = 1 is 6.2 points
        less likely (95 % interval 2.1 to 10.3), by
        AIPW.

        Why AIPW
          Covariates were given, and both arms have rows
            nearly everywhere.
          It stays right when either the model of the
            treatment or that of the outcome is wrong.

        All estimators                   95 % interval
        ◆ AIPW              −6.2 points  −10.3 to −2.1
          plain difference  −4.0 points    −9.9 to 1.9
          ◆ recommended
          plain difference: no covariate is taken into
            account

        Other arms against dose = none, by AIPW
                                      95 % interval
          dose = middle  +5.1 points     0.4 to 9.8
          dose = high: not known, no row with dose =
            none looks like these
      "
    `);
  });

  it("tells a panel: fit before the start, heaviest units, event study", () => {
    expect(from(effectText(synthetic), "The panel").split("\n").slice(0, 14).join("\n")).toMatchInlineSnapshot(`
      "  The panel
          Size: 39 units (state), 31 periods (year)
          Treated: 1: California from 1989
          synthetic control: before 1989 within 1.5 of the treated (root mean square);
            since then the treated are 19.6 lower
          synthetic DiD: before 1989 both moved alike within 1.2 (root mean square);
            since then the treated are 15.6 lower than that
          Units of synthetic control: Utah 33 %, Nevada 23 %, Montana 20 %, Colorado
            16 %, Connecticut 7 %
          Units of synthetic DiD: State 1 10 %, State 2 9 %, State 3 9 %, State 4 8 %,
            State 5 8 %, and 15 more
          Periods of synthetic DiD: 1988 43 %, 1986 37 %, 1987 20 %

        Effect on   those treated, once treated, as a difference"
    `);
    expect(
      from(effectText(staggered, { width: 50 }), "The panel")
        .split("\n")
        .slice(0, 9)
        .join("\n"),
    ).toMatchInlineSnapshot(`
      "  The panel
          Size: 500 units (county), 5 periods (year)
          Treated: 60: county 0, county 1, county 2 and
            17 more from 2004; county 100, county 101,
            county 102 and 37 more from 2006
          Event study: The simultaneous band excludes 0
            in 0 of 4 periods before the start, and in 3
            of 4 since
      "
    `);
  });

  it("says in the first line why there is no estimate, and what is offered", () => {
    expect(head(effectText(refused), 20)).toMatchInlineSnapshot(`
      "
        There is no estimate of the effect of treat = 1 on re78 for everybody:
        propensities go down to 2.5e-27: for 1,861 of 2,675 rows nobody with treat = 1
        is alike.

        Why AIPW
          It is what was asked for.

        What would change that
          The effect on the treated, overlap weights and trimming need no overlap on
            both sides.

        The estimate                 95 % interval
          overlap weights  +1,102  −1,211 to 3,416   ────────┼───────●───────────────
          ┊ no effect (0)
          overlap weights: about those whom either arm could have had

        Do not apply here
          AIPW: propensities go down to 2.5e-27: for 1,861 of 2,675 rows nobody with
            treat = 1 is alike"
    `);
  });

  it("adds with more what checks can show, all covariates, own warnings, assumptions, provenance", () => {
    const more = effectText(lalonde, { more: true });
    for (const { can, cannot } of lalonde.sensitivity) {
      for (const text of [can, cannot]) expect(more.replace(/\s+/g, " ")).toContain(text);
    }
    for (const { covariate } of lalonde.balance!.rows)
      expect(more).toMatch(new RegExp(`^ {4}${covariate} +−?\\d`, "m"));
    expect(more).toContain("    matching: 12 rows were matched more than five times.");
    expect(from(more, "Assumptions")).toMatchInlineSnapshot(`
      "  Assumptions
          Among people with the same covariates, who got treat = 1 had nothing to do
            with re78.
          Everybody could have been in either arm.

        Warnings of single estimators
          matching: 12 rows were matched more than five times.

        Diagnostics of AIPW
          se: 671.6

        Provenance
          engine: discoscm 0.1.0
          seed: 1
          folds: 1
          learner: linear
      "
    `);
  });

  it.each(Object.entries(effects))("fits any width, whole and without holes: %s", (_, effect) => {
    for (const width of [40, 50, 63, 80, 120]) {
      for (const more of [false, true]) {
        const text = effectText(effect, { width, more });
        for (const line of text.split("\n")) expect([...line].length, line).toBeLessThanOrEqual(width);
        expect(text).not.toMatch(/undefined|NaN|\[object|\bnull\b|Infinity/);
        expect(text).toMatch(/^\n.*[^\n]\n$/s);
      }
    }
  });

  it("lets no name steer the terminal, and shows many in part", () => {
    const text = effectText(effects.hostile);
    expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}|\u202e/u);
    expect(text).toContain("and 61 more, more alike (--more)");
    expect(effectText(effects.hostile, { more: true })).not.toContain("(--more)");
  });

  it("is coloured when asked for, and the same letters", () => {
    for (const effect of Object.values(effects)) {
      const plain = effectText(effect, { more: true });
      const painted = effectText(effect, { more: true, color: true });
      const bare = painted.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g"), "");
      expect(bare.replaceAll(/ +$/gm, "")).toBe(plain);
      expect(painted).not.toBe(plain);
    }
  });
});

it("JSON is the record", () => {
  expect(JSON.parse(effectJson(lalonde))).toEqual(lalonde);
});
