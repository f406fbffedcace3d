import type { BetweenGroups, EffectCovariance, ParadoxCause } from "../../query/surrogate.js";
import type { Estimates } from "./estimates.js";
import type { GraphReading } from "./graph.js";
import { minus, numberOf, ROUNDING, securedSign } from "./linked.js";
import { change, event, plain, pSaid, told } from "./say.js";

/** What the causes are judged by. */
export interface Evidence {
  readonly estimates: Estimates;
  readonly level: number;
  readonly covariance: EffectCovariance;
  readonly between: readonly BetweenGroups[];
  readonly graph?: GraphReading;
}

/**
 * What the data say about each of the three causes of the paradox (VanderWeele 2013). One trial can seldom tell the first two apart: what is left of the
 * effect within levels of the surrogate is a direct effect, or confounding of surrogate and outcome. So "for" always names what it rests on.
 */
export function causesOf(evidence: Evidence): readonly ParadoxCause[] {
  return [direct(evidence), confounding(evidence), transitivity(evidence)];
}

/** The sign in which the surrogate would carry the effect. */
export function routeSign({ onSurrogate, within }: Estimates): number {
  return Math.sign(onSurrogate.value * within.value);
}

/** What is left at each level of the surrogate, with numbers, and whether a level is secured against or along the route. */
export function leftAtLevels({ estimates, level }: Pick<Evidence, "estimates" | "level">) {
  const { levelMeans, arms } = estimates;
  const route = routeSign(estimates);
  const numbers = levelMeans.flatMap(([zero, one], at) =>
    zero && one ? [{ at, ...numberOf(minus(one, zero), arms.trial, level) }] : [],
  );
  const against = numbers.filter((one) => securedSign(one, level, numbers.length) === -route && route !== 0);
  return { numbers, against };
}

function direct(evidence: Evidence): ParadoxCause {
  const { estimates, level, graph } = evidence;
  const { treatment, surrogate, outcome } = estimates.arms.trial;
  const name = `a direct effect of ${treatment.name} on ${outcome.name}, of the other sign`;
  const route = routeSign(estimates);
  const left = numberOf(estimates.left, estimates.arms.trial, level);
  const { against } = leftAtLevels(evidence);
  const said = `given ${surrogate.name}, ${told(outcome, left)} of the effect is left`;
  const caveat = `a direct effect, if nothing confounds ${surrogate.name} and ${outcome.name}`;
  const drawn =
    graph === undefined ? "" : graph.direct ? " The graph has a direct effect." : " The graph has no direct effect.";
  if (against.length > 0 || securedSign(left, level) === -route) {
    // Groups whose effects differ leave something behind as well, and need no direct effect.
    const groups = notTransitive(evidence).find(({ rest }) => securedSign(rest!, level) !== -route);
    const whole = `${capital(said)}, against the way through ${surrogate.name}: ${caveat}.`;
    const within =
      groups &&
      ` Taken by the groups of ${groups.by}, ${told(outcome, groups.rest!)} is left: they can explain it alone.`;
    return {
      id: "direct-effect",
      name,
      evidence: groups === undefined ? "for" : "cannot tell",
      text: `${whole}${within ?? ""}${drawn}`,
    };
  }
  const sure =
    left.interval === undefined
      ? route * left.value >= -ROUNDING
      : route * (route > 0 ? left.interval[0] : left.interval[1]) >= 0;
  if (sure)
    return {
      id: "direct-effect",
      name,
      evidence: "against",
      text: `${capital(said)}, along the way through ${surrogate.name}.${drawn}`,
    };
  return {
    id: "direct-effect",
    name,
    evidence: graph?.direct === false ? "against" : "cannot tell",
    text: `${capital(said)}: neither sign is excluded.${drawn}`,
  };
}

function confounding({ estimates, level, graph }: Evidence): ParadoxCause {
  const { arms, within, unadjusted } = estimates;
  const { trial } = arms;
  const { surrogate, outcome, treatment } = trial;
  const name = `confounding of ${surrogate.name} and ${outcome.name}`;
  const about = { id: "confounding", name } as const;
  const drawn = graph?.confounded
    ? ` The graph has a common cause of ${surrogate.name} and ${outcome.name} that is not measured.`
    : "";
  const never = `Only ${treatment.name} was assigned, and not ${surrogate.name}`;
  if (trial.given.length === 0) {
    const text = `${never}; no covariates are given, so nothing is known of what they have in common.${drawn}`;
    return { ...about, evidence: drawn === "" ? "cannot tell" : "for", text };
  }
  const moved = numberOf(minus(within, unadjusted), trial, level);
  const said = `adjusting for ${trial.given.map((column) => column.name).join(", ")} changes the association by ${told(outcome, moved)}`;
  const rest = "What was not measured may confound as well.";
  if (securedSign(moved, level) !== 0) {
    return {
      ...about,
      evidence: "for",
      text: `${capital(said)}, ${pSaid(moved.p) || "exactly"}: there was that much. ${rest}${drawn}`,
    };
  }
  return { ...about, evidence: drawn === "" ? "cannot tell" : "for", text: `${capital(said)}. ${rest}${drawn}` };
}

function triedOf(between: readonly BetweenGroups[]): readonly BetweenGroups[] {
  return between.filter((one) => one.covariance !== undefined);
}

/** Covariates between whose groups the effects vary against the product of their averages, secured. */
export function notTransitive({ estimates, between, level }: Pick<Evidence, "estimates" | "between" | "level">) {
  const route = routeSign(estimates);
  const tried = triedOf(between);
  return tried.filter((one) => route !== 0 && securedSign(one.covariance!, level, tried.length) === -route);
}

function transitivity(evidence: Evidence): ParadoxCause {
  const { estimates, covariance, between } = evidence;
  const { surrogate, outcome, treatment } = estimates.arms.trial;
  const about = {
    id: "transitivity",
    name: `lack of transitivity: ${treatment.name} moves ${surrogate.name} in others than those where ${surrogate.name} moves ${outcome.name}`,
  } as const;
  const tried = triedOf(between);
  const found = notTransitive(evidence);
  if (found.length > 0) {
    const [{ by, covariance: own, product }] = found;
    const text = `Between the groups of ${by} the two individual effects vary together by ${told(outcome, own!)}, against their product of averages, ${change(outcome, product!.value)}.`;
    return { ...about, evidence: "for", text };
  }
  const [open] = covariance.bounds;
  if (open?.paradox === "impossible") {
    return {
      ...about,
      evidence: "against",
      text: `E[ab] lies between ${plain(open.bounds[0], 3)} and ${plain(open.bounds[1], 3)} whatever the individuals: too little to turn the sign.`,
    };
  }
  const none =
    tried.length === 0
      ? "No covariate tells groups apart"
      : `Between the groups of ${tried.map(({ by }) => by).join(", ")} nothing of the kind is secured`;
  return {
    ...about,
    evidence: "cannot tell",
    text: `${none}, and no individual shows both effects. Excluded where ${treatment.name} moves nobody's ${event(surrogate)} the other way and ${surrogate.name} nobody's ${event(outcome)}.`,
  };
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
