// Two populations that are alike but for the mechanisms of some nodes, and what is known of either.
import type { Graph } from "../../../src/graph/graph.js";
import { identifyAtom } from "../../../src/identify/atom.js";
import type { Tables } from "../../../src/identify/estimand/evaluate.js";
import { type Basis, coarser, fromSources, type Source } from "../../../src/identify/transport.js";
import type { Cells } from "../../../src/num/cells.js";
import type { Estimand } from "../../../src/query/estimand.js";
import { combinationsOf, effectIn, worstError } from "./agreement.js";
import {
  type Asked,
  type AskOptions,
  atomOf,
  isOpen,
  isOpenSomewhere,
  questions,
  sayAsked,
  withRichLatents,
} from "./ask.js";
import { cellsOf, type FullModel, truncated } from "./model.js";
import type { Row } from "./moves.js";
import type { Draw } from "./random-graph.js";
import type { Finding } from "./report.js";

/** A question about the target, from laws of both. */
export interface Transported extends Asked {
  readonly graph: Graph;
  readonly studied: FullModel;
  /** Shares every table with `studied`, in place, but for those of the nodes that differ; the latents' laws too. */
  readonly target: FullModel;
  readonly differs: readonly number[];
  readonly sources: readonly Source[];
}

/** The same population elsewhere: new tables for the nodes that differ. */
function elsewhere(draw: Draw, model: FullModel, differs: readonly number[]): FullModel {
  const fresh = (row: readonly number[]) => {
    const weights = row.map(() => 0.15 + draw());
    const total = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / total);
  };
  return { ...model, tables: model.tables.map((rows, node) => (differs.includes(node) ? rows.map(fresh) : rows)) };
}

/**
 * Random questions P(y | do(x)), P(y | do(x), z) and P(y | z) in turn. Known are the population studied, as it is and in up to two
 * experiments, now and then in experiments alone; and of the target what `measured` says.
 */
export function* transports(
  draw: Draw,
  count: number,
  options: AskOptions & { readonly measured: (draw: Draw, graph: Graph) => readonly number[] },
): Generator<Transported> {
  let made = 0;
  for (const { graph, model: studied, y, x, z } of questions(draw, count, options)) {
    const nodes = [...graph.nodes.keys()];
    const some = (chance: number) => nodes.filter(() => draw() < chance);
    const differs = some(0.3);
    const all = new Set(nodes);
    const experiments = [some(0.35), some(0.35)].filter(
      (set) => set.length > 0 && set.length < nodes.length && draw() < 0.5,
    );
    const sources: Source[] = [
      { population: "target", set: new Set(), measured: new Set(options.measured(draw, graph)) },
      ...(draw() < 0.9 ? [{ set: new Set<number>(), measured: all }] : []),
      ...experiments.map((set): Source => ({ set: new Set(set), measured: all })),
    ];
    const asked = [
      { y, x, z: [] },
      { y, x, z },
      { y, x: [], z: [...x, ...z] },
    ][made++ % 3];
    yield { graph, studied, target: elsewhere(draw, studied, differs), differs, sources, ...asked };
  }
}

/** The laws of one source, for each value of what is set there, one behind the other: dense in all nodes. */
function lawsOf({ studied, target }: Transported, { population, set }: Source): Float64Array[] {
  const model = population === "target" ? target : studied;
  const nodes = [...set];
  return combinationsOf(nodes.map((node) => model.cards[node])).map((values) =>
    truncated(model, new Map(nodes.map((node, i) => [node, values[i]]))),
  );
}

/** Each source as a table that has no columns but those measured or set. Values that are set are equally frequent. */
function tablesOf(one: Transported): Tables {
  const { graph, studied, sources } = one;
  const nothing: Cells = { kind: "law", mass: new Float64Array([1]), columns: [] };
  const cells = (source: Source): Cells => {
    const mass = lawsOf(one, source).reduce((sum, law) => sum.map((value, i) => value + law[i]));
    const whole = cellsOf(graph, studied.cards, mass);
    return { ...whole, columns: whole.columns.filter((_, node) => source.measured.has(node) || source.set.has(node)) };
  };
  const plain = (population: "target" | undefined) =>
    sources.find((own) => own.set.size === 0 && own.population === population);
  const [observed, target] = [plain(undefined), plain("target")];
  return {
    observed: observed === undefined ? nothing : cells(observed),
    ...(target === undefined ? {} : { target: cells(target) }),
    experiments: sources
      .filter(({ set }) => set.size > 0)
      .map((own) => ({
        set: [...own.set].map((node) => graph.nodes[node].name),
        cells: cells(own),
        ...(own.population === undefined ? {} : { population: own.population }),
      })),
  };
}

