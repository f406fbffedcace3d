import type { Expression, FactorPrompt, Message } from "discoscm/align";

/** What speaks in an answer, and how it is fused. */
export interface Speakers {
  readonly factors: Readonly<Record<string, FactorPrompt>>;
  readonly expression: Expression;
  /** Whose profile this is; answers say so. */
  readonly user?: string;
  /** The expression is a mixture of whole answers: each answer is by one part of it, drawn by its seed. */
  readonly drawn?: true;
}

/**
 * Who a user is, made into factors. The one that is told the conversation as it stands is called `ref`; its tokens are what `usage` counts.
 * Undefined: nothing is known of the user, and the model answers as it is. @throws DiscoError, which the client is told as a bad request
 */
export interface Profiles {
  factorsFor(
    user: string | undefined,
    messages: readonly Message[],
    signal: AbortSignal,
  ): Speakers | undefined | Promise<Speakers | undefined>;
}

/** Everybody is answered alike. */
export const noProfiles: Profiles = { factorsFor: () => undefined };

/** The model as it is, told these tokens. */
export function referenceAlone(tokens: readonly number[]): Speakers {
  return { factors: { ref: { tokens } }, expression: { kind: "name", name: "ref" } };
}
