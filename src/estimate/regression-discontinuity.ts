import { DiscoError } from "../error.js";
import type { Study } from "../num/study.js";
import type { Remark } from "../query/answer.js";
import type { DiscontinuityAnswer } from "../query/effect.js";
import { type Bandwidths, bandwidths } from "./discontinuity/bandwidth.js";
import { densityAt } from "./discontinuity/density.js";
import { type Design, designOf, spreadOf } from "./discontinuity/design.js";
import { type Level, levelAt } from "./discontinuity/jump.js";
import { inReach, type Kernel } from "./discontinuity/local.js";
import { pictureOf } from "./discontinuity/picture.js";
import { covariateJumps, rowsInReach, warningsOf } from "./discontinuity/warnings.js";
import { standardError } from "./influence.js";
import type { EstimateParts } from "./parts.js";
import { type Estimate, waldInterval } from "./scores.js";

/** Where the cut is and how near to it is near. */
export interface DiscontinuityOptions {
  /** Value of the running variable at which treatment starts (or ends). */
  readonly cutoff: number;
  /** In units of the running variable; default the one with the least estimated mean squared error. */
  readonly bandwidth?: number;
  /** Default triangular. */
  readonly kernel?: Kernel;
  /** Confidence level; default .95. */
  readonly level?: number;
}

/** The effect at the cutoff with its picture. Influences are by row of the study. */
export interface DiscontinuityParts extends EstimateParts {
  readonly discontinuity: DiscontinuityAnswer;
}

/**
 * Effect of the treatment on those at the cutoff (sharp regression discontinuity): the gap between two local lines, less the bias that
 * local parabolas see in it, with the robust interval that knows of both (Calonico, Cattaneo & Titiunik, Econometrica 82, 2014). The value
 * is the bias-corrected one, in the middle of its interval; the plain gap of the lines is in `diagnostics`. Assumes that the mean outcomes
 * without and with treatment are smooth at the cutoff: nothing else starts there, and nobody can choose their side exactly. With a `unit` the
 * standard error is clustered; the bandwidth is chosen as if rows were independent. With a given bandwidth the parabola has it too.
 * @throws DiscoError for a study without running variable or two arms, an exact law, a bandwidth that is not positive; refused where the
 * treatment does not follow the cutoff, or there are too few distinct values beside it
 * Cost: O(rows log rows), and O(rows) for each covariate.
 */
export function regressionDiscontinuity(study: Study, options: DiscontinuityOptions): DiscontinuityParts {
  const { cutoff, kernel = "triangular", level = 0.95 } = options;
  const design = designOf(study, cutoff);
  const wide = chosen(design, options.bandwidth, kernel);
  const levels = design.sides.map((side) => levelAt(side, wide, kernel)) as [Level, Level];
  const [untreated, treated] = levels;
  const total = design.count.reduce((a, b) => a + b, 0);
  const influence = new Float64Array(study.rows);
  for (const [s, { row }] of design.sides.entries()) {
    for (let i = 0; i < row.length; i++) influence[row[i]] = (s === 1 ? total : -total) * levels[s].parts[i];
  }
  const se = standardError(influence, { count: design.count, total, law: false, ...unitsNear(study, influence) })!;
  const estimate = { value: treated.corrected - untreated.corrected, se, influence };
  const interval = waldInterval(estimate, level);
  const one = options.bandwidth === undefined ? withOneBandwidth(design, wide, kernel) : undefined;
  const density = densityAt(design, wide.line);
  const { jumps, skipped } = covariateJumps(study, design, kernel);
  return {
    estimate,
    ...(interval ? { interval } : {}),
    method: `Sharp regression discontinuity at ${design.name} = ${cutoff}: gap of two local lines (${kernel} kernel, bandwidth ${wide.line.toPrecision(4)}${
      options.bandwidth === undefined ? ", the one with the least estimated mean squared error" : ""
    }), corrected for bias, with the robust interval of Calonico, Cattaneo and Titiunik (HC3).`,
    assumptions: assumptionsOf(design),
    warnings: warningsOf(design, wide.line, kernel, density, jumps),
    diagnostics: {
      rule: `${design.name} ${design.rule} ${cutoff}`,
      bandwidth: wide.line,
      biasBandwidth: wide.bend,
      kernel,
      uncorrected: treated.line - untreated.line,
      uncorrectedSe: Math.sqrt(treated.lineVariance + untreated.lineVariance),
      nearestNeighbourSe: Math.sqrt(treated.nearVariance + untreated.nearVariance),
      ...(one === undefined ? {} : { withOneBandwidth: one.value, withOneBandwidthSe: one.se! }),
      untreatedNear: rowsInReach(design.sides[0], wide.line, kernel),
      treatedNear: rowsInReach(design.sides[1], wide.line, kernel),
      densityWindow: density.window,
      densityUntreated: density.untreated,
      densityTreated: density.treated,
      densityP: density.p,
      covariatesTested: jumps.length,
      ...(skipped > 0 ? { covariatesNotTested: skipped } : {}),
      ...(jumps.length > 0 ? { leastCovariateP: Math.min(...jumps.map(({ p }) => p)) } : {}),
    },
    discontinuity: pictureOf(design, levels, wide.line),
  };
}

