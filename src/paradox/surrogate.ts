import { DiscoError } from "../error.js";
import type { Graph } from "../graph/graph.js";
import type { Study } from "../num/study.js";
import { ENGINE } from "../query/engine.js";
import type { SurrogateArm, SurrogateCheck, SurrogateScan } from "../query/surrogate.js";
import { betweenGroups } from "./surrogate/between.js";
import { causesOf } from "./surrogate/causes.js";
import { consistentOf } from "./surrogate/consistent.js";
import { covarianceOfEffects } from "./surrogate/covariance.js";
import { type Estimates, estimatesOf } from "./surrogate/estimates.js";
import { explainedOf } from "./surrogate/explained.js";
import { findingsOf } from "./surrogate/findings.js";
import { readGraphFor } from "./surrogate/graph.js";
import { type Linked, numberOf } from "./surrogate/linked.js";
import { prenticeOf } from "./surrogate/prentice.js";
import { principalOf } from "./surrogate/principal.js";
import { adviceOf, assumptionsOf, warningsOf } from "./surrogate/remarks.js";
import { trialOf } from "./surrogate/trial.js";

export interface SurrogateOptions {
  /** Chance of a false alarm, and one minus the confidence level of intervals; default 0.05. */
  readonly level?: number;
  /** Numbers with more values than this are cut into so many levels; default 5. */
  readonly bins?: number;
  /** What is known of causes: does the treatment act beside the surrogate, do surrogate and outcome share an unmeasured cause? */
  readonly graph?: Graph;
}

/**
 * May the surrogate stand for the outcome? The three effects with intervals, Prentice's criteria, the share of the effect that is explained (Freedman;
 * Wang and Taylor), principal and consistent surrogacy, the three causes of the surrogate paradox, and the covariance of individual effects behind it
 * (THEORY 8.4).
 *
 * @param study two arms (taken as randomised; given covariates, among those alike), and the surrogate as the one mediator: two values or numbers
 * @throws DiscoError `input` for other treatments, for a surrogate that is constant or the outcome itself, and for options out of range; `refused` where
 *   the surrogate never varies within an arm
 * Cost: some twenty regressions on all rows, O(rows x columns^2) each.
 */
export function checkSurrogate(study: Study, options: SurrogateOptions = {}): SurrogateCheck {
  const { level = 0.05, bins = 5, graph } = options;
  if (!(level > 0 && level < 1)) refuse("level", "must be between 0 and 1", level, "give a number such as 0.05");
  if (!(Number.isInteger(bins) && bins >= 2 && bins <= 50))
    refuse("bins", "must be a whole number from 2 to 50", bins, "give a number such as 5");
  const trial = trialOf(study);
  const reading = graph === undefined ? undefined : readGraphFor(graph, trial);
  const estimates = estimatesOf(trial, bins);
  const number = (one: Linked) => numberOf(one, trial, level);
  const maybe = (one: Linked | undefined) => (one === undefined ? null : number(one));
  const prentice = prenticeOf(estimates, level);
  const consistent = consistentOf(estimates, level);
  const covariance = covarianceOfEffects(estimates, level);
  const between = betweenGroups(trial, bins, level);
  const principal = principalOf(estimates, level);
  const findings = findingsOf({ estimates, level, prentice, between });
  const { treatment, surrogate, outcome } = trial;
  const check: SurrogateCheck = {
    kind: "table",
    question: `May ${surrogate.name} stand for ${outcome.name} when ${treatment.name} is judged?`,
    treatment,
    surrogate,
    outcome,
    given: trial.given.map(({ name }) => name),
    level,
    arms: [armOf(estimates, 0), armOf(estimates, 1)],
    effects: {
      onSurrogate: number(estimates.onSurrogate),
      onOutcome: number(estimates.onOutcome),
      ...(estimates.ratio && { ratio: ratioOf(estimates, level) }),
      association: {
        reference: maybe(estimates.slopes[0]),
        treated: maybe(estimates.slopes[1]),
        within: number(estimates.within),
      },
      left: number(estimates.left),
    },
    prentice,
    explained: explainedOf(estimates, level),
    ...(principal && { principal }),
    consistent,
    covariance,
    between,
    causes: causesOf({ estimates, level, covariance, between, ...(reading && { graph: reading }) }),
    findings,
    scanned: [],
    advice: adviceOf(estimates, findings, consistent),
    assumptions: assumptionsOf(estimates),
    warnings: warningsOf(estimates),
    data: study.data,
    provenance: {
      engine: ENGINE,
      level,
      bins,
      observations: trial.total,
      ...(trial.given.length > 0 && { lowestPropensity: estimates.arms.lowest }),
      ...(study.weights && { weights: study.weights.kind }),
    },
  };
  return Object.freeze({ ...check, scanned: scannedOf(check) });
}

function refuse(who: string, wrong: string, given: number, next: string): never {
  throw new DiscoError({ who, wrong, given: String(given), next });
}

function armOf(estimates: Estimates, arm: 0 | 1): SurrogateArm {
  const { arms, surrogate, outcome, levels, cellMeans, levelCounts } = estimates;
  const { trial } = arms;
  const { treatment } = trial;
  return {
    arm: arm === 0 ? treatment.reference : treatment.treated,
    count: trial.x.reduce((sum, x, i) => sum + (x === arm ? trial.count[i] : 0), 0),
    surrogate: surrogate[arm].value,
    outcome: outcome[arm].value,
    levels: levels.labels.map((label, level) => ({
      label: trial.surrogate.kind === "binary" ? (level === 1 ? trial.surrogate.high : trial.surrogate.low) : label,
      count: levelCounts[level][arm],
      outcome: cellMeans[level][arm]?.value ?? null,
    })),
  };
}

/** The interval of a ratio is that of its logarithm: it is never below 0. */
function ratioOf({ ratio, arms }: Estimates, level: number) {
  const { value, se, p: _p } = numberOf(ratio!, arms.trial, level);
  if (se === undefined) return { value };
  const log = numberOf(
    { value: Math.log(value), influence: ratio!.influence.map((one) => one / value) },
    arms.trial,
    level,
  );
  const [low, high] = log.interval!;
  return {
    value,
    se,
    interval: [Math.exp(low), Math.exp(high)] as const,
    ...(log.p === undefined ? {} : { p: log.p }),
  };
}

/** Everything that was looked at and may have been found. */
function scannedOf({ prentice, consistent, between, covariance }: SurrogateCheck): readonly SurrogateScan[] {
  return [
    ...prentice.map(({ claim, number }) => ({ what: `Prentice: ${claim}`, ...number })),
    ...consistent.conditions.flatMap(({ claim, parts }) =>
      parts.map(({ at, ...number }) => ({ what: `${claim}: ${at}`, ...number })),
    ),
    { what: "covariance of individual effects, were there no direct effect and no confounding", ...covariance.implied },
    ...between.flatMap(({ by, covariance: own }) =>
      own ? [{ what: `covariance of effects between groups of ${by}`, ...own }] : [],
    ),
  ];
}
