import type { Column } from "../num/columns.js";
import type { Sample } from "../num/sample.js";
import { GAPS_NOTE, gappedCovariates, makeCovariates } from "./covariates.js";
import type { Fetched } from "./fetch.js";
import { makeOutcome } from "./outcome.js";
import { type ReadOptions, readUsed } from "./read.js";
import { listRoles, type Roles } from "./roles.js";
import { makeTreatment } from "./treatment.js";
import { makeUnit } from "./unit.js";

/** A column as it is; gaps in it were refused or left out with their rows. */
function columnBeside(column: Fetched): Column {
  const { name } = column;
  return column.held === "number"
    ? { kind: "numeric", name, values: column.values }
    : { kind: "categorical", name, codes: column.codes, levels: column.levels };
}

/** What `readSample` of table.ts does once DuckDB is there. */
export async function readTable(path: string, roles: Roles, options: ReadOptions): Promise<Sample> {
  const { rows, columns, counts, weights, rowNumbers, data, lastNotes } = await readUsed(
    path,
    listRoles(roles),
    options,
  );
  const column = (role: string) => columns.find((c) => c.role === role) as Fetched;
  const treatment = makeTreatment(column("treatment"), roles.treated);
  const outcome = makeOutcome(column("outcome"), roles.success);
  const covariates = columns.filter((c) => c.role === "given");
  const gapped = options.missing === "branch" ? gappedCovariates(covariates) : undefined;
  const given = makeCovariates(covariates, counts);
  const beside = columns.filter((c) => c.role === "fair" || c.role === "cost-column").map(columnBeside);
  const notes = [...data.notes, ...given.notes, ...(gapped ? [GAPS_NOTE] : []), ...lastNotes];
  if (outcome.kind === "numeric" && column("outcome").kind === "date") {
    notes.push("The outcome is a date, read as days since 1970-01-01.");
  }
  return {
    rows,
    treatment,
    outcome,
    given: given.columns,
    ...(gapped && { gapped }),
    ...(roles.unit !== undefined && { unit: makeUnit(column("unit")) }),
    ...(beside.length > 0 && { beside }),
    ...(weights && { weights }),
    ...(rowNumbers && { rowNumbers }),
    data: { ...data, notes },
  };
}
