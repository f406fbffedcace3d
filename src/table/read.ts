import type { Sample } from "../num/sample.js";
import { makeCovariates } from "./covariates.js";
import type { CsvOptions } from "./csv.js";
import { addDerived, columnsUsed, type Derivation, parseDerivations } from "./derive.js";
import { closeEngine, type Engine, openEngine } from "./engine.js";
import { explainReading, isConversion, refusedColumn } from "./explain.js";
import { type Fetched, fetchHeld } from "./fetch.js";
import { findFile, type TableFile } from "./file.js";
import { planColumns } from "./held.js";
import { deleteHeld, type Held, loadHeld, tallyHeld } from "./load.js";
import { applyMissing, checkTally, type MissingPolicy } from "./missing.js";
import { openSource } from "./open.js";
import { makeOutcome } from "./outcome.js";
import { checkNames, listRoles, type Roles, type UsedName } from "./roles.js";
import { sayCount } from "./say.js";
import type { Source } from "./source.js";
import { makeTreatment } from "./treatment.js";
import { makeUnit } from "./unit.js";
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

/** What `readSample` of table.ts does once DuckDB is there. */
export async function readTable(path: string, roles: Roles, options: ReadOptions): Promise<Sample> {
  const file = findFile(path);
  const { used, notes } = listRoles(roles);
  const engine = await openEngine();
  try {
    const stage = `reading ${file.name}`;
    options.onProgress?.(stage);
    const derived = options.derive ?? [];
    const source = await openSource(
      engine,
      file,
      options,
      used.map((u) => u.name),
    );
    const derivations = await parseDerivations(engine, source, derived);
    const shared = checkNames(
      source,
      derivations.map((d) => d.name),
      used,
    );
    const report = options.onProgress && ((fraction: number) => options.onProgress?.(stage, fraction));
    const held = await load(engine, file, source, derivations, used, options.compress !== "never", report);
    return await settle(engine, file, held, roles, options.missing ?? "refuse", [...source.notes, ...shared, ...notes]);
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
  used: readonly UsedName[],
  compress: boolean,
  report: ((fraction: number) => void) | undefined,
): Promise<Held> {
  const derivedFrom = columnsUsed(source, derivations);
  const named = (u: UsedName) => source.columns.find((c) => c.name === u.name)?.sql ?? "";
  const needed = new Set([...derivedFrom, ...used.map(named)]);
  const unit = used.filter((u) => u.role === "unit").map(named);
  const exact = new Set(unit.filter((sql) => !derivedFrom.has(sql)));
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

/** From the temporary table to the sample: zero weights out, missing values settled, columns fetched and made. */
async function settle(
  engine: Engine,
  file: TableFile,
  held: Held,
  roles: Roles,
  policy: MissingPolicy,
  openingNotes: readonly string[],
): Promise<Sample> {
  const notes = [...openingNotes];
  const first = await tallyHeld(engine, held);
  let tally = first;
  const weightKey = held.columns.find((c) => c.role === "weight")?.key;
  if (weightKey !== undefined) {
    await deleteHeld(engine, `${weightKey} = 0`);
    tally = await tallyHeld(engine, held);
    const zeros = first.total - tally.total;
    if (zeros > 0) notes.push(`${sayCount(zeros, "row")} of weight 0 ${zeros === 1 ? "was" : "were"} left out.`);
  }
  checkTally(held, tally, file);
  const missing = Object.fromEntries(
    held.columns.flatMap((c, i) => (tally.missing[i] > 0 ? [[c.name, tally.missing[i]]] : [])),
  );
  const settled = await applyMissing(engine, held, tally, policy, file);
  notes.push(...settled.notes);
  const { rows, total } = settled.tally;
  const { columns, counts, numbers } = await fetchHeld(engine, held, rows, total < first.total);
  const column = (role: string) => columns.find((c) => c.role === role) as Fetched;
  const treatment = makeTreatment(column("treatment"), roles.treated);
  const outcome = makeOutcome(column("outcome"), roles.success);
  const given = makeCovariates(
    columns.filter((c) => c.role === "given"),
    counts,
  );
  const weights = weightKey === undefined ? undefined : makeWeights(column("weight") as Fetched & { held: "number" });
  notes.push(...given.notes, ...(weights?.notes ?? []));
  if (outcome.kind === "numeric" && column("outcome").kind === "date") {
    notes.push("The outcome is a date, read as days since 1970-01-01.");
  }
  return {
    rows,
    treatment,
    outcome,
    given: given.columns,
    ...(roles.unit !== undefined && { unit: makeUnit(column("unit")) }),
    ...(weights && { weights: weights.weights }),
    ...(counts && { weights: { kind: "counts" as const, values: counts } }),
    ...(numbers && { rowNumbers: numbers }),
    data: { source: file.given, read: first.total, used: total, missing, notes },
  };
}
