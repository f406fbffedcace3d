import type { Sample } from "../num/sample.js";
import { firstFew } from "../num/say-names.js";
import type { Remark } from "../query/answer.js";
import type { Settings } from "./options.js";
import type { Replicates } from "./replicates.js";

/** What stands for the individual, in words. */
export function individualWords(sample: Sample, replicates: Replicates | undefined): string {
  const covariates =
    sample.given.length > 0 ? firstFew(sample.given.map((column) => column.name)) : "nothing (no covariates)";
  if (!replicates) return covariates;
  const seen =
    replicates.fewest === replicates.most ? `${replicates.most}` : `${replicates.fewest} to ${replicates.most}`;
  return `${sample.unit!.name} (each seen ${seen} times)${sample.given.length > 0 ? `, and ${covariates} across the arms` : ""}`;
}

/** Everything the numbers rest on, one plain sentence each. */
export function assumptionsOf(
  sample: Sample,
  settings: Settings,
  replicates: Replicates | undefined,
): ReadonlyMap<string, Remark> {
  const names = firstFew(sample.given.map((column) => column.name));
  const out = new Map<string, Remark>();
  const say = (id: string, text: string) => out.set(id, { id, text });
  const differ =
    sample.outcome.kind === "binary"
      ? "they are steadier than shown: recurrence is a lower end and chance an upper end (THEORY 3.6)."
      : "recurrence and chance may err either way; the policy share errs only where effects go with the outcome's level (THEORY 3.6).";
  if (sample.given.length > 0) {
    say(
      "exogeneity",
      `Among individuals alike in ${names}, who was in which arm was as good as random: nothing else drove both the arm and the outcome.`,
    );
    say(
      "individual",
      `${names} ${sample.given.length === 1 ? "stands" : "stand"} for the individual. If individuals alike in ${sample.given.length === 1 ? "it" : "these"} still differ, ${differ}`,
    );
  } else {
    say("exogeneity", "No covariates were given, so the arms are taken to be alike: the arm was assigned at random.");
    say(
      "individual",
      `No covariates were given, so everybody counts as the same individual. As individuals do differ, ${differ}`,
    );
  }
  say(
    "coupling",
    settings.coupling === 0
      ? "Coupling 0: what would have been is a fresh occasion of the same individual, its noise drawn anew (THEORY 1.6)."
      : `Coupling ${settings.coupling}: with this probability the counterfactual world keeps the noise of the factual one, one uniform draw per individual; otherwise it draws afresh (THEORY 1.7).`,
  );
  say(
    "independence",
    "Response types and PN, PS, PNS values take the noises of the two arms to be independent given the individual (THEORY 4.2); their bounds do not.",
  );
  say("overlap", "Every kind of individual could have been in either arm.");
  if (replicates) {
    say(
      "occasions",
      `Rows of one ${sample.unit!.name} are occasions of one unchanged individual, each with fresh noise and no carry-over from one to the next (THEORY 3.8).`,
    );
  }
  say(
    "no-interference",
    "One individual's arm does not change another's outcome, and there is one version of each arm.",
  );
  return out;
}
