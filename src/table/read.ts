import type { DataAccount, Weights } from "../num/sample.js";
import type { CsvOptions } from "./csv.js";
import { addDerived, columnsUsed, type Derivation, parseDerivations } from "./derive.js";
import { closeEngine, type Engine, openEngine } from "./engine.js";
import { explainReading, isConversion, refusedColumn } from "./explain.js";
import { type Fetched, fetchHeld } from "./fetch.js";
import { findFile, type TableFile } from "./file.js";
import { planColumns } from "./held.js";
import { deleteHeld, type Held, loadHeld, type Tally, tallyHeld } from "./load.js";
import { applyMissing, checkTally, type MissingPolicy } from "./missing.js";
import { openSource } from "./open.js";
import { checkNames, isExact, type UsedNames } from "./roles.js";
import { sayCount } from "./say.js";
import type { Source, SourceColumn } from "./source.js";
import { makeWeights } from "./weights.js";

/** How to read a table. */
export interface ReadOptions extends CsvOptions {
  /** The table inside a .duckdb file. */
  readonly table?: string | undefined;
  /** New columns, each `name = SQL expression`; later ones may use earlier ones. */
  readonly derive?: readonly string[] | undefined;
  /** What to do about missing values; `refuse` unless told. */
  readonly missing?: MissingPolicy | undefined;
  /** `auto`: when rows repeat a lot, they come back once each with their counts, in no order of the file. */
  readonly compress?: "auto" | "never" | undefined;
  readonly onProgress?: ((stage: string, fraction?: number) => void) | undefined;
}

/** The used columns in memory, missing values settled, with everything there is to say about them: what samples and frames are made of. */
export interface UsedColumns {
  readonly rows: number;
  /** In the order of the names. */
  readonly columns: readonly Fetched[];
  /** How many rows of the file each row stands for, when equal rows were counted. */
  readonly counts?: Float64Array;
  /** Of a column of weights, or the counts. */
  readonly weights?: Weights;
  /** Where each row stood in the file, from 1; only when rows were left out. */
  readonly rowNumbers?: Int32Array;
  /** `notes` has what was done until here; `lastNotes` belongs behind what the columns have to say. */
  readonly data: DataAccount;
  readonly lastNotes: readonly string[];
}

/** What to load of a table. */
export interface Wanted {
  /** Names that must be there, which help to find a CSV file's delimiter. */
  readonly names: readonly string[];
  /** The columns to load, once it is known which there are (derived ones last). */
  readonly choose: (columns: readonly SourceColumn[], derived: readonly string[]) => UsedNames;
}

/** The used columns in the engine, before anything is done about missing values. */
export interface Loaded {
  readonly engine: Engine;
  readonly file: TableFile;
  readonly held: Held;
  readonly notes: readonly string[];
}

/** Reads the named columns of a table, under the types found in it. The one way from a file into memory. */
export function readUsed(path: string, names: UsedNames, options: ReadOptions): Promise<UsedColumns> {
  const wanted = { names: names.used.map((u) => u.name), choose: () => names };
  return withHeld(path, wanted, options, (loaded) => fetchUsed(loaded, options.missing ?? "refuse"));
}

/** Loads columns of a table into an engine, and hands them on. The one way from a file into an engine. */
export async function withHeld<T>(
  path: string,
  wanted: Wanted,
  options: ReadOptions,
  use: (loaded: Loaded) => Promise<T>,
): Promise<T> {
  const file = findFile(path);
  const engine = await openEngine();
  try {
    const stage = `reading ${file.name}`;
    options.onProgress?.(stage);
    const source = await openSource(engine, file, options, wanted.names);
    const derivations = await parseDerivations(engine, source, options.derive ?? []);
    const made = derivations.map((d) => d.name);
    const { used, notes } = wanted.choose(source.columns, made);
    const shared = checkNames(source, made, used);
    const report = options.onProgress && ((fraction: number) => options.onProgress?.(stage, fraction));
    const held = await load(engine, file, source, derivations, used, options.compress !== "never", report);
    return await use({ engine, file, held, notes: [...source.notes, ...shared, ...notes] });
  } catch (error) {
    throw explainReading(error, file);
  } finally {
    closeEngine(engine);
  }
}

