import { beforeAll, describe, expect, it } from "vitest";
import { panelEffect } from "../../../src/estimate/panel/panel-answer.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";
import type { EffectAnswer } from "../../../src/query/effect.js";
import { type PanelRow, panelStudy, prop99, prop99Rows } from "../../support/panels.js";

const settings = { level: 0.95, seed: 1 };

/** Units by start (counted from 0; `periods` and more: never), a common trend, an effect of 2, noise. */
function drawn(starts: readonly number[], periods: number, seed: number, drift = 0): PanelRow[] {
  const normal = normalStream(uniformStream(seed));
  return starts.flatMap((start, u) => {
    const level = 3 * normal();
    return Array.from({ length: periods }, (_, t) => ({
      unit: `u${u}`,
      time: 2000 + t,
      on: t >= start ? (1 as const) : (0 as const),
      y: level + t + (t >= start ? 2 : 0) + (start < periods ? drift * t : 0) + normal(),
    }));
  });
}

const times = (count: number, value: number): number[] => Array(count).fill(value);
const ids = (answer: EffectAnswer) => answer.warnings.map(({ id }) => id);

/** Every number in a record, by its path; names of units are left out of the paths. */
function numbersOf(value: unknown, path = ""): [string, number][] {
  if (typeof value === "number") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => numbersOf(inner, `${path}.${key}`));
}

describe("Proposition 99", () => {
  let answer: EffectAnswer;
  const stages: [string, number][] = [];
  beforeAll(async () => {
    answer = await panelEffect(prop99(), {
      ...settings,
      onProgress: (stage, fraction) => stages.push([stage, fraction]),
    });
  });

  it("answers by each method, synthetic DiD first", () => {
    expect(answer.question).toBe(
      "ATT(treated -> PacksPerCapita): what did treatment change for the treated units, on average over the periods since it started?",
    );
    const { estimates } = answer;
    expect(Object.entries(estimates).map(([method, { value }]) => `${method} ${value!.toFixed(3)}`)).toEqual([
      "did -27.349",
      "synthetic-control -19.620",
      "synthetic-did -15.604",
    ]);
    expect([answer.recommended, answer.recommendation.method]).toEqual(["synthetic-did", "synthetic-did"]);
    expect([answer.target, answer.contrast]).toEqual(["att", "difference"]);
    expect(estimates["synthetic-did"]!.method).toBe(
      "synthetic difference in differences; placebo standard error (each of 38 control units in turn)",
    );
    expect(answer.provenance).toMatchObject({
      source: "rows",
      seed: 1,
      unit: "State",
      time: "Year",
      replications: 200,
    });
    expect(answer.assumptions.map(({ id }) => id)).toEqual([
      "latent-factors",
      "no-anticipation",
      "no-interference",
      "lasting-treatment",
      "like-noise",
    ]);
  });

  it("has the placebo interval of difference in differences by hand", () => {
    const rows = prop99Rows().filter(({ unit }) => unit !== "California");
    const names = [...new Set(rows.map(({ unit }) => unit))];
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const change = names.map((name) => {
      const own = rows.filter(({ unit }) => unit === name);
      const part = (after: boolean) => mean(own.filter(({ time }) => Number(time) >= 1989 === after).map(({ y }) => y));
      return part(true) - part(false);
    });
    const placebos = change.map((one, i) => one - mean(change.filter((_, j) => j !== i)));
    const se = Math.sqrt(mean(placebos.map((v) => v * v)));
    const { value, interval, diagnostics } = answer.estimates.did!;
    expect(diagnostics["standard error"]).toBeCloseTo(se, 10);
    expect(interval![1] - value!).toBeCloseTo(1.959963984540054 * se, 8);
  });

  it("fills the panel: paths, weights, the event study, the group", () => {
    const panel = answer.panel!;
    expect([panel.unit, panel.time, panel.units, panel.times.length]).toEqual(["State", "Year", 39, 31]);
    expect(panel.treated).toEqual([{ units: ["California"], start: 1989 }]);
    for (const method of ["did", "synthetic-control", "synthetic-did"] as const) {
      const { treated, control } = panel.paths[method];
      const gap = treated.map((v, t) => v - control[t]).slice(19);
      expect(gap.reduce((a, b) => a + b, 0) / 12).toBeCloseTo(answer.estimates[method]!.value!, 9);
    }
    expect(panel.weights["synthetic-did"].units[0].name).toBe("Nevada");
    expect(panel.weights["synthetic-did"].times!.map(({ name }) => name)).toEqual(["1988", "1986", "1987"]);
    expect(panel.weights["synthetic-control"].times).toBeUndefined();
    // With one treated unit there is no interval along the event study, nor a standard error in its group.
    expect(panel.event!.map(({ at }) => at)).toEqual(Array.from({ length: 30 }, (_, k) => k - 18));
    expect(panel.event!.every((point) => point.interval === undefined)).toBe(true);
    expect(panel.groups!.every(({ start, se }) => start === 1989 && se === null)).toBe(true);
  });

  it("says what is doubtful, and is JSON all through", () => {
    expect(ids(answer)).toEqual(["one-treated-unit"]);
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
    expect(numbersOf(answer).every(([, value]) => Number.isFinite(value))).toBe(true);
  });

  it("tells how far it is", () => {
    expect([...new Set(stages.map(([stage]) => stage))]).toEqual([
      "placebo (did)",
      "placebo (synthetic-control)",
      "placebo (synthetic-did)",
    ]);
    expect(stages.filter(([, fraction]) => fraction === 1).length).toBe(3);
    expect(stages.every(([, fraction]) => fraction > 0 && fraction <= 1)).toBe(true);
  });

  it("gives the same bits for rows in another order and states of other names", async () => {
    const uniform = uniformStream(9);
    const rows = prop99Rows()
      .map((row) => ({ row: { ...row, unit: [...row.unit].reverse().join("") }, at: uniform() }))
      .sort((a, b) => a.at - b.at)
      .map(({ row }) => row);
    const other = await panelEffect(
      panelStudy(rows, { unit: "State", time: "Year", outcome: "PacksPerCapita" }),
      settings,
    );
    expect(numbersOf(other)).toEqual(numbersOf(answer));
  });
});

