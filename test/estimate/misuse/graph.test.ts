import { describe, expect, it } from "vitest";
import { attribute } from "../../../src/attribute/attribute.js";
import { effect } from "../../../src/estimate/effect.js";
import { selectionRemarks } from "../../../src/estimate/misuse/graph-remarks.js";
import { parseGraph } from "../../../src/graph/parse.js";
import { effectPlan } from "../../../src/identify/effect-plan.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";
import type { ArmStudy } from "../../../src/num/study.js";
import { armStudy } from "../../support/study.js";

const quick = { learner: "linear", refute: false, seed: 1 } as const;
const GRAPH = "z -> t; z -> y; t -> m -> y; t -> y; t -> s; y -> s";

/** t moves m by 1, y = t + 2 m + z: the whole effect is 3, what does not go through m is 1. s is a common effect. */
function draw(rows: number, seed: number): ArmStudy {
  const uniform = uniformStream(seed, rows);
  const normal = normalStream(uniform);
  const z = Float64Array.from({ length: rows }, () => normal());
  const t = z.map((v) => (uniform() < 1 / (1 + Math.exp(-v)) ? 1 : 0));
  const m = t.map((v) => v + normal());
  const y = t.map((v, i) => v + 2 * m[i] + z[i] + normal());
  const s = t.map((v, i) => 0.3 * v + 0.3 * y[i] + normal());
  return armStudy(t, y, { z, m, s });
}

const only = (study: ArmStudy, names: readonly string[]): ArmStudy => ({
  ...study,
  given: study.given.filter(({ name }) => names.includes(name)),
});
const guardOf = async (graph: string, given?: readonly string[]) =>
  (await effectPlan(parseGraph(graph), { treatment: "t", outcome: "y", ...(given ? { given } : {}) })).guard;
const numbersIn = (text: string) => [...text.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number);

describe("effect, adjusting for what a graph says not to", () => {
  it("has the estimate with and without a mediator, which are its two effects", async () => {
    const study = draw(2000, 1);
    const guard = await guardOf(GRAPH, ["z", "m"]);
    const { warnings, estimates } = await effect(only(study, ["z", "m"]), { ...quick, guard });
    const [{ id, text }] = warnings;
    expect(id).toBe("adjusts-for-mediator");
    expect(text).toContain("By the graph m is a mediator: t acts on y through it");
    expect(text).toContain("--given z.");
    const [, with_, , , without] = numbersIn(text.slice(text.indexOf("Adjusting for m")).replace("95 %", "95")).flatMap(
      (value, i) => (i === 0 ? [Number.NaN, value] : [value]),
    );
    expect(with_).toBeCloseTo(estimates.aipw!.value!, 1);
    expect(with_).toBeCloseTo(1, 0);
    // What is said to be the estimate without is the one that the others alone give.
    const alone = await effect(only(study, ["z"]), quick);
    expect(text).toContain(`without, ${Number(alone.estimates.aipw!.value!.toPrecision(3))} (95 % interval`);
    expect(alone.estimates.aipw!.value!).toBeCloseTo(3, 0);
    expect(without).toBeDefined();
  });

  it("names each of several, and the set that would do once", async () => {
    const guard = await guardOf(GRAPH, ["m", "s", "z"]);
    const { warnings } = await effect(draw(600, 2), { ...quick, guard });
    const own = warnings.filter(({ id }) => id.startsWith("adjusts-for"));
    expect(own.map(({ id }) => id)).toEqual(["adjusts-for-mediator", "adjusts-for-collider"]);
    expect(own[0].text).toContain("Adjusting for m, s, the estimate shown first is");
    expect(own.filter(({ text }) => text.includes("--given z"))).toHaveLength(1);
  });

  it("compares with the plain difference where nothing has to be adjusted for", async () => {
    const uniform = uniformStream(9);
    const t = Float64Array.from({ length: 400 }, () => (uniform() < 0.5 ? 1 : 0));
    const m = t.map((v) => 0.5 * v + 2 * uniform());
    const study = armStudy(
      t,
      m.map((v) => v + uniform()),
      { m },
    );
    const guard = await guardOf("t -> m -> y", ["m"]);
    const { warnings, estimates } = await effect(study, { ...quick, guard });
    const plain = estimates.difference!.value!;
    expect(warnings[0].text).toContain(`without, ${Number(plain.toPrecision(3))} (`);
    expect(warnings[0].text).toContain("leave --given out");
  });

  it("says what the graph says where the arms cannot be compared for it", async () => {
    const study = draw(400, 5);
    const after = {
      kind: "numeric",
      name: "s",
      values: Float64Array.from(study.treatment.codes, (t) => 5 * t),
    } as const;
    const given = [...only(study, ["z"]).given, after];
    const guard = await guardOf(GRAPH, ["z", "s"]);
    await expect(effect({ ...study, given }, { ...quick, guard })).rejects.toThrow(
      /by the graph s is a collider: --given z; or leave it out/,
    );
  });

  it("says nothing where the graph agrees", async () => {
    const guard = await guardOf(GRAPH, ["z"]);
    const study = only(draw(400, 3), ["z"]);
    expect(await effect(study, { ...quick, guard })).toEqual(await effect(study, quick));
  });
});

