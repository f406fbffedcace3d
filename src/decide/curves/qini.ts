import { DiscoError } from "../../error.js";
import { type Averaged, type Judged, withInterval } from "../../estimate/heterogeneity/judged.js";
import type { Places } from "../../estimate/heterogeneity/places.js";
import type { CurvePoint } from "../../query/decision-curves.js";
import type { Uncertain } from "../../query/heterogeneity.js";
import { eachRun, gainAt } from "./top.js";

/**
 * The Qini curve (Radcliffe 2007): among those ranked first, successes of the treated less those of the untreated times N_t / N_c, over all
 * that were treated. In a trial with one propensity it estimates what the uplift curve of the effect on the outcome does. Counts of a tie are
 * averaged over its orders, then the curve is made of them. Shares at which nobody untreated is in are left out. The area is that under the
 * straight lines through the points, less the triangle to the end.
 * @throws DiscoError (refused) where one arm is empty
 */
export function qiniCurve(
  judged: Judged,
  places: Places,
  shares: readonly number[],
): { readonly points: readonly CurvePoint[]; readonly area: Uncertain } {
  const all = countsAt(judged, places, 1);
  if (!(all.treated > 0 && all.untreated > 0)) throw oneArm(all, judged);
  const known = shares
    .map((share) => ({ share, counts: countsAt(judged, places, share) }))
    .filter(({ share, counts }) => share === 0 || counts.untreated > 0);
  const influence = new Float64Array(judged.t.length);
  let area = 0;
  const points = known.map(({ share, counts }, k): CurvePoint => {
    const gain = qiniAt(judged, places, share, counts, all.treated);
    // Trapezoids; the last point is the end of the line too.
    const width = (known[k + 1]?.share ?? share) - (known[k - 1]?.share ?? share);
    const weight = width / 2 - (k === known.length - 1 ? 0.5 : 0);
    area += weight * gain.value;
    for (let j = 0; j < influence.length; j++) influence[j] += weight * gain.influence[j];
    return { share, gain: withInterval(gain, judged) };
  });
  return { points, area: withInterval({ value: area, influence }, judged, "learnt") };
}

/** Of those ranked first, as shares of all. */
interface Counts {
  readonly treated: number;
  readonly untreated: number;
  readonly treatedSuccess: number;
  readonly untreatedSuccess: number;
}

function countsAt({ t, y, count, total }: Judged, places: Places, share: number): Counts {
  const { order } = places;
  let [all, treated, success, treatedSuccess] = [0, 0, 0, 0];
  eachRun(places, share, (from, to, inside) => {
    if (inside === 0) return;
    for (let i = from; i < to; i++) {
      const j = order[i];
      const size = inside * count[j];
      all += size;
      treated += size * t[j];
      success += size * y[j];
      treatedSuccess += size * y[j] * t[j];
    }
  });
  return {
    treated: treated / total,
    untreated: (all - treated) / total,
    treatedSuccess: treatedSuccess / total,
    untreatedSuccess: (success - treatedSuccess) / total,
  };
}

function qiniAt(judged: Judged, places: Places, share: number, counts: Counts, everTreated: number): Averaged {
  const { t, y } = judged;
  if (share === 0) return { value: 0, influence: new Float64Array(t.length) };
  const times = counts.treated / counts.untreated;
  const rate = counts.untreatedSuccess / counts.untreated;
  const value = (counts.treatedSuccess - counts.untreatedSuccess * times) / everTreated;
  // Slopes in the four counts: what each row of those ranked first brings.
  const brings = new Float64Array(t.length);
  for (let j = 0; j < t.length; j++) brings[j] = t[j] === 1 ? y[j] - rate : times * (rate - y[j]);
  const { influence } = gainAt(judged, places, share, brings);
  // And of dividing by those ever treated.
  for (let j = 0; j < influence.length; j++) {
    influence[j] = (influence[j] - value * (t[j] - everTreated)) / everTreated;
  }
  return { value, influence };
}

function oneArm({ treated }: Counts, { total }: Judged): DiscoError {
  return new DiscoError(
    {
      who: "decisionCurves",
      wrong: "one arm has nobody in it, so the arms cannot be compared",
      given: `${treated * total} of ${total} treated`,
      next: "use a table in which some were treated and some were not",
    },
    "refused",
  );
}
