import { DiscoError } from "../error.js";
import { listed } from "../num/say-names.js";
import type { Study } from "../num/study.js";
import type { Range, Remark } from "../query/answer.js";
import { andersonRubin, piecesText } from "./linear/anderson-rubin.js";
import { type Compared, comparedRows, type RegressionOptions } from "./linear/compared.js";
import { ownTreatment } from "./linear/determined.js";
import { type FirstStage, firstStage, type OwnInstruments, ownInstruments } from "./linear/first-stage.js";
import { endogeneity, type Overidentification, overidentification } from "./linear/instrument-checks.js";
import { dot, regressors, repeatedWarning, residual } from "./linear/regressors.js";
import { independence } from "./linear/remarks.js";
import { clusterWarning, refuseCrowded, standardErrors } from "./linear/sandwich.js";
import { brief } from "./linear/words.js";
import type { EstimateParts } from "./parts.js";
import { waldInterval } from "./scores.js";

/** Effective F below which instruments are called weak (Staiger & Stock 1997; Andrews, Stock & Sun 2019). */
const WEAK = 10;

/** First-stage F above which, with one instrument, the usual 5 % test errs in 5 % of samples at most (Lee, McCrary, Moreira & Porter 2022). */
const EXACT = 104.7;

/**
 * Effect of one more of a numeric treatment, or of the second of two arms, by two-stage least squares with one or more instruments
 * (`study.instruments`); covariates stand in both stages. Assumes that instruments are exogenous given the covariates, touch the outcome
 * through the treatment alone, and move it; a linear model with one effect, or else an average of effects over those whom the
 * instruments move (Imbens & Angrist 1994; Angrist & Imbens 1995). Standard errors classical, HC1, and CR1 by `study.unit`;
 * the interval takes the robust ones. Diagnostics: strength of the first stage, the Anderson-Rubin set, over-identification, Wu-Hausman.
 * @throws DiscoError without instruments, with more than two arms, where the instruments do not move the treatment, where covariates determine it.
 * Cost: O(rows x columns^2).
 */
export function twoStageLeastSquares(study: Study, { level = 0.95 }: RegressionOptions = {}): EstimateParts {
  refuseArms(study);
  const about = comparedRows(study);
  const { y, count, total, law } = about;
  const reg = regressors(study.given, study.rows, count);
  const columns = reg.columns + 1;
  refuseCrowded("two-stage least squares", about, columns);
  const instruments = ownInstruments(about, reg);
  refuseCrowded("two-stage least squares", about, reg.columns + instruments.z.length);
  const tilde = ownTreatment(about, reg);
  const first = firstStage(instruments, tilde, about, reg.columns);
  const { fitted } = first;
  const rest = residual(y, reg);
  const spread = dot(fitted, fitted, count);
  const value = dot(fitted, rest, count) / spread;
  const e = rest.map((r, i) => r - value * tilde[i]);
  const errors = standardErrors(fitted, e, about, columns);
  const influence = fitted.map((x, i) => (x * e[i] * total) / spread);
  const estimate = { value, influence, ...(errors.se === undefined ? {} : { se: errors.se }) };
  const interval = waldInterval(estimate, level);
  const scale = errors.se !== undefined && errors.se > 0 ? errors.se : Math.sqrt(dot(rest, rest, count) / spread);
  const set =
    law || !(scale > 0)
      ? undefined
      : andersonRubin(instruments.z, tilde, rest, about, { level, columns: reg.columns, around: { value, scale } });
  const over = law ? undefined : overidentification(instruments.z, tilde, rest, e, about);
  const hausman = law ? undefined : endogeneity(first, rest, about, columns);
  const least = dot(tilde, rest, count) / dot(tilde, tilde, count);
  return {
    estimate,
    ...(interval ? { interval } : {}),
    method: `Two-stage least squares of ${study.outcome.name} on ${study.treatment.name}, instrument${instruments.names.length > 1 ? "s" : ""} ${listed(instruments.names)}${study.given.length > 0 ? ", covariates in both stages" : ""}: the coefficient of ${about.what}.`,
    assumptions: assumptionsOf(about, instruments),
    warnings: [
      ...repeatedWarning(reg),
      ...instruments.warnings,
      ...strengthWarnings(first, instruments.names, set, level),
      ...disagreement(over),
      ...clusterWarning(about),
    ],
    diagnostics: {
      ...errors,
      columns,
      leastSquares: least,
      firstStageShare: first.share,
      ...(law ? {} : { observations: total }),
      ...(about.clusters === undefined ? {} : { clusters: about.clusters }),
      ...(first.strength
        ? {
            firstStageF: first.strength.classical,
            firstStageP: first.strength.p,
            firstStageFRobust: first.strength.robust,
            effectiveF: first.strength.effective,
          }
        : {}),
      ...(set ? { andersonRubin: piecesText(set), ...ends(set) } : {}),
      ...(over ? { sargan: over.sargan, sarganP: over.sarganP, hansenJ: over.hansen, hansenP: over.hansenP } : {}),
      ...(hausman ? { wuHausmanF: hausman.f, wuHausmanP: hausman.p, wuHausmanRobustP: hausman.robustP } : {}),
    },
  };
}

