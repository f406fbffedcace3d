import { type Judged, withInterval } from "../estimate/heterogeneity/judged.js";
import { type Places, placesOf } from "../estimate/heterogeneity/places.js";
import { autocOf, qiniOf } from "../estimate/heterogeneity/targeting.js";
import { indices } from "../num/indices.js";
import { takeNumbers } from "../num/take-column.js";
import type { DecisionCurves } from "../query/decision-curves.js";
import { judgedBenefit } from "./curves/judged-benefit.js";
import { propensityNotes } from "./curves/propensities.js";
import { qiniCurve } from "./curves/qini.js";
import { gainAt } from "./curves/top.js";
import type { Scored } from "./scored.js";

export interface CurveOptions {
  readonly level: number;
  /** Cost of treating each entry, in units of the benefit: taken off its score and off what it is ranked by. */
  readonly cost?: Float64Array;
}

/** Shares at which curves are shown. */
const SHARES = Array.from({ length: 21 }, (_, k) => k / 20);

/**
 * Curves of treating those first who are predicted to gain most, from `scored.benefit.value` less costs. Let u be the share of an individual's
 * fold that is ranked above it. Uplift at q: sum of the scores with u below q, over n; `auuc` is the area between this curve and the line to
 * its end, which is the average of score x (1/2 - u), RATE's Qini coefficient. The Qini curve is Radcliffe's, from counts. Of a tie the part
 * that fits counts, which is the average over all ways to break it. Intervals are pointwise and take the ranking as given; that ranks
 * move with the sample is in them. Nothing is clipped: a ranking that is worse than none has a negative area.
 * Cost: O(n log n), a second and a half for a million.
 * @throws DiscoError (refused) where one arm is empty
 */
export function decisionCurves(scored: Scored, { level, cost }: CurveOptions): DecisionCurves {
  const { judged, places } = inOrder(judgedBenefit(scored, level, cost));
  const qini = qiniCurve(judged, places, SHARES);
  const area = qiniOf(judged, places);
  return {
    uplift: SHARES.map((share) => ({ share, gain: withInterval(gainAt(judged, places, share, judged.gain), judged) })),
    auuc: area,
    qini: qini.points,
    qiniArea: qini.area,
    rate: { autoc: autocOf(judged, places), qini: area },
    ties: tiedOf(judged.count, places),
    notes: propensityNotes(scored),
  };
}

/** Entries in the order of their places: walks along them then stay in the cache, which makes four fifths of the time. */
function inOrder(judged: Judged): { readonly judged: Judged; readonly places: Places } {
  const places = placesOf(judged);
  const { order } = places;
  const take = (values: Float64Array): Float64Array => takeNumbers(values, order);
  const { t, y, e, m, fold, effect, gain, tilt, mass, count, cluster } = judged;
  const ranked = {
    ...judged,
    ...{ y: take(y), effect: take(effect), gain: take(gain), tilt: take(tilt), mass: take(mass), count: take(count) },
    ...{ e: take(e), m: [take(m[0]), take(m[1])] as const },
    ...{ t: t.slice(0, order.length), fold: fold.slice(0, order.length) },
    ...(cluster ? { cluster: cluster.slice(0, order.length) } : {}),
  };
  for (let i = 0; i < order.length; i++) {
    ranked.t[i] = t[order[i]];
    ranked.fold[i] = fold[order[i]];
    if (cluster && ranked.cluster) ranked.cluster[i] = cluster[order[i]];
  }
  return { judged: ranked, places: { ...places, order: indices(order.length) } };
}

function tiedOf(count: Float64Array, { order, start }: Places): number {
  let tied = 0;
  for (let tie = 0; tie < start.length - 1; tie++) {
    let own = 0;
    for (let i = start[tie]; i < start[tie + 1]; i++) own += count[order[i]];
    if (start[tie + 1] - start[tie] > 1 || own > 1) tied += own;
  }
  return tied;
}
