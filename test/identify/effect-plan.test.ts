import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import { parseGraph } from "../../src/graph/parse.js";
import { type EffectColumns, effectPlan } from "../../src/identify/effect-plan.js";

const plan = (graph: string, columns: Partial<EffectColumns> = {}, measured?: readonly string[]) =>
  effectPlan(parseGraph(graph), { treatment: "T", outcome: "Y", ...columns }, measured);

async function refusal(graph: string, columns: Partial<EffectColumns> = {}): Promise<string> {
  const error = await plan(graph, columns).catch((one: unknown) => one);
  expect(error).toBeInstanceOf(DiscoError);
  return `${(error as DiscoError).kind}: ${(error as DiscoError).message}`;
}

describe("the way that a graph allows", () => {
  it("is adjustment, by the set with the least variance", async () => {
    // Z confounds; W moves the outcome alone, so that holding it makes the estimate more precise; I moves the treatment alone.
    const found = await plan("I -> T -> Y; Z -> T; Z -> Y; W -> Y");
    expect([found.way, [...found.given].sort()]).toEqual(["adjustment", ["W", "Z"]]);
    expect(found.notes.map(({ text }) => text).join(" ")).toContain("adjust for");
  });

  it("is adjustment for nothing after a lottery", async () => {
    expect(await plan("T -> M -> Y")).toMatchObject({ way: "adjustment", given: [] });
  });

  it("is the front door where common causes are unmeasured and all goes through mediators", async () => {
    expect(await plan("T -> M -> Y; T <-> Y")).toMatchObject({ way: "front-door", mediators: ["M"], given: [] });
  });

  it("is an instrument with what it has to be given", async () => {
    const found = await plan("Z -> T -> Y; T <-> Y; W -> Z; W -> Y");
    expect(found).toMatchObject({ way: "instrument", instruments: ["Z"], given: ["W"] });
  });

  it("is an instrument in the napkin, with a word on the formula that needs no lines", async () => {
    const { way, instruments, notes } = await plan("W -> Z -> T -> Y; W <-> T; W <-> Y");
    expect([way, instruments]).toEqual(["instrument", ["Z"]]);
    expect(notes[0].text).toContain("`disco identify` has a formula");
  });

  it("is refused where there is none", async () => {
    expect(await refusal("T -> Y; T <-> Y")).toMatchInlineSnapshot(
      `"refused: --graph: the effect cannot be computed from what is observed: Unmeasured common causes hold T and Y together. They cannot be told from what T does to Y: the same observations come about with that influence and without it. (given: T -> Y); disco identify GRAPH "P(Y | do(T))" shows why, what would help, and bounds"`,
    );
    // ID has a formula here, and no estimator of ours.
    expect(await refusal("T -> A -> B -> Y; T <-> B; A <-> Y")).toMatchInlineSnapshot(
      `"refused: --graph: the effect can be computed, but by no estimator here: Σ_{A, B} P(A | T) P(Y | T, A, B) Σ_T' P(T') P(B | T', A) (given: T -> Y); disco identify GRAPH "P(Y | do(T))" --data TABLE computes it where all variables are finite"`,
    );
  });
});

