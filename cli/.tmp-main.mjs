#!/usr/bin/env node
var __defProp = Object.defineProperty;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};

// src/error.ts
var DiscoError;
var init_error = __esm({
  "src/error.ts"() {
    "use strict";
    DiscoError = class extends Error {
      kind;
      complaint;
      constructor(complaint, kind = "input") {
        const given = complaint.given === void 0 ? "" : ` (given: ${complaint.given})`;
        super(`${complaint.who}: ${complaint.wrong}${given}; ${complaint.next}`);
        this.name = "DiscoError";
        this.kind = kind;
        this.complaint = complaint;
      }
    };
  }
});

// src/table/say.ts
function say2(value) {
  if (typeof value !== "string") return String(value);
  const line2 = [...value].map((c) => c < " " || c === "\x7F" ? "\uFFFD" : c);
  return `'${line2.length > LONGEST_NAME ? `${line2.slice(0, LONGEST_NAME - 1).join("")}\u2026` : line2.join("")}'`;
}
function sayList(parts, last = "and") {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} ${last} ${parts[parts.length - 1]}`;
}
function sayNames(names2) {
  const shown = names2.slice(0, MOST_NAMES).map(say2);
  return names2.length > MOST_NAMES ? `${shown.join(", ")} and ${names2.length - MOST_NAMES} more` : shown.join(", ");
}
function sayCount(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
var LONGEST_NAME, MOST_NAMES;
var init_say = __esm({
  "src/table/say.ts"() {
    "use strict";
    LONGEST_NAME = 60;
    MOST_NAMES = 12;
  }
});

// src/table/covariates.ts
function makeCovariates(fetched, counts) {
  const names2 = new Set(fetched.map((f) => f.name));
  const columns = [];
  const constant = [];
  const dates = [];
  const means = [];
  const levels = [];
  for (const column of fetched) {
    if (column.kind === "date") dates.push(column.name);
    if (column.held === "text") {
      if (column.levels.length === 1 && !column.codes.includes(-1)) constant.push(column.name);
      if (column.codes.includes(-1)) levels.push(column.name);
      columns.push(withLevel(column));
      continue;
    }
    const { name, values } = column;
    columns.push({ kind: "numeric", name, values });
    const missing = fillMean(values, counts);
    if (missing) {
      let own = `${name} (missing)`;
      while (names2.has(own)) own += "'";
      names2.add(own);
      columns.push({ kind: "numeric", name: own, values: missing });
      means.push(name);
    } else if (values.every((v) => v === values[0])) constant.push(name);
  }
  const notes = [];
  const tell2 = (of, sentence) => {
    if (of.length > 0) notes.push(sentence(sayList(of.map(say2))));
  };
  tell2(dates, (of) => `Dates were read as days since 1970-01-01: ${of}.`);
  tell2(means, (of) => `Missing numbers became the mean of the others, with a 0/1 column that tells where: ${of}.`);
  tell2(levels, (of) => `Missing labels became a level of their own: ${of}.`);
  tell2(constant, (of) => `The same value in every row, so it explains nothing: ${of}.`);
  return { columns, notes };
}
function fillMean(values, counts) {
  let sum2 = 0;
  let present2 = 0;
  let rows = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue;
    const n = counts ? counts[i] : 1;
    sum2 += n * values[i];
    present2 += n;
    rows++;
  }
  if (rows === values.length) return void 0;
  const mean = sum2 / present2;
  const missing = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i])) continue;
    values[i] = mean;
    missing[i] = 1;
  }
  return missing;
}
function withLevel({ name, codes, levels }) {
  if (!codes.includes(-1)) return { kind: "categorical", name, codes, levels };
  let own = "(missing)";
  while (levels.includes(own)) own += "'";
  const bytes = Buffer.from(own);
  const before = levels.findIndex((level) => Buffer.compare(Buffer.from(level), bytes) > 0);
  const place = before < 0 ? levels.length : before;
  const recoded = codes.map((code) => code < 0 ? place : code < place ? code : code + 1);
  return {
    kind: "categorical",
    name,
    codes: recoded,
    levels: [...levels.slice(0, place), own, ...levels.slice(place)]
  };
}
var init_covariates = __esm({
  "src/table/covariates.ts"() {
    "use strict";
    init_say();
  }
});

// src/table/sql.ts
function quoteIdent(name) {
  return `"${name.replaceAll('"', '""')}"`;
}
function quoteString(text2) {
  return `'${text2.replaceAll("'", "''")}'`;
}
function quoteList(texts) {
  return `[${texts.map(quoteString).join(", ")}]`;
}
function asPattern(path) {
  return path.replace(/[*?[]/g, "[$&]");
}
function quotePath(path) {
  return quoteString(asPattern(path));
}
var init_sql = __esm({
  "src/table/sql.ts"() {
    "use strict";
  }
});

// src/table/engine.ts
import { rmSync as rmSync2 } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join as join2 } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
async function openEngine() {
  const spill = join2(tmpdir(), `disco-${process.pid}-${++opened}`);
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    threads: String(availableParallelism()),
    memory_limit: "1GB",
    preserve_insertion_order: "true",
    temp_directory: spill
  });
  const connection = await instance.connect();
  return { instance, connection, spill };
}
async function lockEngine(engine, paths) {
  const { connection } = engine;
  if (paths.length > 0) await connection.run(`SET allowed_paths = ${quoteList(paths)}`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
}
function closeEngine(engine) {
  engine.connection.closeSync();
  engine.instance.closeSync();
  rmSync2(engine.spill, { recursive: true, force: true });
}
async function smallRows(engine, sql) {
  const reader2 = await engine.connection.runAndReadAll(sql);
  return reader2.getRowsJS();
}
async function oneRow(engine, sql) {
  const [row] = await smallRows(engine, sql);
  return row.map((v) => v === null ? null : Number(v));
}
function streamed(engine, sql) {
  return engine.connection.stream(sql);
}
async function runWithProgress(engine, sql, report) {
  const timer = report && setInterval(() => report(Math.max(0, engine.connection.progress.percentage) / 100), 200);
  try {
    await engine.connection.run(sql);
  } finally {
    clearInterval(timer);
  }
}
var opened;
var init_engine = __esm({
  "src/table/engine.ts"() {
    "use strict";
    init_sql();
    opened = 0;
  }
});

// src/table/expression.ts
async function parseExpression(engine, expression) {
  const statement = `SELECT ${bracketed(expression)}`;
  const [[json]] = await smallRows(engine, `SELECT json_serialize_sql(${quoteString(statement)})`);
  const tree = JSON.parse(String(json));
  if (tree["error"]) {
    const message = String(tree["error_message"]);
    return { refused: message.startsWith("Only SELECT") ? "it holds another statement" : message };
  }
  const statements = tree["statements"];
  if (statements.length !== 1) return { refused: "it holds more than one statement" };
  const select = statements[0]["node"];
  if (!isBare(select)) return { refused: "it is more than one expression" };
  const columns = [];
  const refused = walk(select["select_list"][0], columns);
  return refused === void 0 ? { columns } : { refused };
}
function bracketed(expression) {
  return `(${expression}
)`;
}
function isBare(select) {
  const empty = (value) => value === null || value === void 0 || Array.isArray(value) && value.length === 0;
  const ctes = select["cte_map"]?.["map"];
  return select["type"] === "SELECT_NODE" && select["from_table"]?.["type"] === "EMPTY" && select["select_list"].length === 1 && ["modifiers", "where_clause", "group_expressions", "group_sets", "having", "sample", "qualify"].every(
    (part) => empty(select[part])
  ) && empty(ctes);
}
function walk(value, columns) {
  if (Array.isArray(value)) {
    for (const item of value) {
      const refused = walk(item, columns);
      if (refused !== void 0) return refused;
    }
    return void 0;
  }
  if (value === null || typeof value !== "object") return void 0;
  const node = value;
  const kind = String(node["class"] ?? "");
  if (REFUSED_CLASSES.has(kind)) return REFUSED_CLASSES.get(kind);
  const name = String(node["function_name"] ?? "").toLowerCase();
  if (REFUSED_FUNCTIONS.has(name))
    return `${name}() is not allowed, since each row must give one value, always the same`;
  if (kind === "COLUMN_REF") columns.push(...node["column_names"].map(String));
  return walk(Object.values(node), columns);
}
var REFUSED_FUNCTIONS, REFUSED_CLASSES;
var init_expression = __esm({
  "src/table/expression.ts"() {
    "use strict";
    init_engine();
    init_sql();
    REFUSED_FUNCTIONS = /* @__PURE__ */ new Set([
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
      "getvariable"
    ]);
    REFUSED_CLASSES = /* @__PURE__ */ new Map([
      ["SUBQUERY", "it holds a query of its own"],
      ["STAR", "it names all columns at once"],
      ["PARAMETER", "it holds a parameter"],
      ["DEFAULT", "it holds DEFAULT"]
    ]);
  }
});

// src/table/nearest.ts
function editDistance(a, b) {
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(change, row[j] + 1, next[j - 1] + 1);
      if (j > 1 && i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    before = row;
    row = next;
  }
  return row[b.length];
}
function nearestName(asked, names2) {
  const wanted = asked.slice(0, 200).toLowerCase();
  let best;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const name of names2) {
    if (Math.abs(name.length - wanted.length) >= least) continue;
    const distance = editDistance(wanted, name.toLowerCase());
    if (distance < least) {
      best = name;
      least = distance;
    }
  }
  return best;
}
var init_nearest = __esm({
  "src/table/nearest.ts"() {
    "use strict";
  }
});

// src/table/beginning.ts
import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
async function firstBytes(file) {
  const packed = /\.gz$/i.test(file.name);
  const raw = createReadStream(file.path, packed ? {} : { end: BEGINNING });
  const source = packed ? raw.pipe(createGunzip()) : raw;
  const parts = [];
  let length = 0;
  try {
    for await (const part of source) {
      parts.push(part);
      length += part.length;
      if (length > BEGINNING) break;
    }
  } catch {
    const wrong = packed ? "the file cannot be unpacked" : "the file cannot be read";
    throw new DiscoError({
      who: "table",
      wrong,
      given: file.given,
      next: "check how it was written, and that you may read it"
    });
  } finally {
    raw.destroy();
  }
  return { bytes: Buffer.concat(parts).subarray(0, BEGINNING), cut: length > BEGINNING };
}
function wholeCharacters(bytes) {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (byte >= 192) return bytes.subarray(0, bytes.length - back);
    if (byte < 128) break;
  }
  return bytes;
}
async function readBeginning(file, encoding) {
  const { bytes: all, cut: cut2 } = await firstBytes(file);
  const bytes = cut2 ? wholeCharacters(all) : all;
  if (bytes.length === 0) {
    throw new DiscoError({
      who: "table",
      wrong: "the file is empty",
      given: file.given,
      next: "check how it was written"
    });
  }
  if (bytes[0] + bytes[1] === 254 + 255 && bytes[0] >= 254) {
    throw new DiscoError({ who: "table", wrong: "the text is UTF-16", given: file.given, next: "save it as UTF-8" });
  }
  if (bytes.includes(0)) {
    const next = "give a table as text (or name the file by what it is: .parquet, .duckdb, .csv.gz)";
    throw new DiscoError({ who: "table", wrong: "this is not a text file", given: file.given, next });
  }
  const utf8 = isUtf8(bytes);
  if (!utf8 && encoding === "utf-8") throw notUtf8(file);
  const used = encoding ?? (utf8 ? "utf-8" : "latin-1");
  const text2 = bytes.toString(used === "utf-8" ? "utf8" : "latin1");
  return { text: text2.replace(/^\ufeff/, ""), encoding: used, cut: cut2 };
}
function notUtf8(file, line2) {
  const where = line2 === void 0 ? "" : ` on line ${line2}`;
  const next = "use --encoding latin-1 if that is how it was written, or save it as UTF-8";
  return new DiscoError({ who: "table", wrong: `the text is not UTF-8${where}`, given: file.given, next });
}
var BEGINNING;
var init_beginning = __esm({
  "src/table/beginning.ts"() {
    "use strict";
    init_error();
    BEGINNING = 4 << 20;
  }
});

// src/table/explain.ts
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
function isConversion(error) {
  return /^(Conversion Error|Invalid Input Error: CSV Error[\s\S]*Error when converting column)/.test(messageOf(error));
}
function refusedColumn(error) {
  return Number(/Error when converting column "c(\d+)"/.exec(messageOf(error))?.[1] ?? -1);
}
function firstSentence(message) {
  const [line2] = message.split(/\n/);
  return line2.replace(/^[A-Z][A-Za-z ]+ Error: /, "").replace(/[.!\s]+$/, "");
}
function explainReading(error, file) {
  if (error instanceof DiscoError) return error;
  const message = messageOf(error);
  const line2 = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  const about = { who: "table", given: file.given };
  const ragged = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  if (ragged) {
    const wrong = `line ${line2} has ${ragged[2]} values where the header has ${ragged[1]} columns`;
    const next = "correct that line (a value that holds the delimiter must be quoted), or say --delimiter or --quote";
    return new DiscoError({ ...about, wrong, next });
  }
  if (/unterminated quote|quote should be followed/i.test(message)) {
    const next = "close it, or say --quote '' if quotes mean nothing in this file";
    return new DiscoError({ ...about, wrong: `a quote on line ${line2} is not closed properly`, next });
  }
  if (/not utf-8|Invalid unicode|Invalid UTF-?8/i.test(message)) return notUtf8(file, line2);
  if (/Maximum line size|line size of/i.test(message)) {
    const next = "look for a quote that is never closed, or say --quote or --delimiter";
    return new DiscoError({ ...about, wrong: "a line is longer than 2 MB", next });
  }
  if (/state machine reached an invalid state/.test(message)) {
    const next = "write the file with one kind of line end";
    return new DiscoError({ ...about, wrong: "the lines end in more than one way (Windows, Unix)", next });
  }
  const json = /Malformed JSON .* in line (\d+): ([^.\n]*)/.exec(message);
  if (json) {
    const next = "write one whole object on each line";
    return new DiscoError({ ...about, wrong: `line ${json[1]} is not JSON: ${json[2]}`, next });
  }
  if (/No magic bytes|too small to be a Parquet/i.test(message)) {
    return new DiscoError({ ...about, wrong: "this is not a Parquet file", next: "check how the file was written" });
  }
  if (/^Out of Memory Error/.test(message)) {
    const next = "name fewer columns in --given, or free space for temporary files";
    return new DiscoError({ ...about, wrong: "the table does not fit in memory", next });
  }
  if (/^(Parser|Binder|Catalog|INTERNAL)/.test(message)) return error;
  return new DiscoError({ ...about, wrong: firstSentence(message), next: "check how the file was written" });
}
var init_explain = __esm({
  "src/table/explain.ts"() {
    "use strict";
    init_error();
    init_beginning();
  }
});

// src/table/sandbox.ts
async function openSandbox(columns) {
  const engine = await openEngine();
  await lockEngine(engine, []);
  const list2 = columns.map((c) => `${quoteIdent(c.sql)} ${c.type}`).join(", ");
  await engine.connection.run(`CREATE TABLE data (${list2})`);
  return { engine };
}
function closeSandbox(sandbox) {
  closeEngine(sandbox.engine);
}
async function bindExpression(sandbox, name, expression) {
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
var init_sandbox = __esm({
  "src/table/sandbox.ts"() {
    "use strict";
    init_engine();
    init_explain();
    init_expression();
    init_sql();
  }
});

// src/table/derive.ts
function splitDerivation(given) {
  for (let i = 0; i < given.length; i++) {
    if (given[i] !== "=") continue;
    if (given[i + 1] === "=") i++;
    else if (!"<>!".includes(given[i - 1] ?? " ")) {
      const name = given.slice(0, i).trim();
      const expression = given.slice(i + 1).trim();
      if (name !== "" && expression !== "") return { name, expression };
      const wrong = name === "" ? "the new column has no name" : "there is no expression";
      throw new DiscoError({ who: "--derive", wrong, given, next: HOW });
    }
  }
  throw new DiscoError({ who: "--derive", wrong: "there is no '='", given, next: HOW });
}
async function parseDerivations(engine, source, given) {
  const done = [];
  for (const text2 of given) {
    const { name, expression } = splitDerivation(text2);
    const taken = (n) => n.toLowerCase() === name.toLowerCase();
    if (source.columns.some((c) => taken(c.name) || taken(c.sql)) || done.some((d) => taken(d.name))) {
      const next = "choose another name (capitals do not tell names apart here)";
      throw new DiscoError({ who: "--derive", wrong: `there is already a column ${say2(name)}`, given: text2, next });
    }
    const parsed = await parseExpression(engine, expression);
    if ("refused" in parsed) {
      throw new DiscoError({
        who: "--derive",
        wrong: `this is not one plain expression: ${parsed.refused}`,
        given: text2,
        next: HOW
      });
    }
    for (const column of parsed.columns) {
      const found = source.columns.find((c) => c.name === column && c.sql !== column);
      if (found) {
        const wrong = `several columns are called ${say2(column)} when capitals are ignored, as SQL does`;
        throw new DiscoError({
          who: "--derive",
          wrong,
          given: text2,
          next: `write ${quoteIdent(found.sql)} for this one`
        });
      }
    }
    done.push({ name, expression, uses: parsed.columns, given: text2 });
  }
  return done;
}
function columnsUsed(source, derivations) {
  const named2 = new Set(derivations.flatMap((d) => d.uses.map((u) => u.toLowerCase())));
  return new Set(source.columns.filter((c) => named2.has(c.sql.toLowerCase())).map((c) => c.sql));
}
async function addDerived(source, derivations) {
  if (derivations.length === 0) return source;
  const sandbox = await openSandbox(source.columns);
  try {
    let { columns, select } = source;
    for (const { name, expression, given } of derivations) {
      const bound = await bindExpression(sandbox, name, expression);
      if ("refused" in bound) throw refusedBinding(bound.refused, given, columns);
      columns = [...columns, { name, sql: name, type: bound.type }];
      select = `SELECT *, ${bracketed(expression)} AS ${quoteIdent(name)} FROM (${select}) AS data`;
    }
    return { ...source, columns, select };
  } finally {
    closeSandbox(sandbox);
  }
}
function refusedBinding(message, given, columns) {
  const strange = /Referenced column "(.*)" not found/.exec(message)?.[1];
  if (strange !== void 0) {
    const known = columns.map((c) => c.sql);
    const nearest = nearestName(strange, known);
    const next = nearest === void 0 ? `the columns are ${sayNames(known)}` : `did you mean ${say2(nearest)}?`;
    return new DiscoError({ who: "--derive", wrong: `there is no column ${say2(strange)}`, given, next });
  }
  if (message.includes("GROUP BY")) {
    const next = "give a value for each row; OVER () after a sum or mean spreads it over the rows";
    return new DiscoError({ who: "--derive", wrong: "this makes one value of all rows", given, next });
  }
  return new DiscoError({ who: "--derive", wrong: message, given, next: "correct the expression" });
}
var HOW;
var init_derive = __esm({
  "src/table/derive.ts"() {
    "use strict";
    init_error();
    init_expression();
    init_nearest();
    init_sandbox();
    init_say();
    init_sql();
    HOW = "write 'name = SQL expression', for example 'employed = re78 > 0'";
  }
});

// src/table/fetch.ts
function chunkValues(chunk, column) {
  const vector = chunk.getColumnVector(column);
  const items = vector.items;
  if (items instanceof Float64Array || items instanceof Int32Array) return items;
  return Array.from({ length: chunk.rowCount }, (_, i) => Number(vector.getItem(i)));
}
async function dictionary(engine, key) {
  const distinct = `SELECT DISTINCT ${key} AS label FROM held WHERE ${key} IS NOT NULL`;
  const coded = `SELECT label, CAST(row_number() OVER (ORDER BY label) - 1 AS INTEGER) AS code FROM (${distinct})`;
  await engine.connection.run(`CREATE TEMP TABLE labels_${key} AS ${coded}`);
  const levels = [];
  const result = await streamed(engine, `SELECT label FROM labels_${key} ORDER BY code`);
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    for (const label2 of chunk.getColumnValues(0)) levels.push(String(label2));
  }
  return levels;
}
async function fill(engine, sql, targets) {
  if (targets.length === 0) return;
  const result = await streamed(engine, sql);
  let at = 0;
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    for (let c = 0; c < targets.length; c++) targets[c].set(chunkValues(chunk, c), at);
    at += chunk.rowCount;
  }
}
async function fetchHeld(engine, held, rows) {
  const targets = [];
  const list2 = [];
  const columns = [];
  for (const column of held.columns) {
    const { key } = column;
    if (column.held === "number") {
      const values = new Float64Array(rows);
      list2.push(`coalesce(${key}, 'nan'::DOUBLE)`);
      columns.push({ ...column, held: "number", values });
      targets.push(values);
      continue;
    }
    const levels = await dictionary(engine, key);
    const codes = new Int32Array(rows);
    columns.push({ ...column, held: "text", codes, levels });
    if (held.grouped || levels.length <= MOST_ENUM) {
      await engine.connection.run(`CREATE TYPE enum_${key} AS ENUM (SELECT label FROM labels_${key} ORDER BY code)`);
      list2.push(`coalesce(CAST(enum_code(CAST(${key} AS enum_${key})) AS INTEGER), -1)`);
      targets.push(codes);
    } else {
      const coded = `held LEFT JOIN labels_${key} ON held.${key} = label ORDER BY held.rowid`;
      await fill(engine, `SELECT coalesce(code, -1) FROM ${coded}`, [codes]);
    }
    await engine.connection.run(`DROP TABLE labels_${key}`);
  }
  const counts = held.grouped ? new Float64Array(rows) : void 0;
  if (counts) {
    list2.push("CAST(n AS DOUBLE)");
    targets.push(counts);
  }
  await fill(engine, `SELECT ${list2.join(", ")} FROM held${held.grouped ? " ORDER BY ALL" : ""}`, targets);
  await engine.connection.run("DROP TABLE held");
  return { rows, columns, ...counts && { counts } };
}
var MOST_ENUM;
var init_fetch = __esm({
  "src/table/fetch.ts"() {
    "use strict";
    init_engine();
    MOST_ENUM = 1e3;
  }
});

// src/table/file.ts
import { statSync as statSync2 } from "node:fs";
import { basename as basename2, resolve } from "node:path";
function findFile(given) {
  const path = resolve(given);
  const name = basename2(path);
  const found = statSync2(path, { throwIfNoEntry: false });
  if (!found) {
    throw new DiscoError({ who: "table", wrong: "there is no such file", given, next: "check the path" });
  }
  if (found.isDirectory()) {
    throw new DiscoError({ who: "table", wrong: "this is a folder", given, next: "name the file inside it" });
  }
  const format = ENDINGS.find(([ending]) => ending.test(name))?.[1];
  if (!format) {
    const next = `use one whose name ends in ${KNOWN}`;
    throw new DiscoError({ who: "table", wrong: "this kind of file is not known", given, next });
  }
  if (found.size === 0) {
    throw new DiscoError({ who: "table", wrong: "the file is empty", given, next: "check how it was written" });
  }
  return { given, path, name, format, bytes: found.size };
}
var ENDINGS, KNOWN;
var init_file = __esm({
  "src/table/file.ts"() {
    "use strict";
    init_error();
    ENDINGS = [
      [/\.(csv|tsv|txt)(\.gz)?$/i, "csv"],
      [/\.parquet$/i, "parquet"],
      [/\.(jsonl|ndjson)(\.gz)?$/i, "jsonl"],
      [/\.(duckdb|db)$/i, "duckdb"]
    ];
    KNOWN = ".csv, .tsv, .txt (these also as .gz), .parquet, .jsonl, .ndjson, .duckdb and .db";
  }
});

// src/table/kind.ts
function kindOf(type) {
  if (NUMBERS.test(type)) return "number";
  if (type === "BOOLEAN") return "boolean";
  if (type === "VARCHAR" || type === "UUID" || type === "JSON" || type === '"NULL"' || /^ENUM\([^[]*\)$/s.test(type))
    return "text";
  if (/^(DATE|TIMESTAMP(_S|_MS|_NS)?|TIMESTAMP WITH TIME ZONE)$/.test(type)) return "date";
  return void 0;
}
function asNumber(sql, type) {
  const c = quoteIdent(sql);
  if (type === "FLOAT" || type === "DOUBLE") return `nullif(CAST(${c} AS DOUBLE), 'nan'::DOUBLE)`;
  return type === "BOOLEAN" ? `CAST(CAST(${c} AS UTINYINT) AS DOUBLE)` : `CAST(${c} AS DOUBLE)`;
}
function asDays(sql) {
  const c = quoteIdent(sql);
  return `CASE WHEN isinf(${c}) THEN 'inf'::DOUBLE ELSE epoch(${c}) / 86400 END`;
}
function asText(sql, type) {
  const c = quoteIdent(sql);
  if (type === "JSON") return `(${c} ->> '$')`;
  if (type.startsWith("TIMESTAMP")) return `replace(CAST(${c} AS VARCHAR), ' 00:00:00', '')`;
  return `CAST(${c} AS VARCHAR)`;
}
var NUMBERS;
var init_kind = __esm({
  "src/table/kind.ts"() {
    "use strict";
    init_sql();
    NUMBERS = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(.*\)|BIGNUM)$/;
  }
});

// src/table/held.ts
function planColumns(source, used, file) {
  return used.map(({ role, name }, i) => {
    const column = source.columns.find((c) => c.name === name);
    if (!column) throw new Error(`column ${name} was checked before`);
    const { sql, type } = column;
    const kind = kindOf(type);
    if (!kind) {
      const wrong = `column ${say2(name)} of ${file.name} holds ${type}, which is neither a number, a label nor a date`;
      const next = "leave it out, or make a column from it with --derive";
      throw new DiscoError({ who: `--${role}`, wrong, given: say2(name), next });
    }
    if (role === "weight" && kind !== "number") {
      const wrong = `weights must be numbers, and column ${say2(name)} holds ${kind === "text" ? "text" : `${kind}s`}`;
      throw new DiscoError({
        who: "--weight",
        wrong,
        given: say2(name),
        next: "name a column of counts or probabilities"
      });
    }
    const base = { role, name, key: `k${i}`, kind };
    const label2 = role === "unit" && !/^(FLOAT|DOUBLE|DECIMAL)/.test(type);
    if (kind === "text" || label2 || kind === "date" && (role === "treatment" || role === "unit")) {
      return { ...base, held: "text", from: asText(sql, type) };
    }
    return { ...base, held: "number", from: kind === "date" ? asDays(sql) : asNumber(sql, type) };
  });
}
var init_held = __esm({
  "src/table/held.ts"() {
    "use strict";
    init_error();
    init_kind();
    init_say();
  }
});

// src/table/load.ts
async function repeats(engine, select, keys, expected) {
  const first2 = `first AS MATERIALIZED (${select} LIMIT ${PROBED})`;
  const values = keys.map((key) => `count(DISTINCT ${key}) + max((${key} IS NULL)::INTEGER)`).join(", ");
  const [rows, distinct, ...each] = (await oneRow(
    engine,
    `WITH ${first2} SELECT count(*), (SELECT count(*) FROM (SELECT DISTINCT * FROM first)), ${values} FROM first`
  )).map(Number);
  const combinations = each.reduce((product2, n) => product2 * n, 1);
  return distinct * 5 <= rows || combinations * 5 <= expected;
}
async function loadHeld(engine, source, columns, mayGroup, report) {
  const select = `SELECT ${columns.map((c) => `${c.from} AS ${c.key}`).join(", ")} FROM (${source.select})`;
  const grouped = mayGroup && await repeats(
    engine,
    select,
    columns.map((c) => c.key),
    source.rows
  );
  const body = grouped ? `SELECT *, count(*) AS n FROM (${select}) GROUP BY ALL` : select;
  await runWithProgress(engine, `CREATE OR REPLACE TEMP TABLE held AS ${body}`, report);
  return { columns, grouped };
}
async function tallyHeld(engine, held) {
  const count = (condition) => held.grouped ? `coalesce(sum(n) FILTER (${condition}), 0)` : `count(*) FILTER (${condition})`;
  const tests = held.columns.flatMap((c) => [
    count(`${c.key} IS NULL`),
    c.held === "number" ? count(`isinf(${c.key})`) : "0"
  ]);
  const row = await oneRow(engine, `SELECT count(*), ${count("true")}, ${tests.join(", ")} FROM held`);
  const [rows, total, ...counts] = row.map(Number);
  const missing = held.columns.map((_, i) => counts[2 * i]);
  return { rows, total, missing, infinite: held.columns.map((_, i) => counts[2 * i + 1]) };
}
async function deleteHeld(engine, condition) {
  await engine.connection.run(`DELETE FROM held WHERE ${condition}`);
}
function anyMissing(columns) {
  return columns.map((c) => `${c.key} IS NULL`).join(" OR ");
}
var PROBED;
var init_load = __esm({
  "src/table/load.ts"() {
    "use strict";
    init_engine();
    PROBED = 5e4;
  }
});

// src/table/missing.ts
function checkTally(held, tally, file) {
  if (tally.total === 0) {
    const wrong = "there is a header, but there are no rows";
    throw new DiscoError({ who: "table", wrong, given: file.given, next: "check how the file was written" });
  }
  const empty = held.columns.find((_, i) => tally.missing[i] === tally.total);
  if (empty) {
    const next = "leave it out, or check how the file was written";
    throw new DiscoError({
      who: `--${empty.role}`,
      wrong: "every row of this column is missing",
      given: say2(empty.name),
      next
    });
  }
  const infinite = held.columns.flatMap(
    (c, i) => tally.infinite[i] > 0 ? [`${say2(c.name)} ${tally.infinite[i]}`] : []
  );
  if (infinite.length > 0) {
    const wrong = `there are infinite values: ${infinite.join(", ")}`;
    const next = "correct them, or replace them with --derive";
    throw new DiscoError({ who: "table", wrong, given: file.given, next });
  }
}
async function applyMissing(engine, held, tally, policy, file) {
  const gaps = held.columns.filter((_, i) => tally.missing[i] > 0);
  if (gaps.length === 0) return { tally, notes: [] };
  const counts = held.columns.flatMap((c, i) => tally.missing[i] > 0 ? [`${say2(c.name)} ${tally.missing[i]}`] : []);
  const of = `of ${sayCount(tally.total, "row")}`;
  if (policy === "refuse") {
    const drop = "use --missing drop to leave those rows out";
    const next = gaps.every((c) => c.role === "given") ? `${drop}, or --missing indicator to keep them and mark the gaps` : drop;
    const wrong = `there are missing values (${of}): ${counts.join(", ")}`;
    throw new DiscoError({ who: "table", wrong, given: file.given, next });
  }
  if (policy === "indicator") {
    const needed = gaps.filter((c) => c.role !== "given");
    if (needed.length === 0) return { tally, notes: [] };
    const wrong = `missing values can be marked only in covariates, and the ${sayList(needed.map((c) => c.role))} has some too (${of}): ${counts.join(", ")}`;
    throw new DiscoError({ who: "--missing", wrong, given: policy, next: "use --missing drop" });
  }
  await deleteHeld(engine, anyMissing(gaps));
  const left = await tallyHeld(engine, held);
  if (left.total === 0) {
    const wrong = `every row has a missing value: ${counts.join(", ")}`;
    throw new DiscoError({ who: "--missing", wrong, given: policy, next: "leave out the columns with most of them" });
  }
  const names2 = sayList(gaps.map((c) => say2(c.name)));
  const out = tally.total - left.total;
  const were = out === 1 ? "row was" : "rows were";
  return { tally: left, notes: [`${out} of ${tally.total} ${were} left out because of missing values in ${names2}.`] };
}
var init_missing = __esm({
  "src/table/missing.ts"() {
    "use strict";
    init_error();
    init_load();
    init_say();
  }
});

