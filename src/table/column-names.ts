import { parseDerivations } from "./derive.js";
import { closeEngine, openEngine } from "./engine.js";
import { explainReading } from "./explain.js";
import { findFile } from "./file.js";
import { openSource } from "./open.js";
import type { ReadOptions } from "./read.js";

/** What `columnNames` of table.ts does once DuckDB is there. */
export async function readColumnNames(
  path: string,
  wanted: readonly string[],
  options: ReadOptions,
): Promise<string[]> {
  const file = findFile(path);
  const engine = await openEngine();
  try {
    const source = await openSource(engine, file, options, wanted);
    const derivations = await parseDerivations(engine, source, options.derive ?? []);
    return [...source.columns.map(({ name }) => name), ...derivations.map(({ name }) => name)];
  } catch (error) {
    throw explainReading(error, file);
  } finally {
    closeEngine(engine);
  }
}
