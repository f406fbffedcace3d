import { DiscoError } from "../../error.js";
import { assignFolds, type Entries } from "../../learn/folds.js";
import type { ArmTreatment, Study } from "../../num/study.js";
import type { Observations } from "../influence.js";

export type Arms = ArmTreatment;

function complaint(who: string, wrong: string, given: string, next: string): DiscoError {
  return new DiscoError({ who, wrong, given, next });
}

/**
 * The two arms of a study with mediators.
 * @param who the estimator, for the message
 * @throws DiscoError where the treatment is a dose or has not two arms, where an arm has no rows, and where there is no mediator
 */
export function twoArms({ treatment, mediators }: Study, who: string): Arms {
  const { name } = treatment;
  if (treatment.kind !== "arms") {
    throw complaint(who, "compares two arms", `${name}, a number`, "cut it into two groups");
  }
  if (treatment.arms.length !== 2) {
    const next = "keep the rows of two of them";
    throw complaint(who, "compares two arms", `${name}: ${treatment.arms.join(", ")}`, next);
  }
  const empty = [0, 1].find((arm) => !treatment.codes.includes(arm));
  if (empty !== undefined) {
    throw complaint(who, "an arm has no rows", `${name} = ${treatment.arms[empty]}`, "choose arms that occur");
  }
  if (mediators.length === 0) {
    throw complaint(who, "needs a mediator", "none", `name what ${name} acts through`);
  }
  return treatment;
}

/**
 * Deals the observations of a study with two arms into folds by content, mediators included. An exact law has one fold.
 * @throws DiscoError where the number of folds is not a whole number from 1 to 50
 */
export function dealStudy(study: Study, arms: Arms, folds: number, seed: number): Entries {
  if (!(Number.isInteger(folds) && folds >= 1 && folds <= 50)) {
    const wanted = "a whole number from 1 to 50";
    throw complaint("folds", `must be ${wanted}`, String(folds), `give ${wanted}`);
  }
  const sample = {
    ...study,
    // Dealing looks at contents alone, so what the arms are called is of no matter.
    treatment: { name: arms.name, values: Uint8Array.from(arms.codes), labels: { yes: 1, no: 0 } },
    given: [...study.given, ...study.mediators],
  };
  return assignFolds(sample, folds, seed);
}

/** Who is averaged over, and which entries hang together: the rows of one unit. */
export function observationsOf({ unit, weights }: Study, entries: Entries): Observations {
  const base = { count: entries.count, total: entries.total, law: weights?.kind === "law" };
  if (!unit) return base;
  // Units whose rows were all left out are no clusters.
  const place = new Map<number, number>();
  const cluster = Int32Array.from(entries.row, (row) => {
    const code = unit.codes[row];
    if (!place.has(code)) place.set(code, place.size);
    return place.get(code)!;
  });
  return { ...base, cluster, clusters: place.size };
}