// src/table/dialect.ts
function splitRecords(text2, delimiter, quote, most2) {
  const records = [];
  let record = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text2.length && records.length < most2; i++) {
    const c = text2[i];
    if (quoted) {
      if (c !== quote) field += c;
      else if (text2[i + 1] === quote) field += text2[++i];
      else quoted = false;
    } else if (c === quote && field === "") quoted = true;
    else if (c === delimiter) {
      record.push(field);
      field = "";
    } else if (c === "\n" || c === "\r") {
      if (c === "\r" && text2[i + 1] === "\n") i++;
      if (record.length > 0 || field !== "") records.push([...record, field]);
      record = [];
      field = "";
    } else field += c;
  }
  if (records.length < most2 && (record.length > 0 || field !== "")) records.push([...record, field]);
  return records;
}
function findQuote(text2) {
  if (/(^|[,;|\t\r\n])"/.test(text2)) return '"';
  const single = text2.match(/(?:^|[,;|\t\r\n])'[^'\r\n]*'(?=[,;|\t\r\n]|$)/g);
  return single && single.length > 1 ? "'" : '"';
}
function score(text2, delimiter, quote, wanted) {
  const [header, ...rows] = splitRecords(text2, delimiter, quote, LOOKED_AT);
  if (!header || header.length < 2) return [0, 0, 0];
  const found = wanted.filter((name) => header.includes(name)).length;
  const agree = rows.filter((row) => row.length === header.length).length;
  return [found, rows.length === 0 ? 0 : agree / rows.length, header.length];
}
function findDialect(text2, given, wanted) {
  const quote = given.quote ?? findQuote(text2);
  let delimiter = given.delimiter;
  if (delimiter === void 0) {
    const scores = DELIMITERS.map((d) => score(text2, d, quote, wanted));
    let best = 0;
    for (let i = 1; i < scores.length; i++) {
      const at = scores[i].findIndex((s, j) => s !== scores[best][j]);
      if (at >= 0 && scores[i][at] > scores[best][at]) best = i;
    }
    delimiter = DELIMITERS[best];
  }
  const doubled = quote !== "" && new RegExp(`[^\\\\,;|\\t\\r\\n]${quote}${quote}[^,;|\\t\\r\\n]`).test(text2);
  const escaped = quote !== "" && !doubled && text2.includes(`\\${quote}`) ? "\\" : quote;
  return { delimiter, quote, escape: escaped };
}
var DELIMITERS, LOOKED_AT;
var init_dialect = __esm({
  "src/table/dialect.ts"() {
    "use strict";
    DELIMITERS = [",", "	", ";", "|"];
    LOOKED_AT = 200;
  }
});

// src/table/infer.ts
async function inferTypes(engine, select, columns) {
  const all = (column, test) => {
    const c = quoteIdent(column);
    return `bool_and(${test.replaceAll("?", c)}) FILTER (${c} IS NOT NULL)`;
  };
  const types = columns.map(() => void 0);
  if (columns.length === 0) return types;
  const numbers = columns.map((c) => all(c, "try_cast(? AS DOUBLE) IS NOT NULL"));
  const first2 = await oneRow(engine, `SELECT ${numbers.join(", ")} FROM (${select})`);
  const rest = columns.filter((_, i) => first2[i] === 0);
  columns.forEach((_, i) => {
    if (first2[i] === 1) types[i] = "DOUBLE";
  });
  if (rest.length === 0) return types;
  const others2 = rest.flatMap((c) => [
    all(c, "lower(?) IN ('true', 'false')"),
    all(c, `regexp_full_match(?, '${DATE_LIKE}') AND try_cast(? AS TIMESTAMP) IS NOT NULL`)
  ]);
  const second2 = await oneRow(engine, `SELECT ${others2.join(", ")} FROM (${select})`);
  rest.forEach((column, i) => {
    types[columns.indexOf(column)] = second2[2 * i] ? "BOOLEAN" : second2[2 * i + 1] ? "TIMESTAMP" : "VARCHAR";
  });
  return types;
}
var DATE_LIKE;
var init_infer = __esm({
  "src/table/infer.ts"() {
    "use strict";
    init_engine();
    init_sql();
    DATE_LIKE = "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T][0-9:.]+Z?|)";
  }
});

// src/table/source.ts
function nameColumns(header) {
  const taken = new Set(header);
  const sqlTaken = new Set(header.map((h) => h.toLowerCase()));
  const seen = /* @__PURE__ */ new Set();
  const sqlSeen = /* @__PURE__ */ new Set();
  return header.map((given) => {
    const name = seen.has(given) ? firstFree(given, (n) => taken.has(n)) : given;
    const fresh = sqlSeen.has(name.toLowerCase());
    const sql = fresh ? firstFree(name, (n) => sqlTaken.has(n.toLowerCase())) : name;
    seen.add(given);
    taken.add(name);
    sqlSeen.add(sql.toLowerCase());
    sqlTaken.add(sql.toLowerCase());
    return { name, sql };
  });
}
function firstFree(name, taken) {
  for (let i = 1; ; i++) if (!taken(`${name}_${i}`)) return `${name}_${i}`;
}
var init_source = __esm({
  "src/table/source.ts"() {
    "use strict";
  }
});

// src/table/csv.ts
async function csvSource(file, options, wanted) {
  const beginning = await readBeginning(file, options.encoding);
  const dialect = findDialect(beginning.text, checkedCharacters(options), wanted);
  const [header] = splitRecords(beginning.text, dialect.delimiter, dialect.quote, 1);
  if (!header) {
    throw new DiscoError({
      who: "table",
      wrong: "the file is empty",
      given: file.given,
      next: "check how it was written"
    });
  }
  if (header.length < 2) {
    const wrong = `only one column was found, ${say2(header[0])}`;
    const next = "say --delimiter if the values are not separated by a comma, tab, semicolon or bar";
    throw new DiscoError({ who: "table", wrong, given: file.given, next });
  }
  const notes = beginning.encoding === "latin-1" && options.encoding === void 0 ? [`${file.name} is not UTF-8, so it was read as Latin-1 (--encoding says otherwise).`] : [];
  const titles = header.map((title2, i) => title2 === "" ? `column${i}` : title2);
  const names2 = nameColumns(titles);
  const lines2 = beginning.text.split(/\r\n|\n|\r/).length;
  const estimate = /\.gz$/i.test(file.name) ? lines2 : Math.round(lines2 * file.bytes / beginning.text.length);
  const read = reader(file, dialect, beginning.encoding, options.na ?? MISSING2);
  const source = (types) => {
    const columns = names2.map((n, i) => ({ ...n, type: types[i] }));
    return {
      columns,
      select: read(columns),
      rows: estimate,
      notes,
      shared: sharedNames(titles, names2, file.name),
      typed
    };
  };
  const typed = async (engine, needed, exact, whole) => {
    const texts = source(titles.map(() => "VARCHAR"));
    const open = texts.columns.map((c) => c.sql).filter((sql) => needed.has(sql) && !exact.has(sql));
    const sample = `${texts.select} LIMIT ${SAMPLED}`;
    const found = await inferTypes(engine, whole ? texts.select : sample, open);
    const late = open.filter((_, i) => found[i] === void 0);
    const lateTypes = whole ? [] : await inferTypes(engine, texts.select, late);
    const types = new Map(open.map((sql, i) => [sql, found[i] ?? lateTypes[late.indexOf(sql)]]));
    return source(texts.columns.map((c) => types.get(c.sql) ?? "VARCHAR"));
  };
  return source(titles.map(() => "VARCHAR"));
}
function checkedCharacters(options) {
  const delimiter = options.delimiter === "tab" || options.delimiter === "\\t" ? "	" : options.delimiter;
  if (delimiter !== void 0 && (delimiter.length !== 1 || /[\r\n"]/.test(delimiter))) {
    const next = "give one character, for example ';' or tab";
    throw new DiscoError({ who: "--delimiter", wrong: "this cannot separate values", given: say2(delimiter), next });
  }
  if (options.quote !== void 0 && (options.quote.length > 1 || options.quote === delimiter)) {
    const next = "give one character, or '' if values are never quoted";
    throw new DiscoError({ who: "--quote", wrong: "this cannot quote values", given: say2(options.quote), next });
  }
  return { delimiter, quote: options.quote };
}
function reader(file, dialect, encoding, na) {
  const options = [
    "auto_detect = false, header = true, hive_partitioning = false",
    `delim = ${quoteString(dialect.delimiter)}, quote = ${quoteString(dialect.quote)}`,
    `escape = ${quoteString(dialect.escape)}`,
    `encoding = '${encoding}'`,
    ...na.length > 0 ? [`nullstr = ${quoteList(na)}`] : []
  ].join(", ");
  return (columns) => {
    const types = columns.map((c, i) => `'c${i}': ${quoteString(c.type)}`).join(", ");
    const names2 = columns.map((c, i) => `c${i} AS ${quoteIdent(c.sql)}`).join(", ");
    return `SELECT ${names2} FROM read_csv(${quotePath(file.path)}, columns = {${types}}, ${options})`;
  };
}
function sharedNames(titles, names2, file) {
  const groups = /* @__PURE__ */ new Map();
  titles.forEach((title2, i) => {
    groups.set(title2, [...groups.get(title2) ?? [], names2[i].name]);
  });
  return new Map(
    [...groups].flatMap(([title2, all]) => {
      if (all.length < 2) return [];
      const rest = sayList(all.slice(1).map(say2));
      const are = all.length === 2 ? "the other is called" : "the others are called";
      const sentence = `${sayCount(all.length, "column")} of ${file} share the name ${say2(title2)}: the first was used; ${are} ${rest} here.`;
      return [[title2, sentence]];
    })
  );
}
var MISSING2, SAMPLED;
var init_csv = __esm({
  "src/table/csv.ts"() {
    "use strict";
    init_error();
    init_beginning();
    init_dialect();
    init_infer();
    init_say();
    init_source();
    init_sql();
    MISSING2 = ["", "NA", "N/A", "NaN", "nan", "null", "NULL"];
    SAMPLED = 1e4;
  }
});

// src/table/stored.ts
import { closeSync as closeSync2, openSync as openSync2, readSync } from "node:fs";
async function described(engine, select, counted) {
  const rows = await smallRows(engine, `DESCRIBE ${select}`);
  const names2 = nameColumns(rows.map((row) => String(row[0])));
  const columns = names2.map((n, i) => ({ ...n, type: String(rows[i][1]) }));
  const [[count]] = counted ? await smallRows(engine, `SELECT count(*) FROM (${select})`) : [[0]];
  return { columns, select, rows: Number(count), notes: [], shared: /* @__PURE__ */ new Map() };
}
function parquetSource(engine, file) {
  return described(
    engine,
    `SELECT * FROM read_parquet(${quotePath(file.path)}, hive_partitioning = false, binary_as_string = true)`,
    true
  );
}
function jsonSource(engine, file) {
  const options = "format = 'newline_delimited', sample_size = -1, hive_partitioning = false";
  return described(engine, `SELECT * FROM read_json(${quotePath(file.path)}, ${options})`, false);
}
async function duckdbSource(engine, file, table) {
  const magic = Buffer.alloc(4);
  const open = openSync2(file.path, "r");
  readSync(open, magic, 0, 4, 8);
  closeSync2(open);
  if (magic.toString("latin1") !== "DUCK") {
    const next = "give a file that DuckDB wrote, or export the table to CSV or Parquet";
    throw new DiscoError({ who: "table", wrong: "this is not a DuckDB file", given: file.given, next });
  }
  await engine.connection.run(`ATTACH ${quoteString(file.path)} AS file (TYPE duckdb, READ_ONLY)`);
  const tables = await smallRows(
    engine,
    `SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'file' AND NOT internal
     UNION ALL SELECT schema_name, view_name FROM duckdb_views() WHERE database_name = 'file' AND NOT internal ORDER BY 1, 2`
  );
  const names2 = tables.map(([schema2, name2]) => schema2 === "main" ? String(name2) : `${schema2}.${name2}`);
  const at = table === void 0 ? names2.length === 1 ? 0 : -1 : names2.indexOf(table);
  if (at < 0) {
    const wrong = names2.length === 0 ? "the file has no tables" : table === void 0 ? `the file has ${names2.length} tables: ${sayNames(names2)}` : `the file has no such table; it has ${sayNames(names2)}`;
    const next = names2.length === 0 ? "check the file" : "say which one with --table";
    throw new DiscoError({ who: "--table", wrong, given: table === void 0 ? file.given : say2(table), next });
  }
  const [schema, name] = tables[at].map((part) => quoteIdent(String(part)));
  return described(engine, `SELECT * FROM file.${schema}.${name}`, true);
}
var init_stored = __esm({
  "src/table/stored.ts"() {
    "use strict";
    init_error();
    init_engine();
    init_say();
    init_source();
    init_sql();
  }
});

// src/table/open.ts
async function openSource(engine, file, options, wanted) {
  refuseOption(file, "duckdb", "--table", options.table);
  refuseOption(file, "csv", "--delimiter", options.delimiter);
  refuseOption(file, "csv", "--quote", options.quote);
  refuseOption(file, "csv", "--encoding", options.encoding);
  refuseOption(file, "csv", "--na", options.na?.join(","));
  if (file.format === "duckdb") {
    const source = await duckdbSource(engine, file, options.table);
    await lockEngine(engine, []);
    return source;
  }
  await lockEngine(engine, [file.path, asPattern(file.path)]);
  if (file.format === "csv") return csvSource(file, options, wanted);
  return file.format === "parquet" ? parquetSource(engine, file) : jsonSource(engine, file);
}
function refuseOption(file, format, who, given) {
  if (given === void 0 || file.format === format) return;
  const kind = format === "csv" ? "text tables (.csv, .tsv, .txt)" : "DuckDB files";
  throw new DiscoError({
    who,
    wrong: `this is only for ${kind}, and the table is ${file.name}`,
    given,
    next: "leave it out"
  });
}
var init_open = __esm({
  "src/table/open.ts"() {
    "use strict";
    init_error();
    init_csv();
    init_engine();
    init_sql();
    init_stored();
  }
});

// src/table/two-values.ts
function distinctLabels(column, most2) {
  if (column.held === "text") return column.levels.slice(0, most2);
  const seen = /* @__PURE__ */ new Set();
  for (const value of column.values) {
    seen.add(value);
    if (seen.size >= most2) break;
  }
  const numbers = [...seen].sort((a, b) => a - b);
  return column.kind === "boolean" ? numbers.map((v) => v === 1) : numbers;
}
function tellLabels(labels, asked) {
  const [a, b] = labels;
  if (asked !== void 0) {
    if (isLabel(a, asked)) return { yes: a, no: b };
    return isLabel(b, asked) ? { yes: b, no: a } : void 0;
  }
  const texts = labels.map((l) => String(l).toLowerCase());
  const pair = KNOWN2.find(([no, yes]) => texts.includes(no) && texts.includes(yes));
  if (!pair) return void 0;
  return texts[0] === pair[1] ? { yes: a, no: b } : { yes: b, no: a };
}
function isLabel(label2, text2) {
  if (typeof label2 === "number") return text2.trim() !== "" && Number(text2) === label2;
  if (typeof label2 === "boolean") return text2.toLowerCase() === String(label2);
  return text2 === label2;
}
function codeLabel(column, label2, into) {
  if (column.held === "text") {
    const code = column.levels.indexOf(String(label2));
    for (let i = 0; i < into.length; i++) into[i] = column.codes[i] === code ? 1 : 0;
  } else {
    const value = Number(label2);
    for (let i = 0; i < into.length; i++) into[i] = column.values[i] === value ? 1 : 0;
  }
}
var KNOWN2;
var init_two_values = __esm({
  "src/table/two-values.ts"() {
    "use strict";
    KNOWN2 = [
      ["0", "1"],
      ["false", "true"],
      ["no", "yes"],
      ["n", "y"],
      ["f", "t"],
      ["control", "treated"],
      ["control", "treatment"],
      ["placebo", "drug"],
      ["placebo", "active"]
    ];
  }
});

// src/table/treatment.ts
function deriveHint(name, example, labels) {
  const column = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : quoteIdent(name);
  const many = labels.length > 5;
  const value = labels[many ? 4 : labels.length - 1];
  const test = typeof value === "string" ? `= ${quoteString(value)}` : `${many ? ">" : "="} ${value}`;
  const made = name.toLowerCase() === example ? `is_${example}` : example;
  return `--derive "${`${made} = ${column} ${test}`.replaceAll('"', '\\"')}" and then --${example === "treated" ? "treatment" : "outcome"} ${made}`;
}
function makeTreatment(column, treated) {
  const { name } = column;
  const labels = distinctLabels(column, 6);
  const about = { who: "--treatment", given: say2(name) };
  if (labels.length === 1) {
    const next = "an effect needs rows with and without the treatment; name another column or add the other rows";
    throw new DiscoError({ ...about, wrong: `every row has ${say2(labels[0])}, so there is nothing to compare`, next });
  }
  if (labels.length > 2) {
    const many = labels.length > 5 ? "more than five values" : `${labels.length} values`;
    const shown = `${labels.slice(0, 5).map(say2).join(", ")}${labels.length > 5 ? ", \u2026" : ""}`;
    const next = `make it two-valued, for example ${deriveHint(name, "treated", labels)}`;
    throw new DiscoError({ ...about, wrong: `the treatment must have two values and has ${many}: ${shown}`, next });
  }
  const both = sayList(labels.map(say2));
  const told = tellLabels(labels, treated);
  if (!told && treated !== void 0) {
    const wrong = `no row of ${say2(name)} has this value; its values are ${both}`;
    throw new DiscoError({ who: "--treated", wrong, given: say2(treated), next: "give one of the two" });
  }
  if (!told) {
    const next = `say which means treated: --treated ${labels.map(String).join(" or --treated ")}`;
    throw new DiscoError({
      ...about,
      wrong: `the values are ${both}, and it cannot be told which means treated`,
      next
    });
  }
  const values = new Uint8Array(labelLength(column));
  codeLabel(column, told.yes, values);
  return { name, values, labels: told };
}
function labelLength(column) {
  return column.held === "text" ? column.codes.length : column.values.length;
}
var init_treatment = __esm({
  "src/table/treatment.ts"() {
    "use strict";
    init_error();
    init_say();
    init_sql();
    init_two_values();
  }
});

// src/table/outcome.ts
function makeOutcome(column, success) {
  const { name } = column;
  const labels = distinctLabels(column, 6);
  const about = { who: "--outcome", given: say2(name) };
  if (labels.length === 1) {
    const next = "name an outcome that differs between rows";
    throw new DiscoError({ ...about, wrong: `every row has ${say2(labels[0])}, so there is nothing to explain`, next });
  }
  if (labels.length > 2) {
    const hint = deriveHint(name, "success", labels);
    const shown = `${labels.slice(0, 5).map(say2).join(", ")}${labels.length > 5 ? ", \u2026" : ""}`;
    if (column.held === "text") {
      const wrong = `the outcome is text with more than two values: ${shown}`;
      throw new DiscoError({ ...about, wrong, next: `make it two-valued or numeric, for example ${hint}` });
    }
    if (success !== void 0) {
      const wrong = `the outcome ${say2(name)} is numeric with more than two values (${shown}), so no single one is success`;
      throw new DiscoError({ who: "--success", wrong, given: say2(success), next: `leave it out, or use ${hint}` });
    }
    return { kind: "numeric", name, values: column.values };
  }
  const both = sayList(labels.map(say2));
  const told = tellLabels(labels, success);
  if (!told && success !== void 0) {
    const wrong = `no row of ${say2(name)} has this value; its values are ${both}`;
    throw new DiscoError({ who: "--success", wrong, given: say2(success), next: "give one of the two" });
  }
  if (!told) {
    const next = `say which means success: --success ${labels.map(String).join(" or --success ")}`;
    throw new DiscoError({
      ...about,
      wrong: `the values are ${both}, and it cannot be told which means success`,
      next
    });
  }
  const values = new Float64Array(labelLength(column));
  codeLabel(column, told.yes, values);
  return { kind: "binary", name, values, labels: told };
}
var init_outcome = __esm({
  "src/table/outcome.ts"() {
    "use strict";
    init_error();
    init_say();
    init_treatment();
    init_two_values();
  }
});

// src/table/roles.ts
function listRoles(roles) {
  const used = [
    { role: "treatment", name: roles.treatment },
    { role: "outcome", name: roles.outcome }
  ];
  if (roles.unit !== void 0) used.push({ role: "unit", name: roles.unit });
  if (roles.weight !== void 0) used.push({ role: "weight", name: roles.weight });
  for (let i = 1; i < used.length; i++) {
    const other2 = used.slice(0, i).find((u) => u.name === used[i].name);
    if (other2) {
      const wrong = `the same column is already the ${other2.role}`;
      throw new DiscoError({
        who: `--${used[i].role}`,
        wrong,
        given: say2(other2.name),
        next: "name two different columns"
      });
    }
  }
  const notes = [];
  for (const name of new Set(roles.given)) {
    const other2 = used.find((u) => u.name === name && u.role !== "given");
    if (other2) {
      const wrong = other2.role === "unit" ? "this column is the unit, which is the individual already" : `this column is the ${other2.role}`;
      throw new DiscoError({ who: "--given", wrong, given: say2(name), next: "leave it out of --given" });
    }
    if (roles.given.indexOf(name) !== roles.given.lastIndexOf(name)) {
      notes.push(`The covariate ${say2(name)} was named more than once and used once.`);
    }
    used.push({ role: "given", name });
  }
  return { used, notes };
}
function checkNames(source, derived, used) {
  const names2 = [...source.columns.map((c) => c.name), ...derived];
  const known = new Set(names2);
  for (const { role, name } of used) {
    if (known.has(name)) continue;
    const nearest = nearestName(name, names2);
    const wrong = `there is no such column${nearest === void 0 ? "" : `; did you mean ${say2(nearest)}?`}`;
    const next = `the columns are ${sayNames(names2)}`;
    throw new DiscoError({ who: `--${role}`, wrong, given: say2(name), next });
  }
  return used.flatMap((u) => source.shared.get(u.name) ?? []);
}
var init_roles = __esm({
  "src/table/roles.ts"() {
    "use strict";
    init_error();
    init_nearest();
    init_say();
  }
});

// src/table/unit.ts
function makeUnit(column) {
  const { name } = column;
  if (column.held === "number") {
    const labels = [...new Set(column.values)].sort((a, b) => a - b);
    const codeOf = new Map(labels.map((label2, code) => [label2, code]));
    return { name, codes: Int32Array.from(column.values, (v) => codeOf.get(v)), labels };
  }
  const { codes, levels } = column;
  if (!levels.every((level) => PLAIN_NUMBER.test(level) && level !== "-0")) return { name, codes, labels: levels };
  const order = levels.map((level, code) => ({ label: Number(level), code })).sort((a, b) => a.label - b.label);
  const place = new Int32Array(levels.length);
  order.forEach(({ code }, i) => {
    place[code] = i;
  });
  return { name, codes: codes.map((code) => place[code]), labels: order.map((o) => o.label) };
}
var PLAIN_NUMBER;
var init_unit = __esm({
  "src/table/unit.ts"() {
    "use strict";
    PLAIN_NUMBER = /^-?(0|[1-9][0-9]{0,14})$/;
  }
});

// src/table/weights.ts
function makeWeights(column) {
  const { name, values } = column;
  const about = { who: "--weight", given: say2(name) };
  const next = "give counts (whole numbers) or probabilities of distinct rows (which sum to 1)";
  let sum2 = 0;
  let lost = 0;
  let whole = true;
  for (const v of values) {
    if (v < 0) throw new DiscoError({ ...about, wrong: `there is a negative weight, ${v}`, next });
    whole &&= Number.isInteger(v);
    const total2 = sum2 + v;
    lost += sum2 >= v ? sum2 - total2 + v : v - total2 + sum2;
    sum2 = total2;
  }
  const total = sum2 + lost;
  if (whole) {
    const notes = [`The ${values.length} rows stand for ${total} observations (column ${say2(name)}).`];
    return { weights: { name, kind: "counts", values }, notes };
  }
  if (Math.abs(total - 1) > CLOSE) {
    throw new DiscoError({
      ...about,
      wrong: `the weights are not all whole numbers and sum to ${total}, not to 1`,
      next
    });
  }
  return { weights: { name, kind: "law", values }, notes: [] };
}
var CLOSE;
var init_weights = __esm({
  "src/table/weights.ts"() {
    "use strict";
    init_error();
    init_say();
    CLOSE = 1e-9;
  }
});

// src/table/read.ts
async function readSample(path, roles, options = {}) {
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
      used.map((u) => u.name)
    );
    const derivations = await parseDerivations(engine, source, derived);
    const shared = checkNames(
      source,
      derivations.map((d) => d.name),
      used
    );
    const report = options.onProgress && ((fraction) => options.onProgress?.(stage, fraction));
    const held = await load(engine, file, source, derivations, used, options.compress !== "never", report);
    return await settle(engine, file, held, roles, options.missing ?? "refuse", [...source.notes, ...shared, ...notes]);
  } catch (error) {
    throw explainReading(error, file);
  } finally {
    closeEngine(engine);
  }
}
async function load(engine, file, source, derivations, used, compress, report) {
  const derivedFrom = columnsUsed(source, derivations);
  const named2 = (u) => source.columns.find((c) => c.name === u.name)?.sql ?? "";
  const needed = /* @__PURE__ */ new Set([...derivedFrom, ...used.map(named2)]);
  const unit = used.filter((u) => u.role === "unit").map(named2);
  const exact = new Set(unit.filter((sql) => !derivedFrom.has(sql)));
  const mayGroup = compress && !used.some((u) => u.role === "unit" || u.role === "weight");
  const attempt = async (whole) => {
    const typed = await source.typed?.(engine, needed, exact, whole) ?? source;
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
    const column = isConversion(error) ? source.columns[refusedColumn(error)] : void 0;
    if (!column) throw error;
    exact.add(column.sql);
    return attempt(true);
  }
}
async function settle(engine, file, held, roles, policy, openingNotes) {
  const notes = [...openingNotes];
  const first2 = await tallyHeld(engine, held);
  let tally = first2;
  const weightKey = held.columns.find((c) => c.role === "weight")?.key;
  if (weightKey !== void 0) {
    await deleteHeld(engine, `${weightKey} = 0`);
    tally = await tallyHeld(engine, held);
    const zeros = first2.total - tally.total;
    if (zeros > 0) notes.push(`${sayCount(zeros, "row")} of weight 0 ${zeros === 1 ? "was" : "were"} left out.`);
  }
  checkTally(held, tally, file);
  const missing = Object.fromEntries(
    held.columns.flatMap((c, i) => tally.missing[i] > 0 ? [[c.name, tally.missing[i]]] : [])
  );
  const settled = await applyMissing(engine, held, tally, policy, file);
  notes.push(...settled.notes);
  const { rows, total } = settled.tally;
  const { columns, counts } = await fetchHeld(engine, held, rows);
  const column = (role) => columns.find((c) => c.role === role);
  const treatment = makeTreatment(column("treatment"), roles.treated);
  const outcome = makeOutcome(column("outcome"), roles.success);
  const given = makeCovariates(
    columns.filter((c) => c.role === "given"),
    counts
  );
  const weights = weightKey === void 0 ? void 0 : makeWeights(column("weight"));
  notes.push(...given.notes, ...weights?.notes ?? []);
  if (outcome.kind === "numeric" && column("outcome").kind === "date") {
    notes.push("The outcome is a date, read as days since 1970-01-01.");
  }
  return {
    rows,
    treatment,
    outcome,
    given: given.columns,
    ...roles.unit !== void 0 && { unit: makeUnit(column("unit")) },
    ...weights && { weights: weights.weights },
    ...counts && { weights: { kind: "counts", values: counts } },
    data: { source: file.given, read: first2.total, used: total, missing, notes }
  };
}
var init_read = __esm({
  "src/table/read.ts"() {
    "use strict";
    init_covariates();
    init_derive();
    init_engine();
    init_explain();
    init_fetch();
    init_file();
    init_held();
    init_load();
    init_missing();
    init_open();
    init_outcome();
    init_roles();
    init_say();
    init_treatment();
    init_unit();
    init_weights();
  }
});

// src/table/beside.ts
import { renameSync as renameSync2, rmSync as rmSync3, statSync as statSync3 } from "node:fs";
import { basename as basename3, dirname as dirname2, join as join3, resolve as resolve2 } from "node:path";
async function writeBeside(given, write2) {
  const path = resolve2(given);
  const folder = dirname2(path);
  if (!statSync3(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new DiscoError({ who: "output", wrong: "there is no such folder", given, next: "make it first" });
  }
  if (statSync3(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new DiscoError({ who: "output", wrong: "this is a folder", given, next: "give the name of a file" });
  }
  const temporary = join3(folder, `.${basename3(path)}.${process.pid}.tmp`);
  const remove = () => rmSync3(temporary, { force: true });
  const interrupted = () => {
    remove();
    process.exit(130);
  };
  process.once("SIGINT", interrupted);
  process.once("SIGTERM", interrupted);
  try {
    await write2(temporary);
    renameSync2(temporary, path);
  } catch (error) {
    remove();
    if (error instanceof Error && /Permission denied|EACCES|EROFS|Read-only/i.test(error.message)) {
      throw new DiscoError({ who: "output", wrong: "this may not be written", given, next: "choose another place" });
    }
    throw error;
  } finally {
    process.off("SIGINT", interrupted);
    process.off("SIGTERM", interrupted);
  }
}
var init_beside = __esm({
  "src/table/beside.ts"() {
    "use strict";
    init_error();
  }
});

// src/table/write.ts
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBDataChunk,
  INTEGER,
  VARCHAR
} from "@duckdb/node-api";
function typeOf(values) {
  if (values instanceof Float64Array) return DOUBLE;
  if (values instanceof Int32Array) return INTEGER;
  if (values.every((v) => typeof v === "boolean")) return BOOLEAN;
  if (!values.every((v) => typeof v === "number")) return VARCHAR;
  return values.every((v) => Number.isSafeInteger(v)) ? BIGINT : DOUBLE;
}
function slice(values, type, start, end) {
  const part = [];
  for (let i = start; i < end; i++) part.push(values[i]);
  if (type === VARCHAR) return part.map(String);
  if (type === BIGINT) return part.map((v) => BigInt(v));
  return part.map((v) => Number.isNaN(v) ? null : v);
}
async function fill2(connection, columns, rows) {
  const types = columns.map((c) => typeOf(c.values));
  await connection.run(`CREATE TEMP TABLE written (${types.map((t, i) => `c${i} ${t}`).join(", ")})`);
  const appender = await connection.createAppender("written");
  for (let start = 0; start < rows; start += CHUNK) {
    const end = Math.min(rows, start + CHUNK);
    const chunk = DuckDBDataChunk.create(types, end - start);
    columns.forEach((c, i) => {
      chunk.setColumnValues(i, slice(c.values, types[i], start, end));
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}
async function writeRows(path, columns) {
  const format = /\.(csv|parquet)$/i.exec(path)?.[1].toLowerCase();
  if (!format) {
    const next = "give a name that ends in .csv or .parquet";
    throw new DiscoError({ who: "output", wrong: "this kind of file cannot be written", given: path, next });
  }
  const rows = columns[0]?.values.length ?? 0;
  if (columns.length === 0 || columns.some((c) => c.values.length !== rows)) {
    throw new Error("writeRows needs at least one column, and all of one length");
  }
  const names2 = columns.map((c) => c.name.toLowerCase());
  const twice = names2.findIndex((name, i) => names2.indexOf(name) !== i);
  if (twice >= 0) {
    const wrong = "two columns would have the same name (capitals do not count)";
    throw new DiscoError({ who: "output", wrong, given: say2(columns[twice].name), next: "rename one of them" });
  }
  await writeBeside(path, async (temporary) => {
    const engine = await openEngine();
    try {
      await fill2(engine.connection, columns, rows);
      const list2 = columns.map((c, i) => `c${i} AS ${quoteIdent(c.name)}`).join(", ");
      const how = format === "csv" ? "FORMAT csv, HEADER true" : "FORMAT parquet";
      await engine.connection.run(
        `COPY (SELECT ${list2} FROM written) TO ${quoteString(temporary)} (${how}, USE_TMP_FILE false)`
      );
    } finally {
      closeEngine(engine);
    }
  });
}
var CHUNK;
var init_write = __esm({
  "src/table/write.ts"() {
    "use strict";
    init_error();
    init_beside();
    init_engine();
    init_say();
    init_sql();
    CHUNK = 2048;
  }
});

// src/table/index.ts
var table_exports = {};
__export(table_exports, {
  readSample: () => readSample,
  writeRows: () => writeRows
});
var init_table = __esm({
  "src/table/index.ts"() {
    "use strict";
    init_read();
    init_write();
  }
});

// src/num/normal.ts
function normalQuantile(p) {
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : Number.NaN;
  if (p > 0.5) return -normalQuantile(1 - p);
  let x;
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    x = (((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783) / ((((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1);
  } else {
    const q = p - 0.5;
    const r = q * q;
    x = (((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r - 30.66479806614716) * r + 2.506628277459239) * q / (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r - 13.28068155288572) * r + 1);
  }
  const error = normalCdf(x) - p;
  const step = error * Math.sqrt(2 * Math.PI) * Math.exp(x * x / 2);
  return x - step / (1 + x * step / 2);
}
function normalCdf(x) {
  const z = Math.abs(x);
  const density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  let tail;
  if (z < 3) {
    let term = z;
    let sum2 = z;
    for (let k = 1; term > sum2 * 1e-17; k++) {
      term *= z * z / (2 * k + 1);
      sum2 += term;
    }
    tail = 0.5 - density * sum2;
  } else {
    let fraction = 0;
    for (let k = 60; k > 0; k--) fraction = k / (z + fraction);
    tail = density / (z + fraction);
  }
  return x > 0 ? 1 - tail : tail;
}
var init_normal = __esm({
  "src/num/normal.ts"() {
    "use strict";
  }
});

// src/estimate/scores.ts
function averageScores(rows, size, fill4) {
  const z = new Float64Array(size);
  const n = rows.total;
  const mean = new Float64Array(size);
  const entries = rows.count.length;
  if (rows.cluster && rows.copies && !rows.law) {
    const clusters = rows.copies.length;
    const sums = new Float64Array(clusters * size);
    const counts = new Float64Array(clusters);
    for (let j = 0; j < entries; j++) {
      fill4(j, z);
      const at = rows.cluster[j] * size;
      counts[rows.cluster[j]] += rows.count[j];
      for (let k = 0; k < size; k++) sums[at + k] += rows.count[j] * z[k];
    }
    for (let c = 0; c < clusters; c++) for (let k = 0; k < size; k++) mean[k] += sums[c * size + k] / n;
    return { size, mean, observations: n, clusters: { sums, counts, copies: rows.copies } };
  }
  const guess = new Float64Array(size);
  if (entries > 0) {
    const step = Math.max(1, Math.floor(entries / 1e3));
    let mass = 0;
    for (let j = 0; j < entries; j += step) {
      fill4(j, z);
      mass += rows.count[j];
      for (let k = 0; k < size; k++) guess[k] += rows.count[j] * z[k];
    }
    for (let k = 0; k < size; k++) guess[k] /= mass;
  }
  const squares = new Float64Array(size * size);
  for (let j = 0; j < entries; j++) {
    fill4(j, z);
    const count = rows.count[j];
    for (let k = 0; k < size; k++) {
      z[k] -= guess[k];
      mean[k] += count * z[k];
    }
    if (rows.law) continue;
    for (let k = 0; k < size; k++) {
      const scaled = count * z[k];
      for (let l = 0; l <= k; l++) squares[k * size + l] += scaled * z[l];
    }
  }
  for (let k = 0; k < size; k++) mean[k] /= n;
  const covariance = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    for (let l = 0; l <= k; l++) {
      covariance[k * size + l] = (squares[k * size + l] / n - mean[k] * mean[l]) / n;
      covariance[l * size + k] = covariance[k * size + l];
    }
  }
  for (let k = 0; k < size; k++) mean[k] += guess[k];
  return rows.law ? { size, mean, observations: Number.POSITIVE_INFINITY } : { size, mean, observations: n, covariance };
}
function estimateOf(scores, f) {
  const { size, mean, clusters, covariance } = scores;
  const value = f(mean);
  if (clusters) {
    const { sums, counts, copies } = clusters;
    const n = scores.observations;
    const without = new Float64Array(size);
    let present2 = 0;
    let sum2 = 0;
    let square = 0;
    for (let c = 0; c < counts.length; c++) {
      if (counts[c] === 0) continue;
      const share2 = 1 / copies[c];
      for (let k = 0; k < size; k++) without[k] = (mean[k] * n - sums[c * size + k] * share2) / (n - counts[c] * share2);
      const change = f(without) - value;
      present2 += copies[c];
      sum2 += copies[c] * change;
      square += copies[c] * change * change;
    }
    const spread = square - sum2 * sum2 / present2;
    return { value, se: Math.sqrt(Math.max(0, spread) * (present2 - 1) / present2) };
  }
  if (!covariance) return { value };
  const gradient = new Float64Array(size);
  const moved = Float64Array.from(mean);
  for (let k = 0; k < size; k++) {
    const h = Math.sqrt(Math.max(0, covariance[k * size + k])) * 1e-3;
    if (h === 0) continue;
    moved[k] = mean[k] + h;
    const up = f(moved);
    moved[k] = mean[k] - h;
    gradient[k] = (up - f(moved)) / (2 * h);
    moved[k] = mean[k];
  }
  let variance = 0;
  for (let k = 0; k < size; k++) for (let l = 0; l < size; l++) variance += gradient[k] * gradient[l] * covariance[k * size + l];
  return { value, se: Math.sqrt(Math.max(0, variance)) };
}
function waldInterval(estimate, level) {
  if (estimate.se === void 0 || !Number.isFinite(estimate.se)) return void 0;
  const half = normalQuantile(0.5 + level / 2) * estimate.se;
  return [estimate.value - half, estimate.value + half];
}
var init_scores = __esm({
  "src/estimate/scores.ts"() {
    "use strict";
    init_normal();
  }
});

// src/estimate/aipw.ts
function aipwAte({ t, y, e, m }, rows) {
  const scores = averageScores(rows, 1, (j, z) => {
    const [m0, m1] = [m[0].mean[j], m[1].mean[j]];
    z[0] = m1 - m0 + (t[j] === 1 ? (y[j] - m1) / e[j] : -(y[j] - m0) / (1 - e[j]));
  });
  return estimateOf(scores, (mean) => mean[0]);
}
function aipwEtt({ t, y, e, m }, rows) {
  const scores = averageScores(rows, 2, (j, z) => {
    const residual = y[j] - m[0].mean[j];
    z[0] = t[j];
    z[1] = t[j] === 1 ? residual : -e[j] / (1 - e[j]) * residual;
  });
  return estimateOf(scores, (mean) => mean[1] / mean[0]);
}
var init_aipw = __esm({
  "src/estimate/aipw.ts"() {
    "use strict";
    init_scores();
  }
});

// src/estimate/difference.ts
function difference(t, y, rows) {
  const scores = averageScores(rows, 3, (j, z) => {
    z[0] = t[j];
    z[1] = t[j] === 1 ? y[j] : 0;
    z[2] = t[j] === 1 ? 0 : y[j];
  });
  return estimateOf(scores, (mean) => mean[1] / mean[0] - mean[2] / (1 - mean[0]));
}
var init_difference = __esm({
  "src/estimate/difference.ts"() {
    "use strict";
    init_scores();
  }
});

// src/learn/crossfit.ts
function training(entries, rows, include, from) {
  const weight = new Float64Array(rows);
  for (let j = 0; j < entries.row.length; j++) {
    const row = entries.row[j];
    if (from(entries.fold[j]) && (!include || include[row])) weight[row] += entries.count[j];
  }
  let count = 0;
  for (let i = 0; i < rows; i++) if (weight[i] > 0) count++;
  const list2 = new Int32Array(count);
  count = 0;
  for (let i = 0; i < rows; i++) if (weight[i] > 0) list2[count++] = i;
  return { rows: list2, weight };
}
function fill3(out, entries, fold, fitted) {
  let count = 0;
  for (let j = 0; j < out.length; j++) if (entries.fold[j] === fold) count++;
  const where = new Int32Array(count);
  const rows = new Int32Array(count);
  count = 0;
  for (let j = 0; j < out.length; j++) {
    if (entries.fold[j] !== fold) continue;
    where[count] = j;
    rows[count++] = entries.row[j];
  }
  const predicted = fitted.predict(rows);
  for (let i = 0; i < count; i++) out[where[i]] = predicted[i];
}
async function crossFit(prepared, rows, entries, task, options) {
  const { folds } = entries;
  const notes = /* @__PURE__ */ new Map();
  const fit = async (from, start2) => {
    await options.pause();
    const data = training(entries, rows, task.include, from);
    const whole = { kind: task.kind, y: task.y, ...data, rowHash: entries.rowHash, seed: task.seed };
    const fitted = prepared.fit(start2 ? { ...whole, start: start2 } : whole);
    for (const note of fitted.notes) notes.set(note.id, note);
    return fitted;
  };
  const predicted = new Float64Array(entries.row.length);
  if (folds === 1) {
    fill3(predicted, entries, 0, await fit(() => true));
    return { predicted, notes: [...notes.values()] };
  }
  const start = prepared.warm ? await fit(() => true) : void 0;
  for (let k = 0; k < folds; k++) fill3(predicted, entries, k, await fit((fold) => fold !== k, start));
  if (!options.halves || folds < 3) return { predicted, notes: [...notes.values()] };
  const lengths = [Math.floor((folds - 1) / 2), Math.ceil((folds - 1) / 2)];
  const halves = [new Float64Array(entries.row.length), new Float64Array(entries.row.length)];
  const runs = /* @__PURE__ */ new Map();
  for (let k = 0; k < folds; k++) {
    for (const side of [0, 1]) {
      const from = (k + 1 + (side === 0 ? 0 : lengths[0])) % folds;
      const key = `${from}+${lengths[side]}`;
      const run = runs.get(key) ?? await fit((fold) => (fold - from + folds) % folds < lengths[side], start);
      runs.set(key, run);
      fill3(halves[side], entries, k, run);
    }
  }
  return { predicted, halves, notes: [...notes.values()] };
}
var init_crossfit = __esm({
  "src/learn/crossfit.ts"() {
    "use strict";
  }
});

// src/num/hash.ts
function mix(a, b) {
  let h = Math.imul(a ^ Math.imul(b, 3432918353), 461845907);
  h ^= h >>> 16;
  h = Math.imul(h, 2246822507);
  h ^= h >>> 13;
  h = Math.imul(h, 3266489909);
  h ^= h >>> 16;
  return h >>> 0;
}
function hashText(text2) {
  let h = 2166136261;
  for (let i = 0; i < text2.length; i++) h = Math.imul(h ^ text2.charCodeAt(i), 16777619);
  return mix(h, text2.length);
}
function hashNumber(value) {
  double[0] = value + 0;
  return mix(words[0], words[1]);
}
function unitInterval(hash) {
  return hash / 4294967296;
}
function hashValues(column, rows) {
  const own = new Uint32Array(rows);
  if (column.kind === "numeric") {
    for (let i = 0; i < rows; i++) own[i] = hashNumber(column.values[i]);
  } else {
    const levels = column.levels.map(hashText);
    for (let i = 0; i < rows; i++) own[i] = levels[column.codes[i]];
  }
  return own;
}
function fingerprint(own, weight) {
  let sum2 = 0;
  for (let i = 0; i < own.length; i++) sum2 = sum2 + (weight ? Math.imul(own[i], weight[i]) : own[i]) | 0;
  return sum2 >>> 0;
}
function hashRows(columns, rows, weight) {
  const hashes = new Uint32Array(rows).fill(2654435769);
  const marked = columns.map((column) => {
    const own = hashValues(column, rows);
    return { own, mark: fingerprint(own, weight), name: column.name };
  });
  marked.sort((a, b) => a.mark - b.mark || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  marked.forEach(({ own, mark }, k) => {
    for (let before = k - 1; before >= 0 && marked[before].mark === mark; before--) {
      if (marked[before].own.every((value, i) => value === own[i])) return;
    }
    for (let i = 0; i < rows; i++) hashes[i] = mix(hashes[i], own[i]);
  });
  return hashes;
}
var double, words;
var init_hash = __esm({
  "src/num/hash.ts"() {
    "use strict";
    double = new Float64Array(1);
    words = new Uint32Array(double.buffer);
  }
});

// src/num/patterns.ts
function sameRow(columns, a, b) {
  for (const column of columns) {
    if (column.kind === "numeric" ? column.values[a] !== column.values[b] : column.codes[a] !== column.codes[b]) return false;
  }
  return true;
}
function patternsOf(columns, rows, hashes = hashRows(columns, rows)) {
  let size = 16;
  while (size < 2 * rows) size *= 2;
  const table = new Int32Array(size).fill(-1);
  const id = new Int32Array(rows);
  const first2 = [];
  for (let i = 0; i < rows; i++) {
    let slot = hashes[i] & size - 1;
    while (table[slot] >= 0 && !(hashes[first2[table[slot]]] === hashes[i] && sameRow(columns, first2[table[slot]], i))) {
      slot = slot + 1 & size - 1;
    }
    if (table[slot] < 0) {
      table[slot] = first2.length;
      first2.push(i);
    }
    id[i] = table[slot];
  }
  return { id, first: Int32Array.from(first2) };
}
var init_patterns = __esm({
  "src/num/patterns.ts"() {
    "use strict";
    init_hash();
  }
});

// src/learn/folds.ts
function unlabelled(values, weight, rowHash) {
  const mass = [0, 0];
  const mark = [0, 0];
  for (let i = 0; i < values.length; i++) {
    mass[values[i]] += weight ? weight[i] : 1;
    mark[values[i]] = mark[values[i]] + Math.imul(rowHash[i], weight ? weight[i] : 1) >>> 0;
  }
  const swap = mass[1] > mass[0] || mass[1] === mass[0] && mark[1] > mark[0];
  return Float64Array.from({ length: values.length }, (_, i) => swap ? 1 - values[i] : values[i]);
}
function contentColumns(sample, rowHash) {
  const { treatment, outcome, weights } = sample;
  const arm = unlabelled(treatment.values, weights?.values, rowHash);
  const y = outcome.kind === "binary" ? unlabelled(outcome.values, weights?.values, rowHash) : outcome.values;
  return [...sample.given, { kind: "numeric", name: "\0arm", values: arm }, { kind: "numeric", name: "\0outcome", values: y }];
}
function assignFolds(sample, folds, seed) {
  const { rows, unit, weights } = sample;
  const rowHash = hashRows(sample.given, rows, weights?.values);
  const identity = () => Int32Array.from({ length: rows }, (_, i) => i);
  const ones = weights ? weights.values : new Float64Array(rows).fill(1);
  const total = ones.reduce((a, b) => a + b, 0);
  const law = weights?.kind === "law";
  if (folds === 1 || law) {
    return { folds: 1, row: identity(), fold: new Uint8Array(rows), count: ones, total: law ? 1 : total, rowHash };
  }
  if (unit) {
    const foldOf2 = unit.labels.map((label2) => mix(typeof label2 === "number" ? hashNumber(label2) : hashText(label2), seed) % folds);
    return { folds, row: identity(), fold: Uint8Array.from(unit.codes, (code) => foldOf2[code]), count: ones, total, rowHash };
  }
  const content = contentColumns(sample, rowHash);
  const contentHash = hashRows(content, rows, weights?.values);
  const { id, first: first2 } = patternsOf(content, rows, contentHash);
  const met = new Uint32Array(first2.length);
  const foldOf = (row2) => mix(mix(contentHash[row2], seed), met[id[row2]]++) % folds;
  if (!weights) {
    return { folds, row: identity(), fold: Uint8Array.from({ length: rows }, (_, i) => foldOf(i)), count: ones, total, rowHash };
  }
  const row = [];
  const fold = [];
  const count = [];
  const share2 = new Float64Array(folds);
  for (let i = 0; i < rows; i++) {
    share2.fill(0);
    for (let copy = 0; copy < ones[i]; copy++) share2[foldOf(i)]++;
    for (let k = 0; k < folds; k++) {
      if (share2[k] === 0) continue;
      row.push(i);
      fold.push(k);
      count.push(share2[k]);
    }
  }
  return { folds, row: Int32Array.from(row), fold: Uint8Array.from(fold), count: Float64Array.from(count), total, rowHash };
}
var init_folds = __esm({
  "src/learn/folds.ts"() {
    "use strict";
    init_hash();
    init_patterns();
  }
});

// src/learn/nuisances.ts
async function fitNuisances(sample, options) {
  const { rows, treatment, outcome } = sample;
  const { seed, learner } = options;
  const entries = assignFolds(sample, options.folds, seed);
  const prepared = learner.prepare(sample.given, rows, sample.weights?.values);
  const { folds } = entries;
  const whole = folds === 1 ? 1 : folds + (prepared.warm ? 1 : 0);
  const extra = folds < 3 ? 0 : folds % 2 === 1 ? folds : 2 * folds;
  const of = (outcome.kind === "numeric" ? 5 : 3) * whole + 2 * extra;
  let done = 0;
  const pause = async () => {
    await options.onFit?.(done++, of);
  };
  const notes = new Map(prepared.notes.map((note) => [note.id, note]));
  const learn = async (kind, y, include, halves = false) => {
    const fit = await crossFit(prepared, rows, entries, { kind, y, seed, ...include ? { include } : {} }, { halves, pause });
    for (const note of fit.notes) notes.set(note.id, note);
    return fit;
  };
  const arms = [treatment.values.map((t) => 1 - t), treatment.values];
  const e = await learn("binary", Float64Array.from(treatment.values));
  const armMean = async (t) => {
    const { predicted, halves } = await learn(outcome.kind, outcome.values, arms[t], true);
    return { mean: predicted, a: halves?.[0] ?? predicted, b: halves?.[1] ?? predicted };
  };
  const m = [await armMean(0), await armMean(1)];
  const base = {
    entries,
    t: Uint8Array.from(entries.row, (row) => treatment.values[row]),
    y: Float64Array.from(entries.row, (row) => outcome.values[row]),
    e: e.predicted,
    m
  };
  if (outcome.kind === "binary") return { ...base, notes: [...notes.values()] };
  const cut2 = [armAverage(base, 0), armAverage(base, 1)];
  const aboveOf = async (t) => (await learn("binary", outcome.values.map((y) => y > cut2[t] ? 1 : 0), arms[t])).predicted;
  return { ...base, above: [await aboveOf(0), await aboveOf(1)], cut: cut2, notes: [...notes.values()] };
}
function armAverage({ entries, t, y }, arm) {
  let mass = 0;
  let sum2 = 0;
  for (let j = 0; j < t.length; j++) {
    if (t[j] !== arm) continue;
    mass += entries.count[j];
    sum2 += entries.count[j] * y[j];
  }
  return sum2 / mass;
}
var init_nuisances = __esm({
  "src/learn/nuisances.ts"() {
    "use strict";
    init_crossfit();
    init_folds();
  }
});

// src/attribute/assumptions.ts
function list(names2) {
  if (names2.length <= 10) return names2.join(", ");
  return `${names2.slice(0, 8).join(", ")} and ${names2.length - 8} more`;
}
function individualWords(sample, replicates) {
  const covariates = sample.given.length > 0 ? list(sample.given.map((column) => column.name)) : "nothing (no covariates)";
  if (!replicates) return covariates;
  const seen = replicates.fewest === replicates.most ? `${replicates.most}` : `${replicates.fewest} to ${replicates.most}`;
  return `${sample.unit.name} (each seen ${seen} times)${sample.given.length > 0 ? `, and ${covariates} across the arms` : ""}`;
}
function assumptionsOf(sample, settings, replicates) {
  const names2 = list(sample.given.map((column) => column.name));
  const out = /* @__PURE__ */ new Map();
  const say3 = (id, text2) => out.set(id, { id, text: text2 });
  if (sample.given.length > 0) {
    say3("exogeneity", `Among individuals alike in ${names2}, who was in which arm was as good as random: nothing else drove both the arm and the outcome.`);
    say3(
      "individual",
      `${names2} stand for the individual. If individuals alike in these still differ, they are steadier than shown: recurrence is a lower end and chance an upper end (THEORY 3.6).`
    );
  } else {
    say3("exogeneity", "No covariates were given, so the arms are taken to be alike: the arm was assigned at random.");
    say3("individual", "No covariates were given, so everybody counts as the same individual: recurrence is a lower end and chance an upper end, both as wide as they come (THEORY 3.6).");
  }
  say3(
    "coupling",
    settings.coupling === 0 ? "Coupling 0: what would have been is a fresh occasion of the same individual, its noise drawn anew (THEORY 1.6)." : `Coupling ${settings.coupling}: with this probability the counterfactual world keeps the noise of the factual one, one uniform draw per individual; otherwise it draws afresh (THEORY 1.7).`
  );
  say3("independence", "Response types and PN, PS, PNS values take the noises of the two arms to be independent given the individual (THEORY 4.2); their bounds do not.");
  say3("overlap", "Every kind of individual could have been in either arm.");
  if (replicates) {
    say3("occasions", `Rows of one ${sample.unit.name} are occasions of one unchanged individual, each with fresh noise and no carry-over from one to the next (THEORY 3.8).`);
  }
  say3("no-interference", "One individual's arm does not change another's outcome, and there is one version of each arm.");
  return out;
}
var init_assumptions = __esm({
  "src/attribute/assumptions.ts"() {
    "use strict";
  }
});

// src/law/response.ts
function ends(low, high) {
  return low > high && low - high < 1e-12 ? [high, high] : [low, high];
}
function tianPearl({ y1, y0, p11, p10, p01, p00 }) {
  const y = p11 + p01;
  return {
    pns: ends(Math.max(0, y1 - y0, y - y0, y1 - y), Math.min(y1, 1 - y0, p11 + p00, y1 - y0 + p10 + p01)),
    pn: ends(Math.max(0, (y - y0) / p11), Math.min(1, (1 - y0 - p00) / p11)),
    ps: ends(Math.max(0, (y1 - y) / p00), Math.min(1, (y1 - p11) / p00))
  };
}
var product, largestBoth, smallestBoth, policySlack;
var init_response = __esm({
  "src/law/response.ts"() {
    "use strict";
    product = (q, r) => ({ value: q * r, first: r, second: q });
    largestBoth = (q, r) => q <= r ? { value: q, first: 1, second: 0 } : { value: r, first: 0, second: 1 };
    smallestBoth = (q, r) => q + r > 1 ? { value: q + r - 1, first: 1, second: 1 } : { value: 0, first: 0, second: 0 };
    policySlack = (q, r) => {
      const byLow = r > 0 ? q / r : Number.POSITIVE_INFINITY;
      const byHigh = r < 1 ? (1 - q) / (1 - r) : Number.POSITIVE_INFINITY;
      const apart = Math.min(0.5, byLow, byHigh);
      const gain = apart * apart - apart;
      const odds = r * (1 - r);
      let first2 = 0;
      let second2 = (1 - 2 * r) * gain;
      if (apart < 0.5) {
        const steep = odds * (2 * apart - 1);
        if (byLow <= byHigh) {
          first2 = steep / r;
          second2 -= steep * q / (r * r);
        } else {
          first2 = -steep / (1 - r);
          second2 += steep * (1 - q) / (1 - r) ** 2;
        }
      }
      return { value: odds * gain, first: first2, second: second2 };
    };
  }
});

// src/attribute/context.ts
function answerOf(context, parts) {
  const { settings } = context;
  const interval = waldInterval(parts.estimate, settings.level);
  return {
    query: parts.query,
    value: parts.boundedOnly ? null : parts.estimate.value,
    ...interval ? { interval, level: settings.level } : {},
    ...parts.bounds ? { bounds: parts.bounds } : {},
    layer: parts.layer,
    ...parts.layer === 3 ? { coupling: settings.coupling } : {},
    method: parts.method,
    assumptions: parts.needs.flatMap((id) => context.assumptions.get(id) ?? []),
    warnings: parts.warnings ?? [],
    diagnostics: { ...parts.estimate.se === void 0 ? {} : { se: parts.estimate.se }, ...parts.diagnostics },
    provenance: context.provenance
  };
}
function noAnswer(context, query, layer, reason) {
  return {
    query,
    value: null,
    layer,
    identified: false,
    reason,
    method: "none",
    assumptions: [],
    warnings: [],
    diagnostics: {},
    provenance: context.provenance
  };
}
var init_context = __esm({
  "src/attribute/context.ts"() {
    "use strict";
    init_scores();
  }
});

// src/attribute/functional.ts
function viewEvent(learnt, t, y, j, view) {
  const own = learnt.m[t];
  const other2 = learnt.m[1 - t];
  view.in = learnt.t[j] === t ? 1 : 0;
  view.e = t === 1 ? learnt.e[j] : 1 - learnt.e[j];
  if (y === 1) {
    view.hit = learnt.y[j];
    view.q = own.mean[j];
    view.r = other2.mean[j];
    view.qa = own.a[j];
    view.qb = own.b[j];
  } else {
    view.hit = 1 - learnt.y[j];
    view.q = 1 - own.mean[j];
    view.r = 1 - other2.mean[j];
    view.qa = 1 - own.a[j];
    view.qb = 1 - own.b[j];
  }
}
function inArmScore(g, { in: inArm, hit, q, r, e }) {
  const { value, first: first2, second: second2 } = g(q, r);
  return inArm === 1 ? value + first2 * (hit - q) : second2 === 0 ? 0 : e / (1 - e) * second2 * (hit - r);
}
function everybodyScore(g, { in: inArm, hit, q, r, e }) {
  const { value, first: first2, second: second2 } = g(q, r);
  return value + (inArm === 1 ? first2 * (hit - q) / e : second2 * (hit - r) / (1 - e));
}
function inArmSquare({ in: inArm, hit, qa, qb }) {
  return inArm === 1 ? (qa + qb) * hit - qa * qb : 0;
}
function inArmSquareTimes({ in: inArm, hit, q, r, qa, qb, e }) {
  return inArm === 1 ? r * ((qa + qb) * hit - qa * qb) : e / (1 - e) * q * q * (hit - r);
}
var init_functional = __esm({
  "src/attribute/functional.ts"() {
    "use strict";
  }
});

// src/attribute/replicates.ts
function countReplicates(sample, learnt) {
  const { unit } = sample;
  if (!unit) return void 0;
  const units = unit.labels.length;
  const occasions = new Float64Array(2 * units);
  const leads = new Uint8Array(learnt.t.length);
  const met = new Uint8Array(units);
  for (let j = 0; j < learnt.t.length; j++) {
    const u = unit.codes[learnt.entries.row[j]];
    if (!met[u]) leads[j] = 1;
    met[u] = 1;
    occasions[2 * u + learnt.t[j]]++;
  }
  const repeated = [0, 0];
  const once = [0, 0];
  let both = 0;
  let fewest = Number.POSITIVE_INFINITY;
  let most2 = 0;
  for (let u = 0; u < units; u++) {
    const rows = occasions[2 * u] + occasions[2 * u + 1];
    if (rows === 0) continue;
    fewest = Math.min(fewest, rows);
    most2 = Math.max(most2, rows);
    if (occasions[2 * u] > 0 && occasions[2 * u + 1] > 0) both++;
    for (const t of [0, 1]) {
      if (occasions[2 * u + t] > 1) repeated[t]++;
      else if (occasions[2 * u + t] === 1) once[t]++;
    }
  }
  if (Math.max(repeated[0], repeated[1]) < ENOUGH) return void 0;
  return { repeated, once, both, fewest, most: most2, leads, occasions };
}
function repeatsIn(replicates, t) {
  return replicates !== void 0 && replicates.repeated[t] >= ENOUGH;
}
function crosses(replicates) {
  return replicates !== void 0 && replicates.both >= ENOUGH;
}
function pairSums(sample, learnt, { occasions }, t, event, response) {
  const { codes, labels } = sample.unit;
  const units = labels.length;
  const s = new Float64Array(units);
  const h = new Float64Array(units);
  const sh = new Float64Array(units);
  const elsewhere = new Float64Array(units);
  for (let j = 0; j < learnt.t.length; j++) {
    const u = codes[learnt.entries.row[j]];
    if (learnt.t[j] === t) {
      s[u] += event(j);
      h[u] += response(j);
      sh[u] += event(j) * response(j);
    } else {
      elsewhere[u] += response(j);
    }
  }
  const sums = {
    pairs: new Float64Array(units),
    pairEvents: new Float64Array(units),
    cross: new Float64Array(units),
    crossEvents: new Float64Array(units)
  };
  for (let u = 0; u < units; u++) {
    const m = occasions[2 * u + t];
    const others2 = occasions[2 * u + 1 - t];
    if (m > 1) {
      sums.pairs[u] = (s[u] * h[u] - sh[u]) / (m - 1);
      sums.pairEvents[u] = s[u];
    }
    if (m > 0 && others2 > 0) {
      sums.cross[u] = s[u] * elsewhere[u] / others2;
      sums.crossEvents[u] = s[u];
    }
  }
  return sums;
}
var ENOUGH;
var init_replicates = __esm({
  "src/attribute/replicates.ts"() {
    "use strict";
    ENOUGH = 5;
  }
});

// src/attribute/shares.ts
function shareAnswers(context, pieces2) {
  const { words: words3, again: again2, otherwise, total, everybody, estimate, bounds, method, needs } = pieces2;
  const all = [.../* @__PURE__ */ new Set([...needs.again, ...needs.otherwise])];
  const methods = method.again === method.otherwise ? method.again : `${method.again}; other arm: ${method.otherwise}`;
  const make = (parts) => answerOf(context, { layer: 3, ...parts });
  const whole = estimate(total).value;
  const totalWords = pieces2.bounds.again || whole === 1 ? "1" : `E[outcome | ${words3.evidence}]`;
  const shares2 = {
    anyway: make({
      query: words3.otherwise,
      estimate: estimate(otherwise),
      ...bounds.anyway ? { bounds: bounds.anyway } : {},
      method: method.otherwise,
      needs: needs.otherwise
    }),
    policy: make({
      query: `${words3.again} - ${words3.otherwise}`,
      estimate: estimate((mean) => again2(mean) - otherwise(mean)),
      ...bounds.policy ? { bounds: bounds.policy } : {},
      method: methods,
      needs: all
    }),
    chance: make({
      query: `${totalWords} - ${words3.again}`,
      estimate: estimate((mean) => total(mean) - again2(mean)),
      ...bounds.chance ? { bounds: bounds.chance } : {},
      method: method.again,
      needs: needs.again
    })
  };
  const recurrence = make({
    query: words3.again,
    estimate: estimate(again2),
    boundedOnly: bounds.again !== void 0,
    ...bounds.again ? { bounds: bounds.again } : {},
    method: method.again,
    needs: needs.again
  });
  const fourWay = context.settings.fourWay ? {
    base: make({
      query: words3.otherwiseAll,
      estimate: estimate((mean) => everybody(mean)[1]),
      method: methods,
      needs: all
    }),
    policy: make({
      query: "policy, averaged over both orders",
      estimate: estimate((mean) => {
        const [a, b] = everybody(mean);
        return (a - b + again2(mean) - otherwise(mean)) / 2;
      }),
      method: methods,
      needs: all
    }),
    individual: make({
      query: "individual, averaged over both orders",
      estimate: estimate((mean) => {
        const [a, b] = everybody(mean);
        return (otherwise(mean) - b + again2(mean) - a) / 2;
      }),
      method: methods,
      needs: all
    }),
    chance: shares2.chance
  } : void 0;
  return {
    given: words3.given,
    treated: pieces2.treated,
    success: pieces2.success,
    rows: pieces2.rows,
    total: whole,
    shares: shares2,
    recurrence,
    ...fourWay ? { fourWay } : {}
  };
}
function emptyEvidence(context, words3, treated, success) {
  const reason = `no row shows ${words3.evidence}, so there is nothing to split`;
  return {
    given: words3.given,
    treated,
    success,
    rows: 0,
    total: 0,
    shares: {
      anyway: noAnswer(context, words3.otherwise, 3, reason),
      policy: noAnswer(context, `${words3.again} - ${words3.otherwise}`, 3, reason),
      chance: noAnswer(context, `1 - ${words3.again}`, 3, reason)
    },
    recurrence: noAnswer(context, words3.again, 3, reason)
  };
}
var init_shares = __esm({
  "src/attribute/shares.ts"() {
    "use strict";
    init_context();
  }
});

// src/attribute/wording.ts
function word(value) {
  const text2 = String(value);
  return typeof value !== "string" || /^[A-Za-z_][A-Za-z0-9_]*$/.test(text2) ? text2 : JSON.stringify(text2);
}
function label(labels, yes) {
  return yes ? labels.yes : labels.no;
}
function eventWords(sample, t, y, cut2) {
  const { treatment, outcome } = sample;
  const arm = word(treatment.name);
  const out = word(outcome.name);
  const own = label(treatment.labels, t);
  const other2 = label(treatment.labels, !t);
  if (outcome.kind === "binary") {
    const seen = label(outcome.labels, y);
    const evidence2 = `${arm}=${word(own)}, ${out}=${word(seen)}`;
    const ask = (which) => `${out}[${arm}=${word(which)}]=${word(seen)}`;
    return {
      given: { [treatment.name]: own, [outcome.name]: seen },
      evidence: evidence2,
      again: `P(${ask(own)} | ${evidence2})`,
      otherwise: `P(${ask(other2)} | ${evidence2})`,
      againAll: `P(${ask(own)})`,
      otherwiseAll: `P(${ask(other2)})`
    };
  }
  const evidence = `${arm}=${word(own)}, ${out}${y ? ">" : "<="}${cut2}`;
  const shown = cut2 === void 0 ? "" : Number(cut2.toPrecision(6));
  return {
    given: { [treatment.name]: own, [outcome.name]: `${y ? "above" : "at most"} ${shown}` },
    evidence,
    again: `E[${out}[${arm}=${word(own)}] | ${evidence}]`,
    otherwise: `E[${out}[${arm}=${word(other2)}] | ${evidence}]`,
    againAll: `E[${out}[${arm}=${word(own)}]]`,
    otherwiseAll: `E[${out}[${arm}=${word(other2)}]]`
  };
}
var init_wording = __esm({
  "src/attribute/wording.ts"() {
    "use strict";
  }
});

// src/attribute/binary.ts
function within(least, low, high, most2) {
  return [Math.max(least, low), Math.min(most2, high)];
}
function binaryEvidence(context, t, y) {
  const { sample, learnt, rows, replicates, settings } = context;
  const words3 = eventWords(sample, t === 1, y === 1);
  const view = { in: 0, hit: 0, q: 0, r: 0, qa: 0, qb: 0, e: 0 };
  const hit = (j) => learnt.y[j] === y ? 1 : 0;
  let shown = 0;
  for (let j = 0; j < learnt.t.length; j++) if (learnt.t[j] === t && hit(j)) shown += rows.count[j];
  if (shown === 0) return emptyEvidence(context, words3, t === 1, y === 1);
  const sums = replicates ? pairSums(sample, learnt, replicates, t, hit, hit) : void 0;
  const scores = averageScores(rows, sums ? 13 : 9, (j, z) => {
    viewEvent(learnt, t, y, j, view);
    z[B] = view.in * view.hit;
    z[A] = inArmSquare(view);
    z[C] = inArmScore(product, view);
    z[BIG] = inArmScore(largestBoth, view);
    z[SMALL] = inArmScore(smallestBoth, view);
    z[SLACK] = inArmScore(policySlack, view);
    z[SAME] = settings.fourWay ? everybodyScore(same, view) : 0;
    z[OTHER] = settings.fourWay ? everybodyScore(other, view) : 0;
    z[SQUARE_TIMES] = inArmSquareTimes(view);
    if (!sums || !replicates) return;
    const u = replicates.leads[j] ? sample.unit.codes[learnt.entries.row[j]] : -1;
    z[PAIRS] = u < 0 ? 0 : sums.pairs[u];
    z[PAIR_EVENTS] = u < 0 ? 0 : sums.pairEvents[u];
    z[CROSS] = u < 0 ? 0 : sums.cross[u];
    z[CROSS_EVENTS] = u < 0 ? 0 : sums.crossEvents[u];
  });
  const estimate = (f) => estimateOf(scores, f);
  const value = (f) => f(scores.mean);
  const dial = settings.coupling;
  const repeated = repeatsIn(replicates, t) && scores.mean[PAIR_EVENTS] > 0;
  const crossed2 = crosses(replicates) && scores.mean[CROSS_EVENTS] > 0 && dial === 0;
  const fresh = repeated ? (z) => z[PAIRS] / z[PAIR_EVENTS] : (z) => z[A] / z[B];
  const again2 = (z) => dial + (1 - dial) * fresh(z);
  const otherwise = crossed2 ? (z) => z[CROSS] / z[CROSS_EVENTS] : (z) => ((1 - dial) * z[C] + dial * z[BIG]) / z[B];
  const low = value(again2);
  const pieces2 = {
    words: words3,
    treated: t === 1,
    success: y === 1,
    rows: shown,
    total: () => 1,
    again: again2,
    otherwise,
    everybody: (z) => [z[SAME], z[OTHER]],
    estimate,
    bounds: {
      ...crossed2 ? {} : { anyway: within(0, value((z) => z[SMALL] / z[B]), value((z) => z[BIG] / z[B]), 1) },
      ...repeated || crossed2 ? {} : { policy: within(-1, value((z) => (z[A] - z[C] + z[SLACK]) / z[B]), value((z) => (z[B] - z[SMALL]) / z[B]), 1) },
      ...repeated ? {} : { chance: [0, 1 - low], again: [low, 1] }
    },
    repeated,
    method: {
      again: repeated ? "pairs of occasions of the same unit (U-statistic, THEORY 3.8)" : "orthogonal score of E[q^2] (THEORY 12)",
      otherwise: crossed2 ? "occasions of the same unit in both arms (THEORY 3.8)" : "orthogonal score of E[q r] (THEORY 12)"
    },
    needs: {
      again: repeated ? ["coupling", "occasions"] : ["coupling", "individual"],
      otherwise: crossed2 ? ["coupling", "occasions"] : ["coupling", "individual", "exogeneity", "overlap"]
    }
  };
  const evidence = shareAnswers(context, pieces2);
  return { ...evidence, responses: evidenceTypes(context, t, y, words3.evidence, estimate) };
}
function evidenceTypes(context, t, y, evidence, estimate) {
  const both = (z) => z[SQUARE_TIMES] / z[B];
  const here = (z) => (z[A] - z[SQUARE_TIMES]) / z[B];
  const there = (z) => (z[C] - z[SQUARE_TIMES]) / z[B];
  const neither = (z) => 1 - (z[A] + z[C] - z[SQUARE_TIMES]) / z[B];
  const { treatment, outcome } = context.sample;
  const [arm, out] = [word(treatment.name), word(outcome.name)];
  if (outcome.kind !== "binary") throw new Error("response types are for two-valued outcomes");
  const [one, zero] = [word(outcome.labels.yes), word(outcome.labels.no)];
  const [treated, control] = [word(treatment.labels.yes), word(treatment.labels.no)];
  const ask = (y1, y0, f) => answerOf(context, {
    query: `P(${out}[${arm}=${treated}]=${y1}, ${out}[${arm}=${control}]=${y0} | ${evidence})`,
    estimate: estimate(f),
    layer: 3,
    method: "orthogonal scores (THEORY 4.2, 12)",
    needs: ["independence", "individual", "exogeneity", "overlap"]
  });
  const agree = t === y;
  return {
    complier: ask(one, zero, agree ? here : there),
    always: ask(one, one, y === 1 ? both : neither),
    never: ask(zero, zero, y === 1 ? neither : both),
    defier: ask(zero, one, agree ? there : here)
  };
}
var B, A, C, BIG, SMALL, SLACK, SAME, OTHER, SQUARE_TIMES, PAIRS, PAIR_EVENTS, CROSS, CROSS_EVENTS, same, other;
var init_binary = __esm({
  "src/attribute/binary.ts"() {
    "use strict";
    init_scores();
    init_response();
    init_context();
    init_functional();
    init_replicates();
    init_shares();
    init_wording();
    B = 0;
    A = 1;
    C = 2;
    BIG = 3;
    SMALL = 4;
    SLACK = 5;
    SAME = 6;
    OTHER = 7;
    SQUARE_TIMES = 8;
    PAIRS = 9;
    PAIR_EVENTS = 10;
    CROSS = 11;
    CROSS_EVENTS = 12;
    same = (q) => ({ value: q, first: 1, second: 0 });
    other = (_, r) => ({ value: r, first: 0, second: 1 });
  }
});

// src/learn/boost/edges.ts
function numericEdges(values, mass) {
  const sorted = values.slice().sort();
  let count = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) count++;
  const distinct = new Float64Array(count);
  const masses = new Float64Array(count);
  for (let i = 0, d = -1; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) distinct[++d] = sorted[i];
    masses[d]++;
  }
  if (count <= MOST_BINS) return { largest: distinct, exact: true };
  if (mass !== void 0) {
    masses.fill(0);
    for (let i = 0; i < values.length; i++) masses[binOf(distinct, values[i])] += mass[i];
  }
  return { largest: equalMass(distinct, masses), exact: false };
}
function binOf(largest, value) {
  let low = 0;
  let high = largest.length - 1;
  while (low < high) {
    const middle = low + high >> 1;
    if (largest[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
function assignBins(largest, values, out) {
  for (let i = 0; i < values.length; i++) out[i] = binOf(largest, values[i]);
}
function equalMass(values, masses) {
  let left = 0;
  for (const m of masses) left += m;
  const share2 = left / MOST_BINS;
  let bins2 = MOST_BINS;
  for (const m of masses) {
    if (m < share2) continue;
    left -= m;
    bins2--;
  }
  let wanted = left / Math.max(bins2, 1);
  const largest = [];
  let held = 0;
  for (let i = 0; i < values.length - 1 && largest.length < MOST_BINS - 1; i++) {
    const heavy = masses[i] >= share2;
    if (!heavy) left -= masses[i];
    held += masses[i];
    const closes = heavy || held >= wanted || masses[i + 1] >= share2 && held >= wanted / 2;
    if (!closes) continue;
    largest.push(values[i]);
    held = 0;
    if (!heavy) wanted = left / Math.max(--bins2, 1);
  }
  largest.push(values[values.length - 1]);
  return Float64Array.from(largest);
}
var MOST_BINS;
var init_edges = __esm({
  "src/learn/boost/edges.ts"() {
    "use strict";
    MOST_BINS = 255;
  }
});

// src/learn/boost/levels.ts
function levelBins(column, mass) {
  const { codes, levels, name } = column;
  const masses = new Float64Array(levels.length);
  const seen = new Uint8Array(levels.length);
  for (let i = 0; i < codes.length; i++) {
    masses[codes[i]] += mass === void 0 ? 1 : mass[i];
    seen[codes[i]] = 1;
  }
  const used = [];
  for (let l = 0; l < levels.length; l++) if (seen[l] === 1) used.push(l);
  const binOfLevel = new Uint8Array(levels.length);
  if (used.length <= OWN_BINS) {
    for (let b = 0; b < used.length; b++) binOfLevel[used[b]] = b;
    return { bins: used.length, binOfLevel };
  }
  const byMass = used.slice().sort((a, b) => masses[b] - masses[a] || (levels[a] < levels[b] ? -1 : 1));
  const own = byMass.slice(0, OWN_BINS).sort((a, b) => a - b);
  const rare = byMass.slice(OWN_BINS);
  for (let b = 0; b < own.length; b++) binOfLevel[own[b]] = b;
  for (const l of rare) binOfLevel[l] = OWN_BINS;
  let rows = 0;
  for (let i = 0; i < codes.length; i++) if (binOfLevel[codes[i]] === OWN_BINS) rows++;
  const text2 = `"${name}" has ${used.length} levels; boosting tells ${OWN_BINS} of them apart, and the ${rare.length} rarest (${rows} of ${codes.length} rows) share one bin`;
  return { bins: OWN_BINS + 1, binOfLevel, note: { id: "levels-shared", text: text2 } };
}
var OWN_BINS;
var init_levels = __esm({
  "src/learn/boost/levels.ts"() {
    "use strict";
    OWN_BINS = 254;
  }
});

// src/learn/boost/bins.ts
function binColumns(columns, rows, mass) {
  const words3 = new Int32Array(Math.ceil(columns.length / 4) * rows);
  const features = [];
  const notes = [];
  const prints = [];
  const bytes = new Uint8Array(rows);
  let massMatters = false;
  for (const column of columns) {
    const { bins: bins2, exact } = binOne(column, bytes, mass, notes);
    if (!exact) massMatters = true;
    if (bins2 < 2) continue;
    const print = fingerprint2(bytes);
    const feature = { name: column.name, categorical: column.kind === "categorical", bins: bins2 };
    const again2 = features.some(
      (f, j) => prints[j] === print && f.categorical === feature.categorical && sameBins(words3, rows, j, bytes)
    );
    if (again2) continue;
    writeBins(words3, rows, features.length, bytes);
    features.push(feature);
    prints.push(print);
  }
  const length = Math.ceil(features.length / 4) * rows;
  return { rows, features, words: length < words3.length ? words3.slice(0, length) : words3, notes, massMatters };
}
function takeBinned(binned, rows) {
  if (rows.length === binned.rows && rows.every((row, i) => row === i)) return binned;
  const groups = Math.ceil(binned.features.length / 4);
  const words3 = new Int32Array(groups * rows.length);
  for (let g = 0; g < groups; g++) {
    const from = g * binned.rows;
    const to = g * rows.length;
    for (let i = 0; i < rows.length; i++) words3[to + i] = binned.words[from + rows[i]];
  }
  return { ...binned, rows: rows.length, words: words3 };
}
function binOne(column, out, mass, notes) {
  if (column.kind === "numeric") {
    const { largest, exact } = numericEdges(column.values, mass);
    assignBins(largest, column.values, out);
    return { bins: largest.length, exact };
  }
  const { bins: bins2, binOfLevel, note } = levelBins(column, mass);
  for (let i = 0; i < out.length; i++) out[i] = binOfLevel[column.codes[i]];
  if (note !== void 0) notes.push(note);
  return { bins: bins2, exact: note === void 0 };
}
function writeBins(words3, rows, feature, bytes) {
  const base = (feature >> 2) * rows;
  const shift = 8 * (feature & 3);
  for (let i = 0; i < rows; i++) words3[base + i] |= bytes[i] << shift;
}
function sameBins(words3, rows, feature, bytes) {
  const base = (feature >> 2) * rows;
  const shift = 8 * (feature & 3);
  for (let i = 0; i < rows; i++) if ((words3[base + i] >>> shift & 255) !== bytes[i]) return false;
  return true;
}
function fingerprint2(bytes) {
  let h = 2166136261;
  for (let i = 0; i < bytes.length; i++) h = Math.imul(h ^ bytes[i], 16777619);
  return h;
}
var init_bins = __esm({
  "src/learn/boost/bins.ts"() {
    "use strict";
    init_edges();
    init_levels();
  }
});

// src/learn/boost/folds.ts
function mix2(x) {
  let h = x | 0;
  h = Math.imul(h ^ h >>> 16, 2246822507);
  h = Math.imul(h ^ h >>> 13, 3266489909);
  return (h ^ h >>> 16) >>> 0;
}
function splitByContent(keys, weight, parts, wanted) {
  const { group, totals, keyOf } = groupByKey(keys, weight);
  const shares2 = Array.from({ length: wanted }, () => new Float64Array(keys.length));
  const used = new Float64Array(totals.length);
  for (let i = 0; i < keys.length; i++) {
    const g = group[i];
    const w = weight === void 0 ? 1 : weight[i];
    const first2 = keyOf[g] % parts;
    if (totals[g] < 2 * parts) {
      if (first2 < wanted) shares2[first2][i] = w;
      continue;
    }
    const from = used[g];
    used[g] += w;
    const each = Math.floor(totals[g] / parts);
    const rest = totals[g] - each * parts;
    let low = 0;
    for (let f = 0; f < wanted; f++) {
      const high = low + each + Math.min(1, Math.max(0, rest - (f - first2 + parts) % parts));
      shares2[f][i] = Math.max(0, Math.min(high, from + w) - Math.max(low, from));
      low = high;
    }
  }
  return shares2;
}
function groupByKey(keys, weight) {
  const size = 2 ** Math.ceil(Math.log2(2 * keys.length + 1));
  const slots = new Int32Array(size).fill(-1);
  const group = new Int32Array(keys.length);
  const totals = new Float64Array(keys.length);
  const keyOf = new Uint32Array(keys.length);
  let groups = 0;
  for (let i = 0; i < keys.length; i++) {
    let slot = keys[i] & size - 1;
    while (slots[slot] >= 0 && keyOf[slots[slot]] !== keys[i]) slot = slot + 1 & size - 1;
    if (slots[slot] < 0) {
      slots[slot] = groups;
      keyOf[groups++] = keys[i];
    }
    group[i] = slots[slot];
    totals[group[i]] += weight === void 0 ? 1 : weight[i];
  }
  return { group, totals: totals.subarray(0, groups), keyOf };
}
var init_folds2 = __esm({
  "src/learn/boost/folds.ts"() {
    "use strict";
  }
});

// src/learn/boost/rows.ts
function takeRows(binned, rows, y, keys, weight) {
  if (weight === void 0) {
    const count = rows.length;
    return { count, binned: takeBinned(binned, rows), y, keys, weight, whole: true, total: count };
  }
  const has = (_, i) => weight[i] > 0;
  const kept = weight.filter(has);
  let whole = true;
  let largest = 0;
  let total = 0;
  for (const w of kept) {
    if (!Number.isInteger(w)) whole = false;
    if (w > largest) largest = w;
    total += w;
  }
  if (!whole) total = largest * kept.length;
  const some = takeBinned(binned, rows.filter(has));
  return { count: kept.length, binned: some, y: y.filter(has), keys: keys.filter(has), weight: kept, whole, total };
}
function fixedPoint(rows, most2) {
  return 2 ** (52 - Math.ceil(Math.log2(Math.max(rows.total, 2) * most2)));
}
function fixedSum(rows, values, unit) {
  const { weight, whole, count } = rows;
  let sum2 = 0;
  for (let i = 0; i < count; i++) {
    if (weight === void 0) sum2 += Math.round(values[i] * unit);
    else sum2 += whole ? weight[i] * Math.round(values[i] * unit) : Math.round(weight[i] * values[i] * unit);
  }
  return sum2 / unit;
}
function fixedMean(rows, values, most2) {
  const ones = new Float64Array(rows.count).fill(1);
  return fixedSum(rows, values, fixedPoint(rows, most2)) / fixedSum(rows, ones, fixedPoint(rows, 1));
}
var init_rows = __esm({
  "src/learn/boost/rows.ts"() {
    "use strict";
    init_bins();
  }
});

// src/learn/boost/loss.ts
function unitsOf(kind, rows) {
  if (kind === "numeric") return { gradient: fixedPoint(rows, 4), hessian: fixedPoint(rows, 1), pack: 0 };
  const gradient = fixedPoint(rows, 1);
  if (!rows.whole || rows.total > MOST_PACKED) return { gradient, hessian: fixedPoint(rows, 0.25), pack: 0 };
  const bits = Math.ceil(Math.log2(rows.total + 2));
  const pack = 2 ** (53 - bits);
  return { gradient, hessian: 2 * 2 ** (53 - 2 * bits), pack };
}
function gradients(kind, rows, units, score2, pairs) {
  if (kind === "binary") logistic(rows, units, score2, pairs);
  else squared(rows, units, score2, pairs);
}
function logistic(rows, units, score2, pairs) {
  const { y, weight, whole, count } = rows;
  const { gradient, hessian, pack } = units;
  for (let i = 0; i < count; i++) {
    const p = sigmoid(score2[i]);
    const g = (p - y[i]) * gradient;
    const h = p * (1 - p) * hessian;
    const w = weight === void 0 ? 1 : weight[i];
    if (whole) {
      pairs[2 * i] = w * Math.round(g);
      pairs[2 * i + 1] = w * (pack + Math.max(1, Math.round(h)));
    } else {
      pairs[2 * i] = Math.round(w * g);
      pairs[2 * i + 1] = Math.max(1, Math.round(w * h));
    }
  }
}
function squared(rows, units, score2, pairs) {
  const { y, weight, whole, count } = rows;
  const { gradient, hessian } = units;
  for (let i = 0; i < count; i++) {
    const g = (score2[i] - y[i]) * gradient;
    const w = weight === void 0 ? 1 : weight[i];
    pairs[2 * i] = whole ? w * Math.round(g) : Math.round(w * g);
    pairs[2 * i + 1] = whole ? w * hessian : Math.max(1, Math.round(w * hessian));
  }
}
function totalLoss(kind, rows, score2) {
  const { y, weight, whole, count } = rows;
  const unit = fixedPoint(rows, 1024);
  let sum2 = 0;
  for (let i = 0; i < count; i++) {
    const f = score2[i];
    const loss = kind === "binary" ? softplus(f) - y[i] * f : (f - y[i]) * (f - y[i]);
    if (weight === void 0) sum2 += Math.round(loss * unit);
    else sum2 += whole ? weight[i] * Math.round(loss * unit) : Math.round(weight[i] * loss * unit);
  }
  return sum2 / unit;
}
function sigmoid(x) {
  return 1 / (1 + Math.exp(-x));
}
function softplus(x) {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}
var MOST_PACKED;
var init_loss = __esm({
  "src/learn/boost/loss.ts"() {
    "use strict";
    init_rows();
    MOST_PACKED = 2 ** 20;
  }
});

// src/num/histogram.ts
function histogramAll(words3, base, count, width, pairs, hist, offset) {
  if (width < 4) {
    for (let j = 0; j < width; j++) allOne(words3, base, count, 8 * j, pairs, hist, offset + FEATURE_STRIDE * j);
    return;
  }
  const o1 = offset + 512;
  const o2 = offset + 1024;
  const o3 = offset + 1536;
  for (let i = 0; i < count; i++) {
    const x = words3[base + i];
    const a = pairs[2 * i];
    const b = pairs[2 * i + 1];
    const k0 = offset + (x << 1 & 510);
    hist[k0] += a;
    hist[k0 + 1] += b;
    const k1 = o1 + (x >>> 7 & 510);
    hist[k1] += a;
    hist[k1 + 1] += b;
    const k2 = o2 + (x >>> 15 & 510);
    hist[k2] += a;
    hist[k2 + 1] += b;
    const k3 = o3 + (x >>> 23 & 510);
    hist[k3] += a;
    hist[k3 + 1] += b;
  }
}
function histogramSome(words3, base, order, start, end, width, pairs, hist, offset) {
  if (width < 4) {
    for (let j = 0; j < width; j++)
      someOne(words3, base, order, start, end, 8 * j, pairs, hist, offset + FEATURE_STRIDE * j);
    return;
  }
  const o1 = offset + 512;
  const o2 = offset + 1024;
  const o3 = offset + 1536;
  const n = end - start;
  for (let i = 0; i < n; i++) {
    const x = words3[base + order[start + i]];
    const a = pairs[2 * i];
    const b = pairs[2 * i + 1];
    const k0 = offset + (x << 1 & 510);
    hist[k0] += a;
    hist[k0 + 1] += b;
    const k1 = o1 + (x >>> 7 & 510);
    hist[k1] += a;
    hist[k1 + 1] += b;
    const k2 = o2 + (x >>> 15 & 510);
    hist[k2] += a;
    hist[k2 + 1] += b;
    const k3 = o3 + (x >>> 23 & 510);
    hist[k3] += a;
    hist[k3 + 1] += b;
  }
}
function gatherPairs(pairs, order, start, end, out) {
  for (let i = start, o = 0; i < end; i++, o += 2) {
    const k = 2 * order[i];
    out[o] = pairs[k];
    out[o + 1] = pairs[k + 1];
  }
}
function subtractHistogram(parent, child) {
  for (let i = 0; i < parent.length; i++) parent[i] -= child[i];
}
function allOne(words3, base, count, shift, pairs, hist, offset) {
  for (let i = 0; i < count; i++) {
    const k = offset + ((words3[base + i] >>> shift & 255) << 1);
    hist[k] += pairs[2 * i];
    hist[k + 1] += pairs[2 * i + 1];
  }
}
function someOne(words3, base, order, start, end, shift, pairs, hist, offset) {
  const n = end - start;
  for (let i = 0; i < n; i++) {
    const k = offset + ((words3[base + order[start + i]] >>> shift & 255) << 1);
    hist[k] += pairs[2 * i];
    hist[k + 1] += pairs[2 * i + 1];
  }
}
var FEATURE_STRIDE;
var init_histogram = __esm({
  "src/num/histogram.ts"() {
    "use strict";
    FEATURE_STRIDE = 512;
  }
});

// src/num/partition.ts
function partitionRows(words3, base, shift, side, order, start, end, scratch) {
  let left = start;
  let right = 0;
  for (let i = start; i < end; i++) {
    const row = order[i];
    const goesLeft = side[words3[base + row] >>> shift & 255];
    order[left] = row;
    scratch[right] = row;
    left += goesLeft;
    right += 1 - goesLeft;
  }
  for (let i = 0; i < right; i++) order[left + i] = scratch[i];
  return left;
}
var init_partition = __esm({
  "src/num/partition.ts"() {
    "use strict";
  }
});

// src/learn/boost/split.ts
function bestSplit(hist, features, sums, units, limits) {
  const found = { gain: 0, at: -1, gradient: 0, second: 0 };
  const perHessian = sums.count / sums.second;
  let feature = -1;
  let sequence;
  for (let j = 0; j < features.length; j++) {
    const { bins: bins2, categorical } = features[j];
    const before = found.gain;
    const order = categorical && bins2 > 2 ? orderLevels(hist, j * FEATURE_STRIDE, bins2, units) : void 0;
    if (order === void 0) scanBins(hist, j * FEATURE_STRIDE, bins2, sums, units, limits, perHessian, found);
    else scanLevels(hist, j * FEATURE_STRIDE, order, sums, units, limits, perHessian, found);
    if (found.gain === before) continue;
    feature = j;
    sequence = order;
  }
  if (feature < 0) return void 0;
  const side = new Uint8Array(256);
  if (sequence === void 0) side.fill(1, 0, found.at + 1);
  else for (let i = 0; i <= found.at; i++) side[sequence[i]] = 1;
  const gradient = sums.gradient - found.gradient;
  const second2 = sums.second - found.second;
  return {
    gain: found.gain,
    feature,
    threshold: sequence === void 0 ? found.at : -1,
    side,
    left: { gradient: found.gradient, second: found.second, count: countOf(found.second, units.pack, perHessian) },
    right: { gradient, second: second2, count: countOf(second2, units.pack, perHessian) }
  };
}
function countOf(second2, pack, perHessian) {
  return pack > 0 ? Math.floor(second2 / pack) : second2 * perHessian;
}
function hessianOf(second2, pack) {
  return pack > 0 ? second2 - Math.floor(second2 / pack) * pack : second2;
}
function scanBins(hist, offset, bins2, sums, units, limits, perHessian, found) {
  const pack = units.pack;
  const l2 = limits.l2 * units.hessian;
  const minLeaf = limits.minLeaf;
  const whole = sums.gradient;
  const parent = whole * whole / (hessianOf(sums.second, pack) + l2);
  let gradient = 0;
  let second2 = 0;
  for (let b = 0; b < bins2 - 1; b++) {
    const s = hist[offset + 2 * b + 1];
    if (s === 0) continue;
    gradient += hist[offset + 2 * b];
    second2 += s;
    if (countOf(second2, pack, perHessian) < minLeaf) continue;
    const rest = sums.second - second2;
    if (rest <= 0 || countOf(rest, pack, perHessian) < minLeaf) break;
    const other2 = whole - gradient;
    const both = gradient * gradient / (hessianOf(second2, pack) + l2) + other2 * other2 / (hessianOf(rest, pack) + l2);
    const gain = both - parent;
    if (gain > found.gain && gain > NO_GAIN * both) {
      found.gain = gain;
      found.at = b;
      found.gradient = gradient;
      found.second = second2;
    }
  }
}
function scanLevels(hist, offset, order, sums, units, limits, perHessian, found) {
  const pack = units.pack;
  const l2 = limits.l2 * units.hessian;
  const whole = sums.gradient;
  const parent = whole * whole / (hessianOf(sums.second, pack) + l2);
  let gradient = 0;
  let second2 = 0;
  for (let i = 0; i < order.length - 1; i++) {
    gradient += hist[offset + 2 * order[i]];
    second2 += hist[offset + 2 * order[i] + 1];
    if (countOf(second2, pack, perHessian) < limits.minLeaf) continue;
    const rest = sums.second - second2;
    if (rest <= 0 || countOf(rest, pack, perHessian) < limits.minLeaf) break;
    if (ratio(hist, offset, order[i], units) === ratio(hist, offset, order[i + 1], units)) continue;
    const other2 = whole - gradient;
    const both = gradient * gradient / (hessianOf(second2, pack) + l2) + other2 * other2 / (hessianOf(rest, pack) + l2);
    const gain = both - parent;
    if (gain > found.gain && gain > NO_GAIN * both) {
      found.gain = gain;
      found.at = i;
      found.gradient = gradient;
      found.second = second2;
    }
  }
}
function orderLevels(hist, offset, bins2, units) {
  const present2 = [];
  const ratios = new Float64Array(bins2);
  for (let b = 0; b < bins2; b++) {
    if (hist[offset + 2 * b + 1] <= 0) continue;
    ratios[b] = ratio(hist, offset, b, units);
    present2.push(b);
  }
  return Int32Array.from(present2.sort((a, b) => ratios[a] - ratios[b] || a - b));
}
function ratio(hist, offset, bin, units) {
  const hessian = hessianOf(hist[offset + 2 * bin + 1], units.pack);
  return hist[offset + 2 * bin] / (hessian + SMOOTHING * units.hessian);
}
var SMOOTHING, NO_GAIN;
var init_split = __esm({
  "src/learn/boost/split.ts"() {
    "use strict";
    init_histogram();
    SMOOTHING = 10;
    NO_GAIN = 1e-10;
  }
});

// src/learn/boost/walk.ts
function freezeTree(nodes) {
  const sides = nodes.some((n) => n.side !== void 0) ? new Uint8Array(256 * nodes.length) : void 0;
  for (let k = 0; k < nodes.length; k++) {
    const side = nodes[k].side;
    if (side !== void 0) sides?.set(side, 256 * k);
  }
  return {
    feature: Int32Array.from(nodes, (n) => n.feature),
    threshold: Int32Array.from(nodes, (n) => n.threshold),
    child: Int32Array.from(nodes, (n) => n.child),
    value: Float64Array.from(nodes, (n) => n.value),
    sides
  };
}
function addTrees(trees, binned, score2, rows) {
  for (let from = 0; from < score2.length; from += BLOCK) {
    const to = Math.min(score2.length, from + BLOCK);
    for (const tree of trees) {
      if (rows === void 0) walkAll(tree, binned.words, binned.rows, from, to, score2);
      else walkSome(tree, binned.words, binned.rows, rows, from, to, score2);
    }
  }
}
function walkAll(tree, words3, n, from, to, score2) {
  for (let i = from; i < to; i++) score2[i] += walk2(tree, words3, n, i);
}
function walkSome(tree, words3, n, rows, from, to, score2) {
  for (let i = from; i < to; i++) score2[i] += walk2(tree, words3, n, rows[i]);
}
function walk2(tree, words3, n, row) {
  const { feature, threshold, child, sides } = tree;
  let k = 0;
  for (let f = feature[0]; f >= 0; f = feature[k]) {
    const bin = words3[(f >> 2) * n + row] >>> 8 * (f & 3) & 255;
    const t = threshold[k];
    const left = t < 0 ? sides[256 * k + bin] === 1 : bin <= t;
    k = child[k] + (left ? 0 : 1);
  }
  return tree.value[k];
}
var BLOCK;
var init_walk = __esm({
  "src/learn/boost/walk.ts"() {
    "use strict";
    BLOCK = 4096;
  }
});

// src/learn/boost/tree.ts
function workspace(rows) {
  const n = rows.count;
  return {
    pairs: new Float64Array(2 * n),
    gathered: new Float64Array(2 * n),
    order: new Int32Array(n),
    scratch: new Int32Array(n),
    pool: []
  };
}
function growTree(rows, units, options, space, count, score2) {
  const nodes = [];
  const bestFirst = options.leaves < 2 ** options.depth;
  const open = [rootLeaf(rows, units, options, space, count, nodes)];
  let leaves = 1;
  while (open.length > 0) {
    const at = bestFirst ? largestGain(open) : open.length - 1;
    const leaf = open.splice(at, 1)[0];
    if (leaf.split === void 0 || leaves >= options.leaves) {
      closeLeaf(leaf, nodes, units, options, space, score2);
      continue;
    }
    leaves++;
    open.push(...divide(leaf, leaf.split, rows, units, options, space, nodes, leaves < options.leaves));
  }
  return freezeTree(nodes);
}
function rootLeaf(rows, units, options, space, count, nodes) {
  const { features } = rows.binned;
  const hist = takeHistogram(space, features.length);
  countRows(rows, space, 0, count, hist);
  let gradient = 0;
  let second2 = 0;
  for (let b = 0; b < features[0].bins; b++) {
    gradient += hist[2 * b];
    second2 += hist[2 * b + 1];
  }
  const weight = units.pack > 0 ? countOf(second2, units.pack, 0) : weightOf(rows, space, count);
  const sums = { gradient, second: second2, count: weight };
  nodes.push({ feature: -1, threshold: 0, child: -1, side: void 0, value: 0 });
  const split = options.depth > 0 ? bestSplit(hist, features, sums, units, options) : void 0;
  return { node: 0, start: 0, end: count, depth: 0, sums, hist, split };
}
function divide(leaf, split, rows, units, options, space, nodes, more) {
  const { features, words: words3 } = rows.binned;
  const { start, end } = leaf;
  const { feature, threshold, side } = split;
  const base = (feature >> 2) * rows.count;
  const middle = partitionRows(words3, base, 8 * (feature & 3), side, space.order, start, end, space.scratch);
  const child = nodes.length;
  nodes[leaf.node] = { feature, threshold, child, side: threshold < 0 ? side : void 0, value: 0 };
  for (let k = 0; k < 2; k++) nodes.push({ feature: -1, threshold: 0, child: -1, side: void 0, value: 0 });
  const depth = leaf.depth + 1;
  const largest = Math.max(split.left.count, split.right.count);
  const goesOn = more && depth < options.depth && largest >= 2 * options.minLeaf;
  let leftHist;
  let rightHist;
  if (goesOn && leaf.hist !== void 0) {
    const smaller = takeHistogram(space, features.length);
    const leftSmaller = middle - start <= end - middle;
    countRows(rows, space, leftSmaller ? start : middle, leftSmaller ? middle : end, smaller);
    subtractHistogram(leaf.hist, smaller);
    leftHist = leftSmaller ? smaller : leaf.hist;
    rightHist = leftSmaller ? leaf.hist : smaller;
  } else if (leaf.hist !== void 0) space.pool.push(leaf.hist);
  const make = (node, from, to, sums, hist) => {
    const split2 = hist === void 0 ? void 0 : bestSplit(hist, features, sums, units, options);
    return { node, start: from, end: to, depth, sums, hist, split: split2 };
  };
  return [make(child, start, middle, split.left, leftHist), make(child + 1, middle, end, split.right, rightHist)];
}
function closeLeaf(leaf, nodes, units, options, space, score2) {
  if (leaf.hist !== void 0) space.pool.push(leaf.hist);
  const hessian = hessianOf(leaf.sums.second, units.pack) / units.hessian;
  const step = -leaf.sums.gradient / units.gradient / (hessian + options.l2);
  const value = options.rate * Math.min(options.longest, Math.max(-options.longest, step));
  nodes[leaf.node] = { feature: -1, threshold: 0, child: -1, side: void 0, value };
  const { order } = space;
  for (let i = leaf.start; i < leaf.end; i++) score2[order[i]] += value;
}
function countRows(rows, space, start, end, hist) {
  const { features, words: words3 } = rows.binned;
  const all = end - start === rows.count;
  if (!all) gatherPairs(space.pairs, space.order, start, end, space.gathered);
  for (let j = 0; j < features.length; j += 4) {
    const base = (j >> 2) * rows.count;
    const width = Math.min(4, features.length - j);
    const offset = j * FEATURE_STRIDE;
    if (all) histogramAll(words3, base, end, width, space.pairs, hist, offset);
    else histogramSome(words3, base, space.order, start, end, width, space.gathered, hist, offset);
  }
}
function weightOf(rows, space, count) {
  if (rows.weight === void 0) return count;
  let sum2 = 0;
  for (let i = 0; i < count; i++) sum2 += rows.weight[space.order[i]];
  return sum2;
}
function takeHistogram(space, features) {
  return space.pool.pop()?.fill(0) ?? new Float64Array(features * FEATURE_STRIDE);
}
function largestGain(open) {
  let best = 0;
  for (let i = 1; i < open.length; i++) if ((open[i].split?.gain ?? 0) > (open[best].split?.gain ?? 0)) best = i;
  return best;
}
var init_tree = __esm({
  "src/learn/boost/tree.ts"() {
    "use strict";
    init_histogram();
    init_partition();
    init_split();
    init_walk();
  }
});

// src/learn/boost/rounds.ts
function startRun(kind, rows, held) {
  const mean = fixedMean(rows, rows.y, 1);
  const least = 0.5 / (rows.total + 1);
  const p = Math.min(1 - least, Math.max(least, mean));
  const start = kind === "binary" ? Math.log(p / (1 - p)) : mean;
  const score2 = new Float64Array(rows.count).fill(start);
  const heldScore = new Float64Array(held?.count ?? 0).fill(start);
  return { kind, rows, held, units: unitsOf(kind, rows), space: workspace(rows), score: score2, heldScore, start, trees: [] };
}
function nextRound(run, options) {
  const { kind, rows, held, units, space, score: score2, trees } = run;
  gradients(kind, rows, units, score2, space.pairs);
  const count = choose(rows, space.order, options, trees.length);
  if (count === 0) return;
  const tree = growTree(rows, units, options, space, count, score2);
  if (count < rows.count) {
    const others2 = space.order.subarray(count);
    const values = new Float64Array(others2.length);
    addTrees([tree], rows.binned, values, others2);
    for (let i = 0; i < others2.length; i++) score2[others2[i]] += values[i];
  }
  if (held !== void 0) addTrees([tree], held.binned, run.heldScore);
  trees.push(tree);
}
function choose(rows, order, options, round) {
  const { keys } = rows;
  const limit = options.subsample * 2 ** 32;
  const salt = mix2(options.seed ^ mix2(round + 1));
  let count = 0;
  let others2 = rows.count;
  for (let i = 0; i < rows.count; i++) {
    if (options.subsample >= 1 || mix2(keys[i] ^ salt) < limit) order[count++] = i;
    else order[--others2] = i;
  }
  return count;
}
function heldLoss(run) {
  return run.held === void 0 ? 0 : totalLoss(run.kind, run.held, run.heldScore);
}
function bestRounds(runs, options, most2, patience) {
  let least = together(runs);
  let best = 0;
  for (let round = 1; round <= most2 && round - best <= patience; round++) {
    for (const run of runs) nextRound(run, options);
    const loss = together(runs);
    if (loss >= least) continue;
    least = loss;
    best = round;
  }
  return best;
}
function together(runs) {
  let sum2 = 0;
  for (const run of runs) sum2 += heldLoss(run);
  return sum2;
}
var init_rounds = __esm({
  "src/learn/boost/rounds.ts"() {
    "use strict";
    init_folds2();
    init_loss();
    init_rows();
    init_tree();
    init_walk();
  }
});

// src/learn/boost.ts
function boost(options = {}) {
  return {
    name: "boost",
    prepare: (given, rows) => {
      const binned = binColumns(given, rows);
      return { notes: binned.notes, fit: (task) => fitTask(binned, task, options) };
    }
  };
}
function fitTask(binned, task, o) {
  const { rows, seed, kind } = task;
  const weight = task.weight === void 0 ? void 0 : Float64Array.from(rows, (r) => task.weight[r]);
  const y = Float64Array.from(rows, (r) => task.y[r]);
  const keys = Uint32Array.from(rows, (r) => mix2(task.rowHash[r] ^ mix2(seed)));
  const opt = {
    depth: o.depth ?? 3,
    leaves: o.leaves ?? 1e9,
    minLeaf: o.minLeaf ?? 20,
    l2: o.l2 ?? 1,
    rate: o.learningRate ?? 0.1,
    longest: 5,
    subsample: o.subsample ?? 1,
    seed
  };
  const most2 = o.trees ?? 100;
  const all = () => takeRows(binned, rows, y, keys, weight);
  const models = [];
  if (o.stop === false) {
    const run = startRun(kind, all());
    for (let t = 0; t < most2; t++) nextRound(run, opt);
    models.push(run);
  } else {
    const stop = o.stop ?? { fraction: 0.2, patience: 10 };
    const K = Math.round(1 / stop.fraction);
    const how = o.how ?? "cv";
    const shares2 = splitByContent(keys, weight, K, how.startsWith("cv") ? K : 1);
    const runs = shares2.map((s) => {
      const train = s.map((v, i) => (weight === void 0 ? 1 : weight[i]) - v);
      return startRun(kind, takeRows(binned, rows, y, keys, train), takeRows(binned, rows, y, keys, s));
    });
    const best = bestRounds(runs, opt, most2, stop.patience);
    if (how === "cvavg" || how === "single") for (const r of runs) models.push({ start: r.start, trees: r.trees.slice(0, best) });
    else {
      const run = startRun(kind, all());
      for (let t = 0; t < best; t++) nextRound(run, opt);
      models.push(run);
    }
  }
  return {
    status: "converged",
    notes: [],
    predict: (at) => {
      const total = new Float64Array(at.length);
      for (const m of models) {
        const s = new Float64Array(at.length).fill(m.start);
        addTrees(m.trees, binned, s, at);
        for (let i = 0; i < s.length; i++) total[i] += s[i] / models.length;
      }
      return kind === "binary" ? total.map(sigmoid) : total;
    }
  };
}
var init_boost = __esm({
  "src/learn/boost.ts"() {
    "use strict";
    init_bins();
    init_folds2();
    init_loss();
    init_rounds();
    init_rows();
    init_walk();
  }
});

// src/learn/constant.ts
function trainingWeights(task) {
  const weight = new Float64Array(task.rows.length);
  for (let i = 0; i < weight.length; i++) weight[i] = task.weight ? task.weight[task.rows[i]] : 1;
  return weight;
}
function constantFit(task, weight, always = false) {
  let mass = 0;
  let sum2 = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < task.rows.length; i++) {
    const y = task.y[task.rows[i]];
    mass += weight[i];
    sum2 += weight[i] * y;
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  if (!always && low < high) return void 0;
  const mean = low === high ? low : mass > 0 ? sum2 / mass : Number.NaN;
  return { predict: (rows) => new Float64Array(rows.length).fill(mean), status: "constant", notes: [] };
}
var init_constant = __esm({
  "src/learn/constant.ts"() {
    "use strict";
  }
});

// src/learn/cells.ts
function fitCells(id, cells2, task) {
  const weight = trainingWeights(task);
  const mass = new Float64Array(cells2);
  const sum2 = new Float64Array(cells2);
  let n = 0;
  let total = 0;
  for (let i = 0; i < task.rows.length; i++) {
    const row = task.rows[i];
    mass[id[row]] += weight[i];
    sum2[id[row]] += weight[i] * task.y[row];
    n += weight[i];
    total += weight[i] * task.y[row];
  }
  if (n === 0) return constantFit(task, weight, true);
  const empty = mass.reduce((count, m) => count + (m > 0 ? 0 : 1), 0);
  const notes = [];
  if (empty > 0) {
    notes.push({
      id: "empty-cells",
      text: `${empty} of ${cells2} combinations of covariates had no row to learn from in some fit; the average over all rows stood in for them. Use --learner linear or boost, which learn across combinations.`
    });
  }
  const means = sum2.map((value, cell) => mass[cell] > 0 ? value / mass[cell] : total / n);
  const predict = (rows) => Float64Array.from(rows, (row) => means[id[row]]);
  return { predict, status: "converged", notes };
}
function cells() {
  return {
    name: "cells",
    prepare(given, rows) {
      const { id, first: first2 } = patternsOf(given, rows);
      return { notes: [], warm: false, fit: (task) => fitCells(id, first2.length, task) };
    }
  };
}
var init_cells = __esm({
  "src/learn/cells.ts"() {
    "use strict";
    init_patterns();
    init_constant();
  }
});

// src/num/gram.ts
function linearPredictor(design, beta, rows) {
  const out = new Float64Array(rows.length).fill(beta[0]);
  const { dense } = design;
  for (let start = 0; start < rows.length; start += BLOCK2) {
    const end = Math.min(rows.length, start + BLOCK2);
    let j = 0;
    for (; j + 3 < dense.length; j += 4) {
      const [x0, x1, x2, x3] = [dense[j], dense[j + 1], dense[j + 2], dense[j + 3]];
      const [b0, b1, b2, b3] = [beta[j + 1], beta[j + 2], beta[j + 3], beta[j + 4]];
      for (let i = start; i < end; i++) {
        const row = rows[i];
        out[i] += b0 * x0[row] + b1 * x1[row] + b2 * x2[row] + b3 * x3[row];
      }
    }
    for (; j < dense.length; j++) {
      const x = dense[j];
      const b = beta[1 + j];
      for (let i = start; i < end; i++) out[i] += b * x[rows[i]];
    }
    for (const { codes, offset } of design.blocks) {
      for (let i = start; i < end; i++) {
        const code = codes[rows[i]];
        if (code >= 0) out[i] += beta[offset + code];
      }
    }
  }
  return out;
}
function addCrossProduct(out, design, r, rows) {
  let total = 0;
  for (let i = 0; i < rows.length; i++) total += r[i];
  out[0] += total;
  const { dense } = design;
  let j = 0;
  for (; j + 3 < dense.length; j += 4) {
    const [x0, x1, x2, x3] = [dense[j], dense[j + 1], dense[j + 2], dense[j + 3]];
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      const value = r[i];
      s0 += value * x0[row];
      s1 += value * x1[row];
      s2 += value * x2[row];
      s3 += value * x3[row];
    }
    out[j + 1] += s0;
    out[j + 2] += s1;
    out[j + 3] += s2;
    out[j + 4] += s3;
  }
  for (; j < dense.length; j++) {
    const x = dense[j];
    let sum2 = 0;
    for (let i = 0; i < rows.length; i++) sum2 += r[i] * x[rows[i]];
    out[1 + j] += sum2;
  }
  for (const { codes, offset } of design.blocks) {
    for (let i = 0; i < rows.length; i++) {
      const code = codes[rows[i]];
      if (code >= 0) out[offset + code] += r[i];
    }
  }
}
function crossProduct(design, r, rows) {
  const out = new Float64Array(design.size);
  addCrossProduct(out, design, r, rows);
  return out;
}
function addDense(gram2, size, block2, weights, count, dense) {
  let r = 0;
  for (; r + 3 < count; r += 4) {
    const o0 = r * dense;
    const o1 = o0 + dense;
    const o2 = o1 + dense;
    const o3 = o2 + dense;
    for (let i = 0; i < dense; i++) {
      const a0 = weights[r] * block2[o0 + i];
      const a1 = weights[r + 1] * block2[o1 + i];
      const a2 = weights[r + 2] * block2[o2 + i];
      const a3 = weights[r + 3] * block2[o3 + i];
      const row = i * size;
      for (let j = 0; j <= i; j++) {
        gram2[row + j] += a0 * block2[o0 + j] + a1 * block2[o1 + j] + a2 * block2[o2 + j] + a3 * block2[o3 + j];
      }
    }
  }
  for (; r < count; r++) {
    const o = r * dense;
    for (let i = 0; i < dense; i++) {
      const a = weights[r] * block2[o + i];
      for (let j = 0; j <= i; j++) gram2[i * size + j] += a * block2[o + j];
    }
  }
}
function gather(design, rows, start, count, buffer) {
  const dense = 1 + design.dense.length;
  for (let r = 0; r < count; r++) buffer[r * dense] = 1;
  for (let j = 1; j < dense; j++) {
    const column = design.dense[j - 1];
    for (let r = 0, at = j; r < count; r++, at += dense) buffer[at] = column[rows[start + r]];
  }
}
function addBlock(out, design, buffer, weights, rows, start, count) {
  const { size, blocks } = design;
  const dense = 1 + design.dense.length;
  addDense(out, size, buffer, weights, count, dense);
  for (let b = 0; b < blocks.length; b++) {
    const { codes, offset } = blocks[b];
    for (let r = 0; r < count; r++) {
      const code = codes[rows[start + r]];
      if (code < 0) continue;
      const row = (offset + code) * size;
      for (let j = 0; j < dense; j++) out[row + j] += weights[r] * buffer[r * dense + j];
      out[row + offset + code] += weights[r];
      for (let c = 0; c < b; c++) {
        const other2 = blocks[c].codes[rows[start + r]];
        if (other2 >= 0) out[row + blocks[c].offset + other2] += weights[r];
      }
    }
  }
}
function logisticPass(design, beta, rows, y, weight, wantGram) {
  const gradient = new Float64Array(design.size);
  const out = wantGram ? new Float64Array(design.size * design.size) : void 0;
  const buffer = new Float64Array(wantGram ? BLOCK2 * (1 + design.dense.length) : 0);
  const residual = new Float64Array(BLOCK2);
  const weights = new Float64Array(BLOCK2);
  let extreme = 0;
  for (let start = 0; start < rows.length; start += BLOCK2) {
    const count = Math.min(BLOCK2, rows.length - start);
    const block2 = rows.subarray(start, start + count);
    const eta = linearPredictor(design, beta, block2);
    for (let r = 0; r < count; r++) {
      const p = 1 / (1 + Math.exp(-eta[r]));
      residual[r] = weight[start + r] * (y[start + r] - p);
      weights[r] = weight[start + r] * p * (1 - p);
      extreme = Math.max(extreme, Math.abs(eta[r]));
    }
    addCrossProduct(gradient, design, residual, block2);
    if (!out) continue;
    gather(design, rows, start, count, buffer);
    addBlock(out, design, buffer, weights, rows, start, count);
  }
  return { gradient, extreme, ...out ? { gram: out } : {} };
}
function gram(design, w, rows) {
  const out = new Float64Array(design.size * design.size);
  const buffer = new Float64Array(BLOCK2 * (1 + design.dense.length));
  for (let start = 0; start < rows.length; start += BLOCK2) {
    const count = Math.min(BLOCK2, rows.length - start);
    gather(design, rows, start, count, buffer);
    addBlock(out, design, buffer, w.subarray(start, start + count), rows, start, count);
  }
  return out;
}
var BLOCK2;
var init_gram = __esm({
  "src/num/gram.ts"() {
    "use strict";
    BLOCK2 = 512;
  }
});

// src/num/cholesky.ts
function cholesky(matrix, size, tolerance = 1e-10) {
  const lower = new Float64Array(size * size);
  const kept = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    const own = matrix[i * size + i];
    let pivot = own;
    for (let j = 0; j < i; j++) {
      let sum2 = 0;
      if (kept[j]) {
        sum2 = matrix[i * size + j];
        for (let k = 0; k < j; k++) sum2 -= lower[i * size + k] * lower[j * size + k];
        sum2 /= lower[j * size + j];
      }
      lower[i * size + j] = sum2;
      pivot -= sum2 * sum2;
    }
    if (own > 0 && pivot > tolerance * own) {
      kept[i] = 1;
      lower[i * size + i] = Math.sqrt(pivot);
    } else {
      lower.fill(0, i * size, i * size + i);
    }
  }
  return { size, lower, kept };
}
function choleskySolve(factor, right) {
  const { size, lower, kept } = factor;
  const x = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    if (!kept[i]) continue;
    let sum2 = right[i];
    for (let k = 0; k < i; k++) sum2 -= lower[i * size + k] * x[k];
    x[i] = sum2 / lower[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    if (!kept[i]) {
      x[i] = 0;
      continue;
    }
    let sum2 = x[i];
    for (let k = i + 1; k < size; k++) sum2 -= lower[k * size + i] * x[k];
    x[i] = sum2 / lower[i * size + i];
  }
  return x;
}
var init_cholesky = __esm({
  "src/num/cholesky.ts"() {
    "use strict";
  }
});

// src/learn/linear/design.ts
function standardised(values, weight) {
  let total = 0;
  let mean = 0;
  for (let i = 0; i < values.length; i++) {
    const w = weight ? weight[i] : 1;
    total += w;
    mean += w * values[i];
  }
  mean /= total;
  let square = 0;
  for (let i = 0; i < values.length; i++) square += (weight ? weight[i] : 1) * (values[i] - mean) ** 2;
  const sd = Math.sqrt(square / total);
  if (!(sd > 1e-12 * Math.abs(mean)) || sd === 0) return void 0;
  return values.map((value) => (value - mean) / sd);
}
function independent(dense, rows) {
  if (dense.length < 2) return [...dense];
  const all = Int32Array.from({ length: rows }, (_, i) => i);
  const size = 1 + dense.length;
  const { kept } = cholesky(gram({ dense, blocks: [], size }, new Float64Array(rows).fill(1), all), size);
  return dense.filter((_, j) => kept[1 + j]);
}
function sameGroups(a, b) {
  const partner = /* @__PURE__ */ new Map();
  const taken = /* @__PURE__ */ new Map();
  for (let i = 0; i < a.length; i++) {
    const [met, back] = [partner.get(a[i]), taken.get(b[i])];
    if (met === void 0 && back === void 0) {
      partner.set(a[i], b[i]);
      taken.set(b[i], a[i]);
    } else if (met !== b[i] || back !== a[i]) return false;
  }
  return true;
}
function linearDesign(given, rows, weight) {
  const dense = [];
  const codes = [];
  const widths = [];
  for (const column of given) {
    if (column.kind === "numeric") {
      const z = standardised(column.values, weight);
      if (z) dense.push(z);
      continue;
    }
    const counts = new Float64Array(column.levels.length);
    for (let i = 0; i < rows; i++) counts[column.codes[i]] += weight ? weight[i] : 1;
    const base = counts.indexOf(counts.reduce((a, b) => Math.max(a, b), 0));
    const place = new Int32Array(column.levels.length).fill(-1);
    let width = 0;
    for (let level = 0; level < counts.length; level++) if (level !== base && counts[level] > 0) place[level] = width++;
    const placed = column.codes.map((code) => place[code]);
    if (width === 0 || codes.some((earlier, c) => widths[c] === width && sameGroups(earlier, placed))) continue;
    codes.push(placed);
    widths.push(width);
    if (1 + dense.length + widths.reduce((a, b) => a + b, 0) > MOST_COLUMNS) {
      throw new DiscoError({
        who: `--learner linear: covariate "${column.name}"`,
        wrong: `its levels would make more than ${MOST_COLUMNS} columns`,
        given: `${width + 1} levels`,
        next: "use --learner boost, name it with --unit if it says which individual a row belongs to, or group its levels with --derive"
      });
    }
  }
  const numeric = independent(dense, rows);
  let offset = 1 + numeric.length;
  const blocks = widths.map((width, b) => {
    const block2 = { codes: codes[b], offset };
    offset += width;
    return block2;
  });
  return { dense: numeric, blocks, size: offset };
}
var MOST_COLUMNS;
var init_design = __esm({
  "src/learn/linear/design.ts"() {
    "use strict";
    init_error();
    init_cholesky();
    init_gram();
    MOST_COLUMNS = 2e3;
  }
});

// src/learn/linear/irls.ts
function penalised(matrix, size, ridge) {
  for (let j = 1; j < size; j++) matrix[j * size + j] += ridge;
  return cholesky(matrix, size);
}
function leastSquares(task) {
  const { design, rows, y, weight, ridge } = task;
  const curvature = penalised(gram(design, weight, rows), design.size, ridge);
  const beta = choleskySolve(curvature, crossProduct(design, y.map((value, i) => value * weight[i]), rows));
  const fitted = linearPredictor(design, beta, rows);
  const rest = crossProduct(design, fitted.map((value, i) => (y[i] - value) * weight[i]), rows);
  for (let j = 1; j < beta.length; j++) rest[j] -= ridge * beta[j];
  const correction = choleskySolve(curvature, rest);
  for (let j = 0; j < beta.length; j++) beta[j] += correction[j];
  return { beta, curvature, mass: 0, status: "converged", extreme: 0 };
}
function logistic2(task) {
  const { design, rows, y, weight, ridge, start } = task;
  const size = design.size;
  let mass = 0;
  let mean = 0;
  for (let i = 0; i < rows.length; i++) {
    mass += weight[i];
    mean += weight[i] * y[i];
  }
  mean /= mass;
  const beta = start ? Float64Array.from(start.beta) : new Float64Array(size);
  if (!start) beta[0] = Math.log(mean / (1 - mean));
  let curvature = start?.curvature;
  let scale = start ? mass / start.mass : 1;
  let curvatureMass = start ? start.mass : mass;
  const near = mass > 1e5 ? 1e-7 : 1e-9;
  let last = Number.POSITIVE_INFINITY;
  let extreme = 0;
  for (let iteration = 0; iteration < 50; iteration++) {
    const pass = logisticPass(design, beta, rows, y, weight, curvature === void 0);
    extreme = pass.extreme;
    if (ridge === 0 && extreme > SEPARATED && iteration > 8) break;
    const { gradient } = pass;
    for (let j = 1; j < size; j++) gradient[j] -= ridge * beta[j];
    const borrowed = curvature !== void 0;
    if (pass.gram) {
      curvature = penalised(pass.gram, size, ridge);
      scale = 1;
      curvatureMass = mass;
    }
    const step = choleskySolve(curvature, gradient);
    let length = 0;
    for (let j = 0; j < size; j++) {
      step[j] /= scale;
      length = Math.max(length, Math.abs(step[j]));
    }
    const damp = length > 8 ? 8 / length : 1;
    for (let j = 0; j < size; j++) beta[j] += damp * step[j];
    const left = borrowed ? length * Math.min(1, length / last) : length * length;
    if (length < 1e-3 && left < (borrowed ? near : 1e-15)) {
      if (borrowed && task.ownCurvature) {
        const { gram: own } = logisticPass(design, beta, rows, y, weight, true);
        return { beta, curvature: penalised(own, size, ridge), mass, status: "converged", extreme };
      }
      return { beta, curvature, mass: curvatureMass, status: "converged", extreme };
    }
    if (!start || length > 0.3 * last) curvature = void 0;
    last = length;
  }
  const status = extreme > SEPARATED ? "separated" : "not-converged";
  return { beta, curvature: curvature ?? cholesky(new Float64Array(size * size), size), mass, status, extreme };
}
var SEPARATED;
var init_irls = __esm({
  "src/learn/linear/irls.ts"() {
    "use strict";
    init_cholesky();
    init_gram();
    SEPARATED = 17;
  }
});

// src/learn/linear.ts
function tellsAll(y, p) {
  return y.every((value, i) => value === 1 ? p[i] > 0.5 : p[i] < 0.5);
}
function separatedNote() {
  return {
    id: "separation",
    text: "In some fit the covariates tell the outcome or the arm exactly (perfect separation); a ridge penalty worth one observation keeps its probabilities away from 0 and 1. Look for a covariate that is decided after the arm or the outcome, drop it or group its levels, or use --learner boost."
  };
}
function crowdedNote(columns, rows) {
  return {
    id: "more-columns-than-rows",
    text: `The linear model has ${columns} columns for ${rows} rows; it was held by a ridge penalty worth ${RESCUE} observation. Give fewer covariates, group levels, or use --learner boost.`
  };
}
function fitPart(design, task, ridge) {
  if (task.rows.length <= LARGE) return void 0;
  const among = Math.floor(task.rows.length / PART);
  const rows = task.rows.filter((row) => mix(task.rowHash[row], task.seed ^ 31255) % among === 0);
  const usable = rows.length > PART / 2 && rows.length < LARGE;
  return usable ? fitLinear(design, { ...task, rows }, ridge) : void 0;
}
function logisticOf(eta) {
  return eta.map((value) => 1 / (1 + Math.exp(-value)));
}
function fitLinear(design, task, ridge) {
  const weight = trainingWeights(task);
  const constant = constantFit(task, weight);
  if (constant || design.size === 1) return constant ?? constantFit(task, weight, true);
  const y = new Float64Array(task.rows.length);
  for (let i = 0; i < y.length; i++) y[i] = task.y[task.rows[i]];
  const base = { design, rows: task.rows, y, weight, ownCurvature: task.start === void 0 };
  const notes = [];
  const crowded = design.size >= task.rows.length;
  if (crowded) notes.push(crowdedNote(design.size, task.rows.length));
  let penalty = crowded ? Math.max(ridge, RESCUE) : ridge;
  let fit;
  if (task.kind === "numeric") {
    fit = leastSquares({ ...base, ridge: penalty });
  } else {
    const start = task.start ?? fitPart(design, task, ridge);
    const usable = start?.fit !== void 0 && start.fit.status !== "not-converged";
    const warm = usable ? { start: start.fit } : {};
    const doomed = usable && start.penalty > penalty;
    if (!doomed) fit = logistic2({ ...base, ridge: penalty, ...warm });
    else fit = { ...start.fit, status: "separated" };
    if (doomed || fit.status !== "converged") {
      penalty = Math.max(penalty, RESCUE);
      notes.push(separatedNote());
      const rescued = logistic2({ ...base, ridge: penalty, ...doomed ? warm : {} });
      fit = { ...rescued, status: rescued.status === "converged" ? "separated" : "not-converged" };
    } else if (penalty > 0 && fit.extreme > 2 && tellsAll(y, logisticOf(linearPredictor(design, fit.beta, task.rows)))) {
      notes.push(separatedNote());
    }
  }
  const { beta } = fit;
  const predict = (rows) => {
    const eta = linearPredictor(design, beta, rows);
    return task.kind === "numeric" ? eta : logisticOf(eta);
  };
  return { predict, status: fit.status, notes, fit, penalty };
}
function linear(options = {}) {
  return {
    name: "linear",
    prepare(given, rows, weight) {
      const design = linearDesign(given, rows, weight);
      return { notes: [], warm: true, fit: (task) => fitLinear(design, task, options.ridge ?? 0) };
    }
  };
}
var RESCUE, LARGE, PART;
var init_linear = __esm({
  "src/learn/linear.ts"() {
    "use strict";
    init_gram();
    init_hash();
    init_constant();
    init_design();
    init_irls();
    RESCUE = 1;
    LARGE = 1e5;
    PART = 3e4;
  }
});

// src/attribute/choose.ts
function wellFilled(sample) {
  const { id, first: first2 } = patternsOf(sample.given, sample.rows);
  if (2 * FILLED * first2.length > sample.rows && !sample.weights) return false;
  const mass = new Float64Array(2 * first2.length);
  for (let i = 0; i < sample.rows; i++) {
    mass[2 * id[i] + sample.treatment.values[i]] += sample.weights ? sample.weights.values[i] : 1;
  }
  const least = sample.weights?.kind === "law" ? Number.MIN_VALUE : FILLED;
  return mass.every((count) => count >= least);
}
function chooseLearner(sample, settings) {
  const { learner = "auto", trees, depth } = settings;
  const ridge = sample.weights?.name !== void 0 || sample.weights?.kind === "law" ? 0 : 1;
  switch (learner) {
    case "auto":
      return wellFilled(sample) ? cells() : linear({ ridge });
    case "cells":
      return cells();
    case "linear":
      return linear({ ridge });
    case "boost":
      return boost({ ...trees === void 0 ? {} : { trees }, ...depth === void 0 ? {} : { depth } });
    default:
      throw new DiscoError({
        who: "learner",
        wrong: "there is no such learner",
        given: String(learner),
        next: "use auto, cells, linear or boost"
      });
  }
}
function checkSample(sample, settings) {
  const { treatment, outcome, weights, unit } = sample;
  const count = [0, 0];
  for (let i = 0; i < sample.rows; i++) count[treatment.values[i]] += weights?.kind === "counts" ? weights.values[i] : 1;
  if (weights?.kind !== "law" && Math.min(...count) < FEWEST) {
    throw new DiscoError({
      who: sample.data.source,
      wrong: `each arm needs at least ${FEWEST} rows`,
      given: `${count[1]} with ${treatment.name} = ${treatment.labels.yes}, ${count[0]} with ${treatment.name} = ${treatment.labels.no}`,
      next: "give more rows; with so few, nothing can be split"
    });
  }
  if (outcome.kind === "numeric" && settings.coupling !== 0) {
    throw new DiscoError({
      who: "coupling",
      wrong: "the dial is for two-valued outcomes: how a number's noise would carry over is not settled by one uniform draw",
      given: `coupling ${settings.coupling} with numeric ${outcome.name}`,
      next: `leave the coupling at 0, or make the outcome two-valued with --derive 'high = ${outcome.name} > 0'`
    });
  }
  if (weights?.kind === "law" && settings.folds !== void 0 && settings.folds > 1) {
    throw new DiscoError({
      who: "folds",
      wrong: "an exact law has no sampling error to guard against by cross-fitting",
      given: String(settings.folds),
      next: "leave folds out, or give whole-number frequencies as weights"
    });
  }
  if (unit && weights) {
    const seen = new Float64Array(unit.labels.length);
    for (let i = 0; i < sample.rows; i++) {
      const u = unit.codes[i];
      if (seen[u] !== 0 && Math.abs(seen[u] - weights.values[i]) > 1e-12 * seen[u]) {
        throw new DiscoError({
          who: weights.name ?? "weight",
          wrong: "with a unit, a weight says how many like units there are, so the rows of a unit must agree on it",
          given: `${unit.name} = ${unit.labels[u]} has weights ${seen[u]} and ${weights.values[i]}`,
          next: "give every row of a unit the same weight, or leave the weight out"
        });
      }
      seen[u] = weights.values[i];
    }
  }
}
var FILLED, FEWEST;
var init_choose = __esm({
  "src/attribute/choose.ts"() {
    "use strict";
    init_error();
    init_boost();
    init_cells();
    init_linear();
    init_patterns();
    FILLED = 30;
    FEWEST = 10;
  }
});

// src/attribute/cloud.ts
function cloudOf({ sample, learnt, settings }, most2 = 600) {
  const { entries, t, y } = learnt;
  const keys = new Float64Array(t.length);
  for (let j = 0; j < keys.length; j++) {
    const hash = mix(mix(entries.rowHash[entries.row[j]], t[j] + 2 * entries.fold[j]), mix(hashNumber(y[j]), settings.seed));
    keys[j] = -Math.log(1 - unitInterval(hash)) / entries.count[j];
  }
  let chosen = Int32Array.from({ length: keys.length }, (_, j) => j);
  if (keys.length > most2) {
    const cut2 = Float64Array.from(keys).sort()[most2];
    chosen = chosen.filter((j) => keys[j] < cut2);
  }
  const round = (value) => Number(value.toPrecision(4));
  const pick = (f) => Array.from(chosen, f);
  return {
    p0: pick((j) => round(learnt.m[0].mean[j])),
    p1: pick((j) => round(learnt.m[1].mean[j])),
    treated: pick((j) => t[j] === 1),
    outcome: pick((j) => y[j]),
    of: sample.weights ? entries.total : sample.rows
  };
}
var init_cloud = __esm({
  "src/attribute/cloud.ts"() {
    "use strict";
    init_hash();
  }
});

// src/attribute/individuals.ts
function byRow(rows, learnt, values) {
  const out = new Float64Array(rows);
  const mass = new Float64Array(rows);
  for (let j = 0; j < values.length; j++) {
    const row = learnt.entries.row[j];
    out[row] += learnt.entries.count[j] * values[j];
    mass[row] += learnt.entries.count[j];
  }
  for (let i = 0; i < rows; i++) out[i] = mass[i] > 0 ? out[i] / mass[i] : Number.NaN;
  return out;
}
function individualsOf(context, recurrenceByArm) {
  const { sample, learnt, replicates } = context;
  const p1 = byRow(sample.rows, learnt, learnt.m[1].mean);
  const p0 = byRow(sample.rows, learnt, learnt.m[0].mean);
  const { unit, treatment, outcome } = sample;
  const name = unit?.name ?? "row";
  const ids = unit ? Array.from(unit.codes, (code) => unit.labels[code]) : Float64Array.from({ length: sample.rows }, (_, i) => i + 1);
  if (outcome.kind !== "binary") return { name, unit: ids, p1, p0 };
  const recurrence = new Float64Array(sample.rows);
  const successes = new Float64Array(unit ? 2 * unit.labels.length : 0);
  const totals = [0, 0];
  const counts = [0, 0];
  for (let i = 0; i < sample.rows; i++) {
    const t = treatment.values[i];
    totals[t] += outcome.values[i];
    counts[t]++;
    if (unit) successes[2 * unit.codes[i] + t] += outcome.values[i];
  }
  for (let i = 0; i < sample.rows; i++) {
    const t = treatment.values[i];
    let p = t === 1 ? p1[i] : p0[i];
    if (unit && replicates && repeatsIn(replicates, t)) {
      const mu = totals[t] / counts[t];
      const rho = Math.min(1, Math.max(1e-6, (recurrenceByArm[t] - mu) / (1 - mu)));
      const k = 1 / rho - 1;
      const m = replicates.occasions[2 * unit.codes[i] + t];
      p = (k * mu + successes[2 * unit.codes[i] + t]) / (k + m);
    }
    recurrence[i] = outcome.values[i] === 1 ? p : 1 - p;
  }
  return { name, unit: ids, p1, p0, recurrence };
}
function individualColumns({ name, unit, p1, p0, recurrence }) {
  const from = (f) => p1.map((one, i) => f(one, p0[i]));
  const columns = [
    { name, values: unit },
    { name: "p1", values: p1 },
    { name: "p0", values: p0 },
    { name: "effect", values: from((a, b) => a - b) }
  ];
  if (!recurrence) return columns;
  const types = [
    ["complier", (a, b) => [a, 1 - b]],
    ["always", (a, b) => [a, b]],
    ["never", (a, b) => [1 - a, 1 - b]],
    ["defier", (a, b) => [1 - a, b]]
  ];
  for (const [type, parts] of types) {
    columns.push(
      { name: type, values: from((a, b) => parts(a, b)[0] * parts(a, b)[1]) },
      { name: `${type}_low`, values: from((a, b) => Math.max(0, parts(a, b)[0] + parts(a, b)[1] - 1)) },
      { name: `${type}_high`, values: from((a, b) => Math.min(...parts(a, b))) }
    );
  }
  return [...columns, { name: "recurrence", values: recurrence }];
}
var init_individuals = __esm({
  "src/attribute/individuals.ts"() {
    "use strict";
    init_replicates();
  }
});

// src/attribute/numeric.ts
function numericEvidence(context, t, success) {
  const { sample, learnt, rows, replicates, settings } = context;
  const { cut: cut2, above, m } = learnt;
  if (!cut2 || !above) throw new Error("a numeric outcome has fitted exceedance probabilities");
  const words3 = eventWords(sample, t === 1, success, cut2[t]);
  const event = (j) => learnt.y[j] > cut2[t] === success ? 1 : 0;
  let shown = 0;
  for (let j = 0; j < learnt.t.length; j++) if (learnt.t[j] === t && event(j)) shown += rows.count[j];
  if (shown === 0) return emptyEvidence(context, words3, t === 1, success);
  const own = m[t].mean;
  const other2 = m[1 - t].mean;
  const sums = replicates ? pairSums(sample, learnt, replicates, t, event, (j) => learnt.y[j]) : void 0;
  const scores = averageScores(rows, sums ? 10 : 6, (j, z) => {
    const here = learnt.t[j] === t;
    const hit = event(j);
    const y = learnt.y[j];
    const s = success ? above[t][j] : 1 - above[t][j];
    const e = t === 1 ? learnt.e[j] : 1 - learnt.e[j];
    z[B2] = here ? hit : 0;
    z[TOTAL] = here ? hit * y : 0;
    z[A2] = here ? own[j] * hit + s * (y - own[j]) : 0;
    z[C2] = here ? other2[j] * hit : e / (1 - e) * s * (y - other2[j]);
    z[SAME2] = settings.fourWay ? own[j] + (here ? (y - own[j]) / e : 0) : 0;
    z[OTHER2] = settings.fourWay ? other2[j] + (here ? 0 : (y - other2[j]) / (1 - e)) : 0;
    if (!sums || !replicates) return;
    const u = replicates.leads[j] ? sample.unit.codes[learnt.entries.row[j]] : -1;
    z[PAIRS2] = u < 0 ? 0 : sums.pairs[u];
    z[PAIR_EVENTS2] = u < 0 ? 0 : sums.pairEvents[u];
    z[CROSS2] = u < 0 ? 0 : sums.cross[u];
    z[CROSS_EVENTS2] = u < 0 ? 0 : sums.crossEvents[u];
  });
  const repeated = repeatsIn(replicates, t) && scores.mean[PAIR_EVENTS2] > 0;
  const crossed2 = crosses(replicates) && scores.mean[CROSS_EVENTS2] > 0;
  return shareAnswers(context, {
    words: words3,
    treated: t === 1,
    success,
    rows: shown,
    total: (z) => z[TOTAL] / z[B2],
    again: repeated ? (z) => z[PAIRS2] / z[PAIR_EVENTS2] : (z) => z[A2] / z[B2],
    otherwise: crossed2 ? (z) => z[CROSS2] / z[CROSS_EVENTS2] : (z) => z[C2] / z[B2],
    everybody: (z) => [z[SAME2], z[OTHER2]],
    estimate: (f) => estimateOf(scores, f),
    // Unlike a two-valued outcome's, a number's recurrence may err either way when covariates are not the individual (THEORY 3.6).
    bounds: {},
    repeated,
    method: {
      again: repeated ? "pairs of occasions of the same unit (U-statistic, THEORY 3.8)" : "orthogonal score of E[s m_t] (THEORY 5.1, 12)",
      otherwise: crossed2 ? "occasions of the same unit in both arms (THEORY 3.8)" : "orthogonal score of E[s m_other] (THEORY 5.1, 12)"
    },
    needs: {
      again: repeated ? ["coupling", "occasions"] : ["coupling", "individual"],
      otherwise: crossed2 ? ["coupling", "occasions"] : ["coupling", "individual", "exogeneity", "overlap"]
    }
  });
}
function reliability(context, t) {
  const { sample, learnt, rows, replicates } = context;
  const { treatment, outcome } = sample;
  const arm = word(t === 1 ? treatment.labels.yes : treatment.labels.no);
  const query = `Var(U) / Var(${word(outcome.name)}) in ${word(treatment.name)}=${arm}`;
  if (!replicates || !repeatsIn(replicates, t)) return noAnswer(context, query, 3, "too few units are seen twice in this arm");
  const centre = learnt.cut?.[t] ?? 0;
  const value = (j) => learnt.y[j] - centre;
  const sums = pairSums(sample, learnt, replicates, t, value, value);
  const scores = averageScores(rows, 4, (j, z) => {
    const u = sample.unit.codes[learnt.entries.row[j]];
    const counts = learnt.t[j] === t && replicates.occasions[2 * u + t] > 1;
    z[0] = replicates.leads[j] ? sums.pairs[u] : 0;
    z[1] = counts ? 1 : 0;
    z[2] = counts ? value(j) : 0;
    z[3] = counts ? value(j) ** 2 : 0;
  });
  const ratio2 = (z) => {
    const mean = z[2] / z[1];
    return (z[0] / z[1] - mean * mean) / (z[3] / z[1] - mean * mean);
  };
  return answerOf(context, {
    query,
    estimate: estimateOf(scores, ratio2),
    layer: 3,
    method: "pairs of occasions of the same unit (U-statistic, THEORY 2.7, 3.8)",
    needs: ["coupling", "occasions"]
  });
}
var B2, TOTAL, A2, C2, SAME2, OTHER2, PAIRS2, PAIR_EVENTS2, CROSS2, CROSS_EVENTS2;
var init_numeric = __esm({
  "src/attribute/numeric.ts"() {
    "use strict";
    init_scores();
    init_context();
    init_replicates();
    init_shares();
    init_wording();
    B2 = 0;
    TOTAL = 1;
    A2 = 2;
    C2 = 3;
    SAME2 = 4;
    OTHER2 = 5;
    PAIRS2 = 6;
    PAIR_EVENTS2 = 7;
    CROSS2 = 8;
    CROSS_EVENTS2 = 9;
  }
});

// src/attribute/options.ts
function check(name, value, fits, wanted) {
  if (value !== void 0 && !fits(value)) {
    throw new DiscoError({ who: name, wrong: `must be ${wanted}`, given: String(value), next: `give ${wanted}` });
  }
}
function settle2(options) {
  check("folds", options.folds, (k) => Number.isInteger(k) && k >= 1 && k <= 50, "a whole number from 1 to 50");
  check("level", options.level, (level) => level > 0 && level < 1, "a number between 0 and 1");
  check("coupling", options.coupling, (dial) => dial >= 0 && dial <= 1, "a number from 0 to 1");
  check("seed", options.seed, (seed) => Number.isInteger(seed) && seed >= 0, "a whole number from 0 up");
  check("trim", options.trim, (trim) => trim > 0 && trim < 0.5, "a number between 0 and 0.5");
  check("variance", options.variance, (rate) => rate > 0 && rate < 1, "a number between 0 and 1");
  check("trees", options.trees, (trees) => Number.isInteger(trees) && trees >= 1, "a whole number from 1 up");
  check("depth", options.depth, (depth) => Number.isInteger(depth) && depth >= 1 && depth <= 16, "a whole number from 1 to 16");
  return {
    ...options,
    seed: options.seed ?? 1,
    level: options.level ?? 0.95,
    coupling: options.coupling ?? 0,
    target: options.target ?? "ate"
  };
}
var init_options = __esm({
  "src/attribute/options.ts"() {
    "use strict";
    init_error();
  }
});

// src/attribute/overlap.ts
function beyond(e, target, threshold) {
  return target !== "att" && e < threshold || target !== "atc" && e > 1 - threshold;
}
function insideTrim(learnt, target, trim) {
  const kept = [];
  for (let j = 0; j < learnt.e.length; j++) if (!beyond(learnt.e[j], target, trim)) kept.push(j);
  return Int32Array.from(kept);
}
function overlapOf(learnt, target) {
  const { e, t, entries } = learnt;
  const edges = Array.from({ length: BINS + 1 }, (_, k) => k / BINS);
  const arms = [new Float64Array(BINS), new Float64Array(BINS)];
  const mass = [0, 0];
  let lowest = 1;
  let highest = 0;
  let outside = 0;
  for (let j = 0; j < e.length; j++) {
    const count = entries.count[j];
    lowest = Math.min(lowest, e[j]);
    highest = Math.max(highest, e[j]);
    if (beyond(e[j], target, THRESHOLD)) outside += count;
    arms[t[j]][Math.min(BINS - 1, Math.floor(e[j] * BINS))] += count;
    mass[t[j]] += count;
  }
  const share2 = (arm) => Array.from(arms[arm], (count) => count / mass[arm]);
  return { lowest, highest, outside, threshold: THRESHOLD, edges, treated: share2(1), control: share2(0) };
}
function quantiles(learnt, arm) {
  const values = learnt.e.filter((_, j) => learnt.t[j] === arm).sort();
  const at = (p) => values[Math.min(values.length - 1, Math.floor(p * values.length))].toPrecision(2);
  return [0, 0.25, 0.5, 0.75, 1].map(at).join(", ");
}
function checkOverlap(learnt, overlap, target, total) {
  const impossible = learnt.e.some(
    (e, j) => target !== "atc" && learnt.t[j] === 0 && e === 1 || target !== "att" && learnt.t[j] === 1 && e === 0 || !Number.isFinite(e)
  );
  const certain = target === "ate" && learnt.e.some((e) => e === 0 || e === 1);
  if (overlap.outside > TOLERATED * total || impossible || certain) {
    const outside = `${share(overlap.outside, total)} of the rows have a propensity below ${THRESHOLD} or above ${1 - THRESHOLD}`;
    throw new DiscoError(
      {
        who: "overlap",
        wrong: `the arms cannot be compared: ${outside}`,
        given: `propensity quartiles: treated ${quantiles(learnt, 1)}; untreated ${quantiles(learnt, 0)}`,
        next: "leave those rows out with --trim 0.05 (the answer is then about the rest)" + (target === "ate" ? ", ask about the treated only with --target att (needs untreated rows like the treated, not the reverse)" : "") + ", or give fewer covariates if one of them nearly says who was treated"
      },
      "refused"
    );
  }
  if (overlap.outside === 0) return [];
  return [
    {
      id: "weak-overlap",
      text: `Propensities reach from ${overlap.lowest.toPrecision(2)} to ${overlap.highest.toPrecision(2)}; ${share(overlap.outside, total)} of the rows lie beyond ${THRESHOLD} or ${1 - THRESHOLD}, so a few rows speak for many. Compare with --trim 0.05, which leaves them out.`
    }
  ];
}
function share(part, total) {
  return `${(100 * part / total).toPrecision(2)} %`;
}
var THRESHOLD, TOLERATED, BINS;
var init_overlap = __esm({
  "src/attribute/overlap.ts"() {
    "use strict";
    init_error();
    THRESHOLD = 0.01;
    TOLERATED = 0.05;
    BINS = 20;
  }
});

// src/attribute/population.ts
function populationScores({ learnt, rows }) {
  const view = { in: 0, hit: 0, q: 0, r: 0, qa: 0, qb: 0, e: 0 };
  return averageScores(rows, 9, (j, z) => {
    viewEvent(learnt, 1, 1, j, view);
    z[Y1] = everybodyScore(first, view);
    z[Y0] = everybodyScore(second, view);
    z[P11] = view.in * view.hit;
    z[P10] = view.in * (1 - view.hit);
    z[P01] = (1 - view.in) * view.hit;
    z[P00] = (1 - view.in) * (1 - view.hit);
    z[BOTH] = everybodyScore(product, view);
    z[BIG2] = everybodyScore(largestBoth, view);
    z[SMALL2] = everybodyScore(smallestBoth, view);
  });
}
function potential({ sample }) {
  const { treatment, outcome } = sample;
  if (outcome.kind !== "binary") throw new Error("response types are for two-valued outcomes");
  const { labels } = outcome;
  const ask = (arm) => (value) => `${word(outcome.name)}[${word(treatment.name)}=${word(arm)}]=${word(value ? labels.yes : labels.no)}`;
  return { y1: ask(treatment.labels.yes), y0: ask(treatment.labels.no) };
}
function populationTypes(context, scores) {
  const { y1, y0 } = potential(context);
  const z = scores.mean;
  const ask = (one, zero, f, bounds) => answerOf(context, {
    query: `P(${y1(one)}, ${y0(zero)})`,
    estimate: estimateOf(scores, f),
    bounds: [Math.max(0, bounds[0]), Math.min(1, bounds[1])],
    layer: 3,
    method: "orthogonal scores (THEORY 4.2, 12)",
    needs: NEEDS
  });
  return {
    complier: ask(true, false, (m) => m[Y1] - m[BOTH], [z[Y1] - z[BIG2], z[Y1] - z[SMALL2]]),
    always: ask(true, true, (m) => m[BOTH], [z[SMALL2], z[BIG2]]),
    never: ask(false, false, (m) => 1 - m[Y1] - m[Y0] + m[BOTH], [
      1 - z[Y1] - z[Y0] + z[SMALL2],
      1 - z[Y1] - z[Y0] + z[BIG2]
    ]),
    defier: ask(false, true, (m) => m[Y0] - m[BOTH], [z[Y0] - z[BIG2], z[Y0] - z[SMALL2]])
  };
}
function crossed(bounds) {
  if (bounds[0] <= bounds[1]) return [];
  return [
    {
      id: "bounds-cross",
      text: `The lower bound ${bounds[0].toPrecision(3)} lies above the upper bound ${bounds[1].toPrecision(3)}: sampling error, or arms that differ in ways the covariates do not show. Read neither as sharp.`
    }
  ];
}
function causation(context, scores, evidence) {
  const z = scores.mean;
  const { y1, y0 } = potential(context);
  const harmed = evidence.find((one) => one.treated && one.success);
  const spared = evidence.find((one) => !one.treated && !one.success);
  if (!harmed?.rows || !spared?.rows) return void 0;
  const bounds = tianPearl({ y1: z[Y1], y0: z[Y0], p11: z[P11], p10: z[P10], p01: z[P01], p00: z[P00] });
  const complement = (one, query, range) => {
    const { anyway } = one.shares;
    const flip = (r) => r ? [1 - r[1], 1 - r[0]] : void 0;
    const interval = flip(anyway.interval);
    const stratified = flip(anyway.bounds);
    return {
      ...anyway,
      query,
      value: 1 - anyway.value,
      ...interval ? { interval } : {},
      bounds: range,
      ...stratified ? { stratified } : {},
      warnings: [NOT_AN_EFFECT, ...crossed(range)]
    };
  };
  const given = (one) => Object.entries(one.given).map(([name, value]) => `${word(name)}=${word(value)}`).join(", ");
  const pns = answerOf(context, {
    query: `P(${y1(true)}, ${y0(false)})`,
    estimate: estimateOf(scores, (m) => m[Y1] - m[BOTH]),
    bounds: bounds.pns,
    layer: 3,
    method: "orthogonal scores (THEORY 12); bounds of Tian & Pearl 2000 (THEORY 4.1)",
    needs: NEEDS,
    warnings: crossed(bounds.pns)
  });
  return {
    pn: complement(harmed, `P(${y0(false)} | ${given(harmed)})`, bounds.pn),
    ps: complement(spared, `P(${y1(true)} | ${given(spared)})`, bounds.ps),
    pns: { ...pns, stratified: [Math.max(0, z[Y1] - z[BIG2]), Math.min(1, z[Y1] - z[SMALL2])] }
  };
}
var Y1, Y0, P11, P10, P01, P00, BOTH, BIG2, SMALL2, first, second, NEEDS, NOT_AN_EFFECT;
var init_population = __esm({
  "src/attribute/population.ts"() {
    "use strict";
    init_scores();
    init_response();
    init_context();
    init_functional();
    init_wording();
    Y1 = 0;
    Y0 = 1;
    P11 = 2;
    P10 = 3;
    P01 = 4;
    P00 = 5;
    BOTH = 6;
    BIG2 = 7;
    SMALL2 = 8;
    first = (q) => ({ value: q, first: 1, second: 0 });
    second = (_, r) => ({ value: r, first: 0, second: 1 });
    NEEDS = ["independence", "individual", "exogeneity", "overlap"];
    NOT_AN_EFFECT = {
      id: "pn-is-not-an-effect",
      text: "Under independent noises this counts chance as a cause: it equals the policy share plus the chance share, and a useless policy can have one half (THEORY 4.5). For what the policy changed, read the policy share."
    };
  }
});

// src/attribute/posterior.ts
function posteriorOf(context, seen) {
  const { sample, learnt, rows } = context;
  if (sample.given.length === 0) return void 0;
  const { id, first: first2 } = patternsOf(sample.given, sample.rows, learnt.entries.rowHash);
  if (first2.length > FEW) return void 0;
  const sums = Array.from(first2, () => ({ prior: 0, posterior: 0, p0: 0, p1: 0 }));
  let shown = 0;
  let total = 0;
  for (let j = 0; j < learnt.t.length; j++) {
    const sum2 = sums[id[learnt.entries.row[j]]];
    const count = rows.count[j];
    total += count;
    sum2.prior += count;
    sum2.p0 += count * learnt.m[0].mean[j];
    sum2.p1 += count * learnt.m[1].mean[j];
    if (!seen(j)) continue;
    sum2.posterior += count;
    shown += count;
  }
  return sums.map((sum2, p) => ({
    individual: Object.fromEntries(
      sample.given.map((column) => [
        column.name,
        column.kind === "numeric" ? column.values[first2[p]] : column.levels[column.codes[first2[p]]]
      ])
    ),
    prior: sum2.prior / total,
    posterior: shown > 0 ? sum2.posterior / shown : 0,
    p0: sum2.p0 / sum2.prior,
    p1: sum2.p1 / sum2.prior
  })).filter((entry) => entry.prior > 0).sort((a, b) => b.prior - a.prior || (JSON.stringify(a.individual) < JSON.stringify(b.individual) ? -1 : 1));
}
var FEW;
var init_posterior = __esm({
  "src/attribute/posterior.ts"() {
    "use strict";
    init_patterns();
    FEW = 12;
  }
});

// src/attribute/variance.ts
function shares(context, query, estimate, treatment, individual) {
  const ask = (part, f) => answerOf(context, {
    query: query(part),
    estimate: estimate(f),
    layer: 1,
    method: "orthogonal scores (THEORY 5.3b, 12)",
    needs: ["individual", "exogeneity", "overlap"]
  });
  return {
    treatment: ask("T", treatment),
    individual: ask("U|T", individual),
    chance: ask("E", (z) => 1 - treatment(z) - individual(z))
  };
}
function observedVariance(context) {
  const { learnt, rows } = context;
  const { t, y, m } = learnt;
  const scores = averageScores(rows, 5, (j, z) => {
    const { a, b } = m[t[j]];
    const square = (a[j] + b[j]) * y[j] - a[j] * b[j];
    z[0] = t[j];
    z[1] = t[j] === 1 ? y[j] : 0;
    z[2] = t[j] === 1 ? 0 : y[j];
    z[3] = y[j] * y[j];
    z[4] = square;
  });
  const within2 = (z) => z[1] * z[1] / z[0] + z[2] * z[2] / (1 - z[0]);
  const total = (z) => z[3] - (z[1] + z[2]) ** 2;
  return shares(
    context,
    (part) => `share of Var(${context.sample.outcome.name}): ${part}`,
    (f) => estimateOf(scores, f),
    (z) => (within2(z) - (z[1] + z[2]) ** 2) / total(z),
    (z) => (z[4] - within2(z)) / total(z)
  );
}
function randomisedVariance(context, rate) {
  const { learnt, rows } = context;
  const { t, y, e, m } = learnt;
  const scores = averageScores(rows, 5, (j, z) => {
    const one = m[1];
    const zero = m[0];
    const treated = t[j] === 1;
    const w1 = treated ? 1 / e[j] : 0;
    const w0 = treated ? 0 : 1 / (1 - e[j]);
    z[0] = one.mean[j] + w1 * (y[j] - one.mean[j]);
    z[1] = zero.mean[j] + w0 * (y[j] - zero.mean[j]);
    z[2] = one.a[j] * one.b[j] + w1 * ((one.a[j] + one.b[j]) * y[j] - 2 * one.a[j] * one.b[j]);
    z[3] = zero.a[j] * zero.b[j] + w0 * ((zero.a[j] + zero.b[j]) * y[j] - 2 * zero.a[j] * zero.b[j]);
    z[4] = one.mean[j] * zero.mean[j] + w1 * (y[j] - one.mean[j]) * zero.mean[j] + w0 * (y[j] - zero.mean[j]) * one.mean[j];
  });
  const total = (z) => {
    const mean = rate * z[0] + (1 - rate) * z[1];
    return mean * (1 - mean);
  };
  const v1 = (z) => z[2] - z[0] * z[0];
  const v0 = (z) => z[3] - z[1] * z[1];
  const both = (z) => z[4] - z[0] * z[1];
  const estimate = (f) => estimateOf(scores, f);
  const query = (part) => `share of Var(${context.sample.outcome.name}) in a trial that treats ${rate}: ${part}`;
  const ask = (part, f) => answerOf(context, {
    query: query(part),
    estimate: estimate(f),
    layer: 3,
    method: "orthogonal scores (THEORY 5.3b, 12)",
    needs: ["individual", "exogeneity", "overlap"]
  });
  return {
    rate,
    ...shares(
      context,
      query,
      estimate,
      (z) => rate * (1 - rate) * (z[0] - z[1]) ** 2 / total(z),
      (z) => (rate * v1(z) + (1 - rate) * v0(z)) / total(z)
    ),
    main: ask("U", (z) => (rate ** 2 * v1(z) + (1 - rate) ** 2 * v0(z) + 2 * rate * (1 - rate) * both(z)) / total(z)),
    interaction: ask("TxU", (z) => rate * (1 - rate) * (v1(z) + v0(z) - 2 * both(z)) / total(z))
  };
}
var init_variance = __esm({
  "src/attribute/variance.ts"() {
    "use strict";
    init_scores();
    init_context();
  }
});

// src/attribute/warnings.ts
function sampleSize({ replicates, sample }) {
  const { unit } = sample;
  if (!unit) return [];
  if (!replicates) {
    return [
      {
        id: "no-replicates",
        text: `Too few units of ${unit.name} are seen twice in one arm to tell the individual from chance, so recurrence is bounded through covariates. Intervals are still clustered by ${unit.name}.`
      }
    ];
  }
  const out = [];
  const [control, treated] = replicates.once;
  if (control + treated > 0) {
    out.push({
      id: "units-seen-once",
      text: `${treated} units are seen once in the treated arm and ${control} once in the other; a single row cannot say whether it would recur, so they are left out of the recurrence there (they stay in everything else).`
    });
  }
  if (!crosses(replicates)) {
    out.push({
      id: "no-crossover",
      text: `Hardly any unit of ${unit.name} is seen in both arms, so what would have happened in the other arm comes from covariates (THEORY 3.8).`
    });
  }
  return out;
}
function attributionWarnings(context, evidence) {
  const out = [...context.learnt.notes, ...sampleSize(context)];
  const label2 = (one) => Object.entries(one.given).map(([name, value]) => `${name} = ${value}`).join(", ");
  const thin = evidence.filter((one) => one.rows > 0 && one.rows < SMALL3 && context.sample.weights?.kind !== "law");
  if (thin.length > 0) {
    out.push({
      id: "few-rows",
      text: `Few rows show ${thin.map((one) => `${label2(one)} (${one.rows})`).join("; ")}: read those intervals as rough.`
    });
  }
  if (context.sample.outcome.kind === "binary") {
    const beyond2 = evidence.flatMap(
      (one) => Object.entries(one.shares).flatMap(
        ([name, answer]) => answer.value !== null && name !== "policy" && (answer.value < 0 || answer.value > 1) ? [`${name} of ${label2(one)} is ${answer.value.toPrecision(3)}`] : []
      )
    );
    if (beyond2.length > 0) {
      out.push({
        id: "share-outside",
        text: `A share lies outside 0 to 1 (${beyond2.join("; ")}): too few rows, or a learner that fits badly; it is shown as estimated. Try another --learner.`
      });
    }
  }
  return out;
}
var SMALL3;
var init_warnings = __esm({
  "src/attribute/warnings.ts"() {
    "use strict";
    init_replicates();
    SMALL3 = 30;
  }
});

// src/attribute/attribute.ts
function keep(learnt, kept) {
  const pick = (values) => Float64Array.from(kept, (j) => values[j]);
  const { entries, m, above } = learnt;
  const count = pick(entries.count);
  const row = Int32Array.from(kept, (j) => entries.row[j]);
  const arm = (t) => ({ mean: pick(m[t].mean), a: pick(m[t].a), b: pick(m[t].b) });
  return {
    ...learnt,
    entries: { ...entries, row, count, fold: Uint8Array.from(kept, (j) => entries.fold[j]), total: count.reduce((a, b) => a + b, 0) },
    t: Uint8Array.from(kept, (j) => learnt.t[j]),
    y: pick(learnt.y),
    e: pick(learnt.e),
    m: [arm(0), arm(1)],
    ...above ? { above: [pick(above[0]), pick(above[1])] } : {}
  };
}
function scoreRows(sample, learnt) {
  const { entries } = learnt;
  const base = { count: entries.count, total: entries.total, law: sample.weights?.kind === "law" };
  if (!sample.unit) return base;
  const { codes, labels } = sample.unit;
  const copies = new Float64Array(labels.length).fill(1);
  if (sample.weights?.kind === "counts") {
    const { values } = sample.weights;
    for (let i = 0; i < sample.rows; i++) copies[codes[i]] = values[i];
  }
  return { ...base, cluster: Int32Array.from(entries.row, (row) => codes[row]), copies };
}
function effects(context) {
  const { sample, learnt, rows, settings } = context;
  const { treatment, outcome } = sample;
  const [arm, out] = [word(treatment.name), word(outcome.name)];
  const needs = ["exogeneity", "overlap", "no-interference"];
  const refuse = (query, who) => noAnswer(context, query, 2, `only the ${who} were asked about, so overlap was checked on one side only`);
  const [ate, ett] = [`ATE(${arm} -> ${out})`, `ETT(${arm} -> ${out})`];
  return {
    ate: settings.target === "ate" ? answerOf(context, { query: ate, estimate: aipwAte(learnt, rows), layer: 2, method: "augmented inverse probability weighting, cross-fitted", needs }) : refuse(ate, settings.target === "att" ? "treated" : "untreated"),
    ett: settings.target === "atc" ? refuse(ett, "untreated") : answerOf(context, { query: ett, estimate: aipwEtt(learnt, rows), layer: 3, method: "augmented inverse probability weighting, cross-fitted", needs }),
    naive: answerOf(context, {
      query: `E[${out} | ${arm}=${word(treatment.labels.yes)}] - E[${out} | ${arm}=${word(treatment.labels.no)}]`,
      estimate: difference(learnt.t, learnt.y, rows),
      layer: 1,
      method: "plain difference of means",
      needs: []
    })
  };
}
function evidenceOf(context) {
  const { sample, learnt, settings } = context;
  return ARMS[settings.target].flatMap(
    (t) => [1, 0].map((y) => {
      if (sample.outcome.kind === "numeric") return numericEvidence(context, t, y === 1);
      const evidence = binaryEvidence(context, t, y);
      const posterior2 = evidence.rows > 0 ? posteriorOf(context, (j) => learnt.t[j] === t && learnt.y[j] === y) : void 0;
      return posterior2 ? { ...evidence, posterior: posterior2 } : evidence;
    })
  );
}
function twoValued(context, evidence) {
  const { settings, sample } = context;
  const variance = settings.variance !== void 0 && settings.target === "ate" ? { variance: { observed: observedVariance(context), randomised: randomisedVariance(context, settings.variance) } } : {};
  if (sample.outcome.kind === "numeric" || settings.target !== "ate") return sample.outcome.kind === "binary" ? variance : {};
  const scores = populationScores(context);
  const fresh = settings.coupling === 0 ? evidence : evidenceOf({ ...context, settings: { ...settings, coupling: 0 } });
  const causes = causation(context, scores, fresh);
  return { ...causes ? { causation: causes } : {}, responses: populationTypes(context, scores), ...variance };
}
async function attribute(sample, options = {}) {
  const settings = settle2(options);
  checkSample(sample, settings);
  const learner = chooseLearner(sample, settings);
  const folds = settings.folds ?? defaultFolds(sample, learner.name);
  const { onProgress, signal } = settings;
  const fitted = await fitNuisances(sample, {
    learner,
    folds,
    seed: settings.seed,
    onFit: async (done, of) => {
      onProgress?.(`learning (${learner.name})`, done / of);
      await new Promise((resolve3) => setTimeout(resolve3));
      signal?.throwIfAborted();
    }
  });
  onProgress?.("splitting", 1);
  const learnt = settings.trim === void 0 ? fitted : keep(fitted, insideTrim(fitted, settings.target, settings.trim));
  const replicates = countReplicates(sample, learnt);
  const rows = scoreRows(sample, learnt);
  const overlap = overlapOf(learnt, settings.target);
  const weak = checkOverlap(learnt, overlap, settings.target, learnt.entries.total);
  const context = {
    sample,
    settings,
    learnt,
    rows,
    ...replicates ? { replicates } : {},
    assumptions: assumptionsOf(sample, settings, replicates),
    provenance: provenanceOf(sample, settings, learner.name, learnt.entries.folds)
  };
  const evidence = evidenceOf(context);
  const trimmed = fitted.entries.total - learnt.entries.total;
  const answer = {
    ...named(sample),
    individual: individualWords(sample, replicates),
    coupling: settings.coupling,
    effect: effects(context),
    evidence,
    ...twoValued(context, evidence),
    ...sample.outcome.kind === "numeric" && replicates ? { reliability: { treated: reliability(context, 1), control: reliability(context, 0) } } : {},
    overlap,
    cloud: cloudOf(context),
    assumptions: [...context.assumptions.values()],
    warnings: [...weak, ...attributionWarnings(context, evidence)],
    data: {
      ...sample.data,
      notes: [...sample.data.notes, ...settings.trim === void 0 ? [] : [trimNote(trimmed, settings)]]
    },
    provenance: context.provenance
  };
  const recurrence = (treated) => {
    const found = evidence.find((one) => one.treated === treated && one.success)?.recurrence;
    return found?.value ?? found?.bounds?.[0] ?? Number.NaN;
  };
  return { answer, individuals: individualsOf({ ...context, learnt: fitted }, [recurrence(false), recurrence(true)]) };
}
function defaultFolds({ weights }, learner) {
  return weights?.kind === "law" || weights?.name !== void 0 && learner !== "boost" ? 1 : 5;
}
function trimNote(trimmed, settings) {
  return `${trimmed} rows with a propensity below ${settings.trim} or above ${1 - settings.trim} were left out; the answer is about the others.`;
}
function provenanceOf(sample, settings, learner, folds) {
  return {
    engine: "discoscm 0.1.0",
    source: sample.data.source,
    learner,
    folds,
    seed: settings.seed,
    ...sample.weights ? { weights: sample.weights.kind } : {}
  };
}
function named(sample) {
  const { treatment, outcome } = sample;
  const { labels } = treatment;
  return {
    question: `SHARES of ${word(outcome.name)} by ${word(treatment.name)}: how much was the individual, the policy, chance?`,
    treatment: { name: treatment.name, treated: String(labels.yes), control: String(labels.no) },
    outcome: outcome.kind === "binary" ? { kind: "binary", name: outcome.name, success: String(outcome.labels.yes), failure: String(outcome.labels.no) } : { kind: "numeric", name: outcome.name }
  };
}
var ARMS;
var init_attribute = __esm({
  "src/attribute/attribute.ts"() {
    "use strict";
    init_aipw();
    init_difference();
    init_nuisances();
    init_assumptions();
    init_binary();
    init_choose();
    init_cloud();
    init_context();
    init_individuals();
    init_numeric();
    init_options();
    init_overlap();
    init_population();
    init_posterior();
    init_replicates();
    init_variance();
    init_warnings();
    init_wording();
    ARMS = { ate: [1, 0], att: [1], atc: [0] };
  }
});

// src/index.ts
var src_exports = {};
__export(src_exports, {
  DiscoError: () => DiscoError,
  attribute: () => attribute,
  individualColumns: () => individualColumns
});
var init_src = __esm({
  "src/index.ts"() {
    "use strict";
    init_attribute();
    init_individuals();
    init_error();
  }
});

// src/report/json.ts
function attributionJson(answer) {
  return JSON.stringify(answer, null, 2);
}
var init_json = __esm({
  "src/report/json.ts"() {
    "use strict";
  }
});

// src/report/clean.ts
function cleanText(text2) {
  return text2.replace(/[\t\n\r]+/g, " ").replace(UNPRINTABLE, "\uFFFD");
}
function cleanDeep(value) {
  return cleaned(value);
}
function cleaned(value) {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return typeof value[0] === "number" ? value : value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key), cleaned(inner)]));
}
var UNPRINTABLE;
var init_clean = __esm({
  "src/report/clean.ts"() {
    "use strict";
    UNPRINTABLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
  }
});

// src/report/format.ts
function amounts(largest, sign = false) {
  const decimals = largest > 0 && Number.isFinite(largest) ? digitsFor(largest) : 0;
  const bare = (value) => fixed(value, decimals);
  return { text: sign ? (value) => signed(value, decimals) : bare, bare };
}
function rangeText(range, scale) {
  return `${scale.bare(range[0])} to ${scale.bare(range[1])}`.replaceAll(" ", TIE);
}
function amountTick(value) {
  const size = Math.abs(value);
  const [scaled, unit] = size >= 1e6 ? [value / 1e6, "M"] : size >= 1e4 ? [value / 1e3, "k"] : [value, ""];
  return `${scaled < 0 ? MINUS : ""}${Math.abs(scaled).toLocaleString("en-US", { maximumFractionDigits: 6 })}${unit}`;
}
function countText(count) {
  return Number.isInteger(count) ? fixed(count, 0) : fixed(count, digitsFor(Math.abs(count)));
}
function digitsFor(largest) {
  return Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(largest))));
}
function percentDigits(value) {
  const size = Math.abs(value * 100);
  if (size < 0.05) return "0";
  const nearlyAll = size > 99 && size < 100;
  if (size >= 0.95 && !nearlyAll) return fixed(value * 100, 0);
  return fixed(Math.sign(value) * (nearlyAll ? Math.min(size, 99.9) : size), 1);
}
function signed(value, decimals) {
  const text2 = fixed(value, decimals);
  return value > 0 && Number(value.toFixed(decimals)) !== 0 ? `+${text2}` : text2;
}
function fixed(value, decimals) {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const text2 = fraction === void 0 ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text2) ? `${MINUS}${text2}` : text2;
}
var TIE, MINUS, percent, points;
var init_format = __esm({
  "src/report/format.ts"() {
    "use strict";
    TIE = "\xA0";
    MINUS = "\u2212";
    percent = {
      text: (value) => `${percentDigits(value)}${TIE}%`,
      bare: percentDigits
    };
    points = {
      text: (value) => `${signed(value * 100, 1)}${TIE}points`,
      bare: (value) => fixed(value * 100, 1)
    };
  }
});

// src/report/words.ts
function armText(answer, treated) {
  const { name, treated: yes, control: no } = answer.treatment;
  return pairText(name, treated ? yes : no);
}
function pairText(name, label2) {
  const text2 = `${shorten(name, 48)} = ${shorten(label2, 32)}`;
  return text2.length <= 24 ? text2.replaceAll(" ", "\xA0") : text2;
}
function outcomeText(answer, evidence) {
  const { outcome } = answer;
  if (outcome.kind === "binary") return pairText(outcome.name, evidence.success ? outcome.success : outcome.failure);
  const seen = evidence.given[outcome.name];
  const name = shorten(outcome.name, 48);
  return seen === void 0 ? name : `${name} ${seen}`;
}
function eventText(answer, evidence) {
  return `${armText(answer, evidence.treated)} and ${outcomeText(answer, evidence)}`;
}
function isLaw(answer) {
  return answer.provenance["weights"] === "law";
}
function rowsText(answer, evidence) {
  if (isLaw(answer)) return `${percent.text(evidence.rows)} of all`;
  return `${countText(evidence.rows)} ${evidence.rows === 1 ? "row" : "rows"}`;
}
function targetText({ outcome }) {
  return outcome.kind === "binary" ? pairText(outcome.name, outcome.success) : `the average ${shorten(outcome.name, 48)}`;
}
function headline(answer) {
  return answer.evidence.find((evidence) => evidence.treated && evidence.success) ?? answer.evidence[0];
}
function inOrder(answer) {
  const first2 = headline(answer);
  return first2 === void 0 ? [] : [first2, ...answer.evidence.filter((evidence) => evidence !== first2)];
}
function couplingText(coupling) {
  if (coupling === 0) return "0: the noise of the imagined world is drawn afresh (1 would be Pearl's counterfactual)";
  if (coupling === 1)
    return "1: the imagined world keeps the factual noise (Pearl's counterfactual), so nothing is chance";
  return `${coupling}: the imagined world keeps the factual noise with this probability, and draws afresh otherwise`;
}
function shorten(text2, length) {
  const characters = [...text2];
  return characters.length <= length ? text2 : `${characters.slice(0, Math.max(1, length - 1)).join("").trimEnd()}\u2026`;
}
function shortArm(answer, treated, length) {
  const { name, treated: yes, control: no } = answer.treatment;
  const label2 = shorten(treated ? yes : no, Math.max(3, Math.floor(length / 2) - 3));
  return pairText(shorten(name, Math.max(3, length - 3 - [...label2].length)), label2);
}
var init_words = __esm({
  "src/report/words.ts"() {
    "use strict";
    init_format();
  }
});

// src/report/page/html.ts
function html(strings, ...values) {
  return { html: strings.reduce((text2, part, i) => text2 + markup(values[i - 1]) + part) };
}
function trusted(text2) {
  return { html: text2 };
}
function escapeHtml(text2) {
  return cleanText(text2).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}
function markup(value) {
  if (value === void 0) return "";
  if (typeof value === "string") return escapeHtml(value);
  if (typeof value === "number") return String(value);
  return "html" in value ? value.html : value.map(markup).join("");
}
var init_html = __esm({
  "src/report/page/html.ts"() {
    "use strict";
    init_clean();
  }
});

// src/report/page/basis.ts
function warningsBlock({ warnings: warnings2 }) {
  if (warnings2.length === 0) return "";
  const head = warnings2.length === 1 ? "One warning" : `${warnings2.length} warnings`;
  return html`<aside class="warnings" id="warnings" aria-label="Warnings"><p><b>${head}</b></p><ol>${warnings2.map(({ text: text2 }) => html`<li>${text2}</li>`)}</ol></aside>`;
}
function basisSection(answer) {
  const { data, treatment, outcome } = answer;
  const missing = Object.entries(data.missing).filter(([, count]) => count > 0);
  const left = data.read - data.used;
  return html`<section aria-labelledby="basis"><h2 id="basis">What this rests on</h2>
${warningsBlock(answer)}
<h3>Assumptions</h3>
${answer.assumptions.length === 0 ? html`<p>None were stated.</p>` : html`<ul>${answer.assumptions.map(({ text: text2 }) => html`<li>${text2}</li>`)}</ul>`}
<h3>Choices</h3>
<p>Shares are relative to these; other choices give other shares.</p>
<dl class="facts">
<dt>Question</dt><dd>${answer.question}</dd>
<dt>Treatment</dt><dd>${treatment.name}: ${treatment.treated} against ${treatment.control}</dd>
<dt>Outcome</dt><dd>${outcome.name}${outcome.kind === "binary" ? `: ${outcome.success} against ${outcome.failure}` : ""}</dd>
<dt>Individual</dt><dd>${answer.individual}</dd>
<dt>Reference</dt><dd>${armText(answer, false)} for those with ${armText(answer, true)}, and the other way round</dd>
<dt>Coupling</dt><dd>${couplingText(answer.coupling)}</dd>
</dl>
<h3>Data and run</h3>
<dl class="facts">
<dt>Source</dt><dd>${data.source}</dd>
<dt>Rows</dt><dd>${countText(data.read)} read, ${countText(data.used)} used, ${left === 0 ? "none" : countText(left)} left out</dd>
${missing.length === 0 ? "" : html`<dt>Missing</dt><dd>${missing.map(([name, count], i) => [i === 0 ? "" : "; ", `${name}: ${countText(count)}`])}</dd>`}
${data.notes.length === 0 ? "" : html`<dt>Notes</dt><dd>${data.notes.map((note, i) => [i === 0 ? "" : html`<br>`, note])}</dd>`}
${Object.entries(answer.provenance).map(([key, value]) => html`<dt>${key}</dt><dd>${key === "weights" && value === "law" ? "an exact law: no sampling error" : String(value)}</dd>`)}
</dl></section>`;
}
var init_basis = __esm({
  "src/report/page/basis.ts"() {
    "use strict";
    init_format();
    init_words();
    init_html();
  }
});

// src/report/lines.ts
function limitOf(answer) {
  const { bounds } = answer;
  if (bounds === void 0 || bounds[0] === bounds[1]) return void 0;
  if (answer.value === null) return bounds[1] === 1 && bounds[0] > 0 ? "at least" : void 0;
  return answer.value === bounds[1] && bounds[0] <= 0 ? "at most" : void 0;
}
function numberOf(answer) {
  return answer.value ?? (limitOf(answer) === "at least" ? answer.bounds[0] : null);
}
function shareLines(answer, evidence, labelLength2 = 40) {
  const scale = shareScale(answer);
  const { anyway, policy, chance } = evidence.shares;
  return [
    line("anyway", anyway, scale, anywayLabel(answer, evidence, labelLength2)),
    line("policy", policy, scale, policyLabel(answer, evidence, labelLength2)),
    line("chance", chance, scale, "chance"),
    line("again", evidence.recurrence, scale, againLabel(answer))
  ];
}
function shareScale(answer) {
  if (answer.outcome.kind === "binary") return percent;
  return amounts(Math.max(...answer.evidence.map((evidence) => Math.abs(evidence.total)), 0));
}
function againLabel({ outcome }) {
  return outcome.kind === "binary" ? "would happen again" : "would average next time";
}
function anywayLabel(answer, evidence, length) {
  return `anyway, with ${shortArm(answer, !evidence.treated, length - 13)}`;
}
function policyLabel(answer, evidence, length) {
  const harmful = (evidence.shares.policy.value ?? 0) < 0;
  const arm = shortArm(answer, evidence.treated, length - 14);
  if (answer.outcome.kind === "numeric") return harmful ? `taken away by ${arm}` : `added by ${arm}`;
  return harmful ? `despite ${arm}` : `because of ${arm}`;
}
function line(key, answer, scale, label2) {
  const limit = limitOf(answer);
  const number2 = numberOf(answer);
  const sign = limit === "at most" ? "\u2264\xA0" : limit === "at least" ? "\u2265\xA0" : "";
  const base = {
    key,
    label: label2,
    value: number2 === null ? "not known" : sign + scale.text(number2),
    interval: intervalText(answer.interval, limit, scale),
    bounds: limit === void 0 && answer.bounds !== void 0 ? `[${rangeText(answer.bounds, scale)}]` : ""
  };
  if (number2 !== null) return base;
  return { ...base, reason: reasonText(answer) };
}
function reasonText(answer) {
  if (answer.reason !== void 0) return answer.reason;
  return answer.bounds === void 0 ? "no reason was given" : "the data only bound it";
}
function intervalText(interval, limit, scale) {
  if (interval === void 0) return "";
  if (limit === "at most") return `up\xA0to\xA0${scale.bare(interval[1])}`;
  if (limit === "at least") return `from\xA0${scale.bare(interval[0])}`;
  return rangeText(interval, scale);
}
function levelText(answers) {
  const level = answers.find((answer) => answer.interval !== void 0)?.level;
  if (level !== void 0) return `${percent.text(level)} interval`;
  return answers.some((answer) => answer.interval !== void 0) ? "interval" : "";
}
var init_lines = __esm({
  "src/report/lines.ts"() {
    "use strict";
    init_format();
    init_words();
  }
});

// src/report/sentence.ts
function attributionSentence(answer, evidence) {
  return tiedSentence(cleanDeep(answer), cleanDeep(evidence)).replaceAll("\xA0", " ");
}
function tiedSentence(answer, evidence) {
  const { anyway, policy, chance } = evidence.shares;
  const unknown = [anyway, policy, chance].find((share2) => share2.value === null);
  if (unknown !== void 0) return unknownSentence(answer, evidence, unknown);
  return answer.outcome.kind === "binary" ? binarySentence(answer, evidence) : numericSentence(answer, evidence);
}
function binarySentence(answer, evidence) {
  const { anyway, policy, chance } = evidence.shares;
  const arm = armText(answer, evidence.treated);
  const other2 = evidence.treated ? "" : ` (with ${armText(answer, true)} too)`;
  const outcome = outcomeText(answer, evidence);
  const harmful = policy.value < 0;
  const first2 = `${whoText(answer, evidence)}, ${percent.text(anyway.value)} would have had ${outcome} anyway${other2}`;
  const second2 = harmful ? `less the ${percent.text(-policy.value)} that ${arm} prevents${doubt(policy)}` : `${percent.text(policy.value)} had it because of ${arm}${doubt(policy)}`;
  const third = `${upTo(chance)}${percent.text(chance.value)} had it by chance${harmful ? `, despite ${arm}` : ""}`;
  return `${first2}, ${second2}, and ${third}.`;
}
function numericSentence(answer, evidence) {
  const scale = shareScale(answer);
  const { anyway, policy, chance } = evidence.shares;
  const change = (share2) => `${share2.value < 0 ? "took away" : "added"} ${upTo(share2)}${scale.text(Math.abs(share2.value))}`;
  const rows = isLaw(answer) ? "Cases" : `The ${rowsText(answer, evidence)}`;
  return `${rows} with ${eventText(answer, evidence)} average ${scale.text(evidence.total)}: ${scale.text(anyway.value)} would have been there anyway, ${armText(answer, evidence.treated)} ${change(policy)}${doubt(policy)}, and chance ${change(chance)}.`;
}
function unknownSentence(answer, evidence, share2) {
  const why = reasonText(share2).replace(/\.$/, "");
  if (evidence.rows === 0) return `No row has ${eventText(answer, evidence)}, so there is nothing to split: ${why}.`;
  return `${whoText(answer, evidence)}, the data do not tell how many would have had it anyway: ${why}.`;
}
function whoText(answer, evidence) {
  if (isLaw(answer)) return `Of the cases with ${eventText(answer, evidence)} (${percent.text(evidence.rows)} of all)`;
  return `Of the ${rowsText(answer, evidence)} with ${eventText(answer, evidence)}`;
}
function upTo(share2) {
  return limitOf(share2) === "at most" ? "up to " : "";
}
function doubt(policy) {
  const { interval } = policy;
  return interval !== void 0 && interval[0] <= 0 && interval[1] >= 0 ? " (may be none: the interval includes 0)" : "";
}
var init_sentence = __esm({
  "src/report/sentence.ts"() {
    "use strict";
    init_clean();
    init_format();
    init_lines();
    init_words();
  }
});

// src/report/page/table.ts
function numbersTable(caption, rows, heads) {
  const keys = ["interval", "bounds", "stratified"].filter((key) => rows.some((row) => row[key] !== ""));
  return html`<div class="scroll"><table>
<caption class="soft small">${caption}</caption>
<thead><tr><th scope="col">What</th><th scope="col">Estimate</th>${keys.map((key) => html`<th scope="col">${heads[key]}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) => html`<tr><th scope="row">${row.name === "" ? "" : html`<b>${row.name}</b> `}${row.meaning}</th><td class="main">${row.value}</td>${keys.map((key) => html`<td>${unbracketed(row[key])}</td>`)}</tr>`
  )}</tbody></table></div>`;
}
function unbracketed(text2) {
  return text2.replace(/^\[|\]$/g, "");
}
function textTable(heads, rows) {
  return html`<div class="scroll"><table><thead><tr>${heads.map((head) => html`<th scope="col">${head.replaceAll("\xA0", " ")}</th>`)}</tr></thead><tbody>${rows.map(
    ([first2, ...rest]) => html`<tr><th scope="row">${first2}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`
  )}</tbody></table></div>`;
}
var init_table2 = __esm({
  "src/report/page/table.ts"() {
    "use strict";
    init_html();
  }
});

// src/report/page/hero.ts
function hero(answer) {
  const evidence = headline(answer);
  const sentence = evidence === void 0 ? "There is no evidence to split: no rows were left." : tiedSentence(answer, evidence);
  return html`<header>
