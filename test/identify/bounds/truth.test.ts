// Random models with their latent causes: the exact engine's answer lies inside the bounds that the law of what is measured leaves.
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../../src/error.ts";
import { boundsOf } from "../../../src/identify/bounds/bounds.ts";
import { signMaker } from "../../../src/identify/counterfactual/conjunction.ts";
import { idcStar } from "../../../src/identify/counterfactual/idc-star.ts";
import { unnested } from "../../../src/identify/counterfactual/unnest.ts";
import { evaluate } from "../../../src/identify/estimand/evaluate.ts";
import { ask } from "../../../src/model/ask.ts";
import { readModel } from "../../../src/model/file/read.ts";
import { cellsOf, type FullModel, randomModel, truncated } from "../oracle/model.ts";
import { modelFileOf } from "../oracle/model-file.ts";
import { drawFrom, pick, randomGraph } from "../oracle/random-graph.ts";
import { type RandomQuestion, randomQuestion } from "./random-question.ts";

const SAME = 1e-8;

describe("the truth lies inside", () => {
  it("for random models and questions of all layers, and is met where the question is identified", async () => {
    const seen = { formula: 0, program: 0, sharp: 0, sharper: 0, tooLarge: 0 };
    const failures: string[] = [];
    for (let seed = 0; seed < 1200; seed++) {
      const draw = drawFrom(seed);
      const graph = randomGraph(draw, pick(draw, [2, 3, 3, 4, 4]), 0.3 + 0.5 * draw(), 0.2 + 0.6 * draw());
      const model = randomModel(draw, graph);
      const asked = randomQuestion(draw, model);
      const truth = trueValue(model, asked);
      // Another model may well make it possible.
      if (truth === undefined) continue;
      const cells = cellsOf(graph, model.cards, truncated(model));
      const found = await boundsOf(graph, asked.instance, cells, { mostTypes: 5000 });
      const say = (what: string) => failures.push(`seed ${seed}: ${asked.texts.join(" - ")}: ${what}`);
      if ("reason" in found) {
        seen.tooLarge++;
        if (!/response types|rows/.test(found.reason)) say(found.reason);
        continue;
      }
      const [low, high] = found.bounds;
      if (!(low <= truth + SAME && truth <= high + SAME)) say(`${truth} not in ${found.bounds} (${found.method})`);
      const identified = estimandValue(model, asked, cells);
      if (identified !== undefined && !(Math.abs(low - identified) < SAME && Math.abs(high - identified) < SAME)) {
        say(`identified, ${identified}, yet ${found.bounds}`);
      }
      if (found.method === "formula") seen.formula++;
      else seen.program++;
      if (found.sharp) seen.sharp++;
      if (found.sharper.length > 0) seen.sharper++;
    }
    expect(failures).toEqual([]);
    // The generators make what they are meant to make.
    expect(seen.formula).toBeGreaterThan(800);
    expect(seen.program).toBeGreaterThan(200);
    expect(seen.program + seen.formula - seen.sharp).toBeGreaterThan(50);
    expect(seen.sharper).toBeGreaterThan(100);
    expect(seen.tooLarge).toBeLessThan(20);
  }, 300_000);
});

/** The value by the exact engine, noises shared between worlds; undefined where what is given cannot be. */
function trueValue(model: FullModel, { instance, texts }: RandomQuestion): number | undefined {
  const full = readModel(JSON.stringify(modelFileOf(model)));
  try {
    return texts.reduce((sum, text, i) => sum + instance.terms[i].weight * ask(full, text, { coupling: 1 }).value!, 0);
  } catch (error) {
    if (error instanceof DiscoError && /happen|probability 0|never/.test(error.message)) return undefined;
    throw error;
  }
}

/** The value of the formula, where each term has one. */
function estimandValue({ graph }: FullModel, { instance }: RandomQuestion, observed: ReturnType<typeof cellsOf>) {
  let value = 0;
  for (const { weight, events } of instance.terms) {
    const fresh = signMaker();
    const found = idcStar(unnested(graph, events, new Map(), fresh), { graph, fresh });
    if (!("estimand" in found)) return undefined;
    value += weight * evaluate(found.estimand, { observed }).grid.data[0];
  }
  return value;
}
