import type { Range } from "../../query/answer.js";
import type { ProductBounds } from "../../query/surrogate.js";

/** What is known of the individual effects a (treatment on surrogate) and b (surrogate on outcome), each between -1 and 1. */
export interface ProductKnown {
  /** P(S=1) in the reference arm and in the treated; E[a] is their difference. */
  readonly surrogate: Range;
  /** E[b]. */
  readonly b: number;
}

/**
 * Sharp bounds of E[ab] (Frechet), where nothing ties a to b (THEORY 8.4). With E[a] = A and E[b] = B:
 * nothing assumed: |A + B| - 1 <= E[ab] <= 1 - |A - B|, and |E[ab]| is at most the largest share of individuals whose surrogate the treatment can
 * have moved at all, M = min(q1, 1 - q0) + min(q0, 1 - q1).
 * `monotone-surrogate`: a has one sign, so M = |A|. `monotone-both`: a and b have one sign each, so that the product has one.
 * Cost: constant. Assumes |B| <= 1.
 */
export function productRange({ surrogate: [q0, q1], b }: ProductKnown, assumption: ProductBounds["assumption"]): Range {
  const a = q1 - q0;
  if (assumption === "monotone-both") {
    const [low, high] = [Math.max(0, Math.abs(a) + Math.abs(b) - 1), Math.min(Math.abs(a), Math.abs(b))];
    return a * b < 0 ? [-high, -low] : [low, high];
  }
  const moved = assumption === "none" ? Math.min(q1, 1 - q0) + Math.min(q0, 1 - q1) : Math.abs(a);
  return [Math.max(-moved, Math.abs(a + b) - 1), Math.min(moved, 1 - Math.abs(a - b))];
}

/** May E[ab] have the sign that E[a] E[b] has not? */
export function paradoxIn([low, high]: Range, product: number): ProductBounds["paradox"] {
  const [least, most] = product < 0 ? [-high, -low] : [low, high];
  if (least >= -1e-12) return "impossible";
  return most < 0 ? "certain" : "possible";
}

/** The least correlation that the paradox needs: -E[a]E[b] over the largest standard deviations that a and b can have. */
export function correlationNeeded({ surrogate: [q0, q1], b }: ProductKnown): number | null {
  const a = q1 - q0;
  const moved = Math.min(q1, 1 - q0) + Math.min(q0, 1 - q1);
  const spread = Math.sqrt(Math.max(0, moved - a * a) * Math.max(0, 1 - b * b));
  return spread === 0 ? null : (-a * b) / spread;
}

const TEXTS: Readonly<Record<ProductBounds["assumption"], string>> = {
  none: "nothing assumed about individuals",
  "monotone-surrogate": "the treatment moves nobody's surrogate the other way",
  "monotone-both": "and neither does the surrogate anybody's outcome",
};

/** All three, without sampling uncertainty. @throws never; empty where b is no difference of probabilities */
export function productBounds(known: ProductKnown): readonly ProductBounds[] {
  if (Math.abs(known.b) > 1) return [];
  const product = (known.surrogate[1] - known.surrogate[0]) * known.b;
  return (["none", "monotone-surrogate", "monotone-both"] as const).map((assumption) => {
    const bounds = productRange(known, assumption);
    return { assumption, text: TEXTS[assumption], bounds, paradox: paradoxIn(bounds, product) };
  });
}
