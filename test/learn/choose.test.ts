// Learners by name: what is asked for is made, on any thread, and what has no meaning for it is refused.
import { describe, expect, it } from "vitest";
import { LEARNERS, type LearnerName, learnerOf, specOf } from "../../src/learn/choose.js";

describe("a learner by its name", () => {
  it("is the one that was asked for, and can be made again from its description", () => {
    for (const learner of LEARNERS.filter((name): name is Exclude<LearnerName, "auto"> => name !== "auto")) {
      const made = learnerOf(specOf({ learner }, 1));
      expect(made.name).toBe(learner);
      // Threads are sent the description as text would be.
      expect(learnerOf(structuredClone(made.made!)).name).toBe(learner);
      expect(learnerOf(specOf({ learner, calibrate: true }, 1)).name).toBe(`calibrated ${learner}`);
    }
  });
  it("takes sizes of trees where it has trees", () => {
    expect(specOf({ learner: "boost", trees: 7, depth: 2 }, 0)).toEqual({ kind: "boost", trees: 7, depth: 2 });
    expect(specOf({ learner: "forest", trees: 8 }, 0)).toEqual({ kind: "forest", trees: 8 });
    expect(specOf({ learner: "linear" }, 3)).toEqual({ kind: "linear", ridge: 3 });
    expect(() => specOf({ learner: "linear", trees: 5 }, 0)).toThrow("trees: the learner has none: linear (given: 5)");
    expect(() => specOf({ learner: "forest", depth: 5 }, 0)).toThrow("give learner boost");
    expect(() => specOf({ learner: "oracle" as "linear" }, 0)).toThrow(/no such learner \(given: oracle\)/);
  });
});
