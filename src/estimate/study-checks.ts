import { DiscoError } from "../error.js";
import type { ArmStudy, Study } from "../num/study.js";
import type { EffectSettings } from "./effect-options.js";

/** Fewest rows of an arm worth comparing; a table of kinds, counted in a column, is taken at its word. */
const FEWEST = 10;
const FEWEST_COUNTED = 2;

/** @throws DiscoError where the outcome's values do not allow the comparison that is asked for */
export function checkContrast({ outcome }: Study, { contrast }: EffectSettings): void {
  if (contrast === "difference") return;
  const who = "--contrast";
  if (contrast === "odds-ratio" && outcome.kind !== "binary") {
    throw new DiscoError({
      who,
      wrong: "odds need an outcome of two values",
      given: `odds-ratio with numeric ${outcome.name}`,
      next: `use --contrast ratio, or make it two-valued with --derive 'high = ${outcome.name} > 0'`,
    });
  }
  const lowest = outcome.values.reduce((a, b) => Math.min(a, b), 0);
  if (lowest < 0) {
    throw new DiscoError({
      who,
      wrong: "a ratio of averages means nothing where the outcome can be negative",
      given: `${outcome.name} goes down to ${lowest}`,
      next: "use --contrast difference",
    });
  }
}

/** @throws DiscoError when an arm has too few rows, a covariate is the treatment, or rows of a unit disagree on their weight */
export function checkArms(study: ArmStudy): void {
  const { treatment, weights, rows } = study;
  const { codes, arms, name } = treatment;
  const count = new Float64Array(arms.length);
  for (let i = 0; i < rows; i++) count[codes[i]] += weights?.kind === "counts" ? weights.values[i] : 1;
  const fewest = weights?.name === undefined ? FEWEST : FEWEST_COUNTED;
  if (weights?.kind !== "law" && count.some((n) => n < fewest)) {
    throw new DiscoError({
      who: study.data.source,
      wrong: `each arm needs at least ${fewest} rows`,
      given: arms.map((arm, k) => `${count[k]} with ${name} = ${arm}`).join(", "),
      next: "give more rows, or leave the arm out; with so few, nothing can be compared",
    });
  }
  checkGiven(study);
  checkUnits(study);
}

/** A covariate that says what the arm is leaves nothing to compare. */
function checkGiven({ given, treatment, rows }: ArmStudy): void {
  for (const column of given) {
    const armOf = new Map<number, number>();
    const value = (i: number) => (column.kind === "numeric" ? column.values[i] : column.codes[i]);
    let tells = true;
    for (let i = 0; i < rows && tells; i++) {
      const met = armOf.get(value(i));
      if (met === undefined) armOf.set(value(i), treatment.codes[i]);
      else tells = met === treatment.codes[i];
    }
    // Where nearly every row has a value of its own, each value goes with one arm and says nothing.
    if (!tells || armOf.size > rows / 2 || new Set(armOf.values()).size < 2) continue;
    throw new DiscoError(
      {
        who: "--given",
        wrong: `this covariate says exactly which arm a row is in, so no two rows that are alike in it can be compared`,
        given: column.name,
        next: `leave it out: it is ${treatment.name} under another name, or decided with it`,
      },
      "refused",
    );
  }
}

function checkUnits(study: Study): void {
  const { unit } = study;
  if (unit === undefined) return;
  if (unit.labels.length < 2) {
    throw new DiscoError({
      who: "--unit",
      wrong: "all rows belong to one unit, so how far units differ cannot be known",
      given: `${unit.name} = ${unit.labels[0]}`,
      next: "leave --unit out if rows are independent, or give the rows of more units",
    });
  }
  checkUnitWeights(study);
}

/** @throws DiscoError where rows of one unit disagree on how many like units there are */
export function checkUnitWeights({ unit, weights, rows }: Pick<Study, "unit" | "weights" | "rows">): void {
  if (unit === undefined || weights === undefined) return;
  const seen = new Float64Array(unit.labels.length);
  for (let i = 0; i < rows; i++) {
    const u = unit.codes[i];
    if (seen[u] !== 0 && Math.abs(seen[u] - weights.values[i]) > 1e-12 * seen[u]) {
      throw new DiscoError({
        who: weights.name ?? "weight",
        wrong: "with a unit, a weight says how many like units there are, so the rows of a unit must agree on it",
        given: `${unit.name} = ${unit.labels[u]} has weights ${seen[u]} and ${weights.values[i]}`,
        next: "give every row of a unit the same weight, or leave the weight out",
      });
    }
    seen[u] = weights.values[i];
  }
}
