import { rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance, type DuckDBResult } from "@duckdb/node-api";
import { quoteList } from "./sql.js";

/** A DuckDB of our own, in memory, and the one connection we use on it. */
export interface Engine {
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
  readonly spill: string;
}

let opened = 0;

/** Opens an in-memory engine: every core, 1 GB before it spills to disk, no extensions from the network, rows in the order of the file. */
export async function openEngine(): Promise<Engine> {
  // DuckDB makes this folder only when it spills, so an interrupted run usually leaves nothing behind.
  const spill = join(tmpdir(), `disco-${process.pid}-${++opened}`);
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    threads: String(availableParallelism()),
    memory_limit: "1GB",
    preserve_insertion_order: "true",
    // Groups of few combinations are addressed directly up to 2^16 of them, where DuckDB's own limit is 2^12.
    perfect_ht_threshold: "16",
    temp_directory: spill,
  });
  const connection = await instance.connect();
  return { instance, connection, spill };
}

/** From here on the engine reaches only the given files, whatever SQL it is given, and its settings cannot be changed back. */
export async function lockEngine(engine: Engine, paths: readonly string[]): Promise<void> {
  const { connection } = engine;
  if (paths.length > 0) await connection.run(`SET allowed_paths = ${quoteList(paths)}`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
}

/** Gives the memory back. */
export function closeEngine(engine: Engine): void {
  engine.connection.closeSync();
  engine.instance.closeSync();
  rmSync(engine.spill, { recursive: true, force: true });
}

/** All rows of a small result, as plain values (for counts and names, never for bulk data). */
export async function smallRows(engine: Engine, sql: string): Promise<unknown[][]> {
  const reader = await engine.connection.runAndReadAll(sql);
  return reader.getRowsJS();
}

/** One row of counts: whole numbers come back as bigint, which nobody here wants. */
export async function oneRow(engine: Engine, sql: string): Promise<(number | null)[]> {
  const [row] = await smallRows(engine, sql);
  return row.map((v) => (v === null ? null : Number(v)));
}

/** A result whose chunks are fetched while the query runs, so that it never stands in memory twice. */
export function streamed(engine: Engine, sql: string): Promise<DuckDBResult> {
  return engine.connection.stream(sql);
}

/** Runs a long statement and reports how far it is (0 to 1) a few times a second. */
export async function runWithProgress(
  engine: Engine,
  sql: string,
  report: ((fraction: number) => void) | undefined,
): Promise<void> {
  const timer = report && setInterval(() => report(Math.max(0, engine.connection.progress.percentage) / 100), 200);
  try {
    await engine.connection.run(sql);
  } finally {
    clearInterval(timer);
  }
}
