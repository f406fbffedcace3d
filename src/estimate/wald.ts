import { DiscoError } from "../error.js";
import type { Study } from "../num/study.js";
import type { Range, Remark } from "../query/answer.js";
import { standardError } from "./influence.js";
import { andersonRubin, piecesText } from "./linear/anderson-rubin.js";
import { comparedRows, type RegressionOptions } from "./linear/compared.js";
import { independence } from "./linear/remarks.js";
import { clusterWarning } from "./linear/sandwich.js";
import { brief, percent } from "./linear/words.js";
import type { EstimateParts } from "./parts.js";
import { waldInterval } from "./scores.js";

/** First-stage z-statistics squared below this: weak. */
const WEAK = 10;

/**
 * Effect on compliers of the second of two arms with one two-valued instrument: (E[Y | Z=1] - E[Y | Z=0]) / (P(T=1 | Z=1) - P(T=1 | Z=0))
 * (Wald 1940; Imbens & Angrist 1994). Assumes that Z is as good as random, touches Y through T alone, and moves nobody the other way.
 * Standard error by the delta method from the influences, clustered by `study.unit`. Which value of the instrument counts as 1 is of no
 * account. Exact for a law. Cost: O(rows).
 * @throws DiscoError with covariates, several or many-valued instruments, a numeric treatment or more arms (two-stage least squares takes
 * these), and where the instrument moves nobody on balance (refused)
 */
export function wald(study: Study, { level = 0.95 }: RegressionOptions = {}): EstimateParts {
  refuseOther(study);
  const about = comparedRows(study);
  const { t, y, count, total } = about;
  const [instrument] = study.instruments;
  const [low, high] = twoValues(instrument.values, instrument.name);
  const z = instrument.values.map((value) => (value === high ? 1 : 0));
  const share = z.reduce((sum, one, i) => sum + count[i] * one, 0) / total;
  const meanOf = (v: Float64Array, at: number) =>
    v.reduce((sum, value, i) => sum + (z[i] === at ? count[i] * value : 0), 0) /
    (total * (at === 1 ? share : 1 - share));
  const [y0, y1, t0, t1] = [meanOf(y, 0), meanOf(y, 1), meanOf(t, 0), meanOf(t, 1)];
  const moved = t1 - t0;
  // What each row adds to the difference of the two groups' averages.
  const differs = (v: Float64Array, m0: number, m1: number) =>
    v.map((value, i) => (z[i] === 1 ? (value - m1) / share : -(value - m0) / (1 - share)));
  const [onY, onT] = [differs(y, y0, y1), differs(t, t0, t1)];
  const movedSe = standardError(onT, about);
  if (!(Math.abs(moved) > 1e-12) || (movedSe !== undefined && Math.abs(moved) < 1e-3 * movedSe)) {
    throw new DiscoError(
      {
        who: `--instrument ${instrument.name}`,
        wrong: "it moves nobody on balance, so there is nothing to divide by",
        given: `${percent(t0)} treated where ${instrument.name} = ${low}, ${percent(t1)} where it is ${high}`,
        next: "give an instrument that moves the treatment",
      },
      "refused",
    );
  }
  const value = (y1 - y0) / moved;
  const influence = onY.map((one, i) => (one - value * onT[i]) / moved);
  const se = standardError(influence, about);
  const estimate = { value, influence, ...(se === undefined ? {} : { se }) };
  const interval = waldInterval(estimate, level);
  const strength = movedSe === undefined ? undefined : (moved / movedSe) ** 2;
  const centred = (v: Float64Array) => {
    const mean = v.reduce((sum, one, i) => sum + count[i] * one, 0) / total;
    return v.map((one) => one - mean);
  };
  const set =
    se === undefined || !(se > 0)
      ? undefined
      : andersonRubin([centred(z)], centred(t), centred(y), about, { level, columns: 1, around: { value, scale: se } });
  const reached = standardError(onY, about);
  return {
    estimate,
    ...(interval ? { interval } : {}),
    method: `Wald estimator: the difference in ${study.outcome.name} between ${instrument.name} = ${high} and ${low}, by the difference in the share with ${about.what.split(" against ")[0]}; the average effect on compliers.`,
    assumptions: assumptionsOf(study),
    warnings: [...weakness(strength, instrument.name, set), ...clusterWarning(about)],
    diagnostics: {
      ...(se === undefined ? {} : { se, observations: total }),
      ...(about.clusters === undefined ? {} : { clusters: about.clusters }),
      // Of everybody, if nobody is moved the other way; the rest would be treated, or untreated, either way.
      compliers: Math.abs(moved),
      ...(movedSe === undefined ? {} : { compliersSe: movedSe }),
      alwaysTreated: Math.min(t0, t1),
      neverTreated: 1 - Math.max(t0, t1),
      intentionToTreat: y1 - y0,
      ...(reached === undefined ? {} : { intentionToTreatSe: reached }),
      ...(strength !== undefined && Number.isFinite(strength) ? { effectiveF: strength } : {}),
      ...(set ? { andersonRubin: piecesText(set) } : {}),
    },
  };
}

function twoValues(values: Float64Array, name: string): readonly [number, number] {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  if (distinct.length === 2) return [distinct[0], distinct[1]];
  throw new DiscoError(
    {
      who: `--instrument ${name}`,
      wrong:
        distinct.length < 2
          ? "it has one value in all rows, so it moves nothing"
          : "the Wald estimator needs an instrument of two values",
      given: `${distinct.length} different values`,
      next:
        distinct.length < 2
          ? "give another instrument"
          : "use --method two-stage-least-squares, which takes any number",
    },
    "refused",
  );
}

function refuseOther({ treatment, given, instruments }: Study): void {
  const wrong =
    treatment.kind === "numeric"
      ? ["needs a treatment with two arms", `${treatment.name} is a number`]
      : treatment.arms.length !== 2
        ? ["needs a treatment with two arms", `arms ${treatment.arms.join(", ")}`]
        : instruments.length !== 1
          ? ["needs exactly one instrument", `${instruments.length} instruments`]
          : given.length > 0
            ? ["takes no covariates into account", `--given ${given.map((column) => column.name).join(",")}`]
            : undefined;
  if (!wrong) return;
  throw new DiscoError(
    {
      who: "Wald estimator",
      wrong: `it ${wrong[0]}`,
      given: wrong[1],
      next: "use --method two-stage-least-squares",
    },
    "refused",
  );
}

function weakness(strength: number | undefined, name: string, set: readonly Range[] | undefined): Remark[] {
  if (strength === undefined || strength >= WEAK || !set) return [];
  const text = `Weak instrument: the effective F of ${name} is ${brief(strength)}, below ${WEAK}. The interval is not to be trusted; take the Anderson-Rubin set, right whatever the strength: ${piecesText(set)}.`;
  return [{ id: "weak-instrument", text }];
}

function assumptionsOf(study: Study): Remark[] {
  const { treatment, outcome, instruments } = study;
  const { name } = instruments[0];
  return [
    {
      id: "instrument-exogenous",
      text: `${name} is as good as random: nothing moves both it and ${outcome.name}, or it and ${treatment.name}.`,
    },
    { id: "exclusion", text: `${name} can touch ${outcome.name} through ${treatment.name} alone.` },
    {
      id: "monotonicity",
      text: `${name} moves nobody the other way (no defiers); the effect is that on compliers, whom it moves, and nobody knows who they are.`,
    },
    ...independence(study),
  ];
}