describe("the rule", () => {
  const recommended = async (rows: readonly PanelRow[]) => (await panelEffect(panelStudy(rows), settings)).recommended;
  it("takes did for two periods, and synthetic methods say why they cannot", async () => {
    const answer = await panelEffect(panelStudy(drawn([...times(12, 1), ...times(12, 9)], 2, 1)), settings);
    expect(answer.recommended).toBe("did");
    expect(answer.estimates.did!.method).toBe("difference in differences of means; standard error clustered by unit");
    expect(answer.estimates["synthetic-did"]).toMatchObject({
      value: null,
      reason: "it learns its weights from at least two periods before the start, and there is one",
    });
    expect(answer.estimates["synthetic-did"]!.identified).toBeUndefined();
    expect(ids(answer)).toEqual(["few-pre-periods"]);
    expect(Object.keys(answer.panel!.paths)).toEqual(["did"]);
  });
  it("takes synthetic-did from 5 periods before and 5 controls on", async () => {
    expect(await recommended(drawn([...times(3, 5), ...times(5, 9)], 7, 2))).toBe("synthetic-did");
    expect(await recommended(drawn([...times(3, 4), ...times(5, 9)], 7, 2))).toBe("did");
    expect(await recommended(drawn([...times(3, 5), ...times(4, 9)], 7, 2))).toBe("did");
  });
  it("takes did for several starts, in its staggered form", async () => {
    const answer = await panelEffect(
      panelStudy(drawn([...times(11, 3), ...times(11, 6), ...times(20, 99)], 9, 3)),
      settings,
    );
    expect(answer.recommended).toBe("did");
    expect(answer.estimates.did!.method).toBe(
      "staggered difference in differences (Callaway and Sant'Anna), held against the never treated; standard error clustered by unit",
    );
    expect(answer.estimates["synthetic-control"]!.reason).toBe(
      "units start to be treated in different periods, and this method needs one start; did has a staggered form",
    );
    const [low, high] = answer.estimates.did!.interval!;
    expect(low < 2 && 2 < high).toBe(true);
    expect(answer.panel!.treated.map(({ start, units }) => [start, units.length])).toEqual([
      [2003, 11],
      [2006, 11],
    ]);
    expect(answer.panel!.groups!.length).toBe(16);
    expect(
      answer.panel!.event!.every(({ interval, band }) => band![0] <= interval![0] && band![1] >= interval![1]),
    ).toBe(true);
    expect(ids(answer)).toEqual(["few-pre-periods", "pre-trends"]);
  });
  it("takes did where covariates are given, and says that the others leave them out", async () => {
    const rows = drawn([...times(15, 6), ...times(25, 99)], 8, 4).map((row, i) => ({ ...row, x: { z: Math.sin(i) } }));
    const answer = await panelEffect(panelStudy(rows), settings);
    expect(answer.recommended).toBe("did");
    expect(answer.given).toEqual(["z"]);
    expect(answer.estimates.did!.method).toBe(
      "difference in differences, doubly robust (logit and least squares); standard error clustered by unit",
    );
    expect(ids(answer)).toContain("covariates-unused");
  });
  it("steps aside where the data refuse its choice", async () => {
    const rows = drawn([...times(8, 6), ...times(12, 99)], 8, 5).map((row) => ({
      ...row,
      x: { z: Number(row.unit.slice(1)) },
    }));
    const answer = await panelEffect(panelStudy(rows), settings);
    expect(answer.estimates.did!.value).toBeNull();
    expect(answer.estimates.did!.reason).toContain("the covariates tell the treated units from the others");
    expect(answer.recommended).not.toBe("did");
    expect(answer.recommendation.because[0]).toContain("By the rule did would be first, but it has no answer here");
  });
  it("obeys --method, and refuses one that cannot answer or is none for panels", async () => {
    const rows = drawn([...times(11, 3), ...times(11, 6), ...times(20, 99)], 9, 3);
    expect((await panelEffect(prop99(), { ...settings, method: "synthetic-control" })).recommended).toBe(
      "synthetic-control",
    );
    await expect(panelEffect(panelStudy(rows), { ...settings, method: "synthetic-did" })).rejects.toMatchObject({
      kind: "refused",
      message:
        "--method synthetic-did: there is no answer here: units start to be treated in different periods, and this method needs one start; did has a staggered form; leave out --method, or use did",
    });
    await expect(panelEffect(panelStudy(rows), { ...settings, method: "tmle" })).rejects.toMatchObject({
      kind: "input",
      message: "--method tmle: is no method for panels; use did, synthetic-control, synthetic-did, or leave out --time",
    });
    await expect(panelEffect(panelStudy(rows), { ...settings, replications: 1 })).rejects.toThrow(
      "placebo replications: must be a whole number of at least 2 (given: 1)",
    );
  });
});