<p class="kicker">Disco attribution · ${answer.data.source}</p>
<h1>${title(answer)}</h1>
<p class="lead">${sentence}</p>
${evidence === void 0 ? "" : [strip(evidence), sum(answer, evidence), again(answer, evidence)]}
${warnings(answer)}
</header>`;
}
function warnings({ warnings: { length } }) {
  return length === 0 ? "" : html`<p class="small"><a href="#warnings">${length === 1 ? "One warning" : `${length} warnings`}</a> to read before this is used.</p>`;
}
function title(answer) {
  const { outcome } = answer;
  const because = `because of ${armText(answer, true)}?`;
  return outcome.kind === "numeric" ? `How much of ${targetText(answer)} is ${because}` : `Who had ${targetText(answer)} ${because}`;
}
function strip({ shares: shares2 }) {
  const parts = ["anyway", "policy", "chance"].map((key) => ({
    key,
    value: shares2[key].value,
    most: most(shares2[key])
  }));
  const total = parts.reduce((sum2, { value }) => sum2 + (value ?? Number.NaN), 0);
  if (!(total > 0) || parts.some(({ value }) => value === null || value < 0)) return "";
  const width = (value) => (100 * value / total).toFixed(2);
  return html`<div class="strip" aria-hidden="true">${parts.map(
    ({ key, value, most: most2 }) => html`<span class="${key}${most2}" style="flex: ${width(value)} 1 0"></span>`
  )}</div>`;
}
function most(share2) {
  return limitOf(share2) === "at most" ? " most" : "";
}
function sum(answer, evidence) {
  if (Object.values(evidence.shares).every((share2) => share2.value === null)) return "";
  const level = levelText(Object.values(evidence.shares));
  const soft = (text2) => html`<dd class="soft small">${text2}</dd>`;
  const parts = shareLines(answer, evidence).filter((line2) => line2.key !== "again");
  return html`<dl class="sum">${parts.map((line2) => {
    const kind = line2.key === "chance" ? `chance${most(evidence.shares.chance)}` : line2.key;
    return html`<div><dt><span class="swatch ${kind}"></span>${words2(answer, evidence, line2)}</dt><dd class="number">${line2.value}</dd>
${line2.interval === "" ? "" : soft(`${level}: ${line2.interval}`)}
${line2.bounds === "" ? "" : soft(`whatever the noise: ${unbracketed(line2.bounds)}`)}</div>`;
  })}</dl>`;
}
function words2(answer, evidence, line2) {
  if (answer.outcome.kind === "numeric") return line2.label;
  if (line2.key === "anyway") return `would have had it anyway, with ${shortArm(answer, !evidence.treated, 28)}`;
  return line2.key === "policy" ? line2.label : "chance: would not happen again";
}
function again(answer, evidence) {
  const line2 = shareLines(answer, evidence)[3];
  const interval = line2.interval === "" ? "" : ` (${levelText([evidence.recurrence])}: ${line2.interval})`;
  const share2 = line2.value.replace("\u2265\xA0", "at least ");
  const again2 = answer.outcome.kind === "binary" ? `it would happen again in ${share2} of such cases` : `they would average ${share2} next time`;
  const text2 = numberOf(evidence.recurrence) === null ? `Would it happen again under the same conditions? Not known: ${line2.reason}.` : `Under the same conditions ${again2}${interval}.`;
  return html`<p class="small soft">${text2}</p>`;
}
var init_hero = __esm({
  "src/report/page/hero.ts"() {
    "use strict";
    init_lines();
    init_sentence();
    init_words();
    init_html();
    init_table2();
  }
});

// src/report/page/svg.ts
async function openEasel() {
  const [Plot, { parseHTML }] = await Promise.all([import("@observablehq/plot"), import("linkedom")]);
  return { Plot, document: parseHTML("<!doctype html><html><body></body></html>").document };
}
function draw({ Plot, document }, drawing) {
  const svg = Plot.plot({
    width: DRAWING_WIDTH,
    style: { fontSize: `${FONT_SIZE}px`, fontFamily: "inherit", background: "none", overflow: "visible" },
    ...drawing.options,
    // Plot scopes its own style sheet by class name; one name per drawing keeps them apart.
    className: `plot-${drawing.id}`,
    document
  });
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-labelledby", `${drawing.id}-title ${drawing.id}-desc`);
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  const add = (name, attributes, parent) => {
    const element = document.createElementNS(NAMESPACE, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    parent.append(element);
    return element;
  };
  const head = document.createElementNS(NAMESPACE, "g");
  add("title", { id: `${drawing.id}-title` }, head).textContent = drawing.title;
  add("desc", { id: `${drawing.id}-desc` }, head).textContent = drawing.description;
  const defs = add("defs", {}, head);
  for (const [name, color] of Object.entries(drawing.hatches ?? {})) {
    const box = { id: `${drawing.id}-${name}`, width: "6", height: "6", patternUnits: "userSpaceOnUse" };
    const pattern = add("pattern", { ...box, patternTransform: "rotate(45)" }, defs);
    add("rect", { width: "6", height: "6", fill: color, "fill-opacity": "0.16" }, pattern);
    add("rect", { width: "2", height: "6", fill: color, "fill-opacity": "0.75" }, pattern);
  }
  svg.prepend(...head.childNodes);
  return trusted(rounded(svg.outerHTML));
}
function rounded(svg) {
  return svg.replace(
    /(?<=[\s"(,MLHVACZ-])\d+\.\d{3,}(?=[\s"),MLHVACZ-])/g,
    (number2) => String(Math.round(Number(number2) * 100) / 100)
  );
}
var NAMESPACE, DRAWING_WIDTH, FONT_SIZE;
var init_svg = __esm({
  "src/report/page/svg.ts"() {
    "use strict";
    init_html();
    NAMESPACE = "http://www.w3.org/2000/svg";
    DRAWING_WIDTH = 400;
    FONT_SIZE = 13;
  }
});

// src/report/page/cloud-figure.ts
function people({ cloud, outcome }) {
  const averages = [false, true].map((arm) => {
    const seen = cloud.outcome.filter((_, i) => cloud.treated[i] === arm);
    return seen.reduce((sum2, value) => sum2 + value, 0) / Math.max(1, seen.length);
  });
  return cloud.p0.map((p0, i) => {
    const treated = cloud.treated[i];
    const success = outcome.kind === "binary" ? cloud.outcome[i] === 1 : cloud.outcome[i] > averages[Number(treated)];
    return { p0, p1: cloud.p1[i], treated, success };
  });
}
function cloudFigure(easel, answer) {
  const { Plot } = easel;
  const dots = people(answer);
  const domain = cloudDomain(answer, dots);
  const binary = answer.outcome.kind === "binary";
  const what = binary ? "chance" : "expected";
  const unit = binary ? ", %" : "";
  const tickFormat = binary ? percent.bare : amountTick;
  const scale = { domain, ticks: 5, tickFormat, grid: true, tickSize: 0, inset: 6, labelArrow: "none" };
  const region = {
    fontWeight: 650,
    fill: "var(--soft)",
    stroke: "var(--paper)",
    strokeWidth: 5,
    text: (d) => d
  };
  return draw(easel, {
    id: "cloud",
    title: "Every individual, without and with the treatment",
    description: `${dots.length} individuals: across, the outlook with ${shortArm(answer, false, 40)}; up, with ${shortArm(answer, true, 40)}. ${dots.filter((dot) => dot.p1 > dot.p0).length} lie above the diagonal: the treatment helps them.`,
    options: {
      height: 400,
      marginLeft: 46,
      marginRight: 16,
      marginTop: 30,
      marginBottom: 44,
      x: { ...scale, label: `${what} with ${shortArm(answer, false, 22)}${unit} \u2192`, labelAnchor: "center" },
      y: { ...scale, label: `\u2191 ${what} with ${shortArm(answer, true, 22)}${unit}`, labelAnchor: "top" },
      marks: [
        Plot.line(
          domain.map((end) => [end, end]),
          { stroke: "var(--ink)", strokeDasharray: "5 4" }
        ),
        ...dotMarks(easel, dots),
        Plot.text(["helped"], { ...region, frameAnchor: "top-left", dx: 8, dy: 8 }),
        Plot.text(["harmed"], { ...region, frameAnchor: "bottom-right", dx: -8, dy: -8 })
      ]
    }
  });
}
function dotMarks({ Plot }, dots) {
  return [false, true].flatMap(
    (treated) => [false, true].map((success) => {
      const color = treated ? "var(--treated)" : "var(--control)";
      const look = success ? { fill: color, fillOpacity: 0.72 } : { stroke: color, strokeWidth: 1.3 };
      const subset = dots.filter((dot) => dot.treated === treated && dot.success === success);
      return Plot.dot(subset, { x: "p0", y: "p1", r: 3.2, symbol: treated ? "circle" : "square", ...look });
    })
  );
}
function cloudDomain(answer, dots) {
  const values = dots.flatMap((dot) => [dot.p0, dot.p1]);
  if (values.length === 0) return [0, 1];
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  if (answer.outcome.kind === "binary") return tenths(low, high);
  const margin = (high - low || 1) * 0.05;
  return [low - margin, high + margin];
}
function tenths(low, high) {
  const from = Math.floor(low * 10) / 10;
  const to = Math.ceil(high * 10) / 10;
  if (to > from) return [from, to];
  return from < 1 ? [from, from + 0.1] : [0.9, 1];
}
var init_cloud_figure = __esm({
  "src/report/page/cloud-figure.ts"() {
    "use strict";
    init_format();
    init_words();
    init_svg();
  }
});

// src/report/page/overlap-figure.ts
function overlapFigure(easel, answer) {
  const { Plot } = easel;
  const { overlap } = answer;
  const up = bins(overlap.edges, overlap.treated, 1);
  const down = bins(overlap.edges, overlap.control, -1);
  const most2 = Math.max(...overlap.treated, ...overlap.control, 0.01) * 1.22;
  const label2 = { x: 0, dx: 6, textAnchor: "start", fontWeight: 650, stroke: "var(--paper)", strokeWidth: 4 };
  const thresholds = [overlap.threshold, 1 - overlap.threshold];
  return draw(easel, {
    id: "overlap",
    title: `How likely ${armText(answer, true)} was, in both arms`,
    description: `Histogram of the propensities, from ${percent.text(overlap.lowest)} to ${percent.text(overlap.highest)}: ${armText(answer, true)} above the line, ${armText(answer, false)} below it.`,
    options: {
      height: 290,
      marginLeft: 40,
      marginRight: 14,
      marginTop: 12,
      marginBottom: 44,
      x: {
        domain: [0, 1],
        label: `chance of ${shortArm(answer, true, 24)}, given the individual, % \u2192`,
        labelAnchor: "center",
        tickFormat: percent.bare,
        ticks: 5
      },
      y: {
        domain: [-most2, most2],
        label: null,
        grid: true,
        ticks: 5,
        tickSize: 0,
        tickFormat: (share2) => percent.bare(Math.abs(share2))
      },
      marks: [
        Plot.rectY(up, { x1: "from", x2: "to", y: "share", fill: "var(--treated)", inset: 0.5 }),
        Plot.rectY(down, { x1: "from", x2: "to", y: "share", fill: "var(--control)", inset: 0.5 }),
        Plot.ruleX(thresholds, { stroke: "var(--soft)", strokeDasharray: "3 4" }),
        Plot.ruleY([0], { stroke: "var(--ink)" }),
        Plot.text([shortArm(answer, true, 28)], {
          ...label2,
          y: most2,
          lineAnchor: "top",
          text: (d) => d,
          fill: "var(--treated)"
        }),
        Plot.text([shortArm(answer, false, 28)], {
          ...label2,
          y: -most2,
          lineAnchor: "bottom",
          text: (d) => d,
          fill: "var(--control)"
        })
      ]
    }
  });
}
function bins(edges, shares2, sign) {
  return shares2.map((share2, i) => ({ from: edges[i], to: edges[i + 1], share: sign * share2 }));
}
var init_overlap_figure = __esm({
  "src/report/page/overlap-figure.ts"() {
    "use strict";
    init_format();
    init_words();
    init_svg();
  }
});

// src/report/page/individuals.ts
function individualsSection(easel, answer) {
  const dots = people(answer);
  return html`<section aria-labelledby="individuals"><h2 id="individuals">The individuals behind it</h2>
