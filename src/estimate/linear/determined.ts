import { DiscoError } from "../../error.js";
import type { Column } from "../../num/columns.js";
import { listed } from "../../num/say-names.js";
import type { Compared } from "./compared.js";
import { REPEATED, type Regressors, regressors, residual, squaresAbout } from "./regressors.js";

/** Share of the treatment's variance that its linear regression on the covariates leaves. */
export function leftShare({ t, count }: Compared, tilde: Float64Array): number {
  const own = squaresAbout(t, count);
  return own > 0 ? tilde.reduce((sum, value, i) => sum + count[i] * value * value, 0) / own : 0;
}

/**
 * What is left of the treatment beside the covariates.
 * @throws DiscoError (refused) when nothing is, naming the covariates that tell the treatment exactly, or when the treatment never varies
 */
export function ownTreatment(compared: Compared, reg: Regressors): Float64Array {
  const { study, t, count } = compared;
  const { name } = study.treatment;
  if (squaresAbout(t, count) === 0) {
    throw new DiscoError(
      {
        who: `treatment "${name}"`,
        wrong: "it has one value in all rows, so nothing can be compared",
        given: `${study.rows} rows`,
        next: "give rows with other values of the treatment",
      },
      "refused",
    );
  }
  const tilde = residual(t, reg);
  if (leftShare(compared, tilde) > REPEATED) return tilde;
  const { culprits, alone } = culpritsOf(compared);
  const quoted = listed(culprits.map((culprit) => `"${culprit}"`));
  throw new DiscoError(
    {
      who: alone ? `covariate ${quoted}` : `covariates ${quoted}`,
      wrong: alone
        ? `it says exactly what the treatment "${name}" was, so no two rows alike in it differ in treatment`
        : `together they say exactly what the treatment "${name}" was, so no two rows alike in them differ in treatment`,
      given: `--treatment ${name} --given ${study.given.map((column) => column.name).join(",")}`,
      next: `leave ${alone ? "it" : "at least one of them"} out of --given: it is the treatment under another name, or decides it`,
    },
    "refused",
  );
}

/** The covariates that tell the treatment: one alone if one does, else all without which the others no longer do. */
function culpritsOf(compared: Compared): { readonly culprits: readonly string[]; readonly alone: boolean } {
  const { study, t, count } = compared;
  const leaves = (given: readonly Column[]) =>
    leftShare(compared, residual(t, regressors(given, study.rows, count))) > REPEATED;
  const one = study.given.find((column) => !leaves([column]));
  if (one) return { culprits: [one.name], alone: true };
  const needed = study.given.filter((_, j) => leaves(study.given.filter((_, k) => k !== j)));
  return { culprits: (needed.length > 0 ? needed : study.given).map((column) => column.name), alone: false };
}
