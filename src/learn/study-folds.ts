import type { Column } from "../num/columns.js";
import { hashRows } from "../num/hash.js";
import type { Study } from "../num/study.js";
import { dealStudy } from "./arm-nuisances.js";
import { assignFolds, type Entries } from "./folds.js";

/** Places of the values among the distinct ones, so that a change of units moves no row to another fold. */
function ranks(values: Float64Array): Float64Array {
  const place = new Map<number, number>();
  for (const value of Float64Array.from(values).sort()) if (!place.has(value)) place.set(value, place.size);
  return values.map((value) => place.get(value)!);
}

/**
 * Deals the observations of a study into folds as `assignFolds` does; the ranks of a numeric treatment tell rows apart as a covariate
 * would, and the hashes that learners see stay those of the covariates alone. Cost: O(rows x columns).
 */
export function dealRows(study: Study, folds: number, seed: number): Entries {
  const { treatment, rows, given, weights } = study;
  if (treatment.kind === "arms") return dealStudy({ ...study, treatment }, folds, seed);
  const dose: Column = { kind: "numeric", name: treatment.name, values: ranks(treatment.values) };
  const nobody = { name: treatment.name, values: new Uint8Array(rows), labels: { yes: 1, no: 0 } };
  const dealt = assignFolds({ ...study, given: [...given, dose], treatment: nobody }, folds, seed);
  return { ...dealt, rowHash: hashRows(given, rows, weights?.values) };
}
