import type { Study } from "../../num/study.js";
import type { Method, Sensitivity } from "../../query/effect.js";
import { adjusted, benchmark, type Coefficient, partialR2, robustnessValue, type Strength } from "./omitted-bias.js";
import { regress } from "./regression.js";
import { percent, plain } from "./say.js";

export interface RobustnessOptions {
  /** Of several arms, the one asked about; default 1. */
  readonly arm?: number;
  /** Of the interval; default .95. */
  readonly level?: number;
  /** Share of the estimate to be explained away; default 1, all of it. */
  readonly share?: number;
}

/** Points of the contour along each side. */
const GRID = 16;

/**
 * How much of treatment and outcome something unmeasured would have to explain to change the least-squares estimate, with every covariate as a
 * yardstick and a grid of adjusted estimates. Undefined where the regression does not exist (`regress`). With units no robustness value of
 * the interval is given, because the classical standard error takes rows for independent; nor for an exact law, which has no interval.
 * Cost: one least-squares fit. Source: C. Cinelli & C. Hazlett, JRSS B 82, 2020.
 */
export function robustness(study: Study, options: RobustnessOptions = {}): Sensitivity | undefined {
  const regression = regress(study, options.arm ?? 1);
  if (regression === undefined) return undefined;
  const independent = study.weights?.kind !== "law" && study.unit === undefined && regression.treatment.dof > 2;
  const yardsticks = regression.covariates.flatMap(({ name, strength }) => {
    const bound = benchmark(strength);
    return bound === undefined ? [] : [{ name, ...bound }];
  });
  const { level = 0.95, share = 1 } = options;
  return robustnessOf(regression.treatment, yardsticks, {
    share,
    method: "least-squares",
    law: study.weights?.kind === "law",
    ...(independent ? { level } : {}),
  });
}

/** The same from a coefficient that is known already, with the strengths of yardsticks. Without `level` nothing is said of the interval. */
export function robustnessOf(
  coefficient: Coefficient,
  yardsticks: readonly ({ readonly name: string } & Strength)[],
  options: { readonly method: Method; readonly level?: number; readonly share?: number; readonly law?: boolean },
): Sensitivity {
  const { level, share = 1, method } = options;
  const point = robustnessValue(coefficient, share);
  const limit = level === undefined ? undefined : robustnessValue(coefficient, share, level);
  const size = (one: Strength) => Math.abs(coefficient.estimate - adjusted(coefficient, one).estimate);
  const possible = yardsticks.filter(({ withTreatment }) => withTreatment < 1);
  const strongest = possible.reduce<(typeof possible)[number] | undefined>(
    (best, one) => (best === undefined || size(one) > size(best) ? one : best),
    undefined,
  );
  const beside = strongest && adjusted(coefficient, strongest).estimate;
  const extreme = partialR2(coefficient);
  return {
    id: "partial-r2",
    name: "Partial R2 and robustness value",
    method,
    finding: finding(coefficient, share, point, limit, strongest && { name: strongest.name, estimate: beside! }),
    can: "It can show how much of what the covariates leave unexplained of treatment and outcome something unmeasured would have to explain, and compare that with the measured covariates.",
    cannot:
      "It cannot show whether anything so strong exists, and it is exact for the least-squares estimate only, which takes the effect to be the same for everybody.",
    values: {
      estimate: coefficient.estimate,
      ...(options.law ? {} : { se: coefficient.se, dof: coefficient.dof }),
      partialR2: extreme,
      robustness: point,
      ...(limit === undefined ? {} : { robustnessOfInterval: limit, level: level! }),
      share,
      ...(strongest ? { strongest: strongest.name, adjusted: beside! } : {}),
    },
    rows: contour(coefficient, point, possible),
    yardsticks,
  };
}

/** Adjusted estimates on a grid that reaches beyond the robustness value and every yardstick. */
function contour(coefficient: Coefficient, robust: number, yardsticks: readonly Strength[]) {
  const reach = (values: readonly number[]) => 1.25 * Math.max(0.04, robust, ...values);
  // All of the treatment would leave nothing to estimate.
  const most = Math.min(0.99, reach(yardsticks.map((one) => one.withTreatment)));
  const top = Math.min(1, reach(yardsticks.map((one) => one.withOutcome)));
  return Array.from({ length: GRID * GRID }, (_, at) => {
    const withTreatment = (most * Math.floor(at / GRID)) / (GRID - 1);
    const withOutcome = (top * (at % GRID)) / (GRID - 1);
    const { estimate } = adjusted(coefficient, { withTreatment, withOutcome });
    return { withTreatment, withOutcome, estimate };
  });
}

function finding(
  { estimate }: Coefficient,
  share: number,
  point: number,
  limit: number | undefined,
  strongest: { readonly name: string; readonly estimate: number } | undefined,
): string {
  const away = share === 1 ? "explain the least-squares effect away" : `take ${percent(share)} of the effect away`;
  const first = `Something unmeasured that explains ${percent(point)} of what the covariates leave of both the treatment and the outcome would ${away}`;
  const second =
    limit === undefined
      ? ""
      : limit === 0
        ? "; its interval includes that already"
        : `; ${percent(limit)} of both would make its interval include that`;
  const third = strongest
    ? `. Were it as strong as ${strongest.name}, the covariate that would change most, the effect would be ${plain(strongest.estimate)} instead of ${plain(estimate)}`
    : "";
  return `${first}${second}${third}.`;
}