<p>What stands for the individual: ${answer.individual}.</p>
<div class="plates">
<figure><figcaption><b>Can the two arms be compared?</b> How likely each individual was to have ${armText(answer, true)}. Where only one side has bars, nobody is there to compare with. ${overlapText(answer)}</figcaption>
${overlapFigure(easel, answer)}${overlapTable(answer)}</figure>
${dots.length === 0 ? "" : html`<figure><figcaption><b>Whom does it help?</b> ${cloudText(answer, dots)}</figcaption>${cloudLegend(answer)}${cloudFigure(easel, answer)}${cloudTable(answer, dots)}</figure>`}
</div>${inOrder(answer).map((evidence) => posterior(answer, evidence))}</section>`;
}
function overlapText({ overlap }) {
  const { outside, threshold } = overlap;
  const range = `${percent.bare(threshold)} to ${percent.text(1 - threshold)}`;
  return outside === 0 ? `All lie within ${range} (dashed).` : `${countText(outside)} lie outside ${range} (dashed).`;
}
function overlapTable(answer) {
  const { edges, treated, control } = answer.overlap;
  const rows = treated.map((share2, i) => [
    `${percent.bare(edges[i])} to ${percent.text(edges[i + 1])}`,
    percent.text(share2),
    percent.text(control[i])
  ]);
  const heads = ["Chance of treatment", shortArm(answer, true, 40), shortArm(answer, false, 40)];
  return html`<details><summary>The same as a table</summary>${textTable(heads, rows)}</details>`;
}
function cloudText(answer, dots) {
  const above = dots.filter((dot) => dot.p1 > dot.p0).length / dots.length;
  const { of } = answer.cloud;
  const better = answer.outcome.kind === "binary" ? `${targetText(answer)} likelier` : `${targetText(answer)} higher`;
  const sample = of > dots.length ? `A sample of ${countText(dots.length)} of ${countText(of)} individuals.` : "";
  return `Each dot is an individual. Above the dashed line: helped, ${armText(answer, true)} makes ${better} (${percent.text(above)} of them). Below: harmed. On it: no difference. ${sample}`;
}
function cloudLegend(answer) {
  return html`<ul class="legend dots">${MARKS.map(
    ({ treated, success, sign }) => html`<li><svg viewBox="0 0 14 14" aria-hidden="true" focusable="false" style="width: 14px">${trusted(sign)}</svg><span>${shortArm(answer, treated, 26)}, ${successText(answer, success)}</span></li>`
  )}</ul>`;
}
function successText({ outcome }, success) {
  if (outcome.kind === "binary") return success ? "success" : "failure";
  return success ? "above the arm\u2019s average" : "not above it";
}
function cloudTable(answer, dots) {
  const scale = answer.outcome.kind === "binary" ? percent : amounts(dots.reduce((most2, dot) => Math.max(most2, Math.abs(dot.p1)), 0));
  const rows = MARKS.map(({ treated, success }) => {
    const group = dots.filter((dot) => dot.treated === treated && dot.success === success);
    const name = `${shortArm(answer, treated, 26)}, ${successText(answer, success)}`;
    const above = group.filter((dot) => dot.p1 > dot.p0).length / Math.max(1, group.length);
    return [
      name,
      countText(group.length),
      ...[group.map((dot) => dot.p0), group.map((dot) => dot.p1)].map((v) => median(v, scale)),
      percent.text(above)
    ];
  });
  const heads = [
    "Group",
    "Dots",
    `Median with ${shortArm(answer, false, 14)}`,
    `Median with ${shortArm(answer, true, 14)}`,
    "Helped"
  ];
  return html`<details><summary>The same as a table</summary>${textTable(heads, rows)}</details>`;
}
function median(values, scale) {
  if (values.length === 0) return "\u2013";
  return scale.text([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]);
}
function posterior(answer, evidence) {
  if (evidence.posterior === void 0 || evidence.posterior.length === 0) return "";
  const shown = [...evidence.posterior].sort((a, b) => b.posterior - a.posterior).slice(0, 20);
  const rows = shown.map(({ individual, prior, posterior: posterior2, p0, p1 }) => [
    Object.entries(individual).map(([name, value]) => `${shorten(name, 48)} = ${shorten(String(value), 48)}`).join(", "),
    [percent.text(prior), meter(prior, " was")],
    [percent.text(posterior2), meter(posterior2, "")],
    percent.text(p0),
    percent.text(p1)
  ]);
  const left = evidence.posterior.length - shown.length;
  const heads = [
    "Individual",
    "Before",
    "Now",
    `With ${shortArm(answer, false, 14)}`,
    `With ${shortArm(answer, true, 14)}`
  ];
  return html`<h3>Who had ${eventText(answer, evidence)}?</h3>
