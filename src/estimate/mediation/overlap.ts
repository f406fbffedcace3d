import { type Complaint, DiscoError } from "../../error.js";
import type { Study } from "../../num/study.js";
import type { Remark } from "../../query/answer.js";
import type { Mediated } from "./nuisances.js";
import type { Arms } from "./rows.js";

/** Probabilities of an arm beyond this are called out; more than a twentieth of the observations beyond it is no overlap. */
const THRESHOLD = 0.01;
const TOLERATED = 0.05;

/** At whose mediators the other arm must be seen: `reference` forbids P(T=1 | M, W) near 0, `arm` near 1. */
interface Sides {
  readonly reference: boolean;
  readonly arm: boolean;
}

/** Where the arms can be compared, at the same covariates or at the same covariates and mediators. */
interface Sight {
  readonly lowest: number;
  readonly highest: number;
  /** Share of the observations beyond the threshold on the sides that matter. */
  readonly outside: number;
  /** Is an arm out of sight altogether for somebody, or told apart without exception? */
  readonly none: boolean;
}

function sightOf(p: Float64Array, { t, entries }: Mediated, sides: Sides): Sight {
  let [lowest, highest, outside, none] = [1, 0, 0, false];
  const reach = { reference: 0, arm: 1 };
  for (let j = 0; j < p.length; j++) {
    if (entries.count[j] === 0) continue;
    lowest = Math.min(lowest, p[j]);
    highest = Math.max(highest, p[j]);
    if (t[j] === 1) reach.arm = Math.min(reach.arm, p[j]);
    else reach.reference = Math.max(reach.reference, p[j]);
    none ||= !Number.isFinite(p[j]) || (sides.reference && p[j] <= 0) || (sides.arm && p[j] >= 1);
    if ((sides.reference && p[j] < THRESHOLD) || (sides.arm && p[j] > 1 - THRESHOLD)) outside += entries.count[j];
  }
  return { lowest, highest, outside: outside / entries.total, none: none || reach.arm > reach.reference };
}

const BOTH: Sides = { reference: true, arm: true };

function limits({ reference, arm }: Sides): string {
  if (reference && arm) return `beyond ${THRESHOLD} or ${1 - THRESHOLD}`;
  return reference ? `below ${THRESHOLD}` : `above ${1 - THRESHOLD}`;
}

function percent(share: number): string {
  return `${(100 * share).toPrecision(2)} %`;
}

interface MediationOverlap {
  /** Why there is no answer. */
  readonly refused?: Complaint;
  readonly warnings: readonly Remark[];
  readonly diagnostics: Readonly<Record<string, number>>;
}

/**
 * Can the arms be compared at the same covariates, and at the same covariates and mediators? Refused where some probability of an arm is 0
 * or 1, where it tells the arms apart without exception, and where more than 5 % of the observations lie beyond .01; an exact law is taken at
 * its word but for the first. Cost: O(entries).
 */
export function mediationOverlap(study: Study, arms: Arms, learnt: Mediated, sides: Sides): MediationOverlap {
  const law = study.weights?.kind === "law";
  const names = (columns: Study["given"]) => columns.map(({ name }) => name).join(", ");
  const given = names(study.given);
  const beside = names([...study.mediators, ...study.given]);
  const looks = [
    { id: "overlap", by: given, sight: sightOf(learnt.e, learnt, BOTH), sides: BOTH },
    { id: "mediator-overlap", by: beside, sight: sightOf(learnt.r, learnt, sides), sides },
  ];
  const warnings: Remark[] = [];
  let refused: Complaint | undefined;
  for (const { id, by, sight, sides: asked } of looks) {
    const { lowest, highest, outside, none } = sight;
    const name = `P(${arms.name}=${arms.arms[1]}${by === "" ? "" : ` | ${by}`})`;
    const range = `${name} reaches from ${lowest.toPrecision(2)} to ${highest.toPrecision(2)}`;
    const beyond = `${percent(outside)} of the observations lie ${limits(asked)}`;
    if (none || (!law && outside > TOLERATED)) {
      refused ??= {
        who: id === "overlap" ? "overlap" : "overlap of the mediators",
        wrong: `the arms cannot be compared${by === "" ? "" : ` at the same ${by}`}: ${none ? `somewhere only one value of ${arms.name} is seen` : beyond}`,
        given: range,
        next:
          id === "overlap"
            ? `give fewer covariates if one of them nearly says what ${arms.name} is, or group their values`
            : `group the values of the mediators, leave out one that nearly says what ${arms.name} is, or use a learner that sees across combinations`,
      };
    } else if (outside > 0) {
      warnings.push({ id: `weak-${id}`, text: `${range}; ${beyond}, so a few rows speak for many.` });
    }
  }
  const [covariates, mediators] = looks.map(({ sight }) => sight);
  const diagnostics = {
    propensityLowest: covariates.lowest,
    propensityHighest: covariates.highest,
    mediatorPropensityLowest: mediators.lowest,
    mediatorPropensityHighest: mediators.highest,
    outside: Math.max(covariates.outside, mediators.outside),
  };
  return { ...(refused ? { refused } : {}), warnings, diagnostics };
}

/** @throws DiscoError (refused) with the complaint, if there is one */
export function insist({ refused }: MediationOverlap): void {
  if (refused) throw new DiscoError(refused, "refused");
}