describe("effect, comparing arms after selection", () => {
  it("has the odds ratio that the selection alone would make", async () => {
    // 1946: no association in the population, 1.89 among the selected, and the identity gives it back.
    const counts = [49, 200, 50, 386] as const;
    const odds = (386 * 49) / (50 * 200);
    const arm: number[] = [];
    const y: number[] = [];
    counts.forEach((count, cell) => {
      for (let i = 0; i < count; i++) {
        arm.push(cell >> 1);
        y.push(cell & 1);
      }
    });
    const guard = await guardOf("t; y; t -> hospital <- y; hospital [selected]; t -> y");
    expect(guard.selected.map(({ role }) => role)).toEqual(["collider"]);
    const { warnings } = await effect(armStudy(arm, y, {}, { binary: true }), { ...quick, guard });
    expect(warnings[0].id).toBe("compares-after-selection");
    expect(warnings[0].text).toContain("Rows are here only where hospital is 1");
    expect(warnings[0].text).toContain(`an odds ratio of ${odds.toPrecision(3)} among these rows`);
    expect(warnings[0].text).toContain("nothing undoes it from such rows alone");
  });

  it("leaves the number out where there is none", async () => {
    const guard = await guardOf("t -> y -> kept; kept [selected]");
    const [{ text }] = selectionRemarks(guard, undefined);
    expect(text).not.toContain("odds ratio of");
    expect(text).toContain("it is an effect of y");
    expect(selectionRemarks(guard, [0, 5, 5, 5])[0].text).not.toContain("odds ratio of");
  });

  it("says nothing where the selection does no harm", async () => {
    const guard = await guardOf("z -> t; z -> y; t -> y; z -> kept; kept [selected]");
    const study = only(draw(400, 3), ["z"]);
    expect(await effect(study, { ...quick, guard })).toEqual(await effect(study, quick));
  });
});

describe("attribute with a graph", () => {
  const sampleOf = ({ treatment, given, rows, data }: ArmStudy, y: Float64Array) => ({
    ...{ rows, given, data },
    treatment: { name: "t", values: Uint8Array.from(treatment.codes), labels: { yes: 1, no: 0 } },
    outcome: { kind: "binary", name: "y", values: y, labels: { yes: 1, no: 0 } } as const,
  });

  it("has the average effect with and without a mediator, and the odds ratio under selection", async () => {
    const study = draw(1500, 4);
    const y = study.outcome.values.map((value) => (value > 1 ? 1 : 0));
    const guard = await guardOf(`${GRAPH}; s [selected]`, ["z", "m"]);
    const settings = { learner: "linear", seed: 1 } as const;
    const { answer } = await attribute(sampleOf(only(study, ["z", "m"]), y), { ...settings, guard });
    const alone = await attribute(sampleOf(only(study, ["z"]), y), settings);
    const [mediator, selection] = answer.warnings;
    const said = (value: number | null) => String(Number(value!.toPrecision(3)));
    expect(mediator.id).toBe("adjusts-for-mediator");
    expect(mediator.text).toContain(
      `Adjusting for m, the average effect (ATE) is ${said(answer.effect.ate.value)} (95 % interval`,
    );
    expect(mediator.text).toContain(`without, ${said(alone.answer.effect.ate.value)} (95 % interval`);
    expect(selection.id).toBe("compares-after-selection");
    const cell = (arm: number, hit: number) =>
      y.reduce((sum, value, i) => sum + (value === hit && study.treatment.codes[i] === arm ? 1 : 0), 0);
    const odds = (cell(1, 1) * cell(0, 0)) / (cell(1, 0) * cell(0, 1));
    expect(selection.text).toContain(`odds ratio of ${odds.toPrecision(3)}`);
    expect(alone.answer.warnings.map(({ id }) => id)).not.toContain("adjusts-for-mediator");
  });
});