<p class="small">What the evidence tells about who they were, and each one’s outlook for ${targetText(answer)} in both arms.</p>
${textTable(heads, rows)}${left > 0 ? html`<p class="small soft">${countText(left)} less likely kinds are in the JSON below.</p>` : ""}`;
}
function meter(share2, kind) {
  return html`<span class="meter${kind}" style="width: ${(3 * Math.min(1, share2)).toFixed(2)}em; margin-right: ${(3 - 3 * Math.min(1, share2)).toFixed(2)}em"></span>`;
}
var MARKS;
var init_individuals2 = __esm({
  "src/report/page/individuals.ts"() {
    "use strict";
    init_format();
    init_words();
    init_cloud_figure();
    init_html();
    init_overlap_figure();
    init_table2();
    MARKS = [
      { treated: true, success: true, sign: '<circle cx="7" cy="7" r="5" fill="var(--treated)"/>' },
      {
        treated: true,
        success: false,
        sign: '<circle cx="7" cy="7" r="4.5" fill="none" stroke="var(--treated)" stroke-width="1.6"/>'
      },
      { treated: false, success: true, sign: '<rect x="2" y="2" width="10" height="10" fill="var(--control)"/>' },
      {
        treated: false,
        success: false,
        sign: '<rect x="3" y="3" width="8" height="8" fill="none" stroke="var(--control)" stroke-width="1.6"/>'
      }
    ];
  }
});

// src/report/page/method.ts
function methodSection(answer) {
  const method = headline(answer)?.shares.anyway.method;
  const binary = answer.outcome.kind === "binary";
  return html`<section aria-labelledby="method"><h2 id="method">How it was computed</h2>
