import { firstFew } from "../../num/say-names.js";
import type { Remark } from "../../query/answer.js";
import type { Problem } from "../problem.js";
import type { Matched } from "./effect.js";
import type { MatchingSettings } from "./options.js";

/** One sentence that says what was matched on and how. */
export function methodOf({ on, neighbours, replace, caliper, biasAdjusted, metric }: MatchingSettings): string {
  const what =
    on === "exact"
      ? "all that are equal in every covariate"
      : `${neighbours === 1 ? "the nearest neighbour" : `the ${neighbours} nearest neighbours`} ${
          on === "propensity"
            ? "by the logit of the propensity"
            : `in the covariates (${metric === "mahalanobis" ? "Mahalanobis distance" : "each divided by its standard deviation"})`
        }`;
  const limit =
    caliper === undefined || on === "exact"
      ? ""
      : `, none farther than ${caliper} ${caliper === 1 ? "standard deviation" : "standard deviations"}${on === "propensity" ? " of the logit" : ""}`;
  return `Matching ${replace ? "with" : "without"} replacement to ${what} of the other arm${limit}${replace && on !== "exact" ? ", ties sharing" : ""}${
    biasAdjusted ? ", adjusted by least squares for the distance that is left" : ""
  }.`;
}

/** What the number rests on. */
export function assumptionsOf({ study, target }: Problem, { on }: MatchingSettings): Remark[] {
  const names = study.given.map((column) => column.name);
  const list = firstFew(names);
  const both =
    target === "ate"
      ? "Every kind of individual"
      : target === "att"
        ? "Every kind of treated"
        : "Every kind of untreated";
  return [
    {
      id: "exogeneity",
      text:
        names.length === 0
          ? "No covariates were given, so the arms are taken to be alike: the arm was assigned at random."
          : `Among individuals alike in ${list}, who was in which arm was as good as random: nothing else drove both the arm and the outcome.`,
    },
    { id: "overlap", text: `${both} could have been in the other arm as well.` },
    ...(on === "propensity"
      ? [
          {
            id: "propensity-right",
            text: "The propensity was learnt well enough that those with an equal one are alike on average.",
          },
        ]
      : []),
    {
      id: "no-interference",
      text: "One individual's arm does not change another's outcome, and there is one version of each arm.",
    },
  ];
}

/** A single observation that speaks for more than this share of the target is worth a word. */
const MUCH = 0.05;

/** What a reader must know before quoting the number. */
export function warningsOf(problem: Problem, settings: MatchingSettings, result: Matched): Remark[] {
  const out: Remark[] = [];
  const percent = (share: number) => `${(100 * share).toPrecision(2)} %`;
  if (result.unmatched > 0) {
    const of = result.matched + result.unmatched;
    const why =
      settings.on === "exact"
        ? "nobody of the other arm is equal to them in every covariate"
        : settings.caliper !== undefined
          ? `nobody of the other arm is within the caliper${settings.replace ? "" : " and still free"}`
          : "the other arm was used up";
    const part = problem.law ? percent(result.unmatched / of) : `${result.unmatched} of ${of} observations`;
    out.push({
      id: "unmatched",
      text: `${part} of the target have no match (${why}) and are left out: the answer is about the other ${problem.law ? percent(result.matched / of) : result.matched}.`,
    });
  }
  if (!problem.law && result.mostUsed > MUCH) {
    out.push({
      id: "match-overused",
      text: `One observation stands in for ${percent(result.mostUsed)} of the target, so the answer hangs on it; more neighbours or a caliper spread this.`,
    });
  }
  if (result.alone > 0) {
    out.push({
      id: "no-match-variance",
      text: `${result.alone} matched observations are alone in their arm, so nothing tells their noise and there is no interval.`,
    });
  }
  return out;
}
