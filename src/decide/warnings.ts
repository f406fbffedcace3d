import { standardError } from "../estimate/influence.js";
import { waldInterval } from "../estimate/scores.js";
import type { Remark } from "../query/answer.js";
import type { ComparedPolicy } from "../query/decision.js";
import type { Choice } from "./choose.js";
import { type DecideSettings, isCostly } from "./options.js";
import type { People } from "./people.js";
import type { Scored } from "./scored.js";

const percent = (share: number) => `${(100 * share).toPrecision(2)} %`;

/** What must be known before the policy is used, each with its number. */
export function decisionWarnings(
  settings: DecideSettings,
  people: People,
  choice: Choice,
  policies: readonly ComparedPolicy[],
  scored: Scored,
): Remark[] {
  return [
    ...allAlike(people, choice, settings),
    ...budgetRemarks(settings, people, choice),
    ...notBetter(policies),
    ...(settings.assume === "monotone" ? contradicted(scored, settings.level ?? 0.95) : []),
    ...sameRows(scored),
  ];
}

/** Decisions that make no difference, and individuals whom nothing tells apart. */
function allAlike({ mass, size, cost }: People, { number, net }: Choice, settings: DecideSettings): Remark[] {
  let [low, high, least, most] = [1, -1, 1, -1].map((sign) => sign * Number.POSITIVE_INFINITY);
  for (let i = 0; i < size; i++) {
    if (mass[i] === 0) continue;
    [low, high] = [Math.min(low, net[i]), Math.max(high, net[i])];
    [least, most] = [Math.min(least, number[i] - cost[i]), Math.max(most, number[i] - cost[i])];
  }
  if (low === 0 && high === 0) {
    const why = isCostly(settings) ? "the benefit equals the cost for everybody" : "the benefit is 0 for everybody";
    return [
      {
        id: "all-equal",
        text: `Every decision is worth the same: ${why}. Nobody is treated, and treating anybody would be neither better nor worse.`,
      },
    ];
  }
  if (low !== high || settings.budget === undefined || high <= 0) return [];
  return [
    {
      id: "all-alike",
      text: `Everybody has the same benefit after cost, ${high.toPrecision(3)}, so whom the budget reaches is drawn by lot. Benefits that differ by response type, or more covariates, would tell individuals apart.`,
    },
  ];
}

function budgetRemarks(
  settings: DecideSettings,
  { mass, size, total, cost }: People,
  { net, treat }: Choice,
): Remark[] {
  let [worth, cheapest, treated, largest] = [0, Number.POSITIVE_INFINITY, 0, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < size; i++) {
    treated += treat[i] * mass[i];
    if (mass[i] > 0) largest = Math.max(largest, net[i]);
    if (!(mass[i] > 0 && net[i] > 0)) continue;
    worth += mass[i];
    cheapest = Math.min(cheapest, isCostly(settings) ? cost[i] : 1);
  }
  if (treated > 0) return [];
  if (worth === 0) {
    if (!(largest < 0)) return [];
    return [
      {
        id: "nobody-treated",
        text: `Nobody is worth treating by the rule ${settings.rule}: the best individual's number is ${largest.toPrecision(3)} after cost.`,
      },
    ];
  }
  if (settings.budget === undefined) return [];
  const whole = settings.budget * total;
  return [
    {
      id: "budget-buys-nobody",
      text:
        settings.budget === 0
          ? `The budget is 0, so nobody is treated, though ${percent(worth / total)} would be worth it.`
          : `The budget buys nobody: it is ${whole.toPrecision(3)} in all, and the cheapest individual worth treating takes ${cheapest.toPrecision(3)}.`,
    },
  ];
}

/** A policy that may be no better than doing nothing or than treating everybody. */
function notBetter(policies: readonly ComparedPolicy[]): Remark[] {
  const chosen = policies.find(({ name }) => name === "chosen");
  const low = chosen?.benefit.interval?.[0];
  if (chosen === undefined || chosen.treated === 0 || low === undefined || low > 0) return [];
  return [
    {
      id: "not-surely-better",
      text: `The policy is not surely better than treating nobody: its interval reaches down to ${low.toPrecision(3)} per individual. Fewer individuals, more rows or another learner may show a gain.`,
    },
  ];
}

/** Where effects are predicted below nought, are they? */
function contradicted(scored: Scored, level: number): Remark[] {
  const { effectScore, p, count, total } = scored;
  const part = p[1].map((one, j) => (one < p[0][j] ? 1 : 0));
  let [mass, sum] = [0, 0];
  for (let j = 0; j < part.length; j++) {
    mass += part[j] * count[j];
    sum += part[j] * count[j] * effectScore[j];
  }
  if (mass === 0) return [];
  const share = mass / total;
  const value = sum / mass;
  const se = standardError(
    part.map((inside, j) => (inside * (effectScore[j] - value)) / share),
    scored,
  );
  const interval = waldInterval(se === undefined ? { value } : { value, se }, level);
  const surely = interval === undefined ? value < 0 : interval[1] < 0;
  return [
    {
      id: surely ? "monotone-contradicted" : "monotone-doubtful",
      text: surely
        ? `The data contradict that nobody is a defier: ${percent(share)} are predicted to lose by treatment, and did on average (effect ${value.toPrecision(3)}). Leave --assume monotone out.`
        : `${percent(share)} are predicted to lose by treatment, which cannot be if nobody is a defier. The data do not show that they did (effect ${value.toPrecision(3)}); their numbers are shown as predicted.`,
    },
  ];
}

function sameRows({ folds, law }: Scored): Remark[] {
  if (law || folds > 1) return [];
  return [
    {
      id: "same-rows",
      text: "Policies are judged on the rows that they were learnt from (one fold), which flatters them where there are few rows to a parameter. Give --folds 5.",
    },
  ];
}
