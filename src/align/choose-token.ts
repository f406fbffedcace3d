import { nucleusTokens } from "./plausible.js";
import { likeliest, normalised, type TokenLaw, tokenAt } from "./token-law.js";

/** How one token is chosen from a law. */
export interface ChoiceOptions {
  /** 0: always the likeliest (of equal ones the lower number); 1: the law itself; else the law to the power 1 / temperature. */
  readonly temperature: number;
  /** Only the likeliest tokens that together have this probability; 1: all. */
  readonly topP: number;
}

/** The token that a uniform number chooses. Cost: O(tokens). */
export function chooseToken(law: TokenLaw, { temperature, topP }: ChoiceOptions, uniform: number): number {
  if (temperature === 0) return likeliest(law, 1)[0].token;
  const { vocabulary, ids, logs } = law;
  const heated =
    temperature === 1
      ? law
      : normalised(
          vocabulary,
          ids,
          logs.map((log) => log / temperature),
        );
  return tokenAt(topP < 1 ? nucleus(heated, topP) : heated, uniform);
}

/** The law on its nucleus. */
function nucleus(law: TokenLaw, topP: number): TokenLaw {
  const kept = nucleusTokens(law, topP);
  const { vocabulary, ids, logs } = law;
  const inside = logs.map((log, i) => (kept.has(ids ? ids[i] : i) ? log : -Infinity));
  return normalised(vocabulary, ids, inside);
}
