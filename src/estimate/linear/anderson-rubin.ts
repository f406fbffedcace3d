import type { Range } from "../../query/answer.js";
import type { Observations } from "../influence.js";
import { against, combination, norm, scoreProducts, solve, squares } from "./moments.js";
import { smallSample } from "./sandwich.js";
import { chiSquareQuantile } from "./tails.js";
import { brief } from "./words.js";

/** Where to look first: the estimate and a distance that matters. Only speed and the digits of a search depend on it. */
export interface Around {
  readonly value: number;
  readonly scale: number;
}

/** Points of the first look round the circle of all effects. */
const POINTS = 720;

/**
 * All effects b for which the instruments are unrelated to Y - b T (Anderson & Rubin 1949), with variances that are robust (HC1, or
 * clustered): right however weak the instruments are. With one instrument (z'(y - b t))^2 <= c S(b) is a quadratic inequality in b,
 * solved exactly; with several the statistic is a ratio of polynomials, looked at round the circle b = value + scale tan(angle)
 * (so that infinity is a point like others) and solved by bisection.
 * All columns are what the covariates leave. Returns disjoint pieces in order, ends infinite where open.
 * Cost: O(rows x instruments^2).
 */
export function andersonRubin(
  z: readonly Float64Array[],
  t: Float64Array,
  y: Float64Array,
  about: Observations,
  { level, columns, around }: { readonly level: number; readonly columns: number; readonly around: Around },
): Range[] {
  const q = z.length;
  const inner = squares(z, about);
  const factor = smallSample(about, columns + q);
  const limit = chiSquareQuantile(level, q);
  // Shifted and scaled, so that the effects of interest are of order 1.
  const shifted = y.map((value, i) => value - around.value * t[i]);
  const scaled = t.map((value) => value * around.scale);
  const [gy, gt] = [against(z, shifted, about), against(z, scaled, about)];
  const left = (v: Float64Array, g: Float64Array) => {
    const fitted = combination(z, solve(inner, g));
    return v.map((value, i) => value - fitted[i]);
  };
  const [ry, rt] = [left(shifted, gy), left(scaled, gt)];
  const spread = (a: Float64Array, b: Float64Array) => scoreProducts(z, a, b, about).map((value) => value * factor);
  const [syy, syt, stt] = [spread(ry, ry), spread(ry, rt), spread(rt, rt)];
  const back = (b: number) => around.value + around.scale * b;
  const pieces =
    q === 1
      ? below(gt[0] ** 2 - limit * stt[0], -2 * (gy[0] * gt[0] - limit * syt[0]), gy[0] ** 2 - limit * syy[0])
      : search((angle) => {
          const [c, s] = [Math.cos(angle), Math.sin(angle)];
          const g = gy.map((value, k) => c * value - s * gt[k]);
          return (
            norm(
              syy.map((value, k) => c * c * value - 2 * c * s * syt[k] + s * s * stt[k]),
              g,
            ) - limit
          );
        });
  return pieces.map(([low, high]) => [back(low), back(high)]);
}

/** Where a x^2 + b x + c <= 0. */
export function below(a: number, b: number, c: number): Range[] {
  const infinity = Number.POSITIVE_INFINITY;
  if (a === 0) {
    if (b === 0) return c <= 0 ? [[-infinity, infinity]] : [];
    return b > 0 ? [[-infinity, -c / b]] : [[-c / b, infinity]];
  }
  const inside = b * b - 4 * a * c;
  if (inside < 0) return a > 0 ? [] : [[-infinity, infinity]];
  // The larger root in size first: the difference of like numbers would lose digits.
  const half = -(b + (b < 0 ? -1 : 1) * Math.sqrt(inside)) / 2;
  const roots = half === 0 ? [0, 0] : [half / a, c / half].sort((x, y) => x - y);
  return a > 0
    ? [[roots[0], roots[1]]]
    : [
        [-infinity, roots[0]],
        [roots[1], infinity],
      ];
}

/** Where a smooth function of the angle (of period pi) is not above 0, as pieces of tan(angle). */
function search(f: (angle: number) => number): Range[] {
  const width = Math.PI / POINTS;
  const angles = Array.from({ length: POINTS + 1 }, (_, k) => -Math.PI / 2 + k * width);
  const marks: { readonly angle: number; readonly value: number }[] = [];
  const values = angles.map(f);
  angles.forEach((angle, k) => {
    marks.push({ angle, value: values[k] });
    // A dip between the points may reach below 0 without any of them.
    const dips = k > 0 && k < POINTS && values[k] > 0 && values[k] <= values[k - 1] && values[k] <= values[k + 1];
    if (!dips) return;
    const lowest = bottom(f, angle - width, angle + width);
    if (lowest.value <= 0) marks.push(lowest);
  });
  marks.sort((a, b) => a.angle - b.angle);
  const pieces: [number, number][] = [];
  let low = marks[0].value <= 0 ? Number.NEGATIVE_INFINITY : undefined;
  for (let k = 1; k < marks.length; k++) {
    const [before, after] = [marks[k - 1], marks[k]];
    if (before.value <= 0 === after.value <= 0) continue;
    const at = Math.tan(crossing(f, before, after));
    if (low === undefined) low = at;
    else {
      pieces.push([low, at]);
      low = undefined;
    }
  }
  if (low !== undefined) pieces.push([low, Number.POSITIVE_INFINITY]);
  return pieces;
}

function bottom(f: (angle: number) => number, from: number, to: number): { angle: number; value: number } {
  let [low, high] = [from, to];
  for (let round = 0; round < 60; round++) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
    if (f(a) < f(b)) high = b;
    else low = a;
  }
  const angle = (low + high) / 2;
  return { angle, value: f(angle) };
}

function crossing(
  f: (angle: number) => number,
  before: { readonly angle: number; readonly value: number },
  after: { readonly angle: number },
): number {
  let [low, high] = [before.angle, after.angle];
  const inside = before.value <= 0;
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (f(middle) <= 0 === inside) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The set in words: "0.02 to 0.28", "up to -1 and from 3", "every number", "none". */
export function piecesText(pieces: readonly Range[]): string {
  if (pieces.length === 0) return "none";
  const text = ([low, high]: Range) => {
    if (low === Number.NEGATIVE_INFINITY)
      return high === Number.POSITIVE_INFINITY ? "every number" : `up to ${brief(high)}`;
    return high === Number.POSITIVE_INFINITY ? `from ${brief(low)}` : `${brief(low)} to ${brief(high)}`;
  };
  return pieces.map(text).join(" and ");
}
