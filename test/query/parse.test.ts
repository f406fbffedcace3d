// What each form of a question means, as a tree written by hand.
import { describe, expect, it } from "vitest";
import { parseQuestion, parseSettings } from "../../src/query/parse.js";
import type { Event, Given, Quantity, Question, Setting, Term, Value, World } from "../../src/query/question.js";

const nothing: Given = { do: [], events: [], individual: [] };
const world = (set: readonly Setting[] = [], occasion = 1): World => ({ set, occasion });
const set = (variable: string, to: Setting["to"]): Setting => ({ variable, to });
const term = (name: string, inside?: World): Term => ({ kind: "term", name, ...(inside && { world: inside }) });
const is = (of: string | Term, value: Value): Event => ({
  term: typeof of === "string" ? term(of) : of,
  test: { comparison: "=", value },
});
const probability = (events: readonly Event[], given: Partial<Given> = {}): Question => ({
  kind: "probability",
  events,
  given: { ...nothing, ...given },
});
const mean = (of: Quantity, given: Partial<Given> = {}): Question => ({
  kind: "expectation",
  moment: "E",
  of,
  given: { ...nothing, ...given },
});
const t1 = world([set("T", 1)]);
const t0 = world([set("T", 0)]);

describe("a question is read", () => {
  it.each<[string, Question]>([
    ["P(retained=1 | subsidy=1)", probability([is("retained", 1)], { events: [is("subsidy", 1)] })],
    ["P(Y=1 | do(T=1))", probability([is("Y", 1)], { do: [set("T", 1)] })],
    [
      "P(Y=1|do(T=1,X=a),Z=0,do(W=W[X=0]);unit=Loyal)",
      probability([is("Y", 1)], {
        do: [set("T", 1), set("X", "a"), set("W", { kind: "term", name: "W", world: world([set("X", 0)]) })],
        events: [is("Z", 0)],
        individual: [{ name: "unit", value: "Loyal" }],
      }),
    ],
    ["P(Y[T=0]=1 | T=1, Y=1)", probability([is(term("Y", t0), 1)], { events: [is("T", 1), is("Y", 1)] })],
    ["P(Y[T=1]=1, Y[T=0]=0)", probability([is(term("Y", t1), 1), is(term("Y", t0), 0)])],
    [
      "P(Y[T=1]=1; unit=Loyal)",
      probability([is(term("Y", t1), 1)], { individual: [{ name: "unit", value: "Loyal" }] }),
    ],
    [
      'P(Y=1; ability=600, segment="North West")',
      probability([is("Y", 1)], {
        individual: [
          { name: "ability", value: 600 },
          { name: "segment", value: "North West" },
        ],
      }),
    ],
    ["P(unit=Loyal | T=1)", probability([is("unit", "Loyal")], { events: [is("T", 1)] })],
    ["P(cancer | do(smoking))", probability([{ term: term("cancer") }], { do: [{ variable: "smoking" }] })],
    ["P(Y[]=1)", probability([is(term("Y", world()), 1)])],
    ["P(Y[#2]=1)", probability([is(term("Y", world([], 2)), 1)])],
    ["P(Y[T=1, #2]=1)", probability([is(term("Y", world([set("T", 1)], 2)), 1)])],
    ["P(Y[#2, T=1]=1)", probability([is(term("Y", world([set("T", 1)], 2)), 1)])],
    ["P(Y[#1]=1)", probability([is(term("Y", world()), 1)])],
    [
      "E[Y[X=1, Z=Z[X=0]]]",
      mean(term("Y", world([set("X", 1), set("Z", { kind: "term", name: "Z", world: world([set("X", 0)]) })]))),
    ],
    [
      "E(Y[T=1] - Y[T=0] | Z=1)",
      mean({ kind: "arithmetic", operator: "-", left: term("Y", t1), right: term("Y", t0) }, { events: [is("Z", 1)] }),
    ],
    ["Var[Y]", { kind: "expectation", moment: "Var", of: term("Y"), given: nothing }],
    ["SD(Y)", { kind: "expectation", moment: "SD", of: term("Y"), given: nothing }],
    ["ATE(T -> Y)", { kind: "effect", name: "ATE", treatment: "T", outcome: "Y", given: nothing }],
    [
      "NDE(T=2 vs 0 -> M, N -> Y)",
      {
        kind: "effect",
        name: "NDE",
        treatment: "T",
        arms: { treated: 2, control: 0 },
        through: ["M", "N"],
        outcome: "Y",
        given: nothing,
      },
    ],
    [
      "PN(T=2 vs -1 -> Y=yes | Z=1; unit=Loyal)",
      {
        kind: "effect",
        name: "PN",
        treatment: "T",
        arms: { treated: 2, control: -1 },
        outcome: "Y",
        success: "yes",
        given: { do: [], events: [is("Z", 1)], individual: [{ name: "unit", value: "Loyal" }] },
      },
    ],
    [
      "BENEFIT(T -> Y, defier=-1, never=0, complier=1.5, always=.5)",
      {
        kind: "effect",
        name: "BENEFIT",
        treatment: "T",
        outcome: "Y",
        payoffs: { complier: 1.5, always: 0.5, never: 0, defier: -1 },
        given: nothing,
      },
    ],
    [
      "PC(T=1, Y=1)",
      {
        kind: "case",
        name: "PC",
        treatment: { variable: "T", value: 1 },
        outcome: { variable: "Y", value: 1 },
        given: nothing,
      },
    ],
    ["SHARES(score=700)", { kind: "case", name: "SHARES", outcome: { variable: "score", value: 700 }, given: nothing }],
    [
      "SHARES(T=2 vs 0, Y=1 | Z=1)",
      {
        kind: "case",
        name: "SHARES",
        treatment: { variable: "T", value: 2, versus: 0 },
        outcome: { variable: "Y", value: 1 },
        given: { ...nothing, events: [is("Z", 1)] },
      },
    ],
    ["-1", { kind: "number", value: -1 }],
    ["- 0", { kind: "number", value: 0 }],
    ["P(Y=-0)", probability([is("Y", 0)])],
    ["-(1)", { kind: "negative", of: { kind: "number", value: 1 } }],
  ])("%s", (text, tree) => {
    expect(parseQuestion(text)).toStrictEqual(tree);
  });

  it.each(["ETT", "ETU", "PS", "PNS", "TYPES", "VARIANCE"])("%s(T -> Y)", (name) => {
    expect(parseQuestion(`${name}(T -> Y)`)).toMatchObject({ kind: "effect", name, treatment: "T", outcome: "Y" });
  });

  it.each(["=", "!=", "<", "<=", ">", ">="])("with the comparison %s", (comparison) => {
    const event: Event = { term: term("Y"), test: { comparison: comparison as "=", value: 1 } };
    expect(parseQuestion(`P(Y ${comparison} 1)`)).toStrictEqual(probability([event]));
  });

  it.each([
    ["P(Y==1)", "P(Y=1)"],
    ["ATE(T → Y)", "ATE(T -> Y)"],
    ["P(Y≤1, Y≥−2 | T≠0)", "P(Y<=1, Y>=-2 | T!=0)"],
    ["P（Y＝1｜do（T＝1），Z［X＝1］＞0；unit＝a）", "P(Y=1 | do(T=1), Z[X=1]>0; unit=a)"],
    ["2 × E[Y·X] – 1", "2 * E[Y * X] - 1"],
    [" P (\n Y\t= 1 )\r\n", "P(Y=1)"],
  ])("%s like %s", (text, plain) => {
    expect(parseQuestion(text)).toStrictEqual(parseQuestion(plain));
  });

  it("with words as names where they can be nothing else", () => {
    expect(parseQuestion("P(P=1, do=vs | E[do=1]=0, do(do=2), do)")).toStrictEqual(
      probability([is("P", 1), is("do", "vs")], {
        do: [set("do", 2)],
        events: [is(term("E", world([set("do", 1)])), 0), { term: term("do") }],
      }),
    );
    expect(parseQuestion("E[E * Var]")).toStrictEqual(
      mean({ kind: "arithmetic", operator: "*", left: term("E"), right: term("Var") }),
    );
    expect(parseQuestion("ATE(vs=vs vs vs -> ATE=ATE)")).toMatchObject({
      treatment: "vs",
      arms: { treated: "vs", control: "vs" },
      outcome: "ATE",
      success: "ATE",
    });
    expect(parseQuestion("P(`do`=1 | `do`[T=1]=1)")).toStrictEqual(parseQuestion("P(do=1 | do[T=1]=1)"));
  });

  it("with arithmetic as on paper", () => {
    // What each text is worth, worked out by hand.
    const worth: Record<string, number> = {
      "-2^2": -4,
      "(-2)^2": 4,
      "2^3^2": 512,
      "(2^3)^2": 64,
      "2^-1": 0.5,
      "2^-2^2": 0.0625,
      "1-2-3": -4,
      "1-(2-3)": 2,
      "2+3*4": 14,
      "(2+3)*4": 20,
      "8/4/2": 1,
      "8/(4/2)": 4,
      "8/4*2": 4,
      "--2": 2,
      "1--2": 3,
      "-2*-3": 6,
      "2*3^2": 18,
    };
    const worthOf = (node: Question): number => {
      if (node.kind === "number") return node.value;
      if (node.kind === "negative") return -worthOf(node.of);
      if (node.kind !== "arithmetic") throw new Error("no number");
      const [a, b] = [worthOf(node.left), worthOf(node.right)];
      return { "+": a + b, "-": a - b, "*": a * b, "/": a / b, "^": a ** b }[node.operator];
    };
    for (const [text, value] of Object.entries(worth)) expect(worthOf(parseQuestion(text)), text).toBe(value);
  });
});

