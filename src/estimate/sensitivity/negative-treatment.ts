import { DiscoError } from "../../error.js";
import type { Column } from "../../num/columns.js";
import { mix } from "../../num/hash.js";
import type { Uniform } from "../../num/random.js";
import type { Study } from "../../num/study.js";
import type { Sensitivity } from "../../query/effect.js";
import { attempt, type Reestimate, twoSided } from "./again.js";
import { streamsOf } from "./draws.js";
import { type NegativeOptions, RARE, roleOf } from "./negative-outcome.js";
import { withCounts } from "./rows.js";
import { chance, plain } from "./say.js";

/**
 * Estimates the effect of a treatment that can have none: a given column of two values that cannot touch the outcome, or, without one, the
 * treatment itself dealt anew to the rows by lot. Undefined for an exact law without a column, where dealing by lot leaves no chance.
 * Cost: one re-estimation. Source: M. Lipsitch, E. Tchetgen Tchetgen & T. Cohen, Epidemiology 21, 2010 (given columns).
 * @throws DiscoError when the column has another length, a role already, or not two values
 */
export async function negativeTreatment(
  study: Study,
  column: Column | undefined,
  reestimate: Reestimate,
  { method, seed, none = 0 }: NegativeOptions,
): Promise<Sensitivity | undefined> {
  if (column === undefined && study.weights?.kind === "law") return undefined;
  const placebo = column === undefined ? permuted(study, seed) : { ...study, treatment: treatmentOf(study, column) };
  const found = await attempt(reestimate, placebo);
  const name = column === undefined ? `${study.treatment.name}, dealt anew by lot` : column.name;
  const about = {
    id: "negative-treatment",
    name: column === undefined ? "Placebo treatment" : "Negative-control treatment",
    method,
    can:
      column === undefined
        ? "It can show an estimator that finds effects where there are none, or a standard error that is too small."
        : `It can show that something unmeasured goes with ${column.name} and ${study.outcome.name}, and so perhaps with the treatment.`,
    cannot:
      column === undefined
        ? "It cannot show unmeasured causes: dealing the treatment by lot cuts their tie to it."
        : `It cannot show bias through what goes with the treatment but not with ${column.name}, and it counts for nothing if ${column.name} does touch ${study.outcome.name}.`,
  } as const;
  if (found instanceof Error) {
    return {
      ...about,
      finding: `The effect of ${name} could not be estimated: ${found.message}`,
      values: { control: name, none },
    };
  }
  const { value, se } = found;
  const z = se === undefined || !(se > 0) ? undefined : (value - none) / se;
  const p = z === undefined ? undefined : twoSided(z);
  const away = p === undefined ? value !== none : p < RARE;
  const told = p === undefined ? "" : ` (p ${chance(p)})`;
  const what = `The estimate of an effect of ${name}, which can have none, is ${plain(value)}`;
  const blame =
    column === undefined
      ? "one such draw in twenty comes out like this by chance; if other seeds do too, do not trust this estimator's interval here"
      : `something unmeasured goes with it and ${study.outcome.name}, and the effect of ${study.treatment.name} may be biased by the same`;
  return {
    ...about,
    finding: away
      ? `${what}, not ${none}${told}: ${blame}.`
      : `${what}, as near to ${none} as chance would have it${told}.`,
    values: { control: name, value, none, ...(z === undefined ? {} : { se: se!, z, p: p! }), passed: !away },
  };
}

function treatmentOf(study: Study, column: Column): Study["treatment"] {
  const { name } = column;
  const refuse = (wrong: string, given: string | undefined, next: string): never => {
    throw new DiscoError({
      who: `negative-control treatment "${name}"`,
      wrong,
      ...(given === undefined ? {} : { given }),
      next,
    });
  };
  const values = column.kind === "numeric" ? column.values : column.codes;
  if (values.length !== study.rows)
    refuse(
      "has another number of rows than the table",
      `${values.length} against ${study.rows}`,
      "give a column of the same table",
    );
  const role = roleOf(study, name);
  if (role !== undefined) refuse(`is ${role} already`, undefined, "leave it out there, or name another column");
  const used = [...new Set<number>(values)].sort((a, b) => a - b);
  if (used.length !== 2)
    refuse("must have two values", `${used.length}`, "name a column of two values, or derive one with --derive");
  const arms = used.map((value) => (column.kind === "numeric" ? String(value) : column.levels[value]));
  return { kind: "arms", name, arms, codes: Int32Array.from(values, (value) => (value === used[1] ? 1 : 0)) };
}

/**
 * The study with the treatments of all observations dealt anew, each to one: the same treatments, in an order by lot. Rows that stand for
 * several observations are parted. Cost: a sort of the observations.
 */
export function permuted(study: Study, seed: number): Study {
  const streamOf = streamsOf(study);
  const takers = order(study, (row) => streamOf(row, mix(seed, 1)));
  const givers = order(study, (row) => streamOf(row, mix(seed, 2)));
  const { treatment, weights } = study;
  const dose = treatment.kind === "arms" ? treatment.codes : treatment.values;
  if (weights === undefined) {
    const dealt = dose.slice();
    takers.forEach((row, k) => {
      dealt[row] = dose[givers[k]];
    });
    return { ...study, treatment: withDose(treatment, dealt) };
  }
  const counts = new Map<string, { row: number; dose: number; count: number }>();
  takers.forEach((row, k) => {
    const key = `${row} ${dose[givers[k]]}`;
    const cell = counts.get(key);
    if (cell) cell.count++;
    else counts.set(key, { row, dose: dose[givers[k]], count: 1 });
  });
  const cells = [...counts.values()].sort((a, b) => a.row - b.row || a.dose - b.dose);
  const parted = withCounts(
    study,
    Int32Array.from(cells, ({ row }) => row),
    Float64Array.from(cells, ({ count }) => count),
  );
  return {
    ...parted,
    treatment: withDose(
      parted.treatment,
      Float64Array.from(cells, (cell) => cell.dose),
    ),
  };
}

function withDose(treatment: Study["treatment"], dose: Int32Array | Float64Array): Study["treatment"] {
  return treatment.kind === "arms"
    ? { ...treatment, codes: Int32Array.from(dose) }
    : { ...treatment, values: Float64Array.from(dose) };
}

/** The row of every observation, in an order by lot. */
function order(study: Study, streamOf: (row: number) => Uniform): Int32Array {
  const rows: number[] = [];
  const keys: number[] = [];
  for (let row = 0; row < study.rows; row++) {
    const stream = streamOf(row);
    for (let k = 0; k < (study.weights?.values[row] ?? 1); k++) {
      rows.push(row);
      keys.push(stream());
    }
  }
  const places = Array.from(rows.keys()).sort((a, b) => keys[a] - keys[b]);
  return Int32Array.from(places, (place) => rows[place]);
}
