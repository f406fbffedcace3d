import { averageScores, estimateOf } from "../estimate/scores.js";
import type { Attribution, VarianceShares } from "../query/attribution.js";
import { answerOf, type Context } from "./context.js";

/** Answers for the parts of one decomposition: alike but for the part and its function of the scores. */
function asker(
  context: Context,
  query: (part: string) => string,
  estimate: (f: (z: Float64Array) => number) => ReturnType<typeof estimateOf>,
  layer: 1 | 3,
) {
  return (part: string, f: (z: Float64Array) => number) =>
    answerOf(context, {
      query: query(part),
      estimate: estimate(f),
      layer,
      method: "orthogonal scores (THEORY 5.3b, 12)",
      needs: ["individual", "exogeneity", "overlap"],
    });
}

/** Three shares as functions of averaged scores; the last is what remains. */
function shares(
  context: Context,
  query: (part: string) => string,
  estimate: (f: (z: Float64Array) => number) => ReturnType<typeof estimateOf>,
  treatment: (z: Float64Array) => number,
  individual: (z: Float64Array) => number,
): VarianceShares {
  const ask = asker(context, query, estimate, 1);
  return {
    treatment: ask("T", treatment),
    individual: ask("U|T", individual),
    chance: ask("E", (z) => 1 - treatment(z) - individual(z)),
  };
}

/** Var E[Y|T], E Var(E[Y|T,U]|T) and the rest, as shares of Var Y (THEORY 5.3b). The T share includes confounding unless T was randomised. */
export function observedVariance(context: Context): VarianceShares {
  const { learnt, rows } = context;
  const { t, y, m } = learnt;
  const scores = averageScores(rows, 5, (j, z) => {
    const { sum, product } = m[t[j]];
    z[0] = t[j];
    z[1] = t[j] === 1 ? y[j] : 0;
    z[2] = t[j] === 1 ? 0 : y[j];
    z[3] = y[j] * y[j];
    z[4] = sum[j] * y[j] - product[j];
  });
  const within = (z: Float64Array) => (z[1] * z[1]) / z[0] + (z[2] * z[2]) / (1 - z[0]);
  const total = (z: Float64Array) => z[3] - (z[1] + z[2]) ** 2;
  return shares(
    context,
    (part) => `share of Var(${context.sample.outcome.name}): ${part}`,
    (f) => estimateOf(scores, f),
    (z) => (within(z) - (z[1] + z[2]) ** 2) / total(z),
    (z) => (z[4] - within(z)) / total(z),
  );
}

/**
 * The same in an imagined trial that treats a share `rate` at random, where the T share is the policy's alone and the individual's part
 * splits into a main effect Var(rate p1 + (1-rate) p0) and an interaction rate (1-rate) Var(p1 - p0). Two-valued outcomes.
 */
export function randomisedVariance(context: Context, rate: number): NonNullable<Attribution["variance"]>["randomised"] {
  const { learnt, rows } = context;
  const { t, y, e, m } = learnt;
  const scores = averageScores(rows, 5, (j, z) => {
    const one = m[1];
    const zero = m[0];
    const treated = t[j] === 1;
    const w1 = treated ? 1 / e[j] : 0;
    const w0 = treated ? 0 : 1 / (1 - e[j]);
    z[0] = one.mean[j] + w1 * (y[j] - one.mean[j]);
    z[1] = zero.mean[j] + w0 * (y[j] - zero.mean[j]);
    z[2] = one.product[j] + w1 * (one.sum[j] * y[j] - 2 * one.product[j]);
    z[3] = zero.product[j] + w0 * (zero.sum[j] * y[j] - 2 * zero.product[j]);
    z[4] =
      one.mean[j] * zero.mean[j] + w1 * (y[j] - one.mean[j]) * zero.mean[j] + w0 * (y[j] - zero.mean[j]) * one.mean[j];
  });
  const total = (z: Float64Array) => {
    const mean = rate * z[0] + (1 - rate) * z[1];
    return mean * (1 - mean);
  };
  const v1 = (z: Float64Array) => z[2] - z[0] * z[0];
  const v0 = (z: Float64Array) => z[3] - z[1] * z[1];
  const both = (z: Float64Array) => z[4] - z[0] * z[1];
  const estimate = (f: (z: Float64Array) => number) => estimateOf(scores, f);
  const query = (part: string) =>
    `share of Var(${context.sample.outcome.name}) in a trial that treats ${rate}: ${part}`;
  const ask = asker(context, query, estimate, 3);
  return {
    rate,
    ...shares(
      context,
      query,
      estimate,
      (z) => (rate * (1 - rate) * (z[0] - z[1]) ** 2) / total(z),
      (z) => (rate * v1(z) + (1 - rate) * v0(z)) / total(z),
    ),
    main: ask("U", (z) => (rate ** 2 * v1(z) + (1 - rate) ** 2 * v0(z) + 2 * rate * (1 - rate) * both(z)) / total(z)),
    interaction: ask("TxU", (z) => (rate * (1 - rate) * (v1(z) + v0(z) - 2 * both(z))) / total(z)),
  };
}
