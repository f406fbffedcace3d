import { likeliest, type TokenLaw } from "./token-law.js";

/** Which tokens of a law are plausible. */
export type Plausible =
  /** At least this share of the likeliest token's probability (contrastive decoding, Li et al. 2023). */
  | { readonly kind: "relative"; readonly least: number }
  /** The fewest likeliest tokens that together have at least this probability (Holtzman et al. 2020). */
  | { readonly kind: "nucleus"; readonly topP: number }
  /** So many of the likeliest. */
  | { readonly kind: "top"; readonly count: number };

/** The plausible tokens of a law, for a mask: never none. Cost: O(tokens), and more for a nucleus of many tokens. */
export function plausibleTokens(law: TokenLaw, rule: Plausible): ReadonlySet<number> {
  if (rule.kind === "top") return new Set(likeliest(law, Math.max(1, rule.count)).map(({ token }) => token));
  if (rule.kind === "nucleus") return nucleusTokens(law, rule.topP);
  const { ids, logs } = law;
  let most = -Infinity;
  for (let i = 0; i < logs.length; i++) if (logs[i] > most) most = logs[i];
  const low = most + Math.log(rule.least);
  const kept = new Set<number>();
  for (let i = 0; i < logs.length; i++) if (logs[i] >= low && logs[i] > -Infinity) kept.add(ids ? ids[i] : i);
  return kept;
}

/** The smallest set of likeliest tokens with at least this probability (Holtzman et al. 2020). */
export function nucleusTokens(law: TokenLaw, topP: number): ReadonlySet<number> {
  const kept = new Set<number>();
  // Most nuclei are small; a larger one is looked for only where it is needed.
  for (let width = 256; ; width *= 16) {
    const tokens = likeliest(law, Math.min(width, law.logs.length));
    let sum = 0;
    kept.clear();
    for (const { token, log } of tokens) {
      kept.add(token);
      sum += Math.exp(log);
      if (sum >= topP) break;
    }
    if (sum >= topP || tokens.length < width) break;
  }
  return kept;
}
