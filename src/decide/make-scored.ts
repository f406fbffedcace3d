import type { Nuisances } from "../learn/nuisances.js";
import type { Sample } from "../num/sample.js";
import type { Benefit } from "../query/decision.js";
import { anyNoises, benefitLine, endsOf, isGainEqual, noDefiers } from "./benefit.js";
import type { Scored, ThreeViews } from "./scored.js";

const views = (size: number): ThreeViews => ({
  value: new Float64Array(size),
  low: new Float64Array(size),
  high: new Float64Array(size),
});

/**
 * What was learnt of each entry, turned into its predicted benefit and the doubly robust score of it: the line of THEORY 4.6 with p1 and p0
 * replaced by their AIPW scores, and PNS by the value at the predictions plus its slopes times the residuals over the propensities (phi_D of
 * THEORY 12; the ends are the smooth pieces of the bounds, with the slopes of the piece the predictions lie on). Where the benefit does not
 * depend on PNS, all three views are one. Cost: O(entries).
 */
export function makeScored(sample: Sample, learnt: Nuisances, benefit: Benefit, monotone: boolean): Scored {
  const { entries, t, y, e, m } = learnt;
  const size = t.length;
  const line = benefitLine(benefit);
  const ends = endsOf(line);
  const gainEqual = isGainEqual(benefit);
  const complierOf = monotone ? noDefiers : anyNoises;
  const [predicted, score] = [views(size), views(size)];
  const [effectScore, baseScore] = [new Float64Array(size), new Float64Array(size)];
  const [p0, p1] = [m[0].mean, m[1].mean];
  for (let j = 0; j < size; j++) {
    const [one, zero] = [p1[j], p0[j]];
    const restOne = t[j] === 1 ? (y[j] - one) / e[j] : 0;
    const restZero = t[j] === 1 ? 0 : (y[j] - zero) / (1 - e[j]);
    baseScore[j] = zero + restZero;
    effectScore[j] = one + restOne - baseScore[j];
    const known = line.treated * one + line.untreated * zero + line.constant;
    const knownRest = line.treated * restOne + line.untreated * restZero;
    if (gainEqual) {
      fillAlike(predicted, j, known);
      fillAlike(score, j, known + knownRest);
      continue;
    }
    const complier = complierOf(one, zero);
    const put = (view: keyof ThreeViews, end: keyof ThreeViews) => {
      const { value, first, second } = complier[end];
      predicted[view][j] = known + line.sigma * value;
      score[view][j] = predicted[view][j] + knownRest + line.sigma * (first * restOne + second * restZero);
    };
    put("value", "value");
    put("low", ends.low);
    put("high", ends.high);
  }
  return {
    ...observations(sample, learnt),
    row: entries.row,
    fold: entries.fold,
    folds: entries.folds,
    given: sample.given,
    ...{ t, y, e, p: [p0, p1] as const },
    ...{ benefit: predicted, score, effectScore, baseScore },
  };
}

function fillAlike({ value, low, high }: ThreeViews, entry: number, number: number): void {
  value[entry] = number;
  low[entry] = number;
  high[entry] = number;
}

/**
 * Who is averaged. A decision is about an individual, so the rows of one unit count as one individual together, however many they are, and hang
 * together.
 */
function observations(
  sample: Sample,
  { entries }: Nuisances,
): Pick<Scored, "count" | "total" | "law" | "cluster" | "clusters"> {
  const { unit, weights } = sample;
  const law = weights?.kind === "law";
  if (!unit || law) return { count: entries.count, total: entries.total, law };
  const { codes, labels } = unit;
  const cluster = Int32Array.from(entries.row, (row) => codes[row]);
  const rows = new Float64Array(labels.length);
  for (let j = 0; j < cluster.length; j++) rows[cluster[j]] += entries.count[j];
  const each = new Float64Array(labels.length);
  for (let j = 0; j < cluster.length; j++) each[cluster[j]] = weights ? weights.values[entries.row[j]] : 1;
  const total = each.reduce((sum, w) => sum + w, 0);
  const count = entries.count.map((c, j) => (c * each[cluster[j]]) / rows[cluster[j]]);
  return { count, total, law, cluster, clusters: labels.length };
}
