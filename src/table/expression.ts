import { type Engine, smallRows } from "./engine.js";
import { quoteString } from "./sql.js";

/** What became of parsing an expression: the columns it names, or why it is refused. */
export type Parsed = { readonly columns: readonly string[] } | { readonly refused: string };

type Node = Record<string, unknown>;

/** Functions that give several rows, or another value each time. */
const REFUSED_FUNCTIONS: ReadonlySet<string> = new Set([
  "unnest",
  "unlist",
  "generate_subscripts",
  "random",
  "uuid",
  "gen_random_uuid",
  "uuidv4",
  "uuidv7",
  "setseed",
  "nextval",
  "currval",
  "getvariable",
]);
const REFUSED_CLASSES: ReadonlyMap<string, string> = new Map([
  ["SUBQUERY", "it holds a query of its own"],
  ["STAR", "it names all columns at once"],
  ["PARAMETER", "it holds a parameter"],
  ["DEFAULT", "it holds DEFAULT"],
]);

/**
 * Parses one SQL expression without running it, and walks its tree: one expression, no query inside, nothing after it.
 * The text is hostile until this says otherwise.
 */
export async function parseExpression(engine: Engine, expression: string): Promise<Parsed> {
  const statement = `SELECT ${bracketed(expression)}`;
  const [[json]] = await smallRows(engine, `SELECT json_serialize_sql(${quoteString(statement)})`);
  const tree = JSON.parse(String(json)) as Node;
  if (tree["error"]) {
    const message = String(tree["error_message"]);
    return { refused: message.startsWith("Only SELECT") ? "it holds another statement" : message };
  }
  const statements = tree["statements"] as Node[];
  if (statements.length !== 1) return { refused: "it holds more than one statement" };
  const select = statements[0]["node"] as Node;
  if (!isBare(select)) return { refused: "it is more than one expression" };
  const columns: string[] = [];
  const refused = walk((select["select_list"] as Node[])[0], columns);
  return refused === undefined ? { columns } : { refused };
}

/** The expression ready to stand in a SELECT; the line end keeps a comment in it from swallowing the bracket. */
export function bracketed(expression: string): string {
  return `(${expression}\n)`;
}

/** A SELECT with one item and nothing else: no FROM, WHERE, GROUP BY, WITH, LIMIT and so on. */
function isBare(select: Node): boolean {
  const empty = (value: unknown) =>
    value === null || value === undefined || (Array.isArray(value) && value.length === 0);
  const ctes = (select["cte_map"] as Node | undefined)?.["map"];
  return (
    select["type"] === "SELECT_NODE" &&
    (select["from_table"] as Node | undefined)?.["type"] === "EMPTY" &&
    (select["select_list"] as unknown[]).length === 1 &&
    ["modifiers", "where_clause", "group_expressions", "group_sets", "having", "sample", "qualify"].every((part) =>
      empty(select[part]),
    ) &&
    empty(ctes)
  );
}

/** Collects the columns named below a node; returns why the tree is refused, if it is. */
function walk(value: unknown, columns: string[]): string | undefined {
  if (Array.isArray(value)) {
    for (const item of value) {
      const refused = walk(item, columns);
      if (refused !== undefined) return refused;
    }
    return undefined;
  }
  if (value === null || typeof value !== "object") return undefined;
  const node = value as Node;
  const kind = String(node["class"] ?? "");
  if (REFUSED_CLASSES.has(kind)) return REFUSED_CLASSES.get(kind);
  const name = String(node["function_name"] ?? "").toLowerCase();
  if (REFUSED_FUNCTIONS.has(name))
    return `${name}() is not allowed, since each row must give one value, always the same`;
  if (kind === "COLUMN_REF") columns.push(...(node["column_names"] as unknown[]).map(String));
  return walk(Object.values(node), columns);
}
