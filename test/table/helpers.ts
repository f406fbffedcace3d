import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, expect } from "vitest";
import { DiscoError } from "../../src/error.js";
import type { Column } from "../../src/num/columns.js";

const folder = mkdtempSync(join(tmpdir(), "disco-table-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A path in this test file's own folder. */
export function pathOf(name: string): string {
  return join(folder, name);
}

/** Writes a file there and returns its path. */
export function file(name: string, content: string | Uint8Array): string {
  writeFileSync(pathOf(name), content);
  return pathOf(name);
}

/** The message of the DiscoError that the promise ends in, without this machine's folder. */
export async function complaint(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(DiscoError);
  return (error as DiscoError).message.replaceAll(`${folder}/`, "");
}

/** Runs SQL that prepares a file (`$dir` is the folder). */
export async function prepare(...statements: string[]): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  for (const sql of statements) await connection.run(sql.replaceAll("$dir", folder));
  connection.closeSync();
  instance.closeSync();
}

/** A column as plain values. */
export function plain(column: Column): (number | string)[] {
  return column.kind === "numeric" ? [...column.values] : [...column.codes].map((c) => column.levels[c]);
}

/** Roles of the usual small table: t, y and whatever covariates. */
export function roles(...given: string[]) {
  return { treatment: "t", outcome: "y", given };
}

/** Rows as they are, never counted. */
export const asRows = { compress: "never" } as const;
