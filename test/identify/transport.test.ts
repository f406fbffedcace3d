import { describe, expect, it } from "vitest";
import type { Graph } from "../../src/graph/graph.js";
import { ancestors } from "../../src/graph/relatives.js";
import { shown } from "../../src/identify/formula.js";
import { differing, fromSources, type Source } from "../../src/identify/transport.js";
import type { Step } from "../../src/query/identification.js";
import { bitsOf, nodesIn, sayBits, setOf } from "../graph/algorithms/plain.js";
import {
  checkOpenTransported,
  checkTransported,
  type Transported,
  transported,
  transports,
} from "./oracle/populations.js";
import { letters, problem } from "./oracle/problems.js";
import { type Draw, drawFrom } from "./oracle/random-graph.js";
import { least, reportOn } from "./oracle/report.js";

const someNodes = (draw: Draw, graph: Graph) => [...graph.nodes.keys()].filter(() => draw() < 0.5);
const withCauses = (draw: Draw, graph: Graph) => [...ancestors(graph, someNodes(draw, graph))];

/** Less is measured, and some experiments are made in the target. */
function* scattered(draw: Draw, cases: Iterable<Transported>): Generator<Transported> {
  for (const one of cases) {
    const sources = one.sources.map((source): Source => {
      const measured = new Set([...source.measured].filter(() => draw() < 0.8));
      const elsewhere = source.set.size > 0 && draw() < 0.3;
      return { ...source, measured, ...(elsewhere ? { population: "target" } : {}) };
    });
    yield { ...one, sources };
  }
}

describe("a transported formula is the target's truncated factorisation", () => {
  it("from the population studied, experiments in it, and some nodes in the target: 1,200 questions, models of 3 to 6 nodes", () => {
    const options = { sizes: [3, 4, 5, 6], states: 512, measured: someNodes };
    const report = reportOn(transports(drawFrom(51), 1200, options), checkTransported);
    expect(report.faults).toEqual([]);
    expect(least(report, ["found", "none"])).toBeGreaterThan(250);
    expect(least(report, ["found in a coarser graph"])).toBeGreaterThan(20);
  });

  it("from any sources, experiments in the target and partial measurements among them: 600 questions", () => {
    const options = { sizes: [3, 4, 5], states: 512, measured: someNodes };
    const cases = scattered(drawFrom(52), transports(drawFrom(53), 600, options));
    const report = reportOn(cases, checkTransported);
    expect(report.faults).toEqual([]);
    expect(least(report, ["found", "none"])).toBeGreaterThan(200);
  });
});

it("where there is no formula the answer is open, if what is measured in the target is measured with all its causes: 500 questions, 3 and 4 nodes", () => {
  const options = { sizes: [3, 4], states: 128, ternary: 0, measured: withCauses };
  const report = reportOn(transports(drawFrom(54), 500, options), checkOpenTransported(drawFrom(55)));
  expect(report.faults).toEqual([]);
  expect(least(report, ["open", "settled"])).toBeGreaterThan(80);
});

/** Edges between letters; nodes that differ; sources as "do(X): all", the target's with a star: "*: Z". */
function ask(edges: string, [y, x, z = ""]: readonly string[], differs: string, known: readonly string[]) {
  const { graph } = problem(edges, "", "");
  const nodes = (names: string) => nodesIn(letters(names));
  const sources = known.map((text): Source => {
    const [, star, set = "", measured] = /^(\*?)(?:do\((\w*)\))?: (\w+)$/.exec(text)!;
    const all = measured === "all" ? graph.nodes.map((_, node) => node) : nodes(measured);
    return { ...(star === "" ? {} : { population: "target" }), set: new Set(nodes(set)), measured: new Set(all) };
  });
  const { formula } = transported({ graph, differs: nodes(differs), sources, y: nodes(y), x: nodes(x), z: nodes(z) });
  return formula && shown(graph, formula).text;
}