<p>Every individual has two outlooks: <i>m</i><sub>1</sub> with the treatment and <i>m</i><sub>0</sub> without it, and a chance <i>e</i> of being treated. The evidence (an arm <i>T</i> and an outcome <i>Y</i>) tells who the individuals probably were; their outlooks then tell what would have happened.</p>
${binary ? binaryFormulas() : numericFormulas()}
<p>${learningText(answer)}${method === void 0 ? "" : html` Method of the shares: ${method}.`}</p>
<p>${chanceText(answer)}</p>
<h3>Sources</h3>
<ul class="small">${SOURCES.map(({ text: text2, doi }) => html`<li>${text2}${doi === void 0 ? "" : html` <a href="https://doi.org/${doi}">doi:${doi}</a>`}</li>`)}</ul></section>`;
}
function binaryFormulas() {
  return html`<p>For the treated who succeeded; the other groups swap the roles of the arms and of the outcomes:</p>
<p class="formula">anyway = E[<i>T</i> <i>m</i><sub>1</sub> <i>m</i><sub>0</sub>] / P(<i>T</i>=1, <i>Y</i>=1)<br>
again = E[<i>T</i> <i>m</i><sub>1</sub>²] / P(<i>T</i>=1, <i>Y</i>=1)<br>
policy = again − anyway<br>
chance = 1 − again</p>
<p>The numerators are averages of scores that small errors of the models do not move (orthogonal scores):</p>
<p class="formula">anyway: <i>T</i> <i>m</i><sub>0</sub> <i>Y</i> + (1 − <i>T</i>) · <i>e</i>/(1 − <i>e</i>) · <i>m</i><sub>1</sub> (<i>Y</i> − <i>m</i><sub>0</sub>)<br>
again: <i>T</i> (2 <i>m</i><sub>1</sub> <i>Y</i> − <i>m</i><sub>1</sub>²)</p>`;
}
function numericFormulas() {
  return html`<p>With <i>q</i> the individual’s chance of showing the evidence in the arm <i>t</i> it was in, and <i>t</i>′ the other arm:</p>
