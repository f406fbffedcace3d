import type { Sample } from "../num/sample.js";
import { firstFew } from "../num/say-names.js";
import type { Remark } from "../query/answer.js";
import { isGainEqual } from "./benefit.js";
import { type DecideSettings, isCostly } from "./options.js";

/** What the decision rests on, one plain sentence each, by id. */
export function decisionAssumptions(sample: Sample, settings: DecideSettings): ReadonlyMap<string, Remark> {
  const out = new Map<string, Remark>();
  const say = (id: string, text: string) => out.set(id, { id, text });
  const names = firstFew(sample.given.map(({ name }) => name));
  const alike = names === "" ? "everybody" : `individuals alike in ${names}`;
  say(
    "contrast",
    `A benefit is what treating an individual is worth, counted from not treating it, which is worth 0 (Li and Pearl 2019).${isCostly(settings) ? " The cost of treating is taken off it." : ""}`,
  );
  say(
    "exogeneity",
    names === ""
      ? "No covariates were given, so the arms are taken to be alike: the arm was assigned at random."
      : `Among ${alike}, who was in which arm was as good as random: nothing else drove both the arm and the outcome.`,
  );
  if (isGainEqual(settings.benefit)) {
    say(
      "gain-equality",
      "complier + defier = always + never, so the benefit follows from the two chances of success alone: its bounds are one number, and nothing is assumed of how the two outcomes of an individual go together (THEORY 4.6).",
    );
  } else if (settings.assume === "monotone") {
    say(
      "monotone",
      "Nobody is a defier: treating takes success from no one. That closes the bounds (THEORY 4.1). You said so; data can only contradict it.",
    );
  } else {
    say(
      "independence",
      `Values take the outcomes of the two arms to be independent among ${alike} (THEORY 4.2), as they are when ${names === "" ? "all individuals are alike" : `${names} ${sample.given.length === 1 ? "is" : "are"} all that success depends on`} and the rest is fresh chance. Bounds do not need this.`,
    );
  }
  say(
    "predictions",
    "Individuals are decided about by what models that did not see them predict, taken as it is. Values of policies are then judged on what came, by doubly robust scores, the policy taken as given: intervals do not tell how another table would decide.",
  );
  say("overlap", "Every kind of individual could have been in either arm.");
  say(
    "no-interference",
    "One individual's arm does not change another's outcome, and there is one version of each arm. Treating many works as it did on those who were treated.",
  );
  if (settings.budget !== undefined) {
    say(
      "budget",
      "Those first in the queue are treated until the next one does not fit into the budget. No other way to spend it gains more than one individual's benefit above this.",
    );
  }
  return out;
}
