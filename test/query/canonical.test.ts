// Questions that mean the same have one canonical form; what means something else keeps its own.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import { canonical } from "../../src/query/canonical.js";
import { parseQuestion } from "../../src/query/parse.js";
import { printQuestion } from "../../src/query/print.js";
import type { Event, Given, Probability, Question, Setting, Term, World } from "../../src/query/question.js";
import { question } from "./trees.js";

const seed = 20260117;
const isAttribute = (name: string) => name === "Z" || name === "my var";
const of = (text: string) => printQuestion(canonical(parseQuestion(text), (name) => name === "ability"));

/** The canonical form, or undefined when one world sets a variable to two values. */
function formOf(tree: Question): Question | undefined {
  try {
    return canonical(tree, isAttribute);
  } catch (error) {
    expect(error).toBeInstanceOf(DiscoError);
    return undefined;
  }
}

/** Goes through all conditions, lists of events and worlds of a tree, and changes them. */
interface Change {
  readonly events?: (events: readonly Event[]) => readonly Event[];
  readonly world?: (world: World) => World;
  readonly given?: (given: Given) => Given;
}

function changed(tree: Question, change: Change): Question {
  const { events = (all) => all, world = (one) => one, given = (one) => one } = change;
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node !== "object" || node === null) return node;
    const inner = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, walk(value)]));
    if ("events" in inner) inner["events"] = events(inner["events"] as readonly Event[]);
    if ("world" in inner) inner["world"] = world(inner["world"] as World);
    return "individual" in inner ? given(inner as unknown as Given) : inner;
  };
  return walk(tree) as Question;
}

