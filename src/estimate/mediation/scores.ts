import type { Mediated } from "./nuisances.js";

/** 0: the reference, 1: the other arm. */
type Arm = 0 | 1;

/** P(T=a | ...) from P(T=1 | ...). */
function of(a: number, p: number): number {
  return a === 1 ? p : 1 - p;
}

/**
 * Density of the mediators in one arm over that in the other, at an entry's own mediators and covariates, by Bayes:
 * p(M | a, W) / p(M | b, W) = [P(a | M, W) / P(a | W)] / [P(b | M, W) / P(b | W)].
 */
function ratio({ e, r }: Mediated, j: number, a: number, b: number): number {
  return a === b ? 1 : of(a, r[j]) / of(a, e[j]) / (of(b, r[j]) / of(b, e[j]));
}

/**
 * Scores, by entry, whose average is E[Y(own, M(theirs))]: the uncentred efficient influence function of Tchetgen Tchetgen & Shpitser
 * (2012, Theorem 1),
 *
 *     1{T=own}    p(M | theirs, W) / p(M | own, W) / P(own | W) (Y - mu_own(M, W))
 *   + 1{T=theirs} / P(theirs | W) (mu_own(M, W) - n_own(W)) + n_own(W),
 *
 * and with own = theirs that of Robins, Rotnitzky & Zhao (1994), 1{T=own} / P(own | W) (Y - m_own(W)) + m_own(W). The average is right when
 * the two propensities e and r are, or both means mu and n, or mu and e. Cost: O(entries).
 */
export function nestedScores(learnt: Mediated, own: Arm, theirs: Arm): Float64Array {
  const { t, y, e, mu, m, crossed } = learnt;
  if (own === theirs) return y.map((value, j) => m[own][j] + (t[j] === own ? (value - m[own][j]) / of(own, e[j]) : 0));
  const n = crossed[own];
  return y.map((value, j) =>
    t[j] === own
      ? n[j] + (ratio(learnt, j, theirs, own) / of(own, e[j])) * (value - mu[own][j])
      : n[j] + (mu[own][j] - n[j]) / of(theirs, e[j]),
  );
}

/** The weight of an entry's residual in `nestedScores` with own != theirs: averages 1 when the two propensities agree. Cost: O(entries). */
export function crossedWeights(learnt: Mediated, own: Arm): Float64Array {
  return learnt.e.map((e, j) => (learnt.t[j] === own ? ratio(learnt, j, 1 - own, own) / of(own, e) : 0));
}

/** p(M | a, W) / p(M | T, W), the weight of an entry's residual in `frontDoorScores`: averages 1 likewise. Cost: O(entries). */
export function mediatorRatios(learnt: Mediated, a: Arm): Float64Array {
  return Float64Array.from(learnt.t, (t, j) => ratio(learnt, j, a, t));
}

/**
 * Scores, by entry, whose average is E[Y(a)] by the front door, E_W sum_m p(m | a, W) sum_t P(t | W) mu_t(m, W): the uncentred efficient
 * influence function. With k(t, W) = sum_m p(m | a, W) mu_t(m, W), f(M, W) = sum_t P(t | W) mu_t(M, W) and g(W) = sum_t P(t | W) k(t, W) it is
 *
 *     p(M | a, W) / p(M | T, W) (Y - mu_T(M, W))      moves the outcome's mean,
 *   + 1{T=a} / P(a | W) (f(M, W) - g(W))              the mediators' law in arm a,
 *   + k(T, W)                                         the arm given the covariates, and the covariates.
 *
 * Fulcher, Shpitser, Marealle & Tchetgen Tchetgen (2020) have the middle and first part for the population intervention indirect effect; for
 * this functional see Guo, Benkeser & Nabi (2023, arXiv 2312.10234). The average is right when e and r are, or mu and k, or mu and e.
 * Cost: O(entries).
 */
export function frontDoorScores(learnt: Mediated, a: Arm): Float64Array {
  const { t, y, e, mu, m, crossed } = learnt;
  // In its own arm k(a, W) is the plain mean m_a(W).
  const k = a === 1 ? [crossed[0], m[1]] : [m[0], crossed[1]];
  return y.map((value, j) => {
    const mean = (by: ArrayLike<Float64Array>) => (1 - e[j]) * by[0][j] + e[j] * by[1][j];
    const residual = ratio(learnt, j, a, t[j]) * (value - mu[t[j]][j]);
    return residual + (t[j] === a ? (mean(mu) - mean(k)) / of(a, e[j]) : 0) + k[t[j]][j];
  });
}
