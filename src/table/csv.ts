import { DiscoError } from "../error.js";
import { listed } from "../num/say-names.js";
import { readBeginning } from "./beginning.js";
import { type Dialect, findDialect, splitRecords } from "./dialect.js";
import type { Engine } from "./engine.js";
import type { TableFile } from "./file.js";
import { inferTypes } from "./infer.js";
import { say, sayCount } from "./say.js";
import { nameColumns, type Source, type SourceColumn } from "./source.js";
import { quoteIdent, quoteList, quotePath, quoteString } from "./sql.js";

/** How to read a CSV file, as far as the person says it. */
export interface CsvOptions {
  readonly delimiter?: string | undefined;
  readonly quote?: string | undefined;
  readonly encoding?: "utf-8" | "latin-1" | undefined;
  readonly na?: readonly string[] | undefined;
}

const MISSING = ["", "NA", "N/A", "NaN", "nan", "null", "NULL"];
const SAMPLED = 10_000;

/**
 * A CSV file as a source. The header is read here rather than by DuckDB, which renames, trims and guesses; the body is
 * read by DuckDB under our names. `wanted`: the columns asked for, which help to find the delimiter. Types come from
 * the first 10,000 rows; the caller asks for the whole file when a later value does not fit.
 */
export async function csvSource(file: TableFile, options: CsvOptions, wanted: readonly string[]): Promise<Source> {
  const beginning = await readBeginning(file, options.encoding);
  const dialect = findDialect(beginning.text, checkedCharacters(options), wanted);
  const [header] = splitRecords(beginning.text, dialect.delimiter, dialect.quote, 1);
  if (!header) {
    throw new DiscoError({
      who: "table",
      wrong: "the file is empty",
      given: file.given,
      next: "check how it was written",
    });
  }
  if (header.length < 2) {
    const wrong = `only one column was found, ${say(header[0])}`;
    const next = "say --delimiter if the values are not separated by a comma, tab, semicolon or bar";
    throw new DiscoError({ who: "table", wrong, given: file.given, next });
  }
  const notes =
    beginning.encoding === "latin-1" && options.encoding === undefined
      ? [`${file.name} is not UTF-8, so it was read as Latin-1 (--encoding says otherwise).`]
      : [];
  const titles = header.map((title, i) => (title === "" ? `column${i}` : title));
  const names = nameColumns(titles);
  const lines = beginning.text.split(/\r\n|\n|\r/).length;
  const estimate = /\.gz$/i.test(file.name) ? lines : Math.round((lines * file.bytes) / beginning.text.length);
  const read = reader(file, dialect, beginning.encoding, options.na ?? MISSING);
  const source = (types: readonly string[]): Source => {
    const columns = names.map((n, i): SourceColumn => ({ ...n, type: types[i] }));
    return {
      columns,
      select: read(columns),
      rows: estimate,
      notes,
      shared: sharedNames(titles, names, file.name),
      typed,
    };
  };
  const typed = async (engine: Engine, needed: ReadonlySet<string>, exact: ReadonlySet<string>, whole: boolean) => {
    const texts = source(titles.map(() => "VARCHAR"));
    const open = texts.columns.map((c) => c.sql).filter((sql) => needed.has(sql) && !exact.has(sql));
    const sample = `${texts.select} LIMIT ${SAMPLED}`;
    const found = await inferTypes(engine, whole ? texts.select : sample, open);
    const late = open.filter((_, i) => found[i] === undefined);
    // A column that starts with missing values shows its type only later.
    const lateTypes = whole ? [] : await inferTypes(engine, texts.select, late);
    const types = new Map(open.map((sql, i) => [sql, found[i] ?? lateTypes[late.indexOf(sql)]]));
    return source(texts.columns.map((c) => types.get(c.sql) ?? "VARCHAR"));
  };
  return source(titles.map(() => "VARCHAR"));
}

/** Refuses a delimiter or quote of more than one character; `tab` and `\t` both mean a tab. */
function checkedCharacters(options: CsvOptions): { delimiter?: string | undefined; quote?: string | undefined } {
  const delimiter = options.delimiter === "tab" || options.delimiter === "\\t" ? "\t" : options.delimiter;
  if (delimiter !== undefined && (delimiter.length !== 1 || /[\r\n"]/.test(delimiter))) {
    const next = "give one character, for example ';' or tab";
    throw new DiscoError({ who: "--delimiter", wrong: "this cannot separate values", given: say(delimiter), next });
  }
  if (options.quote !== undefined && (options.quote.length > 1 || options.quote === delimiter)) {
    const next = "give one character, or '' if values are never quoted";
    throw new DiscoError({ who: "--quote", wrong: "this cannot quote values", given: say(options.quote), next });
  }
  return { delimiter, quote: options.quote };
}

/** The SELECT that reads the body of the file under our names and types. */
function reader(file: TableFile, dialect: Dialect, encoding: string, na: readonly string[]) {
  // Not new_line, and not strict_mode (it is the default): with both said, DuckDB 1.5.6 finds no rows in Windows files.
  const options = [
    "auto_detect = false, header = true, hive_partitioning = false",
    `delim = ${quoteString(dialect.delimiter)}, quote = ${quoteString(dialect.quote)}`,
    `escape = ${quoteString(dialect.escape)}`,
    `encoding = '${encoding}'`,
    ...(na.length > 0 ? [`nullstr = ${quoteList(na)}`] : []),
  ].join(", ");
  return (columns: readonly SourceColumn[]): string => {
    const types = columns.map((c, i) => `'c${i}': ${quoteString(c.type)}`).join(", ");
    const names = columns.map((c, i) => `c${i} AS ${quoteIdent(c.sql)}`).join(", ");
    return `SELECT ${names} FROM read_csv(${quotePath(file.path)}, columns = {${types}}, ${options})`;
  };
}

/** For each name that the header has more than once: the sentence to say when it is used. */
function sharedNames(titles: readonly string[], names: readonly { name: string }[], file: string): Map<string, string> {
  const groups = new Map<string, string[]>();
  titles.forEach((title, i) => {
    groups.set(title, [...(groups.get(title) ?? []), names[i].name]);
  });
  return new Map(
    [...groups].flatMap(([title, all]) => {
      if (all.length < 2) return [];
      const rest = listed(all.slice(1).map(say));
      const are = all.length === 2 ? "the other is called" : "the others are called";
      const sentence = `${sayCount(all.length, "column")} of ${file} share the name ${say(title)}: the first was used; ${are} ${rest} here.`;
      return [[title, sentence] as const];
    }),
  );
}