/** Everything that the sources tell, as numbers: the law of what each measures, summed over the rest. */
function knownIn(one: Transported): number[] {
  const { cards } = one.studied;
  const every = combinationsOf(cards);
  return one.sources.flatMap((source) =>
    lawsOf(one, source).flatMap((law) => {
      const margin = new Map<string, number>();
      every.forEach((values, entry) => {
        const key = values.filter((_, node) => source.measured.has(node)).join();
        margin.set(key, (margin.get(key) ?? 0) + law[entry]);
      });
      return [...margin.values()];
    }),
  );
}

/** The rows of both populations, those they share once. */
function rowsOfBoth({ studied, target }: Transported): Row[] {
  const rows = [studied, target].flatMap(({ latents, tables }) => [...latents.map(({ law }) => law), ...tables.flat()]);
  return [...new Set(rows)] as Row[];
}

type Question = Asked & Pick<Transported, "graph" | "differs" | "sources">;

/** A formula for the target, in the whole graph or, where it has none, in a coarser one. */
export function transported(one: Question): { readonly formula?: Estimand; readonly isCoarse: boolean } {
  const { atom, open } = atomOf(one);
  const differs = new Set(one.differs);
  const whole: Basis = { graph: one.graph, source: fromSources(one.graph, differs, one.sources) };
  const others = coarser(one.graph, differs, one.sources, new Set([...one.y, ...one.x, ...one.z]));
  for (const { graph, source } of [whole, ...others]) {
    const factor = { source, method: "transport" };
    const { outcome } = identifyAtom(atom, { graph, open, trace: () => {}, factor });
    if ("estimand" in outcome) return { formula: outcome.estimand, isCoarse: graph !== one.graph };
  }
  return { isCoarse: false };
}

function sayIt(one: Transported): string {
  const names = (nodes: Iterable<number>) => [...nodes].map((node) => one.graph.nodes[node].name).join("");
  const sources = one.sources.map(
    ({ population, set, measured }) => `${population ?? "studied"} do(${names(set)}) ${names(measured)}`,
  );
  return `${sayAsked(one)}, ${names(one.differs)} differ, known ${sources.join("; ")}`;
}

/** Is a transported formula the target's truncated factorisation? */
export function checkTransported(one: Transported): readonly Finding[] {
  const { target, y, x, z } = one;
  const { formula, isCoarse } = transported(one);
  if (formula === undefined) return [{ kind: "none" }];
  const error = worstError(formula, target, tablesOf(one), [...y, ...x, ...z], effectIn(target, y, x, z));
  const kind = isCoarse ? "found in a coarser graph" : "found";
  return [{ kind, fault: error < 1e-9 ? undefined : `${sayIt(one)}: wrong by ${error}` }];
}

/** Is the answer open where there is no formula, and settled where there is one? */
export function checkOpenTransported(draw: Draw): (one: Transported) => readonly Finding[] {
  return (one) => {
    const open = ([studied, other]: readonly [FullModel, FullModel]) => {
      const tables = other.tables.map((own, node) => (one.differs.includes(node) ? own : studied.tables[node]));
      const both: Transported = { ...one, studied, target: { ...studied, tables } };
      return isOpen({ ...both, model: both.target }, { known: () => knownIn(both), rows: rowsOfBoth(both) });
    };
    if (transported(one).formula !== undefined)
      return [
        { kind: "settled", fault: open([one.studied, one.target]) ? `${sayIt(one)}: a formula, and open` : undefined },
      ];
    const rich = () => {
      const studied = withRichLatents(draw, one.studied);
      return open([studied, withRichLatents(draw, studied)]);
    };
    const isOpenAnywhere = isOpenSomewhere(draw, [one.studied, one.target], open) || rich();
    return [{ kind: "open", fault: isOpenAnywhere ? undefined : `${sayIt(one)}: no formula, and settled` }];
  };
}