/** Reads the used columns under types guessed from the first rows, and once more from the whole file if those break. */
async function load(
  engine: Engine,
  file: TableFile,
  source: Source,
  derivations: readonly Derivation[],
  used: UsedNames["used"],
  compress: boolean,
  report: ((fraction: number) => void) | undefined,
): Promise<Held> {
  const derivedFrom = columnsUsed(source, derivations);
  const named = (u: UsedNames["used"][number]) => source.columns.find((c) => c.name === u.name)?.sql ?? "";
  const needed = new Set([...derivedFrom, ...used.map(named)]);
  const labels = used.filter((u) => isExact(u.role)).map(named);
  const exact = new Set(labels.filter((sql) => !derivedFrom.has(sql)));
  const mayGroup = compress && !used.some((u) => u.role === "unit" || u.role === "weight");
  const attempt = async (whole: boolean): Promise<Held> => {
    const typed = (await source.typed?.(engine, needed, exact, whole)) ?? source;
    const complete = await addDerived(typed, derivations);
    return loadHeld(engine, complete, planColumns(complete, used, file), mayGroup, report);
  };
  try {
    return await attempt(false);
  } catch (error) {
    if (!source.typed || !isConversion(error)) throw error;
  }
  try {
    return await attempt(true);
  } catch (error) {
    // The reader can be stricter than the test of a type, so what still does not fit stays text.
    const column = isConversion(error) ? source.columns[refusedColumn(error)] : undefined;
    if (!column) throw error;
    exact.add(column.sql);
    return attempt(true);
  }
}

/** The temporary table when zero weights are out and missing values settled. */
export interface Settled {
  readonly held: Held;
  readonly rows: number;
  /** Rows of the file, and those that are still there. */
  readonly read: number;
  readonly total: number;
  readonly data: DataAccount;
}

/** Takes out rows of weight 0, then settles missing values. `keep`: which of the columns matter, seen between the two. */
export async function settleRows(
  { engine, file, held: loaded, notes: openingNotes }: Loaded,
  policy: MissingPolicy,
  keep?: (tally: Tally) => Promise<Held>,
): Promise<Settled> {
  const notes = [...openingNotes];
  const first = await tallyHeld(engine, loaded);
  let tally = first;
  const weightKey = loaded.columns.find((c) => c.role === "weight")?.key;
  if (weightKey !== undefined) {
    await deleteHeld(engine, `${weightKey} = 0`);
    tally = await tallyHeld(engine, loaded);
    const zeros = first.total - tally.total;
    if (zeros > 0) notes.push(`${sayCount(zeros, "row")} of weight 0 ${zeros === 1 ? "was" : "were"} left out.`);
  }
  const held = keep ? await keep(tally) : loaded;
  if (held !== loaded) tally = await tallyHeld(engine, held);
  checkTally(held, tally, file);
  const missing = Object.fromEntries(
    held.columns.flatMap((c, i) => (tally.missing[i] > 0 ? [[c.name, tally.missing[i]]] : [])),
  );
  const settled = await applyMissing(engine, held, tally, policy, file);
  notes.push(...settled.notes);
  const { rows, total } = settled.tally;
  const data = { source: file.given, read: first.total, used: total, missing, notes };
  return { held, rows, read: first.total, total, data };
}

/** From the temporary table to memory. */
async function fetchUsed(loaded: Loaded, policy: MissingPolicy): Promise<UsedColumns> {
  const { held, rows, read, total, data } = await settleRows(loaded, policy);
  const { columns, counts, numbers } = await fetchHeld(loaded.engine, held, rows, total < read);
  const weightColumn = columns.find((c) => c.role === "weight") as (Fetched & { held: "number" }) | undefined;
  const weighted = weightColumn && makeWeights(weightColumn);
  return {
    rows,
    columns,
    ...(counts && { counts, weights: { kind: "counts" as const, values: counts } }),
    ...(weighted && { weights: weighted.weights }),
    ...(numbers && { rowNumbers: numbers }),
    data,
    lastNotes: weighted?.notes ?? [],
  };
}
