// THEORY section 9, G2 and its relatives, as rows with their exact law: every number to 1e-12.
import { describe, expect, it } from "vitest";
import { attribute } from "../../src/attribute/attribute.js";
import { lawRows, sampleOf, subsidy } from "../support/samples.js";

const EXACT = 1e-12;

function near(actual: number | null | undefined, expected: number) {
  expect(actual).not.toBeNull();
  expect(Math.abs((actual as number) - expected)).toBeLessThan(EXACT);
}

const law = () =>
  sampleOf(
    lawRows(subsidy, (kind) => kind.name),
    { weights: "law" },
  );
const counts = () =>
  sampleOf(
    lawRows(subsidy, (kind) => kind.name, 1000),
    { weights: "counts" },
  );

for (const [name, make, learner] of [
  ["exact law, cells", law, "cells"],
  ["exact law, auto", law, "auto"],
  ["exact law, linear", law, "linear"],
  ["frequencies, auto", counts, "auto"],
  ["frequencies, linear without folds", counts, "linear"],
] as const) {
  describe(`G2, subsidy and retention (${name})`, async () => {
    const { answer } = await attribute(make(), { learner, fourWay: true, variance: 0.5 });
    const [e11, e10, e01, e00] = answer.evidence;
    const scale = name.startsWith("frequencies") ? 1000 : 1;

    it("has the four events", () => {
      near(e11.rows / scale, 233 / 1000);
      near(e10.rows / scale, 137 / 1000);
      near(e01.rows / scale, 69 / 500);
      near(e00.rows / scale, 123 / 250);
      expect(answer.evidence.map((one) => one.given)).toEqual([
        { T: 1, Y: 1 },
        { T: 1, Y: 0 },
        { T: 0, Y: 1 },
        { T: 0, Y: 0 },
      ]);
    });
    it("has the effects", () => {
      near(answer.effect.ate.value, 21 / 100);
      near(answer.effect.ett.value, 91 / 370);
      near(answer.effect.naive.value, 233 / 370 - 23 / 105);
    });
    it("splits the treated successes", () => {
      near(e11.shares.anyway.value, 574 / 1165);
      near(e11.shares.policy.value, 599 / 2330);
      near(e11.shares.chance.value, 583 / 2330);
      near(e11.shares.anyway.bounds?.[0], 90 / 233);
      near(e11.shares.anyway.bounds?.[1], 142 / 233);
      near(e11.shares.chance.bounds?.[1], 583 / 2330);
    });
    it("bounds recurrence from below, never as a point", () => {
      for (const [one, expected] of [
        [e11, 1747 / 2330],
        [e01, 113 / 230],
        [e10, 787 / 1370],
        [e00, 703 / 820],
      ] as const) {
        expect(one.recurrence.value).toBeNull();
        near(one.recurrence.bounds?.[0], expected);
        expect(one.recurrence.bounds?.[1]).toBe(1);
      }
    });
    it("finds who they were", () => {
      const posterior = Object.fromEntries(e11.posterior!.map((one) => [one.individual.kind, one.posterior]));
      near(posterior.Loyal, 108 / 233);
      near(posterior.Sensitive, 105 / 233);
      near(posterior.Drifter, 20 / 233);
    });
    it("has the probabilities of causation", () => {
      const { pn, ps, pns } = answer.causation!;
      near(pn.value, 591 / 1165);
      near(ps.value, 139 / 410);
      near(pns.value, 57 / 200);
      near(pns.bounds?.[0], 21 / 100);
      near(pns.bounds?.[1], 97 / 200);
      near(pn.bounds?.[0], 91 / 233);
      near(pn.bounds?.[1], 228 / 233);
      near(ps.bounds?.[0], 119 / 492);
      near(ps.bounds?.[1], 257 / 492);
      near(pns.stratified?.[0], 21 / 100);
      near(pns.stratified?.[1], 17 / 50);
      near(pn.stratified?.[0], 91 / 233);
      near(pn.stratified?.[1], 143 / 233);
      near(ps.stratified?.[0], 119 / 492);
      near(ps.stratified?.[1], 197 / 492);
    });
    it("has the response types", () => {
      near(answer.responses!.complier.value, 57 / 200);
      near(answer.responses!.defier.value, 3 / 40);
      near(answer.responses!.always.value, 41 / 200);
      near(answer.responses!.never.value, 87 / 200);
      near(e11.responses!.complier.value, 3849 / 11650);
      const { complier, always, never, defier } = e01.responses!;
      near(complier.value! + always.value! + never.value! + defier.value!, 1);
    });
    it("has the order-free split", () => {
      near(e11.fourWay!.base.value, 7 / 25);
      near(e11.fourWay!.policy.value, 10883 / 46600);
      near(e11.fourWay!.individual.value, 11009 / 46600);
      near(e11.fourWay!.chance.value, 583 / 2330);
    });
    it("has the variance shares, observed and in a trial", () => {
      const { observed, randomised } = answer.variance!;
      near(observed.treatment.value, 10182481 / 60439981);
      near(observed.individual.value, 16976000 / 60439981);
      near(observed.chance.value, 128500 / 233359);
      near(randomised.treatment.value, 21 / 451);
      near(randomised.individual.value, 3440 / 9471);
      near(randomised.chance.value, 5590 / 9471);
      near(randomised.main.value, 3076 / 9471);
      near(randomised.interaction.value, 52 / 1353);
    });
    it("gives no interval to an exact law and one to frequencies", () => {
      expect(e11.shares.anyway.interval === undefined).toBe(name.startsWith("exact"));
    });
  });
}

