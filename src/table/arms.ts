import { DiscoError } from "../error.js";
import { listed } from "../num/say-names.js";
import type { ArmTreatment, NumericTreatment } from "../num/study.js";
import type { Fetched } from "./fetch.js";
import { say } from "./say.js";
import { labelLength, makeTreatment } from "./treatment.js";
import { distinctLabels, isLabel, type Label, tellLabels } from "./two-values.js";

/** More arms than this are a dose, or a mistake. */
const MOST_ARMS = 20;

/** Labels that everybody takes for the one to compare with. */
const REFERENCES = ["0", "control", "placebo", "none", "no", "false", "untreated", "baseline"];

/**
 * The treatment as arms, the reference first, or as a dose: two values are arms, several labels are arms, several numbers are a dose unless a
 * reference is named. Throws where one value is all there is, and where nobody can tell the reference.
 */
export function makeArms(
  column: Fetched,
  treated: string | undefined,
  reference: string | undefined,
): ArmTreatment | NumericTreatment {
  const { name } = column;
  const labels = distinctLabels(column, MOST_ARMS + 1);
  if (labels.length <= 2) return twoArms(column, labels, treated, reference);
  if (treated !== undefined) {
    throw new DiscoError({
      who: "--treated",
      wrong: `the treatment ${say(name)} has more than two values, so no single one is the treated`,
      given: say(treated),
      next: "name the one to compare with instead: --reference VALUE",
    });
  }
  if (column.held === "number" && reference === undefined) {
    return { kind: "numeric", name, values: column.values };
  }
  if (labels.length > MOST_ARMS) {
    throw new DiscoError({
      who: "--treatment",
      wrong: `there are more than ${MOST_ARMS} arms`,
      given: say(name),
      next: "group them with --derive, or name a column of numbers for a dose",
    });
  }
  const first = referenceAmong(name, labels, reference);
  const arms = [first, ...labels.filter((label) => label !== first)];
  return { kind: "arms", name, arms: arms.map(String), codes: codesOf(column, arms) };
}

function twoArms(
  column: Fetched,
  labels: readonly Label[],
  treated: string | undefined,
  reference: string | undefined,
): ArmTreatment {
  const other = reference === undefined ? undefined : labels.find((label) => !isLabel(label, reference));
  if (reference !== undefined && labels.length === 2 && !labels.some((label) => isLabel(label, reference))) {
    throw noSuchReference(column.name, labels, reference);
  }
  const told =
    treated ?? (other === undefined || tellLabels(labels, undefined)?.yes === other ? undefined : String(other));
  const { name, values, labels: two } = makeTreatment(column, told);
  return { kind: "arms", name, arms: [String(two.no), String(two.yes)], codes: Int32Array.from(values) };
}

function referenceAmong(name: string, labels: readonly Label[], reference: string | undefined): Label {
  if (reference !== undefined) {
    const found = labels.find((label) => isLabel(label, reference));
    if (found === undefined) throw noSuchReference(name, labels, reference);
    return found;
  }
  const known = labels.filter((label) => REFERENCES.includes(String(label).toLowerCase()));
  if (known.length === 1) return known[0];
  throw new DiscoError({
    who: "--treatment",
    wrong: `the values are ${listed(labels.map(say))}, and it cannot be told which the others are compared with`,
    given: say(name),
    next: `say it: --reference ${String(labels[0])}`,
  });
}

function noSuchReference(name: string, labels: readonly Label[], reference: string): DiscoError {
  return new DiscoError({
    who: "--reference",
    wrong: `no row of ${say(name)} has this value; its values are ${listed(labels.map(say))}`,
    given: say(reference),
    next: "give one of them",
  });
}

function codesOf(column: Fetched, arms: readonly Label[]): Int32Array {
  if (column.held === "text") {
    const place = column.levels.map((level) => arms.indexOf(level));
    return column.codes.map((code) => place[code]);
  }
  const place = new Map(arms.map((label, k) => [Number(label), k]));
  return Int32Array.from({ length: labelLength(column) }, (_, i) => place.get(column.values[i]) as number);
}
