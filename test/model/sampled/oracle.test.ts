// The sampled engine against the exact oracle: on models and questions at random, errors must be as large as the standard errors say.
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../../src/error.js";
import { ask } from "../../../src/model/ask.js";
import { readModel } from "../../../src/model/file/read.js";
import { caseText, randomCase } from "../oracle/cases.js";
import { approximately } from "../oracle/fraction.js";
import { fileOf } from "../oracle/model.js";
import { questionText } from "../oracle/question.js";

describe("on random models, all layers, joint and nested, lambda 0, 1/4 and 1", () => {
  it("is as far from the truth as its standard error says", () => {
    const scores: number[] = [];
    const wrong: string[] = [];
    for (let seed = 0; seed < 500; seed++) {
      const one = randomCase(seed);
      if (!one.answer.possible) continue;
      const exact = approximately(one.answer.value);
      let answer: ReturnType<typeof ask>;
      try {
        answer = ask(readModel(fileOf(one.model)), questionText(one.question), {
          method: "sampled",
          coupling: one.lambda,
          draws: 4000,
          seed,
        });
      } catch (error) {
        if (error instanceof DiscoError && error.kind === "refused") continue;
        throw error;
      }
      const { standardError, effectiveSize } = answer.diagnostics as { standardError: number; effectiveSize: number };
      const error = answer.value! - exact;
      if (standardError === 0) {
        if (Math.abs(error) > 8 / effectiveSize) wrong.push(`${answer.value} against ${exact}\n${caseText(one)}`);
        continue;
      }
      const score = error / standardError;
      if (Math.abs(score) > 5)
        wrong.push(`${answer.value} against ${exact}, ${score} standard errors\n${caseText(one)}`);
      scores.push(score);
    }
    // 5 in 100 beyond 1.96, and no bias: within 4 standard deviations of both.
    const beyond = scores.filter((score) => Math.abs(score) > 1.96).length / scores.length;
    expect(scores.length).toBeGreaterThan(350);
    expect(Math.abs(beyond - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / scores.length));
    expect(Math.abs(scores.reduce((a, b) => a + b, 0)) / Math.sqrt(scores.length)).toBeLessThan(4);
    expect(wrong.slice(0, 3).join("\n\n")).toBe("");
  });
});
