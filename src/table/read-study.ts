import { DiscoError } from "../error.js";
import type { NumericColumn } from "../num/columns.js";
import { listed } from "../num/say-names.js";
import type { Study } from "../num/study.js";
import { makeArms } from "./arms.js";
import { GAPS_NOTE, gappedCovariates, makeCovariates } from "./covariates.js";
import type { Fetched } from "./fetch.js";
import { makeOutcome } from "./outcome.js";
import { type ReadOptions, readUsed } from "./read.js";
import { listRoles, type StudyRoles, whoNames } from "./roles.js";
import { say } from "./say.js";
import { codeLabel, distinctLabels, tellLabels } from "./two-values.js";
import { makeUnit } from "./unit.js";

/** What `readStudy` of table.ts does once DuckDB is there. */
export async function readStudyTable(path: string, roles: StudyRoles, options: ReadOptions): Promise<Study> {
  // A panel's rows are told apart by unit and time; they are never counted together.
  const compress = roles.time === undefined ? options.compress : "never";
  const { rows, columns, counts, weights, rowNumbers, data, lastNotes } = await readUsed(path, listRoles(roles), {
    ...options,
    compress,
  });
  const column = (role: string) => columns.find((c) => c.role === role) as Fetched;
  const having = (role: string) => columns.filter((c) => c.role === role);
  const treatment = makeArms(column("treatment"), roles.treated, roles.reference);
  const outcome = makeOutcome(column("outcome"), roles.success);
  const gapped = options.missing === "branch" ? gappedCovariates(having("given")) : undefined;
  const given = makeCovariates(having("given"), counts);
  const mediators = makeCovariates(having("mediator"), counts);
  const [running] = having("running");
  const [time] = having("time");
  const single = (role: string) => makeCovariates(having(role), counts).columns[0];
  const notes = [...data.notes, ...given.notes, ...(gapped ? [GAPS_NOTE] : []), ...mediators.notes, ...lastNotes];
  if (outcome.kind === "numeric" && column("outcome").kind === "date") {
    notes.push("The outcome is a date, read as days since 1970-01-01.");
  }
  return {
    rows,
    treatment,
    outcome,
    given: given.columns,
    ...(gapped && { gapped }),
    instruments: having("instrument").map(numbersOf),
    mediators: mediators.columns,
    ...(running && { running: numbersOf(running) }),
    ...(time && { time: single("time") }),
    ...(roles.negativeOutcome !== undefined && { negativeOutcome: single("negative-outcome") }),
    ...(roles.negativeTreatment !== undefined && { negativeTreatment: single("negative-treatment") }),
    ...(roles.unit !== undefined && { unit: makeUnit(column("unit")) }),
    ...(weights && { weights }),
    ...(rowNumbers && { rowNumbers }),
    data: { ...data, notes },
  };
}

/** Numbers as they are, and two labels as 0 and 1. */
function numbersOf(column: Fetched): NumericColumn {
  const { name } = column;
  if (column.held === "number") return { kind: "numeric", name, values: column.values };
  const labels = distinctLabels(column, 3);
  if (labels.length !== 2) {
    throw new DiscoError({
      who: whoNames(column.role),
      wrong: `the column is text with more than two values: ${listed(labels.map(say))}${labels.length > 2 ? ", …" : ""}`,
      given: say(name),
      next: "give numbers or two values; make them with --derive",
    });
  }
  const values = new Float64Array(column.codes.length);
  codeLabel(column, (tellLabels(labels, undefined) ?? { yes: labels[1] }).yes, values);
  return { kind: "numeric", name, values };
}
