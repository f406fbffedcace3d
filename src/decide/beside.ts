import { DiscoError } from "../error.js";
import type { Column } from "../num/columns.js";
import { nearestName } from "../num/nearest.js";
import type { Sample } from "../num/sample.js";

/** More groups than this cannot be read, and are more likely numbers than groups. */
const MOST_GROUPS = 50;

/** Which group each row of the sample is in. */
export interface Groups {
  readonly name: string;
  readonly labels: readonly string[];
  readonly codes: Int32Array;
}

/** A column that came with the sample, as a covariate or beside them. */
function columnOf(sample: Sample, who: string, name: string): Column {
  const columns = [...(sample.beside ?? []), ...sample.given];
  const column = columns.find((one) => one.name === name);
  if (column) return column;
  const nearest = nearestName(
    name,
    columns.map((one) => one.name),
  );
  throw new DiscoError({
    who,
    wrong: `no such column came with the rows${nearest === undefined ? "" : `; did you mean ${nearest}?`}`,
    given: name,
    next: "read it as a covariate, or beside them (roles fair and cost)",
  });
}

/** The groups that are compared: labels, or the values of a number that has few. @throws DiscoError for too many of them */
export function groupsOf(sample: Sample, name: string): Groups {
  const column = columnOf(sample, "fair", name);
  const coded = column.kind === "categorical" ? usedLevels(column.codes, column.levels) : distinct(column.values);
  if (coded.labels.length <= MOST_GROUPS) return { name, ...coded };
  throw new DiscoError({
    who: "fair",
    wrong: `these are too many groups to be compared: ${coded.labels.length}`,
    given: name,
    next: `make at most ${MOST_GROUPS} of them with --derive`,
  });
}

function usedLevels(codes: Int32Array, levels: readonly string[]): Omit<Groups, "name"> {
  const used = new Uint8Array(levels.length);
  for (let i = 0; i < codes.length; i++) used[codes[i]] = 1;
  const place = new Int32Array(levels.length);
  const labels: string[] = [];
  levels.forEach((level, code) => {
    if (used[code] === 0) return;
    place[code] = labels.length;
    labels.push(level);
  });
  return { labels, codes: codes.map((code) => place[code]) };
}

function distinct(values: Float64Array): Omit<Groups, "name"> {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const place = new Map(sorted.map((value, code) => [value, code]));
  return { labels: sorted.map(String), codes: Int32Array.from(values, (value) => place.get(value)!) };
}

/** What it costs to treat each row of the sample. @throws DiscoError for labels and for costs below nought */
export function costsOf(sample: Sample, name: string): Float64Array {
  const column = columnOf(sample, "cost-column", name);
  if (column.kind === "categorical") {
    throw new DiscoError({
      who: "cost-column",
      wrong: "costs should be numbers, and this column holds labels",
      given: name,
      next: "name a column of numbers",
    });
  }
  const { values } = column;
  let low = Number.POSITIVE_INFINITY;
  for (let i = 0; i < values.length; i++) low = Number.isNaN(values[i]) ? Number.NaN : Math.min(low, values[i]);
  if (low >= 0) return values;
  throw new DiscoError({
    who: "cost-column",
    wrong: Number.isNaN(low) ? "there are rows without a cost" : `there are costs below nought, down to ${low}`,
    given: name,
    next: Number.isNaN(low)
      ? "leave these rows out"
      : "put what treating brings in into the benefit, so that costs are 0 or more",
  });
}
