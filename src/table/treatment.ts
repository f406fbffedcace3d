import { DiscoError } from "../error.js";
import type { Treatment } from "../num/sample.js";
import { listed } from "../num/say-names.js";
import type { Fetched } from "./fetch.js";
import { say } from "./say.js";
import { quoteIdent, quoteString } from "./sql.js";
import { codeLabel, distinctLabels, type Label, tellLabels } from "./two-values.js";

/** How a derived column would make two values of many: `--derive "treated = city = 'Oslo'"`. */
export function deriveHint(name: string, example: string, labels: readonly Label[]): string {
  const column = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : quoteIdent(name);
  const many = labels.length > 5;
  const value = labels[many ? 4 : labels.length - 1];
  const test = typeof value === "string" ? `= ${quoteString(value)}` : `${many ? ">" : "="} ${value}`;
  const made = name.toLowerCase() === example ? `is_${example}` : example;
  return `--derive "${`${made} = ${column} ${test}`.replaceAll('"', '\\"')}" and then --${example === "treated" ? "treatment" : "outcome"} ${made}`;
}

/** The treatment as 0 and 1. Throws unless the column has exactly two values of which one is known to be the treated. */
export function makeTreatment(column: Fetched, treated: string | undefined): Treatment {
  const { name } = column;
  const labels = distinctLabels(column, 6);
  const about = { who: "--treatment", given: say(name) };
  if (labels.length === 1) {
    const next = "an effect needs rows with and without the treatment; name another column or add the other rows";
    throw new DiscoError({ ...about, wrong: `every row has ${say(labels[0])}, so there is nothing to compare`, next });
  }
  if (labels.length > 2) {
    const many = labels.length > 5 ? "more than five values" : `${labels.length} values`;
    const shown = `${labels.slice(0, 5).map(say).join(", ")}${labels.length > 5 ? ", …" : ""}`;
    const next = `make it two-valued, for example ${deriveHint(name, "treated", labels)}`;
    throw new DiscoError({ ...about, wrong: `the treatment must have two values and has ${many}: ${shown}`, next });
  }
  const both = listed(labels.map(say));
  const told = tellLabels(labels, treated);
  if (!told && treated !== undefined) {
    const wrong = `no row of ${say(name)} has this value; its values are ${both}`;
    throw new DiscoError({ who: "--treated", wrong, given: say(treated), next: "give one of the two" });
  }
  if (!told) {
    const next = `say which means treated: --treated ${labels.map(String).join(" or --treated ")}`;
    throw new DiscoError({
      ...about,
      wrong: `the values are ${both}, and it cannot be told which means treated`,
      next,
    });
  }
  const values = new Uint8Array(labelLength(column));
  codeLabel(column, told.yes, values);
  return { name, values, labels: told };
}

/** Rows of a column in memory. */
export function labelLength(column: Fetched): number {
  return column.held === "text" ? column.codes.length : column.values.length;
}
