import { normalQuantile } from "../../num/normal.js";
import type { EffectCovariance, ProductBounds } from "../../query/surrogate.js";
import type { Estimates } from "./estimates.js";
import { type Linked, linked, minus, numberOf, times } from "./linked.js";
import { boundError } from "./principal.js";
import { correlationNeeded, productBounds, productRange } from "./product.js";
import { change, plain } from "./say.js";

/**
 * E[ab] = E[a] E[b] + Cov(a, b) (THEORY 8.4): the covariance that the outcome's effect implies, were there no direct effect and nothing that confounds
 * surrogate and outcome; the one that the paradox needs; and what a trial of the surrogate alone leaves open. Bounds for two-valued columns only.
 */
export function covarianceOfEffects(estimates: Estimates, level: number): EffectCovariance {
  const { arms, onSurrogate, onOutcome, b, surrogate } = estimates;
  const { trial } = arms;
  const product = times(onSurrogate, b);
  const implied = numberOf(minus(onOutcome, product), trial, level);
  const bounded = trial.surrogate.kind === "binary" && trial.outcome.kind === "binary" && Math.abs(b.value) <= 1;
  const known = { surrogate: [surrogate[0].value, surrogate[1].value] as const, b: b.value };
  const bounds = bounded ? productBounds(known).map((one) => withInterval(one, estimates, level)) : [];
  const correlation = bounded ? correlationNeeded(known) : null;
  return {
    a: numberOf(onSurrogate, trial, level),
    b: numberOf(b, trial, level),
    product: product.value,
    outcome: numberOf(onOutcome, trial, level),
    implied,
    needed: -product.value,
    correlation,
    bounds,
    text: textOf(estimates, product.value, implied.value, bounds, correlation),
  };
}

function withInterval(one: ProductBounds, { arms, surrogate, b }: Estimates, level: number): ProductBounds {
  if (arms.trial.law) return one;
  const numbers = [surrogate[0], surrogate[1], b];
  const at = numbers.map(({ value }) => value);
  const z = normalQuantile(1 - level / 2);
  const error = (end: 0 | 1) =>
    boundError(
      numbers,
      at,
      { arms },
      ([q0, q1, slope]) => productRange({ surrogate: [q0, q1], b: slope }, one.assumption)[end],
    );
  return { ...one, interval: [one.bounds[0] - z * error(0), one.bounds[1] + z * error(1)] };
}

function textOf(
  { arms }: Estimates,
  product: number,
  implied: number,
  bounds: readonly ProductBounds[],
  correlation: number | null,
): string {
  const { outcome, surrogate } = arms.trial;
  const said = (value: number) => change(outcome, value);
  const sides = `If all went through ${surrogate.name}, and nothing confounded it with ${outcome.name}, the averages would give ${said(product)}, and the rest, ${said(implied)}, would be the covariance of the individual effects.`;
  const open = bounds.find(({ assumption }) => assumption === "none");
  if (open === undefined) return `${sides} Numbers have no limits, so a trial of the surrogate alone bounds nothing.`;
  const needs =
    open.paradox !== "possible" || correlation === null
      ? " A paradox through the surrogate alone is impossible here."
      : ` The paradox needs a correlation of the individual effects beyond ${plain(correlation, 2)}.`;
  return `${sides}${needs}`;
}

/** Sum of shares times numbers, when both are estimated. */
export function mixture(parts: readonly { readonly share: Linked; readonly number: Linked }[]): Linked {
  return linked(
    parts.reduce((sum, { share, number }) => sum + share.value * number.value, 0),
    parts.flatMap(({ share, number }) => [[number.value, share] as const, [share.value, number] as const]),
  );
}
