import { shown } from "../../num/complaint.js";
import type { Remark } from "../../query/answer.js";
import type { PreTrend } from "./bands.js";
import type { Panel } from "./panel.js";

/** Fewer periods before the start than this show little of how the units moved without the treatment. */
export const FEW_PERIODS = 5;

/** Fewer control units than this leave little to mix. */
export const FEW_CONTROLS = 5;

/** Fewer units than this on a side make a clustered standard error, and the normal law behind its interval, doubtful. */
const FEW_CLUSTERS = 10;

/** Below this p-value the effects before the start are taken to differ from zero. */
const PRE_TREND = 0.1;

/** "a, b and 3 more" */
export function names(list: readonly string[]): string {
  const sorted = [...list].sort().map(shown);
  return sorted.length <= 8 ? sorted.join(", ") : `${sorted.slice(0, 6).join(", ")} and ${sorted.length - 6} more`;
}

/** A number in a sentence. */
function three(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** What every method of a panel rests on. */
export const COMMON: readonly Remark[] = [
  {
    id: "no-anticipation",
    text: "Before it starts the treatment changes nothing: nobody acts on its being announced.",
  },
  {
    id: "no-interference",
    text: "One unit's treatment does not change another's outcome, and there is one version of the treatment.",
  },
  {
    id: "lasting-treatment",
    text: "A unit that has started stays treated; the effect is that of having started, whatever happens to the treatment later.",
  },
];

export function parallelTrends(given: readonly string[]): Remark {
  const alike = given.length === 0 ? "" : ` among units alike in ${names(given)} before the start`;
  return {
    id: "parallel-trends",
    text: `Without the treatment the treated units' outcomes would on average have changed as much as the others' did${alike}: levels may differ, changes not.`,
  };
}

export const INDEPENDENT_UNITS: Remark = {
  id: "independent-units",
  text: "Units are independent of each other, however much the periods of one unit hang together (standard errors are clustered by unit).",
};

export const LIKE_NOISE: Remark = {
  id: "like-noise",
  text: "Treated and control units are equally noisy, so that what the method finds in control units that were not treated shows how far chance moves it (placebo standard error).",
};

export const LATENT_FACTORS: Remark = {
  id: "latent-factors",
  text: "Without the treatment outcomes are a few common movements over time, on which units load differently, plus a level of the unit, one of the period, and noise; some mixture of the controls, over some mixture of the periods before, loads as the treated do.",
};

export const CONVEX_HULL: Remark = {
  id: "convex-hull",
  text: "Without the treatment the treated's average would have gone on following the mixture of controls that it followed before, in level as in movement; it lies between the controls and not beyond them.",
};

export function fewPeriods(panel: Panel, before: number): Remark[] {
  if (before >= FEW_PERIODS) return [];
  return [
    {
      id: "few-pre-periods",
      text: `Only ${before} ${before === 1 ? "period lies" : "periods lie"} before the treatment starts (${shown(panel.time)}); they can hardly show whether the units moved alike without it. ${FEW_PERIODS} or more would.`,
    },
  ];
}

export function fewUnits(treated: number, others: number, how: string): Remark[] {
  const out: Remark[] = [];
  if (treated === 1) {
    out.push({
      id: "one-treated-unit",
      text: `One unit is treated, so its own chance cannot be told from the effect${how === "placebo" ? "; the standard error is that of placebo effects in control units" : ""}.`,
    });
  } else if (treated < FEW_CLUSTERS) {
    out.push({ id: "few-treated-units", text: `Only ${treated} units are treated: read intervals as rough.` });
  }
  if (others < FEW_CLUSTERS) {
    out.push({
      id: "few-control-units",
      text: `Only ${others} ${others === 1 ? "unit is" : "units are"} there to compare with: read intervals as rough.`,
    });
  }
  return out;
}

export function preTrends(found: PreTrend | undefined): Remark[] {
  if (!found) return [];
  const points = `${found.points} ${found.points === 1 ? "effect" : "effects"} before the start`;
  const p = found.p < 0.001 ? "below 0.001" : three(found.p);
  const cannot =
    "The test cannot show that trends would have stayed parallel after the start, and with few units it misses much.";
  return [
    {
      id: "pre-trends",
      text:
        found.p < PRE_TREND
          ? `The ${points} differ from zero together (p ${p}): the treated were moving away from the others before the treatment, which parallel trends rule out; prefer synthetic-did where it applies, or units that moved alike. ${cannot}`
          : `The ${points} do not differ from zero together (p ${p}). ${cannot}`,
    },
  ];
}

export function poorFit(method: string, gap: number, noise: number): Remark[] {
  if (!(gap > noise)) return [];
  return [
    {
      id: "poor-pre-period-fit",
      text: `Before the start the ${method} misses the treated's average by ${three(gap)} (root mean square), more than control units change by from one period to the next (standard deviation ${three(noise)}): what it says of the periods after is no better.`,
    },
  ];
}

export function highPropensity(robust: { readonly highest: number; readonly high: number } | undefined): Remark[] {
  if (!robust || robust.high === 0) return [];
  return [
    {
      id: "overlap",
      text: `${robust.high} comparisons are with a unit whose propensity of treatment is above 0.95 (up to ${three(robust.highest)}): a few untreated units stand for many treated ones. Give fewer covariates.`,
    },
  ];
}
