import { normalQuantile } from "../../num/normal.js";
import type { PrincipalEffect, PrincipalSurrogate } from "../../query/surrogate.js";
import { armMean } from "./arms.js";
import type { Estimates } from "./estimates.js";
import { covarianceOf, type Linked } from "./linked.js";
import { type Cells, principalRange, principalShare } from "./principal-bounds.js";

/**
 * Principal surrogacy (Frangakis & Rubin 2002): is there an effect on the outcome in those whose surrogate the treatment does not change? Nobody can
 * point at them, so the answer is bounds; for a two-valued surrogate and outcome only. Undefined for numbers. The intervals add the bounds' own sampling
 * error outwards (delta method, at the piece of the bound that counts; rough where two pieces are equally near).
 */
export function principalOf(estimates: Estimates, level: number): PrincipalSurrogate | undefined {
  const { trial } = estimates.arms;
  const { surrogate, outcome, treatment } = trial;
  if (surrogate.kind !== "binary" || outcome.kind !== "binary") return undefined;
  const cells = cellsOf(estimates);
  const law = cells.map(({ value }) => value) as unknown as Cells;
  const raised = estimates.onSurrogate.value >= 0;
  const [from, to] = raised ? [surrogate.low, surrogate.high] : [surrogate.high, surrogate.low];
  const who: Record<PrincipalEffect["stratum"], string> = {
    unchanged: `those whose ${surrogate.name} ${treatment.name} does not change`,
    always: `those with ${surrogate.name} = ${surrogate.high} in either arm`,
    never: `those with ${surrogate.name} = ${surrogate.low} in either arm`,
    changed: `those whose ${surrogate.name} ${treatment.name} changes from ${from} to ${to}`,
  };
  const effect = (stratum: PrincipalEffect["stratum"], assumption: PrincipalEffect["assumption"]): PrincipalEffect => {
    const monotone = assumption === "monotone";
    const bounds = principalRange(law, stratum, monotone);
    const about = { stratum, who: who[stratum], assumption, share: principalShare(law, stratum, monotone) };
    if (bounds === undefined) return { ...about, bounds: null, reason: "there is nobody of this kind" };
    if (trial.law) return { ...about, bounds };
    const error = (end: 0 | 1) =>
      boundError(cells, law, estimates, (at) => principalRange(at, stratum, monotone)?.[end]);
    const z = normalQuantile(1 - level / 2);
    return { ...about, bounds, interval: [bounds[0] - z * error(0), bounds[1] + z * error(1)] };
  };
  const strata = ["unchanged", "always", "never", "changed"] as const;
  const effects = (["none", "monotone"] as const).flatMap((assumption) =>
    strata.map((stratum) => effect(stratum, assumption)),
  );
  const excludes = (
    { stratum, assumption, bounds, interval }: PrincipalEffect,
    wanted: PrincipalEffect["assumption"],
  ): boolean => {
    const range = interval ?? bounds;
    return stratum !== "changed" && assumption === wanted && range !== null && (range[0] > 1e-9 || range[1] < -1e-9);
  };
  const necessity = effects.some((one) => excludes(one, "none"))
    ? "contradicted"
    : effects.some((one) => excludes(one, "monotone"))
      ? "contradicted if monotone"
      : "cannot tell";
  return { effects, necessity, text: TEXTS[necessity] };
}

const TEXTS: Readonly<Record<PrincipalSurrogate["necessity"], string>> = {
  contradicted:
    "Causal necessity fails: the treatment affects the outcome of some whose surrogate it does not change, whoever they are.",
  "contradicted if monotone":
    "Causal necessity fails if the treatment moves nobody's surrogate against the average: some whose surrogate it does not change are affected.",
  "cannot tell":
    "Whether the treatment affects those whose surrogate it does not change is not identified: the bounds hold 0.",
};

function cellsOf({ arms, surrogate }: Estimates): readonly Linked[] {
  const { s, y } = arms.trial;
  return ([0, 1] as const).flatMap((arm) => [
    surrogate[arm],
    armMean(
      arms,
      arm,
      s.map((value, i) => value * y[i]),
    ),
    armMean(
      arms,
      arm,
      s.map((value, i) => (1 - value) * y[i]),
    ),
  ]);
}

/** Standard error of a function of the cells: slopes by differences, and the cells' covariances. */
export function boundError(
  numbers: readonly Linked[],
  at: readonly number[],
  { arms }: Pick<Estimates, "arms">,
  f: (at: Cells) => number | undefined,
): number {
  const step = 1e-6;
  const slopes = numbers.map((_, k) => {
    const moved = (by: number) => f(at.map((value, j) => (j === k ? value + by : value)) as unknown as Cells);
    const [up, down] = [moved(step), moved(-step)];
    return up === undefined || down === undefined ? 0 : (up - down) / (2 * step);
  });
  let variance = 0;
  numbers.forEach((one, j) => {
    numbers.forEach((other, k) => {
      variance += slopes[j] * slopes[k] * covarianceOf(one, other, arms.trial);
    });
  });
  return Math.sqrt(Math.max(0, variance));
}