describe("settings are read", () => {
  it("with commas between them", () => {
    expect(parseSettings(" T=1, `my var` = high,Z=Z[T=0] ")).toStrictEqual([
      set("T", 1),
      set("my var", "high"),
      set("Z", { kind: "term", name: "Z", world: t0 }),
    ]);
  });
  it.each(["", "T", "T=", "T=1,", "T=1 Z=0", "T=1)", "do(T=1)"])("and %j is refused", (text) => {
    expect(() => parseSettings(text)).toThrow(/^question: .*\n.*\n.*\n {2}at character \d+; /);
  });
});

describe("limits", () => {
  it.each<[string, string, RegExp]>([
    ["10,000 parentheses", "(".repeat(10_000), /nested more than 100 deep/],
    ["10,000 brackets", `P(Y${"[T=T".repeat(10_000)}`, /nested more than 100 deep/],
    ["10,000 signs", "-".repeat(10_000), /nested more than 100 deep/],
    ["10,000 powers", `${"2^".repeat(10_000)}2`, /nested more than 100 deep/],
    ["10,000 terms", `1${"+1".repeat(10_000)}`, /more than 1000 operators/],
    ["10,000 terms of a mean", `E[Y${"+Y".repeat(10_000)}]`, /more than 1000 operators/],
    ["a megabyte", "P(Y=1 | ".repeat(131_072), /longer than 100,000 characters/],
    ["no question", "( ".repeat(50_000), /nested more than 100 deep/],
  ])("%s are refused at once", (_, text, says) => {
    let took = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 5; i++) {
      const start = performance.now();
      expect(() => parseQuestion(text)).toThrow(says);
      took = Math.min(took, performance.now() - start);
    }
    expect(took).toBeLessThan(10);
  });

  it("a hundred parentheses, a thousand operators and 20,000 events are no trouble", () => {
    expect(parseQuestion(`${"(".repeat(100)}1${")".repeat(100)}`)).toStrictEqual({ kind: "number", value: 1 });
    expect(() => parseQuestion(`P(Y=1)${" - P(Y=0)".repeat(1000)}`)).not.toThrow();
    const events = Array.from({ length: 20_000 }, () => "Y=1").join(",");
    expect(parseQuestion(`P(${events})`)).toMatchObject({ events: { length: 20_000 } });
  });
});