function shuffled<One>(all: readonly One[], by: number): readonly One[] {
  return all
    .map((one, i) => ({ one, key: Math.sin((i + 1) * by) }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);
}

describe("the canonical form", () => {
  it.each([
    ["P(Y=1 | do(T=1))", "P(Y[T=1]=1)"],
    ["P(Y=1 | do(T=1), Z=0, do(X=2))", "P(Y[T=1, X=2]=1 | Z[T=1, X=2]=0)"],
    ["E[Y - 2 * X | do(T=1)]", "E[Y[T=1] - 2 * X[T=1]]"],
    ["P(Y=1, Y[T=0]=0 | do(T=1))", "P(Y[T=0]=0, Y[T=1]=1)"],
    ["P(Y[]=1 | do(T=1))", "P(Y[]=1)"],
    ["P(unit=Loyal | do(T=1), Y=1)", "P(unit=Loyal | Y[T=1]=1)"],
    ["P(Y=1 | do(T=1), ability>600)", "P(Y[T=1]=1 | ability>600)"],
    ["P(Y=1 | do(T=1); unit=Loyal)", "P(Y[T=1]=1; unit=Loyal)"],
    ["P(Y | do(smoking), X)", "P(Y | do(smoking), X)"],
    ["P(Y | do(b, a, b))", "P(Y | do(a, b))"],
    ["P(Y[Z=0, X=1]=1, X=1, X=1)", "P(X=1, Y[X=1, Z=0]=1)"],
    ["P(Y[T=1, T=1]=1)", "P(Y[T=1]=1)"],
    ["P(Y=1 | B=1, A=2, B=1; b=1, a=2)", "P(Y=1 | A=2, B=1; a=2, b=1)"],
    ["P(Y[#1]=1)", "P(Y[]=1)"],
    ["P(Y[#7, T=1]=1 | Y[T=1, #3]=0, X[#5]=1)", "P(Y[T=1, #7]=1 | X[#5]=1, Y[T=1, #3]=0)"],
    ["E[Y[#4] * Y | do(T=1)]", "E[Y[#4] * Y[T=1]]"],
    ["P(Y=1, Y[T=1, #2]=1 | do(T=1))", "P(Y[T=1, #2]=1, Y[T=1]=1)"],
    ["P(Y[X=1, Z=Z[W=0, V=1, #3]]=1)", "P(Y[X=1, Z=Z[V=1, W=0, #3]]=1)"],
    ["ATE(T=1 vs 0 -> Y)", "ATE(T -> Y)"],
    ["ATE(T=0 vs 1 -> Y=1)", "ATE(T=0 vs 1 -> Y=1)"],
    ["PN(T -> Y=1 | B=1, A=1)", "PN(T -> Y | A=1, B=1)"],
    ["PN(T -> Y | Y[T=1, #2]=1)", "PN(T -> Y | Y[T=1, #2]=1)"],
    ["PC(Y=1 | do(B=1, A=1))", "PC(Y=1 | do(A=1, B=1))"],
    ["P(Y=1 | do(T=1)) - P(Y=1 | do(T=0)) + -(E[Y | do(T=1)])", "P(Y[T=1]=1) - P(Y[T=0]=1) + -E[Y[T=1]]"],
  ])("of %s is %s", (text, form) => {
    expect(of(text)).toBe(form);
  });

  it("refuses a world that sets a variable to two values", () => {
    for (const text of ["P(Y[T=1, T=0]=1)", "P(Y=1 | do(T=1), do(T=0))", "E[Y[X=1, Z=Z[T=a, T=b]]]"]) {
      expect(() => of(text)).toThrow(
        /^question: one world sets a variable to two values \(given: T=\w and T=\w\); set it once/,
      );
    }
  });

  it("is its own canonical form, and is read as what is printed", () => {
    let possible = 0;
    const same = (tree: Question) => {
      const form = formOf(tree);
      if (form === undefined) return;
      possible++;
      expect(canonical(form, isAttribute)).toStrictEqual(form);
      expect(parseQuestion(printQuestion(form))).toStrictEqual(form);
    };
    fc.assert(fc.property(question, same), { numRuns: 1000, seed });
    expect(possible).toBeGreaterThan(500);
  });

  it("does not depend on the order and number of settings and conjuncts", () => {
    const same = (tree: Question, by: number) => {
      const events = (all: readonly Event[]) => shuffled([...all, ...all.slice(0, 1)], by);
      const other = changed(tree, {
        events,
        world: ({ set, occasion }) => ({ set: shuffled<Setting>([...set, ...set.slice(0, 1)], by), occasion }),
        given: ({ do: set, events: held, individual }) => ({
          do: shuffled([...set, ...set.slice(0, 1)], by),
          events: held,
          individual: shuffled([...individual, ...individual.slice(0, 1)], by),
        }),
      });
      expect(formOf(other)).toStrictEqual(formOf(tree));
    };
    fc.assert(fc.property(question, fc.nat(1000), same), { numRuns: 1000, seed });
  });

  it("is the same whether a do or the brackets are written", () => {
    let rewritten = 0;
    const bracketed = (tree: Question): Question => {
      if (tree.kind !== "probability" || tree.given.do.length === 0) return tree;
      if (tree.given.do.some(({ to }) => to === undefined)) return tree;
      rewritten++;
      const world: World = { set: tree.given.do as readonly Setting[], occasion: 1 };
      const inWorld = ({ term, ...rest }: Event): Event => ({ term: place(term), ...rest });
      const place = (term: Term): Term =>
        "world" in term || term.name === "unit" || isAttribute(term.name) ? term : { ...term, world };
      const { individual } = tree.given;
      const given: Given = { do: [], events: tree.given.events.map(inWorld), individual };
      return { kind: "probability", events: tree.events.map(inWorld), given } satisfies Probability;
    };
    const same = (tree: Question) => {
      const form = formOf(tree);
      if (form !== undefined) expect(formOf(bracketed(tree))).toStrictEqual(form);
    };
    fc.assert(fc.property(question, same), { numRuns: 2000, seed });
    expect(rewritten).toBeGreaterThan(100);
  });

  it("tells questions apart that differ in an event, a setting, an occasion or an individual", () => {
    const texts = [
      "P(Y=1)",
      "P(Y=0)",
      'P(Y="1")',
      "P(Y[]=1)",
      "P(Y[]=1, Y[#2]=1)",
      "P(Y=1, Y[]=1)",
      "P(Y[T=1]=1)",
      "P(Y[T=0]=1)",
      "P(Y=1 | T=1)",
      "P(Y=1, T=1)",
      "P(Y[T=1]=1 | T=1)",
      "P(Y[T=1]=1 | T[T=1]=1)",
      "P(Y=1 | unit=Loyal)",
      "P(Y=1; unit=Loyal)",
      "P(Y[X=1, Z=Z[X=0]]=1)",
      "P(Y[X=1, Z=Z[]]=1)",
      "P(Y)",
      "E[Y]",
      "Var[Y]",
      "ATE(T -> Y)",
      "ATE(T -> Y=1)",
      "ATE(T -> Y | do(Z=1))",
      "ATE(T -> Y | Z=1)",
      "PC(T=1, Y=1)",
      "PC(T=1 vs 0, Y=1)",
    ];
    expect(new Set(texts.map(of)).size).toBe(texts.length);
  });
});
