import { normalCdf } from "../../num/normal.js";
import type { Study } from "../../num/study.js";
import type { Remark } from "../../query/answer.js";
import { bandwidths } from "./bandwidth.js";
import type { Balance } from "./density.js";
import { type Design, spreadOf } from "./design.js";
import { levelAt } from "./jump.js";
import { inReach, type Kernel } from "./local.js";
import { looking, type Side } from "./side.js";

/** Fewer rows than this within the bandwidth on one side and the normal law is doubtful. */
const FEW = 50;
/** Where more than this share of a side's rows repeat a value, there are steps and no continuum. */
const REPEATED = 0.2;

/** Rows within the bandwidth. */
export function rowsInReach(side: Side, bandwidth: number, kernel: Kernel): number {
  return side.mass.subarray(0, inReach(side, bandwidth, kernel)).reduce((a, b) => a + b, 0);
}

/** The jump of a covariate at the cutoff, by its own bandwidth, and how unlikely it is without one. */
export interface CovariateJump {
  readonly name: string;
  readonly jump: number;
  readonly p: number;
}

/** The numbers among the covariates, each taken for an outcome; those that cannot be estimated are left out and counted. Cost: O(rows) each. */
export function covariateJumps(
  study: Study,
  design: Design,
  kernel: Kernel,
): { jumps: CovariateJump[]; skipped: number } {
  const spread = spreadOf(design);
  const jumps: CovariateJump[] = [];
  let skipped = 0;
  for (const column of study.given) {
    if (column.kind !== "numeric" || column.name === design.name) continue;
    const sides = [looking(design.sides[0], column.values), looking(design.sides[1], column.values)] as const;
    const wide = bandwidths(sides, spread, kernel);
    const levels = wide && sides.map((side) => levelAt(side, wide, kernel));
    const jump = levels ? levels[1].corrected - levels[0].corrected : Number.NaN;
    const se = levels ? Math.sqrt(levels[0].variance + levels[1].variance) : 0;
    if (se > 0 && Number.isFinite(jump))
      jumps.push({ name: column.name, jump, p: 2 * normalCdf(-Math.abs(jump) / se) });
    else skipped++;
  }
  return { jumps, skipped };
}

/** What speaks against the design or for caution, each with its number. */
export function warningsOf(
  design: Design,
  bandwidth: number,
  kernel: Kernel,
  density: Balance,
  jumps: readonly CovariateJump[],
): Remark[] {
  const out: Remark[] = [];
  const { sides, name, cutoff } = design;
  const rows = sides.map((side) => rowsInReach(side, bandwidth, kernel));
  if (Math.min(...rows) < FEW) {
    out.push({
      id: "few-near-cutoff",
      text: `Only ${rows[0]} untreated and ${rows[1]} treated rows lie within ${bandwidth.toPrecision(3)} of the cutoff: read the interval as rough.`,
    });
  }
  const distinct = sides.map(({ x }) => x.length);
  const total = sides.map(({ mass }) => mass.reduce((a, b) => a + b, 0));
  if (sides.some((_, s) => 1 - distinct[s] / total[s] >= REPEATED)) {
    const near = sides.map((side) => inReach(side, bandwidth, kernel));
    out.push({
      id: "mass-points",
      text: `${name} has only ${distinct[0] + distinct[1]} distinct values in ${total[0] + total[1]} rows, ${near[0]} and ${near[1]} of them within the bandwidth: between two values nothing is seen, and a line that is wrong there is not told by the interval.`,
    });
  }
  if (density.p < 0.01) {
    out.push({
      id: "density-jump",
      text: `Within ${density.window.toPrecision(3)} of the cutoff are ${density.untreated} untreated and ${density.treated} treated rows (p = ${density.p.toPrecision(2)} if either side were as likely): some may have chosen their side, or the rows heap at the cutoff. A steep density does this too, and moving in both directions would not show.`,
    });
  }
  // Many covariates are looked at: the smallest p-value must be small for their number (Bonferroni).
  const moved = jumps.filter(({ p }) => p < 0.05 / jumps.length);
  if (moved.length > 0) {
    out.push({
      id: "covariate-jump",
      text: `Covariates jump at ${name} = ${cutoff} as well: ${moved
        .map((one) => `${one.name} by ${one.jump.toPrecision(3)} (p = ${one.p.toPrecision(2)})`)
        .join("; ")}. What was settled before the treatment should not, if those just on either side are alike.`,
    });
  }
  return out;
}
