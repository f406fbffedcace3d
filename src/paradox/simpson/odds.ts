import { normalQuantile } from "../../num/normal.js";
import type { MantelHaenszel, Measured } from "../../query/simpson.js";
import type { Cells } from "./cells.js";

/**
 * Odds ratios and the difference of rates with the weights of Mantel and Haenszel, n1 n0 / n in each stratum. These weigh strata by how much they can
 * tell, not by how many people they hold; an odds ratio within strata differs from the raw one even where nothing is confounded (it does not collapse).
 * `level`: what the intervals may miss; absent for an exact law.
 * Sources: N. Mantel and W. Haenszel, JNCI 22, 1959; J. Robins, N. Breslow and S. Greenland, Biometrics 42, 1986 (the variance of the odds ratio); T. Sato,
 * Biometrics 45, 1989 (that of the difference; both hold for few large and for many small strata). Cost: O(strata).
 */
export function mantelHaenszel({ count, mean }: Cells, level: number | undefined): MantelHaenszel {
  let [up, down, upUp, mixed, downDown] = [0, 0, 0, 0, 0];
  let [gap, weight, spread, rest] = [0, 0, 0, 0];
  const whole = [0, 0, 0, 0];
  for (let i = 0; i < count.length; i += 2) {
    const [n0, n1] = [count[i], count[i + 1]];
    const n = n0 + n1;
    const [a, c] = [n1 * mean[i + 1], n0 * mean[i]];
    const [b, d] = [n1 - a, n0 - c];
    [a, b, c, d].forEach((cell, k) => {
      whole[k] += cell;
    });
    const [r, s] = [(a * d) / n, (b * c) / n];
    const [agree, differ] = [(a + d) / n, (b + c) / n];
    up += r;
    down += s;
    upUp += agree * r;
    mixed += agree * s + differ * r;
    downDown += differ * s;
    gap += (a * n0 - c * n1) / n;
    weight += (n1 * n0) / n;
    spread += (n1 * n1 * c - n0 * n0 * a + (n1 * n0 * (n0 - n1)) / 2) / (n * n);
    rest += (a * d + c * b) / (2 * n);
  }
  const [a, b, c, d] = whole;
  const ofLog = upUp / (2 * up * up) + mixed / (2 * up * down) + downDown / (2 * down * down);
  const difference = gap / weight;
  const ofDifference = (difference * spread + rest) / (weight * weight);
  return {
    rawOddsRatio: ratio(a * d, b * c, 1 / a + 1 / b + 1 / c + 1 / d, level),
    oddsRatio: ratio(up, down, ofLog, level),
    difference: {
      value: difference,
      ...(level !== undefined && ofDifference > 0 && { interval: around(difference, ofDifference, level) }),
    },
  };
}

function ratio(top: number, bottom: number, ofLog: number, level: number | undefined): Measured {
  if (!(bottom > 0)) return { value: null };
  const value = top / bottom;
  if (level === undefined || !Number.isFinite(ofLog)) return { value };
  const [low, high] = around(Math.log(value), ofLog, level);
  return { value, interval: [Math.exp(low), Math.exp(high)] };
}

function around(value: number, variance: number, level: number): [number, number] {
  const half = normalQuantile(1 - level / 2) * Math.sqrt(variance);
  return [value - half, value + half];
}