<p class="formula">anyway = E[<i>q</i> <i>m</i><sub><i>t</i>′</sub> | <i>T</i>=<i>t</i>] / E[<i>q</i> | <i>T</i>=<i>t</i>]<br>
policy = E[<i>q</i> (<i>m</i><sub><i>t</i></sub> − <i>m</i><sub><i>t</i>′</sub>) | <i>T</i>=<i>t</i>] / E[<i>q</i> | <i>T</i>=<i>t</i>]<br>
chance = the average that was seen − anyway − policy</p>`;
}
function learningText(answer) {
  if (isLaw(answer)) return "The table is an exact law: outlooks and chances are read from it, nothing is estimated.";
  if (answer.provenance["folds"] === 1)
    return "Outlooks and chances are predicted by models that saw all rows (no cross-fitting).";
  return "Outlooks and chances are predicted for each row by models that did not see it (cross-fitting).";
}
function chanceText(answer) {
  if (headline(answer)?.recurrence.value != null) {
    return "Individuals were seen more than once, so what recurs was counted, not bounded: chance is an estimate.";
  }
  return "Individuals were seen once, through their covariates. Whatever else makes them differ counts as chance here, so for a two-valued outcome the chance shown is the most it can be, and recurrence the least.";
}
var SOURCES;
var init_method = __esm({
  "src/report/page/method.ts"() {
    "use strict";
    init_words();
    init_html();
    SOURCES = [
      {
        text: "Pearl (2000). Causality: Models, Reasoning, and Inference. Cambridge University Press. (Consistency; counterfactuals.)"
      },
      {
        text: "Tian & Pearl (2000). Probabilities of causation: bounds and identification. Annals of Mathematics and Artificial Intelligence 28.",
        doi: "10.1023/A:1018912507879"
      },
      {
        text: "Greenland (1987); Robins & Greenland (1989, 2000). Stochastic counterfactuals and the probability of causation."
      },
      {
        text: "Dawid & Musio (2022). Effects of causes and causes of effects. Annual Review of Statistics and Its Application 9."
      },
      {
        text: "Chernozhukov et al. (2018). Double/debiased machine learning for treatment and structural parameters. Econometrics Journal 21. (Cross-fitting, orthogonal scores.)",
        doi: "10.1111/ectj.12097"
      },
      {
        text: "Senn (2016). Mastering variation: variance components and personalised medicine. Statistics in Medicine 35. (Why replicates are needed.)",
        doi: "10.1002/sim.6739"
      }
    ];
  }
});

// src/report/rows.ts
function effectRows(answer, nameLength = 30) {
  const { ate, ett, naive } = answer.effect;
  const largest = Math.max(...[ate, ett, naive].map((effect) => Math.abs(effect.value ?? 0)));
  const scale = answer.outcome.kind === "binary" ? points : amounts(largest, true);
  return [
    numberRow("ATE", "for everybody", ate, scale),
    numberRow("ETT", `for those with ${shortArm(answer, true, nameLength)}`, ett, scale),
    numberRow("naive", "plain difference between the arms", naive, scale)
  ];
}
function causationRows(answer) {
  if (answer.causation === void 0) return [];
  const { pn, ps, pns } = answer.causation;
  return [
    numberRow("PN", "was it needed?", pn, percent),
    numberRow("PS", "would it have been enough?", ps, percent),
    numberRow("PNS", "needed and enough?", pns, percent)
  ];
}
function namedRow(name, meaning, answer, scale = percent) {
  return numberRow(name, meaning, answer, scale);
}
function numberRow(name, meaning, answer, scale) {
  return {
    name,
    meaning: answer.value === null ? `${meaning} (${reasonText(answer)})` : meaning,
    value: answer.value === null ? "not known" : scale.text(answer.value),
    interval: answer.interval === void 0 ? "" : rangeText(answer.interval, scale),
    bounds: answer.bounds === void 0 ? "" : `[${rangeText(answer.bounds, scale)}]`,
    stratified: answer.stratified === void 0 ? "" : `[${rangeText(answer.stratified, scale)}]`
  };
}
var CAUSATION_NOTE;
var init_rows2 = __esm({
  "src/report/rows.ts"() {
    "use strict";
    init_format();
    init_lines();
    init_words();
    CAUSATION_NOTE = "PN is not the share that the treatment caused: it counts chance too, so a treatment that does nothing has PN above 0.";
  }
});

// src/report/page/population.ts
function populationSection(answer) {
  const level = levelText(Object.values(answer.effect));
  const heads = { interval: level || "Interval", bounds: "Bounds", stratified: "By individual" };
  const against = `${armText(answer, true)} against ${armText(answer, false)}`;
  return html`<section aria-labelledby="population"><h2 id="population">The effect on everybody</h2>
${numbersTable(`Effect on ${targetText(answer)}: ${against}`, effectRows(answer), heads)}
${causation2(answer)}${others(answer)}</section>`;
}
function causation2(answer) {
  const rows = causationRows(answer);
  if (rows.length === 0) return "";
  const heads = { interval: "Interval", bounds: "Any noise", stratified: "Any noise, by individual" };
  const yes = targetText(answer);
  const [treated, control] = [armText(answer, true), armText(answer, false)];
  return html`<h3>Probabilities of causation</h3>
${numbersTable("Estimates take the noises of the two worlds as independent; bounds do not", rows, heads)}
<ul class="small">
<li><b>PN</b>, needed: of those with ${treated} and ${yes}, how many would have failed with ${control}.</li>
<li><b>PS</b>, enough: of those with ${control} who failed, how many would have had ${yes} with ${treated}.</li>
<li><b>PNS</b>, both: ${yes} with ${treated}, and not with ${control}, of everybody.</li>
<li>${CAUSATION_NOTE}</li></ul>`;
}
function others(answer) {
  const tables = [...fourWays(answer), ...responses(answer), ...variances(answer), ...reliability2(answer)];
  return tables.length === 0 ? "" : html`<details><summary>Other ways to cut the outcome</summary>${tables}</details>`;
}
function cut(caption, parts, scale) {
  const rows = parts.map(([name, part]) => namedRow("", name, part, scale));
  const heads = { interval: levelText(parts.map(([, part]) => part)) || "Interval", bounds: "Bounds", stratified: "" };
  return html`<h3>${caption}</h3>${numbersTable("", rows, heads)}`;
}
function fourWays(answer) {
  return inOrder(answer).flatMap((evidence) => {
    if (evidence.fourWay === void 0) return [];
    const { base, policy, individual, chance } = evidence.fourWay;
    const parts = [
      ["base rate: what anybody would have", base],
      ["policy: the arm", policy],
      ["individual: who it was", individual],
      ["chance", chance]
    ];
    return [cut(`Four shares of ${eventText(answer, evidence)}`, parts, shareScale(answer))];
  });
}
function responses(answer) {
  if (answer.responses === void 0) return [];
  const { complier, always, never, defier } = answer.responses;
  const parts = [
    ["only with the treatment (complier)", complier],
    ["with and without (always)", always],
    ["neither way (never)", never],
    ["only without the treatment (defier)", defier]
  ];
  return [cut("Kinds of response in the population", parts)];
}
function variances(answer) {
  if (answer.variance === void 0) return [];
  const { observed, randomised } = answer.variance;
  const parts = (shares2) => [
    ["goes with the arm", shares2.treatment],
    ["goes with the individual", shares2.individual],
    ["chance", shares2.chance]
  ];
  const split = [
    ["of the individual: whatever the arm", randomised.main],
    ["of the individual: depends on the arm", randomised.interaction]
  ];
  return [
    cut("Variance of the outcome, as observed", parts(observed)),
    cut("Variance of the outcome, had the arm been drawn at random", [...parts(randomised), ...split])
  ];
}
function reliability2(answer) {
  if (answer.reliability === void 0) return [];
  const { treated, control } = answer.reliability;
  const parts = [
    [armText(answer, true), treated],
    [armText(answer, false), control]
  ];
  return [cut("Reliability: share of the variance that belongs to the individual", parts)];
}
var init_population2 = __esm({
  "src/report/page/population.ts"() {
    "use strict";
    init_lines();
    init_rows2();
    init_words();
    init_html();
    init_table2();
  }
});

// src/report/page/shares-figure.ts
function sharesDomain(answer) {
  const ends2 = answer.evidence.flatMap(
    ({ shares: shares2 }) => KEYS.flatMap((key) => [shares2[key].value ?? 0, ...shares2[key].interval ?? [], ...shares2[key].bounds ?? []])
  );
  const most2 = answer.outcome.kind === "binary" ? 1 : 0;
  const [low, high] = [Math.min(0, ...ends2), Math.max(most2, ...ends2)];
  return [low, high > low ? high : low + 1];
}
function sharesFigure(easel, answer, evidence, id, domain) {
  const lines2 = shareLines(answer, evidence);
  return draw(easel, {
    id,
    title: `Shares of ${eventText(answer, evidence)}`,
    description: lines2.map(describe).join("; "),
    hatches: { anyway: "var(--anyway)", policy: "var(--policy)", chance: "var(--chance)" },
    options: {
      height: 150,
      marginLeft: 60,
      marginRight: 62,
      marginTop: 2,
      marginBottom: 28,
      x: axis(answer, domain),
      y: { domain: KEYS, label: null, tickSize: 0, padding: 0, tickPadding: 8 },
      marks: marks(easel, answer, evidence, id, domain[1])
    }
  });
}
function axis(answer, domain) {
  const format = { domain, label: null, grid: true, ticks: 5, tickSize: 0 };
  if (answer.outcome.kind === "numeric") return { ...format, tickFormat: amountTick, ticks: 3 };
  return { ...format, tickFormat: (value) => `${Math.round(value * 100)}`.replace("-", "\u2212") };
}
function marks({ Plot }, answer, evidence, id, end) {
  const { shares: shares2 } = evidence;
  const bands = spans(shares2, (share2) => share2.bounds);
  const intervals = spans(shares2, (share2) => share2.interval);
  const solid = KEYS.filter((key) => shares2[key].value !== null && limitOf(shares2[key]) === void 0);
  const lines2 = shareLines(answer, evidence).filter((line2) => line2.key !== "again");
  const cap = { y: "key", stroke: "var(--ink)", strokeWidth: 1.5, insetTop: 26, insetBottom: 6 };
  return [
    Plot.barX(bands, {
      x1: "from",
      x2: "to",
      y: "key",
      fill: ({ key }) => `url(#${id}-${key})`,
      insetTop: 3,
      insetBottom: 3
    }),
    Plot.barX(solid, {
      x: (key) => shares2[key].value,
      y: (key) => key,
      fill: (key) => `var(--${key})`,
      insetTop: 8,
      insetBottom: 18
    }),
    Plot.ruleX([0], { stroke: "var(--ink)", strokeWidth: 1 }),
    // Below the bar, with a halo, so that it is seen on every ground.
    Plot.ruleY(intervals, { x1: "from", x2: "to", y: "key", stroke: "var(--paper)", strokeWidth: 5, dy: 10 }),
    Plot.ruleY(intervals, { x1: "from", x2: "to", y: "key", stroke: "var(--ink)", strokeWidth: 1.5, dy: 10 }),
    Plot.tickX(intervals, { ...cap, x: "from" }),
    Plot.tickX(intervals, { ...cap, x: "to" }),
    Plot.text(lines2, {
      x: () => end,
      y: "key",
      text: (line2) => line2.value === "not known" ? "" : line2.value,
      dx: 60,
      textAnchor: "end",
      fontWeight: 650,
      fontVariant: "tabular-nums"
    }),
    Plot.text(
      lines2.filter((line2) => line2.value === "not known"),
      { x: 0, dx: 8, y: "key", text: "value", textAnchor: "start", fill: "var(--soft)" }
    )
  ];
}
function spans(shares2, pick) {
  return KEYS.flatMap((key) => {
    const range = pick(shares2[key]);
    return range === void 0 ? [] : [{ key, from: range[0], to: range[1] }];
  });
}
function describe(line2) {
  const interval = line2.interval === "" ? "" : `, interval ${line2.interval}`;
  const bounds = line2.bounds === "" ? "" : `, bounds ${line2.bounds}`;
  return `${line2.label}: ${line2.value}${interval}${bounds}`;
}
var KEYS;
var init_shares_figure = __esm({
  "src/report/page/shares-figure.ts"() {
    "use strict";
    init_format();
    init_lines();
    init_words();
    init_svg();
    KEYS = ["anyway", "policy", "chance"];
  }
});

// src/report/page/shares-section.ts
function sharesSection(easel, answer) {
  const evidences = inOrder(answer);
  if (evidences.length === 0) return html``;
  const domain = sharesDomain(answer);
  const unit = answer.outcome.kind === "binary" ? "in percent" : `in units of ${answer.outcome.name}`;
  return html`<section aria-labelledby="shares"><h2 id="shares">Every group that was seen</h2>
<p>The three shares of each group add up to ${answer.outcome.kind === "binary" ? "100\xA0%" : "its average"}. The axis is ${unit}.</p>
${legend(answer)}
<div class="plates">${evidences.map(
    (evidence, i) => html`<figure><figcaption><b>${eventText(answer, evidence)}</b> <span class="soft">· ${rowsText(answer, evidence)}</span></figcaption>${sharesFigure(easel, answer, evidence, `shares-${i + 1}`, domain)}</figure>`
  )}</div>
<h3>The same numbers as a table</h3>
${sharesTable(answer, evidences)}</section>`;
}
function legend(answer) {
  const answers = answer.evidence.flatMap(({ shares: shares2 }) => Object.values(shares2));
  const level = levelText(answers);
  const entry = (sign, text2) => html`<li><svg viewBox="0 0 36 14" aria-hidden="true" focusable="false">${trusted(SIGNS[sign])}</svg><span>${text2}</span></li>`;
  const interval = level === "" ? "" : entry("interval", `${level}: another sample could have given these`);
  const hasBounds = answers.some((share2) => share2.bounds !== void 0);
  return html`<ul class="legend">
${entry("value", "bar: the best single answer")}
${interval}
${hasBounds ? entry("bounds", "hatched: could be anywhere in here, however much data comes") : ""}
${isLaw(answer) ? html`<li><span>exact law: no sampling error, so no intervals</span></li>` : ""}
</ul>`;
}
function sharesTable(answer, evidences) {
  const lines2 = evidences.map((evidence) => shareLines(answer, evidence));
  const level = levelText(evidences.flatMap(({ shares: shares2, recurrence }) => [...Object.values(shares2), recurrence]));
  const bounds = lines2.some((group) => group.some((line2) => line2.bounds !== ""));
  const span = 2 + Number(level !== "") + Number(bounds);
  const heads = html`<tr><th scope="col">Share</th><th scope="col">Estimate</th>${level === "" ? "" : html`<th scope="col">${level}</th>`}${bounds ? html`<th scope="col">Whatever the noise</th>` : ""}</tr>`;
  const groups = evidences.map(
    (evidence, i) => html`<tbody><tr><th scope="rowgroup" colspan="${span}">${eventText(answer, evidence)} <span class="soft">· ${rowsText(answer, evidence)}</span></th></tr>${lines2[i].map(
      (line2) => html`<tr><th scope="row">${line2.label}${line2.reason === void 0 ? "" : html`<br><span class="soft small">${line2.reason}</span>`}</th><td class="main">${line2.value}</td>${level === "" ? "" : html`<td>${line2.interval}</td>`}${bounds ? html`<td>${unbracketed(line2.bounds)}</td>` : ""}</tr>`
    )}</tbody>`
  );
  return html`<div class="scroll"><table><thead>${heads}</thead>${groups}</table></div>`;
}
var SIGNS;
var init_shares_section = __esm({
  "src/report/page/shares-section.ts"() {
    "use strict";
    init_lines();
    init_words();
    init_html();
    init_shares_figure();
    init_table2();
    SIGNS = {
      value: '<rect width="36" height="8" y="3" fill="var(--anyway)"/>',
      interval: '<path d="M2 7H34M2 2V12M34 2V12" stroke="var(--ink)" stroke-width="1.5" fill="none"/>',
      bounds: '<rect width="36" height="14" fill="var(--anyway)" fill-opacity=".16"/><path d="M-4 14 10 0M4 14 18 0M12 14 26 0M20 14 34 0M28 14 42 0" stroke="var(--anyway)" stroke-width="1.5" stroke-opacity=".75"/>'
    };
  }
});

// src/report/page/style.ts
var STYLE;
var init_style = __esm({
  "src/report/page/style.ts"() {
    "use strict";
    STYLE = `
:root {
  color-scheme: light;
  --paper: #ffffff; --panel: #f5f6f8; --ink: #1b1e23; --soft: #555c66; --line: #d8dce2;
  --anyway: #6d9bc9; --policy: #b3390d; --chance: #8d939d; --treated: #0b7a75; --control: #8a5fb0; --link: #0b5cad;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    color-scheme: dark;
    --paper: #14171b; --panel: #1d2127; --ink: #eaecef; --soft: #aab1bb; --line: #373e48;
    --anyway: #5a8fc4; --policy: #ff9f6b; --chance: #959ca7; --treated: #45c7be; --control: #c7a0ea; --link: #8fbff5;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  overflow-wrap: anywhere; print-color-adjust: exact; -webkit-print-color-adjust: exact;
}
main, footer { max-width: 60rem; margin: 0 auto; padding: 0 1rem; }
main { padding-top: 2rem; }
.kicker { margin: 0; color: var(--soft); font-size: .875rem; }
h1 { margin: .25rem 0 0; font-size: 1.125rem; line-height: 1.3; font-weight: 650; }
.lead {
  margin: 1rem 0 1.5rem; max-width: 34em; line-height: 1.32; text-wrap: pretty;
  font-family: Charter, "Bitstream Charter", "Iowan Old Style", Cambria, Georgia, "Liberation Serif", serif;
  font-size: clamp(1.375rem, 1.1rem + 1.6vw, 2rem);
}
h2 { margin: 3rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line); font-size: 1.25rem; line-height: 1.3; }
h3 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
p, ul, ol { margin: .5rem 0; max-width: 44rem; text-wrap: pretty; }
ul, ol { padding-left: 1.4rem; }
li { margin: .35rem 0; }
a { color: var(--link); }
code { font: .875em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
.soft { color: var(--soft); }
.small { font-size: .875rem; }
.strip { display: flex; height: 2.25rem; gap: 2px; }
.strip span { min-width: 2px; }
.sum { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1rem; margin: .75rem 0 0; }
.sum div { display: flex; flex-direction: column; min-width: 0; }
.sum dt { font-size: .9375rem; line-height: 1.35; }
.sum dd { margin: 0; }
.sum .number { order: -1; font-size: clamp(1.5rem, 1.1rem + 2vw, 2.25rem); line-height: 1.2; font-weight: 700; font-variant-numeric: tabular-nums; }
.swatch { display: inline-block; width: .8em; height: .8em; margin-right: .4em; vertical-align: -.05em; }
.anyway { background: var(--anyway); } .policy { background: var(--policy); }
.chance { background: var(--chance); }
.chance.most {
  background: repeating-linear-gradient(135deg, var(--chance) 0 2px, transparent 2px 6px), color-mix(in srgb, var(--chance) 18%, transparent);
}
.plates { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); gap: 1.5rem 2.5rem; margin: 1.25rem 0; }
figure { margin: 0; min-width: 0; break-inside: avoid; }
figure svg { display: block; width: 100%; max-width: 28rem; height: auto; }
figcaption { margin-bottom: .375rem; line-height: 1.35; }
figcaption b { font-weight: 650; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin: 1rem 0; padding: 0; max-width: none; list-style: none; font-size: .875rem; }
.legend li { display: flex; gap: .6rem; align-items: baseline; margin: 0; }
.legend svg { flex: none; width: 36px; height: 14px; align-self: center; }
.legend span { min-width: 0; }
.legend.dots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 10rem), 1fr)); }
.scroll { overflow-x: auto; }
table { width: 100%; max-width: 44rem; border-collapse: collapse; font-size: .9375rem; line-height: 1.35; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .5rem; text-align: right; vertical-align: baseline; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { min-width: 6.5rem; padding-left: 0; text-align: left; }
th:last-child, td:last-child { padding-right: 0; }
td { white-space: nowrap; } td.words { white-space: normal; }
th { font-weight: 400; } thead th { color: var(--soft); font-size: .8125rem; vertical-align: bottom; overflow-wrap: normal; }
tbody th[scope=rowgroup] { padding-top: 1rem; font-weight: 650; }
td.main { font-weight: 650; }
caption { text-align: left; }
.meter { display: inline-block; height: .6em; margin-left: .5em; background: var(--anyway); vertical-align: baseline; }
.meter.was { background: var(--line); }
details { margin: .75rem 0; } summary { cursor: pointer; color: var(--soft); font-size: .875rem; width: fit-content; max-width: 100%; }
.warnings { padding: .75rem 1rem; background: var(--panel); border-left: 4px solid var(--policy); }
.warnings > :first-child { margin-top: 0; } .warnings > :last-child { margin-bottom: 0; }
.warnings ol { margin-bottom: 0; }
.facts { display: grid; grid-template-columns: minmax(6.5rem, max-content) minmax(0, 1fr); gap: .35rem 1rem; margin: .75rem 0; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; }
.formula { display: block; margin: .5rem 0; padding: .5rem .75rem; background: var(--panel); line-height: 1.6; font-family: "STIX Two Text", Cambria, Georgia, "Liberation Serif", serif; }
footer { margin-top: 3rem; margin-bottom: 2rem; color: var(--soft); font-size: .875rem; }
@media (max-width: 30rem) {
  .meter { display: none; } table { font-size: .875rem; } th, td { padding-inline: .3rem; }
  .sum { gap: .75rem; } .facts { grid-template-columns: minmax(0, 1fr); gap: 0; } .facts dd { margin-bottom: .5rem; }
}
@media print {
  body { font-size: 10.5pt; } main { padding-top: 0; } h2, h3 { break-after: avoid; } tr, li { break-inside: avoid; }
  .scroll { overflow: visible; } details::details-content { content-visibility: visible; block-size: auto; opacity: 1; }
  a { color: inherit; }
}
`;
  }
});

