import { closeEngine, type Engine, lockEngine, openEngine, smallRows } from "./engine.js";
import { firstSentence, messageOf } from "./explain.js";
import { bracketed } from "./expression.js";
import type { SourceColumn } from "./source.js";
import { quoteIdent } from "./sql.js";

/** A second engine, which holds only an empty table with the columns of the real one and can reach no file. */
export interface Sandbox {
  readonly engine: Engine;
}

/** Opens the sandbox. Cost: a few milliseconds. */
export async function openSandbox(columns: readonly SourceColumn[]): Promise<Sandbox> {
  const engine = await openEngine();
  await lockEngine(engine, []);
  const list = columns.map((c) => `${quoteIdent(c.sql)} ${c.type}`).join(", ");
  await engine.connection.run(`CREATE TABLE data (${list})`);
  return { engine };
}

/** Closes the sandbox. */
export function closeSandbox(sandbox: Sandbox): void {
  closeEngine(sandbox.engine);
}

/** The type of an expression over the columns and what was derived before it, or what the binder says against it. */
export async function bindExpression(
  sandbox: Sandbox,
  name: string,
  expression: string,
): Promise<{ type: string } | { refused: string }> {
  const view = quoteIdent(name);
  try {
    const rows = await smallRows(sandbox.engine, `DESCRIBE SELECT *, ${bracketed(expression)} AS ${view} FROM data`);
    const type = String(rows[rows.length - 1][1]);
    await sandbox.engine.connection.run(`ALTER TABLE data ADD COLUMN ${view} ${type}`);
    return { type };
  } catch (error) {
    return { refused: firstSentence(messageOf(error)) };
  }
}
