import { type AverageWeight, averageWeight, sayAverage } from "../estimate/misuse/average-weights.js";
import { inverseWeightRemarks, inverseWeights } from "../estimate/misuse/inverse-weights.js";
import type { Remark } from "../query/answer.js";
import type { Context } from "./context.js";
import { eventWords } from "./wording.js";

const ARMS = { ate: [1, 0], att: [1], atc: [0] } as const;

/** Did entry j show the event, and how likely was that for its individual? */
interface Event {
  readonly hit: (j: number) => number;
  readonly chance: (j: number) => number;
}

/** A two-valued outcome's value, or a number above (or not above) its arm's average. */
function eventOf({ learnt }: Context, t: 0 | 1, success: boolean): Event {
  const { y, m, cut, above } = learnt;
  const turn = (p: number) => (success ? p : 1 - p);
  if (cut && above) return { hit: (j) => turn(y[j] > cut[t] ? 1 : 0), chance: (j) => turn(above[t][j]) };
  return { hit: (j) => turn(y[j]), chance: (j) => turn(m[t].mean[j]) };
}

/**
 * The average among T = t of the weights P(y | t; U) / P(y | t) that an event's individuals get, which is 1 when the outcome's model is right
 * (THEORY 3.3b); undefined where no row shows the event. Cost: O(entries).
 */
export function evidenceWeight(context: Context, t: 0 | 1, success: boolean): AverageWeight | undefined {
  const { learnt, rows, sample } = context;
  const { hit, chance } = eventOf(context, t, success);
  const n = rows.count.length;
  const [residual, variance] = [new Float64Array(n), new Float64Array(n)];
  let mass = 0;
  for (let j = 0; j < n; j++) {
    if (learnt.t[j] !== t) continue;
    const q = chance(j);
    mass += rows.count[j] * hit(j);
    residual[j] = q - hit(j);
    variance[j] = q * (1 - q);
  }
  if (mass === 0) return undefined;
  const clusters = sample.unit?.labels.length;
  return averageWeight({ residual, variance, mass }, { ...rows, ...(clusters === undefined ? {} : { clusters }) });
}

/** A remark about each arm whose individuals' weights, for one of the two events, do not average to 1. */
export function evidenceWeightRemarks(context: Context): Remark[] {
  const { sample, settings } = context;
  return ARMS[settings.target].flatMap((t) => {
    const [worst] = [true, false]
      .flatMap((success) => {
        const found = evidenceWeight(context, t, success);
        return found?.off ? [{ success, found }] : [];
      })
      .sort((a, b) => Math.abs(b.found.average - 1) - Math.abs(a.found.average - 1));
    if (worst === undefined) return [];
    const { given } = eventWords(sample, t === 1, worst.success, context.learnt.cut?.[t]);
    const event = Object.entries(given).map(([name, value]) =>
      name === sample.outcome.name && sample.outcome.kind === "numeric" ? `${name} ${value}` : `${name} = ${value}`,
    );
    const { labels, name } = sample.treatment;
    const arm = `${name} = ${t === 1 ? labels.yes : labels.no}`;
    return [
      {
        id: "evidence-weights-not-one",
        text: `Among ${arm}, the weights of the individuals behind ${event.join(" and ")} (their own chance of it over everybody's) should average 1 and average ${sayAverage(worst.found)}: the model of the outcome does not fit, and who the individuals behind it were is off. Try --learner boost or stack, or --calibrate.`,
      },
    ];
  });
}

/** A remark about each arm whose inverse propensity weights do not average to 1 over the target. */
export function propensityWeightRemarks({ learnt, rows, sample, settings }: Context): Remark[] {
  if (sample.given.length === 0) return [];
  const clusters = sample.unit?.labels.length;
  const control = learnt.e.map((e) => 1 - e);
  const about = { ...rows, ...(clusters === undefined ? {} : { clusters }) };
  const found = inverseWeights({ ...about, arm: learnt.t, e: [control, learnt.e], target: settings.target });
  const { labels, name } = sample.treatment;
  const arms = [`${name} = ${labels.no}`, `${name} = ${labels.yes}`] as const;
  const better = "Try --learner boost or stack, --calibrate, or --trim 0.05, which leaves out where it matters most.";
  return inverseWeightRemarks(found, arms, settings.target, better);
}
