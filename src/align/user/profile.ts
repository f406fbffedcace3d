/** Something that is known of a person. */
export interface UserFact {
  /** One sentence, as the model will read it. */
  readonly text: string;
  /** Who says so: a form, the person, a guess. Facts of one source and one confidence are right or wrong together. */
  readonly source: string;
  /** Probability that it is right, 0 to 1. */
  readonly confidence: number;
  /** It is kept, and told to nobody: no prompt, no question, no log. */
  readonly private?: true;
}

/** A way of answering that has a name and a strength. */
export interface UserFactor {
  /** What the model is told when it speaks for this factor. */
  readonly system: string;
  /** The power of (factor / ref); below 0 leads away from it. */
  readonly weight: number;
}

/** A user of a language model as data: what stands in a `*.user.json` file. */
export interface UserProfile {
  /** How the profile is called in messages and expressions. It is in no prompt. */
  readonly name: string;
  /** Who this is, as in "a child of seven": how the model is asked whether it is this user who writes. Absent: the facts say it. */
  readonly describes?: string;
  readonly facts: readonly UserFact[];
  /** How to answer, a sentence each. */
  readonly style: readonly string[];
  readonly factors: Readonly<Record<string, UserFactor>>;
  /** In place of the expression that facts, style and factors make. */
  readonly expression?: string;
  /** Texts that nothing which is told may hold, in any spelling of large and small letters and of spaces. */
  readonly private: readonly string[];
}

/** What of a profile may be told. Whatever makes prompts, questions or messages takes this, and so cannot tell more. */
export type PublicProfile = Omit<UserProfile, "private">;

/** The profile without anything private: as if that had never been written. Cost: O(facts). */
export function publicPart({ private: _, facts, ...open }: UserProfile): PublicProfile {
  return { ...open, facts: facts.filter((fact) => fact.private !== true) };
}
