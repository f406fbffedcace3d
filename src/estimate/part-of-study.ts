import type { Column } from "../num/columns.js";
import type { Study } from "../num/study.js";
import { takeColumn } from "../num/take-column.js";

/** The study's rows at the given places only, in that order; every column goes with them. */
export function partOfStudy<S extends Study>(study: S, rows: Int32Array): S {
  const numbers = (values: Float64Array) => Float64Array.from(rows, (i) => values[i]);
  const whole = (values: Int32Array) => Int32Array.from(rows, (i) => values[i]);
  const pick = <C extends Column>(column: C) => takeColumn(column, rows);
  const { treatment, outcome, unit, weights, running, time, rowNumbers, negativeOutcome, negativeTreatment } = study;
  return {
    ...study,
    rows: rows.length,
    treatment:
      treatment.kind === "arms"
        ? { ...treatment, codes: whole(treatment.codes) }
        : { ...treatment, values: numbers(treatment.values) },
    outcome: { ...outcome, values: numbers(outcome.values) },
    given: study.given.map(pick),
    ...(study.gapped ? { gapped: study.gapped.map(pick) } : {}),
    instruments: study.instruments.map(pick),
    mediators: study.mediators.map(pick),
    ...(running ? { running: pick(running) } : {}),
    ...(time ? { time: pick(time) } : {}),
    ...(negativeOutcome ? { negativeOutcome: pick(negativeOutcome) } : {}),
    ...(negativeTreatment ? { negativeTreatment: pick(negativeTreatment) } : {}),
    ...(unit ? { unit: { ...unit, codes: whole(unit.codes) } } : {}),
    ...(weights ? { weights: { ...weights, values: numbers(weights.values) } } : {}),
    rowNumbers: Int32Array.from(rows, (i) => (rowNumbers ? rowNumbers[i] : i + 1)),
  };
}
