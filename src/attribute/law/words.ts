import type { Sample } from "../../num/sample.js";
import type { Remark } from "../../query/answer.js";
import { assumptionsOf } from "../assumptions.js";
import type { Settings } from "../options.js";
import { word } from "../wording.js";

/** How numbers from a law of the individual are spoken of. */
export interface LawWords {
  readonly method: string;
  /** Ids of what a number of one arm rests on, and of what the other arm rests on besides. */
  readonly needs: readonly string[];
  readonly crossNeeds: readonly string[];
}

/** What is known of a fitted law that its assumptions must say. */
export interface LawFacts {
  /** Classes of a mixture; absent for a law given by moments. */
  readonly classes?: number;
  /** Does the arm of an occasion go with the class? */
  readonly byClass: boolean;
  readonly numeric: boolean;
  /** Covariates that the weights of the classes go with. */
  readonly covariates: readonly string[];
}

export function wordsOf({ classes, covariates }: LawFacts): LawWords {
  return {
    method:
      classes === undefined
        ? "moments of each individual's law (THEORY 2.4, 3.4)"
        : `${kinds(classes)}, maximum likelihood; abduction and valuation by class (THEORY 2.4, 3.4)`,
    needs: ["law", ...(covariates.length > 0 ? ["individual"] : []), "occasions"],
    crossNeeds: ["exogeneity", "overlap"],
  };
}

function kinds(classes: number): string {
  return classes === 1 ? "one latent class (all individuals alike)" : `${classes} latent classes`;
}

/** Everything the numbers rest on, one plain sentence each. */
export function lawAssumptions(sample: Sample, settings: Settings, facts: LawFacts): ReadonlyMap<string, Remark> {
  const unit = sample.unit ? sample.unit.name : "row";
  const out = new Map<string, Remark>();
  const say = (id: string, text: string) => out.set(id, { id, text });
  const { classes } = facts;
  if (classes === undefined) {
    say(
      "law",
      "The learner's law of the individual is right: what it says of the means in both arms, how much they vary between individuals alike to it, and how they go together.",
    );
  } else {
    say(
      "law",
      `There are ${kinds(classes)}: individuals differ by class alone, and given its class the rows of a ${unit} are independent of one another${facts.numeric ? ", each normal about its class's mean" : ""}.`,
    );
  }
  if (facts.covariates.length > 0) {
    const names = facts.covariates.join(", ");
    say(
      "individual",
      `${names} ${facts.covariates.length === 1 ? "tells" : "tell"} which class somebody is likely to be in (a multinomial logit), and given the class no more about arms and outcomes.`,
    );
  }
  if (sample.unit) {
    say(
      "occasions",
      `Rows of one ${unit} are occasions of one unchanged individual, each with fresh noise and no carry-over from one to the next (THEORY 3.8).`,
    );
  }
  say(
    "exogeneity",
    facts.byClass
      ? "Given who the individual is (its class), which arm an occasion was in was as good as random; the classes may differ in how often they are in each."
      : "Which arm an occasion was in says nothing of who the individual is.",
  );
  const usual = assumptionsOf({ ...sample, given: [] }, settings, undefined);
  for (const id of ["coupling", "independence"]) out.set(id, usual.get(id)!);
  say("overlap", "Every kind of individual could have been in either arm.");
  out.set("no-interference", usual.get("no-interference")!);
  return out;
}

/** What stands for the individual, in words. */
export function lawIndividual(sample: Sample, facts: LawFacts, fewest: number, most: number): string {
  const seen = fewest === most ? `${most}` : `${fewest} to ${most}`;
  const who = `${word(sample.unit?.name ?? "row")} (each seen ${seen} times)`;
  const told = facts.covariates.length > 0 ? ` told by ${facts.covariates.join(", ")}` : "";
  return facts.classes === undefined ? who : `${who}, as one of ${kinds(facts.classes)}${told}`;
}