/** Units with a row within reach, numbered anew; others tell nothing here and are no clusters. */
function unitsNear(
  { unit, rows }: Study,
  influence: Float64Array,
): { cluster: Int32Array; clusters: number } | undefined {
  if (!unit) return undefined;
  const place = new Map<number, number>();
  const cluster = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    if (influence[i] === 0) continue;
    if (!place.has(unit.codes[i])) place.set(unit.codes[i], place.size);
    cluster[i] = place.get(unit.codes[i])!;
  }
  return { cluster, clusters: place.size };
}

/** The same with the line's bandwidth for the parabola too, which follows a bend close to the cutoff and is less sure. */
function withOneBandwidth(design: Design, { line }: Bandwidths, kernel: Kernel): Estimate | undefined {
  if (design.sides.some((side) => inReach(side, line, kernel) < 3)) return undefined;
  const [untreated, treated] = design.sides.map((side) => levelAt(side, { line, bend: line }, kernel));
  return { value: treated.corrected - untreated.corrected, se: Math.sqrt(treated.variance + untreated.variance) };
}

function chosen(design: Design, given: number | undefined, kernel: Kernel): Bandwidths {
  if (given !== undefined && !(given > 0 && Number.isFinite(given))) {
    throw new DiscoError({
      who: "regression discontinuity: bandwidth",
      wrong: "not a positive number",
      given: String(given),
      next: `give it in units of ${design.name}, or leave it out and it is chosen`,
    });
  }
  const wide = given === undefined ? bandwidths(design.sides, spreadOf(design), kernel) : { line: given, bend: given };
  const short =
    wide && design.sides.some((side) => inReach(side, wide.line, kernel) < 2 || inReach(side, wide.bend, kernel) < 3);
  if (wide && !short) return wide;
  const reach = design.sides.map((side) => (given === undefined ? side.x.length : inReach(side, given, kernel)));
  throw new DiscoError(
    {
      who: "regression discontinuity",
      wrong:
        given === undefined
          ? "a bandwidth cannot be chosen: too few distinct values of the running variable beside the cutoff, or an outcome without spread there"
          : "too few distinct values of the running variable within the bandwidth (a line and a parabola need 3 on each side)",
      given: `${reach[0]} distinct values among the untreated and ${reach[1]} among the treated${given === undefined ? "" : `, bandwidth ${given}`}`,
      next: given === undefined ? `give a bandwidth in units of ${design.name}` : "give a wider bandwidth",
    },
    "refused",
  );
}

function assumptionsOf({ name, cutoff }: Design): Remark[] {
  return [
    {
      id: "continuity",
      text: `At ${name} = ${cutoff} nothing but the treatment changes at once: without it, and with it, the average outcome would go on smoothly across the cutoff.`,
    },
    { id: "no-sorting", text: `Nobody can choose to a hair on which side of ${cutoff} they are.` },
    {
      id: "at-cutoff",
      text: `The effect is that on individuals at ${name} = ${cutoff}; about others the design says nothing.`,
    },
    {
      id: "no-interference",
      text: "One individual's arm does not change another's outcome, and there is one version of each arm.",
    },
  ];
}
