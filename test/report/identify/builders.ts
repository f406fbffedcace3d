import { estimandLatex } from "../../../src/query/estimand/latex.ts";
import { estimandText } from "../../../src/query/estimand/text.ts";
import type { Estimand, Slot } from "../../../src/query/estimand.ts";
import type { Formula, GivenGraph, Identification } from "../../../src/query/identification.ts";

/** `A -> B -> C; A <-> C`, with roles by name. */
export function graphOf(text: string, roles: Readonly<Record<string, readonly string[]>> = {}): GivenGraph {
  const names = new Set<string>();
  const edges = text.split(";").flatMap((chain) => {
    const words = chain.trim().split(/\s+(->|<->|--)\s+/);
    words.forEach((word, i) => {
      if (i % 2 === 0) names.add(word);
    });
    return words.flatMap((kind, i) =>
      i % 2 === 1 ? [{ from: words[i - 1], to: words[i + 1], kind: kind as "->" | "<->" | "--" }] : [],
    );
  });
  return { nodes: [...names].map((name) => ({ name, roles: roles[name] ?? [] })), edges };
}

/** A variable at its own sign, with primes behind its name; `X=1` at a value. */
export function slot(text: string): Slot {
  const [variable, value] = text.split("=");
  if (value !== undefined) return { variable, at: { value: Number(value) } };
  const mark = text.length - text.replace(/'+$/, "").length;
  const name = text.slice(0, text.length - mark);
  return { variable: name, at: { sign: { variable: name, mark } } };
}

/** `law("Y", "X, Z")` is P(Y | X, Z); names are split at commas. */
export function law(of: string, given = "", set = ""): Estimand {
  const slots = (text: string): Slot[] => (text === "" ? [] : text.split(/,\s*/).map(slot));
  return { kind: "law", of: slots(of), given: slots(given), origin: { do: slots(set) } };
}

export const sum = (over: string, ...factors: readonly Estimand[]): Estimand => ({
  kind: "sum",
  over: over
    .split(/,\s*/)
    .map((name) => ({ sign: (slot(name).at as { sign: { variable: string; mark: number } }).sign })),
  of: factors.length === 1 ? factors[0] : { kind: "product", factors },
});

export const quotient = (top: Estimand, bottom: Estimand): Estimand => ({ kind: "quotient", top, bottom });

export function formulaOf(tree: Estimand, needs: readonly string[], arbitrary: readonly string[] = []): Formula {
  return { text: estimandText(tree), latex: estimandLatex(tree), tree, needs, arbitrary };
}

/** An answer with everything that must be there; what matters to a test is given. */
export function identificationOf(
  query: string,
  graph: GivenGraph,
  extra: Partial<Identification> & Pick<Identification, "identified" | "method">,
): Identification {
  return {
    query,
    graph,
    layer: 2,
    derivation: [],
    assumptions: [
      { id: "graph", text: "The graph is right: what it leaves out is not there." },
      { id: "positivity", text: "Every combination of values that the formula names occurs." },
    ],
    warnings: [],
    diagnostics: {},
    provenance: { engine: "discoscm 0.1.0", graph: "command line" },
    ...extra,
  };
}

export const dataOf = (source: string, read: number, used = read): NonNullable<Identification["data"]> => ({
  source,
  read,
  used,
  missing: {},
  notes: [],
});
