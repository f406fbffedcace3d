import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.ts";
import { type Edge, makeGraph } from "../../src/graph/graph.ts";
import { parseGraph } from "../../src/graph/parse.ts";
import { identify } from "../../src/identify/identify.ts";
import type { IdentifyOptions } from "../../src/identify/options.ts";
import type { Cells } from "../../src/num/cells.ts";

const CONFOUNDED = "Z -> X; Z -> Y; X -> Y; U [latent]; U -> Z";

async function complaint(graph: string, question: string, options: IdentifyOptions = {}): Promise<string> {
  try {
    await identify(parseGraph(graph), question, options);
  } catch (error) {
    if (error instanceof DiscoError) return `${error.kind}: ${error.message}`;
    throw error;
  }
  return "answered";
}

const table = (columns: Record<string, readonly (number | string)[]>): Cells => ({
  kind: "counts",
  mass: new Float64Array(Object.values(columns)[0].length).fill(1),
  columns: Object.entries(columns).map(([name, cells]) => {
    const values = [...new Set(cells)].sort();
    return { name, values, codes: Int32Array.from(cells, (cell) => values.indexOf(cell)) };
  }),
});

describe("questions that no graph can be asked", () => {
  it.each([
    ["a cycle", "X -> Y -> X", "P(Y | do(X))"],
    ["no graph", "", "P(Y | do(X))"],
    ["an unknown variable", CONFOUNDED, "P(Cancer | do(X))"],
    ["a slip of a variable", "smoking -> cancer", "P(cancr | do(smoking))"],
    ["a latent variable", CONFOUNDED, "P(U | do(X))"],
    ["treatment and outcome alike", CONFOUNDED, "ATE(X -> X)"],
    ["a cause asked about where it is set", CONFOUNDED, "P(X | do(X))"],
    ["a cause on both sides", CONFOUNDED, "P(Y, X | do(X))"],
    ["a cause set and seen in one world", CONFOUNDED, "P(Y | do(X=1), X=0)"],
    ["one variable set twice", CONFOUNDED, "P(Y | do(X=1, X=0))"],
    ["an individual by name", CONFOUNDED, "P(Y | do(X); unit=Ana)"],
    ["four numbers at once", CONFOUNDED, "TYPES(X -> Y)"],
    ["an open direction", "X -> Y; X -- Z", "P(Y | do(X))"],
    ["selection and another population", "X -> Y -> S; S [selected]; Y [differs]", "P(Y | do(X))"],
    ["nothing measured", "X [latent]; Y [latent]; X -> Y", "P(Y | do(X))"],
  ])("%s", async (_, graph, question) => {
    expect(await complaint(graph, question)).toMatchSnapshot();
  });

  it("about another occasion of the same individual are answered: no", async () => {
    for (const question of ["PC(X=1, Y=1)", "SHARES(X=1, Y=1)", "P(Y[X=1, #2]=1 | Y=1)", "VARIANCE(X -> Y)"]) {
      const { identified, obstacle, reason } = await identify(parseGraph("X -> Y"), question);
      expect([identified, obstacle?.kind]).toEqual([false, "occasion"]);
      expect(reason).toContain("another occasion");
    }
  });
});

describe("tables that do not fit", () => {
  const observed = table({ X: [0, 0, 1, 1], Y: ["no", "yes", "no", "yes"], Z: [0, 1, 0, 0] });

  it.each([
    ["a value nobody has", "P(Y=yes | do(X=2))"],
    ["a number where there is text", "P(Y=1 | do(X=1))"],
    ["an average of labels", "E[Y | do(X=1)]"],
  ])("%s", async (_, question) => {
    expect(await complaint("Z -> X; Z -> Y; X -> Y", question, { tables: { observed } })).toMatchSnapshot();
  });

  it("a combination that no row has: the answer says which, and gives no number", async () => {
    const answer = await identify(parseGraph("Z -> X; Z -> Y; X -> Y"), "P(Y=yes | do(X=1))", { tables: { observed } });
    expect(answer.identified).toBe(true);
    expect(answer.value).toBeNull();
    expect(answer.reason).toMatchInlineSnapshot(
      `"There is no number: the formula needs P(Y=yes | Z, X=1), and no row has Z = 1, X = 1."`,
    );
  });

  it("a variable the table lacks is taken as not measured, and that is said", async () => {
    const answer = await identify(parseGraph("Z -> X; Zed -> X; Zed -> Y; X -> Y"), "P(Y=yes | do(X=1))", {
      tables: { observed: table({ X: [0, 1], Y: ["no", "yes"], Zet: [0, 1], Z: [0, 1] }) },
    });
    expect(answer.identified).toBe(false);
    expect(answer.warnings[0].text).toMatchInlineSnapshot(
      `"Zed is in the graph and not in the table (is it Zet?), so it is taken as not measured."`,
    );
  });

  it("few rows are warned of", async () => {
    const answer = await identify(parseGraph("X -> Y"), "P(Y=yes | do(X=1))", { tables: { observed } });
    expect(answer.warnings.map(({ id }) => id)).toEqual(["thin"]);
  });
});

describe("5,000 variables", () => {
  const graph = (edges: readonly Edge[]) =>
    makeGraph(
      Array.from({ length: 5000 }, (_, i) => ({ name: `V${i}`, roles: [] })),
      edges,
    );
  const link = (i: number, j: number, kind: Edge["kind"]): Edge => ({ from: `V${i}`, to: `V${j}`, kind });
  const chain = Array.from({ length: 4999 }, (_, i) => link(i, i + 1, "->"));

  it("in a chain are answered", async () => {
    const answer = await identify(graph(chain), "P(V4999 | do(V0))");
    expect(answer.estimand?.text).toBe("P(V4999 | V0)");
  });

  it("that all share causes: not identified, or stopped in time with a word on how far it came", async () => {
    const shared = Array.from({ length: 4999 }, (_, i) => link(i, i + 1, "<->"));
    const answer = identify(graph([...chain, ...shared]), "P(V4999 | do(V0))", { seconds: 0.5 });
    await expect(answer.then(({ obstacle }) => obstacle?.kind)).resolves.toBe("hedge");
  });

  it("stopped at once where no time is given", async () => {
    const mixed = graph([...chain, link(0, 2, "<->"), link(1, 3, "<->")]);
    await expect(identify(mixed, "P(V4999[V0=1]=1 | V0=0)", { seconds: 0 })).rejects.toThrow(
      /^identify: stopped after 0 s, before it was known whether there is a formula \(given: 5000 variables; found so far: \d+ steps/,
    );
  });
});