describe("warnings", () => {
  it("names and counts units that are always treated; the numbers are those without them", async () => {
    const rows = drawn([...times(12, 6), ...times(15, 99)], 9, 6);
    const always = drawn([0, 0], 9, 7).map((row) => ({ ...row, unit: `always-${row.unit}` }));
    const [plain, more] = [
      await panelEffect(panelStudy(rows), settings),
      await panelEffect(panelStudy([...always, ...rows]), settings),
    ];
    expect(more.warnings[0]).toEqual({
      id: "always-treated",
      text: "2 units are treated from the first period on (2000) and never seen without the treatment, so no method here can use them; they were left out (unit: always-u0, always-u1).",
    });
    expect(numbersOf(more.estimates)).toEqual(numbersOf(plain.estimates));
    expect(more.panel!.event).toEqual(plain.panel!.event);
    expect([more.data.read, more.data.used]).toEqual([29 * 9, 27 * 9]);
    expect(more.data.notes).toEqual(["18 rows of units treated from the first period on were left out."]);
    expect(more.panel!.treated[0]).toEqual({ start: 2000, units: ["always-u0", "always-u1"] });
  });
  it("tells of units that were moving away before, and of what the test cannot show", async () => {
    const trend = async (drift: number) => {
      const answer = await panelEffect(panelStudy(drawn([...times(25, 6), ...times(25, 99)], 9, 8, drift)), settings);
      return answer.warnings.find(({ id }) => id === "pre-trends")!.text;
    };
    expect(await trend(3)).toMatch(/^The 5 effects before the start differ from zero together \(p below 0\.001\)/);
    expect(await trend(0)).toMatch(
      /^The 5 effects before the start do not differ from zero together \(p 0\.\d+\)\. The test cannot show/,
    );
  });
  it("tells of a poor fit before the start, with its number", async () => {
    const rows = drawn([8, ...times(12, 99)], 10, 9).map((row) =>
      row.unit === "u0" ? { ...row, y: row.y + 40 } : row,
    );
    const poor = (await panelEffect(panelStudy(rows), settings)).warnings.filter(
      ({ id }) => id === "poor-pre-period-fit",
    );
    // Levels cannot be mixed up to 40 more than anybody's; synthetic DiD lets them differ.
    expect(poor.length).toBe(1);
    expect(poor[0].text).toMatch(
      /^Before the start the synthetic control misses the treated's average by \d\d(\.\d)? /,
    );
  });
  it("gives no interval where one unit stands against one, and says why", async () => {
    const answer = await panelEffect(panelStudy(drawn([6, 99], 9, 10)), settings);
    for (const { value, interval } of Object.values(answer.estimates)) {
      expect(value).not.toBeNull();
      expect(interval).toBeUndefined();
    }
    expect(answer.warnings.filter(({ id }) => id === "no-standard-error").map(({ text }) => text)).toEqual([
      "For difference in differences there is no interval: with one control unit its own chance cannot be told from the effect.",
      "For synthetic control there is no interval: placebos need more control units than treated ones (1 and 1).",
      "For synthetic difference in differences there is no interval: placebos need more control units than treated ones (1 and 1).",
    ]);
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
  });
  it("says that there is no event study where covariates allow the whole effect but not each period's", async () => {
    // In 2003 alone, which the whole effect does not look at, the covariate tells who will be treated.
    const rows = drawn([...times(10, 6), ...times(20, 99)], 8, 13).map((row) => {
      const u = Number(row.unit.slice(1));
      return { ...row, x: { z: row.time === 2003 ? u : Math.sin(u) } };
    });
    const answer = await panelEffect(panelStudy(rows), settings);
    expect(answer.estimates.did!.value).not.toBeNull();
    expect(answer.panel!.event).toBeUndefined();
    expect(answer.warnings.find(({ id }) => id === "no-event-study")!.text).toMatch(
      /^There is no event study: difference in differences with covariates \(start 2006, period 2004\): the covariates tell/,
    );
  });
  it("says where everybody is treated in the end", async () => {
    const answer = await panelEffect(
      panelStudy(drawn([...times(12, 3), ...times(12, 5), ...times(12, 7)], 9, 11)),
      settings,
    );
    expect(answer.warnings.find(({ id }) => id === "nobody-never-treated")!.text).toBe(
      "Every unit is treated in the end, so units are held against those not yet treated; 6 pairs of a group and a period after its start have nobody left and are in no average. Units that start in 2007 are compared with but have no effect of their own here.",
    );
    expect(answer.estimates.did!.interval).toBeDefined();
  });
});

it("takes a two-valued outcome as 0 and 1", async () => {
  const rows = drawn([...times(15, 3), ...times(20, 99)], 5, 12).map((row) => ({ ...row, y: row.y > 3 ? 1 : 0 }));
  const study = panelStudy(rows);
  const binary = {
    ...study,
    outcome: { kind: "binary", name: "y", values: study.outcome.values, labels: { yes: "ill", no: "well" } },
  } as const;
  const answer = await panelEffect(binary, settings);
  expect(answer.outcome).toEqual({ kind: "binary", name: "y", success: "ill", failure: "well" });
  expect(answer.estimates.did!.value).toBe((await panelEffect(study, settings)).estimates.did!.value);
});
