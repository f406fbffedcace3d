import type { Range } from "../../query/answer.js";
import type { PrenticeCriterion, SurrogateNumber } from "../../query/surrogate.js";
import { type Estimates, jointTest } from "./estimates.js";
import { type Linked, minus, numberOf, ROUNDING } from "./linked.js";
import { change, event, pSaid, share, span, told } from "./say.js";

/**
 * Prentice's criteria (Statistics in Medicine 8, 1989), each with its test: the treatment affects the surrogate (1) and the outcome (2), the two are
 * associated (3), and given the surrogate nothing of the effect is left (4). The fourth is tested in both arms' lines at once (Wald: equal height and
 * equal slope); not rejecting is no proof, so what may be left is told.
 */
export function prenticeOf(estimates: Estimates, level: number): readonly PrenticeCriterion[] {
  const { trial } = estimates.arms;
  const { treatment, surrogate, outcome, law } = trial;
  const number = (one: Linked) => numberOf(one, trial, level);
  const shown = ({ value, p }: SurrogateNumber): boolean => (p === undefined ? Math.abs(value) > ROUNDING : p < level);
  const simple = (
    id: PrenticeCriterion["id"],
    claim: string,
    one: SurrogateNumber,
    said: string,
    p = pSaid(one.p),
  ): PrenticeCriterion => ({
    id,
    claim,
    verdict: shown(one) ? "holds" : "not shown",
    number: one,
    text: `${said}${p === "" ? "" : `, ${p}`}`,
  });
  const [onSurrogate, onOutcome, marginal] = [
    number(estimates.onSurrogate),
    number(estimates.onOutcome),
    number(estimates.marginal),
  ];
  const per = surrogate.kind === "binary" ? `with ${event(surrogate)}` : `for one more of ${surrogate.name}`;
  return [
    simple(
      "affects-surrogate",
      `${treatment.name} affects ${surrogate.name}`,
      onSurrogate,
      `${event(surrogate)}: ${told(surrogate, onSurrogate)}`,
    ),
    simple(
      "affects-outcome",
      `${treatment.name} affects ${outcome.name}`,
      onOutcome,
      `${event(outcome)}: ${told(outcome, onOutcome)}`,
    ),
    simple(
      "associated",
      `${surrogate.name} is associated with ${outcome.name}`,
      marginal,
      `${event(outcome)}: ${told(outcome, marginal)} ${per}`,
    ),
    fourth(estimates, number(estimates.left), onOutcome, level, law),
  ];
}

function fourth(
  estimates: Estimates,
  left: SurrogateNumber,
  whole: SurrogateNumber,
  level: number,
  law: boolean,
): PrenticeCriterion {
  const { trial } = estimates.arms;
  const { treatment, surrogate, outcome } = trial;
  const differences = leftByLevel(estimates);
  const { freedom, p } = jointTest(differences, trial);
  const contradicted = law ? differences.some(({ value }) => Math.abs(value) > ROUNDING) : p !== undefined && p < level;
  const leftShare = shareLeft(left, whole);
  const claim = `given ${surrogate.name}, ${outcome.name} does not depend on ${treatment.name}`;
  const range = left.interval;
  const open =
    range === undefined
      ? `${change(outcome, left.value)} of the effect is left, given ${surrogate.name}`
      : `what is left of the effect, given ${surrogate.name}, lies between ${span(outcome, range).replace(" to ", " and ")}${outcome.kind === "binary" ? " points" : ""}`;
  const compared =
    leftShare === null
      ? ""
      : law
        ? `; the whole effect is ${change(outcome, whole.value)}`
        : `; that is ${share(leftShare[0])} to ${share(leftShare[1])} of the whole effect, ${change(outcome, whole.value)}`;
  const tested = p === undefined ? "" : ` (${pSaid(p)}, ${freedom} ${freedom === 1 ? "degree" : "degrees"} of freedom)`;
  const text = contradicted
    ? `it does${tested}: ${open}${compared}`
    : `no dependence was found${tested}, which is no proof: ${open}${compared}`;
  const { p: _own, ...number } = left;
  return {
    id: "independent-given",
    claim,
    verdict: contradicted ? "contradicted" : law ? "holds" : "not contradicted",
    number: p === undefined ? number : { ...number, p },
    freedom,
    leftShare,
    text,
  };
}

/** Differences between the arms where the surrogate is at its average and how their slopes differ; of two values the same as in each of them. */
function leftByLevel({ arms, levelMeans, slopes, left }: Estimates): readonly Linked[] {
  if (arms.trial.surrogate.kind === "binary") {
    const both = levelMeans.flatMap(([zero, one]) => (zero && one ? [minus(one, zero)] : []));
    return both.length > 0 ? both : [left];
  }
  const [zero, one] = slopes;
  return zero && one ? [left, minus(one, zero)] : [left];
}

/** What is left over the whole effect, where the latter is not 0 for all we know; ends by the interval of what is left. */
function shareLeft(left: SurrogateNumber, whole: SurrogateNumber): Range | null {
  const [low, high] = left.interval ?? [left.value, left.value];
  const [least, most] = whole.interval ?? [whole.value, whole.value];
  if (least <= ROUNDING && most >= -ROUNDING) return null;
  const ends = [low / whole.value, high / whole.value];
  return [Math.min(...ends), Math.max(...ends)];
}
