import type { Answer } from "../../query/answer.js";
import type { Method } from "../../query/effect.js";
import type { EffectSettings } from "../effect-options.js";
import type { Problem } from "../problem.js";
import { bootstrap } from "./bootstrap.js";
import { REFITTED, type Refitted } from "./replicate.js";

type Estimates = Readonly<Partial<Record<Method, Answer>>>;

/**
 * The estimates with bootstrap intervals where their estimators are fitted to all rows; the others keep the intervals of their influence
 * functions. Nothing is bootstrapped unless it is asked for, and an exact law has nothing to draw from.
 */
export async function withBootstrap(
  estimates: Estimates,
  { study, target, law }: Problem,
  arm: number,
  settings: EffectSettings,
): Promise<Estimates> {
  const { bootstrap: replications, contrast, seed, level, workers = 2, onProgress, signal } = settings;
  const methods = REFITTED.filter((method: Refitted) => (estimates[method]?.value ?? null) !== null);
  if (replications === undefined || law || methods.length === 0) return estimates;
  const spreads = await bootstrap(
    { study, arm, target, contrast, methods, seed },
    { replications, level, workers, ...(onProgress ? { onProgress } : {}), ...(signal ? { signal } : {}) },
  );
  const drawn = study.unit === undefined ? "" : ` by ${study.unit.name}`;
  const replaced = methods.map((method): readonly [Method, Answer] => {
    const answer = estimates[method]!;
    const { se, interval } = spreads[method];
    const diagnostics = { ...answer.diagnostics, se, seInfluence: answer.diagnostics.se, replications };
    const how = `${answer.method}; interval by the Bayesian bootstrap${drawn}, ${replications} replications`;
    return [method, { ...answer, interval, level, method: how, diagnostics }];
  });
  return { ...estimates, ...Object.fromEntries(replaced) };
}