describe("what is named", () => {
  it("is taken where it is enough", async () => {
    expect(await plan("T -> Y; Z -> T; Z -> Y", { given: ["Z"] })).toMatchObject({ way: "adjustment", given: ["Z"] });
  });

  it("is kept and told with its role where the others adjust for everything", async () => {
    const graph = "T -> M -> Y; Z -> T; Z -> Y; M -> S; T -> C; Y -> C; Y -> L";
    const guarded = async (given: readonly string[], text = graph) => {
      const found = await plan(text, { given });
      expect(found.given).toEqual(given);
      const { misplaced, valid } = found.guard;
      return [misplaced.map(({ name, role }) => `${name} ${role}`).join(", "), valid.join(",")];
    };
    expect(await guarded(["Z", "M"])).toEqual(["M mediator", "Z"]);
    expect(await guarded(["Z", "S"])).toEqual(["S after treatment", "Z"]);
    expect(await guarded(["C", "Z", "L"])).toEqual(["C collider, L after outcome", "Z"]);
    // M-bias: C is no common cause, and holding it opens a path.
    expect(await guarded(["C"], "A -> T; A -> C; B -> C; B -> Y; T -> Y")).toEqual(["C collider", ""]);
  });

  it("is not told of where it does no harm", async () => {
    // B comes after the treatment and beside the effect; with A the path through C is closed again.
    for (const [graph, given] of [
      ["T -> Y; Z -> T; Z -> Y", ["Z"]],
      ["T -> Y; Z -> T; Z -> Y; T -> B", ["Z", "B"]],
      ["A -> T; A -> C; B -> C; B -> Y; T -> Y", ["C", "A"]],
    ] as const) {
      expect((await plan(graph, { given })).guard).toEqual({ misplaced: [], valid: [], selected: [], recovery: "" });
    }
  });

  it("is refused where it leaves a path open, mistakes or no mistakes", async () => {
    expect(await refusal("T -> Y; Z -> T; Z -> Y", { given: [] })).toMatchInlineSnapshot(
      `"refused: --given: these leave a path open from the treatment to the outcome that is no effect (given: nothing); adjust for Z: --given Z"`,
    );
    expect(await refusal("T -> M -> Y; Z -> T; Z -> Y", { given: ["M"] })).toMatchInlineSnapshot(
      `"refused: --given: this comes after the treatment T, so holding it fixed hides part of the effect or opens a path (given: M); adjust for Z: --given Z"`,
    );
  });

  it("is refused as an instrument where the graph says it is none", async () => {
    expect(await refusal("Z -> T -> Y; Z -> Y", { instruments: ["Z"] })).toMatchInlineSnapshot(
      `"refused: --instrument: by the graph this is no instrument: it does not move the treatment, or touches the outcome by another way (given: Z); the graph has no instrument"`,
    );
  });

  it("stays a mediator where it is no front door", async () => {
    expect(await plan("T -> M -> Y; T -> Y", { mediators: ["M"] })).toMatchObject({
      way: "adjustment",
      mediators: ["M"],
    });
    expect(await plan("T -> M -> Y; T <-> Y", { mediators: ["M"] })).toMatchObject({ way: "front-door" });
  });

  it("has to be in the graph, and measured", async () => {
    expect(await refusal("T -> Y; age -> T", { given: ["agee"] })).toMatchInlineSnapshot(
      `"input: --graph: the graph has no such variable (given: agee); did you mean age? Its measured variables are T, Y, age"`,
    );
    expect(await refusal("T -> Y; U [latent]; U -> T", { given: ["U"] })).toMatchInlineSnapshot(
      `"input: --graph: this variable is not measured: it is latent in the graph, or not in the table (given: U); ask about measured variables, or take the mark latent off if it is one"`,
    );
  });
});

it("what the table lacks is not measured", async () => {
  const graph = "T -> M -> Y; U -> T; U -> Y";
  expect(await plan(graph, {}, ["T", "M", "Y", "U"])).toMatchObject({ way: "adjustment", given: ["U"] });
  expect(await plan(graph, {}, ["T", "M", "Y"])).toMatchObject({ way: "front-door", mediators: ["M"] });
});

describe("rows that were selected", () => {
  const guarded = async (graph: string, columns: Partial<EffectColumns> = {}) => {
    const { given, guard } = await plan(graph, columns);
    return { given, by: guard.selected.map(({ name, role }) => `${name} ${role}`), recovery: guard.recovery };
  };

  it("are told of where the selection is a common effect, or comes after treatment or outcome", async () => {
    for (const [graph, by] of [
      ["T -> Y; T -> S; Y -> S; S [selected]", "S collider"],
      ["T -> Y -> S; S [selected]", "S after outcome"],
      ["T -> M -> Y; M -> S; S [selected]", "S after treatment"],
      ["A -> T -> Y; A -> S; B -> S; B -> Y; S [selected]; A [latent]; B [latent]", "S collider"],
    ]) {
      const found = await guarded(graph);
      expect(found.by).toEqual([by]);
      expect(found.recovery).toContain("By the graph nothing undoes it");
    }
  });

  it("are not where what is adjusted for closes the path, or the selection has no part in it", async () => {
    const open = "A -> T -> Y; A -> S; B -> S; B -> Y; S [selected]";
    // Adjusting for A or B is enough; the plan does it by itself.
    expect(await guarded(open, { given: ["A"] })).toMatchObject({ by: [] });
    const { by, given } = await guarded(open);
    expect([by, given.length > 0]).toEqual([[], true]);
    for (const graph of [
      "T -> Y; Z -> T; Z -> Y; Z -> S; S [selected]",
      "T -> Y; T -> S; S [selected]",
      "T -> Y; S [selected]",
    ])
      expect(await guarded(graph)).toMatchObject({ by: [], recovery: "" });
  });

  it("say what would undo it where the graph has a formula", async () => {
    // Selected by W, which confounds: adjusting for W among the selected is not enough for everybody's mix, yet no path is opened.
    expect((await guarded("W -> T; W -> Y; T -> Y; W -> S; S [selected]")).by).toEqual([]);
    const through = await guarded("T -> M -> Y; T <-> Y; T -> S; Y -> S; S [selected]");
    expect(through.by).toEqual(["S collider"]);
  });
});