// src/report/page/page.ts
async function attributionPage(original) {
  const easel = await openEasel();
  const answer = cleanDeep(original);
  const json = attributionJson(original).replaceAll("<", "\\u003c");
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title(answer)}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<main>
${hero(answer)}
${sharesSection(easel, answer)}
${individualsSection(easel, answer)}
${populationSection(answer)}
${basisSection(answer)}
${methodSection(answer)}
</main>
<footer>Made by Disco. This file holds the whole answer: it needs no network and runs no scripts; the numbers in full precision are in its source, in the element with the id <code>disco-answer</code>.</footer>
<script type="application/json" id="disco-answer">
${trusted(json)}
</script>
</body>
</html>
`;
  return page.html;
}
var POLICY;
var init_page = __esm({
  "src/report/page/page.ts"() {
    "use strict";
    init_clean();
    init_json();
    init_basis();
    init_hero();
    init_html();
    init_individuals2();
    init_method();
    init_population2();
    init_shares_section();
    init_style();
    init_svg();
    POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
  }
});

// src/report/terminal/width.ts
function displayWidth(text2) {
  let width = 0;
  for (const { segment } of segments.segment(text2)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}
function toColumn(text2, width, align = "left") {
  const cut2 = displayWidth(text2) <= width ? text2 : cutTo(text2, width);
  const space = " ".repeat(Math.max(0, width - displayWidth(cut2)));
  return align === "left" ? cut2 + space : space + cut2;
}
function cutTo(text2, width) {
  let kept = "";
  let used = 0;
  for (const { segment } of segments.segment(text2)) {
    const next = displayWidth(segment);
    if (used + next > width - 1) break;
    kept += segment;
    used += next;
  }
  return width < 1 ? "" : `${kept.trimEnd()}\u2026`;
}
function wrapLines(text2, width, indent = "", hanging = indent) {
  const lines2 = [];
  let line2 = indent;
  let empty = true;
  for (const word2 of text2.split(/ +/).flatMap((long) => pieces(long, Math.max(8, width - hanging.length)))) {
    if (!empty && displayWidth(line2) + 1 + displayWidth(word2) > width) {
      lines2.push(line2);
      line2 = hanging;
      empty = true;
    }
    line2 += empty ? word2 : ` ${word2}`;
    empty = false;
  }
  return [...lines2, line2];
}
function pieces(word2, width) {
  if (displayWidth(word2) <= width) return [word2];
  const parts = [""];
  for (const { segment } of segments.segment(word2)) {
    if (displayWidth(parts[parts.length - 1]) + displayWidth(segment) > width) parts.push("");
    parts[parts.length - 1] += segment;
  }
  return parts;
}
var segments, WIDE;
var init_width = __esm({
  "src/report/terminal/width.ts"() {
    "use strict";
    segments = new Intl.Segmenter("en", { granularity: "grapheme" });
    WIDE = /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|^\p{Emoji_Presentation}|^[\u{20000}-\u{3fffd}]/u;
  }
});

// src/report/terminal/numbers.ts
function numbersTable2(title2, rows, heads, width, paint) {
  if (rows.length === 0) return [];
  const widest = (texts) => Math.max(...texts.map(displayWidth), 0);
  const tails = ["interval", "bounds", "stratified"].filter((key) => heads[key] !== void 0 && rows.some((row) => row[key] !== "")).map((key) => ({ key, head: heads[key], width: widest([heads[key], ...rows.map((row) => row[key])]) }));
  const value = widest(rows.map((row) => row.value));
  const name = widest(rows.map((row) => row.name));
  const tail = tails.reduce((sum2, column) => sum2 + column.width + 2, 0);
  const before = 4 + value + 2 + (name > 0 ? name + 2 : 0);
  const free = width - before - tail;
  const narrow = free < 16 && tails.length > 0;
  const meaning = narrow ? width - before : Math.min(free, widest(rows.map((row) => row.meaning)));
  const head = tails.map((column) => toColumn(column.head, column.width, "right")).join("  ");
  const gap = before + meaning + 2 - (displayWidth(title2) + 2);
  const titled = narrow || gap < 2 || head === "" ? "" : " ".repeat(gap) + paint(head, "soft");
  const lines2 = rows.flatMap((row) => {
    const start = `    ${toColumn(row.value, value, "right")}  ${name > 0 ? `${toColumn(row.name, name)}  ` : ""}`;
    const words3 = wrapLines(row.meaning, meaning);
    const cells2 = tails.map((column) => toColumn(row[column.key], column.width, "right")).join("  ");
    const indent = " ".repeat(before);
    const own = tails.filter((column) => row[column.key] !== "").map((column) => `${column.head} ${row[column.key]}`);
    const rest = words3.slice(1).map((line2) => indent + line2);
    if (narrow) return [start + words3[0], ...rest, ...own.flatMap((text2) => wrapLines(text2, width, indent))];
    return [`${start}${toColumn(words3[0], meaning)}  ${cells2}`.trimEnd(), ...rest];
  });
  return ["", ...headed(title2, titled, width, paint), ...lines2];
}
function headed(title2, head, width, paint) {
  const lines2 = wrapLines(title2, width, "  ").map((line2) => paint(line2, "bold"));
  return [...lines2.slice(0, -1), lines2[lines2.length - 1] + head];
}
var init_numbers = __esm({
  "src/report/terminal/numbers.ts"() {
    "use strict";
    init_width();
  }
});

// src/report/terminal/details.ts
function detailLines(answer, width, paint) {
  const scale = shareScale(answer);
  const table = (title2, parts, unit = percent) => numbersTable2(
    title2,
    parts.map(([meaning, part]) => namedRow("", meaning, part, unit)),
    { interval: "interval", bounds: "bounds" },
    width,
    paint
  );
  const lines2 = [];
  for (const evidence of inOrder(answer)) {
    if (evidence.fourWay === void 0) continue;
    const { base, policy, individual, chance } = evidence.fourWay;
    const parts = [
      ["base rate", base],
      ["policy", policy],
      ["individual", individual],
      ["chance", chance]
    ];
    lines2.push(...table(`Four-way split of ${eventText(answer, evidence)}`, parts, scale));
  }
  if (answer.responses !== void 0) lines2.push(...table("Kinds of response", responseParts(answer.responses)));
  if (answer.variance !== void 0) {
    const { observed, randomised } = answer.variance;
    lines2.push(...table("Variance of the outcome, as observed", varianceParts(observed)));
    lines2.push(
      ...table("Variance of the outcome, arm drawn at random", [
        ...varianceParts(randomised),
        ["of the individual: whatever the arm", randomised.main],
        ["of the individual: depends on the arm", randomised.interaction]
      ])
    );
  }
  if (answer.reliability !== void 0) {
    const { treated, control } = answer.reliability;
    lines2.push(
      ...table("Reliability", [
        ["treated arm", treated],
        ["control arm", control]
      ])
    );
  }
  return [...lines2, ...posteriorLines(answer, width, paint), ...closingLines(answer, width, paint)];
}
function responseParts(types) {
  return [
    ["complier: only with the treatment", types.complier],
    ["always: with and without", types.always],
    ["never: neither way", types.never],
    ["defier: only without the treatment", types.defier]
  ];
}
function varianceParts(shares2) {
  return [
    ["goes with the arm", shares2.treatment],
    ["goes with the individual", shares2.individual],
    ["chance", shares2.chance]
  ];
}
function posteriorLines(answer, width, paint) {
  const evidence = headline(answer);
  if (evidence?.posterior === void 0) return [];
  const lines2 = evidence.posterior.map(({ individual, prior, posterior: posterior2, p0, p1 }) => {
    const who = Object.entries(individual).map(([name, value]) => `${name} = ${value}`);
    const odds = `before ${percent.text(prior)}, now ${percent.text(posterior2)}`;
    const outlook = `(without ${percent.bare(p0)}, with ${percent.text(p1)})`;
    return `${who.join(", ")}: ${odds} ${outlook}`;
  });
  return block(`Who they were, given ${eventText(answer, evidence)}`, lines2, width, paint);
}
function closingLines(answer, width, paint) {
  const assumptions = answer.assumptions.map(({ text: text2 }) => text2);
  const { lowest, highest, outside, threshold } = answer.overlap;
  const overlap = [
    `propensities from ${percent.text(lowest)} to ${percent.text(highest)}; ${countText(outside)} outside ${percent.bare(threshold)} to ${percent.text(1 - threshold)}`
  ];
  const provenance = Object.entries(answer.provenance).map(([key, value]) => `${key}: ${value}`);
  return [
    ...block("Assumptions", assumptions, width, paint),
    ...block("Overlap of the arms", overlap, width, paint),
    ...block("Provenance", provenance, width, paint)
  ];
}
function block(title2, texts, width, paint) {
  if (texts.length === 0) return [];
  const heads = wrapLines(title2, width, "  ").map((line2) => paint(line2, "bold"));
  return ["", ...heads, ...texts.flatMap((text2) => wrapLines(text2, width, "    ", "      "))];
}
var init_details = __esm({
  "src/report/terminal/details.ts"() {
    "use strict";
    init_format();
    init_lines();
    init_rows2();
    init_words();
    init_numbers();
    init_width();
  }
});

// src/report/terminal/bars.ts
function steps(evidence, width) {
  const { anyway, policy, chance } = evidence.shares;
  if (anyway.value === null || policy.value === null || chance.value === null || width < 1) return void 0;
  const ends2 = [0, anyway.value, anyway.value + policy.value, anyway.value + policy.value + chance.value];
  const low = Math.min(...ends2);
  const high = Math.max(...ends2);
  if (!(high > low)) return void 0;
  const at = (value) => Math.round((value - low) / (high - low) * width);
  const strip2 = (from, to, glyph) => {
    const [start, end] = [at(Math.min(from, to)), at(Math.max(from, to))];
    return (" ".repeat(start) + (to < from ? "\u25C2" : glyph).repeat(end - start)).padEnd(width);
  };
  return {
    anyway: strip2(ends2[0], ends2[1], "\u2587"),
    policy: strip2(ends2[1], ends2[2], "\u2587"),
    chance: strip2(ends2[2], ends2[3], limitOf(chance) === "at most" ? "\u2591" : "\u2587")
  };
}
var init_bars = __esm({
  "src/report/terminal/bars.ts"() {
    "use strict";
    init_lines();
  }
});

// src/report/terminal/evidence.ts
function evidenceTable(answer, width, paint) {
  const evidences = inOrder(answer);
  const tables = evidences.map((evidence) => shareLines(answer, evidence, 34));
  const all = tables.flat();
  const columns = layout(all, width);
  const level = levelText(evidences.flatMap(({ shares: shares2, recurrence }) => [...Object.values(shares2), recurrence]));
  const lines2 = evidences.flatMap((evidence, i) => [
    "",
    ...heading(answer, evidence, i === 0 ? level : "", width, columns, paint),
    ...setEvidence(tables[i], columns, steps(evidence, columns.bar), width, paint)
  ]);
  return [...lines2, ...legend2(all, level !== "" || isLaw(answer), width, paint)];
}
function layout(lines2, width) {
  const widest = (text2) => Math.max(...lines2.map((line2) => displayWidth(text2(line2))), 0);
  const columns = {
    value: widest((l) => l.value),
    interval: widest((l) => l.interval),
    bounds: widest((l) => l.bounds)
  };
  const gaps = 4 + 2 + (columns.interval > 0 ? 2 : 0) + (columns.bounds > 0 ? 2 : 0);
  const free = width - gaps - columns.value - columns.interval - columns.bounds;
  const label2 = Math.min(
    widest((line2) => line2.label),
    34
  );
  const bar2 = Math.min(26, free - label2 - 2);
  if (bar2 >= 8) return { ...columns, label: label2, bar: bar2 };
  return { ...columns, label: Math.min(label2, free), bar: 0 };
}
function heading(answer, evidence, level, width, columns, paint) {
  const text2 = `${eventText(answer, evidence)}: ${rowsText(answer, evidence)}`;
  const lines2 = wrapLines(text2, width, "  ");
  const end = width - (columns.bounds > 0 ? columns.bounds + 2 : 0);
  const last = lines2[lines2.length - 1];
  const room = Math.min(end, tableWidth(columns)) - displayWidth(last) - displayWidth(level);
  const head = level !== "" && room >= 2 && columns.label >= 12 ? " ".repeat(room) + paint(level, "soft") : "";
  return [...lines2.slice(0, -1).map((line2) => paint(line2, "bold")), paint(last, "bold") + head];
}
function tableWidth(columns) {
  return 4 + columns.value + 2 + columns.label + (columns.bar > 0 ? 2 + columns.bar : 0) + 2 + columns.interval;
}
function setEvidence(lines2, columns, bars, width, paint) {
  const [first2, ...rest] = lines2;
  if (first2.reason !== void 0 && rest.every((line2) => line2.reason === first2.reason))
    return wrapLines(`not known: ${first2.reason}`, width, "    ");
  return lines2.flatMap((line2) => setLine(line2, columns, bars, width, paint));
}
function setLine(line2, columns, bars, width, paint) {
  const tone = TONES[line2.key];
  const value = `    ${paint(toColumn(line2.value, columns.value, "right"), line2.key === "chance" ? "soft" : tone)}`;
  const numbers = [
    columns.interval > 0 ? toColumn(line2.interval, columns.interval, "right") : "",
    columns.bounds > 0 ? toColumn(line2.bounds, columns.bounds, "right") : ""
  ].filter((text2) => text2 !== "");
  const reason = line2.reason === void 0 ? [] : wrapLines(line2.reason, width, " ".repeat(columns.value + 6)).map((l) => paint(l, "soft"));
  if (columns.label < 12) return [...narrowLine(value, line2, columns, width), ...reason];
  const strip2 = line2.key === "again" ? void 0 : bars?.[line2.key];
  const bar2 = columns.bar === 0 ? "" : paint(strip2 ?? " ".repeat(columns.bar), tone);
  const cells2 = [value, toColumn(line2.label, columns.label), bar2, ...numbers].filter((cell) => cell !== "");
  return [cells2.join("  ").trimEnd(), ...reason];
}
function narrowLine(value, line2, columns, width) {
  const indent = " ".repeat(columns.value + 6);
  const numbers = [line2.interval, line2.bounds].filter((text2) => text2 !== "").join("  ");
  const first2 = `${value}  ${toColumn(line2.label, Math.max(8, width - indent.length))}`.trimEnd();
  return numbers === "" ? [first2] : [first2, indent + numbers];
}
function legend2(lines2, sampled, width, paint) {
  const notes = [];
  if (lines2.some((line2) => line2.value.startsWith("\u2264")))
    notes.push("\u2264 and \u2265: seen through covariates alone, chance can only be smaller and recurrence only larger.");
  if (lines2.some((line2) => line2.bounds !== ""))
    notes.push("[a to b]: what the unseen noise leaves open, however much data comes.");
  if (!sampled) notes.push("No intervals: the sampling error is not known.");
  if (notes.length === 0) return [];
  return ["", ...notes.flatMap((note) => wrapLines(note, width, "  ", "    ")).map((line2) => paint(line2, "soft"))];
}
var TONES;
var init_evidence = __esm({
  "src/report/terminal/evidence.ts"() {
    "use strict";
    init_lines();
    init_words();
    init_bars();
    init_width();
    TONES = { anyway: "anyway", policy: "policy", chance: "chance", again: "soft" };
  }
});

// src/report/terminal/paint.ts
function painter(color) {
  return color ? (text2, tone) => text2.trim() === "" ? text2 : `\x1B[${CODES[tone]}m${text2}\x1B[0m` : (text2) => text2;
}
var CODES;
var init_paint = __esm({
  "src/report/terminal/paint.ts"() {
    "use strict";
    CODES = { bold: 1, soft: 2, anyway: 34, policy: 33, chance: 2, warning: 33 };
  }
});

// src/report/terminal/text.ts
function attributionText(original, options = {}) {
  const answer = cleanDeep(original);
  const width = Math.max(40, Math.floor(options.width ?? 80));
  const paint = painter(options.color ?? false);
  const first2 = headline(answer);
  const sentence = first2 === void 0 ? "There is no evidence to split: no rows were left." : tiedSentence(answer, first2);
  const lines2 = [
    "",
    ...wrapLines(sentence, width, "  ").map((line2) => paint(line2, "bold")),
    ...evidenceTable(answer, width, paint),
    ...populationTables(answer, width, paint),
    ...basis(answer, width, paint),
    ...warningLines(answer, width, paint),
    ...options.more ? detailLines(answer, width, paint) : [],
    ""
  ];
  return lines2.map((line2) => line2.replaceAll("\xA0", " ").trimEnd()).join("\n");
}
function populationTables(answer, width, paint) {
  const level = levelText(Object.values(answer.effect));
  const effects2 = { interval: level || "interval", bounds: "bounds" };
  const causation3 = { bounds: "[any noise]", stratified: "[by individual]" };
  const note = answer.causation === void 0 ? [] : ["", ...wrapLines(CAUSATION_NOTE, width, "  ", "  ")];
  return [
    ...numbersTable2(`Effect on ${targetText(answer)}`, effectRows(answer), effects2, width, paint),
    ...numbersTable2("Probabilities of causation", causationRows(answer), causation3, width, paint),
    ...note.map((line2) => paint(line2, "soft"))
  ];
}
function basis(answer, width, paint) {
  const { data } = answer;
  const missing = Object.entries(data.missing).filter(([, count]) => count > 0);
  const left = data.read - data.used;
  const account = [
    `${data.source}: ${countText(data.read)} rows read`,
    left === 0 ? "all used" : `${countText(data.used)} used, ${countText(left)} left out`,
    ...missing.map(([name, count]) => `${name} missing in ${countText(count)}`)
  ];
  const facts = [
    ["Individual", answer.individual],
    ["Reference", `${armText(answer, false)} for those with ${armText(answer, true)}, and the other way round`],
    ["Coupling", couplingText(answer.coupling)],
    ["Data", [account.join(", "), ...data.notes].join(". ").replaceAll("..", ".")],
    ...isLaw(answer) ? [["Exact law", "no sampling error, so there are no intervals"]] : []
  ];
  const hanging = " ".repeat(14);
  return ["", ...facts.flatMap(([name, text2]) => fact(name, wrapLines(text2, width, hanging), paint))];
}
function fact(name, lines2, paint) {
  return [`  ${paint(name.padEnd(12), "soft")}${lines2[0].slice(14)}`, ...lines2.slice(1)];
}
function warningLines(answer, width, paint) {
  const { warnings: warnings2 } = answer;
  if (warnings2.length === 0) return [];
  const digits = String(warnings2.length).length;
  const hanging = " ".repeat(6 + digits);
  const texts = warnings2.flatMap(
    ({ text: text2 }, i) => wrapLines(`${String(i + 1).padStart(digits)}.\xA0${text2}`, width, "    ", hanging)
  );
  return ["", `  ${paint(warnings2.length === 1 ? "One warning" : `${warnings2.length} warnings`, "warning")}`, ...texts];
}
var init_text = __esm({
  "src/report/terminal/text.ts"() {
    "use strict";
    init_clean();
    init_format();
    init_lines();
    init_rows2();
    init_sentence();
    init_words();
    init_details();
    init_evidence();
    init_numbers();
    init_paint();
    init_width();
  }
});

// src/report/index.ts
var report_exports = {};
__export(report_exports, {
  attributionJson: () => attributionJson,
  attributionPage: () => attributionPage,
  attributionSentence: () => attributionSentence,
  attributionText: () => attributionText
});
var init_report = __esm({
  "src/report/index.ts"() {
    "use strict";
    init_json();
    init_page();
    init_sentence();
    init_text();
  }
});

// cli/src/errors.ts
init_error();
import { existsSync } from "node:fs";
import { CommanderError } from "commander";

// cli/src/terminal.ts
function widthOf(stream) {
  const columns = stream.isTTY ? stream.columns : 0;
  return columns > 0 ? Math.min(columns, 100) : 80;
}
function colorWanted(stream) {
  return Boolean(stream.isTTY) && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}
function survivePipes() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
      if (error.code === "EPIPE") process.exit(0);
      throw error;
    });
  }
}
function write(stream, text2) {
  return new Promise((resolve3, reject) => {
    stream.write(text2, (error) => error ? reject(error) : resolve3());
  });
}

// cli/src/errors.ts
var EXIT = { answered: 0, bug: 1, input: 2, refused: 3 };
function usage(who, wrong, given, next) {
  return new DiscoError({ who, wrong, next, ...given === void 0 ? {} : { given } });
}
function finish(error) {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.answered;
    if (error.code !== "commander.help") say(fromCommander(error));
    return EXIT.input;
  }
  if (error instanceof DiscoError) {
    say(error);
    return error.kind === "refused" ? EXIT.refused : EXIT.input;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(
    `disco: this is a bug in Disco, not in your data: ${message}
Please report it with the command you gave and this message.
`
  );
  process.stderr.write(process.env["DISCO_DEBUG"] === "1" ? `${stack}
` : "DISCO_DEBUG=1 adds where it happened.\n");
  return EXIT.bug;
}
function say(error) {
  const { who } = error.complaint;
  const lead = colorWanted(process.stderr) ? `\x1B[1;31m${who}\x1B[0m` : who;
  process.stderr.write(`${lead}${error.message.slice(who.length)}
`);
}
function fromCommander(error) {
  const given = /'([^']*)'/.exec(error.message)?.[1];
  const suggestion = /\(Did you mean (?:one of )?(.*?)\?\)/.exec(error.message)?.[1];
  const help = error.code === "commander.unknownCommand" ? "`disco --help`" : "`disco attribute --help`";
  const next = suggestion === void 0 ? `see ${help}` : `did you mean ${suggestion}? ${help} lists them all`;
  switch (error.code) {
    case "commander.unknownOption":
      return usage("disco", "there is no such option", given, next);
    case "commander.unknownCommand":
      if (given !== void 0 && existsSync(given)) {
        return usage("disco", "a table stands where a command should", given, `write \`disco attribute ${given} ...\``);
      }
      return usage("disco", "there is no such command", given, next);
    case "commander.optionMissingArgument":
      return usage(given?.split(" ")[0] ?? "disco", "a value should follow", void 0, `write ${given}`);
    case "commander.missingArgument":
      return usage("disco attribute", "no table", void 0, "name one: `disco attribute jobs.csv ...`");
    default:
      return usage("disco", error.message.replace(/^error: /, ""), void 0, next);
  }
}

// cli/src/program.ts
import { readFileSync } from "node:fs";
import { Command as Command2 } from "commander";

// cli/src/commands/attribute.ts
import { existsSync as existsSync3, realpathSync as realpathSync2 } from "node:fs";
import { writeFile } from "node:fs/promises";
import { Command } from "commander";

// cli/src/options.ts
import { Option } from "commander";
function text(flag) {
  return (value, previous) => present(flag, textOrNothing(flag)(value, previous));
}
function textOrNothing(flag) {
  return (value, previous) => {
    if (previous !== void 0) throw usage(flag, "it stands twice", `${previous} and ${value}`, "keep one of them");
    return value;
  };
}
function present(flag, value) {
  if (value.trim() === "") throw usage(flag, "it is empty", '""', "write a value, or leave the option away");
  if (/^--[a-z]/.test(value))
    throw usage(flag, "a value should follow, not another option", value, `write ${flag} VALUE`);
  return value;
}
function oneOf(flag, words3) {
  const read = text(flag);
  return (value, previous) => {
    const word2 = read(value, previous);
    if (!words3.includes(word2)) {
      throw usage(flag, "there is no such choice", word2, `choose one of ${words3.join(", ")}`);
    }
    return word2;
  };
}
function number(flag, limits) {
  const { low, high, whole = false, open = false, example } = limits;
  return (value, previous) => {
    if (previous !== void 0) throw usage(flag, "it stands twice", `${previous} and ${value}`, "keep one of them");
    const parsed = value.trim() === "" ? Number.NaN : Number(value);
    const inside = open ? parsed > low && parsed < high : parsed >= low && parsed <= high;
    if (!inside || whole && !Number.isInteger(parsed)) {
      const kind = whole ? "a whole number" : "a number";
      const ends2 = open ? `strictly between ${low} and ${high}` : `from ${low} to ${high}`;
      throw usage(flag, `it should be ${kind} ${ends2}`, value === "" ? '""' : value, `write ${flag} ${example}`);
    }
    return parsed;
  };
}
function several(flag) {
  return (value, previous = []) => {
    return [...previous, present(flag, value)];
  };
}
function names(flag) {
  return (value, previous = []) => {
    const list2 = splitNames(flag, present(flag, value));
    const twice = list2.find((name, i) => previous.includes(name) || list2.indexOf(name) !== i);
    if (twice !== void 0) throw usage(flag, "a name stands twice", twice, "keep one of them");
    return [...previous, ...list2];
  };
}
function splitNames(flag, line2) {
  const field = /\s*(?:"((?:[^"]|"")*)"|([^",]*))\s*(,|$)/y;
  const list2 = [];
  for (let more = true; more; ) {
    const match = field.exec(line2);
    if (match === null) {
      throw usage(
        flag,
        "a quotation mark is not where it belongs",
        line2,
        `write it as in CSV: ${flag} 'age,"income, net"'`
      );
    }
    const name = match[1] === void 0 ? match[2].trim() : match[1].replaceAll('""', '"');
    if (name === "") throw usage(flag, "a name is empty", line2, "write names with commas between: age,education");
    list2.push(name);
    more = match[3] === ",";
  }
  return list2;
}
function option(flags, description, reading) {
  const made = new Option(flags, description);
  return reading === void 0 ? made : made.argParser(reading(flags.split(" ")[0]));
}
function addOptions(command, groups) {
  for (const [heading2, options] of Object.entries(groups)) {
    for (const one of options) command.addOption(one.helpGroup(heading2));
  }
  return command;
}

// cli/src/output.ts
import { closeSync, existsSync as existsSync2, openSync, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
function claimOutput(flag, path, endings, taken) {
  if (!endings.some((ending) => path.toLowerCase().endsWith(ending))) {
    throw usage(
      flag,
      "the name's ending says what to write, and this one is not known",
      path,
      `end it with ${endings.join(" or ")}`
    );
  }
  const folder = dirname(path);
  if (!existsSync2(folder)) throw usage(flag, "the folder does not exist", path, `make it first: mkdir -p ${folder}`);
  const target = existsSync2(path) ? realpathSync(path) : join(realpathSync(folder), basename(path));
  if (existsSync2(target) && !statSync(target).isFile()) {
    throw usage(flag, "there is something of that name which is not a file", path, "choose another name");
  }
  if (taken.includes(target)) {
    throw usage(flag, "the same file is the table or another output", path, "choose another name");
  }
  const temporary = join(dirname(target), `.disco-${process.pid}-${basename(target)}`);
  try {
    closeSync(openSync(temporary, "wx"));
    rmSync(temporary);
  } catch (error) {
    throw cannotWrite(flag, path, error);
  }
  return { flag, path, target, temporary };
}
async function fillOutput(output, write2) {
  const { temporary, target } = output;
  const handlers = ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => {
    const handler = () => {
      rmSync(temporary, { force: true });
      process.removeListener(signal, handler);
      process.kill(process.pid, signal);
    };
    process.on(signal, handler);
    return { signal, handler };
  });
  try {
    await write2(temporary);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw cannotWrite(output.flag, output.path, error);
  } finally {
    for (const { signal, handler } of handlers) process.removeListener(signal, handler);
  }
}
function cannotWrite(flag, path, error) {
  const code = error.code;
  if (code === void 0 || !/^E[A-Z0-9]+$/.test(code)) return error;
  const reasons = {
    EACCES: "no permission to write there",
    EPERM: "no permission to write there",
    EROFS: "that disk can only be read",
    ENOTDIR: "a file stands where its folder should be",
    ENOSPC: "the disk is full",
    ENAMETOOLONG: "the name is too long"
  };
  return usage(flag, `cannot write the file: ${reasons[code] ?? code}`, path, "choose another place");
}

// cli/src/progress.ts
var BAR_AFTER_MS = 200;
var BAR_EVERY_MS = 50;
var LINES_AFTER_MS = 1e3;
function startProgress(stream, quiet) {
  if (quiet) return { update: () => {
  }, done: () => {
  } };
  return stream.isTTY ? bar(stream) : lines(stream);
}
function bar(stream) {
  const start = performance.now();
  let drawn = 0;
  let shown = "";
  return {
    update(stage, fraction = 0) {
      const now = performance.now();
      if (now - start < BAR_AFTER_MS || stage === shown && now - drawn < BAR_EVERY_MS) return;
      drawn = now;
      shown = stage;
      stream.write(`\r\x1B[2K${barText(stage, fraction, widthOf(stream) - 1)}`);
    },
    done() {
      if (shown !== "") stream.write("\r\x1B[2K");
      shown = "";
    }
  };
}
function barText(stage, fraction, width) {
  const share2 = Math.min(1, Math.max(0, fraction));
  const percent2 = `${Math.floor(100 * share2)}%`.padStart(4);
  const cells2 = Math.min(30, width - stage.length - percent2.length - 2);
  if (cells2 < 5) return `${stage.slice(0, Math.max(0, width - percent2.length - 1))} ${percent2}`;
  const full = Math.round(cells2 * share2);
  return `${stage} ${"\u2588".repeat(full)}${"\u2591".repeat(cells2 - full)} ${percent2}`;
}
function lines(stream) {
  const start = performance.now();
  let told = "";
  return {
    update(stage) {
      if (stage === told || performance.now() - start < LINES_AFTER_MS) return;
      told = stage;
      stream.write(`${stage} ...
`);
    },
    done() {
    }
  };
}

// cli/src/table-options.ts
var MISSING = ["refuse", "drop", "indicator"];
var ENCODINGS = ["utf-8", "latin-1"];
function tableOptions() {
  return {
    "What the columns are:": [
      option("--treatment <column>", "the two-valued column whose effect is asked about", text),
      option("--outcome <column>", "what happened: two values, or numbers", text),
      option("--given <columns>", 'what tells individuals apart: age,"income, net"; may be repeated', names),
      option("--unit <column>", "who it is, where individuals are seen several times", text),
      option("--weight <column>", "how many observations, or what probability, a row stands for", text),
      option("--treated <value>", "the value that means treated", text),
      option("--success <value>", "the value that means success", text),
      option("--derive <expression>", "a new column, 'employed = re78 > 0'; may be repeated", several)
    ],
    "Reading the table:": [
      option(
        "--missing <what>",
        "missing values: refuse (default), drop the row, or indicator",
        (flag) => oneOf(flag, MISSING)
      ),
      option("--table <name>", "which table of a DuckDB file", text),
      option("--delimiter <text>", "what stands between the fields of a CSV file (default: found out)", text),
      option("--quote <character>", "what stands around fields, '' for nothing (default: found out)", textOrNothing),
      option("--encoding <name>", "utf-8 (default) or latin-1", (flag) => oneOf(flag, ENCODINGS)),
      option("--na <texts>", "texts that mean a missing value: NA,-999; may be repeated", names)
    ]
  };
}
function rolesOf(command, flags) {
  const { treatment, outcome, given = [], unit, weight, treated, success } = flags;
  if (treatment === void 0) {
    throw usage(command, "no treatment", void 0, "name the column whose effect is asked about: --treatment COLUMN");
  }
  if (outcome === void 0) {
    throw usage(command, "no outcome", void 0, "name the column of what happened: --outcome COLUMN");
  }
  return { treatment, outcome, given, ...defined({ unit, weight, treated, success }) };
}
function readOptionsOf(flags) {
  const { derive, missing, table, delimiter, quote, encoding, na } = flags;
  const between = delimiter === "\\t" || delimiter === "tab" ? "	" : delimiter;
  return defined({ derive, missing, table, delimiter: between, quote, encoding, na });
}
function defined(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== void 0));
}

// cli/src/commands/attribute.ts
var EXAMPLES = `
Examples:
  Who found work because of the training? The outcome is made from a number.
    $ disco attribute jobs.csv --derive 'employed = re78 > 0' --treatment treat \\
        --outcome employed --given age,education,re74,re75

  Individuals seen several times, with a page to show and a file of individuals
    $ disco attribute shifts.parquet --treatment bonus --outcome stayed --unit nurse \\
        --report shifts.html --individuals nurses.csv

  Words as labels, a number as the outcome, one JSON document for another program
    $ disco attribute sales.csv --treatment arm --treated new --outcome revenue \\
        --given region,age --json

Exit codes:
  0 answered, 2 bad usage or bad input, 3 the data refuse an assumption, 1 a bug`;
var LEARNERS = ["auto", "cells", "linear", "boost"];
var TARGETS = ["ate", "att", "atc"];
function attributeCommand() {
  const command = new Command("attribute").summary("split an outcome into what would have been anyway, what the policy changed, and chance").description(
    "Of those who were treated and succeeded: how many would have anyway, how many because of the treatment, how many by chance? The other three combinations, likewise."
  ).argument("<table>", "CSV, Parquet or JSON lines, or a DuckDB file with --table").helpOption("-h, --help", "print this help").addHelpText("after", EXAMPLES).action((table, flags, self) => attributeTable(table, self.args.slice(1), flags));
  return addOptions(command, { ...tableOptions(), ...ownOptions() });
}
function ownOptions() {
  return {
    "What is asked:": [
      option(
        "--target <who>",
        "average over all (ate, default), treated (att) or untreated (atc)",
        (flag) => oneOf(flag, TARGETS)
      ),
      option(
        "--coupling <c>",
        "noise of the other world: 0 drawn afresh (default) to 1 the same (Pearl)",
        (flag) => number(flag, { low: 0, high: 1, example: "0.5" })
      ),
      option("--four-way", "the split into base, policy, individual and chance as well"),
      option(
        "--variance [rate]",
        "shares of the variance as well, in a trial treating this share (default 0.5)",
        (flag) => number(flag, { low: 0, high: 1, open: true, example: "0.5" })
      ),
      option(
        "--level <level>",
        "confidence level of the intervals (default 0.95)",
        (flag) => number(flag, { low: 0, high: 1, open: true, example: "0.95" })
      )
    ],
    "How it is learned:": [
      option("--learner <name>", "auto (default), cells, linear or boost", (flag) => oneOf(flag, LEARNERS)),
      option(
        "--folds <k>",
        "parts for cross-fitting (default 5, or 1 with --weight); 1: none",
        (flag) => number(flag, { low: 1, high: 50, whole: true, example: "5" })
      ),
      option(
        "--trees <n>",
        "boost: at most so many trees",
        (flag) => number(flag, { low: 1, high: 1e5, whole: true, example: "200" })
      ),
      option(
        "--depth <n>",
        "boost: how deep a tree may be",
        (flag) => number(flag, { low: 1, high: 16, whole: true, example: "3" })
      ),
      option(
        "--trim <a>",
        "leave out rows whose propensity is below a or above 1 - a",
        (flag) => number(flag, { low: 0, high: 0.5, open: true, example: "0.01" })
      ),
      option(
        "--seed <n>",
        "the same seed gives the same answer (default 1)",
        (flag) => number(flag, { low: 0, high: 2 ** 32 - 1, whole: true, example: "1" })
      )
    ],
    "What comes out:": [
      option("--report <file>", "a page to look at (.html)", text),
      option("--individuals <file>", "a line for each individual (.csv or .parquet)", text),
      option("--json", "one JSON document on standard output, and nothing else there"),
      option("--more", "assumptions and details too"),
      option("--quiet", "no progress and no remarks beside the answer")
    ]
  };
}
async function attributeTable(table, rest, flags) {
  if (rest.length > 0) {
    throw usage("disco attribute", "more than the table is given", rest.join(" "), "put quotes around what has spaces");
  }
  const roles = rolesOf("disco attribute", flags);
  const outputs = claimOutputs(table, flags);
  const progress = startProgress(process.stderr, flags.quiet === true);
  let result;
  try {
    const [{ readSample: readSample2 }, { attribute: attribute2 }] = await Promise.all([Promise.resolve().then(() => (init_table(), table_exports)), Promise.resolve().then(() => (init_src(), src_exports))]);
    const compress = flags.individuals === void 0 ? "auto" : "never";
    const sample = await readSample2(table, roles, { ...readOptionsOf(flags), compress, onProgress: progress.update });
    result = await attribute2(sample, { ...attributeOptions(flags), onProgress: progress.update });
  } finally {
    progress.done();
  }
  try {
    await writeFiles(result.answer, result.individuals, outputs);
  } finally {
    await tell(result.answer, flags);
  }
  if (flags.quiet) return;
  for (const output of Object.values(outputs)) if (output) await write(process.stderr, `wrote ${output.path}
`);
}
function attributeOptions(flags) {
  const { learner, folds, seed, level, coupling, target, trim, fourWay, trees, depth } = flags;
  const variance = flags.variance === true ? 0.5 : flags.variance;
  return defined({ learner, folds, seed, level, coupling, target, trim, fourWay, variance, trees, depth });
}
function claimOutputs(table, flags) {
  const taken = existsSync3(table) ? [realpathSync2(table)] : [];
  const report = flags.report === void 0 ? void 0 : claimOutput("--report", flags.report, [".html"], taken);
  if (report !== void 0) taken.push(report.target);
  const individuals = flags.individuals === void 0 ? void 0 : claimOutput("--individuals", flags.individuals, [".csv", ".parquet"], taken);
  return { report, individuals };
}
async function writeFiles(answer, individuals, outputs) {
  if (outputs.report !== void 0) {
    const { attributionPage: attributionPage2 } = await Promise.resolve().then(() => (init_report(), report_exports));
    const page = await attributionPage2(answer);
    await fillOutput(outputs.report, (temporary) => writeFile(temporary, page));
  }
  if (outputs.individuals !== void 0) {
    const [{ writeRows: writeRows2 }, { individualColumns: individualColumns2 }] = await Promise.all([Promise.resolve().then(() => (init_table(), table_exports)), Promise.resolve().then(() => (init_src(), src_exports))]);
    await writeRows2(outputs.individuals.target, individualColumns2(individuals));
  }
}
async function tell(answer, flags) {
  const { attributionJson: attributionJson2, attributionText: attributionText2 } = await Promise.resolve().then(() => (init_report(), report_exports));
  if (!flags.json) {
    const style = { color: colorWanted(process.stdout), width: widthOf(process.stdout), more: flags.more === true };
    await write(process.stdout, ended(attributionText2(answer, style)));
    return;
  }
  if (!flags.quiet) for (const { text: text2 } of answer.warnings) await write(process.stderr, `warning: ${text2}
`);
  await write(process.stdout, ended(attributionJson2(answer)));
}
function ended(text2) {
  return text2.endsWith("\n") ? text2 : `${text2}
`;
}

// cli/src/program.ts
var EXAMPLES2 = `
Examples:
  Of those who were trained and found work: who would have anyway, whom did the
  training help, who was lucky?
    $ disco attribute jobs.csv --derive 'employed = re78 > 0' --treatment treat \\
        --outcome employed --given age,education

  The same with a page to show around and a file with a line for each individual
    $ disco attribute jobs.csv --treatment treat --outcome re78 \\
        --given age,education --report jobs.html --individuals people.csv

  What every option means
    $ disco attribute --help`;
function buildProgram() {
  const program = new Command2("disco").description("How much of an outcome was the individual, the policy, chance? From a table, on your own machine.").version(packageVersion(), "--version", "print the version").helpOption("-h, --help", "print this help").helpCommand(false).addHelpText("after", EXAMPLES2).allowExcessArguments().exitOverride().configureOutput({
    // Errors are worded and printed in one place, finish().
    outputError: () => {
    },
    getOutHelpWidth: () => widthOf(process.stdout),
    getErrHelpWidth: () => widthOf(process.stderr),
    getOutHasColors: () => colorWanted(process.stdout),
    getErrHasColors: () => colorWanted(process.stderr)
  });
  program.commandsGroup("Commands:");
  program.addCommand(attributeCommand().copyInheritedSettings(program));
  return program;
}
function packageVersion() {
  const text2 = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return JSON.parse(text2).version;
}

// cli/src/main.ts
survivePipes();
try {
  await buildProgram().parseAsync(process.argv);
} catch (error) {
  process.exitCode = finish(error);
}
