import type { Option } from "commander";
import type { ReadOptions, Roles } from "discoscm/table";
import { usage } from "./errors.js";
import { names, oneOf, option, several, text, textOrNothing } from "./options.js";

const MISSING = ["refuse", "drop", "indicator", "branch"] as const;
const ENCODINGS = ["utf-8", "latin-1"] as const;

/** What every command on a table is told about it, as commander hands it over. */
export interface TableFlags {
  treatment?: string;
  outcome?: string;
  given?: string[];
  unit?: string;
  weight?: string;
  treated?: string;
  success?: string;
  derive?: string[];
  missing?: (typeof MISSING)[number];
  table?: string;
  delimiter?: string;
  quote?: string;
  encoding?: (typeof ENCODINGS)[number];
  na?: string[];
}

/** The options that name the columns and say how to read them; the defaults told here are those of `readSample`. */
export function tableOptions(): Record<string, Option[]> {
  return {
    "What the columns are:": [
      option("--treatment <column>", "the two-valued column whose effect is asked about", text),
      option("--outcome <column>", "what happened: two values, or numbers", text),
      option("--given <columns>", 'what tells individuals apart: age,"income, net"; may be repeated', names),
      option("--unit <column>", "who it is, where individuals are seen several times", text),
      option("--weight <column>", "how many observations, or what probability, a row stands for", text),
      option("--treated <value>", "the value that means treated", text),
      option("--success <value>", "the value that means success", text),
      option("--derive <expression>", "a new column, 'employed = re78 > 0'; may be repeated", several),
    ],
    "Reading the table:": [
      option(
        "--missing <what>",
        "missing values: refuse (default), drop the row, indicator, or branch (of trees)",
        (flag) => oneOf(flag, MISSING),
      ),
      option("--table <name>", "which table of a DuckDB file", text),
      option("--delimiter <text>", "what stands between the fields of a CSV file (default: found out)", text),
      option("--quote <character>", "what stands around fields, '' for nothing (default: found out)", textOrNothing),
      option("--encoding <name>", "utf-8 (default) or latin-1", (flag) => oneOf(flag, ENCODINGS)),
      option("--na <texts>", "texts that mean a missing value: NA,-999; may be repeated", names),
    ],
  };
}

/** The columns' roles; treatment and outcome are asked for here, so that the complaint can show how. */
export function rolesOf(command: string, flags: TableFlags): Roles {
  const { treatment, outcome, given = [], unit, weight, treated, success } = flags;
  if (treatment === undefined) {
    throw usage(command, "no treatment", undefined, "name the column whose effect is asked about: --treatment COLUMN");
  }
  if (outcome === undefined) {
    throw usage(command, "no outcome", undefined, "name the column of what happened: --outcome COLUMN");
  }
  return { treatment, outcome, given, ...defined({ unit, weight, treated, success }) };
}

/** How to read the table. */
export function readOptionsOf(flags: TableFlags): ReadOptions {
  const { derive, missing, table, delimiter, quote, encoding, na } = flags;
  // A tab is hard to type in a shell.
  const between = delimiter === "\\t" || delimiter === "tab" ? "\t" : delimiter;
  return defined({ derive, missing, table, delimiter: between, quote, encoding, na });
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the options that were not given, so that the library's own defaults hold. */
export function defined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