describe("G2 seen less well", () => {
  it("merging Sensitive and Drifter overstates chance", async () => {
    const merged = sampleOf(
      lawRows(subsidy, (kind) => (kind.name === "Loyal" ? "Loyal" : "other")),
      { weights: "law" },
    );
    const [e11] = (await attribute(merged)).answer.evidence;
    near(e11.recurrence.bounds?.[0], 1597 / 2330);
    near(e11.shares.anyway.value, 5924 / 12815);
    near(e11.shares.policy.value, 5719 / 25630);
    near(e11.shares.chance.value, 733 / 2330);
  });
  it("without covariates recurrence is [mean, 1] and nothing more", async () => {
    const [e11] = (await attribute(sampleOf(lawRows(subsidy), { weights: "law" }))).answer.evidence;
    expect(e11.recurrence.value).toBeNull();
    near(e11.recurrence.bounds?.[0], 233 / 370);
    expect(e11.recurrence.bounds?.[1]).toBe(1);
  });
});

describe("the dial", () => {
  it("at 1 is the comonotone split and PN keeps its independent value", async () => {
    const { answer } = await attribute(law(), { coupling: 1 });
    const [e11] = answer.evidence;
    near(e11.shares.anyway.value, 142 / 233);
    near(e11.shares.policy.value, 91 / 233);
    near(e11.shares.chance.value, 0);
    near(answer.causation!.pn.value, 591 / 1165);
    expect(e11.shares.anyway.coupling).toBe(1);
  });
  it("in between mixes the ends", async () => {
    const [half] = (await attribute(law(), { coupling: 0.5 })).answer.evidence;
    near(half.shares.chance.value, 583 / 4660);
    near(half.shares.anyway.value, (574 / 1165 + 142 / 233) / 2);
    near(half.recurrence.bounds?.[0], 0.5 + 0.5 * (1747 / 2330));
  });
});

describe("G4, the sharp interval", () => {
  // A share s of each stratum is deterministic, the rest a coin of the stratum's probability: seen finely, recurrence rises to 1.
  for (const [s, expected] of [
    [0, 73 / 110],
    [0.25, 329 / 440],
    [0.5, 183 / 220],
    [1, 1],
  ] as const) {
    it(`deterministic share ${s}`, async () => {
      const kinds = [0.3, 0.8].flatMap((p, stratum) => [
        { name: `${stratum} yes`, weight: 0.5 * s * p, pt: 0.5, p0: 1, p1: 1 },
        { name: `${stratum} no`, weight: 0.5 * s * (1 - p), pt: 0.5, p0: 0, p1: 0 },
        { name: `${stratum} coin`, weight: 0.5 * (1 - s), pt: 0.5, p0: p, p1: p },
      ]);
      const rows = lawRows(kinds, (kind) => kind.name).filter((row) => row.weight! > 0);
      const [fine] = (await attribute(sampleOf(rows, { weights: "law" }))).answer.evidence;
      near(fine.recurrence.bounds?.[0], expected);
      const coarse = lawRows(kinds, (kind) => kind.name[0]).filter((row) => row.weight! > 0);
      const [seen] = (await attribute(sampleOf(coarse, { weights: "law" }))).answer.evidence;
      near(seen.recurrence.bounds?.[0], 73 / 110);
    });
  }
});

describe("G8, constant effect seen without covariates", () => {
  const kinds = [0.1, 0.7].map((p0, i) => ({ name: String(i), weight: 0.5, pt: 0.5, p0, p1: p0 + 0.2 }));
  it("policy share is right either way; baseline and chance are not", async () => {
    const [full] = (
      await attribute(
        sampleOf(
          lawRows(kinds, (kind) => kind.name),
          { weights: "law" },
        ),
      )
    ).answer.evidence;
    near(full.shares.policy.value, 1 / 5);
    near(full.shares.anyway.value, 11 / 20);
    near(full.shares.chance.value, 1 / 4);
    const [blind] = (await attribute(sampleOf(lawRows(kinds), { weights: "law" }))).answer.evidence;
    near(blind.shares.policy.value, 1 / 5);
    near(blind.shares.anyway.value, 2 / 5);
    near(blind.shares.chance.value, 2 / 5);
  });
});

describe("G9, a useless policy", () => {
  it("has PN one half under independence and a policy share of nothing", async () => {
    const kinds = [{ name: "all", weight: 1, pt: 0.5, p0: 0.5, p1: 0.5 }];
    const { answer } = await attribute(sampleOf(lawRows(kinds), { weights: "law" }));
    near(answer.causation!.pn.value, 1 / 2);
    near(answer.evidence[0].shares.policy.value, 0);
    near(answer.evidence[0].shares.chance.value, 1 / 2);
    near(answer.causation!.pn.stratified?.[0], 0);
    expect(answer.causation!.pn.warnings.map((warning) => warning.id)).toContain("pn-is-not-an-effect");
  });
});
