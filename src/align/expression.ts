/**
 * An expression over named laws of one vocabulary (THEORY 6): `ref * (kid / ref)^1.5`. A tree; `parseExpression` reads it, `printExpression` writes it.
 * `mask` and `uniform` are laws too: the uniform law on a named set of tokens, and on all.
 */
export type Expression =
  | { readonly kind: "name"; readonly name: string }
  /** a (.) b: the normalised product (THEORY 6.1). */
  | { readonly kind: "fuse"; readonly left: Expression; readonly right: Expression }
  /** a (.) b*: b taken out of a (THEORY 6.2). */
  | { readonly kind: "divide"; readonly left: Expression; readonly right: Expression }
  /** THEORY 6.4. */
  | { readonly kind: "power"; readonly base: Expression; readonly power: number | Budget }
  /** The arithmetic mixture; weights are put to add up to 1. */
  | { readonly kind: "mix"; readonly parts: readonly WeightedPart[] }
  /** Only tokens of the set are possible; of all that stands beside it, it is applied last. */
  | { readonly kind: "mask"; readonly set: string }
  | { readonly kind: "uniform" };

export interface WeightedPart {
  readonly weight: number;
  readonly law: Expression;
}

/**
 * In place of a power: the largest one at which the result is no further than `epsilon` (nats) from what it is without this factor, in
 * KL(result || without). Of each token, or of the answer, whose tokens spend it one after the other.
 */
export interface Budget {
  readonly epsilon: number;
  readonly over: "token" | "answer";
}