describe("known graphs", () => {
  it("a covariate that is distributed differently: strata from the experiment, their sizes from the target (Pearl & Bareinboim, AAAI 2011, example 1)", () => {
    // An experiment on X in Los Angeles, and the ages Z of New York.
    const edges = "X -> Y; Z -> Y; Z -> X; X <-> Y";
    expect(ask(edges, ["Y", "X"], "Z", ["*: Z", "do(X): all"])).toBe("Σ_Z P(Y | do(X), Z) P*(Z)");
    expect(ask(edges, ["Y", "X"], "Z", ["do(X): all"])).toBeUndefined();
    expect(ask(edges, ["Y", "X"], "Z", ["*: Z", ": all"])).toBeUndefined();
    // An observational study will do where the covariate is all that confounds.
    expect(ask("X -> Y; Z -> Y; Z -> X", ["Y", "X"], "Z", ["*: Z", ": all"])).toBe("Σ_Z P(Y | X, Z) P*(Z)");
  });

  it("a proxy that only reads differently: the experiment's answer is the target's (example 2)", () => {
    // Z is language skill, which has to do with X and Y through age, unmeasured and the same in both.
    expect(ask("X -> Y; Z <-> Y; X <-> Z; X <-> Y", ["Y", "X"], "Z", ["do(X): all"])).toBe("P(Y | do(X))");
  });

  it("a mediator that differs: its law given the treatment from the target (example 3)", () => {
    const edges = "X -> Z; Z -> Y; X -> Y; X <-> Y";
    expect(ask(edges, ["Y", "X"], "Z", ["*: XZ", "do(X): all"])).toBe("Σ_Z P(Y | do(X), Z) P*(Z | X)");
    // Without an experiment by the front door, where there is one.
    const door = "X -> Z; Z -> Y; X <-> Y";
    expect(ask(door, ["Y", "X"], "Z", ["*: XZ", ": all"])).toBe("Σ_Z P*(Z | X) Σ_X' P(X') P(Y | X', Z)");
  });

  it("an outcome that differs is learnt in the target or not at all", () => {
    const edges = "X -> Y; Z -> Y; Z -> X";
    expect(ask(edges, ["Y", "X"], "Y", [": all", "do(X): all"])).toBeUndefined();
    expect(ask(edges, ["Y", "X"], "Y", ["*: all"])).toBe("Σ_Z P*(Y | X, Z) P*(Z)");
  });

  it("measured without its causes, the covariate's sizes are used as they are", () => {
    const edges = "X -> Y; Z -> Y; W -> Z; W -> X";
    // W is measured in the study alone.
    expect(ask(edges, ["Y", "X"], "Z", ["*: Z", ": all"])).toBe("Σ_Z P(Y | X, Z) P*(Z)");
    // The same where W is what differs: then Z does.
    expect(ask(edges, ["Y", "X"], "W", ["*: Z", ": all"])).toBe("Σ_Z P(Y | X, Z) P*(Z)");
    expect(ask(edges, ["Y", "X"], "W", [": all"])).toBeUndefined();
  });

  it("of an experiment, what is measured there is enough: causes of what is set are not needed", () => {
    expect(ask("W -> X; X -> Y; X <-> Y", ["Y", "X"], "", ["do(X): Y"])).toBe("P(Y | do(X))");
    // And what it shows as a whole needs no causes of the outcome either.
    expect(ask("W -> X; X -> Y; X <-> Y; W -> Y", ["Y", "X"], "", ["do(X): Y"])).toBe("P(Y | do(X))");
  });

  it("surrogate experiments: setting Z may tell what setting X would do (Bareinboim & Pearl, UAI 2012)", () => {
    // Only setting Z shuts the way X <-> Z <-> Y, which opens where Z is seen.
    const edges = "Z -> X; X -> Y; Z <-> X; Z <-> Y";
    expect(ask(edges, ["Y", "X"], "", [": all"])).toBeUndefined();
    expect(ask(edges, ["Y", "X"], "", ["do(Z): all"])).toBe("P(Y | do(Z), X)");
    // No experiment on Z helps where X and Y share a cause of their own.
    expect(ask(`${edges}; X <-> Y`, ["Y", "X"], "", [": all", "do(Z): all"])).toBeUndefined();
  });

  it("two experiments that each show one district (general identifiability: Lee, Correa & Bareinboim, UAI 2019)", () => {
    const two = "A -> B; B -> C; A <-> B; A <-> C";
    expect(ask(two, ["C", "A"], "", [": all"])).toBeUndefined();
    expect(ask(two, ["C", "A"], "", ["do(B): all"])).toBeUndefined();
    expect(ask(two, ["C", "A"], "", ["do(A): AB", "do(B): all"])).toBe("Σ_B P(B | do(A)) P(C | do(B))");
  });
});

it("what is projected out hands on that it differs, through others that are projected out and no further", () => {
  const { graph } = problem("A -> B; B -> C; C -> D; A -> E", "", "");
  const marked = (differs: string, gone: string) =>
    sayBits(bitsOf(differing(graph, setOf(letters(differs)), setOf(letters(gone)))));
  expect(marked("A", "")).toBe("{A}");
  expect(marked("A", "A")).toBe("{B, E}");
  expect(marked("A", "AB")).toBe("{C, E}");
  expect(marked("D", "AB")).toBe("{D}");
  expect(marked("AE", "AE")).toBe("{B}");
});

it("a district is taken only from a source that has all of it, and the step says which", () => {
  const { graph } = problem("A -> B; A <-> B", "", "");
  const steps: Step[] = [];
  const trace = (step: Step) => steps.push(step);
  const sources: Source[] = [
    { population: "target", set: new Set([1]), measured: new Set([0]) },
    { set: new Set([0]), measured: new Set([1]) },
  ];
  const source = fromSources(graph, new Set([0]), sources);
  expect("estimand" in source(new Set([1]), { trace })).toBe(true);
  expect(steps[0]).toEqual({
    rule: "transport",
    text: "{B} is taken from the population studied, as seen with A set.",
  });
  expect("estimand" in source(new Set([0]), { trace })).toBe(true);
  expect(steps.map(({ text }) => text)).toContain("{A} is taken from the population asked about, as seen with B set.");
  expect(fromSources(graph, new Set([1]), sources)(new Set([1]), { trace })).toEqual({
    hedge: { forest: new Set([1]), inner: new Set([1]) },
  });
});