function refuseArms({ treatment }: Study): void {
  if (treatment.kind === "numeric" || treatment.arms.length === 2) return;
  throw new DiscoError(
    {
      who: `treatment "${treatment.name}"`,
      wrong:
        "two-stage least squares needs a number or two arms; rows of two arms only would be chosen by what the instrument moves",
      given: `arms ${treatment.arms.join(", ")}`,
      next: "group the arms into two with --derive, or give a number",
    },
    "refused",
  );
}

function ends(set: readonly Range[]): { andersonRubinLow?: number; andersonRubinHigh?: number } {
  if (set.length !== 1 || !set[0].every(Number.isFinite)) return {};
  return { andersonRubinLow: set[0][0], andersonRubinHigh: set[0][1] };
}

function strengthWarnings(
  { strength, perfect }: FirstStage,
  names: readonly string[],
  set: readonly Range[] | undefined,
  level: number,
): Remark[] {
  const who = names.length === 1 ? names[0] : `${listed(names)} together`;
  if (perfect) {
    const text = `The treatment follows ${who} exactly, so this is least squares.`;
    return [{ id: "perfect-instrument", text }];
  }
  if (!strength || !set) return [];
  const held = `the Anderson-Rubin set, right whatever the strength: ${piecesText(set)}`;
  if (strength.effective < WEAK) {
    const text = `Weak instrument: the effective F of ${who} is ${brief(strength.effective)}, below ${WEAK}. The estimate leans towards least squares and its interval is not to be trusted; take ${held}.`;
    return [{ id: "weak-instrument", text }];
  }
  if (strength.effective >= EXACT) return [];
  const text = `With an effective F of ${brief(strength.effective)} the ${brief(100 * level)} % interval may hold the truth a little less often than it says (one instrument needs about ${brief(EXACT)}; Lee et al. 2022). Beside it stands ${held}.`;
  return [{ id: "instrument-strength", text }];
}

function disagreement(over: Overidentification | undefined): Remark[] {
  if (!over || !(over.hansenP < 0.05)) return [];
  const text = `The instruments disagree (Hansen's J, p = ${brief(over.hansenP)}): one of them touches the outcome in another way than through the treatment, or those whom they move gain differently. Look at each alone.`;
  return [{ id: "instruments-disagree", text }];
}

function assumptionsOf({ study }: Compared, { names }: OwnInstruments): Remark[] {
  const { treatment, outcome, given } = study;
  const who = listed(names);
  const within = given.length > 0 ? `Among rows alike in ${listed(given.map((column) => column.name))}, ` : "";
  return [
    {
      id: "instrument-exogenous",
      text: `${within}${who} ${names.length > 1 ? "are" : "is"} as good as random: nothing moves both ${names.length > 1 ? "them" : "it"} and the outcome.`,
    },
    { id: "exclusion", text: `${who} can touch ${outcome.name} through ${treatment.name} alone.` },
    {
      id: "relevance",
      text: `${who} ${names.length > 1 ? "move" : "moves"} ${treatment.name} (shown by the first-stage F).`,
    },
    {
      id: "constant-effect",
      text: `The effect of ${treatment.name} is linear and the same for all; else, where nobody is moved the other way (monotonicity), this is an average over those whom ${who} ${names.length > 1 ? "move" : "moves"}.`,
    },
    ...independence(study),
  ];
}
