/** How a CSV file is written. */
export interface Dialect {
  readonly delimiter: string;
  /** Empty: values are never quoted. */
  readonly quote: string;
  readonly escape: string;
}

const DELIMITERS = [",", "\t", ";", "|"];
const LOOKED_AT = 200;

/** The first records of a CSV text: quoted values may hold delimiters, quotes written twice, and line ends. */
export function splitRecords(text: string, delimiter: string, quote: string, most: number): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length && records.length < most; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== quote) field += c;
      else if (text[i + 1] === quote) field += text[++i];
      else quoted = false;
    } else if (c === quote && field === "") quoted = true;
    else if (c === delimiter) {
      record.push(field);
      field = "";
    } else if (c === "\n" || c === "\r") {
      if (c === "\r" && text[i + 1] === "\n") i++;
      // A line with nothing on it is no record.
      if (record.length > 0 || field !== "") records.push([...record, field]);
      record = [];
      field = "";
    } else field += c;
  }
  if (records.length < most && (record.length > 0 || field !== "")) records.push([...record, field]);
  return records;
}

/** `'` only when values are written as `'…'` and never as `"…"`. */
function findQuote(text: string): string {
  if (/(^|[,;|\t\r\n])"/.test(text)) return '"';
  const single = text.match(/(?:^|[,;|\t\r\n])'[^'\r\n]*'(?=[,;|\t\r\n]|$)/g);
  return single && single.length > 1 ? "'" : '"';
}

/** How well a delimiter explains the text: the columns asked for that it finds, then how many rows agree, then columns. */
function score(text: string, delimiter: string, quote: string, wanted: readonly string[]): number[] {
  const [header, ...rows] = splitRecords(text, delimiter, quote, LOOKED_AT);
  if (!header || header.length < 2) return [0, 0, 0];
  const found = wanted.filter((name) => header.includes(name)).length;
  const agree = rows.filter((row) => row.length === header.length).length;
  return [found, rows.length === 0 ? 0 : agree / rows.length, header.length];
}

/**
 * How the text is written, as far as `given` does not say. Knowing which columns are wanted settles what a sniffer has
 * to guess: of `,` tab `;` `|` it takes the one under which the header has most of them. Cost: the first 200 records.
 */
export function findDialect(
  text: string,
  given: { readonly delimiter?: string | undefined; readonly quote?: string | undefined },
  wanted: readonly string[],
): Dialect {
  const quote = given.quote ?? findQuote(text);
  let delimiter = given.delimiter;
  if (delimiter === undefined) {
    const scores = DELIMITERS.map((d) => score(text, d, quote, wanted));
    let best = 0;
    for (let i = 1; i < scores.length; i++) {
      const at = scores[i].findIndex((s, j) => s !== scores[best][j]);
      if (at >= 0 && scores[i][at] > scores[best][at]) best = i;
    }
    delimiter = DELIMITERS[best];
  }
  // Some databases write a quote inside quotes as \" instead of "".
  const doubled = quote !== "" && new RegExp(`[^\\\\,;|\\t\\r\\n]${quote}${quote}[^,;|\\t\\r\\n]`).test(text);
  const escaped = quote !== "" && !doubled && text.includes(`\\${quote}`) ? "\\" : quote;
  return { delimiter, quote, escape: escaped };
}
