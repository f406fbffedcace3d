import { DiscoError } from "../../error.js";
import { indices } from "../../num/indices.js";
import type { Study } from "../../num/study.js";
import type { Remark } from "../../query/answer.js";
import type { Observations } from "../influence.js";
import { partOfStudy } from "../part-of-study.js";

export interface RegressionOptions {
  /** Confidence level; default .95. */
  readonly level?: number;
  /** Which arm is held against the reference, by its place (the reference is 0); default 1. */
  readonly arm?: number;
}

/** The rows that a regression compares, with the treatment as a number: the dose, or 1 in the arm asked about and 0 in the reference. */
export interface Compared extends Observations {
  /** The study without the rows of other arms. */
  readonly study: Study;
  readonly t: Float64Array;
  readonly y: Float64Array;
  /** Is the treatment an arm against the reference? */
  readonly arms: boolean;
  /** "treat = 1 against treat = 0", or "one more of educ". */
  readonly what: string;
  readonly warnings: readonly Remark[];
  /** Influences of the rows compared, as influences of all rows of the study that was given (0 for the rows left out). */
  readonly spread: (influence: Float64Array) => Float64Array;
}

/** Clusters that have rows, numbered from 0 in the order of their first row. */
function clustersOf(study: Study): { cluster?: Int32Array; clusters?: number } {
  const { unit } = study;
  if (!unit || study.weights?.kind === "law") return {};
  const place = new Map<number, number>();
  const cluster = unit.codes.map((code) => {
    if (!place.has(code)) place.set(code, place.size);
    return place.get(code)!;
  });
  if (place.size < 2) {
    throw new DiscoError({
      who: `--unit ${unit.name}`,
      wrong: "all rows belong to one unit, so nothing shows how far another unit would have come out",
      given: `${study.rows} rows of one unit`,
      next: "leave --unit out if the rows are independent, or give a column that tells several units apart",
    });
  }
  return { cluster, clusters: place.size };
}

/**
 * Takes the rows of the arm asked about (by its place, 1 the first after the reference) and of the reference; all rows of a dose.
 * @throws DiscoError where all rows belong to one unit
 */
export function comparedRows(whole: Study, arm = 1): Compared {
  const { treatment } = whole;
  const several = treatment.kind === "arms" && treatment.arms.length > 2;
  const all = indices(whole.rows);
  const kept = several ? all.filter((i) => treatment.codes[i] === 0 || treatment.codes[i] === arm) : all;
  const study = several ? partOfStudy(whole, kept) : whole;
  const law = study.weights?.kind === "law";
  const count = study.weights?.values ?? new Float64Array(study.rows).fill(1);
  const total = count.reduce((a, b) => a + b, 0);
  const everybody = several ? (whole.weights?.values.reduce((a, b) => a + b, 0) ?? whole.rows) : total;
  const { name } = treatment;
  return {
    study,
    t:
      study.treatment.kind === "arms"
        ? Float64Array.from(study.treatment.codes, (code) => (code === 0 ? 0 : 1))
        : study.treatment.values,
    y: study.outcome.values,
    arms: treatment.kind === "arms",
    what:
      treatment.kind === "arms"
        ? `${name} = ${treatment.arms[arm]} against ${name} = ${treatment.arms[0]}`
        : `one more of ${name}`,
    count,
    total,
    law,
    ...clustersOf(study),
    warnings: several
      ? [
          {
            id: "other-arms",
            text: `Rows of other arms were left out of this comparison: ${whole.rows - study.rows} of ${whole.rows}.`,
          },
        ]
      : [],
    spread: (influence) => {
      if (!several) return influence;
      const out = new Float64Array(whole.rows);
      for (let j = 0; j < kept.length; j++) out[kept[j]] = (influence[j] * everybody) / total;
      return out;
    },
  };
}
