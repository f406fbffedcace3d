import { DiscoError } from "../../error.js";
import type { Column } from "../../num/columns.js";
import type { Outcome } from "../../num/sample.js";
import type { Study } from "../../num/study.js";
import type { Sensitivity } from "../../query/effect.js";
import { type AgainOptions, attempt, type Reestimate, twoSided } from "./again.js";
import { chance, plain } from "./say.js";

export interface NegativeOptions extends AgainOptions {
  /** What an estimate of no effect is: 0 (default), or 1 for ratios. */
  readonly none?: number;
}

/** p-values below this are called a finding. */
export const RARE = 0.05;

/**
 * Estimates the effect on an outcome that the treatment cannot touch (from before it began, say): it should be none, and where it is not the
 * same bias may be in the effect asked about. Cost: one re-estimation.
 * Source: M. Lipsitch, E. Tchetgen Tchetgen & T. Cohen, Epidemiology 21, 2010.
 * @throws DiscoError when the column has another length, a role already, more than two labels, or one value
 */
export async function negativeOutcome(
  study: Study,
  column: Column,
  reestimate: Reestimate,
  { method, none = 0 }: NegativeOptions,
): Promise<Sensitivity> {
  const found = await attempt(reestimate, { ...study, outcome: outcomeOf(study, column) });
  const about = {
    id: "negative-outcome",
    name: "Negative-control outcome",
    method,
    can: `It can show bias that the effect on ${study.outcome.name} would share: whatever unmeasured goes with the treatment and moves both outcomes.`,
    cannot: `It cannot show bias through what moves ${study.outcome.name} but not ${column.name}, and it counts for nothing if the treatment does touch ${column.name}.`,
  } as const;
  if (found instanceof Error) {
    return {
      ...about,
      finding: `The effect on ${column.name} could not be estimated: ${found.message}`,
      values: { control: column.name, none },
    };
  }
  const { value, se } = found;
  const z = se === undefined || !(se > 0) ? undefined : (value - none) / se;
  const p = z === undefined ? undefined : twoSided(z);
  const same = `The estimate of an effect on ${column.name}, which the treatment cannot touch, is ${plain(value)}`;
  const away = p === undefined ? value !== none : p < RARE;
  const told = p === undefined ? "" : ` (p ${chance(p)})`;
  return {
    ...about,
    finding: away
      ? `${same}, not ${none}${told}: something unmeasured goes with the treatment, and the effect on ${study.outcome.name} may be biased by the same.`
      : `${same}, as near to ${none} as chance would have it${told}: no sign of bias.`,
    values: {
      control: column.name,
      value,
      none,
      ...(z === undefined ? {} : { se: se!, z, p: p! }),
      passed: !away,
    },
  };
}

function outcomeOf(study: Study, column: Column): Outcome {
  const { name } = column;
  const refuse = (wrong: string, given: string | undefined, next: string): never => {
    throw new DiscoError({
      who: `negative-control outcome "${name}"`,
      wrong,
      ...(given === undefined ? {} : { given }),
      next,
    });
  };
  const length = column.kind === "numeric" ? column.values.length : column.codes.length;
  if (length !== study.rows)
    refuse(
      "has another number of rows than the table",
      `${length} against ${study.rows}`,
      "give a column of the same table",
    );
  const role = roleOf(study, name);
  if (role !== undefined) refuse(`is ${role} already`, undefined, "leave it out there, or name another column");
  if (column.kind === "numeric") {
    const values = [...new Set(column.values)];
    if (values.length < 2) refuse("has one value only", String(values[0]), "name a column that varies");
    return values.every((value) => value === 0 || value === 1)
      ? { kind: "binary", name, values: column.values, labels: { yes: 1, no: 0 } }
      : { kind: "numeric", name, values: column.values };
  }
  const used = [...new Set(column.codes)].sort((a, b) => a - b);
  if (used.length !== 2)
    refuse(
      "must be a number or have two labels",
      `${used.length} labels`,
      "name another column, or group its labels with --derive",
    );
  const values = Float64Array.from(column.codes, (code) => (code === used[1] ? 1 : 0));
  return { kind: "binary", name, values, labels: { yes: column.levels[used[1]], no: column.levels[used[0]] } };
}

/** What a column of that name is in the study already. */
export function roleOf(study: Study, name: string): string | undefined {
  if (study.treatment.name === name) return "the treatment";
  if (study.outcome.name === name) return "the outcome";
  if (study.given.some((column) => column.name === name)) return "among the covariates";
  if (study.mediators.some((column) => column.name === name)) return "a mediator";
  return undefined;
}
